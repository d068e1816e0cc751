"""Cells rolled up: a kind's counts summed over all dimensions that a question does not need."""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.cube.arrays import Cells, Cube

Passing = Mapping[str, np.ndarray]
"""Dimension -> which of its labels pass."""

_SPARSE = 16
"""So many groups that there could be, to a cell, make sorting faster than a place for each."""


@dataclass(frozen=True)
class Rolled:
    """The groups, by few dimensions, of the cells of one kind that pass; month by month.

    codes: dimension -> position in the cube's labels, one a group. starts: the first group of
    each month, and the end. flat: each group's number among all that there could be.
    """

    # Not the cube: what a cube keeps must not keep the cube.
    kind: str
    passing: Passing
    dimensions: tuple[str, ...]
    flat: np.ndarray
    codes: dict[str, np.ndarray]
    starts: np.ndarray

    @property
    def nbytes(self) -> int:
        return sum(array.nbytes for array in (self.flat, self.starts, *self.codes.values()))

    def amounts(self, cube: Cube, count: str, passing: Passing) -> np.ndarray:
        """A count of *cube* summed over the cells of each group that pass here too: one a group."""
        key = self.kind, self.dimensions, count, _key(self.passing), _key(passing)
        return cube.kept.get(key, lambda: self._summed(cube, count, passing))

    def _summed(self, cube: Cube, count: str, passing: Passing) -> np.ndarray:
        cells = cube.cells[self.kind]
        places = _passing(cells, [self.passing, passing])
        counts, flat = cells.counts[count], _flat(cube, cells, self.dimensions, places)
        amounts = counts if places is None else counts[places]
        summed = _sums(flat, amounts, math.prod(_shape(cube, self.dimensions)), self.flat)
        summed.flags.writeable = False
        return summed


def rolled(cube: Cube, kind: str, dimensions: Sequence[str], passing: Passing) -> Rolled:
    """The groups by *dimensions*, the month first, of a kind's cells that pass."""
    names = ("month", *(name for name in dimensions if name != "month"))
    key = kind, names, _key(passing)
    return cube.kept.get(key, lambda: _rolled(cube, kind, names, passing))


def _rolled(cube: Cube, kind: str, names: tuple[str, ...], passing: Passing) -> Rolled:
    cells, shape = cube.cells[kind], _shape(cube, names)
    found = _flat(cube, cells, names, _passing(cells, [passing]))
    size = math.prod(shape)
    dense = size <= _SPARSE * len(found)
    flat = np.flatnonzero(np.bincount(found, minlength=size)) if dense else np.unique(found)
    codes = dict(zip(names, np.unravel_index(flat, shape), strict=True))
    starts = np.searchsorted(codes["month"], np.arange(shape[0] + 1))
    for array in (flat, starts, *codes.values()):
        array.setflags(write=False)
    return Rolled(kind, passing, names, flat, codes, starts)


def _key(passing: Passing) -> Hashable:
    return tuple(sorted((name, labels.tobytes()) for name, labels in passing.items()))


def _shape(cube: Cube, names: Sequence[str]) -> tuple[int, ...]:
    return tuple(max(len(cube.labels[name]), 1) for name in names)


def _passing(cells: Cells, each: Sequence[Passing]) -> np.ndarray | None:
    """The places of the cells that pass all of *each*; none where no dimension is narrowed."""
    masks = [
        labels[cells.codes[name]]
        for passing in each
        for name, labels in passing.items()
        if not labels.all()
    ]
    return np.flatnonzero(np.logical_and.reduce(masks)) if masks else None


def _flat(cube: Cube, cells: Cells, names: Sequence[str], places: np.ndarray | None) -> np.ndarray:
    """The number of each cell's group."""
    codes = (cells.codes[name] for name in names)
    chosen = tuple(codes) if places is None else tuple(code[places] for code in codes)
    return np.ravel_multi_index(chosen, _shape(cube, names))


def _sums(flat: np.ndarray, amounts: np.ndarray, size: int, of: np.ndarray) -> np.ndarray:
    """The amounts of each group *of* some, out of *size* that there could be."""
    if size <= _SPARSE * len(flat):
        summed = np.bincount(flat, weights=amounts, minlength=size)[of]
    else:
        summed = np.bincount(np.searchsorted(of, flat), weights=amounts, minlength=len(of))
    return summed.astype(np.float64)
