"""Churn on a page: the months that it is of, its cards, its two readings, in and out by month."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial

import numpy as np
import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.cards import Card, Strip
from dashboard.components.folded import Props
from dashboard.components.held import card
from dashboard.components.measured import MOST, said
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State, earlier_span
from dashboard.components.wording import listed
from dashboard.components.working import how, left_out, worked
from dashboard.figures.series import Line, series
from dashboard.figures.spark import spark
from dashboard.figures.stack import stack
from dashboard.figures.style import MINUS
from dashboard.measures.churn_border import MEASURE as BORDER
from dashboard.measures.churn_commands import MEASURE as COMMANDS
from dashboard.measures.engine.definition import Measure
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.selection import Selection
from dashboard.measures.leaver_rate import MEASURE as LEAVERS
from dashboard.measures.moves_in import MEASURE as CAME
from dashboard.measures.moves_out import MEASURE as WENT
from dashboard.measures.net_moves import MEASURE as NET
from dashboard.schema import months

YEAR = 12
CARDS = Strip("churn")
_TITLES = (
    (COMMANDS, "Churn, sum of commands"),
    (BORDER, "Churn, border of the group"),
    (CAME, "People in"),
    (WENT, "People out"),
    (NET, "Net"),
    (LEAVERS, "Left the service"),
)
TWO_READINGS = Panel(
    "churn-readings",
    (
        Column("name", "Command", "text"),
        Column("workforce", "Mean officers, staff and PCSOs"),
        Column("all", "In and out"),
        Column("crossing", "In and out of the group"),
        Column("churn", "Churn, %"),
        Column("border", "Of it across the group's border, points"),
        Column("inside", "Of it inside the group, points"),
    ),
)
OVER_TIME = Panel(
    "churn-months",
    (
        Column("month", "Month", "code"),
        Column("came", "People in"),
        Column("went", "People out"),
        Column("net", "Net", "change"),
    ),
    width=12,
)


# --- the months that it is of ---------------------------------------------------------------------


def over_a_year(snapshot: Snapshot, state: State) -> State:
    """The state of the 12 months to its month, where it is of one month; else itself.

    What comes before is then the 12 months before, where all their moves are known.
    """
    chosen, span = state.selection, snapshot.cube.months
    wide = replace(chosen, first=max(months.shift(chosen.last, 1 - YEAR), span[0]))
    if chosen.first != chosen.last or wide == chosen:
        return state
    earlier = earlier_span(wide, state.compare)
    # A month's moves are those since the one before it.
    known = is_year(wide) and months.shift(earlier.first, -1) in span
    words = f"One month says little about churn: this is {wide.when()}."
    return replace(
        state,
        selection=wide,
        before=earlier if state.before and known else None,
        notices=(*state.notices, words),
    )


def is_year(selection: Selection) -> bool:
    """Whether it is of 12 months, as published churn is."""
    return len(selection.months) == YEAR


def cautions_of(snapshot: Snapshot, state: State) -> list[str]:
    """What a reader must know of the months and of what is published, a sentence or two each."""
    chosen = state.selection
    holes = dict(_holes(snapshot, chosen))
    whole = len(chosen.months) - len(holes)
    found = []
    if not _held(snapshot, chosen):
        wanted = max(YEAR, len(chosen.months))
        known = f"the moves of every selected command are known in {whole} of {wanted} months"
        part = f"Part-year: {known}. " if whole < wanted else ""
        found.append(f"{part}Published churn is of 12 months, and is not held to this.")
    return [
        *found,
        *_named(snapshot, holes),
        "A year of churn needs 13 month-ends, and moves inside a month are invisible. The review "
        'calls its own data of churn "limited and unlikely to be entirely accurate".',
    ]


def _held(snapshot: Snapshot, chosen: Selection) -> bool:
    """Whether published churn may be held to it: it is of 12 months, and none is missing."""
    return is_year(chosen) and not any(_holes(snapshot, chosen))


def _holes(snapshot: Snapshot, chosen: Selection) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The months in which moves of a selected command are not known, and of which commands."""
    cube = snapshot.cube
    names = cube.labels["command"]
    commands = chosen.commands or cube.commands
    for month in chosen.months:
        has = cube.has["moves"][cube.at(month)]
        lacking = tuple(code for code in commands if not has[names.index(code)])
        if lacking:
            yield month, lacking


