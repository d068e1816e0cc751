"""The same strength by command of the books and by command of work: home beside host."""

from typing import Any

import pandas as pd

from dashboard.figures import rows, style
from dashboard.figures.style import Figure

ROW = 68
TOP = 8
BOTTOM = 46
_BAR = 0.26
_VIEWS = {"home": (-0.14, style.GREY_BAR), "host": (0.14, style.BLUE)}
"""Each view: how far below its row's middle its bar lies, in rows, and its colour."""
_WORDS = 0.41
"""How far below its row's middle the row's words stand."""


def pairs(frame: pd.DataFrame, unit: str = "FTE officers") -> Figure:
    """Two bars a row from zero, home above host, each with its number, and words under them.

    *frame*: ``label``, ``home`` and ``host`` in *unit* (missing where there is no value) and
    ``words`` ("+12 borrowed"; empty for none), in the order to be drawn from the top.

    68 pixels a row and 54 around them.
    """
    labels = [str(label) for label in frame["label"]]
    values = {view: style.plain_list(frame[view]) for view in _VIEWS}
    known = [value for column in values.values() for value in column if value is not None]
    if not known:
        return style.empty()
    decimals = rows.decimals(known)
    # Room at the right for the number of the longest bar, in bold, and the name of its view.
    widest = max(len(style.number(value, decimals)) for value in known)
    notes = [
        _number(view, i, value, decimals)
        for view, column in values.items()
        for i, value in enumerate(column)
    ]
    for i, words in enumerate(frame["words"]):
        place = {"xref": "paper", "x": 0, "yref": "y", "y": i + _WORDS}
        notes.append(rows.quiet(style.escape(str(words)), **place))
    return {
        "data": [
            _bars(view, column, _hovers(labels, values, unit)) for view, column in values.items()
        ],
        "layout": style.layout(
            ROW * len(labels) + TOP + BOTTOM,
            {"l": 8, "r": 52 + 8 * widest, "t": TOP, "b": BOTTOM},
            barmode="overlay",
            hovermode="closest",
            xaxis=rows.scale(style.escape(unit), 0, max(known) or 1.0, nticks=4),
            yaxis=rows.names_axis([style.two_lines(label) for label in labels]),
            annotations=notes,
        ),
    }


def _bars(view: str, values: list[float | None], hovers: list[str]) -> dict[str, Any]:
    below, colour = _VIEWS[view]
    return {
        "type": "bar",
        "orientation": "h",
        "name": view,
        "x": values,
        "y": [i + below for i in range(len(values))],
        "width": _BAR,
        "marker": {"color": colour},
        "hoverinfo": "text",
        "hovertext": hovers,
        "textposition": "none",
    }


def _number(view: str, row: int, value: float | None, decimals: int) -> dict[str, Any]:
    """A bar's number and the name of its view, at the bar's end."""
    text = rows.NO_VALUE if value is None else style.bold(style.number(value, decimals))
    place = {"xref": "x", "x": value or 0.0, "yref": "y", "y": row + _VIEWS[view][0], "xshift": 4}
    return style.note(f"{text} {view}", **place)


def _hovers(labels: list[str], values: dict[str, list[float | None]], unit: str) -> list[str]:
    return [
        "<br>".join(
            [
                style.bold(style.escape(label)),
                f"Home, whose books they are on: {rows.said(home)} {style.escape(unit)}",
                f"Host, where they work: {rows.said(host)} {style.escape(unit)}",
            ]
        )
        for label, home, host in zip(labels, values["home"], values["host"], strict=True)
    ]
