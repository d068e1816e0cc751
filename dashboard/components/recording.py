"""Recording completeness on a page: how much of each column is filled, and what is not at all."""

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.working import left_out, worked
from dashboard.figures.heatmap import heatmap
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.selection import Selection
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


def recording(snapshot: Snapshot, selection: Selection) -> pd.DataFrame:
    """A row a command and column: filled, rows, percent (missing without rows), said.

    Over several months, of their mean.
    """
    fitted = selection.fitted(RECORDING)
    found = evaluate(snapshot.cube, RECORDING, fitted, ["command"])
    found = found.rename(columns={"numerator": "filled", "denominator": "rows"})
    found = found.assign(percent=found["value"])
    empty = (
        (found["filled"] == 0)
        & (found["rows"] > SURELY_SOME)
        & found["column"].isin(list(IN_WORDS))
    )
    found["said"] = empty.map({True: NOT_RECORDED, False: ""})
    force = snapshot.release.force
    found["name"] = [force.command_name(code) for code in found["command"]]
    return found


def unrecorded(snapshot: Snapshot, selection: Selection) -> pd.DataFrame:
    """The columns that duty status rests on and that a command of size does not record at all."""
    found = recording(snapshot, selection)
    return found[found["said"] == NOT_RECORDED]


def recording_view(snapshot: Snapshot, state: State) -> View:
    """A cell a command and column: blank is not none."""
    chosen = state.selection
    everywhere = chosen.everywhere()
    found = recording(snapshot, everywhere)
    missing = unrecorded(snapshot, everywhere)
    if missing.empty:
        title = "Every command records something of each duty status"
    else:
        who = missing["command"].nunique()
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
