"""Deployable strength: officers on the books who are fully deployable."""

from dashboard.measures.engine.definition import Measure, Total

MEASURE = Measure(
    id="deployable_strength",
    title="Deployable strength",
    unit="FTE",
    definition=(
        "Officers on the books who are fully deployable: not suspended, not on long-term "
        "absence, not attached out, not in recruit training and on no limited duties."
    ),
    source="DESIGN, section 3; Casey Review 2023, 2.5 and 4.6.",
    numerator=Total("fte", {"status": frozenset({"full"})}),
    caveats=("Before short-term sickness, leave, court, courses and Aid.",),
)
