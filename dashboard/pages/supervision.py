"""Supervision: how many PCs each sergeant has, in which units too many, and what would mend it."""

import math

from dash import html

from dashboard.access.reading import Snapshot
from dashboard.components import cautions
from dashboard.components.cards import Strip
from dashboard.components.measured import (
    lacks,
    needs_notice,
    ranked,
    ranked_view,
    strip,
)
from dashboard.components.over_time import monthly, monthly_view
from dashboard.components.page import Answered, Page
from dashboard.components.spans import (
    BESIDE,
    EACH,
    READINGS,
    readings_view,
    recorded_view,
    supervisors_view,
)
from dashboard.components.state import State
from dashboard.components.units import (
    ABOVE_TEN,
    NEEDED,
    SPREAD,
    TARGET,
    above_ten,
    above_view,
    needed_view,
    spread_view,
    units,
)
from dashboard.components.wording import listed, teams_and_grades
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.pcsos_per_sergeant import MEASURE as PCSOS
from dashboard.measures.supervision_span import MEASURE as EVERYWHERE
from dashboard.measures.supervision_span_recorded_uniformed import MEASURE as RECORDED
from dashboard.measures.supervision_span_uniformed import MEASURE as SPAN
from dashboard.measures.supervision_span_uniformed_substantive import MEASURE as SUBSTANTIVE
from dashboard.measures.units_above_ten import MEASURE as ABOVE

CARDS = Strip("supervision")
FIGURES = {
    "supervision_span_uniformed": "PCs per sergeant, uniformed",
    "supervision_span_uniformed_deployable": "Fully deployable only",
    "supervision_span_uniformed_substantive": "Acting sergeants as PCs",
    "units_above_ten": "Units above 10",
    "supervision_span_recorded_uniformed": "Constables per supervisor, as recorded",
}
TEAMS = ranked("span-teams", EVERYWHERE, by="team")
COMMUNITY = ranked("pcsos", PCSOS)
COMMANDS = ranked("span-commands", SPAN)
OVER_TIME = monthly("span-monthly", SPAN, width=6)
UNITS_OVER_TIME = monthly("units-monthly", ABOVE, width=6)


def answer(snapshot: Snapshot, state: State) -> Answered:
    """The page for a state."""
    views = (
        readings_view(snapshot, state),
        ranked_view(snapshot, state, COMMANDS, SPAN),
        spread_view(snapshot, state),
        needed_view(snapshot, state),
        above_view(snapshot, state),
        recorded_view(snapshot, state),
        supervisors_view(snapshot, state),
        ranked_view(snapshot, state, TEAMS, EVERYWHERE, by="team"),
        ranked_view(snapshot, state, COMMUNITY, PCSOS),
        monthly_view(snapshot, state, OVER_TIME, SPAN),
        monthly_view(snapshot, state, UNITS_OVER_TIME, ABOVE),
    )
    needed = needs_notice(snapshot, state, (SPAN, ABOVE, SUBSTANTIVE, RECORDED))
    return Answered(
        _headline(snapshot, state),
        tuple(view for view in views if view is not None),
        [*cautions.of(snapshot, state), *needed],
        strip(snapshot, state, CARDS, FIGURES),
    )


def _headline(snapshot: Snapshot, state: State) -> list:
    """The span, and how many units stand above 10; or why there is none."""
    chosen, force = state.selection, snapshot.release.force
    names = listed(force.in_words(chosen.commands) or [force.in_a_sentence()])
    place = f"{teams_and_grades(force, chosen)} at work in {names}".strip()
    row = evaluate(snapshot.cube, SPAN, chosen.fitted(SPAN)).iloc[0]
    if math.isnan(row["numerator"]):
        return [f"There is no figure for the sergeants {place} in {chosen.when()}."]
    if math.isnan(row["value"]):
        return [f"There is no sergeant of a uniformed team {place} in {chosen.when()}."]
    words: list = [
        html.Span(f"{row['value']:.1f} PCs to a sergeant", className="gap"),
        f" in uniformed Response and Neighbourhood teams {place}",
    ]
    if not lacks(snapshot, ABOVE, chosen.months):
        found = units(snapshot, chosen)
        above = above_ten(found)
        none = int(above["span"].isna().sum())
        without = f", {none} of them without a sergeant" if none else ""
        words.append(f"; {len(above)} of {len(found)} units stand above 10{without}")
    return [*words, "."]


PAGE = Page(
    "/supervision",
    "Supervision",
    6,
    (
        CARDS,
        READINGS,
        COMMANDS,
        SPREAD,
        NEEDED,
        ABOVE_TEN,
        BESIDE,
        EACH,
        TEAMS,
        COMMUNITY,
        OVER_TIME,
        UNITS_OVER_TIME,
    ),
    answer,
    frozenset({"command", "team", "month", "over", "compare"}),
    (TARGET,),
    "Constables and sergeants",
)
