"""From nominal to deployable strength, one loss at a time."""

from typing import Any

import pandas as pd

from dashboard.figures import style
from dashboard.figures.style import Figure
from dashboard.schema.duty import DEPLOYABLE, LIMITED, NOT_DEPLOYABLE

NOMINAL = "nominal"

COLOURS = {
    NOMINAL: style.GREY_BAR,
    NOT_DEPLOYABLE: style.PLUM,
    LIMITED: style.ORANGE,
    DEPLOYABLE: style.BLUE,
}
_KEY_TEXT = {NOT_DEPLOYABLE: style.PLUM, LIMITED: style.TEXT_ORANGE}

ROW = 34
TOP = 28
BOTTOM = 48
_HALF_BAR = 0.34


def waterfall(steps: pd.DataFrame, unit: str = "FTE officers") -> Figure:
    """The steps from top to bottom as a horizontal waterfall.

    *steps*: one row a step, with ``label``, ``state`` ("nominal", "not deployable", "limited" or
    "fully deployable") and ``value`` in *unit*, rounded to a tenth. The first row is the nominal
    strength, the last the deployable, the rows between what is lost, as positive numbers; they
    add up exactly. A missing value is a hole, and a waterfall with a hole is not drawn.

    34 pixels a row and 76 around them: 382 for nine rows.
    """
    values = [value for value in style.plain_list(steps["value"]) if value is not None]
    if len(values) < 2 or len(values) < len(steps):
        return style.empty()
    labels = [str(label) for label in steps["label"]]
    states = [str(state) for state in steps["state"]]
    last = len(values) - 1
    nominal, losses = values[0], values[1:last]

    after = [nominal]
    for loss in losses:
        after.append(round(after[-1] - loss, 1))
    bases = [0.0, *after[1:], 0.0]
    start = style.axis_start(min(*after, values[last]), nominal)
    # Losses are a column of numbers to compare, so that one with a tenth gives all of them one.
    decimals = 0 if all(loss == int(loss) for loss in losses) else 1
    texts = [
        _loss(value, decimals) if 0 < i < last else style.bold(style.number(value))
        for i, value in enumerate(values)
    ]

    bars = {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": [float(i) for i in range(last + 1)],
        "base": bases,
        "width": 2 * _HALF_BAR,
        # The outline keeps a loss of a few people among thousands from vanishing; none is none.
        "marker": {
            "color": [COLOURS[state] for state in states],
            "line": {
                "width": [1 if value else 0 for value in values],
                "color": [COLOURS[state] for state in states],
            },
        },
        "hoverinfo": "text",
        "hovertext": [
            _hover(labels[i], states[i], values[i], nominal, unit, 0 < i < last)
            for i in range(last + 1)
        ],
        "textposition": "none",
    }
    connectors: dict[str, Any] = {
        "type": "scatter",
        "mode": "lines",
        "x": [],
        "y": [],
        "line": {"color": style.GREY_LINE, "width": 1, "dash": "dot"},
        "hoverinfo": "skip",
    }
    for i, level in enumerate(after):
        connectors["x"] += [level, level, None]
        # A loss of nothing has no bar to join: its connectors meet in the middle of the row.
        upper = _HALF_BAR if values[i] else 0.0
        lower = _HALF_BAR if values[i + 1] else 0.0
        connectors["y"] += [i + upper, i + 1 - lower, None]

    # Binary dust could put an end outside the axis, and its number would not be drawn.
    ends = [min(bases[i] + values[i], nominal) for i in range(last + 1)]
    annotations = [
        style.note(texts[i], xref="x", yref="y", x=max(ends[i], start), y=float(i), xshift=4)
        for i in range(last + 1)
    ]
    key = [
        style.coloured("■", COLOURS[state]) + " " + style.coloured(state, _KEY_TEXT[state])
        for state in (NOT_DEPLOYABLE, LIMITED)
        if state in states
    ]
    if key:
        annotations.append(
            style.note(
                "&nbsp;&nbsp; ".join(key), xref="paper", yref="paper", x=0, y=1, yanchor="bottom"
            )
        )

    wrapped = [style.two_lines(label) for label in labels]
    ticks = [style.bold(text) if i in (0, last) else text for i, text in enumerate(wrapped)]
    # Room at the right for the numbers of the bars that end there, the nominal's own in bold.
    right = 16 + 8 * max(len(style.number(nominal)), *map(len, texts[1:last]), 1)
    return {
        "data": [bars, connectors],
        "layout": style.layout(
            ROW * (last + 1) + TOP + BOTTOM,
            {"l": 8, "r": right, "t": TOP, "b": BOTTOM},
            hovermode="closest",
            xaxis=style.axis(
                range=[start, nominal if nominal > start else start + 1],
                nticks=4,
                showgrid=True,
                gridcolor=style.GREY_GRID,
                title={
                    "text": style.axis_words(unit, start),
                    "font": {"size": style.SIZE_SMALL, "color": style.TEXT_MUTED},
                    "standoff": 6,
                },
            ),
            yaxis=style.axis(
                range=[last + 0.5, -0.5],
                tickmode="array",
                tickvals=[float(i) for i in range(last + 1)],
                ticktext=ticks,
                tickfont={"size": style.SIZE_SMALL, "color": style.TEXT},
                ticks="outside",
                ticklen=6,
                tickcolor="rgba(0,0,0,0)",
            ),
            annotations=annotations,
        ),
    }


def _loss(value: float, decimals: int) -> str:
    return "0" if value == 0 else style.number(-value, decimals)


def _hover(label: str, state: str, value: float, nominal: float, unit: str, is_loss: bool) -> str:
    lines = [style.bold(style.escape(label)), f"{style.number(value)} {style.escape(unit)}"]
    if state != NOMINAL and nominal > 0:
        lines.append(f"{style.percent(100 * value / nominal)} of nominal")
    if is_loss:
        lines.append(style.escape(state))
    return "<br>".join(lines)
