"""Published totals beside a force's own figure, month by month, each line named at its end."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.figures import style
from dashboard.figures.lines import LINE, axis_of_months, axis_of_values, line
from dashboard.figures.style import Figure
from dashboard.schema import months

HEIGHT = 340
TOP = 46
BOTTOM = 42
_APART = 6
"""Pixels between two labels, at least."""
_COLOURS = (style.GREY_LINE, style.CHARCOAL, style.PLUM)


@dataclass
class _Series:
    """One line, and its direct label: the lines of text and how far above the plot's foot."""

    name: str
    colour: str
    values: list[float | None]
    label: list[str]
    y: float = 0.0

    @property
    def half(self) -> float:
        return len(self.label) * LINE / 2


def published(
    lines: Mapping[str, Mapping[str, float]], own: str, month: str, unit: str = "FTE officers"
) -> Figure:
    """A line for each name, that of *own* set apart; at least 340 pixels high.

    *lines*: name -> month ("YYYY-MM") -> value in *unit*; a missing value is a hole. A line
    breaks at a hole. One that comes at most every few months has a dot for each value. *month*
    is marked on the line of *own*.
    """
    known = {
        name: {at: value for at, value in values.items() if style.plain(value) is not None}
        for name, values in lines.items()
    }
    known = {name: values for name, values in known.items() if values}
    if not known:
        return style.empty()
    having = {at for values in known.values() for at in values}
    axis = list(months.between(min(having), max(having)))
    series = _series(known, own, axis)
    every = [value for values in known.values() for value in values.values()]
    lowest, highest = min(every), max(every)
    start = style.axis_start(lowest, highest)
    top = highest + 0.06 * (highest - start) if highest > start else start + 1

    needed = sum(2 * each.half + _APART for each in series)
    plot = max(HEIGHT - TOP - BOTTOM, needed)
    for each in series:
        last = next(value for value in reversed(each.values) if value is not None)
        each.y = (last - start) / (top - start) * plot
    _keep_apart(series, plot)

    words = style.axis_words(unit, start)
    data = [_drawn(each, axis, own) for each in series]
    dot = next((_dot(each, axis, month) for each in series if each.name == own), None)
    if dot is not None:
        data.append(dot)
        words += f"<br>● {months.words(month)}"
    data.append(_pointer(series, axis))
    said = style.note(
        words, xref="paper", yref="paper", x=0, y=1, yanchor="bottom", yshift=6, name="axis"
    )
    said["font"] = {"size": style.SIZE_SMALL, "color": style.TEXT_MUTED}
    left = 14 + 8 * len(style.number(round(top)))
    # Bold letters are a little wider.
    widest = max(style.width_in_ems(text) for each in series for text in each.label)
    right = 12 + round(1.15 * style.SIZE_SMALL * widest)
    return {
        "data": data,
        "layout": style.layout(
            round(plot) + TOP + BOTTOM,
            {"l": left, "r": right, "t": TOP, "b": BOTTOM},
            hovermode="x",
            xaxis=axis_of_months(axis),
            yaxis=axis_of_values(start, top),
            annotations=[said, *(_end_label(each, plot) for each in series)],
        ),
    }


def _series(known: Mapping[str, Mapping[str, float]], own: str, axis: list[str]) -> list[_Series]:
    """Each name's line over the whole axis, with its label; *own* last, so that it is on top."""
    colours = itertools.cycle(_COLOURS)
    found = []
    for name, by_month in known.items():
        last = max(by_month)
        label = [*style.two_lines(name).split("<br>"), style.number(by_month[last])]
        if last != axis[-1]:
            word, year = months.words(last).split()
            label.append(f"in {word[:3]} {year}")
        colour = style.BLUE if name == own else next(colours)
        found.append(_Series(name, colour, [by_month.get(at) for at in axis], label))
    return sorted(found, key=lambda each: each.name == own)


def _drawn(each: _Series, axis: list[str], own: str) -> dict[str, Any]:
    if each.name == own:
        return line(each.name, axis, each.values, each.colour, 2.5)
    return line(each.name, axis, each.values, each.colour, 1.5, _every(each.values))


def _every(values: list[float | None]) -> int:
    """How many months lie from one value to the next: the least there is, a year at most."""
    known = [i for i, value in enumerate(values) if value is not None]
    distances = [there - here for here, there in itertools.pairwise(known)]
    return min([*distances, 12]) if distances else 1


def _dot(each: _Series, axis: list[str], month: str) -> dict[str, Any] | None:
    value = each.values[axis.index(month)] if month in axis else None
    if value is None:
        return None
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "Selected month",
        "x": [f"{month}-01"],
        "y": [value],
        "marker": {"size": 9, "color": each.colour, "opacity": 1},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _pointer(series: list[_Series], axis: list[str]) -> dict[str, Any]:
    """An unseen trace that answers the pointer once a month, with every number of the month."""
    x, y, texts = [], [], []
    for i, month in enumerate(axis):
        here = [(each.name, each.values[i]) for each in series]
        found = [(name, value) for name, value in here if value is not None]
        if found:
            x.append(f"{month}-01")
            y.append(found[-1][1])
            numbers = (f"{style.escape(name)} {style.number(value)}" for name, value in found)
            texts.append("<br>".join([style.bold(months.words(month)), *numbers]))
    return style.pointer(x, y, texts)


def _keep_apart(series: list[_Series], plot: float) -> None:
    """Move labels up, then down, until none touches another or leaves the plot."""
    ordered = sorted(series, key=lambda each: each.y)
    floor = 0.0
    for each in ordered:
        each.y = max(each.y, floor + each.half)
        floor = each.y + each.half + _APART
    ceiling = plot
    for each in reversed(ordered):
        each.y = min(each.y, ceiling - each.half)
        ceiling = each.y - each.half - _APART


def _end_label(each: _Series, plot: float) -> dict[str, Any]:
    text = "<br>".join(map(style.bold, each.label))
    label = style.note(text, xref="paper", yref="paper", x=1, y=each.y / plot, xshift=6)
    label["font"] = {"size": style.SIZE_SMALL, "color": each.colour}
    return label
