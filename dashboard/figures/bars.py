"""One value a row as sorted bars: how commands, teams or ranks compare in any measure."""

from typing import Any

import pandas as pd

from dashboard.figures import rows, style
from dashboard.figures.rows import ROW, Band
from dashboard.figures.style import Figure

KEY = 16
"""Pixels of a line over the plot."""
TOP = 12
BOTTOM = 44
FLAGS = {"high": "▲", "low": "▼"}
"""What stands beside a value that is flagged, by its side."""
BEYOND = "beyond what chance explains"
TOGETHER = "all together"

_BAR = 0.58
_LIMITS = 0.84
_LEVEL = 0.44
"""The height, in rows, of a level's line between two rows: it leaves the numbers free."""
_NARROWEST = 350
_NARROWEST_BARS = 76


def bars(
    table: pd.DataFrame,
    unit: str,
    decimals: int = 1,
    band: Band | None = None,
    centre: float | None = None,
    ranked: bool = True,
) -> Figure:
    """A bar a row from zero, the highest first, each with its number at its end.

    Where not *ranked*, rows stand as they are given, as months do.

    *table*: ``name``, ``value`` in *unit* (missing: the row says so and comes last), ``selected``
    (bool), ``flagged`` ("high", "low" or "") and perhaps ``base`` (words for what the value is
    out of, at the right) and ``low`` and ``high`` (what chance explains, a light box behind the
    bar; missing: none). Numbers have so many *decimals*. Where any row is selected, the others
    are grey. *band*: a published range; *centre*: the value of all rows together. Both in *unit*.

    28 pixels a row and 56 around them, 16 more for each line over the plot and 15 for a long unit.
    """
    table = _sorted(table) if ranked else table
    values = style.plain_list(table["value"])
    known = [value for value in values if value is not None]
    if not known:
        return style.empty()
    boxes = _boxes(table)
    levels = [0.0, *known, *(edge for box in boxes if box for edge in box)]
    levels += [*(band[:2] if band else ()), *(() if centre is None else (centre,))]
    start, end = min(levels), max(levels)
    selected = [bool(flag) for flag in table["selected"]]
    flags = [str(flag) for flag in table["flagged"]]
    bases = [str(base) for base in table["base"]] if "base" in table else []
    key = _key(flags, any(boxes), None if centre is None else printed(centre, decimals))
    shapes, over = [], []
    if band is not None:
        shapes = rows.band_shapes(band[0], band[1], -0.5, len(values) - 0.5)[:1]
        over = [rows.band_words(band, start, end, yref="paper", y=1, yanchor="bottom", yshift=2)]

    data = [_boxed(boxes), _bars(values, selected), *_levels(len(values), band, centre)]
    data.append(_pointer(table, values, boxes, unit, decimals, band))
    left, right = _beside(values, flags, decimals, end)
    width = _width(bases)
    room = _NARROWEST - 24 - left - right - width
    ems = min(max((room - _NARROWEST_BARS) / style.SIZE_SMALL, 7.0), 14.0)
    short = style.shortened([str(name) for name in table["name"]], ems)
    wide = style.SIZE_SMALL * max(map(style.width_in_ems, short))
    words = style.two_lines(unit, 30)
    top = TOP + KEY * (len(key) + len(over))
    bottom = BOTTOM + (15 if "<br>" in words else 0)
    return {
        "data": data,
        "layout": style.layout(
            ROW * len(values) + top + bottom,
            {"l": 8, "r": 8 + right + width, "t": top, "b": bottom},
            barmode="overlay",
            # The whole row answers the pointer, not the bar alone.
            hovermode="y",
            title=_over_all(key),
            xaxis=rows.scale(
                words,
                start,
                end if end > start else start + 1,
                nticks=_ticks(room - wide, end - start),
                zeroline=start < 0,
                zerolinecolor=style.GREY_LINE,
                zerolinewidth=1,
            ),
            yaxis={**rows.names_axis(_marked(short, selected)), "ticklen": 8 + left},
            shapes=shapes,
            annotations=[
                *_numbers(values, boxes, flags, selected, decimals),
                *_column(bases, right + width),
                *over,
            ],
        ),
    }


