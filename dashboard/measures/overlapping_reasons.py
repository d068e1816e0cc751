"""Overlapping reasons: officers whom two reasons keep from full deployment, by pair."""

from dashboard.measures.engine.definition import STRENGTH, Measure, Total

MEASURE = Measure(
    id="overlapping_reasons",
    title="Overlapping reasons",
    unit="FTE",
    definition=(
        "Officers on the books to whom a duty status applies, and another one with it, whole and "
        "whatever comes first; where both are the same, everyone to whom it applies."
    ),
    source="DESIGN, section 3, duty status: the overlaps are counted beside it.",
    numerator=Total(STRENGTH),
    over="officers to whom both apply",
    cells="overlaps",
    view="home",
    cuts=("command", "team", "rank", "month"),
    always_by=("reason", "other"),
    caveats=("A person with three reasons is in three pairs: pairs do not add up to people.",),
)
