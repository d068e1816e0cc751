"""The plan in the table ``shifts``: four weeks after the last month, as its last day knew them.

Known are who rests, leave and courses booked, court, who helps investigations and Aid committed;
sickness, guards and scenes are not, so that a plan looks better than its day will be.
Response is planned by relief, each in one part of a day; other teams as they are recorded.
"""

import numpy as np
import pandas as pd

from dashboard.ingest.demonstration import assumed as a
from dashboard.ingest.demonstration import assumed_days as d
from dashboard.ingest.demonstration import plan
from dashboard.ingest.demonstration.coded import date, text
from dashboard.ingest.demonstration.presence import present
from dashboard.ingest.demonstration.shifts import (
    ACTIVITIES,
    BACKFILLED,
    aid_weight,
    by_period,
    events_on,
    hours,
    minimum,
)

SEED = 2417
MONTH = d.PLANNED[0][:7]
"""The month under which the plan is kept."""
REST, LEAVE, CORE = (ACTIVITIES.index(name) for name in ("rest_day", "annual_leave", "core"))


def ahead(people: pd.DataFrame) -> pd.DataFrame:
    """A row for each planned day, command, team, unit, period and activity.

    people: those on the books in the last month. ``unit`` is blank but for Response's reliefs.
    """
    t = plan.T - 1
    there = present(t, people, ["command", "team", "unit"]).reset_index()
    relief = there["team"] == BACKFILLED
    teams = there[~relief].groupby(["command", "team"], as_index=False)["officers"].sum()
    who = pd.concat([there[relief], teams.assign(unit="", drivers=0)], ignore_index=True)
    return _frame(who, *_rows(who))


def _number(day: str) -> int:
    return int(np.datetime64(day, "D").astype(np.int64))


def _days() -> np.ndarray:
    return np.arange(_number(d.PLANNED[0]), _number(d.PLANNED[1]) + 1)


