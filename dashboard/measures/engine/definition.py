"""The form of a measure: one total of a cube count over another, each under a filter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dashboard.schema.duty import STATUSES

OFFICERS: Mapping[str, frozenset[str]] = {"role": frozenset({"officer"})}
"""Who deployability is about."""

ANY_CUT = ("command", "team", "unit", "rank", "status", "month")
"""The dimensions that a reader may cut by, in the order in which help lists them."""

STRENGTH = "strength"
"""The count that is FTE or heads, as the reader chooses."""

PRESENT = frozenset(STATUSES) - {"suspended", "long_term_absence", "attached_out"}
"""Statuses of those at work in the command: limited officers and recruits need supervising."""


@dataclass(frozen=True)
class Total:
    """A count summed over the cells that pass *where*: dimension -> the values that pass.

    Besides the cube's dimensions, ``grade`` and ``detective`` filter by what the force says of
    a rank, ``function`` and ``uniformed`` by what it says of a team. It narrows what the
    measure is about. deployable: those who are, or are not, in the reader's reading.
    """

    count: str
    where: Mapping[str, frozenset[str]] = field(default_factory=dict)
    deployable: bool | None = None


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


@dataclass(frozen=True)
class Measure:
    """One measure, from which card, chart, table, download, help, command line and API follow.

    The value is ``scale * numerator / denominator``, both summed over the selection
    before dividing; without a denominator it is the numerator. All measures here are
    stocks: over several months each command counts with the mean of the months it has.

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
    """

    id: str
    title: str
    unit: str
    definition: str
    source: str
    numerator: Total
    denominator: Total | None = None
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

    @property
    def takes(self) -> frozenset[str]:
        """The filters besides command and months that apply to it; any other is refused."""
        totals = [total for total in (self.numerator, self.denominator) if total is not None]
        applying = {
            "team": "team" in self.cuts,
            "grade": "rank" in self.cuts and "grade" not in self.about,
            "count": any(total.count == STRENGTH for total in totals),
            "view": self.view is None,
            "reading": any(total.deployable is not None for total in totals),
        }
        return frozenset(name for name, applies in applying.items() if applies)
