"""Nominal and deployable strength by command, with the gap between them."""

from dashboard.figures import rows, style
from dashboard.figures.rows import ROW
from dashboard.figures.style import Figure, Table

TOP = 26
BOTTOM = 62
_GAP_WIDTH = 66
_FLAGS = {"above": "▲ ", "below": "▼ ", "": ""}


def gap_by_command(frame: Table, unit: str = "FTE officers") -> Figure:
    """A row a command: a filled dot deployable, an open dot nominal, the gap at the right.

    *frame*: ``name``, ``nominal`` and ``deployable`` in *unit*, ``gap_percent`` (0 to 100; missing
    where there is no value), ``selected`` (bool) and perhaps ``flag`` ("above" or "below" what
    chance explains, or ""), in the order to be drawn from the top.

    28 pixels a row and 88 around them: 424 for twelve commands.
    """
    names = [str(name) for name in frame["name"]]
    nominal = style.plain_list(frame["nominal"])
    deployable = style.plain_list(frame["deployable"])
    gaps = style.plain_list(frame["gap_percent"])
    selected = [bool(flag) for flag in frame["selected"]]
    known = [value for value in nominal + deployable if value is not None]
    if not known:
        return style.empty()

    lowest, highest = min(known), max(known)
    # Dots are read by place, not by length, so that this axis may start above zero sooner.
    start = style.axis_start(lowest, highest, least=0.25)
    colours = [style.BLUE if flag else style.GREY_LINE for flag in selected]
    sizes = [11 if flag else 9 for flag in selected]
    others = [not flag for flag in selected]
    on_the_books = {
        "symbol": "circle",
        "size": sizes,
        "color": style.WHITE,
        "line": {"color": colours, "width": 2},
    }
    hover = [_hover(names[i], nominal[i], deployable[i], gaps[i], unit) for i in range(len(names))]
    data = [
        rows.joined(deployable, nominal, others, style.GREY_BAR, 3),
        rows.joined(deployable, nominal, selected, style.BLUE, 4),
        rows.dots("On the books", nominal, on_the_books),
        {
            **rows.dots(
                "Deployable", deployable, {"size": sizes, "color": colours, "line": {"width": 0}}
            ),
            "hoverinfo": "text",
            "hovertext": hover,
        },
    ]
    flags = [str(flag) for flag in frame["flag"]] if "flag" in frame else [""] * len(names)
    texts = [f"{_FLAGS[flag]}{_gap(gap)}" for flag, gap in zip(flags, gaps, strict=True)]
    pad = (highest - start) * 0.02 or 1.0
    words = "● deployable&nbsp; ○ on the books<br>" + style.axis_words(unit, start)
    if any(flags):
        words += "<br>▲▼ gap beyond what chance explains"
    bottom = BOTTOM + 15 * any(flags)
    return {
        "data": data,
        "layout": style.layout(
            ROW * len(names) + TOP + bottom,
            {"l": 8, "r": _GAP_WIDTH + 8, "t": TOP, "b": bottom},
            # The whole row answers the pointer, not the dot alone.
            hovermode="y",
            xaxis=rows.scale(words, start, highest + pad, nticks=3),
            yaxis=rows.names_axis(rows.short_names(names, selected)),
            annotations=rows.column("gap", texts, selected, _GAP_WIDTH),
        ),
    }


def _gap(gap: float | None) -> str:
    return rows.NO_VALUE if gap is None else style.percent(gap)


def _hover(
    name: str, nominal: float | None, deployable: float | None, gap: float | None, unit: str
) -> str:
    return "<br>".join(
        [
            style.bold(style.escape(name)),
            f"Deployable {rows.said(deployable)} of {rows.said(nominal)} {style.escape(unit)}",
            "Gap " + _gap(gap),
        ]
    )
