"""Plain elements of an answer as the browser reads them, for what every change makes many of.

Dash's components check each name that they are given and look at themselves again when they are
written: of forty small ones that costs as much as all that is worked out for them.
"""

from typing import Any

Element = dict[str, Any]
"""What :class:`dash.html` would write of a component."""


def element(kind: str, children: Any, **attributes: Any) -> Element:
    """An element of HTML: its tag as Dash names it ("Li"), what is in it, and its attributes."""
    return {
        "type": kind,
        "namespace": "dash_html_components",
        "props": {"children": children, **attributes},
    }
