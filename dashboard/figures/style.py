"""What every figure shares: colours, fonts, layout, numbers as text, and where an axis starts."""

import html
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

Figure = dict[str, Any]

Table = pd.DataFrame | Mapping[str, Sequence]
"""What is drawn: columns by their names, each as long as the others."""

# The categorical palette of the UK Government Analysis Function.
BLUE = "#12436D"
TEAL = "#28A197"
PLUM = "#801650"
ORANGE = "#F46A25"
CHARCOAL = "#3D3D3D"
LILAC = "#A285D1"

# What is not in question is grey. Words need more contrast than shapes: the text colours hold
# 4.5 to 1 on white, which the orange of the palette does not.
GREY_BAR = "#AEB2B5"
GREY_LINE = "#6F777B"
GREY_GRID = "#E6E8EA"
TEXT = "#1F2224"
TEXT_MUTED = "#565C60"
TEXT_ORANGE = "#C2410C"
GAP_FILL = "rgba(244,106,37,0.13)"
WHITE = "#FFFFFF"

# On the dark page words hold 4.5 to 1 and shapes 3 to 1; grid and fills only lie behind.
DARK_PAGE = "#15191C"
DARK: dict[str, str] = {
    BLUE: "#8FB8DE",
    TEAL: "#4FC4B8",
    PLUM: "#D9689E",
    ORANGE: "#FF8A4C",
    CHARCOAL: "#D0D4D7",
    LILAC: "#BBA3E8",
    GREY_BAR: "#6F787E",
    GREY_LINE: "#9AA3A8",
    GREY_GRID: "#2E3439",
    TEXT: "#E8EAEC",
    TEXT_MUTED: "#A9B1B6",
    TEXT_ORANGE: "#FF9A66",
    GAP_FILL: "rgba(255,138,76,0.2)",
    WHITE: DARK_PAGE,
}
"""Each colour above -> what the browser draws in its place for a reader whose system is dark.

A colour counts as the whole of a text, or as ``color:`` in its markup, spelled as above. Any
other spelling stays as it is: so does a scale of fills, and what is written on it.
"""

FONT = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"
SIZE = 13
SIZE_SMALL = 12
SIZE_TICK = 11

EMPTY_HEIGHT = 160
NO_DATA = "No data for this selection."
MINUS = "\u2212"

_NOTHING = {"-0", "-0.0"}
_EMS = {"upper": 0.72, "lower": 0.56, "narrow": 0.32}


def plain(value: Any) -> float | None:
    """A number as a Python float; ``None`` for whatever is missing or not finite."""
    if value is None or value is pd.NA:
        return None
    as_float = float(value)
    return as_float if math.isfinite(as_float) else None


def plain_list(values: Iterable[Any]) -> list[float | None]:
    """:func:`plain` of each value."""
    return [plain(value) for value in values]


def number(value: float, decimals: int | None = None) -> str:
    """``1541.6`` as "1,541.6" and ``1542.0`` as "1,542": a tenth at most, a true minus.

    *decimals* forces 0 or 1, for columns of numbers that should look alike.
    """
    text = f"{value:,.1f}" if decimals != 0 else f"{round(value, 1):,.0f}"
    if decimals is None:
        text = text.removesuffix(".0")
    if text.startswith("-"):
        return text[1:] if text in _NOTHING else MINUS + text[1:]
    return text


def percent(value: float) -> str:
    """``26.84`` as "26.8%"."""
    return number(value, 1) + "%"


def escape(text: str) -> str:
    """Data as text: Plotly reads a little HTML in its labels, and a name is never meant as it."""
    return html.escape(text, quote=False)


def bold(text: str) -> str:
    """*text* (already escaped) in bold."""
    return f"<b>{text}</b>"


def coloured(text: str, colour: str) -> str:
    """*text* (already escaped) in *colour*."""
    return f'<span style="color:{colour}">{text}</span>'


