"""Working a measure out: sums over a selection's cells before quotients, holes kept holes.

Definitions: DESIGN, "Measures": stocks are means over the months that each command
has, a group's month is a hole if any selected command lacks it, a zero denominator
is no value.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from dashboard.cube.arrays import Cells, Cube
from dashboard.cube.counting import BOTH
from dashboard.measures.engine.definition import Measure, Total
from dashboard.measures.engine.selection import AskError, Selection, Unknown, count_of
from dashboard.schema.duty import STATUSES
from dashboard.schema.force import Force

_SAID: Mapping[str, tuple[str, Callable[[Force, str], str]]] = {
    "grade": ("rank", lambda force, rank: force.ranks[rank].grade),
    "detective": ("rank", lambda force, rank: "yes" if force.ranks[rank].detective else "no"),
    "function": ("team", lambda force, team: _said_of_team(force, team, "function")),
    "uniformed": ("team", lambda force, team: _said_of_team(force, team, "uniformed")),
}
"""What a force says of a rank or a team, by which a measure may filter as by a dimension."""


def _said_of_team(force: Force, team: str, what: str) -> str:
    if team not in force.teams:
        return ""
    said = getattr(force.teams[team], what)
    return said if isinstance(said, str) else "yes" if said else "no"


def check_cuts(measure: Measure, by: Sequence[str]) -> tuple[str, ...]:
    """*by* with what the measure is always cut by; refused where a cut does not apply."""
    every = tuple(dict.fromkeys((*measure.cuts, *measure.always_by)))
    for name in by:
        if name not in every:
            raise Unknown(f"cut of {measure.id}", name, every)
    if len(set(by)) < len(by):
        raise AskError("A dimension is asked for twice.")
    return (*by, *(name for name in measure.always_by if name not in by))


class _Asked(NamedTuple):
    """One question: a measure of a selection, over one kind of a cube's cells."""

    cube: Cube
    measure: Measure
    selection: Selection

    @property
    def cells(self) -> Cells:
        return self.cube.cells[self.measure.cells]


def evaluate(
    cube: Cube, measure: Measure, selection: Selection, by: Sequence[str] = ()
) -> pd.DataFrame:
    """The measure, a row a group: the dimensions of *by* as text, numerator, denominator, value.

    Groups are those that have people, in the order of their labels; where the cut is by
    month or command alone, months and named commands without any have a row too.
    """
    by = check_cuts(measure, by)
    asked = _Asked(cube, measure, selection)
    places = _places(asked)
    groups, keys = _groups(asked, places, by)
    amounts = _amounts(asked, places, by)
    size = len(keys[0])
    frame = pd.DataFrame(
        {name: np.asarray(cube.labels[name], dtype=object)[keys[i]] for i, name in enumerate(by)}
    )
    frame = frame.astype("str") if by else pd.DataFrame(index=range(1))
    numerator = _sum(amounts(measure.numerator), groups, size)
    frame["numerator"] = numerator
    frame["denominator"] = np.nan
    frame["value"] = numerator
    if measure.denominator is not None:
        denominator = _sum(amounts(measure.denominator), groups, size)
        frame["denominator"] = denominator
        # Sums of shares leave dust where they should cancel out; dust is no denominator.
        some = np.where(np.abs(denominator) > 1e-9, denominator, np.nan)
        frame["value"] = measure.scale * numerator / some
    return _complete(cube, measure, frame, selection, by)


def _places(asked: _Asked) -> np.ndarray:
    """Positions of the cells that the selection takes in and that the measure is about."""
    cube, selection, codes = asked.cube, asked.selection, asked.cells.codes
    month = codes["month"]
    start = np.searchsorted(month, cube.months.index(selection.first), side="left")
    stop = np.searchsorted(month, cube.months.index(selection.last), side="right")
    places = np.arange(start, stop)
    wanted: dict[str, frozenset[str]] = dict(asked.measure.about)
    if "view" in codes:
        wanted = {"view": frozenset({BOTH, asked.measure.view or selection.view}), **wanted}
    if selection.commands:
        wanted["command"] = frozenset(selection.commands)
    if selection.teams:
        wanted["team"] = frozenset(selection.teams)
    if selection.grades:
        wanted["grade"] = frozenset(selection.grades)
    # In its hole a command has at most the people whom others lend to it: no count of it.
    there = cube.has[month[places], codes["command"][places]]
    return places[there & _passing(asked, wanted, places)]


