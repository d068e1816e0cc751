"""Help received: shifts that others' people worked for a command or team."""

from dataclasses import replace

from dashboard.measures.help_given import MEASURE as HELP_GIVEN

MEASURE = replace(
    HELP_GIVEN,
    id="help_received",
    title="Help received",
    definition=(
        "Shifts on duty of another command or team, counted where they helped. Over a force it "
        "is help given but for what is lent outside it."
    ),
    over="shifts received",
    about={**HELP_GIVEN.about, "view": frozenset({"host"})},
    view="host",
    cuts=("command", "team", "month"),
    caveats=(*HELP_GIVEN.caveats, "A team that was helped may not be recorded."),
)
