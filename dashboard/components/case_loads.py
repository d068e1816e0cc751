"""Caseloads by command and by unit: one source ranked, or all of them side by side."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.case_sources import counted, of_source, shown
from dashboard.components.measured import MOST, called, lacks, ranked, ranked_view
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.working import worked
from dashboard.figures.bars import bars
from dashboard.figures.heatmap import heatmap
from dashboard.figures.style import Figure
from dashboard.measures.caseload import MEASURE as CASELOAD
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.limits import funnel_rates
from dashboard.measures.engine.selection import Selection

BY_COMMAND = Panel("by-command", (), width=6)
BY_UNIT = Panel("by-unit", (), width=12)

_PLACE = ("command", "team", "unit")
_ONE = "Choose one source to see what chance explains."
Numbers = Callable[[str], pd.DataFrame]
"""A source -> its frame: the dimensions compared, ``numerator`` and ``denominator``."""


def commands_view(snapshot: Snapshot, state: State) -> View | None:
    """Every command: ranked in the one source that is chosen, else all sources side by side."""
    names, kind = shown(snapshot, state), counted(state)
    if len(names) == 1:
        measure = of_source(CASELOAD, names[0], kind)
        panel = ranked(BY_COMMAND.key, measure, width=BY_COMMAND.width)
        return ranked_view(snapshot, state, panel, measure)
    chosen = state.selection.fitted(CASELOAD).everywhere()

    def numbers(source: str) -> pd.DataFrame:
        return evaluate(snapshot.cube, of_source(CASELOAD, source, kind), chosen, ["command"])

    title = f"{kind.capitalize()} per investigator"
    return side_by_side(snapshot, state, BY_COMMAND, ["command"], numbers, title)


def units_view(snapshot: Snapshot, state: State) -> View | None:
    """The units that carry most: of one source within limits, else all sources side by side."""
    names, kind = shown(snapshot, state), counted(state)
    chosen = state.selection.fitted(CASELOAD)

    def numbers(source: str, selection: Selection = chosen) -> pd.DataFrame:
        measure = of_source(CASELOAD, source, kind)
        found = evaluate(snapshot.cube, measure, selection, _PLACE)
        return found[found["unit"] != ""]

    if len(names) > 1:
        title = f"{kind.capitalize()} per investigator"
        return side_by_side(snapshot, state, BY_UNIT, _PLACE, numbers, title)
    # What chance explains is known from the units of all commands, whichever are selected.
    table = limited(numbers(names[0], chosen.everywhere()))
    if chosen.commands:
        table = table[table["command"].isin(chosen.commands)].reset_index(drop=True)
    return _one_source(snapshot, state, names[0], table)


# --- one source -----------------------------------------------------------------------------------


def limited(found: pd.DataFrame) -> pd.DataFrame:
    """The units, largest caseload first, each with what chance explains among its team's units.

    Adds ``value`` (missing under the minimum base), ``low``, ``high`` and ``flag``.
    """
    table = found.reset_index(drop=True)
    rated = table["denominator"] >= CASELOAD.minimum_base
    table["value"] = (table["numerator"] / table["denominator"]).where(rated)
    table["low"], table["high"], table["flag"] = math.nan, math.nan, ""
    for _, like in table[rated].groupby("team", sort=False):
        funnel = funnel_rates(like["numerator"], like["denominator"])
        if funnel is not None:
            table.loc[like.index, "low"] = funnel.low
            table.loc[like.index, "high"] = funnel.high
            side = np.where(funnel.z > 0, "above", "below")
            table.loc[like.index, "flag"] = np.where(funnel.flagged, side, "")
    return table.sort_values(["value", "numerator"], ascending=False, ignore_index=True)


def _one_source(snapshot: Snapshot, state: State, source: str, table: pd.DataFrame) -> View | None:
    table = table.round(dict.fromkeys(["value", "low", "high"], 1))
    rated = table.dropna(subset=["value"])
    if rated.empty:
        return None
    kind, unit = counted(state), f"{counted(state)} per investigator"
    table = _named(snapshot, table)
    drawn = table.loc[rated.index[:MOST]].assign(selected=False)
    drawn["flagged"] = drawn["flag"].map({"above": "high", "below": "low", "": ""})
    drawn["name"] = drawn["command"] + ": " + drawn["unit"]
    above = int((table["flag"] == "above").sum())
    top = drawn.iloc[0]
    beyond = f"; {above} of {len(rated)} units above what chance explains" if above else ""
    return View(
        panel=replace(BY_UNIT, columns=_columns(kind)),
        title=f"{top['name']} carries most, {top['value']:.1f} {unit}{beyond}",
        statistic=f"{source}, {unit}, the {len(drawn)} highest of {len(table)} units, "
        f"{state.selection.when()}; no rate under {CASELOAD.minimum_base:g} investigators; "
        "limits are those of units of the same team",
        figure=bars(drawn, unit),
        table=table,
        workings=[worked(snapshot, of_source(CASELOAD, source, kind), state.selection)],
    )


def _columns(kind: str) -> tuple[Column, ...]:
    return (
        *(Column(name, name.capitalize(), "text") for name in _PLACE),
        Column("numerator", f"Open {kind}"),
        Column("denominator", "Investigators"),
        Column("value", f"{kind.capitalize()} per investigator"),
        Column("low", "Chance explains from"),
        Column("high", "Chance explains to"),
        Column("flag", "Beyond chance", "text"),
    )


def _named(snapshot: Snapshot, table: pd.DataFrame) -> pd.DataFrame:
    """The frame with names for codes."""
    force = snapshot.release.force
    there = [name for name in _PLACE if name in table]
    return table.assign(
        **{name: [called(force, name, label) for label in table[name]] for name in there}
    )


# --- all sources ----------------------------------------------------------------------------------


def side_by_side(
    snapshot: Snapshot,
    state: State,
    panel: Panel,
    by: Sequence[str],
    numbers: Numbers,
    title: str,
    under: str = "investigators",
) -> View | None:
    """A column a source and a row a place, the highest first, with how far they are apart."""
    names, kind = shown(snapshot, state), counted(state)
    if lacks(snapshot, CASELOAD, ()):
        return None
    long = pd.concat([numbers(name).assign(source=name) for name in names], ignore_index=True)
    small = long["denominator"] < CASELOAD.minimum_base
    long["value"] = (long["numerator"] / long["denominator"]).mask(small)
    if long["value"].isna().all():
        return None
    wide = long.pivot(index=list(by), columns="source", values="value").reindex(columns=names)
    rated = wide.notna().sum(axis=1)
    apart = (100 * (wide.max(axis=1) / wide.min(axis=1).where(lambda low: low > 0) - 1)).where(
        rated > 1
    )
    order = wide.max(axis=1).sort_values(ascending=False, kind="stable", na_position="last").index
    table = _named(snapshot, wide.assign(apart=apart).loc[order].reset_index())
    named = [": ".join(dict.fromkeys(row)) for row in _labels(table, by)]
    rows = [name for name, count in zip(named, rated.loc[order], strict=True) if count][:MOST]
    top = table.iloc[0]
    highest = max(names, key=lambda name: -math.inf if math.isnan(top[name]) else top[name])
    unit = f"{kind} per {'deployable ' if under != 'investigators' else ''}investigator"
    statistic = f"{title}, by {by[-1]} and source, {state.selection.when()}"
    if len(rows) < len(table):
        statistic += f"; {len(rows)} of {len(table)} are drawn, the table has all"
    force = snapshot.release.force
    selected = frozenset(called(force, "command", code) for code in state.selection.commands)
    return View(
        panel=replace(
            panel,
            columns=(
                *(Column(name, name.capitalize(), "text") for name in by),
                *(Column(name, f"{name}, {unit}") for name in names),
                *((Column("apart", "Highest over lowest, % more"),) if len(names) > 1 else ()),
            ),
        ),
        title=f"{named[0]} carries most, {top[highest]:.1f} {unit}"
        + ("" if math.isnan(top["apart"]) else f" in {highest}: {top['apart']:.0f}% apart"),
        statistic=f"{statistic}; no rate under {CASELOAD.minimum_base:g} {under}",
        figure=_figure(_cells(table, named, names, unit), rows, names, unit, selected),
        table=table.round(dict.fromkeys([*names, "apart"], 1)),
        prose=[("Side by side.", _ONE)] if len(names) > 1 else (),
        workings=[
            worked(snapshot, of_source(CASELOAD, name, kind), state.selection) for name in names
        ],
    )


def _figure(
    cells: pd.DataFrame, rows: list[str], names: list[str], unit: str, selected: frozenset[str]
) -> Figure:
    """A shaded cell a source; of one source alone its bars."""
    if len(names) > 1:
        words = "Darker is more."
        return heatmap(cells, rows, names, unit=unit, words=words, digits=1, selected=selected)
    drawn = cells[cells["row"].isin(rows)].rename(columns={"row": "name"})
    return bars(drawn.assign(selected=drawn["name"].isin(selected), flagged=""), unit)


def _labels(table: pd.DataFrame, by: Sequence[str]) -> list[list[str]]:
    """Where each row is, in words short enough to stand beside a cell."""
    ends = [by[0], by[-1]]
    return [list(map(str, row)) for row in table[list(dict.fromkeys(ends))].to_numpy()]


def _cells(
    table: pd.DataFrame, named: Sequence[str], names: Sequence[str], unit: str
) -> pd.DataFrame:
    cells = (
        table[list(names)]
        .round(1)
        .assign(row=list(named))
        .melt("row", var_name="column", value_name="value")
    )
    return cells.drop_duplicates(["row", "column"]).assign(
        text=lambda each: ["" if math.isnan(v) else f"{v:.1f}" for v in each["value"]],
        hover=lambda each: [
            f"{row}: {column}\n{'no rate' if math.isnan(value) else f'{value:.1f} {unit}'}"
            for row, column, value in zip(each["row"], each["column"], each["value"], strict=True)
        ],
    )
