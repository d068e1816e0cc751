"""Supervision span, deployable only: fully deployable constables to such a sergeant."""

from dataclasses import replace

from dashboard.measures.engine.definition import Total
from dashboard.measures.supervision_span import MEASURE as ALL

_FULL = frozenset({"full"})

MEASURE = replace(
    ALL,
    id="supervision_span_deployable",
    title="Supervision span, deployable only",
    definition=(
        "Fully deployable constables over fully deployable sergeants, headcount, where they "
        "work: without limited duties and without the share of recruits that is in training."
    ),
    numerator=Total("heads", {"status": _FULL, "grade": frozenset({"constable"})}),
    denominator=Total("heads", {"status": _FULL, "grade": frozenset({"sergeant"})}),
    over="constables fully deployable",
    under="sergeants fully deployable",
    caveats=(
        *ALL.caveats,
        "Always as the review reads deployable. Officers on limited duties still need "
        "supervising: the span of all who are present stands beside it.",
    ),
)
