"""A measure as a card: its value, its change, the months before, and what is published of it."""

import math
from dataclasses import replace

import numpy as np

from dashboard.access.reading import Snapshot
from dashboard.components.cards import Card
from dashboard.components.state import State
from dashboard.figures import style
from dashboard.figures.spark import spark
from dashboard.measures.engine.benchmarks import fitting, printed
from dashboard.measures.engine.chance import over_months
from dashboard.measures.engine.definition import Measure
from dashboard.measures.engine.evaluate import work
from dashboard.measures.engine.selection import Selection, measured_in
from dashboard.measures.engine.worked import Worked

TREND = 25
"""Months of a card's trend: two years and the month that they start from."""

_UNFIT = {
    "team": "all teams: the team filter does not apply",
    "grade": "the grade filter does not apply",
}
_ALWAYS = {"fte": "always FTE", "heads": "always headcount", "host": "always where they work"}
"""What a card says of a switch that does not apply to it, by where it stands for good."""


def card(snapshot: Snapshot, state: State, measure: Measure, title: str = "") -> Card:
    """The measure's card for a state; on too small a base it shows counts and no rate."""
    chosen = state.selection.fitted(measure)
    missing = [table for table in measure.tables if not snapshot.release.tables.get(table)]
    missing += sorted(snapshot.empty(measure.needs, chosen.months))
    if missing:
        return _needing(title or measure.title, missing)
    monthly = _monthly(snapshot, measure, chosen)
    value, base = _value(snapshot, measure, chosen, monthly)
    unit = measured_in(measure, chosen)
    every = _rated(measure, monthly)
    last = snapshot.cube.months.index(chosen.last) + 1
    series = every[max(last - TREND, 0) : last]
    held = next(
        (
            (benchmark, figure)
            for benchmark, figure in fitting(measure, snapshot.release.force, chosen)
            if figure.low is not None
        ),
        None,
    )
    band = (held[1].low or 0.0, held[1].high or 0.0) if held else None
    before = math.nan
    if state.before is not None:
        before, _ = _value(snapshot, measure, state.before.fitted(measure), monthly)
    change, tone = _change(state, measure, value, before, every, last - 1)
    return Card(
        title=title or measure.title,
        value=base or _said(value, unit),
        change="" if base else change,
        tone=tone,
        spark="" if base else spark(series, band),
        told=_told(measure, series, unit),
        benchmark=f"{printed(held[1])}: {held[0].words}" if held else "no figure is published",
        notes=[
            words for name in state.selection.unfit(measure) if (words := _unfit(measure, name))
        ],
    )


def _unfit(measure: Measure, name: str) -> str:
    """What a card says of a filter that does not apply; "" where that goes without saying."""
    if name == "count":
        return next((_ALWAYS[t.count] for t in measure.totals if t.count in _ALWAYS), "")
    if name == "view":
        return _ALWAYS.get(measure.view or "", "")
    return _UNFIT.get(name, "")


def _needing(title: str, columns: list[str]) -> Card:
    """The card of a measure that the extract has nothing for."""
    return Card(
        title=title,
        value="not recorded",
        change="",
        tone="neutral",
        spark="",
        told="",
        benchmark=f"needs: {', '.join(columns)}",
    )


def _value(
    snapshot: Snapshot, measure: Measure, selection: Selection, monthly: Worked
) -> tuple[float, str]:
    """The value; and, where its base is too small for a rate, the counts that stand instead."""
    if selection.first == selection.last:
        found = monthly.at(snapshot.cube.months.index(selection.last))
    else:
        found = work(snapshot.cube, measure, selection).whole()
    if measure.denominator is not None and found.denominator < measure.minimum_base:
        if found.denominator == 0:
            return math.nan, "no value"
        return math.nan, f"{found.numerator:,.0f} of {found.denominator:,.0f}"
    return found.value, ""


def _said(value: float, unit: str) -> str:
    if math.isnan(value):
        return "no value"
    if unit == "%":
        return style.percent(value)
    return f"{value:,.0f}" if unit in ("FTE", "headcount") else style.number(value, 1)


def _change(
    state: State, measure: Measure, value: float, before: float, every: list[float], at: int
) -> tuple[str, str]:
    """What changed in words, and whether for the better: not where it is a usual change.

    every: the measure in every month, as its chart has it; at: the place of the month shown.
    """
    if state.before is None:
        return ("" if state.compare == "none" else "nothing to compare with"), "neutral"
    if math.isnan(value) or math.isnan(before):
        return "nothing to compare with", "neutral"
    unit = measured_in(measure, state.selection)
    whole = unit in ("FTE", "headcount")
    # The difference of the numbers as shown, so that the reader's own subtraction agrees.
    change = round(value) - round(before) if whole else round(round(value, 1) - round(before, 1), 1)
    if change == 0:
        return f"the same as {state.ago()}", "neutral"
    sign = "+" if change > 0 else style.MINUS
    amount = f"{abs(change):,.0f}" if whole else f"{abs(change):.1f}"
    points = " points" if unit == "%" else ""
    tone = "neutral"
    if measure.good:
        tone = "better" if (change > 0) == (measure.good == "more") else "worse"
    judged = "" if tone == "neutral" else f", {tone}"
    if tone != "neutral" and len(state.selection.months) == 1 and state.compare == "previous":
        usual, _ = over_months(measure, every)
        if usual is not None and at not in {place for place, _ in usual.signals}:
            judged, tone = ", as usual", "neutral"
    than = state.ago().removeprefix("in ")
    return f"{sign}{amount}{points} on {than}{judged}", tone


def _monthly(snapshot: Snapshot, measure: Measure, selection: Selection) -> Worked:
    """The measure in each month there is: the same whichever of them the page is about."""
    span = snapshot.cube.months
    every = replace(selection, first=span[0], last=span[-1])
    return work(snapshot.cube, measure, every, ["month"])


def _rated(measure: Measure, monthly: Worked) -> list[float]:
    """The values of every month; a hole, or one on too small a base, is missing."""
    return np.where(monthly.denominator < measure.minimum_base, np.nan, monthly.value).tolist()


def _told(measure: Measure, series: list[float], unit: str) -> str:
    known = [value for value in series if not math.isnan(value)]
    if not known:
        return f"{measure.title}: no value in any month"
    first, last = (_said(value, unit) for value in (known[0], known[-1]))
    low, high = (_said(value, unit) for value in (min(known), max(known)))
    return (
        f"{measure.title} over {len(series)} months: from {first} to {last}, "
        f"between {low} and {high}"
    )