def _passing(asked: _Asked, where: Mapping[str, frozenset[str]], places: np.ndarray) -> np.ndarray:
    """Whether each cell has one of the wanted values in every dimension that *where* names."""
    cube = asked.cube
    passing = np.ones(len(places), dtype=bool)
    for name, values in where.items():
        axis, said = _SAID.get(name, (name, None))
        labels = cube.labels[axis]
        if said is not None:
            labels = tuple(said(cube.force, label) for label in labels)
        wanted = np.array([label in values for label in labels], dtype=bool)
        passing &= wanted[asked.cells.codes[axis][places]]
    return passing


def _groups(
    asked: _Asked, places: np.ndarray, by: Sequence[str]
) -> tuple[np.ndarray, list[np.ndarray]]:
    """The group of each cell, and for each dimension the label position of each group."""
    if not by:
        return np.zeros(len(places), dtype=np.intp), [np.zeros(1, dtype=np.intp)]
    shape = tuple(max(len(asked.cube.labels[name]), 1) for name in by)
    flat = np.ravel_multi_index(tuple(asked.cells.codes[name][places] for name in by), shape)
    groups, found = pd.factorize(flat, sort=True)
    return groups, list(np.unravel_index(found, shape))


def _amounts(asked: _Asked, places: np.ndarray, by: Sequence[str]) -> Callable[[Total], np.ndarray]:
    """What each cell adds to a total: its count over the months that its command has."""
    weights = _month_weights(asked, places, by)

    def amounts(total: Total) -> np.ndarray:
        where = dict(total.where)
        if total.deployable is not None:
            deployable = asked.selection.deployable.deployable
            where["status"] = deployable if total.deployable else frozenset(STATUSES) - deployable
        count = asked.cells.counts[count_of(total.count, asked.selection)]
        return count[places] * weights * _passing(asked, where, places)

    return amounts


def _month_weights(asked: _Asked, places: np.ndarray, by: Sequence[str]) -> np.ndarray:
    """One over the months its command has in the selection; 1 where the cut is by month."""
    if "month" in by:
        return np.ones(len(places))
    had = asked.cube.has[_span(asked.cube, asked.selection)].sum(axis=0)
    return (1.0 / np.maximum(had, 1))[asked.cells.codes["command"][places]]


def _span(cube: Cube, selection: Selection) -> slice:
    return slice(cube.months.index(selection.first), cube.months.index(selection.last) + 1)


def _sum(amounts: np.ndarray, groups: np.ndarray, size: int) -> np.ndarray:
    # Of no cells at all NumPy makes whole numbers, which cannot be blanked.
    return np.bincount(groups, weights=amounts, minlength=size).astype(np.float64)


def _complete(
    cube: Cube,
    measure: Measure,
    frame: pd.DataFrame,
    selection: Selection,
    by: Sequence[str],
) -> pd.DataFrame:
    """The frame with its holes blank, and with the groups in which nobody was found.

    A group is a hole where any selected command lacks its month. In a cut by month or
    command alone each month has a row, and each command that was asked for by name: a
    hole or, where the month was sent and nobody is in it, zero.
    """
    in_months, in_commands = "month" in by, "command" in by
    commands = selection.commands or cube.commands
    positions = [cube.labels["command"].index(code) for code in commands]
    lacking: np.ndarray = ~cube.has[_span(cube, selection)][:, positions]
    if not in_months:
        lacking = np.all(lacking, axis=0, keepdims=True)
    if not in_commands:
        lacking = np.any(lacking, axis=1, keepdims=True)
    grid = {
        (month if in_months else "", code if in_commands else ""): bool(lacking[i, j])
        for i, month in enumerate(cube.months[_span(cube, selection)] if in_months else [""])
        for j, code in enumerate(commands if in_commands else [""])
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
    left_out = [key for key in grid.keys() - set(keys) if grid[key] or named]
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
