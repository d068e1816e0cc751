"""How gunicorn serves: no request waits at a busy worker, and none for a release to be opened."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.cube import parts
from dashboard.settings import ROOT
from tests.browser.conftest import serving
from tests.facts import frame, small_force
from tests.small_store import publish, release_of

_APP = """
import time
def server(environ, start_response):
    if environ["PATH_INFO"] == "/slow":
        time.sleep(3)
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
server.extensions = {"frontline.follow": lambda ended: None}
"""
_THREADS = 6
"""Requests that a worker takes up at once."""


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """Where one worker, of the kind that the dashboard has, serves a page that may be slow."""
    (tmp_path / "slow.py").write_text(_APP)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py")]
    command += ["--bind", f"127.0.0.1:{free}", "--workers", "1", "slow:server"]
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    process = subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            _asked(free, "/").close()
            break
        except OSError:
            time.sleep(0.1)
    yield free
    process.terminate()
    process.wait(timeout=30)


def _asked(port: int, path: str) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    return connection


def _queued(port: int) -> int:
    """Connections that are made and that no worker has taken up yet, as the kernel counts them."""
    listening = f"0100007F:{port:04X}"
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, _, state, queues, *_ = line.split()
        if local == listening and state == "0A":
            return int(queues.partition(":")[2], 16)
    raise AssertionError("nothing listens")


def test_connections_kept_open_take_no_request_s_place(port: int) -> None:
    kept = [_asked(port, "/") for _ in range(4 * _THREADS)]
    for connection in kept:
        assert connection.getresponse().read() == b"ok"
    begun = time.monotonic()
    assert _asked(port, "/").getresponse().read() == b"ok"
    # Gunicorn gives up a connection that is kept open after two seconds.
    assert time.monotonic() - begun < 1.5
    for connection in kept:
        connection.close()


def test_what_a_worker_has_no_thread_for_waits_for_any_worker(port: int) -> None:
    asked = [_asked(port, "/slow") for _ in range(_THREADS + 3)]
    until = time.monotonic() + 2.5
    while _queued(port) != 3 and time.monotonic() < until:
        time.sleep(0.05)
    assert _queued(port) == 3
    assert [connection.getresponse().read() for connection in asked] == [b"ok"] * len(asked)


def test_a_release_is_opened_before_anybody_asks_for_it(tmp_path: Path) -> None:
    force = small_force()
    store = publish(tmp_path / "store", {"2023-01": frame([{}])}, force)
    with serving(store.root):
        held = parts.stored(store)
        # Published without its counts, which whoever opens it makes.
        later = {"2023-02": frame([{"month": "2023-02"}])}
        store.publish(release_of(store, later, force))
        until = time.monotonic() + 60
        while not any(path.parent.name == "cube" for path in parts.stored(store) - held):
            assert time.monotonic() < until
            time.sleep(0.1)
