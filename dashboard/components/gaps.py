"""The gap by command, by team and by month: the table behind several panels, and its words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from dashboard.access.reading import Snapshot
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.wording import narrowed, ordinal, possessive
from dashboard.components.working import worked
from dashboard.figures.commands import gap_by_command
from dashboard.figures.style import Table
from dashboard.figures.tiles import tiles
from dashboard.figures.trend import Lines, lines, marked
from dashboard.measures.engine.chance import limits_among_like
from dashboard.measures.engine.evaluate import work
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
        Column("code", "Month", "code"),
        Column("nominal", "Nominal, FTE"),
        Column("deployable", "Deployable, FTE"),
        Column("gap", "Gap, FTE"),
        Column("gap_percent", "Gap, % of nominal"),
    ),
    width=12,
)
MOST_COMMANDS = 20
"""Rows of a chart of commands; a force may have 750, and the table has them all."""


@dataclass(frozen=True)
class Gap:
    """Nominal, deployable and gap of a command, a team or a month, to the tenth.

    gap_percent: missing where the base is too small for a rate (small), or there is no figure.
    """

    code: str
    nominal: float
    deployable: float
    gap: float
    gap_percent: float
    small: bool

    @property
    def rated(self) -> bool:
        return not math.isnan(self.gap_percent)


@dataclass(frozen=True)
class CommandGap(Gap):
    """The gap of a command among the others. change: in points.

    low, high, flag: what chance explains among commands of one group.
    """

    name: str
    change: float
    selected: bool
    low: float
    high: float
    flag: str


def table_of(rows: Sequence[Gap], kind: type[Gap]) -> dict[str, list]:
    """Rows of a kind as a table: a column by its name."""
    return {each.name: [getattr(row, each.name) for row in rows] for each in fields(kind)}


def gaps(snapshot: Snapshot, selection: Selection, by: str) -> list[Gap]:
    """The gap by one dimension, in the order of its labels."""
    found = work(snapshot.cube, GAP, selection, [by])
    numbers = (found.numerator.tolist(), found.denominator.tolist(), found.value.tolist())
    return [_gap(*row) for row in zip(found.texts(by), *numbers, strict=True)]


def _gap(code: str, lost: float, nominal: float, percent: float) -> Gap:
    small = nominal < GAP.minimum_base
    on_books, able = round(nominal, 1), round(nominal - lost, 1)
    rate = math.nan if small else round(percent, 1)
    return Gap(code, on_books, able, round(on_books - able, 1), rate, small)


def by_command(snapshot: Snapshot, state: State) -> list[CommandGap]:
    """The gap of every command, whichever is selected.

    Largest gap first; among equals the larger command, which is the more to look at.
    """
    force, chosen = snapshot.release.force, state.selection
    now = sorted(gaps(snapshot, chosen.everywhere(), "command"), key=_widest_first)
    earlier: dict[str, float] = {}
    if state.before is not None:
        before = gaps(snapshot, state.before.everywhere(), "command")
        earlier = {row.code: row.gap_percent for row in before}
    limits = limits_among_like(
        force,
        GAP,
        [row.code for row in now],
        [row.gap for row in now],
        [row.nominal for row in now],
        [row.rated for row in now],
    )
    return [
        CommandGap(
            **vars(row),
            name=force.command_name(row.code),
            change=round(row.gap_percent - earlier.get(row.code, math.nan), 1),
            selected=row.code in chosen.commands,
            low=round(low, 1),
            high=round(high, 1),
            flag=flag,
        )
        for row, (low, high, flag) in zip(now, limits, strict=True)
    ]


def _widest_first(row: Gap) -> tuple[bool, float, float]:
    unknown = math.isnan(row.nominal)
    return not row.rated, -row.gap_percent if row.rated else 0, 0 if unknown else -row.nominal


def most_gapped(table: Sequence[CommandGap]) -> list[CommandGap]:
    """The rows of :func:`by_command` that a chart shows: the largest gaps, and the selected."""
    rated = [row for row in table if row.rated]
    shown = rated
    if len(rated) > MOST_COMMANDS:
        wide = sum(row.gap_percent > 0 for row in rated)
        shown = rated[: min(max(wide, 1), MOST_COMMANDS)]
    return [*shown, *(row for row in rated[len(shown) :] if row.selected)]


def commands_view(snapshot: Snapshot, state: State, table: Sequence[CommandGap]) -> View:
    """Every command's nominal and deployable strength, sorted by its gap."""
    chosen, force = state.selection, snapshot.release.force
    drawn = most_gapped(table)
    noun = chosen.deployable.noun.lower()
    statistic = f"Nominal and {noun} strength, sorted by gap, {chosen.when()}"
    if len(drawn) < len(table):
        statistic += f"; {len(drawn)} of {len(table)} commands, the table has all"
    if any(row.small for row in table):
        statistic += f"; no rate under {GAP.minimum_base:g} officers"
    return View(
        panel=COMMANDS.told_in(chosen),
        title=_commands_title(force, [row for row in table if row.rated], narrowed(force, chosen)),
        statistic=statistic,
        figure=gap_by_command(table_of(drawn, CommandGap), f"{chosen.unit} officers"),
        table=table_of(table, CommandGap),
        workings=[worked(snapshot, GAP, chosen)],
    )


