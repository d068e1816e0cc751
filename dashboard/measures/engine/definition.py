"""The form of a measure: one total of a cube count over another, each under a filter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dashboard.schema.duty import STATUSES

OFFICERS: Mapping[str, frozenset[str]] = {"role": frozenset({"officer"})}
"""Who deployability is about."""

NOT_FULL = frozenset(STATUSES) - {"full"}

ANY_CUT = ("command", "team", "unit", "rank", "status", "month")
"""The dimensions that a reader may cut by, in the order in which help lists them."""


@dataclass(frozen=True)
class Total:
    """A count summed over the cells that pass *where*: dimension -> the values that pass.

    Besides the cube's dimensions, ``grade`` filters by what the force says of a rank.
    It narrows what the measure is about.
    """

    count: Literal["fte", "heads", "probationers"]
    where: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Benchmark:
    """A published figure to hold the measure against, by plain difference: this is a census."""

    low: float
    high: float
    words: str
    source: str


@dataclass(frozen=True)
class Measure:
    """One measure, from which card, chart, table, download, help, command line and API follow.

    The value is ``scale * numerator / denominator``, both summed over the selection
    before dividing; without a denominator it is the numerator. All measures here are
    stocks: over several months each command counts with the mean of the months it has.

    about: who the measure is about; only groups that have such people have a row.
    view: ``home`` counts a person where their books are, ``host`` where they work.
    cuts: the dimensions it may be cut by; any other is refused.
    always_by: dimensions that must not be summed away.
    minimum_base: where the denominator is smaller, a comparison shows counts and no rate.
    """

    id: str
    title: str
    unit: str
    definition: str
    source: str
    numerator: Total
    denominator: Total | None = None
    about: Mapping[str, frozenset[str]] = field(default_factory=lambda: OFFICERS)
    scale: float = 1.0
    view: Literal["home", "host"] = "home"
    cuts: tuple[str, ...] = ("command", "team", "unit", "rank", "month")
    always_by: tuple[str, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    caveats: tuple[str, ...] = ()
    minimum_base: float = 0
