"""Any measure in every month: its usual range, and the months that leave it."""

import math
from dataclasses import replace

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.measured import axis_words, decimals_of, lacks, numbers_by, said, whole
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.wording import capital
from dashboard.components.working import left_out, worked
from dashboard.figures.series import Limits, Line, series
from dashboard.measures.engine.chance import over_months
from dashboard.measures.engine.definition import Measure
from dashboard.measures.engine.selection import measured_in
from dashboard.schema import months


def monthly(key: str, measure: Measure, width: int = 12) -> Panel:
    """The panel of :func:`monthly_view`."""
    columns = [
        Column("month", "Month", "code"),
        Column("numerator", capital(measure.over) or measure.title),
    ]
    if not whole(measure):
        columns.append(Column("denominator", capital(measure.under)))
        columns.append(Column("value", f"{measure.title}, {measure.unit}"))
    columns.append(Column("signal", "Signal", "text"))
    return Panel(key, tuple(columns), width=width)


def monthly_view(snapshot: Snapshot, state: State, panel: Panel, measure: Measure) -> View | None:
    """The measure in every month, with its usual range; None where there is nothing to show.

    Where the same people stand in it from month to month, the range is that of its changes,
    which are then looked at for signals, and no range is drawn around the level.
    """
    cube, fitted = snapshot.cube, state.selection.fitted(measure)
    if not cube.months or lacks(snapshot, measure, [fitted.last]):
        return None
    over_time = replace(fitted, first=cube.months[0], last=cube.months[-1])
    table = numbers_by(snapshot, over_time, measure, "month")
    if table["value"].notna().sum() < 2:
        return None
    unit = measured_in(measure, fitted)
    table["signal"] = ""
    values = table["value"].to_numpy(dtype=float)
    found, carried = over_months(measure, values)
    for signal in found.signals if found else ():
        table.loc[signal.position, "signal"] = signal.rule
    limits = None
    if found is not None and not carried:
        ends = (table["month"].iloc[found.first], table["month"].iloc[found.last])
        limits = Limits(found.mean * 1.0, max(found.low, 0.0), found.high, *ends)
    marks = _marks(table.tail(24))
    tenths = ["numerator", "denominator", "value"]
    table[tenths] = table[tenths].round(1)
    return View(
        panel=panel,
        title=_monthly_title(measure, table, fitted.last, unit, carried, found is not None),
        statistic=f"{measure.title}, {unit}, in every month; "
        + ("its monthly change is looked at for signals" if carried else "with its usual range"),
        figure=series(
            table,
            axis_words(measure, unit),
            (Line("value", "", "main"),),
            limits,
            marks,
            decimals=decimals_of(measure),
        ),
        table=table,
        prose=left_out(state, measure),
        workings=[worked(snapshot, measure, state.selection)],
    )


def _marks(table: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    """The months to circle and why: of signals month after month the newest tells of all."""
    follows = table["signal"].shift(-1, fill_value="")
    last = table[(table["signal"] != "") & (follows == "")]
    return tuple(zip(last["month"], last["signal"], strict=True))


def _monthly_title(
    measure: Measure, table: pd.DataFrame, month: str, unit: str, carried: bool, limited: bool
) -> str:
    at = table[table["month"] == month]
    if at.empty or math.isnan(at["value"].iloc[0]):
        return f"{measure.title} has no value in {months.words(month)}"
    value, signal = said(measure, at["value"].iloc[0], unit), at["signal"].iloc[0]
    words = f"{measure.title} was {value} in {months.words(month)}"
    if signal:
        return f"{words}; {'monthly change: ' if carried else ''}{signal}"
    # Nothing is known of a change where there is no month before.
    if not limited or (carried and table["value"].shift()[at.index].isna().all()):
        return words
    return f"{words}, {'a usual change' if carried else 'within its usual range'}"
