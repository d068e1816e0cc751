"""Supervision span of uniformed teams, deployable only."""

from dataclasses import replace

from dashboard.measures.supervision_span_deployable import MEASURE as EVERYWHERE
from dashboard.measures.supervision_span_uniformed import MEASURE as UNIFORMED

MEASURE = replace(
    EVERYWHERE,
    id="supervision_span_uniformed_deployable",
    title="Supervision span, uniformed teams, deployable only",
    unit=UNIFORMED.unit,
    definition=(
        "Fully deployable PCs over fully deployable sergeants in uniformed Response and "
        "Neighbourhood teams, headcount, where they work: without limited duties and without "
        "the share of recruits that is in training."
    ),
    over="PCs fully deployable in uniformed Response and Neighbourhood teams",
    under="sergeants fully deployable in them",
    about=UNIFORMED.about,
    needs=UNIFORMED.needs,
    caveats=(*EVERYWHERE.caveats, UNIFORMED.caveats[-1]),
)
