"""What the server answers besides pages: the API, the files, its refusals, no tracebacks."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard import cli
from dashboard.access.reading import Reader
from dashboard.components.gaps import COMMANDS, TREND
from dashboard.components.ladder import STEPS, WHY
from dashboard.components.page import Page
from dashboard.components.panel import Panel
from dashboard.components.state import read_state
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import read_query
from dashboard.pages.overview import PAGE
from dashboard.schema.force import Force
from dashboard.settings import settings
from dashboard.store.merging import merged
from dashboard.store.releases import Store
from tests.facts import Row, frame, small_force
from tests.small_app import app_over
from tests.small_store import publish

ALWAYS: list[Panel] = [STEPS, COMMANDS, TREND]
"""Panels that every answer has, and :data:`WHY` where there is a month to compare with."""
FORMULA = "=1+1"
MADE_UP = small_force(name="Made-up Force", illustrative=True, commands={}, any_command=True)


def officers(month: str) -> list[Row]:
    """Twenty-four officers in NA, a few elsewhere; somebody is suspended everywhere."""
    rows = [
        {"month": month, "command": command, "team": "CID", "suspended": place == 0}
        for command, count in (("NA", 24), ("A & B", 3), (FORMULA, 2))
        for place in range(count)
    ]
    return [*rows, {"month": month, "command": "NA", "rank": "PS", "limitation": "adjusted"}]


def store_of(root: Path, force: Force) -> Store:
    months = ("2022-12", "2023-01")
    return publish(root, {month: frame(officers(month)) for month in months}, force)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Illustrative data; the tests that use it only read."""
    return store_of(tmp_path_factory.mktemp("api"), MADE_UP)


@pytest.fixture(scope="module")
def client(store: Store) -> FlaskClient:
    return app_over(store.root).test_client()


