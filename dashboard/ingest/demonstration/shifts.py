"""The table ``shifts``: what the officers of each team were on, day by day.

Everyone who is present and is not at rest is rostered; of these some are on leave or sick, and of
those on duty some are away from core, by the events of the day. Core is the rest.
"""

import numpy as np
import pandas as pd

from dashboard.ingest.demonstration import assumed as a
from dashboard.ingest.demonstration import plan
from dashboard.ingest.demonstration.careers import ENDS, days
from dashboard.ingest.demonstration.coded import date, text
from dashboard.schema.duty import LONG_TERM_DAYS

SEED = 8062
AWAY = (
    "aid_central", "aid_local", "backfill", "investigation_support", "guard_or_scene", "training",
    "court", "other",
)  # fmt: skip
ACTIVITIES = ("rest_day", "annual_leave", "sickness", *AWAY, "core")
BACKFILLED = "RESPONSE"


def worked(month: str, people: pd.DataFrame) -> pd.DataFrame:
    """A row for each day, command, team and activity of the month that had any shift.

    people: the month of ``strength``, whose officers stand for all its days.
    """
    t = a.MONTHS.index(month)
    day = np.arange(int(days(t, 1)), int(ENDS[t]) + 1)
    present = _present(t, people)
    teams = [*present.index]
    shifts = _divided(t, day, teams, present.to_numpy())
    return _frame(day, teams, shifts)


def _present(t: int, people: pd.DataFrame) -> pd.Series:
    """Officers of each command and team who can be rostered, a recruit by the time not trained."""
    long = (pd.Timestamp(int(ENDS[t]), unit="D") - people["absence_from"]).dt.days
    away = people["suspended"].fillna(False).astype(bool) | people["attached_to"].notna()
    away |= long + 1 > LONG_TERM_DAYS
    here = people[(people["role"] == "officer") & ~away]
    hundredths = 100 - np.rint(here["training_share"].fillna(0) * 100).astype(np.int64)
    return hundredths.groupby([here["command"], here["team"]]).sum() // 100


