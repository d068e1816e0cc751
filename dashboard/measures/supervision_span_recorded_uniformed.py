"""Constables per supervisor as recorded, in uniformed Response and Neighbourhood teams."""

from dataclasses import replace

from dashboard.measures.supervision_span_recorded import MEASURE as EVERYWHERE

MEASURE = replace(
    EVERYWHERE,
    id="supervision_span_recorded_uniformed",
    title="Constables per supervisor as recorded, uniformed teams",
    definition=EVERYWHERE.definition.replace(
        "over these supervisors,",
        "over these supervisors, of uniformed Response and Neighbourhood teams,",
    ),
    under="supervisors at work in uniformed Response and Neighbourhood teams who have any",
    about={
        "uniformed": frozenset({"yes"}),
        "function": frozenset({"response", "neighbourhood"}),
    },
    needs=(*EVERYWHERE.needs, "team"),
)
