"""Cells of investigators: heads of those recorded as such, by duty status, on the home view."""

import narwhals as nw

from dashboard.cube.counting import HOST
from dashboard.cube.kind import Kind
from dashboard.cube.kinds.strength import count_strength
from dashboard.schema.force import Force

ROLES = ("officer", "staff")
"""Who carries cases: officers, and staff who are recorded as investigators."""
DIMENSIONS = ("month", "command", "team", "unit", "status")


def count_investigators(strength: nw.LazyFrame, month: str, force: Force) -> nw.LazyFrame:
    """Heads, each under the status that strength counts them under; shares of recruits with it."""
    carrying = nw.col("investigator").fill_null(False) & nw.col("role").is_in(ROLES)
    return (
        count_strength(strength.filter(carrying), month, force)
        .filter(nw.col("view") != HOST)
        .group_by(*DIMENSIONS)
        .agg(nw.col("heads").sum())
        .sort(*DIMENSIONS)
    )


KIND = Kind(
    name="investigators",
    table="strength",
    dimensions=DIMENSIONS,
    counts=("heads",),
    count=count_investigators,
)
