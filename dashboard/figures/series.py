"""Any measure month by month: lines named at their ends, their usual range, and signals."""

import itertools
import math
import textwrap
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import pandas as pd

from dashboard.figures import style
from dashboard.figures.bars import printed
from dashboard.figures.heatmap import LINE as UNDER_LINE
from dashboard.figures.heatmap import under
from dashboard.figures.lines import LINE, axis_of_months, axis_of_values, line
from dashboard.figures.style import Figure
from dashboard.schema import months

PLOT = 250
TOP = 12
BOTTOM = 42
USUAL = "usual range"

_APART = 4
"""Pixels between two labels, at least."""
_LINE = 46
"""Letters of a line of the words above the axis."""
_LABEL_EMS = 17.0
_COLOURS = (style.CHARCOAL, style.PLUM, style.GREY_LINE)


class Line(NamedTuple):
    """A line: its column of the table, its name (empty where a title says it), how it matters."""

    column: str
    name: str
    kind: Literal["main", "other", "quiet"]


class Limits(NamedTuple):
    """The usual range, from low to high around the mean, over the months first to last."""

    mean: float
    low: float
    high: float
    first: str
    last: str


class Span(NamedTuple):
    """What an upright axis covers, and the decimals that its numbers need."""

    start: float
    top: float
    decimals: int


@dataclass(frozen=True)
class _Drawn:
    """A line as it is drawn, with its values over the whole axis."""

    name: str
    kind: str
    colour: str
    values: list[float | None]


def series(
    table: pd.DataFrame,
    unit: str,
    lines: tuple[Line, ...],
    limits: Limits | None = None,
    marks: tuple[tuple[str, str], ...] = (),
    *,
    zero: bool = False,
    decimals: int = 1,
) -> Figure:
    """A line for each of *lines*, broken at holes and named at its end; at least 320 pixels high.

    *table*: ``month`` ("YYYY-MM", in any order, none twice) and a column a line, in *unit*;
    months that it lacks are holes. Main lines are blue, others dark and quiet ones thin and grey;
    quiet ones are named without their number. *marks*: months of the first main line to circle,
    with what is to be said of each under the chart; those without a value there are left out.
    Numbers have so many *decimals*. The axis starts at zero only where *zero* says so.
    """
    axis = list(months.between(min(table["month"]), max(table["month"]))) if len(table) else []
    drawn = _drawn(table, lines, axis)
    known = [value for each in drawn for value in each.values if value is not None]
    if not known:
        return style.empty()
    span = span_of([*known, *(limits[:3] if limits else ())], zero)
    circled = _circled(drawn, axis, marks)
    labels = [_label(each, axis, decimals) for each in drawn]
    plot = max(PLOT, sum(len(text) * LINE + _APART for text, _ in labels))
    ends = [_share(_last(each.values), span) * plot for each in drawn]
    places = kept_apart(ends, [len(text) * LINE / 2 for text, _ in labels], plot)

    data = [_line(each, axis) for each in drawn]
    said = []
    if limits is not None:
        data = [*_limits(limits), *data]
        said = [_usual(limits, drawn, axis, span)]
    if circled:
        data.append(_circles(circled, drawn, axis))
    data.append(_pointer(drawn, axis, circled, decimals))
    words = _axis_lines(_axis_words(unit, span))
    top = TOP + LINE * len(words)
    left = 16 + 7 * max(len(printed(level, span.decimals)) for level in (span.start, span.top))
    foot, count = under(_signals(circled), left, xref="paper", x=0, yref="paper", y=0)
    bottom = BOTTOM + (8 + UNDER_LINE * count if circled else 0)
    widest = max(style.width_in_ems(text) for label, _ in labels for text in label)
    return {
        "data": data,
        "layout": style.layout(
            round(plot) + top + bottom,
            {"l": left, "r": 14 + round(1.1 * style.SIZE_SMALL * widest), "t": top, "b": bottom},
            hovermode="x",
            xaxis=axis_of_months(axis),
            yaxis={
                **axis_of_values(span.start, span.top),
                "zeroline": span.start < 0,
                "zerolinecolor": style.GREY_LINE,
            },
            annotations=[
                _over_axis(words),
                *(
                    _end(text, colour, y / plot)
                    for (text, colour), y in zip(labels, places, strict=True)
                ),
                *said,
                *([{**foot, "yshift": -BOTTOM}] if circled else []),
            ],
        ),
    }


