"""Any measure on a page: by a dimension, in its funnel, and as a row of cards."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.cards import Strip
from dashboard.components.folded import Props
from dashboard.components.held import card
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.wording import capital, listed
from dashboard.components.working import how, left_out, worked
from dashboard.figures.bars import bars
from dashboard.figures.funnel import funnel
from dashboard.figures.rows import Band
from dashboard.measures.engine.benchmarks import fitting
from dashboard.measures.engine.chance import among_like
from dashboard.measures.engine.definition import Measure
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import Selection, measured_in
from dashboard.schema import months
from dashboard.schema.duty import STATUSES
from dashboard.schema.force import Force

MOST = 20
"""Rows of a chart; a force may have 750 commands, and the table has them all."""
_NONE = {"team": "No team recorded", "unit": "No unit recorded", "command": "In no command"}
_NO_LIMITS = pd.DataFrame()
NOUNS = {"rank": "rank", "status": "duty status", "month": "month", "date": "day"}
"""What a dimension is called in words, where its name is not the word."""


# --- what it needs, and what its labels are called ------------------------------------------------


def lacks(snapshot: Snapshot, measure: Measure, span: Iterable[str]) -> list[str]:
    """The tables and columns that the measure needs and that were not sent, by name."""
    tables = [table for table in measure.tables if not snapshot.release.tables.get(table)]
    return [*tables, *sorted(snapshot.empty(measure.needs, span))]


def needs_notice(snapshot: Snapshot, state: State, measures: Iterable[Measure]) -> list[str]:
    """What measures of a page cannot be shown for want of data, in one sentence a need."""
    found: dict[tuple[str, ...], list[str]] = {}
    for measure in measures:
        needed = tuple(lacks(snapshot, measure, state.selection.months))
        if needed:
            found.setdefault(needed, []).append(measure.title)
    return [
        f"Not shown for want of data (needs: {', '.join(needed)}): {listed(titles)}."
        for needed, titles in found.items()
    ]


def called(force: Force, dimension: str, label: str) -> str:
    """The words of a label of any dimension."""
    if not label:
        return _NONE.get(dimension, "Not recorded")
    if dimension in ("command", "far", "to_command"):
        return force.command_name(label)
    if dimension in ("team", "to_team"):
        return force.team_name(label)
    if dimension == "rank":
        return force.ranks[label].label or label if label in force.ranks else label
    if dimension in ("status", "reason", "other") and label in STATUSES:
        return STATUSES[label].label
    if dimension == "month":
        return months.words(label)
    return capital(label.replace("_", " "))


def noun(dimension: str) -> str:
    """What a dimension is called in words."""
    return NOUNS.get(dimension, dimension.replace("_", " "))


def whole(measure: Measure) -> bool:
    """Whether it is an amount and not a rate: shown without a decimal, and never on a base."""
    return measure.denominator is None


# --- by one dimension -----------------------------------------------------------------------------


def ranked(key: str, measure: Measure, by: str = "command", width: int = 6) -> Panel:
    """The panel of :func:`ranked_view`."""
    columns = [Column("name", capital(noun(by)), "text")]
    if by == "unit":
        columns = [Column("command", "Command", "text"), Column("team", "Team", "text"), *columns]
    columns.append(Column("numerator", capital(measure.over) or measure.title))
    if not whole(measure):
        columns.append(Column("denominator", capital(measure.under)))
        columns.append(Column("value", f"{measure.title}, {measure.unit}"))
    columns.append(Column("change", f"Change, {_points(measure)}", "change"))
    if measure.chance:
        columns += [
            Column("low", "Chance explains from"),
            Column("high", "Chance explains to"),
            Column("flag", "Beyond chance", "text"),
        ]
    return Panel(key, tuple(columns), width=width)


def _points(measure: Measure) -> str:
    return "points" if measure.unit == "%" else measure.unit


def by_dimension(
    snapshot: Snapshot, state: State, measure: Measure, by: str = "command"
) -> pd.DataFrame:
    """A row a label of *by*, the highest first: code, name, numerator, denominator, value, change.

    By command all commands stand beside the selected ones, with ``low``, ``high`` and ``flag``
    ("above", "below", "") of the control limits of like commands. Rates on too small a base are
    missing. By unit, ``command`` and ``team`` name where it is.
    """
    force = snapshot.release.force
    table = numbers_by(snapshot, _wide(state.selection.fitted(measure), by), measure, by)
    table["change"] = math.nan
    if state.before is not None:
        earlier = numbers_by(snapshot, _wide(state.before.fitted(measure), by), measure, by)
        keys = _keys(by)
        before = earlier.set_index(keys)["value"]
        table["change"] = (
            table.set_index(keys)["value"]
            .sub(before)
            .reindex(table.set_index(keys).index)
            .to_numpy()
        )
    if by == "unit":
        table["code"] = table["command"] + " " + table["team"] + " " + table["unit"]
        table["name"] = [called(force, by, label) for label in table["unit"]]
        for name in ("command", "team"):
            table[name] = [called(force, name, label) for label in table[name]]
    else:
        table["code"] = table[by]
        table["name"] = [called(force, by, label) for label in table[by]]
    chosen = {"command": state.selection.commands, "team": state.selection.teams}.get(by, ())
    table["selected"] = table["code"].isin(chosen)
    limits = among_like(force, measure, table) if by == "command" else _NO_LIMITS
    table[["low", "high", "flag"]] = limits.round(1) if len(limits) else (math.nan, math.nan, "")
    tenths = ["numerator", "denominator", "value", "change"]
    table[tenths] = table[tenths].round(1)
    return table.sort_values(["value", "numerator"], ascending=False, ignore_index=True)


def _keys(by: str) -> list[str]:
    return ["command", "team", "unit"] if by == "unit" else [by]


def _wide(selection: Selection, by: str) -> Selection:
    """The selection that a comparison is of: all commands, or all teams of the selected ones."""
    if by == "command":
        return selection.everywhere()
    return replace(selection, teams=()) if by == "team" else selection


def numbers_by(snapshot: Snapshot, selection: Selection, measure: Measure, by: str) -> pd.DataFrame:
    """The evaluated rows of a cut; rates on too small a base are missing."""
    found = evaluate(snapshot.cube, measure, selection, _keys(by))
    return found.assign(value=found["value"].mask(found["denominator"] < measure.least_base))


def ranked_view(
    snapshot: Snapshot,
    state: State,
    panel: Panel,
    measure: Measure,
    by: str = "command",
    title: str | None = None,
) -> View | None:
    """The measure by a dimension as sorted bars; None where there is nothing to show.

    title: the finding, where the page knows better than the comparison itself.
    """
    if lacks(snapshot, measure, state.selection.months):
        return None
    table = by_dimension(snapshot, state, measure, by)
    rated = table[table["value"].notna()]
    if rated.empty:
        return None
    drawn = pd.concat([rated.head(MOST), rated.iloc[MOST:].query("selected")])
    fitted = state.selection.fitted(measure)
    unit = measured_in(measure, fitted)
    statistic = f"{measure.title}, {unit}, by {noun(by)}, {fitted.when()}"
    if len(drawn) < len(rated):
        statistic += f"; {len(drawn)} of {len(rated)} are drawn, the table has all"
    if len(rated) < len(table) and measure.minimum_base:
        statistic += f"; no rate under {measure.minimum_base:g} {measure.under}".rstrip()
    shown = drawn.assign(flagged=drawn["flag"].map({"above": "high", "below": "low", "": ""}))
    if by == "unit":
        shown["name"] = shown["command"] + ": " + shown["name"]
    if not measure.chance:
        shown = shown.drop(columns=["low", "high"])
    return View(
        panel=panel,
        title=title or _ranked_title(snapshot.release.force, measure, rated, by, unit),
        statistic=statistic,
        figure=bars(
            shown,
            axis_words(measure, unit),
            decimals=decimals_of(measure),
            band=_band(snapshot, state, measure),
        ),
        table=table,
        prose=left_out(state, measure),
        workings=[worked(snapshot, measure, state.selection)],
    )


def decimals_of(measure: Measure) -> int:
    """Decimals of its values: none of what is counted."""
    return 0 if whole(measure) else 1


def axis_words(measure: Measure, unit: str) -> str:
    """What an axis of its values says: the unit, and of a percentage what it is of."""
    return f"% of {measure.under}" if unit == "%" and measure.under else unit


def _band(snapshot: Snapshot, state: State, measure: Measure) -> Band | None:
    """The published figure that may stand beside every command: of no single one."""
    everywhere = replace(state.selection.fitted(measure), commands=())
    for benchmark, figure in fitting(measure, snapshot.release.force, everywhere):
        if figure.low is not None and figure.high is not None:
            said = benchmark.words.startswith("published")
            return figure.low, figure.high, f"{'' if said else 'published: '}{benchmark.words}"
    return None


def said(measure: Measure, value: float, unit: str) -> str:
    """A value in words: "26.9%", "1,204 FTE", "no value"."""
    if value is None or math.isnan(value):
        return "no value"
    number = f"{value:,.{decimals_of(measure)}f}".replace("-", "\u2212")
    return f"{number}%" if unit == "%" else f"{number} {unit}"


def _ranked_title(force: Force, measure: Measure, rated: pd.DataFrame, by: str, unit: str) -> str:
    """The finding: where the selected one stands; whom chance does not explain; the range."""
    top, low = rated.iloc[0], rated.iloc[-1]
    chosen = rated[rated["selected"]]
    flagged = rated[rated["flag"] != ""]
    if len(chosen) == 1:
        row = chosen.iloc[0]
        chance = ""
        if measure.chance and not math.isnan(row["low"]):
            chance = (
                f", {row['flag']} what chance explains"
                if row["flag"]
                else ", within what chance explains"
            )
        return f"{measure.title} in {row['name']}: {said(measure, row['value'], unit)}{chance}"
    if len(rated) == 1:
        return f"{measure.title}: {said(measure, top['value'], unit)} in {top['name']}"
    if not flagged.empty:
        row = flagged.iloc[0] if flagged.iloc[0]["flag"] == "above" else flagged.iloc[-1]
        others = f", and {len(flagged) - 1} more are beyond it" if len(flagged) > 1 else ""
        return (
            f"{row['name']} ({said(measure, row['value'], unit)}) is {row['flag']} "
            f"what chance explains{others}"
        )
    least = said(measure, low["value"], "%" if unit == "%" else "").strip()
    words = (
        f"{measure.title} runs from {least} in {low['name']} "
        f"to {said(measure, top['value'], unit)} in {top['name']}"
    )
    limited = measure.chance and rated["low"].notna().any()
    return f"{words}, each within what chance explains" if limited else words


def funnelled(key: str, measure: Measure, width: int = 6) -> Panel:
    """The panel of :func:`funnel_view`."""
    return ranked(key, measure, width=width)


def funnel_view(snapshot: Snapshot, state: State, panel: Panel, measure: Measure) -> View | None:
    """Commands of one group by their size, in the limits of what chance explains.

    The group is that of the selected command, or else the largest. None where fewer than
    8 commands have limits.
    """
    if lacks(snapshot, measure, state.selection.months):
        return None
    force = snapshot.release.force
    table = by_dimension(snapshot, state, measure)
    table = table[table["low"].notna()]
    groups = {code: command.group for code, command in force.commands.items()}
    like = table["code"].map(lambda code: groups.get(code, ""))
    of = like[table["selected"]] if table["selected"].any() else like
    if of.empty:
        return None
    group = of.value_counts().index[0]
    shown = table[like == group]
    fitted = state.selection.fitted(measure)
    unit = measured_in(measure, fitted)
    centre = measure.scale * shown["numerator"].sum() / shown["denominator"].sum()
    outside = shown[shown["flag"] != ""]
    many = f"{len(shown)} {group or 'commands'}"
    return View(
        panel=panel,
        title=f"{len(outside) or 'None'} of {many} stand{'s' if len(outside) == 1 else ''} "
        f"outside what chance explains, around {said(measure, centre, unit)}",
        statistic=f"{measure.title}, {unit}, against the number of {measure.under}, "
        f"{fitted.when()}; limits widened where all differ more than chance would have it",
        figure=funnel(
            shown.assign(
                base=shown["denominator"],
                flagged=shown["flag"].map({"above": "high", "below": "low", "": ""}),
            ),
            axis_words(measure, unit),
            centre,
            base_unit=measure.under,
        ),
        table=shown,
        prose=left_out(state, measure),
        workings=[worked(snapshot, measure, state.selection)],
    )


# --- as cards -------------------------------------------------------------------------------------


def strip(
    snapshot: Snapshot, state: State, cards: Strip, titles: Mapping[str, str]
) -> dict[str, Props]:
    """The cards of measures, id -> title on the card, for a page's other blocks."""
    known = all_measures()
    shown = [card(snapshot, state, known[name], title) for name, title in titles.items()]
    workings = [worked(snapshot, known[name], state.selection) for name in titles]
    return {cards.key: cards.fill(shown, partial(how, snapshot, state, workings))}
