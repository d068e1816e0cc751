"""The gap of each team in each command, as a table of shaded cells."""

from dataclasses import replace

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.wording import possessive
from dashboard.components.working import worked
from dashboard.figures.heatmap import heatmap
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.gap_to_nominal import MEASURE as GAP

CROSSED = Panel(
    "crossed",
    (
        Column("row", "Command", "text"),
        Column("column", "Team", "text"),
        Column("nominal", "Nominal, FTE"),
        Column("deployable", "Deployable, FTE"),
        Column("value", "Gap, % of nominal"),
    ),
    width=7,
)
_MOST = 25
"""Commands drawn; a force may have 750, and the table has them all."""


def crossed_view(snapshot: Snapshot, state: State) -> View | None:
    """Command by team; no rate under the minimum base. None where no team is recorded."""
    force = snapshot.release.force
    chosen = replace(state.selection, commands=(), teams=())
    found = evaluate(snapshot.cube, GAP, chosen, ["command", "team"])
    found = found[found["team"] != ""]
    if found.empty:
        return None
    small = found["denominator"] < GAP.minimum_base
    table = pd.DataFrame(
        {
            "row": [force.command_name(code) for code in found["command"]],
            "column": [force.team_name(code) for code in found["team"]],
            "nominal": found["denominator"].round(1),
            "deployable": (found["denominator"] - found["numerator"]).round(1),
            "value": found["value"].round(1).mask(small),
        }
    )
    widest = table.groupby("row")["value"].max().sort_values(ascending=False)
    rows = list(widest.index[:_MOST])
    # The teams that most commands have stand first: the others are those of a few specialists.
    columns = list(table.groupby("column").size().sort_values(ascending=False, kind="stable").index)
    cells = table[table["row"].isin(rows)]
    cells = cells.assign(
        text=["" if pd.isna(value) else f"{value:.0f}" for value in cells["value"]],
        hover=[_hover(cell, chosen.unit) for cell in cells.to_dict("records")],
    )
    selected = frozenset(force.command_name(code) for code in state.selection.commands)
    statistic = f"Gap, % of nominal strength, by command and team, {chosen.when()}"
    if small.any():
        statistic += f"; empty where under {GAP.minimum_base:g} officers, or no such team"
    return View(
        panel=CROSSED.told_in(chosen),
        title=_title(table),
        statistic=statistic,
        figure=heatmap(
            cells,
            rows,
            columns,
            unit="%",
            words="Darker is a wider gap.",
            digits=1,
            selected=selected,
        ),
        table=table,
        workings=[worked(snapshot, GAP, state.selection)],
    )


def _hover(cell: dict, unit: str) -> str:
    rate = "no rate" if pd.isna(cell["value"]) else f"a gap of {cell['value']:.1f}%"
    return f"{cell['row']}: {cell['column']}\n{rate} of {cell['nominal']:,.1f} {unit}"


def _title(table: pd.DataFrame) -> str:
    rated = table.dropna(subset=["value"])
    if rated.empty:
        return "No team of a command is large enough for a rate"
    top = rated.loc[rated["value"].idxmax()]
    return f"The widest gap is in {possessive(top['row'])} {top['column']}: {top['value']:.1f}%"
