"""Releases: which file holds each table's months, whose they are, and which release is current."""

import contextlib
import datetime
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from pydantic import BaseModel, ConfigDict

from dashboard.schema.force import Force
from dashboard.schema.tables import TABLES
from dashboard.store import files, parquet


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class Part(_Record):
    """One month of one table: the file's SHA-256, its rows, and the columns that hold anything."""

    sha256: str
    rows: int
    recorded: tuple[str, ...]


class Source(_Record):
    """A file that was imported: its name and the hash of its content."""

    file: str
    sha256: str


class Release(_Record):
    """An immutable state of the data of one force.

    tables: table name -> month -> part. ``made_at`` and ``sources`` say how it
    came about and are not part of its identity: the same data is the same release.
    """

    force: Force
    tables: dict[str, dict[str, Part]]
    made_at: datetime.datetime
    sources: tuple[Source, ...] = ()

    @property
    def id(self) -> str:
        content = self.model_dump(mode="json", include={"force", "tables"})
        text = json.dumps(content, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def data(self) -> str:
        """What every file made from this release says of itself."""
        return "Illustrative" if self.force.illustrative else self.force.name


class Store:
    """The folder that holds all releases. Readers need no lock; a writer holds :meth:`lock`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.tables = root / "tables"
        self._releases = root / "releases"
        self._current = root / "current"

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """One writer at a time, across processes."""
        with files.locked(self.root / "lock"):
            yield

    def current_id(self) -> str | None:
        """The id of the current release, or none before the first."""
        try:
            return self._current.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None

    def current(self) -> Release | None:
        """The current release, or none before the first."""
        release_id = self.current_id()
        return None if release_id is None else self.release(release_id)

    def release(self, release_id: str) -> Release:
        """A release by its id. :class:`DamagedFile` where it is missing or was altered."""
        path = self._releases / f"{release_id}.json"
        try:
            release = Release.model_validate_json(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise files.DamagedFile(f"{path} is missing: restore it from a backup.") from None
        except ValueError:
            raise files.DamagedFile(f"{path} cannot be read: restore it from a backup.") from None
        if release.id != release_id:
            raise files.DamagedFile(f"{path} does not hold what its name says: restore it.")
        return release

    def add(self, table: str, frame: pd.DataFrame) -> Part:
        """Store one month of a table. A file that is in no release yet changes nothing."""
        return Part(
            sha256=parquet.write_frame(frame, TABLES[table], self.tables),
            rows=len(frame),
            recorded=tuple(name for name in TABLES[table].names if _holds(frame, name)),
        )

    def path(self, part: Part) -> Path:
        """The verified file of a part."""
        return files.verify(self.tables / f"{part.sha256}.parquet", part.sha256)

    def publish(self, release: Release) -> None:
        """Make *release* the current one, atomically; its parts are all stored already."""
        path = self._releases / f"{release.id}.json"
        # A release that was seen before keeps its first record: when, and from which files.
        try:
            self.release(release.id)
        except files.DamagedFile:
            files.write_text(path, release.model_dump_json(indent=1))
        files.write_text(self._current, release.id + "\n")


def _holds(frame: pd.DataFrame, name: str) -> bool:
    return name in frame and bool(frame[name].notna().any())


def merged(
    before: Release | None,
    force: Force,
    tables: dict[str, dict[str, Part]],
    sources: tuple[Source, ...],
) -> Release:
    """The release after *tables* are added to what the same force already has.

    Months that come again replace the old ones. Illustrative data is put aside
    by the first real import. ``ValueError`` where the data would mix.
    """
    kept: dict[str, dict[str, Part]] = {}
    if before is not None and before.force.id == force.id:
        kept = before.tables
    elif before is not None and force.illustrative:
        raise ValueError(
            f"The store holds {before.force.name}; the demonstration would hide it. "
            "Set FRONTLINE_DATA to another folder for the demonstration."
        )
    elif before is not None and not before.force.illustrative:
        raise ValueError(
            f"The store holds {before.force.name}, and a release belongs to one force. "
            f"Set FRONTLINE_DATA to another folder for {force.name}."
        )
    names = kept.keys() | tables.keys()
    together = {
        name: dict(sorted({**kept.get(name, {}), **tables.get(name, {})}.items()))
        for name in sorted(names)
    }
    return Release(
        force=force,
        tables=together,
        made_at=datetime.datetime.now(datetime.UTC).replace(microsecond=0),
        sources=sources,
    )
