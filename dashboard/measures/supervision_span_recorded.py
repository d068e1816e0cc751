"""Constables per supervisor as recorded: how many each supervisor really has."""

from dashboard.measures.engine.definition import ANYBODY, Measure, Total

MEASURE = Measure(
    id="supervision_span_recorded",
    title="Constables per supervisor, as recorded",
    unit="constables per supervisor",
    definition=(
        "Constables at work whose recorded first-line supervisor is at work, over these "
        "supervisors, headcount, where the supervisors work: neither suspended, nor on long-term "
        "absence, nor lent outside the force."
    ),
    source="DESIGN, section 3, table strength: supervisor_id.",
    numerator=Total("constables"),
    denominator=Total("supervisors"),
    over="constables with a supervisor at work",
    under="supervisors at work who have any",
    cells="supervisors",
    about=ANYBODY,
    view="host",
    good="less",
    cuts=("command", "team", "reports", "month"),
    needs=("supervisor_id",),
    minimum_base=1,
    chance="ratio",
    caveats=(
        "Sergeants whom no constable names are not in it; they are in the span by ranks.",
        "Whoever supervises constables counts, whatever their rank.",
    ),
)