def _shared(who: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Shifts of each activity, planned team or relief and day; and each one's part of the day."""
    rng, day = np.random.Generator(np.random.PCG64(SEED)), _days()
    size = (len(who), day.size)
    weekday = (day + 3) % 7
    teams = [*zip(who["command"], who["team"], strict=True)]
    turn = _turn(who["unit"], day)
    out = np.zeros((len(ACTIVITIES), *size), dtype=np.int64)
    left = np.broadcast_to(who["officers"].to_numpy()[:, None], size)

    def part(of: np.ndarray, thousandths: np.ndarray) -> np.ndarray:
        chance = rng.integers(0, 1000, size)
        return np.minimum((of * thousandths + chance) // 1000, of)

    resting = np.array([d.RESTING[team] for _, team in teams]).reshape(-1, 7)[:, weekday]
    relief = (who["unit"] != "").to_numpy()[:, None]
    out[REST] = np.where(relief, np.where(turn < 0, left, 0), part(left, resting))
    left = left - out[REST]
    out[LEAVE] = part(left, np.broadcast_to(_leave(day), size))
    duty = left = left - out[LEAVE]
    for activity, rate in _rates(teams, day).items():
        code = ACTIVITIES.index(activity)
        out[code] = np.minimum(part(duty, rate), left)
        left = left - out[code]
    out[CORE] = left
    return out, np.where(relief, turn, -1)


def _turn(units: pd.Series, day: np.ndarray) -> np.ndarray:
    """The part of each day on which each relief is; -1 at rest."""
    cycle = np.array([-1 if name is None else d.PERIODS.index(name) for name in d.CYCLE])
    reliefs = a.BCU_UNITS[BACKFILLED]
    behind = np.array(
        [reliefs.index(unit) if unit in reliefs else 0 for unit in units], dtype=np.int64
    )
    return cycle[(day[None, :] + 2 * behind[:, None]) % len(cycle)]


def _leave(day: np.ndarray) -> np.ndarray:
    """Thousandths of the rostered on booked leave."""
    firsts = [_number(first) for first in d.LEAVE_BOOKED]
    return np.array([*d.LEAVE_BOOKED.values()])[np.searchsorted(firsts, day, side="right") - 1]


def _rates(teams: list[tuple[str, str]], day: np.ndarray) -> dict[str, np.ndarray]:
    """Thousandths of those on duty, by activity: each team or relief and day."""
    weekday = (day + 3) % 7
    usual = np.array(d.AID)[weekday] * d.AID_COMMITTED // 100
    asked = usual + events_on(day, d.PLANNED_EVENTS)
    bcu = np.array([code in a.BCUS for code, _ in teams], dtype=bool)

    def of(activity: str) -> np.ndarray:
        usual = np.array([d.AWAY[team].get(activity, 0) for _, team in teams], dtype=np.int64)
        return np.where(bcu | (activity not in d.ONLY_IN_BCUS), usual, 0)[:, None]

    holiday = np.isin(day, [_number(name) for name in d.PUBLIC_HOLIDAYS])
    week = np.where((weekday < 5) & ~holiday, 140, 0)
    always = np.full(day.size, 100)
    return {
        "aid_central": aid_weight(teams)[:, None] * asked // 100,
        "aid_local": of("aid_local") * d.AID_COMMITTED * always // 10_000,
        **{
            activity: of(activity) * (week if activity in d.ON_WEEKDAYS else always) // 100
            for activity in d.BOOKED
        },
    }


def _rows(who: pd.DataFrame) -> tuple[np.ndarray, ...]:
    """Of each row: its place in *who*, day, activity, period (-1 for none) and shifts."""
    shifts, turn = _shared(who)
    teams = [*zip(who["command"], who["team"], strict=True)]
    relief = (who["unit"] != "").to_numpy()
    there = shifts > 0
    # A relief that is on says so even if nobody is left for core.
    there[CORE] = np.where(relief[:, None], turn >= 0, False)
    activity, row, on = np.nonzero(there)
    rng = np.random.Generator(np.random.PCG64([SEED, 1]))
    split = by_period(rng, teams, shifts[CORE]) * ~relief[:, None]
    period, of, day = np.nonzero(split)
    return (
        np.concatenate([row, of]),
        np.concatenate([on, day]),
        np.concatenate([activity, np.full(of.size, CORE)]),
        np.concatenate([turn[row, on], np.where(period < len(d.PERIODS), period, -1)]),
        np.concatenate([shifts[there], split[period, of, day]]),
    )


def _frame(
    who: pd.DataFrame,
    row: np.ndarray,
    on: np.ndarray,
    activity: np.ndarray,
    period: np.ndarray,
    shifts: np.ndarray,
) -> pd.DataFrame:
    names, units = [*dict.fromkeys(who["team"])], [*dict.fromkeys(who["unit"])]
    command = np.array([a.COMMANDS.index(code) for code in who["command"]], dtype=np.int64)[row]
    team = np.array([names.index(name) for name in who["team"]], dtype=np.int64)[row]
    unit = np.array([units.index(name) for name in who["unit"]], dtype=np.int64)[row]
    relief = (who["unit"] != "").to_numpy()[row]
    agreed = (activity == CORE) & relief
    least = np.array([minimum(code) if code in a.BCUS else [0] * 3 for code in a.COMMANDS])
    drivers = shifts * who["drivers"].to_numpy()[row] // 1000
    central = activity == ACTIVITIES.index("aid_central")
    return pd.DataFrame(
        {
            "date": date(_days()[on]),
            "command": text(a.COMMANDS, command),
            "team": text(names, team),
            "activity": text(ACTIVITIES, activity),
            "shifts": shifts.astype("float64"),
            "unit": text(units, np.where(relief, unit, -1)),
            "period": text(d.PERIODS, period),
            "hours": hours(shifts, activity, names, team),
            "drivers": np.where(agreed, drivers, np.nan),
            "minimum": np.where(agreed, least[command, period], np.nan),
            "to_command": text([d.AID_TO], np.where(central, 0, -1)),
        }
    )
