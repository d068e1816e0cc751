"""All published figures in one table: in words, to be searched, with what each is held against."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import dash_ag_grid as dag
import dash_bootstrap_components as dbc
import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.access.reading import Snapshot
from dashboard.components.attributes import hyphened
from dashboard.components.folded import Props
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel, Paragraph, grid
from dashboard.components.wording import capital
from dashboard.figures.style import MINUS, Table
from dashboard.measures.engine.registry import all_measures
from dashboard.schema import months
from dashboard.schema.evidence import COLUMNS, Evidence, Figure
from dashboard.schema.force import Force

_SCOPES = {
    ("met", "MET"): "The Met",
    ("all_bcus", "ALL"): "All BCUs",
    ("typical_bcu", "BCU"): "A typical BCU",
    ("bcu", "typical"): "A typical BCU",
    ("public_protection", "FMS"): "Public protection, Force Management Statement",
}
_SHORT = re.compile(r"\b(?:pc|dc|cid|da|rasso|pcso|bcu|i|s)\b")
_BCUS = re.compile(r"\bbcus\b")
_MONTH = re.compile(r"(?<![\w-])\d{4}-(?:0[1-9]|1[0-2])(?![\d-])")
_RANGE = re.compile(r"(?<=\d)-(?=\d)")
_THOUSANDS = re.compile(r"\d{4,}")


def measure_words(figure: Figure) -> str:
    """What is measured: "Probationer share PC"."""
    spelt = figure.measure.replace("_", " ")
    spelt = _BCUS.sub("BCUs", _SHORT.sub(lambda short: short[0].upper(), spelt))
    return capital(spelt)


def scope_words(figure: Figure, names: Mapping[str, str]) -> str:
    """Of whom: "The Met", "Central South (AS)". names: those of :func:`names_for`."""
    if figure.scope_type in ("bcu", "command") and figure.scope in names:
        return f"{names[figure.scope]} ({figure.scope})"
    return _SCOPES.get((figure.scope_type, figure.scope), capital(figure.scope))


def names_for(publication: Evidence, force: Force) -> dict[str, str]:
    """The names of a force's commands by code, where the publication is about that force."""
    if not publication.force or publication.force != force.published_as:
        return {}
    return {code: command.name for code, command in force.commands.items()}


def period_words(figure: Figure) -> str:
    """When: "January 2023", "2022-23", "" where it is not said."""
    return _MONTH.sub(lambda month: months.words(month[0]), figure.period).replace("FY", "")


def value_words(figure: Figure) -> str:
    """The value as it is printed: "18,818", "25.0", "20 to 25", or its own words."""
    if figure.low is None:
        return figure.value
    spelt = _RANGE.sub(" to ", figure.value).replace("-", MINUS)
    return _THOUSANDS.sub(lambda digits: f"{int(digits[0]):,}", spelt)


def held_against(publication: Evidence, force: Force) -> dict[str, list[str]]:
    """For each figure by its id the titles of the measures that it is held against."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    known = names_for(publication, force)
    for measure in all_measures().values():
        cited = {benchmark.figure for benchmark in measure.benchmarks}
        for figure in publication.figures.values():
            of_a_command = figure.scope_type in ("bcu", "command") and figure.scope in known
            if figure.id in cited or (of_a_command and figure.measure == measure.published):
                found[figure.id].append(measure.title)
    return dict(found)


@dataclass(frozen=True)
class Register(Panel):
    """A panel of a table alone, with a field that searches it as one types."""

    searched: str = ""
    """What stands before the field: "Search the figures"."""

    def layout(self) -> html.Section:
        """The empty panel."""
        field = self._id("search")
        return html.Section(
            [
                html.H2(id=self._id("title")),
                html.P(id=self._id("statistic"), className="statistic"),
                html.Div(id=self._id("prose"), className="prose"),
                html.Div(
                    [
                        html.Label(self.searched, htmlFor=field),
                        dbc.Input(id=field, type="search", size="sm", autocomplete="off"),
                        html.Span(id=self._id("found"), role="status"),
                    ],
                    className="search",
                    role="search",
                    **hyphened(
                        data_searches=self._id("table"),
                        data_found=self._id("found"),
                    ),
                ),
                dag.AgGrid(
                    id=self._id("table"),
                    columnDefs=[],
                    rowData=[],
                    defaultColDef={
                        "sortable": True,
                        "resizable": True,
                        "wrapText": True,
                        "autoHeight": True,
                    },
                    dashGridOptions=grid("normal"),
                    style={"height": "560px"},
                ),
                html.P(
                    html.A("Download CSV", id=self._id("download"), download=""),
                    className="links",
                ),
            ],
            id=self._id("section"),
            hidden=True,
            className=f"panel span-{self.width}",
            **hyphened(aria_labelledby=self._id("title")),
        )

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
        """The panel's part of an answer; it draws no figure, and nothing in it is worked out."""
        return {
            self._id("section"): {"hidden": False},
            self._id("title"): {"children": title},
            self._id("statistic"): {"children": statistic},
            self._id("prose"): {
                "children": [html.P([html.Strong(lead), f" {words}"]) for lead, words in prose]
            },
            self._id("table"): {
                "columnDefs": self._definitions(),
                "rowData": self._records(pd.DataFrame(table)),
            },
            self._id("download"): {"href": href},
        }

    def csv(self, table: pd.DataFrame) -> pd.DataFrame:
        """The table as it leaves: the columns of the source's own file, then what is added."""
        return table[[*COLUMNS, *_ADDED]]

    def _definitions(self) -> list[dict[str, Any]]:
        return [
            {**definition, **_OF_COLUMN.get(definition["field"], {})}
            for definition in super()._definitions()
        ]

    def _records(self, table: pd.DataFrame) -> list[dict[str, Any]]:
        shown = table[[column.name for column in self.columns] + ["value_words", "value_sought"]]
        return shown.astype(object).where(shown.notna(), None).to_dict("records")


