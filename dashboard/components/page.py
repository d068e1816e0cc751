"""What a page is, and what it is asked: the state that a URL holds, read without ever failing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.access.reading import Snapshot
from dashboard.components import ids
from dashboard.components.panel import Panel, Paragraph, Props
from dashboard.measures.engine.selection import (
    AskError,
    Selection,
    Unknown,
    select,
    write_query,
)
from dashboard.schema import months

Compare = Literal["previous", "none"]
COMPARISONS: dict[Compare, str] = {"previous": "The month before", "none": "Nothing"}


@dataclass(frozen=True)
class State:
    """What a page shows: one month of a selection, and the month it is compared with.

    before: the same selection a month earlier; none where nobody asked, or where that
    month is missing or was recorded otherwise, so that a change would be no change of people.
    notices: what in the URL was not understood, one sentence each.
    """

    selection: Selection
    before: Selection | None
    compare: Compare
    notices: tuple[str, ...]

    @property
    def month(self) -> str:
        return self.selection.last

    def sentence(self, snapshot: Snapshot) -> str:
        """The selection in plain words, the same on the page and in every file that leaves."""
        against = f", compared with {months.words(self.before.last)}" if self.before else ""
        words = f"Officers, {self.selection.sentence(snapshot.cube)}{against}"
        return f"{words}, in full-time equivalents. {snapshot.release.data}."

    def pieces(self) -> list[str]:
        """The selection as pieces of a file's name."""
        codes = [*self.selection.commands, *self.selection.teams]
        against = f"against-{self.before.last}" if self.before else ""
        return ["-".join(codes) or "all-commands", self.month, against]

    def query(self) -> str:
        """The state as a query string that means the same tomorrow, after the next release too."""
        compare = [] if self.compare == "previous" else [("compare", self.compare)]
        return write_query([*self.selection.query(), *compare])


def read_state(snapshot: Snapshot, asked: Mapping[str, Sequence[str]]) -> State:
    """The state that a page's query string asks for.

    What is unknown becomes a notice, and the rest still counts. Raises
    :class:`AskError` only where there is no data at all.
    """
    notices: list[str] = []
    good: dict[str, list[str]] = {}
    for name, values in asked.items():
        for value in values:
            if name not in ("command", "team", "from", "to", "compare"):
                notices.append(f"The link names '{name}', which this page does not know.")
            elif name == "compare":
                if value in COMPARISONS:
                    good[name] = [value]
                else:
                    notices.append(f"Unknown comparison '{value}': shown against the month before.")
            else:
                try:
                    select(snapshot.cube, {name: [value]})
                except AskError as error:
                    notices.append(_brief(error))
                else:
                    good.setdefault(name, []).append(value)
    try:
        selection = select(snapshot.cube, good)
    except AskError as error:
        notices.append(str(error))
        selection = select(
            snapshot.cube, {n: v for n, v in good.items() if n in ("command", "team")}
        )
    if "from" not in good or selection.first != selection.last:
        if "from" in good:
            notices.append(f"This page shows one month: {months.words(selection.last)}.")
        selection = selection.on(selection.last)
    compare: Compare = "none" if good.get("compare") == ["none"] else "previous"
    before = _before(snapshot, selection) if compare == "previous" else None
    # A month that is given as both ends is understood, or not, once.
    return State(selection, before, compare, tuple(dict.fromkeys(notices)))


def _before(snapshot: Snapshot, selection: Selection) -> Selection | None:
    month, earlier = selection.last, months.shift(selection.last, -1)
    if earlier not in snapshot.cube.months:
        return None
    if snapshot.not_recorded(earlier) != snapshot.not_recorded(month):
        return None
    return selection.on(earlier)


def _brief(error: AskError) -> str:
    """The error without the list of all that is known: a force may have 750 commands."""
    return str(error).partition(" Known:")[0]


@dataclass(frozen=True)
class View:
    """One panel's share of an answer: the words, the figure and the table they rest on.

    prose: what a reader must know of the figure, in paragraphs; it leaves with the table.
    """

    panel: Panel
    title: str
    statistic: str
    figure: Mapping
    table: pd.DataFrame
    prose: Sequence[Paragraph] = ()


@dataclass(frozen=True)
class Answered:
    """What a page makes of a state: the answer in words, and its panels by key."""

    headline: list
    views: Sequence[View]
    cautions: Sequence[str] = ()


@dataclass(frozen=True)
class Page:
    """One page: where it is, what it is called, its panels, and how it answers a state."""

    path: str
    title: str
    order: int
    panels: tuple[Panel, ...]
    answer: Callable[[Snapshot, State], Answered]

    @property
    def key(self) -> str:
        """The page's name in addresses of its files."""
        return self.path.strip("/") or "overview"

    def layout(self) -> Component:
        """The empty page; every answer fills it."""
        return html.Div([panel.layout() for panel in self.panels], className="panels")

    def table(self, snapshot: Snapshot, state: State, panel_key: str) -> pd.DataFrame:
        """A panel's table as it leaves. :class:`Unknown` for a panel that the page lacks."""
        views = {view.panel.key: view for view in self.answer(snapshot, state).views}
        if panel_key not in views:
            raise Unknown("file of this page", panel_key, views)
        view = views[panel_key]
        out = view.panel.csv(view.table)
        if view.prose:
            # Once, on the first row: on each of them it would be most of the file.
            out["notes"] = [" ".join(sum(view.prose, ())), *[""] * (len(out) - 1)]
        return out

    def props(self, snapshot: Snapshot, state: State) -> Props:
        """The page's answer to a state, ready to be set on its components."""
        answered = self.answer(snapshot, state)
        notices = [*state.notices, *answered.cautions]
        props: Props = {
            ids.SELECTION: {"children": state.sentence(snapshot)},
            ids.HEADLINE: {"children": answered.headline},
            ids.NOTICE: {"children": [html.P(notice) for notice in notices]},
        }
        shown = {view.panel.key for view in answered.views}
        for panel in self.panels:
            if panel.key not in shown:
                props |= panel.absent()
        for view in answered.views:
            release = write_query([("release", snapshot.release.id)])
            href = f"/download/{self.key}/{view.panel.key}.csv?{state.query()}&{release}"
            props |= view.panel.fill(
                view.title, view.statistic, view.figure, view.table, view.prose, href
            )
        return props
