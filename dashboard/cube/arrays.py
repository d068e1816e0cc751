"""The cube in memory: integer-coded dimensions and counts as immutable NumPy arrays."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.cube.counting import BOTH, COUNTS, DIMENSIONS, HOME
from dashboard.schema import months
from dashboard.schema.duty import STATUSES
from dashboard.schema.force import Force
from dashboard.store import parquet


@dataclass(frozen=True)
class Cube:
    """All cells of a release.

    labels: dimension -> its values, in order; months are every month from the
    first to the last, whether the release has them or not.
    codes: dimension -> position in ``labels``, one a cell (shape: cells).
    counts: count -> float64, one a cell.
    has: bool, months by commands: whether that command's month is there. False is a
    hole. For a force that accepts any command its one extract covers all of them,
    so there a command has every month that the release has.
    """

    force: Force
    labels: dict[str, tuple[str, ...]]
    codes: dict[str, np.ndarray]
    counts: dict[str, np.ndarray]
    has: np.ndarray

    @classmethod
    def from_cells(cls, cells: pd.DataFrame, force: Force) -> "Cube":
        """A cube of *cells*: one row a cell, the dimensions as text and the counts."""
        labels: dict[str, tuple[str, ...]] = {}
        codes: dict[str, np.ndarray] = {}
        # By month, so that a span of months is a slice.
        cells = cells.sort_values("month", kind="stable")
        for name in DIMENSIONS:
            # Statuses keep the order of the waterfall, everything else that of its text.
            column = pd.Categorical(cells[name], _values(name, cells, force))
            labels[name] = tuple(str(value) for value in column.categories)
            codes[name] = _frozen(column.codes.astype(np.int32))
        if len(cells):
            every = months.between(labels["month"][0], labels["month"][-1])
            found = np.array([every.index(month) for month in labels["month"]], dtype=np.int32)
            codes["month"] = _frozen(found[codes["month"]])
            labels["month"] = every
        counts = {name: _frozen(cells[name].to_numpy(np.float64)) for name in COUNTS}
        return cls(force, labels, codes, counts, _present(labels, codes, force))

    @classmethod
    def load(cls, paths: list[Path], force: Force) -> "Cube":
        """The cube whose parts are at *paths*."""
        if not paths:
            return cls.from_cells(pd.DataFrame(columns=[*DIMENSIONS, *COUNTS]), force)
        # As enumerations the texts never become objects of Python: a third of the memory.
        with parquet.connect() as connection:
            parquet.read(connection, paths).create_view("cells")
            for name in DIMENSIONS:
                values = f"SELECT DISTINCT {name} FROM cells ORDER BY {name}"
                connection.execute(f"CREATE TYPE {name}_label AS ENUM ({values})")
            casts = ", ".join(f"CAST({name} AS {name}_label) AS {name}" for name in DIMENSIONS)
            counts = ", ".join(COUNTS)
            return cls.from_cells(
                connection.sql(f"SELECT {casts}, {counts} FROM cells").df(), force
            )

    @property
    def months(self) -> tuple[str, ...]:
        return self.labels["month"]

    @property
    def commands(self) -> tuple[str, ...]:
        """The commands that have a month at all; one that is listed may never have sent any."""
        names = self.labels["command"]
        return tuple(names[i] for i in np.flatnonzero(self.has.any(axis=0)))

    def lacking(self, month: str, commands: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Those of *commands* (none: all that ever sent a month) that lack this one."""
        has = self.has[self.months.index(month)]
        names = self.labels["command"]
        return tuple(code for code in commands or self.commands if not has[names.index(code)])

    def newest(self) -> str | None:
        """The last month, or none where nothing was imported."""
        return self.months[-1] if self.months else None


def _values(name: str, cells: pd.DataFrame, force: Force) -> list[str] | None:
    if name == "status":
        return [*STATUSES]
    if name == "command":
        # A listed command that sent nothing is there to be asked for, and is a hole.
        return sorted({*cells[name], *force.commands})
    return None


def _present(
    labels: dict[str, tuple[str, ...]], codes: dict[str, np.ndarray], force: Force
) -> np.ndarray:
    has = np.zeros((len(labels["month"]), len(labels["command"])), dtype=bool)
    # On the books: a command that only hosts other people's officers has not sent its own.
    books = np.isin(
        codes["view"], [i for i, view in enumerate(labels["view"]) if view in (BOTH, HOME)]
    )
    has[codes["month"][books], codes["command"][books]] = True
    if force.any_command:
        has |= has.any(axis=1, keepdims=True)
    return _frozen(has)


def _frozen(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array
