"""A strip of figures: each with its change, its trend and what is published of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from dash import html
from dash.development.base_component import Component

from dashboard.components import ids
from dashboard.components.attributes import hyphened
from dashboard.components.elements import Element, element
from dashboard.components.folded import Props, filled, folded
from dashboard.figures.style import MINUS


@dataclass(frozen=True)
class Card:
    """One figure. change: what changed in words; tone: ``worse``, ``better`` or ``neutral``.

    spark: a picture of its months as an address; told: the same in words.
    """

    title: str
    value: str
    change: str
    tone: str
    spark: str
    told: str
    benchmark: str
    notes: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True)
class Strip:
    """The block of a page that holds its cards."""

    key: str = "cards"

    def layout(self) -> html.Section:
        """The empty strip."""
        return html.Section(
            [
                html.Ul(id=ids.panel(self.key, "list"), className="cards"),
                folded(ids.panel(self.key, "how"), "How these were worked out", className="how"),
            ],
            className="panel span-12",
            **hyphened(aria_label="Key figures"),
        )

    def absent(self) -> Props:
        """The part of an answer that has no figures."""
        return {ids.panel(self.key, "list"): {"children": []}}

    def fill(self, cards: Sequence[Card], how: Callable[[], Sequence[Component]]) -> Props:
        """The strip's part of an answer."""
        return {
            ids.panel(self.key, "list"): {"children": [_card(card) for card in cards]},
            **filled(ids.panel(self.key, "how"), how),
        }


_ARROWS = {"+": "▲", MINUS: "▼"}


def _card(card: Card) -> Element:
    arrow = _ARROWS.get(card.change[:1], "")
    hidden = hyphened(aria_hidden="true")
    change = [element("Span", f"{arrow} ", **hidden), card.change] if arrow else card.change
    drawn = element("Img", None, src=card.spark, alt=card.told, className="spark")
    return element(
        "Li",
        [
            element("P", card.title, className="card-title"),
            element("P", card.value, className="card-value"),
            element("P", change, className=f"card-change {card.tone}"),
            element("Div", drawn if card.spark else None),
            element("P", "; ".join([card.benchmark, *card.notes]), className="card-benchmark"),
        ],
        className="card-figure",
    )
