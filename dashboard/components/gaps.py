"""The gap by command, by team and by month: the table behind several panels, and its words."""

import math
from dataclasses import replace

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.wording import narrowed, ordinal, possessive
from dashboard.components.working import worked
from dashboard.figures.commands import gap_by_command
from dashboard.figures.style import empty
from dashboard.figures.tiles import tiles
from dashboard.figures.trend import trend
from dashboard.measures.engine.chance import among_like
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.selection import Selection
from dashboard.measures.gap_to_nominal import MEASURE as GAP
from dashboard.schema import months
from dashboard.schema.area import areas
from dashboard.schema.force import Force

COMMANDS = Panel(
    "commands",
    (
        Column("code", "Code", "code"),
        Column("name", "Name", "text"),
        Column("nominal", "Nominal, FTE"),
        Column("deployable", "Deployable, FTE"),
        Column("gap", "Gap, FTE"),
        Column("gap_percent", "Gap, % of nominal"),
        Column("change", "Change, points", "change"),
        Column("low", "Chance explains from, %"),
        Column("high", "Chance explains to, %"),
        Column("flag", "Beyond chance", "text"),
    ),
    width=7,
)
MAP = Panel(
    "map",
    (
        Column("name", "Place", "text"),
        Column("command", "Command", "text"),
        Column("value", "Gap of its command, % of nominal"),
    ),
    width=5,
)
TREND = Panel(
    "trend",
    (
        Column("month", "Month", "code"),
        Column("nominal", "Nominal, FTE"),
        Column("deployable", "Deployable, FTE"),
        Column("gap", "Gap, FTE"),
        Column("gap_percent", "Gap, % of nominal"),
    ),
    width=12,
)
MOST_COMMANDS = 20
"""Rows of a chart of commands; a force may have 750, and the table has them all."""


def gaps(snapshot: Snapshot, selection: Selection, by: str) -> pd.DataFrame:
    """Nominal, deployable and gap by one dimension, to the tenth; no rate on too small a base."""
    gap = evaluate(snapshot.cube, GAP, selection, [by])
    small = gap["denominator"] < GAP.minimum_base
    table = pd.DataFrame(
        {
            by if by == "month" else "code": gap[by],
            "nominal": gap["denominator"].round(1),
            "deployable": (gap["denominator"] - gap["numerator"]).round(1),
        }
    )
    table["gap"] = (table["nominal"] - table["deployable"]).round(1)
    table["gap_percent"] = gap["value"].round(1).mask(small)
    table["small"] = small
    return table


def by_command(snapshot: Snapshot, state: State) -> pd.DataFrame:
    """:func:`gaps` of every command, with name, change in points and whether it is selected.

    ``low``, ``high`` and ``flag`` say what chance explains among commands of one group.
    Largest gap first; among equals the larger command, which is the more to look at.
    """
    force = snapshot.release.force
    table = gaps(snapshot, state.selection.everywhere(), "command")
    table.insert(1, "name", [force.command_name(code) for code in table["code"]])
    if state.before is not None:
        earlier = gaps(snapshot, state.before.everywhere(), "command")
        before = table["code"].map(earlier.set_index("code")["gap_percent"])
        table["change"] = (table["gap_percent"] - before).round(1)
    else:
        table["change"] = math.nan
    table = table.sort_values(["gap_percent", "nominal"], ascending=False, ignore_index=True)
    table["selected"] = table["code"].isin(state.selection.commands)
    counted = table.rename(
        columns={"code": "command", "gap": "numerator", "nominal": "denominator"}
    ).assign(value=table["gap_percent"])
    table[["low", "high", "flag"]] = among_like(force, GAP, counted).round(1)
    return table


