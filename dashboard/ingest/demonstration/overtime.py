"""The table ``overtime``: what was worked and paid beyond the officers' hours, all of it assumed.

It follows the officers' pay, and is more in a month with events and where more of a command are
not fully deployable.
"""

import numpy as np
import pandas as pd

from dashboard.ingest.demonstration import assumed as a
from dashboard.ingest.demonstration import assumed_days as d
from dashboard.ingest.demonstration.careers import ENDS, YEARS, days
from dashboard.ingest.demonstration.coded import text
from dashboard.ingest.demonstration.presence import away
from dashboard.ingest.demonstration.shifts import events_on

SEED = 7193


def paid(month: str, people: pd.DataFrame) -> pd.DataFrame:
    """A row for each command and team of the month: hours, cost and officer pay, whole pounds.

    people: those on the books in the month.
    """
    t = a.MONTHS.index(month)
    held = _held(t, people)
    rate = held["rank"].map(d.PAY) * d.PAY_SINCE[YEARS[t] + 1] // 100
    held["pay"] = held["fte"] * rate.astype("int64")
    found = held.groupby(["command", "team"])[["fte", "pay"]].sum()
    found = found[found["fte"] > 0]
    pay, fte = found["pay"].to_numpy() // 100, found["fte"].to_numpy()
    cost = pay * _thousandths(t, _gap(held), found.index) // 1000
    hourly = pay * 100 * 100 // (fte * d.HOURS_PAID) * d.OVERTIME_RATE // 100  # pence
    rows = len(found)
    return pd.DataFrame(
        {
            "month": text([month], np.zeros(rows)),
            "command": found.index.get_level_values("command").astype("str"),
            "team": found.index.get_level_values("team").astype("str"),
            "hours": (cost * 100 // np.maximum(hourly, 1)).astype("float64"),
            "cost": cost.astype("float64"),
            "officer_pay": pay.astype("float64"),
        }
    )


def _held(t: int, people: pd.DataFrame) -> pd.DataFrame:
    """Officers by command, team and rank: hundredths of FTE, heads, and hundredths not there."""
    lost = np.where(away(t, people) | people["limitation"].notna(), 100, 0)
    training = np.rint(people["training_share"].fillna(0) * 100).astype(np.int64)
    counted = people[["command", "team", "rank"]].assign(
        fte=np.rint(people["fte"] * 100).astype(np.int64),
        heads=1,
        lost=np.maximum(lost, training),
    )[people["role"] == "officer"]
    return counted.groupby(["command", "team", "rank"]).sum().reset_index()


def _thousandths(t: int, gap: dict[str, int], rows: pd.MultiIndex) -> np.ndarray:
    """Overtime of each command and team, thousandths of its officers' pay."""
    usual = np.array([d.OVERTIME[team] for _, team in rows], dtype=np.int64)
    day = np.arange(int(days(t, 1)), int(ENDS[t]) + 1)
    events = 100 + int(events_on(day, d.EVENTS).sum()) * d.OVERTIME_ON_EVENTS // (10 * day.size)
    by = np.array([gap[code] for code, _ in rows], dtype=np.int64)
    more = 100 + (by - d.USUAL_GAP) * d.OVERTIME_ON_GAP // 10
    rng = np.random.Generator(np.random.PCG64([SEED, t]))
    vary = rng.integers(100 - d.OVERTIME_VARIES, 101 + d.OVERTIME_VARIES, len(rows))
    return usual * events * more * vary // 1_000_000


def _gap(held: pd.DataFrame) -> dict[str, int]:
    """Thousandths of each command's officers who are not there in full, in heads."""
    by = held.groupby("command")[["lost", "heads"]].sum()
    return {str(code): int(row["lost"]) * 10 // int(row["heads"]) for code, row in by.iterrows()}
