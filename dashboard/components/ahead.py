"""Panels of the days ahead: shifts below their minimum by day and command, and who is committed."""

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.measured import MOST
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.plan import (
    DAYS,
    PLANNED,
    agreed,
    count,
    day_words,
    days_ahead,
    in_full,
    plan,
    shift_words,
    span_words,
)
from dashboard.components.state import State
from dashboard.components.wording import capital, listed
from dashboard.components.working import Working
from dashboard.figures.bars import bars
from dashboard.figures.heatmap import heatmap
from dashboard.figures.stack import stack

_MOST_ROWS = 25
SHIFTS = Panel(
    "shifts-ahead",
    (
        Column("date", "Date", "code"),
        Column("day", "Day", "text"),
        Column("command_name", "Command", "text"),
        Column("team_name", "Team", "text"),
        Column("unit_name", "Unit", "text"),
        Column("period_name", "Part of the day", "text"),
        Column("core", "On core"),
        Column("minimum", "Minimum"),
        Column("margin", "Above or below", "change"),
        Column("drivers", "Response drivers"),
        Column("aid", "On Aid"),
        Column("leave", "On leave"),
        Column("training", "In training"),
    ),
    width=7,
)
BELOW = Panel(
    "below-minimum",
    (
        Column("name", "Command", "text"),
        Column("value", "Shifts below their minimum"),
        Column("shifts", "Shifts that have one"),
        Column("days", "Days with one below"),
        Column("short", "Short in all"),
    ),
    width=5,
)
COMMITTED = Panel(
    "committed",
    (
        Column("date", "Date", "code"),
        Column("day", "Day", "text"),
        Column("core", "On core"),
        Column("drivers", "Response drivers"),
        Column("aid", "On Aid"),
        Column("leave", "On leave"),
        Column("training", "In training"),
    ),
    width=6,
)
_PARTS = (
    ("core", "On core"),
    ("aid", "On Aid"),
    ("leave", "On leave"),
    ("training", "In training"),
)


def shifts_view(snapshot: Snapshot, state: State, table: pd.DataFrame) -> View | None:
    """Each shift against its minimum; None where no shift of *table*, the plan, has one.

    Of one command the figure shows margins by day, team and part of the day, of several how many
    shifts are below by command and day.
    """
    held = agreed(table)
    if held.empty:
        return None
    one = held["command"].nunique() == 1
    days = days_ahead(snapshot)
    return View(
        panel=SHIFTS,
        title=_shifts_title(held, one),
        statistic=f"{_statistic(one)}, {span_words(days)}",
        figure=_margins(held) if one else _counts(held, days, _selected(snapshot, state)),
        table=held.sort_values(["below", "date"], ascending=[False, True], kind="stable"),
        prose=_drivers(held, one),
        workings=[_working(state)],
    )


def _statistic(one: bool) -> str:
    if one:
        return "Shifts planned on core less the minimum, the tightest unit of each part of the day"
    return "Shifts planned on core below their minimum, by command and day"


def _working(state: State) -> Working:
    return Working(PLANNED, state.selection.fitted(PLANNED))


def _selected(snapshot: Snapshot, state: State) -> frozenset[str]:
    force = snapshot.release.force
    return frozenset(force.command_name(code) for code in state.selection.commands)


def _shifts_title(held: pd.DataFrame, one: bool) -> str:
    worst = held.loc[held["margin"].idxmin()].to_dict()
    shift = f"{shift_words(worst, where=not one)} on {in_full(worst['date'])}"
    if worst["below"]:
        return f"Furthest below: {shift}, {count(worst['core'])} of {count(worst['minimum'])}"
    return (
        f"Every shift holds its minimum; the tightest is {shift}, "
        f"{count(worst['core'])} for {count(worst['minimum'])}"
    )


def _drivers(held: pd.DataFrame, one: bool) -> list[tuple[str, str]]:
    """The shift with the fewest response drivers, of those that say theirs."""
    said = held.dropna(subset=["drivers"])
    if said.empty:
        return []
    least = said.loc[said["drivers"].idxmin()].to_dict()
    words = (
        f"{shift_words(least, where=not one)} on {in_full(least['date'])}: "
        f"{count(least['drivers'])} of {count(least['core'])}."
    )
    return [("Fewest response drivers.", words)]


def _margins(held: pd.DataFrame) -> dict:
    """Days by team and part of the day, each with the margin of its tightest shift."""
    held = held.assign(
        column=held["team_name"] + " " + held["period_name"], order=held["team"] + held["period"]
    )
    columns = list(dict.fromkeys(held.sort_values(["team", "period"])["column"]))
    tightest = held.loc[held.groupby(["date", "column"])["margin"].idxmin()]
    cells = tightest.assign(
        row=tightest["day"],
        value=-tightest["margin"],
        text=[_signed(margin) for margin in tightest["margin"]],
        hover=[
            f"{shift['day']}: {shift_words(shift, where=False)}\n"
            f"{count(shift['core'])} on core, minimum {count(shift['minimum'])}"
            for shift in tightest.to_dict("records")
        ],
    )
    rows = list(dict.fromkeys(cells.sort_values("date")["row"]))
    return heatmap(
        cells, rows, columns, unit="shifts short", words="Darker is shorter of the minimum."
    )


def _signed(margin: float) -> str:
    return f"{round(margin, 1):+,g}".replace("-", "\u2212") if round(margin, 1) else "0"


