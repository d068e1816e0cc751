"""Overtime of each command: hours and cost to an officer, and cost against their pay."""

import math

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.measured import MOST, by_dimension, lacks
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.working import left_out, worked
from dashboard.figures.bars import bars
from dashboard.measures.overtime_cost_per_officer import MEASURE as COST
from dashboard.measures.overtime_hours import MEASURE as HOURS
from dashboard.measures.overtime_pay_share import MEASURE as SHARE

MEASURES = (HOURS, COST, SHARE)
OVERTIME = Panel(
    "overtime",
    (
        Column("name", "Command", "text"),
        Column("numerator", "Hours of overtime"),
        Column("denominator", "Officers on the books, headcount"),
        Column("value", "Hours per officer"),
        Column("change", "Change, hours per officer", "change"),
        Column("cost", "Pounds per officer"),
        Column("share", "Cost, % of officer pay"),
    ),
)


def overtime(snapshot: Snapshot, state: State) -> pd.DataFrame:
    """A row a command: code, name, hours, officers, hours per officer, its change, cost, share."""
    table = by_dimension(snapshot, state, HOURS)
    for name, measure in (("cost", COST), ("share", SHARE)):
        found = by_dimension(snapshot, state, measure).set_index("code")["value"]
        table[name] = table["code"].map(found)
    return table


def overtime_view(snapshot: Snapshot, state: State) -> View | None:
    """Overtime hours to an officer of each command; None where no overtime was sent."""
    if lacks(snapshot, HOURS, state.selection.months):
        return None
    table = overtime(snapshot, state)
    rated = table.dropna(subset=["value"])
    if rated.empty:
        return None
    drawn = pd.concat([rated.head(MOST), rated.iloc[MOST:].query("selected")])
    statistic = f"Hours of overtime to an officer, by command, {state.selection.when()}"
    if len(drawn) < len(rated):
        statistic += f"; {len(drawn)} of {len(rated)} are drawn, the table has all"
    beside = [_beside(row["cost"], row["share"]) for row in drawn.to_dict("records")]
    shown = drawn.assign(flagged="", base=beside)
    return View(
        panel=OVERTIME,
        title=_title(rated),
        statistic=statistic,
        figure=bars(shown.drop(columns=["low", "high"]), HOURS.unit),
        table=table,
        prose=left_out(state, HOURS),
        workings=[worked(snapshot, measure, state.selection) for measure in MEASURES],
    )


def _beside(cost: float, share: float) -> str:
    """ "£147, 3.8% of pay"."""
    said = [] if math.isnan(cost) else [f"£{cost:,.0f}"]
    return ", ".join([*said, *([] if math.isnan(share) else [f"{share:.1f}% of pay"])])


def _title(rated: pd.DataFrame) -> str:
    chosen = rated[rated["selected"]]
    one = len(chosen) == 1 or len(rated) == 1
    top, low = (chosen.iloc[0] if len(chosen) == 1 else rated.iloc[0]), rated.iloc[-1]
    beside = _beside(top["cost"], top["share"])
    words = f"{top['value']:.1f} hours of overtime to an officer"
    if one:
        return f"{top['name']}: {words}{f' ({beside})' if beside else ''}"
    return (
        f"{top['name']} works the most overtime, {top['value']:.1f} hours to an officer; "
        f"{low['name']} the least, {low['value']:.1f}"
    )
