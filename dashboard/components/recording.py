"""Recording completeness on a page: how much of each column is filled, and what is not at all."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.working import left_out, worked
from dashboard.figures.heatmap import heatmap
from dashboard.measures.engine.evaluate import work
from dashboard.measures.engine.selection import Selection
from dashboard.measures.engine.worked import Worked
from dashboard.measures.recording_completeness import MEASURE as RECORDING
from dashboard.schema.duty import STATUSES

SURELY_SOME = 200
"""Officers among whom somebody has every status: a column without an entry is not recorded."""

RECORDED = Panel(
    "recording",
    (
        Column("command", "Code", "code"),
        Column("name", "Command", "text"),
        Column("column", "Column", "text"),
        Column("filled", "Rows filled"),
        Column("rows", "Rows"),
        Column("percent", "Filled, %"),
        Column("said", "Reading", "text"),
    ),
    width=12,
)

IN_WORDS = {
    "suspended": "suspension",
    "absence": "absence",
    "limitation": "limitation",
    "attached_to": "attachment",
}
"""Columns of which every command of size has an entry, and what is in them.

Recruits may all be elsewhere, so that their training share is not among them.
"""
_STATUS = tuple(dict.fromkeys(one.column for one in STATUSES.values() if one.column))
_DRAWN = (*_STATUS, "team", "unit", "joined_on", "confirmed_on", "driver")
"""The columns drawn: those that duty status rests on, then those of the other measures."""
_MOST = 25
NOT_RECORDED = "not recorded"


class Recorded(NamedTuple):
    """How much of a column a command's officers' rows fill; percent is missing without rows."""

    command: str
    name: str
    column: str
    filled: float
    rows: float
    percent: float
    said: str


def recording(snapshot: Snapshot, selection: Selection) -> list[Recorded]:
    """A row a command and column. Over several months, of their mean."""
    found = _recording(snapshot, selection)
    return _rows(snapshot, found, np.arange(len(found.value)))


def _recording(snapshot: Snapshot, selection: Selection) -> Worked:
    return work(snapshot.cube, RECORDING, selection.fitted(RECORDING), ["command"])


def _rows(snapshot: Snapshot, found: Worked, places: np.ndarray) -> list[Recorded]:
    name = snapshot.release.force.command_name
    return [
        Recorded(code, name(code), column, filled, rows, percent, _said(column, filled, rows))
        for code, column, filled, rows, percent in zip(
            found.texts("command", places),
            found.texts("column", places),
            found.numerator[places].tolist(),
            found.denominator[places].tolist(),
            found.value[places].tolist(),
            strict=True,
        )
    ]


def _said(column: str, filled: float, rows: float) -> str:
    return NOT_RECORDED if filled == 0 and rows > SURELY_SOME and column in IN_WORDS else ""


def unrecorded(snapshot: Snapshot, selection: Selection) -> list[Recorded]:
    """The columns that duty status rests on and that a command of size does not record at all."""
    found = _recording(snapshot, selection)
    # Few of many: the others never become rows.
    telling = np.array([column in IN_WORDS for column in found.labels["column"]], dtype=bool)
    nothing = (found.numerator == 0) & (found.denominator > SURELY_SOME)
    nothing = np.flatnonzero(nothing & telling[found.places["column"]])
    return [row for row in _rows(snapshot, found, nothing) if row.said]


def recording_view(snapshot: Snapshot, state: State) -> View:
    """A cell a command and column: blank is not none."""
    chosen = state.selection
    everywhere = chosen.everywhere()
    found = pd.DataFrame(recording(snapshot, everywhere), columns=Recorded._fields)
    who = len({row.command for row in unrecorded(snapshot, everywhere)})
    if not who:
        title = "Every command records something of each duty status"
    else:
        title = (
            f"{who} {'command does' if who == 1 else 'commands do'} not record "
            "what a duty status rests on"
        )
    # Those with most that is not recorded first, then the larger: a force may have 750.
    order = found.assign(silent=found["said"] == NOT_RECORDED).groupby("name")
    order = order.agg(silent=("silent", "sum"), rows=("rows", "max"))
    names = list(order.sort_values(["silent", "rows"], ascending=False).index[:_MOST])
    drawn = found[found["column"].isin(_DRAWN) & found["name"].isin(names)]
    cells = pd.DataFrame(
        {
            "row": drawn["name"],
            "column": drawn["column"].str.replace("_", " "),
            "value": drawn["percent"],
            "text": [_cell(value) for value in drawn["percent"]],
            "hover": [
                f"{name}: {column.replace('_', ' ')}\n{filled:,.0f} of {rows:,.0f} rows filled"
                for name, column, filled, rows in zip(
                    drawn["name"], drawn["column"], drawn["filled"], drawn["rows"], strict=True
                )
            ],
            "flag": drawn["said"] == NOT_RECORDED,
        }
    )
    selected = frozenset(snapshot.release.force.command_name(code) for code in chosen.commands)
    figure = heatmap(
        cells,
        names,
        [name.replace("_", " ") for name in _DRAWN],
        unit="%",
        words="Darker is more of the officers' rows filled.",
        selected=selected,
        span=(0, 100),
    )
    return View(
        panel=RECORDED,
        title=title,
        statistic=(
            "Officers' rows in which a column is filled, %, by command, "
            f"{chosen.when()}; {len(names)} of {len(order)} commands drawn. Blank is not none"
        ),
        figure=figure,
        table=found.sort_values(["name", "column"]),
        prose=left_out(state, RECORDING),
        workings=[worked(snapshot, RECORDING, chosen)],
    )


def _cell(value: float) -> str:
    if pd.isna(value):
        return ""
    return "<1" if 0 < value < 0.5 else f"{value:.0f}"
