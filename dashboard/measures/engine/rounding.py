"""Rounding that adds up: levels are rounded, and what lies between them is their difference."""

import itertools
from collections.abc import Sequence


def descend(total: float, losses: Sequence[float], digits: int = 1) -> list[float]:
    """*total*, then *losses*, then what is left, rounded so that they add up exactly.

    Each level on the way down is rounded, so no loss is off by more than one unit of
    the last digit. Sums hold in whole units of that digit.
    """
    unit = 10**digits
    level, levels = total, [round(total * unit)]
    for loss in losses:
        level -= loss
        levels.append(round(level * unit))
    steps = [above - below for above, below in itertools.pairwise(levels)]
    return [value / unit for value in (levels[0], *steps, levels[-1])]
