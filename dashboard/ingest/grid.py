"""A file as it stands: rows of text under their numbers, before anything is made of them."""

import datetime
import decimal
import math
from dataclasses import dataclass, field

from pydantic import Field

from dashboard.schema.stated import Stated

MOST_COLUMNS = 1000
"""More columns than this are no table of people, shifts or posts but a mistake, or an attack."""


class Unreadable(ValueError):
    """A file that cannot be read as a table; the message names it, says why and what to do."""


class FileForm(Stated):
    """How a file is to be read; what is left out is detected, and what was detected is said.

    header: the number of the row that holds the headers, the first row being 1; rows
    above it are titles. Left out, it is the first row that holds anything.
    """

    encoding: str = ""
    delimiter: str = Field(default="", max_length=1)
    sheet: str = ""
    header: int | None = Field(default=None, ge=1)


@dataclass
class Grid:
    """The cells of one table of one file, as text.

    rows: row number -> its cells; the first row is 1, a row without any text is left out.
    said: how the file was read, where that was detected and not stated; whole sentences.
    bad: (row number, place of the cell from 0) -> why that cell cannot be used as it stands.
    """

    rows: dict[int, list[str]]
    said: list[str] = field(default_factory=list)
    bad: dict[tuple[int, int], str] = field(default_factory=dict)


def written(value: object) -> str:
    """A typed cell of a workbook or a column store as the text that a person would write.

    Nothing is "". Whole numbers have no decimals, dates are YYYY-MM-DD; a time of day is
    kept only where it is not midnight.
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, decimal.Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)
