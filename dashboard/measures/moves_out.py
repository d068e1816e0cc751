"""People out: those who went from a command to another or left the service."""

from dashboard.measures.churn_commands import CAVEATS
from dashboard.measures.engine.definition import Benchmark, Measure, Total

MEASURE = Measure(
    id="moves_out",
    title="People out",
    unit="headcount",
    definition=(
        "Officers, staff and PCSOs who went from each command, to another or out of the service; "
        "cut by far, to where, by posted, months since their posting when last seen, and by "
        "joined or left, the recorded reason for leaving."
    ),
    source="DESIGN, section 3, churn; Casey Review 2023, 4.4.",
    numerator=Total("heads"),
    over="people out",
    cells="moves",
    about={"direction": frozenset({"out"})},
    cuts=("command", "far", "rank", "role", "posted", "joined_or_left", "month"),
    benchmarks=(
        Benchmark(
            "E032",
            'all BCUs, 2022-23, on data "limited and unlikely to be entirely accurate"; that it '
            "adds up the BCUs is our inference",
            group="Basic Command Units",
        ),
    ),
    caveats=CAVEATS,
)
