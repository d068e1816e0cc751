"""Probationer share: constables who are still on probation."""

from dashboard.measures.engine.definition import OFFICERS, Measure, Total

MEASURE = Measure(
    id="probationer_share",
    title="Probationer share, PCs and DCs together",
    unit="%",
    definition=(
        "Probationers over constables, headcount; cut by rank for PCs and DCs apart. A probationer "
        "is so recorded; else not yet confirmed; else a new recruit within the force's probation."
    ),
    source="DESIGN, section 3; Casey Review 2023, 4.7, Figure 4.5.",
    numerator=Total("probationers"),
    denominator=Total("heads"),
    over="constables on probation",
    under="constables",
    about={**OFFICERS, "grade": frozenset({"constable"})},
    scale=100,
    caveats=("Transferees and rejoiners are not probationers.",),
    minimum_base=20,
    chance="share",
)
