"""The Evidence page in the browser: reached, searched and read at the width of a phone."""

from playwright.sync_api import Page, expect

from tests.browser.screenshots import drawn

FIELD, FOUND = "#figures-search", "#figures-found"
CELLS = "#figures-table .ag-center-cols-container .ag-row"


def opened(page: Page, address: str, path: str = "/evidence") -> None:
    page.goto(address + path)
    drawn(page)


def test_it_opens_by_a_link_and_by_the_navigation(page: Page, address: str) -> None:
    opened(page, address)
    expect(page.locator("h1")).to_have_text(
        "240 published figures, and 11 places where they cannot all hold"
    )
    straight = page.inner_text("main")
    opened(page, address, "/?command=AS")
    page.click("nav.pages >> text=Evidence")
    page.wait_for_function("location.pathname === '/evidence'")
    drawn(page)
    expect(page.locator(CELLS).first).to_be_visible()
    assert page.inner_text("#cannot-hold-section") in straight
    assert page.title() == "Evidence - Frontline"
    assert "command=AS" in page.url


def test_no_filter_is_used_and_each_says_so(page: Page, address: str) -> None:
    opened(page, address, "/evidence?command=AS")
    controls = page.locator("#filters select:visible")  # Choices of other pages are hidden.
    assert controls.count() == 9
    for control in controls.all():
        expect(control).to_be_disabled()
    expect(page.get_by_text("Not used on this page")).to_have_count(9)
    expect(page.locator("#selection")).to_have_text("No filter applies to this page.")


def test_typing_leaves_the_rows_with_all_the_words(page: Page, address: str) -> None:
    opened(page, address)
    page.get_by_label("Search the figures").press_sequentially("resignations FTE")
    expect(page.locator(FOUND)).to_have_text("0 of 240")
    page.fill(FIELD, "caseload detective")
    # Two of one detective team, one trainee detectives', one RASSO detective's.
    expect(page.locator(FOUND)).to_have_text("3 of 240")
    expect(page.locator(CELLS)).to_have_count(3)
    for row in page.locator(CELLS).all():
        assert "caseload" in row.inner_text().lower()
        assert "detective" in row.inner_text().lower()
    page.fill(FIELD, "")
    expect(page.locator(FOUND)).to_have_text("")
    assert page.locator(CELLS).count() > 3


def test_a_value_is_found_as_it_is_shown_and_by_its_digits(page: Page, address: str) -> None:
    opened(page, address)
    for words in ("18818", "18,818 fte"):
        page.fill(FIELD, words)
        expect(page.locator(FOUND)).to_have_text("1 of 240")
        expect(page.locator(CELLS)).to_contain_text("18,818")
    # And a note that says of 1,500 employees to a BCU that they are too few.
    page.fill(FIELD, "18,818")
    expect(page.locator(FOUND)).to_have_text("2 of 240")
    page.fill(FIELD, "20-25 systems")
    expect(page.locator(CELLS)).to_contain_text("20 to 25")
    expect(page.locator(CELLS)).to_contain_text("Gap to nominal")


def test_values_sort_as_numbers(page: Page, address: str) -> None:
    opened(page, address)
    heading = page.locator("#figures-table .ag-header-cell[col-id=low]")
    heading.click()
    heading.click()
    # Rows stand in the document in the order in which they were made.
    expect(page.locator("#figures-table [row-index='0'] [col-id=low]")).to_have_text("872,841")


def test_a_search_is_gone_when_the_page_is_opened_again(page: Page, address: str) -> None:
    opened(page, address)
    page.fill(FIELD, "caseload")
    expect(page.locator(FOUND)).not_to_have_text("")
    page.click("nav.pages >> text=Overview")
    page.wait_for_function("location.pathname === '/'")
    drawn(page)
    page.click("nav.pages >> text=Evidence")
    page.wait_for_function("location.pathname === '/evidence'")
    drawn(page)
    assert page.input_value(FIELD) == ""
    expect(page.locator(FOUND)).to_have_text("")
    expect(page.locator(CELLS).nth(3)).to_be_visible()


def test_what_can_hold_opens_with_the_keyboard(page: Page, address: str) -> None:
    opened(page, address)
    summary = page.locator("#can-hold-section summary")
    expect(page.locator("#can-hold-section .beside").first).to_be_hidden()
    summary.press("Enter")
    expect(page.locator("#can-hold-section .beside").first).to_be_visible()
    expect(page.locator("#can-hold-section .beside")).to_have_count(16)


def test_all_is_readable_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, address)
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.beside *')]
          .filter((each) => each.checkVisibility() && !each.closest('thead')
            && (each.getBoundingClientRect().right > 391 || each.scrollWidth > each.clientWidth + 1)
            && getComputedStyle(each).display !== 'inline')
          .map((each) => each.textContent)"""
    )
    assert cut == []
    # Laid out as blocks, the tables are read out as tables all the same.
    tables = page.locator("#cannot-hold-section").get_by_role("table")
    expect(tables).to_have_count(11)
    expect(tables.first.get_by_role("columnheader")).to_have_count(4)
    expect(tables.first.get_by_role("rowheader")).to_have_count(2)
