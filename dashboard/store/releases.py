"""Releases: which file holds each table's months, whose they are, and which release is current."""

import contextlib
import datetime
import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError

from dashboard.schema.force import Force
from dashboard.schema.tables import TABLES
from dashboard.store import files, parquet

NONE = "none"
"""What the pointer holds before the first release, so that one which got lost is known to be."""

_CHOOSE = "make a release current with 'frontline rollback ID' ('frontline releases' lists them)"
_LET_GO = "let it go with 'frontline prune --keep N', which sets it aside"
_GIVE_UP = "run 'frontline rollback none', as no release can be read, and import all months again"

_ID = re.compile("[0-9a-f]{16}")

_IDENTITY = ("force", "tables")
_BEFORE_CHECKSUMS = {*_IDENTITY, "made_at", "sources"}
"""All that the first records held."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Part(_Record):
    """One month of one table: the file's SHA-256, its rows, and the columns that hold anything."""

    sha256: str
    rows: int
    recorded: tuple[str, ...]


class Source(_Record):
    """A file that was imported: its name and the hash of its content."""

    file: str
    sha256: str


class Change(_Record):
    """Months of one table that a release added to the one before it, or replaced in it."""

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()


class Release(_Record):
    """An immutable state of the data of one force.

    tables: table name -> month -> part. ``made_at``, ``sources``, ``parent`` (the id of
    the release before) and ``changes`` (table -> months) say how it came about and are
    not part of its identity: the same data is the same release.
    """

    force: Force
    tables: dict[str, dict[str, Part]]
    made_at: datetime.datetime
    sources: tuple[Source, ...] = ()
    parent: str | None = None
    changes: dict[str, Change] = Field(default_factory=dict)
    _stored_as: str | None = PrivateAttr(None)

    @property
    def id(self) -> str:
        return self._stored_as or _identity(self.model_dump(mode="json"))

    @property
    def data(self) -> str:
        """What every file made from this release says of itself."""
        return "Illustrative" if self.force.illustrative else self.force.name

    def parts(self) -> Iterator[Part]:
        """The parts of all tables and months."""
        return (part for months in self.tables.values() for part in months.values())

    def written(self) -> str:
        """The record as it is stored, with a checksum of all that is in it."""
        content = self.model_dump(mode="json")
        return json.dumps({"checksum": _hash(content), **content}, indent=1, ensure_ascii=False)

    @classmethod
    def read(cls, text: str, release_id: str) -> "Release":
        """The release of that id from its record. ``ValueError`` where the record was altered,
        and pydantic's own where it is whole and of another version.
        """
        content = json.loads(text)
        if not isinstance(content, dict) or not _unaltered(content, content.pop("checksum", None)):
            raise ValueError("altered")
        # As it was written: this version may know more of a force than the one that wrote it.
        if _identity(content) != release_id:
            raise ValueError("named wrongly")
        release = cls.model_validate(content)
        if release.id != release_id:
            release._stored_as = release_id
        return release


def _unaltered(content: dict[str, Any], checksum: str | None) -> bool:
    if checksum is None:
        return content.keys() == _BEFORE_CHECKSUMS
    return checksum == _hash(content)


def _identity(content: dict[str, Any]) -> str:
    return _hash({name: content.get(name) for name in _IDENTITY})[:16]


