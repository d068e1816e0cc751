"""Nominal and deployable strength by command, with the gap between them."""

from typing import Any

import pandas as pd

from dashboard.figures import style
from dashboard.figures.style import Figure

ROW = 28
TOP = 26
BOTTOM = 62
_LABEL_EMS = 14.0
_GAP_WIDTH = 54


def gap_by_command(frame: pd.DataFrame, unit: str = "FTE officers") -> Figure:
    """A row a command: a filled dot deployable, an open dot nominal, the gap at the right.

    *frame*: ``name``, ``nominal`` and ``deployable`` in *unit*, ``gap_percent`` (0 to 100; missing
    where there is no value) and ``selected`` (bool), in the order to be drawn from the top.

    28 pixels a row and 88 around them: 424 for twelve commands.
    """
    if frame.empty:
        return style.empty()
    names = [str(name) for name in frame["name"]]
    nominal = style.plain_list(frame["nominal"])
    deployable = style.plain_list(frame["deployable"])
    gaps = style.plain_list(frame["gap_percent"])
    selected = [bool(flag) for flag in frame["selected"]]
    rows = [float(i) for i in range(len(names))]
    known = [value for value in nominal + deployable if value is not None]
    if not known:
        return style.empty()

    lowest, highest = min(known), max(known)
    # Dots are read by place, not by length, so that this axis may start above zero sooner.
    start = style.axis_start(lowest, highest, least=0.25)
    colours = [style.BLUE if flag else style.GREY_LINE for flag in selected]
    sizes = [11 if flag else 9 for flag in selected]
    data = [
        _lines(rows, nominal, deployable, [not flag for flag in selected], style.GREY_BAR, 3),
        _lines(rows, nominal, deployable, selected, style.BLUE, 4),
        {
            "type": "scatter",
            "mode": "markers",
            "name": "On the books",
            "x": nominal,
            "y": rows,
            "marker": {
                "symbol": "circle",
                "size": sizes,
                "color": style.WHITE,
                "line": {"color": colours, "width": 2},
                "opacity": 1,
            },
            "cliponaxis": False,
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "name": "Deployable",
            "x": deployable,
            "y": rows,
            "marker": {"size": sizes, "color": colours, "opacity": 1},
            "cliponaxis": False,
            "hoverinfo": "text",
            "hovertext": [
                _hover(names[i], nominal[i], deployable[i], gaps[i], unit)
                for i in range(len(names))
            ],
        },
    ]

    short = [style.escape(name) for name in style.shortened(names, _LABEL_EMS)]
    ticks = [style.bold(text) if selected[i] else text for i, text in enumerate(short)]
    at_right = {"xref": "paper", "x": 1, "xanchor": "right", "xshift": _GAP_WIDTH, "align": "right"}
    annotations = [
        style.note(_gap(gaps[i], selected[i]), **at_right, yref="y", y=rows[i])
        for i in range(len(rows))
    ]
    header = style.note("gap", **at_right, yref="paper", y=1, yanchor="bottom")
    header["font"] = {"size": style.SIZE_SMALL, "color": style.TEXT_MUTED}
    annotations.append(header)

    pad = (highest - start) * 0.02 or 1.0
    return {
        "data": data,
        "layout": style.layout(
            ROW * len(rows) + TOP + BOTTOM,
            {"l": 8, "r": _GAP_WIDTH + 8, "t": TOP, "b": BOTTOM},
            # The whole row answers the pointer, not the dot alone.
            hovermode="y",
            xaxis=style.axis(
                range=[start, highest + pad],
                nticks=3,
                showgrid=True,
                gridcolor=style.GREY_GRID,
                title={
                    "text": "● deployable&nbsp; ○ on the books<br>" + style.axis_words(unit, start),
                    "font": {"size": style.SIZE_SMALL, "color": style.TEXT_MUTED},
                    "standoff": 6,
                },
            ),
            yaxis=style.axis(
                range=[len(rows) - 0.5, -0.5],
                tickmode="array",
                tickvals=rows,
                ticktext=ticks,
                tickfont={"size": style.SIZE_SMALL, "color": style.TEXT},
                ticks="outside",
                ticklen=8,
                tickcolor="rgba(0,0,0,0)",
            ),
            annotations=annotations,
        ),
    }


def _lines(
    rows: list[float],
    nominal: list[float | None],
    deployable: list[float | None],
    wanted: list[bool],
    colour: str,
    width: int,
) -> dict[str, Any]:
    """The wanted rows' lines as one trace, broken between rows."""
    x: list[float | None] = []
    y: list[float | None] = []
    for row, left, right, want in zip(rows, deployable, nominal, wanted, strict=True):
        if want and left is not None and right is not None:
            x += [left, right, None]
            y += [row, row, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": colour, "width": width},
        "hoverinfo": "skip",
    }


def _gap(gap: float | None, selected: bool) -> str:
    text = "no value" if gap is None else style.percent(gap)
    return style.bold(text) if selected else text


def _hover(
    name: str, nominal: float | None, deployable: float | None, gap: float | None, unit: str
) -> str:
    def said(value: float | None) -> str:
        return "no value" if value is None else style.number(value)

    return "<br>".join(
        [
            style.bold(style.escape(name)),
            f"Deployable {said(deployable)} of {said(nominal)} {style.escape(unit)}",
            "Gap " + ("no value" if gap is None else style.percent(gap)),
        ]
    )
