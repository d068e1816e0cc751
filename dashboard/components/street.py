"""From the roll to the street: posts, the books, deployable, available, and on core duty a day."""

import math

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.abstractions import of_whom
from dashboard.components.measured import lacks
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.wording import capital
from dashboard.components.working import worked
from dashboard.figures.bars import bars
from dashboard.measures.available_when_rostered import MEASURE as AVAILABLE
from dashboard.measures.core_duty_daily import MEASURE as ON_CORE
from dashboard.measures.deployable_strength import MEASURE as DEPLOYABLE
from dashboard.measures.engine.benchmarks import printed
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import Selection
from dashboard.measures.nominal_strength import MEASURE as NOMINAL
from dashboard.schema.evidence import figure

STREET = Panel(
    "street",
    (
        Column("name", "Step", "text"),
        Column("value", "Officers, FTE, or shifts a day"),
        Column("share", "% of those on the books"),
        Column("meaning", "What it means", "prose"),
    ),
    width=12,
)
_STEPS = (
    (NOMINAL, "On the books", "Nominal strength, FTE."),
    (DEPLOYABLE, "Deployable", "Of these, FTE without any reason that limits them."),
    (AVAILABLE, "Available", "When rostered: of these, the share of shifts spent on core."),
    (
        ON_CORE,
        "On core duty",
        "On an average day: core shifts over calendar days, rest days included.",
    ),
)
TOLD = ("E046", "E047", "E048")
"""What the review was told of one Response team: on the roll, at parade and on the street."""


def rungs(snapshot: Snapshot, selection: Selection) -> pd.DataFrame:
    """The steps from posts to the street: name, value, share of the books in %, meaning.

    Posts are left out where none were sent; a hole is missing.
    """
    rows = []
    posts = _posts(snapshot, selection)
    if not math.isnan(posts):
        rows.append(("Posts", posts, "Officers' posts agreed, FTE."))
    for measure, name, meaning in _STEPS:
        found = evaluate(snapshot.cube, measure, selection.fitted(measure))
        rows.append((name, float(found["value"].iloc[0]), meaning))
    table = pd.DataFrame(rows, columns=["name", "value", "meaning"])
    books = table.set_index("name")["value"]["On the books"]
    table["share"] = (100 * table["value"] / books).round(1) if books > 0 else math.nan
    return table.assign(value=table["value"].round(1))


def _posts(snapshot: Snapshot, selection: Selection) -> float:
    """The posts that occupancy is out of."""
    occupancy = all_measures().get("occupancy")
    if occupancy is None or lacks(snapshot, occupancy, selection.months):
        return math.nan
    found = evaluate(snapshot.cube, occupancy, selection.fitted(occupancy))
    return float(found["denominator"].iloc[0])


def street_view(snapshot: Snapshot, state: State) -> View | None:
    """The ladder of the selected teams; None where it has a hole or nobody is on the books."""
    chosen = state.selection
    table = rungs(snapshot, chosen)
    if table[["value", "share"]].isna().any().any():
        return None
    shares = [f"{share:.0f}% of the books" for share in table["share"]]
    books, core = table.set_index("name")["value"][["On the books", "On core duty"]]
    return View(
        panel=STREET,
        title=f"{books:,.0f} on the books, {core:,.0f} on core duty on an average day",
        statistic=f"{capital(of_whom(snapshot.release.force, chosen))}, officers in FTE, and core "
        f"shifts a day, {chosen.when()}",
        figure=bars(
            table.assign(selected=False, flagged="", base=shares),
            "officers, FTE; on the last step shifts a day",
        ),
        table=table,
        prose=[("What the review was told:", _told())],
        workings=[worked(snapshot, measure, chosen) for measure, _, _ in _STEPS],
    )


def _told() -> str:
    roll, parade, street = (figure(one) for one in TOLD)
    return (
        f"Of {roll.scope}: {printed(roll)} on the roll, {parade.qualifier} {printed(parade)} at "
        f"parade, {street.qualifier} {printed(street)} out on the street ({roll.citation})."
    )
