"""Abstraction rate: the share of shifts on duty that is spent away from the normal role."""

from dashboard.measures.engine.definition import ANYBODY, Measure, Total

MEASURE = Measure(
    id="abstraction_rate",
    title="Abstraction rate",
    unit="%",
    definition=(
        "Shifts away from core over rostered shifts less absence: on duty, but outside the normal "
        "role. Court and training courses are away; recruit training is not, it is a duty status."
    ),
    source="DESIGN, section 3; Casey Review 2023, 4.6.",
    numerator=Total("away"),
    denominator=Total("duty"),
    over="shifts away from core",
    under="shifts on duty",
    cells="days",
    about=ANYBODY,
    scale=100,
    view="home",
    cuts=("command", "team", "month", "date"),
    caveats=(
        "Rest-day working is overtime, not abstraction.",
        "A shift counts where its people's books are, whomever it helped.",
    ),
    good="less",
    chance="share",
    minimum_base=100,
)
