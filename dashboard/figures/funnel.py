"""A measure against the size of what it is of, within the limits of what chance explains."""

import itertools
import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from dashboard.figures import style
from dashboard.figures.bars import BEYOND, FLAGS, TOGETHER, printed
from dashboard.figures.heatmap import LINE, under
from dashboard.figures.series import Span, span_of
from dashboard.figures.style import Figure

PLOT = 280
TOP = 30
BOTTOM = 42
RIGHT = 66

_DOT = 7
"""Pixels around the middle of a dot that no name may touch."""
_NAME = 15
"""Pixels that a name is high."""
_NAME_EMS = 12.0
_WIDTHS = (230.0, 900.0)
"""The plot on a phone and on a wide page: a name must be free on both, and is between them."""
_SAMPLES = 24
_SYMBOLS = {"high": "triangle-up", "low": "triangle-down"}

_Box = tuple[float, float, float, float]
"""Left, right, foot and top, in pixels."""


class _Place(NamedTuple):
    """Where a name may stand: its nearest edge or middle, in pixels from its dot, y upwards."""

    dx: float
    dy: float
    anchor: str
    led: bool
    """Whether a thin line leads there."""


_PLACES = (
    _Place(10, 0, "left", False),
    _Place(-10, 0, "right", False),
    _Place(0, 16, "center", False),
    _Place(0, -16, "center", False),
    _Place(0, 30, "center", True),
    _Place(0, -30, "center", True),
    *(
        _Place(side * dx, up * dy, "left" if side > 0 else "right", True)
        for dx, dy in ((16, 22), (26, 38), (36, 58), (12, 76), (56, 30), (80, 60), (30, 100))
        for up in (1, -1)
        for side in (1, -1)
    ),
)


class _Dot(NamedTuple):
    name: str
    base: float
    value: float
    selected: bool
    flag: str


class _Frame(NamedTuple):
    """What the axes cover, to tell where something lies in pixels."""

    left: float
    right: float
    span: Span

    def at(self, base: float, value: float, width: float) -> tuple[float, float]:
        across = (base - self.left) / (self.right - self.left) * width
        return across, (value - self.span.start) / (self.span.top - self.span.start) * PLOT


def funnel(
    table: pd.DataFrame,
    unit: str,
    centre: float,
    *,
    base_unit: str = "people",
    decimals: int = 1,
) -> Figure:
    """A dot a row, further right the larger its base, between the limits of what chance explains.

    *table*: ``name``, ``value`` in *unit*, ``base`` in *base_unit* (a row that misses one of them
    is left out), ``low`` and ``high`` (the limits at that base, missing where none are drawn),
    ``selected`` (bool) and ``flagged`` ("high", "low" or ""). *centre*: the value of all rows
    together. Rows selected or flagged are named; the others answer the pointer. Neither axis has
    to start at zero, since dots are read by place.

    360 pixels and the note under them.
    """
    dots = _dots(table)
    if not dots:
        return style.empty()
    curve = _curve(table, min(dot.value for dot in dots))
    bases = [dot.base for dot in dots]
    start = style.axis_start(min(bases), max(bases), least=0.25)
    pad = 0.06 * (max(bases) - start) or 1.0
    levels = [dot.value for dot in dots] + [level for _, *ends in curve for level in ends]
    span = span_of([*levels, centre], zero=False)
    frame = _Frame(start if start == 0 else start - pad, max(bases) + pad, span)
    left = 16 + 7 * max(len(printed(level, span.decimals)) for level in (span.start, span.top))
    names, left_out = _names(dots, curve, centre, frame)
    notes = _notes(dots, bool(curve), left_out)
    foot, lines = under(notes, left, xref="paper", x=0, yref="paper", y=0)
    bottom = BOTTOM + 8 + LINE * lines
    return {
        "data": [*_limits(curve), _centre(frame, centre), *_drawn(dots, unit, base_unit, decimals)],
        "layout": style.layout(
            PLOT + TOP + bottom,
            {"l": left, "r": RIGHT, "t": TOP, "b": bottom},
            hovermode="closest",
            xaxis=style.axis(
                range=[frame.left, frame.right],
                nticks=5,
                showline=True,
                linecolor=style.GREY_BAR,
                automargin=False,
                title={
                    "text": style.escape(base_unit),
                    "font": {"size": style.SIZE_SMALL, "color": style.TEXT_MUTED},
                    "standoff": 4,
                },
            ),
            yaxis=style.axis(
                range=[span.start, span.top],
                nticks=6,
                showgrid=True,
                gridcolor=style.GREY_GRID,
                automargin=False,
            ),
            annotations=[
                _over_axis(unit),
                _together(centre, decimals),
                *names,
                {**foot, "yshift": -BOTTOM},
            ],
        ),
    }


