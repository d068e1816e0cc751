"""Caseload: open cases to an investigator, as each source has them."""

from dashboard.measures.engine.definition import ANYBODY, Benchmark, Measure, Total

MEASURE = Measure(
    id="caseload",
    title="Caseload",
    unit="cases per investigator",
    definition=(
        "Open cases over the investigators who carry them, by source and by what is counted as a "
        "case. Two sources are never averaged."
    ),
    source="DESIGN, section 3; Casey Review 2023, 5.4.",
    numerator=Total("counted_cases"),
    denominator=Total("investigators"),
    over="open cases",
    under="investigators",
    cells="caseloads",
    about=ANYBODY,
    view="home",
    cuts=("command", "team", "unit", "month"),
    always_by=("source", "case_kind"),
    benchmarks=(
        Benchmark("E066", "public protection, over this in 2022"),
        Benchmark("E067", "public protection, the optimum set with the BCU model in 2017"),
        Benchmark("E068", "public protection, the average of the pathfinder BCUs in 2017"),
    ),
    caveats=(
        "Cases of rows that do not say their investigators are left out.",
        "The published figures are of public protection alone.",
    ),
    good="less",
    minimum_base=5,
    chance="rate",
)
