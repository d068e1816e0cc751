"""Each command's strength out of 100: fully deployable, limited and not deployable."""

from typing import Any

import pandas as pd

from dashboard.figures import rows, style
from dashboard.figures.rows import ROW, Band
from dashboard.figures.style import Figure
from dashboard.figures.waterfall import COLOURS, KEY_TEXT
from dashboard.schema.duty import DEPLOYABLE, LIMITED, NOT_DEPLOYABLE

KEY = 20
HEADER = 22
BOTTOM = 46
_GAP_WIDTH = 54
_PALER = 0.45
_STATES = {"deployable": DEPLOYABLE, "limited": LIMITED, "away": NOT_DEPLOYABLE}


def composition(
    frame: pd.DataFrame, unit: str = "% of nominal strength", band: Band | None = None
) -> Figure:
    """A bar a row, stacked from zero: fully deployable, limited, not deployable; the gap at right.

    *frame*: ``name``, ``deployable``, ``limited`` and ``away`` (percent of nominal, adding to
    100; a row that misses one of them has no value), ``gap_percent`` (0 to 100, or missing) and
    ``selected`` (bool), in the order to be drawn from the top. Where any row is selected, the
    others are paler. *band*: the published range of the gap in percent, low and high, and the
    words for it; it is drawn where the fully deployable would then end, 100 less each.

    28 pixels a row and 88 around them, 18 more with a band.
    """
    names = [str(name) for name in frame["name"]]
    shares = {name: style.plain_list(frame[name]) for name in _STATES}
    whole = [all(shares[name][i] is not None for name in _STATES) for i in range(len(names))]
    if not any(whole):
        return style.empty()
    selected = [bool(flag) for flag in frame["selected"]]
    gaps = [
        style.percent(gap) if gap is not None and known else rows.NO_VALUE
        for gap, known in zip(style.plain_list(frame["gap_percent"]), whole, strict=True)
    ]
    opacity = [1.0 if flag or not any(selected) else _PALER for flag in selected]
    data = [
        _bars(state, [v if known else None for v, known in zip(shares[name], whole, strict=True)])
        for name, state in _STATES.items()
    ]
    for bars in data:
        bars["marker"]["opacity"] = opacity
    # The whole row answers the pointer, so that one trace does for all three.
    data[0]["hoverinfo"] = "text"
    data[0]["hovertext"] = [
        _hover(names[i], {state: shares[name][i] for name, state in _STATES.items()}, gaps[i], band)
        for i in range(len(names))
    ]

    shapes: list[dict[str, Any]] = []
    annotations = rows.column("gap", gaps, selected, _GAP_WIDTH)
    top = KEY + HEADER
    if band is not None:
        low, high, words = band
        shapes = rows.band_shapes(100 - high, 100 - low, -0.5, len(names) - 0.5)
        level = (100 - high, 100 - low, words)
        annotations.append(
            rows.band_words(level, 0, 100, yref="paper", y=1, yanchor="bottom", yshift=HEADER - 6)
        )
        top += 18
    return {
        "data": data,
        "layout": style.layout(
            ROW * len(names) + top + BOTTOM,
            {"l": 8, "r": _GAP_WIDTH + 8, "t": top, "b": BOTTOM},
            barmode="stack",
            hovermode="y",
            title=_key(),
            xaxis=rows.scale(style.escape(unit), 0, 100, dtick=25),
            yaxis=rows.names_axis(rows.short_names(names, selected)),
            shapes=shapes,
            annotations=annotations,
        ),
    }


def _bars(state: str, values: list[float | None]) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": state,
        "x": values,
        "y": [float(i) for i in range(len(values))],
        "width": 0.64,
        "marker": {"color": COLOURS[state], "line": {"color": style.WHITE, "width": 1}},
        "hoverinfo": "skip",
    }


def _key() -> dict[str, Any]:
    """The states in words over the whole figure: on a phone the plot alone has no room for them."""
    words = [
        style.coloured("■", COLOURS[state]) + " " + style.coloured(state, KEY_TEXT[state])
        for state in _STATES.values()
    ]
    return {
        "text": "&nbsp;&nbsp; ".join(words),
        "font": {"size": style.SIZE_SMALL, "color": style.TEXT},
        "xref": "container",
        "x": 0,
        "xanchor": "left",
        "yref": "container",
        "y": 1,
        "yanchor": "top",
        "pad": {"l": 8, "t": 6},
    }


def _hover(name: str, shares: dict[str, float | None], gap: str, band: Band | None) -> str:
    lines = [style.bold(style.escape(name))]
    for state, share in shares.items():
        said = rows.NO_VALUE if share is None else style.percent(share)
        lines.append(f"{state.capitalize()} {said}")
    lines.append(f"Gap {gap}")
    if band is not None:
        low, high, words = band
        lines.append(f"{style.escape(words)}: {style.percent(low)} to {style.percent(high)}")
    return "<br>".join(lines)
