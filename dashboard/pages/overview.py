"""Overview: how many are fully deployable, what takes the others, where, and since when."""

import math

import pandas as pd
from dash import html

from dashboard.access.reading import Snapshot
from dashboard.components.page import Answered, Page, State, View
from dashboard.components.panel import Column, Panel
from dashboard.components.published import PUBLISHED, published_view
from dashboard.figures.commands import gap_by_command
from dashboard.figures.style import empty
from dashboard.figures.trend import trend
from dashboard.figures.waterfall import NOMINAL, waterfall
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.published import beside
from dashboard.measures.engine.rounding import descend
from dashboard.measures.engine.selection import AskError, Selection
from dashboard.measures.gap_to_nominal import MEASURE as GAP
from dashboard.measures.nominal_strength import MEASURE as NOMINAL_STRENGTH
from dashboard.measures.strength_by_duty_status import MEASURE as BY_STATUS
from dashboard.schema import months
from dashboard.schema.duty import STATUSES
from dashboard.schema.force import Force
from dashboard.schema.publication import publications

STEPS = Panel(
    "waterfall",
    (
        Column("label", "Duty status", "text"),
        Column("value", "FTE"),
        Column("before", "Before, FTE"),
        Column("change", "Change, FTE", "change"),
        Column("meaning", "What it means", "prose"),
    ),
)
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
    ),
    tall=True,
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
)
MOST_COMMANDS = 20
"""Rows of the chart of commands; a force may have 750, and the table has them all."""


def answer(snapshot: Snapshot, state: State) -> Answered:
    """The page for a state: one look at the statuses, one at the commands, one at the months."""
    steps = ladder(snapshot, state)
    return Answered(
        headline(snapshot.release.force, state, steps),
        (
            _steps_view(state, steps),
            _commands_view(snapshot, state),
            _trend_view(snapshot, state),
            *_published_views(snapshot, state),
        ),
        _cautions(snapshot, state),
    )


def ladder(snapshot: Snapshot, state: State) -> pd.DataFrame:
    """From nominal to deployable: code, label, state, value, before and change.

    FTE rounded to tenths that add up; a hole is missing. Statuses that the month's
    extract cannot show are left out.
    """
    order = [*snapshot.release.force.duty_statuses]
    missing = snapshot.not_recorded(state.month)
    shown = [code for code in order if STATUSES[code].column not in missing]
    table = pd.DataFrame(
        {
            "code": ["nominal", *shown, "full"],
            "label": ["On the books", *(STATUSES[code].label for code in [*shown, "full"])],
            "state": [NOMINAL, *(STATUSES[code].state for code in [*shown, "full"])],
            "meaning": [
                "Officers on the command's books.",
                *(STATUSES[code].meaning for code in [*shown, "full"]),
            ],
        }
    )
    table["value"] = _levels(snapshot, state.selection, shown)
    table["before"] = _levels(snapshot, state.before, shown)
    table["change"] = (table["value"] - table["before"]).round(1)
    return table


def _levels(snapshot: Snapshot, selection: Selection | None, shown: list[str]) -> list[float]:
    hole = [math.nan] * (len(shown) + 2)
    if selection is None:
        return hole
    nominal = evaluate(snapshot.cube, NOMINAL_STRENGTH, selection)["numerator"].iloc[0]
    if math.isnan(nominal):
        return hole
    found = evaluate(snapshot.cube, BY_STATUS, selection).set_index("status")["numerator"]
    return descend(nominal, [float(found.get(code, 0.0)) for code in shown])


def headline(force: Force, state: State, steps: pd.DataFrame) -> list:
    """The answer in words, its gap set apart for the eye."""
    values = steps.set_index("code")["value"]
    where = _where(force, state.selection)
    if math.isnan(values["nominal"]):
        return [f"There is no figure for the officers {where} in {months.words(state.month)}."]
    nominal, deployable = round(values["nominal"]), round(values["full"])
    if values["nominal"] == 0:
        return [f"Nobody is {where} in {months.words(state.month)}."]
    if values["nominal"] == values["full"]:
        return [f"All {nominal:,} {where} are recorded as fully deployable."]
    gap = nominal - deployable
    share = (values["nominal"] - values["full"]) / values["nominal"]
    rate = f" ({share:.1%})" if values["nominal"] >= GAP.minimum_base else ""
    return [
        f"{deployable:,} of the {nominal:,} {where} are fully deployable: ",
        html.Span(f"a gap of {f'{gap:,}' if gap else 'under 1'}{rate}", className="gap"),
        f"{_against(state, steps, gap)}.",
    ]


