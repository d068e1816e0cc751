"""What comes of working a measure out: the numbers of each group, and what was divided by what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd


class Numbers(NamedTuple):
    """What was divided by what, and what came of it; a hole is missing."""

    numerator: float
    denominator: float
    value: float


@dataclass(frozen=True, eq=False)
class Worked:
    """A measure worked out: one place a group in each array, in the order of the groups' labels.

    by: the dimensions of the cut. labels: dimension -> the values that it may have; places:
    dimension -> position among them. numerator, denominator, value: a hole, and what is over
    nothing, is missing; without a denominator that is missing too.
    """

    by: tuple[str, ...]
    labels: Mapping[str, tuple[str, ...]]
    places: Mapping[str, np.ndarray]
    numerator: np.ndarray
    denominator: np.ndarray
    value: np.ndarray

    @property
    def nbytes(self) -> int:
        numbers = self.numerator.nbytes + self.denominator.nbytes + self.value.nbytes
        return numbers + sum(array.nbytes for array in self.places.values())

    def texts(self, name: str, of: np.ndarray | slice = slice(None)) -> list[str]:
        """A dimension of the cut as text, for each group or for those at *of*."""
        labels = self.labels[name]
        return [labels[at] for at in self.places[name][of].tolist()]

    def whole(self) -> Numbers:
        """The numbers of what is not cut."""
        return self.at(0)

    def at(self, place: int) -> Numbers:
        """The numbers of the group at a place."""
        numbers = (self.numerator[place], self.denominator[place], self.value[place])
        return Numbers(*map(float, numbers))

    def values(self, name: str) -> dict[str, float]:
        """Label -> value, of a cut by the dimension *name* alone."""
        return dict(zip(self.texts(name), self.value.tolist(), strict=True))

    def frame(self) -> pd.DataFrame:
        """A row a group: the dimensions of the cut as text, numerator, denominator, value."""
        texts = {name: pd.array(self.texts(name), dtype="str") for name in self.by}
        return pd.DataFrame(
            {
                **texts,
                "numerator": self.numerator,
                "denominator": self.denominator,
                "value": self.value,
            }
        )
