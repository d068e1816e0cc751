"""Uniformed units by their span: how they are spread, which stand above 10, what would mend it."""

import math

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.choices import Choice, Option
from dashboard.components.measured import MOST, lacks
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.spans import BUCKETS, bucket
from dashboard.components.state import State
from dashboard.components.wording import listed
from dashboard.components.working import left_out, worked
from dashboard.figures.bars import bars
from dashboard.figures.distribution import distribution
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.selection import Selection
from dashboard.measures.supervision_span_uniformed import MEASURE as SPAN
from dashboard.measures.units_above_ten import MEASURE as ABOVE

TARGETS = (8, 10, 12)
"""PCs per sergeant: before 2018, of the BCU model, and told of more often."""
_NAMED = 8
_NONE = "no sergeant"


def _offered(snapshot: Snapshot) -> list[Option]:
    return [(f"{target} PCs per sergeant", str(target)) for target in (10, 8, 12)]


TARGET = Choice("target", "Span to bring every unit to", _offered)
SPREAD = Panel(
    "units-spread",
    (
        Column("bucket", "PCs per sergeant", "text"),
        Column("count", "Units"),
        Column("constables", "PCs in them"),
        Column("sergeants", "Sergeants in them"),
    ),
)
ABOVE_TEN = Panel(
    "units-above",
    (
        Column("command", "Command", "text"),
        Column("team", "Team", "text"),
        Column("unit", "Unit", "text"),
        Column("constables", "PCs present"),
        Column("sergeants", "Sergeants present"),
        Column("span", "PCs per sergeant"),
    ),
    width=12,
)
NEEDED = Panel(
    "sergeants-needed",
    (
        Column("name", "Command", "text"),
        Column("units", "Units"),
        Column("constables", "PCs present"),
        Column("sergeants", "Sergeants present"),
        *(Column(f"to_{target}", f"Sergeants more for {target}") for target in TARGETS),
    ),
)


def units(snapshot: Snapshot, selection: Selection) -> pd.DataFrame:
    """A row a uniformed unit: code of its command, names, PCs and sergeants present, and span.

    Those without a sergeant, whose span is missing, come first; then the largest spans.
    """
    force = snapshot.release.force
    found = evaluate(snapshot.cube, SPAN, selection.fitted(SPAN), ["command", "team", "unit"])
    # Sums of shares leave dust, by which 10 would be above 10.
    table = pd.DataFrame(
        {
            "code": found["command"],
            "command": [force.command_name(code) for code in found["command"]],
            "team": [force.team_name(code) for code in found["team"]],
            "unit": found["unit"],
            "constables": found["numerator"].round(9),
            "sergeants": found["denominator"].round(9),
        }
    )
    table = table[(table["unit"] != "") & (table["constables"] + table["sergeants"] > 0)]
    some = table["sergeants"].where(table["sergeants"] > 0)
    table = table.assign(span=(table["constables"] / some).round(9))
    return table.sort_values(
        ["span", "constables"], ascending=False, na_position="first", ignore_index=True
    )


def above_ten(table: pd.DataFrame) -> pd.DataFrame:
    """Those of :func:`units` above 10; a unit without a sergeant is."""
    return table[table["span"].isna() | (table["span"] > 10)]


def needed(table: pd.DataFrame, target: int) -> pd.Series:
    """How many more sergeants bring each of :func:`units` to the span, none where it has them."""
    wanted = (table["constables"] / target).round(9).map(math.ceil)
    return (wanted - table["sergeants"]).clip(lower=0)


def spread_view(snapshot: Snapshot, state: State) -> View | None:
    """How many units have which span."""
    found = _found(snapshot, state)
    if found is None:
        return None
    found["bucket"] = [_NONE if pd.isna(span) else bucket(span) for span in found["span"]]
    order = [*(f"to {end}" for end in BUCKETS), "more", _NONE]
    sums = found.groupby("bucket").agg(
        count=("unit", "size"), constables=("constables", "sum"), sergeants=("sergeants", "sum")
    )
    table = sums.reindex(order).fillna(0.0).round(1).reset_index()
    above = above_ten(found)
    over = {*above["bucket"]}
    table["over"] = table["bucket"].isin(over)
    share = f" ({len(above) / len(found):.1%})" if len(found) >= ABOVE.minimum_base else ""
    return View(
        panel=SPREAD,
        title=f"{len(above)} of {len(found)} units{share} stand above 10 PCs per sergeant",
        statistic="Uniformed Response and Neighbourhood units by their span, "
        f"{state.selection.when()}; 10 exactly is not above, no sergeant is",
        figure=distribution(
            table,
            "units by PCs per sergeant: up to 6, over 6 to 8, ...",
            "above 10 or without a sergeant",
        ),
        table=table,
        prose=left_out(state, ABOVE),
        workings=[worked(snapshot, ABOVE, state.selection)],
    )


