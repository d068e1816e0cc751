"""Nominal and deployable strength, month by month, with the gap between them."""

from dataclasses import dataclass
from typing import Any

from dashboard.figures import style
from dashboard.figures.lines import LINE, axis_of_months, axis_of_values, line
from dashboard.figures.style import Figure, Table
from dashboard.schema import months

HEIGHT = 320
TOP = 46
BOTTOM = 42
RIGHT = 98
_PLOT = HEIGHT - TOP - BOTTOM


@dataclass(frozen=True, eq=False)
class Lines:
    """Both lines, the gap between them and what answers the pointer: all but the marked months."""

    axis: list[str]
    nominal: list[float | None]
    deployable: list[float | None]
    drawn: list[dict[str, Any]]
    pointer: dict[str, Any]
    words: str
    layout: dict[str, Any]


def lines(frame: Table, unit: str = "FTE officers") -> Lines | None:
    """What :func:`marked` marks; ``None`` where no value is known.

    *frame*: ``month`` ("YYYY-MM", every month of the axis, in order), ``nominal`` and
    ``deployable`` in *unit*, missing where there is a hole. Neither lines nor fill cross a hole.
    """
    axis = [str(text) for text in frame["month"]]
    nominal = style.plain_list(frame["nominal"])
    deployable = style.plain_list(frame["deployable"])
    known = [value for value in nominal + deployable if value is not None]
    if not known:
        return None
    days = [_day(text) for text in axis]
    start = style.axis_start(min(known), max(known))
    top = max(known) + 0.06 * (max(known) - start) if max(known) > start else start + 1
    drawn = [_fill(days, nominal, deployable, run) for run in _runs(nominal, deployable)]
    drawn.append(line("On the books", axis, nominal, style.GREY_LINE, 2.0))
    drawn.append(line("Deployable", axis, deployable, style.BLUE, 2.5))
    layout = style.layout(
        HEIGHT,
        {"l": 14 + 8 * len(style.number(round(top))), "r": RIGHT, "t": TOP, "b": BOTTOM},
        hovermode="x",
        xaxis=axis_of_months(axis),
        yaxis=axis_of_values(start, top),
        annotations=_end_labels(axis, nominal, deployable, start, top),
    )
    pointer = _pointer(axis, days, nominal, deployable)
    words = style.axis_words(unit, start)
    return Lines(axis, nominal, deployable, drawn, pointer, words, layout)


def marked(found: Lines | None, month: str, compare: str | None) -> Figure:
    """Two lines and the gap between them, named at their right ends; 320 pixels high.

    *month* is marked by a dot, *compare* (if any) by a small open one.
    """
    if found is None:
        return style.empty()
    dots, marks = [], []
    for at, open_dot in ((compare, True), (month, False)):
        if at in found.axis and (at != month or not open_dot):
            place = found.axis.index(at)
            values = found.nominal[place], found.deployable[place]
            if values != (None, None):
                dots.append(_dots(_day(at), *values, open_dot))
                marks.append(("○ " if open_dot else "● ") + months.words(at))
    words = found.words
    if marks:
        words += "<br>" + "&nbsp;&nbsp; ".join(reversed(marks))
    said = style.note(
        words, xref="paper", yref="paper", x=0, y=1, yanchor="bottom", yshift=6, name="axis"
    )
    said["font"] = {"size": style.SIZE_SMALL, "color": style.TEXT_MUTED}
    return {
        "data": [*found.drawn, *dots, found.pointer],
        "layout": {**found.layout, "annotations": [said, *found.layout["annotations"]]},
    }


def _day(month: str) -> str:
    return f"{month}-01"


def _runs(nominal: list[float | None], deployable: list[float | None]) -> list[range]:
    """The unbroken runs of two months or more in which both are known."""
    runs, first = [], None
    for i in range(len(nominal) + 1):
        whole = i < len(nominal) and nominal[i] is not None and deployable[i] is not None
        if whole and first is None:
            first = i
        elif not whole and first is not None:
            if i - first > 1:
                runs.append(range(first, i))
            first = None
    return runs


def _fill(
    days: list[str], nominal: list[float | None], deployable: list[float | None], run: range
) -> dict[str, Any]:
    """A run's gap as a closed outline: there and back, so that no hole can be bridged."""
    back = range(run.stop - 1, run.start - 1, -1)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "Gap",
        "x": [days[i] for i in run] + [days[i] for i in back],
        "y": [nominal[i] for i in run] + [deployable[i] for i in back],
        "fill": "toself",
        "fillcolor": style.GAP_FILL,
        "line": {"width": 0},
        "hoverinfo": "skip",
    }


