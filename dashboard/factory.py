"""The app put together: pages found, the shell around them, the API and the files beside them."""

import importlib
import logging
import pkgutil
import re
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from typing import Any

import orjson
from dash import Dash, Input, Output
from flask import Flask, Response, abort, request
from flask_bootstrap import Bootstrap5

from dashboard import pages, wire
from dashboard.access.reading import NothingYet, Reader, Snapshot
from dashboard.components import ids, shell
from dashboard.components.document import Document
from dashboard.components.page import Page
from dashboard.components.state import State, read_state
from dashboard.export.answers import answer_object, measure_object
from dashboard.export.files import archive, csv_bytes, file_name
from dashboard.export.shared import MadeFiles
from dashboard.measures.engine.ask import ask
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import AskError, Unknown, read_query
from dashboard.settings import ROOT, is_loopback, settings
from dashboard.store.files import DamagedFile
from dashboard.store.releases import Store

log = logging.getLogger(__name__)

_UNREADABLE = (NothingYet, DamagedFile, OSError)
"""What keeps the current release from being read; the message says what and where."""
_BOOTSTRAP = version("bootstrap-flask")


def create_app() -> Dash:
    """The Dash app over the current release; the demonstration is made first if there is none."""
    store = Store(settings().data)
    with suppress(DamagedFile):  # The page says so, and what to do.
        if store.current_id() is None:
            _prepare()
    reader, known = Reader(store), _pages()
    app = Document(
        __name__,
        title="Frontline",
        update_title="",
        assets_folder=str(ROOT / "assets"),
        external_stylesheets=[f"/bootstrap/static/css/bootstrap.min.css?m={_BOOTSTRAP}"],
        enable_mcp=False,
        # What the one callback names stands in no layout: the shell's script asks it.
        suppress_callback_exceptions=True,
    )
    server = app.server
    server.config["BOOTSTRAP_SERVE_LOCAL"] = True
    Bootstrap5(server)
    _guard(server)
    wire.attach(server)
    _add_callbacks(app, reader, known)
    _add_api(server, reader)
    _add_files(server, reader, known)
    # Dash finishes its set-up in the first request; two at once could see half of it.
    _open(server)
    # Begun by whoever serves, in the process that does: a thread of this one is in no other.
    server.extensions["frontline.follow"] = partial(reader.follow, partial(_open, server))
    return app


def _open(server: Flask) -> None:
    """Have all made that the first page of a release needs."""
    server.test_client().get("/", headers={"Host": "localhost"})


def _prepare() -> None:
    """Make the demonstration in a process of its own: this one imports no ingest."""
    command = [sys.executable, "-m", "dashboard.cli", "prepare"]
    subprocess.run(command, cwd=ROOT, env=settings().environment(), check=True)


def _pages() -> dict[str, Page]:
    """Every module in pages that holds a ``PAGE``, by path, in order."""
    modules = (
        importlib.import_module(f"{pages.__name__}.{info.name}")
        for info in pkgutil.iter_modules(pages.__path__)
    )
    found = sorted((module.PAGE for module in modules), key=lambda page: page.order)
    return {page.path: page for page in found}


def _guard(server: Flask) -> None:
    """Answer this machine alone, whatever server was started: there is no sign-in yet."""

    @server.before_request
    def refuse_strangers() -> None:
        # A page elsewhere could point its own name at this address: the name asked for counts too.
        name = re.sub(r":\d+$", "", request.host)
        if not is_loopback(request.remote_addr or "localhost") or not is_loopback(name):
            abort(403, "Frontline serves this machine alone until there is sign-in.")


def _add_callbacks(app: Document, reader: Reader, known: dict[str, Page]) -> None:
    def serve_layout() -> Any:
        try:
            snapshot = reader.current()
            if snapshot.cube.newest() is None:
                held = ", ".join(snapshot.release.tables)
                return shell.failure(f"No strength is stored yet. What is stored: {held}.")
            return shell.layout(snapshot, known)
        except _UNREADABLE as error:
            return shell.failure(str(error))

    def answer(query: dict[str, Any]) -> orjson.Fragment:
        try:
            return _as_text(_answer(reader, known, query))
        except (AskError, *_UNREADABLE) as error:
            return _as_text(shell.sorry(query, str(error)))
        except Exception:
            log.exception("The page %s%s failed", query.get("path"), query.get("search"))
            words = "This view could not be worked out. Reset the filters."
            return _as_text(shell.sorry(query, words))

    def first(path: str, search: str) -> orjson.Fragment | None:
        """The answer that a document comes with, as if its browser had asked."""
        try:
            release = reader.current().id
        except _UNREADABLE:
            return None
        asked = {"path": path, "search": search, "turn": 1, "laid": "", "release": release}
        return answer(asked | {"open": []})

    app.layout = serve_layout
    app.first = first
    app.callback(Output(ids.ANSWER, "data"), Input(ids.QUERY, "data"), prevent_initial_call=True)(
        answer
    )


