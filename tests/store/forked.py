"""Commands run in forks of one warm process, each with a fault at a step of its own choosing."""

import contextlib
import ctypes
import fcntl
import io
import multiprocessing
import os
import resource
import shutil
import signal
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import duckdb

from dashboard import cli
from dashboard.settings import ROOT, settings

CLONE_NEWNS, MS_RDONLY, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = (
    0x20000,
    1,
    32,
    4096,
    16384,
    1 << 18,
)


KILLED = "killed"


@dataclass(frozen=True)
class Done:
    """How a command ended: its exit code, or that it was killed, and what it said."""

    code: int | str
    out: str = ""
    err: str = ""
    steps: tuple[tuple[str, str], ...] = ()
    """What was done to which file, in order; a step at which a fault struck is the last."""


Act = Callable[[str, str], None]


class Fault:
    """What is to go wrong in a command. *strike* is called in its process before it starts."""

    def strike(self, note: Act) -> None:
        """Nothing goes wrong; steps are noted."""
        watch(note)


@dataclass(frozen=True)
class KilledAt(Fault):
    """SIGKILL at the n-th step, counted from 1: after a call, or with half of a text written.

    Between two calls nothing on the disk changes, so that these are all its states.
    """

    step: int

    def strike(self, note: Act) -> None:
        count = 0

        def passed(what: str, path: str, half: bool = False) -> None:
            nonlocal count
            note(what, path)
            count += 1
            if count == self.step:
                if half:
                    Path(path).write_bytes(b"half")
                os.kill(os.getpid(), signal.SIGKILL)

        def before(what: str, path: str) -> None:
            if what.startswith("write"):
                passed(what, path, half=True)

        watch(before, after=passed)


@dataclass(frozen=True)
class FailingAt(Fault):
    """An OSError instead of the n-th call; a write leaves half of its text behind."""

    step: int
    number: int

    def strike(self, note: Act) -> None:
        count = 0

        def act(what: str, path: str) -> None:
            nonlocal count
            note(what, path)
            count += 1
            if count == self.step:
                if what.startswith("write"):
                    Path(path).write_bytes(b"half")
                raise OSError(self.number, os.strerror(self.number), path)

        watch(act)


@dataclass(frozen=True)
class SmallFiles(Fault):
    """No file may grow past a size, as on a disk that fills up."""

    most: int

    def strike(self, note: Act) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.most, resource.RLIM_INFINITY))


@dataclass(frozen=True)
class NoCapabilities(Fault):
    """Permission bits hold for root too."""

    def strike(self, note: Act) -> None:
        header, sets = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        if ctypes.CDLL(None, use_errno=True).capset(header, sets):
            raise OSError(ctypes.get_errno(), "capabilities cannot be given up")


@dataclass(frozen=True)
class ReadOnlyMount(Fault):
    """A folder seen through a mount that cannot be written to."""

    folder: Path

    def strike(self, note: Act) -> None:
        own_mounts()
        mount(str(self.folder), self.folder, flags=MS_BIND)
        mount("", self.folder, flags=MS_BIND | MS_REMOUNT | MS_RDONLY)


@dataclass(frozen=True)
class SmallDisk(Fault):
    """A copy of a store in a file system with room for so many pages more, at the same place.

    It goes away with the process; what was found in it must be told by the command.
    """

    folder: Path
    pages: int

    def strike(self, note: Act) -> None:
        own_mounts()
        aside = Path(tempfile.mkdtemp(dir=self.folder.parent)) / "store"
        shutil.copytree(self.folder, aside)
        mount("tmpfs", self.folder, kind="tmpfs", options="size=1g")
        shutil.copytree(aside, self.folder, dirs_exist_ok=True)
        found = os.statvfs(self.folder)
        pages = found.f_blocks - found.f_bfree + self.pages
        mount("tmpfs", self.folder, kind="tmpfs", flags=MS_REMOUNT, options=f"size={pages * 4096}")


def own_mounts() -> None:
    """Mounts of this process alone. ``OSError`` where that is not allowed."""
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNS):
        raise OSError(ctypes.get_errno(), "mounts of one's own are not allowed here")
    mount("none", Path("/"), flags=MS_REC | MS_PRIVATE)


def mount(source: str, target: Path, kind: str = "", flags: int = 0, options: str = "") -> None:
    """``mount(2)``."""
    words = (source.encode(), str(target).encode(), kind.encode())
    if ctypes.CDLL(None, use_errno=True).mount(*words, flags, options.encode()):
        raise OSError(ctypes.get_errno(), "mounting is not allowed here")


def watch(before: Act, after: Act = lambda what, path: None) -> None:
    """Have every call that makes something of a file go through *before* and *after*."""

    def around(owner: Any, name: str, what: str, place: int = 0) -> None:
        real = getattr(owner, name)

        def watched(*given: Any, **named: Any) -> Any:
            path = named_path(given[place] if len(given) > place else named["dir"])
            before(what, path)
            result = real(*given, **named)
            after(what, path)
            return result

        setattr(owner, name, watched)

    for name in ("fsync", "rename", "unlink", "mkdir", "chmod"):
        around(os, name, name)
    around(fcntl, "flock", "flock")
    around(tempfile, "mkstemp", "mkstemp")
    around(Path, "write_text", "write text")
    around(duckdb.DuckDBPyRelation, "write_parquet", "write parquet", place=1)


def named_path(given: Any) -> str:
    """The path of a file that is given by its path, its handle, or opened."""
    if hasattr(given, "fileno"):
        given = given.fileno()
    return os.readlink(f"/proc/self/fd/{given}") if isinstance(given, int) else str(given)


def _run(
    work: Callable[..., Any], given: tuple[Any, ...], data: Path, fault: Fault, answer: Connection
) -> None:
    """In the fork: the work under the fault; what came of it goes into *answer*."""
    os.environ["FRONTLINE_DATA"] = str(data)
    settings.cache_clear()
    steps: list[tuple[str, str]] = []
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            fault.strike(lambda what, path: steps.append((what, path)))
        except OSError as error:
            answer.send(f"{error.strerror}: {os.strerror(error.errno)}")
            return
        try:
            code = work(*given)
        except BaseException:
            code = traceback.format_exc()
    answer.send(Done(code, out.getvalue(), err.getvalue(), tuple(steps)))


class CannotBeTried(Exception):
    """This machine does not allow the fault; the message says why."""


_CONTEXT = multiprocessing.get_context("forkserver")


def warm_up() -> None:
    """Start the process that is forked; it reads modules from the project's folder."""
    os.environ["PYTHONPATH"] = str(ROOT)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    _CONTEXT.set_forkserver_preload(["tests.store.warm"])


class Started:
    """Work under way in a fork."""

    def __init__(
        self, work: Callable[..., Any], *given: Any, data: Path, fault: Fault | None = None
    ) -> None:
        self._answer, theirs = _CONTEXT.Pipe(duplex=False)
        arguments = (work, given, data, fault or Fault(), theirs)
        self.process = _CONTEXT.Process(target=_run, args=arguments)
        self.process.start()
        theirs.close()

    def end(self) -> Done:
        """What came of it, once it has ended. :class:`CannotBeTried` where the fault cannot be."""
        try:
            found = self._answer.recv()
        except EOFError:
            found = Done(KILLED)
        self.process.join()
        if isinstance(found, str):
            raise CannotBeTried(found)
        return found


def command(data: Path, *arguments: str | Path, fault: Fault | None = None) -> Done:
    """A command of the command line over the store at *data*, in a fork, to its end."""
    return Started(cli.main, [str(item) for item in arguments], data=data, fault=fault).end()
