"""Demand worked out slowly from the rows of the table, as the definitions have it."""

from collections.abc import Mapping, Sequence
from typing import Any

Row = dict[str, Any]
Key = tuple[str, ...]

COVERS = {"demand"}
"""The measures that it works out."""


def command_of(area: str, commands: Mapping[str, tuple[str, Sequence[str]]]) -> str:
    """The command of an area, "" for none. commands: code -> its name and its areas."""
    for code, (name, areas) in commands.items():
        if area.casefold() in {code.casefold(), name.casefold(), *map(str.casefold, areas)}:
            return code
    return ""


def demand(
    rows: Sequence[Row],
    by: Sequence[str],
    span: Sequence[str],
    commands: Mapping[str, tuple[str, Sequence[str]]],
) -> dict[Key, float]:
    """What was counted, added up over areas and months."""
    found: dict[Key, float] = {}
    for row in rows:
        if row["month"] in span:
            full = row | {
                "command": command_of(row["area"], commands),
                "demand_kind": row["kind"],
            }
            key = tuple(full[name] for name in by)
            found[key] = found.get(key, 0.0) + row["value"]
    return found
