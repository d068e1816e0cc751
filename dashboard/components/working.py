"""How a figure was worked out: what was divided by what, for whom, and from which files."""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from dash import html
from dash.development.base_component import Component

from dashboard.access.reading import Snapshot
from dashboard.components.one_measure import MEASURE
from dashboard.components.state import State
from dashboard.components.wording import unfit_words
from dashboard.measures.engine.benchmarks import citation
from dashboard.measures.engine.definition import Measure
from dashboard.measures.engine.evaluate import work
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import Selection, measured_in

Entry = tuple[str, str]
"""A term, and the words for it."""

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
    return Working(measure, fitted, *work(snapshot.cube, measure, fitted).whole())


def left_out(state: State, measure: Measure) -> list[tuple[str, str]]:
    """A paragraph that names the filters that are set and do not apply; none where all do."""
    words = unfit_words(state.selection, measure)
    return [("Does not apply.", f"Shown without the filters {words}.")] if words else []


def how(snapshot: Snapshot, state: State, workings: Iterable[Working]) -> list[Component]:
    """The words behind "How this was worked out": each measure, then the data behind them.

    Last, a link to each measure's method with the same selection.
    """
    workings = list(workings)
    tables = dict.fromkeys(table for working in workings for table in working.measure.tables)
    entries: list[Entry] = []
    told: set[str] = set()
    for working in workings:
        measure = working.measure
        if measure.id not in told:
            entries.append((measure.title, measure.definition))
        if not measure.always_by or not math.isnan(working.numerator):
            entries.append(divided(working))
        if measure.id in told:
            continue
        told.add(measure.id)
        entries += left_out(state, measure)
        entries.append(("Source", measure.source))
        entries += [("Published", words) for words in map(citation, measure.benchmarks)]
        entries += [("Mind", caveat) for caveat in measure.caveats]
    sentence = state.shown or state.sentence(snapshot)
    entries += data_behind(snapshot, sentence, state.selection.months, tables)
    return [terms(entries), *_methods(state, workings)]


def divided(working: Working) -> Entry:
    """When and how counted, and the two numbers that were divided; or that there is no figure."""
    if math.isnan(working.numerator):
        return "Worked out", "No figure: a command lacks its month."
    return working.selection.how(), working.sum_in_words()


def terms(entries: Iterable[Entry]) -> html.Dl:
    """Entries as a list of terms and their words."""
    return html.Dl([part for name, words in entries for part in (html.Dt(name), html.Dd(words))])


def _methods(state: State, workings: Sequence[Working]) -> list[Component]:
    """A link to the method of each measure, for the figure that stands here."""
    links: dict[str, Component] = {}
    for working in workings:
        measure = all_measures().get(working.measure.id)
        if measure is None or measure.id in links:
            continue
        # What does not apply to the measure goes along: it does to the next page.
        own = working.selection == state.selection.fitted(working.measure)
        selection = state.selection if own else working.selection
        query = replace(state, selection=selection, said={MEASURE.name: measure.id}).query()
        links[measure.id] = html.A(measure.title, href=f"/methods?{query}", className="in-app")
    if not links:
        return []
    parts = [part for link in links.values() for part in (", ", link)][1:]
    return [html.P(["Method, sources and limits: ", *parts], className="links")]


def data_behind(
    snapshot: Snapshot, sentence: str, span: Iterable[str], tables: Collection[str]
) -> list[Entry]:
    """The selection in words, the release, and the files that its months came from."""
    release = snapshot.release
    made = f"{release.made_at:%-d %B %Y, %H:%M} UTC"
    return [
        ("Selection", sentence),
        ("Release", f"{release.id}, made {made}."),
        ("Files", _files(snapshot, span, tables)),
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