@pytest.fixture
def on_command_line(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("FRONTLINE_DATA", str(store.root))
    settings.cache_clear()
    yield
    settings.cache_clear()


# --- the API --------------------------------------------------------------------------------------


def test_the_api_lists_the_measures(client: FlaskClient) -> None:
    found = client.get("/api/measures")
    assert found.status_code == 200
    listed = found.json["measures"]
    assert [item["measure"] for item in listed] == list(all_measures())
    gap = next(item for item in listed if item["measure"] == "gap_to_nominal")
    assert gap["unit"] == "%"
    own = ["command", "team", "unit", "rank", "month"]
    said = ["grade", "detective", "function", "uniformed", "ring_fenced", "group"]
    assert gap["cuts"] == [*own, *said]
    assert (gap["benchmarks"][0]["low"], gap["benchmarks"][0]["high"]) == (20, 25)
    assert all(item["definition"] and item["source"] for item in listed)


def test_an_address_that_is_not_there_says_so(client: FlaskClient) -> None:
    for path in ("/api/foo", "/api/measures/gap_to_nominal/x", "/download/overview/trend.xlsx"):
        assert client.get(path).status_code == 404, path


def test_a_link_from_a_page_of_another_release_is_refused(client: FlaskClient) -> None:
    found = client.get("/download/overview/trend.csv?release=0123456789abcdef")
    assert found.status_code == 409
    assert "reload the page" in found.get_data(as_text=True)


@pytest.mark.parametrize(
    ("measure", "asked"),
    [
        ("nominal_strength", []),
        ("nominal_strength", [("command", "NA")]),
        ("nominal_strength", [("grade", "constable"), ("count", "heads"), ("view", "host")]),
        ("gap_to_nominal", [("reading", "home_office"), ("by", "month")]),
        ("overlapping_reasons", [("count", "heads")]),
        ("recording_completeness", [("by", "command")]),
        ("gap_to_nominal", [("command", "NA"), ("by", "command"), ("by", "month")]),
        ("supervision_span", [("by", "command"), ("from", "2022-12")]),
        ("strength_by_duty_status", [("command", "A & B"), ("command", FORMULA), ("team", "CID")]),
    ],
)
@pytest.mark.usefixtures("on_command_line")
def test_the_api_answers_as_the_command_line_does(
    client: FlaskClient,
    measure: str,
    asked: list[tuple[str, str]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    options = [f"--{name}={value}" for name, value in asked]
    assert cli.main(["measure", measure, *options, "--format", "json"]) == 0
    wanted = json.loads(capsys.readouterr().out)
    query = "&".join(f"{name}={quote(value)}" for name, value in asked)
    found = client.get(f"/api/measures/{measure}?{query}")
    assert found.status_code == 200
    assert found.json == wanted
    assert wanted["rows"]
    assert wanted["data"] == "Illustrative"


def test_a_value_that_there_is_not_is_null(client: FlaskClient) -> None:
    found = client.get("/api/measures/supervision_span", query_string={"command": FORMULA})
    assert answered(found)["rows"][0]["value"] is None


def answered(found: TestResponse) -> dict[str, Any]:
    assert found.json is not None
    return found.json


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/measures/nominal", 404, ["'nominal'", "nominal_strength", "supervision_span"]),
        ("/api/measures/nominal_strength?command=na", 400, ["'na'", "NA", "A & B"]),
        ("/api/measures/nominal_strength?command=", 400, ["command ''"]),
        ("/api/measures/nominal_strength?team=X", 400, ["'X'", "CID"]),
        ("/api/measures/nominal_strength?by=view", 400, ["'view'", "command", "status"]),
        ("/api/measures/supervision_span?by=rank", 400, ["'rank'", "team"]),
        ("/api/measures/nominal_strength?by=team&by=team", 400, ["twice"]),
        ("/api/measures/nominal_strength?grade=PC", 400, ["'PC'", "constable", "sergeant"]),
        ("/api/measures/nominal_strength?count=fte&count=fte", 400, ["'count'", "2 times"]),
        ("/api/measures/nominal_strength?view=both", 400, ["'both'", "home", "host"]),
        ("/api/measures/nominal_strength?reading=review", 400, ["reading", "team", "grade"]),
        ("/api/measures/recording_completeness?team=CID", 400, ["team does not apply", "command"]),
        ("/api/measures/nominal_strength?from=2023-02", 400, ["2023-02", "2022-12", "2023-01"]),
        ("/api/measures/nominal_strength?to=yesterday", 400, ["'yesterday'", "YYYY-MM"]),
        ("/api/measures/nominal_strength?format=csv", 400, ["'format'", "by", "command"]),
    ],
)
def test_a_question_that_cannot_be_answered_says_what_would_work(
    client: FlaskClient, path: str, status: int, words: list[str]
) -> None:
    found = client.get(path)
    assert found.status_code == status
    assert found.mimetype == "application/json"
    assert answered(found).keys() == {"error"}
    assert all(word in answered(found)["error"] for word in words)


# --- strangers ------------------------------------------------------------------------------------

DOORS = [
    "/",
    "/api/measures",
    "/api/measures/nominal_strength",
    "/download/overview/trend.csv",
    "/download/overview.zip",
    "/_dash-layout",
    "/_dash-dependencies",
    "/assets/shell.js",
]


@pytest.mark.parametrize("path", DOORS)
def test_another_machine_is_refused_at_every_door(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200
    found = client.get(path, environ_overrides={"REMOTE_ADDR": "10.0.0.7"})
    assert found.status_code == 403
    assert "this machine alone" in found.text


@pytest.mark.parametrize("path", DOORS)
def test_a_name_that_is_not_this_machines_is_refused_at_every_door(
    client: FlaskClient, path: str
) -> None:
    assert client.get(path, headers={"Host": "example.org:8050"}).status_code == 403


@pytest.mark.parametrize(
    "host", ["example.org", "localhost.example.org", "127.0.0.1.example.org:8050", "10.0.0.7"]
)
def test_a_name_that_only_looks_like_this_machine_is_refused(
    client: FlaskClient, host: str
) -> None:
    assert client.get("/api/measures", headers={"Host": host}).status_code == 403


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8050", "127.0.0.1:8050", "127.0.0.1", "[::1]:8050", "[::1]"]
)
def test_this_machine_is_let_in_under_each_of_its_names(client: FlaskClient, host: str) -> None:
    assert client.get("/api/measures", headers={"Host": host}).status_code == 200


def test_a_page_elsewhere_cannot_have_the_callback_run(client: FlaskClient) -> None:
    found = client.post("/_dash-update-component", json={}, headers={"Host": "example.org"})
    assert found.status_code == 403


# --- files ----------------------------------------------------------------------------------------


def rows_of(found: TestResponse) -> list[dict[str, str]]:
    assert found.status_code == 200
    assert found.mimetype == "text/csv"
    text = found.get_data().decode("utf-8-sig")
    return [*csv.DictReader(io.StringIO(text, newline=""))]


def name_of(found: TestResponse) -> str:
    return found.headers["Content-Disposition"].partition("filename=")[2].strip('"')


@pytest.mark.parametrize(
    ("query", "selection"),
    [
        ("", "all-commands_2023-01_against-2022-12"),
        ("command=NA&from=2022-12&to=2022-12", "NA_2022-12"),
        ("command=NA&team=CID&compare=none", "NA-CID_2023-01"),
        ("command=A+%26+B", "A-B_2023-01_against-2022-12"),
    ],
)
@pytest.mark.parametrize("panel", ALWAYS, ids=lambda panel: panel.key)
def test_a_files_name_carries_the_selection_and_that_it_is_illustrative(
    client: FlaskClient, panel: Any, query: str, selection: str
) -> None:
    found = client.get(f"/download/overview/{panel.key}.csv?{query}")
    assert rows_of(found)
    assert found.headers["Content-Disposition"].startswith("attachment; ")
    assert name_of(found) == f"frontline_overview-{panel.key}_{selection}_illustrative.csv"


@pytest.mark.parametrize("query", ["", "command=NA", "command=NA&from=2022-12&to=2022-12"])
def test_a_file_holds_the_table_that_is_shown(
    client: FlaskClient, store: Store, query: str
) -> None:
    snapshot = Reader(store).current()
    page: Page = PAGE
    state = read_state(snapshot, read_query(query))
    shown = {view.panel.key: view for view in page.answer(snapshot, state).views}
    compared = [WHY] if state.before else []
    assert shown.keys() == {panel.key for panel in [*ALWAYS, *compared]}
    for key, view in shown.items():
        rows = rows_of(client.get(f"/download/overview/{key}.csv?{query}"))
        table = pd.DataFrame(view.table)
        assert len(rows) == len(table) > 0
        for row, cells in zip(rows, table.to_dict("records"), strict=True):
            headings = [column.heading for column in view.panel.columns]
            assert [*row] == [*headings, "selection", "release", "data"]
            for column in view.panel.columns:
                cell, written = cells[column.name], row[column.heading]
                if cell != cell:  # What is missing does not equal itself.
                    assert written == ""
                elif isinstance(cell, str):
                    assert written.removeprefix("'") == cell
                else:
                    assert float(written) == cell
            assert row["selection"] == state.sentence(snapshot)
            assert row["release"] == snapshot.release.id
            assert row["data"] == "Illustrative"


def test_a_command_called_na_and_one_like_a_formula_leave_as_text(client: FlaskClient) -> None:
    rows = rows_of(client.get("/download/overview/commands.csv"))
    heading = {column.name: column.heading for column in COMMANDS.columns}
    for name in ("code", "name"):
        assert {row[heading[name]] for row in rows} == {"NA", "A & B", f"'{FORMULA}"}


def test_a_file_asked_for_again_is_the_same(client: FlaskClient) -> None:
    path = "/download/overview/trend.csv?command=NA"
    assert client.get(path).data == client.get(path).data


def test_a_real_forces_file_carries_its_name_and_follows_the_release(tmp_path: Path) -> None:
    real = small_force()
    rows = {"2023-01": frame([{"command": "NA"}, {"command": "NA", "suspended": True}])}
    client = app_over(publish(tmp_path, rows, real).root).test_client()
    path = "/download/overview/commands.csv?command=NA"
    heading = {column.name: column.heading for column in COMMANDS.columns}
    found = client.get(path)
    assert name_of(found) == "frontline_overview-commands_NA_2023-01_small.csv"
    assert {(row[heading["name"]], row["data"]) for row in rows_of(found)} == {
        ("North Area", "Small Force")
    }
    publish(tmp_path, {"2023-01": frame([{"command": "NA"}] * 3)}, real)
    assert [float(row[heading["nominal"]]) for row in rows_of(client.get(path))] == [3.0]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/download/overview/nothing.csv", ["'nothing'", "trend", "commands"]),
        ("/download/nothing/trend.csv", ["'nothing'", "overview"]),
        ("/download/nothing.zip", ["'nothing'", "overview"]),
        ("/download/overview.zip?command=ZZ", ["'ZZ'"]),
        ("/download/overview/trend.csv?command=ZZ", ["'ZZ'"]),
        ("/download/overview/trend.csv?from=2021-01", ["2021-01"]),
        ("/download/overview/trend.csv?colour=blue", ["'colour'"]),
        ("/download/overview/trend.csv?compare=2022-12", ["'2022-12'"]),
    ],
)
def test_a_file_of_something_else_is_refused_rather_than_guessed(
    client: FlaskClient, path: str, words: list[str]
) -> None:
    found = client.get(path)
    assert found.status_code == 404
    assert found.mimetype == "text/plain"
    assert all(word in found.text for word in words)


