"""Cells of demand: what was asked of the police in each area, and the command that it falls to."""

from collections.abc import Mapping

import narwhals as nw

from dashboard.cube.kind import Kind
from dashboard.schema.force import Force

DIMENSIONS = ("month", "command", "area", "demand_kind")


def count_demand(demand: nw.LazyFrame, month: str, force: Force) -> nw.LazyFrame:
    """The count of each kind and area; the command is "" where the area belongs to none."""
    return (
        demand.with_columns(demand_kind=nw.col("kind"), command=_command(policing(force)))
        .group_by(*DIMENSIONS)
        .agg(nw.col("value").sum())
        .sort(*DIMENSIONS)
    )


def policing(force: Force) -> Mapping[str, str]:
    """Area in small letters -> command: the commands' codes, then their names, then their areas."""
    found: dict[str, str] = {code.lower(): code for code in force.commands}
    for code, command in force.commands.items():
        found.setdefault(command.name.lower(), code)
    for code, command in force.commands.items():
        for area in command.areas:
            found.setdefault(area.lower(), code)
    return found


def _command(policed: Mapping[str, str]) -> nw.Expr:
    """The command of each row's area. A step a command: a force may list many areas."""
    places: dict[str, list[str]] = {}
    for area, code in policed.items():
        places.setdefault(code, []).append(area)
    written = nw.col("area").str.to_lowercase()
    chosen: nw.Expr = nw.lit("")
    for code, areas in places.items():
        chosen = nw.when(written.is_in(areas)).then(nw.lit(code)).otherwise(chosen)
    return chosen


KIND = Kind(
    name="demand",
    table="demand",
    dimensions=DIMENSIONS,
    counts=("value",),
    count=count_demand,
    flow=True,
)
