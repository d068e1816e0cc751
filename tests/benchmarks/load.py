"""Changes a second under gunicorn with two workers; a worker's memory and its cold start."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from dashboard.settings import ROOT
from tests.benchmarks.asking import ALL_COMMANDS, CHANGE, Asked, asked_of, checked
from tests.benchmarks.benchmark import OVERVIEW, Options, Row, middle, p95
from tests.benchmarks.serving import PATIENCE, Gunicorn

NAME = "load"

_CLIENTS = (1, 8, 32)


def run(options: Options) -> list[Row]:
    """Load on two workers, their memory after it, and the first answer of a cold worker."""
    with Gunicorn(options.store) as server:
        asked = asked_of(server.get)
        bodies = [
            asked.body(OVERVIEW, search, OVERVIEW).decode()
            for search in asked.selections(ALL_COMMANDS)
        ]
        _warm(server, asked)
        rows = []
        for i, clients in enumerate(_CLIENTS):
            # Every number of clients asks for other selections.
            job = {"port": server.port, "bodies": bodies[i :: len(_CLIENTS)]}
            job |= {"clients": clients, "seconds": options.seconds}
            rows += _of_load(server, clients, job)
        memory = [_proportional(pid) for pid in server.workers()]
    rows.append(
        Row(f"memory of a worker after it (PSS, n={len(memory)})", max(memory), "MB", "under 250")
    )
    begun = time.perf_counter()
    with Gunicorn(options.store, workers=1) as server:
        _page(server, asked)
        started = time.perf_counter() - begun
        cold = [_first_page(server, asked) for _ in range(max(1, options.changes // 5))]
    return [
        *rows,
        Row(f"first page of a cold worker, median (n={len(cold)})", middle(cold), "s", "under 2"),
        Row("first page of a server that starts (n=1)", started, "s"),
    ]


def _warm(server: Gunicorn, asked: Asked) -> None:
    """Have both workers answer, on connections of their own."""
    for _ in range(8):
        _post(server, asked)


def _post(server: Gunicorn, asked: Asked) -> bytes:
    """The Overview's first answer, on a connection of its own, not compressed."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    connection.request(
        "POST", CHANGE, asked.body(OVERVIEW, "", ""), {"Content-Type": "application/json"}
    )
    answer = connection.getresponse().read()
    connection.close()
    return checked(answer)


def _of_load(server: Gunicorn, clients: int, job: dict[str, Any]) -> list[Row]:
    before = _processor(server)
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.clients"],
        input=json.dumps(job),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    used = _processor(server) - before
    found = json.loads(done.stdout)
    taken = [1000 * each for each in found["taken"]]
    most = clients == max(_CLIENTS)
    many = "1 client" if clients == 1 else f"{clients} clients"
    of = f"{many}, n={len(taken)}"
    return [
        Row(f"changes a second ({of})", len(taken) / found["seconds"], "", "over 300" * most),
        Row(f"a change under load, median ({of})", middle(taken), "ms"),
        Row(f"a change under load, 95th percentile ({of})", p95(taken), "ms", "under 150" * most),
        Row(f"the same in processor time, mean ({of})", 1000 * used / len(taken), "ms"),
    ]


def _processor(server: Gunicorn) -> float:
    """Seconds of processor time that the workers have used: what other work does not change."""
    ticks = 0
    for pid in server.workers():
        # After the name, which may hold spaces: user and system time are the 12th and the 13th.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _proportional(pid: int) -> float:
    """Megabytes of a process; what it shares with others is divided among them."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    (found,) = [line for line in lines if line.startswith("Pss:")]
    return int(found.split()[1]) / 1024


def _page(server: Gunicorn, asked: Asked) -> None:
    """All that a browser asks the app for until the Overview stands."""
    server.get("/")
    server.get("/_dash-layout")
    _post(server, asked)


def _first_page(server: Gunicorn, asked: Asked) -> float:
    """Seconds from a worker's end, when the next is forked, to the next one's first page whole."""
    (worker,) = server.workers()
    begun = time.perf_counter()
    os.kill(worker, signal.SIGKILL)
    # The socket stays open meanwhile: what is asked now waits for the worker to come.
    _page(server, asked)
    return time.perf_counter() - begun
