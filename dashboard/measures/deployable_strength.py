"""Deployable strength: officers on the books who are fully deployable."""

from dashboard.measures.engine.definition import STRENGTH, Measure, Total

MEASURE = Measure(
    id="deployable_strength",
    title="Deployable strength",
    unit="FTE",
    definition=(
        "Officers on the books who are fully deployable: not suspended, not on long-term "
        "absence, not attached out, not in recruit training and on no limited duties. In the "
        "Home Office's reading, those available for duty: neither of the first two."
    ),
    source="DESIGN, section 3; Casey Review 2023, 2.5 and 4.6.",
    numerator=Total(STRENGTH, deployable=True),
    good="more",
    over="officers who are deployable",
    caveats=("Before short-term sickness, leave, court, courses and Aid.",),
)
