"""The table ``shifts``: what the officers of each team were on, day by day.

Everyone who is present and is not at rest is rostered; of these some are on leave or sick, and of
those on duty some are away from core, by the events of the day. Core is the rest, and alone is
told apart by the part of the day: a blank ``period`` means all of it.
"""

import numpy as np
import pandas as pd

from dashboard.ingest.demonstration import assumed as a
from dashboard.ingest.demonstration import assumed_days as d
from dashboard.ingest.demonstration import plan
from dashboard.ingest.demonstration.careers import ENDS, days
from dashboard.ingest.demonstration.coded import date, text
from dashboard.ingest.demonstration.presence import present

SEED = 8062
AWAY = (
    "aid_central", "aid_local", "backfill", "investigation_support", "guard_or_scene", "training",
    "court", "other",
)  # fmt: skip
ACTIVITIES = ("rest_day", "annual_leave", "sickness", *AWAY, "core")
BACKFILLED = "RESPONSE"


def worked(month: str, people: pd.DataFrame) -> pd.DataFrame:
    """A row for each day, command, team, period and activity of the month that had any shift.

    people: those on the books in the month, whose officers stand for all its days.
    """
    t = a.MONTHS.index(month)
    day = np.arange(int(days(t, 1)), int(ENDS[t]) + 1)
    there = present(t, people, ["command", "team"])
    teams = [*there.index]
    shifts = _divided(t, day, teams, there["officers"].to_numpy())
    rng = np.random.Generator(np.random.PCG64([SEED, t, 1]))
    split = by_period(rng, teams, shifts[-1])
    vary = rng.integers(100 - d.DRIVERS_VARY, 101 + d.DRIVERS_VARY, split.shape)
    drivers = split * there["drivers"].to_numpy()[:, None] * vary // 100_000
    return _frame(day, teams, shifts, split, np.minimum(drivers, split))


def by_period(
    rng: np.random.Generator, teams: list[tuple[str, str]], core: np.ndarray
) -> np.ndarray:
    """Core shifts of each team and day by part of the day, and last what is not told apart."""
    usual = np.array([d.CORE_BY_PERIOD[team] for _, team in teams]).reshape(-1, 1, 3)
    low, high = 100 - d.PERIODS_VARY, 101 + d.PERIODS_VARY
    split = plan.apportion(core, usual * rng.integers(low, high, (*core.shape, 3)))
    told = split.transpose(2, 0, 1)
    return np.concatenate([told, (core - told.sum(axis=0))[None]])


