"""Where publications are from: each one's citation in full."""

from collections.abc import Mapping
from dataclasses import dataclass

from dash import html

from dashboard.components import ids
from dashboard.components.attributes import hyphened
from dashboard.components.folded import Props
from dashboard.schema.evidence import Evidence
from dashboard.schema.publication import Publication


@dataclass(frozen=True)
class Citations:
    """The block of a page that cites publications."""

    key: str = "citations"

    def layout(self) -> html.Section:
        """The empty list."""
        title = ids.panel(self.key, "title")
        return html.Section(
            [
                html.H2("Where each publication is from", id=title),
                html.Div(id=ids.panel(self.key, "list"), className="how"),
            ],
            className="panel span-12",
            **hyphened(aria_labelledby=title),
        )

    def absent(self) -> Props:
        """The part of an answer that cites nothing."""
        return {ids.panel(self.key, "list"): {"children": "Nothing is published."}}

    def fill(self, figures: Mapping[str, Evidence], totals: Mapping[str, Publication]) -> Props:
        """The list's part of an answer: publications of figures, then those of monthly totals."""
        entries = [
            (each.title, f"{each.citation} {len(each.figures):,} figures, all on this page.")
            for each in figures.values()
        ] + [
            (
                each.title,
                f"{each.citation} Its totals stand on the Overview, where they are loaded.",
            )
            for each in totals.values()
        ]
        parts = [part for title, words in entries for part in (html.Dt(title), html.Dd(words))]
        return {ids.panel(self.key, "list"): {"children": html.Dl(parts)}}
