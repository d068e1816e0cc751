"""Supervision span of uniformed teams, substantive: acting sergeants counted as PCs."""

from dataclasses import replace

from dashboard.measures.supervision_span_substantive import MEASURE as EVERYWHERE
from dashboard.measures.supervision_span_uniformed import MEASURE as UNIFORMED

MEASURE = replace(
    EVERYWHERE,
    id="supervision_span_uniformed_substantive",
    title="Supervision span, uniformed teams, substantive",
    unit=UNIFORMED.unit,
    definition=(
        "PCs and acting or temporary sergeants over the other sergeants in uniformed Response "
        "and Neighbourhood teams, headcount, where they work: present, limited duties included."
    ),
    over="PCs and acting sergeants present in uniformed Response and Neighbourhood teams",
    under="substantive sergeants present in them",
    about=UNIFORMED.about,
    needs=(*UNIFORMED.needs, *EVERYWHERE.needs),
    caveats=(*EVERYWHERE.caveats, UNIFORMED.caveats[-1]),
)
