"""A sparkline: a measure's last months as a small picture, for a card."""

import itertools
from collections.abc import Sequence
from functools import cache
from urllib.parse import quote

from dashboard.figures import style

WIDTH = 120
HEIGHT = 28
_MARGIN = 4.0
"""Pixels kept free on all sides, so that the last point's dot is whole."""
_NEAR = 0.5
"""A benchmark further from the values than this share of the highest would only flatten them."""

_COLOURS = {
    ".line": ("stroke", style.BLUE),
    ".dot": ("fill", style.BLUE),
    ".band": ("fill", style.GREY_BAR),
    ".mark": ("stroke", style.GREY_LINE),
}
# All that the drawn parts hold of what an address may not: quoting letter by letter takes longer.
_ESCAPED = {ord(sign): quote(sign) for sign in '<>"'}
_Point = tuple[float, float]


def spark(values: Sequence[float | None], benchmark: tuple[float, float] | None = None) -> str:
    """A picture of 120 by 28 pixels as a data URI; an empty text if no value is known.

    *values*: one a month, missing at a hole, where the line breaks; the last known one is a dot.
    *benchmark*: low and high of what is published, a band behind the line (a dashed line where
    both are one); left out where it is far from all values. The picture follows the theme of
    the reader's system, since no style of the page reaches into it.
    """
    known = style.plain_list(values)
    there = [value for value in known if value is not None]
    if not there:
        return ""
    shown = benchmark if benchmark is not None and _near(benchmark, there) else None
    levels = [*there, *(shown or ())]
    low, high = min(levels), max(levels)

    def up(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(HEIGHT - _MARGIN - share * (HEIGHT - 2 * _MARGIN), 1)

    step = (WIDTH - 2 * _MARGIN) / max(len(known) - 1, 1)
    places = [
        None if value is None else (round(_MARGIN + i * step, 1), up(value))
        for i, value in enumerate(known)
    ]
    runs = _runs(places)
    drawn = [_benchmark(up(shown[0]), up(shown[1]))] if shown else []
    drawn += [_run(points) for points in runs]
    x, y = runs[-1][-1]
    drawn.append(f'<circle class="dot" cx="{x:g}" cy="{y:g}" r="3"/>')
    return _begun() + f"{''.join(drawn)}</svg>".translate(_ESCAPED)


def _near(benchmark: tuple[float, float], values: list[float]) -> bool:
    low, high = benchmark
    away = max(low - max(values), min(values) - high)
    return away <= _NEAR * max(map(abs, values))


def _runs(places: list[_Point | None]) -> list[list[_Point]]:
    """The unbroken runs of known points."""
    split = itertools.groupby(places, lambda place: place is not None)
    return [[place for place in run if place is not None] for known, run in split if known]


def _run(points: list[_Point]) -> str:
    """A run as a line; a point between two holes as a small dot, or it would not be seen."""
    if len(points) == 1:
        x, y = points[0]
        return f'<circle class="dot" cx="{x:g}" cy="{y:g}" r="1.5"/>'
    way = " ".join(f"{x:g},{y:g}" for x, y in points)
    return f'<polyline class="line" points="{way}"/>'


def _benchmark(low: float, high: float) -> str:
    if low == high:
        return f'<line class="mark" x1="0" y1="{low:g}" x2="{WIDTH}" y2="{low:g}"/>'
    height = low - high
    return f'<rect class="band" x="0" y="{high:g}" width="{WIDTH}" height="{height:g}"/>'


@cache
def _begun() -> str:
    """The same of every picture: its size and its colours."""
    light = "".join(f"{at}{{{what}:{colour}}}" for at, (what, colour) in _COLOURS.items())
    dark = "".join(
        f"{at}{{{what}:{style.DARK[colour]}}}" for at, (what, colour) in _COLOURS.items()
    )
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}"><style>'
        ".line{fill:none;stroke-width:1.75;stroke-linejoin:round}"
        ".band{fill-opacity:0.4}"
        f".mark{{stroke-width:1;stroke-dasharray:3 3}}{light}"
        f"@media (prefers-color-scheme: dark){{{dark}}}</style>"
    )
    return "data:image/svg+xml," + quote(picture, safe="=:/ ")
