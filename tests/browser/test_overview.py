"""The Overview as a reader meets it: words, charts, tables and files that agree."""

import csv
import io
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.test_shell import COMMAND, api, settled


def cells(page: Page, panel: str) -> list[list[str]]:
    """The text of a panel's table, row by row, once it is opened."""
    section = page.locator(f"section:has(#{panel}-figure)")
    section.locator("summary", has_text="Show as table").click()
    rows = section.locator(".ag-center-cols-container .ag-row")
    rows.first.wait_for()
    # The grid places rows and cells by style: in the document they stand in any order.
    found = rows.evaluate_all(
        """(rows) => {
          const by = (name) => (one, other) => one.getAttribute(name) - other.getAttribute(name);
          const cells = (row) => [...row.querySelectorAll('.ag-cell')].sort(by('aria-colindex'));
          return rows.sort(by('row-index')).map((row) => cells(row).map((cell) => cell.innerText));
        }"""
    )
    return [list(texts) for texts in found]


def number(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-").replace(",", "").replace("+", ""))


def test_the_waterfall_on_screen_adds_up_to_the_last_tenth(page: Page, address: str) -> None:
    page.goto(f"{address}/?command=AS&from=2023-01&to=2023-01")
    settled(page, "?command=AS&from=2023-01&to=2023-01")
    values = [round(number(row[1]) * 10) for row in cells(page, "waterfall")]
    assert len(values) == 9
    assert values[0] - sum(values[1:-1]) == values[-1]
    asked = {"command": "AS", "from": "2023-01", "to": "2023-01"}
    assert abs(values[0] / 10 - api(address, "nominal_strength", **asked)[0]["value"]) <= 0.05
    assert abs(values[-1] / 10 - api(address, "deployable_strength", **asked)[0]["value"]) <= 0.05


def test_commands_are_sorted_by_gap_and_agree_with_the_measure(page: Page, address: str) -> None:
    page.goto(f"{address}/?from=2023-01&to=2023-01")
    settled(page, "?from=2023-01&to=2023-01")
    rows = cells(page, "commands")
    shown = {row[0]: number(row[5]) for row in rows}
    assert list(shown.values()) == sorted(shown.values(), reverse=True)
    asked = {"by": "command", "from": "2023-01", "to": "2023-01"}
    known = {row["command"]: row["value"] for row in api(address, "gap_to_nominal", **asked)}
    assert shown.keys() == known.keys()
    assert "NA" in shown
    assert all(abs(shown[code] - known[code]) <= 0.05 + 1e-9 for code in known)


def test_the_file_is_what_is_on_screen(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}/")
    settled(page, "")
    page.select_option(COMMAND, "command=NA")
    settled(page, "?command=NA")
    numbers = {"waterfall": slice(1, 4), "commands": slice(2, 6), "trend": slice(0)}
    for panel, shown in numbers.items():
        with page.expect_download() as waiting:
            page.click(f"#{panel}-download")
        download = waiting.value
        name = download.suggested_filename
        assert name == f"frontline_overview-{panel}_NA_2023-03_against-2023-02_illustrative.csv"
        path = tmp_path / name
        download.save_as(path)
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        assert all(row[-1] == "Illustrative" for row in rows[1:])
        assert all("North Area" in row[-3] for row in rows[1:])
        if panel == "trend":
            assert len(rows) == 62
            continue
        for on_screen, in_file in zip(cells(page, panel), rows[1:], strict=True):
            assert on_screen[0] == in_file[0]
            assert [number(text) for text in on_screen[shown]] == [
                float(text) for text in in_file[shown]
            ]


def test_the_chart_marks_the_selected_command(page: Page, address: str) -> None:
    page.goto(f"{address}/?command=NA")
    settled(page, "?command=NA")
    bold = page.locator("#commands-figure g.ytick tspan[style*=bold]")
    expect(bold).to_have_text(["North Area"])


def test_a_phone_needs_no_sideways_scrolling(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/?command=NA")
    settled(page, "?command=NA")
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
