"""The control by which a reader chooses one measure: its value goes along from page to page."""

from collections.abc import Sequence

from dashboard.access.reading import Snapshot
from dashboard.components.choices import Choice, Option
from dashboard.components.state import State
from dashboard.measures.engine.definition import Measure
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.gap_to_nominal import MEASURE as GAP


def _by_title(snapshot: Snapshot) -> Sequence[Option]:
    # The one that the house is for stands where nothing is said.
    ordered = sorted(all_measures().values(), key=lambda one: (one.id != GAP.id, one.title.lower()))
    return [(measure.title, measure.id) for measure in ordered]


MEASURE = Choice("measure", "Measure", _by_title)


def chosen(state: State) -> Measure:
    """The measure that a state asks for."""
    return all_measures()[state.own[MEASURE.name]]
