"""The abstraction rate day by day: a calendar of the year to the month shown, and its weekdays."""

import datetime
from dataclasses import replace

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.working import worked
from dashboard.figures.calendar import calendar
from dashboard.figures.stack import stack
from dashboard.measures.abstraction_rate import MEASURE as RATE
from dashboard.measures.aid_rate import MEASURE as AID
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.said import WEEKDAYS
from dashboard.measures.engine.selection import Selection
from dashboard.schema import months

CALENDAR = Panel(
    "calendar",
    (
        Column("date", "Day", "code"),
        Column("away", "Away from core, shifts"),
        Column("duty", "Shifts on duty"),
        Column("value", "Abstraction rate, %"),
    ),
    width=12,
)
WEEK = Panel(
    "weekdays",
    (
        Column("name", "Day of the week", "text"),
        Column("duty", "Shifts on duty"),
        Column("aid", "Aid, % of shifts on duty"),
        Column("rest", "Other abstractions, % of shifts on duty"),
        Column("rate", "Abstraction rate, %"),
    ),
)
SHOWN = 12
"""Months of the calendar, at least: one alone has nothing to stand out from."""


def by_day(snapshot: Snapshot, selection: Selection) -> pd.DataFrame:
    """A row a day: date, away, duty and value; no rate on too small a base.

    A month that a selected command lacks has no day.
    """
    found = evaluate(snapshot.cube, RATE, selection.fitted(RATE), ["month", "date"])
    found = found.dropna(subset=["denominator"])
    small = found["denominator"] < RATE.minimum_base
    return pd.DataFrame(
        {
            "date": found["date"],
            "away": found["numerator"],
            "duty": found["denominator"],
            "value": found["value"].round(1).mask(small),
        }
    ).reset_index(drop=True)


def by_week(table: pd.DataFrame) -> pd.DataFrame:
    """:func:`by_day` with the rate of each day's whole week, Monday to Sunday, as its value."""
    dates = pd.to_datetime(table["date"])
    monday = dates - pd.to_timedelta(dates.dt.day_of_week, unit="D")
    weeks = table[["away", "duty"]].groupby(monday).transform("sum")
    small = weeks["duty"] < RATE.minimum_base
    return table.assign(value=(100 * weeks["away"] / weeks["duty"]).round(1).mask(small))


def calendar_view(snapshot: Snapshot, state: State) -> View | None:
    """The rate of every day of 12 months, or of all that are selected; None where none has one.

    Where most days are too small for a rate each of them shows that of its week.
    """
    chosen = state.selection
    first = min(chosen.first, months.shift(chosen.last, 1 - SHOWN))
    span = replace(chosen, first=max(first, snapshot.cube.months[0]))
    table = by_day(snapshot, span)
    weekly = table["duty"].median() < RATE.minimum_base
    shown = by_week(table) if weekly else table
    rated = shown.dropna(subset=["value"])
    if rated.empty:
        return None
    said = [_said(row, weekly) for row in shown.to_dict("records")]
    each = "of the week on each of its days" if weekly else "of each day"
    return View(
        panel=CALENDAR,
        title=_calendar_title(rated, weekly),
        statistic=f"Abstraction rate {each}, % of shifts on duty, {span.when()}",
        figure=calendar(shown.assign(said=said), "% of shifts on duty"),
        table=shown,
        workings=[worked(snapshot, RATE, span)],
    )


def _said(row: dict, weekly: bool) -> str:
    if pd.isna(row["value"]):
        return f"no rate: {row['away']:,.0f} of {row['duty']:,.0f} shifts on duty"
    if weekly:
        return f"{row['value']:.1f}% of its week's shifts on duty"
    return f"{row['value']:.1f}% of {row['duty']:,.0f} shifts on duty"


def _calendar_title(rated: pd.DataFrame, weekly: bool) -> str:
    top = rated.loc[rated["value"].idxmax()]
    day = datetime.date.fromisoformat(top["date"])
    if top["value"] == 0:
        return "No day had a shift away from core"
    what = "The week of" if weekly else "The worst day was"
    verb = " was the worst: " if weekly else ", when "
    return f"{what} {day:%-d %B %Y}{verb}{top['value']:.1f}% of shifts on duty were away from core"


def weekdays_view(snapshot: Snapshot, state: State) -> View | None:
    """The rate of each day of the week, Aid apart; None where none has one."""
    chosen = state.selection
    rate = evaluate(snapshot.cube, RATE, chosen.fitted(RATE), ["weekday"]).set_index("weekday")
    aid = evaluate(snapshot.cube, AID, chosen.fitted(AID), ["weekday"]).set_index("weekday")
    rate, aid = rate.reindex(WEEKDAYS), aid.reindex(WEEKDAYS)
    enough = rate["denominator"] >= RATE.minimum_base
    table = pd.DataFrame(
        {
            "name": list(WEEKDAYS),
            "duty": rate["denominator"].to_numpy(),
            "aid": aid["value"].where(enough).round(1).to_numpy(),
            "rate": rate["value"].where(enough).round(1).to_numpy(),
            "selected": False,
        }
    )
    table["rest"] = (table["rate"] - table["aid"]).round(1)
    rated = table.dropna(subset=["rate"])
    if rated.empty:
        return None
    top, low = (rated.loc[place] for place in (rated["rate"].idxmax(), rated["rate"].idxmin()))
    return View(
        panel=WEEK,
        title=f"{top['name']}s lose the most to other work, {top['rate']:.1f}%, "
        f"and {low['name']}s the least, {low['rate']:.1f}%",
        statistic=f"Abstraction rate by day of the week, % of shifts on duty, {chosen.when()}",
        figure=stack(
            table, (("aid", "Aid"), ("rest", "Other abstractions")), "% of shifts on duty"
        ),
        table=table,
        workings=[worked(snapshot, measure, chosen) for measure in (RATE, AID)],
    )
