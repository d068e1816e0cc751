"""A table of shaded cells, and the one scale of shades that every figure of cells uses."""

import textwrap
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from dashboard.figures import style
from dashboard.figures.style import Figure

ROW = 26
LINE = 15
"""Pixels of a line of the note under the cells."""

_NARROWEST = 350
_NARROWEST_CELL = 32
_LYING = 6
"""Letters of a column's name that lie over the narrowest cell; longer names take two lines."""

_TOP = 36
"""Pixels for names of columns that lie, in two lines."""

_LETTER = 6.3
"""Pixels of a letter of the note, on average and no less."""

# Written as rgb() where the palette is hexadecimal: a theme replaces the colours of the palette,
# and a shade and the words on it only stand as a pair.
_LIGHT = (226, 236, 245)
_DARK = tuple(int(style.BLUE[i : i + 2], 16) for i in (1, 3, 5))
_NO_FILL = "rgba(0,0,0,0)"

_HATCHED = {"fill": style.GREY_BAR, "ink": style.TEXT, "outline_width": 1, "hatched": True}
"""How a flagged cell is drawn: its fill is the colour of the lines."""


class Scale(NamedTuple):
    """Shades from light at *low* to the palette's blue at *high*; what is beyond is drawn alike."""

    low: float
    high: float

    def fill(self, value: float) -> str:
        """The shade of *value*; the middle one where the scale has no length."""
        return _pair(self, value)[0]

    def ink(self, value: float) -> str:
        """What words on that shade are written in, at 4.5 to 1 or more.

        Black or white: with any softer dark, some shade between holds neither.
        """
        return _pair(self, value)[1]


# The places that one command polices have one value.
@lru_cache(4096)
def _pair(scale: Scale, value: float) -> tuple[str, str]:
    """The shade of a value and the ink on it."""
    length = scale.high - scale.low
    share = min(max((value - scale.low) / length, 0.0), 1.0) if length else 0.5
    mixed = tuple(
        round(light + share * (dark - light)) for light, dark in zip(_LIGHT, _DARK, strict=True)
    )
    light = _luminance(mixed) + 0.05
    ink = (0, 0, 0) if light / 0.05 > 1.05 / light else (255, 255, 255)
    return _rgb(mixed), _rgb(ink)


class Cell(NamedTuple):
    """One cell: its middle on the axes, its words (markup), and how it is drawn."""

    x: float
    y: float
    text: str
    hover: str
    fill: str
    ink: str
    outline: str = style.GREY_BAR
    outline_width: int = 0
    hatched: bool = False


def shaded(value: float | None, scale: Scale) -> dict[str, Any]:
    """How a cell of that value is drawn; one without a value is an outline."""
    if value is None:
        return {"fill": _NO_FILL, "ink": style.TEXT, "outline_width": 1}
    return {"fill": scale.fill(value), "ink": scale.ink(value)}


def drawn(cells: list[Cell], width: float, height: float, size: int) -> dict[str, Any]:
    """The trace of *cells*, each *width* by *height* of the axes, with text of *size* pixels.

    Bars, since a bar alone has a fill, an outline, a hatching, words and a pointer of its own.
    """
    return {
        "type": "bar",
        "x": [cell.x for cell in cells],
        "base": [cell.y - height / 2 for cell in cells],
        "y": [height] * len(cells),
        "width": width,
        "marker": {
            "color": [cell.fill for cell in cells],
            "line": {
                "color": [cell.outline for cell in cells],
                "width": [cell.outline_width for cell in cells],
            },
            "pattern": {
                "shape": ["/" if cell.hatched else "" for cell in cells],
                "size": 7,
                "solidity": 0.16,
            },
        },
        "text": [cell.text for cell in cells],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        # Plotly would shrink what it thinks too wide, each cell to another size.
        "constraintext": "none",
        "insidetextfont": {"size": size, "color": [cell.ink for cell in cells]},
        "cliponaxis": False,
        "hoverinfo": ["text" if cell.hover else "skip" for cell in cells],
        "hovertext": [cell.hover for cell in cells],
    }


def under(words: list[str], left: float, **place: Any) -> tuple[dict[str, Any], int]:
    """*words*, a line or more each, as a muted note that hangs from *place*; and its lines.

    *left*: pixels at the left that the note leaves free, so that its lines fit a phone.
    """
    letters = int((_NARROWEST - 16 - left) / _LETTER)
    lines = [line for each in words for line in textwrap.wrap(each, letters)]
    text = "<br>".join(style.escape(line) for line in lines)
    hung = style.note(text, **{"yanchor": "top", "yshift": -6, "xshift": -2, **place})
    hung["font"] = {"size": style.SIZE_TICK, "color": style.TEXT_MUTED}
    return hung, len(lines)


