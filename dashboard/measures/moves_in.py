"""People in: those who came to a command from another or from outside the service."""

from dashboard.measures.churn_commands import CAVEATS
from dashboard.measures.engine.definition import Benchmark, Measure, Total

MEASURE = Measure(
    id="moves_in",
    title="People in",
    unit="headcount",
    definition=(
        "Officers, staff and PCSOs who came to each command, from another or into the service; "
        "cut by far, from where, and by joined or left, the recorded route of entry."
    ),
    source="DESIGN, section 3, churn; Casey Review 2023, 4.4.",
    numerator=Total("heads"),
    over="people in",
    cells="moves",
    about={"direction": frozenset({"in"})},
    cuts=("command", "far", "rank", "role", "joined_or_left", "month"),
    benchmarks=(
        Benchmark(
            "E031",
            'all BCUs, 2022-23, on data "limited and unlikely to be entirely accurate"; that it '
            "adds up the BCUs is our inference",
            group="Basic Command Units",
        ),
    ),
    caveats=CAVEATS,
)
