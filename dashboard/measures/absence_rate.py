"""Absence rate: the share of rostered shifts lost to annual leave and short-term sickness."""

from dashboard.measures.engine.definition import ANYBODY, Measure, Total

MEASURE = Measure(
    id="absence_rate",
    title="Absence rate",
    unit="%",
    definition=(
        "Annual leave and sickness of 28 days or less, over rostered shifts: all but rest days."
    ),
    source="DESIGN, section 3.",
    numerator=Total("absent"),
    denominator=Total("rostered"),
    over="shifts on leave or sick",
    under="rostered shifts",
    cells="days",
    about=ANYBODY,
    scale=100,
    view="home",
    cuts=("command", "team", "month", "date"),
    caveats=("Longer sickness is a duty status, and its people are not to be rostered.",),
    chance="share",
    minimum_base=100,
)
