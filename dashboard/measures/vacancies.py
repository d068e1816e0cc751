"""Vacancies: posts less nominal strength."""

from dashboard.measures.engine.definition import Measure
from dashboard.measures.occupancy import CAVEATS, HELD, POSTS

MEASURE = Measure(
    id="vacancies",
    title="Vacancies",
    unit="FTE",
    definition="Officers' posts agreed less nominal strength.",
    source="DESIGN, section 3; Casey Review 2023, 2.5: below agreed levels.",
    # Where no post was sent there is no value: a hole, and no surplus of everybody.
    numerator=(POSTS - HELD) * POSTS / POSTS,
    over="officers' posts that are vacant",
    view="home",
    cuts=("command", "team", "rank", "month"),
    caveats=(*CAVEATS, "Below zero there are more officers than posts."),
    good="less",
)
