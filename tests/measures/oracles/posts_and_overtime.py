"""The second computation of posts and overtime: slow, obvious, row by row.

It shares no code with the product. People are officers of whom nothing but a suspension is known.
"""

from collections.abc import Collection, Sequence
from typing import Any

Row = dict[str, Any]
Key = tuple[str, ...]
Sums = tuple[float, float] | None
"""What is over and under the line; None is a hole."""

OF_POSTS = {"vacancies", "occupancy", "gap_to_posts"}
OF_OVERTIME = {"overtime_hours", "overtime_cost_per_officer", "overtime_pay_share"}
COVERS = OF_POSTS | OF_OVERTIME


def posts_in(month: str, command: str, posts: Sequence[Row]) -> list[Row]:
    """The posts of a command that stand at the month's end: those of its last day till then."""
    days = [
        row["effective_from"]
        for row in posts
        if row["command"] == command and row["effective_from"][:7] <= month
    ]
    return [
        row for row in posts if row["command"] == command and row["effective_from"] == max(days)
    ]


def worked(
    measure: str,
    posts: Sequence[Row],
    overtime: Sequence[Row],
    people: Sequence[Row],
    by: Sequence[str],
    span: Sequence[str],
    commands: Collection[str],
) -> dict[Key, Sums]:
    """Both numbers of a measure, by group, of the commands selected."""
    rows = posts if measure in OF_POSTS else overtime
    dated = "effective_from" if measure in OF_POSTS else "month"
    found: dict[Key, list[float]] = {}
    holes: set[Key] = set()
    if not by:
        found[()] = [0.0, 0.0]
    for command in commands:
        had = [month for month in span if _has(measure, month, command, rows, people, dated)]
        if not had and "month" not in by:
            holes |= {()} if "command" not in by else {(command,)}
        for month in span:
            if month not in had:
                holes |= _in_month(by, month, command)
                continue
            staff = [p for p in people if p["month"] == month and p["command"] == command]
            if measure in OF_POSTS:
                parts = _of_posts(measure, posts_in(month, command, posts), staff)
                weight = 1.0 if "month" in by else 1.0 / len(had)
            else:
                here = [r for r in rows if r["month"] == month and r["command"] == command]
                parts = _of_overtime(measure, here, staff, 1.0 if "month" in by else 1 / len(had))
                weight = 1.0
            for row, over, under in parts:
                seen = row | {"month": month, "command": command}
                sums = found.setdefault(tuple(seen[name] for name in by), [0.0, 0.0])
                sums[0] += over * weight
                sums[1] += under * weight
    return {
        key: None if _is_hole(key, by, holes) else (sums[0], sums[1]) for key, sums in found.items()
    }


def _has(
    measure: str,
    month: str,
    command: str,
    rows: Sequence[Row],
    people: Sequence[Row],
    dated: str,
) -> bool:
    own = [row[dated][:7] for row in rows if row["command"] == command]
    sent = any(first <= month for first in own) if measure in OF_POSTS else month in own
    there = any(p["month"] == month and p["command"] == command for p in people)
    return sent and (there or measure == "overtime_pay_share")


def _in_month(by: Sequence[str], month: str, command: str) -> set[Key]:
    if "month" not in by:
        return set()
    return {(command, month) if "command" in by else (month,)}


def _is_hole(key: Key, by: Sequence[str], holes: set[Key]) -> bool:
    seen = dict(zip(by, key, strict=True))
    kept = tuple(seen[name] for name in ("command", "month") if name in by)
    return kept in holes


def _of_posts(
    measure: str, posts: Sequence[Row], staff: Sequence[Row]
) -> list[tuple[Row, float, float]]:
    officers = [p for p in staff if p["role"] == "officer"]
    agreed = [row for row in posts if row["role"] == "officer"]
    if measure == "occupancy":
        return [*((p, p["fte"], 0.0) for p in officers), *((r, 0.0, r["posts"]) for r in agreed)]
    if measure == "gap_to_posts":
        able = [p for p in officers if not p["suspended"]]
        return [
            *((p, -p["fte"], 0.0) for p in able),
            *((r, r["posts"], r["posts"]) for r in agreed),
        ]
    # Under the line stand the posts, without which there are no vacancies.
    return [
        *((p, -p["fte"], 0.0) for p in officers),
        *((r, r["posts"], r["posts"]) for r in agreed),
    ]


def _of_overtime(
    measure: str, rows: Sequence[Row], staff: Sequence[Row], weight: float
) -> list[tuple[Row, float, float]]:
    if measure == "overtime_pay_share":
        both = [r for r in rows if r["cost"] is not None and r["officer_pay"] is not None]
        return [(row, row["cost"], row["officer_pay"]) for row in both]
    column = "hours" if measure == "overtime_hours" else "cost"
    officers = [p for p in staff if p["role"] == "officer"]
    return [
        *((row, row[column] or 0.0, 0.0) for row in rows),
        *((p, 0.0, weight) for p in officers),
    ]
