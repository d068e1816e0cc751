"""Revisions: the values that a table held in one release and holds otherwise in a later one."""

from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

import pandas as pd

from dashboard.schema.columns import Table
from dashboard.store.files import DamagedFile
from dashboard.store.releases import Part, Release, Store


class Step(NamedTuple):
    """From one release to the next of the same force.

    rows: the table's key, ``before`` and ``now``; a value that is new or gone has none there.
    """

    before: Release
    after: Release
    rows: pd.DataFrame


def revised(store: Store, table: Table, was: Part, now: Part) -> pd.DataFrame:
    """Where two parts of one month differ: the table's key, ``before`` and ``now``, by key."""
    key = list(table.key)
    columns = [*key, "value"]
    then, here = (store.frame(part, columns).set_index(key)["value"] for part in (was, now))
    both = pd.concat({"before": then, "now": here}, axis=1).reset_index()
    differ = both["before"].ne(both["now"]) & (both["before"].notna() | both["now"].notna())
    return both[differ].sort_values(key, ignore_index=True)


def in_words(rows: pd.DataFrame) -> str:
    """What :func:`revised` found, counted: "12 values changed, 1 new, 2 gone"."""
    new, gone = rows["before"].isna(), rows["now"].isna()
    changed = int((~new & ~gone).sum())
    said = [f"{changed:,} value{'' if changed == 1 else 's'} changed"]
    said += [f"{int(some.sum()):,} {word}" for some, word in ((new, "new"), (gone, "gone"))]
    return ", ".join(words for words in said if not words.startswith("0 ") or words is said[0])


def steps(store: Store, release: Release, table: Table) -> Iterator[Step]:
    """The steps that revised the table, the newest first, as far back as releases are kept."""
    seen: set[str] = set()
    after = release
    # The same data is the same release: one that comes back has its own descendant as parent.
    while after.id not in seen:
        seen.add(after.id)
        before = parent(store, after)
        if before is None:
            return
        old, new = (one.tables.get(table.name, {}) for one in (before, after))
        found = [
            revised(store, table, old[month], new[month])
            for month in sorted(old.keys() & new.keys())
            if old[month] != new[month]
        ]
        rows = [part for part in found if len(part)]
        if rows:
            yield Step(before, after, pd.concat(rows, ignore_index=True))
        after = before


def parent(store: Store, release: Release) -> Release | None:
    """The release before, where it is of the same force and still kept whole."""
    if release.parent is None:
        return None
    with suppress(DamagedFile):
        found = store.release(release.parent)
        return found if found.force.id == release.force.id else None
    return None
