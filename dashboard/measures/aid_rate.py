"""Aid rate: the share of shifts on duty that is spent on central or local Aid."""

from dataclasses import replace

from dashboard.measures.abstraction_rate import MEASURE as ABSTRACTION_RATE
from dashboard.measures.engine.definition import Total

MEASURE = replace(
    ABSTRACTION_RATE,
    id="aid_rate",
    title="Aid rate",
    definition="The Aid part of the abstraction rate alone: shifts on central and local Aid.",
    numerator=Total("aid"),
    over="shifts on Aid",
)
