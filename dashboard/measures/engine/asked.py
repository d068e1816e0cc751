"""One question: the cells that it is about, and what each of its groups adds up to."""

import datetime
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from dashboard.cube.arrays import Cube
from dashboard.cube.counting import BOTH
from dashboard.cube.kinds import KINDS
from dashboard.cube.rolled import Rolled, rolled
from dashboard.measures.engine.definition import Amount, Combined, Measure, Total, Units
from dashboard.measures.engine.said import SAID
from dashboard.measures.engine.selection import Selection, count_of
from dashboard.schema import months
from dashboard.schema.duty import STATUSES

_OF_A_COMMAND = ("command", "team", "unit", "area")
"""Dimensions that are gone where something is summed over all commands."""


def some(amounts: np.ndarray) -> np.ndarray:
    """Amounts to divide by: sums of shares leave dust where they cancel out, and it is nothing."""
    return np.where(np.abs(amounts) > 1e-9, amounts, np.nan)


def _root(name: str) -> str:
    """The dimension that another is said of; any other is its own."""
    return SAID[name].of if name in SAID else name


def lacks(kind: str, by: Sequence[str]) -> list[str]:
    """The dimensions of a cut that a kind of cells does not have."""
    return [name for name in by if _root(name) not in KINDS[kind].dimensions]


class Groups(NamedTuple):
    """The groups of a cut: each one's flat number over the labels of its dimensions, in order."""

    by: tuple[str, ...]
    flat: np.ndarray


@dataclass(frozen=True)
class _Labels:
    """What a question needs of a dimension that is said of another: its values, and which is whose.

    of: for each label of the other dimension its place among *values*.
    """

    values: tuple[str, ...]
    of: np.ndarray

    @property
    def nbytes(self) -> int:
        return self.of.nbytes


class Asked:
    """One question: a measure of a selection, over a cube."""

    def __init__(self, cube: Cube, measure: Measure, selection: Selection) -> None:
        self.cube, self.measure, self.selection = cube, measure, selection
        self.has = cube.having(measure.kinds)
        self.span = slice(cube.at(selection.first), cube.at(selection.last) + 1)
        self._chosen: dict[Hashable, Chosen] = {}

    def chosen(self, kind: str, by: Sequence[str], everywhere: bool = False) -> "Chosen":
        """The cells of a kind that the selection takes in; of all commands where asked."""
        key = kind, tuple(by), everywhere
        if key not in self._chosen:
            selection = self.selection.everywhere() if everywhere else self.selection
            self._chosen[key] = Chosen(self, kind, selection, by)
        return self._chosen[key]

    def said(self, name: str) -> _Labels:
        """The values of a dimension that is said of another."""
        return self.cube.kept.get(("said", name), lambda: self._said(name))

    def _said(self, name: str) -> _Labels:
        said = SAID[name]
        found = [said.says(self.cube.force, label) for label in self.cube.labels[said.of]]
        values = said.order or tuple(sorted(set(found)))
        return _Labels(values, np.array([values.index(one) for one in found], dtype=np.int32))

    def labels(self, name: str) -> tuple[str, ...]:
        """The values of a dimension in order, of one that is said of another too."""
        return self.said(name).values if name in SAID else self.cube.labels[name]

    def passing(self, where: Mapping[str, frozenset[str]]) -> dict[str, np.ndarray]:
        """Dimension of cells -> which of its labels have a value that *where* wants."""
        passing: dict[str, np.ndarray] = {}
        for name, values in where.items():
            root, wanted = _root(name), self._wanted(name, values)
            passing[root] = passing[root] & wanted if root in passing else wanted
        return passing

    def _wanted(self, name: str, values: frozenset[str]) -> np.ndarray:
        def made() -> np.ndarray:
            wanted = np.array([label in values for label in self.labels(name)], dtype=bool)
            return wanted[self.said(name).of] if name in SAID else wanted

        return self.cube.kept.get(("wanted", name, values), made)

    def shape(self, by: Sequence[str]) -> tuple[int, ...]:
        return tuple(max(len(self.labels(name)), 1) for name in by)

    @cached_property
    def had(self) -> np.ndarray:
        """The months of the selection that each command has."""
        return self.has[self.span].sum(axis=0)

    def worked(self, amount: Amount, groups: Groups) -> np.ndarray:
        """An amount of each group."""
        if isinstance(amount, Combined):
            first, second = (self.worked(one, groups) for one in (amount.first, amount.second))
            return amount.work(first, some(second) if amount.divides else second)
        if isinstance(amount, Units):
            return self._units(amount, groups)
        assert isinstance(amount, Total)
        return self._total(amount, groups)

    def _total(self, total: Total, groups: Groups) -> np.ndarray:
        kind = total.cells or self.measure.cells
        gone = {*lacks(kind, groups.by)}
        if total.everywhere:
            gone |= {name for name in groups.by if _root(name) in _OF_A_COMMAND}
        kept = tuple(name for name in groups.by if name not in gone)
        chosen = self.chosen(kind, kept, total.everywhere)
        amounts, own = chosen.amounts(total, groups.by), chosen.groups(kept)
        # All commands may have groups that those selected lack.
        if not gone and not total.everywhere:
            return _sum(amounts, own, groups.flat)
        flat = np.unique(own) if kept else np.zeros(1, dtype=np.int64)
        if not len(flat):
            return np.zeros(len(groups.flat))
        sums = _sum(amounts, own, flat)
        # Each group has the sum of what it shares with the others: its month, its kind.
        if not kept:
            return np.repeat(sums, len(groups.flat))
        places = dict(
            zip(groups.by, np.unravel_index(groups.flat, self.shape(groups.by)), strict=True)
        )
        of = np.ravel_multi_index(tuple(places[name] for name in kept), self.shape(kept))
        found = np.searchsorted(flat, of).clip(max=len(flat) - 1)
        return np.where(flat[found] == of, sums[found], 0.0)

    def _units(self, units: Units, groups: Groups) -> np.ndarray:
        by = (*groups.by, *(name for name in ("command", "team", "unit") if name not in groups.by))
        kind = units.over.cells or self.measure.cells
        flat = np.unique(self.chosen(kind, by).groups(by))
        each = Groups(by, flat)
        over, under = self.worked(units.over, each), self.worked(units.under, each)
        places = np.unravel_index(flat, self.shape(by))
        blank = np.asarray([label == "" for label in self.labels("unit")])[places[by.index("unit")]]
        counts = ((over > 1e-9) | (under > 1e-9)) & ~blank
        if units.above is not None:
            # 10 exactly is not above, whatever the last digit of a sum of shares.
            counts &= ~(over <= units.above * under * (1 + 1e-12)) | (under <= 1e-9)
        own = (
            np.ravel_multi_index(places[: len(groups.by)], self.shape(groups.by))
            if groups.by
            else np.zeros(len(flat), dtype=np.int64)
        )
        return _sum(counts.astype(np.float64), own, groups.flat)


