"""Columns of a frame in the contract's types, from codes, days since 1970 and flags."""

from collections.abc import Sequence

import numpy as np
import pandas as pd


def text(words: Sequence[str], code: np.ndarray) -> pd.Series:
    """The word of each code; a code below zero is blank."""
    known = pd.array([*words], dtype="str")
    return pd.Series(known.take(code.astype(np.int64), allow_fill=True))


def date(days: np.ndarray, known: np.ndarray | None = None) -> pd.Series:
    """The date of each day since 1970; blank where it is not *known*."""
    dates = days.astype("datetime64[D]").astype("datetime64[us]")
    if known is not None:
        dates[~known] = np.datetime64("NaT")
    return pd.Series(dates)


def flag(value: np.ndarray, known: np.ndarray) -> pd.Series:
    """Yes or no; blank where it is not *known*."""
    return pd.Series(pd.arrays.BooleanArray(value.astype(bool), ~known))
