"""What the cells of an unknown file look like: its headers' row, dates, months, holes, totals."""

import datetime
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import islice

import pandas as pd

from dashboard.ingest.dates import ISO

HOLES = frozenset(
    ("n/a", "na", "#n/a", "n.a.", "-", "--", "null", "nil", "none", "unknown", "not known", "..")
)
"""Words, in small letters, by which a cell for a number or a date says that nothing is there."""

TOTAL = re.compile(r"(?i)^(?:(?:grand|sub)[ -]?)?totals?\b|\btotals?$")
"""The first cell of a row that adds up others."""

FOOT = re.compile(r"(?i)^(?:sources?|notes?|produced|extracted|printed|report|run on|end of)\b")
"""A lone cell that says where a table comes from."""

YEAR = "%Y"

_NAMED = (
    (r"(?<!\d)((?:19|20)\d{2}([-_. ]?)(?:0[1-9]|1[0-2]))(?:\2([0-3]\d))?(?!\d)", ("%Y{}%m",)),
    (r"(?<![A-Za-z])([A-Za-z]{3,9}([-_ ]?)(?:19|20)\d{2})()(?!\d)", ("%b{}%Y", "%B{}%Y")),
)
"""Months in a file's name: the month, the sign in it, and the day after it."""

_DAYS = (
    *(
        between.join(order)
        for between in ("/", "-", ".", " ")
        for order in (
            ("%d", "%m", "%Y"),
            ("%m", "%d", "%Y"),
            ("%Y", "%m", "%d"),
            ("%d", "%m", "%y"),
            ("%m", "%d", "%y"),
            ("%d", "%b", "%Y"),
            ("%d", "%B", "%Y"),
            ("%d", "%b", "%y"),
        )
    ),
    "%Y%m%d",
    "%d%m%Y",
    "%m%d%Y",
    "%b %d, %Y",
    "%B %d, %Y",
)
_TIMES = ("", " %H:%M", " %H:%M:%S", "T%H:%M:%S", " %I:%M %p", " %I:%M:%S %p")

_MONTHS = (
    "%Y-%m",
    "%Y%m",
    "%m/%Y",
    "%m-%Y",
    "%Y/%m",
    YEAR,
    *(
        f"{month}{between}{year}"
        for month in ("%b", "%B")
        for between in "- /"
        for year in ("%y", "%Y")
    ),
)

_PARTS = {
    "%y": r"\d{2}",
    "%b": r"[A-Za-z]{3}",
    "%B": r"[A-Za-z]+",
    "%H": r"\d{1,2}",
    "%I": r"\d{1,2}",
    "%M": r"\d{2}",
    "%S": r"\d{2}",
    "%p": r"[AaPp][Mm]",
}


@dataclass(frozen=True)
class Named:
    """A month in a file's name: YYYY-MM, a pattern that catches it, its format; a first day."""

    month: str
    pattern: str
    form: str
    first: bool


@dataclass(frozen=True)
class Written:
    """How the cells of a column write days or months.

    forms: the formats that read all of them; several: the cells leave it open which.
    near: where none reads all, the ones that read most, with how many of the cells.
    """

    forms: tuple[str, ...]
    near: tuple[tuple[str, int], ...] = ()
    cells: int = 0

    @property
    def mostly(self) -> bool:
        """Whether these are days or months at all."""
        return bool(self.forms) or any(5 * count >= 4 * self.cells for _, count in self.near)


def month_in(name: str) -> Named | None:
    """The month that a file's name says; None where it says none, or two."""
    found = {}
    for looks, forms in _NAMED:
        for met in re.finditer(looks, name):
            for form in (form.format(met[2]) for form in forms):
                if _is_month(met[1], form):
                    named = _named(name, met, form)
                    caught = re.search(named.pattern, name)
                    # The pattern may meet other digits before these.
                    found[named.month] = named if caught and caught[1] == met[1] else None
    return next(iter(found.values())) if len(found) == 1 else None


def _named(name: str, met: re.Match[str], form: str) -> Named:
    before = re.search(r"[A-Za-z][A-Za-z _-]*$", name[: met.start()])
    caught = re.sub(r"\d+|[A-Za-z]+|\.", _run, met[1])
    first = met[3] == "01"
    day = f"{met[2]}01".replace(".", r"\.") if first else ""
    month = datetime.datetime.strptime(met[1], form)
    return Named(f"{month:%Y-%m}", f"{before[0] if before else ''}({caught}){day}", form, first)


def _run(met: re.Match[str]) -> str:
    """The pattern of other digits or letters in the place of some."""
    if met[0].isdigit():
        return rf"\d{{{len(met[0])}}}"
    return "[A-Za-z]+" if met[0].isalpha() else r"\."


