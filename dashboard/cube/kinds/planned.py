"""Cells of planned shifts: who is to be on core, against the minimum, and what else is committed.

A shift is a day, command, team, unit and part of the day; its minimum stands on any of its rows.
"""

import narwhals as nw

from dashboard.cube.kind import Kind
from dashboard.cube.kinds.days import AID, CORE
from dashboard.schema.force import Force
from dashboard.schema.tables import SHIFTS

PERIODS = SHIFTS.column("period").choices

DIMENSIONS = ("month", "date", "command", "team", "unit", "period")
COUNTS = ("core", "drivers", "with_drivers", "minimum", "agreed", "aid", "leave", "training")


def count_planned(shifts: nw.LazyFrame, month: str, force: Force) -> nw.LazyFrame:
    """Shifts on core, Aid, leave and courses; response drivers on core; and the minimum.

    with_drivers: core shifts of rows that say their drivers. agreed: 1 where a minimum is; one
    that is not said is none, and no minimum of nobody.
    """
    activity, shifts_of = nw.col("activity"), nw.col("shifts")
    nothing = nw.lit(0.0)
    core = activity == CORE
    said = core & ~nw.col("drivers").is_null()
    counts = {
        "core": nw.when(core).then(shifts_of).otherwise(nothing),
        "with_drivers": nw.when(said).then(shifts_of).otherwise(nothing),
        "aid": nw.when(activity.is_in(AID)).then(shifts_of).otherwise(nothing),
        "leave": nw.when(activity == "annual_leave").then(shifts_of).otherwise(nothing),
        "training": nw.when(activity == "training").then(shifts_of).otherwise(nothing),
        "drivers": nw.when(said).then(nw.col("drivers")).otherwise(nothing),
    }
    return (
        shifts.with_columns(
            month=nw.lit(month),
            date=nw.col("date").dt.to_string("%Y-%m-%d"),
            unit=nw.col("unit").fill_null(""),
            period=nw.col("period").fill_null(""),
            agreed=nw.when(nw.col("minimum").is_null()).then(nothing).otherwise(nw.lit(1.0)),
            **counts,
        )
        .group_by(*DIMENSIONS)
        .agg(
            *(nw.col(name).sum() for name in counts),
            nw.col("agreed").max(),
            nw.col("minimum").max().fill_null(0.0),
        )
        .sort(*DIMENSIONS)
    )


KIND = Kind(
    name="planned",
    table="shifts",
    dimensions=DIMENSIONS,
    counts=COUNTS,
    count=count_planned,
    uses=(CORE, *AID),
    flow=True,
    ahead=True,
)
