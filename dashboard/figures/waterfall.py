"""From nominal to deployable strength, one loss at a time."""

from typing import Any

from dashboard.figures import rows, style
from dashboard.figures.rows import Band
from dashboard.figures.style import Figure, Table
from dashboard.schema.duty import DEPLOYABLE, LIMITED, NOT_DEPLOYABLE

NOMINAL = "nominal"
VACANT = "vacant"

COLOURS = {
    NOMINAL: style.GREY_BAR,
    VACANT: style.GREY_LINE,
    NOT_DEPLOYABLE: style.PLUM,
    LIMITED: style.ORANGE,
    DEPLOYABLE: style.BLUE,
}
KEY_TEXT = {
    VACANT: style.TEXT_MUTED,
    NOT_DEPLOYABLE: style.PLUM,
    LIMITED: style.TEXT_ORANGE,
    DEPLOYABLE: style.BLUE,
}
"""The states' colours for words, which need more contrast than bars."""

ROW = 34
TOP = 28
BOTTOM = 48
TOTAL = "total"
_HALF_BAR = 0.34
_BAND_WORDS = 0.6
"""Rows left free under the last one for the words of a band."""


def waterfall(
    steps: Table,
    unit: str = "FTE officers",
    band: Band | None = None,
    base: str = "nominal",
) -> Figure:
    """The steps from top to bottom as a horizontal waterfall.

    *steps*: one row a step, with ``label``, ``state`` ("nominal", "vacant", "not deployable",
    "limited" or "fully deployable") and ``value`` in *unit*, rounded to a tenth. The first row is
    the nominal strength or what *base* calls it, the last the deployable, the rows between what
    is lost, as positive numbers, and what is gained, as negative ones; they add up exactly. A row
    between whose ``kind`` (optional) is "total" is the level so far. A missing value is a hole,
    and a waterfall with a hole is not drawn.

    *band*: the published range as deployable strength in *unit*, low and high, and the words
    for it; drawn across the last row.

    34 pixels a row and 76 around them: 382 for nine rows; 20 more with a band.

    Raises ``ValueError``, naming the row, where a total between is not the level so far.
    """
    found = style.plain_list(steps["value"])
    values = [value for value in found if value is not None]
    if len(values) < 2 or len(values) < len(found):
        return style.empty()
    labels = [str(label) for label in steps["label"]]
    last = len(values) - 1
    totals = {0, last}
    if "kind" in steps:
        totals |= {i for i, kind in enumerate(steps["kind"]) if kind == TOTAL}
    states = [str(state) for state in steps["state"]]
    losses = [values[i] for i in range(last) if i not in totals]
    after = _levels(labels, values, totals)
    nominal = values[0]
    bases = [0.0 if i in totals else after[i] for i in range(last + 1)]
    end = max([*after, *(band[1:2] if band else ())])
    start = style.axis_start(min([*after, *(band[:1] if band else ())]), end)
    decimals = rows.decimals(losses)
    texts = [
        style.bold(style.number(value)) if i in totals else _loss(value, decimals)
        for i, value in enumerate(values)
    ]
    between = totals - {0, last}
    colours = [style.GREY_BAR if i in between else COLOURS[states[i]] for i in range(last + 1)]
    hover = [
        _hover(labels[i], values[i], unit, (nominal if i else 0, base), states[i], i in totals)
        for i in range(last + 1)
    ]
    # Binary dust could put an end outside the axis, and its number would not be drawn.
    ends = [min(bases[i] + max(values[i], 0.0), end) for i in range(last + 1)]
    annotations = [
        style.note(texts[i], xref="x", yref="y", x=max(ends[i], start), y=float(i), xshift=4)
        for i in range(last + 1)
    ]
    annotations += _key({states[i] for i in range(last) if i not in totals})
    shapes: list[dict[str, Any]] = []
    if band is not None:
        hover[-1] += "<br>" + _range(band)
        shapes = rows.band_shapes(*band[:2], last - 0.5, last + 0.5, 2 * _HALF_BAR)
        annotations.append(rows.band_words(band, start, end, yref="y", y=last + 0.5, yanchor="top"))
    below = _BAND_WORDS if band else 0.0

    wrapped = [style.two_lines(label) for label in labels]
    ticks = [style.bold(text) if i in totals else text for i, text in enumerate(wrapped)]
    # Room at the right for the numbers of the bars that end there, the nominal's own in bold.
    widest = max([len(style.number(nominal)), *(len(_loss(loss, decimals)) for loss in losses)])
    return {
        "data": [_bars(values, bases, colours, hover), _connectors(values, after)],
        "layout": style.layout(
            ROW * (last + 1) + round(ROW * below) + TOP + BOTTOM,
            {"l": 8, "r": 16 + 8 * widest, "t": TOP, "b": BOTTOM},
            hovermode="closest",
            xaxis=rows.scale(
                style.axis_words(unit, start), start, end if end > start else start + 1, nticks=4
            ),
            yaxis=rows.names_axis(ticks, below),
            shapes=shapes,
            annotations=annotations,
        ),
    }


