"""Overtime against pay: what overtime costs over what officers are paid beside it."""

from dashboard.measures.engine.definition import ANYBODY, Measure, Total

MEASURE = Measure(
    id="overtime_pay_share",
    title="Overtime against officer pay",
    unit="%",
    definition="Cost of overtime over officer pay, overtime left out.",
    source="DESIGN, section 3.",
    numerator=Total("paid_cost"),
    denominator=Total("officer_pay"),
    over="pounds of overtime",
    under="pounds of officer pay",
    cells="overtime",
    about=ANYBODY,
    scale=100,
    view="home",
    cuts=("command", "team", "month"),
    caveats=("Rows that lack the cost or the pay are left out.",),
)
