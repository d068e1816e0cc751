"""The running total through the financial year: a line a year, and the newest month by month."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.figures import rows, style
from dashboard.figures.lines import LINE, axis_of_values
from dashboard.figures.style import Figure

MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")
TOP = 30
BOTTOM = 26
LINES = 220
"""Pixels of the part with the lines, at least."""
BETWEEN = 40
COLUMNS = 66

_APART = 4
"""Pixels between two labels, at least."""
_NAMED = (1, 4, 7, 10, 12)
"""The months that a phone has room to name: the first of each quarter, and the last."""


@dataclass
class _Year:
    """One year's line; *y*: how far above the foot of the lines its label is, in pixels."""

    name: str
    totals: list[float | None]
    newest: bool
    y: float = 0.0

    @property
    def last(self) -> int:
        """The place of the newest month with a total."""
        return max(i for i, value in enumerate(self.totals) if value is not None)

    @property
    def total(self) -> float:
        return self.totals[self.last] or 0.0

    @property
    def label(self) -> list[str]:
        """The year, its total and, where it is not over, the month that this is up to."""
        lines = [self.name, style.number(self.total)]
        return lines if self.last == 11 else [*lines, f"to {MONTHS[self.last]}"]

    @property
    def half(self) -> float:
        return len(self.label) * LINE / 2


def running(table: pd.DataFrame, unit: str, years: tuple[str, ...]) -> Figure:
    """A line for each of *years*, the last one set apart; under them that year's own months.

    *table*: ``year`` (as in *years*, from the oldest to the newest), ``month_of_year`` (1 is
    April, 12 is March), ``value`` of the month and ``running``, the total so far, both in *unit*.
    A month that is missing breaks its line and has no column. ``ValueError`` if one is given
    twice. Lines and columns have an axis each, both of them from zero.

    382 pixels high, and more for the labels of more than five years.
    """
    given = table[table["year"].isin(years)]
    totals = given.pivot(index="month_of_year", columns="year", values="running")
    drawn = [
        _Year(name, style.plain_list(totals[name].reindex(range(1, 13))), name == years[-1])
        for name in years
        if name in totals and totals[name].notna().any()
    ]
    if not drawn:
        return style.empty()
    known = [value for year in drawn for value in year.totals if value is not None]
    foot, top = min(0.0, *known), max(0.0, *known) * 1.04 or 1.0
    height = max(LINES, round(sum(2 * year.half + _APART for year in drawn)))
    _place(drawn, foot, top, height)

    newest = given[given["year"] == years[-1]].set_index("month_of_year")["value"]
    months = style.plain_list(newest.reindex(range(1, 13)))
    plot = height + BETWEEN + COLUMNS
    widest = max(style.width_in_ems(text) for year in drawn for text in year.label)
    place = {"xref": "paper", "x": 0, "yref": "paper", "yanchor": "bottom", "yshift": 6}
    data = [_columns(months), *map(_line, drawn), _pointer(drawn, months)]
    return {
        "data": data,
        "layout": style.layout(
            plot + TOP + BOTTOM,
            {
                "l": 14 + 8 * len(style.number(round(top))),
                # Bold letters are a little wider.
                "r": 14 + round(1.25 * style.SIZE_SMALL * widest),
                "t": TOP,
                "b": BOTTOM,
            },
            hovermode="x",
            xaxis=style.axis(
                range=[0.5, 12.5],
                anchor="y2",
                tickmode="array",
                tickvals=list(_NAMED),
                ticktext=[MONTHS[month - 1] for month in _NAMED],
                automargin=False,
            ),
            yaxis={**axis_of_values(foot, top), "domain": [1 - height / plot, 1]},
            yaxis2=_axis_of_columns(months, COLUMNS / plot),
            annotations=[
                rows.quiet(f"{style.escape(unit)}, total since April", y=1, **place),
                rows.quiet(f"month by month, {style.escape(years[-1])}", y=COLUMNS / plot, **place),
                *(_label(year, plot, height) for year in drawn),
            ],
        ),
    }


def _place(drawn: list[_Year], foot: float, top: float, height: int) -> None:
    """Labels beside the ends of their lines, moved up and then down until none touches another."""
    for year in drawn:
        year.y = (year.total - foot) / (top - foot) * height
    ordered = sorted(drawn, key=lambda year: year.y)
    floor = 0.0
    for year in ordered:
        year.y = max(year.y, floor + year.half)
        floor = year.y + year.half + _APART
    ceiling = float(height)
    for year in reversed(ordered):
        year.y = min(year.y, ceiling - year.half)
        ceiling = year.y - year.half - _APART


def _line(year: _Year) -> dict[str, Any]:
    """The line with a dot at its end, which is all there is of a year with one month."""
    colour = style.BLUE if year.newest else style.GREY_LINE
    end = 8 if year.newest else 5
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": year.name,
        "x": list(range(1, 13)),
        "y": year.totals,
        "connectgaps": False,
        "line": {"color": colour, "width": 2.5 if year.newest else 1.5},
        "marker": {
            "color": colour,
            "size": [end if i == year.last else 0 for i in range(12)],
            "opacity": 1,
            "line": {"width": 0},
        },
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _columns(months: list[float | None]) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": "Month by month",
        "x": list(range(1, 13)),
        "y": months,
        "yaxis": "y2",
        "width": 0.7,
        "marker": {"color": style.GREY_BAR, "line": {"width": 0}},
        "hoverinfo": "skip",
    }


def _axis_of_columns(months: list[float | None], domain: float) -> dict[str, Any]:
    """Zero and the highest column: there is room for no more numbers."""
    known = [0.0, *(value for value in months if value is not None)]
    ends = sorted({min(known), 0.0, max(known)})
    return style.axis(
        range=[ends[0], ends[-1] or 1.0],
        domain=[0, domain],
        tickmode="array",
        tickvals=ends,
        ticktext=[style.number(end) for end in ends],
        zeroline=True,
        zerolinecolor=style.GREY_BAR,
        automargin=False,
    )


def _pointer(drawn: list[_Year], months: list[float | None]) -> dict[str, Any]:
    """An unseen trace that answers the pointer once a month, the newest year first."""
    x, y, texts = [], [], []
    for i, month in enumerate(MONTHS):
        found = [
            (year.name, value) for year in reversed(drawn) if (value := year.totals[i]) is not None
        ]
        if found:
            x.append(i + 1)
            y.append(found[0][1])
            lines = [f"{style.escape(name)} {style.number(value)}" for name, value in found]
            alone = months[i]
            if alone is not None:
                lines.append(f"{month} alone {style.number(alone)}")
            texts.append("<br>".join([style.bold(f"April to {month}" if i else "April"), *lines]))
    return style.pointer(x, y, texts)


def _label(year: _Year, plot: int, height: int) -> dict[str, Any]:
    lines = [style.escape(text) for text in year.label]
    if year.newest:
        lines = [style.bold(text) for text in lines]
    at = (plot - height + year.y) / plot
    label = style.note("<br>".join(lines), xref="paper", x=1, yref="paper", y=at, xshift=8)
    colour = style.BLUE if year.newest else style.TEXT_MUTED
    label["font"] = {"size": style.SIZE_SMALL, "color": colour}
    return label
