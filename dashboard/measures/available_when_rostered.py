"""Available when rostered: deployable officers, as far as shifts are spent on core duty."""

from dashboard.measures.engine.definition import ANYBODY, OFFICERS, Measure, Total

MEASURE = Measure(
    id="available_when_rostered",
    title="Available when rostered",
    unit="FTE",
    definition="Deployable strength times core shifts over rostered shifts.",
    source="DESIGN, section 3; Casey Review 2023, 4.6: who is available and who is not in reality.",
    numerator=(
        Total("fte", where=OFFICERS, deployable=True, cells="strength")
        * Total("core")
        / Total("rostered")
    ),
    over="officers available when rostered",
    cells="days",
    about=ANYBODY,
    view="home",
    cuts=("command", "team", "month"),
    caveats=(
        "The share of core shifts is that of everyone who is rostered, limited officers included.",
    ),
    good="more",
)
