"""Cells of overlaps: people to whom a reason applies, and those to whom another does with it."""

from functools import reduce

import narwhals as nw

from dashboard.cube.counting import people
from dashboard.cube.kind import Kind
from dashboard.schema.duty import DEFAULT_ORDER
from dashboard.schema.force import Force

WHO = ("month", "command", "team", "rank", "role")
DIMENSIONS = (*WHO, "reason", "other")


def count_overlaps(strength: nw.LazyFrame, month: str, force: Force) -> nw.LazyFrame:
    """Full-time equivalents and heads on the home view, both whole: recruits are not split.

    Where ``reason`` is ``other``: everyone to whom it applies, whatever comes first in the
    force's order. Else those to whom both apply; a pair stands once, in the schema's order.
    """
    codes = (nw.when(nw.col(f"is_{code}")).then(nw.lit(code)) for code in DEFAULT_ORDER)
    reasons = nw.concat_str(*codes, separator=" ", ignore_nulls=True)
    having = people(strength, month).select(*WHO, "fte", reasons=reasons)
    # Each of a person's reasons beside each: in one reading of the people, whatever the pairs.
    each = nw.col("reasons").str.split(" ")
    return (
        having.filter(nw.col("reasons") != "")
        .with_columns(reason=each, other=each)
        .explode("reason")
        .explode("other")
        .filter(_in_order())
        .group_by(*DIMENSIONS)
        .agg(fte=nw.col("fte").sum(), heads=nw.len().cast(nw.Float64))
        .sort(*DIMENSIONS)
    )


def _in_order() -> nw.Expr:
    """Whether the other reason is the same, or a later one in the schema's order."""
    places = (
        (nw.col("reason") == code) & nw.col("other").is_in(DEFAULT_ORDER[place:])
        for place, code in enumerate(DEFAULT_ORDER)
    )
    return reduce(lambda a, b: a | b, places)


KIND = Kind(
    name="overlaps",
    table="strength",
    dimensions=DIMENSIONS,
    counts=("fte", "heads"),
    count=count_overlaps,
)