def _hash(content: Any) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class Store:
    """The folder that holds all releases. Readers need no lock; a writer holds :meth:`lock`.

    pointer: the file that names the current release. pending: the one that names a new
    release from before its record is written until it is current.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.tables = root / "tables"
        self.pointer = root / "current"
        self.pending = root / "pending"
        self.folders = (root, self.tables, root / "releases")

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """One writer at a time, across processes."""
        with files.locked(self.root / "lock"):
            yield

    # Reading.

    def record(self, release_id: str) -> Path:
        """The file that says what a release is made of."""
        return self.root / "releases" / f"{release_id}.json"

    def ids(self) -> list[str]:
        """The ids of all releases, whether they can be read or not."""
        found, dead = (path.stem for path in (self.root / "releases").glob("*.json")), self.dead()
        return sorted(name for name in found if _ID.fullmatch(name) and name != dead)

    def dead(self) -> str | None:
        """The id of a release whose import died before it was current, or is about to make it so.

        None where nobody knows what is current: it may have been that one.
        """
        try:
            named, held = (path.read_bytes() for path in (self.pending, self.pointer))
            dead, current = named.decode().strip(), held.decode().strip()
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        known = current == NONE or (_ID.fullmatch(current) and self.record(current).exists())
        return dead if known and _ID.fullmatch(dead) and dead != current else None

    def current_id(self) -> str | None:
        """The id of the current release, or none before the first.

        :class:`DamagedFile` where the pointer was altered, or is gone though releases are there.
        """
        try:
            held = self.pointer.read_bytes()
        except FileNotFoundError:
            if not self.ids():
                return None
            if self.pointer.exists():  # The first release came meanwhile.
                return self.current_id()
            raise files.DamagedFile(self.pointer, f"is missing: {self._way_out()}.") from None
        if held == f"{NONE}\n".encode():
            return None
        if not re.fullmatch(rb"[0-9a-f]{16}\n", held):
            raise files.DamagedFile(self.pointer, f"does not name a release: {self._way_out()}.")
        return held.decode().strip()

    def current(self) -> Release | None:
        """The current release, or none before the first."""
        release_id = self.current_id()
        return None if release_id is None else self.release(release_id)

    def release(self, release_id: str) -> Release:
        """A release by its id. :class:`DamagedFile` where it is missing or was altered."""
        path = self.record(release_id)
        try:
            return self._read(release_id)
        except FileNotFoundError:
            named = self.current_id() == release_id
            wrong = f"is missing, though {self.pointer} names it" if named else "is missing"
        except ValidationError:
            wrong = "was written by another version of Frontline"
        except ValueError:
            wrong = "was altered"
        way_out = self._way_out(release_id)
        raise files.DamagedFile(path, f"{wrong}: restore it from a backup, or {way_out}.")

    def _read(self, release_id: str) -> Release:
        return Release.read(self.record(release_id).read_text(encoding="utf-8"), release_id)

    def _way_out(self, damaged: str | None = None) -> str:
        """What a person can do who has no backup of the pointer, or of the record *damaged*."""
        if damaged is not None and self.record(damaged).exists():
            with contextlib.suppress(files.DamagedFile):
                if self.current_id() != damaged:
                    return _LET_GO
        for release_id in self.ids():
            with contextlib.suppress(OSError, ValueError):
                self._read(release_id)
                return _CHOOSE
        return _GIVE_UP

    def releases(self) -> tuple[list[Release], list[files.DamagedFile]]:
        """All releases that can be read, oldest first, and what is wrong with the others."""
        found, damaged = [], []
        for release_id in self.ids():
            try:
                found.append(self.release(release_id))
            except files.DamagedFile as error:
                if error.path.exists():  # Else it was pruned meanwhile.
                    damaged.append(error)
        return sorted(found, key=lambda release: (release.made_at, release.id)), damaged

    def find(self, prefix: str) -> Release:
        """The one release whose id begins so; ``ValueError`` lists those that there are."""
        known = self.ids()
        found = [release_id for release_id in known if release_id.startswith(prefix)]
        if len(found) != 1:
            wrong = "Several releases begin" if found else "No release begins"
            listed = ", ".join(found or known) or "none"
            raise ValueError(f"{wrong} with '{prefix}'. There are: {listed}.")
        return self.release(found[0])

    def file(self, part: Part) -> Path:
        """Where a part is stored."""
        return self.tables / f"{part.sha256}.parquet"

    def path(self, part: Part) -> Path:
        """The verified file of a part."""
        return files.verify(self.file(part), part.sha256)

    def frame(self, part: Part, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """The verified rows of a part, by key, typed; *columns* are all of them unless named."""
        return parquet.read_frame(self.path(part), columns)

    # Writing.

    def add(self, table: str, frame: pd.DataFrame) -> Part:
        """Store one month of a table. A file that is in no release yet changes nothing."""
        return Part(
            sha256=parquet.write_frame(frame, TABLES[table], self.tables),
            rows=len(frame),
            recorded=tuple(name for name in TABLES[table].names if _holds(frame, name)),
        )

    def publish(self, release: Release) -> None:
        """Make *release* the current one, atomically; its parts are all stored already.

        A release that was stored before has its record renewed: when it came, from which
        files, and after which other, unless it is given as the record has it.
        """
        self._forget_dead()
        if not self.pointer.exists() and not self.ids():
            self.clear()
        named, record = f"{release.id}\n", self.record(release.id)
        new = not record.exists()
        try:
            if new:
                files.write_text(self.pending, named)
            if not self._records(release):
                files.write_text(record, release.written())
            files.write_text(self.pointer, named)
            self.pending.unlink(missing_ok=True)
        except OSError as error:
            if not self.pointer.exists() or self.pointer.read_bytes() != named.encode():
                if new:
                    # What cannot be removed is collected later.
                    with contextlib.suppress(OSError):
                        files.remove([record, self.pending])
                raise
            words = f"{error.strerror}. Release {release.id} is current now, but the disk did not "
            words += "confirm it: run 'frontline check'"
            raise OSError(error.errno, words, str(self.pointer)) from None

    def _records(self, release: Release) -> bool:
        """Whether the record says all that *release* does."""
        try:
            return self._read(release.id) == release
        except (FileNotFoundError, ValueError):
            return False

    def clear(self) -> None:
        """Have no release current, as before the first."""
        files.write_text(self.pointer, f"{NONE}\n")

    def _forget_dead(self) -> files.Removed:
        """Remove the record of a release that never became current, and what named it."""
        dead, gone = self.dead(), files.Removed(0, 0)
        if dead is not None:
            gone = files.remove([self.record(dead)])
            if gone.files:
                # Before its name goes: it is not to come back without that.
                files.sync(self.record(dead).parent)
        named = files.remove([self.pending])
        return files.Removed(gone.files + named.files, gone.size + named.size)

    def collect(self, there: Collection[Path] | None = None) -> files.Removed:
        """Remove what an import that died has left, and tables that no release needs.

        The caller holds the lock. While anything is damaged no table is removed, as what is
        restored from a backup may need it, but those that are not among *there*: what
        was stored before they were added.
        """
        dead = self._forget_dead()
        gone = [path for folder in self.folders for path in files.unfinished(folder)]
        gone += self.loose(self.tables, lambda release: (p.sha256 for p in release.parts()), there)
        removed = files.remove(gone)
        return files.Removed(dead.files + removed.files, dead.size + removed.size)

    def loose(
        self,
        folder: Path,
        needs: Callable[[Release], Iterable[str]],
        there: Collection[Path] | None = None,
    ) -> list[Path]:
        """The files stored in *folder* that may go, as :meth:`collect` says.

        needs: how the names of the files that a release needs begin, up to a hyphen.
        """
        releases, damaged = self.releases()
        needed = {name for release in releases for name in needs(release)}
        found = [path for path in files.stored(folder) if path.stem.split("-")[0] not in needed]
        try:
            self.current()
        except files.DamagedFile as error:
            damaged.append(error)
        if not damaged:
            return found
        return [] if there is None else [path for path in found if path not in there]


def _holds(frame: pd.DataFrame, name: str) -> bool:
    return name in frame and bool(frame[name].notna().any())
