"""Facts to cells: one month of people becomes counts, in Narwhals, on any engine that it drives.

Definitions: DESIGN, "Duty status: every person counted once" and "Home and host".
"""

import datetime
from functools import reduce

import narwhals as nw

from dashboard.schema import months
from dashboard.schema.duty import LIMITATIONS, LONG_TERM_DAYS
from dashboard.schema.force import Force
from dashboard.schema.tables import EXTERNAL

DIMENSIONS = ("month", "view", "command", "team", "unit", "rank", "role", "status")
COUNTS = ("fte", "heads", "probationers")
"""Full-time equivalents; heads; heads that are probationers. Shares of recruits are fractions."""

BOTH, HOME, HOST = "both", "home", "host"
"""Views of a cell: most people stand in the same cell on both, an attached officer does not."""


def count_strength(strength: nw.LazyFrame, month: str, force: Force) -> nw.LazyFrame:
    """Cells of one month of ``strength``: :data:`DIMENSIONS`, then :data:`COUNTS`.

    strength: the table's columns, one month. Each person adds up to one head over
    the statuses of a view, and to their FTE. Blank teams and units are "".
    """
    people = _people(strength, month, force)
    attached = nw.col("is_attached_out")
    # On the host view a person lent inside the force stands where they work, in a
    # team that nobody recorded, and the statuses are worked out again without the loan.
    lent_inside = people.filter(attached & (nw.col("attached_to") != EXTERNAL)).with_columns(
        command=nw.col("attached_to"), team=nw.lit(""), unit=nw.lit(""), view=nw.lit(HOST)
    )
    at_host = tuple(status for status in force.duty_statuses if status != "attached_out")
    placed = (
        (people.filter(~attached).with_columns(view=nw.lit(BOTH)), force.duty_statuses),
        (people.filter(attached).with_columns(view=nw.lit(HOME)), force.duty_statuses),
        (lent_inside, at_host),
    )
    parts = [part for rows, order in placed for part in _split(rows, order)]
    return (
        nw.concat(parts, how="vertical")
        .group_by(*DIMENSIONS)
        .agg(
            (nw.col("fte") * nw.col("share")).sum().alias("fte"),
            nw.col("share").sum().alias("heads"),
            (nw.col("is_probationer").cast(nw.Float64) * nw.col("share"))
            .sum()
            .alias("probationers"),
        )
        .sort(*DIMENSIONS)
    )


def _people(strength: nw.LazyFrame, month: str, force: Force) -> nw.LazyFrame:
    """The people on the books at the month's end, with a flag for each status that applies."""
    last = nw.lit(months.end(month))
    # The first day of an absence that, counting its first and last day, is just long-term.
    since = nw.lit(months.end(month) - datetime.timedelta(days=LONG_TERM_DAYS))
    flags = {
        "suspended": nw.col("suspended"),
        "long_term_absence": ~nw.col("absence").is_null() & (nw.col("absence_from") <= since),
        "attached_out": (nw.col("attached_to") != nw.col("command"))
        & (nw.col("attached_from").is_null() | (nw.col("attached_from") <= last)),
        **{code: nw.col("limitation") == code for code in LIMITATIONS},
    }
    return strength.filter(nw.col("left_on").is_null() | (nw.col("left_on") > last)).with_columns(
        **{f"is_{code}": flag.fill_null(False) for code, flag in flags.items()},
        is_probationer=_probationer(month, force.probation_months),
        training_share=nw.col("training_share").fill_null(0.0),
        team=nw.col("team").fill_null(""),
        unit=nw.col("unit").fill_null(""),
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


def _split(people: nw.LazyFrame, order: tuple[str, ...]) -> list[nw.LazyFrame]:
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
        people.filter(rows).select(
            *kept, "fte", "is_probationer", status.alias("status"), part.alias("share")
        )
        for rows, status, part in splits
    ]


def _first(order: tuple[str, ...]) -> nw.Expr:
    """The first status of *order* that applies, ``full`` where none does."""
    chosen: nw.Expr = nw.lit("full")
    for code in reversed(order):
        chosen = nw.when(nw.col(f"is_{code}")).then(nw.lit(code)).otherwise(chosen)
    return chosen
