"""Strength by duty status: every officer on the books under the first status that applies."""

from dashboard.measures.engine.definition import ANY_CUT, STRENGTH, Measure, Total

MEASURE = Measure(
    id="strength_by_duty_status",
    title="Strength by duty status",
    unit="FTE",
    definition=(
        "Officers on the books by duty status, each counted once; a recruit's training share "
        "stands apart from the rest of the recruit."
    ),
    source="DESIGN, section 3, duty status.",
    numerator=Total(STRENGTH),
    over="officers with each status",
    cuts=ANY_CUT,
    always_by=("status",),
)
