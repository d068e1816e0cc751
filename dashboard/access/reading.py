"""Reading the current release: loaded once, and again only when another becomes current."""

import threading
from dataclasses import dataclass

from dashboard.cube import parts
from dashboard.cube.arrays import Cube
from dashboard.schema.duty import STATUSES
from dashboard.store.releases import Release, Store

_SHOWING = {status.column for status in STATUSES.values() if status.column}


class NothingYet(Exception):
    """There is no release to read; the message says how to make one."""


@dataclass(frozen=True)
class Snapshot:
    """A release and its cube, as one reader opened them; both are immutable."""

    release: Release
    cube: Cube

    def not_recorded(self, month: str) -> set[str]:
        """Columns that show a duty status and hold nothing at all in a month: blank is not none."""
        part = self.release.tables["strength"].get(month)
        return set() if part is None else _SHOWING - set(part.recorded)


class Reader:
    """Hands out the current snapshot to any number of threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._held: tuple[str, Snapshot] | None = None

    def current(self) -> Snapshot:
        """The snapshot of the current release. :class:`NothingYet`, or the store's own errors."""
        current = self._store.current_id()
        if current is None:
            raise NothingYet("No data yet: run 'frontline import' or 'frontline demo'.")
        held = self._held
        if held is not None and held[0] == current:
            return held[1]
        with self._lock:
            if self._held is None or self._held[0] != current:
                release = self._store.release(current)
                cube = Cube.load(parts.build(self._store, release), release.force)
                self._held = (current, Snapshot(release, cube))
            return self._held[1]