def heatmap(
    frame: pd.DataFrame,
    rows: list[str],
    columns: list[str],
    *,
    unit: str,
    words: str,
    digits: int = 0,
    flagged: str = "not recorded",
    selected: frozenset[str] = frozenset(),
    span: tuple[float, float] | None = None,
) -> Figure:
    """A cell for each of *rows*, from the top, and *columns*, from the left; darker is more.

    *frame*: one row a cell with ``row``, ``column``, ``value`` (missing: the cell is an empty
    outline), ``text`` (what stands in it), ``hover`` (plain text, its lines apart by a line break;
    it names row and column, since a long name is cut) and perhaps ``flag`` (bool: the cell is
    hatched instead of shaded, which the note says *flagged* of). What the frame lacks is an empty
    cell. ``ValueError`` if it has a cell twice.

    *words* say under the cells what darker means; the values there of the lightest and the darkest
    shade are in *unit* with *digits* (0 or 1) decimals. *span* fixes these values, which are
    otherwise the least and the most of the values shown. Rows *selected* are in bold.

    26 pixels a row, and around them what the note and the names of the columns take; where these
    lie, the rows share the room that they would need upright.
    """
    given = frame.set_index(["row", "column"])
    if not given.index.is_unique:
        twice = given.index[given.index.duplicated()][0]
        raise ValueError(f"the cell of {' and '.join(map(str, twice))} is given twice")
    found = given.reindex(pd.MultiIndex.from_product([rows, columns]))
    flags = [False] * len(found)
    if "flag" in found:
        flags = [not pd.isna(flag) and bool(flag) for flag in found["flag"]]
    values = [
        None if flag else value
        for value, flag in zip(style.plain_list(found["value"]), flags, strict=True)
    ]
    known = [value for value in values if value is not None]
    if not known and not any(flags):
        return style.empty()
    scale = Scale(*(span or (min(known, default=0.0), max(known, default=0.0))))

    places = [(float(x), float(y)) for y in range(len(rows)) for x in range(len(columns))]
    cells = [
        Cell(x, y, _marked(text), _marked(hover), **(_HATCHED if flag else shaded(value, scale)))
        for (x, y), text, hover, value, flag in zip(
            places, found["text"], found["hover"], values, flags, strict=True
        )
    ]
    notes = [words, *_ends(scale, known, unit, digits)]
    if any(flags):
        notes.append(f"Hatched: {flagged}.")
    names = style.shortened(rows, _label_ems(len(columns)))
    left = 6 + style.SIZE_SMALL * max(map(style.width_in_ems, names))
    note, lines = under(notes, left, xref="paper", x=0, yref="paper", y=0)
    bottom = 12 + LINE * lines
    return {
        "data": [drawn(cells, 0.95, 0.92, style.SIZE_SMALL)],
        "layout": style.layout(
            ROW * len(rows) + _top(columns) + bottom,
            {"l": 8, "r": 8, "t": _TOP, "b": bottom},
            hovermode="closest",
            xaxis=style.axis(
                side="top",
                range=[-0.5, len(columns) - 0.5],
                tickmode="array",
                tickvals=[float(i) for i in range(len(columns))],
                ticktext=[style.two_lines(name, _LYING) for name in columns],
                tickfont={"size": style.SIZE_TICK, "color": style.TEXT},
                # Names stand upright where they would run into each other.
                tickangle="auto",
                autotickangles=[0, -90],
                automargin="height",
            ),
            yaxis=style.axis(
                range=[len(rows) - 0.5, -0.5],
                tickmode="array",
                tickvals=[float(i) for i in range(len(rows))],
                ticktext=[
                    style.bold(style.escape(name)) if row in selected else style.escape(name)
                    for name, row in zip(names, rows, strict=True)
                ],
                tickfont={"size": style.SIZE_SMALL, "color": style.TEXT},
                ticks="outside",
                ticklen=6,
                tickcolor="rgba(0,0,0,0)",
            ),
            annotations=[note],
        ),
    }


def _marked(text: Any) -> str:
    """Plain text as markup; nothing where it is missing."""
    return "" if pd.isna(text) else style.escape(str(text)).replace("\n", "<br>")


def _ends(scale: Scale, known: list[float], unit: str, digits: int) -> list[str]:
    """What the lightest and the darkest shade stand for; nothing where nothing is shaded."""
    if not known:
        return []

    def said(value: float) -> str:
        return style.number(round(value, digits), digits)

    if scale.low == scale.high:
        return [f"Every shade is {said(scale.low)} ({unit})."]
    less = " or less" if min(known) < scale.low else ""
    more = " or more" if max(known) > scale.high else ""
    return [f"Lightest {said(scale.low)}{less}, darkest {said(scale.high)}{more} ({unit})."]


def _label_ems(columns: int) -> float:
    """Room for the names of rows: what cells wide enough for a short number leave on a phone."""
    room = _NARROWEST - 22 - _NARROWEST_CELL * columns
    return min(max(room / style.SIZE_SMALL, 8.0), 14.0)


def _top(columns: list[str]) -> int:
    """Room for the names of columns, lying or, if they cannot lie on a phone, upright."""
    longest = max(
        style.width_in_ems(line)
        for name in columns
        for line in style.two_lines(name, _LYING).split("<br>")
    )
    upright = longest * style.SIZE_TICK
    return _TOP if upright <= _NARROWEST_CELL else max(_TOP, round(upright) + 12)


def _rgb(colour: tuple[int, ...]) -> str:
    return f"rgb({','.join(map(str, colour))})"


def _luminance(colour: tuple[int, ...]) -> float:
    """The relative luminance of WCAG, from 0 to 1."""
    parts = [part / 255 for part in colour]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
