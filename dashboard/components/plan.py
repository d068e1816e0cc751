"""The days ahead: planned shifts against the minimum agreed for each, and what is committed."""

import datetime
import math
from dataclasses import replace

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.measured import called
from dashboard.cube.kinds.planned import COUNTS
from dashboard.measures.engine.definition import ANYBODY, Measure, Total
from dashboard.measures.engine.evaluate import evaluate, work
from dashboard.measures.engine.selection import Selection
from dashboard.schema.force import Force

DAYS = 14
"""Days looked ahead."""

KEY = ("date", "command", "team", "unit", "period")
"""What a shift is told apart by."""

# Of months that no reader can choose, so that it is no measure beside the others.
PLANNED = Measure(
    id="planned_shifts",
    title="Planned shifts",
    unit="shifts",
    definition=(
        "Shifts planned on core, against the minimum agreed for the shift: a day, command, team, "
        "unit and part of the day. A shift is below where fewer are on core than its minimum; "
        "one without a minimum is neither below nor above."
    ),
    source="The table shifts: days after the release's date are the plan.",
    numerator=Total("core"),
    over="shifts planned on core",
    cells="planned",
    about=ANYBODY,
    view="home",
    cuts=KEY,
    always_by=("date",),
    caveats=(
        "As known when the shifts were sent: who will be sick is not known.",
        "What one unit has to spare helps no other.",
    ),
)
_OF = {name: replace(PLANNED, numerator=Total(name)) for name in COUNTS}


def days_ahead(snapshot: Snapshot) -> list[str]:
    """The days after the release's date, as they are written in the cube."""
    first = snapshot.as_of + datetime.timedelta(days=1)
    return [(first + datetime.timedelta(days=by)).isoformat() for by in range(DAYS)]


def plan(snapshot: Snapshot, selection: Selection) -> pd.DataFrame:
    """A row a planned shift of the days ahead: what it is told apart by, its numbers, its words.

    core, aid, leave and training in shifts; minimum, and margin (core less minimum), missing
    where none is agreed; drivers, missing where they are not said; below: whether it is.
    """
    days, cube = days_ahead(snapshot), snapshot.cube
    months = [month for month in sorted({day[:7] for day in days}) if month in cube.labels["month"]]
    if not months:
        return _rows(snapshot.release.force, pd.DataFrame(columns=[*KEY, *COUNTS]))
    chosen = Selection(months[0], months[-1], selection.commands, selection.teams)
    found = evaluate(cube, PLANNED, chosen, KEY)[[*KEY]]
    for name, measure in _OF.items():
        found[name] = work(cube, measure, chosen, KEY).numerator
    return _rows(snapshot.release.force, found[found["date"].isin(days)])


def _rows(force: Force, found: pd.DataFrame) -> pd.DataFrame:
    table = found.sort_values([*KEY], ignore_index=True).astype(dict.fromkeys(COUNTS, float))
    table["minimum"] = table["minimum"].where(table["agreed"] > 0)
    table["drivers"] = table["drivers"].where(table["with_drivers"] > 0)
    table["margin"] = table["core"] - table["minimum"]
    table["below"] = table["margin"] < 0
    table["day"] = [day_words(date) for date in table["date"]]
    for name in ("command", "team", "unit"):
        table[f"{name}_name"] = [called(force, name, label) for label in table[name]]
    table["unit_name"] = table["unit_name"].where(table["unit"] != "", "")
    table["period_name"] = [label or "all day" for label in table["period"]]
    return table


def agreed(table: pd.DataFrame) -> pd.DataFrame:
    """Those of :func:`plan` that have a minimum."""
    return table[table["agreed"] > 0]


def day_words(date: str) -> str:
    """ "Fri 7 April"."""
    return f"{datetime.date.fromisoformat(date):%a %-d %B}"


def in_full(date: str) -> str:
    """ "Friday 7 April"."""
    return f"{datetime.date.fromisoformat(date):%A %-d %B}"


def span_words(days: list[str]) -> str:
    """ "1 to 14 April 2023", "25 March to 7 April 2023"."""
    first, last = (datetime.date.fromisoformat(day) for day in (days[0], days[-1]))
    if first.year != last.year:
        return f"{first:%-d %B %Y} to {last:%-d %B %Y}"
    start = f"{first:%-d}" if first.month == last.month else f"{first:%-d %B}"
    return f"{start} to {last:%-d %B %Y}"


def shift_words(shift: dict, *, where: bool) -> str:
    """ "Response, late", with its unit if it has one, and with its command where asked."""
    unit = f" ({shift['unit_name']})" if shift["unit_name"] else ""
    command = f"{shift['command_name']}: " if where else ""
    return f"{command}{shift['team_name']}{unit}, {shift['period_name']}"


def count(number: float) -> str:
    """A number of shifts in words: whole where it is."""
    return "none" if math.isnan(number) else f"{round(number, 1):,g}"
