"""The cube in memory: integer-coded dimensions and counts as immutable NumPy arrays."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from dashboard.cube.counting import BOTH, HOME
from dashboard.cube.kind import Kind
from dashboard.cube.kinds import KINDS
from dashboard.schema import months
from dashboard.schema.duty import DEFAULT_ORDER, STATUSES
from dashboard.schema.force import Force
from dashboard.store import parquet

# The order of the waterfall; everything else has that of its text.
_ORDERED = {"status": tuple(STATUSES), "reason": DEFAULT_ORDER, "other": DEFAULT_ORDER}


@dataclass(frozen=True)
class Cells:
    """All cells of one kind, by month, so that a span of months is a slice.

    codes: dimension -> position in the cube's ``labels``, int32, one a cell (shape: cells).
    counts: count -> float64, one a cell.
    """

    codes: dict[str, np.ndarray]
    counts: dict[str, np.ndarray]


@dataclass(frozen=True)
class Cube:
    """All cells of a release.

    labels: dimension of any kind of cells -> its values, in order; months are every month
    from the first to the last, whether the release has them or not.
    cells: kind -> its cells; every kind is there, if without any.
    has: bool, months by commands: whether that command's month of people is there. False
    is a hole. For a force that accepts any command its one extract covers all of them,
    so there a command has every month that the release has.
    """

    force: Force
    labels: dict[str, tuple[str, ...]]
    cells: dict[str, Cells]
    has: np.ndarray

    @classmethod
    def from_cells(cls, cells: pd.DataFrame | Mapping[str, pd.DataFrame], force: Force) -> "Cube":
        """A cube of *cells*: one row a cell, the dimensions as text and the counts.

        cells: by kind, those left out having none; or those of strength alone.
        """
        frames = {"strength": cells} if isinstance(cells, pd.DataFrame) else cells
        labels = {
            name: _labels(name, [frames[kind] for kind in having], force)
            for name, having in _dimensions(frames).items()
        }
        held = {name: _cells(kind, frames.get(name), labels) for name, kind in KINDS.items()}
        return cls(force, labels, held, _present(labels, held["strength"].codes, force))

    @classmethod
    def load(cls, paths: Mapping[str, list[Path]], force: Force) -> "Cube":
        """The cube whose parts are at *paths*: kind -> parts."""
        stored = {name: listed for name, listed in paths.items() if listed}
        with parquet.connect() as connection:
            for name, listed in stored.items():
                parquet.read(connection, listed).create_view(name)
            # As enumerations the texts never become objects of Python: a third of the memory.
            for name, having in _dimensions(stored).items():
                if having:
                    every = " UNION ".join(f'SELECT "{name}" FROM "{kind}"' for kind in having)
                    connection.execute(f'CREATE TYPE "{name}_label" AS ENUM ({every} ORDER BY 1)')
            return cls.from_cells({name: _read(connection, KINDS[name]) for name in stored}, force)

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


def _dimensions(kinds: Collection[str]) -> dict[str, list[str]]:
    """Every dimension of all kinds -> those of *kinds* that have it."""
    every = dict.fromkeys(name for kind in KINDS.values() for name in kind.dimensions)
    return {
        name: [kind for kind in KINDS if kind in kinds and name in KINDS[kind].dimensions]
        for name in every
    }


def _read(connection: duckdb.DuckDBPyConnection, kind: Kind) -> pd.DataFrame:
    dimensions = (f'CAST("{name}" AS "{name}_label") AS "{name}"' for name in kind.dimensions)
    counts = (f'"{name}"' for name in kind.counts)
    return connection.sql(f'SELECT {", ".join((*dimensions, *counts))} FROM "{kind.name}"').df()


def _labels(name: str, frames: list[pd.DataFrame], force: Force) -> tuple[str, ...]:
    """The values of a dimension over all kinds that have it, in order."""
    if name in _ORDERED:
        return _ORDERED[name]
    values = {str(value) for frame in frames for value in frame[name].unique()}
    if name == "month" and values:
        return months.between(min(values), max(values))
    if name == "command":
        # A listed command that sent nothing is there to be asked for, and is a hole.
        values |= {*force.commands}
    return tuple(sorted(values))


def _cells(kind: Kind, frame: pd.DataFrame | None, labels: dict[str, tuple[str, ...]]) -> Cells:
    if frame is None:
        frame = pd.DataFrame(columns=[*kind.dimensions, *kind.counts])
    codes = {name: pd.Categorical(frame[name], labels[name]).codes for name in kind.dimensions}
    by_month = np.argsort(codes["month"], kind="stable")
    return Cells(
        {name: _frozen(code[by_month].astype(np.int32)) for name, code in codes.items()},
        {name: _frozen(frame[name].to_numpy(np.float64)[by_month]) for name in kind.counts},
    )


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
