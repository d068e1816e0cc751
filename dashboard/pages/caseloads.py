"""Caseloads: how many open cases an investigator carries, and how far the sources disagree."""

import math
from dataclasses import replace
from functools import partial

from dash import html

from dashboard.access.reading import Snapshot
from dashboard.components.cards import Card, Strip
from dashboard.components.case_deployable import BY_DEPLOYABLE, deployable_view, per_deployable
from dashboard.components.case_loads import BY_COMMAND, BY_UNIT, commands_view, units_view
from dashboard.components.case_sources import (
    APART,
    KIND,
    SOURCE,
    apart_view,
    by_month,
    counted,
    disagreement,
    held_against,
    kinds,
    of_source,
    shown,
    sources,
    uneven,
)
from dashboard.components.held import card
from dashboard.components.measured import lacks, needs_notice
from dashboard.components.page import Answered, Page
from dashboard.components.state import State
from dashboard.components.wording import listed
from dashboard.components.working import how, worked
from dashboard.figures import style
from dashboard.measures.caseload import MEASURE as CASELOAD

CARDS = Strip()


def answer(snapshot: Snapshot, state: State) -> Answered:
    """The page for a state."""
    if lacks(snapshot, CASELOAD, ()):
        needs = needs_notice(snapshot, state, [CASELOAD])
        return Answered(["No caseloads have been sent."], (), needs)
    kind, names = counted(state), sources(snapshot)
    table = by_month(snapshot, state.selection, kind)
    views = (
        apart_view(snapshot, state, table),
        commands_view(snapshot, state),
        deployable_view(snapshot, state),
        units_view(snapshot, state),
    )
    measures = [of_source(CASELOAD, name, kind) for name in shown(snapshot, state)]
    workings = [worked(snapshot, each, state.selection) for each in measures]
    return Answered(
        [html.Span(disagreement(table, names, state.month), className="gap"), "."],
        tuple(view for view in views if view is not None),
        [*uneven(snapshot, state), *_others(snapshot, state)],
        {CARDS.key: CARDS.fill(_cards(snapshot, state), partial(how, snapshot, state, workings))},
    )


def _cards(snapshot: Snapshot, state: State) -> list[Card]:
    """A card a source, and another of those among the investigators who are deployable."""
    kind, names = counted(state), shown(snapshot, state)
    held = held_against(snapshot, state.selection)
    published = held[0] if held else "published figures are of public protection alone"
    every = [card(snapshot, state, of_source(CASELOAD, name, kind), name) for name in names]
    every = [replace(each, benchmark=published) for each in every]
    if snapshot.empty(["investigator"], state.selection.months):
        return every
    return [*every, *(_deployable(snapshot, state, name) for name in names)]


def _deployable(snapshot: Snapshot, state: State, source: str) -> Card:
    value = per_deployable(snapshot, state, source)
    return Card(
        title=f"{source}, per deployable investigator",
        value="no value" if math.isnan(value) else style.number(value, 1),
        change="",
        tone="neutral",
        spark="",
        told="",
        benchmark=f"{counted(state)} to those who are {state.selection.deployable.adjective}",
    )


def _others(snapshot: Snapshot, state: State) -> list[str]:
    """What else is counted as a case, which this view keeps apart; and whom nobody recorded."""
    others = [kind for kind in kinds(snapshot) if kind != counted(state)]
    said = []
    if others:
        said.append(f"Counted apart, and not in these figures: {listed(others)}.")
    if snapshot.empty(["investigator"], state.selection.months):
        said.append("Not shown per deployable investigator (needs: investigator).")
    return said


PAGE = Page(
    "/caseloads",
    "Caseloads",
    8,
    (CARDS, APART, BY_COMMAND, BY_DEPLOYABLE, BY_UNIT),
    answer,
    frozenset({"command", "team", "month", "over", "compare", "reading"}),
    (SOURCE, KIND),
    "Open cases",
)