def _named(snapshot: Snapshot, holes: dict[str, tuple[str, ...]]) -> list[str]:
    force, every = snapshot.release.force, len(snapshot.cube.commands)
    if len(holes) > 3:
        return [f"In {len(holes)} months the moves of a command are not known; they are left out."]
    return [
        f"No moves are known of "
        f"{'any command' if len(codes) == every else listed([*map(force.command_name, codes)])} "
        f"in {months.words(month)}: it or every month of the year before it is missing."
        for month, codes in holes.items()
    ]


# --- cards ----------------------------------------------------------------------------------------


def cards_of(snapshot: Snapshot, state: State) -> dict[str, Props]:
    """The strip of cards filled, each with the same number of months to every month as trend."""
    shown = [_card(snapshot, state, measure, title) for measure, title in _TITLES]
    workings = [worked(snapshot, measure, state.selection) for measure, _ in _TITLES]
    return {CARDS.key: CARDS.fill(shown, partial(how, snapshot, state, workings))}


def _card(snapshot: Snapshot, state: State, measure: Measure, title: str) -> Card:
    held = measure if _held(snapshot, state.selection) else _unheld(measure)
    plain = card(snapshot, state, held, title)
    trend = _rolling(snapshot, state.selection, measure)
    unsaid = held is not measure and bool(measure.benchmarks or measure.published)
    return replace(
        plain,
        value=plain.value.replace("-", MINUS),
        spark=spark(trend) if plain.spark else "",
        told=_told(measure, trend, len(state.selection.months)),
        benchmark="published: of whole years only" if unsaid else plain.benchmark,
    )


# One object each: what is kept of a measure is found by it.
@cache
def _unheld(measure: Measure) -> Measure:
    return replace(measure, benchmarks=(), published="")


def _rolling(snapshot: Snapshot, selection: Selection, measure: Measure) -> list[float]:
    """The measure over as many months as selected, to each of the last 25; a hole is missing."""
    length, cube = len(selection.months), snapshot.cube
    first = max(months.shift(selection.first, -24), cube.months[0])
    found = evaluate(cube, measure, replace(selection.fitted(measure), first=first), ["month"])
    sums = found["numerator"].rolling(length).sum()
    if measure.denominator is not None:
        base = found["denominator"].rolling(length).mean()
        sums = measure.scale * sums / base.mask(base < measure.least_base)
    return sums.tail(25).tolist()


def _told(measure: Measure, trend: list[float], length: int) -> str:
    known = [value for value in trend if not np.isnan(value)]
    if not known:
        return f"{measure.title}: no value in any month"
    first, last = (said(measure, value, measure.unit) for value in (known[0], known[-1]))
    span = f"the {length} months" if length > 1 else "the month"
    return f"{measure.title} over {span} to each of {len(trend)}: from {first} to {last}"


# --- both readings by command ---------------------------------------------------------------------


