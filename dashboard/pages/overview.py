"""Overview: how many are fully deployable, what takes the others, where, and since when."""

from dataclasses import replace
from functools import partial

from dashboard.access.reading import Snapshot
from dashboard.components import cautions
from dashboard.components.cards import Strip
from dashboard.components.findings import findings
from dashboard.components.gaps import (
    COMMANDS,
    MAP,
    TREND,
    by_command,
    commands_view,
    map_view,
    trend_view,
)
from dashboard.components.headline import headline
from dashboard.components.held import card
from dashboard.components.ladder import STEPS, WHY, ladder, steps_view, why_view
from dashboard.components.look import Look
from dashboard.components.page import Answered, Page, View
from dashboard.components.published import PUBLISHED, Drawn, drawn, published_view
from dashboard.components.state import State
from dashboard.components.working import how, worked
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.published import beside
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import AskError, Selection
from dashboard.measures.nominal_strength import MEASURE as NOMINAL_STRENGTH
from dashboard.schema.publication import publications

CARDS, LOOK = Strip(), Look()
FIGURES = {
    "nominal_strength": "Nominal strength",
    "gap_to_nominal": "Gap to nominal",
    "limited_duties_share": "On limited duties",
    "probationer_share_pc": "Probationers among PCs",
    "probationer_share_dc": "Probationers among DCs",
    "supervision_span_uniformed": "PCs per sergeant, uniformed",
}
"""The measures on cards, in order, each under what it is called there."""


def answer(snapshot: Snapshot, state: State) -> Answered:
    """The page for a state."""
    steps = ladder(snapshot, state)
    commands = by_command(snapshot, state)
    known = all_measures()
    cards = [card(snapshot, state, known[name], title) for name, title in FIGURES.items()]
    workings = [worked(snapshot, known[name], state.selection) for name in FIGURES]
    views = (
        steps_view(snapshot, state, steps, STEPS),
        why_view(snapshot, state, steps),
        commands_view(snapshot, state, commands),
        map_view(snapshot, state, commands),
        trend_view(snapshot, state),
        *_published_views(snapshot, state),
    )
    return Answered(
        headline(snapshot.release.force, state, steps),
        tuple(view for view in views if view is not None),
        cautions.of(snapshot, state),
        {
            CARDS.key: CARDS.fill(cards, partial(how, snapshot, state, workings)),
            LOOK.key: LOOK.fill([*findings(snapshot, state, steps, commands)]),
        },
    )


def _published_views(snapshot: Snapshot, state: State) -> list[View]:
    """What is published of the whole force, where the whole force is what the page is about."""
    chosen = state.selection
    if chosen.commands or chosen.teams or chosen.grades or chosen.count != "fte":
        return []
    panel = snapshot.cube.kept.get(PUBLISHED.key, lambda: _published(snapshot))
    if panel is None:
        return []
    view = published_view(panel, state.month)
    return [replace(view, workings=[worked(snapshot, NOMINAL_STRENGTH, chosen)])]


def _published(snapshot: Snapshot) -> Drawn | None:
    """What is published beside the force's own, all of it; none where nothing is."""
    span = snapshot.cube.months
    everybody = Selection(span[0], span[-1])
    own = evaluate(snapshot.cube, NOMINAL_STRENGTH, everybody, ["month"])
    found = beside(snapshot.published, own.set_index("month")["value"])
    if found is None:
        return None
    try:
        return drawn(found, publications(), snapshot.release.force)
    except ValueError as error:
        raise AskError(str(error)) from None


PAGE = Page(
    "/",
    "Overview",
    1,
    (CARDS, STEPS, WHY, LOOK, COMMANDS, MAP, TREND, PUBLISHED),
    answer,
)