def most_gapped(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of :func:`by_command` that a chart shows: the largest gaps, and the selected."""
    rated = table[table["gap_percent"].notna()]
    shown = rated
    if len(rated) > MOST_COMMANDS:
        shown = rated.head(max(int((rated["gap_percent"] > 0).sum()), 1)).head(MOST_COMMANDS)
    return pd.concat([shown, rated.iloc[len(shown) :].query("selected")])


def commands_view(snapshot: Snapshot, state: State, table: pd.DataFrame) -> View:
    """Every command's nominal and deployable strength, sorted by its gap."""
    chosen, force = state.selection, snapshot.release.force
    drawn = most_gapped(table)
    noun = chosen.deployable.noun.lower()
    statistic = f"Nominal and {noun} strength, sorted by gap, {chosen.when()}"
    if len(drawn) < len(table):
        statistic += f"; {len(drawn)} of {len(table)} commands, the table has all"
    if table["small"].any():
        statistic += f"; no rate under {GAP.minimum_base:g} officers"
    unit = f"{chosen.unit} officers"
    return View(
        panel=COMMANDS.told_in(chosen),
        title=_commands_title(force, table[table["gap_percent"].notna()], narrowed(force, chosen)),
        statistic=statistic,
        figure=gap_by_command(drawn, unit) if len(drawn) else empty(),
        table=table,
        workings=[worked(snapshot, GAP, chosen)],
    )


def _commands_title(force: Force, rated: pd.DataFrame, of: str) -> str:
    if rated.empty:
        return "No command is large enough for a rate"
    chosen = rated[rated["selected"]]
    if len(chosen) == 1:
        return _standing(force, rated, chosen.iloc[0], of)
    top, low = rated.iloc[0], rated.iloc[-1]
    if top["gap_percent"] == 0:
        return f"No command has a recorded gap{of}"
    if low["gap_percent"] == 0:
        return f"{top['name']} has the largest gap{of}, {top['gap_percent']:.1f}%"
    if low["gap_percent"] == top["gap_percent"]:
        return f"Every gap{of} is {top['gap_percent']:.1f}%"
    flagged = rated[rated["flag"] != ""]
    if not flagged.empty:
        row = flagged.iloc[0] if flagged.iloc[0]["flag"] == "above" else flagged.iloc[-1]
        more = f", and {len(flagged) - 1} more are beyond it" if len(flagged) > 1 else ""
        gap = f"{possessive(row['name'])} gap{of}, {row['gap_percent']:.1f}%,"
        return f"{gap} is {row['flag']} what chance explains{more}"
    runs = (
        f"The gap{of} runs from {low['gap_percent']:.1f}% in {low['name']} "
        f"to {top['gap_percent']:.1f}% in {top['name']}"
    )
    return f"{runs}, no more than chance explains" if rated["low"].notna().any() else runs


def _standing(force: Force, rated: pd.DataFrame, row: pd.Series, of: str) -> str:
    """Where one command stands among its like: those of its group, or all where it has none."""
    if row["gap_percent"] == 0:
        return f"{row['name']} has no recorded gap{of}"
    groups = {code: command.group for code, command in force.commands.items()}
    group = groups.get(row["code"], "")
    like = rated[[groups.get(code, "") == group for code in rated["code"]]]
    rank = int((like["gap_percent"] > row["gap_percent"]).sum()) + 1
    among = f"{len(like)} {group or 'commands'}"
    chance = ""
    if not math.isnan(row["low"]):
        chance = f", {row['flag'] or 'within'} what chance explains"
    return f"{possessive(row['name'])} gap{of} is {ordinal(rank)} of {among}{chance}"


def map_view(snapshot: Snapshot, state: State, table: pd.DataFrame) -> View | None:
    """The force's area map, each place coloured by its command's gap; none where it has no map.

    table: :func:`by_command`. ``ValueError`` for a map that no file states.
    """
    force = snapshot.release.force
    if not force.area_map:
        return None
    if force.area_map not in areas():
        raise ValueError(f"{force.id}: data/areas has no file {force.area_map}.toml.")
    policed = {place: code for code, command in force.commands.items() for place in command.areas}
    gap = table.set_index("code")["gap_percent"]
    rows = [
        {
            "short": place.short,
            "name": name,
            "command": force.command_name(policed[name]) if name in policed else "no command",
            "x": place.x,
            "y": place.y,
            "value": gap.get(policed.get(name, ""), math.nan),
            "selected": policed.get(name) in state.selection.commands,
        }
        for name, place in areas()[force.area_map].places.items()
    ]
    frame = pd.DataFrame(rows).sort_values(["value", "name"], ascending=[False, True])
    return View(
        panel=MAP,
        title=_map_title(frame),
        statistic=f"Gap as a share of nominal strength, {state.selection.when()}",
        figure=tiles(frame, "One square a place, coloured by the gap of its command"),
        table=frame,
        workings=[worked(snapshot, GAP, state.selection)],
    )


def _map_title(frame: pd.DataFrame) -> str:
    known = frame.dropna(subset=["value"])
    if known.empty:
        return "No gap is known for any place"
    widest = known[known["value"] == known["value"].max()]
    if len(widest) == len(known):
        return f"The gap is {known['value'].iloc[0]:.1f}% everywhere"
    names = sorted(widest["name"])
    return f"The gap is widest in {names[0] if len(names) == 1 else widest['command'].iloc[0]}"


def trend_view(snapshot: Snapshot, state: State) -> View:
    """Nominal and deployable strength in every month there is; a hole is shown as one."""
    cube, chosen = snapshot.cube, state.selection
    over_time = replace(chosen, first=cube.months[0], last=cube.months[-1])
    table = gaps(snapshot, over_time, "month")
    compare = state.before.last if state.before else None
    ends = dict.fromkeys(months.words(month) for month in (cube.months[0], cube.months[-1]))
    noun = chosen.deployable.noun.lower()
    holes = int(table["nominal"].isna().sum())
    statistic = f"Strength on the books and {noun}, {chosen.unit}, {' to '.join(ends)}"
    if holes:
        statistic += f"; {holes} of {len(table)} months are missing"
    # A month in which more, or less, was recorded is no fair start or end of a comparison.
    missing = snapshot.not_recorded([chosen.last])
    alike = [snapshot.not_recorded([month]) == missing for month in cube.months]
    return View(
        panel=TREND.told_in(chosen),
        title=_trend_title(table, alike, noun),
        statistic=statistic,
        figure=trend(table, state.month, compare, f"{chosen.unit} officers"),
        table=table,
        workings=[worked(snapshot, GAP, chosen)],
    )


def _trend_title(table: pd.DataFrame, alike: list[bool], noun: str) -> str:
    """From the first to the last month of those that were recorded alike."""
    known = table[alike].dropna(subset=["nominal", "deployable"])
    if len(known) < 2:
        return "Too few months to see a trend"
    first, last = known.iloc[0], known.iloc[-1]
    since = f"Since {months.words(first['month'])} the books have"
    if first["deployable"] < GAP.minimum_base:
        books, able = (f"{first[n]:,.0f} to {last[n]:,.0f}" for n in ("nominal", "deployable"))
        return f"{since} gone from {books} and {noun} strength from {able}"
    books = last["nominal"] / first["nominal"] - 1
    able = last["deployable"] / first["deployable"] - 1
    return f"{since} {_moved(books)} and {noun} strength has {_moved(able)}"


def _moved(change: float) -> str:
    if abs(change) < 0.0005:
        return "not changed"
    return f"{'grown' if change > 0 else 'shrunk'} by {abs(change):.1%}"
