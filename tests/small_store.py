"""Small releases made from frames, for tests that need a store, a cube or a snapshot."""

import datetime
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from dashboard.access.reading import Reader, Snapshot
from dashboard.cube import parts
from dashboard.cube.arrays import Cube
from dashboard.schema.force import Force
from dashboard.store.releases import Release, Store

Frames = Mapping[str, pd.DataFrame]
"""Strength, or another table, by month, in any order."""

NONE: Mapping[str, Frames] = {}
"""No other table besides strength: name -> its frames."""

MADE_AT = datetime.datetime(2023, 4, 1, tzinfo=datetime.UTC)


def filled(strength: pd.DataFrame) -> pd.DataFrame:
    """The frame with blank roles and hours filled in, as every import leaves them."""
    out = strength.copy()
    for name, default in (("role", "officer"), ("fte", 1.0)):
        out[name] = out[name].fillna(default) if name in out else default
    out.loc[out["role"] == "special", "fte"] = 0.0
    return out.astype({"role": "str", "fte": "float64"})


def release_of(
    store: Store, frames: Frames, force: Force, others: Mapping[str, Frames] = NONE
) -> Release:
    """A release of the frames, its files in the store; it is not current yet.

    others: the frames of other tables, by the table's name.
    """
    tables = {"strength": {month: filled(frames[month]) for month in frames}, **others}
    added = {
        table: {month: store.add(table, by_month[month]) for month in sorted(by_month)}
        for table, by_month in tables.items()
    }
    return Release(force=force, tables=added, made_at=MADE_AT)


def publish(root: Path, frames: Frames, force: Force, others: Mapping[str, Frames] = NONE) -> Store:
    """A store at *root* whose current release holds the frames, counted already."""
    store = Store(root)
    release = release_of(store, frames, force, others)
    parts.build(store, release)
    store.publish(release)
    return store


def snapshot_of(
    root: Path, frames: Frames, force: Force, others: Mapping[str, Frames] = NONE
) -> Snapshot:
    """The snapshot that a reader of such a store gets."""
    return Reader(publish(root, frames, force, others)).current()


def cube_of(frames: Frames, force: Force, others: Mapping[str, Frames] = NONE) -> Cube:
    """The cube of the frames, made through files as the product makes it."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        return Cube.load(parts.build(store, release_of(store, frames, force, others)), force)
