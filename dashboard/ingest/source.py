"""Sources: the kinds of file that can be read, found by being there, and which one a file is."""

import importlib
import pkgutil
import stat
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dashboard.ingest import sources
from dashboard.ingest.grid import FileForm, Grid, Unreadable

HEAD = 4096
"""Bytes from a file's start by which its kind is known."""


@dataclass(frozen=True)
class Source:
    """One kind of file.

    name: as it stands in a sentence: "an Excel workbook".
    suffixes: how the names of such files end, in lower case: ".xlsx".
    recognises: takes the path and its first :data:`HEAD` bytes (none of a folder).
    read: the file as a :class:`Grid`; raises :class:`Unreadable`.
    order: sources are asked in this order; the last one takes whatever is left.
    enclosed: opened in a process of its own, with a limit to its memory and a deadline.
    """

    name: str
    suffixes: tuple[str, ...]
    recognises: Callable[[Path, bytes], bool]
    read: Callable[[Path, FileForm], Grid]
    order: int
    enclosed: bool = False


@cache
def all_sources() -> tuple[Source, ...]:
    """Every ``SOURCE`` of the modules in ``sources``, in the order in which they are asked."""
    modules = (
        importlib.import_module(f"{sources.__name__}.{info.name}")
        for info in pkgutil.iter_modules(sources.__path__)
    )
    return tuple(sorted((module.SOURCE for module in modules), key=lambda source: source.order))


def source_of(path: Path) -> Source:
    """The source of a file, by its content. :class:`Unreadable` where its name says another."""
    try:
        mode = path.stat().st_mode
        # A pipe would be waited for, and a device has no end.
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise Unreadable(f"{path}: is neither a file nor a folder; copy it to a file first.")
        head = b"" if stat.S_ISDIR(mode) else _head(path)
    except FileNotFoundError:
        raise Unreadable(f"{path}: there is no such file.") from None
    except PermissionError:
        raise Unreadable(f"{path}: this account may not read it.") from None
    except OSError as error:
        raise Unreadable(f"{path}: cannot be opened: {error.strerror}.") from None
    if not head and not path.is_dir():
        raise Unreadable(f"{path}: is empty.")
    found = next((source for source in all_sources() if source.recognises(path, head)), None)
    if found is None:
        raise Unreadable(f"{path}: this is a folder; name the files in it.")
    suffix = path.suffix.lower()
    named = next((source for source in all_sources() if suffix in source.suffixes), found)
    if named is not found:
        raise Unreadable(
            f"{path}: its name says {named.name}, and it holds {found.name}. "
            f"Save it anew, or rename it to end in {found.suffixes[0]}."
        )
    return found


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)
