"""Several values a row as marks on one scale: readings of one thing, or own beside published."""

from typing import Any

import pandas as pd

from dashboard.figures import rows, style
from dashboard.figures.rows import ROW
from dashboard.figures.style import Figure

LINE = 18
"""Pixels of a line of the key."""
TOP = 38
BOTTOM = 46
_WIDTH = 76
_MARKS = (("circle", style.BLUE, "●"), ("diamond", style.TEAL, "◆"), ("square", style.PLUM, "■"))
"""A shape of its own for each, for those who see no colours: as drawn, its colour, as a letter."""

Marked = tuple[str, str]
"""A column of the table, and what it is in words."""
Level = tuple[float, str]
"""A place on the scale that was published, and its words, a few letters."""


def marks(
    table: pd.DataFrame,
    marked: tuple[Marked, ...],
    unit: str,
    beside: str,
    levels: tuple[Level, ...] = (),
) -> Figure:
    """A row a name with up to three marks on a scale from zero, joined by a line.

    *table*: ``name``, ``selected`` (bool), ``beside`` (words at the right, under the heading
    *beside*) and a column of values in *unit* for each of *marked*, missing where there is none,
    in the order to be drawn from the top. *levels* are lines across all rows.

    28 pixels a row, 18 a mark and 84 around them.
    """
    names = [str(name) for name in table["name"]]
    selected = [bool(flag) for flag in table["selected"]]
    values = [style.plain_list(table[column]) for column, _ in marked]
    known = [[one for one in row if one is not None] for row in zip(*values, strict=True)]
    every = [value for row in known for value in row]
    if not every:
        return style.empty()
    end = 1.02 * max(*every, *(at for at, _ in levels), 0.0) or 1.0
    lefts = [min(row, default=None) for row in known]
    rights = [max(row, default=None) for row in known]
    data = [
        rows.joined(lefts, rights, [not flag for flag in selected], style.GREY_BAR, 3),
        rows.joined(lefts, rights, selected, style.GREY_LINE, 4),
        *_dots(marked, values, selected),
        _pointer(names, marked, values, unit),
    ]
    key = "<br>".join(
        f"{style.coloured(sign, colour)} {style.escape(words)}"
        for (_, words), (_, colour, sign) in zip(marked, _MARKS, strict=False)
    )
    top = TOP + LINE * len(marked)
    return {
        "data": data,
        "layout": style.layout(
            ROW * len(names) + top + BOTTOM,
            {"l": 8, "r": _WIDTH + 8, "t": top, "b": BOTTOM},
            hovermode="y",
            title=_over_all(key),
            xaxis=rows.scale(style.escape(unit), 0, end, nticks=4),
            yaxis=rows.names_axis(rows.short_names(names, selected)),
            shapes=[_line(at) for at, _ in levels],
            annotations=[
                *(_level(at, words) for at, words in levels),
                *rows.column(
                    beside, [style.escape(str(text)) for text in table["beside"]], selected, _WIDTH
                ),
            ],
        ),
    }


def _dots(
    marked: tuple[Marked, ...], values: list[list[float | None]], selected: list[bool]
) -> list[dict[str, Any]]:
    """The marks, the first one drawn last: it is the one that the others are held against."""
    drawn = []
    for place, ((_, words), column) in enumerate(zip(marked, values, strict=True)):
        symbol, colour, _ = _MARKS[place]
        # One under another shows around it where both are at one place.
        size = [(13 if place else 9) + 2 * flag for flag in selected]
        edge = {"color": style.WHITE, "width": 1}
        marker = {"symbol": symbol, "size": size, "color": colour, "line": edge}
        drawn.append(rows.dots(words, column, marker))
    return drawn[::-1]


def _pointer(
    names: list[str], marked: tuple[Marked, ...], values: list[list[float | None]], unit: str
) -> dict[str, Any]:
    """An unseen trace that answers the pointer, in rows without a value too."""
    texts = [
        "<br>".join(
            [
                style.bold(style.escape(name)),
                *(
                    f"{style.escape(words)}: {rows.said(column[i])}"
                    for (_, words), column in zip(marked, values, strict=True)
                ),
                style.escape(unit),
            ]
        )
        for i, name in enumerate(names)
    ]
    places = [
        next((column[i] for column in values if column[i] is not None), 0.0)
        for i in range(len(names))
    ]
    return {
        **rows.dots("Pointer", places, {"size": 12, "opacity": 0}),
        "hoverinfo": "text",
        "hovertext": texts,
    }


def _line(at: float) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": at,
        "x1": at,
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": {"color": style.GREY_LINE, "width": 1, "dash": "dot"},
    }


def _level(at: float, words: str) -> dict[str, Any]:
    place = {"xref": "x", "x": at, "xanchor": "center", "align": "center"}
    return rows.quiet(style.escape(words), **place, yref="paper", y=1, yanchor="bottom", yshift=1)


def _over_all(key: str) -> dict[str, Any]:
    """The key over the whole figure: on a phone the plot alone has no room for it."""
    return {
        "text": key,
        "font": {"size": style.SIZE_SMALL, "color": style.TEXT_MUTED},
        "xref": "container",
        "x": 0,
        "xanchor": "left",
        "yref": "container",
        "y": 1,
        "yanchor": "top",
        # Of several lines the first would stick out above.
        "pad": {"l": 8, "t": 16},
    }
