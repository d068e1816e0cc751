"""Any measure by any one or two dimensions: what is asked for, what is refused, and its rows."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.catalogue import dimensions, in_words, label_of, rated
from dashboard.components.choices import Choice, Option
from dashboard.components.measured import whole
from dashboard.components.one_measure import chosen
from dashboard.components.panel import Column
from dashboard.components.state import State
from dashboard.components.wording import capital, listed
from dashboard.components.working import left_out
from dashboard.measures.engine.chance import among_like
from dashboard.measures.engine.definition import Measure
from dashboard.measures.engine.evaluate import evaluate, every_cut
from dashboard.measures.engine.selection import Selection, measured_in
from dashboard.schema import months

SHAPES = {"bars": "Bars", "lines": "Lines", "heatmap": "Heat map", "table": "Table"}
NOTHING = "none"
MOST_ROWS = 10_000
"""Rows that a page holds; whoever wants more asks for fewer months, or for one command."""


def _first(snapshot: Snapshot) -> Sequence[Option]:
    return [(capital(in_words(name)), name) for name in dimensions()]


def _second(snapshot: Snapshot) -> Sequence[Option]:
    return [("Nothing else", NOTHING), *_first(snapshot)]


def _shapes(snapshot: Snapshot) -> Sequence[Option]:
    return [(words, code) for code, words in SHAPES.items()]


IN_TIME = (("month",), ("date",))
"""The cuts whose rows follow each other in time."""
BY = Choice("by", "By", _first)
BY2 = Choice("by2", "And by", _second)
SHAPE = Choice("shape", "Shown as", _shapes)


@dataclass(frozen=True)
class Asked:
    """A measure by dimensions in a shape. selection: what of the reader's applies to it.

    by: the dimensions asked for, then those *added*: by which the measure is always cut, and the
    months that lines run over.
    """

    measure: Measure
    by: tuple[str, ...]
    added: tuple[str, ...]
    shape: str
    selection: Selection

    @property
    def unit(self) -> str:
        """What the values are in."""
        return measured_in(self.measure, self.selection)


def asked(snapshot: Snapshot, state: State) -> Asked:
    """What a state asks for; of one month alone, months are all there are."""
    measure, shape = chosen(state), state.own[SHAPE.name]
    wanted = (state.own[BY.name], state.own[BY2.name])
    by = tuple(name for name in wanted if name != NOTHING)
    always = (*measure.always_by, *(["month"] if shape == "lines" else []))
    added = tuple(name for name in always if name not in by)
    selection = state.selection.fitted(measure)
    if "month" in (*by, *added) and selection.first == selection.last:
        span = snapshot.cube.months
        selection = replace(selection, first=span[0], last=span[-1])
    return Asked(measure, (*by, *added), added, shape, selection)


def refused(one: Asked) -> str:
    """Why it cannot be shown as it is asked for, and what can; "" where it can."""
    measure, every = one.measure, every_cut(one.measure)
    for name in one.by:
        if name not in every:
            return (
                f"{measure.title} cannot be shown by {in_words(name)}. It can be shown by "
                f"{listed([in_words(known) for known in every])}."
            )
    if len(set(one.by)) < len(one.by):
        return f"Both dimensions are {in_words(one.by[0])}: choose another one, or nothing else."
    if one.shape == "heatmap" and len(one.by) < 2:
        return "A heat map needs two dimensions: choose a second one, or another shape."
    if one.shape == "lines" and "date" in one.by:
        return "Lines run over months: choose another shape for days."
    return ""


def notes(state: State, one: Asked) -> list[tuple[str, str]]:
    """What was added to the reader's question, and what of it does not apply."""
    found = left_out(state, one.measure)
    always = [in_words(name) for name in one.added if name in one.measure.always_by]
    if always:
        kept = f"{one.measure.title} is never added up over {listed(always)}, which stands beside."
        found.append(("Kept apart.", kept))
    if one.selection.months != state.selection.months:
        found.append(("All months.", f"One alone shows no course: {one.selection.when()}."))
    return found


# --- rows -----------------------------------------------------------------------------------------


