"""Occupancy: nominal strength over posts."""

from dashboard.measures.engine.definition import Measure, Total

POSTS = Total("posts", cells="establishment")
HELD = Total("fte")
CAVEATS = (
    "Posts are those agreed by the month's end, until the command's next are agreed.",
    "A command, team or rank without posts has no value.",
)

MEASURE = Measure(
    id="occupancy",
    title="Occupancy",
    unit="%",
    definition="Nominal strength over officers' posts agreed.",
    source="DESIGN, section 3; Casey Review 2023, 2.5: below agreed levels.",
    numerator=HELD,
    denominator=POSTS,
    over="officers on the books",
    under="officers' posts",
    scale=100,
    view="home",
    cuts=("command", "team", "rank", "month"),
    caveats=CAVEATS,
    good="more",
    minimum_base=20,
)