def _dots(
    day: str, nominal: float | None, deployable: float | None, open_dot: bool
) -> dict[str, Any]:
    colours = [style.GREY_LINE, style.BLUE]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "Compared with" if open_dot else "Selected month",
        "x": [day, day],
        "y": [nominal, deployable],
        "marker": {
            "size": 7 if open_dot else 9,
            "color": style.WHITE if open_dot else colours,
            "line": {"color": colours, "width": 1.5 if open_dot else 0},
            "opacity": 1,
        },
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _pointer(
    axis: list[str],
    days: list[str],
    nominal: list[float | None],
    deployable: list[float | None],
) -> dict[str, Any]:
    """An unseen trace that answers the pointer once a month, with both numbers and the gap."""
    y, texts = [], []
    for i, text in enumerate(axis):
        on_books, fit = nominal[i], deployable[i]
        y.append(fit if fit is not None else on_books)
        lines = [style.bold(months.words(text))]
        if on_books is not None:
            lines.append(f"On the books {style.number(on_books)}")
        if fit is not None:
            lines.append(f"Deployable {style.number(fit)}")
        if on_books is not None and fit is not None:
            share = f" ({style.percent(100 * (on_books - fit) / on_books)})" if on_books else ""
            lines.append(f"Gap {style.number(_gap(on_books, fit))}{share}")
        texts.append("<br>".join(lines))
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "Pointer",
        "x": days,
        "y": y,
        "marker": {"size": 12, "opacity": 0},
        "hoverinfo": "text",
        "hovertext": texts,
    }


def _gap(nominal: float, deployable: float) -> float:
    """The gap of the numbers as shown, so that the reader's own subtraction agrees."""
    return round(round(nominal, 1) - round(deployable, 1), 1)


@dataclass
class _End:
    """A line's direct label: what it says and how far above the foot of the plot, in pixels."""

    name: str
    colour: str
    at: int
    value: float
    lines: list[str]
    y: float

    @property
    def half(self) -> float:
        return len(self.lines) * LINE / 2


def _end_labels(
    axis: list[str],
    nominal: list[float | None],
    deployable: list[float | None],
    start: float,
    top: float,
) -> list[dict[str, Any]]:
    """The lines' names and last numbers at the right, moved apart where they would touch."""
    ends = []
    for name, values, colour in (
        ("On the books", nominal, style.CHARCOAL),
        ("Deployable", deployable, style.BLUE),
    ):
        found = [(i, value) for i, value in enumerate(values) if value is not None]
        if not found:
            continue
        at, value = found[-1]
        lines = [name, style.number(value)]
        if at < len(axis) - 1:
            word, year = months.words(axis[at]).split()
            lines.append(f"in {word[:3]} {year}")
        ends.append(_End(name, colour, at, value, lines, (value - start) / (top - start) * _PLOT))

    ends.sort(key=lambda end: end.y)
    if len(ends) == 2:
        low, high = ends
        lack = max(0.0, low.half + high.half + 4 - (high.y - low.y))
        low.y -= lack / 2
        high.y += lack / 2
    # Kept inside the plot: the words above and the months below it have their own place.
    for end in ends:
        end.y = min(max(end.y, end.half), _PLOT - end.half)
    if len(ends) == 2:
        apart = low.half + high.half + 4
        low.y = min(low.y, max(high.y - apart, low.half))
        high.y = max(high.y, low.y + apart)

    drawn = [_end_label("<br>".join(map(style.bold, end.lines)), end.colour, end.y) for end in ends]
    if len(ends) == 2 and low.at == high.at and high.name == "On the books":
        free = high.y - low.y - low.half - high.half
        if free >= LINE + 8:
            words = f"gap {style.number(_gap(high.value, low.value))}"
            drawn.append(_end_label(words, style.TEXT_ORANGE, (high.y + low.y) / 2))
    return drawn


def _end_label(text: str, colour: str, pixels: float) -> dict[str, Any]:
    label = style.note(text, xref="paper", yref="paper", x=1, y=pixels / _PLOT, xshift=6)
    label["font"] = {"size": style.SIZE_SMALL, "color": colour}
    return label
