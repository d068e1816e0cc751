"""Following releases: each is opened once as it becomes current, and what is wrong ends nothing."""

import threading
from collections.abc import Callable
from pathlib import Path

from dashboard.access.reading import Reader
from dashboard.store.releases import Store
from tests.facts import frame, small_force
from tests.small_store import publish, release_of

FORCE = small_force()
JANUARY = {"2023-01": frame([{}] * 3)}
FEBRUARY = {**JANUARY, "2023-02": frame({"month": "2023-02"} for _ in range(5))}


class Looks(threading.Event):
    """What happens before each look, instead of waiting for it; over when there is no more."""

    def __init__(self, *happening: Callable[[], object]) -> None:
        super().__init__()
        self._happening = [*happening]

    def wait(self, timeout: float | None = None) -> bool:
        if not self._happening:
            return True
        self._happening.pop(0)()
        return False


def nothing() -> None:
    """Nothing happens between two looks."""


def opened(store: Store, *happening: Callable[[], object]) -> list[str]:
    """The ids of the releases that a reader opened ahead of everybody, who held the first."""
    reader, ids = Reader(store), []
    reader.current()
    reader.follow(lambda: ids.append(reader.current().id), Looks(*happening))
    return ids


def test_a_release_is_opened_once_as_it_becomes_current(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    first, second = (release_of(store, frames, FORCE).id for frames in (JANUARY, FEBRUARY))
    publish(store.root, JANUARY, FORCE)
    come = [
        nothing,
        lambda: publish(store.root, FEBRUARY, FORCE),
        nothing,
        lambda: publish(store.root, JANUARY, FORCE),
        nothing,
    ]
    assert opened(store, *come) == [second, first], "what was held already was not"


def test_a_damaged_store_is_followed_on(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    publish(store.root, JANUARY, FORCE)
    whole = store.pointer.read_bytes()
    come = [
        lambda: store.pointer.write_text("nonsense\n"),
        lambda: store.pointer.write_bytes(whole),
        lambda: publish(store.root, FEBRUARY, FORCE),
    ]
    [last] = opened(store, *come)
    assert last == store.current_id()
