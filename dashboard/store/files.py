"""Files named by the hash of their content: written beside, synced, renamed, verified on use."""

import contextlib
import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


class DamagedFile(Exception):
    """A stored file whose content is not what its name says; the message names it."""


def digest(path: Path) -> str:
    """SHA-256 of a file's content, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify(path: Path, sha256: str, mend: str = "import its month again") -> Path:
    """*path*, once its content is known to hash to *sha256*; :class:`DamagedFile` if not.

    mend: what a person without a backup can do after deleting the file.
    """
    try:
        found = digest(path)
    except FileNotFoundError:
        raise DamagedFile(f"{path} is missing: restore it from a backup, or {mend}.") from None
    if found != sha256:
        raise DamagedFile(
            f"{path} does not hold what its name says (content hashes to {found[:12]}). "
            f"Restore it from a backup, or delete it and {mend}."
        )
    return path


@contextlib.contextmanager
def beside(folder: Path) -> Iterator[Path]:
    """A temporary path in *folder*, gone afterwards whatever happens."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".writing-", dir=folder)
    os.close(handle)
    path = Path(name)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def settle(temporary: Path, final: Path, *, private: bool = False) -> None:
    """Make *temporary* durable under its final name: fsync, rename, fsync the folder.

    private: for the owner's eyes alone, as files of people must be.
    """
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    temporary.chmod(0o600 if private else 0o644)
    temporary.rename(final)
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def write_text(path: Path, text: str) -> None:
    """Replace a small text file atomically and durably."""
    with beside(path.parent) as temporary:
        temporary.write_text(text, encoding="utf-8")
        settle(temporary, path)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock that the kernel frees if the process dies; waits for its turn."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
