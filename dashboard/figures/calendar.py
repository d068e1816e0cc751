"""A value a day as a calendar: weeks side by side, Monday at the top, darker is more."""

import math
from calendar import day_abbr, month_abbr
from typing import Any, NamedTuple

import pandas as pd

from dashboard.figures import style
from dashboard.figures.heatmap import Scale
from dashboard.figures.rows import NO_VALUE
from dashboard.figures.style import Figure
from dashboard.schema import months

DAY = 16
"""Pixels that a day is high."""
BETWEEN = 2
"""Days' height between two blocks, for the names of months and their year."""
TOP = 36
LINE = 18
LONGEST = 24
"""Months drawn at most: the newest."""

_BLOCK = 7 + BETWEEN
_SHADES = 5
_NARROWEST = 304
"""Pixels of a block on a phone."""
_NAME = 22
"""Pixels that the name of a month takes."""


class _Place(NamedTuple):
    """Where a day stands: its block from the top, its week from the left, 0 for Monday."""

    block: int
    week: int
    weekday: int

    @property
    def y(self) -> int:
        return self.block * _BLOCK + self.weekday


def calendar(
    table: pd.DataFrame,
    unit: str,
    low: float | None = None,
    high: float | None = None,
    across: int = 12,
) -> Figure:
    """A square a day; *across* months side by side, and what is more in blocks under them.

    *table*: one row a day with ``date`` (datetime64 or "YYYY-MM-DD"), ``value`` in *unit* and
    ``said`` (plain text for the pointer, which names the day itself). Of more than 24 months
    the newest are drawn. A day between the first and the last that has no value or no row is a
    dot. ``ValueError`` if a day is given twice.

    *low* and *high* fix the values of the lightest and the darkest shade, which are otherwise
    the least and the most of the values shown. *across*: 12 is a year, whose days are six pixels
    wide on a phone; with 3 a year stands by quarter there, and a finger finds the day.

    112 pixels a block, 32 between two, and 62 around them: 174 for a year; 18 more with dots.
    """
    days = _days(table)
    values = style.plain_list(days["value"])
    known = [value for value in values if value is not None]
    if not known:
        return style.empty()
    scale = Scale(min(known) if low is None else low, max(known) if high is None else high)
    places = _places(list(days.index), across)
    rows = places[-1].block * _BLOCK + 7
    weeks = max(place.week for place in places) + 1

    hover = [_hover(day, said) for day, said in zip(days.index, days["said"], strict=True)]
    holes = [i for i, value in enumerate(values) if value is None]
    data = [_squares(places, values, hover, rows, weeks, scale), _borders(days.index, places)]
    words = [_key(scale, known, unit)]
    if holes:
        data.append(_dots([places[i] for i in holes], [hover[i] for i in holes]))
        words.append(f"{style.coloured('•', style.GREY_LINE)} {NO_VALUE}")
    bottom = 8 + LINE * len(words)
    key = style.note(
        "<br>".join(words), xref="paper", x=0, yref="paper", y=0, yanchor="top", yshift=-6
    )
    key["font"] = {"size": style.SIZE_SMALL, "color": style.TEXT_MUTED}
    return {
        "data": data,
        "layout": style.layout(
            DAY * rows + TOP + bottom,
            {"l": 38, "r": 8, "t": TOP, "b": bottom},
            hovermode="closest",
            xaxis=style.axis(visible=False, range=[-0.5, weeks - 0.5]),
            yaxis=_weekdays(rows),
            annotations=[*_names(days.index, places, weeks), key],
        ),
    }


def _days(table: pd.DataFrame) -> pd.DataFrame:
    """Every day from the first to the last of the newest 24 months, with ``value`` and ``said``."""
    given = table.assign(date=pd.to_datetime(table["date"])).set_index("date").sort_index()
    if given.index.has_duplicates:
        twice = given.index[given.index.duplicated()][0]
        raise ValueError(f"{twice:%Y-%m-%d} is given twice")
    if given.empty:
        return given
    oldest = months.shift(f"{given.index[-1]:%Y-%m}", 1 - LONGEST)
    first = max(given.index[0], pd.Timestamp(f"{oldest}-01"))
    return given.reindex(pd.date_range(first, given.index[-1]))


