"""What to look at: up to five findings in words, each with the link that shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html

from dashboard.components import ids
from dashboard.components.attributes import hyphened
from dashboard.components.elements import element
from dashboard.components.folded import Props

MOST = 5


@dataclass(frozen=True)
class Finding:
    """One finding: what is so, where the link goes and what it is called."""

    words: str
    href: str
    link: str


@dataclass(frozen=True)
class Look:
    """The block of a page that lists findings."""

    key: str = "look"
    width: int = 4

    def layout(self) -> html.Section:
        """The empty list."""
        title = ids.panel(self.key, "title")
        return html.Section(
            [
                html.H2("To look at", id=title),
                html.Ul(id=ids.panel(self.key, "list"), className="look"),
            ],
            id=ids.panel(self.key, "section"),
            className=f"panel span-{self.width}",
            **hyphened(aria_labelledby=title),
        )

    def absent(self) -> Props:
        """The part of an answer that has no findings."""
        return {ids.panel(self.key, "section"): {"hidden": True}}

    def fill(self, findings: Sequence[Finding]) -> Props:
        """The list's part of an answer; the first :data:`MOST` are shown."""
        shown = [
            element(
                "Li",
                [f"{each.words} ", element("A", each.link, href=each.href, className="in-app")],
            )
            for each in findings[:MOST]
        ]
        nothing = element("Li", "Nothing stands out in this selection.", className="quiet")
        return {
            ids.panel(self.key, "section"): {"hidden": False},
            ids.panel(self.key, "list"): {"children": shown or [nothing]},
        }
