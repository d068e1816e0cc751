"""The cube as it is kept: one Parquet part a month, named by the hash of what it was made from."""

import hashlib
import inspect
from collections.abc import Callable
from pathlib import Path

import narwhals as nw

from dashboard.cube import counting
from dashboard.schema import duty, months, tables
from dashboard.schema.force import Force
from dashboard.store import files, parquet
from dashboard.store.releases import Part, Release, Store


def _key(part: Part, force: Force) -> str:
    """What a month's cells follow from: its people, the force's rules, and the counting itself."""
    rules = f"{force.probation_months} {' '.join(force.duty_statuses)}"
    code = (inspect.getsource(module) for module in (counting, duty, months, tables))
    text = "\n".join((part.sha256, rules, *code))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _kept(folder: Path, key: str) -> Path | None:
    """The part of that key, its content verified against its name; none if not made yet."""
    for path in folder.glob(f"{key}-*.parquet"):
        return files.verify(path, path.stem.partition("-")[2], "its month is counted again")
    return None


def build(store: Store, release: Release, step: Callable[[], object] = lambda: None) -> list[Path]:
    """The cube's parts of a release, oldest month first; those that are missing are made.

    step: called once a month, for a progress bar.
    """
    folder = store.root / "cube"
    paths = []
    for month, part in release.tables.get("strength", {}).items():
        key = _key(part, release.force)
        path = _kept(folder, key)
        if path is None:
            with parquet.connect() as connection:
                people = nw.from_native(parquet.read(connection, [store.path(part)]))
                cells = counting.count_strength(people, month, release.force)
                sha256 = parquet.write_relation(cells.to_native(), folder, prefix=f"{key}-")
            path = folder / f"{key}-{sha256}.parquet"
        paths.append(path)
        step()
    return paths
