"""Sergeants in their first year: how many of those who lead have only begun to."""

from dashboard.measures.engine.definition import OFFICERS, Measure, Total

MEASURE = Measure(
    id="sergeants_first_year",
    title="Sergeants in their first year in rank",
    unit="%",
    definition=(
        "Sergeants who have held the rank for less than a year at the month's end, over those of "
        "whom it is recorded since when they hold it, headcount; detective sergeants included."
    ),
    source="DESIGN, section 3, table strength: in_rank_since; Casey Review 2023, 4.8.",
    numerator=Total("heads", {"in_rank": frozenset({"first year"})}),
    denominator=Total("heads", {"in_rank": frozenset({"first year", "later"})}),
    over="sergeants in their first year",
    under="sergeants whose time in the rank is recorded",
    cells="experience",
    about={**OFFICERS, "grade": frozenset({"sergeant"})},
    scale=100,
    view="home",
    cuts=("command", "team", "rank", "month"),
    needs=("in_rank_since",),
    minimum_base=20,
    chance="share",
    caveats=("Acting and temporary sergeants count as sergeants.",),
)
