"""Working a measure out: sums over a selection's cells before quotients, holes kept holes.

Definitions: DESIGN, "Measures": stocks are means over the months that each command
has, a group's month is a hole if any selected command lacks it, a zero denominator
is no value.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from dashboard.cube.arrays import Cube
from dashboard.cube.counting import BOTH
from dashboard.measures.engine.definition import Measure, Total
from dashboard.measures.engine.selection import AskError, Selection, Unknown


def check_cuts(measure: Measure, by: Sequence[str]) -> tuple[str, ...]:
    """*by* with what the measure is always cut by; refused where a cut does not apply."""
    every = tuple(dict.fromkeys((*measure.cuts, *measure.always_by)))
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

    Groups are those that have people, in the order of their labels; where the cut is by
    month or command alone, months and named commands without any have a row too.
    """
    by = check_cuts(measure, by)
    cells = _cells(cube, measure, selection)
    groups, keys = _groups(cube, cells, by)
    weights = _month_weights(cube, cells, selection, by)
    numerator = _sum(cube, measure.numerator, cells, weights, groups, len(keys[0]))
    frame = pd.DataFrame(
        {name: np.asarray(cube.labels[name], dtype=object)[keys[i]] for i, name in enumerate(by)}
    )
    frame = frame.astype("str") if by else pd.DataFrame(index=range(1))
    frame["numerator"] = numerator
    frame["denominator"] = np.nan
    frame["value"] = numerator
    if measure.denominator is not None:
        denominator = _sum(cube, measure.denominator, cells, weights, groups, len(keys[0]))
        frame["denominator"] = denominator
        # Sums of shares leave dust where they should cancel out; dust is no denominator.
        some = np.where(np.abs(denominator) > 1e-9, denominator, np.nan)
        frame["value"] = measure.scale * numerator / some
    return _complete(cube, measure, frame, selection, by)


def _cells(cube: Cube, measure: Measure, selection: Selection) -> np.ndarray:
    """Positions of the cells that the selection takes in and that the measure is about."""
    month = cube.codes["month"]
    start = np.searchsorted(month, cube.months.index(selection.first), side="left")
    stop = np.searchsorted(month, cube.months.index(selection.last), side="right")
    cells = np.arange(start, stop)
    wanted = {"view": frozenset({BOTH, measure.view}), **measure.about}
    if selection.commands:
        wanted["command"] = frozenset(selection.commands)
    if selection.teams:
        wanted["team"] = frozenset(selection.teams)
    # In its hole a command has at most the people whom others lend to it: no count of it.
    there = cube.has[month[cells], cube.codes["command"][cells]]
    return cells[there & _passing(cube, wanted, cells)]


def _passing(cube: Cube, where: Mapping[str, frozenset[str]], cells: np.ndarray) -> np.ndarray:
    """Whether each cell has one of the wanted values in every dimension that *where* names."""
    passing = np.ones(len(cells), dtype=bool)
    for name, values in where.items():
        axis = "rank" if name == "grade" else name
        labels = cube.labels[axis]
        if name == "grade":
            labels = tuple(cube.force.ranks[rank].grade for rank in labels)
        wanted = np.array([label in values for label in labels], dtype=bool)
        passing &= wanted[cube.codes[axis][cells]]
    return passing


def _groups(
    cube: Cube, cells: np.ndarray, by: Sequence[str]
) -> tuple[np.ndarray, list[np.ndarray]]:
    """The group of each cell, and for each dimension the label position of each group."""
    if not by:
        return np.zeros(len(cells), dtype=np.intp), [np.zeros(1, dtype=np.intp)]
    shape = tuple(max(len(cube.labels[name]), 1) for name in by)
    flat = np.ravel_multi_index(tuple(cube.codes[name][cells] for name in by), shape)
    groups, found = pd.factorize(flat, sort=True)
    return groups, list(np.unravel_index(found, shape))


def _month_weights(
    cube: Cube, cells: np.ndarray, selection: Selection, by: Sequence[str]
) -> np.ndarray:
    """One over the months its command has in the selection; 1 where the cut is by month."""
    if "month" in by:
        return np.ones(len(cells))
    had = cube.has[_span(cube, selection)].sum(axis=0)
    return (1.0 / np.maximum(had, 1))[cube.codes["command"][cells]]


def _span(cube: Cube, selection: Selection) -> slice:
    return slice(cube.months.index(selection.first), cube.months.index(selection.last) + 1)


def _sum(
    cube: Cube,
    total: Total,
    cells: np.ndarray,
    weights: np.ndarray,
    groups: np.ndarray,
    size: int,
) -> np.ndarray:
    amounts = cube.counts[total.count][cells] * weights * _passing(cube, total.where, cells)
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