# --- what goes wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/api/measures/%00",
        "/api/measures/nominal_strength?from=%F0%9F%98%80",
        "/api/measures/nominal_strength?command=%FF",
        "/api/measures/nominal_strength?from=2023-01&from=2023-01",
        "/api/measures/..%2F..%2Fetc",
        "/download/overview/..%2Ftrend.csv",
        "/download/overview/trend.csv?command=%FF",
        "/download/overview/trend.csv?from=&to=",
        "/download/overview/.csv",
        "/api",
        "/api/measures/nominal_strength/rows",
    ],
)
def test_nothing_that_is_asked_brings_a_traceback(client: FlaskClient, path: str) -> None:
    found = client.get(path)
    assert found.status_code in (200, 400, 404)
    assert "Traceback" not in found.text
    # An address that names no answer is the page's to say so.
    assert found.status_code != 200 or found.mimetype == "text/html"


@pytest.mark.parametrize("path", ["/download/overview/trend.csv", "/api/measures/nominal_strength"])
def test_a_query_in_raw_bytes_is_refused_like_any_other(client: FlaskClient, path: str) -> None:
    found = client.get(path, environ_overrides={"QUERY_STRING": "command=\xff"})
    assert found.status_code in (400, 404)
    assert "Unknown command" in found.text