def span_of(values: list[float], zero: bool) -> Span:
    """The axis over *values* (one at least), from zero or from a round number under the lowest."""
    low, high = min(values), max(values)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    # At least a twentieth, or next to nothing would fill the chart.
    length = max(high - low, max(abs(low), abs(high)) / 20) or 1.0
    step = style.round_step(length / 4)
    start = step * math.floor((low - 0.1 * length) / step)
    if low >= 0:
        start = 0.0 if zero else max(start, 0.0)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return Span(round(start, decimals), high + 0.1 * length, decimals)


def kept_apart(places: list[float], halves: list[float], plot: float) -> list[float]:
    """*places* (pixels over the foot) moved until no label touches another or leaves the plot.

    *halves*: half of each label's height. The plot must be high enough for all of them.
    """
    moved = list(places)
    order = sorted(range(len(places)), key=lambda i: places[i])
    floor = 0.0
    for i in order:
        moved[i] = max(moved[i], floor + halves[i])
        floor = moved[i] + halves[i] + _APART
    ceiling = plot
    for i in reversed(order):
        moved[i] = min(moved[i], ceiling - halves[i])
        ceiling = moved[i] - halves[i] - _APART
    return moved


def _drawn(table: pd.DataFrame, lines: tuple[Line, ...], axis: list[str]) -> list[_Drawn]:
    """The lines that have a value, the quiet ones first, so that the main ones are on top."""
    by_month = table.set_index("month").reindex(axis)
    others = itertools.cycle(_COLOURS)
    found = []
    for each in lines:
        values = style.plain_list(by_month[each.column])
        if any(value is not None for value in values):
            colour = {"main": style.BLUE, "quiet": style.GREY_BAR}.get(each.kind) or next(others)
            found.append(_Drawn(each.name, each.kind, colour, values))
    return sorted(found, key=lambda each: ("quiet", "other", "main").index(each.kind))


def _line(each: _Drawn, axis: list[str]) -> dict[str, Any]:
    width = {"main": 2.5, "other": 1.75, "quiet": 1.25}[each.kind]
    return line(each.name, axis, each.values, each.colour, width)


def _last(values: list[float | None]) -> float:
    return next(value for value in reversed(values) if value is not None)


def _share(value: float, span: Span) -> float:
    return (value - span.start) / (span.top - span.start)


def _label(each: _Drawn, axis: list[str], decimals: int) -> tuple[list[str], str]:
    """A line's name as lines of text (markup), and their colour; with its last number unless quiet.

    Where the last number is not of the last month, the month stands with it.
    """
    (name,) = style.shortened([each.name], _LABEL_EMS)
    text = [part for part in style.two_lines(name, 14).split("<br>") if part]
    if each.kind == "quiet":
        return text, style.TEXT_MUTED
    at = max(i for i, value in enumerate(each.values) if value is not None)
    text.append(printed(_last(each.values), decimals))
    if at < len(axis) - 1:
        word, year = months.words(axis[at]).split()
        text.append(f"in {word[:3]} {year}")
    return list(map(style.bold, text)), each.colour


def _end(text: list[str], colour: str, height: float) -> dict[str, Any]:
    place = {"xref": "paper", "yref": "paper", "x": 1, "y": height, "xshift": 6}
    return style.note("<br>".join(text), font={"size": style.SIZE_SMALL, "color": colour}, **place)


def _axis_words(unit: str, span: Span) -> str:
    if span.start <= 0:
        return unit
    decimals = span.decimals if span.start % 1 else 0
    return f"{unit}; the axis starts at {printed(span.start, decimals)}"


def _axis_lines(words: str) -> list[str]:
    """The words above the axis in lines that a phone has room for."""
    parts = [words] if len(words) <= _LINE else words.replace("; ", ";\n").split("\n")
    return [line for part in parts for line in textwrap.wrap(part, _LINE)]


def _over_axis(words: list[str]) -> dict[str, Any]:
    text = "<br>".join(map(style.escape, words))
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "yanchor": "bottom", "yshift": 6}
    font = {"size": style.SIZE_SMALL, "color": style.TEXT_MUTED}
    return style.note(text, font=font, name="axis", **place)


