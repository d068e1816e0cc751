"""Probationer share of DCs: detective constables who are still on probation."""

from dataclasses import replace

from dashboard.measures.engine.definition import Benchmark
from dashboard.measures.probationer_share import MEASURE as TOGETHER

MEASURE = replace(
    TOGETHER,
    id="probationer_share_dc",
    title="Probationer share, DCs",
    definition=(
        "Probationers over detective constables, headcount. A probationer is so recorded; "
        "else not yet confirmed; else a new recruit within the force's probation."
    ),
    over="DCs on probation",
    under="DCs",
    about={**TOGETHER.about, "detective": frozenset({"yes"})},
    published="probationer_share_dc",
    benchmarks=(Benchmark("E026", "all BCUs, January 2023"),),
)
