"""Where things went: names at both sides, and bands between them as wide as what they carry."""

import html
import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.figures import rows, style
from dashboard.figures.style import Figure

MOST = 12
"""Names at a side, the sum of the smallest among them."""
TOP = 26
BOTTOM = 8
WIDTH = 260
"""Pixels that all bands together are wide."""

_LINE = 15
_APART = 5
"""Pixels between two names of a side, at least."""
_NAME_EMS = 15.0
_END = 6
_SIDES = ("source", "target")


@dataclass
class _Name:
    """One name of a side: what it carries, its words (markup), its middle in pixels down."""

    value: float
    number: str
    lines: list[str]
    thick: float
    chosen: bool
    y: float = 0.0

    @property
    def room(self) -> float:
        return max(self.thick, _LINE * (len(self.lines) + 1)) + _APART


def flows(table: pd.DataFrame, unit: str) -> Figure:
    """Bands from each ``source`` at the left to each ``target`` at the right, the largest on top.

    *table*: ``source``, ``target``, ``value`` in *unit* and perhaps ``selected`` (bool: the band
    is coloured, and a name whose bands all are is bold). Rows of the same ends are added up;
    those of zero or without a value are not drawn. Of more than 12 names at a side, the smallest
    are added up as "Other (7)", which says how many; names in bold go there last.
    ``ValueError`` for a value below zero.

    As high as the names and bands need: 300 pixels for a few, some 600 for twelve at a side.
    """
    given = _given(table)
    if given.empty:
        return style.empty()
    for side in _SIDES:
        given[side] = _folded(given, side)
    bands = given.groupby([*_SIDES, "selected"], as_index=False, sort=False)["value"].sum()
    scale = WIDTH / float(bands["value"].sum())
    left, right = (_names(bands, side, scale) for side in _SIDES)
    plot = math.ceil(max(sum(name.room for name in side.values()) for side in (left, right)))
    _place(left, plot)
    _place(right, plot)
    laid = _laid(bands, left, right, scale)
    return {
        "data": [_pointer(laid, left, right, unit)],
        "layout": style.layout(
            plot + TOP + BOTTOM,
            {"l": _room(left), "r": _room(right), "t": TOP, "b": BOTTOM},
            hovermode="closest",
            xaxis=style.axis(visible=False, range=[0, 1]),
            # A pixel is one: what names need is known in pixels.
            yaxis=style.axis(visible=False, range=[plot, 0]),
            shapes=_shapes(laid, left, right),
            annotations=[
                rows.quiet(
                    f"{style.escape(unit)}, from left to right",
                    xref="paper",
                    x=0,
                    yref="paper",
                    y=1,
                    yanchor="bottom",
                    yshift=6,
                    xshift=-_room(left) + 8,
                ),
                *(_label(name, 0) for name in left.values()),
                *(_label(name, 1) for name in right.values()),
            ],
        ),
    }


@dataclass
class _Band:
    """One band: its ends, what it carries, and the middles of both ends in pixels from the top."""

    source: str
    target: str
    value: float
    thick: float
    chosen: bool
    left: float = 0.0
    right: float = 0.0

    @property
    def colour(self) -> str:
        return style.BLUE if self.chosen else style.GREY_BAR


