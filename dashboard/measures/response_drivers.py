"""Response drivers: how many of those who answer calls may drive to them on response."""

from dashboard.measures.engine.definition import OFFICERS, Measure, Total

MEASURE = Measure(
    id="response_drivers",
    title="Response drivers",
    unit="%",
    definition=(
        "Officers of Response teams trained to drive on response, that is with the driving grade "
        "response or advanced, over officers of Response teams, headcount, on the books."
    ),
    source="DESIGN, section 3.",
    numerator=Total("heads", {"driving": frozenset({"response", "advanced"})}),
    denominator=Total("heads"),
    over="Response officers trained to drive on response",
    under="Response officers",
    cells="experience",
    about={**OFFICERS, "function": frozenset({"response"})},
    scale=100,
    view="home",
    cuts=("command", "team", "rank", "month"),
    good="more",
    needs=("driver", "team"),
    minimum_base=20,
    chance="share",
    caveats=("An officer of whom no driving grade is recorded counts as not trained.",),
)
