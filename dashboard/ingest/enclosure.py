"""The process in which a file is opened that could harm: little memory, a deadline, no more.

A workbook of 1 KB can ask for 550 GB, and the library that reads it then ends its process.
So it is another process than ours, and all that comes back from it is lines of JSON.
"""

import contextlib
import gc
import json
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from tqdm import tqdm

from dashboard.ingest.cells import Cells
from dashboard.ingest.grid import FileForm, Grid, Unreadable
from dashboard.ingest.source import source_of

MEMORY = 2 << 30
"""Bytes of address space of the enclosed process."""

DEADLINE = 120
"""Seconds for one file, by the clock and of processor time: a million rows of a workbook take
20 s of a machine that has nothing else to do.
"""

_AT_ONCE = 20_000
"""Cells in a line, about: row by row they take twice the time, and a line is held at once."""

# Each thread takes address space for its stack and its own heap, needed or not; the libraries
# for columns start one for each processor.
_FEW_THREADS = {"MALLOC_ARENA_MAX": "2", "RAYON_NUM_THREADS": "2", "TOKIO_WORKER_THREADS": "2"}


def opened(path: Path, form: FileForm) -> Grid:
    """A file as text, read by its source; :class:`~dashboard.ingest.grid.Unreadable` if not.

    Safe from what the file does to its reader; slower by some 0.3 s where it could do anything.
    """
    source = source_of(path)
    if not source.enclosed:
        return source.read(path, form)
    late = threading.Event()

    def end() -> None:
        late.set()
        child.kill()

    timer = threading.Timer(DEADLINE, end)
    # -P: the folder in which somebody works is no place to import from.
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", __name__, str(path), form.model_dump_json()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **_FEW_THREADS},
    )
    try:
        timer.start()
        assert child.stdout is not None
        with child.stdout:
            found = _received(path, child.stdout)
        ended = child.wait() if found is None else 0
    finally:
        timer.cancel()
        child.kill()
        child.wait()
    if isinstance(found, Grid):
        return found
    raise Unreadable(found or f"{path}: {_why(late.is_set(), ended)}")


def _received(path: Path, lines: Iterable[bytes]) -> Grid | str | None:
    """The grid as it comes, or the sentence that refuses it; None where the other end broke off."""
    once = Cells()
    rows: dict[int, list[str]] = {}
    words = f"Reading {path.name}"
    with (
        contextlib.suppress(ValueError, TypeError),  # Nonsense is no answer either.
        tqdm(desc=words, unit=" rows", delay=1, disable=None, leave=False) as bar,
    ):
        for line in lines:
            match json.loads(line):
                case {"rows": list(some)}:
                    for number, cells in some:
                        rows[number] = [*map(once.__getitem__, cells)]
                    bar.update(len(some))
                case {"refused": str(sentence)}:
                    return sentence
                case {"said": list(said), "bad": list(bad)}:
                    return Grid(rows, said, {(row, place): why for row, place, why in bad})
    return None


def _why(late: bool, ended: int) -> str:
    smaller = "delete what lies outside the table, or save it as CSV."
    if late or ended == -signal.SIGXCPU:
        return f"takes more than {DEADLINE} seconds to open: {smaller}"
    if ended in (-signal.SIGABRT, -signal.SIGKILL, os.EX_OSERR):
        return f"needs more than {MEMORY >> 30} GB of memory to open: {smaller}"
    return "cannot be opened, so it is damaged: open it where it was made and save it anew."


def _limit() -> None:
    """Hold this process, and whatever it starts, to the limits, where the platform has them."""
    limits = {
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_CPU: (DEADLINE, DEADLINE + 5),
        resource.RLIMIT_AS: (MEMORY, MEMORY),
    }
    for what, most in limits.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, most)


def _lines(path: Path, form: FileForm) -> Iterator[object]:
    try:
        grid = source_of(path).read(path, form)
    except Unreadable as error:
        yield {"refused": str(error)}
        return
    rows = iter(grid.rows.items())
    width = max(map(len, grid.rows.values()), default=1)
    while some := [*islice(rows, max(1, _AT_ONCE // max(1, width)))]:
        yield {"rows": some}
    yield {"said": grid.said, "bad": [(*where, why) for where, why in grid.bad.items()]}


def _main(path: str, form: str) -> None:
    _limit()
    gc.disable()  # Rows hold no circles, and looking for them takes a third of the time.
    # Whatever a library prints is not to be taken for an answer.
    with os.fdopen(os.dup(sys.stdout.fileno()), "w") as out:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        try:
            for line in _lines(Path(path), FileForm.model_validate_json(form)):
                out.write(json.dumps(line) + "\n")
        except MemoryError:
            os._exit(os.EX_OSERR)


if __name__ == "__main__":
    _main(*sys.argv[1:])
