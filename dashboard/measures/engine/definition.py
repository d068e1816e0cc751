"""The form of a measure: one amount over another, each made of totals of cube counts."""

import math
import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from dashboard.cube.kinds import KINDS
from dashboard.schema.duty import STATUSES

OFFICERS: Mapping[str, frozenset[str]] = {"role": frozenset({"officer"})}
"""Who deployability is about."""

ANYBODY: Mapping[str, frozenset[str]] = {}
"""For counts that are not of people, or whose totals say each of whom they are."""

ANY_CUT = ("command", "team", "unit", "rank", "status", "month")
"""The dimensions that a reader may cut strength by, in the order in which help lists them."""

STRENGTH = "strength"
"""The count that is FTE or heads, as the reader chooses."""

PRESENT = frozenset(STATUSES) - {"suspended", "long_term_absence", "attached_out"}
"""Statuses of those at work in the command: limited officers and recruits need supervising."""


class Amount(ABC):
    """What a measure adds up: a total, or what is made of several by + - * /.

    It is worked out from sums over the whole selection, or over each group of a cut.
    """

    def __add__(self, other: "Amount") -> "Amount":
        return Combined(operator.add, self, other)

    def __sub__(self, other: "Amount") -> "Amount":
        return Combined(operator.sub, self, other)

    def __mul__(self, other: "Amount") -> "Amount":
        return Combined(operator.mul, self, other)

    def __truediv__(self, other: "Amount") -> "Amount":
        """The quotient; over nothing it has no value."""
        return Combined(operator.truediv, self, other)

    @abstractmethod
    def totals(self) -> Iterator["Total"]:
        """The totals that it is made of."""


@dataclass(frozen=True)
class Total(Amount):
    """A count summed over the cells that pass *where*: dimension -> the values that pass.

    Besides the cells' dimensions those that are said of them (``grade`` of a rank, ``function``
    of a team: see ``said.py``) filter too. It narrows what the measure is about.
    deployable: those who are, or are not, in the reader's reading.
    cells: the kind of cells; "" is the measure's.
    everywhere: over all commands, whichever are selected or cut by.
    daily: the mean of a calendar day.
    crossing: only moves whose far end is outside the selection.
    """

    count: str
    where: Mapping[str, frozenset[str]] = field(default_factory=dict)
    deployable: bool | None = None
    cells: str = ""
    everywhere: bool = False
    daily: bool = False
    crossing: bool = False

    def totals(self) -> Iterator["Total"]:
        yield self


@dataclass(frozen=True)
class Combined(Amount):
    """Two amounts made into one, group by group."""

    work: Callable
    first: Amount
    second: Amount

    @property
    def divides(self) -> bool:
        return self.work is operator.truediv

    def totals(self) -> Iterator[Total]:
        yield from self.first.totals()
        yield from self.second.totals()


@dataclass(frozen=True)
class Units(Amount):
    """How many units there are: those in which *over* or *under* is not nothing.

    above: only those in which *over* / *under* is above it; a unit that has nobody under whom
    to put the others counts as above. Blank units are none.
    """

    over: Total
    under: Total
    above: float | None = None

    def totals(self) -> Iterator[Total]:
        yield self.over
        yield self.under


@dataclass(frozen=True)
class Benchmark:
    """A published figure to hold the measure against, by plain difference: this is a census.

    figure: its id among the published figures, from which value and source come.
    words: what it is, as it stands beside a chart.
    reading: the one reading of deployable that it belongs to; "" for any.
    group: the commands that it is of: a group by its name, "all" for the whole force; "" where
    it may stand beside any.
    """

    figure: str
    words: str
    reading: str = ""
    group: str = ""


@dataclass(frozen=True, eq=False)
class Measure:
    """One measure, from which card, chart, table, download, help, command line and API follow.

    The value is ``scale * numerator / denominator``, both summed over the selection
    before dividing; without a denominator it is the numerator. Over several months a command
    counts with the mean of the months it has, and with the sum of what flows.

    over, under: what the two numbers divided are, in words.
    cells: the kind of cells of the cube that it is counted from.
    about: who the measure is about; only groups that have such people have a row.
    view: ``home`` counts a person where their books are, ``host`` where they work; None
    leaves it to the reader.
    cuts: the dimensions it may be cut by; any other is refused.
    always_by: dimensions that must not be summed away.
    published: the measure's name among the published figures, where they give it by command.
    good: whether a commander hopes for more or for less of it; "" where neither.
    needs: columns of ``strength`` without any entry in which it says nothing.
    minimum_base: where the denominator is smaller, a comparison shows counts and no rate.
    chance: which control limits hold like commands apart: of a "share" of people, of a
    "ratio" of two groups of them, of another "rate"; "" where none does.
    """

    id: str
    title: str
    unit: str
    definition: str
    source: str
    numerator: Amount
    denominator: Amount | None = None
    over: str = ""
    under: str = ""
    cells: str = "strength"
    about: Mapping[str, frozenset[str]] = field(default_factory=lambda: OFFICERS)
    scale: float = 1.0
    view: Literal["home", "host"] | None = None
    cuts: tuple[str, ...] = ("command", "team", "unit", "rank", "month")
    always_by: tuple[str, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    published: str = ""
    caveats: tuple[str, ...] = ()
    good: Literal["more", "less", ""] = ""
    needs: tuple[str, ...] = ()
    minimum_base: float = 0
    chance: Literal["share", "ratio", "rate", ""] = ""

    @property
    def least_base(self) -> float:
        """The denominator under which no rate stands; of what is no rate none is too small."""
        return -math.inf if self.denominator is None else max(self.minimum_base, 1e-9)

    @cached_property
    def totals(self) -> tuple[Total, ...]:
        """The totals that it is made of."""
        amounts = [amount for amount in (self.numerator, self.denominator) if amount is not None]
        return tuple(total for amount in amounts for total in amount.totals())

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of cells that it is counted from."""
        return tuple(dict.fromkeys(total.cells or self.cells for total in self.totals))

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """The tables that it needs."""
        return tuple(dict.fromkeys(KINDS[kind].table for kind in self.kinds))

    @cached_property
    def takes(self) -> frozenset[str]:
        """The filters besides command and months that apply to it; any other is refused."""
        viewed = any("view" in KINDS[kind].dimensions for kind in self.kinds)
        applying = {
            "team": "team" in self.cuts,
            "grade": "rank" in self.cuts and "grade" not in self.about,
            "count": any(total.count == STRENGTH for total in self.totals),
            "view": self.view is None and viewed,
            "reading": any(total.deployable is not None for total in self.totals),
        }
        return frozenset(name for name, applies in applying.items() if applies)
