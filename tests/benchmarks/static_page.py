"""A static page with the same charts: made of what a page of the app shows, with no server."""

import gzip
import json
import re
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.benchmarks.asking import ACCEPTED
from tests.benchmarks.serving import File, StaticServer

_HERE = Path(__file__).parent
_TAKEN = (_HERE / "taken.js").read_text(encoding="utf-8")
_SCRIPT = (_HERE / "static.js").read_text(encoding="utf-8")

_DOCUMENT = """<!DOCTYPE html>
<html lang="en" data-bs-theme="light"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Static</title>
{styles}</head><body>{html}
<select id="answers" style="position:fixed;top:0;left:0"><option>0</option></select>
<script id="first" type="application/json">{answer}</script>
<script src="{plotly}"></script><script>{script}</script></body></html>"""
_PLOTLY = "/plotly.js"
_IS_PLOTLY = re.compile(rb"plotly\.js \D{0,30}v\d")


def taken(page: Page) -> dict[str, Any]:
    """What stands on a page of the app: its body, its answer, its styles and its scripts."""
    return json.loads(page.evaluate(_TAKEN))


def put(server: StaticServer, app: str, path: str, shown: dict[str, Any]) -> str:
    """Serve the static page of what a page shows, compressed if the app is; its address.

    app: the app's address, of which the styles and plotly.js are taken as they come.
    """
    for style in shown["styles"]:
        server.files.setdefault(style, _fetched(app + style))
    if _PLOTLY not in server.files:
        server.files[_PLOTLY] = _plotly(app, shown["scripts"])
    compressed = bool(server.files[_PLOTLY].encoding)
    styles = "".join(f'<link rel="stylesheet" href="{style}">' for style in shown["styles"])
    answer = json.dumps(shown["answer"]).replace("<", "\\u003c")
    content = _DOCUMENT.format(
        styles=styles, html=shown["html"], answer=answer, plotly=_PLOTLY, script=_SCRIPT
    ).encode()
    where = f"/static{path}"
    server.files[where] = File(
        gzip.compress(content) if compressed else content,
        "text/html",
        "gzip" if compressed else "",
    )
    return server.address + where


def _fetched(address: str) -> File:
    """A file as the app sends it to a browser."""
    asked = urllib.request.Request(address, headers={"Accept-Encoding": ACCEPTED})
    with urllib.request.urlopen(asked) as answer:
        kind = answer.headers["Content-Type"]
        return File(answer.read(), kind, answer.headers.get("Content-Encoding", ""))


def _plotly(app: str, scripts: list[str]) -> File:
    """The plotly.js that the page has loaded."""
    for script in scripts:
        with urllib.request.urlopen(app + script) as answer:
            if _IS_PLOTLY.search(answer.read(2000)):
                return _fetched(app + script)
    raise ValueError(f"no plotly.js among {scripts}")
