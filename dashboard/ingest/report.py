"""The report on refused files: counts by reason, the first cells, all of them in a CSV."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from dashboard.ingest.shaping import ROW

ON_SCREEN = 20
"""Bad cells that are shown; the file beside the input has all."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def words(path: Path, bad: pd.DataFrame) -> Iterator[str]:
    """Lines for the screen. bad: ``row``, ``column``, ``value``, ``reason``, a row a bad cell."""
    cells = "cell" if len(bad) == 1 else "cells"
    yield f"{path}: {len(bad):,} bad {cells}; nothing was imported."
    counts = bad.groupby(["column", "reason"]).size().sort_values(ascending=False, kind="stable")
    for (column, reason), count in counts.items():
        yield f"  {count:>7,}  {column} {reason}"
    for cell in bad.head(ON_SCREEN).itertuples():
        where = "" if cell.column == ROW else f", {cell.column}: '{_shown(cell.value)}'"
        yield f"  row {cell.row}{where} {cell.reason}"
    if len(bad) > ON_SCREEN:
        yield f"  and {len(bad) - ON_SCREEN:,} more"


def write(path: Path, bad: pd.DataFrame) -> Path:
    """All bad cells as CSV beside the file, for its owner's eyes; the report's path is returned."""
    report = path.with_name(f"{path.name}.bad-cells.csv")
    safe = bad.assign(
        value=[f"'{value}" if value.startswith(_FORMULA) else value for value in bad["value"]]
    )
    report.touch(mode=0o600)
    safe.to_csv(report, index=False, encoding="utf-8-sig", lineterminator="\r\n")
    return report


def _shown(value: str, most: int = 60) -> str:
    """A value on one line of a screen, without what would move a cursor or turn a text around."""
    plain = "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in value
    )
    return plain if len(plain) <= most else f"{plain[:most]}..."
