"""The second computation of abstractions: slow, obvious, shift row by shift row.

It shares no code with the product. Shifts are rows of the table, people rows of strength of whom
nothing but a suspension is known.
"""

import calendar
import datetime
from collections.abc import Callable, Collection, Sequence
from typing import Any

Row = dict[str, Any]
Key = tuple[str, ...]
Sums = tuple[float, float] | None
"""What is over and under the line; None is a hole."""

AID = ["aid_central", "aid_local"]
AWAY = [*AID, "backfill", "investigation_support", "guard_or_scene", "training", "court", "other"]
ABSENT = ["annual_leave", "sickness"]


def away(row: Row) -> bool:
    return row["activity"] in AWAY


def on_duty(row: Row) -> bool:
    return row["activity"] == "core" or away(row)


def rostered(row: Row) -> bool:
    return row["activity"] != "rest_day"


def absent(row: Row) -> bool:
    return row["activity"] in ABSENT


def core(row: Row) -> bool:
    return row["activity"] == "core"


def aid(row: Row) -> bool:
    return row["activity"] in AID


def taken(row: Row) -> bool:
    """On Aid, or on backfill; a team's backfill of itself is none."""
    itself = row["to_command"] in (None, row["command"]) and row["to_team"] == row["team"]
    return row["activity"] in AID or (row["activity"] == "backfill" and not itself)


def lent(row: Row) -> bool:
    elsewhere = row["to_command"] is not None and row["to_command"] != row["command"]
    other_team = row["to_team"] is not None and row["to_team"] != row["team"]
    return elsewhere or other_team


Test = Callable[[Row], bool]

RATES: dict[str, tuple[Test, Test]] = {
    "abstraction_rate": (away, on_duty),
    "abstraction_rate_neighbourhood": (away, on_duty),
    "aid_rate": (aid, on_duty),
    "absence_rate": (absent, rostered),
    "ring_fence_share": (taken, rostered),
}
AMOUNTS: dict[str, Test] = {
    "abstractions_by_activity": away,
    "ring_fence_breaches": taken,
    "help_given": lambda row: on_duty(row) and lent(row),
    "help_received": lambda row: on_duty(row) and lent(row) and row["to_command"] != "EXTERNAL",
}
COVERS = {*RATES, *AMOUNTS, "available_when_rostered", "core_duty_daily"}


def worked(
    measure: str,
    shifts: Sequence[Row],
    people: Sequence[Row],
    by: Sequence[str],
    span: Collection[str],
    ring_fenced: Collection[str],
    commands: Collection[str] = (),
) -> dict[Key, Sums]:
    """Both numbers of a measure by group; an amount has 0.0 under the line.

    ring_fenced: the teams that are, which here are the Neighbourhood teams too.
    commands: those selected; none is all that ever sent any.
    """
    sent = {(row["date"][:7], row["command"]) for row in shifts}
    if measure == "available_when_rostered":
        sent &= {(row["month"], row["command"]) for row in people}
    chosen = set(commands) or {command for _, command in sent}
    if measure in ("ring_fence_share", "ring_fence_breaches", "abstraction_rate_neighbourhood"):
        shifts = [row for row in shifts if row["team"] in ring_fenced]
    groups: dict[Key, list[Row]] = {}
    for row in shifts:
        seen = _seen(measure, row)
        if seen["month"] not in span or seen["command"] not in chosen:
            continue
        if (seen["month"], seen["command"]) in sent and _counts(measure, row):
            groups.setdefault(tuple(seen[name] for name in by), []).append(seen)
    staff = [row for row in people if row["month"] in span and row["command"] in chosen]
    found: dict[Key, Sums] = {}
    for key, rows in groups.items():
        if _hole(dict(zip(by, key, strict=True)), span, chosen, sent):
            found[key] = None
        elif measure in RATES:
            over, under = RATES[measure]
            found[key] = (_sum(rows, over), _sum(rows, under))
        elif measure in AMOUNTS:
            found[key] = (sum(row["adds"] for row in rows), 0.0)
        elif measure == "core_duty_daily":
            found[key] = (_daily(rows, by, span, sent), 0.0)
        else:
            here = [row for row in staff if tuple(row[name] for name in by) == key]
            roster = _sum(rows, rostered)
            able = _deployable(here, by, span, sent)
            found[key] = (able * _sum(rows, core) / roster, 0.0) if roster else None
    return found


def _seen(measure: str, row: Row) -> Row:
    """The row where the measure counts it, with its month and its day of the week."""
    day = datetime.date.fromisoformat(row["date"])
    seen = row | {"month": row["date"][:7], "weekday": day.strftime("%A")}
    adds = measure in AMOUNTS and AMOUNTS[measure](row)
    seen["adds"] = row["shifts"] if adds else 0.0
    if measure == "help_received" and lent(row):
        seen["command"] = row["to_command"] or row["command"]
        seen["team"] = row["to_team"] or ""
    return seen


def _counts(measure: str, row: Row) -> bool:
    """Whether the row belongs to what the measure is about, though it may add nothing."""
    if measure.startswith(("help", "abstractions_by")):
        return AMOUNTS[measure](row)
    return True


def _hole(
    group: Row, span: Collection[str], chosen: Collection[str], sent: set[tuple[str, str]]
) -> bool:
    commands = [group["command"]] if "command" in group else [*chosen]
    if "month" in group or "date" in group:
        month = group["month"] if "month" in group else group["date"][:7]
        return "month" in group and any((month, command) not in sent for command in commands)
    return any(all((month, command) not in sent for month in span) for command in commands)


def _sum(rows: Sequence[Row], test: Test) -> float:
    return float(sum(row["shifts"] for row in rows if test(row)))


def _daily(
    rows: Sequence[Row], by: Sequence[str], span: Collection[str], sent: set[tuple[str, str]]
) -> float:
    """Core shifts over the days of the months that their command has, added up over commands."""
    total = 0.0
    for row in rows:
        months = [row["month"]] if "month" in by else span
        days = sum(
            calendar.monthrange(int(month[:4]), int(month[5:]))[1]
            for month in months
            if (month, row["command"]) in sent
        )
        total += row["shifts"] / days if core(row) else 0.0
    return total


def _deployable(
    people: Sequence[Row],
    by: Sequence[str],
    span: Collection[str],
    sent: set[tuple[str, str]],
) -> float:
    """FTE not suspended: of each command the mean of the months that it has sent both tables."""
    total = 0.0
    for person in people:
        if (person["month"], person["command"]) not in sent or person["suspended"]:
            continue
        had = [month for month in span if (month, person["command"]) in sent]
        total += person["fte"] / (1 if "month" in by else len(had))
    return total
