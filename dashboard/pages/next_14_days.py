"""Next 14 days: which planned shifts fall below their minimum, and which returns are due."""

from dataclasses import replace

import pandas as pd
from dash import html

from dashboard.access.reading import Snapshot
from dashboard.components.ahead import (
    BELOW,
    COMMITTED,
    SHIFTS,
    below_view,
    committed_view,
    headline_of,
    shifts_view,
)
from dashboard.components.page import Answered, Page
from dashboard.components.plan import agreed, days_ahead, plan, span_words
from dashboard.components.returns import (
    BY_COMMAND,
    NO_SERGEANT,
    RETURNS,
    commands_view,
    overdue_words,
    recorded,
    returns_view,
    sergeants_need,
    without_sergeant_view,
)
from dashboard.components.state import State
from dashboard.components.wording import listed
from dashboard.schema import months


def answer(snapshot: Snapshot, state: State) -> Answered:
    """The page for a state; whatever month a link asks for, what is ahead is of the newest."""
    here = _today(snapshot, state)
    table = plan(snapshot, here.selection)
    views = (
        shifts_view(snapshot, here, table),
        below_view(snapshot, here),
        committed_view(snapshot, here, table),
        returns_view(snapshot, here),
        commands_view(snapshot, here),
        without_sergeant_view(snapshot, here),
    )
    return Answered(
        _headline(snapshot, here, table),
        tuple(view for view in views if view is not None),
        [*_unplanned(snapshot, here, table), *_unrecorded(snapshot, here)],
    )


def _today(snapshot: Snapshot, state: State) -> State:
    newest = snapshot.cube.months[-1]
    chosen = replace(
        state.selection,
        first=newest,
        last=newest,
        grades=(),
        count="fte",
        view="home",
        reading="review",
    )
    return replace(state, selection=chosen, before=None, compare="none", over="")


def _headline(snapshot: Snapshot, state: State, table: pd.DataFrame) -> list:
    overdue = overdue_words(snapshot, state)
    second = f" {overdue}." if overdue else ""
    if agreed(table).empty:
        span = span_words(days_ahead(snapshot))
        words = "No planned shift has a minimum" if len(table) else "No shifts are planned"
        return [f"{words} in the next 14 days, {span}.{second}"]
    found, rest = headline_of(table)
    return [html.Span(found, className="gap"), f"{rest}.{second}"]


def _unplanned(snapshot: Snapshot, state: State, table: pd.DataFrame) -> list[str]:
    """Who plans nothing, and which days nobody does. table: the plan."""
    force, days = snapshot.release.force, days_ahead(snapshot)
    if table.empty:
        return [f"Not shown for want of data (needs: shifts after {snapshot.as_of:%-d %B %Y})."]
    asked = state.selection.commands or snapshot.cube.sending(["planned"])
    there = set(table["command"])
    names = [force.command_name(code) for code in asked if code not in there]
    found = [f"No shifts are planned in these days by {listed(names)}."] if names else []
    missing = len(set(days) - set(table["date"]))
    return [*found, f"{missing} of the {len(days)} days have no plan."] if missing else found


def _unrecorded(snapshot: Snapshot, state: State) -> list[str]:
    """Whose people are missing from the returns, and which returns cannot be seen."""
    force, month = snapshot.release.force, state.month
    lacking = snapshot.cube.lacking(month, state.selection.commands)
    names = [force.command_name(code) for code in lacking]
    found = [f"No extract for {months.words(month)} from {listed(names)}."] if names else []
    _, needed = recorded(snapshot, state)
    needed += [column for column in sergeants_need(snapshot, state) if column not in needed]
    if needed:
        found.append(f"Some returns are not shown for want of data (needs: {', '.join(needed)}).")
    return found


class _Ahead(Page):
    """The page of the days ahead and of the newest month, wherever it says what it is of."""

    def fitted(self, snapshot: Snapshot, state: State) -> State:
        return _today(snapshot, super().fitted(snapshot, state))

    def sentence(self, snapshot: Snapshot, state: State) -> str:
        who = _today(snapshot, state).selection.who(snapshot.cube)
        return (
            f"{self.subject} of {who}, {span_words(days_ahead(snapshot))}; returns at the end of "
            f"{months.words(snapshot.cube.months[-1])}. {snapshot.release.data}."
        )


PAGE = _Ahead(
    "/next-14-days",
    "Next 14 days",
    3,
    (SHIFTS, BELOW, COMMITTED, RETURNS, BY_COMMAND, NO_SERGEANT),
    answer,
    frozenset({"command", "team"}),
    subject="Planned shifts",
)
