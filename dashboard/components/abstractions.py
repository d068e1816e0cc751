"""What takes shifts from core: by reason, of each team or command, and in one sentence."""

import math
from dataclasses import replace

import pandas as pd
from dash import html

from dashboard.access.reading import Snapshot
from dashboard.components.gaps import MOST_COMMANDS
from dashboard.components.measured import called
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.wording import listed
from dashboard.components.working import worked
from dashboard.cube.kinds.days import AWAY
from dashboard.figures.stack import stack
from dashboard.measures.abstraction_rate import MEASURE as RATE
from dashboard.measures.abstractions_by_activity import MEASURE as BY_ACTIVITY
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.selection import Selection
from dashboard.schema import months
from dashboard.schema.force import Force

ACTIVITIES = {
    "aid_central": "Central Aid",
    "aid_local": "Local Aid",
    "backfill": "Backfill",
    "investigation_support": "Investigation support",
    "guard_or_scene": "Guarding or a scene",
    "training": "Training",
    "court": "Court",
    "other": "Other",
}
"""What is away from core, in words, in the order of the data contract."""

_COLUMNS = (
    Column("name", "Name", "text"),
    Column("duty", "Shifts on duty"),
    Column("away", "Away from core, shifts"),
    *(Column(code, f"{words}, % of shifts on duty") for code, words in ACTIVITIES.items()),
    Column("rate", "Abstraction rate, %"),
)
BY_TEAM = Panel("reasons-by-team", _COLUMNS)
BY_COMMAND = Panel("reasons-by-command", _COLUMNS)


def reasons(snapshot: Snapshot, selection: Selection, by: str) -> pd.DataFrame:
    """A row a team or command: code, name, shifts on duty and away, and each reason in %.

    The highest abstraction rate first; rates are missing under the minimum base.
    """
    force = snapshot.release.force
    rate = evaluate(snapshot.cube, RATE, selection.fitted(RATE), [by]).set_index(by)
    spent = evaluate(snapshot.cube, BY_ACTIVITY, selection.fitted(BY_ACTIVITY), [by])
    shifts = spent.pivot(index=by, columns="activity", values="value")
    shifts = shifts.reindex(index=rate.index, columns=[*AWAY]).fillna(0.0)
    duty = rate["denominator"].where(rate["denominator"] >= RATE.minimum_base)
    shares = shifts.mul(100).div(duty, axis=0)
    table = shares.assign(
        name=[called(force, by, code) for code in rate.index],
        duty=rate["denominator"],
        away=rate["numerator"],
        rate=(100 * rate["numerator"] / duty).round(1),
    )
    table.index.name = "code"
    return table.reset_index().sort_values(["rate", "duty"], ascending=False, ignore_index=True)


def reasons_view(snapshot: Snapshot, state: State, panel: Panel, by: str) -> View | None:
    """The abstraction rate of each team or command, stacked by reason; None where none has one."""
    chosen = state.selection
    wide = chosen.everywhere() if by == "command" else replace(chosen, teams=())
    table = reasons(snapshot, wide, by)
    marked = chosen.commands if by == "command" else chosen.teams
    table["selected"] = table["code"].isin(marked)
    rated = table.dropna(subset=["rate"])
    if rated.empty:
        return None
    drawn = pd.concat([rated.head(MOST_COMMANDS), rated.iloc[MOST_COMMANDS:].query("selected")])
    statistic = f"Shifts away from core, % of shifts on duty, by reason, {chosen.when()}"
    if len(drawn) < len(table):
        statistic += f"; {len(drawn)} of {len(table)} are drawn, the table has all"
    return View(
        panel=panel,
        title=_aid_title(rated) if by == "command" else _reasons_title(rated),
        statistic=statistic,
        figure=stack(drawn, tuple(ACTIVITIES.items()), "% of shifts on duty"),
        table=table.round(1),
        workings=[worked(snapshot, RATE, chosen), worked(snapshot, BY_ACTIVITY, chosen)],
    )


def _reasons_title(rated: pd.DataFrame) -> str:
    top = rated.iloc[0]
    if top["rate"] == 0:
        return "No shift is recorded as away from core"
    reason = _largest(top)
    if len(rated) == 1:
        return f"{top['name']} loses {top['rate']:.1f}%, the largest part to {reason}"
    low = rated.iloc[-1]
    return (
        f"{top['name']} loses the most, {top['rate']:.1f}%, the largest part to {reason}; "
        f"{low['name']} the least, {low['rate']:.1f}%"
    )


