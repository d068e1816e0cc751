"""Cells of recording: of how many rows of strength each optional column is filled."""

import narwhals as nw

from dashboard.cube.counting import on_the_books
from dashboard.cube.kind import Kind
from dashboard.schema.force import Force
from dashboard.schema.tables import STRENGTH

# Every import fills the first two; the others are blank of whoever is on the books.
_NOT_ASKED = ("role", "fte", "left_on", "leaver_reason")

COLUMNS = tuple(
    column.name
    for column in STRENGTH.columns
    if not column.required and column.name not in _NOT_ASKED
)
WHO = ("month", "command", "role")
DIMENSIONS = (*WHO, "column")


def count_recording(strength: nw.LazyFrame, month: str, force: Force) -> nw.LazyFrame:
    """The rows of those on the books, and in how many of them the column is not blank.

    A column that was not sent is blank in every row. What a column holds is not read.
    """
    filled = {name: nw.col(name).count().cast(nw.Float64) for name in COLUMNS}
    # Turned by a list and not by a union: that would be planned anew for each column.
    of_each = nw.coalesce(
        *(nw.when(nw.col("column") == name).then(nw.col(name)) for name in COLUMNS)
    )
    return (
        on_the_books(strength, month)
        .group_by(*WHO)
        .agg(rows=nw.len().cast(nw.Float64), **filled)
        .with_columns(column=nw.lit(" ".join(COLUMNS)).str.split(" "))
        .explode("column")
        .select(*DIMENSIONS, of_each.alias("filled"), "rows")
        .sort(*DIMENSIONS)
    )


KIND = Kind(
    name="recording",
    table="strength",
    dimensions=DIMENSIONS,
    counts=("filled", "rows"),
    count=count_recording,
    uses=COLUMNS,
)
