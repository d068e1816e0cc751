"""Files named by the hash of their content: written beside, synced, renamed, verified on use."""

import contextlib
import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

WRITING = ".writing-"
"""How the name of a file begins that is not finished."""

_NAMED = re.compile(r"(?:[0-9a-f]{32}-)?([0-9a-f]{64})\.parquet")


class DamagedFile(Exception):
    """A stored file that is not what it should be: which one, what is wrong, and what to do."""

    def __init__(self, path: Path, words: str) -> None:
        super().__init__(path, words)
        self.path = path

    def __str__(self) -> str:
        return "{} {}".format(*self.args)


class Removed(NamedTuple):
    """How many files were removed, and the bytes that they took."""

    files: int
    size: int


def digest(path: Path) -> str:
    """SHA-256 of a file's content, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify(path: Path, sha256: str, which: str = "'frontline check' says which") -> Path:
    """*path*, once its content is known to hash to *sha256*; :class:`DamagedFile` if not.

    which: the month that it holds, in words.
    """
    try:
        found = digest(path)
    except FileNotFoundError:
        wrong = "is missing: restore it"
    else:
        if found == sha256:
            return path
        wrong = f"does not hold what its name says (content hashes to {found[:12]}): restore it"
    raise DamagedFile(path, f"{wrong} from a backup, or import its month again ({which}).")


def unfinished(folder: Path) -> list[Path]:
    """What a process that died while writing has left in *folder*, by us or by DuckDB."""
    return sorted(path for form in (f"{WRITING}*", f"tmp_{WRITING}*") for path in folder.glob(form))


def stored(folder: Path) -> list[Path]:
    """The files in *folder* that are named by their content, whether they hold it or not."""
    return sorted(path for path in folder.glob("*.parquet") if _NAMED.fullmatch(path.name))


def remove(paths: Iterable[Path]) -> Removed:
    """Remove files; what is gone already is no matter."""
    count = size = 0
    for path in paths:
        with contextlib.suppress(FileNotFoundError):
            taken = path.stat().st_size
            path.unlink()
            count, size = count + 1, size + taken
    return Removed(count, size)


@contextlib.contextmanager
def beside(folder: Path) -> Iterator[Path]:
    """A temporary path in *folder*, for the owner alone; gone if the body does not settle it."""
    make_folder(folder)
    handle, name = tempfile.mkstemp(prefix=WRITING, dir=folder)
    os.close(handle)
    path = Path(name)
    try:
        yield path
    except BaseException:
        # What cannot be removed is collected later; the reader should hear of the first trouble.
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        raise


def settle(temporary: Path, final: Path, *, private: bool = False) -> None:
    """Make *temporary* durable under its final name: fsync, rename, fsync the folder.

    private: for the owner's eyes alone, as files of people must be.
    """
    temporary.chmod(0o600 if private else 0o644)
    sync(temporary)
    temporary.rename(final)
    sync(final.parent)


def sync(path: Path) -> None:
    """Have the disk confirm what a file holds, or which names a folder does."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(path: Path) -> None:
    """The folder and those above it, durably, where they are not there yet."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(exist_ok=True)
    sync(path.parent)


def write_text(path: Path, text: str) -> None:
    """Replace a small text file atomically and durably."""
    with beside(path.parent) as temporary:
        temporary.write_text(text, encoding="utf-8")
        settle(temporary, path)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock that the kernel frees if the process dies; waits for its turn."""
    make_folder(path.parent)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