def readings_view(snapshot: Snapshot, state: State) -> View | None:
    """Each command's churn, parted into what crosses the border of the group and what does not.

    The group is the selection where it is of several commands, else all of them. None where no
    command is large enough for a rate.
    """
    chosen, force = state.selection.fitted(COMMANDS), snapshot.release.force
    several = len(chosen.commands) > 1
    group = chosen if several else chosen.everywhere()
    both = evaluate(snapshot.cube, COMMANDS, group, ["command"]).set_index("command")
    crossing = evaluate(snapshot.cube, BORDER, group, ["command"]).set_index("command")
    small = both["denominator"] < COMMANDS.minimum_base
    table = pd.DataFrame(
        {
            "name": [force.command_name(code) for code in both.index],
            "workforce": both["denominator"].round(1),
            "all": both["numerator"],
            "crossing": crossing["numerator"],
            "churn": both["value"].mask(small).round(1),
            "border": crossing["value"].mask(small).round(1),
        }
    )
    table["inside"] = (table["churn"] - table["border"]).round(1)
    table["selected"] = False if several else table.index.isin(chosen.commands)
    table = table.sort_values(["churn", "workforce"], ascending=False, ignore_index=True)
    rated = table.dropna(subset=["churn", "border"])
    if rated.empty:
        return None
    drawn = pd.concat([rated.head(MOST), rated.iloc[MOST:].query("selected")])
    whole = [_value(snapshot, measure, group) for measure in (COMMANDS, BORDER)]
    of = "the selected commands" if several else "all commands"
    statistic = f"People in and out, % of officers, staff and PCSOs, by command, {chosen.when()}"
    if len(drawn) < len(rated):
        statistic += f"; {len(drawn)} of {len(rated)} are drawn, the table has all"
    parts = (
        ("border", "across the group's border" if several else "to and from the service"),
        ("inside", "to and from other selected commands" if several else "between commands"),
    )
    return View(
        panel=TWO_READINGS,
        title=f"Churn of {of}: {said(COMMANDS, whole[0], '%')} as a sum of commands, "
        f"{said(BORDER, whole[1], '%')} at the border of the group",
        statistic=statistic,
        figure=stack(drawn, parts, "% of officers, staff and PCSOs"),
        table=table,
        prose=[
            (
                "Two readings.",
                "As a sum of commands a move between two of them counts twice, once at each; at "
                "the border of the group it does not count at all. The review does not say which "
                "it used: that its 45% adds up the BCUs is our inference.",
            ),
            *left_out(state, COMMANDS),
        ],
        workings=[worked(snapshot, COMMANDS, group), worked(snapshot, BORDER, group)],
    )


def _value(snapshot: Snapshot, measure: Measure, selection: Selection) -> float:
    row = evaluate(snapshot.cube, measure, selection).iloc[0]
    small = row["denominator"] < measure.minimum_base
    return float("nan") if small else float(row["value"])


# --- by month -------------------------------------------------------------------------------------


def months_view(snapshot: Snapshot, state: State) -> View | None:
    """People in and out of the selected commands in every month; None where none is known."""
    cube, chosen = snapshot.cube, state.selection.fitted(CAME)
    over_time = replace(chosen, first=cube.months[0], last=cube.months[-1])
    came, went = (
        evaluate(cube, measure, over_time, ["month"]).set_index("month")["value"]
        for measure in (CAME, WENT)
    )
    table = pd.DataFrame({"came": came, "went": went}).reset_index()
    table["net"] = table["came"] - table["went"]
    if table["net"].notna().sum() < 2:
        return None
    shown = table[table["month"].isin(chosen.months)]
    return View(
        panel=OVER_TIME,
        title=_months_title(shown),
        statistic="People in and out of the selected commands in each month, headcount; a move "
        "between two of them is in both",
        figure=series(
            table,
            "people a month",
            (Line("came", "in", "main"), Line("went", "out", "other")),
            zero=True,
            decimals=0,
        ),
        table=table,
        prose=left_out(state, CAME),
        workings=[worked(snapshot, measure, state.selection) for measure in (CAME, WENT)],
    )


def _months_title(shown: pd.DataFrame) -> str:
    known = shown.dropna(subset=["net"])
    if known.empty:
        return "No moves are known in these months"
    more = int((known["net"] > 0).sum())
    words = f"More came than went in {more} of {len(known)} months"
    return words if more else f"In none of {len(known)} months did more come than go"
