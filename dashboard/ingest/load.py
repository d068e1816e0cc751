"""Loading files through a mapping: all of them typed, or every bad cell and nothing else."""

import contextlib
import gc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from dashboard.ingest import contract, enclosure, report, shaping
from dashboard.ingest.grid import Unreadable
from dashboard.ingest.mapping import Mapping
from dashboard.schema.columns import Table
from dashboard.schema.force import Force, load_force
from dashboard.settings import ROOT

FORCES = ROOT / "data" / "forces"


class Refused(Exception):
    """Files that cannot be imported; the message says where, what and why, for a person.

    bad: file -> its bad cells (``row``, ``column``, ``value``, ``reason``), where there are any.
    """

    def __init__(self, words: str, bad: dict[Path, pd.DataFrame] | None = None) -> None:
        super().__init__(words)
        self.bad = bad or {}


@dataclass
class Loaded:
    """One file, read: its typed rows, and what was done on the way.

    frame: the table's columns, the index the rows' numbers in the file.
    said: whole sentences on how it was read. doubts: on what may be wrong and is no error.
    """

    path: Path
    frame: pd.DataFrame
    months: tuple[str, ...]
    repeats: int = 0
    said: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def force_of(mapping: Mapping) -> Force:
    """The force that a mapping names, from its file. :class:`Refused` where there is none."""
    path = FORCES / f"{mapping.force}.toml"
    if not path.exists():
        known = ", ".join(sorted(item.stem for item in FORCES.glob("*.toml")))
        raise Refused(f"There is no force '{mapping.force}'; known: {known}. See {FORCES}.")
    try:
        force = load_force(path)
    except ValueError as error:
        raise Refused(str(error)) from None
    if force.illustrative:
        raise Refused(f"{force.name} is made up: give your force a file of its own beside {path}.")
    return force


def load(paths: Sequence[Path], mapping: Mapping, force: Force | None) -> list[Loaded]:
    """All files of one import, or :class:`Refused` with all that is wrong with any of them.

    force: none for a table that belongs to no force.
    """
    loaded: list[Loaded] = []
    words: list[str] = []
    bad: dict[Path, pd.DataFrame] = {}
    every = list(dict.fromkeys(paths))
    for path in tqdm(every, "Reading", unit="file", leave=False, delay=1, disable=None):
        try:
            loaded.append(_load_one(path, mapping, force))
        except (Refused, Unreadable) as error:
            words.append(str(error))
            bad |= getattr(error, "bad", {})
    for twice in [] if words else _twice(loaded, mapping.contract):
        if mapping.contract.revised:
            words.append(_in_order(twice, mapping.table))
            continue
        path, cells = twice.file.path, _cells(twice, mapping.contract)
        bad[path] = cells
        words.append("\n".join(report.words(path, cells)))
    if words:
        raise Refused("\n".join(words), bad)
    return loaded


def _load_one(path: Path, mapping: Mapping, force: Force | None) -> Loaded:
    with _uncollected():
        grid = enclosure.opened(path, mapping.file)
        raw = shaping.as_named(shaping.headed(grid, mapping.file, path), mapping)
    said = [*grid.said]
    del grid  # A million rows are held as few times as can be.
    mapping = mapping.of(force)
    if not mapping.columns:
        mapping = mapping.under(raw.frame)
        rest = [name for name in raw.frame if name not in mapping.headers()]
        if rest:
            said.append(f"Not stored, since no column is called so: {', '.join(rest)}.")
    lacking = [name for name in mapping.contract.required if name not in mapping.filled()]
    if lacking:
        raise Unreadable(
            f"{path}: has no column {', '.join(lacking)}, which {mapping.table} requires; "
            f"its columns are {', '.join(raw.frame)}. A mapping says which is which: "
            f"frontline mapping new {path.name} --table {mapping.table}"
        )
    wrong = [f"[{place[0]}] {what}" for place, what in mapping.unfilled()]
    if wrong:
        raise Unreadable(f"{path}: its headers do not suit the mapping: {'; '.join(wrong)}.")
    shaped = shaping.shape(raw, mapping, path)
    bad = contract.check(shaped.frame, mapping, force)
    if len(shaped.bad):
        bad = _together(shaped.bad, bad)
    if len(bad):
        raise Refused("\n".join(report.words(path, bad)), {path: bad})
    frame = contract.typed(shaped.frame, mapping)
    months = tuple(sorted(contract.months_of(frame, mapping.contract).unique()))
    doubts = list(contract.doubts(frame, mapping.contract, force))
    return Loaded(path, frame, months, shaped.repeats, [*said, *shaped.said], doubts)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Without Python's search for circles: rows have none, and a million take it half the time."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


def _together(files: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """What the file spoiled and what the cells hold; where the file says why, that is enough."""
    rows = files.loc[files["column"] == shaping.ROW, "row"]
    both = pd.concat([files, cells[~cells["row"].isin(rows)]])
    both = both.drop_duplicates(["row", "column"])
    return both.sort_values(["row", "column"], kind="stable", ignore_index=True)


@dataclass
class _Twice:
    """What a file has that earlier files of the same import have too.

    keys: of its rows, the columns that make a row unique; the index is the rows' numbers.
    others: the earlier file of each of these rows.
    """

    file: Loaded
    keys: pd.DataFrame
    others: list[Loaded]


def _twice(loaded: list[Loaded], table: Table) -> Iterator[_Twice]:
    """The rows of each file whose key an earlier file of the same import has too."""
    if len(loaded) < 2:
        return
    keys = pd.concat(
        [contract.key_of(item.frame, table) for item in loaded],
        keys=range(len(loaded)),
        names=["file", "row"],
    )
    first = keys.reset_index().groupby(list(keys), dropna=False)["file"].transform("min")
    place = keys.index.get_level_values("file")
    for number, item in enumerate(loaded):
        here = (place == number) & (first.to_numpy() < number)
        if here.any():
            yield _Twice(
                item, keys[here].droplevel("file"), [loaded[other] for other in first[here]]
            )


def _cells(twice: _Twice, table: Table) -> pd.DataFrame:
    """Such rows as bad cells."""
    named = table.key[1] if table.key[1] in twice.keys else table.key[0]
    return pd.DataFrame(
        {
            "row": twice.keys.index,
            "column": named,
            "value": twice.keys[named].astype("str").to_numpy(),
            "reason": [f"stands in {other.path.name} too" for other in twice.others],
        }
    )


def _in_order(twice: _Twice, table: str) -> str:
    """How two releases of one publication go in, where both have some months."""
    held = sorted(twice.keys["month"].unique())
    span = held[0] if len(held) == 1 else f"{len(held)} months, {held[0]} to {held[-1]}"
    files = {item.path: item for item in (*twice.others, twice.file)}
    # What was published later reaches further.
    ordered = sorted(files.values(), key=lambda item: item.months[-1])
    named = ", then ".join(item.path.name for item in ordered)
    ends = {item.months[-1] for item in ordered}
    order = (
        named if len(ends) == len(ordered) else "the one that was published first, then the other"
    )
    both = " and ".join(item.path.name for item in files.values())
    return (
        f"{both} hold the same of {span}; nothing was imported. If one revises the other, import "
        f"them one after the other: {order}. The later import counts, the release before it keeps "
        f"the earlier values, and 'frontline revisions {table}' shows both."
    )