def _levels(labels: list[str], values: list[float], totals: set[int]) -> list[float]:
    """What is left after each row, from the nominal strength to the deployable."""
    after = [values[0]]
    for i in range(1, len(values) - 1):
        if i not in totals:
            after.append(round(after[-1] - values[i], 1))
        elif values[i] == after[-1]:
            after.append(values[i])
        else:
            raise ValueError(
                f"{labels[i]} is {style.number(values[i])}, but the steps before it come to "
                f"{style.number(after[-1])}"
            )
    return [*after, values[-1]]


def _bars(
    values: list[float], bases: list[float], colours: list[str], hover: list[str]
) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": [float(i) for i in range(len(values))],
        "base": bases,
        "width": 2 * _HALF_BAR,
        # The outline keeps a loss of a few people among thousands from vanishing; none is none.
        "marker": {
            "color": colours,
            "line": {"width": [1 if value else 0 for value in values], "color": colours},
        },
        "hoverinfo": "text",
        "hovertext": hover,
        "textposition": "none",
    }


def _connectors(values: list[float], after: list[float]) -> dict[str, Any]:
    x: list[float | None] = []
    y: list[float | None] = []
    for i, level in enumerate(after[:-1]):
        x += [level, level, None]
        # A loss of nothing has no bar to join: its connectors meet in the middle of the row.
        upper = _HALF_BAR if values[i] else 0.0
        lower = _HALF_BAR if values[i + 1] else 0.0
        y += [i + upper, i + 1 - lower, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": style.GREY_LINE, "width": 1, "dash": "dot"},
        "hoverinfo": "skip",
    }


def _key(states: set[str]) -> list[dict[str, Any]]:
    """The states of the losses in words, over the plot."""
    words = [
        style.coloured("■", COLOURS[state]) + " " + style.coloured(state, KEY_TEXT[state])
        for state in (VACANT, NOT_DEPLOYABLE, LIMITED)
        if state in states
    ]
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "yanchor": "bottom"}
    return [style.note("&nbsp;&nbsp; ".join(words), **place)] if words else []


def _loss(value: float, decimals: int) -> str:
    return "0" if value == 0 else style.number(-value, decimals)


def _range(band: Band) -> str:
    low, high, words = band
    return f"{style.escape(words)}: {style.number(low)} to {style.number(high)}"


def _hover(
    label: str, value: float, unit: str, base: tuple[float, str], state: str, is_total: bool
) -> str:
    """*base*: what the value is a share of, 0 for none, and what it is called."""
    lines = [style.bold(style.escape(label)), f"{style.number(value)} {style.escape(unit)}"]
    if base[0] > 0:
        lines.append(f"{style.percent(100 * value / base[0])} of {base[1]}")
    if not is_total:
        lines.append(style.escape(state))
    return "<br>".join(lines)