def two_lines(text: str, longest: int = 12) -> str:
    """*text* escaped, and broken at the space that best halves it if longer than *longest*."""
    words = text.split()
    if len(text) <= longest or len(words) < 2:
        return escape(text)
    splits = ((" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words)))
    first, second = min(splits, key=lambda pair: max(len(pair[0]), len(pair[1])))
    return f"{escape(first)}<br>{escape(second)}"


def width_in_ems(text: str) -> float:
    """About how wide *text* is, in font sizes: capitals take more room than small letters."""
    return sum(
        _EMS["narrow"] if c in " .,'-ijlIt" else _EMS["upper" if c.isupper() else "lower"]
        for c in text
    )


def shortened(names: list[str], ems: float) -> list[str]:
    """Each name cut with "…" to about *ems* font sizes, and no two different names cut alike.

    A cut keeps the beginning. Where that would leave different names the same, every cut keeps
    the last words too, and is longer until all differ.
    """
    cut = [_beginning(name, ems) for name in names]
    room = ems
    while len(set(cut)) < len(set(names)):
        cut = [_both_ends(name, room) for name in names]
        room *= 1.1
    return cut


def _beginning(name: str, ems: float) -> str:
    kept, short = len(name), name
    while kept > 1 and width_in_ems(short) > ems:
        kept -= 1
        short = name[:kept].rstrip(" ,.-") + "…"
    return short


def _both_ends(name: str, ems: float) -> str:
    """*name* within *ems*: the last words that fit in two thirds of it, after its beginning."""
    if width_in_ems(name) <= ems:
        return name
    words = name.split()
    tails = [" ".join(words[i:]) for i in range(1, len(words))]
    tail = next((text for text in tails if width_in_ems(text) <= ems * 2 / 3), name[-4:])
    return (
        _beginning(name[: -len(tail)].rstrip(), ems - width_in_ems(tail)).rstrip("…") + "…" + tail
    )


def axis_start(lowest: float, highest: float, least: float = 0.5) -> float:
    """Where an axis over *lowest* to *highest* starts: a round number, 0 unless that hides much.

    Zero for small numbers (under 100), where every person is seen anyway, and where the lowest
    is under the share *least* of the highest.
    """
    if highest < 100 or lowest < highest * least or lowest == highest:
        return 0.0
    # A span of at least a twentieth, or a difference of one person would fill the chart.
    span = max(highest - lowest, highest / 20)
    step = round_step(span / 4)
    return max(0.0, step * math.floor((lowest - 0.3 * span) / step))


def round_step(size: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is not above *size* (over 0)."""
    power = 10.0 ** math.floor(math.log10(size))
    return max(m * power for m in (1, 2, 5) if m * power <= size * (1 + 1e-9))


def axis_words(unit: str, start: float) -> str:
    """An axis's title: its unit and, where that is not zero, where it starts."""
    return escape(unit) if start == 0 else f"{escape(unit)}; the axis starts at {number(start)}"


_AXIS: dict[str, Any] = {
    "fixedrange": True,
    "showgrid": False,
    "showline": False,
    "zeroline": False,
    "ticks": "",
    "tickangle": 0,
    "tickformat": ",",
    "tickfont": {"size": SIZE_TICK, "color": TEXT_MUTED},
    "automargin": True,
}
TEMPLATE: dict[str, Any] = {
    "layout": {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": SIZE, "color": TEXT},
        "showlegend": False,
        # A chart that takes a finger's drag for itself traps the reader of a phone.
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": WHITE,
            "bordercolor": GREY_LINE,
            "font": {"family": FONT, "size": SIZE_SMALL, "color": TEXT},
            "align": "left",
        },
        "xaxis": _AXIS,
        "yaxis": _AXIS,
        "annotationdefaults": {
            "showarrow": False,
            "yanchor": "middle",
            "align": "left",
            "font": {"size": SIZE_SMALL, "color": TEXT},
        },
    }
}
"""What every figure has unless it says otherwise, as Plotly reads it: sent once, not with each."""


def layout(height: int, margin: dict[str, int], **more: Any) -> dict[str, Any]:
    """A figure's layout over :data:`TEMPLATE`; *height* and *margin* (``l r t b``) in pixels."""
    return {"height": height, "margin": margin, **more}


def axis(**more: Any) -> dict[str, Any]:
    """A quiet axis: no lines, upright muted numbers with thousands separators, no zoom.

    That is the template's; *more* is what this axis has beside it.
    """
    return more


def note(text: str, **more: Any) -> dict[str, Any]:
    """An annotation without arrow: words placed on the figure, left-aligned unless told."""
    return {"text": text, "xanchor": "left", **more}


def empty(words: str = NO_DATA) -> Figure:
    """A figure with no traces that says why, in its middle."""
    middle = note(
        escape(words), xref="paper", yref="paper", x=0.5, y=0.5, xanchor="center", align="center"
    )
    middle["font"] = {"size": SIZE, "color": TEXT_MUTED}
    hidden = {"visible": False}
    return {
        "data": [],
        "layout": layout(
            EMPTY_HEIGHT,
            {"l": 8, "r": 8, "t": 8, "b": 8},
            xaxis=hidden,
            yaxis=dict(hidden),
            annotations=[middle],
        ),
    }


def pointer(x: list[Any], y: list[float], texts: list[str]) -> dict[str, Any]:
    """Unseen dots at *x* and *y* that answer the pointer with *texts* (markup)."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "Pointer",
        "x": x,
        "y": y,
        "marker": {"size": 12, "opacity": 0},
        "hoverinfo": "text",
        "hovertext": texts,
    }
