"""Cells of experience: people by years of service, time in the rank and driving grade."""

from functools import reduce

import narwhals as nw

from dashboard.cube.counting import on_the_books
from dashboard.cube.kind import Kind
from dashboard.schema import months
from dashboard.schema.force import Force
from dashboard.schema.tables import STRENGTH

NOT_RECORDED = "not recorded"
_BANDS = {"under 1": 0, "1": 1, "2": 2, "3 to 4": 3, "5 to 9": 5, "10 to 19": 10, "20 or more": 20}
"""Each band of completed years with the year that it begins at."""
SERVICE = (*_BANDS, NOT_RECORDED)
FIRST_YEAR, LATER = "first year", "later"
IN_RANK = (FIRST_YEAR, LATER, NOT_RECORDED)
DRIVING = (*STRENGTH.column("driver").choices, NOT_RECORDED)

WHO = ("month", "command", "team", "rank", "role")
DIMENSIONS = (*WHO, "service", "in_rank", "driving")


def count_experience(strength: nw.LazyFrame, month: str, force: Force) -> nw.LazyFrame:
    """Full-time equivalents and heads on the home view, both whole: recruits are not split.

    A year is complete in the month of its anniversary, as it is for probation; who has a day
    that is still to come is in the first.
    """
    begun = [(nw.col("served") >= 12 * year, band) for band, year in _BANDS.items()]
    return (
        on_the_books(strength, month)
        .with_columns(
            team=nw.col("team").fill_null(""),
            served=_months_since("joined_on", month),
            held=_months_since("in_rank_since", month),
            driving=nw.col("driver").fill_null(NOT_RECORDED),
        )
        .with_columns(
            service=reduce(_or_else, begun[1:], _recorded("served", next(iter(_BANDS)))),
            in_rank=_or_else(_recorded("held", FIRST_YEAR), (nw.col("held") >= 12, LATER)),
        )
        .group_by(*DIMENSIONS)
        .agg(fte=nw.col("fte").sum(), heads=nw.len().cast(nw.Float64))
        .sort(*DIMENSIONS)
    )


def _months_since(column: str, month: str) -> nw.Expr:
    """From the month of a date to this one; missing where the date is."""
    day = nw.col(column).dt
    return nw.lit(months.number(month)) - (day.year().cast(nw.Int64) * 12 + day.month() - 1)


def _recorded(column: str, label: str) -> nw.Expr:
    return nw.when(nw.col(column).is_null()).then(nw.lit(NOT_RECORDED)).otherwise(nw.lit(label))


def _or_else(label: nw.Expr, begun: tuple[nw.Expr, str]) -> nw.Expr:
    since, words = begun
    return nw.when(since).then(nw.lit(words)).otherwise(label)


KIND = Kind(
    name="experience",
    table="strength",
    dimensions=DIMENSIONS,
    counts=("fte", "heads"),
    count=count_experience,
    uses=DRIVING,
)
