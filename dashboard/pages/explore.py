"""Explore: any measure by any one or two dimensions, as bars, lines, a heat map or a table."""

import pandas as pd
from dash import html

from dashboard.access.reading import Snapshot
from dashboard.components import cautions
from dashboard.components.catalogue import in_words, rated
from dashboard.components.explored import (
    BY,
    BY2,
    MOST_ROWS,
    SHAPE,
    Asked,
    asked,
    explored,
    refused,
)
from dashboard.components.measured import lacks, needs_notice, said
from dashboard.components.one_measure import MEASURE
from dashboard.components.page import Answered, Page
from dashboard.components.shapes import EXPLORED, explored_view
from dashboard.components.state import State
from dashboard.components.wording import listed, unfit_words
from dashboard.measures.engine.evaluate import evaluate


def answer(snapshot: Snapshot, state: State) -> Answered:
    """The page for a state; without a figure where it cannot be shown as it is asked for."""
    one = asked(snapshot, state)
    if lacks(snapshot, one.measure, one.selection.months):
        needs = needs_notice(snapshot, state, [one.measure])
        return Answered([f"{one.measure.title} cannot be shown from what was sent."], (), needs)
    words = refused(one)
    table = explored(snapshot, state, one) if not words else pd.DataFrame()
    if len(table) > MOST_ROWS:
        words = (
            f"{len(table):,} rows are more than the {MOST_ROWS:,} that a page holds: "
            "choose fewer months, a command, or one dimension."
        )
    if words:
        return Answered([f"{one.measure.title} cannot be shown like this."], (), [words])
    view = explored_view(snapshot, state, one, table)
    by = listed([in_words(name) for name in one.by])
    nothing = [] if view else [f"There is nothing to show by {by}."]
    return Answered(
        _headline(snapshot, state, one),
        (view,) if view else (),
        [*cautions.of(snapshot, state), *_ignored(state, one), *nothing],
    )


def _ignored(state: State, one: Asked) -> list[str]:
    unfit = unfit_words(state.selection, one.measure)
    return [f"To {one.measure.title} these filters do not apply: {unfit}."] if unfit else []


def _headline(snapshot: Snapshot, state: State, one: Asked) -> list:
    """The measure of the whole selection; of one that is never added up, what it is by."""
    measure, chosen = one.measure, state.selection.fitted(one.measure)
    where = f"{chosen.who(snapshot.cube)}, {chosen.when()}"
    by = listed([in_words(name) for name in one.by])
    if measure.always_by:
        return [f"{measure.title} by {by}: {where}."]
    found = evaluate(snapshot.cube, measure, chosen)
    value = float(rated(measure, found).iloc[0])
    figure = html.Span(said(measure, value, one.unit), className="gap")
    return [f"{measure.title}: ", figure, f" ({where}), below by {by}."]


PAGE = Page(
    "/explore",
    "Explore",
    10,
    (EXPLORED,),
    answer,
    choices=(MEASURE, BY, BY2, SHAPE),
    subject="People",
)
