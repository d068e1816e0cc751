"""Time and bytes of a change inside the server, without network and browser, for each page."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable

from dashboard.settings import ROOT
from tests.benchmarks.asking import (
    ACCEPTED,
    ALL_COMMANDS,
    CHANGE,
    ONE_COMMAND,
    Asked,
    asked_of,
    checked,
)
from tests.benchmarks.benchmark import OVERVIEW, Options, Row, middle, p95

NAME = "server"


def run(options: Options) -> list[Row]:
    """Measure in a process of its own: the app reads its settings once."""
    job = {"changes": options.changes, "pages": options.pages}
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.server"],
        input=json.dumps(job),
        cwd=ROOT,
        env={**os.environ, "FRONTLINE_DATA": str(options.store)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [Row(*row) for row in json.loads(done.stdout.splitlines()[-1])]


class _Inside:
    """The app as a function from a request to an answer."""

    def __init__(self) -> None:
        from dashboard.factory import create_app

        self._server = create_app().server

    def get(self, path: str) -> bytes:
        return self._server.test_client().get(path, headers={"Host": "localhost"}).data

    def change(self, body: bytes, accepted: str) -> tuple[float, float, bytes]:
        """Milliseconds by the clock and of the processor, and the answer as it leaves."""
        from werkzeug.test import EnvironBuilder, run_wsgi_app

        environ = EnvironBuilder(
            CHANGE,
            "http://localhost",
            method="POST",
            data=body,
            content_type="application/json",
            headers=[("Accept-Encoding", accepted)] if accepted else [],
        ).get_environ()
        clock, processor = time.perf_counter(), time.process_time()
        sent, status, _ = run_wsgi_app(self._server.wsgi_app, environ)
        answer = b"".join(sent)
        clock, processor = time.perf_counter() - clock, time.process_time() - processor
        if not status.startswith("200"):
            raise ValueError(f"a change was answered with {status}")
        return 1000 * clock, 1000 * processor, answer


def _measured(options: Options) -> list[Row]:
    app = _Inside()
    asked = asked_of(app.get)
    rows = []
    for path in options.wanted(asked.pages):
        if path == OVERVIEW:
            searches = asked.selections(ALL_COMMANDS)[: 4 * options.changes]
            rows += _of_changes(app, asked, path, "all commands", searches)
        searches = asked.selections(ONE_COMMAND)[: 4 * options.changes_of(path)]
        rows += _of_changes(app, asked, path, "one command", searches)
    return rows


def _of_changes(
    app: _Inside, asked: Asked, path: str, which: str, searches: Iterable[str]
) -> list[Row]:
    """The rows of a page, from changes that were never asked for before."""
    # What is imported or set up at the first answer of a page is no part of a change.
    *_, plain = app.change(asked.body(path, "", path), "")
    checked(plain)
    clocks, processor, sent = [], [], []
    for search in searches:
        by_clock, of_processor, answer = app.change(asked.body(path, search, path), ACCEPTED)
        clocks.append(by_clock)
        processor.append(of_processor)
        sent.append(len(answer) / 1000)
    told = which == "all commands"
    page = asked.pages[path]
    of = f"{page}, {which}, n={len(sent)}"
    return [
        Row(f"a change in the server, median ({of})", middle(clocks), "ms", "under 8" * told),
        Row(f"a change in the server, 95th percentile ({of})", p95(clocks), "ms"),
        Row(f"the same in processor time, median ({of})", middle(processor), "ms"),
        Row(f"bytes of an answer, median ({of})", middle(sent), "kB", "under 20" * told),
        Row(f"the same, not compressed, of the page as it opens ({page})", len(plain) / 1000, "kB"),
    ]


def _main() -> None:
    job = json.loads(sys.stdin.read())
    rows = _measured(Options(ROOT, job["changes"], pages=tuple(job["pages"])))
    sys.stdout.write(json.dumps(rows) + "\n")


if __name__ == "__main__":
    _main()