def _aid_title(rated: pd.DataFrame) -> str:
    """Where Aid weighs most: the rates themselves are told by another panel."""
    aid = rated["aid_central"] + rated["aid_local"]
    chosen = rated[rated["selected"]]
    if aid.max() == 0:
        return _reasons_title(rated)
    one = len(chosen) == 1
    place = chosen.index[0] if one else aid.idxmax()
    name, rate = rated["name"][place], rated["rate"][place]
    gives = "gives Aid" if one else "gives the most to Aid:"
    return f"{name} {gives} {aid[place]:.1f}% of its shifts on duty, of {rate:.1f}% away from core"


def _largest(row: pd.Series) -> str:
    code = max(ACTIVITIES, key=lambda one: row[one])
    return "other work" if code == "other" else lower(ACTIVITIES[code])


def lower(words: str) -> str:
    """Words of an activity as they stand in a sentence: Aid keeps its capital."""
    return words[:1].lower() + words[1:]


def of_whom(force: Force, selection: Selection) -> str:
    """ "Response in Central South", "the Met": whose shifts, after "of"."""
    place = listed(force.in_words(selection.commands) or [force.in_a_sentence()])
    teams = [force.team_name(code) for code in selection.teams]
    return f"{listed(teams)} in {place}" if teams else place


def headline(snapshot: Snapshot, state: State) -> list:
    """How many shifts on duty were away from core, the rate set apart, and the largest reason."""
    chosen, force = state.selection, snapshot.release.force
    row = evaluate(snapshot.cube, RATE, chosen.fitted(RATE)).iloc[0]
    whose, when = of_whom(force, chosen), chosen.when()
    if math.isnan(row["numerator"]):
        return [f"There is no figure for the shifts of {whose} in {when}."]
    if row["denominator"] == 0:
        return [f"No shifts on duty of {whose} are recorded in {when}."]
    counts = f"{row['numerator']:,.0f} of the {row['denominator']:,.0f} shifts on duty of {whose} "
    if row["denominator"] < RATE.minimum_base:
        return [f"{counts}were spent away from core in {when}: too few for a rate."]
    rate = f"an abstraction rate of {row['value']:.1f}%"
    return [
        f"{counts}were spent away from core in {when}: ",
        html.Span(rate, className="gap"),
        f"{_against(snapshot, state, row['value'])}{_most(snapshot, chosen, row['numerator'])}.",
    ]


def _against(snapshot: Snapshot, state: State, value: float) -> str:
    if state.before is None:
        return "" if state.compare == "none" else f"; nothing {state.ago()} to compare with"
    row = evaluate(snapshot.cube, RATE, state.before.fitted(RATE)).iloc[0]
    if not row["denominator"] >= RATE.minimum_base:
        return f"; no figure for {state.before.when()} to compare with"
    change = round(round(value, 1) - round(row["value"], 1), 1)
    if change == 0:
        return f", the same as {state.ago()}"
    return f", {abs(change):.1f} points {'more' if change > 0 else 'less'} than {state.ago()}"


def _most(snapshot: Snapshot, selection: Selection, away: float) -> str:
    """ "; central Aid took 41% of them"."""
    spent = evaluate(snapshot.cube, BY_ACTIVITY, selection.fitted(BY_ACTIVITY))
    if spent.empty or not away > 0:
        return ""
    top = spent.loc[spent["value"].idxmax()]
    return f"; {lower(ACTIVITIES[top['activity']])} took {top['value'] / away:.0%} of them"


def missing(snapshot: Snapshot, state: State) -> list[str]:
    """Who sent no shifts of the months shown, a sentence a month; of many months their number."""
    cube, force, chosen = snapshot.cube, snapshot.release.force, state.selection
    asked = chosen.commands or cube.sending(["days"])
    lacking = {}
    for month in chosen.months:
        has = cube.has["days"][cube.at(month)]
        found = [code for code in asked if not has[cube.labels["command"].index(code)]]
        if found:
            lacking[month] = listed([force.command_name(code) for code in found])
    if len(lacking) > 3:
        return [f"{len(lacking)} of the {len(chosen.months)} months lack a command's shifts."]
    return [f"No shifts for {months.words(month)} from {who}." for month, who in lacking.items()]