def _as_text(answer: dict[str, Any]) -> orjson.Fragment:
    """An answer as the JSON that Dash would make of it, which takes longer than the answer."""
    options = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS
    return orjson.Fragment(
        orjson.dumps(answer, default=lambda part: part.to_plotly_json(), option=options)
    )


def _answer(reader: Reader, known: dict[str, Page], query: dict[str, Any]) -> dict[str, Any]:
    snapshot = reader.current()
    asked = read_query(query["search"])
    choices = shell.choices_of(known)
    state = read_state(snapshot, asked, choices)
    page = known.get(query["path"])
    if page is None:
        page = known["/"]
        lost = f"There is no page at {query['path']}: this is {page.title}."
        state = replace(state, notices=(lost, *state.notices))
    return shell.answer(snapshot, page, state, query, asked, choices)


def _add_api(server: Flask, reader: Reader) -> None:
    @server.get("/api/measures")
    def measures() -> Response:
        return _json({"measures": [measure_object(known) for known in all_measures().values()]})

    @server.get("/api/measures/<measure_id>")
    def measure(measure_id: str) -> Response:
        try:
            snapshot = reader.current()
            answer = ask(snapshot.cube, measure_id, _asked())
        except AskError as error:
            unknown = measure_id not in all_measures()
            return _json({"error": str(error)}, 404 if unknown else 400)
        except _UNREADABLE as error:
            return _json({"error": str(error)}, 503)
        return _json(answer_object(answer, snapshot))

    @server.get("/api/<path:unknown>")
    def nothing_there(unknown: str) -> Response:
        return _json({"error": f"There is no /api/{unknown}; try /api/measures."}, 404)


def _words(words: str, status: int) -> Response:
    return Response(f"{words}\n", status, mimetype="text/plain")


def _asked() -> dict[str, list[str]]:
    """The request's query; bytes that are no UTF-8 become a mark that stands in no name."""
    return read_query(request.query_string.decode(errors="replace"))


def _json(content: dict[str, Any], status: int = 200) -> Response:
    return Response(orjson.dumps(content), status, mimetype="application/json")


def _add_files(server: Flask, reader: Reader, known: dict[str, Page]) -> None:
    # Not on disk: a file there could change under its name.
    made = MadeFiles(server, settings().redis)
    by_key = {page.key: page for page in known.values()}
    choices = shell.choices_of(known)

    def file(page_key: str, panel_key: str | None) -> Response:
        """A panel's table as CSV; without a panel all of the page's, in one archive."""
        try:
            snapshot = reader.current()
            if page_key not in by_key:
                raise Unknown("page", page_key, by_key)
            asked = _asked()
            if asked.pop("release", [snapshot.id]) != [snapshot.id]:
                return _words("Newer data has come in since: reload the page.", 409)
            state = read_state(snapshot, asked, choices)
            if state.notices:
                raise AskError(" ".join(state.notices))
            key = f"{snapshot.id} {page_key} {panel_key} {state.query()}"
            held = made.get(key, lambda: _file(snapshot, by_key[page_key], state, panel_key))
        except AskError as error:
            return _words(str(error), 404)
        except _UNREADABLE as error:
            return _words(str(error), 503)
        except Exception:
            log.exception("The file %s of %s failed", panel_key, page_key)
            return _words("This file could not be made. Reset the filters of the page.", 500)
        name, content = held
        return Response(
            content,
            mimetype="application/zip" if panel_key is None else "text/csv",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    @server.get("/download/<page_key>/<panel_key>.csv")
    def one_table(page_key: str, panel_key: str) -> Response:
        return file(page_key, panel_key)

    @server.get("/download/<page_key>.zip")
    def all_tables(page_key: str) -> Response:
        return file(page_key, None)

    @server.get("/download/<path:unknown>")
    def no_such_file(unknown: str) -> Response:
        return _words(f"There is no file {unknown}.", 404)


def _file(snapshot: Snapshot, page: Page, state: State, panel_key: str | None) -> tuple[str, bytes]:
    """The name and the content of a panel's file, or of the archive of all of them."""
    release, sentence = snapshot.release, page.sentence(snapshot, state)

    def named(what: str, ending: str) -> str:
        return file_name(what, release, page.pieces(snapshot, state), ending)

    if panel_key is not None:
        frame = page.table(snapshot, state, panel_key)
        return named(f"{page.key}-{panel_key}", "csv"), csv_bytes(frame, release, sentence)
    files = {
        named(f"{page.key}-{key}", "csv"): csv_bytes(frame, release, sentence)
        for key, frame in page.tables(snapshot, state).items()
    }
    return named(page.key, "zip"), archive(files, release.made_at)