def _limits(limits: Limits) -> list[dict[str, Any]]:
    """The mean, and both ends of the usual range, over their months."""
    ends = [f"{limits.first}-01", f"{limits.last}-01"]
    drawn = [("Mean", [limits.mean], "solid"), ("Usual range", [limits.low, limits.high], "dot")]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": [at for _ in levels for at in (*ends, None)],
            "y": [at for level in levels for at in (level, level, None)],
            "line": {"color": style.GREY_LINE, "width": 1, "dash": dash},
            "hoverinfo": "skip",
        }
        for name, levels, dash in drawn
    ]


def _usual(limits: Limits, drawn: list[_Drawn], axis: list[str], span: Span) -> dict[str, Any]:
    """The words for the range, just outside it, at whichever end the fewest values lie there."""
    third = math.ceil(len(axis) / 3)
    first = axis.index(max(limits.first, axis[0]))
    last = axis.index(min(limits.last, axis[-1]))
    height = 0.08 * (span.top - span.start)
    ends = [
        (first, range(first, first + third), "left"),
        (last, range(last - third, last), "right"),
    ]

    def crowd(at: range, low: float) -> int:
        near = (each.values[i] for each in drawn for i in at if 0 <= i < len(axis))
        return sum(value is not None and low <= value <= low + height for value in near)

    places = [
        (crowd(at, low), month, anchor, level, side)
        for level, low, side in (
            (limits.high, limits.high, "bottom"),
            (limits.low, limits.low - height, "top"),
        )
        for month, at, anchor in ends
    ]
    _, month, anchor, level, side = min(places, key=lambda place: place[0])
    place = {"xref": "x", "yref": "y", "x": f"{axis[month]}-01", "xanchor": anchor, "y": level}
    font = {"size": style.SIZE_TICK, "color": style.TEXT_MUTED}
    return style.note(USUAL, font=font, yanchor=side, **place)


def _circled(
    drawn: list[_Drawn], axis: list[str], marks: tuple[tuple[str, str], ...]
) -> dict[str, list[str]]:
    """What is said of each month that can be circled."""
    main = next((each for each in drawn if each.kind == "main"), None)
    found: dict[str, list[str]] = {}
    for month, words in sorted(marks):
        if main is not None and month in axis and main.values[axis.index(month)] is not None:
            found.setdefault(month, []).append(words)
    return found


def _circles(circled: dict[str, list[str]], drawn: list[_Drawn], axis: list[str]) -> dict[str, Any]:
    main = next(each for each in drawn if each.kind == "main")
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "Signals",
        "x": [f"{month}-01" for month in circled],
        "y": [main.values[axis.index(month)] for month in circled],
        "marker": {
            "size": 14,
            "symbol": "circle-open",
            "color": style.ORANGE,
            "line": {"color": style.ORANGE, "width": 2},
            "opacity": 1,
        },
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _signals(circled: dict[str, list[str]]) -> list[str]:
    """What the circles say, each thing once with its months."""
    by_words: dict[str, list[str]] = {}
    for month, said in circled.items():
        for words in said:
            by_words.setdefault(words, []).append(months.words(month))
    return [f"○ {words}: {_listed(found)}" for words, found in by_words.items()]


def _listed(found: list[str]) -> str:
    if len(found) > 3:
        return f"{len(found)} months, the last of them {found[-1]}"
    return " and ".join([*([", ".join(found[:-1])] if found[1:] else []), found[-1]])


def _pointer(
    drawn: list[_Drawn], axis: list[str], circled: dict[str, list[str]], decimals: int
) -> dict[str, Any]:
    """An unseen trace that answers the pointer once a month, with every number of the month."""
    x, y, texts = [], [], []
    for i, month in enumerate(axis):
        # The lines that matter most are drawn last and said first.
        here = [(each.name, each.values[i]) for each in reversed(drawn)]
        found = [(name, value) for name, value in here if value is not None]
        if found:
            x.append(f"{month}-01")
            y.append(found[0][1])
            numbers = [
                f"{style.escape(name)} {printed(value, decimals)}".strip() for name, value in found
            ]
            said = ["○ " + style.escape(words) for words in circled.get(month, ())]
            texts.append("<br>".join([style.bold(months.words(month)), *numbers, *said]))
    return style.pointer(x, y, texts)