def _given(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that carry something, with names as text and a flag."""
    if (table["value"] < 0).any():
        row = table[table["value"] < 0].iloc[0]
        raise ValueError(f"{row['source']} to {row['target']} is below zero: {row['value']}")
    given = table[table["value"] > 0].copy()
    for side in _SIDES:
        given[side] = given[side].astype(str)
    given["selected"] = given["selected"].astype(bool) if "selected" in given else False
    return given


def _folded(given: pd.DataFrame, side: str) -> pd.Series:
    """The names of a side, those past the most there may be replaced by one for all of them."""
    ranked = _ranked(given, side)
    others = list(ranked.index[MOST - 1 :]) if len(ranked) > MOST else []
    return given[side].replace(others, f"Other ({len(others)})") if others else given[side]


def _ranked(given: pd.DataFrame, side: str) -> pd.DataFrame:
    """What each name of a side carries: the selected first, then the largest."""
    each = given.groupby(side).agg(value=("value", "sum"), selected=("selected", "all"))
    return each.sort_values(["selected", "value"], ascending=False, kind="stable")


def _names(bands: pd.DataFrame, side: str, scale: float) -> dict[str, _Name]:
    """The names of a side from the top: the largest first, what was added up last."""
    each = _ranked(bands, side).sort_values("value", ascending=False, kind="stable")
    others = each.index.str.fullmatch(r"Other \(\d+\)")
    ordered = pd.concat([each[~others], each[others]])
    decimals = rows.decimals(ordered["value"])
    short = style.shortened(list(ordered.index), _NAME_EMS)
    return {
        str(name): _Name(
            value=float(value),
            number=style.number(float(value), decimals),
            lines=style.two_lines(text, 13).split("<br>"),
            thick=float(value) * scale,
            chosen=bool(chosen),
        )
        for text, (name, value, chosen) in zip(short, ordered.itertuples(), strict=True)
    }


def _place(side: dict[str, _Name], plot: int) -> None:
    """The names under each other, with what room is left spread evenly around them."""
    spare = (plot - sum(name.room for name in side.values())) / len(side)
    top = 0.0
    for name in side.values():
        name.y = top + (name.room + spare) / 2
        top += name.room + spare


def _laid(
    bands: pd.DataFrame, left: dict[str, _Name], right: dict[str, _Name], scale: float
) -> list[_Band]:
    """The bands side by side along their names, in the order of the names at the other side."""
    laid = [
        _Band(source, target, value, value * scale, bool(chosen))
        for source, target, chosen, value in bands.itertuples(index=False)
    ]
    lefts, rights = list(left), list(right)
    free = {name: each.y - each.thick / 2 for name, each in left.items()}
    for band in sorted(laid, key=lambda band: (rights.index(band.target), band.chosen)):
        band.left = free[band.source] + band.thick / 2
        free[band.source] += band.thick
    free = {name: each.y - each.thick / 2 for name, each in right.items()}
    for band in sorted(laid, key=lambda band: (lefts.index(band.source), band.chosen)):
        band.right = free[band.target] + band.thick / 2
        free[band.target] += band.thick
    # What is drawn later lies on top.
    return sorted(laid, key=lambda band: (band.chosen, -band.value))


def _shapes(
    laid: list[_Band], left: dict[str, _Name], right: dict[str, _Name]
) -> list[dict[str, Any]]:
    """The bands, and over their ends the names' own bars with what is selected of them."""
    shapes = [_curve(band) for band in laid]
    for x, side in ((0, left), (1, right)):
        shapes += [_bar(x, name.y, name.thick, style.GREY_LINE) for name in side.values()]
    for band in laid:
        if band.chosen:
            shapes += [
                _bar(x, y, band.thick, style.BLUE) for x, y in ((0, band.left), (1, band.right))
            ]
    return shapes


def _curve(band: _Band) -> dict[str, Any]:
    half = band.thick / 2
    above = f"M0,{band.left - half:.1f} C0.5,{band.left - half:.1f} 0.5,{band.right - half:.1f}"
    below = f"C0.5,{band.right + half:.1f} 0.5,{band.left + half:.1f} 0,{band.left + half:.1f} Z"
    return {
        "type": "path",
        "path": f"{above} 1,{band.right - half:.1f} L1,{band.right + half:.1f} {below}",
        "fillcolor": band.colour,
        "opacity": 0.6 if band.chosen else 0.4,
        # The outline keeps a band of a few among thousands from vanishing.
        "line": {"color": band.colour, "width": 0.5 if band.thick < 1 else 0},
    }


def _bar(x: int, y: float, thick: float, colour: str) -> dict[str, Any]:
    half = max(thick, 1.0) / 2
    line = {"color": colour, "width": _END}
    return {"type": "line", "x0": x, "x1": x, "y0": y - half, "y1": y + half, "line": line}


def _room(side: dict[str, _Name]) -> int:
    """Pixels that the words of a side take; bold letters are a little wider."""
    ems = [
        style.width_in_ems(html.unescape(text)) * (1.25 if name.chosen else 1.1)
        for name in side.values()
        for text in [*name.lines, name.number]
    ]
    return 20 + round(style.SIZE_SMALL * max(ems))


def _label(name: _Name, x: int) -> dict[str, Any]:
    words = [style.bold(text) if name.chosen else text for text in name.lines]
    number = style.coloured(name.number, style.TEXT_MUTED)
    anchor, shift = ("left", 8) if x else ("right", -8)
    return style.note(
        "<br>".join([*words, number]),
        xref="x",
        x=x,
        yref="y",
        y=name.y,
        xanchor=anchor,
        align=anchor,
        xshift=shift,
    )


def _pointer(
    laid: list[_Band], left: dict[str, _Name], right: dict[str, _Name], unit: str
) -> dict[str, Any]:
    """An unseen trace that answers the pointer along the middle of each band."""
    x, y, texts = [], [], []
    for band in laid:
        words = style.bold(f"{style.escape(band.source)} to {style.escape(band.target)}")
        shares = (
            f"{style.percent(100 * band.value / left[band.source].value)} of what left, "
            f"{style.percent(100 * band.value / right[band.target].value)} of what arrived"
        )
        number = f"{style.number(band.value)} {style.escape(unit)}"
        for step in (0.06, 0.2, 0.35, 0.5, 0.65, 0.8, 0.94):
            at, sunk = _along(step)
            x.append(at)
            y.append(band.left + sunk * (band.right - band.left))
            texts.append("<br>".join([words, number, shares]))
    return style.pointer(x, y, texts)


def _along(step: float) -> tuple[float, float]:
    """A point of a band's middle: how far to the right it is, and how far sunk, from 0 to 1."""
    back = 1 - step
    return 1.5 * step * back + step**3, 3 * step**2 * back + step**3
