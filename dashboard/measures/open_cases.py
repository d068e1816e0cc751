"""Open cases: how many there are, as each source has them."""

from dashboard.measures.engine.definition import ANYBODY, Measure, Total

MEASURE = Measure(
    id="open_cases",
    title="Open cases",
    unit="open cases",
    definition="Cases open at the month's end, by source and by what is counted as a case.",
    source="DESIGN, section 3.",
    numerator=Total("open_cases"),
    over="open cases",
    cells="caseloads",
    about=ANYBODY,
    view="home",
    cuts=("command", "team", "unit", "month"),
    always_by=("source", "case_kind"),
    caveats=("Two sources are never added or averaged.",),
)
