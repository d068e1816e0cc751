"""Boroughs as a map of equal squares, each shaded by its command's value."""

from typing import Any

from dashboard.figures import style
from dashboard.figures.heatmap import LINE, Cell, Scale, drawn, shaded, under
from dashboard.figures.style import Figure, Table

TILE = 60
"""Pixels of a square's side where there is room; on a phone the width makes it less."""

NO_VALUE = "\u2013"

_SIDE = 0.93
_WORDS = ("short", "name", "command", "x", "y", "selected")


def tiles(frame: Table, words: str) -> Figure:
    """A square a borough on the grid that *frame* gives, with *words* as a note under it.

    *frame*: one row a borough with ``short`` (three letters), ``name``, ``command`` (its name),
    ``x`` and ``y`` (column and row of the grid from the top left), ``value`` (percent, 0 to 100;
    missing: the square is an empty outline) and ``selected`` (bool: outlined in orange).

    60 pixels a row of the grid and 40 around them: 400 for six rows and a note of one line.
    """
    values = style.plain_list(frame["value"])
    known = [value for value in values if value is not None]
    if not known:
        return style.empty()
    scale = Scale(min(known), max(known))
    cells = [
        _tile(dict(zip(_WORDS, row, strict=True)), value, scale)
        for row, value in zip(zip(*(frame[n] for n in _WORDS), strict=True), values, strict=True)
    ]
    left, right = min(cell.x for cell in cells), max(cell.x for cell in cells)
    top, bottom = min(cell.y for cell in cells), max(cell.y for cell in cells)
    note, lines = under([words], 0, xref="x", x=left - 0.5, yref="y", y=bottom + 0.5)
    margin = {"l": 8, "r": 8, "t": 8, "b": 17 + LINE * lines}
    return {
        "data": [drawn(cells, _SIDE, _SIDE, style.SIZE_SMALL)],
        "layout": style.layout(
            round(TILE * (bottom - top + 1)) + margin["t"] + margin["b"],
            margin,
            hovermode="closest",
            xaxis=style.axis(visible=False, range=[left - 0.5, right + 0.5], constrain="domain"),
            yaxis=style.axis(
                visible=False,
                range=[bottom + 0.5, top - 0.5],
                scaleanchor="x",
                constrain="domain",
                constraintoward="top",
            ),
            annotations=[note],
        ),
    }


def _tile(row: dict[Any, Any], value: float | None, scale: Scale) -> Cell:
    drawn_as = shaded(value, scale)
    if row["selected"]:
        drawn_as |= {"outline": style.ORANGE, "outline_width": 3}
    percent = NO_VALUE if value is None else style.number(round(value), 0) + "%"
    return Cell(
        x=float(row["x"]),
        y=float(row["y"]),
        text=f"{style.bold(style.escape(str(row['short'])))}<br>{percent}",
        hover="<br>".join(
            [
                style.bold(style.escape(str(row["name"]))),
                style.escape(str(row["command"])),
                "no value" if value is None else style.percent(value),
            ]
        ),
        **drawn_as,
    )
