"""Abstractions: how many shifts are spent away from core, on what, when, and for whom."""

from dataclasses import replace

from dashboard.access.reading import Snapshot
from dashboard.components import abstractions
from dashboard.components.abstractions import reasons_view
from dashboard.components.cards import Strip
from dashboard.components.days import CALENDAR, WEEK, calendar_view, weekdays_view
from dashboard.components.lending import FLOWS, HELP, flows_view, help_view
from dashboard.components.measured import (
    lacks,
    needs_notice,
    ranked,
    ranked_view,
    strip,
)
from dashboard.components.over_time import monthly, monthly_view
from dashboard.components.page import Answered, Page
from dashboard.components.ring_fence import LEDGER, ledger_view
from dashboard.components.state import State
from dashboard.components.street import STREET, street_view
from dashboard.measures.abstraction_rate import MEASURE as RATE
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import Selection

CARDS = Strip()
FIGURES = {
    "abstraction_rate": "Abstraction rate",
    "abstraction_rate_neighbourhood": "Abstractions, Neighbourhood",
    "aid_rate": "Aid rate",
    "absence_rate": "Absence rate",
    "available_when_rostered": "Available when rostered",
    "core_duty_daily": "On core duty, average day",
}
"""The measures on cards, in order, each under what it is called there."""
_NOTHING = "No shifts have been sent: there are no abstractions to show."
COMMANDS = ranked("commands", RATE)
MONTHS = monthly("months", RATE)


def answer(snapshot: Snapshot, state: State) -> Answered:
    """The page for a state; a sentence alone where no shifts were ever sent."""
    shown = [measure for measure in all_measures().values() if measure.id in FIGURES]
    if lacks(snapshot, RATE, state.selection.months):
        needed = needs_notice(snapshot, state, shown)
        return Answered([_NOTHING], (), needed)
    here = _as_this_page(state)
    views = (
        street_view(snapshot, here),
        reasons_view(snapshot, here, abstractions.BY_TEAM, "team"),
        reasons_view(snapshot, here, abstractions.BY_COMMAND, "command"),
        ranked_view(snapshot, here, COMMANDS, RATE),
        weekdays_view(snapshot, here),
        monthly_view(snapshot, here, MONTHS, RATE),
        calendar_view(snapshot, here),
        ledger_view(snapshot, here),
        flows_view(snapshot, here),
        help_view(snapshot, here),
    )
    return Answered(
        abstractions.headline(snapshot, here),
        tuple(view for view in views if view is not None),
        abstractions.missing(snapshot, here),
        strip(snapshot, here, CARDS, FIGURES),
    )


def _as_this_page(state: State) -> State:
    """The state without what a link may carry from another page and does not apply here."""
    before = _plain(state.before) if state.before else None
    return replace(state, selection=_plain(state.selection), before=before)


def _plain(selection: Selection) -> Selection:
    return replace(selection, grades=(), count="fte", view="home", reading="review")


PAGE = Page(
    "/abstractions",
    "Abstractions",
    4,
    (
        CARDS,
        STREET,
        abstractions.BY_TEAM,
        WEEK,
        abstractions.BY_COMMAND,
        COMMANDS,
        MONTHS,
        CALENDAR,
        LEDGER,
        FLOWS,
        HELP,
    ),
    answer,
    filters=frozenset({"command", "team", "month", "over", "compare"}),
    subject="Shifts",
)
