"""Recording completeness: how much of each optional column of strength is filled, by command."""

from dashboard.measures.engine.definition import Measure, Total

MEASURE = Measure(
    id="recording_completeness",
    title="Recording completeness",
    unit="%",
    definition=(
        "Officers' rows in which a column is filled, over all of them. Blank is not none: over "
        "200 officers without a single entry are not recorded."
    ),
    source="DESIGN, section 3, tables; Casey Review 2023, 4.6: these things are not recorded.",
    numerator=Total("filled"),
    denominator=Total("rows"),
    over="officers' rows with an entry",
    under="officers' rows",
    cells="recording",
    scale=100,
    view="home",
    cuts=("command", "month"),
    always_by=("column",),
    caveats=(
        "Of most columns a blank is right for most people: few are suspended. What counts is "
        "whether a command records anything at all, and how it differs from its like.",
    ),
)
