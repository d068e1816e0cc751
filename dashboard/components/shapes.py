"""An explored measure as bars, as lines, as shaded cells or as a table that can be filtered."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.catalogue import held_to, in_words
from dashboard.components.explored import IN_TIME, MOST_ROWS, Asked, columns, notes
from dashboard.components.measured import MOST, said, whole
from dashboard.components.page import View
from dashboard.components.panel import Panel, Paragraph
from dashboard.components.state import State
from dashboard.components.wording import listed
from dashboard.components.working import worked
from dashboard.figures.bars import bars
from dashboard.figures.heatmap import heatmap
from dashboard.figures.rows import Band
from dashboard.figures.series import Line, series
from dashboard.figures.style import Figure, empty
from dashboard.schema import months

EXPLORED = Panel("explored", (), width=12)
_LINES = 8
_CELLS = 25
"""Rows, and columns, of a heat map."""


def explored_view(snapshot: Snapshot, state: State, one: Asked, table: pd.DataFrame) -> View | None:
    """The measure in the shape asked for; None where it has no rows, or more than a page holds.

    table: :func:`~dashboard.components.explored.explored`.
    """
    if table.empty or len(table) > MOST_ROWS:
        return None
    known = table.dropna(subset=["value"])
    shape = one.shape if len(known) else "table"
    figure, left = _DRAWN[shape](snapshot, one, known)
    return View(
        panel=replace(EXPLORED, columns=columns(state, one, table), as_table=shape == "table"),
        title=_title(one, known),
        statistic="; ".join(filter(None, [_of(one), *left, _small(one, table)])),
        figure=figure,
        table=table,
        prose=[*notes(state, one), *_filtered(shape)],
        workings=[worked(snapshot, one.measure, state.selection)],
    )


def _of(one: Asked) -> str:
    title, by = one.measure.title, listed([in_words(name) for name in one.by])
    unit = "" if one.unit == title else f", {one.unit}"
    return f"{title}{unit}, by {by}, {one.selection.when()}"


def _small(one: Asked, table: pd.DataFrame) -> str:
    measure = one.measure
    if whole(measure) or not measure.minimum_base:
        return ""
    small = int((table["denominator"] < measure.minimum_base).sum())
    if not small:
        return ""
    rows = f"{small} row{'s' if small > 1 else ''}"
    return f"counts and no rate under {measure.minimum_base:g} {measure.under}: {rows}"


def _filtered(shape: str) -> list[Paragraph]:
    if shape != "table":
        return []
    return [
        (
            "Filters in the table.",
            "What is typed under a heading hides rows from sight alone: the link and the "
            "download keep all of them.",
        )
    ]


# --- the finding ----------------------------------------------------------------------------------


def _title(one: Asked, known: pd.DataFrame) -> str:
    """From where to where the values run; over months, in the last of them."""
    measure = one.measure
    if known.empty:
        return f"{measure.title} has no value here"
    names, when = known["name"], ""
    if "month" in one.by:
        last = known["month"].max()
        known = known[known["month"] == last]
        rest = [name for name in one.by if name != "month"]
        names = pd.Series(_joined(known, tuple(rest)), index=known.index) if rest else names
        when = f"In {months.words(last)} " if rest else ""
    low, top = known["value"].idxmin(), known["value"].idxmax()
    if len(known) == 1:
        return f"{when}{measure.title}: {_number(one, known.loc[top])} in {names[top]}"
    return (
        f"{when}{measure.title} runs from {_number(one, known.loc[low])} in {names[low]} "
        f"to {_number(one, known.loc[top])} in {names[top]}"
    )


def _number(one: Asked, row: pd.Series) -> str:
    """The value without its unit, which stands under the title; per cent are per cent."""
    return said(one.measure, row["value"], "%" if one.unit == "%" else "").strip()


# --- shapes ---------------------------------------------------------------------------------------

_Drawn = tuple[Figure, list[str]]
"""A figure, and what it leaves to the table."""


def _drawn(one: Asked, shown: int, of: int, what: str) -> list[str]:
    return [f"{shown} of {of} {what} are drawn, the table has all"] if shown < of else []


def _bars(snapshot: Snapshot, one: Asked, known: pd.DataFrame) -> _Drawn:
    in_time = one.by in IN_TIME
    shown = (known.tail(MOST) if in_time else known.head(MOST)).assign(selected=False)
    shown["flagged"] = shown["flag"].map({"above": "high", "below": "low"}).fillna("")
    if shown["low"].isna().all():
        shown = shown.drop(columns=["low", "high"])
    band = _band(snapshot, one)
    figure = bars(shown, _axis(one), _decimals(one), band, ranked=not in_time)
    return figure, _drawn(one, len(shown), len(known), "rows")


def _axis(one: Asked) -> str:
    return f"% of {one.measure.under}" if one.unit == "%" and one.measure.under else one.unit


def _decimals(one: Asked) -> int:
    return 0 if whole(one.measure) else 1


def _band(snapshot: Snapshot, one: Asked) -> Band | None:
    """A published range that every row may be held to: of rows of one command or kind none."""
    if one.measure.always_by:
        return None
    everywhere = one.selection.everywhere()
    for benchmark, figure in held_to(snapshot, one.measure, everywhere):
        if figure.low is not None and figure.high is not None:
            return figure.low, figure.high, benchmark.words
    return None


def _lines(snapshot: Snapshot, one: Asked, known: pd.DataFrame) -> _Drawn:
    """A line for each group of the other dimensions; those that end highest matter most."""
    others = [f"{name}_said" for name in one.by if name != "month"]
    parts = [known[name] for name in others]
    names = (
        pd.Series([": ".join(each) for each in zip(*parts, strict=True)], index=known.index)
        if parts
        else pd.Series("", index=known.index)
    )
    wide = known.assign(line=names).pivot_table(
        index="month", columns="line", values="value", sort=False
    )
    ends = wide.sort_index().ffill().iloc[-1].sort_values(ascending=False, kind="stable")
    drawn = list(ends.index[:_LINES])
    kinds = ["main", *["other"] * 3, *["quiet"] * _LINES]
    table = wide[drawn].set_axis([str(place) for place in range(len(drawn))], axis=1)
    lines = tuple(
        Line(str(place), name, kind)  # type: ignore[arg-type]
        for place, (name, kind) in enumerate(zip(drawn, kinds, strict=False))
    )
    figure = series(table.reset_index(), _axis(one), lines, decimals=_decimals(one))
    return figure, _drawn(one, len(drawn), len(ends), "lines")


def _heatmap(snapshot: Snapshot, one: Asked, known: pd.DataFrame) -> _Drawn:
    """The first dimension down and the others across; time always runs across."""
    down, across = one.by[:1], one.by[1:]
    if down[0] in ("month", "date"):
        down, across = across, down
    cells = known.assign(row=_joined(known, down), column=_joined(known, across))
    highest = cells.groupby("row", sort=False)["value"].max()
    rows = list(highest.sort_values(ascending=False, kind="stable").index)
    columns_ = list(dict.fromkeys(_in_order(snapshot, cells, across)["column"]))
    # The newest months, of what is in no order the first.
    kept = columns_[-_CELLS:] if {"month", "date"} & {*across} else columns_[:_CELLS]
    cells = cells[cells["row"].isin(rows[:_CELLS]) & cells["column"].isin(kept)]
    cells = cells.assign(
        text=[f"{value:,.0f}" for value in cells["value"]],
        hover=[
            f"{row['row']}: {row['column']}\n{said(one.measure, row['value'], one.unit)}"
            for row in cells.to_dict("records")
        ],
    )
    figure = heatmap(
        cells, rows[:_CELLS], kept, unit=one.unit, words="Darker is more.", digits=_decimals(one)
    )
    left = _drawn(one, min(len(rows), _CELLS), len(rows), "rows")
    return figure, left + _drawn(one, len(kept), len(columns_), "columns")


def _in_order(snapshot: Snapshot, cells: pd.DataFrame, by: tuple[str, ...]) -> pd.DataFrame:
    """The cells in the order of their labels, which of years is not that of their text."""

    def placed(labels: pd.Series) -> pd.Series:
        known = snapshot.cube.labels.get(str(labels.name), sorted(labels.unique()))
        return labels.map({label: place for place, label in enumerate(known)})

    return cells.sort_values(list(by), kind="stable", key=placed)


def _joined(known: pd.DataFrame, by: tuple[str, ...]) -> list[str]:
    parts = [
        known[name].map(months.words) if name == "month" else known[f"{name}_said"] for name in by
    ]
    return [": ".join(each) for each in zip(*parts, strict=True)]


def _table(snapshot: Snapshot, one: Asked, known: pd.DataFrame) -> _Drawn:
    return empty(), []


_DRAWN: dict[str, Callable[[Snapshot, Asked, pd.DataFrame], _Drawn]] = {
    "bars": _bars,
    "lines": _lines,
    "heatmap": _heatmap,
    "table": _table,
}