def printed(value: float, decimals: int) -> str:
    """A number with exactly so many decimals, thousands set apart, and a true minus."""
    text = f"{round(value, decimals) + 0.0:,.{decimals}f}"
    return style.MINUS + text[1:] if text.startswith("-") else text


def _sorted(table: pd.DataFrame) -> pd.DataFrame:
    values = style.plain_list(table["value"])
    # Those without a value last, and equal ones as they were given.
    order = sorted(range(len(values)), key=lambda i: (values[i] is None, -(values[i] or 0.0)))
    return table.iloc[order]


def _boxes(table: pd.DataFrame) -> list[tuple[float, float] | None]:
    """What chance explains in each row."""
    if "low" not in table or "high" not in table:
        return [None] * len(table)
    lows, highs = style.plain_list(table["low"]), style.plain_list(table["high"])
    return [
        None if low is None or high is None else (low, high)
        for low, high in zip(lows, highs, strict=True)
    ]


def _boxed(boxes: list[tuple[float, float] | None]) -> dict[str, Any]:
    drawn = [(i, *box) for i, box in enumerate(boxes) if box]
    return {
        "type": "bar",
        "orientation": "h",
        "name": "What chance explains",
        "x": [high - low for _, low, high in drawn],
        "base": [low for _, low, _ in drawn],
        "y": [float(i) for i, _, _ in drawn],
        "width": _LIMITS,
        "marker": {"color": style.GREY_GRID, "line": {"color": style.GREY_BAR, "width": 1}},
        "hoverinfo": "skip",
    }


def _bars(values: list[float | None], selected: list[bool]) -> dict[str, Any]:
    colours = [style.BLUE if flag or not any(selected) else style.GREY_BAR for flag in selected]
    return {
        "type": "bar",
        "orientation": "h",
        "name": "Value",
        "x": values,
        "y": [float(i) for i in range(len(values))],
        "width": _BAR,
        "marker": {"color": colours},
        "hoverinfo": "skip",
        "textposition": "none",
    }


def _levels(count: int, band: Band | None, centre: float | None) -> list[dict[str, Any]]:
    """The ends of the band, and the centre, as lines that are broken at every number."""
    ends = sorted(set(band[:2])) if band else []
    drawn = [("Published range", ends, style.GREY_LINE, 1)]
    drawn.append((TOGETHER.capitalize(), [] if centre is None else [centre], style.CHARCOAL, 2))
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": [at for level in levels for _ in range(count + 1) for at in (level, level, None)],
            "y": [
                at
                for _ in levels
                for i in range(count + 1)
                for at in (i - 0.5 - _LEVEL / 2, i - 0.5 + _LEVEL / 2, None)
            ],
            "line": {"color": colour, "width": width},
            "hoverinfo": "skip",
        }
        for name, levels, colour, width in drawn
        if levels
    ]


def _text(value: float | None, flag: str, decimals: int) -> str:
    if value is None:
        return rows.NO_VALUE
    return f"{printed(value, decimals)} {FLAGS.get(flag, '')}".strip()


def _numbers(
    values: list[float | None],
    boxes: list[tuple[float, float] | None],
    flags: list[str],
    selected: list[bool],
    decimals: int,
) -> list[dict[str, Any]]:
    """Each row's number beyond its bar and its box, or there would be a line through it."""
    notes = []
    for i, (value, box) in enumerate(zip(values, boxes, strict=True)):
        place: dict[str, Any] = {"xref": "x", "yref": "y", "y": float(i), "x": 0.0, "xshift": 5}
        if value is None:
            notes.append(rows.quiet(rows.NO_VALUE, **place))
            continue
        text = printed(value, decimals)
        text = style.bold(text) if selected[i] else text
        mark = style.coloured(FLAGS[flags[i]], style.TEXT_ORANGE) if flags[i] in FLAGS else ""
        reach = [value, *(box or ())]
        if value < 0:
            place |= {"x": min(reach), "xshift": -5, "xanchor": "right"}
        else:
            place |= {"x": max(reach)}
        notes.append(style.note(f"{text} {mark}".strip(), **place))
    return notes


