"""Demand share against the share of officers on the books: 1 where the two match."""

from dashboard.measures.engine.definition import ANYBODY, OFFICERS, STRENGTH, Measure, Total

_HERE = Total("value", daily=True)
_ALL = Total("value", daily=True, everywhere=True)
_OFFICERS = Total(STRENGTH, OFFICERS, cells="strength")
_ALL_OFFICERS = Total(STRENGTH, OFFICERS, cells="strength", everywhere=True)

MEASURE = Measure(
    id="demand_share_nominal",
    title="Demand share against share of officers on the books",
    unit="times parity",
    definition=(
        "A command's share of a kind of demand over its share of officers on the books, among the "
        "commands that have demand; 1 is parity."
    ),
    source="DESIGN, section 3.",
    numerator=_HERE / _ALL,
    denominator=_OFFICERS / _ALL_OFFICERS,
    over="share of the demand",
    under="share of officers on the books",
    cells="demand",
    about=ANYBODY,
    cuts=("command", "month"),
    always_by=("demand_kind",),
)
