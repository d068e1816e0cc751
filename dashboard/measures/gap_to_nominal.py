"""Gap to nominal: the share of officers on the books who are not fully deployable."""

from dashboard.measures.engine.definition import STRENGTH, Benchmark, Measure, Total

MEASURE = Measure(
    id="gap_to_nominal",
    title="Gap to nominal",
    unit="%",
    definition="Nominal less deployable strength, over nominal strength.",
    source="DESIGN, section 3; Casey Review 2023, 4.6.",
    numerator=Total(STRENGTH, deployable=False),
    denominator=Total(STRENGTH),
    over="officers who are not deployable",
    under="officers on the books",
    scale=100,
    benchmarks=(Benchmark("E042", "published for a typical BCU", reading="review"),),
    caveats=("Not the gap to posts, whose base is the establishment.",),
    good="less",
    minimum_base=20,
    chance="share",
)