def _against(state: State, steps: pd.DataFrame, gap: int) -> str:
    before = steps.set_index("code")["before"]
    if state.before is None:
        return "" if state.compare == "none" else "; no month before to compare with"
    if math.isnan(before["nominal"]):
        return f"; no figure for {months.words(state.before.last)} to compare with"
    change = gap - (round(before["nominal"]) - round(before["full"]))
    if change == 0:
        return ", the same as a month before"
    return f", {abs(change):,} {'more' if change > 0 else 'fewer'} than a month before"


def _where(force: Force, selection: Selection) -> str:
    """ "on Central South's books", with the teams before it where some are selected."""
    names = [force.command_name(code) for code in selection.commands] or [force.in_a_sentence()]
    teams = _teams(force, selection)
    if len(names) == 1:
        return f"{teams}on {_possessive(names[0])} books"
    return f"{teams}on the books of {_listed(names)}"


def _teams(force: Force, selection: Selection) -> str:
    names = [force.team_name(code) for code in selection.teams]
    return f"in {_listed(names)} " if names else ""


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _possessive(name: str) -> str:
    return f"{name}'" if name.lower().endswith("s") else f"{name}'s"


def _steps_view(state: State, steps: pd.DataFrame) -> View:
    losses = steps.iloc[1:-1].sort_values("value", ascending=False, kind="stable")
    largest = list(losses[losses["value"] > 0]["label"].head(2))
    if steps["value"].isna().any():
        title = "No figure for this month"
    elif not largest:
        title = "Nobody is recorded as less than fully deployable"
    else:
        title = f"The most is lost to {_listed([label.lower() for label in largest])}"
    statistic = (
        "From nominal to deployable strength, each officer counted once, FTE, "
        f"{months.words(state.month)}"
    )
    return View(STEPS, title, statistic, waterfall(steps), steps)


def _commands_view(snapshot: Snapshot, state: State) -> View:
    force = snapshot.release.force
    everywhere = Selection(state.month, state.month, teams=state.selection.teams)
    table = _gaps(snapshot, everywhere, "command")
    table.insert(1, "name", [force.command_name(code) for code in table["code"]])
    if state.before is not None:
        earlier = _gaps(snapshot, everywhere.on(state.before.last), "command")
        before = table["code"].map(earlier.set_index("code")["gap_percent"])
        table["change"] = (table["gap_percent"] - before).round(1)
    else:
        table["change"] = math.nan
    # Largest gap first; among equals the larger command, which is the more to look at.
    table = table.sort_values(["gap_percent", "nominal"], ascending=False, ignore_index=True)
    table["selected"] = table["code"].isin(state.selection.commands)
    rated = table[table["gap_percent"].notna()]
    gapped = rated
    if len(rated) > MOST_COMMANDS:
        gapped = rated.head(max(int((rated["gap_percent"] > 0).sum()), 1)).head(MOST_COMMANDS)
    drawn = pd.concat([gapped, rated.iloc[len(gapped) :].query("selected")])
    statistic = f"Nominal and deployable strength, sorted by gap, {months.words(state.month)}"
    if len(drawn) < len(table):
        statistic += f"; {len(drawn)} of {len(table)} commands, the table has all"
    if table["small"].any():
        statistic += f"; no rate under {GAP.minimum_base:g} officers"
    figure = gap_by_command(drawn) if len(drawn) else empty()
    title = _commands_title(force, rated, f" {_teams(force, state.selection)}".rstrip())
    return View(COMMANDS, title, statistic, figure, table)


def _gaps(snapshot: Snapshot, selection: Selection, by: str) -> pd.DataFrame:
    """Nominal, deployable and gap by one dimension, to the tenth; no rate on too small a base."""
    gap = evaluate(snapshot.cube, GAP, selection, [by])
    small = gap["denominator"] < GAP.minimum_base
    table = pd.DataFrame(
        {
            "code" if by == "command" else by: gap[by],
            "nominal": gap["denominator"].round(1),
            "deployable": (gap["denominator"] - gap["numerator"]).round(1),
        }
    )
    table["gap"] = (table["nominal"] - table["deployable"]).round(1)
    table["gap_percent"] = gap["value"].round(1).mask(small)
    table["small"] = small
    return table


def _commands_title(force: Force, rated: pd.DataFrame, teams: str) -> str:
    if rated.empty:
        return "No command is large enough for a rate"
    chosen = rated[rated["selected"]]
    if len(chosen) == 1:
        return _standing(force, rated, chosen.iloc[0], teams)
    top, low = rated.iloc[0], rated.iloc[-1]
    if top["gap_percent"] == 0:
        return f"No command has a recorded gap{teams}"
    if low["gap_percent"] == 0:
        return f"{top['name']} has the largest gap{teams}, {top['gap_percent']:.1f}%"
    if low["gap_percent"] == top["gap_percent"]:
        return f"Every gap{teams} is {top['gap_percent']:.1f}%"
    return (
        f"The gap{teams} runs from {low['gap_percent']:.1f}% in {low['name']} "
        f"to {top['gap_percent']:.1f}% in {top['name']}"
    )


