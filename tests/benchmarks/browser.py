"""What a reader waits for in a real browser, beside a static page with the same charts."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks import static_page
from tests.benchmarks.asking import Asked, asked_of
from tests.benchmarks.benchmark import OVERVIEW, Options, Row, middle, p95, promised
from tests.benchmarks.serving import Gunicorn, StaticServer

NAME = "browser"

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DRAWN = Path(__file__).parent / "drawn.js"
_SELECT = "#answers"


@dataclass
class Wire:
    """What a page has loaded since it was last emptied. sizes: each address with its bytes."""

    sizes: list[tuple[str, int]] = field(default_factory=list)
    _asked: dict[str, str] = field(default_factory=dict)

    def listen(self, page: Page) -> None:
        """Note from now on what the page loads."""
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.loadingFinished", self._finished)

    def total(self) -> int:
        """Bytes on the wire, headers included."""
        return sum(size for _, size in self.sizes)

    def _sent(self, event: dict[str, Any]) -> None:
        # An address that holds its own content (data:) is on no wire.
        if event["request"]["url"].startswith("http"):
            self._asked[event["requestId"]] = event["request"]["url"]

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._asked:
            where = self._asked.pop(event["requestId"])
            self.sizes.append((where, int(event["encodedDataLength"])))


def run(options: Options) -> list[Row]:
    """Changes, first loads and switches of every page."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("The browser benchmark needs Chromium: sudo apt-get install chromium")
    rows: list[Row] = []
    with (
        Gunicorn(options.store) as app,
        StaticServer() as static,
        sync_playwright() as playwright,
    ):
        asked = asked_of(app.get)
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        pair = _Pair(browser, app.address, static)
        for path in options.wanted(asked.pages):
            rows += pair.rows_of(path, asked, options)
        rows += pair.switches(options.wanted(asked.pages), asked, max(1, options.changes // 5))
        browser.close()
    return rows


class Drawn(NamedTuple):
    """What was drawn. took: milliseconds from the beginning until the last chart was drawn.

    seen: until the last of what is in view without scrolling. plots: how often a chart was drawn;
    one that is drawn twice counts twice.
    """

    took: float
    seen: float
    plots: int


def done(page: Page) -> Drawn:
    """Wait until the last chart is drawn, on a page that runs the script ``DRAWN``.

    Raises RuntimeError where the page says that it has no answer.
    """
    found = page.wait_for_function("() => window.benchmark.done()", polling=100, timeout=120_000)
    said = found.json_value()
    if said["refused"]:
        raise RuntimeError(f"{page.url}: {said['refused']}")
    return Drawn(said["took"], said["seen"], said["plots"])


@dataclass
class _Pair:
    """The app and the static page in one browser, taking turns."""

    browser: Browser
    app: str
    static: StaticServer

    def rows_of(self, path: str, asked: Asked, options: Options) -> list[Row]:
        """The changes and the first loads of one page."""
        n = options.changes_of(path)
        rows = []
        if path == OVERVIEW:
            rows += self.changes(path, "all commands", asked, ("month",), n)
        rows += self.changes(path, "one command", asked, ("command", "month"), n)
        return rows + self.first_loads(path, asked.pages[path], max(1, n // 2))

    def changes(
        self, path: str, which: str, asked: Asked, filters: tuple[str, ...], n: int
    ) -> list[Row]:
        """Changes of these filters in turn, each to a selection that was not there before."""
        with _opened(self.browser, self.app + path) as (app, wire):
            usable = [name for name in filters if app.is_enabled(f"#control-{name}")]
            shown = static_page.taken(app)
            if not usable or not shown["answer"]["figures"]:
                return []
            still = static_page.put(self.static, self.app, path, shown)
            with _opened(self.browser, still) as (static, _):
                turns = [
                    _turn(app, wire, static, name, value)
                    for name, value in _decisions(asked, usable, n)
                ]
        return _of_changes(f"{asked.pages[path]}, {which}, n={n}", which == "all commands", turns)

    def first_loads(self, path: str, title: str, n: int) -> list[Row]:
        """A page and its static page, each opened with an empty cache."""
        with _opened(self.browser, self.app + path) as (page, _):
            shown = static_page.taken(page)
        if not shown["answer"]["figures"]:
            return []
        still = static_page.put(self.static, self.app, path, shown)
        loads: dict[str, list[tuple[float, Wire]]] = {self.app + path: [], still: []}
        for _ in range(n):
            for where, found in loads.items():
                with _opened(self.browser, where) as (page, wire):
                    found.append((done(page).took, wire))
        ours, theirs = loads.values()
        app, static = (middle([took for took, _ in found]) for found in (ours, theirs))
        sizes = [middle([wire.total() for _, wire in found]) / 1e6 for found in (ours, theirs)]
        of = f"{title}, n={n}"
        return [
            Row(
                f"first load against the static page, median ({of})",
                app / static,
                "times",
                promised(path, "under 1.4"),
            ),
            Row(f"first load, median ({of})", app, "ms"),
            Row(f"first load of the static page, median ({of})", static, "ms"),
            Row(f"first load on the wire ({of})", sizes[0], "MB", promised(path, "under 2.2")),
            Row(f"first load of the static page on the wire ({of})", sizes[1], "MB"),
            Row(f"requests of a first load ({of})", middle([len(w.sizes) for _, w in ours]), ""),
        ]

    def switches(self, paths: list[str], asked: Asked, rounds: int) -> list[Row]:
        """From the Overview to each page and back by its links, each round in another month."""
        others = [path for path in paths if path != OVERVIEW]
        taken: dict[str, list[Drawn]] = {path: [] for path in [OVERVIEW, *others]}
        if not others:
            return []
        with _opened(self.browser, self.app + OVERVIEW) as (page, _):
            for name, value in _decisions(asked, ["month"], rounds):
                page.select_option(f"#control-{name}", value)
                done(page)
                for path in others:
                    for to in (path, OVERVIEW):
                        page.evaluate(_FOLLOW, to)
                        taken[to].append(done(page))
        rows, medians = [], []
        for path, found in taken.items():
            of = f"{asked.pages[path]}, n={len(found)}"
            medians.append(middle([one.seen for one in found]))
            rows += [
                Row(
                    f"a switch of pages, what is in view, median ({of})",
                    medians[-1],
                    "ms",
                    promised(path, "under 400"),
                ),
                Row(
                    f"the same to the last chart below, median ({of})",
                    middle([one.took for one in found]),
                    "ms",
                ),
            ]
        all_of = f"a switch of pages, what is in view, median of {len(medians)} pages' medians"
        return [Row(all_of, middle(medians), "ms", "under 400"), *rows]


_FOLLOW = """path => [...document.querySelectorAll('nav.pages a')]
  .find((anchor) => anchor.pathname === path).click()"""


@dataclass(frozen=True)
class _Turn:
    """One change on both pages. size: kB on the wire."""

    app: Drawn
    static: Drawn
    size: float
    requests: int


def _turn(app: Page, wire: Wire, static: Page, name: str, value: str) -> _Turn:
    wire.sizes.clear()
    app.bring_to_front()
    app.select_option(f"#control-{name}", value)
    ours = done(app)
    size, requests = wire.total() / 1000, len(wire.sizes)
    answer = json.dumps(static_page.taken(app)["answer"])
    number = static.evaluate("json => window.remember(json)", answer)
    static.bring_to_front()
    static.select_option(_SELECT, str(number))
    return _Turn(ours, done(static), size, requests)


def _of_changes(of: str, told: bool, turns: list[_Turn]) -> list[Row]:
    app, static = [turn.app.took for turn in turns], [turn.static.took for turn in turns]
    return [
        Row(
            f"a filter change against the static page, median ({of})",
            middle(app) / middle(static),
            "times",
            "under 1.5" * told,
        ),
        Row(
            f"a filter change against the static page, 95th percentiles ({of})",
            p95(app) / p95(static),
            "times",
            "under 1.9" * told,
        ),
        Row(f"a filter change, median ({of})", middle(app), "ms"),
        Row(f"a filter change, 95th percentile ({of})", p95(app), "ms"),
        Row(f"a change of the static page, median ({of})", middle(static), "ms"),
        Row(f"a change of the static page, 95th percentile ({of})", p95(static), "ms"),
        Row(
            f"a filter change on the wire, median ({of})",
            middle([turn.size for turn in turns]),
            "kB",
            "under 20" * told,
        ),
        *(
            Row(f"{what} ({of})", middle(counts), "")
            for what, counts in {
                "requests of a filter change, median": [turn.requests for turn in turns],
                "charts drawn in it, median": [turn.app.plots for turn in turns],
                "charts drawn by the static page, median": [turn.static.plots for turn in turns],
            }.items()
        ),
    ]


@contextmanager
def _opened(browser: Browser, where: str) -> Iterator[tuple[Page, Wire]]:
    """A page drawn in a context of its own, with an empty cache, and what it has loaded."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(path=DRAWN)
    page, wire = context.new_page(), Wire()
    wire.listen(page)
    page.goto(where)
    done(page)
    yield page, wire
    context.close()


def _decisions(asked: Asked, usable: list[str], n: int) -> Iterator[tuple[str, str]]:
    """Filters in turn, each with another value; neither the default nor the newest month."""
    # The first option leaves the filter out; of months, the second says the same in words.
    values = {name: cycle(asked.filters[name][2:]) for name in usable}
    return ((name, next(values[name])) for name in islice(cycle(usable), n))
