"""Probationer share of PCs: police constables who are still on probation."""

from dataclasses import replace

from dashboard.measures.engine.definition import Benchmark
from dashboard.measures.probationer_share import MEASURE as TOGETHER

MEASURE = replace(
    TOGETHER,
    id="probationer_share_pc",
    title="Probationer share, PCs",
    definition=(
        "Probationers over police constables who are no detectives, headcount. A probationer is "
        "so recorded; else not yet confirmed; else a new recruit within the force's probation."
    ),
    over="PCs on probation",
    under="PCs",
    about={**TOGETHER.about, "detective": frozenset({"no"})},
    published="probationer_share_pc",
    benchmarks=(Benchmark("E025", "all BCUs, January 2023"),),
)
