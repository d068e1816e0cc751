"""Cells of returns due: limitations to review, attachments past their end, absences for long."""

import datetime

import narwhals as nw

from dashboard.cube.counting import people
from dashboard.cube.kind import Kind
from dashboard.schema import months
from dashboard.schema.force import Force

REVIEW_DUE, REVIEW_OVERDUE = "review due", "review overdue"
ATTACHMENT, ABSENCE = "attachment past its end", "long-term absence"
WHAT = (REVIEW_OVERDUE, REVIEW_DUE, ATTACHMENT, ABSENCE)

DUE_DAYS = 28
"""A review is due where its day is at most so many days after the month's end."""

OVER_A_YEAR = "over a year"
_BANDS = {"up to 28 days": 28, "29 to 90 days": 90, "91 to 180 days": 180, "181 to 365 days": 365}
"""Each band of days with its last."""
LENGTHS = (*_BANDS, OVER_A_YEAR)

DIMENSIONS = ("month", "command", "team", "what", "length")


def count_returns(strength: nw.LazyFrame, month: str, force: Force) -> nw.LazyFrame:
    """Heads on the books, Specials left out, that each return is due of; one may be in several.

    length: how long the review or the end of the attachment is past at the month's end, how
    long an absence has lasted, its first and last day counted, and how far off a review is.
    """
    end = months.end(month)
    there = people(strength, month).filter(nw.col("role") != "special")
    last, far = nw.lit(end), nw.lit(end + datetime.timedelta(days=DUE_DAYS))
    limited, review = ~nw.col("limitation").is_null(), nw.col("limitation_review")
    parts = (
        (limited & (review >= last) & (review <= far), REVIEW_DUE, nw.lit(LENGTHS[0])),
        (limited & (review < last), REVIEW_OVERDUE, _since("limitation_review", end)),
        (
            nw.col("is_attached_out") & (nw.col("attached_until") < last),
            ATTACHMENT,
            _since("attached_until", end),
        ),
        # The first day of an absence is one of its days.
        (
            nw.col("is_long_term_absence"),
            ABSENCE,
            _since("absence_from", end + datetime.timedelta(days=1)),
        ),
    )
    rows = [
        there.filter(due).select(
            "command", "team", month=nw.lit(month), what=nw.lit(what), length=length
        )
        for due, what, length in parts
    ]
    return (
        nw.concat(rows, how="vertical")
        .group_by(*DIMENSIONS)
        .agg(heads=nw.len().cast(nw.Float64))
        .sort(*DIMENSIONS)
    )


def _since(column: str, end: datetime.date) -> nw.Expr:
    """The band of the days from a date to *end*."""
    found: nw.Expr = nw.lit(OVER_A_YEAR)
    for band, days in reversed(_BANDS.items()):
        first = nw.lit(end - datetime.timedelta(days=days))
        found = nw.when(nw.col(column) >= first).then(nw.lit(band)).otherwise(found)
    return found


KIND = Kind(
    name="returns",
    table="strength",
    dimensions=DIMENSIONS,
    counts=("heads",),
    count=count_returns,
)
