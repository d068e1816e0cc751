"""Cells of establishment: the posts agreed, from the month in which they were until the next."""

import narwhals as nw

from dashboard.cube.kind import Kind
from dashboard.schema.force import Force

DIMENSIONS = ("month", "command", "team", "unit", "rank", "role")


def count_establishment(establishment: nw.LazyFrame, month: str, force: Force) -> nw.LazyFrame:
    """Posts, FTE, whoever pays for them: those of each command's last day of agreement.

    What is agreed from a day takes the place of all that the command had before.
    """
    last = nw.col("effective_from").max().over("command")
    return (
        establishment.with_columns(
            month=nw.lit(month),
            team=nw.col("team").fill_null(""),
            unit=nw.col("unit").fill_null(""),
            rank=nw.col("rank").fill_null(""),
            last=last,
        )
        .filter(nw.col("effective_from") == nw.col("last"))
        .group_by(*DIMENSIONS)
        .agg(posts=nw.col("posts").sum())
        .sort(*DIMENSIONS)
    )


KIND = Kind(
    name="establishment",
    table="establishment",
    dimensions=DIMENSIONS,
    counts=("posts",),
    count=count_establishment,
    lasts=True,
)
