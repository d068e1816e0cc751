"""Demand: what was asked of the police, by kind."""

from dashboard.measures.engine.definition import ANYBODY, Measure, Total

MEASURE = Measure(
    id="demand",
    title="Demand",
    unit="count",
    definition=(
        "The count of each kind of demand: crimes, calls. An area counts for the command that "
        "polices it; what belongs to no command is kept, and is nobody's share."
    ),
    source="DESIGN, section 3.",
    numerator=Total("value"),
    over="counted",
    cells="demand",
    about=ANYBODY,
    view="home",
    cuts=("command", "area", "month"),
    always_by=("demand_kind",),
    caveats=("A kind may be cut anew: one that a month lacks may stand there under another name.",),
)
