"""A panel: a finding as its title, what is shown, the figure, its table one click away, its CSV."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

import dash_ag_grid as dag
import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.components import ids
from dashboard.components.attributes import hyphened
from dashboard.components.folded import Props, filled, folded, unfolded
from dashboard.figures.style import Table
from dashboard.measures.engine.selection import Selection

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
                    # The browser draws in it; a component of Dash's own would draw twice.
                    html.Div(id=self._id("figure"), className="chart-place"),
                    id=self._id("plot"),
                    role="img",
                    **hyphened(aria_labelledby=self._id("title")),
                ),
                html.Div(id=self._id("prose"), className="prose"),
                html.Div(
                    [
                        folded(self._id("tabled"), "Show as table"),
                        html.A("Download CSV", id=self._id("download"), download=""),
                        folded(self._id("how"), "How this was worked out", className="how"),
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
        return _headed(self, selection.unit, selection.deployable.noun)

    def absent(self) -> Props:
        """The part of an answer that has nothing for the panel."""
        return {self._id("section"): {"hidden": True}}

    def fill(
        self,
        title: str,
        statistic: str,
        figure: Mapping[str, Any],
        table: Table,
        prose: Sequence[Paragraph],
        how: Callable[[], Sequence[Component]],
        href: str,
    ) -> Props:
        """The panel's part of an answer. table: has :attr:`columns`; a hole is missing."""
        tabled = filled(self._id("tabled"), lambda: [self._grid(table)])
        if self.as_table:
            # A table that its reader has opened stays open from answer to answer.
            tabled = {**unfolded(tabled, None), self._id("tabled"): {"open": True}}
        return tabled | {
            self._id("section"): {"hidden": False},
            self._id("title"): {"children": title},
            self._id("statistic"): {"children": statistic},
            self._id("figure"): {"figure": figure},
            self._id("plot"): {"hidden": self.as_table},
            self._id("prose"): {
                "children": [html.P([html.Strong(lead), f" {words}"]) for lead, words in prose]
            },
            self._id("download"): {"href": href},
            **filled(self._id("how"), how),
        }

    def _grid(self, table: Table) -> dag.AgGrid:
        records = self._records(pd.DataFrame(table))
        # Past so many rows the page would be all table; the grid then scrolls by itself.
        tall = len(records) > (20 if self.as_table else 60)
        return dag.AgGrid(
            id=self._id("table"),
            columnDefs=self._definitions(),
            rowData=records,
            defaultColDef={"sortable": True, "resizable": True},
            dashGridOptions=grid("normal" if tall else "autoHeight"),
            style={"height": "480px" if tall else None},
        )

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


@cache
def _headed(panel: Panel, unit: str, noun: str) -> Panel:
    headed = (
        replace(one, heading=one.heading.replace("FTE", unit).replace("Deployable", noun))
        for one in panel.columns
    )
    return replace(panel, columns=tuple(headed))


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
