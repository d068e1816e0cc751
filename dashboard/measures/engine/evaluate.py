"""Working a measure out: sums over a selection's cells before quotients, holes kept holes.

Definitions: DESIGN, "Measures": stocks are means over the months that each command
has, flows are sums, a group's month is a hole if any selected command lacks it, a zero
denominator is no value.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.cube.arrays import Cube
from dashboard.measures.engine.asked import Asked, Groups, lacks, some
from dashboard.measures.engine.definition import Measure
from dashboard.measures.engine.said import SAID
from dashboard.measures.engine.selection import AskError, Selection, Unknown
from dashboard.measures.engine.worked import Worked


def every_cut(measure: Measure) -> tuple[str, ...]:
    """All dimensions that a measure may be cut by, those said of others included."""
    own = tuple(dict.fromkeys((*measure.cuts, *measure.always_by)))
    return (*own, *(name for name, said in SAID.items() if said.of in own))


def check_cuts(measure: Measure, by: Sequence[str]) -> tuple[str, ...]:
    """*by* with what the measure is always cut by; refused where a cut does not apply."""
    for name in by:
        # The list of all of them is for the error alone.
        if name not in measure.cuts and name not in (every := every_cut(measure)):
            raise Unknown(f"cut of {measure.id}", name, every)
    if len(set(by)) < len(by):
        raise AskError("A dimension is asked for twice.")
    return (*by, *(name for name in measure.always_by if name not in by))


def evaluate(
    cube: Cube, measure: Measure, selection: Selection, by: Sequence[str] = ()
) -> pd.DataFrame:
    """:func:`work` as a frame."""
    return work(cube, measure, selection, by).frame()


def work(cube: Cube, measure: Measure, selection: Selection, by: Sequence[str] = ()) -> Worked:
    """The measure of a selection, by the dimensions of *by*.

    Groups are those that have cells, in the order of their labels; a total of a kind that lacks a
    dimension of the cut is the same for all groups that differ in it alone. Where the cut is by
    month or command alone, months and named commands without any have a row too.
    """
    by = check_cuts(measure, by)
    return cube.kept.get(
        (measure, selection, by), lambda: _worked(Asked(cube, measure, selection), by)
    )


def _worked(asked: Asked, by: tuple[str, ...]) -> Worked:
    measure = asked.measure
    # What has not every dimension of the cut makes no group: it is shared by those that there are.
    whole = [kind for kind in measure.kinds if not lacks(kind, by)]
    if not by:
        flat = np.zeros(1, dtype=np.int64)
    elif len(whole) == 1:
        flat = np.unique(asked.chosen(whole[0], by).groups(by))
    else:
        flat = np.unique(np.concatenate([asked.chosen(kind, by).groups(by) for kind in whole]))
    groups = Groups(by, flat)
    with np.errstate(divide="ignore", invalid="ignore"):
        numerator = asked.worked(measure.numerator, groups)
        if measure.denominator is None:
            denominator = np.full(len(flat), np.nan)
            value = np.where(np.isfinite(numerator), numerator, np.nan)
        else:
            denominator = asked.worked(measure.denominator, groups)
            value = measure.scale * numerator / some(denominator)
    return _complete(asked, by, flat, [numerator, denominator, value])


def _complete(
    asked: Asked, by: tuple[str, ...], flat: np.ndarray, numbers: Sequence[np.ndarray]
) -> Worked:
    """The numbers with their holes blank, and with the groups in which nobody was found.

    A group is a hole where any selected command lacks its month. In a cut by month or
    command alone each month has a row, and each command that was asked for by name: a
    hole or, where the month was sent and nobody is in it, zero.
    """
    shape = asked.shape(by)
    lacking = _holes(asked, by)
    places = dict(zip(by, np.unravel_index(flat, shape), strict=True)) if by else {}
    if by and set(by) <= {"month", "command"}:
        every = _every(asked, by, lacking, shape)
        if len(every) > len(flat) or not np.array_equal(every, flat):
            whole = np.union1d(every, flat)
            at = np.searchsorted(whole, flat)
            filled = np.zeros((3, len(whole)))
            # Nobody out of nobody has no value; without a denominator there never was one.
            filled[1 if asked.measure.denominator is None else 2] = np.nan
            filled[:, at] = numbers
            flat, numbers = whole, [*filled]
            places = dict(zip(by, np.unravel_index(flat, shape), strict=True))
    hole = lacking[
        places["month"] if "month" in by else 0, places["command"] if "command" in by else 0
    ]
    numerator, denominator, value = (np.where(hole, np.nan, number) for number in numbers)
    # Kept, and handed to any number of threads.
    for array in (numerator, denominator, value, *places.values()):
        array.setflags(write=False)
    return Worked(
        by, {name: asked.labels(name) for name in by}, places, numerator, denominator, value
    )


def _holes(asked: Asked, by: Sequence[str]) -> np.ndarray:
    """Months by commands, each as far as the cut has them: whether the group is a hole."""
    cube = asked.cube
    lacking = ~asked.has
    listed = _listed(asked)
    if not listed.any():
        lacking = np.ones_like(lacking)
        listed = np.ones_like(listed)
    # Cells of no command at all have no hole, even where no command has any.
    names = cube.labels["command"]
    if "" in names:
        lacking[:, names.index("")] = False
    if "month" not in by:
        lacking = np.all(lacking[asked.span], axis=0, keepdims=True)
    if "command" not in by:
        lacking = np.any(lacking[:, listed], axis=1, keepdims=True)
    return lacking


def _listed(asked: Asked) -> np.ndarray:
    """Which commands are asked for: by name, or all that have sent what the measure needs."""
    names = asked.cube.labels["command"]
    if asked.selection.commands:
        return np.array([name in asked.selection.commands for name in names], dtype=bool)
    sending = asked.has.any(axis=0)
    return sending & np.array([name != "" for name in names], dtype=bool)


def _every(
    asked: Asked, by: Sequence[str], lacking: np.ndarray, shape: tuple[int, ...]
) -> np.ndarray:
    """The groups that have a row whether anybody is in them or not."""
    listed, span = _listed(asked), asked.span
    in_span = np.zeros(len(asked.cube.labels["month"]), dtype=bool)
    in_span[span] = True
    if "command" not in by:
        return np.flatnonzero(in_span)
    wanted = np.broadcast_to(listed, lacking.shape)
    if not asked.selection.commands:
        wanted = wanted & lacking
    if "month" not in by:
        return np.flatnonzero(wanted[0])
    months_at, commands_at = np.nonzero(wanted & in_span[:, None])
    at = {"month": months_at, "command": commands_at}
    return np.sort(np.ravel_multi_index(tuple(at[name] for name in by), shape))
