"""What travels: compressed as the browser takes it, and kept where its address names it."""

import gzip
import os
from pathlib import Path

import brotli
import pytest
from flask import Flask, Response, send_from_directory
from flask.testing import FlaskClient

from dashboard import wire

WORDS = "Nominal strength of every command. " * 100
SCRIPT = "window.shown = 1;\n" * 100
NAMED, UNNAMED = "/assets/shell.js?m=1", "/assets/shell.js"
ANSWER = "/words/application-json/200"
BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shell.js").write_text(SCRIPT)
    return tmp_path


@pytest.fixture
def client(folder: Path) -> FlaskClient:
    server = Flask("tests", static_folder=None)
    wire.attach(server)

    # Dash's name for what serves the folder of assets.
    @server.get("/assets/<name>", endpoint="_dash_assets.static")
    def asset(name: str) -> Response:
        return send_from_directory(folder, name)

    # As Dash serves its scripts: content, and a name for it where the address has none.
    @server.get("/_dash-component-suites/<name>")
    def suite(name: str) -> Response:
        response = Response(SCRIPT, mimetype="text/javascript")
        response.add_etag()
        return response

    @server.get("/words/<kind>/<int:status>")
    def words(kind: str, status: int) -> Response:
        return Response(WORDS, status, mimetype=kind.replace("-", "/"))

    @server.get("/few")
    def few() -> Response:
        return Response("{}", mimetype="application/json")

    return server.test_client()


def test_an_answer_comes_in_brotli_or_gzip_or_plain_as_the_browser_takes_it(
    client: FlaskClient,
) -> None:
    best = client.get(ANSWER, headers=BROWSER)
    assert best.headers["Content-Encoding"] == "br"
    assert brotli.decompress(best.data).decode() == WORDS
    assert int(best.headers["Content-Length"]) == len(best.data) < 200
    older = client.get(ANSWER, headers={"Accept-Encoding": "gzip"})
    assert older.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(older.data).decode() == WORDS
    for refused in ({}, {"Accept-Encoding": "br;q=0, gzip;q=0"}, {"Accept-Encoding": "zstd"}):
        plain = client.get(ANSWER, headers=refused)
        assert "Content-Encoding" not in plain.headers
        assert plain.text == WORDS
    # What lies between must not give one browser what another asked for.
    for each in (best, older, plain):
        assert each.headers["Vary"] == "Accept-Encoding"


def test_what_is_short_or_packed_already_or_no_success_stays_as_it_is(client: FlaskClient) -> None:
    for path in ("/few", "/words/application-zip/200", "/words/text-plain/404"):
        assert "Content-Encoding" not in client.get(path, headers=BROWSER).headers


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The quality of each compression, as it is made."""
    found: list[int] = []
    compress = brotli.compress

    def counted(content: bytes, quality: int) -> bytes:
        found.append(quality)
        return compress(content, quality=quality)

    monkeypatch.setattr(brotli, "compress", counted)
    return found


def test_a_file_is_compressed_once_until_it_changes(
    client: FlaskClient, folder: Path, made: list[int]
) -> None:
    for _ in range(3):
        sent = client.get(NAMED, headers=BROWSER)
        assert brotli.decompress(sent.data).decode() == SCRIPT
    assert made == [9]
    (folder / "shell.js").write_text(SCRIPT + "// newer\n")
    os.utime(folder / "shell.js", (2_000_000_000, 2_000_000_000))
    newer = client.get(NAMED, headers=BROWSER)
    assert brotli.decompress(newer.data).decode().endswith("// newer\n")
    assert made == [9, 9]
    # An answer is another each time: it takes the quick way.
    client.get(ANSWER, headers=BROWSER)
    assert made == [9, 9, 3]


def test_a_file_that_the_browser_has_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get(UNNAMED, headers=BROWSER)
    again = client.get(UNNAMED, headers={**BROWSER, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_file_is_kept_a_year_where_its_address_says_which_one_it_is(client: FlaskClient) -> None:
    kept = "public, max-age=31536000, immutable"
    assert client.get(NAMED, headers=BROWSER).headers["Cache-Control"] == kept
    assert client.get(UNNAMED, headers=BROWSER).headers["Cache-Control"] == "no-cache"
    assert client.get("/words/text-html/200").headers["Cache-Control"] == "no-cache"


def test_a_script_of_dash_is_compressed_once_and_not_sent_again_to_who_has_it(
    client: FlaskClient, made: list[int]
) -> None:
    where = "/_dash-component-suites/async-community.js"
    first = client.get(where, headers=BROWSER)
    assert brotli.decompress(first.data).decode() == SCRIPT
    again = client.get(where, headers={**BROWSER, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert made == [9]
