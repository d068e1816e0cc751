"""What stands folded away until its reader opens it: made only for who has it open."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components import ids

Props = dict[str, dict[str, Any]]
"""What an answer sets: component id -> property -> value."""


@dataclass(frozen=True)
class Later:
    """Components that are made once the details element with the id *details* is open."""

    details: str
    make: Callable[[], Sequence[Component]]


def folded(details: str, summary: str, **more: Any) -> html.Details:
    """An element that a reader opens; :func:`filled` is what an answer puts into it."""
    inside = html.Div(id=ids.inside(details))
    return html.Details([html.Summary(summary), inside], id=details, **more)


def filled(details: str, make: Callable[[], Sequence[Component]]) -> Props:
    """What stands in a folded element, as part of an answer."""
    return {ids.inside(details): {"children": Later(details, make)}}


def unfolded(props: Props, opened: Collection[str] | None) -> Props:
    """*props* with what is open made, and without what is closed; None: all is open."""
    found: Props = {}
    for component_id, values in props.items():
        later = values.get("children")
        if not isinstance(later, Later):
            found[component_id] = values
        elif opened is None or later.details in opened:
            found[component_id] = {**values, "children": later.make()}
    return found
