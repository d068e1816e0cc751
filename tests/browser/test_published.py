"""Published totals as a reader meets them: there where something is published, gone elsewhere."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import serving
from tests.browser.test_overview import cells, number
from tests.browser.test_shell import COMMAND, settled
from tests.facts import frame, person, small_force
from tests.published_store import publish_beside, rows_of

TOTALS = {
    "mps_police_force_strength": {"2021-03": 45.0, "2022-03": 44.0, "2022-12": 9.0, "2023-01": 8.0},
    "home_office_workforce": {"2020-03": 40.5, "2021-03": 47.2, "2022-03": 49.9},
}
"""Made up, under the names of two publications that the project states."""

SECTION = "#published-section"


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the dashboard serves ten officers of a small force, and what is published of it."""
    root: Path = tmp_path_factory.mktemp("published")
    people = {
        month: frame(
            person(month=month, person_id=str(i), command="AA" if i else "BB") for i in range(10)
        )
        for month in ("2022-12", "2023-01")
    }
    force = small_force(published_as="Small Force", illustrative=True)
    publish_beside(root, people, force, rows_of(TOTALS))
    with serving(root) as where:
        yield where


def test_the_panel_says_its_finding_and_names_its_lines(page: Page, beside: str) -> None:
    page.goto(f"{beside}/")
    settled(page, "")
    expect(page.locator(SECTION)).to_be_visible()
    expect(page.locator("#published-title")).to_have_text(
        "The Home Office's count was 6 officers above the Met's own monthly total in March 2022"
    )
    for name in ("Home Office", "Met monthly", "Invented"):
        expect(page.locator("#published-figure .annotation-text", has_text=name)).to_be_visible()
    expect(page.locator("#published-prose")).to_contain_text("career breaks")
    expect(page.locator("#published-prose")).to_contain_text("says nothing about whom it counts")
    expect(page.locator("#published-prose")).to_contain_text("“Invented force” is made up")


def test_the_table_and_the_file_hold_the_same_numbers(
    page: Page, beside: str, tmp_path: Path
) -> None:
    page.goto(f"{beside}/")
    settled(page, "")
    with page.expect_download() as waiting:
        page.click("#published-download")
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    on_screen = cells(page, "published")
    headings = page.locator(f"{SECTION} .ag-header-cell-text").all_inner_texts()
    assert headings == header[:7]
    assert len(on_screen) == len(rows) == 5
    for shown, leaving in zip(on_screen, rows, strict=True):
        assert shown[0] == leaving[0]
        assert [None if text == "\N{EN DASH}" else number(text) for text in shown[1:]] == [
            float(text) if text else None for text in leaving[1:7]
        ]
    said = page.locator("#published-prose p").all_inner_texts()
    assert len(said) == 6
    assert all(words in rows[0][header.index("notes")] for words in said)
    assert all(row[-1] == "Illustrative" for row in rows)


def test_it_goes_with_a_command_and_comes_back_drawn_in_full(page: Page, beside: str) -> None:
    page.goto(f"{beside}/")
    settled(page, "")
    page.select_option(COMMAND, "command=AA")
    settled(page, "?command=AA")
    expect(page.locator(SECTION)).to_be_hidden()
    expect(page.locator("#trend-section")).to_be_visible()
    page.reload()
    settled(page, "?command=AA")
    expect(page.locator(SECTION)).to_be_hidden()
    page.click("a.reset")
    settled(page, "")
    expect(page.locator(SECTION)).to_be_visible()
    drawn = page.locator("#published-figure .main-svg").first
    expect(drawn).to_be_visible()
    page.wait_for_function(
        "() => { const wide = (at) => document.querySelector(at).getBoundingClientRect().width;"
        "return Math.abs(wide('#published-figure .main-svg') - wide('#published-figure')) < 2; }"
    )


def test_where_nothing_is_published_the_page_has_its_other_panels(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    settled(page, "")
    for panel in ("waterfall", "why", "commands", "map", "trend"):
        expect(page.locator(f"#{panel}-section")).to_be_visible()
    expect(page.locator(SECTION)).to_be_hidden()


def test_a_phone_shows_it_whole(page: Page, beside: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{beside}/")
    settled(page, "")
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    labels = page.locator("#published-figure .annotation-text")
    assert labels.count() == 4
    for label in labels.all():
        box = label.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
