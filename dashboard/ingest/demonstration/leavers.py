"""The last rows of those who left: kept in the month in which they go, with the day and reason."""

import numpy as np
import pandas as pd

from dashboard.ingest.demonstration import assumed as a
from dashboard.ingest.demonstration.careers import ENDS
from dashboard.ingest.demonstration.coded import date, text

SEED = 4471
REASONS = [*dict.fromkeys(name for shares in a.LEAVER_REASONS.values() for name in shares)]


def left(t: int, rows: pd.DataFrame) -> pd.DataFrame:
    """Officers, staff and PCSOs of *rows*, as they stood a month before, who left in month *t*."""
    rows = rows[rows["role"] != "special"].reset_index(drop=True)
    rng = np.random.Generator(np.random.PCG64([SEED, t]))
    day = rng.integers(int(ENDS[t - 1]) + 1, int(ENDS[t]) + 1, len(rows))
    return rows.assign(
        month=text([a.MONTHS[t]], np.zeros(len(rows))),
        left_on=date(day),
        leaver_reason=text(REASONS, _reason(rng, _group(t, rows))),
    )


def on_the_books(people: pd.DataFrame) -> pd.DataFrame:
    """The rows of *people* who have not left."""
    return people[people["left_on"].isna()]


def _group(t: int, rows: pd.DataFrame) -> np.ndarray:
    """Which shares of reasons are each one's."""
    served = (pd.Timestamp(int(ENDS[t]), unit="D") - rows["joined_on"]).dt.days.to_numpy()
    years = served * 4 // 1461
    probation = (rows["entry_route"] == "new").to_numpy() & (years < a.PROBATION // 12)
    officer = (rows["role"] == "officer").to_numpy()
    ordered = {
        "suspended": officer & rows["suspended"].fillna(False).to_numpy(bool),
        "30 years": officer & (years >= 30),
        "25 years": officer & (years >= 25),
        "probationer": officer & probation,
        "officer": officer,
        **{role: (rows["role"] == role).to_numpy() for role in ("staff", "pcso")},
    }
    return np.select([*ordered.values()], np.arange(len(ordered)), default=-1)


def _reason(rng: np.random.Generator, group: np.ndarray) -> np.ndarray:
    chance = rng.integers(0, 100, group.size)
    out = np.full(group.size, -1)
    for code, shares in enumerate(a.LEAVER_REASONS.values()):
        bag = np.repeat([REASONS.index(name) for name in shares], [*shares.values()])
        out[group == code] = bag[chance[group == code]]
    return out
