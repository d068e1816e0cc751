"""What a table of the contract is, and what a column: kind, bounds, default, meaning."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "month", "date", "number", "flag", "choice"]


@dataclass(frozen=True)
class Column:
    """One column. ``choices`` bound a choice; ``low`` and ``high`` (both included) a number."""

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    default: str | float | None = None
    """What the column holds where a file does not send it, or leaves a cell blank."""
    refers: Literal["command", "host", "rank", ""] = ""
    """What of the force's file its values are: a command, a command or EXTERNAL, a rank."""
    also: tuple[str, ...] = ()
    """Headers under which extracts are known to send it, for proposing a mapping."""


@dataclass(frozen=True)
class Table:
    """One table: what a row is, the columns that make a row unique, and all its columns.

    dated: the column that says which month a row belongs to, a month or a date.
    monthly: it comes every month, so a month between two others that is not there is a gap.
    apart: columns by whose values a month comes in several files: an import replaces, of
    its months, the rows that have the same values there. None: it replaces whole months.
    ordered: pairs of dates of which the second cannot be before the first.
    by_then: dates that are seldom after the end of the row's month, and are asked about if so.
    needs: pairs of columns of which the first says nothing without the second.
    """

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    dated: str = "month"
    monthly: bool = True
    apart: tuple[str, ...] = ()
    ordered: tuple[tuple[str, str], ...] = ()
    by_then: tuple[str, ...] = ()
    needs: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def revised(self) -> bool:
        """Whether its rows are counts that publishers revise: each holds one ``value``."""
        return "value" in self.names

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)