def _dots(table: pd.DataFrame) -> list[_Dot]:
    found = []
    for row in table.to_dict("records"):
        base, value = style.plain(row["base"]), style.plain(row["value"])
        if base is not None and value is not None:
            name, flag = str(row["name"]), str(row["flagged"])
            found.append(_Dot(name, base, value, bool(row["selected"]), flag))
    return found


def _curve(table: pd.DataFrame, lowest: float) -> list[tuple[float, float, float]]:
    """Base, low and high by base; none below zero where no value is (*lowest* of them)."""
    whole = table[["base", "low", "high"]].dropna().sort_values("base")
    least = 0.0 if lowest >= 0 else -math.inf
    return [
        (float(base), max(float(low), least), float(high)) for base, low, high in whole.to_numpy()
    ]


def _limits(curve: list[tuple[float, float, float]]) -> list[dict[str, Any]]:
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": [point[0] for point in curve],
            "y": [point[side] for point in curve],
            "line": {"color": style.GREY_LINE, "width": 1, "dash": "dash"},
            "hoverinfo": "skip",
        }
        for side, name in ((1, "Low limit"), (2, "High limit"))
    ]


def _centre(frame: _Frame, centre: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "All together",
        "x": [frame.left, frame.right],
        "y": [centre, centre],
        "line": {"color": style.GREY_LINE, "width": 1},
        "hoverinfo": "skip",
    }


def _drawn(dots: list[_Dot], unit: str, base_unit: str, decimals: int) -> list[dict[str, Any]]:
    """The dots, the quiet ones below; what is flagged has a shape of its own, not only a colour."""
    order = sorted(dots, key=lambda dot: (dot.selected, dot.flag in FLAGS))
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": "Dots",
            "x": [dot.base for dot in order],
            "y": [dot.value for dot in order],
            "marker": {
                "symbol": [_SYMBOLS.get(dot.flag, "circle") for dot in order],
                "size": [12 if dot.selected or dot.flag in FLAGS else 9 for dot in order],
                "color": [_colour(dot) for dot in order],
                "line": {"color": style.WHITE, "width": 1},
                "opacity": 1,
            },
            "cliponaxis": False,
            "hoverinfo": "text",
            "hovertext": [_hover(dot, unit, base_unit, decimals) for dot in order],
        }
    ]


def _colour(dot: _Dot) -> str:
    if dot.selected:
        return style.BLUE
    return style.ORANGE if dot.flag in FLAGS else style.GREY_LINE


def _over_axis(unit: str) -> dict[str, Any]:
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "yanchor": "bottom", "yshift": 6}
    font = {"size": style.SIZE_SMALL, "color": style.TEXT_MUTED}
    return style.note(style.escape(unit), font=font, name="axis", **place)


def _together(centre: float, decimals: int) -> dict[str, Any]:
    text = f"{TOGETHER.replace(' ', '<br>')}<br>{printed(centre, decimals)}"
    font = {"size": style.SIZE_SMALL, "color": style.TEXT_MUTED}
    return style.note(text, font=font, xref="paper", x=1, xshift=6, yref="y", y=centre)


def _notes(dots: list[_Dot], limited: bool, left_out: list[str]) -> list[str]:
    """What lines and shapes mean, of those that are drawn, and which names found no place."""
    marks = " ".join(mark for flag, mark in FLAGS.items() if any(d.flag == flag for d in dots))
    return [
        *(["Dashed: how far chance alone moves a value."] if limited else []),
        *([f"{marks} {BEYOND}."] if marks else []),
        *([f"Not named for lack of room: {', '.join(left_out)}."] if left_out else []),
    ]


