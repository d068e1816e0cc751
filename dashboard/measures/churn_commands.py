"""Churn, the sum of commands: people in and out of them, a move between two counted at each."""

from dashboard.cube.kinds.moves import COUNTED
from dashboard.measures.engine.definition import ANYBODY, Benchmark, Measure, Total

WORKFORCE = Total("heads", {"role": frozenset(COUNTED)}, cells="strength")
CAVEATS = (
    'The review calls its own data of churn "limited and unlikely to be entirely accurate", and '
    "does not say in which of the two readings it counted.",
    "A year needs 13 month-ends: its churn is that of 12 changes over the mean of 12 months.",
    "Moves inside a month are invisible; so are attachments and promotions, which are no moves.",
    "Whoever comes back after a command's missing months neither left nor joined; in another "
    "command it is one move, of the month in which it is seen.",
)

MEASURE = Measure(
    id="churn_commands",
    title="Churn, sum of commands",
    unit="%",
    definition=(
        "People into and out of each command over the mean workforce: officers, staff and PCSOs, "
        "headcount, by home command. A move between two selected commands counts twice."
    ),
    source="DESIGN, section 3; Casey Review 2023, 4.4.",
    numerator=Total("heads"),
    denominator=WORKFORCE,
    over="people in and out",
    under="officers, staff and PCSOs",
    cells="moves",
    about=ANYBODY,
    scale=100,
    view="home",
    cuts=("command", "rank", "role", "month"),
    benchmarks=(
        Benchmark(
            "E035",
            'all BCUs, 2022-23, on data "limited and unlikely to be entirely accurate"; that it '
            "adds up the BCUs is our inference",
            group="Basic Command Units",
        ),
    ),
    published="churn_rate",
    caveats=(
        *CAVEATS,
        'The review\'s 45% is held to this reading: it counts people "into the BCUs", and that '
        "it adds them up BCU by BCU is our inference.",
    ),
    good="less",
    minimum_base=50,
    chance="rate",
)