def _commands_title(force: Force, rated: Sequence[CommandGap], of: str) -> str:
    if not rated:
        return "No command is large enough for a rate"
    chosen = [row for row in rated if row.selected]
    if len(chosen) == 1:
        return _standing(force, rated, chosen[0], of)
    top, low = rated[0], rated[-1]
    if top.gap_percent == 0:
        return f"No command has a recorded gap{of}"
    if low.gap_percent == 0:
        return f"{top.name} has the largest gap{of}, {top.gap_percent:.1f}%"
    if low.gap_percent == top.gap_percent:
        return f"Every gap{of} is {top.gap_percent:.1f}%"
    flagged = [row for row in rated if row.flag]
    if flagged:
        row = flagged[0] if flagged[0].flag == "above" else flagged[-1]
        more = f", and {len(flagged) - 1} more are beyond it" if len(flagged) > 1 else ""
        gap = f"{possessive(row.name)} gap{of}, {row.gap_percent:.1f}%,"
        return f"{gap} is {row.flag} what chance explains{more}"
    runs = (
        f"The gap{of} runs from {low.gap_percent:.1f}% in {low.name} "
        f"to {top.gap_percent:.1f}% in {top.name}"
    )
    limited = any(not math.isnan(row.low) for row in rated)
    return f"{runs}, each within what chance explains" if limited else runs


def _standing(force: Force, rated: Sequence[CommandGap], row: CommandGap, of: str) -> str:
    """Where one command stands among its like: those of its group, or all where it has none."""
    if row.gap_percent == 0:
        return f"{row.name} has no recorded gap{of}"
    groups = {code: command.group for code, command in force.commands.items()}
    group = groups.get(row.code, "")
    like = [each for each in rated if groups.get(each.code, "") == group]
    rank = sum(each.gap_percent > row.gap_percent for each in like) + 1
    among = f"{len(like)} {group or 'commands'}"
    chance = "" if math.isnan(row.low) else f", {row.flag or 'within'} what chance explains"
    return f"{possessive(row.name)} gap{of} is {ordinal(rank)} of {among}{chance}"


@dataclass(frozen=True)
class Place:
    """A place of the force's map, with the gap of its command."""

    short: str
    name: str
    command: str
    x: int
    y: int
    value: float
    selected: bool


def map_view(snapshot: Snapshot, state: State, table: Sequence[CommandGap]) -> View | None:
    """The force's area map, each place coloured by its command's gap; none where it has no map.

    table: :func:`by_command`. ``ValueError`` for a map that no file states.
    """
    force = snapshot.release.force
    if not force.area_map:
        return None
    if force.area_map not in areas():
        raise ValueError(f"{force.id}: data/areas has no file {force.area_map}.toml.")
    policed = {place: code for code, command in force.commands.items() for place in command.areas}
    gap = {row.code: row.gap_percent for row in table}
    rows = [
        Place(
            place.short,
            name,
            force.command_name(policed[name]) if name in policed else "no command",
            place.x,
            place.y,
            gap.get(policed.get(name, ""), math.nan),
            policed.get(name) in state.selection.commands,
        )
        for name, place in areas()[force.area_map].places.items()
    ]
    rows.sort(key=lambda row: (math.isnan(row.value), -row.value, row.name))
    columns = {each.name: [getattr(row, each.name) for row in rows] for each in fields(Place)}
    return View(
        panel=MAP,
        title=_map_title([row for row in rows if not math.isnan(row.value)]),
        statistic=f"Gap as a share of nominal strength, {state.selection.when()}",
        figure=tiles(columns, "One square a place, coloured by the gap of its command"),
        table=columns,
        workings=[worked(snapshot, GAP, state.selection)],
    )


