"""Methods: how the figure on screen was worked out, and what every measure is."""

from dash import html

from dashboard.access.reading import Snapshot
from dashboard.components import methods
from dashboard.components.measured import lacks, said
from dashboard.components.methods import CATALOGUE, Method, Methods, catalogue_view
from dashboard.components.one_measure import MEASURE, chosen
from dashboard.components.page import Answered, Page
from dashboard.components.state import State
from dashboard.components.working import worked
from dashboard.measures.engine.registry import all_measures

ONE, ALL = Method(), Methods()


def answer(snapshot: Snapshot, state: State) -> Answered:
    """The page for a state."""
    measure = chosen(state)
    entries = methods.workings(snapshot, state, measure)
    return Answered(
        _headline(snapshot, state),
        (catalogue_view(),),
        filled={ONE.key: ONE.fill(measure, entries), ALL.key: ALL.fill()},
    )


def _headline(snapshot: Snapshot, state: State) -> list:
    """The figure whose method stands first, and how many more there are."""
    measure = chosen(state)
    one = worked(snapshot, measure, state.selection)
    others = f"; the methods of all {len(all_measures())} measures stand below"
    if measure.always_by or lacks(snapshot, measure, one.selection.months):
        return [f"How {measure.title} is worked out{others}."]
    figure = html.Span(said(measure, one.value, one.unit), className="gap")
    place = f"{one.selection.who(snapshot.cube)}, {one.selection.when()}"
    return [f"{measure.title}: ", figure, f" ({place}){others}."]


PAGE = Page(
    "/methods",
    "Methods",
    13,
    (ONE, ALL, CATALOGUE),
    answer,
    choices=(MEASURE,),
    subject="People",
)
