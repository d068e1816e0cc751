"""Looking after a store: every file checked against its name, and old releases let go."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from dashboard.store import files
from dashboard.store.releases import Release, Store

LEFT = "left by an import that did not finish, or of one at work; nothing reads it"


class Finding(NamedTuple):
    """What a check found of one file: no words where all is well.

    harmless: the words say what may stay as it is.
    """

    path: Path
    words: str = ""
    harmless: bool = False


def check(store: Store) -> Iterator[Finding]:
    """The pointer and every file of the tables and releases against what they should be."""
    releases, damaged = store.releases()
    yield from _pointer(store, {error.path for error in damaged})
    yield from (Finding(store.record(release.id)) for release in releases)
    yield from (Finding(error.path, str(error)) for error in damaged)
    needed = _needed(store, releases)
    for path, which in sorted(needed.items()):
        found = verified(path, which)
        # Else its release was pruned meanwhile.
        if not found.words or path in _needed(store, store.releases()[0]):
            yield found
    left = LEFT if not damaged else "needed by no release that can be read; kept for the others"
    for path in files.stored(store.tables):
        if path not in needed:
            yield Finding(path, f"{path} is {left}.", harmless=True)
    for folder in store.folders:
        yield from unfinished(folder)
    dead = store.dead()
    for path in ([store.record(dead)] if dead else []) + [store.pending]:
        if path.exists():
            yield Finding(path, f"{path} is {LEFT}.", harmless=True)


def verified(path: Path, which: str) -> Finding:
    """A file against the hash that its name ends with; *which* says what it holds."""
    try:
        return Finding(files.verify(path, path.stem.rpartition("-")[2], which))
    except files.DamagedFile as error:
        return Finding(path, str(error))


def unfinished(folder: Path) -> Iterator[Finding]:
    """The temporary files in a folder."""
    for path in files.unfinished(folder):
        yield Finding(path, f"{path} is {LEFT}.", harmless=True)


def _pointer(store: Store, known: set[Path]) -> Iterator[Finding]:
    wrong = None
    try:
        store.current()
    except files.DamagedFile as error:
        wrong = error
        if error.path not in known:
            yield Finding(error.path, str(error))
    if store.pointer.exists() and (wrong is None or wrong.path != store.pointer):
        yield Finding(store.pointer)


def _needed(store: Store, releases: list[Release]) -> dict[Path, str]:
    """Each file that some release needs, and which table and month it holds."""
    return {
        store.file(part): f"{table}, {month}"
        for release in releases
        for table, months in release.tables.items()
        for month, part in months.items()
    }


class Pruned(NamedTuple):
    """The releases that were let go, and what was wrong with those whose record is set aside."""

    gone: list[Release]
    aside: list[files.DamagedFile]


def prune(store: Store, keep: int) -> Pruned:
    """Let go of all releases but *keep*: the current one, those it came from, then the newest.

    A record that is damaged is set aside under another name, and needs nothing any more.
    Tables go with the next :meth:`Store.collect`. The caller holds the lock.
    :class:`DamagedFile` where what is current, or a table of a release that stays, is damaged.
    """
    at = store.current()
    releases, damaged = store.releases()
    known = {release.id: release for release in releases}
    line: list[Release] = []
    # Data that came back after other data makes a ring of parents.
    while at is not None and at not in line:
        line.append(at)
        at = known.get(at.parent or "")
    order = [*line, *(release for release in reversed(releases) if release not in line)]
    # While what is kept is not whole, the old ones are what there is to go back to.
    for release in order[:keep]:
        for part in release.parts():
            store.path(part)
    gone = order[keep:]
    for error in damaged:
        error.path.rename(f"{error.path}.damaged")
    files.remove(store.record(release.id) for release in gone)
    if gone or damaged:
        files.sync(store.record("").parent)
    return Pruned(gone, damaged)


def give_up(store: Store) -> None:
    """Have no release current where none can be read, so that an import can start anew.

    The caller holds the lock. ``ValueError`` where it is not so.
    """
    releases, _ = store.releases()
    if releases:
        listed = ", ".join(release.id for release in releases)
        raise ValueError(
            f"There are releases that can be read; make one of them current: {listed}."
        )
    with contextlib.suppress(files.DamagedFile):
        if store.current_id() is None:
            raise ValueError("No release is current: run 'frontline import'.")
    store.clear()
