"""Caseloads worked out slowly from the rows of the table, as the definitions have them."""

from collections.abc import Callable, Sequence
from typing import Any

Row = dict[str, Any]
Key = tuple[str, ...]

COVERS = {"caseload", "open_cases"}
"""The measures that it works out."""


def caseload(rows: Sequence[Row], by: Sequence[str], span: Sequence[str]) -> dict[Key, Any]:
    """Open cases over investigators: None over nobody. Rows that do not say theirs count not."""
    said = [row for row in rows if row["investigators"] is not None]
    cases = _means(said, by, span, rows, lambda row: row["open_cases"])
    carried = _means(said, by, span, rows, lambda row: row["investigators"])
    every = _means(rows, by, span, rows, lambda row: 0.0)
    return {key: cases.get(key, 0.0) / carried[key] if carried.get(key) else None for key in every}


def open_cases(rows: Sequence[Row], by: Sequence[str], span: Sequence[str]) -> dict[Key, Any]:
    """Open cases, whether their investigators are said or not."""
    return _means(rows, by, span, rows, lambda row: row["open_cases"])


def _means(
    rows: Sequence[Row],
    by: Sequence[str],
    span: Sequence[str],
    sent: Sequence[Row],
    amount: Callable[[Row], float],
) -> dict[Key, float]:
    """Sums by group; over several months the mean of those that each command has sent."""
    found: dict[Key, float] = {}
    for row in rows:
        if row["month"] not in span:
            continue
        months = {
            one["month"]
            for one in sent
            if one["command"] == row["command"] and one["month"] in span
        }
        share = amount(row) / (1 if "month" in by else len(months))
        key = tuple(row[name] for name in by)
        found[key] = found.get(key, 0.0) + share
    return found
