"""The ZIP archive that a workbook is: what must hold of it before anything makes sense of it."""

import contextlib
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from dashboard.ingest.grid import Unreadable

MOST_PARTS = 10_000
MOST_UNPACKED = 2 << 30
"""Bytes of all parts together: a sheet of a million rows and ten columns has some 400 MB."""

MOST_TIMES = 200
"""Times its own size that an archive may unpack to. Sheets have 10 to 50, a bomb up to 1,000."""

_ALWAYS = 10 << 20
"""Bytes that any archive may unpack to, since a small one may well be nothing but repeats."""

_BLOCK = 1 << 20
_AGAIN = "open it where it was made and save it anew."

_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
"""What zipfile raises; a way of packing that it does not know is a RuntimeError too."""


class Archive:
    """An archive all of whose parts unpack, to a reasonable size; its XML is whole and plain.

    names: name of a part in lower case -> as it is, since readers do not tell them apart;
    parts that hold nothing are left out.
    """

    def __init__(self, path: Path) -> None:
        """Take the archive apart once. :class:`Unreadable` where one must not go on."""
        self._path = path
        self.suffix = path.suffix.lower()
        with self._damage():
            self._zip = zipfile.ZipFile(path)
        self.names = self._parts()
        size = path.stat().st_size
        self._most = self._left = min(MOST_UNPACKED, max(_ALWAYS, MOST_TIMES * size))
        if sum(part.file_size for part in self._zip.infolist()) > self._left:
            raise self._bomb()
        for name in self._zip.namelist():
            self._sound(name)

    def refused(self, why: str) -> Unreadable:
        """The error that names the file, to raise."""
        return Unreadable(f"{self._path}: {why}")

    def read(self, name: str) -> bytes:
        """A part as a whole, by its name in any case. ``KeyError`` where there is none."""
        return b"".join(self._blocks(self.names[name.lower()]))

    def pieces(self, name: str, end: bytes) -> Iterator[bytes]:
        """A part in pieces of some 1 MB, each but the last of which closes with *end*.

        ``KeyError`` where there is no such part.
        """
        kept = b""
        for block in self._blocks(self.names[name.lower()]):
            kept += block
            cut = kept.rfind(end) + len(end)
            if cut >= len(end):
                yield kept[:cut]
                kept = kept[cut:]
        yield kept

    def _parts(self) -> dict[str, str]:
        parts = self._zip.infolist()
        if len(parts) > MOST_PARTS:
            raise self.refused(
                f"holds {len(parts):,} files, and no workbook has more than {MOST_PARTS:,}. "
                f"Do not trust it: {_AGAIN}"
            )
        for part in parts:
            if part.flag_bits & 1:
                raise self.refused("is protected by a password. Save it without one.")
            steps = re.split(r"[/\\]", part.filename)
            if ".." in steps or steps[0] == "" or ":" in steps[0]:
                raise self.refused(
                    f"holds a file that would be put elsewhere when unpacked ({part.filename!r}). "
                    f"Do not trust it: {_AGAIN}"
                )
        names = {part.filename.lower(): part.filename for part in parts}
        if len(names) < len(parts):
            raise self.refused(f"holds two files of one name. Do not trust it: {_AGAIN}")
        return names

    def _sound(self, name: str) -> None:
        """Refuse a part that is too large, or is XML that a reader could trip over.

        XML that breaks off makes one reader lose rows and another never end.
        """
        parser = expat.ParserCreate()

        def declares(*_: object) -> None:
            raise self.refused(
                f"declares names of its own in {name} (DOCTYPE), which no workbook does. "
                f"Do not trust it: {_AGAIN}"
            )

        parser.StartDoctypeDeclHandler = declares
        xml = name.lower().endswith((".xml", ".rels"))
        before = self._left
        try:
            for block in self._blocks(name):
                self._left -= len(block)
                if self._left < 0:
                    raise self._bomb()
                if xml:
                    parser.Parse(block)
            if before == self._left:
                # LibreOffice leaves parts empty that it has no use for.
                del self.names[name.lower()]
            elif xml:
                parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise self.refused(
                f"is damaged: {name} in it is not well-formed XML (line {error.lineno:,}, "
                f"character {error.offset + 1:,}). Get it anew, or {_AGAIN}"
            ) from None

    def _blocks(self, name: str) -> Iterator[bytes]:
        part = self._zip.getinfo(name)
        # What it declares is not to be trusted: read on to the real end, and count.
        part.file_size = MOST_UNPACKED + _BLOCK
        with self._damage(), self._zip.open(part) as file:
            while block := file.read(_BLOCK):
                yield block

    def _bomb(self) -> Unreadable:
        return self.refused(
            f"unpacks to more than {self._most >> 20:,} MB, which no workbook of its size does. "
            f"Do not trust it: {_AGAIN}"
        )

    @contextlib.contextmanager
    def _damage(self) -> Iterator[None]:
        """Whatever an archive that is cut or spoiled does to zipfile, as one sentence."""
        try:
            yield
        except Unreadable:
            raise
        except _DAMAGE as error:
            raise self.refused(
                "is cut short or damaged, since it does not unpack as a workbook does. "
                f"Get it anew, or {_AGAIN}"
            ) from error
