"""Every table of the contract with random rows: each optional column blank now and then."""

import datetime
import random
from typing import Any

import pandas as pd

from dashboard.schema.columns import Column, Table
from dashboard.schema.tables import EXTERNAL, TABLES
from tests.facts import month_end, small_force

FORCE = small_force()
PEOPLE = 800
_DTYPES = {"date": "datetime64[us]", "flag": "boolean", "number": "float64"}
_AREAS = ["AA", "Bravo", "nowhere"]
_WORDS = {
    "command": [*FORCE.commands],
    "to_command": [*FORCE.commands, EXTERNAL],
    "attached_to": [*FORCE.commands, EXTERNAL],
    "area": _AREAS,
    "rank": [*FORCE.ranks],
    "team": [*FORCE.teams],
    "to_team": [*FORCE.teams],
    "supervisor_id": [f"p{place}" for place in range(20)],
}
"""Column -> its words; of any other text they do not matter."""


def random_table(name: str, month: str, seed: int = 1) -> pd.DataFrame:
    """Rows of a month of a table, typed as an import leaves them; the same for the same seed."""
    chance, table = random.Random(f"{name} {month} {seed}"), TABLES[name]
    rows = [_row(table, month, place, chance) for place in range(PEOPLE)]
    return pd.DataFrame(
        {
            column.name: pd.Series([row[column.name] for row in rows], dtype=object).astype(
                _DTYPES.get(column.kind, "str")
            )
            for column in table.columns
        }
    )


def _row(table: Table, month: str, place: int, chance: random.Random) -> dict[str, Any]:
    row = {column.name: _cell(column, month, chance) for column in table.columns}
    known = {"month": month, "person_id": f"p{place}"}
    return row | {name: value for name, value in known.items() if name in row}


def _cell(column: Column, month: str, chance: random.Random) -> Any:
    if not column.required and chance.random() < 0.4:
        return None
    if column.kind == "date":
        # Of shifts and of establishments the day tells the month.
        days = chance.randrange(28) if column.required else chance.randrange(-40, 900)
        return month_end(month) - datetime.timedelta(days=days)
    if column.kind == "number":
        return chance.choice([0.0, 0.1, 1 / 3, 0.5, 1.0])
    if column.kind == "flag":
        return chance.random() < 0.3
    return chance.choice(column.choices or _WORDS.get(column.name, ["one", "other"]))
