"""What is asked of the app over HTTP: its pages, its filters, and the body of a change."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

CHANGE = "/_dash-update-component"
ACCEPTED = "gzip, deflate, br, zstd"
"""What a browser on this machine accepts."""

ALL_COMMANDS = ("month", "compare", "reading", "count", "view", "grade")
"""The filters that leave every command selected."""
ONE_COMMAND = ("month", "command")

_UNSAID = "*"
_FAILED = (b"could not be worked out", b'"reload"')


@dataclass(frozen=True)
class Asked:
    """What the app says of itself.

    pages: the path of each page in the navigation with its title. filters: each filter's values,
    pieces of a query string; the first leaves it out.
    """

    pages: dict[str, str]
    filters: dict[str, list[str]]
    release: str
    callback: dict[str, Any]

    def body(self, path: str, search: str, laid: str) -> bytes:
        """A change as the browser posts it. laid: the page that stands there already."""
        query = {
            "path": path,
            "search": search,
            "turn": 1,
            "laid": laid,
            "release": self.release,
            "open": [],
        }
        (stated,) = self.callback["inputs"]
        name = f"{stated['id']}.{stated['property']}"
        output = self.callback["output"]
        component, attribute = output.rsplit(".", 1)
        return json.dumps(
            {
                "output": output,
                "outputs": {"id": component, "property": attribute},
                "inputs": [{**stated, "value": query}],
                "changedPropIds": [name],
                "parsedChangedPropsIds": [name],
            }
        ).encode()

    def selections(self, filters: tuple[str, ...]) -> list[str]:
        """Query strings that differ in these filters, each once, in an order that never changes."""
        found = []
        for values in product(*(self.filters[name] for name in filters)):
            pieces = [value for value in values if value != _UNSAID]
            found.append("?" + "&".join(pieces) if pieces else "")
        random.Random(1).shuffle(found)
        return found


def asked_of(get: Callable[[str], bytes]) -> Asked:
    """Read what the app says of itself. get: from a path to the content there."""
    parts = list(_parts(json.loads(get("/_dash-layout"))))
    callbacks = json.loads(get("/_dash-dependencies"))
    (callback,) = [each for each in callbacks if not each["clientside_function"]]
    return Asked(
        pages={
            part["href"]: part["children"]
            for part in parts
            if part.get("className") == "in-app" and "href" in part
        },
        filters={
            str(part["id"]).removeprefix("control-"): _plain(part["options"])
            for part in parts
            if str(part.get("id", "")).startswith("control-") and "options" in part
        },
        release=next(part["data-release"] for part in parts if "data-release" in part),
        callback=callback,
    )


def checked(answer: bytes) -> bytes:
    """The answer to a change, not compressed, if it holds what was asked for."""
    failed = [words for words in _FAILED if words in answer]
    if failed or len(answer) < 1000:
        raise ValueError(f"no answer to a change: {answer[:500]!r}")
    return answer


def _plain(options: list[dict[str, str]]) -> list[str]:
    """The values of a filter's options that name one thing; some name a group of commands."""
    return [option["value"] for option in options if "&" not in option["value"]]


def _parts(part: Any) -> Iterator[dict[str, Any]]:
    """The properties of every component in a layout."""
    if isinstance(part, list):
        for each in part:
            yield from _parts(each)
    elif isinstance(part, dict) and "props" in part:
        yield part["props"]
        yield from _parts(part["props"].get("children"))
