"""The servers that are measured: gunicorn as the repository sets it up, and static files."""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from dashboard.settings import ROOT

PATIENCE = 300.0
"""Seconds until a server must answer: the first start over a store may count its cube."""


class Gunicorn:
    """gunicorn over a store, for as long as the ``with`` lasts. address: where it answers."""

    def __init__(self, store: Path, workers: int = 2) -> None:
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._store, self._workers = store, workers

    def __enter__(self) -> "Gunicorn":
        command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py")]
        command += ["--chdir", str(ROOT), "--bind", f"127.0.0.1:{self.port}"]
        command += ["--workers", str(self._workers), "--log-level", "critical", "app:server"]
        environment = {**os.environ, "FRONTLINE_DATA": str(self._store)}
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._process.poll() is None:
            try:
                self.get("/")
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.1)
            else:
                return self
        self.__exit__()
        raise RuntimeError("the server did not answer")

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(timeout=30)

    def get(self, path: str) -> bytes:
        """The content at a path, not compressed."""
        with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as answer:
            return answer.read()

    def workers(self) -> list[int]:
        """The process ids of the workers that live now."""
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return [int(child) for child in children.split()]


class File(NamedTuple):
    """What is served at a path. encoding: how it is compressed, or ""."""

    content: bytes
    kind: str
    encoding: str = ""


class StaticServer:
    """Files out of memory, for as long as the ``with`` lasts."""

    def __init__(self) -> None:
        self.files: dict[str, File] = {}
        served = self.files

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = -1

            def do_GET(self) -> None:
                file = served.get(self.path)
                self.send_response(200 if file else 404)
                if file and file.encoding:
                    self.send_header("Content-Encoding", file.encoding)
                self.send_header("Content-Type", file.kind if file else "text/plain")
                self.send_header("Content-Length", str(len(file.content) if file else 0))
                self.end_headers()
                if file:
                    self.wfile.write(file.content)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "StaticServer":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
