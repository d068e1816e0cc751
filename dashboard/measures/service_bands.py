"""Officers by completed years of service: how much experience there is, and where."""

from dashboard.measures.engine.definition import STRENGTH, Measure, Total

MEASURE = Measure(
    id="service_bands",
    title="Officers by years of service",
    unit="FTE",
    definition=(
        "Officers on the books by completed years since they joined the service; a year is "
        "complete in the month of its anniversary. Recruits count whole."
    ),
    source="DESIGN, section 3, table strength: joined_on.",
    numerator=Total(STRENGTH),
    over="officers",
    cells="experience",
    view="home",
    cuts=("command", "team", "rank", "month"),
    always_by=("service",),
    needs=("joined_on",),
    caveats=("Service before a break, or in another force, is in it only where joined_on has it.",),
)