def _standing(force: Force, rated: pd.DataFrame, row: pd.Series, teams: str) -> str:
    """Where one command stands among its like: those of its group, or all where it has none."""
    if row["gap_percent"] == 0:
        return f"{row['name']} has no recorded gap{teams}"
    groups = {code: command.group for code, command in force.commands.items()}
    group = groups.get(row["code"], "")
    like = rated[[groups.get(code, "") == group for code in rated["code"]]]
    rank = int((like["gap_percent"] > row["gap_percent"]).sum()) + 1
    among = f"{len(like)} {group or 'commands'}"
    return f"{_possessive(row['name'])} gap{teams} is {_ordinal(rank)} of {among}"


def _ordinal(rank: int) -> str:
    if rank == 1:
        return "the largest"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(
        rank % 10 if rank % 100 not in (11, 12, 13) else 0, "th"
    )
    return f"the {rank}{ending} largest"


def _trend_view(snapshot: Snapshot, state: State) -> View:
    cube, chosen = snapshot.cube, state.selection
    over_time = Selection(cube.months[0], cube.months[-1], chosen.commands, chosen.teams)
    table = _gaps(snapshot, over_time, "month")
    compare = state.before.last if state.before else None
    ends = dict.fromkeys(months.words(month) for month in (cube.months[0], cube.months[-1]))
    statistic = f"Strength on the books and deployable, FTE, {' to '.join(ends)}"
    # A month in which more, or less, was recorded is no fair start or end of a comparison.
    missing = snapshot.not_recorded(state.month)
    alike = [snapshot.not_recorded(month) == missing for month in cube.months]
    title = _trend_title(table, alike)
    return View(TREND, title, statistic, trend(table, state.month, compare), table)


def _trend_title(table: pd.DataFrame, alike: list[bool]) -> str:
    """From the first to the last month of those that were recorded alike."""
    known = table[alike].dropna(subset=["nominal", "deployable"])
    if len(known) < 2:
        return "Too few months to see a trend"
    first, last = known.iloc[0], known.iloc[-1]
    since = f"Since {months.words(first['month'])} the books have"
    if first["deployable"] < GAP.minimum_base:
        books, able = (f"{first[n]:,.0f} to {last[n]:,.0f}" for n in ("nominal", "deployable"))
        return f"{since} gone from {books} and deployable strength from {able}"
    books = last["nominal"] / first["nominal"] - 1
    able = last["deployable"] / first["deployable"] - 1
    return f"{since} {_moved(books)} and deployable strength has {_moved(able)}"


def _moved(change: float) -> str:
    if abs(change) < 0.0005:
        return "not changed"
    return f"{'grown' if change > 0 else 'shrunk'} by {abs(change):.1%}"


def _published_views(snapshot: Snapshot, state: State) -> list[View]:
    """What is published of the whole force, where the whole force is what the page is about."""
    if state.selection.commands or state.selection.teams:
        return []
    months_of_cube = snapshot.cube.months
    over_time = Selection(months_of_cube[0], months_of_cube[-1])
    own = evaluate(snapshot.cube, NOMINAL_STRENGTH, over_time, ["month"])
    found = beside(snapshot.published, own.set_index("month")["value"])
    if found is None:
        return []
    try:
        stated = publications()
    except ValueError as error:
        raise AskError(str(error)) from None
    return [published_view(found, stated, snapshot.release.force, state.month)]


def _cautions(snapshot: Snapshot, state: State) -> list[str]:
    """What a reader must know of the extract: who sent none, and what it does not record.

    Blank is not none, so what is not recorded makes the gap look smaller than it is.
    """
    cube, force = snapshot.cube, snapshot.release.force
    found = []
    lacking = cube.lacking(state.month, state.selection.commands)
    if lacking:
        names = _listed([force.command_name(code) for code in lacking])
        found.append(f"No extract for {months.words(state.month)} from {names}.")
    never = [force.command_name(code) for code in force.commands if code not in cube.commands]
    if never:
        found.append(f"No month has come from {_listed(never)}: all figures are without.")
    unrecorded = _labels(snapshot.not_recorded(state.month))
    if unrecorded:
        found.append(f"Not recorded in this extract: {unrecorded}. The true gap may be larger.")
    earlier = months.shift(state.month, -1)
    if state.compare == "previous" and state.before is None and earlier in cube.months:
        changed = _labels(snapshot.not_recorded(state.month) ^ snapshot.not_recorded(earlier))
        if changed:
            found.append(f"No comparison: {changed} came in one of the two months and not in both.")
    return found


def _labels(columns: set[str]) -> str:
    labels = [status.label.lower() for status in STATUSES.values() if status.column in columns]
    return ", ".join(labels)


PAGE = Page("/", "Overview", 1, (STEPS, COMMANDS, TREND, PUBLISHED), answer)
