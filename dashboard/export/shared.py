"""Files for download that were made already: in this process, or in Redis for all web hosts.

What lies in Redis is a name and bytes, never an object: whoever can write there must not be able to
have code run here.
"""

import hashlib
import logging
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from cachelib.serializers import BaseSerializer
from flask import Flask
from flask_caching import Cache

log = logging.getLogger(__name__)

Made = tuple[str, bytes]
"""The name and the content of a file."""

_Troubles = tuple[type[Exception], ...]

_SECONDS = 1
"""How long Redis may take to answer; making a file anew takes less than a person's patience."""


_MOST = 32
"""Files that one process keeps; the largest, all tables of a page, are about a megabyte."""


class _Plain(BaseSerializer):
    """A file as the SHA-256 of the rest, its name, and its content; a line each."""

    def dumps(self, value: Made, protocol: int = 0) -> bytes:
        name, content = value
        named = name.encode() + b"\n" + content
        return _digest(named) + b"\n" + named

    def loads(self, bvalue: bytes | None) -> Made | None:
        """None where nothing is there, or what is there is no file of ours."""
        digest, _, named = (bvalue or b"").partition(b"\n")
        if digest != _digest(named):
            return None
        name, _, content = named.partition(b"\n")
        return name.decode(), content


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


class MadeFiles:
    """Files by what they are of. The key must name the release and the whole selection.

    address: of the Redis that several web hosts share; "" keeps them in this process alone.
    Without the library for Redis ``RuntimeError``; while Redis does not answer, files are made.
    """

    def __init__(self, server: Flask, address: str) -> None:
        in_memory = {"CACHE_TYPE": "SimpleCache", "CACHE_THRESHOLD": _MOST}
        own: tuple[_Troubles, dict[str, Any]] = (), in_memory
        self._troubles, config = _shared(address) if address else own
        self._cache = Cache(server, config=config)

    def get(self, key: str, make: Callable[[], Made]) -> Made:
        """The file kept under *key*; made, and kept, where there is none."""
        held = self._tried(lambda: self._cache.get(key))
        if held is None:
            held = made = make()
            self._tried(lambda: self._cache.set(key, made))
        return held

    def _tried(self, ask: Callable[[], Any]) -> Any:
        try:
            return ask()
        except self._troubles as error:
            log.warning("Redis does not answer (%s): files are made without it.", error)
            return None


def _shared(address: str) -> tuple[_Troubles, dict[str, Any]]:
    """What goes wrong with Redis, and how the cache finds it."""
    try:
        from redis.backoff import NoBackoff
        from redis.exceptions import RedisError
        from redis.retry import Retry
    except ImportError:
        raise RuntimeError(
            "FRONTLINE_REDIS is set, and the library for it is not there: "
            "pip install 'frontline[redis]'"
        ) from None
    patience = {
        "socket_timeout": _SECONDS,
        "socket_connect_timeout": _SECONDS,
        "retry": Retry(NoBackoff(), 0),
    }
    config = {
        "CACHE_TYPE": "RedisCache",
        "CACHE_REDIS_URL": address,
        # Another version may make another file of the same selection.
        "CACHE_KEY_PREFIX": f"frontline {version('frontline')} ",
        "CACHE_SERIALIZER": _Plain,
        "CACHE_OPTIONS": patience,
    }
    return (RedisError,), config
