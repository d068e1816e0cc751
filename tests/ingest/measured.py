"""A file opened in a process of its own, with what that took; and what a hostile file must meet."""

import hashlib
import json
import os
import resource
import subprocess
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from dashboard.ingest.enclosure import opened
from dashboard.ingest.grid import FileForm, Grid, Unreadable
from dashboard.settings import ROOT

MOST_MEMORY = 300.0
"""Megabytes that a refused file may take, in the process that asks and in the one that opens."""

MOST_TIMES = 8.0
"""Processor time that a refused file may take, in readings of a small workbook: some 2 s."""

SHOWN = 100
"""Rows that come back from the process; a million of them are only counted."""


@dataclass(frozen=True)
class Case:
    """A file that is not what it should be, and what must come of it.

    build: makes it in an empty folder and returns its path.
    says: what the sentence that refuses it must hold, beside its path; none: it is read.
    rows: the cells that it must yield where it is read, as in :class:`Grid`.
    said, bad: as in :class:`Grid`; of the sentences, parts that each must be in one of them.
    """

    name: str
    build: Callable[[Path], Path]
    says: tuple[str, ...] = ()
    rows: dict[int, list[str]] | None = None
    said: tuple[str, ...] = ()
    bad: dict[tuple[int, int], str] = field(default_factory=dict)
    form: FileForm = field(default_factory=FileForm)


@dataclass(frozen=True)
class Taken:
    """What came of opening a file, and at what cost.

    refused: the sentence, "" where it was read. height: rows read.
    rows, said, bad: as in :class:`Grid`, the rows up to :data:`SHOWN` of them.
    seconds: of processor time, the enclosed process included. memory: MB, the larger of the two.
    """

    refused: str
    height: int
    rows: dict[int, list[str]]
    said: list[str]
    bad: dict[tuple[int, int], str]
    seconds: float
    memory: float
    stderr: str


def opening(path: Path, form: FileForm | None = None, shown: int = SHOWN) -> Taken:
    """Open a file in a fresh process, which measures itself and the one that it starts."""
    server = _server()
    assert server.stdin is not None
    assert server.stdout is not None
    asked = {"path": str(path), "form": (form or FileForm()).model_dump(), "shown": shown}
    server.stdin.write(json.dumps(asked) + "\n")
    server.stdin.flush()
    found = json.loads(server.stdout.readline())
    assert "crashed" not in found, f"{path} got past Unreadable:\n{found['crashed']}"
    found["rows"] = dict(found["rows"])
    found["bad"] = {(row, place): why for row, place, why in found["bad"]}
    return Taken(**found)


@cache
def _server() -> subprocess.Popen[str]:
    """A small process that has imported what is needed and forks for each file.

    pytest itself is no process to fork: its memory would count. It ends with pytest.
    """
    command = [sys.executable, "-m", "tests.ingest.measured"]
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def check(case: Case, folder: Path) -> None:
    """Open the file of a case and assert all that the case says of it."""
    path = case.build(folder)
    before = _beside(folder)
    taken = opening(path, case.form)
    assert _beside(folder) == before, "a file beside it was changed"
    assert taken.stderr == ""
    if not case.says:
        assert taken.refused == "", taken.refused
        assert taken.rows == case.rows
        assert taken.bad == case.bad
        assert len(taken.said) == len(case.said), taken.said
        for part, sentence in zip(case.said, taken.said, strict=True):
            assert part in sentence, sentence
        return
    assert taken.refused.startswith(f"{path}: "), taken.refused or "it was read"
    assert "\n" not in taken.refused
    assert taken.refused.endswith(".")
    for part in case.says:
        assert part in taken.refused, taken.refused
    assert taken.memory < MOST_MEMORY, taken.memory
    assert taken.seconds < MOST_TIMES * of_a_small_one(), taken.seconds


@cache
def of_a_small_one() -> float:
    """Seconds that a small table takes here and now: the least of three, to compare with."""
    from openpyxl import Workbook

    with TemporaryDirectory() as folder:
        path = Path(folder) / "small.xlsx"
        book = Workbook()
        for row in (["id", "rank"], ["1", "PC"]):
            book.active.append(row)
        book.save(path)
        return min(opening(path).seconds for _ in range(3))


def _beside(folder: Path) -> dict[str, tuple]:
    """Every file of the folder by name: its size, time and, where it is not large, content."""
    found = {}
    for path in sorted(folder.rglob("*")):
        stat = path.lstat()
        small = path.is_file() and stat.st_size < 1_000_000
        content = hashlib.sha256(path.read_bytes()).hexdigest() if small else ""
        found[str(path)] = (stat.st_mode, stat.st_size, stat.st_mtime_ns, content)
    return found


def _peak() -> float:
    """Megabytes at most, of this process and of those that it started.

    The kernel hands a process's own ``ru_maxrss`` on from the one that started it, pytest;
    its status has its own.
    """
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    try:
        status = Path("/proc/self/status").read_text()
        own = int(status.split("VmHWM:")[1].split()[0])
    except OSError:
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return max(own, children) / 1024


def _serve() -> None:
    for asked in map(json.loads, sys.stdin):
        with TemporaryFile("w+") as stderr:
            process = os.fork()
            if process == 0:
                os.dup2(stderr.fileno(), 2)
                _answer(**asked)
            _, status = os.waitpid(process, 0)
            if status != 0:
                stderr.seek(0)
                _say({"crashed": f"{status}: {stderr.read()}"})


def _say(answer: dict) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _answer(path: str, form: dict, shown: int) -> None:
    """Open the file, print what came of it, and end this process."""
    try:
        refused, grid = "", Grid({})
        try:
            grid = opened(Path(path), FileForm.model_validate(form))
        except Unreadable as error:
            refused = str(error)
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        with open(2, closefd=False) as stderr:
            stderr.seek(0)
            printed = stderr.read()
        answer = {
            "refused": refused,
            "height": len(grid.rows),
            "rows": list(grid.rows.items())[:shown],
            "said": grid.said,
            "bad": [(row, place, why) for (row, place), why in grid.bad.items()],
            "seconds": sum(one.ru_utime + one.ru_stime for one in used),
            "memory": _peak(),
            "stderr": printed,
        }
        _say(answer)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    _serve()
