"""Rows made of parts: a bar a row, its parts named over the first bar, its total at the right."""

import html
from typing import Any, NamedTuple

import pandas as pd

from dashboard.figures import rows, style
from dashboard.figures.rows import ROW
from dashboard.figures.style import Figure

LINE = 16
BOTTOM = 46
OTHER = "other"
"""The column of the part that is drawn last and grey, and that takes in parts past the sixth."""

_COLOURS = (style.BLUE, style.TEAL, style.PLUM, style.ORANGE, style.CHARCOAL, style.LILAC)
_HALF_BAR = 0.32
_MARGIN = round(ROW * (0.5 - _HALF_BAR))
"""Pixels from the top of the plot to the first bar."""
_PALER = 0.45
_TOTAL_WIDTH = 62
_OVER = 6
"""Pixels from the first bar to the lowest words over it."""
_NARROWEST = 350
_LEFT = 100
"""Pixels at the left, at least: words over the first piece have room there."""
_WIDER = 1.2
"""How much wider than thought letters may be: this is the one place where they would be cut."""


class _Part(NamedTuple):
    """One part: its words, its colour and its value in every row."""

    words: str
    colour: str
    values: list[float | None]


class _Label(NamedTuple):
    """A part's words (markup) over the first bar: where their pointer is, and on which line."""

    colour: str
    text: str
    x: float
    line: int

    @property
    def lines(self) -> int:
        return len(self.text.split("<br>"))


def stack(table: pd.DataFrame, parts: tuple[tuple[str, str], ...], unit: str) -> Figure:
    """A bar a row, stacked from zero of *parts* in their order, and what they add up to.

    *table*: ``name``, ``selected`` (bool) and a column of values in *unit*, none negative, for
    each part, in the order to be drawn from the top. A row that misses a part has no value.
    Where any row is selected, the others are paler. *parts*: the column and its words. The six
    largest over all rows have a colour each; the others are added to the part whose column is
    "other", which is made if there is none.

    28 pixels a row, 16 a line of the parts' words and 54 around them: 502 for twelve commands
    and seven parts.
    """
    names = [str(name) for name in table["name"]]
    columns = [column for column, _ in parts]
    numbers = table[columns].astype(float)
    whole = numbers.dropna()
    if whole.empty or whole.to_numpy().sum() == 0:
        return style.empty()
    totals = style.plain_list(numbers.sum(axis=1, skipna=False))
    selected = [bool(flag) for flag in table["selected"]]
    opacity = [1.0 if flag or not any(selected) else _PALER for flag in selected]
    drawn = _parts(numbers.where(numbers.notna().all(axis=1)), parts)
    data = [_bars(part, opacity) for part in drawn]
    # The whole row answers the pointer, so that one trace does for all parts.
    data[0]["hoverinfo"] = "text"
    data[0]["hovertext"] = [_hover(i, names[i], drawn, totals[i], unit) for i in range(len(names))]

    decimals = rows.decimals(totals)
    texts = [rows.NO_VALUE if t is None else style.number(t, decimals) for t in totals]
    most = max(total for total in totals if total is not None)
    short = rows.short_names(names, [False] * len(names))
    labels = _labels(drawn, short, most)
    top = 8 + LINE * (labels[-1].line + labels[-1].lines)
    return {
        "data": data,
        "layout": style.layout(
            ROW * len(names) + top + BOTTOM,
            {"l": _LEFT, "r": _TOTAL_WIDTH + 8, "t": top, "b": BOTTOM},
            barmode="stack",
            hovermode="y",
            xaxis=rows.scale(style.escape(unit), 0, most, nticks=3),
            yaxis=rows.names_axis(rows.short_names(names, selected)),
            annotations=[
                *rows.column("total", texts, selected, _TOTAL_WIDTH),
                *map(_words, labels),
            ],
            shapes=[_pointer(label) for label in labels],
        ),
    }


def _parts(numbers: pd.DataFrame, parts: tuple[tuple[str, str], ...]) -> list[_Part]:
    """The parts to draw: those with a colour in the order given, then what is left in grey."""
    words = dict(parts)
    sums = numbers.sum().drop(OTHER, errors="ignore")
    coloured = set(sums.sort_values(ascending=False, kind="stable").index[: len(_COLOURS)])
    named = [column for column in words if column in coloured]
    drawn = [
        _Part(words[column], colour, style.plain_list(numbers[column]))
        for column, colour in zip(named, _COLOURS, strict=False)
    ]
    left = [column for column in words if column not in coloured]
    if left:
        rest = numbers[left].sum(axis=1, skipna=False)
        drawn.append(_Part(words.get(OTHER, OTHER), style.GREY_BAR, style.plain_list(rest)))
    return drawn


def _bars(part: _Part, opacity: list[float]) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": part.words,
        "x": part.values,
        "y": [float(i) for i in range(len(part.values))],
        "width": 2 * _HALF_BAR,
        "marker": {
            "color": part.colour,
            "opacity": opacity,
            "line": {"color": style.WHITE, "width": 1},
        },
        "hoverinfo": "skip",
    }


def _labels(drawn: list[_Part], short: list[str], most: float) -> list[_Label]:
    """Each part's words over the middle of its piece of the first bar that there is.

    They end where their pointer goes down, the first part's at the foot: so no pointer crosses
    words, however narrow the pieces and the screen are. What has no room on a phone is broken.
    """
    first = next(i for i, value in enumerate(drawn[0].values) if value is not None)
    widest = max(style.width_in_ems(html.unescape(name)) for name in short)
    left = max(_LEFT, style.SIZE_SMALL * widest + 16)
    labels, end, line = [], 0.0, 0
    for part in drawn:
        size = part.values[first] or 0.0
        middle = end + size / 2
        room = left + middle / most * (_NARROWEST - left - _TOTAL_WIDTH - 8)
        ems = room / style.SIZE_SMALL / _WIDER
        fits = style.width_in_ems(part.words) <= ems
        text = (
            style.escape(part.words)
            if fits
            else style.two_lines(style.shortened([part.words], 2 * ems)[0])
        )
        labels.append(_Label(part.colour, text, middle, line))
        line += labels[-1].lines
        end += size
    return labels


def _words(label: _Label) -> dict[str, Any]:
    return style.note(
        f"{label.text} {style.coloured('■', label.colour)}",
        xref="x",
        x=label.x,
        xanchor="right",
        xshift=6,
        align="right",
        yref="y",
        y=-_HALF_BAR,
        yanchor="bottom",
        yshift=_OVER + LINE * label.line,
    )


def _pointer(label: _Label) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "x",
        "x0": label.x,
        "x1": label.x,
        # On the paper, since what is on the axis ends with the plot.
        "yref": "paper",
        "ysizemode": "pixel",
        "yanchor": 1,
        "y0": -_MARGIN,
        "y1": _OVER + LINE * label.line - _MARGIN + 4,
        "line": {"color": label.colour, "width": 1},
    }


def _hover(i: int, name: str, drawn: list[_Part], total: float | None, unit: str) -> str:
    lines = [style.bold(style.escape(name))]
    lines += [f"{style.escape(part.words)} {rows.said(part.values[i])}" for part in drawn]
    return "<br>".join([*lines, f"Total {rows.said(total)} {style.escape(unit)}"])
