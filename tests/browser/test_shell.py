"""The URL is the only state: what must hold of links, history and late answers."""

import json
import urllib.parse
import urllib.request

from playwright.sync_api import Browser, Page, Route, expect

COMMAND, MONTH, COMPARE = "#control-command", "#control-month", "#control-compare"


def settled(page: Page, query: str) -> None:
    """Wait until the page shows the answer to exactly this URL."""
    page.wait_for_function(
        "wanted => document.documentElement.dataset.answered === wanted", arg="/" + query
    )


def api(address: str, measure: str, **asked: str) -> list[dict]:
    query = urllib.parse.urlencode(asked)
    with urllib.request.urlopen(f"{address}/api/measures/{measure}?{query}") as answer:
        return json.load(answer)["rows"]


def test_a_deep_link_restores_everything(page: Page, address: str) -> None:
    query = "?command=NA&from=2022-09&to=2022-09&compare=none"
    page.goto(f"{address}/{query}")
    settled(page, query)
    assert page.input_value(COMMAND) == "command=NA"
    assert page.input_value(MONTH) == "from=2022-09&to=2022-09"
    assert page.input_value(COMPARE) == "compare=none"
    row = api(address, "nominal_strength", command="NA", **{"from": "2022-09", "to": "2022-09"})[0]
    expect(page.locator("h1")).to_contain_text(f"of the {row['value']:,.0f} on North Area's books")
    expect(page.locator("h1")).not_to_contain_text("before")


def test_back_and_forward_step_through_decisions(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    settled(page, "")
    page.select_option(COMMAND, "command=AS")
    settled(page, "?command=AS")
    page.select_option(MONTH, "from=2022-12&to=2022-12")
    settled(page, "?command=AS&from=2022-12&to=2022-12")
    page.go_back()
    settled(page, "?command=AS")
    assert page.input_value(MONTH) == "*"
    expect(page.locator("#selection")).to_contain_text("Central South, March 2023")
    page.go_back()
    settled(page, "")
    assert page.input_value(COMMAND) == "*"
    expect(page.locator("h1")).to_contain_text("the force's books")
    page.go_forward()
    page.go_forward()
    settled(page, "?command=AS&from=2022-12&to=2022-12")
    assert page.input_value(MONTH) == "from=2022-12&to=2022-12"
    expect(page.locator("#selection")).to_contain_text("Central South, December 2022")


def test_a_saved_link_opens_even_when_it_is_the_query_last_seen(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    settled(page, "")
    page.select_option(COMMAND, "command=SW")
    settled(page, "?command=SW")
    # Inside the app, to the query that the server answered first and last.
    page.click("a.reset")
    settled(page, "")
    expect(page.locator("h1")).to_contain_text("the force's books")
    page.select_option(COMMAND, "command=SW")
    settled(page, "?command=SW")
    page.goto(f"{address}/?command=SW")
    settled(page, "?command=SW")
    expect(page.locator("h1")).to_contain_text("South West's books")


def test_a_slow_old_answer_never_overwrites_a_new_one(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    settled(page, "")
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if "command=AS" in (route.request.post_data or "") and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/_dash-update-component*", hold_the_first)
    page.select_option(COMMAND, "command=AS")
    for _ in range(100):
        if held:
            break
        page.wait_for_timeout(50)
    page.select_option(COMMAND, "command=NE")
    settled(page, "?command=NE")
    assert held
    held[0].continue_()
    page.wait_for_timeout(1000)
    expect(page.locator("h1")).to_contain_text("North East's books")
    assert page.input_value(COMMAND) == "command=NE"
    assert page.url.endswith("/?command=NE")


def test_two_browsers_at_once_keep_to_themselves(browser: Browser, address: str) -> None:
    pages = [browser.new_context().new_page() for _ in range(2)]
    for page in pages:
        page.goto(f"{address}/")
    for page, code in zip(pages, ("CE", "WA"), strict=True):
        settled(page, "")
        page.select_option(COMMAND, f"command={code}")
    for page, name in zip(pages, ("Central East", "West Area"), strict=True):
        expect(page.locator("h1")).to_contain_text(f"{name}'s books")
    for page in pages:
        page.context.close()


def test_what_a_link_names_wrongly_gives_a_notice_and_the_rest_works(
    page: Page, address: str
) -> None:
    query = "?command=ZZ&command=AS&to=2031-01&colour=blue"
    page.goto(f"{address}/{query}")
    settled(page, query)
    notices = page.locator("#notice")
    for words in ("'ZZ'", "2031-01", "'colour'"):
        expect(notices).to_contain_text(words)
    expect(page.locator("h1")).to_contain_text("Central South's books")


def test_several_commands_from_a_link_are_shown_and_kept(page: Page, address: str) -> None:
    query = "?command=AS&command=NA"
    page.goto(f"{address}/{query}")
    settled(page, query)
    expect(page.locator("h1")).to_contain_text("the books of Central South and North Area")
    page.select_option(COMPARE, "compare=none")
    settled(page, f"{query}&compare=none")
    expect(page.locator("h1")).to_contain_text("Central South and North Area")


def test_nothing_is_loaded_from_another_host(page: Page, address: str) -> None:
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urllib.parse.urlparse(request.url).netloc))
    page.goto(f"{address}/")
    settled(page, "")
    page.wait_for_timeout(500)
    assert {host for host in asked if host} == {urllib.parse.urlparse(address).netloc}


def test_the_page_says_illustrative(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    settled(page, "")
    expect(page.locator("header")).to_contain_text("Illustrative")
    expect(page.locator("#selection")).to_contain_text("Illustrative")


def test_while_no_answer_has_come_the_old_figures_do_not_pass_for_new_ones(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/")
    settled(page, "")
    held: list[Route] = []
    page.route("**/_dash-update-component*", lambda route: held.append(route))
    page.clock.install()
    page.select_option(COMMAND, "command=AS")
    expect(page.locator("main")).to_have_attribute("aria-busy", "true")
    page.clock.run_for(11000)
    expect(page.locator("#notice")).to_contain_text("No answer from the server yet")
    # What was held goes its way once nobody holds it.
    page.unroute("**/_dash-update-component*")
    settled(page, "?command=AS")
    expect(page.locator("main")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator("#notice")).not_to_contain_text("No answer")


def test_what_dash_needs_for_a_screen_reader_is_there(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    settled(page, "")
    assert page.get_attribute("html", "lang") == "en"
    for panel in ("waterfall", "commands", "trend"):
        name = page.inner_text(f"#{panel}-title")
        expect(page.get_by_role("img", name=name)).to_have_count(1)
    for label in ("Command", "Month", "Compare with"):
        expect(page.get_by_label(label, exact=True)).to_be_enabled()
