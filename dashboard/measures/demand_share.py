"""Demand share against officer share: 1 where demand and deployable officers match."""

from dashboard.measures.engine.definition import ANYBODY, OFFICERS, STRENGTH, Measure, Total

_HERE = Total("value", daily=True)
_ALL = Total("value", daily=True, everywhere=True)
_OFFICERS = Total(STRENGTH, OFFICERS, deployable=True, cells="strength")
_ALL_OFFICERS = Total(STRENGTH, OFFICERS, deployable=True, cells="strength", everywhere=True)

MEASURE = Measure(
    id="demand_share",
    title="Demand share against officer share",
    unit="times parity",
    definition=(
        "A command's share of a kind of demand over its share of deployable officers, among the "
        "commands that have demand; 1 is parity."
    ),
    source="DESIGN, section 3.",
    numerator=_HERE / _ALL,
    denominator=_OFFICERS / _ALL_OFFICERS,
    over="share of the demand",
    under="share of deployable officers",
    cells="demand",
    about=ANYBODY,
    cuts=("command", "month"),
    always_by=("demand_kind",),
)
