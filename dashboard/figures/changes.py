"""Why the gap changed: what widened it and what narrowed it, a bar a status."""

from typing import Any

from dashboard.figures import style
from dashboard.figures.style import Figure, Table

NOTHING = "No comparison for this selection."
MORE, LESS = "more gap", "less gap"

ROW = 28
TOP = 28
BOTTOM = 30
_LABEL_EMS = 13.0
_NARROWEST = 170
"""Pixels left for the bars and their numbers on a phone."""


def changes(frame: Table, unit: str = "FTE officers") -> Figure:
    """A bar a row from a line at zero: to the right what widened the gap, to the left the rest.

    *frame*: ``label`` and ``change`` in *unit* (rounded to a tenth; positive where the gap grew),
    in the order to be drawn from the top, the total last. A missing value is a hole, and changes
    with a hole are not drawn.

    28 pixels a row and 58 around them: 282 for eight rows.
    """
    found = style.plain_list(frame["change"])
    # Binary dust would give every number a decimal.
    values = [round(value, 1) for value in found if value is not None]
    if not values or len(values) < len(found):
        return style.empty(NOTHING)
    labels = [str(label) for label in frame["label"]]
    last = len(values) - 1
    decimals = 0 if all(value == int(value) for value in values) else 1
    texts = [_signed(value, decimals) for value in values]

    colours = [style.ORANGE if value > 0 else style.TEAL for value in values]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": [float(i) for i in range(last + 1)],
        "width": 0.64,
        # The outline keeps a change of one person among hundreds from vanishing; none is none.
        "marker": {
            "color": colours,
            "line": {"color": colours, "width": [1 if value else 0 for value in values]},
        },
        "textposition": "none",
        "hoverinfo": "text",
        "hovertext": [
            _hover(label, value, text, unit)
            for label, value, text in zip(labels, values, texts, strict=True)
        ],
    }
    names = [style.escape(name) for name in style.shortened(labels, _LABEL_EMS)]
    return {
        "data": [bars],
        "layout": style.layout(
            ROW * (last + 1) + TOP + BOTTOM,
            {"l": 8, "r": 8, "t": TOP, "b": BOTTOM},
            hovermode="closest",
            xaxis=style.axis(
                range=_range(values, texts),
                showticklabels=False,
                zeroline=True,
                zerolinecolor=style.GREY_LINE,
                zerolinewidth=1,
                title={
                    "text": style.escape(unit),
                    "font": {"size": style.SIZE_SMALL, "color": style.TEXT_MUTED},
                    "standoff": 6,
                },
            ),
            yaxis=style.axis(
                range=[last + 0.5, -0.5],
                tickmode="array",
                tickvals=[float(i) for i in range(last + 1)],
                ticktext=[*names[:last], style.bold(names[last])],
                tickfont={"size": style.SIZE_SMALL, "color": style.TEXT},
                ticks="outside",
                ticklen=6,
                tickcolor="rgba(0,0,0,0)",
            ),
            annotations=[*_numbers(values, texts), *_key(values)],
            shapes=[_line_over_the_total(last)] if last else [],
        ),
    }


def _range(values: list[float], texts: list[str]) -> list[float]:
    """The axis: zero and every bar, with room beyond the bars for their numbers."""
    low, high = min(0.0, *values), max(0.0, *values)
    drawn = list(zip(values, texts, strict=True))
    left = _room([text for value, text in drawn if value < 0])
    right = _room([text for value, text in drawn if value >= 0])
    whole = ((high - low) or 1.0) / (1 - left - right)
    return [low - left * whole, high + right * whole]


def _room(texts: list[str]) -> float:
    """The share of the axis that numbers beyond the bars take on a phone."""
    return min((6 + 8 * max(map(len, texts))) / _NARROWEST, 0.4) if texts else 0.0


def _numbers(values: list[float], texts: list[str]) -> list[dict[str, Any]]:
    """Each bar's number beyond its end; the total's in bold."""
    last = len(values) - 1
    return [
        style.note(
            style.bold(text) if i == last else text,
            xref="x",
            yref="y",
            x=value,
            y=float(i),
            xanchor="right" if value < 0 else "left",
            xshift=-4 if value < 0 else 4,
        )
        for i, (value, text) in enumerate(zip(values, texts, strict=True))
    ]


def _key(values: list[float]) -> list[dict[str, Any]]:
    """What the colours mean, in words, of those that are drawn."""
    drawn = []
    if min(values) < 0:
        # The palette's teal is too light for words.
        drawn.append(f"{style.coloured('■', style.TEAL)} {LESS}")
    if max(values) > 0:
        drawn.append(
            f"{style.coloured('■', style.ORANGE)} {style.coloured(MORE, style.TEXT_ORANGE)}"
        )
    words = "&nbsp;&nbsp; ".join(drawn)
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "yanchor": "bottom", "yshift": 4}
    return [style.note(words, **place)] if drawn else []


def _line_over_the_total(last: int) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "yref": "y",
        "y0": last - 0.5,
        "y1": last - 0.5,
        "line": {"color": style.GREY_LINE, "width": 1},
        "layer": "below",
    }


def _signed(value: float, decimals: int) -> str:
    if value == 0:
        return "0"
    return ("+" if value > 0 else "") + style.number(value, decimals)


def _hover(label: str, value: float, text: str, unit: str) -> str:
    effect = "no change" if value == 0 else MORE if value > 0 else LESS
    return f"{style.bold(style.escape(label))}<br>{text} {style.escape(unit)}: {effect}"
