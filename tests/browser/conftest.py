"""The browser and the server of the browser tests; neither is ever skipped in silence."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.browser import FLAGS
from tests.demonstration_store import demonstration_root


@pytest.fixture(scope="session")
def chromium() -> str:
    """Chromium's path; installed from Debian's packages where this account may."""
    path = shutil.which("chromium")
    if path is None and shutil.which("apt-get") and os.geteuid() == 0:
        for command in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
            subprocess.run(["apt-get", *command], check=False, capture_output=True)
        path = shutil.which("chromium")
    if path is None:
        pytest.exit("Browser tests need Chromium: sudo apt-get install chromium", returncode=1)
    return path


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the dashboard serves the demonstration, as ``frontline serve`` starts it."""
    with serving(demonstration_root()) as where:
        yield where


class serving:
    """A server over a store, for as long as the ``with`` lasts."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def __enter__(self) -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "dashboard.cli", "serve", "--port", str(port)]
        environment = {**os.environ, "FRONTLINE_DATA": str(self._root)}
        self._process = subprocess.Popen(command, env=environment)
        where = f"http://127.0.0.1:{port}"
        for _ in range(300):
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended with {self._process.returncode}")
            try:
                urllib.request.urlopen(where, timeout=5).close()
            except OSError:
                time.sleep(0.2)
            else:
                return where
        raise RuntimeError("the server did not answer")

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(timeout=30)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page that must end without an error on its console."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    made = context.new_page()
    errors: list[str] = []
    made.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    made.on("pageerror", lambda error: errors.append(str(error)))
    yield made
    context.close()
    assert errors == []
