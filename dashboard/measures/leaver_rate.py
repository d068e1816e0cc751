"""Leaver rate: people who left the service, over the mean headcount."""

from dashboard.measures.churn_commands import CAVEATS, WORKFORCE
from dashboard.measures.engine.definition import ANYBODY, Measure, Total

MEASURE = Measure(
    id="leaver_rate",
    title="Leaver rate",
    unit="%",
    definition=(
        "Officers, staff and PCSOs who left the service over mean headcount: those on the books "
        "when their command's people were last seen, and now on nobody's."
    ),
    source="DESIGN, section 3.",
    numerator=Total("heads", {"direction": frozenset({"out"}), "far": frozenset({""})}),
    denominator=WORKFORCE,
    over="leavers",
    under="officers, staff and PCSOs",
    cells="moves",
    about=ANYBODY,
    scale=100,
    view="home",
    cuts=("command", "rank", "role", "month"),
    caveats=CAVEATS[1:],
    good="less",
    minimum_base=50,
    chance="rate",
)
