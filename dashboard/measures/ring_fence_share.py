"""Ring-fence share: the shifts taken from ring-fenced teams, of those that they were rostered."""

from dataclasses import replace

from dashboard.measures.engine.definition import Total
from dashboard.measures.ring_fence_breaches import MEASURE as BREACHES

MEASURE = replace(
    BREACHES,
    id="ring_fence_share",
    title="Ring-fence share",
    unit="%",
    definition=f"{BREACHES.definition.removesuffix('.')}, over their rostered shifts.",
    denominator=Total("rostered"),
    under="rostered shifts of ring-fenced teams",
    scale=100,
    chance="share",
    minimum_base=100,
)
