"""How a figure was worked out: what was divided by what, for whom, and from which files."""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.access.reading import Snapshot
from dashboard.components.state import State
from dashboard.measures.engine.benchmarks import citation
from dashboard.measures.engine.definition import Measure
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.selection import Selection, measured_in

MOST_FILES = 12
"""Files named one by one; of more only the number is given."""


@dataclass(frozen=True)
class Working:
    """A measure of a selection with its two numbers; a hole or an unasked total is missing."""

    measure: Measure
    selection: Selection
    numerator: float = math.nan
    denominator: float = math.nan
    value: float = math.nan

    @property
    def unit(self) -> str:
        return measured_in(self.measure, self.selection)

    def sum_in_words(self) -> str:
        """ "414.3 officers who are not deployable / 1,541.6 officers on the books = 26.9%"."""
        measure = self.measure
        over = f"{self.numerator:,.1f} {measure.over}".rstrip()
        if measure.denominator is None:
            return over
        unit = "%" if self.unit == "%" else f" {self.unit}"
        value = "no value" if math.isnan(self.value) else f"{self.value:,.1f}{unit}"
        return f"{over} / {self.denominator:,.1f} {measure.under} = {value}"


def worked(snapshot: Snapshot, measure: Measure, selection: Selection) -> Working:
    """The measure of the whole selection; of one that is always cut only what it is."""
    fitted = selection.fitted(measure)
    if measure.always_by:
        return Working(measure, fitted)
    row = evaluate(snapshot.cube, measure, fitted).iloc[0]
    return Working(measure, fitted, row["numerator"], row["denominator"], row["value"])


def left_out(state: State, measure: Measure) -> list[tuple[str, str]]:
    """A paragraph that names the filters that are set and do not apply; none where all do."""
    unfit = state.selection.unfit(measure)
    return [("Does not apply.", f"Shown without the filters {', '.join(unfit)}.")] if unfit else []


def how(snapshot: Snapshot, state: State, workings: Iterable[Working]) -> list[Component]:
    """The words behind "How this was worked out": each measure, then the data behind them."""
    workings = list(workings)
    tables = dict.fromkeys(table for working in workings for table in working.measure.tables)
    entries: list[tuple[str, str]] = []
    told: set[str] = set()
    for working in workings:
        measure = working.measure
        if measure.id not in told:
            entries.append((measure.title, measure.definition))
        if not math.isnan(working.numerator):
            entries.append((working.selection.when(), working.sum_in_words()))
        elif not measure.always_by:
            entries.append(("Worked out", "No figure: a command lacks its month."))
        if measure.id in told:
            continue
        told.add(measure.id)
        entries += left_out(state, measure)
        entries.append(("Source", measure.source))
        entries += [("Published", words) for words in map(citation, measure.benchmarks)]
        entries += [("Mind", caveat) for caveat in measure.caveats]
    return [
        html.Dl(
            [
                part
                for name, words in [*entries, *_data(snapshot, state, tables)]
                for part in (html.Dt(name), html.Dd(words))
            ]
        )
    ]


def _data(snapshot: Snapshot, state: State, tables: Collection[str]) -> list[tuple[str, str]]:
    """The selection, the release, and the files that its months came from."""
    release = snapshot.release
    made = f"{release.made_at:%-d %B %Y, %H:%M} UTC"
    return [
        ("Selection", state.sentence(snapshot)),
        ("Release", f"{release.id}, made {made}."),
        ("Files", _files(snapshot, state.selection.months, tables)),
    ]


def _files(snapshot: Snapshot, span: Iterable[str], tables: Collection[str]) -> str:
    if snapshot.release.force.illustrative:
        return "None: the people are made up."
    found = snapshot.arrivals_of(span, tables or ["strength"])
    if not found:
        return "Not known: the release in which they came in is no longer kept."
    if len(found) > MOST_FILES:
        return f"{len(found)} files, that came in from {min(found.values()):%-d %B %Y} on."
    return "; ".join(f"{file}, came in {when:%-d %B %Y, %H:%M} UTC" for file, when in found.items())
