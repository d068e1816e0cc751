"""Reading the current release: loaded once, and again only when another becomes current."""

import datetime
import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from dashboard.cube import parts
from dashboard.cube.arrays import Cube
from dashboard.schema import months
from dashboard.schema.duty import STATUSES
from dashboard.schema.tables import PUBLISHED_SERIES
from dashboard.store import parquet
from dashboard.store.files import DamagedFile
from dashboard.store.releases import Release, Store

_SHOWING = {status.column for status in STATUSES.values() if status.column}
_SERIES = ["month", "series", "unit", "source", "value"]
_LOOK = 1.0
"""Seconds between two looks at which release is current."""


class NothingYet(Exception):
    """There is no release to read; the message says how to make one."""


@dataclass(frozen=True)
class Arrival:
    """An import: the names of its files and when it was."""

    files: tuple[str, ...]
    when: datetime.datetime


@dataclass(frozen=True)
class Snapshot:
    """A release and its cube, as one reader opened them; both are immutable.

    published: the totals published of this force: ``month``, ``series``, ``unit``,
    ``source`` ("" where it has no name) and ``value``.
    arrivals: table and month -> the files that it came in by, and when; of a month whose
    release is no longer kept nothing is known.
    """

    release: Release
    cube: Cube
    published: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=_SERIES))

    arrivals: Mapping[tuple[str, str], Arrival] = field(default_factory=dict)

    @cached_property
    def id(self) -> str:
        """The release's id, which takes a hash of all that it is: worked out once."""
        return self.release.id

    @property
    def as_of(self) -> datetime.date:
        """The day from which on shifts are a plan: the release's, or the newest month's end.

        What is made up was not made on the day that it is of.
        """
        newest = self.cube.newest()
        if self.release.force.illustrative and newest:
            return months.end(newest)
        return self.release.made_at.date()

    def arrivals_of(
        self, span: Iterable[str], tables: Collection[str] = ("strength",)
    ) -> dict[str, datetime.datetime]:
        """The files behind the months of *span* and when each came in, the newest first."""
        wanted = {(table, month) for table in tables for month in span}
        found = {self.arrivals[key] for key in wanted & self.arrivals.keys()}
        ordered = sorted(found, key=lambda arrival: arrival.when, reverse=True)
        return {file: arrival.when for arrival in ordered for file in arrival.files}

    def not_recorded(self, span: Iterable[str]) -> set[str]:
        """Columns that show a duty status and hold nothing at all in a month of *span*."""
        return self.empty(_SHOWING, span)

    def empty(self, columns: Iterable[str], span: Iterable[str]) -> set[str]:
        """Those of *columns* of strength without any entry in a month of *span*.

        Blank is not none.
        """
        wanted, recorded = set(columns), self._recorded
        return {one for month in span if month in recorded for one in wanted - recorded[month]}

    @cached_property
    def _recorded(self) -> dict[str, frozenset[str]]:
        """Month of strength -> the columns that have an entry in it."""
        parts_by_month = self.release.tables.get("strength", {})
        return {month: frozenset(part.recorded) for month, part in parts_by_month.items()}


def snapshot_of(store: Store, release: Release) -> Snapshot:
    """A release as a reader opens it; what is not counted yet is counted."""
    cube = Cube.load(parts.build(store, release), release.force)
    return Snapshot(release, cube, _published(store, release), _arrivals(store, release))


def _arrivals(store: Store, release: Release) -> dict[tuple[str, str], Arrival]:
    """The import behind each month of a table, found by going back from release to release."""
    missing = {(table, month) for table, held in release.tables.items() for month in held}
    found: dict[tuple[str, str], Arrival] = {}
    at: Release | None = release
    seen: set[str] = set()
    # The same data is the same release: one that comes back has its own descendant as parent.
    while at is not None and missing and at.id not in seen:
        seen.add(at.id)
        arrival = Arrival(tuple(source.file for source in at.sources), at.made_at)
        here = missing & {
            (table, month)
            for table, change in at.changes.items()
            for month in (*change.added, *change.replaced)
        }
        found |= dict.fromkeys(here, arrival)
        missing -= here
        at = _parent(store, at)
    return found


def _parent(store: Store, release: Release) -> Release | None:
    """The release before, where it is still kept whole."""
    if release.parent is None:
        return None
    with suppress(DamagedFile):
        return store.release(release.parent)
    return None


def _published(store: Store, release: Release) -> pd.DataFrame:
    """The published totals of the release's force, verified as every part is."""
    parts_by_month = release.tables.get(PUBLISHED_SERIES.name, {})
    scope = release.force.published_as
    if not parts_by_month or not scope:
        return pd.DataFrame(columns=_SERIES)
    with parquet.connect() as connection:
        paths = [store.path(part) for part in parts_by_month.values()]
        series = parquet.read(connection, paths).df()
    found = series[series["scope"] == scope].fillna({"source": ""})
    return found[_SERIES].sort_values(_SERIES[:-1], ignore_index=True)


class Reader:
    """Hands out the current snapshot to any number of threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._held: tuple[str, Snapshot] | None = None

    def current(self) -> Snapshot:
        """The snapshot of the current release. :class:`NothingYet`, or the store's own errors."""
        held, current = self._held, self._wanted()
        if held is not None and held[0] == current:
            return held[1]
        with self._lock:
            while True:
                # Another thread may have opened it, or another release come, meanwhile.
                held, current = self._held, self._wanted()
                if held is not None and held[0] == current:
                    return held[1]
                try:
                    release = self._store.release(current)
                    self._held = (current, snapshot_of(self._store, release))
                except Exception:
                    # A release that is no longer current may be pruned while it is opened.
                    if self._wanted() == current:
                        raise

    def follow(self, arrived: Callable[[], object], ended: threading.Event) -> None:
        """Until *ended*, call *arrived* once for each release that becomes current.

        Who runs it, and opens the release then, spares the next reader the opening.
        """
        seen = None if self._held is None else self._held[0]
        while not ended.wait(_LOOK):
            # What is wrong is told to whoever asks.
            with suppress(NothingYet, DamagedFile, OSError):
                current = self._wanted()
                if current != seen:
                    seen = current
                    arrived()

    def _wanted(self) -> str:
        current = self._store.current_id()
        if current is None:
            raise NothingYet("No data yet: run 'frontline import' or 'frontline demo'.")
        return current