def _places(days: list[pd.Timestamp], across: int) -> list[_Place]:
    first = months.number(f"{days[0]:%Y-%m}")
    places: list[_Place] = []
    monday = days[0]
    for day in days:
        block = (months.number(f"{day:%Y-%m}") - first) // across
        if not places or block > places[-1].block:
            monday = day - pd.Timedelta(days=day.weekday())
        places.append(_Place(block, (day - monday).days // 7, day.weekday()))
    return places


def _squares(
    places: list[_Place],
    values: list[float | None],
    hover: list[str],
    rows: int,
    weeks: int,
    scale: Scale,
) -> dict[str, Any]:
    """The days as one grid of *rows* by *weeks*; what is no day stays empty."""
    shades: list[list[float | None]] = [[None] * weeks for _ in range(rows)]
    texts = [[""] * weeks for _ in range(rows)]
    for place, value, text in zip(places, values, hover, strict=True):
        shades[place.y][place.week] = value
        texts[place.y][place.week] = text
    return {
        "type": "heatmap",
        "name": "Days",
        "z": shades,
        "zmin": scale.low,
        "zmax": scale.high,
        "colorscale": [[0, scale.fill(scale.low)], [1, scale.fill(scale.high)]],
        "showscale": False,
        "xgap": 1,
        "ygap": 1,
        "hoverongaps": False,
        "hoverinfo": "text",
        "hovertext": texts,
    }


def _dots(places: list[_Place], hover: list[str]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "No value",
        "x": [place.week for place in places],
        "y": [place.y for place in places],
        "marker": {"size": 3, "color": style.GREY_LINE, "opacity": 1},
        "hoverinfo": "text",
        "hovertext": hover,
    }


def _borders(days: pd.DatetimeIndex, places: list[_Place]) -> dict[str, Any]:
    """The lines between months: down the week, with a step where one begins in its midst."""
    x: list[float | None] = []
    y: list[float | None] = []
    for i in range(1, len(places)):
        block, week, weekday = places[i]
        if days[i].day != 1 or block != places[i - 1].block:
            continue
        top, foot = block * _BLOCK - 0.5, block * _BLOCK + 6.5
        step = top + weekday
        x += [week - 0.5, week - 0.5, week + 0.5, week + 0.5, None]
        y += [foot, step, step, top, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "Months",
        "x": x,
        "y": y,
        "line": {"color": style.GREY_LINE, "width": 1},
        "hoverinfo": "skip",
    }


def _names(days: pd.DatetimeIndex, places: list[_Place], weeks: int) -> list[dict[str, Any]]:
    """The months over the weeks in which they begin, under their year where one begins."""
    begun = [
        i
        for i in range(len(places))
        if i == 0 or days[i].day == 1 or places[i].block != places[i - 1].block
    ]
    # A few days of a month at the beginning of a wide block leave no room for its name.
    apart = math.ceil(_NAME * weeks / _NARROWEST)
    named = [
        i
        for i, after in zip(begun, [*begun[1:], None], strict=True)
        if after is None
        or places[after].block != places[i].block
        or places[after].week - places[i].week >= apart
    ]
    notes = []
    for i, before, after in zip(named, [None, *named], [*named[1:], None], strict=False):
        block = places[i].block
        first = before is None or places[before].block != block
        text = month_abbr[days[i].month]
        # Two years side by side would touch.
        if days[i].month == 1 or (first and not (after and days[after].month == 1)):
            text = f"{days[i].year}<br>{text}"
        place = {"xref": "x", "x": places[i].week - 0.5, "yref": "y", "y": block * _BLOCK - 0.5}
        name = style.note(text, **place, yanchor="bottom", yshift=1, xshift=-1)
        name["font"] = {"size": style.SIZE_TICK, "color": style.TEXT_MUTED}
        notes.append(name)
    return notes


def _weekdays(rows: int) -> dict[str, Any]:
    tops = range(0, rows, _BLOCK)
    return style.axis(
        range=[rows - 0.5, -0.5],
        tickmode="array",
        tickvals=[top + weekday for top in tops for weekday in range(7)],
        ticktext=list(day_abbr) * len(tops),
        ticks="outside",
        ticklen=3,
        tickcolor="rgba(0,0,0,0)",
        automargin=False,
    )


def _key(scale: Scale, known: list[float], unit: str) -> str:
    """The shades between the numbers that the first and the last of them stand for."""
    said = style.number(scale.low)
    if scale.low == scale.high:
        return f"{style.coloured('■', scale.fill(scale.low))} {said} {style.escape(unit)}"
    less = " or less" if min(known) < scale.low else ""
    more = " or more" if max(known) > scale.high else ""
    step = (scale.high - scale.low) / (_SHADES - 1)
    shades = "".join(style.coloured("■", scale.fill(scale.low + i * step)) for i in range(_SHADES))
    return f"{said}{less} {shades} {style.number(scale.high)}{more} {style.escape(unit)}"


def _hover(day: pd.Timestamp, said: Any) -> str:
    date = f"{day.day_name()} {day.day} {months.words(f'{day:%Y-%m}')}"
    return f"{style.bold(date)}<br>{NO_VALUE if pd.isna(said) else style.escape(str(said))}"
