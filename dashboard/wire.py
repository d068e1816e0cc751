"""What travels: compressed for the way, and kept by the browser while its address names it."""

import gzip
import threading
from collections.abc import Callable
from contextlib import suppress

import brotli
from cachetools import LRUCache
from flask import Flask, Response, request

_COMPRESSED = {
    "application/javascript",
    "application/json",
    "image/svg+xml",
    "text/css",
    "text/csv",
    "text/html",
    "text/javascript",
    "text/plain",
}
_LEAST = 500
"""Bytes below which a header costs more than compression gains."""
_A_YEAR = "public, max-age=31536000, immutable"


def attach(server: Flask) -> None:
    """Compress what *server* sends, files once and answers each time, and say what may be kept."""
    files = Compressed()

    @server.after_request
    def send(response: Response) -> Response:
        # The shell's and Bootstrap's addresses carry what changes with the file's content.
        if request.endpoint in _FILES and "m" in request.args:
            response.headers["Cache-Control"] = _A_YEAR
        elif response.mimetype == "text/html":
            # A document holds an answer, and the names of everything that has just changed.
            response.headers["Cache-Control"] = "no-cache"
        return _compressed(response, files)


_FILES = {"_dash_assets.static", "bootstrap.static"}
_SUITES = "/_dash-component-suites/"
"""Where Dash serves its scripts: files, though it hands them over as content."""


class Compressed:
    """Files as they were compressed already, for any number of threads."""

    def __init__(self) -> None:
        self._held: LRUCache = LRUCache(_ROOM, len)
        self._lock = threading.Lock()

    def get(self, key: tuple[str, str, str], make: Callable[[], bytes]) -> bytes:
        """What is held under *key*: a file's path, its name for its content, and the encoding."""
        with self._lock:
            held = self._held.get(key)
        if held is None:
            held = make()
            with self._lock, suppress(ValueError):
                self._held[key] = held
        return held


_ROOM = 16_000_000
"""Bytes of compressed files; all that the pages load are two million."""


def _compressed(response: Response, files: Compressed) -> Response:
    """The response as the browser best takes it."""
    if (
        response.status_code != 200
        or response.mimetype not in _COMPRESSED
        or "Content-Encoding" in response.headers
    ):
        return response
    response.vary.add("Accept-Encoding")
    encoding = request.accept_encodings.best_match(["br", "gzip"])
    if encoding is None:
        return response
    if not (response.direct_passthrough or request.path.startswith(_SUITES)):
        content = response.get_data()
        if len(content) < _LEAST:
            return response
        return _as(response, encoding, _QUICK[encoding](content))
    # A file: its name and its time tell it, and it is worth the longer way once.
    etag, _ = response.get_etag()
    response.direct_passthrough = False
    key = (request.path, etag or "", encoding)
    content = files.get(key, lambda: _THOROUGH[encoding](response.get_data()))
    return _as(response, encoding, content)


_QUICK = {
    "br": lambda content: brotli.compress(content, quality=3),
    "gzip": lambda content: gzip.compress(content, 4),
}
_THOROUGH = {
    "br": lambda content: brotli.compress(content, quality=9),
    "gzip": lambda content: gzip.compress(content, 9),
}


def _as(response: Response, encoding: str, content: bytes) -> Response:
    response.set_data(content)
    response.headers["Content-Encoding"] = encoding
    etag, _ = response.get_etag()
    if etag is not None:
        # The same file in other bytes: a weak name is one for both.
        response.set_etag(etag, weak=True)
        response.make_conditional(request)
    return response
