"""Months as the text ``YYYY-MM``: reading, arithmetic and the words for them."""

import calendar
import datetime
import re
from functools import cache

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def month(text: str) -> str:
    """*text* itself where it is a month; ``ValueError`` with the form wanted where it is not."""
    if not _MONTH.fullmatch(text):
        raise ValueError(f"'{text}' is not a month; write it as YYYY-MM, for example 2023-03.")
    return text


def number(text: str) -> int:
    """Months since year 0: 2023-01 is 24276. Differences of it are whole months."""
    year, part = text.split("-")
    return int(year) * 12 + int(part) - 1


def from_number(months: int) -> str:
    """The inverse of :func:`number`."""
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def shift(text: str, by: int) -> str:
    """The month *by* months later (earlier if negative)."""
    return from_number(number(text) + by)


def between(first: str, last: str) -> tuple[str, ...]:
    """Every month from *first* to *last*, both included."""
    return tuple(from_number(n) for n in range(number(first), number(last) + 1))


def end(text: str) -> datetime.date:
    """The last day of the month."""
    year, part = (int(piece) for piece in text.split("-"))
    return datetime.date(year, part, calendar.monthrange(year, part)[1])


@cache
def words(text: str) -> str:
    """``2023-03`` as "March 2023"."""
    year, part = text.split("-")
    return f"{calendar.month_name[int(part)]} {year}"


def financial_year(text: str) -> str:
    """The financial year, April to March, of a month: "2022-23"."""
    year, part = (int(piece) for piece in text.split("-"))
    start = year if part >= 4 else year - 1
    return f"{start}-{(start + 1) % 100:02d}"


def year_start(text: str) -> str:
    """The April in which the financial year of a month began."""
    return f"{financial_year(text)[:4]}-04"
