"""Abstraction rate of Neighbourhood teams, of which the review was told a figure."""

from dataclasses import replace

from dashboard.measures.abstraction_rate import MEASURE as EVERYWHERE
from dashboard.measures.engine.definition import Benchmark

MEASURE = replace(
    EVERYWHERE,
    id="abstraction_rate_neighbourhood",
    title="Abstraction rate, Neighbourhood",
    over="shifts of Neighbourhood teams away from core",
    under="shifts of Neighbourhood teams on duty",
    about={"function": frozenset({"neighbourhood"})},
    benchmarks=(Benchmark("E049", "told of one BCU's Neighbourhood, in bad weeks"),),
)
