"""One strength in two readings: on the books, available for duty and fully deployable."""

import pandas as pd

from dashboard.figures import rows, style
from dashboard.figures.rows import ROW
from dashboard.figures.style import Figure

TOP = 26
BOTTOM = 78
_WIDTH = 68
_KEY = (
    f"{style.coloured('●', style.BLUE)} fully deployable&nbsp; ○ on the books<br>"
    f"{style.coloured('◆', style.TEAL)} available for duty (Home Office)<br>"
)


def readings(frame: pd.DataFrame, unit: str = "FTE officers") -> Figure:
    """A row a command: open dot nominal, diamond available for duty, filled dot deployable.

    *frame*: ``name``, ``nominal``, ``available`` (the Home Office's reading) and ``deployable``
    (the review's) in *unit*, missing where there is no value, and ``selected`` (bool), in the
    order to be drawn from the top. At the right stands available less deployable.

    28 pixels a row and 104 around them.
    """
    names = [str(name) for name in frame["name"]]
    nominal = style.plain_list(frame["nominal"])
    available = style.plain_list(frame["available"])
    deployable = style.plain_list(frame["deployable"])
    selected = [bool(flag) for flag in frame["selected"]]
    values = list(zip(deployable, available, nominal, strict=True))
    known = [[value for value in row if value is not None] for row in values]
    every = [value for row in known for value in row]
    if not every:
        return style.empty()

    # Dots are read by place, not by length, so that this axis may start above zero sooner.
    start = style.axis_start(min(every), max(every), least=0.25)
    pad = (max(every) - start) * 0.02 or 1.0
    lefts = [min(row, default=None) for row in known]
    rights = [max(row, default=None) for row in known]
    sizes = [11 if flag else 9 for flag in selected]
    apart = _apart(available, deployable)
    open_dot = {
        "size": sizes,
        "color": style.WHITE,
        "line": {"color": style.GREY_LINE, "width": 2},
    }
    # A shape of its own keeps the two readings apart for those who see no colours.
    edge = {"color": style.WHITE, "width": 1}
    filled = {"size": sizes, "color": style.BLUE, "line": edge}
    diamond = {
        "symbol": "diamond",
        "size": [size + 1 for size in sizes],
        "color": style.TEAL,
        "line": edge,
    }
    data = [
        rows.joined(lefts, rights, [not flag for flag in selected], style.GREY_BAR, 3),
        rows.joined(lefts, rights, selected, style.GREY_LINE, 4),
        rows.dots("On the books", nominal, open_dot),
        rows.dots("Available for duty", available, diamond),
        rows.dots("Fully deployable", deployable, filled),
        {
            # A row without a deployable strength still answers the pointer.
            **rows.dots("Pointer", lefts, {"size": 12, "opacity": 0}),
            "hoverinfo": "text",
            "hovertext": [_hover(names[i], *values[i], apart[i], unit) for i in range(len(names))],
        },
    ]
    return {
        "data": data,
        "layout": style.layout(
            ROW * len(names) + TOP + BOTTOM,
            {"l": 8, "r": _WIDTH + 8, "t": TOP, "b": BOTTOM},
            hovermode="y",
            xaxis=rows.scale(
                _KEY + style.axis_words(unit, start), start, max(every) + pad, nticks=3
            ),
            yaxis=rows.names_axis(rows.short_names(names, selected)),
            annotations=rows.column("difference", apart, selected, _WIDTH),
        ),
    }


def _apart(available: list[float | None], deployable: list[float | None]) -> list[str]:
    """Available less deployable, of the numbers as shown, all with a tenth or none."""
    differences = [
        None if more is None or less is None else round(round(more, 1) - round(less, 1), 1)
        for more, less in zip(available, deployable, strict=True)
    ]
    decimals = rows.decimals(differences)
    return [
        rows.NO_VALUE if value is None else style.number(value, decimals) for value in differences
    ]


def _hover(
    name: str,
    deployable: float | None,
    available: float | None,
    nominal: float | None,
    apart: str,
    unit: str,
) -> str:
    return "<br>".join(
        [
            style.bold(style.escape(name)),
            f"On the books {rows.said(nominal)} {style.escape(unit)}",
            f"Available for duty {rows.said(available)}",
            f"Fully deployable {rows.said(deployable)}",
            f"Difference {apart}",
        ]
    )