def above_view(snapshot: Snapshot, state: State) -> View | None:
    """The units above 10 by name, those without a sergeant first."""
    found = _found(snapshot, state)
    if found is None:
        return None
    table = above_ten(found)
    if table.empty:
        return None
    # By the command's code, where there are several: of two names there is room for neither.
    several = table["code"].nunique() > 1
    table = table.assign(name=table["code"] + " " + table["unit"] if several else table["unit"])
    without, rated = table[table["span"].isna()], table[table["span"].notna()]
    drawn = rated.head(MOST)
    statistic = "Units above 10 PCs per sergeant, longest first, with PCs to sergeants present, "
    statistic += state.selection.when()
    if len(drawn) < len(rated):
        statistic += f"; {len(drawn)} of {len(rated)} are drawn, the table has all"
    return View(
        panel=ABOVE_TEN,
        title=_above_title(rated, without),
        statistic=statistic,
        figure=bars(
            drawn.assign(
                value=drawn["span"],
                selected=False,
                flagged="",
                base=[
                    f"{row['constables']:,.3g} to {row['sergeants']:,.3g}"
                    for row in drawn.to_dict("records")
                ],
            ),
            "PCs per sergeant",
        ),
        table=table.round({"span": 1, "constables": 1, "sergeants": 1}),
        prose=_without(without),
        workings=[worked(snapshot, SPAN, state.selection)],
    )


def _above_title(rated: pd.DataFrame, without: pd.DataFrame) -> str:
    none = f"{len(without)} unit{' has' if len(without) == 1 else 's have'} no sergeant"
    if rated.empty:
        return f"{none}, and no other is above 10"
    top = rated.iloc[0]
    also = f"; {none} at all" if len(without) else ""
    return f"{top['command']}: {top['unit']} has {top['span']:.1f} PCs per sergeant{also}"


def _without(without: pd.DataFrame) -> list[tuple[str, str]]:
    if without.empty:
        return []
    names = [
        f"{row['command']}: {row['unit']} ({row['constables']:,.4g} PCs)"
        for row in without.to_dict("records")
    ]
    if len(names) > _NAMED:
        names = [*names[:_NAMED], f"{len(names) - _NAMED} more, which the table names"]
    return [("Without a sergeant.", f"{listed(names)}.")]


def needed_view(snapshot: Snapshot, state: State) -> View | None:
    """How many more sergeants bring every unit of each command to the chosen span."""
    chosen = state.selection
    if lacks(snapshot, ABOVE, chosen.months):
        return None
    every = units(snapshot, chosen.everywhere())
    if every.empty:
        return None
    columns = {f"to_{target}": needed(every, target) for target in TARGETS}
    table = (
        every.assign(**columns, units=1)
        .groupby("code")[["units", "constables", "sergeants", *columns]]
        .sum()
        .round(1)
        .reset_index()
    )
    force = snapshot.release.force
    table.insert(1, "name", [force.command_name(code) for code in table["code"]])
    table["selected"] = table["code"].isin(chosen.commands)
    if chosen.commands and not table["selected"].any():
        return None
    at = int(state.own[TARGET.name])
    table["value"] = table[f"to_{at}"]
    table = table.sort_values(["value", "name"], ascending=[False, True], ignore_index=True)
    # A command that lacks its month has no row, and its sergeants are no part of any sum.
    mine = table[table["selected"]] if chosen.commands else table
    totals = [f"{mine[f'to_{t}'].sum():,.4g} for {t}" for t in TARGETS]
    return View(
        panel=NEEDED,
        title=f"{mine['value'].sum():,.4g} more sergeants would bring every unit to {at} PCs "
        "per sergeant",
        statistic=f"Sergeants more than are present, by command, for {at} PCs per sergeant in "
        f"every uniformed Response and Neighbourhood unit, {chosen.when()}",
        figure=bars(
            table.head(MOST).assign(flagged=""), f"sergeants more for {at} in every unit", 0
        ),
        table=table,
        prose=[
            (
                "In all.",
                f"{listed(totals)}. Each unit's PCs over the span, rounded up, less its "
                "sergeants; what one unit has to spare helps no other.",
            )
        ],
        workings=[worked(snapshot, SPAN, chosen)],
    )


def _found(snapshot: Snapshot, state: State) -> pd.DataFrame | None:
    """The units of the selection; None where units are not recorded, or a command lacks them."""
    if lacks(snapshot, ABOVE, state.selection.months):
        return None
    found = units(snapshot, state.selection)
    return None if found.empty else found
