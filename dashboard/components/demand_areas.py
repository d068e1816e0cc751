"""Demand that belongs to no command, and kinds that were not counted in every month."""

from dataclasses import replace

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.measured import MOST
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.wording import listed
from dashboard.components.working import worked
from dashboard.figures.bars import bars
from dashboard.measures.demand import MEASURE as DEMAND
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.selection import Selection
from dashboard.schema import months

NOWHERE = Panel(
    "nowhere",
    (
        Column("area", "Area", "text"),
        Column("kind", "Kind", "text"),
        Column("value", "Count"),
        Column("share", "Of the kind, %"),
    ),
    width=12,
)


def nowhere(snapshot: Snapshot, selection: Selection) -> pd.DataFrame:
    """What is counted in areas of no command: ``area``, ``kind``, ``value``, ``share`` in %.

    share: of everything of that kind, in whichever area.
    """
    everywhere = replace(selection.fitted(DEMAND), commands=())
    found = evaluate(snapshot.cube, DEMAND, everywhere, ["command", "area"])
    found = found.rename(columns={"demand_kind": "kind", "numerator": "count"})
    totals = found.groupby("kind")["count"].sum()
    own = found[(found["command"] == "") & (found["count"] > 0)]
    table = own[["area", "kind"]].assign(
        value=own["count"], share=100 * own["count"] / own["kind"].map(totals)
    )
    return table.sort_values(["value", "area", "kind"], ascending=[False, True, True])


def nowhere_view(snapshot: Snapshot, state: State) -> View | None:
    """The areas of no command with their counts; None where every area has one."""
    table = nowhere(snapshot, state.selection)
    if table.empty:
        return None
    areas = table.groupby("area")["value"].sum().sort_values(ascending=False)
    drawn = pd.DataFrame({"name": areas.index[:MOST], "value": areas.to_numpy()[:MOST]})
    names = listed([*areas.index[:3], *(["others"] if len(areas) > 3 else [])])
    return View(
        panel=NOWHERE,
        title=f"{areas.sum():,.0f} are counted in no command: {names}",
        statistic="Demand in areas that no command of the force polices, "
        f"{state.selection.when()}; they are nobody's share",
        figure=bars(drawn.assign(selected=False, flagged=""), "count", decimals=0),
        table=table.round({"value": 1, "share": 1}),
        workings=[worked(snapshot, DEMAND, state.selection)],
    )


def uneven_kinds(snapshot: Snapshot, state: State) -> list[str]:
    """Kinds that some months have and others lack, in the selection or outside it."""
    cube, chosen = snapshot.cube, state.selection.fitted(DEMAND)
    every = replace(chosen.everywhere(), first=cube.months[0], last=cube.months[-1])
    found = evaluate(cube, DEMAND, every, ["month"])
    found = found[found["numerator"].notna()]
    had = {month: set(rows["demand_kind"]) for month, rows in found.groupby("month")}
    here = {month: kinds for month, kinds in had.items() if month in chosen.months}
    inside = set().union(*here.values()) if here else set()
    said = []
    for kind in sorted(inside):
        count = sum(kind in kinds for kinds in here.values())
        if count < len(here):
            said.append(f"{kind} is counted in {count} of the {len(here)} months.")
    outside = {kind: [m for m in had if kind in had[m]] for kind in set().union(*had.values())}
    for kind in sorted(outside.keys() - inside if here else ()):
        first, last = min(outside[kind]), max(outside[kind])
        span = months.words(first) if first == last else f"{_from_to(first, last)}"
        said.append(f"{kind} is not counted in {chosen.when()}; it is in {span}.")
    return said


def _from_to(first: str, last: str) -> str:
    return f"{months.words(first)} to {months.words(last)}"