def explored(snapshot: Snapshot, state: State, one: Asked) -> pd.DataFrame:
    """A row a group: the dimensions as codes, their words as ``<dimension>_said``, ``name``,
    numerator, denominator, value, before, change, low, high and flag; numbers to the tenth.

    Values on too small a base are missing. ``low``, ``high`` and ``flag`` say by command what
    chance explains among like commands. Bars are sorted, the highest first; those of a time by it.
    """
    force, measure = snapshot.release.force, one.measure
    table = evaluate(snapshot.cube, measure, one.selection, one.by)
    table["value"] = rated(measure, table)
    table[["low", "high", "flag"]] = math.nan, math.nan, ""
    if one.by == ("command",):
        table[["low", "high", "flag"]] = among_like(force, measure, table)
    earlier = _before(snapshot, state, one)
    keys = list(one.by)
    table["before"] = math.nan
    if earlier is not None:
        table = table.drop(columns="before").merge(earlier, on=keys, how="left")
    for name in ("numerator", "denominator", "value", "before", "low", "high"):
        table[name] = table[name].astype(float).round(1) + 0.0
    table["change"] = (table["value"] - table["before"]).round(1) + 0.0
    for name in keys:
        words = {label: label_of(force, name, label) for label in table[name].unique()}
        table[_said(name)] = table[name].map(words)
    said = [table[_said(name)] for name in keys]
    table["name"] = [": ".join(parts) for parts in zip(*said, strict=True)]
    if one.shape == "bars" and one.by not in IN_TIME:
        table = table.sort_values(
            ["value", "numerator"], ascending=False, ignore_index=True, kind="stable"
        )
    return table


def _said(dimension: str) -> str:
    return f"{dimension}_said"


def _before(snapshot: Snapshot, state: State, one: Asked) -> pd.DataFrame | None:
    """The dimensions and ``before``: each group earlier, a month by the month that it is held to.

    None where nothing is to be compared with; days have no day to be held to.
    """
    if state.before is None or "date" in one.by:
        return None
    by_month = "month" in one.by
    selection = state.before.fitted(one.measure)
    step = 12 if state.compare == "year" else 1
    if by_month:
        first = max(months.shift(one.selection.first, -step), snapshot.cube.months[0])
        last = months.shift(one.selection.last, -step)
        if last < first:
            return None
        selection = replace(one.selection, first=first, last=last)
    found = evaluate(snapshot.cube, one.measure, selection, one.by)
    found["before"] = rated(one.measure, found)
    if by_month:
        found["month"] = [months.shift(month, step) for month in found["month"]]
        alike = {
            month: snapshot.not_recorded([month])
            == snapshot.not_recorded([months.shift(month, -step)])
            for month in found["month"].unique()
        }
        found["before"] = found["before"].where(found["month"].map(alike).astype(bool))
    return found[[*one.by, "before"]]


def columns(state: State, one: Asked, table: pd.DataFrame) -> tuple[Column, ...]:
    """The columns of :func:`explored` that its table shows, under their headings."""
    measure = one.measure
    found = [_of(name) for name in one.by]
    over = capital(measure.over) or measure.title
    found.append(Column("numerator", f"{over}, {one.unit}" if whole(measure) else over))
    if not whole(measure):
        found.append(Column("denominator", capital(measure.under)))
        found.append(Column("value", f"{measure.title}, {one.unit}"))
    if state.before is not None and "date" not in one.by:
        points = "points" if one.unit == "%" else one.unit
        found.append(Column("before", f"{_earlier(state, one)}, {one.unit}"))
        found.append(Column("change", f"Change, {points}", "change"))
    if table["low"].notna().any():
        found += [
            Column("low", "Chance explains from"),
            Column("high", "Chance explains to"),
            Column("flag", "Beyond chance", "text"),
        ]
    return tuple(found)


def _of(dimension: str) -> Column:
    # Months and days as codes are sorted as time.
    if dimension in ("month", "date"):
        return Column(dimension, capital(in_words(dimension)), "code")
    return Column(_said(dimension), capital(in_words(dimension)), "text")


def _earlier(state: State, one: Asked) -> str:
    if "month" in one.by:
        return "A year before" if state.compare == "year" else "The month before"
    assert state.before is not None
    return capital(state.before.when())
