"""Dates read from text: in the stated format, or as YYYY-MM-DD, as which typed cells come too."""

import datetime
import re

import pandas as pd

ISO = r"\d{4}-\d{2}-\d{2}"


def length_of(form: str) -> int | None:
    """The only length of a text in a format whose numbers touch; none where they do not.

    A spreadsheet drops leading zeros, and 1122023 would be 11 February or 1 December.
    """
    if not re.search("%[dmyYHMS]%[dmyYHMS]", form):
        return None
    return len(datetime.datetime(2001, 2, 3).strftime(form))


def read_dates(cells: pd.Series, form: str | None) -> pd.Series:
    """The dates of text cells, without their time of day; missing where a cell is none.

    form: the strptime format that was stated; none: YYYY-MM-DD alone.
    """
    iso = pd.to_datetime(cells.where(cells.str.fullmatch(ISO)), format="%Y-%m-%d", errors="coerce")
    if form is None:
        return iso
    # Pandas takes "now" and "today" for dates, whatever the format.
    there = cells.where(cells.str.contains(r"\d"))
    length = length_of(form)
    if length is not None:
        there = there.where(there.str.len() == length)
    return pd.to_datetime(there, format=form, errors="coerce").dt.normalize().fillna(iso)
