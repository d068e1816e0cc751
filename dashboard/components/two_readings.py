"""The review's reading of deployable and the Home Office's, side by side, by command."""

from dataclasses import replace

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.gaps import MOST_COMMANDS
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.wording import capital
from dashboard.components.working import worked
from dashboard.figures.readings import readings
from dashboard.measures.deployable_strength import MEASURE as DEPLOYABLE
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.selection import Selection
from dashboard.measures.nominal_strength import MEASURE as NOMINAL
from dashboard.schema.duty import READINGS

BOTH = Panel(
    "readings",
    (
        Column("name", "Command", "text"),
        Column("nominal", "Nominal, FTE"),
        Column("available", "Available for duty (Home Office), FTE"),
        Column("deployable", "Fully deployable (the review), FTE"),
        Column("between", "Between the two, FTE"),
    ),
)


def two_readings_view(snapshot: Snapshot, state: State) -> View:
    """Nominal, available and fully deployable of each command, by what lies between the two."""
    force = snapshot.release.force
    everywhere = state.selection.everywhere()
    table = pd.DataFrame(
        {
            "nominal": _by_command(snapshot, NOMINAL, everywhere),
            "available": _by_command(snapshot, DEPLOYABLE, _read(everywhere, "home_office")),
            "deployable": _by_command(snapshot, DEPLOYABLE, _read(everywhere, "review")),
        }
    ).round(1)
    table["between"] = (table["available"] - table["deployable"]).round(1)
    table.insert(0, "name", [force.command_name(code) for code in table.index])
    table["selected"] = table.index.isin(state.selection.commands)
    table = table.sort_values(["between", "nominal"], ascending=False)
    known = table.dropna(subset=["nominal", "available", "deployable"])
    drawn = pd.concat([known.head(MOST_COMMANDS), known.iloc[MOST_COMMANDS:].query("selected")])
    available, deployable = (
        _whole(snapshot, _read(state.selection, code)) for code in ("home_office", "review")
    )
    chosen = state.selection
    statistic = f"Nominal strength and the two readings, {chosen.unit}, {chosen.when()}"
    if len(drawn) < len(table):
        statistic += f"; {len(drawn)} of {len(table)} commands, the table has all"
    return View(
        panel=BOTH.told_in(_read(chosen, "review")),
        title=(
            "No figure for the two readings"
            if pd.isna(available - deployable)
            else f"{available:,.0f} are available for duty, and {deployable:,.0f} fully deployable"
        ),
        statistic=statistic,
        figure=readings(drawn, f"{chosen.unit} officers"),
        table=table,
        prose=[(f"{capital(reading.reader)}.", reading.meaning) for reading in READINGS.values()],
        workings=[
            worked(snapshot, DEPLOYABLE, _read(chosen, "home_office")),
            worked(snapshot, DEPLOYABLE, _read(chosen, "review")),
        ],
    )


def _read(selection: Selection, reading: str) -> Selection:
    return replace(selection, reading=reading)


def _by_command(snapshot: Snapshot, measure, selection: Selection) -> pd.Series:
    found = evaluate(snapshot.cube, measure, selection.fitted(measure), ["command"])
    return found.set_index("command")["value"]


def _whole(snapshot: Snapshot, selection: Selection) -> float:
    return float(evaluate(snapshot.cube, DEPLOYABLE, selection)["value"].iloc[0])
