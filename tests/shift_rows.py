"""Small made-up shifts for the tests: rows, and the cube and the snapshot counted from them."""

import math
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import narwhals as nw
import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.cube.arrays import Cube
from dashboard.cube.kinds import KINDS
from dashboard.schema.force import Team
from dashboard.store import parquet
from dashboard.store.releases import Part, Release
from tests.facts import frame, small_force
from tests.small_store import MADE_AT, filled

Row = dict[str, Any]

TEAMS = {
    "RESPONSE": Team(name="Response", function="response", uniformed=True),
    "SNT": Team(name="Safer streets", function="neighbourhood", ring_fenced=True),
}
FORCE = small_force(teams=TEAMS)


def shift(date: str, shifts: float = 1.0, activity: str = "core", **columns: Any) -> Row:
    """A row of shifts: of Response in AA on core, but for what is said."""
    plain = {"command": "AA", "team": "RESPONSE", "to_command": None, "to_team": None}
    return plain | {"date": date, "shifts": shifts, "activity": activity} | columns


def people(*months: str) -> list[Row]:
    """Of each command, in each month, two officers of each team, one of them suspended."""
    return [
        {"month": month, "command": command, "team": team, "suspended": away, "fte": fte}
        for month in months
        for command in FORCE.commands
        for team in TEAMS
        for away, fte in ((False, 0.5), (True, 1.0))
    ]


def cube_from(shifts: Iterable[Row], span: tuple[str, ...]) -> Cube:
    """The cube of these rows, and of :func:`people` in every month of *span*.

    Of the kinds that abstractions are counted from, and no other.
    """
    rows = pd.DataFrame([*shifts]).assign(hours=math.nan)
    rows = rows.astype({"to_command": "str", "to_team": "str"})
    rows["date"] = pd.to_datetime(rows["date"]).astype("datetime64[us]")
    by_month = {month: rows[rows["date"].dt.strftime("%Y-%m") == month] for month in span}
    cells = {name: counted(name, by_month) for name in ("shifts", "days")}
    return Cube.from_cells({"strength": strength(span)} | cells, FORCE)


@cache
def strength(span: tuple[str, ...]) -> pd.DataFrame:
    """The cells of :func:`people` of these months."""
    first = counted("strength", {span[0]: filled(frame(people(span[0])))})
    return pd.concat([first.assign(month=month) for month in span])


def counted(name: str, by_month: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The cells of a kind, counted from its rows by month."""
    with parquet.connect() as connection:
        cells = [
            KINDS[name].count(nw.from_native(connection.from_df(rows)), month, FORCE)
            for month, rows in by_month.items()
        ]
        return pd.concat([each.to_native().df() for each in cells])


def snapshot_from(shifts: Iterable[Row], span: tuple[str, ...]) -> Snapshot:
    """A snapshot of such a cube, of a release whose files nobody will read."""
    part = Part(sha256="0" * 64, rows=1, recorded=())
    tables = {table: dict.fromkeys(span, part) for table in ("strength", "shifts")}
    return Snapshot(Release(force=FORCE, tables=tables, made_at=MADE_AT), cube_from(shifts, span))
