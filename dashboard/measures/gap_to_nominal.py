"""Gap to nominal: the share of officers on the books who are not fully deployable."""

from dashboard.measures.engine.definition import NOT_FULL, Benchmark, Measure, Total

MEASURE = Measure(
    id="gap_to_nominal",
    title="Gap to nominal",
    unit="%",
    definition="Nominal less deployable strength, over nominal strength.",
    source="DESIGN, section 3; Casey Review 2023, 4.6.",
    numerator=Total("fte", {"status": NOT_FULL}),
    denominator=Total("fte"),
    scale=100,
    benchmarks=(
        Benchmark(
            20,
            25,
            "20 to 25% below the figure on systems in a typical BCU",
            "Casey Review 2023, 4.6",
        ),
    ),
    caveats=("Not the gap to posts, whose base is the establishment.",),
    minimum_base=20,
)
