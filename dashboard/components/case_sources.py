"""Sources of caseloads: each by itself, beside the others month by month, and how far apart."""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.choices import Choice, Option
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.wording import listed
from dashboard.components.working import worked
from dashboard.figures.series import Line, series
from dashboard.measures.caseload import MEASURE as CASELOAD
from dashboard.measures.engine.benchmarks import fitting, printed
from dashboard.measures.engine.definition import Measure
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.selection import Selection
from dashboard.schema import months

ALL = "all"
"""The choice of every source, side by side."""
_PROTECTION = "public protection"
_COUNTED = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")

APART = Panel("apart", (), width=12)


def sources(snapshot: Snapshot) -> list[str]:
    """The sources that ever counted, by name."""
    return [label for label in snapshot.cube.labels["source"] if label]


def kinds(snapshot: Snapshot) -> list[str]:
    """What was ever counted as a case, cases first."""
    found = [label for label in snapshot.cube.labels["case_kind"] if label]
    return sorted(found or ["cases"], key=lambda kind: (kind != "cases", kind))


def _sources(snapshot: Snapshot) -> Sequence[Option]:
    return [("All, side by side", ALL), *((name, name) for name in sources(snapshot))]


def _kinds(snapshot: Snapshot) -> Sequence[Option]:
    return [(kind.capitalize(), kind) for kind in kinds(snapshot)]


SOURCE = Choice("source", "Source", _sources)
KIND = Choice("case", "What is counted", _kinds)


def shown(snapshot: Snapshot, state: State) -> list[str]:
    """The sources that the reader has chosen."""
    chosen = state.own[SOURCE.name]
    return sources(snapshot) if chosen == ALL else [chosen]


def counted(state: State) -> str:
    """What the reader has chosen to see counted: "cases", "offenders"."""
    return state.own[KIND.name]


# One object each: what is kept of a measure is found by it.
@cache
def of_source(measure: Measure, source: str, kind: str) -> Measure:
    """The measure as one source has it, of one kind: by itself, so that nothing is averaged."""
    return replace(
        measure,
        title=f"{measure.title}, {source}",
        unit=measure.unit.replace("cases", kind),
        over=measure.over.replace("cases", kind),
        about={"source": frozenset({source}), "case_kind": frozenset({kind})},
        always_by=(),
        benchmarks=(),
    )


def held_against(snapshot: Snapshot, selection: Selection) -> list[str]:
    """The published figures, where only public protection is selected: they are of it alone."""
    teams = snapshot.release.force.teams
    if not selection.teams or any(
        team not in teams or teams[team].function != _PROTECTION for team in selection.teams
    ):
        return []
    found = fitting(CASELOAD, snapshot.release.force, selection.fitted(CASELOAD))
    return [f"{printed(figure)}: {benchmark.words}" for benchmark, figure in found]


# --- month by month -------------------------------------------------------------------------------


def by_month(snapshot: Snapshot, selection: Selection, kind: str) -> pd.DataFrame:
    """A row a month: ``month``, a column a source, ``low``, ``high``, and ``apart`` in per cent.

    apart: how much more the highest counts than the lowest, where two or more have a value.
    """
    cube = snapshot.cube
    span = replace(selection.fitted(CASELOAD), first=cube.months[0], last=cube.months[-1])
    table = pd.DataFrame({"month": list(cube.months)})
    names = sources(snapshot)
    for name in names:
        found = evaluate(cube, of_source(CASELOAD, name, kind), span, ["month"])
        rated = found["value"].mask(found["denominator"] < CASELOAD.minimum_base)
        table[name] = table["month"].map(pd.Series(rated.to_numpy(), found["month"].to_numpy()))
    table["low"], table["high"] = table[names].min(axis=1), table[names].max(axis=1)
    several = (table[names].notna().sum(axis=1) > 1) & (table["low"] > 0)
    table["apart"] = (100 * (table["high"] / table["low"] - 1)).where(several)
    return table


