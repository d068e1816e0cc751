"""Working a measure out: sums over a selection's cells before quotients, holes kept holes.

Definitions: DESIGN, "Measures": stocks are means over the months that each command
has, flows are sums, a group's month is a hole if any selected command lacks it, a zero
denominator is no value.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from dashboard.cube.arrays import Cells, Cube
from dashboard.cube.counting import BOTH
from dashboard.cube.kinds import KINDS
from dashboard.measures.engine.definition import Amount, Combined, Measure, Total, Units
from dashboard.measures.engine.said import SAID
from dashboard.measures.engine.selection import AskError, Selection, Unknown, count_of
from dashboard.schema import months
from dashboard.schema.duty import STATUSES

_OF_A_COMMAND = ("command", "team", "unit", "area")
"""Dimensions that are gone where something is summed over all commands."""


def every_cut(measure: Measure) -> tuple[str, ...]:
    """All dimensions that a measure may be cut by, those said of others included."""
    own = tuple(dict.fromkeys((*measure.cuts, *measure.always_by)))
    return (*own, *(name for name, said in SAID.items() if said.of in own))


def check_cuts(measure: Measure, by: Sequence[str]) -> tuple[str, ...]:
    """*by* with what the measure is always cut by; refused where a cut does not apply."""
    every = every_cut(measure)
    for name in by:
        if name not in every:
            raise Unknown(f"cut of {measure.id}", name, every)
    if len(set(by)) < len(by):
        raise AskError("A dimension is asked for twice.")
    return (*by, *(name for name in measure.always_by if name not in by))


def evaluate(
    cube: Cube, measure: Measure, selection: Selection, by: Sequence[str] = ()
) -> pd.DataFrame:
    """The measure, a row a group: the dimensions of *by* as text, numerator, denominator, value.

    Groups are those that have cells, in the order of their labels; a total of a kind that lacks a
    dimension of the cut is the same for all groups that differ in it alone. Where the cut is by
    month or command alone, months and named commands without any have a row too.
    """
    by = check_cuts(measure, by)
    asked = _Asked(cube, measure, selection)
    # What has not every dimension of the cut makes no group: it is shared by those that there are.
    whole = [kind for kind in measure.kinds if not _lacking(kind, by)]
    flat = np.unique(np.concatenate([asked.chosen(kind).groups(by) for kind in whole]))
    frame = pd.DataFrame(asked.names(by, flat)).astype("str") if by else pd.DataFrame(index=[0])
    groups = _Groups(by, flat if by else np.zeros(1, dtype=np.int64))
    with np.errstate(divide="ignore", invalid="ignore"):
        numerator = asked.worked(measure.numerator, groups)
        frame["numerator"] = numerator
        frame["denominator"] = np.nan
        frame["value"] = np.where(np.isfinite(numerator), numerator, np.nan)
        if measure.denominator is not None:
            denominator = asked.worked(measure.denominator, groups)
            frame["denominator"] = denominator
            frame["value"] = measure.scale * numerator / _some(denominator)
    return _complete(asked, frame, by)


def _some(amounts: np.ndarray) -> np.ndarray:
    """Amounts to divide by: sums of shares leave dust where they cancel out, and it is nothing."""
    return np.where(np.abs(amounts) > 1e-9, amounts, np.nan)


def _root(name: str) -> str:
    """The dimension that another is said of; any other is its own."""
    return SAID[name].of if name in SAID else name


def _lacking(kind: str, by: Sequence[str]) -> list[str]:
    """The dimensions of a cut that a kind of cells does not have."""
    return [name for name in by if _root(name) not in KINDS[kind].dimensions]


class _Groups:
    """The groups of a cut: each one's flat number over the labels of its dimensions, in order."""

    def __init__(self, by: Sequence[str], flat: np.ndarray) -> None:
        self.by, self.flat = tuple(by), flat


