"""What charts over months share: their axis, and a line that no hole is bridged in."""

import itertools
from typing import Any

from dashboard.figures import style
from dashboard.schema import months

LINE = 16
"""Pixels that a line of a direct label takes."""


def axis_of_months(axis: list[str]) -> dict[str, Any]:
    """The horizontal axis over *axis* ("YYYY-MM", every month in order), a few of them named."""
    tickvals, ticktext = _ticks(axis)
    return style.axis(
        type="date",
        # Half a month at both ends: a single month needs a width, a dot needs room.
        range=[f"{months.shift(axis[0], -1)}-16", f"{axis[-1]}-16"],
        tickmode="array",
        tickvals=tickvals,
        ticktext=ticktext,
        ticks="outside",
        ticklen=4,
        tickcolor=style.GREY_BAR,
        showline=True,
        linecolor=style.GREY_BAR,
        automargin=False,
    )


_DOT = 6
"""Pixels of a value's dot, where it has one."""


def _ticks(axis: list[str]) -> tuple[list[str], list[str]]:
    """At most six months to name: few enough to stand side by side on a phone."""
    count = len(axis)
    step = next((s for s in (1, 2, 3, 6, 12, 24, 60) if count <= 6 * s), 120)
    # Multiples of the step counted from January, so that long axes name the turns of the year.
    chosen = [text for text in axis if months.number(text) % step == 0]
    if count <= 6:
        chosen = axis
    texts, year = [], ""
    for text in chosen:
        name, this_year = months.words(text).split()
        texts.append(f"{name[:3]}<br>{this_year}" if this_year != year else name[:3])
        year = this_year
    return [f"{text}-01" for text in chosen], texts


def line(
    name: str,
    axis: list[str],
    values: list[float | None],
    colour: str,
    width: float,
    every: int = 1,
) -> dict[str, Any]:
    """A line over the months of *axis*; it breaks where a value is missing.

    every: months from one value to the next, where the line has one a year, say; each value
    is then a dot too, and what lies between two of them is no hole.
    """
    known = [i for i, value in enumerate(values) if value is not None]
    within = {
        between
        for here, there in itertools.pairwise(known)
        if there - here <= every
        for between in range(here + 1, there)
    }
    drawn = [i for i in range(len(values)) if i not in within]
    shown = [values[i] for i in drawn]
    # A value between two holes has no line to either side; without a dot it is not seen.
    alone = [
        value is not None
        and (i == 0 or shown[i - 1] is None)
        and (i == len(shown) - 1 or shown[i + 1] is None)
        for i, value in enumerate(shown)
    ]
    # Plotly draws a dot of no size as one of six pixels: where there is none, none is asked for.
    dotted = every > 1 or any(alone)
    sizes = _DOT if every > 1 else [_DOT * flag for flag in alone]
    dots = {"marker": {"color": colour, "size": sizes, "opacity": 1}} if dotted else {}
    return {
        "type": "scatter",
        "mode": "lines+markers" if dotted else "lines",
        "name": name,
        "x": [f"{axis[i]}-01" for i in drawn],
        "y": shown,
        "connectgaps": False,
        "line": {"color": colour, "width": width},
        **dots,
        "hoverinfo": "skip",
    }


def axis_of_values(start: float, top: float) -> dict[str, Any]:
    """The upright axis of such a chart, from *start* to *top*."""
    return style.axis(
        range=[start, top],
        nticks=6,
        showgrid=True,
        gridcolor=style.GREY_GRID,
        automargin=False,
    )
