"""On core duty on an average day: core shifts over calendar days."""

from dashboard.measures.engine.definition import ANYBODY, Measure, Total

MEASURE = Measure(
    id="core_duty_daily",
    title="On core duty, average day",
    unit="shifts a day",
    definition="Core shifts over calendar days.",
    source="DESIGN, section 3; Casey Review 2023, 4.6.",
    numerator=Total("core", daily=True),
    over="core shifts a day",
    cells="days",
    about=ANYBODY,
    view="home",
    cuts=("command", "team", "month"),
    caveats=("Over all parts of the day: early, late and night together.",),
    good="more",
)
