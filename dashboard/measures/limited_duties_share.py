"""Limited duties share: officers at work who are restricted, adjusted or recuperative."""

from dashboard.measures.engine.definition import STRENGTH, Measure, Total
from dashboard.schema.duty import LIMITATIONS

MEASURE = Measure(
    id="limited_duties_share",
    title="On limited duties",
    unit="%",
    definition=(
        "Officers whose duty status is management restricted, adjusted or recuperative, over "
        "nominal strength."
    ),
    source="DESIGN, section 3, duty status; Home Office, Table H1.",
    numerator=Total(STRENGTH, {"status": frozenset(LIMITATIONS)}),
    denominator=Total(STRENGTH),
    over="officers on limited duties",
    under="officers on the books",
    scale=100,
    caveats=("Someone suspended, absent for long or attached out counts there, not here.",),
    good="less",
    needs=("limitation",),
    minimum_base=20,
    chance="share",
)
