"""What stands out in a selection: each finding in words, with the link that shows it."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.gaps import gaps
from dashboard.components.look import Finding
from dashboard.components.recording import IN_WORDS, SURELY_SOME, unrecorded
from dashboard.components.state import State
from dashboard.components.wording import capital, listed, possessive
from dashboard.measures.engine.benchmarks import fitting
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.selection import Selection
from dashboard.measures.gap_to_nominal import MEASURE as GAP
from dashboard.measures.supervision_span_uniformed import MEASURE as SPAN

LEAST_CHANGE = 5
"""FTE by which a status must have changed to be worth a line."""
LONG_SPAN = 12
"""Constables to a sergeant above which a unit is worth a line: what officers told the review."""


def findings(
    snapshot: Snapshot, state: State, steps: pd.DataFrame, commands: pd.DataFrame
) -> Iterator[Finding]:
    """The findings, weightiest first. steps: the ladder; commands: the gap by command."""
    yield from _not_recorded(snapshot, state)
    yield from _grew(state, steps)
    yield from _widest(snapshot, state, commands)
    yield from _long_spans(snapshot, state)
    yield from _above_published(snapshot, state, commands)


def _link(path: str, state: State, selection: Selection | None = None) -> str:
    return f"{path}?{replace(state, selection=selection or state.selection).query()}"


def _not_recorded(snapshot: Snapshot, state: State) -> Iterator[Finding]:
    """The column that most commands of size do not record, of those that the extract has at all."""
    chosen = state.selection
    found = unrecorded(snapshot, chosen)
    found = found[~found["column"].isin(snapshot.not_recorded(chosen.months))]
    if found.empty:
        return
    column = found["column"].value_counts().index[0]
    silent = found[found["column"] == column]
    if len(silent) == 1:
        one = silent.iloc[0]
        who = f"{one['name']} has no {IN_WORDS[column]} for any of its {one['rows']:,.0f} officers"
    else:
        who = f"{len(silent)} commands of over {SURELY_SOME} officers have no {IN_WORDS[column]}"
    yield Finding(
        f"{who} on record: blank is not none.", _link("/deployability", state), "Recording"
    )


def _grew(state: State, steps: pd.DataFrame) -> Iterator[Finding]:
    losses = steps[(steps["kind"] == "loss") & (steps["change"] >= LEAST_CHANGE)]
    if len(losses):
        most = losses.loc[losses["change"].idxmax()]
        yield Finding(
            f"{most['label']} took {most['change']:,.1f} more than {state.ago()}: "
            f"{most['value']:,.1f} {state.selection.unit} in all.",
            _link("/deployability", state),
            "Deployability",
        )


def _widest(snapshot: Snapshot, state: State, commands: pd.DataFrame) -> Iterator[Finding]:
    """The widest gap one level down: of a command among all, of a team in a command.

    Of commands that are held against their like only one that chance does not explain.
    """
    chosen, force = state.selection, snapshot.release.force
    if len(chosen.commands) != 1:
        rated = commands.dropna(subset=["gap_percent"])
        among = rated[rated["selected"]] if chosen.commands else rated
        limited = among["low"].notna().any()
        among = among[among["flag"] == "above"] if limited else among
        apart = len(among) > 1 and among.iloc[0]["gap_percent"] > among.iloc[-1]["gap_percent"]
        if apart or (limited and len(among)):
            top = among.iloc[0]
            only = replace(chosen, commands=(top["code"],))
            words = f"{top['name']} has the widest gap: {top['gap_percent']:.1f}% of its books."
            yield Finding(words, _link("/", state, only), f"Open {top['name']}")
    elif not chosen.teams:
        teams = gaps(snapshot, chosen, "team").dropna(subset=["gap_percent"])
        teams = teams[teams["code"] != ""].sort_values("gap_percent", ascending=False)
        if len(teams) > 1:
            top = teams.iloc[0]
            name = force.team_name(top["code"])
            only = replace(chosen, teams=(top["code"],))
            words = f"{name} is the team with the widest gap: {top['gap_percent']:.1f}%."
            yield Finding(words, _link("/", state, only), f"Open {name}")


def _long_spans(snapshot: Snapshot, state: State) -> Iterator[Finding]:
    fitted = replace(state.selection.fitted(SPAN), first=state.month)
    units = evaluate(snapshot.cube, SPAN, fitted, ["command", "team", "unit"])
    units = units[(units["unit"] != "") & (units["numerator"] > 0)]
    # A unit without a sergeant has no value, and counts as above.
    above = units[(units["value"] > LONG_SPAN) | units["value"].isna()]
    if len(above):
        verb = "has" if len(above) == 1 else "have"
        yield Finding(
            f"{len(above)} of {len(units)} uniformed units {verb} more than {LONG_SPAN} "
            "PCs to a sergeant.",
            _link("/supervision", state),
            "Supervision",
        )


def _above_published(snapshot: Snapshot, state: State, commands: pd.DataFrame) -> Iterator[Finding]:
    chosen, force = state.selection, snapshot.release.force
    published = next(fitting(GAP, force, chosen), None)
    rated = commands.dropna(subset=["gap_percent"])
    if chosen.commands:
        rated = rated[rated["selected"]]
    # What is published is of one force's commands: beside another's it is no finding.
    if published is None or published[1].high is None or not force.published_as:
        return
    benchmark, figure = published
    above = rated[rated["gap_percent"] > figure.high]
    if above.empty:
        return
    who = (
        f"{possessive(above.iloc[0]['name'])} gap is"
        if len(above) == 1
        else f"{len(above)} of {len(rated)} gaps are"
        if len(above) > 2
        else f"{listed([capital(name) for name in above['name']])} are"
    )
    yield Finding(
        f"{who} above the {figure.low:g} to {figure.high:g}% {benchmark.words}.",
        _link("/evidence", state),
        "Evidence",
    )
