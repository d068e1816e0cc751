"""Clients that ask for one change after another, each change over a connection of its own.

A reader looks at an answer for longer than a server keeps a connection open. Clients that keep
theirs stay with the worker that took it, and leave another idle.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from itertools import cycle

from tests.benchmarks.asking import ACCEPTED, CHANGE

_LENGTH = b"content-length:"


def request(port: int, body: bytes) -> bytes:
    """A whole request for a change, as it goes over the wire."""
    head = (
        f"POST {CHANGE} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: {ACCEPTED}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _answer(reader: asyncio.StreamReader) -> None:
    """Read one answer whole; raises ValueError unless it is a 200 that states its length."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    lengths = [line for line in lines if line.startswith(_LENGTH)]
    if b" 200 " not in lines[0] or not lengths:
        raise ValueError(f"a change was answered with {head!r}")
    await reader.readexactly(int(lengths[0].removeprefix(_LENGTH)))


async def _client(port: int, requests: Iterator[bytes], until: float, taken: list[float]) -> None:
    while time.perf_counter() < until:
        begun = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(next(requests))
        await _answer(reader)
        taken.append(time.perf_counter() - begun)
        writer.close()


async def _clients(port: int, bodies: list[str], clients: int, seconds: float) -> dict:
    requests = cycle([request(port, body.encode()) for body in bodies])
    taken: list[float] = []
    begun = time.perf_counter()
    until = begun + seconds
    await asyncio.gather(*(_client(port, requests, until, taken) for _ in range(clients)))
    return {"taken": taken, "seconds": time.perf_counter() - begun}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(_clients(**json.loads(sys.stdin.read())))))