def test_a_damaged_store_is_said_to_be_damaged_and_where(tmp_path: Path) -> None:
    client = app_over(store_of(tmp_path, MADE_UP).root).test_client()
    (tmp_path / "current").write_text("0123456789abcdef\n")
    named = str(tmp_path / "releases" / "0123456789abcdef.json")
    api = client.get("/api/measures/nominal_strength")
    assert (api.status_code, api.mimetype) == (503, "application/json")
    assert named in answered(api)["error"]
    download = client.get("/download/overview/trend.csv")
    assert (download.status_code, download.mimetype) == (503, "text/plain")
    assert named in download.text
    layout = client.get("/_dash-layout")
    assert named in json.dumps(layout.json)
    for found in (api, download, layout):
        assert "Traceback" not in found.text


def test_a_damaged_part_is_named_too(tmp_path: Path) -> None:
    store = store_of(tmp_path, MADE_UP)
    client = app_over(store.root).test_client()
    for cells in (tmp_path / "cube").glob("*.parquet"):
        cells.unlink()
    part = min((tmp_path / "tables").iterdir())
    part.write_bytes(b"not this")
    found = client.get("/api/measures/nominal_strength")
    # What was opened before the damage is still whole; a new reader is told.
    assert found.status_code == 200
    fresh = app_over(store.root).test_client().get("/api/measures/nominal_strength")
    assert fresh.status_code == 503
    assert str(part) in answered(fresh)["error"]


def test_a_store_without_strength_says_so_on_the_page(tmp_path: Path) -> None:
    store = Store(tmp_path)
    demand = pd.DataFrame({"month": ["2023-01"], "area": ["A"], "kind": ["k"], "value": [1.0]})
    tables = {"demand": {"2023-01": store.add("demand", demand)}}
    store.publish(merged(None, MADE_UP, tables, ()))
    client = app_over(tmp_path).test_client()
    layout = client.get("/_dash-layout")
    assert "No strength is stored yet. What is stored: demand." in json.dumps(layout.json)
    found = client.get("/api/measures/nominal_strength")
    assert (found.status_code, "No strength" in found.text) == (400, True)


def test_a_store_that_was_emptied_says_how_to_fill_it(tmp_path: Path) -> None:
    client = app_over(store_of(tmp_path, MADE_UP).root).test_client()
    (tmp_path / "current").unlink()
    lost = client.get("/api/measures/nominal_strength")
    assert (lost.status_code, "frontline rollback ID" in lost.text) == (503, True)
    for record in (tmp_path / "releases").iterdir():
        record.unlink()
    for path in ("/api/measures/nominal_strength", "/download/overview/trend.csv"):
        found = client.get(path)
        assert found.status_code == 503
        assert "frontline import" in found.text
