"""What runs the counting: one file an engine, the same Narwhals code on each of them."""

import importlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, cast

import narwhals as nw

from dashboard.settings import settings

Counting = Callable[[nw.LazyFrame], nw.LazyFrame]
"""From rows to the cells of a kind."""

Countings = Mapping[str, Counting]
"""Kind of cells -> its counting."""


class Engine(Protocol):
    """A module here: counts the rows of files, keeps the cells in one, and reads a lakehouse."""

    def write(
        self, paths: Sequence[Path], countings: Countings, folder: Path, prefix: str, *, often: bool
    ) -> str:
        """Store the cells as ``<prefix><sha256>.parquet`` in *folder*; the hash is returned.

        A row is a cell; ``of_kind`` says of which kind. Each kind's cells lie in their order.
        often: the rows are to be read once for all kinds, since each needs most of them.
        ``OSError`` where the file cannot be written.
        """
        ...

    def table(self, where: str) -> AbstractContextManager[nw.LazyFrame]:
        """The rows of a table of a lakehouse, by the path of its folder or by its name.

        ``ValueError`` where there is none, or where it cannot be read.
        """
        ...


def chosen() -> Engine:
    """The engine of the settings; no other one is loaded."""
    return cast(Engine, importlib.import_module(f"{__name__}.{settings().engine}"))