class _Asked:
    """One question: a measure of a selection, over a cube."""

    def __init__(self, cube: Cube, measure: Measure, selection: Selection) -> None:
        self.cube, self.measure, self.selection = cube, measure, selection
        self.has = cube.having(measure.kinds)
        self.span = slice(cube.at(selection.first), cube.at(selection.last) + 1)
        self._chosen: dict[tuple[str, bool], _Chosen] = {}

    def chosen(self, kind: str, everywhere: bool = False) -> "_Chosen":
        """The cells of a kind that the selection takes in; of all commands where asked."""
        key = kind, everywhere
        if key not in self._chosen:
            selection = self.selection.everywhere() if everywhere else self.selection
            self._chosen[key] = _Chosen(self, kind, selection)
        return self._chosen[key]

    def labels(self, name: str) -> tuple[str, ...]:
        """The values of a dimension in order, of one that is said of another too."""
        if name not in SAID:
            return self.cube.labels[name]
        said = SAID[name]
        found = {said.says(self.cube.force, label) for label in self.cube.labels[said.of]}
        return said.order or tuple(sorted(found))

    def names(self, by: Sequence[str], flat: np.ndarray) -> dict[str, np.ndarray]:
        """The dimensions of *by* as text, for each group."""
        places = np.unravel_index(flat, self.shape(by))
        return {
            name: np.asarray(self.labels(name), dtype=object)[at]
            for name, at in zip(by, places, strict=True)
        }

    def shape(self, by: Sequence[str]) -> tuple[int, ...]:
        return tuple(max(len(self.labels(name)), 1) for name in by)

    def worked(self, amount: Amount, groups: _Groups) -> np.ndarray:
        """An amount of each group."""
        if isinstance(amount, Combined):
            first, second = (self.worked(one, groups) for one in (amount.first, amount.second))
            return amount.work(first, _some(second) if amount.divides else second)
        if isinstance(amount, Units):
            return self._units(amount, groups)
        assert isinstance(amount, Total)
        return self._total(amount, groups)

    def _total(self, total: Total, groups: _Groups) -> np.ndarray:
        kind = total.cells or self.measure.cells
        chosen = self.chosen(kind, total.everywhere)
        gone = {*_lacking(kind, groups.by)}
        if total.everywhere:
            gone |= {name for name in groups.by if _root(name) in _OF_A_COMMAND}
        if not gone:
            return _sum(chosen.amounts(total, groups.by), chosen.groups(groups.by), groups.flat)
        kept = [name for name in groups.by if name not in gone]
        own = chosen.groups(kept)
        flat = np.unique(own) if kept else np.zeros(1, dtype=np.int64)
        sums = _sum(chosen.amounts(total, groups.by), own, flat)
        # Each group has the sum of what it shares with the others: its month, its kind.
        places = dict(
            zip(groups.by, np.unravel_index(groups.flat, self.shape(groups.by)), strict=True)
        )
        if not kept:
            return np.repeat(sums, len(groups.flat))
        of = np.ravel_multi_index(tuple(places[name] for name in kept), self.shape(kept))
        found = np.searchsorted(flat, of).clip(max=len(flat) - 1)
        return np.where(flat[found] == of, sums[found], 0.0)

    def _units(self, units: Units, groups: _Groups) -> np.ndarray:
        by = (*groups.by, *(name for name in ("command", "team", "unit") if name not in groups.by))
        kind = units.over.cells or self.measure.cells
        flat = np.unique(self.chosen(kind).groups(by))
        each = _Groups(by, flat)
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


class _Chosen:
    """The cells of one kind that a selection takes in and that the measure is about."""

    def __init__(self, asked: _Asked, kind: str, selection: Selection) -> None:
        self.asked, self.kind, self.selection = asked, KINDS[kind], selection
        self.cells: Cells = asked.cube.cells[kind]
        self.places = self._places()

    def _places(self) -> np.ndarray:
        asked, codes = self.asked, self.cells.codes
        month = codes["month"]
        start = np.searchsorted(month, asked.span.start, side="left")
        stop = np.searchsorted(month, asked.span.stop, side="left")
        places = np.arange(start, stop)
        wanted: dict[str, frozenset[str]] = dict(asked.measure.about)
        if "view" in codes:
            view = asked.measure.view or self.selection.view
            wanted = {"view": frozenset({BOTH, view}), **wanted}
        for name, values in (
            ("command", self.selection.commands),
            ("team", self.selection.teams),
            ("grade", self.selection.grades),
        ):
            if values:
                wanted[name] = frozenset(values)
        # In its hole a command has at most the people whom others lend to it: no count of it.
        there = asked.has[month[places], codes["command"][places]]
        return places[there & self.passing(wanted, places)]

    def passing(self, where: Mapping[str, frozenset[str]], places: np.ndarray) -> np.ndarray:
        """Whether each cell has a wanted value in every dimension that *where* names."""
        passing = np.ones(len(places), dtype=bool)
        for name, values in where.items():
            of = SAID[name].of if name in SAID else name
            labels: Iterable[str] = self.asked.cube.labels[of]
            if name in SAID:
                labels = [SAID[name].says(self.asked.cube.force, label) for label in labels]
            wanted = np.array([label in values for label in labels], dtype=bool)
            passing &= wanted[self.cells.codes[of][places]]
        return passing

    def codes(self, name: str) -> np.ndarray:
        """The label's place of each cell, in a dimension that is said of another too."""
        if name not in SAID:
            return self.cells.codes[name][self.places]
        said, labels = SAID[name], self.asked.labels(name)
        force = self.asked.cube.force
        of = [labels.index(said.says(force, one)) for one in self.asked.cube.labels[said.of]]
        return np.asarray(of, dtype=np.int32)[self.cells.codes[said.of][self.places]]

    def groups(self, by: Sequence[str]) -> np.ndarray:
        """The flat number of each cell's group."""
        if not by:
            return np.zeros(len(self.places), dtype=np.int64)
        return np.ravel_multi_index(tuple(map(self.codes, by)), self.asked.shape(by))

    def amounts(self, total: Total, by: Sequence[str]) -> np.ndarray:
        """What each cell adds to a total."""
        where = dict(total.where)
        if total.deployable is not None:
            deployable = self.selection.deployable.deployable
            where["status"] = deployable if total.deployable else frozenset(STATUSES) - deployable
        count = self.cells.counts[count_of(total.count, self.selection)][self.places]
        amounts = count * self._weights(by) * self.passing(where, self.places)
        if total.crossing:
            # Nobody crosses the border of all commands but who comes to the force or leaves it.
            inside = self.selection.commands or self.asked.cube.labels["command"]
            outside = frozenset(self.asked.cube.labels["far"]) - (frozenset(inside) - {""})
            amounts = amounts * self.passing({"far": outside}, self.places)
        return amounts * self._daily(by) if total.daily else amounts

    def _weights(self, by: Sequence[str]) -> np.ndarray:
        """One over the months its command has in the selection; 1 of flows, and by month."""
        if "month" in by or self.kind.flow:
            return np.ones(len(self.places))
        had = self.asked.has[self.asked.span].sum(axis=0)
        return (1.0 / np.maximum(had, 1))[self.cells.codes["command"][self.places]]

    def _daily(self, by: Sequence[str]) -> np.ndarray:
        """One over the days of the months that its command has; by month, of the month."""
        days = np.array([_days(month) for month in self.asked.cube.labels["month"]], dtype=float)
        if "month" in by:
            return 1.0 / days[self.cells.codes["month"][self.places]]
        had = (self.asked.has[self.asked.span] * days[self.asked.span, None]).sum(axis=0)
        return (1.0 / np.maximum(had, 1))[self.cells.codes["command"][self.places]]


