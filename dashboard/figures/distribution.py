"""How many there are in each bucket, as columns: units by their span, say."""

from typing import Any

import pandas as pd

from dashboard.figures import style
from dashboard.figures.style import Figure

HEIGHT = 250
TOP = 24
BOTTOM = 44
_NARROWEST = 334
"""Pixels between the margins on a phone."""
_UNKNOWN = "\u2013"


def distribution(table: pd.DataFrame, words: str, over: str | None = None) -> Figure:
    """A column a bucket, from the left as given, with its count on top; 250 pixels high.

    *table*: ``bucket`` (its text), ``count`` (missing: a dash instead of a column) and ``over``
    (bool: set apart in colour). *words* say under the columns what is counted by what. *over*
    says what those set apart have in common; their count and the whole stand beside it.
    """
    counts = style.plain_list(table["count"])
    if not any(counts):
        return style.empty()
    buckets = [str(bucket) for bucket in table["bucket"]]
    flags = [bool(flag) for flag in table["over"]]
    texts = [_UNKNOWN if count is None else style.number(count) for count in counts]
    highest = max(count for count in counts if count is not None)
    # On a phone, wide counts over narrow columns would run into each other.
    upright = 8 * max(map(len, texts)) > _NARROWEST / len(texts)
    rising = 8 + 8 * max(map(len, texts)) if upright else 20
    plot = HEIGHT - TOP - BOTTOM
    said = [] if over is None else [_over(over, counts, flags)]
    return {
        "data": [_columns(counts, flags, _hovers(buckets, counts, words))],
        "layout": style.layout(
            HEIGHT,
            {"l": 8, "r": 8, "t": TOP, "b": BOTTOM},
            hovermode="x",
            bargap=0.16,
            xaxis=style.axis(
                range=[-0.5, len(counts) - 0.5],
                tickmode="array",
                tickvals=[float(i) for i in range(len(counts))],
                ticktext=[style.two_lines(bucket, 6) for bucket in buckets],
                tickfont={"size": style.SIZE_TICK, "color": style.TEXT},
                tickangle="auto",
                autotickangles=[0, -90],
                # Plotly would leave out a name that is wider than its column at the edge.
                ticklabeloverflow="allow",
                showline=True,
                linecolor=style.GREY_BAR,
                title={
                    "text": style.two_lines(words, 50),
                    "font": {"size": style.SIZE_SMALL, "color": style.TEXT_MUTED},
                    "standoff": 8,
                },
            ),
            yaxis=style.axis(visible=False, range=[0, highest * plot / (plot - rising)]),
            annotations=[*_numbers(texts, counts, upright), *said],
        ),
    }


def _columns(counts: list[float | None], flags: list[bool], hovers: list[str]) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": [float(i) for i in range(len(counts))],
        "y": [count or 0.0 for count in counts],
        "marker": {"color": [style.ORANGE if flag else style.BLUE for flag in flags]},
        "hoverinfo": "text",
        "hovertext": hovers,
        "textposition": "none",
    }


def _numbers(texts: list[str], counts: list[float | None], upright: bool) -> list[dict[str, Any]]:
    return [
        style.note(
            text,
            xref="x",
            yref="y",
            x=float(i),
            y=count or 0.0,
            xanchor="center",
            yanchor="bottom",
            align="center",
            yshift=2,
            textangle=-90 if upright else 0,
        )
        for i, (text, count) in enumerate(zip(texts, counts, strict=True))
    ]


def _over(over: str, counts: list[float | None], flags: list[bool]) -> dict[str, Any]:
    """What the colour means, and how many of how many are meant: of those known."""
    known = [(count, flag) for count, flag in zip(counts, flags, strict=True) if count is not None]
    part = style.number(sum(count for count, flag in known if flag))
    whole = style.number(sum(count for count, _ in known))
    text = style.coloured(f"{style.escape(over)}: {style.bold(part)} of {whole}", style.TEXT_ORANGE)
    mark = style.coloured("■", style.ORANGE)
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "yanchor": "bottom", "yshift": 2}
    return style.note(f"{mark} {text}", **place)


def _hovers(buckets: list[str], counts: list[float | None], words: str) -> list[str]:
    return [
        f"{style.bold(style.escape(bucket))}<br>"
        f"{'no value' if count is None else style.number(count)}<br>{style.escape(words)}"
        for bucket, count in zip(buckets, counts, strict=True)
    ]