def _map_title(known: Sequence[Place]) -> str:
    if not known:
        return "No gap is known for any place"
    widest = [row for row in known if row.value == known[0].value]
    if len(widest) == len(known):
        return f"The gap is {known[0].value:.1f}% everywhere"
    one = widest[0]
    return f"The gap is widest in {one.name if len(widest) == 1 else one.command}"


@dataclass(frozen=True, eq=False)
class _Trend:
    """The gap in every month, and what is drawn of it whichever month a page is about."""

    rows: list[Gap]
    table: Table
    lines: Lines | None

    @property
    def nbytes(self) -> int:
        return len(self.rows) * _OF_A_MONTH


_OF_A_MONTH = 2_000
"""Bytes that a month of a trend takes at most: its rows, its texts and its places."""


def _trend(snapshot: Snapshot, selection: Selection) -> _Trend:
    rows = gaps(snapshot, selection, "month")
    table = table_of(rows, Gap)
    drawn = lines({**table, "month": table["code"]}, f"{selection.unit} officers")
    return _Trend(rows, table, drawn)


def trend_view(snapshot: Snapshot, state: State) -> View:
    """Nominal and deployable strength in every month there is; a hole is shown as one."""
    cube, chosen = snapshot.cube, state.selection
    over_time = replace(chosen, first=cube.months[0], last=cube.months[-1])
    trend = cube.kept.get(("trend", over_time), lambda: _trend(snapshot, over_time))
    rows = trend.rows
    compare = state.before.last if state.before else None
    ends = dict.fromkeys(months.words(month) for month in (cube.months[0], cube.months[-1]))
    noun = chosen.deployable.noun.lower()
    holes = sum(math.isnan(row.nominal) for row in rows)
    statistic = f"Strength on the books and {noun}, {chosen.unit}, {' to '.join(ends)}"
    if holes:
        statistic += f"; {holes} of {len(rows)} months are missing"
    # A month in which more, or less, was recorded is no fair start or end of a comparison.
    missing = snapshot.not_recorded([chosen.last])
    alike = [snapshot.not_recorded([month]) == missing for month in cube.months]
    return View(
        panel=TREND.told_in(chosen),
        title=_trend_title(rows, alike, noun),
        statistic=statistic,
        figure=marked(trend.lines, state.month, compare),
        table=trend.table,
        workings=[worked(snapshot, GAP, chosen)],
    )


def _trend_title(rows: Sequence[Gap], alike: list[bool], noun: str) -> str:
    """From the first to the last month of those that were recorded alike."""
    known = [
        row
        for row, same in zip(rows, alike, strict=True)
        if same and not math.isnan(row.nominal + row.deployable)
    ]
    if len(known) < 2:
        return "Too few months to see a trend"
    first, last = known[0], known[-1]
    since = f"Since {months.words(first.code)} the books have"
    if first.deployable < GAP.minimum_base:
        books, able = (
            f"{was:,.0f} to {now:,.0f}"
            for was, now in ((first.nominal, last.nominal), (first.deployable, last.deployable))
        )
        return f"{since} gone from {books} and {noun} strength from {able}"
    books, able = (
        _moved(now / was - 1)
        for was, now in ((first.nominal, last.nominal), (first.deployable, last.deployable))
    )
    return f"{since} {books} and {noun} strength has {able}"


def _moved(change: float) -> str:
    if abs(change) < 0.0005:
        return "not changed"
    return f"{'grown' if change > 0 else 'shrunk'} by {abs(change):.1%}"
