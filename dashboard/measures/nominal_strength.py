"""Nominal strength: officers on the books."""

from dashboard.measures.engine.definition import ANY_CUT, STRENGTH, Benchmark, Measure, Total

MEASURE = Measure(
    id="nominal_strength",
    title="Nominal strength",
    unit="FTE",
    definition=(
        "Officers on the command's books at the month's end; on the host view, at work in it."
    ),
    source="DESIGN, section 3; Casey Review 2023, 4.6: the figure on systems.",
    numerator=Total(STRENGTH),
    benchmarks=(
        Benchmark("E088", "the Met, November 2022", group="all"),
        Benchmark("E081", "all BCUs, 2021-22", group="Basic Command Units"),
    ),
    over="officers on the books",
    cuts=ANY_CUT,
)
