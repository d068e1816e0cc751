"""Every page for every reader: by rule, by keyboard, in the light theme and in the dark one."""

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dashboard.figures import style
from tests.browser.screenshots import drawn, page_paths

AXE = Axe()
RULES = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": [
            "wcag2a",
            "wcag2aa",
            "wcag21a",
            "wcag21aa",
            "wcag22a",
            "wcag22aa",
            "best-practice",
        ],
    },
    # Off unless asked for, whatever its tags.
    "rules": {"target-size": {"enabled": True}},
}
COLOURS = {"runOnly": {"type": "tag", "values": ["cat.color"]}}
"""All that a theme changes."""

_OPEN = "open => document.querySelectorAll('details').forEach((each) => (each.open = open))"

_CONTROLS = """() => [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary')]
  .filter((each) => each.checkVisibility({visibilityProperty: true}) && !each.disabled
    && each.tabIndex >= 0 && !each.closest('.ag-root-wrapper'))
  .map((each, i) => { each.dataset.stop = i; return each.outerHTML.slice(0, 120); })"""

# Where the focus is, how wide the outline around it, and its right edge: no more than 0 is off.
_STOP = """() => {
  const here = document.activeElement, style = getComputedStyle(here);
  return here === document.body ? null : {
    stop: here.dataset.stop,
    outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    right: here.getBoundingClientRect().right,
  };
}"""


# Tables are one component: their cells, where most of the time goes, are looked into on one page.
_TABLES = {"exclude": [[".ag-root-wrapper"]]}


def _found(page: Page, when: str, rules: dict[str, Any] = RULES) -> list[str]:
    """What axe finds: the rule, the first places, and what is wrong there."""
    everywhere = page.evaluate("location.pathname") == page_paths()[0]
    context = None if everywhere else _TABLES
    return [
        f"{when}: {rule['id']} at {node['target']}: {node['failureSummary']}"
        for rule in AXE.run(page, context=context, options=rules).response["violations"]
        for node in rule["nodes"][:3]
    ]


@pytest.mark.parametrize("path", page_paths())
def test_axe_finds_nothing(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    drawn(page)
    page.evaluate(_OPEN, True)
    drawn(page)
    found = _found(page, "1440 px, details open")
    page.emulate_media(color_scheme="dark")
    drawn(page)
    found += _found(page, "1440 px in the dark, details open", COLOURS)
    page.emulate_media(color_scheme="light")
    page.evaluate(_OPEN, False)
    page.set_viewport_size({"width": 390, "height": 844})
    drawn(page)
    found += _found(page, "390 px")
    if path == page_paths()[0]:
        page.locator(".open-filters").click()
        found += _found(page, "390 px, the drawer of filters open")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", page_paths())
def test_tab_reaches_every_control_and_shows_where_it_is(
    page: Page, address: str, path: str
) -> None:
    page.goto(address + path)
    drawn(page)
    controls = page.evaluate(_CONTROLS)
    assert len(controls) >= 6
    unseen = []
    reached = set()
    for _ in range(2 * len(controls) + 20):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None:
            break
        reached.add(stop["stop"])
        if stop["outline"] < 2 or stop["right"] <= 0:
            unseen.append(stop)
    assert [html for i, html in enumerate(controls) if str(i) not in reached] == []
    assert unseen == []


def test_the_drawer_of_a_phone_holds_the_focus_until_it_is_shut(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address)
    drawn(page)
    page.locator(".open-filters").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".close-filters")).to_be_focused()
    inside = page.locator("#filters :is(a[href], button, select)").count()
    for _ in range(inside + 1):
        page.keyboard.press("Tab")
        # After the last control the browser itself has the focus, and never what lies behind.
        assert page.evaluate(
            "document.activeElement === document.body"
            " || document.activeElement.matches('#filters *, .skip')"
        )
    page.keyboard.press("Escape")
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator(".open-filters")).to_be_focused()


def test_enter_and_space_open_and_close_a_table(page: Page, address: str) -> None:
    page.goto(address)
    drawn(page)
    details = page.locator("details").first
    details.locator("summary").focus()
    for key, is_open in (("Enter", True), ("Space", False), ("Space", True), ("Enter", False)):
        page.keyboard.press(key)
        assert details.evaluate("each => each.open") is is_open


def test_the_theme_is_the_system_s_and_follows_it(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(address)
    drawn(page)
    page.evaluate("() => { window.calls = 0; frontlineTheme.onchange.push(() => window.calls++); }")
    shown = """wanted => wanted === [document.documentElement.dataset.bsTheme, window.calls,
      getComputedStyle(document.body).backgroundColor].join(' ')"""
    page.wait_for_function(shown, arg="dark 0 rgb(21, 25, 28)")
    page.emulate_media(color_scheme="light")
    page.wait_for_function(shown, arg="light 1 rgb(255, 255, 255)")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(shown, arg="dark 2 rgb(21, 25, 28)")


def test_a_figure_is_dressed_in_dark_colours_as_a_copy(page: Page, address: str) -> None:
    figure = {
        "data": [
            {"marker": {"color": [style.BLUE, style.WHITE, "rgb(18,67,109)"]}, "x": [1, None]}
        ],
        "layout": {
            "height": 28,
            "showlegend": False,
            "paper_bgcolor": "rgba(0,0,0,0)",
            "annotations": [
                {"text": style.coloured("■", style.PLUM) + " " + style.coloured("a", style.TEXT)},
                {"text": f"Team {style.PLUM}", "font": {"color": style.GAP_FILL}},
            ],
        },
    }
    page.goto(address)
    drawn(page)
    told = "dark => document.getElementById('shell').setAttribute('data-dark', dark)"
    page.evaluate(told, json.dumps(style.DARK))
    dress = "([figure, dark]) => [frontlineTheme.dress(figure, dark), figure]"
    light, kept = page.evaluate(dress, [figure, False])
    assert light == kept == figure
    dark, kept = page.evaluate(dress, [figure, True])
    assert kept == figure
    blue, hollow, plum = (style.DARK[each] for each in (style.BLUE, style.WHITE, style.PLUM))
    assert dark["data"] == [{"marker": {"color": [blue, hollow, "rgb(18,67,109)"]}, "x": [1, None]}]
    first, second = dark["layout"].pop("annotations")
    assert first["text"] == (
        f'<span style="color:{plum}">■</span> <span style="color:{style.DARK[style.TEXT]}">a</span>'
    )
    assert second == {"text": f"Team {style.PLUM}", "font": {"color": style.DARK[style.GAP_FILL]}}
    assert dark["layout"] == {"height": 28, "showlegend": False, "paper_bgcolor": "rgba(0,0,0,0)"}
