"""Explore, Compare and Methods in a browser: what a reader chooses, filters, and follows."""

import re

from playwright.sync_api import Page, expect

from tests.browser.test_shell import settled

ROWS = "#explored-table .ag-center-cols-container .ag-row"


def test_what_is_chosen_is_in_the_url_and_a_link_restores_it(page: Page, address: str) -> None:
    page.goto(f"{address}/explore")
    settled(page, "", "/explore")
    page.select_option("#choice-measure", "measure=nominal_strength")
    settled(page, "?measure=nominal_strength", "/explore")
    page.select_option("#choice-by", "by=team")
    query = "?measure=nominal_strength&by=team"
    settled(page, query, "/explore")
    expect(page.locator("#explored-title")).to_contain_text("Nominal strength runs from")
    shown = page.locator("#explored-title").inner_text()
    page.go_back()
    settled(page, "?measure=nominal_strength", "/explore")
    page.goto(f"{address}/explore{query}")
    settled(page, query, "/explore")
    expect(page.locator("#explored-title")).to_have_text(shown)
    expect(page.locator("#choice-by")).to_have_value("by=team")


def test_a_table_is_filtered_under_its_headings_and_gives_way_to_bars(
    page: Page, address: str
) -> None:
    query = "?by=team&shape=table"
    page.goto(f"{address}/explore{query}")
    settled(page, query, "/explore")
    expect(page.locator("#explored-plot")).to_be_hidden()
    expect(page.locator(ROWS)).to_have_count(7)
    page.locator("#explored-table .ag-floating-filter input").first.fill("Neigh")
    expect(page.locator(ROWS)).to_have_count(1)
    assert "shape=table" in (page.get_attribute("#explored-download", "href") or "")
    page.select_option("#choice-shape", "*")
    settled(page, "?by=team", "/explore")
    bar = page.locator("#explored-figure .bars path").first
    expect(bar).to_be_visible()
    assert page.locator("#explored-figure .main-svg").first.bounding_box()["width"] > 600


def test_a_dimension_that_does_not_apply_leaves_words_and_no_figure(
    page: Page, address: str
) -> None:
    query = "?measure=churn_commands&by=team"
    page.goto(f"{address}/explore{query}")
    settled(page, query, "/explore")
    expect(page.locator("#notice")).to_contain_text("cannot be shown by team")
    expect(page.locator("#explored-section")).to_be_hidden()


def test_two_commands_are_compared_and_a_figure_leads_to_its_method(
    page: Page, address: str
) -> None:
    query = "?side1=command%3AAW&side2=command%3ASW"
    page.goto(f"{address}/compare{query}")
    settled(page, query, "/compare")
    headline = page.locator("h1").inner_text()
    found = re.match(r"Gap to nominal: ([\d.]+)% \(Central West\) against", headline)
    assert found
    page.goto(f"{address}/explore?command=AW")
    settled(page, "?command=AW", "/explore")
    page.locator("#explored-section summary", has_text="How this was worked out").click()
    page.locator("#explored-how a", has_text="Gap to nominal").click()
    expect(page.locator("#method-title")).to_have_text("Gap to nominal")
    assert page.url.startswith(f"{address}/methods?")
    expect(page.locator("#method-told dd").first).to_contain_text(f"= {found[1]}%")
