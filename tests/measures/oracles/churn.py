"""Churn a second time: who came and went, person by person and month by month."""

import calendar
import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

COVERS = {
    "churn_commands",
    "churn_border",
    "moves_in",
    "moves_out",
    "net_moves",
    "leaver_rate",
}
DIMENSIONS = ("command", "direction", "far", "rank", "role", "posted", "joined_or_left")

Row = Mapping[str, Any]
History = Mapping[str, Sequence[Row]]
"""Month -> its rows; dates are dates, what is blank is None."""
Move = tuple[str, ...]


def end(month: str) -> datetime.date:
    year, part = int(month[:4]), int(month[5:])
    return datetime.date(year, part, calendar.monthrange(year, part)[1])


def before(month: str) -> list[str]:
    """The twelve months before, the newest first."""
    found = []
    year, part = int(month[:4]), int(month[5:])
    for _ in range(12):
        year, part = (year, part - 1) if part > 1 else (year - 1, 12)
        found.append(f"{year:04d}-{part:02d}")
    return found


def books(history: History, month: str) -> list[Row]:
    rows = history.get(month, [])
    return [row for row in rows if row["left_on"] is None or row["left_on"] > end(month)]


def has(history: History, month: str, command: str, any_command: bool) -> bool:
    return any(any_command or row["command"] == command for row in books(history, month))


def known(history: History, month: str, command: str, any_command: bool) -> bool:
    """Whether a command's moves of a month are known at all."""
    return has(history, month, command, any_command) and any(
        has(history, earlier, command, any_command) for earlier in before(month)
    )


def people(history: History, month: str) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in books(history, month):
        if row["role"] != "special":
            other = found.get(row["person_id"])
            if other is None or row["role"] < other["role"]:
                found[row["person_id"]] = row
    return found


def moves(history: History, month: str, any_command: bool) -> Iterator[Move]:
    """Each end of each move of a month, by :data:`DIMENSIONS`."""
    now = people(history, month)
    everybody = {row["person_id"] for rows in history.values() for row in rows}
    for who in sorted(everybody):
        was = last_sight(history, month, who, any_command)
        is_now = now.get(who)
        if was is None:
            if is_now is not None and begun(history, month, is_now["command"], any_command):
                yield of(is_now, "in", "", "", is_now["entry_route"] or "")
            continue
        at, row = was
        if is_now is None:
            if has(history, month, row["command"], any_command):
                why = reason(history, who, at, month)
                yield of(row, "out", "", posted(row, at), why)
        elif is_now["command"] != row["command"]:
            yield of(row, "out", is_now["command"], posted(row, at), "")
            yield of(is_now, "in", row["command"], "", "")


def begun(history: History, month: str, command: str, any_command: bool) -> bool:
    return any(has(history, earlier, command, any_command) for earlier in before(month))


def last_sight(history: History, month: str, who: str, any_command: bool) -> tuple[str, Row] | None:
    """Where somebody was last seen; None where they had left since, or were never seen."""
    skipped: list[str] = []
    for earlier in before(month):
        row = people(history, earlier).get(who)
        if row is not None:
            gone = any(has(history, one, row["command"], any_command) for one in skipped)
            return None if gone else (earlier, row)
        skipped.append(earlier)
    return None


def of(row: Row, direction: str, far: str, since: str, why: str) -> Move:
    return (row["command"], direction, far, row["rank"], row["role"], since, why)


def posted(row: Row, month: str) -> str:
    day = row["posted_on"]
    if day is None:
        return "not recorded"
    last = end(month)
    passed = (last.year - day.year) * 12 + last.month - day.month
    if passed < 6:
        return "under 6"
    if passed < 12:
        return "6 to 11"
    return "12 to 23" if passed < 24 else "24 or more"


def reason(history: History, who: str, at: str, month: str) -> str:
    found = ""
    for one in sorted(name for name in history if at <= name <= month):
        said = sorted(
            row["leaver_reason"]
            for row in history[one]
            if row["person_id"] == who
            and row["role"] != "special"
            and row["leaver_reason"] is not None
            and row["left_on"] is not None
            and row["left_on"] <= end(month)
        )
        found = said[-1] if said else found
    return found


def cells(history: History, month: str, any_command: bool) -> Counter[Move]:
    return Counter(moves(history, month, any_command))


def amounts(
    history: History,
    span: Collection[str],
    command: str,
    group: Collection[str],
    any_command: bool,
) -> Counter[str]:
    """What is counted of a command, one of *group*: heads by direction, and the workforce.

    The months count in which its moves are known.
    """
    found: Counter[str] = Counter()
    months = [month for month in span if known(history, month, command, any_command)]
    for month in months:
        for move in moves(history, month, any_command):
            if move[0] == command:
                found[move[1]] += 1
                found["crossing"] += move[2] not in group
                found["left"] += move[1] == "out" and move[2] == ""
        for row in books(history, month):
            if row["command"] == command and row["role"] != "special":
                found["workforce"] += 1
    found["months"] = len(months)
    return found


def measure(found: Iterable[Counter[str]], measure_id: str) -> tuple[float, float | None]:
    """Numerator and denominator of a measure of the amounts of some commands."""
    over, under = 0, 0.0
    for one in found:
        over += {
            "churn_commands": one["in"] + one["out"],
            "churn_border": one["crossing"],
            "moves_in": one["in"],
            "moves_out": one["out"],
            "net_moves": one["in"] - one["out"],
            "leaver_rate": one["left"],
        }[measure_id]
        under += one["workforce"] / one["months"]
    rate = measure_id in ("churn_commands", "churn_border", "leaver_rate")
    return over, under if rate else None