def _days(month: str) -> int:
    return (months.end(month) - datetime.date.fromisoformat(f"{month}-01")).days + 1


def _sum(amounts: np.ndarray, groups: np.ndarray, flat: np.ndarray) -> np.ndarray:
    at = np.searchsorted(flat, groups)
    # Of no cells at all NumPy makes whole numbers, which cannot be blanked.
    return np.bincount(at, weights=amounts, minlength=len(flat)).astype(np.float64)


def _complete(asked: _Asked, frame: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """The frame with its holes blank, and with the groups in which nobody was found.

    A group is a hole where any selected command lacks its month. In a cut by month or
    command alone each month has a row, and each command that was asked for by name: a
    hole or, where the month was sent and nobody is in it, zero.
    """
    cube, measure, selection = asked.cube, asked.measure, asked.selection
    in_months, in_commands = "month" in by, "command" in by
    commands = selection.commands or cube.sending(measure.kinds)
    # Cells of no command at all have no hole.
    listed = [*commands, *([""] if "" in cube.labels["command"] else [])]
    positions = [cube.labels["command"].index(code) for code in listed]
    lacking: np.ndarray = ~asked.has[asked.span][:, positions]
    lacking[:, len(commands) :] = False
    if not in_months:
        lacking = np.all(lacking, axis=0, keepdims=True)
    if not in_commands:
        lacking = np.any(lacking, axis=1, keepdims=True)
    if not commands:
        lacking = np.ones_like(lacking)
    span = cube.labels["month"][asked.span]
    grid = {
        (month if in_months else "", code if in_commands else ""): bool(lacking[i, j])
        for i, month in enumerate(span if in_months else [""])
        for j, code in enumerate(listed if in_commands else [""])
    }
    keys = list(
        zip(
            frame["month"] if in_months else [""] * len(frame),
            frame["command"] if in_commands else [""] * len(frame),
            strict=True,
        )
    )
    numbers = ["numerator", "denominator", "value"]
    frame.loc[[grid[key] for key in keys], numbers] = np.nan
    if not by or not set(by) <= {"month", "command"}:
        return frame
    named = bool(selection.commands) or not in_commands
    left_out = [
        key
        for key in grid.keys() - set(keys)
        if (key[1] or not in_commands) and (grid[key] or named)
    ]
    if left_out:
        added = pd.DataFrame(left_out, columns=["month", "command"])[list(by)]
        zero = [np.nan if grid[key] else 0.0 for key in left_out]
        added = added.assign(numerator=zero, denominator=np.nan, value=np.nan)
        if measure.denominator is None:
            added["value"] = zero
        else:
            added["denominator"] = zero
        frame = pd.concat([frame, added.astype(frame.dtypes)])
    return frame.sort_values(list(by), ignore_index=True)
