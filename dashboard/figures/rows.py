"""What charts of rows share: names at the left, a scale below, words at the right, and a band."""

from collections.abc import Iterable
from typing import Any

from dashboard.figures import style

ROW = 28
"""Pixels that a row takes."""
NO_VALUE = "no value"
Band = tuple[float, float, str]
"""A range that was published, as levels on the scale from low to high, and the words for it."""
_LABEL_EMS = 14.0


def short_names(names: list[str], selected: list[bool]) -> list[str]:
    """Names cut to the room at the left, as markup; those *selected* are bold."""
    short = [style.escape(name) for name in style.shortened(names, _LABEL_EMS)]
    return [style.bold(text) if flag else text for text, flag in zip(short, selected, strict=True)]


def names_axis(texts: list[str], below: float = 0.0) -> dict[str, Any]:
    """The upright axis: *texts* (markup) from the top, row *i* at *i*, *below* rows left free."""
    return style.axis(
        range=[len(texts) - 0.5 + below, -0.5],
        tickmode="array",
        tickvals=[float(i) for i in range(len(texts))],
        ticktext=texts,
        tickfont={"size": style.SIZE_SMALL, "color": style.TEXT},
        ticks="outside",
        ticklen=8,
        tickcolor="rgba(0,0,0,0)",
    )


def scale(words: str, start: float, end: float, **more: Any) -> dict[str, Any]:
    """The axis under the rows from *start* to *end*, with *words* (markup) below it."""
    return style.axis(
        range=[start, end],
        showgrid=True,
        gridcolor=style.GREY_GRID,
        title={
            "text": words,
            "font": {"size": style.SIZE_SMALL, "color": style.TEXT_MUTED},
            "standoff": 6,
        },
        **more,
    )


def column(header: str, texts: list[str], selected: list[bool], width: int) -> list[dict[str, Any]]:
    """*texts*, one a row, under *header* in a margin *width* pixels wide; *selected* ones bold."""
    at_right = {"xref": "paper", "x": 1, "xanchor": "right", "xshift": width, "align": "right"}
    notes = [
        style.note(style.bold(text) if flag else text, **at_right, yref="y", y=float(i))
        for i, (text, flag) in enumerate(zip(texts, selected, strict=True))
    ]
    return [*notes, quiet(header, **at_right, yref="paper", y=1, yanchor="bottom")]


def quiet(text: str, **place: Any) -> dict[str, Any]:
    """Words beside the chart: small and muted."""
    return style.note(text, font={"size": style.SIZE_SMALL, "color": style.TEXT_MUTED}, **place)


def joined(
    lefts: list[float | None],
    rights: list[float | None],
    wanted: list[bool],
    colour: str,
    width: int,
) -> dict[str, Any]:
    """The lines from left to right of the *wanted* rows as one trace, broken between rows."""
    x: list[float | None] = []
    y: list[float | None] = []
    for i, (left, right, want) in enumerate(zip(lefts, rights, wanted, strict=True)):
        if want and left is not None and right is not None:
            x += [left, right, None]
            y += [float(i), float(i), None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": colour, "width": width},
        "hoverinfo": "skip",
    }


def dots(name: str, values: list[float | None], marker: dict[str, Any]) -> dict[str, Any]:
    """A dot a row at *values*, silent; whoever wants it to answer the pointer says so."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": values,
        "y": [float(i) for i in range(len(values))],
        "marker": {"opacity": 1, **marker},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def decimals(values: Iterable[float | None]) -> int:
    """0 or 1: a column of numbers to compare has a tenth everywhere if any of them has one."""
    return int(any(value is not None and round(value, 1) % 1 for value in values))


def said(value: float | None) -> str:
    """A number for the pointer's words."""
    return NO_VALUE if value is None else style.number(value)


def band_shapes(
    low: float, high: float, top: float, bottom: float, clear: float = 0.0
) -> list[dict[str, Any]]:
    """A light band behind the bars from row place *top* to *bottom*, with lines at both ends.

    *clear*: the height in the middle, in rows, that the lines leave free for a number.
    """
    across = {"xref": "x", "yref": "y"}
    middle = (top + bottom) / 2
    spans = [(top, middle - clear / 2), (middle + clear / 2, bottom)]
    line = {"type": "line", **across, "line": {"color": style.GREY_LINE, "width": 1}}
    ends = [
        {**line, "x0": level, "x1": level, "y0": above, "y1": below}
        for level in sorted({low, high})
        for above, below in spans
    ]
    fill = {
        "type": "rect",
        **across,
        "x0": low,
        "x1": high,
        "y0": top,
        "y1": bottom,
        "layer": "below",
        "fillcolor": style.GREY_GRID,
        "line": {"width": 0},
    }
    return [fill, *ends]


def band_words(band: Band, start: float, end: float, **place: Any) -> dict[str, Any]:
    """The band's words, set so that they stay inside a scale from *start* to *end*."""
    low, high, words = band
    middle = (low + high) / 2
    third = (end - start) / 3
    at, anchor = middle, "center"
    if middle < start + third:
        at, anchor = low, "left"
    elif middle > end - third:
        at, anchor = high, "right"
    return quiet(style.escape(words), xref="x", x=at, xanchor=anchor, **place)
