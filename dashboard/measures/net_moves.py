"""Net moves: people in less people out."""

from dashboard.measures.churn_commands import CAVEATS
from dashboard.measures.engine.definition import ANYBODY, Measure, Total

CAME = Total("heads", {"direction": frozenset({"in"})})
WENT = Total("heads", {"direction": frozenset({"out"})})

MEASURE = Measure(
    id="net_moves",
    title="Net moves",
    unit="headcount",
    definition=(
        "Officers, staff and PCSOs who came to each command less those who went from it. What "
        "moves between two selected commands adds up to nothing."
    ),
    source="DESIGN, section 3, churn.",
    numerator=CAME - WENT,
    over="people in less people out",
    cells="moves",
    about=ANYBODY,
    cuts=("command", "far", "rank", "role", "month"),
    caveats=CAVEATS[1:],
)
