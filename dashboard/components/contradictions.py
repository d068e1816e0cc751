"""Published figures that look as if they could not all hold, side by side, with what is found."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.components import ids
from dashboard.components.attributes import hyphened
from dashboard.components.folded import Props
from dashboard.components.published_figures import (
    names_for,
    period_words,
    scope_words,
)
from dashboard.figures.style import MINUS
from dashboard.measures.engine.benchmarks import printed
from dashboard.schema.evidence import Contradiction, Evidence, Figure, Kind
from dashboard.schema.force import Force


@dataclass(frozen=True)
class Contradictions:
    """The block of a page that lists what is of one kind. folded: it opens on a click.

    title: the finding, "{places}" standing for how many there are: "10 places".
    words: what is so of all of them.
    """

    key: str
    kind: Kind
    title: str
    words: str
    folded: bool = True

    def layout(self) -> html.Section:
        """The empty list."""
        title, listed = self._id("title"), html.Div(id=self._id("list"))
        folded = html.Details([html.Summary(id=self._id("summary")), listed])
        return html.Section(
            [
                html.H2(id=title),
                html.P(self.words, className="statistic"),
                folded if self.folded else listed,
            ],
            id=self._id("section"),
            hidden=True,
            className="panel span-12",
            **hyphened(aria_labelledby=title),
        )

    def absent(self) -> Props:
        """The part of an answer that has nothing of the kind."""
        return {self._id("section"): {"hidden": True}}

    def fill(self, found: Mapping[str, Evidence], force: Force) -> Props:
        """The list's part of an answer; without anything of the kind it is not shown."""
        listed = [(each, one) for each in found.values() for one in of_kind(each, self.kind)]
        if not listed:
            return self.absent()
        places = counted(len(listed))
        filled: Props = {
            self._id("section"): {"hidden": False},
            self._id("title"): {"children": self.title.format(places=places)},
            self._id("list"): {"children": [_beside(*each, force) for each in listed]},
        }
        if self.folded:
            filled[self._id("summary")] = {"children": f"Show the {places}"}
        return filled

    def _id(self, what: str) -> str:
        return ids.panel(self.key, what)


def of_kind(publication: Evidence, kind: Kind) -> Iterator[Contradiction]:
    """What is found of a publication that is of the kind, in the order of its file."""
    return (one for one in publication.contradictions if one.kind == kind)


def counted(places: int) -> str:
    """ "1 place", "10 places"."""
    return f"{places} place{'' if places == 1 else 's'}"


def _beside(publication: Evidence, one: Contradiction, force: Force) -> html.Article:
    """One contradiction: its title, its figures in a table, and the words."""
    figures = [(publication.figures[id_], against) for id_, against in one.measured_against.items()]
    return html.Article(
        [html.H3(one.title), _table(publication, figures, force), html.P(one.words)],
        className="beside",
    )


def _table(
    publication: Evidence, figures: Sequence[tuple[Figure, str]], force: Force
) -> html.Table:
    # Told to be what they are: on a phone the rows are laid out as blocks, which would undo it.
    headings = ("Figure", "Measured against", "Of whom and when", "Where it stands")
    names = names_for(publication, force)
    return html.Table(
        [
            html.Thead(
                html.Tr([_cell(html.Th, "columnheader", words) for words in headings], role="row"),
                role="rowgroup",
            ),
            html.Tbody(
                [
                    html.Tr(
                        [
                            _cell(html.Th, "rowheader", _figure(figure)),
                            _cell(html.Td, "cell", against),
                            _cell(html.Td, "cell", _when(figure, names), "quiet"),
                            _cell(html.Td, "cell", figure.citation, "quiet"),
                        ],
                        role="row",
                    )
                    for figure, against in figures
                ],
                role="rowgroup",
            ),
        ],
        className="plain",
        role="table",
    )


def _cell(kind: Callable[..., Component], role: str, words: object, look: str = "") -> Component:
    scope = {"columnheader": {"scope": "col"}, "rowheader": {"scope": "row"}}.get(role, {})
    return kind(words, role=role, className=look or None, **scope)


def _figure(figure: Figure) -> list[Component | str]:
    words = printed(figure)
    if words.startswith("-"):
        words = MINUS + words[1:]
    said = [html.Span(f"{figure.qualifier} ", className="quiet")] if figure.qualifier else []
    return [*said, html.Strong(words)]


def _when(figure: Figure, names: Mapping[str, str]) -> str:
    return ", ".join(filter(None, (scope_words(figure, names), period_words(figure))))
