"""Supervision span: constables to a sergeant, where they work and among those present."""

from dashboard.measures.engine.definition import OFFICERS, Measure, Total
from dashboard.schema.duty import STATUSES

# Limited officers and recruits need supervising; who is away does not.
_PRESENT = frozenset(STATUSES) - {"suspended", "long_term_absence", "attached_out"}

MEASURE = Measure(
    id="supervision_span",
    title="Supervision span",
    unit="constables per sergeant",
    definition=(
        "Constables over sergeants, headcount, where they work: present, that is neither "
        "suspended nor on long-term absence, limited duties included."
    ),
    source="DESIGN, section 3; Casey Review 2023, 4.8.",
    numerator=Total("heads", {"status": _PRESENT, "grade": frozenset({"constable"})}),
    denominator=Total("heads", {"status": _PRESENT, "grade": frozenset({"sergeant"})}),
    about={**OFFICERS, "grade": frozenset({"constable", "sergeant"})},
    view="host",
    cuts=("command", "team", "unit", "month"),
    caveats=(
        "A unit with no sergeant has no value.",
        "Acting and temporary sergeants count as sergeants.",
    ),
)
