"""What a page costs in counts that no machine changes: bytes, requests, files, drawings."""

import re
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.benchmarks.browser import DRAWN, Wire, done
from tests.browser.screenshots import page_paths

# The limits. They may be raised where a page shows more than before, and for nothing else.

LARGEST = {
    "/": (62_000, 11_000),
    "/deployability": (153_000, 19_200),
    "/next-14-days": (62_000, 7_100),
    "/abstractions": (144_000, 19_100),
    "/experience": (96_000, 11_900),
    "/supervision": (86_000, 10_900),
    "/churn": (265_000, 24_900),
    "/caseloads": (60_000, 9_000),
    "/demand": (43_000, 6_200),
    "/explore": (14_000, 3_000),
    "/compare": (43_000, 7_100),
    "/evidence": (236_000, 19_700),
    "/methods": (196_000, 13_400),
}
"""Bytes of the answer to a change of a filter: not compressed, and on the wire with headers."""

REQUESTS_OF_A_CHANGE = 1

FILES = {
    "_dash-dependencies",
    "_dash-layout",
    "bootstrap.min.css",
    "charts.js",
    "dash_bootstrap_components.min.js",
    "dash_html_components.min.js",
    "dash_renderer.min.js",
    "filling.js",
    "frontline.css",
    "plotly-cartesian.min.js",
    "prop-types@15.8.1.min.js",
    "react-dom@18.3.1.min.js",
    "react@18.3.1.min.js",
    "search.js",
    "shell.js",
    "theme.js",
}
"""All that a first load may ask for beside the page itself, without versions."""

LARGEST_FIRST_LOAD = 730_000
"""Bytes on the wire until a page stands for the first time."""

WITH_A_TABLE = {"/compare", "/evidence", "/methods"}
"""The pages that open with a table."""
FILES_OF_TABLES = {"async-community.js", "dash_ag_grid.min.js"}
LARGEST_FIRST_LOAD_WITH_A_TABLE = 1_340_000


@dataclass(frozen=True)
class Visit:
    """One page, opened with an empty cache; then one filter was changed, if it has filters.

    first, change: addresses with their bytes on the wire. answer: the bytes of the answer to the
    change, not compressed. charts: how many were to be seen after it. plots: drawings for it.
    """

    first: list[tuple[str, int]]
    change: list[tuple[str, int]]
    answer: int
    charts: int
    plots: int


@pytest.fixture(scope="module")
def visit(browser: Browser, address: str) -> Callable[[str], Visit]:
    """Visits a page, each once."""
    known: dict[str, Visit] = {}

    def visited(path: str) -> Visit:
        if path not in known:
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            context.add_init_script(path=DRAWN)
            known[path] = _visit(context.new_page(), address + path)
            context.close()
        return known[path]

    return visited


def _visit(page: Page, where: str) -> Visit:
    wire = Wire()
    wire.listen(page)
    page.goto(where)
    done(page)
    first = [*wire.sizes]
    wire.sizes.clear()
    answers: list[Any] = []
    page.on("response", lambda answer: answers.append(answer) if _posted(answer) else None)
    # Where no month is to be chosen, the link to the page itself asks again.
    if page.is_enabled("#control-month"):
        page.select_option("#control-month", "to=2023-01")
    else:
        page.click("nav.pages [aria-current=page]")
    plots = done(page).plots
    (answer,) = answers
    shown = "graphs => graphs.filter((each) => each.checkVisibility()).length"
    return Visit(
        first,
        [*wire.sizes],
        len(answer.body()),
        page.locator(".js-plotly-plot").evaluate_all(shown),
        plots,
    )


def _posted(answer: Any) -> bool:
    return answer.request.method == "POST"


def _file(address: str) -> str:
    """The last part of an address, without what tells its version."""
    name = urllib.parse.urlparse(address).path.rpartition("/")[2]
    return re.sub(r"\.v[\d_]+m\d+", "", name)


@pytest.mark.parametrize("path", page_paths())
def test_a_page_s_answer_is_no_larger_than_it_was(visit: Callable[[str], Visit], path: str) -> None:
    seen = visit(path)
    plain, on_the_wire = LARGEST[path]
    assert 1000 < seen.answer <= plain
    (sent,) = [size for where, size in seen.change if _file(where) == "_dash-update-component"]
    assert 500 < sent <= on_the_wire


@pytest.mark.parametrize("path", page_paths())
def test_a_change_asks_for_one_answer_and_draws_each_chart_once(
    visit: Callable[[str], Visit], path: str
) -> None:
    seen = visit(path)
    assert len(seen.change) == REQUESTS_OF_A_CHANGE, seen.change
    assert seen.plots <= seen.charts


@pytest.mark.parametrize("path", page_paths())
def test_a_first_load_asks_for_known_files_and_no_more_bytes(
    visit: Callable[[str], Visit], path: str
) -> None:
    seen = visit(path)
    files = sorted(_file(where) for where, _ in seen.first if not where.endswith(path))
    tables = path in WITH_A_TABLE
    assert len(files) > 5
    assert files == sorted(set(files)), "something was asked for twice"
    assert set(files) <= FILES | (FILES_OF_TABLES if tables else set())
    most = LARGEST_FIRST_LOAD_WITH_A_TABLE if tables else LARGEST_FIRST_LOAD
    assert 100_000 < sum(size for _, size in seen.first) <= most