def _divided(
    t: int, day: np.ndarray, teams: list[tuple[str, str]], present: np.ndarray
) -> np.ndarray:
    """Shifts of each activity, team and day; over the activities they add up to the present."""
    rng = np.random.Generator(np.random.PCG64([SEED, t]))
    size = (len(teams), day.size)

    def part(of: np.ndarray, thousandths: np.ndarray) -> np.ndarray:
        """So much *of* it, more or less, to a whole number up or down by chance."""
        vary = rng.integers(100 - a.AWAY_VARIES, 101 + a.AWAY_VARIES, size)
        return np.minimum((of * thousandths * vary + rng.integers(0, 100_000, size)) // 100_000, of)

    weekday, month = (day + 3) % 7, (int(a.MONTHS[t][-2:]) - 1)  # 1970 began on a Thursday
    events = _events(day)
    big = (events >= a.BIG_EVENT) & (_aid_weight(teams) >= 40)[:, None]
    out = np.zeros((len(ACTIVITIES), *size), dtype=np.int64)
    left = np.broadcast_to(present[:, None], size)
    resting = np.array([a.RESTING[team] for _, team in teams]).reshape(-1, 7)[:, weekday]
    resting = np.where(big, resting * a.REST_ON_EVENTS // 100, resting)
    out[0] = (left * resting + rng.integers(0, 1000, size)) // 1000
    left = left - out[0]
    leave = np.where(big, a.ON_LEAVE[month] * a.LEAVE_ON_EVENTS // 100, a.ON_LEAVE[month])
    out[1], out[2] = part(left, leave), part(left, np.full(size, a.SICK[month]))
    duty = left = np.maximum(left - out[1] - out[2], 0)
    rates = _rates(t, weekday, events, teams)
    for i, activity in enumerate(AWAY, 3):
        out[i] = np.minimum(part(duty, rates[activity]), left)
        left = left - out[i]
    out[-1] = left
    return out


def _rates(
    t: int, weekday: np.ndarray, events: np.ndarray, teams: list[tuple[str, str]]
) -> dict[str, np.ndarray]:
    """Each activity's share of those on duty, thousandths, by team and day."""
    rise = a.AWAY_AT_FIRST + (100 - a.AWAY_AT_FIRST) * t // (plan.T - 1)
    bcu = np.array([code in a.BCUS for code, _ in teams], dtype=bool)
    lasting = np.random.Generator(np.random.PCG64(SEED)).integers(
        100 - a.COMMAND_VARIES, 101 + a.COMMAND_VARIES, plan.C
    )
    command = lasting[[a.COMMANDS.index(code) for code, _ in teams]]
    week = np.where(weekday < 5, 140, 0)
    aid = (np.array(a.AID)[weekday] * rise // 100 + events)[None, :]
    out = {"aid_central": aid * (_aid_weight(teams) * command)[:, None] // 10_000}
    for activity in AWAY[1:]:
        usual = np.array([a.AWAY[team].get(activity, 0) for _, team in teams], dtype=np.int64)
        if activity in a.ONLY_IN_BCUS:
            usual = np.where(bcu, usual * rise * command // 10_000, 0)
        rate = np.repeat(usual[:, None], weekday.size, axis=1)
        if activity in a.ON_WEEKDAYS:
            rate = rate * np.where(events >= a.BIG_EVENT, 0, week) // 100
        if activity == "backfill":
            rate = rate * np.where(events >= a.BIG_EVENT, a.BACKFILL_ON_EVENTS, 100) // 100
        out[activity] = rate
    return out


def _events(day: np.ndarray) -> np.ndarray:
    """Thousandths of central Aid that the day's events ask for beyond the usual."""
    out = np.zeros(day.size, dtype=np.int64)
    for first, last, more in a.EVENTS:
        span = [int(np.datetime64(end, "D").astype(np.int64)) for end in (first, last)]
        out += more * ((day >= span[0]) & (day <= span[1]))
    return out


def _aid_weight(teams: list[tuple[str, str]]) -> np.ndarray:
    """What each team gives to central Aid against Response, %."""
    return np.array(
        [
            a.AID_FROM[team]
            if code in a.BCUS
            else 0
            if code in a.AID_NEVER_FROM
            else a.AID_FROM_SPECIALISTS
            for code, team in teams
        ],
        dtype=np.int64,
    )


def _minimum(teams: list[tuple[str, str]]) -> np.ndarray:
    """Officers agreed for a day in each team, all shifts of it together; none but in Response."""
    first = plan.officers()[0]
    return np.array(
        [
            int(first[a.COMMANDS.index(code)]) * a.MINIMUM_RESPONSE // 1000
            if team == "RESPONSE"
            else np.nan
            for code, team in teams
        ]
    )


def _frame(day: np.ndarray, teams: list[tuple[str, str]], shifts: np.ndarray) -> pd.DataFrame:
    # A day without a core shift says so; other activities stand only where there were any.
    there = shifts > 0
    there[-1] = True
    activity, team, on = np.nonzero(there)
    names = [*dict.fromkeys(name for _, name in teams)]
    central, backfill = ACTIVITIES.index("aid_central"), ACTIVITIES.index("backfill")
    command = np.array([a.COMMANDS.index(code) for code, _ in teams], dtype=np.int64)[team]
    core = activity == len(ACTIVITIES) - 1
    return pd.DataFrame(
        {
            "date": date(day[on]),
            "command": text(a.COMMANDS, command),
            "team": text(names, np.array([names.index(name) for _, name in teams], int)[team]),
            "activity": text(ACTIVITIES, activity),
            "shifts": shifts[there].astype("float64"),
            "minimum": np.where(core, _minimum(teams)[team], np.nan),
            "to_command": text([a.AID_TO], np.where(activity == central, 0, -1)),
            "to_team": text([BACKFILLED], np.where(activity == backfill, 0, -1)),
        }
    )