def disagreement(table: pd.DataFrame, names: Sequence[str], month: str) -> str:
    """How far the sources disagree in *month*, and what it was before their number changed."""
    here = table[table["month"] == month].iloc[0]
    known = [name for name in names if not math.isnan(here[name])]
    when = months.words(month)
    if not known:
        return f"No source has a caseload in {when}"
    if len(known) == 1:
        said = f"One source in {when}: {known[0]}"
    else:
        said = f"{_number(len(known))} sources: {_far(here)} in {when}"
    return said + _before(table, names, month, len(known))


def _far(row: pd.Series) -> str:
    if math.isnan(row["apart"]):
        return "the lowest counts none"
    if round(row["apart"]) == 0:
        return "they agree to 1%"
    return f"the highest counts {row['apart']:.0f}% more than the lowest"


def _before(table: pd.DataFrame, names: Sequence[str], month: str, count: int) -> str:
    """What it was in the last month with another number of sources; else in the first month."""
    earlier = table[table["month"] < month]
    had = earlier[list(names)].notna().sum(axis=1)
    changed = earlier[(had > 0) & (had != count)]
    if not changed.empty:
        row = changed.iloc[-1]
        number = _number(int(had[changed.index[-1]])).lower()
        return f"; {number} until {months.words(row['month'])}{_spread(row)}"
    same = earlier[had > 0]
    if same.empty or count < 2:
        return ""
    row = same.iloc[0]
    return f"; as many since {months.words(row['month'])}{_spread(row)}"


def _spread(row: pd.Series) -> str:
    return "" if math.isnan(row["apart"]) else f", {row['apart']:.0f}% apart"


def _number(count: int) -> str:
    return _COUNTED[count] if count < len(_COUNTED) else str(count)


def apart_view(snapshot: Snapshot, state: State, table: pd.DataFrame) -> View | None:
    """The sources side by side in every month. table: of :func:`by_month`."""
    kind, names = counted(state), sources(snapshot)
    if table[names].isna().all(axis=None):
        return None
    own = shown(snapshot, state)
    lines = tuple(
        Line(name, name, "quiet" if name not in own else "main" if len(own) == 1 else "other")
        for name in names
        if table[name].notna().any()
    )
    unit = f"{kind} per investigator"
    rounded = table.round(dict.fromkeys([*names, "apart"], 1))
    heads = [Column(name, f"{name}, {unit}") for name in names]
    panel = replace(
        APART,
        columns=(
            Column("month", "Month", "code"),
            *heads,
            Column("apart", "Highest over lowest, % more"),
        ),
    )
    published = held_against(snapshot, state.selection)
    prose = [("Never averaged.", "Nobody knows which source is right: each is shown as it is.")]
    if published:
        prose.append(("Published.", f"{'; '.join(published)}."))
    return View(
        panel=panel,
        title=disagreement(table, names, state.month),
        statistic=f"Open {kind} over investigators, by source, in every month",
        figure=series(table, unit, lines, zero=True),
        table=rounded,
        prose=prose,
        workings=[
            worked(snapshot, of_source(CASELOAD, name, kind), state.selection) for name in own
        ],
    )


# --- what a reader must know ----------------------------------------------------------------------


def uneven(snapshot: Snapshot, state: State) -> list[str]:
    """Commands that one source counts in the month and another does not, a sentence a source."""
    force, chosen, kind = snapshot.release.force, state.selection, counted(state)
    at = replace(chosen.fitted(CASELOAD), first=state.month)
    found = evaluate(snapshot.cube, CASELOAD, at, ["command"])
    found = found[(found["case_kind"] == kind) & found["numerator"].notna()]
    every = list(dict.fromkeys(found["command"]))
    said = []
    for source, rows in found.groupby("source", sort=True):
        lacking = [code for code in every if code not in set(rows["command"])]
        if lacking:
            names = listed([force.command_name(code) for code in lacking])
            said.append(
                f"{source} counts no {kind} of {names} in {months.words(state.month)}, "
                "and others do: the sources are not of the same commands."
            )
        if not rows["denominator"].sum():
            said.append(f"{source} does not say who carries its {kind}: it has no caseload.")
    return said