class Chosen:
    """The cells of one kind that a selection takes in and that the measure is about.

    They come rolled up to what the question may still narrow or cut by.
    """

    def __init__(self, asked: Asked, kind: str, selection: Selection, by: Sequence[str]) -> None:
        self.asked, self.kind, self.selection = asked, KINDS[kind], selection
        about: dict[str, frozenset[str]] = dict(asked.measure.about)
        if "view" in self.kind.dimensions:
            view = asked.measure.view or selection.view
            about = {"view": frozenset({BOTH, view}), **about}
        narrowed = {"team": selection.teams, "grade": selection.grades}
        wanted = {name: frozenset(values) for name, values in narrowed.items() if values}
        needed = ["month", "command", *map(_root, by), *map(_root, wanted)]
        if "far" in self.kind.dimensions and any(one.crossing for one in asked.measure.totals):
            needed.append("far")
        dimensions = tuple(dict.fromkeys(needed))
        self.cells: Rolled = rolled(asked.cube, kind, dimensions, asked.passing(about))
        self.places = self._places(wanted)

    def _places(self, wanted: Mapping[str, frozenset[str]]) -> np.ndarray:
        """The groups of cells in the span, of the commands, teams and grades asked for."""
        asked, cells = self.asked, self.cells
        start, stop = cells.starts[asked.span.start], cells.starts[asked.span.stop]
        codes = {name: code[start:stop] for name, code in cells.codes.items()}
        # In its hole a command has at most the people whom others lend to it: no count of it.
        has = asked.has
        if self.selection.commands:
            has = has & asked.passing({"command": frozenset(self.selection.commands)})["command"]
        passing = has[codes["month"], codes["command"]]
        for name, labels in asked.passing(wanted).items():
            passing &= labels[codes[name]]
        return start + np.flatnonzero(passing)

    def codes(self, name: str) -> np.ndarray:
        """The label's place of each cell, in a dimension that is said of another too."""
        codes = self.cells.codes[_root(name)][self.places]
        return self.asked.said(name).of[codes] if name in SAID else codes

    def groups(self, by: Sequence[str]) -> np.ndarray:
        """The flat number of each cell's group."""
        if not by:
            return np.zeros(len(self.places), dtype=np.int64)
        if len(by) == 1:
            return self.codes(by[0])
        return np.ravel_multi_index(tuple(map(self.codes, by)), self.asked.shape(by))

    def amounts(self, total: Total, by: Sequence[str]) -> np.ndarray:
        """What each cell adds to a total."""
        asked = self.asked
        where = dict(total.where)
        if total.deployable is not None:
            deployable = self.selection.deployable.deployable
            where["status"] = deployable if total.deployable else frozenset(STATUSES) - deployable
        count = count_of(total.count, self.selection)
        amounts = self.cells.amounts(asked.cube, count, asked.passing(where))[self.places]
        if not self.kind.flow and "month" not in by and asked.span.stop - asked.span.start > 1:
            # A stock over several months is the mean of those that its command has.
            amounts = amounts / np.maximum(asked.had, 1)[self.cells.codes["command"][self.places]]
        if total.crossing:
            # Nobody crosses the border of all commands but who comes to the force or leaves it.
            inside = self.selection.commands or asked.cube.labels["command"]
            outside = frozenset(asked.cube.labels["far"]) - (frozenset(inside) - {""})
            passing = asked.passing({"far": outside})["far"]
            amounts = amounts * passing[self.cells.codes["far"][self.places]]
        return amounts / self._days(by) if total.daily else amounts

    def _days(self, by: Sequence[str]) -> np.ndarray:
        """The days of the months that its command has; by month, of the month."""
        days = np.array([_days(month) for month in self.asked.cube.labels["month"]], dtype=float)
        if "month" in by:
            return days[self.cells.codes["month"][self.places]]
        span = self.asked.span
        had = (self.asked.has[span] * days[span, None]).sum(axis=0)
        return np.maximum(had, 1)[self.cells.codes["command"][self.places]]


def _days(month: str) -> int:
    return (months.end(month) - datetime.date.fromisoformat(f"{month}-01")).days + 1


def _sum(amounts: np.ndarray, groups: np.ndarray, flat: np.ndarray) -> np.ndarray:
    # One after another, of a single group too: a month is the same, to the last digit, alone and
    # among all.
    at = np.searchsorted(flat, groups) if len(flat) > 1 else np.zeros_like(groups)
    # Of no cells at all NumPy makes whole numbers, which cannot be blanked.
    return np.bincount(at, weights=amounts, minlength=len(flat)).astype(np.float64)
