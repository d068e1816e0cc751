"""Supervision span of uniformed Response and Neighbourhood teams, to which the models apply."""

from dataclasses import replace

from dashboard.measures.engine.definition import Benchmark
from dashboard.measures.supervision_span import MEASURE as EVERYWHERE

MEASURE = replace(
    EVERYWHERE,
    id="supervision_span_uniformed",
    title="Supervision span, uniformed teams",
    unit="PCs per sergeant",
    definition=(
        "PCs over sergeants in uniformed Response and Neighbourhood teams, headcount, where they "
        "work: present, neither suspended nor on long-term absence, limited duties included."
    ),
    over="PCs present in uniformed Response and Neighbourhood teams",
    under="sergeants present in them",
    about={
        **EVERYWHERE.about,
        "detective": frozenset({"no"}),
        "uniformed": frozenset({"yes"}),
        "function": frozenset({"response", "neighbourhood"}),
    },
    benchmarks=(
        Benchmark("E054", "the BCU model"),
        Benchmark("E055", "told of, more often"),
        Benchmark("E053", "before 2018"),
    ),
    needs=("team",),
    caveats=(
        "A unit with no sergeant has no value.",
        "Acting and temporary sergeants count as sergeants.",
        "Officers lent to the command have no recorded team and are not in it.",
    ),
)
