"""Demand worked out slowly from the rows of the table, as the definitions have it."""

from collections.abc import Mapping, Sequence
from typing import Any

Row = dict[str, Any]
Key = tuple[str, ...]

COVERS = {"demand", "demand_share", "demand_share_nominal"}
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


def share_against_share(
    values: Mapping[tuple[str, str], float], officers: Mapping[str, float]
) -> dict[tuple[str, str], float]:
    """A command's share of each kind of demand over its share of officers, of one month.

    values: (command, kind) -> demand. officers: command -> how many. Both shares are among the
    commands that have any demand.
    """
    asking = {command for command, _ in values}
    every_officer = sum(count for command, count in officers.items() if command in asking)
    found = {}
    for (command, kind), value in values.items():
        every = sum(other for (_, its), other in values.items() if its == kind)
        found[command, kind] = (value / every) / (officers[command] / every_officer)
    return found
