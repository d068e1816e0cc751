"""A panel: a finding as its title, what is shown, the figure, its table one click away, its CSV."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import dash_ag_grid as dag
import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components import ids
from dashboard.components.attributes import hyphened
from dashboard.measures.engine.selection import Selection

Props = dict[str, dict[str, Any]]
"""What an answer sets: component id -> property -> value."""

Paragraph = tuple[str, str]
"""What it is about, in a word or two, and the words."""


@dataclass(frozen=True)
class Column:
    """A column of a panel's table: its name in the frame, its heading with the unit, its kind."""

    name: str
    heading: str
    kind: Literal["text", "prose", "code", "number", "change"] = "number"


@dataclass(frozen=True)
class Panel:
    """One figure with all that belongs to it. Laid out once; filled by every answer.

    width: of the twelve columns of a wide screen. tall: it stands beside two others there.
    as_table: the table stands open in the figure's place, with a filter under each heading.
    """

    key: str
    columns: tuple[Column, ...]
    width: int = 6
    tall: bool = False
    as_table: bool = False

    def layout(self) -> html.Section:
        """The empty panel."""
        return html.Section(
            [
                html.H2(id=self._id("title")),
                html.P(id=self._id("statistic"), className="statistic"),
                html.Div(
                    dcc.Graph(
                        id=self._id("figure"), config={"displayModeBar": False}, responsive=True
                    ),
                    id=self._id("plot"),
                    role="img",
                    **hyphened(aria_labelledby=self._id("title")),
                ),
                html.Div(id=self._id("prose"), className="prose"),
                html.Div(
                    [
                        html.Details(
                            [
                                html.Summary("Show as table"),
                                dag.AgGrid(
                                    id=self._id("table"),
                                    columnDefs=[],
                                    rowData=[],
                                    defaultColDef={"sortable": True, "resizable": True},
                                    dashGridOptions=grid("autoHeight"),
                                    style={"height": None},
                                ),
                            ],
                            id=self._id("tabled"),
                        ),
                        html.A("Download CSV", id=self._id("download"), download=""),
                        html.Details(
                            [
                                html.Summary("How this was worked out"),
                                html.Div(id=self._id("how")),
                            ],
                            className="how",
                        ),
                    ],
                    className="tools",
                ),
            ],
            id=self._id("section"),
            hidden=True,
            className=f"panel span-{self.width}{' tall' if self.tall else ''}",
            **hyphened(aria_labelledby=self._id("title")),
        )

    def told_in(self, selection: Selection) -> "Panel":
        """The panel with headings in what the reader counts, and in the reader's reading."""
        headed = [
            replace(
                column,
                heading=column.heading.replace("FTE", selection.unit).replace(
                    "Deployable", selection.deployable.noun
                ),
            )
            for column in self.columns
        ]
        return replace(self, columns=tuple(headed))

    def absent(self) -> Props:
        """The part of an answer that has nothing for the panel."""
        return {self._id("section"): {"hidden": True}}

    def fill(
        self,
        title: str,
        statistic: str,
        figure: Mapping[str, Any],
        table: pd.DataFrame,
        prose: Sequence[Paragraph],
        how: Sequence[Component],
        href: str,
    ) -> Props:
        """The panel's part of an answer. table: the frame of :attr:`columns`; a hole is missing."""
        # Past so many rows the page would be all table; the grid then scrolls by itself.
        tall = len(table) > (20 if self.as_table else 60)
        # A table that its reader has opened stays open from answer to answer.
        opened: Props = {self._id("tabled"): {"open": True}} if self.as_table else {}
        return opened | {
            self._id("section"): {"hidden": False},
            self._id("title"): {"children": title},
            self._id("statistic"): {"children": statistic},
            self._id("figure"): {
                "figure": figure,
                "style": {"height": f"{figure['layout']['height']}px"},
            },
            self._id("plot"): {"hidden": self.as_table},
            self._id("prose"): {
                "children": [html.P([html.Strong(lead), f" {words}"]) for lead, words in prose]
            },
            self._id("table"): {
                "columnDefs": self._definitions(),
                "rowData": self._records(table),
                "dashGridOptions": grid("normal" if tall else "autoHeight"),
                "style": {"height": "480px" if tall else None},
            },
            self._id("how"): {"children": how},
            self._id("download"): {"href": href},
        }

    def csv(self, table: pd.DataFrame) -> pd.DataFrame:
        """The table as it leaves: the columns on screen under their headings."""
        names = [column.name for column in self.columns]
        return table[names].set_axis([column.heading for column in self.columns], axis=1)

    def _definitions(self) -> list[dict[str, Any]]:
        return [
            _definition(column) | (_filter(column) if self.as_table else {})
            for column in self.columns
        ]

    def _records(self, table: pd.DataFrame) -> list[dict[str, Any]]:
        names = [column.name for column in self.columns]
        shown = table[names].astype(object)
        return shown.where(table[names].notna(), None).to_dict("records")

    def _id(self, what: str) -> str:
        return ids.panel(self.key, what)


def grid(layout: str) -> dict[str, Any]:
    """The options of every table; layout: "autoHeight", or "normal" where it scrolls by itself."""
    leave = {"function": "frontline.leave()"}
    return {
        "domLayout": layout,
        "animateRows": False,
        "rowHeight": 32,
        "tabToNextCell": leave,
        "tabToNextHeader": leave,
    }


def _filter(column: Column) -> dict[str, Any]:
    kind = "Number" if column.kind in ("number", "change") else "Text"
    return {"filter": f"ag{kind}ColumnFilter", "floatingFilter": True}


def _definition(column: Column) -> dict[str, Any]:
    heading = {
        "field": column.name,
        "headerName": column.heading,
        "wrapHeaderText": True,
        "autoHeaderHeight": True,
    }
    if column.kind == "code":
        return {**heading, "minWidth": 80, "flex": 1}
    if column.kind == "text":
        return {**heading, "minWidth": 152, "flex": 2}
    if column.kind == "prose":
        return {**heading, "minWidth": 200, "flex": 3, "wrapText": True, "autoHeight": True}
    return {
        **heading,
        "minWidth": 92,
        "flex": 1,
        "type": "rightAligned",
        "valueFormatter": {"function": f"frontline.{column.kind}(params.value)"},
    }
