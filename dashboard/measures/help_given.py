"""Help given: shifts that a command's people worked for another command or team."""

from dashboard.cube.kinds.days import AWAY, CORE
from dashboard.measures.engine.definition import Measure, Total

MEASURE = Measure(
    id="help_given",
    title="Help given",
    unit="shifts",
    definition=(
        "Shifts on duty for another command or team, counted where their people's books are; "
        "those lent outside the force are among them."
    ),
    source="DESIGN, section 3, home and host.",
    numerator=Total("shifts"),
    over="shifts given",
    cells="shifts",
    # Only a shift that is lent stands on the home view alone.
    about={"view": frozenset({"home"}), "activity": frozenset({CORE, *AWAY})},
    view="home",
    cuts=("command", "team", "to_command", "to_team", "month"),
    caveats=("Only shifts that say whom they helped.",),
)