def _divided(
    t: int, day: np.ndarray, teams: list[tuple[str, str]], present: np.ndarray
) -> np.ndarray:
    """Shifts of each activity, team and day; over the activities they add up to the present."""
    rng = np.random.Generator(np.random.PCG64([SEED, t]))
    size = (len(teams), day.size)

    def part(of: np.ndarray, thousandths: np.ndarray) -> np.ndarray:
        """So much *of* it, more or less, to a whole number up or down by chance."""
        vary = rng.integers(100 - d.AWAY_VARIES, 101 + d.AWAY_VARIES, size)
        return np.minimum((of * thousandths * vary + rng.integers(0, 100_000, size)) // 100_000, of)

    weekday, month = (day + 3) % 7, (int(a.MONTHS[t][-2:]) - 1)  # 1970 began on a Thursday
    events = events_on(day, d.EVENTS)
    big = (events >= d.BIG_EVENT) & (aid_weight(teams) >= 40)[:, None]
    out = np.zeros((len(ACTIVITIES), *size), dtype=np.int64)
    left = np.broadcast_to(present[:, None], size)
    resting = np.array([d.RESTING[team] for _, team in teams]).reshape(-1, 7)[:, weekday]
    resting = np.where(big, resting * d.REST_ON_EVENTS // 100, resting)
    out[0] = (left * resting + rng.integers(0, 1000, size)) // 1000
    left = left - out[0]
    leave = np.where(big, d.ON_LEAVE[month] * d.LEAVE_ON_EVENTS // 100, d.ON_LEAVE[month])
    out[1], out[2] = part(left, leave), part(left, np.full(size, d.SICK[month]))
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
    rise = d.AWAY_AT_FIRST + (100 - d.AWAY_AT_FIRST) * t // (plan.T - 1)
    bcu = np.array([code in a.BCUS for code, _ in teams], dtype=bool)
    lasting = np.random.Generator(np.random.PCG64(SEED)).integers(
        100 - d.COMMAND_VARIES, 101 + d.COMMAND_VARIES, plan.C
    )
    command = lasting[[a.COMMANDS.index(code) for code, _ in teams]]
    week = np.where(weekday < 5, 140, 0)
    aid = (np.array(d.AID)[weekday] * rise // 100 + events)[None, :]
    out = {"aid_central": aid * (aid_weight(teams) * command)[:, None] // 10_000}
    for activity in AWAY[1:]:
        usual = np.array([d.AWAY[team].get(activity, 0) for _, team in teams], dtype=np.int64)
        if activity in d.ONLY_IN_BCUS:
            usual = np.where(bcu, usual * rise * command // 10_000, 0)
        rate = np.repeat(usual[:, None], weekday.size, axis=1)
        if activity in d.ON_WEEKDAYS:
            rate = rate * np.where(events >= d.BIG_EVENT, 0, week) // 100
        if activity == "backfill":
            rate = rate * np.where(events >= d.BIG_EVENT, d.BACKFILL_ON_EVENTS, 100) // 100
        out[activity] = rate
    return out


def events_on(day: np.ndarray, events: tuple[tuple[str, str, int], ...]) -> np.ndarray:
    """Thousandths of central Aid that the *events* of each day ask for beyond the usual."""
    out = np.zeros(day.size, dtype=np.int64)
    for first, last, more in events:
        span = [int(np.datetime64(end, "D").astype(np.int64)) for end in (first, last)]
        out += more * ((day >= span[0]) & (day <= span[1]))
    return out


def aid_weight(teams: list[tuple[str, str]]) -> np.ndarray:
    """What each team gives to central Aid against Response, %."""
    return np.array(
        [
            d.AID_FROM[team]
            if code in a.BCUS
            else 0
            if code in d.AID_NEVER_FROM
            else d.AID_FROM_SPECIALISTS
            for code, team in teams
        ],
        dtype=np.int64,
    )


def minimum(command: str) -> np.ndarray:
    """Response officers agreed for each part of a day in a BCU."""
    first = int(plan.officers()[0][a.COMMANDS.index(command)])
    whole = np.array(first * d.MINIMUM_RESPONSE // 1000)
    return plan.apportion(whole, np.array(d.MINIMUM_BY_PERIOD))


def hours(
    shifts: np.ndarray, activity: np.ndarray, names: list[str], team: np.ndarray
) -> np.ndarray:
    """Hours worked on *shifts*; none on those of rest, leave and sickness.

    activity: codes into ``ACTIVITIES``; team: codes into *names*.
    """
    length = np.array([d.HOURS[name] for name in names], dtype=np.int64)[team]
    length[activity == ACTIVITIES.index("aid_central")] = d.AID_HOURS
    at_work = activity >= len(ACTIVITIES) - len(AWAY) - 1
    return np.where(at_work, shifts * length / 10, np.nan)


def _periods(teams: list[tuple[str, str]], size: tuple[int, ...]) -> np.ndarray:
    """Which parts of the day each team has: those it tells apart, or else the whole of it."""
    usual = np.array([d.CORE_BY_PERIOD[team] for _, team in teams]).reshape(-1, 3).T
    told = np.greater(usual, 0)
    has = np.concatenate([told, ~told.any(axis=0)[None]])
    return np.broadcast_to(has[:, :, None], size)


def _frame(
    day: np.ndarray,
    teams: list[tuple[str, str]],
    shifts: np.ndarray,
    split: np.ndarray,
    drivers: np.ndarray,
) -> pd.DataFrame:
    # A part of a day without a core shift says so; other activities stand only where there were
    # any, and under no part of the day.
    other = np.nonzero(shifts[:-1])
    part = np.nonzero(_periods(teams, split.shape))
    whole, core = np.full(other[0].size, -1), np.full(part[0].size, len(ACTIVITIES) - 1)
    activity = np.concatenate([other[0], core])
    period = np.concatenate([whole, part[0]])
    period[period == len(d.PERIODS)] = -1
    team, on = (np.concatenate([other[i], part[i]]) for i in (1, 2))
    number = np.concatenate([shifts[other], split[part]])
    response = np.array([name == BACKFILLED for _, name in teams], dtype=bool)[team]
    least = np.array(
        [minimum(code) if name == BACKFILLED else [np.nan] * 3 for code, name in teams]
    )
    driving = np.concatenate([np.zeros(whole.size, dtype=np.int64), drivers[part]])
    names = [*dict.fromkeys(name for _, name in teams)]
    named = np.array([names.index(name) for _, name in teams], dtype=np.int64)[team]
    command = np.array([a.COMMANDS.index(code) for code, _ in teams], dtype=np.int64)[team]
    central, backfill = ACTIVITIES.index("aid_central"), ACTIVITIES.index("backfill")
    agreed = response & (period >= 0)
    return pd.DataFrame(
        {
            "date": date(day[on]),
            "command": text(a.COMMANDS, command),
            "team": text(names, named),
            "activity": text(ACTIVITIES, activity),
            "shifts": number.astype("float64"),
            "period": text(d.PERIODS, period),
            "hours": hours(number, activity, names, named),
            "drivers": np.where(agreed, driving, np.nan),
            "minimum": np.where(agreed, least.reshape(-1, 3)[team, period], np.nan),
            "to_command": text([d.AID_TO], np.where(activity == central, 0, -1)),
            "to_team": text([BACKFILLED], np.where(activity == backfill, 0, -1)),
        }
    )
