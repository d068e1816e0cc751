"""Loading files through a mapping: all of them typed, or every bad cell and nothing else."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from dashboard.ingest import contract, text
from dashboard.ingest.mapping import Mapping
from dashboard.schema.force import Force, load_force
from dashboard.schema.tables import TABLES
from dashboard.settings import ROOT

FORCES = ROOT / "data" / "forces"


class Refused(Exception):
    """Files that cannot be imported; the message says where, what and why, for a person."""


@dataclass
class Loaded:
    """One file, read: its month, its typed rows, and what was done on the way."""

    path: Path
    month: str
    frame: pd.DataFrame
    repeats: int
    notes: list[str] = field(default_factory=list)


def force_of(mapping: Mapping, folder: Path = FORCES) -> Force:
    """The force that a mapping names, from its file. :class:`Refused` where there is none."""
    path = folder / f"{mapping.force}.toml"
    if not path.exists():
        known = ", ".join(sorted(item.stem for item in folder.glob("*.toml")))
        raise Refused(f"The mapping names the force '{mapping.force}'; known forces: {known}.")
    try:
        force = load_force(path)
    except ValueError as error:
        raise Refused(str(error)) from None
    if force.illustrative:
        raise Refused(f"{force.name} is made up: give your force a file of its own beside {path}.")
    return force


def load(paths: Sequence[Path], mapping: Mapping, force: Force) -> list[Loaded]:
    """All files of one import, or :class:`Refused` with all that is wrong with any of them."""
    loaded: list[Loaded] = []
    wrong: list[str] = []
    for path in paths:
        try:
            loaded.append(_load_one(path, mapping, force))
        except Refused as error:
            wrong.append(str(error))
    months = Counter(item.month for item in loaded)
    for month in (month for month, files in months.items() if files > 1):
        names = ", ".join(item.path.name for item in loaded if item.month == month)
        wrong.append(f"{names}: all say {month}; import one file for a month.")
    if wrong:
        raise Refused("\n".join(wrong))
    return loaded


def _load_one(path: Path, mapping: Mapping, force: Force) -> Loaded:
    try:
        raw = text.read_csv(path)
        month = mapping.month.of(path)
    except text.Unreadable as error:
        raise Refused(str(error)) from None
    except ValueError as error:
        raise Refused(f"{path}: {error}") from None
    missing = [header for header in mapping.columns.values() if header not in raw]
    if missing:
        raise Refused(
            f"{path}: has no column {', '.join(missing)}; its columns are {', '.join(raw)}."
        )
    if raw.empty:
        raise Refused(f"{path}: has a header and no rows.")
    once = raw.drop_duplicates()
    frame = mapping.apply(once, month)
    table = TABLES[mapping.table]
    bad = contract.check(frame, table, mapping, force)
    if len(bad):
        raise Refused("\n".join(_report(path, bad)))
    notes = [
        f'{count:,} blank in {name}, read as "{mapping.blank[name]}"'
        for name, count in _blanks(once, mapping)
    ]
    typed = contract.typed(frame, table, mapping)
    return Loaded(path, month, typed, len(raw) - len(once), notes)


def _blanks(raw: pd.DataFrame, mapping: Mapping) -> Iterator[tuple[str, int]]:
    for name in mapping.blank:
        count = int((raw[mapping.columns[name]].str.strip() == "").sum())
        if count:
            yield name, count


def _report(path: Path, bad: pd.DataFrame, most: int = 20) -> Iterator[str]:
    """Counts by reason, then the first cells."""
    cells = "cell" if len(bad) == 1 else "cells"
    yield f"{path}: {len(bad):,} bad {cells}; nothing was imported."
    for (column, reason), count in bad.value_counts(["column", "reason"]).items():
        yield f"  {count:>7,}  {column} {reason}"
    for cell in bad.head(most).itertuples():
        yield f"  row {cell.row}, {cell.column}: '{cell.value}' {cell.reason}"
    if len(bad) > most:
        yield f"  and {len(bad) - most:,} more"
