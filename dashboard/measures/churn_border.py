"""Churn at the border of the group: people into and out of the selection as a whole."""

from dashboard.measures.churn_commands import CAVEATS, WORKFORCE
from dashboard.measures.engine.definition import ANYBODY, Measure, Total

MEASURE = Measure(
    id="churn_border",
    title="Churn, border of the group",
    unit="%",
    definition=(
        "People into and out of the selected commands as one group over their mean workforce: "
        "officers, staff and PCSOs, headcount, by home command. A move between two selected "
        "commands does not count; of all commands together only joining and leaving does."
    ),
    source="DESIGN, section 3; Casey Review 2023, 4.4.",
    numerator=Total("heads", crossing=True),
    denominator=WORKFORCE,
    over="people in and out of the group",
    under="officers, staff and PCSOs",
    cells="moves",
    about=ANYBODY,
    scale=100,
    view="home",
    cuts=("command", "rank", "role", "month"),
    published="churn_rate",
    caveats=CAVEATS,
    good="less",
    minimum_base=50,
    chance="rate",
)
