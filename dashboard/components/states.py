"""Officers by state, fully deployable, limited or not deployable, of each team or command."""

from dataclasses import replace

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.gaps import MOST_COMMANDS
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.wording import capital
from dashboard.components.working import worked
from dashboard.figures.composition import Band, composition
from dashboard.measures.engine.benchmarks import fitting
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.selection import Selection
from dashboard.measures.gap_to_nominal import MEASURE as GAP
from dashboard.measures.strength_by_duty_status import MEASURE as BY_STATUS
from dashboard.schema.duty import DEPLOYABLE, LIMITED, NOT_DEPLOYABLE, STATUSES

_COLUMNS = (
    Column("name", "Name", "text"),
    Column("nominal", "Nominal, FTE"),
    *(Column(code, f"{status.label}, FTE") for code, status in STATUSES.items()),
    Column("away", "Not deployable, % of nominal"),
    Column("limited", "Limited, % of nominal"),
    Column("gap_percent", "Not fully deployable, % of nominal"),
)
TEAMS = Panel("teams", _COLUMNS, width=5)
BY_COMMAND = Panel("states", _COLUMNS)
_SHARES = {"deployable": DEPLOYABLE, "limited": LIMITED, "away": NOT_DEPLOYABLE}
NO_TEAM = "No team recorded"


def states(snapshot: Snapshot, selection: Selection, by: str) -> pd.DataFrame:
    """A row a team or command: code, name, nominal, each status, and the states in % of nominal.

    Sorted by what is not fully deployable; rates are missing under the minimum base.
    """
    force = snapshot.release.force
    named = force.command_name if by == "command" else force.team_name
    found = evaluate(snapshot.cube, BY_STATUS, selection.fitted(BY_STATUS), [by])
    wide = found.pivot(index=by, columns="status", values="value")
    # A hole has no status at all; who merely lacks one of them has nobody in it.
    hole = wide.isna().all(axis=1)
    wide = wide.reindex(columns=list(STATUSES)).fillna(0.0)
    wide.loc[hole] = float("nan")
    table = wide.round(1).assign(nominal=wide.sum(axis=1, skipna=False).round(1))
    table.insert(0, "name", [named(code) or NO_TEAM for code in table.index])
    rated = wide.sum(axis=1, skipna=False).where(lambda total: total >= GAP.minimum_base)
    for share, state in _SHARES.items():
        codes = [code for code, status in STATUSES.items() if status.state == state]
        table[share] = 100 * wide[codes].sum(axis=1, skipna=False) / rated
    # Sums of shares leave dust, which would read as a gap of -0.0%.
    table["gap_percent"] = (100 - table["deployable"]).round(6) + 0.0
    table.index.name = "code"
    return table.reset_index().sort_values(
        ["gap_percent", "nominal"], ascending=False, ignore_index=True
    )


def teams_view(snapshot: Snapshot, state: State) -> View | None:
    """The states of each team of the selected commands; none where no team is recorded."""
    everyone = replace(state.selection, teams=())
    table = states(snapshot, everyone, "team")
    table["selected"] = table["code"].isin(state.selection.teams)
    if not any(table["code"]):
        return None
    return _view(snapshot, state, TEAMS, table, "team")


def commands_view(snapshot: Snapshot, state: State) -> View:
    """The states of each command."""
    table = states(snapshot, state.selection.everywhere(), "command")
    table["selected"] = table["code"].isin(state.selection.commands)
    return _view(snapshot, state, BY_COMMAND, table, "command")


def _view(snapshot: Snapshot, state: State, panel: Panel, table: pd.DataFrame, by: str) -> View:
    chosen = state.selection
    rated = table.dropna(subset=["gap_percent"])
    drawn = pd.concat([rated.head(MOST_COMMANDS), rated.iloc[MOST_COMMANDS:].query("selected")])
    statistic = f"Officers by state, % of nominal strength, sorted, {chosen.when()}"
    if len(drawn) < len(table):
        statistic += f"; {len(drawn)} of {len(table)} are drawn, the table has all"
    return View(
        panel=panel.told_in(replace(chosen, reading="review")),
        title=_title(rated, by),
        statistic=statistic,
        figure=composition(drawn, band=_band(snapshot, chosen)),
        table=table,
        workings=[worked(snapshot, GAP, chosen)],
    )


def _title(rated: pd.DataFrame, by: str) -> str:
    if rated.empty:
        return f"No {by} is large enough for a rate"
    top = rated.iloc[0]
    if top["gap_percent"] < 0.05:
        return f"Every {by} is recorded as fully deployable"
    if len(rated) == 1:
        return f"{top['gap_percent']:.1f}% of {top['name']} is not fully deployable"
    low = rated.iloc[-1]
    return (
        f"{capital(top['name'])} has the most who are not fully deployable, "
        f"{top['gap_percent']:.1f}%; {low['name']} the fewest, {low['gap_percent']:.1f}%"
    )


def _band(snapshot: Snapshot, chosen: Selection) -> Band | None:
    review = replace(chosen, reading="review")
    for _, figure in fitting(GAP, snapshot.release.force, review):
        if figure.low is not None and figure.high is not None:
            words = f"published: a gap of {figure.low:g} to {figure.high:g}%"
            return figure.low, figure.high, words
    return None