def _names(
    dots: list[_Dot],
    curve: list[tuple[float, float, float]],
    centre: float,
    frame: _Frame,
) -> tuple[list[dict[str, Any]], list[str]]:
    """The names of what is selected or flagged; and those for which there is no free place."""
    named = sorted(
        (dot for dot in dots if dot.selected or dot.flag in FLAGS), key=lambda dot: not dot.selected
    )
    shorts = style.shortened([dot.name for dot in named], _NAME_EMS)
    rooms = [_Room.of(dots, curve, centre, frame, width) for width in _WIDTHS]
    notes, left_out = [], []
    for dot, short in zip(named, shorts, strict=True):
        length = style.width_in_ems(short) * style.SIZE_SMALL * (1.2 if dot.selected else 1.1)
        free = [place for place in _PLACES if all(r.is_free(dot, place, length) for r in rooms)]
        if not free:
            left_out.append(dot.name)
            continue
        # A name across a line, or at the end of one, is read less easily; else the nearest place.
        place = min(
            free, key=lambda at: at.led + any(room.crosses(dot, at, length) for room in rooms)
        )
        for room in rooms:
            room.take(dot, place, length)
        text = style.escape(short)
        notes.append(_name(dot, style.bold(text) if dot.selected else text, place))
    return notes, left_out


@dataclass
class _Room:
    """The plot at one width in pixels: what no name may touch, and what it had better not."""

    frame: _Frame
    width: float
    taken: list[_Box]
    lines: list[_Box]

    @classmethod
    def of(
        cls,
        dots: list[_Dot],
        curve: list[tuple[float, float, float]],
        centre: float,
        frame: _Frame,
        width: float,
    ) -> "_Room":
        """With the dots and the words for the centre taken, and the limits and centre as lines."""
        places = [frame.at(dot.base, dot.value, width) for dot in dots]
        taken = [(x - _DOT, x + _DOT, y - _DOT, y + _DOT) for x, y in places]
        _, middle = frame.at(0.0, centre, width)
        taken.append((width, width + RIGHT, middle - 26, middle + 26))
        room = cls(frame, width, taken, [(0.0, width, middle - 1, middle + 1)])
        for (base, *ends), (next_base, *next_ends) in itertools.pairwise(curve):
            for level, next_level in zip(ends, next_ends, strict=True):
                here, there = (base, level), (next_base, next_level)
                room.rule(frame.at(*here, width), frame.at(*there, width))
        return room

    def rule(self, here: tuple[float, float], there: tuple[float, float]) -> None:
        """A straight line from here to there, as small boxes along it."""
        for step in range(_SAMPLES + 1):
            share = step / _SAMPLES
            x, y = (a + share * (b - a) for a, b in zip(here, there, strict=True))
            self.lines.append((x - 1, x + 1, y - 1, y + 1))

    def is_free(self, dot: _Dot, place: _Place, length: float) -> bool:
        box = self._box(dot, place, length)
        within = box[0] >= 0 and box[1] <= self.width + RIGHT - 8 and box[2] >= 0 and box[3] <= PLOT
        return within and not any(_touch(box, other) for other in self.taken)

    def crosses(self, dot: _Dot, place: _Place, length: float) -> bool:
        box = self._box(dot, place, length)
        return any(_touch(box, line) for line in self.lines)

    def take(self, dot: _Dot, place: _Place, length: float) -> None:
        """Put the name there."""
        self.taken.append(self._box(dot, place, length))
        if place.led:
            x, y = self.frame.at(dot.base, dot.value, self.width)
            self.rule((x, y), (x + place.dx, y + place.dy))

    def _box(self, dot: _Dot, place: _Place, length: float) -> _Box:
        x, y = self.frame.at(dot.base, dot.value, self.width)
        before = {"left": 0.0, "center": 0.5, "right": 1.0}[place.anchor] * length
        left, foot = x + place.dx - before, y + place.dy - _NAME / 2
        return left, left + length, foot, foot + _NAME


def _touch(one: _Box, other: _Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _name(dot: _Dot, text: str, place: _Place) -> dict[str, Any]:
    at = {"xref": "x", "yref": "y", "x": dot.base, "y": dot.value, "xanchor": place.anchor}
    if not place.led:
        return style.note(text, **at, xshift=place.dx, yshift=place.dy)
    return style.note(
        text,
        **at,
        showarrow=True,
        ax=place.dx,
        ay=-place.dy,
        arrowhead=0,
        arrowwidth=1,
        arrowcolor=style.GREY_LINE,
        standoff=6,
    )


def _hover(dot: _Dot, unit: str, base_unit: str, decimals: int) -> str:
    lines = [
        style.bold(style.escape(dot.name)),
        f"{printed(dot.value, decimals)} {style.escape(unit)}",
        f"{style.number(dot.base)} {style.escape(base_unit)}",
    ]
    if dot.flag in FLAGS:
        lines.append(f"{FLAGS[dot.flag]} {BEYOND}")
    return "<br>".join(lines)
