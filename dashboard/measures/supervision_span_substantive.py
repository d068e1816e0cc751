"""Supervision span, substantive: acting sergeants counted as the constables that they are."""

from dataclasses import replace

from dashboard.measures.engine.definition import PRESENT, Total
from dashboard.measures.supervision_span import MEASURE as ALL

_CONSTABLES = Total("heads", {"status": PRESENT, "grade": frozenset({"constable"})})
_SERGEANTS = Total("heads", {"status": PRESENT, "grade": frozenset({"sergeant"})})
_ACTING = Total("acting", {"status": PRESENT, "grade": frozenset({"sergeant"})})

MEASURE = replace(
    ALL,
    id="supervision_span_substantive",
    title="Supervision span, substantive",
    definition=(
        "Constables and acting or temporary sergeants over the other sergeants, headcount, "
        "where they work: present, limited duties included."
    ),
    numerator=_CONSTABLES + _ACTING,
    denominator=_SERGEANTS - _ACTING,
    over="constables and acting sergeants present",
    under="substantive sergeants present",
    needs=("acting",),
    caveats=(
        "A unit with no substantive sergeant has no value.",
        "Sergeants who act as inspectors count as what they act as.",
    ),
)