def _counts(held: pd.DataFrame, days: list[str], selected: frozenset[str]) -> dict:
    """Commands by day, each with its number of shifts below."""
    sums = held.groupby(["command_name", "date"])["below"].agg(["sum", "size"]).reset_index()
    cells = sums.assign(
        row=sums["command_name"],
        column=[_short(date) for date in sums["date"]],
        value=sums["sum"].astype(float),
        text=[str(below) if below else "" for below in sums["sum"]],
        hover=[
            f"{name}: {day_words(date)}\n{below} of {shifts} shifts below their minimum"
            for name, date, below, shifts in sums.to_numpy()
        ],
    )
    most = sums.groupby("command_name")["sum"].sum().sort_values(ascending=False, kind="stable")
    return heatmap(
        cells,
        list(most.index[:_MOST_ROWS]),
        [_short(date) for date in days],
        unit="shifts below",
        words="Darker is more shifts below their minimum; empty where none has one.",
        selected=selected,
    )


def _short(date: str) -> str:
    """ "Fri 7"."""
    return " ".join(day_words(date).split()[:2])


def below(table: pd.DataFrame) -> pd.DataFrame:
    """A row a command with a minimum: code, name, value, shifts, days, short. table: the plan."""
    held = agreed(table)
    short = (-held["margin"]).clip(lower=0)
    by = held.assign(short=short, shifts=1, dates=held["date"].where(held["below"])).groupby(
        ["command", "command_name"]
    )
    found = by.agg(
        value=("below", "sum"),
        shifts=("shifts", "sum"),
        days=("dates", "nunique"),
        short=("short", "sum"),
    )
    named = found.reset_index().rename(columns={"command": "code", "command_name": "name"})
    named["value"] = named["value"].astype(float)
    return named.sort_values(["value", "short"], ascending=False, ignore_index=True)


def below_view(snapshot: Snapshot, state: State) -> View | None:
    """How many shifts are below by command; None where fewer than two commands have a minimum."""
    table = below(plan(snapshot, state.selection.everywhere()))
    table["selected"] = table["code"].isin(state.selection.commands)
    if len(table) < 2 or (state.selection.commands and not table["selected"].any()):
        return None
    drawn = pd.concat([table.head(MOST), table.iloc[MOST:].query("selected")])
    return View(
        panel=BELOW,
        title=_below_title(table),
        statistic="Shifts planned below their minimum, by command, "
        f"{span_words(days_ahead(snapshot))}",
        figure=bars(
            drawn.assign(flagged="", base=[f"of {shifts:,}" for shifts in drawn["shifts"]]),
            "shifts below their minimum",
            0,
        ),
        table=table,
        workings=[_working(state)],
    )


def _below_title(table: pd.DataFrame) -> str:
    chosen = table[table["selected"]]
    if len(chosen) == 1:
        row = chosen.iloc[0]
        return f"{row['name']}: {row['value']:.0f} of {row['shifts']} shifts below their minimum"
    top = table.iloc[0]
    if top["value"] == 0:
        return "No command has a shift below its minimum"
    names = list(table.loc[table["value"] == top["value"], "name"])
    if len(names) > 1:
        return f"{_few(names)} have the most shifts below: {top['value']:.0f} each"
    return f"{top['name']} has the most shifts below: {top['value']:.0f} of {top['shifts']}"


def _few(names: list[str]) -> str:
    """Up to three names, or how many they are."""
    return capital(listed(names)) if len(names) <= 3 else f"{len(names)} commands"


def committed_view(snapshot: Snapshot, state: State, table: pd.DataFrame) -> View | None:
    """What the plan, *table*, has people on day by day; None where nothing is planned."""
    numbers = ["core", "drivers", "aid", "leave", "training"]
    sums = table.groupby(["date", "day"])[numbers].sum(min_count=1).reset_index()
    if sums.empty or not sums[["core", "aid", "leave", "training"]].to_numpy().sum() > 0:
        return None
    top = sums.loc[sums["aid"].idxmax()]
    return View(
        panel=COMMITTED,
        title=f"{in_full(top['date'])} has the most on Aid already: {count(top['aid'])} shifts"
        if top["aid"]
        else "No Aid is committed yet",
        statistic="Planned shifts by what they are for, by day, "
        f"{span_words(days_ahead(snapshot))}; rest days and other work left out",
        figure=stack(sums.assign(name=sums["day"], selected=False), _PARTS, "planned shifts"),
        table=sums,
        workings=[_working(state)],
    )


def headline_of(table: pd.DataFrame) -> tuple[str, str]:
    """How many days fall below, and what follows it. table: the plan, with some minimum."""
    held = agreed(table)
    short = held[held["below"]]
    days, low = held["date"].nunique(), short["date"].nunique()
    of = f"{days} days" if days == DAYS else f"the {days} days that have a minimum"
    if short.empty:
        return f"None of {of} falls below the minimum", ""
    one = held["command"].nunique() == 1
    first = in_full(short["date"].min())
    # Over many commands a day is below where a single shift is.
    where = "" if one else " somewhere"
    words = f"{low} of {of} {'fall' if low > 1 else 'falls'} below the minimum{where}"
    rest = f", first on {first}"
    if not one:
        by = below(table)
        most = by["value"].iloc[0]
        names = list(by.loc[by["value"] == most, "name"])
        each = " each" if len(names) > 1 else ""
        rest += (
            f"; in all {len(short):,} of {len(held):,} shifts, the most in {_few(names)} "
            f"({most:.0f}{each})"
        )
    return words, rest