def header_row(rows: dict[int, list[str]]) -> int:
    """The row that holds the headers: the first as wide as those after it, of distinct texts.

    The first row of all where none is.
    """
    widths = {number: _width(cells) for number, cells in islice(rows.items(), 500)}
    for number, cells in islice(rows.items(), 50):
        after = [width for other, width in widths.items() if other > number]
        width = widths[number]
        filled = [cell.strip() for cell in cells if cell.strip()]
        if width < 2 or 10 * sum(one <= width for one in after) < 9 * len(after):
            continue
        distinct = len(filled) == width == len(set(filled))
        # A row as full as a header whose names are doubled is one, to be complained of.
        if (distinct and not any(map(_measured, filled))) or 5 * len(filled) >= 4 * width:
            return number
    return next(iter(rows), 1)


def _width(cells: list[str]) -> int:
    return max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _measured(text: str) -> bool:
    """Whether a text is a number or a day, as headers are not, and no month, as they may be."""
    number = re.fullmatch(r"[-+]?[\d.,]+%?", text) is not None
    return (number or days([text]).mostly) and not month_texts([text]).mostly


def days(values: Collection[str]) -> Written:
    """How texts write days; the format of YYYY-MM-DD, which needs none, is "%Y-%m-%d"."""
    iso = [text for text in values if re.fullmatch(ISO, text)]
    other = [text for text in values if not re.fullmatch(ISO, text)]
    if iso and not other:
        return Written(("%Y-%m-%d",), cells=len(iso))
    forms = (f"{day}{time}" for time in _TIMES for day in _DAYS)
    return _written(other, forms, _count_days)


def month_texts(values: Collection[str]) -> Written:
    """How texts write months; days count too, each as its month, but only where no month fits."""
    found = _written(list(values), _MONTHS, _count_months)
    return found if found.forms else max(found, days(values), key=_read)


def _read(found: Written) -> int:
    return found.cells if found.forms else max((count for _, count in found.near), default=0)


def _written(
    values: list[str], forms: Iterable[str], count: Callable[[list[str], str], int]
) -> Written:
    sample = values[:: max(1, len(values) // 50)]
    counts = {form: count(values, form) for form in forms if count(sample, form)}
    read = [form for form, found in counts.items() if found == len(values)]
    # Where every month is May, the long name and the short one are the same.
    both = {form.replace("%b", "%B") for form in read if "%b" in form} & set(read)
    all_of_them = tuple(form for form in read if form not in both)
    near = sorted(counts.items(), key=lambda item: -item[1])
    return Written(all_of_them, () if read else tuple(near[:3]), len(values))


def _count_days(values: list[str], form: str) -> int:
    """How many are read as the import reads them: by pandas, in a century that can be meant."""
    fits = [*filter(_shaped(form).fullmatch, values)]
    if not fits:
        return 0
    read = pd.to_datetime(pd.Series(fits, dtype="str"), format=form, errors="coerce")
    return int(read.notna().sum())


def _count_months(values: list[str], form: str) -> int:
    return sum(_is_month(text, form) for text in values)


def _is_month(text: str, form: str) -> bool:
    if not _shaped(form).fullmatch(text):
        return False
    try:
        datetime.datetime.strptime(text, form)
    except ValueError:
        return False
    return True


@cache
def _shaped(form: str) -> re.Pattern[str]:
    return re.compile(pattern(form))


def pattern(form: str, century: str = "(?:19|20)") -> str:
    """A pattern of the texts that a strptime format writes."""
    year = {"%Y": rf"{century}\d{{{2 if century else 4}}}"}
    compact = "%m%d" in form or "%d%m" in form or "%Y%m" in form
    number = r"\d{2}" if compact else r"\d{1,2}"
    return re.sub(
        r"%.|[^%\w\s]", lambda part: (_PARTS | year).get(part[0]) or _fixed(part[0], number), form
    )


def _fixed(part: str, number: str) -> str:
    return number if part in ("%d", "%m") else re.sub(r"([.^$*+?{}\[\]\\|()])", r"\\\1", part)


def is_hole(text: str) -> bool:
    """Whether a cell for a number or a date says that there is none."""
    return text.casefold() in HOLES


def is_number(text: str) -> bool:
    """Whether a person would read a number, though the import may not: ``1,234``, no day."""
    return (
        re.fullmatch(r"[-+]?(?!\d+\.\d+\.)(\d[\d,. ]*|\.\d+)(e[-+]?\d+)?%?", text.lower())
        is not None
    )


def outline(text: str) -> str:
    """A cell without what it says: ``1,234`` is ``9,999``, and ``3 Mar`` is ``9 aaa``."""
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", text))[:30]
