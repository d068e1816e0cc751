"""The report on refused files: counts by reason, the first cells, all of them in a CSV."""

import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from dashboard.ingest.shaping import ROW

ON_SCREEN = 20
"""Bad cells that are shown; the file beside the input has all."""

COLUMNS = ("row", "column", "value", "reason")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def words(path: Path, bad: pd.DataFrame) -> Iterator[str]:
    """Lines for the screen. bad: ``row``, ``column``, ``value``, ``reason``, a row a bad cell."""
    cells = "cell" if len(bad) == 1 else "cells"
    yield f"{path}: {len(bad):,} bad {cells}; nothing was imported."
    counts = bad.groupby(["column", "reason"]).size().sort_values(ascending=False, kind="stable")
    for (column, reason), count in counts.items():
        yield f"  {count:>7,}  {column} {reason}"
    # The first of each reason before the second of any, so that no kind is left unseen.
    turn = bad.groupby(["column", "reason"]).cumcount().rename("turn")
    shown = bad.assign(turn=turn).sort_values(["turn", "row"], kind="stable").head(ON_SCREEN)
    for cell in shown.sort_values(["row", "column"], kind="stable").itertuples():
        where = "" if cell.column == ROW else f", {cell.column}: '{_shown(cell.value)}'"
        yield f"  row {cell.row}{where} {cell.reason}"
    if len(bad) > ON_SCREEN:
        yield f"  and {len(bad) - ON_SCREEN:,} more"


def beside(path: Path) -> Path:
    """Where the report on a file goes."""
    whole = Path(os.path.realpath(path))
    return whole.with_name(f"{whole.name}.bad-cells.csv")


def is_report(path: Path) -> bool:
    """Whether a file is one that :func:`write` wrote, by its header."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        return file.readline().rstrip() == ",".join(COLUMNS)


def write(path: Path, bad: pd.DataFrame) -> Path:
    """All bad cells as CSV beside the file, for its owner's eyes; the report's path is returned.

    ``OSError`` where it cannot be written, or where another file has its name.
    """
    report = beside(path)
    if report.exists() and not is_report(report):
        raise FileExistsError(errno.EEXIST, f"{report.name} is there and is no report", report)
    safe = bad[list(COLUMNS)].assign(
        value=[f"'{value}" if value.startswith(_FORMULA) else value for value in bad["value"]]
    )
    # Beside and then renamed: nobody else's eyes for a moment, and no link is followed.
    handle, name = tempfile.mkstemp(prefix=".bad-cells-", dir=report.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
            safe.to_csv(file, index=False, lineterminator="\r\n")
        Path(name).rename(report)
    except OSError:
        Path(name).unlink()
        raise
    return report


def _shown(value: str, most: int = 60) -> str:
    """A value on one line of a screen, without what would move a cursor or turn a text around."""
    plain = "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in value
    )
    return plain if len(plain) <= most else f"{plain[:most]}..."
