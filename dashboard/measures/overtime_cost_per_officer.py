"""Overtime cost: what overtime is paid, to an officer."""

from dataclasses import replace

from dashboard.measures.engine.definition import Total
from dashboard.measures.overtime_hours import MEASURE as HOURS

MEASURE = replace(
    HOURS,
    id="overtime_cost_per_officer",
    title="Overtime cost",
    unit="pounds per officer",
    definition="Cost of overtime over officers on the books, headcount.",
    numerator=Total("cost"),
    over="pounds of overtime",
)
