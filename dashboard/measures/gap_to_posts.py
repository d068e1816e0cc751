"""Gap to posts: the share of posts without an officer who is fully deployable."""

from dashboard.measures.engine.definition import Benchmark, Measure, Total
from dashboard.measures.occupancy import CAVEATS, POSTS

MEASURE = Measure(
    id="gap_to_posts",
    title="Gap to posts",
    unit="%",
    definition="Officers' posts agreed less deployable strength, over the posts.",
    source="DESIGN, section 3; Casey Review 2023, 2.5.",
    numerator=POSTS - Total("fte", deployable=True),
    denominator=POSTS,
    over="officers' posts without a deployable officer",
    under="officers' posts",
    scale=100,
    view="home",
    cuts=("command", "team", "rank", "month"),
    benchmarks=(Benchmark("E041", "for a typical BCU", reading="review"),),
    caveats=("Not the gap to nominal, whose base is who is on the books.", *CAVEATS),
    good="less",
    minimum_base=20,
)
