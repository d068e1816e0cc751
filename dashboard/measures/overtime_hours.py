"""Overtime hours: those worked beyond the officers' own, to an officer."""

from dashboard.measures.engine.definition import ANYBODY, OFFICERS, Measure, Total

CAVEATS = (
    "Over several months overtime adds up, over the mean of the officers.",
    "The officers are those on the books, whoever of them worked it.",
)

MEASURE = Measure(
    id="overtime_hours",
    title="Overtime",
    unit="hours per officer",
    definition="Hours of overtime over officers on the books, headcount.",
    source="DESIGN, section 3.",
    numerator=Total("hours"),
    denominator=Total("heads", where=OFFICERS, cells="strength"),
    over="hours of overtime",
    under="officers on the books",
    cells="overtime",
    about=ANYBODY,
    view="home",
    cuts=("command", "team", "month"),
    caveats=CAVEATS,
    minimum_base=20,
)
