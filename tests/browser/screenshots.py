"""Pictures of every page in every width and theme, to be looked at by a person.

python -m tests.browser.screenshots FOLDER
"""

import importlib
import itertools
import pkgutil
import shutil
import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, expect, sync_playwright

from dashboard import pages
from tests.browser.conftest import serving
from tests.demonstration_store import demonstration_root

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
WIDTHS = (1440, 1024, 768, 390)
HEIGHT = 900

_DRAWN = """() => {
  const here = location.pathname + location.search;
  const seen = (node) => node.checkVisibility();
  // What has just been opened is asked for a moment later.
  const filled = (inside) => !seen(inside) || inside.childElementCount;
  return document.documentElement.dataset.answered === here
    && [...document.querySelectorAll('main details[open] > [id$="-inside"]')].every(filled)
    && [...document.querySelectorAll('.chart-place')].filter(seen)
      .every((graph) => graph.querySelector('.main-svg'));
}"""


def page_paths() -> list[str]:
    """The path of every page that the app would serve, in order."""
    modules = (
        importlib.import_module(f"{pages.__name__}.{info.name}")
        for info in pkgutil.iter_modules(pages.__path__)
    )
    found = [module.PAGE for module in modules if hasattr(module, "PAGE")]
    return [page.path for page in sorted(found, key=lambda page: page.order)]


def drawn(page: Page) -> None:
    """Wait until the page shows the answer to its URL, every chart and open grid drawn."""
    page.wait_for_function(_DRAWN)
    # Charts follow a change of width or theme by themselves, some frames later.
    page.wait_for_function(
        """() => new Promise((done) => {
          const look = () => document.querySelector('main').innerHTML;
          let before = look(), alike = 0;
          const tick = () => {
            const now = look();
            alike = now === before ? alike + 1 : 0;
            before = now;
            alike === 3 ? done(true) : setTimeout(tick, 80);
          };
          tick();
        })"""
    )
    _draw_grids(page)


def _draw_grids(page: Page) -> None:
    """Pass every open grid: one that scrolls draws its cells only once it comes into view."""
    grids = page.locator(".ag-root-wrapper:visible")
    for grid in grids.all():
        grid.scroll_into_view_if_needed()
        expect(grid.locator(".ag-header-cell").first).to_be_visible()
    if grids.count():
        page.evaluate("scrollTo(0, 0)")


def take(browser: Browser, address: str, folder: Path) -> list[str]:
    """Write PAGE-WIDTH-THEME.png for all, and return what the console said of errors."""
    errors: list[str] = []
    for path, width, theme in itertools.product(page_paths(), WIDTHS, THEMES):
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHT}, color_scheme=theme
        )
        page = context.new_page()
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address + path)
        drawn(page)
        name = path.strip("/").replace("/", "-") or "overview"
        file = f"{name}-{width}-{theme}.png"
        page.screenshot(path=folder / file, full_page=True)
        _say(file)
        context.close()
    return errors


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Take all pictures into the folder that is named; 1 if the console said an error."""
    chromium = shutil.which("chromium")
    if len(arguments) != 1 or chromium is None:
        _say("python -m tests.browser.screenshots FOLDER, with Chromium installed")
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    with serving(demonstration_root()) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--headless=new", "--no-sandbox", "--disable-gpu"]
        )
        errors = take(browser, address, folder)
        browser.close()
    for error in dict.fromkeys(errors):
        _say(f"The console said: {error}")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
