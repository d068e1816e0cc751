"""Overlapping reasons on a page: who would still be kept from duty if the first one went."""

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.working import left_out, worked
from dashboard.figures.heatmap import heatmap
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.overlapping_reasons import MEASURE as OVERLAPS
from dashboard.schema.duty import STATUSES

OVERLAPPING = Panel(
    "overlaps",
    (
        Column("row", "Reason", "text"),
        Column("column", "And", "text"),
        Column("value", "Officers, FTE"),
    ),
    width=5,
)


def overlaps_view(snapshot: Snapshot, state: State) -> View:
    """A cell a pair of reasons; on the diagonal everyone to whom a reason applies."""
    chosen = state.selection.fitted(OVERLAPS)
    found = evaluate(snapshot.cube, OVERLAPS, chosen)
    table = pd.DataFrame(
        {
            "row": [STATUSES[code].label for code in found["reason"]],
            "column": [STATUSES[code].label for code in found["other"]],
            "value": found["value"].round(1),
            "same": found["reason"] == found["other"],
        }
    )
    pairs = table[~table["same"]].dropna(subset=["value"])
    labels = [status.label for code, status in STATUSES.items() if code != "full"]
    cells = table.assign(
        # Everyone with a reason would outshine all pairs: the diagonal is words on no shade.
        value=table["value"].mask(table["same"]),
        text=[f"{value:,.0f}" if pd.notna(value) else "" for value in table["value"]],
        hover=[_hover(row, chosen.unit) for row in table.to_dict("records")],
    )
    return View(
        panel=OVERLAPPING.told_in(chosen),
        title=_title(pairs, chosen.unit),
        statistic=(
            f"Officers to whom two reasons apply, {chosen.unit}, {chosen.when()}; "
            "where a reason meets itself, all to whom it applies"
        ),
        figure=heatmap(
            cells,
            labels,
            labels,
            unit=chosen.unit,
            words="Darker is more officers with both reasons.",
        ),
        table=table,
        prose=left_out(state, OVERLAPS),
        workings=[worked(snapshot, OVERLAPS, state.selection)],
    )


def _title(pairs: pd.DataFrame, unit: str) -> str:
    if pairs.empty or pairs["value"].max() == 0:
        return "No officer has more than one recorded reason"
    top = pairs.loc[pairs["value"].idxmax()]
    return (
        f"{top['row']} and {top['column'].lower()} overlap most: "
        f"{top['value']:,.1f} {unit} have both"
    )


def _hover(cell: dict, unit: str) -> str:
    who = cell["row"] if cell["same"] else f"{cell['row']} and {cell['column'].lower()}"
    return f"{who}\n{cell['value']:,.1f} {unit}"
