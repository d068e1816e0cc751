"""What a page is: its blocks, the filters that apply to it, and how it answers a state."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.access.reading import Snapshot
from dashboard.components import ids
from dashboard.components.choices import Choice
from dashboard.components.folded import Props, unfolded
from dashboard.components.panel import Panel, Paragraph
from dashboard.components.state import State
from dashboard.components.working import Working, how
from dashboard.figures.style import Table
from dashboard.measures.engine.selection import Unknown, write_query


class Block(Protocol):
    """A part of a page that is laid out once and filled by every answer."""

    @property
    def key(self) -> str: ...

    def layout(self) -> Component: ...

    def absent(self) -> Props:
        """The part of an answer that has nothing for the block."""


@dataclass(frozen=True)
class View:
    """One panel's share of an answer: the words, the figure and the table they rest on.

    prose: what a reader must know of the figure, in paragraphs; it leaves with the table.
    workings: what was divided by what.
    """

    panel: Panel
    title: str
    statistic: str
    figure: Mapping
    table: Table
    prose: Sequence[Paragraph] = ()
    workings: Sequence[Working] = ()


@dataclass(frozen=True)
class Answered:
    """What a page makes of a state: the answer in words, its panels, and its other blocks filled.

    filled: what fills blocks that are no panels, by the block's key.
    """

    headline: list
    views: Sequence[View]
    cautions: Sequence[str] = ()
    filled: Mapping[str, Props] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """One page: where it is, what it is called, its blocks, and how it answers a state.

    filters: the controls that apply to it, by name.
    choices: the controls of its own. subject: what its sentence is about.
    """

    path: str
    title: str
    order: int
    blocks: tuple[Block, ...]
    answer: Callable[[Snapshot, State], Answered]
    filters: frozenset[str] = frozenset(ids.CONTROLS)
    choices: tuple[Choice, ...] = ()
    subject: str = "Officers"

    @property
    def key(self) -> str:
        """The page's name in addresses of its files."""
        return self.path.strip("/") or "overview"

    def layout(self) -> Component:
        """The empty page; every answer fills it."""
        return html.Div([block.layout() for block in self.blocks], className="panels")

    def fitted(self, snapshot: Snapshot, state: State) -> State:
        """The state without what the page has no filter for, as it answers it."""
        off = ids.CONTROLS.keys() - self.filters
        if not off:
            return state
        before = state.before.without(off) if state.before else None
        return replace(state, selection=state.selection.without(off), before=before)

    def sentence(self, snapshot: Snapshot, state: State) -> str:
        """What the page is of, in plain words: the selection, where any filter applies."""
        if not self.filters:
            return "No filter applies to this page."
        return self.fitted(snapshot, state).sentence(snapshot, self.subject, self.filters)

    def pieces(self, snapshot: Snapshot, state: State) -> list[str]:
        """The selection as pieces of a file's name."""
        return self.fitted(snapshot, state).pieces() if self.filters else []

    def table(self, snapshot: Snapshot, state: State, panel_key: str) -> pd.DataFrame:
        """A panel's table as it leaves. :class:`Unknown` for a panel that the page lacks."""
        tables = self.tables(snapshot, state)
        if panel_key not in tables:
            raise Unknown("file of this page", panel_key, tables)
        return tables[panel_key]

    def tables(self, snapshot: Snapshot, state: State) -> dict[str, pd.DataFrame]:
        """Every panel's table as it leaves, by the panel's key."""
        state = self.fitted(snapshot, state)
        return {view.panel.key: _leaving(view) for view in self.answer(snapshot, state).views}

    def props(
        self, snapshot: Snapshot, state: State, opened: Collection[str] | None = None
    ) -> Props:
        """The page's answer to a state, ready to be set on its components.

        opened: the ids of the folded elements that are open; None: all of them.
        """
        state = replace(self.fitted(snapshot, state), shown=self.sentence(snapshot, state))
        answered = self.answer(snapshot, state)
        notices = [*state.notices, *answered.cautions]
        props: Props = {
            ids.SELECTION: {"children": state.shown},
            ids.HEADLINE: {"children": answered.headline},
            ids.NOTICE: {"children": [html.P(notice) for notice in notices]},
        }
        there = {view.panel.key for view in answered.views} | answered.filled.keys()
        for block in self.blocks:
            if block.key not in there:
                props |= block.absent()
        for filled in answered.filled.values():
            props |= filled
        for view in answered.views:
            release = write_query([("release", snapshot.id)])
            href = f"/download/{self.key}/{view.panel.key}.csv?{state.query()}&{release}"
            props |= view.panel.fill(
                title=view.title,
                statistic=view.statistic,
                figure=view.figure,
                table=view.table,
                prose=view.prose,
                how=partial(how, snapshot, state, view.workings),
                href=href,
            )
        return unfolded(props, opened)


def _leaving(view: View) -> pd.DataFrame:
    out = view.panel.csv(pd.DataFrame(view.table))
    if view.prose:
        # Once, on the first row: on each of them it would be most of the file.
        out["notes"] = [" ".join(sum(view.prose, ())), *[""] * (len(out) - 1)]
    return out
