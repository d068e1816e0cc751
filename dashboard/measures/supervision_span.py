"""Supervision span: constables to a sergeant, where they work and among those present."""

from dashboard.measures.engine.definition import OFFICERS, PRESENT, Measure, Total

MEASURE = Measure(
    id="supervision_span",
    title="Supervision span",
    unit="constables per sergeant",
    definition=(
        "Constables over sergeants, headcount, where they work: present, that is neither "
        "suspended nor on long-term absence, limited duties included."
    ),
    source="DESIGN, section 3; Casey Review 2023, 4.8.",
    numerator=Total("heads", {"status": PRESENT, "grade": frozenset({"constable"})}),
    denominator=Total("heads", {"status": PRESENT, "grade": frozenset({"sergeant"})}),
    over="constables present",
    under="sergeants present",
    about={**OFFICERS, "grade": frozenset({"constable", "sergeant"})},
    view="host",
    good="less",
    cuts=("command", "team", "unit", "month"),
    minimum_base=1,
    chance="ratio",
    caveats=(
        "A unit with no sergeant has no value.",
        "Acting and temporary sergeants count as sergeants.",
    ),
)
