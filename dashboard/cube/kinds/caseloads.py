"""Cells of caseloads: open cases and those who carry them, as each source has them."""

import narwhals as nw

from dashboard.cube.kind import Kind
from dashboard.schema.force import Force

DIMENSIONS = ("month", "command", "team", "unit", "case_kind", "source")


def count_caseloads(caseloads: nw.LazyFrame, month: str, force: Force) -> nw.LazyFrame:
    """Open cases; investigators; and the open cases of rows that say their investigators.

    Only these last may stand over investigators: cases without would be carried by nobody.
    """
    carried = nw.when(~nw.col("investigators").is_null()).then(nw.col("open_cases"))
    return (
        caseloads.with_columns(
            team=nw.col("team").fill_null(""),
            unit=nw.col("unit").fill_null(""),
            case_kind=nw.col("kind").fill_null(""),
            carried=carried.otherwise(nw.lit(0.0)),
        )
        .group_by(*DIMENSIONS)
        .agg(
            open_cases=nw.col("open_cases").sum(),
            investigators=nw.col("investigators").fill_null(0.0).sum(),
            counted_cases=nw.col("carried").sum(),
        )
        .sort(*DIMENSIONS)
    )


KIND = Kind(
    name="caseloads",
    table="caseloads",
    dimensions=DIMENSIONS,
    counts=("open_cases", "investigators", "counted_cases"),
    count=count_caseloads,
)
