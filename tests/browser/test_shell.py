"""The URL is the only state: what must hold of links, history and late answers."""

import json
import re
import urllib.parse
import urllib.request

from playwright.sync_api import Browser, Page, Response, Route, expect

COMMAND, MONTH, COMPARE = "#control-command", "#control-month", "#control-compare"


EVERY_FILTER = {
    "command": "command=NA",
    "team": "team=RESPONSE",
    "grade": "grade=constable",
    "month": "to=2022-09",
    "over": "over=year",
    "compare": "compare=year",
    "reading": "reading=home_office",
    "count": "count=heads",
    "view": "view=host",
}
"""The nine filters, each set."""


def settled(page: Page, query: str, path: str = "/") -> None:
    """Wait until the page shows the answer to exactly this URL, charts out of view too."""
    page.wait_for_function(
        """wanted => document.documentElement.dataset.answered === wanted
          && !("drawing" in document.documentElement.dataset)""",
        arg=path + query,
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
    assert page.input_value(MONTH) == "to=2022-09"
    assert page.input_value(COMPARE) == "compare=none"
    row = api(address, "nominal_strength", command="NA", **{"from": "2022-09", "to": "2022-09"})[0]
    expect(page.locator("h1")).to_contain_text(f"of the {row['value']:,.0f} on North Area's books")
    expect(page.locator("h1")).not_to_contain_text("before")


def test_a_deep_link_restores_each_of_the_nine_filters(page: Page, address: str) -> None:
    query = "?" + "&".join(EVERY_FILTER.values())
    page.goto(f"{address}/{query}")
    settled(page, query)
    for name, piece in EVERY_FILTER.items():
        expect(page.locator(f"#control-{name}")).to_have_value(piece)
    expect(page.locator("#selection")).to_have_text(
        "Officers at work in North Area, Response, constables, the mean of 2022-23, part-year "
        "(April 2022 to September 2022), compared with 2021-22, part-year (April 2021 to "
        "September 2021), in headcount, available for duty as the Home Office reads it. "
        "Illustrative."
    )
    expect(page.locator("#notice")).to_have_text("")


def test_each_filter_changes_the_url_and_the_answer_and_reset_leaves_none_on_the_page(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/deployability")
    settled(page, "", "/deployability")
    selection = page.locator("#selection")
    expect(selection).not_to_have_text("")
    seen = [selection.inner_text()]
    pieces: list[str] = []
    for name, piece in EVERY_FILTER.items():
        page.select_option(f"#control-{name}", piece)
        pieces.append(piece)
        # The URL says the filters in the order in which they stand.
        settled(page, "?" + "&".join(pieces), "/deployability")
        expect(selection).not_to_have_text(seen[-1])
        seen.append(selection.inner_text())
    assert len({*seen}) == 10
    page.click("a.reset")
    settled(page, "", "/deployability")
    expect(selection).to_have_text(seen[0])
    for name in EVERY_FILTER:
        expect(page.locator(f"#control-{name}")).to_have_value("*")


def test_back_and_forward_step_through_decisions(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    settled(page, "")
    page.select_option(COMMAND, "command=AS")
    settled(page, "?command=AS")
    page.select_option(MONTH, "to=2022-12")
    settled(page, "?command=AS&to=2022-12")
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
    settled(page, "?command=AS&to=2022-12")
    assert page.input_value(MONTH) == "to=2022-12"
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


class held:
    """The first question that says *words*, kept from the server; what was asked is noted."""

    def __init__(self, page: Page, words: str) -> None:
        self.asked: list[str] = []
        self._page, self._words = page, words
        self._routes: list[Route] = []
        page.route("**/_dash-update-component*", self._hold)

    def _hold(self, route: Route) -> None:
        self.asked.append(json.loads(route.request.post_data or "")["inputs"][0]["value"]["search"])
        if self._words in self.asked[-1] and not self._routes:
            self._routes.append(route)
        else:
            route.continue_()

    def release(self) -> None:
        """Let it go, and wait until its answer is there."""
        (route,) = self._routes
        with self._page.expect_response(lambda response: response.request == route.request):
            route.continue_()


HEADLINES = """() => {
  window.headlines = [];
  const headline = document.querySelector("h1");
  new MutationObserver(() => window.headlines.push(headline.textContent))
    .observe(headline, { childList: true, subtree: true, characterData: true });
}"""


def test_a_slow_old_answer_never_overwrites_a_new_one(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    settled(page, "")
    first = held(page, "command=AS")
    with page.expect_request("**/_dash-update-component*"):
        page.select_option(COMMAND, "command=AS")
    page.evaluate(HEADLINES)
    # One question at a time: what is chosen meanwhile waits, and only the last of it is asked.
    for code in ("SW", "NA", "NE"):
        page.select_option(COMMAND, f"command={code}")
    assert first.asked == ["?command=AS"]
    first.release()
    settled(page, "?command=NE")
    assert first.asked == ["?command=AS", "?command=NE"]
    (said,) = page.evaluate("window.headlines")
    assert "North East's books" in said
    assert page.input_value(COMMAND) == "command=NE"
    assert page.url.endswith("/?command=NE")


def test_the_filters_go_along_to_another_page_and_back_without_a_reload(
    page: Page, address: str
) -> None:
    query = "?command=NA&to=2023-01"
    page.goto(f"{address}/{query}")
    settled(page, query)
    page.evaluate("window.still = 'here'")
    page.click("nav.pages >> text=Deployability")
    settled(page, query, "/deployability")
    expect(page.locator("nav.pages [aria-current=page]")).to_have_text("Deployability")
    expect(page).to_have_title("Deployability - Frontline")
    expect(page.locator("#recording-title")).to_be_visible()
    expect(page.locator("#why-section")).to_have_count(0)
    page.select_option("#control-view", "view=host")
    narrowed = f"{query}&view=host"
    settled(page, narrowed, "/deployability")
    page.click("nav.pages >> text=Evidence")
    settled(page, narrowed, "/evidence")
    expect(page.locator(COMMAND)).to_be_disabled()
    expect(page.locator("#control-command-unused")).to_have_text("Not used on this page")
    page.click("nav.pages >> text=Overview")
    settled(page, narrowed)
    expect(page.locator("#control-view")).to_have_value("view=host")
    expect(page.locator(COMMAND)).to_be_enabled()
    expect(page.locator("h1")).to_contain_text("at work in North Area")
    page.go_back()
    settled(page, narrowed, "/evidence")
    page.go_back()
    settled(page, narrowed, "/deployability")
    page.go_back()
    settled(page, query, "/deployability")
    expect(page.locator("#control-view")).to_have_value("*")
    page.go_back()
    settled(page, query)
    expect(page.locator("#why-title")).to_be_visible()
    expect(page.locator("h1")).to_contain_text("North Area's books")
    assert page.evaluate("window.still") == "here"


def test_a_slow_answer_of_the_page_before_never_overwrites_the_new_page(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/")
    settled(page, "")
    late = held(page, "command=AS")
    with page.expect_request("**/_dash-update-component*"):
        page.select_option(COMMAND, "command=AS")
    page.evaluate(HEADLINES)
    # The filter that was just chosen goes along, answered or not.
    page.click("nav.pages >> text=Deployability")
    late.release()
    settled(page, "?command=AS", "/deployability")
    expect(page.locator("#recording-title")).to_be_visible()
    expect(page.locator("#why-section")).to_have_count(0)
    expect(page).to_have_title("Deployability - Frontline")
    assert page.url.endswith("/deployability?command=AS")
    assert len(page.evaluate("window.headlines")) == 1


def test_a_question_that_fails_is_said_and_the_next_one_is_answered(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/")
    settled(page, "")
    page.route("**/_dash-update-component*", lambda route: route.fulfill(status=204), times=1)
    page.select_option(COMMAND, "command=AS")
    expect(page.locator("#notice")).to_contain_text("No answer from the server yet")
    page.select_option(COMMAND, "command=NE")
    settled(page, "?command=NE")
    expect(page.locator("#notice")).to_have_text("")


def test_a_change_is_one_question_and_a_page_comes_with_its_first_answer(
    page: Page, address: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urllib.parse.urlparse(request.url).path))
    page.goto(f"{address}/?command=NA")
    settled(page, "?command=NA")
    assert "/_dash-update-component" not in asked
    # Nothing is loaded that the page does not use: neither the whole of plotly.js, nor the
    # tables that sort, nor the components that Dash would add.
    loaded = {path.rsplit("/", 1)[-1].split(".")[0] for path in asked if path.endswith(".js")}
    ours = {"charts", "filling", "search", "shell", "theme", "plotly-cartesian"}
    assert loaded - ours == {
        "react@18",
        "react-dom@18",
        "prop-types@15",
        "dash_renderer",
        "dash_html_components",
        "dash_bootstrap_components",
    }
    assert len(asked) == len(set(asked))
    asked.clear()
    page.select_option(COMMAND, "command=AS")
    settled(page, "?command=AS")
    assert asked == ["/_dash-update-component"]


def test_a_table_is_asked_for_when_it_is_opened_and_stays_with_its_filters(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/?command=NA")
    settled(page, "?command=NA")
    questions = held(page, "nothing is held")
    section = page.locator("#why-section")
    expect(section.locator(".ag-root")).to_have_count(0)
    section.locator("summary", has_text="Show as table").click()
    cell = section.locator(".ag-cell").first
    expect(cell).to_be_visible()
    settled(page, "?command=NA")
    # The address is as it was, and no step of its history was made of it.
    assert questions.asked == ["?command=NA"]
    says = "() => document.querySelector('#why-section .ag-center-cols-container').innerText"
    before = page.evaluate(says)
    page.select_option(COMMAND, "command=AS")
    settled(page, "?command=AS")
    assert questions.asked == ["?command=NA", "?command=AS"]
    page.wait_for_function(f"before => ({says})() !== before", arg=before)
    # Closed and opened again, it is that of the filters that are set now.
    section.locator("summary", has_text="Show as table").click()
    page.select_option(COMMAND, "command=NA")
    settled(page, "?command=NA")
    section.locator("summary", has_text="Show as table").click()
    settled(page, "?command=NA")
    page.wait_for_function(f"before => ({says})() === before", arg=before)


def test_what_is_sent_is_compressed_and_kept_where_its_address_names_it(
    page: Page, address: str
) -> None:
    sent: list[Response] = []
    page.on("response", lambda response: sent.append(response))
    page.goto(f"{address}/")
    settled(page, "")
    page.select_option(COMMAND, "command=NA")
    settled(page, "?command=NA")
    for response in sent:
        path = urllib.parse.urlparse(response.url).path
        headers = response.headers
        if path.endswith((".js", ".css")):
            assert headers["content-encoding"] == "br", response.url
            assert "max-age=31536000" in headers["cache-control"], response.url
        elif path in ("/", "/_dash-layout", "/_dash-update-component"):
            assert headers["content-encoding"] == "br", response.url
            assert "max-age" not in headers.get("cache-control", ""), response.url


def test_a_copied_link_pins_the_months_and_opens_the_same_view(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.goto(f"{address}/deployability?command=NA&over=year")
    settled(page, "?command=NA&over=year", "/deployability")
    selection = page.locator("#selection")
    expect(selection).to_contain_text("2022-23")
    said = selection.inner_text()
    page.click("#copy")
    expect(page.locator("#copied")).to_have_text("Copied")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == f"{address}/deployability?command=NA&from=2022-04&to=2023-03"
    page.goto(link)
    settled(page, "?command=NA&from=2022-04&to=2023-03", "/deployability")
    expect(selection).to_have_text(said)
    expect(page.locator("#control-over")).to_have_value("from=2022-04")


def test_what_was_divided_is_shown_and_divides_to_the_value(page: Page, address: str) -> None:
    page.goto(f"{address}/?command=NA")
    settled(page, "?command=NA")
    card = page.locator(".card-figure", has_text="Gap to nominal")
    shown = card.locator(".card-value").inner_text()
    panel = page.locator("#commands-section")
    panel.locator("summary", has_text="How this was worked out").click()
    words = panel.locator("dd", has_text="not deployable /").inner_text()
    found = re.fullmatch(r"([\d,.]+) officers .* / ([\d,.]+) officers .* = ([\d.]+)%", words)
    assert found is not None, words
    over, under, value = (float(part.replace(",", "")) for part in found.groups())
    assert abs(100 * over / under - value) <= 0.06
    assert shown == f"{value:.1f}%"


def test_a_phone_has_its_filters_in_a_drawer(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/")
    settled(page, "")
    filters = page.locator("#filters")
    expect(filters).to_be_hidden()
    page.click(".open-filters")
    expect(filters).to_be_visible()
    assert page.locator("main").evaluate("each => each.inert")
    page.select_option(COMMAND, "command=NA")
    settled(page, "?command=NA")
    expect(filters).to_be_visible()
    page.keyboard.press("Escape")
    expect(filters).to_be_hidden()
    expect(page.locator(".open-filters")).to_be_focused()
    assert not page.locator("main").evaluate("each => each.inert")
    expect(page.locator("h1")).to_contain_text("North Area's books")
    # A window that grows wide while the drawer is open is not left inert.
    page.click(".open-filters")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.wait_for_function("() => !document.querySelector('main').inert")
    expect(filters).to_be_visible()
    expect(page.locator(".open-filters")).to_be_hidden()


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
    query = "?command=ZZ&command=AS&to=2031-01&colour=blue&view=moon&over=decade"
    page.goto(f"{address}/{query}")
    settled(page, query)
    notices = page.locator("#notice")
    for words in ("'ZZ'", "2031-01", "'colour'", "'moon'", "'decade'"):
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
    for panel in ("waterfall", "why", "commands", "map", "trend"):
        name = page.inner_text(f"#{panel}-title")
        expect(page.get_by_role("img", name=name)).to_have_count(1)
    for label in (
        "Command",
        "Team",
        "Grade",
        "Month",
        "Span",
        "Compare with",
        "Deployable as read by",
        "Count",
        "Where they count",
    ):
        expect(page.get_by_label(label, exact=True)).to_be_enabled()


def test_charts_are_no_wider_than_the_paper_while_they_are_printed(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/")
    settled(page, "")
    widths = """() => [...document.querySelectorAll('.chart-place')]
      .filter((place) => place.clientWidth)
      .map((place) => [place.firstChild._fullLayout.width, place.clientWidth])"""
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    printed = page.evaluate(widths)
    # A4 has 210 mm, of which a browser leaves some 10 at each side, at 96 pixels an inch.
    assert max(drawn for drawn, _ in printed) <= (210 - 20) / 25.4 * 96
    assert max(place for _, place in printed) > 1_000, "some chart is wider on the screen"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.wait_for_function(f"({widths})().every(([drawn, place]) => Math.abs(drawn - place) < 1)")


def test_what_is_folded_and_there_already_opens_and_stays_open(page: Page, address: str) -> None:
    page.goto(f"{address}/methods")
    settled(page, "", "/methods")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    folded = page.locator("#methods-list details")
    folded.nth(0).locator("summary").click()
    folded.nth(3).locator("summary").click()
    expect(folded.nth(3).locator("dl")).to_be_visible()
    expect(folded.nth(0).locator("dl")).to_be_visible()
    assert asked == []
