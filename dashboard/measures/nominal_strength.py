"""Nominal strength: officers on the books."""

from dashboard.measures.engine.definition import ANY_CUT, Measure, Total

MEASURE = Measure(
    id="nominal_strength",
    title="Nominal strength",
    unit="FTE",
    definition="Officers on the command's books at the month's end, in full-time equivalents.",
    source="DESIGN, section 3; Casey Review 2023, 4.6: the figure on systems.",
    numerator=Total("fte"),
    cuts=ANY_CUT,
)
