"""What a kind of cells is: its dimensions, its counts, and the counting that makes it."""

from collections.abc import Callable
from dataclasses import dataclass

import narwhals as nw

from dashboard.schema.force import Force


@dataclass(frozen=True)
class Kind:
    """Cells of one kind, counted from one month of one table.

    dimensions: their names, ``month`` among them; two kinds that share one share its labels.
    counts: the names of the numbers of a cell.
    count: the table's rows of a month, that month and the force -> the cells, a row each:
    the dimensions as text, then the counts; the same rows make the same cells in the same order.
    uses: what the cells follow from besides the rows, the force's rules and the text of the
    counting itself, such as names taken from the data contract.
    flow: the counts are of what happened in the month: over several months they add up.
    back: so many months before are given with the month's rows, those of them that there are.
    lasts: the cells of a command hold until its next ones, in every month of strength.
    ahead: only the newest month of strength and those after it are counted.
    """

    name: str
    table: str
    dimensions: tuple[str, ...]
    counts: tuple[str, ...]
    count: Callable[[nw.LazyFrame, str, Force], nw.LazyFrame]
    uses: tuple[str, ...] = ()
    flow: bool = False
    back: int = 0
    lasts: bool = False
    ahead: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of a cell's values: its dimensions, then its counts."""
        return (*self.dimensions, *self.counts)
