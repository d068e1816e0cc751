"""What has been worked out of a cube and may be asked for again, as far as there is room for it."""

import threading
from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import Any, TypeVar

from cachetools import LRUCache

ROOM = 48_000_000
"""Bytes of arrays that are kept for one cube."""

_ENTRY = 2_048
"""Bytes of an entry besides its arrays: its key, and where it is found."""

T = TypeVar("T")
_NOT_KEPT = object()


class Kept:
    """Results by what they are of; those unasked for longest go first. For any number of threads.

    Nothing in it ever becomes wrong: a cube never changes, and another release has another one.
    """

    def __init__(self, room: int = ROOM) -> None:
        self._held: LRUCache = LRUCache(room, lambda value: getattr(value, "nbytes", 0) + _ENTRY)
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under *key*; made where nothing is."""
        with self._lock:
            held: Any = self._held.get(key, _NOT_KEPT)
        if held is not _NOT_KEPT:
            return held
        value = make()
        # What is larger than all the room there is goes unkept.
        with self._lock, suppress(ValueError):
            self._held[key] = value
        return value
