"""Two web hosts over one store and one Redis: a release and a file of one are the other's too."""

import json
import os
import pickle
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import serving
from tests.facts import frame, small_force
from tests.small_store import publish

fakeredis = pytest.importorskip("fakeredis", reason="no server for Redis: pip install -e '.[test]'")

FORCE = small_force()
JANUARY = {"2023-01": frame([{}] * 30 + [{"suspended": True}] * 6)}
CSV = "/download/overview/waterfall.csv"


class Pickled:
    """What makes a folder when it is unpickled."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.folder),)


@pytest.fixture(scope="module")
def redis() -> Iterator[str]:
    """The address of a server of our own that speaks Redis."""
    server = fakeredis.TcpFakeServer(("127.0.0.1", 0))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"redis://127.0.0.1:{server.server_address[1]}/0"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def hosts(redis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, str]]:
    """The store that two hosts share, and their addresses."""
    root = tmp_path_factory.mktemp("shared") / "store"
    publish(root, JANUARY, FORCE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FRONTLINE_REDIS", redis)
        with serving(root) as one, serving(root) as other:
            assert one != other
            yield root, one, other


def got(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return bytes(answer.read())


def nominal(host: str) -> float:
    answer = json.loads(got(f"{host}/api/measures/nominal_strength"))
    return float(answer["rows"][0]["value"])


def kept(redis: str) -> dict[bytes, bytes]:
    """All that lies in Redis."""
    client = pytest.importorskip("redis").from_url(redis)
    return {key: client.get(key) for key in client.scan_iter()}


def test_a_file_that_one_host_made_is_the_one_that_the_other_sends(
    hosts: tuple[Path, str, str], redis: str
) -> None:
    _, one, other = hosts
    made = got(f"{one}{CSV}")
    [(key, value)] = kept(redis).items()
    assert value.endswith(made)
    assert got(f"{other}{CSV}") == made
    assert [*kept(redis)] == [key], "the other host found it under the same key"


def test_what_is_no_file_of_ours_is_not_unpickled(
    hosts: tuple[Path, str, str], redis: str, tmp_path: Path
) -> None:
    _, one, other = hosts
    made = got(f"{one}{CSV}")
    client = pytest.importorskip("redis").from_url(redis)
    trap = tmp_path / "run"
    for forged in (b"!" + pickle.dumps(Pickled(trap)), pickle.dumps(Pickled(trap))):
        for key in kept(redis):
            client.set(key, forged)
        assert got(f"{other}{CSV}") == made
    assert not trap.exists()


def test_a_release_published_beside_one_host_is_seen_by_both(
    hosts: tuple[Path, str, str],
) -> None:
    root, one, other = hosts
    assert nominal(one) == nominal(other) == 36
    made = got(f"{one}{CSV}")
    february = frame({"month": "2023-02", "command": "AA"} for _ in range(50))
    publish(root, {**JANUARY, "2023-02": february}, FORCE)
    assert nominal(one) == nominal(other) == 50
    assert got(f"{other}{CSV}") != made, "a file of another release has another key"


def test_without_redis_files_are_made(hosts: tuple[Path, str, str]) -> None:
    root, one, _ = hosts
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FRONTLINE_REDIS", "redis://127.0.0.1:1/0")
        with serving(root) as alone:
            assert got(f"{alone}{CSV}") == got(f"{one}{CSV}")
