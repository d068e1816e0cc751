"""Cells of overtime: hours worked beyond the officers' own, what they cost, and officers' pay."""

import narwhals as nw

from dashboard.cube.kind import Kind
from dashboard.schema.force import Force

DIMENSIONS = ("month", "command", "team")
COUNTS = ("hours", "cost", "paid_cost", "officer_pay")


def count_overtime(overtime: nw.LazyFrame, month: str, force: Force) -> nw.LazyFrame:
    """Hours; cost; and, of rows that say both, cost and officer pay. Money is in pounds.

    Only these last two may stand over each other: a cost without its pay would be too much.
    """
    both = ~nw.col("cost").is_null() & ~nw.col("officer_pay").is_null()
    return (
        overtime.with_columns(
            team=nw.col("team").fill_null(""),
            hours=nw.col("hours").fill_null(0.0),
            paid_cost=nw.when(both).then(nw.col("cost")).otherwise(nw.lit(0.0)),
            officer_pay=nw.when(both).then(nw.col("officer_pay")).otherwise(nw.lit(0.0)),
        )
        .with_columns(cost=nw.col("cost").fill_null(0.0))
        .group_by(*DIMENSIONS)
        .agg(*(nw.col(name).sum() for name in COUNTS))
        .sort(*DIMENSIONS)
    )


KIND = Kind(
    name="overtime",
    table="overtime",
    dimensions=DIMENSIONS,
    counts=COUNTS,
    count=count_overtime,
    flow=True,
)
