"""The cube in memory: integer-coded dimensions and counts as immutable NumPy arrays."""

import bisect
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from dashboard.cube.counting import BOTH, HOME
from dashboard.cube.kept import Kept
from dashboard.cube.kind import Kind
from dashboard.cube.kinds import KINDS
from dashboard.cube.kinds.experience import DRIVING, IN_RANK, SERVICE
from dashboard.schema import months
from dashboard.schema.duty import DEFAULT_ORDER, STATUSES
from dashboard.schema.force import Force
from dashboard.store import parquet

# The order of the waterfall, and of years; everything else has that of its text.
_ORDERED = {
    "status": tuple(STATUSES),
    "reason": DEFAULT_ORDER,
    "other": DEFAULT_ORDER,
    "service": SERVICE,
    "in_rank": IN_RANK,
    "driving": DRIVING,
}


@dataclass(frozen=True)
class Cells:
    """All cells of one kind, by month, so that a span of months is a slice.

    codes: dimension -> position in the cube's ``labels``, of as few bytes as hold them all, one
    a cell (shape: cells).
    counts: count -> float64, one a cell.
    """

    codes: dict[str, np.ndarray]
    counts: dict[str, np.ndarray]


@dataclass(frozen=True, eq=False)
class Cube:
    """All cells of a release.

    labels: dimension of any kind of cells -> its values, in order; months are every month
    from the first to the last of any kind, whether the release has them or not.
    cells: kind -> its cells; every kind is there, if without any.
    has: kind -> bool, months by commands: whether that command's month was sent. False is a
    hole. For a force that accepts any command its one extract covers all of them, so there a
    command has every month that the release has.
    months: those from the first to the last of strength, which a reader may choose from.
    kept: what has been worked out of it.
    """

    force: Force
    labels: dict[str, tuple[str, ...]]
    cells: dict[str, Cells]
    has: dict[str, np.ndarray]
    months: tuple[str, ...]
    kept: Kept = field(default_factory=Kept, repr=False)

    @classmethod
    def from_cells(cls, cells: pd.DataFrame | Mapping[str, pd.DataFrame], force: Force) -> "Cube":
        """A cube of *cells*: one row a cell, the dimensions as text and the counts.

        cells: by kind, those left out having none; or those of strength alone.
        """
        frames = {"strength": cells} if isinstance(cells, pd.DataFrame) else dict(cells)
        chosen = _months([frames["strength"]] if "strength" in frames else [])
        for name, frame in frames.items():
            if KINDS[name].lasts:
                frames[name] = _lasting(frame, chosen)
        labels = {
            name: _labels(name, [frames[kind] for kind in having], force)
            for name, having in _dimensions(frames).items()
        }
        held = {name: _cells(kind, frames.get(name), labels) for name, kind in KINDS.items()}
        has = {name: _present(kind, labels, held, force) for name, kind in KINDS.items()}
        return cls(force, labels, held, has, chosen)

    @classmethod
    def load(cls, paths: Mapping[str, list[Path]], force: Force) -> "Cube":
        """The cube whose parts are at *paths*: kind -> parts."""
        stored = {name: listed for name, listed in paths.items() if listed}
        with parquet.connect() as connection:
            for name, listed in stored.items():
                own = parquet.read(connection, listed).filter(f"of_kind = '{name}'")
                # Read once: each dimension of a kind looks through it.
                own.project(*map('"{}"'.format, KINDS[name].columns)).create(name)
            # As enumerations the texts never become objects of Python: a third of the memory.
            for name, having in _dimensions(stored).items():
                if having:
                    every = " UNION ".join(f'SELECT "{name}" FROM "{kind}"' for kind in having)
                    connection.execute(f'CREATE TYPE "{name}_label" AS ENUM ({every} ORDER BY 1)')
            return cls.from_cells({name: _read(connection, KINDS[name]) for name in stored}, force)

    def at(self, month: str) -> int:
        """The position of a month among the labels."""
        return self.labels["month"].index(month)

    def having(self, kinds: Collection[str]) -> np.ndarray:
        """Months by commands: whether each of *kinds* was sent."""
        return np.logical_and.reduce([self.has[kind] for kind in kinds])

    @cached_property
    def commands(self) -> tuple[str, ...]:
        """The commands that have a month at all; one that is listed may never have sent any."""
        return self.sending(["strength"])

    def sending(self, kinds: Collection[str]) -> tuple[str, ...]:
        """The commands that have a month of all *kinds*."""
        names = self.labels["command"]
        return tuple(names[i] for i in np.flatnonzero(self.having(kinds).any(axis=0)) if names[i])

    def lacking(self, month: str, commands: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Those of *commands* (none: all that ever sent a month) that lack this one."""
        has = self.has["strength"][self.at(month)]
        names = self.labels["command"]
        return tuple(code for code in commands or self.commands if not has[names.index(code)])

    def newest(self) -> str | None:
        """The last month of strength, or none where nothing was imported."""
        return self.months[-1] if self.months else None


def _dimensions(kinds: Collection[str]) -> dict[str, list[str]]:
    """Every dimension of all kinds -> those of *kinds* that have it."""
    every = dict.fromkeys(name for kind in KINDS.values() for name in kind.dimensions)
    return {
        name: [kind for kind in KINDS if kind in kinds and name in KINDS[kind].dimensions]
        for name in every
    }


def _read(connection: duckdb.DuckDBPyConnection, kind: Kind) -> pd.DataFrame:
    coded = ", ".join(f'"{name}"::"{name}_label" AS "{name}"' for name in kind.dimensions)
    return connection.sql(f'SELECT * REPLACE ({coded}) FROM "{kind.name}"').df()


def _months(frames: list[pd.DataFrame]) -> tuple[str, ...]:
    """Every month from the first to the last."""
    values = {str(value) for frame in frames for value in frame["month"].unique()}
    return months.between(min(values), max(values)) if values else ()


def _lasting(frame: pd.DataFrame, span: tuple[str, ...]) -> pd.DataFrame:
    """The cells of every month of *span*: a command's own, or its last ones before it."""
    frame = frame.assign(month=frame["month"].astype(str))
    begun: dict[str, dict[str, np.ndarray]] = {}
    for (command, first), places in frame.groupby(
        ["command", "month"], observed=True
    ).indices.items():
        begun.setdefault(command, {})[first] = places
    held, lengths, months_of = [np.empty(0, dtype=np.intp)], [], []
    for own in begun.values():
        firsts = sorted(own)
        for month in span:
            at = bisect.bisect_right(firsts, month)
            if at:
                held.append(own[firsts[at - 1]])
                lengths.append(len(held[-1]))
                months_of.append(month)
    found = frame.iloc[np.concatenate(held)]
    return found.assign(month=np.repeat(np.array(months_of, dtype=object), lengths))


def _labels(name: str, frames: list[pd.DataFrame], force: Force) -> tuple[str, ...]:
    """The values of a dimension over all kinds that have it, in order."""
    if name in _ORDERED:
        return _ORDERED[name]
    if name == "month":
        return _months(frames)
    values = {str(value) for frame in frames for value in frame[name].unique()}
    if name == "command":
        # A listed command that sent nothing is there to be asked for, and is a hole.
        values |= {*force.commands}
    return tuple(sorted(values))


def _cells(kind: Kind, frame: pd.DataFrame | None, labels: dict[str, tuple[str, ...]]) -> Cells:
    if frame is None:
        frame = pd.DataFrame(columns=[*kind.columns])
    codes = {name: _coded(frame[name], labels[name]) for name in kind.dimensions}
    by_month = np.argsort(codes["month"], kind="stable")
    return Cells(
        {name: _frozen(_small(code[by_month], labels[name])) for name, code in codes.items()},
        {name: _frozen(frame[name].to_numpy(np.float64)[by_month]) for name in kind.counts},
    )


def _coded(values: pd.Series, labels: tuple[str, ...]) -> np.ndarray:
    """The place of each value among *labels*."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        # What is agreed after the last month is a value of no cell, and is no label.
        values = values.cat.remove_unused_categories()
    return pd.Categorical(values, labels).codes


def _present(
    kind: Kind, labels: dict[str, tuple[str, ...]], held: Mapping[str, Cells], force: Force
) -> np.ndarray:
    """Whether each command sent each month of a kind: of people, whether anybody's books were."""
    has = np.zeros((len(labels["month"]), len(labels["command"])), dtype=bool)
    people = kind.table == "strength"
    codes = held["strength" if people else kind.name].codes
    sent = np.ones(len(codes["month"]), dtype=bool)
    if "view" in codes:
        # A command that only hosts other people's officers, or shifts, has not sent its own.
        own = [i for i, view in enumerate(labels["view"]) if view in (BOTH, HOME)]
        sent = np.isin(codes["view"], own)
    has[codes["month"][sent], codes["command"][sent]] = True
    if force.any_command:
        # What a command never sends is no part of the extract that covers all others.
        named = np.array([[code != "" for code in labels["command"]]], dtype=bool)
        ever = named if people else has.any(axis=0, keepdims=True)
        has |= has.any(axis=1, keepdims=True) & ever
    if kind.back:
        # Of what changed since the month before nothing is known where there was none.
        earlier = np.zeros_like(has)
        for by in range(1, kind.back + 1):
            earlier[by:] |= has[:-by]
        has &= earlier
    return _frozen(has)


def _small(codes: np.ndarray, labels: tuple[str, ...]) -> np.ndarray:
    return codes.astype(np.min_scalar_type(len(labels)))


def _frozen(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array