_ADDED = ("source", "low", "high", "held_against")
_OF_COLUMN: dict[str, dict[str, Any]] = {
    # Sorted by the number, shown as it is printed, found as it is printed or as its digits.
    "low": {
        "valueFormatter": {"function": "params.data.value_words"},
        "getQuickFilterText": {"function": "params.data.value_sought"},
    },
    "measure_words": {"minWidth": 168},
    "period_words": {"minWidth": 112},
    "unit": {"minWidth": 136},
    "qualifier": {"minWidth": 88},
    "section": {"minWidth": 120},
}

FIGURES = Register(
    "figures",
    (
        Column("measure_words", "Measure", "text"),
        Column("low", "Value"),
        Column("unit", "Unit", "text"),
        Column("qualifier", "Qualifier", "code"),
        Column("scope_words", "Of whom", "text"),
        Column("period_words", "Period", "code"),
        Column("section", "Section", "code"),
        Column("source", "Source", "code"),
        Column("note", "Note", "prose"),
        Column("held_against", "Held against", "text"),
    ),
    width=12,
    searched="Search the figures",
)


def figures_view(snapshot: Snapshot, found: Mapping[str, Evidence]) -> View:
    """Every figure of every publication."""
    force = snapshot.release.force
    rows: list[dict[str, Any]] = []
    for each in found.values():
        names, held = names_for(each, force), held_against(each, force)
        rows += [_row(figure, names, held.get(figure.id, [])) for figure in each.figures.values()]
    table = pd.DataFrame(rows, columns=list(_COLUMNS)).astype({"low": float, "high": float})
    used = (table["held_against"] != "").sum()
    return View(
        FIGURES,
        f"{used} of the {len(table)} published figures are held against a measure here",
        "Every figure as it is printed, with where it stands",
        {},
        table,
        [("What is real.", _real(force))],
    )


_WORDED = ("measure_words", "scope_words", "period_words", "value_words", "value_sought")
_COLUMNS = (*COLUMNS, *_ADDED, *_WORDED)


def _row(figure: Figure, names: Mapping[str, str], held: Sequence[str]) -> dict[str, Any]:
    words = value_words(figure)
    return {
        **{name: getattr(figure, name) for name in COLUMNS},
        # A spreadsheet takes 6-9 for a day of June or of September.
        "value": _RANGE.sub(" to ", figure.value) if figure.low is not None else figure.value,
        "source": figure.source,
        "low": figure.low,
        "high": figure.high,
        "held_against": "; ".join(held),
        "measure_words": measure_words(figure),
        "scope_words": scope_words(figure, names),
        "period_words": period_words(figure),
        "value_words": words,
        "value_sought": f"{words} {figure.value}",
    }


def _real(force: Force) -> str:
    made_up = ", whose people are made up" if force.illustrative else ""
    return (
        "The figures are: each is published by the source in its row. In the file, the columns "
        f"selection, release and data are the dashboard's own{made_up}; no figure here comes from "
        "them."
    )
