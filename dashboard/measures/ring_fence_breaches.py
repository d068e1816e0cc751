"""Ring-fence breaches: shifts taken from teams whose people are not to be taken for other work."""

from dashboard.measures.engine.definition import Measure, Total

MEASURE = Measure(
    id="ring_fence_breaches",
    title="Ring-fence breaches",
    unit="shifts",
    definition=(
        "Shifts of ring-fenced teams spent on central Aid, local Aid or backfill of another team, "
        "from the first one."
    ),
    source="DESIGN, section 3; Casey Review 2023, 4.6.",
    numerator=Total("taken"),
    over="shifts taken from ring-fenced teams",
    cells="days",
    about={"ring_fenced": frozenset({"yes"})},
    view="home",
    cuts=("command", "team", "month", "date"),
    caveats=(
        "The force says which teams are ring-fenced.",
        "Backfill that names no team counts as another team's.",
    ),
    good="less",
)
