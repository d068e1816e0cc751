"""What leaves a page: a CSV a panel, all of them in one archive, each with the same sentence."""

import csv
import io
import zipfile

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboard.access.reading import Reader, Snapshot
from dashboard.components.page import Page
from dashboard.components.state import State, read_state
from dashboard.measures.engine.selection import read_query
from dashboard.pages import deployability, evidence, overview
from dashboard.store.releases import Store
from tests.facts import frame, person, small_force
from tests.small_app import app_over
from tests.small_store import publish

PAGES = [overview.PAGE, deployability.PAGE, evidence.PAGE]
EVERYTHING = (
    "command=AA&command=NA&team=RESPONSE&grade=constable&from=2022-12&to=2023-01&compare=none"
    "&count=heads&view=host&reading=home_office"
)
QUERIES = ["", "command=AA&to=2023-01&compare=year", EVERYTHING]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Thirty officers of AA and a few of NA, some limited, in three months."""
    frames = {
        month: frame(
            person(
                month=month,
                person_id=str(i),
                command="AA" if i < 30 else "NA",
                team="RESPONSE",
                limitation="adjusted" if i % 5 == 0 else None,
                suspended=False,
            )
            for i in range(36)
        )
        for month in ("2022-11", "2022-12", "2023-01")
    }
    force = small_force(illustrative=True)
    return publish(tmp_path_factory.mktemp("downloads"), frames, force)


@pytest.fixture(scope="module")
def snapshot(store: Store) -> Snapshot:
    return Reader(store).current()


@pytest.fixture(scope="module")
def client(store: Store) -> FlaskClient:
    return app_over(store.root).test_client()


def state_of(snapshot: Snapshot, query: str) -> State:
    return read_state(snapshot, read_query(query))


def panels(page: Page, snapshot: Snapshot, query: str) -> list[str]:
    return [view.panel.key for view in page.answer(snapshot, state_of(snapshot, query)).views]


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_the_archive_holds_each_panel_s_file_as_it_leaves_alone(
    client: FlaskClient, snapshot: Snapshot, page: Page, query: str
) -> None:
    found = client.get(f"/download/{page.key}.zip?{query}")
    assert (found.status_code, found.mimetype) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(found.data)) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    alone = {}
    for panel in panels(page, snapshot, query):
        one = client.get(f"/download/{page.key}/{panel}.csv?{query}")
        name = one.headers["Content-Disposition"].partition("filename=")[2].strip('"')
        alone[name] = one.data
        assert name.startswith(f"frontline_{page.key}-{panel}_")
    assert len(alone) == len(panels(page, snapshot, query)) >= 1
    assert held == alone


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("page", [overview.PAGE, deployability.PAGE], ids=lambda page: page.key)
def test_every_file_has_in_every_row_exactly_the_sentence_that_stands_on_the_page(
    client: FlaskClient, snapshot: Snapshot, page: Page, query: str
) -> None:
    said = page.props(snapshot, state_of(snapshot, query))["selection"]["children"]
    for panel in panels(page, snapshot, query):
        rows = rows_of(client.get(f"/download/{page.key}/{panel}.csv?{query}").data)
        assert {row["selection"] for row in rows} == {said}, panel
        assert {row["data"] for row in rows} == {"Illustrative"}


def test_names_say_the_page_the_panel_and_every_choice(client: FlaskClient) -> None:
    def name(path: str) -> str:
        found = client.get(f"/download/{path}")
        return found.headers["Content-Disposition"]

    assert name("overview/why.csv?command=AA") == (
        'attachment; filename="frontline_overview-why_AA_2023-01_against-2022-12_illustrative.csv"'
    )
    assert name(f"deployability/overlaps.csv?{EVERYTHING}") == (
        'attachment; filename="frontline_deployability-overlaps_AA-NA-RESPONSE-constable_'
        '2022-12-to-2023-01_heads-host-home_office_illustrative.csv"'
    ).replace("home_office", "home-office")
    assert name("deployability.zip") == (
        'attachment; filename="frontline_deployability_all-commands_2023-01_against-2022-12_'
        'illustrative.zip"'
    )


def test_the_archive_is_the_same_byte_for_byte_and_follows_the_filters(
    client: FlaskClient,
) -> None:
    path = "/download/deployability.zip"
    assert client.get(path).data == client.get(path).data
    # A link that pins what the plain address shows is the same view.
    pinned = client.get(f"{path}?from=2023-01&to=2023-01")
    assert pinned.data == client.get(path).data
    assert client.get(f"{path}?command=AA").data != client.get(path).data


@pytest.mark.parametrize(
    ("path", "status", "named"),
    [
        ("nothing.zip", 404, "'nothing'"),
        ("overview.zip?command=ZZ", 404, "'ZZ'"),
        ("overview.zip?release=0123456789abcdef", 409, "Newer data"),
        ("overview/overlaps.csv", 404, "'overlaps'"),
    ],
)
def test_an_archive_of_something_else_is_refused(
    client: FlaskClient, path: str, status: int, named: str
) -> None:
    found = client.get(f"/download/{path}")
    assert (found.status_code, found.mimetype) == (status, "text/plain")
    assert named in found.text


def test_the_page_s_links_are_those_of_its_files_for_this_release(
    client: FlaskClient, snapshot: Snapshot
) -> None:
    state = state_of(snapshot, "command=AA&to=2022-12")
    for page in PAGES:
        props = page.props(snapshot, state)
        links = [values["href"] for name, values in props.items() if name.endswith("-download")]
        assert len(links) == len(panels(page, snapshot, "command=AA&to=2022-12"))
        for link in links:
            assert f"release={snapshot.release.id}" in link
            assert client.get(link).status_code == 200


def test_a_file_of_a_small_selection_keeps_every_row_of_its_table(
    client: FlaskClient, snapshot: Snapshot
) -> None:
    state = state_of(snapshot, "command=AA")
    for page in (overview.PAGE, deployability.PAGE):
        for view in page.answer(snapshot, state).views:
            path = f"/download/{page.key}/{view.panel.key}.csv?command=AA"
            rows = rows_of(client.get(path).data)
            assert len(rows) == len(pd.DataFrame(view.table)) > 0
            headings = [column.heading for column in view.panel.columns]
            assert list(rows[0])[: len(headings)] == headings
