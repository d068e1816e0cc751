"""What every benchmark shares: its options, its rows and targets, and how runs are summed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from statistics import median
from typing import NamedTuple

OVERVIEW = "/"
"""The page that has targets."""


@dataclass(frozen=True)
class Options:
    """What to measure.

    store: folder of a store with the demonstration. changes: changes of a filter on the Overview;
    other pages get a third of them. seconds: how long each number of clients asks.
    pages: the paths of the pages to look at; none: all.
    """

    store: Path
    changes: int = 15
    seconds: float = 5.0
    pages: tuple[str, ...] = ()

    def wanted(self, paths: Iterable[str]) -> list[str]:
        """Those of the pages that are to be looked at."""
        return [path for path in paths if not self.pages or path in self.pages]

    def changes_of(self, path: str) -> int:
        """How many changes of a filter a page is asked for."""
        return self.changes if path == OVERVIEW else ceil(self.changes / 3)


class Row(NamedTuple):
    """One figure. target: "under 1.5", "over 300", or "" where nothing is promised."""

    label: str
    value: float
    unit: str
    target: str = ""

    def met(self) -> bool | None:
        """Whether the value is on the right side of its target; None without one."""
        if not self.target:
            return None
        side, bound = self.target.split()
        return self.value < float(bound) if side == "under" else self.value > float(bound)


def middle(values: Sequence[float]) -> float:
    """The median."""
    return median(values)


def p95(values: Sequence[float]) -> float:
    """The 95th percentile, between two values in proportion; of few values nearly the largest."""
    ordered = sorted(values)
    place = 0.95 * (len(ordered) - 1)
    below = ordered[int(place)]
    above = ordered[ceil(place)]
    return below + (above - below) * (place - int(place))


def promised(path: str, target: str) -> str:
    """A target where it was given: for the Overview alone."""
    return target if path == OVERVIEW else ""
