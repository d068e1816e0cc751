"""Which officers of a month can be rostered: neither suspended, nor long absent, nor elsewhere."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.ingest.demonstration.careers import ENDS
from dashboard.schema.duty import LONG_TERM_DAYS


def away(t: int, people: pd.DataFrame) -> pd.Series:
    """Of each row of month *t*, whether the person cannot be rostered."""
    long = (pd.Timestamp(int(ENDS[t]), unit="D") - people["absence_from"]).dt.days
    out = people["suspended"].fillna(False).astype(bool) | people["attached_to"].notna()
    return out | (long + 1 > LONG_TERM_DAYS)


def present(t: int, people: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Officers who can be rostered, a recruit by the time not trained, and drivers among them.

    A row for each value of *by*; columns ``officers`` (whole) and ``drivers`` (thousandths of
    the officers with a response or advanced permit).
    """
    counted = (people["role"] == "officer") & ~away(t, people)
    here = people.loc[counted, [*by, "training_share", "driver"]]
    hundredths = 100 - np.rint(here["training_share"].fillna(0) * 100).astype(np.int64)
    drives = hundredths.where(here["driver"].isin(["response", "advanced"]), 0)
    keys = [here[name] for name in by]
    sums = pd.DataFrame({"all": hundredths, "drive": drives}).groupby(keys).sum()
    share = sums["drive"] * 1000 // sums["all"].clip(lower=1)
    return pd.DataFrame({"officers": sums["all"] // 100, "drivers": share})
