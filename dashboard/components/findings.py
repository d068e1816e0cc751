"""What stands out in a selection: each finding in words, with the link that shows it."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from dashboard.access.reading import Snapshot
from dashboard.components.gaps import CommandGap, gaps
from dashboard.components.ladder import Steps
from dashboard.components.look import Finding
from dashboard.components.recording import IN_WORDS, SURELY_SOME, unrecorded
from dashboard.components.state import State
from dashboard.components.wording import capital, listed, possessive
from dashboard.measures.engine.benchmarks import fitting
from dashboard.measures.engine.evaluate import work
from dashboard.measures.engine.selection import Selection
from dashboard.measures.gap_to_nominal import MEASURE as GAP
from dashboard.measures.supervision_span_uniformed import MEASURE as SPAN

LEAST_CHANGE = 5
"""FTE by which a status must have changed to be worth a line."""
LONG_SPAN = 12
"""Constables to a sergeant above which a unit is worth a line: what officers told the review."""


def findings(
    snapshot: Snapshot, state: State, steps: Steps, commands: Sequence[CommandGap]
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
    nowhere = snapshot.not_recorded(chosen.months)
    found = [row for row in unrecorded(snapshot, chosen) if row.column not in nowhere]
    if not found:
        return
    ((column, _),) = Counter(row.column for row in found).most_common(1)
    silent = [row for row in found if row.column == column]
    if len(silent) == 1:
        one = silent[0]
        who = f"{one.name} has no {IN_WORDS[column]} for any of its {one.rows:,.0f} officers"
    else:
        who = f"{len(silent)} commands of over {SURELY_SOME} officers have no {IN_WORDS[column]}"
    yield Finding(
        f"{who} on record: blank is not none.", _link("/deployability", state), "Recording"
    )


def _grew(state: State, steps: Steps) -> Iterator[Finding]:
    losses = [one for one in steps if one.kind == "loss" and one.change >= LEAST_CHANGE]
    if losses:
        most = max(losses, key=lambda one: one.change)
        yield Finding(
            f"{most.label} took {most.change:,.1f} more than {state.ago()}: "
            f"{most.value:,.1f} {state.selection.unit} in all.",
            _link("/deployability", state),
            "Deployability",
        )


def _widest(snapshot: Snapshot, state: State, commands: Sequence[CommandGap]) -> Iterator[Finding]:
    """The widest gap one level down: of a command among all, of a team in a command.

    Of commands that are held against their like only one that chance does not explain.
    """
    chosen, force = state.selection, snapshot.release.force
    if len(chosen.commands) != 1:
        among = [one for one in commands if one.rated and (one.selected or not chosen.commands)]
        first = among[:1]
        limited = any(not math.isnan(one.low) for one in among)
        among = [one for one in among if one.flag == "above"] if limited else among
        apart = len(among) > 1 and among[0].gap_percent > among[-1].gap_percent
        if apart or (limited and among):
            top = among[0]
            only = replace(chosen, commands=(top.code,))
            gap = "the widest gap" if [top] == first else "a gap above what chance explains"
            words = f"{top.name} has {gap}: {top.gap_percent:.1f}% of its books."
            yield Finding(words, _link("/", state, only), f"Open {top.name}")
    elif not chosen.teams:
        teams = [one for one in gaps(snapshot, chosen, "team") if one.code and one.rated]
        if len(teams) > 1:
            widest = max(teams, key=lambda one: one.gap_percent)
            name = force.team_name(widest.code)
            only = replace(chosen, teams=(widest.code,))
            words = f"{name} is the team with the widest gap: {widest.gap_percent:.1f}%."
            yield Finding(words, _link("/", state, only), f"Open {name}")


def _long_spans(snapshot: Snapshot, state: State) -> Iterator[Finding]:
    fitted = replace(state.selection.fitted(SPAN), first=state.month)
    found = work(snapshot.cube, SPAN, fitted, ["command", "team", "unit"])
    units = (found.numerator > 0) & np.array(
        [unit != "" for unit in found.texts("unit")], dtype=bool
    )
    # A unit without a sergeant has no value, and counts as above.
    above = int((units & ~(found.value <= LONG_SPAN)).sum())
    if above:
        verb = "has" if above == 1 else "have"
        yield Finding(
            f"{above} of {units.sum()} uniformed units {verb} more than {LONG_SPAN} "
            "PCs to a sergeant.",
            _link("/supervision", state),
            "Supervision",
        )


def _above_published(
    snapshot: Snapshot, state: State, commands: Sequence[CommandGap]
) -> Iterator[Finding]:
    chosen, force = state.selection, snapshot.release.force
    published = next(fitting(GAP, force, chosen), None)
    rated = [one for one in commands if one.rated and (one.selected or not chosen.commands)]
    # What is published is of one force's commands: beside another's it is no finding.
    if published is None or not force.published_as:
        return
    benchmark, figure = published
    high, group = figure.high, force.groups().get(figure.scope, ())
    if high is None:
        return
    # What is published of one kind of command says nothing of the others.
    rated = [one for one in rated if not group or one.code in group]
    above = [one for one in rated if one.gap_percent > high]
    if not above:
        return
    who = (
        f"{possessive(above[0].name)} gap is"
        if len(above) == 1
        else f"{len(above)} of {len(rated)} {f'{figure.scope} gaps' if group else 'gaps'} are"
        if len(above) > 2
        else f"{listed([capital(one.name) for one in above])} are"
    )
    yield Finding(
        f"{who} above the {figure.low:g} to {figure.high:g}% {benchmark.words}.",
        _link("/evidence", state),
        "Evidence",
    )
