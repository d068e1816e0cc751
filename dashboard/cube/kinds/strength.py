"""Cells of strength: everyone counted once a view, under the first duty status that applies."""

from functools import reduce

import narwhals as nw

from dashboard.cube.counting import BOTH, HOME, HOST, people
from dashboard.cube.kind import Kind
from dashboard.schema import months
from dashboard.schema.force import Force
from dashboard.schema.tables import EXTERNAL

DIMENSIONS = ("month", "view", "command", "team", "unit", "rank", "role", "status")
_FLAGGED = {
    "is_probationer": "probationers",
    "is_acting": "acting",
    "is_investigator": "investigators",
}
"""Flag of a person -> the count of those who have it."""


def count_strength(strength: nw.LazyFrame, month: str, force: Force) -> nw.LazyFrame:
    """Full-time equivalents; heads; and of these probationers, acting ranks, and investigators.

    Acting are those who hold a rank for a time; investigators are officers and staff.

    Each person adds up to one head over the statuses of a view, and to their FTE: shares of
    recruits are fractions. Blank teams and units are "".
    """
    everyone = people(strength, month).with_columns(
        is_probationer=_probationer(month, force.probation_months),
        is_investigator=nw.col("investigator").fill_null(False)
        & nw.col("role").is_in(["officer", "staff"]),
        is_acting=nw.col("acting").is_in(["acting", "temporary"]).fill_null(False),
    )
    attached = nw.col("is_attached_out")
    # On the host view a person lent inside the force stands where they work, in a
    # team that nobody recorded, and the statuses are worked out again without the loan.
    lent_inside = everyone.filter(attached & (nw.col("attached_to") != EXTERNAL)).with_columns(
        command=nw.col("attached_to"), team=nw.lit(""), unit=nw.lit(""), view=nw.lit(HOST)
    )
    at_host = tuple(status for status in force.duty_statuses if status != "attached_out")
    placed = (
        (everyone.filter(~attached).with_columns(view=nw.lit(BOTH)), force.duty_statuses),
        (everyone.filter(attached).with_columns(view=nw.lit(HOME)), force.duty_statuses),
        (lent_inside, at_host),
    )
    parts = [part for rows, order in placed for part in _split(rows, order)]
    return (
        nw.concat(parts, how="vertical")
        .group_by(*DIMENSIONS)
        .agg(
            (nw.col("fte") * nw.col("share")).sum().alias("fte"),
            nw.col("share").sum().alias("heads"),
            *(
                (nw.col(flag).cast(nw.Float64) * nw.col("share")).sum().alias(count)
                for flag, count in _FLAGGED.items()
            ),
        )
        .sort(*DIMENSIONS)
    )


def _probationer(month: str, length: int) -> nw.Expr:
    """The recorded flag; else confirmed or not; else, for new recruits, months since joining."""
    joined = nw.col("joined_on").dt.year().cast(nw.Int64) * 12 + nw.col("joined_on").dt.month() - 1
    new = nw.col("entry_route").is_null() | (nw.col("entry_route") == "new")
    by_length = new & (nw.lit(months.number(month)) - joined < length)
    return (
        nw.when(~nw.col("probationer").is_null())
        .then(nw.col("probationer"))
        .when(~nw.col("confirmed_on").is_null())
        .then(nw.col("confirmed_on") > nw.lit(months.end(month)))
        .otherwise(by_length)
        .fill_null(False)
    )


def _split(rows: nw.LazyFrame, order: tuple[str, ...]) -> list[nw.LazyFrame]:
    """Each person's shares by status: whole before recruit training, else training and the rest."""
    training = order.index("recruit_training")
    before, after = order[:training], order[training + 1 :]
    # Where nothing comes before training, nobody is whole; a literal alone would be no filter.
    nobody = nw.col("training_share").is_null()
    whole = reduce(lambda a, b: a | b, (nw.col(f"is_{code}") for code in before), nobody)
    share = nw.col("training_share")
    splits = (
        (whole, _first(before), nw.lit(1.0)),
        (~whole & (share > 0), nw.lit("recruit_training"), share),
        (~whole & (share < 1), _first(after), 1.0 - share),
    )
    kept = [name for name in DIMENSIONS if name != "status"]
    return [
        rows.filter(chosen).select(
            *kept, "fte", *_FLAGGED, status.alias("status"), part.alias("share")
        )
        for chosen, status, part in splits
    ]


def _first(order: tuple[str, ...]) -> nw.Expr:
    """The first status of *order* that applies, ``full`` where none does."""
    chosen: nw.Expr = nw.lit("full")
    for code in reversed(order):
        chosen = nw.when(nw.col(f"is_{code}")).then(nw.lit(code)).otherwise(chosen)
    return chosen


KIND = Kind(
    name="strength",
    table="strength",
    dimensions=DIMENSIONS,
    counts=("fte", "heads", *_FLAGGED.values()),
    count=count_strength,
    uses=(EXTERNAL,),
)