def _beside(
    values: list[float | None], flags: list[str], decimals: int, end: float
) -> tuple[int, int]:
    """Pixels that the numbers take to the left and to the right of the longest bars."""

    def room(texts: list[str]) -> int:
        return 12 + 7 * max(map(len, texts)) if texts else 0

    said = [
        (value, _text(value, flag, decimals)) for value, flag in zip(values, flags, strict=True)
    ]
    left = [text for value, text in said if value is not None and value < 0]
    right = [text for value, text in said if value is not None and value >= 0]
    # Beside bars that all go to the left, "no value" stands where their numbers would not.
    right += [text for value, text in said if value is None and end == 0]
    return room(left), room(right)


def _ticks(room: float, length: float) -> int:
    """How many numbers stand side by side under *room* pixels, 4 at most."""
    widest = 6 + 7 * len(style.number(round(length)))
    return min(max(int(room / widest), 2), 4)


def _width(bases: list[str]) -> int:
    widest = max(map(style.width_in_ems, bases), default=0.0)
    return round(style.SIZE_SMALL * widest) + 10 if widest else 0


def _column(bases: list[str], shift: int) -> list[dict[str, Any]]:
    place = {"xref": "paper", "x": 1, "xanchor": "right", "xshift": shift, "align": "right"}
    return [
        rows.quiet(style.escape(base), **place, yref="y", y=float(i))
        for i, base in enumerate(bases)
    ]


def _marked(names: list[str], selected: list[bool]) -> list[str]:
    escaped = [style.escape(name) for name in names]
    return [
        style.bold(text) if flag else text for text, flag in zip(escaped, selected, strict=True)
    ]


def _key(flags: list[str], boxed: bool, centre: str | None) -> list[str]:
    """What is drawn besides bars, in words."""
    lines = []
    if centre is not None:
        lines.append(f"{style.coloured(style.bold('|'), style.CHARCOAL)} {TOGETHER} {centre}")
    if boxed:
        lines.append(f"{style.coloured('▭', style.GREY_LINE)} what chance explains")
    sides = {"high": "higher", "low": "lower"}
    marks = [
        f"{style.coloured(FLAGS[flag], style.TEXT_ORANGE)} {word}"
        for flag, word in sides.items()
        if flag in flags
    ]
    if marks:
        lines.append(f"{', '.join(marks)}: {BEYOND}")
    return lines


def _over_all(key: list[str]) -> dict[str, Any]:
    """The key over the whole figure: on a phone the plot alone has no room for it."""
    return {
        "text": "<br>".join(key),
        "font": {"size": style.SIZE_SMALL, "color": style.TEXT_MUTED},
        "xref": "container",
        "x": 0,
        "xanchor": "left",
        "yref": "container",
        "y": 1,
        "yanchor": "top",
        # Plotly sets several lines higher than one.
        "pad": {"l": 8, "t": 6 if len(key) < 2 else 15},
    }


def _pointer(
    table: pd.DataFrame,
    values: list[float | None],
    boxes: list[tuple[float, float] | None],
    unit: str,
    decimals: int,
    band: Band | None,
) -> dict[str, Any]:
    """An unseen trace that answers the pointer, in rows without a value too."""
    texts = []
    for row, value, box in zip(table.to_dict("records"), values, boxes, strict=True):
        lines = [style.bold(style.escape(str(row["name"])))]
        number = rows.NO_VALUE if value is None else printed(value, decimals)
        lines.append(number if value is None else f"{number} {style.escape(unit)}")
        if row.get("base"):
            lines.append(style.escape(str(row["base"])))
        if row["flagged"] in FLAGS:
            lines.append(f"{FLAGS[row['flagged']]} {BEYOND}")
        if box:
            lines.append(f"What chance explains: {_range(box, decimals)}")
        if band:
            lines.append(f"{style.escape(band[2])}: {_range(band[:2], decimals)}")
        texts.append("<br>".join(lines))
    unseen = rows.dots("Pointer", [value or 0.0 for value in values], {"size": 12, "opacity": 0})
    return {**unseen, "hoverinfo": "text", "hovertext": texts}


def _range(ends: tuple[float, float], decimals: int) -> str:
    return f"{printed(ends[0], decimals)} to {printed(ends[1], decimals)}"
