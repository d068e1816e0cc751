"""Abstractions by activity: the shifts away from core, by what they were spent on."""

from dashboard.cube.kinds.days import AWAY
from dashboard.measures.engine.definition import Measure, Total

MEASURE = Measure(
    id="abstractions_by_activity",
    title="Abstractions by activity",
    unit="shifts",
    definition="Shifts on duty outside the normal role, by what they were spent on.",
    source="DESIGN, section 3; Casey Review 2023, 4.6.",
    numerator=Total("shifts"),
    over="shifts away from core",
    cells="shifts",
    about={"activity": frozenset(AWAY)},
    view="home",
    cuts=("command", "team", "month"),
    always_by=("activity",),
    good="less",
)
