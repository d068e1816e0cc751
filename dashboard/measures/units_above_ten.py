"""Units above ten: the share of uniformed units in which a sergeant has more than 10 PCs."""

from dataclasses import replace

from dashboard.measures.engine.definition import Total, Units
from dashboard.measures.supervision_span_uniformed import MEASURE as SPAN

assert isinstance(SPAN.numerator, Total)
assert isinstance(SPAN.denominator, Total)

MEASURE = replace(
    SPAN,
    id="units_above_ten",
    title="Units above 10 PCs per sergeant",
    unit="%",
    definition=(
        "Units of uniformed Response and Neighbourhood teams with more than 10 PCs present to a "
        "sergeant present, over all of them that have either; 10 exactly is not above, a unit "
        "without a sergeant is."
    ),
    numerator=Units(SPAN.numerator, SPAN.denominator, above=10),
    denominator=Units(SPAN.numerator, SPAN.denominator),
    over="units above 10 PCs per sergeant",
    under="uniformed Response and Neighbourhood units",
    scale=100,
    cuts=("command", "team", "month"),
    benchmarks=(),
    needs=("team", "unit"),
    minimum_base=10,
    chance="share",
    caveats=(
        "Officers of whom no unit is recorded are in none.",
        "Over several months a unit has the mean of its months.",
        *SPAN.caveats[1:],
    ),
)
