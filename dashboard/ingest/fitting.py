"""Headers of an unknown file fitted to the columns of the contract's tables, and which table."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

import pandas as pd

from dashboard.ingest import seen
from dashboard.schema.columns import Column, Table
from dashboard.schema.force import Force
from dashboard.schema.tables import TABLES, WORDS

LIKE = 0.9
"""How alike a header and a name must be for the one to be taken for the other, from 0 to 1."""

_PADDING = frozenset(
    ["name", "code", "description", "desc", "text", "type", "look", "up", "lookup", "current"]
)
_KINDS = {"date": {"date", "day"}, "number": {"number"}}
"""Words of a header that say no more than what kind of column it is."""

_SHORT = {
    "absent": "absence",
    "appt": "appointment",
    "hrs": "hours",
    "no": "number",
    "num": "number",
    "pers": "person",
    "secondment": "seconded",
}
_SMALL = frozenset(("of", "on", "the", "cont", "continuous"))
_IDS = frozenset(("id", "ids", "number", "ref", "reference", "pseudonym", "key"))
_WHO = frozenset(
    ("person", "employee", "officer", "staff", "payroll", "warrant", "collar", "assignment")
)
_PEOPLE = ("person_id", "supervisor_id")
_WHEN = frozenset(("date", "period", "year", "month ending", "snapshot", "census date"))
_WIDE_NAMES = {"demand": "kind", "published_series": "series"}
_FEWEST_MONTHS = 2
_FILLERS = frozenset(["leave", "duty", "duties", "shift", "tour", "day", "police", "strength"])
"""Words beside a choice that leave it what it is: "Maternity leave", "Police staff"."""

_PREFIX = 4
"""Letters of a choice that stand for it at least, where it is cut short: SICK."""


@dataclass(frozen=True)
class Wide:
    """Headers that are values: months, or the names of what is counted.

    column: the column of the table that the headers fill. written: how they write months.
    name, cell: headers for what they say and for what stands under them.
    """

    headers: tuple[str, ...]
    column: str
    name: str
    cell: str
    written: seen.Written | None = None


@dataclass
class Fit:
    """How a file's headers fit a table: column -> header, and those that are values.

    by_cells: columns whose headers say nothing, and their cells all.
    """

    table: Table
    columns: dict[str, str] = field(default_factory=dict)
    wide: Wide | None = None
    by_cells: frozenset[str] = frozenset()

    @property
    def headers(self) -> set[str]:
        """The file's own headers that are used."""
        made = {self.wide.name, self.wide.cell} if self.wide else set()
        return {*self.columns.values(), *(self.wide.headers if self.wide else ())} - made

    def rank(self) -> tuple[int, float]:
        """More columns that are filled are better, then a larger share of those required."""
        required = self.table.required
        there = sum(name in self.columns for name in required)
        return len(self.columns), there / len(required)


def best(frame: pd.DataFrame, force: Force | None, table: Table | None) -> list[Fit]:
    """The fits of all tables, or of the one asked for, the best first."""
    texts = {str(name): _texts(frame[name]) for name in frame}
    tables = [table] if table else list(TABLES.values())
    return sorted((fitted(texts, force, one) for one in tables), key=Fit.rank, reverse=True)


def fitted(texts: dict[str, list[str]], force: Force | None, table: Table) -> Fit:
    """A table's columns under a file's headers; no header twice. texts: header -> its cells."""
    fit = Fit(table)
    months = _wide_months(texts, table)
    left = {name: cells for name, cells in texts.items() if not months or name not in months[0]}
    _fill(fit, left, force)
    if months:
        fit.columns.pop("month", None)
        fit.wide = _named(fit, "month", months[0], left, months[1])
    else:
        _widen(fit, left)
    if fit.wide:
        fit.columns |= {fit.wide.column: fit.wide.name, "value": fit.wide.cell}
    return fit


def _fill(fit: Fit, texts: dict[str, list[str]], force: Force | None) -> None:
    """The likest pairs first: by how a header is like a column, then by the force's own words."""
    places = {name: place for place, name in enumerate(texts)}
    pairs = sorted(
        (likeness, -_known(column, texts[header], force), places[header], column.name, header)
        for column in fit.table.columns
        for header in texts
        if (likeness := _likeness(header, column)) is not None
        and plausible(column, texts[header], exact=likeness < 2)
    )
    used: set[str] = set()
    for *_, name, header in pairs:
        if name not in fit.columns and header not in used:
            fit.columns[name] = header
            used.add(header)
    left = {header: cells for header, cells in texts.items() if header not in used}
    found = _by_cells(fit, left)
    fit.columns |= found
    fit.by_cells = frozenset(found)
    order = {name: place for place, name in enumerate(fit.table.names)}
    fit.columns = dict(sorted(fit.columns.items(), key=lambda item: order[item[0]]))


def _by_cells(fit: Fit, left: dict[str, list[str]]) -> dict[str, str]:
    """Columns that headers fill of which only the cells say so: choices, and the one day."""
    open_ones = [column for column in fit.table.columns if column.name not in fit.columns]
    found: dict[str, list[str]] = {}
    for header, cells in left.items():
        met = [column for column in open_ones if _chosen(column, cells)]
        if len(met) == 1:
            found.setdefault(met[0].name, []).append(header)
    dated = fit.table.column(fit.table.dated)
    if dated in open_ones and dated.kind == "date":
        days = [header for header, cells in left.items() if cells and plausible(dated, cells)]
        found[dated.name] = days
    return {name: headers[0] for name, headers in found.items() if len(headers) == 1}


def _chosen(column: Column, cells: list[str]) -> bool:
    """Whether most of a header's cells say choices of a column, more than one."""
    if not column.choices or not plausible(column, cells):
        return False
    meant = [choice for text in cells if (choice := meaning(text, column.choices))]
    return len(set(meant)) > 1 and 2 * len(meant) > len(cells)


def meaning(text: str, choices: Collection[str]) -> str:
    """The one of some choices that a text says for sure, though in other words; else ""."""
    said = _core(text)
    cores = {
        choice: [_core(word) for word in (choice, *WORDS.get(choice, ()))] for choice in choices
    }
    met = [choice for choice, known in cores.items() if said and said in known]
    if not met and len(said) == 1 and len(said[0]) >= _PREFIX:
        met = [
            choice
            for choice, (own, *_) in cores.items()
            if len(own) == 1 and own[0].startswith(said[0])
        ]
    firsts = [word[0] for choice in choices for word in words(choice)]
    if not met and len(text) == 1 and len(set(firsts)) == len(firsts):
        met = [choice for choice in choices if choice[0] == text.casefold()]
    return met[0] if len(met) == 1 else ""


def _core(text: str) -> list[str]:
    """A text's words in order of the alphabet, one and many alike, without those that say least."""
    said = re.findall(r"[^\W_]+", text.casefold().replace(".", ""))
    return sorted(word.removesuffix("s") for word in said if word not in _FILLERS)


def _likeness(header: str, column: Column) -> float | None:
    """0 for the same name, up to 4 for the least alike that will do; None for what will not."""
    if header == column.name:
        return 0
    said = words(header)
    names = [words(name) for name in (column.name, *column.also)]
    if said == names[0]:
        return 1
    if said in names:
        return 2
    if sorted(said) in map(sorted, names):
        return 2.2
    # A person's name is never to be taken for their number.
    if column.name in _PEOPLE and not _IDS & set(said):
        return None
    if column.name == "person_id" and _WHO & set(said) and set(said) <= _WHO | _IDS:
        return 2.5
    if column.kind == "month" and (" ".join(said) in _WHEN or said[:2] == ("as", "at")):
        return 3.5
    least = _PADDING | _KINDS.get(column.kind, set())
    bare = tuple(word for word in said if word not in least)
    if bare in names and column.name not in _PEOPLE:
        return 3
    likest = max(SequenceMatcher(None, "".join(said), "".join(name)).ratio() for name in names)
    return 5 - likest if likest >= LIKE else None


def words(text: str) -> tuple[str, ...]:
    """A header's words in small letters, at full length: ``StaffNo`` is ``staff_number``."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    said = (_SHORT.get(word, word) for word in re.findall(r"[^\W_]+", parted.casefold()))
    return tuple(word for word in said if word not in _SMALL)


def plausible(column: Column, texts: Collection[str], *, exact: bool = False) -> bool:
    """Whether a column's cells can be what the contract wants there; *exact* names are believed.

    texts: the different cells, blanks left out.
    """
    held = [text for text in texts if not seen.is_hole(text)]
    if not held or (exact and column.kind not in ("date", "month")):
        return True
    if column.kind == "date":
        return seen.days(held).mostly
    if column.kind == "month":
        return seen.month_texts(held).mostly
    if column.kind == "number":
        return 5 * sum(map(seen.is_number, held)) >= 4 * len(held)
    return column.kind not in ("flag", "choice") or len(held) <= 60


def _known(column: Column, texts: list[str], force: Force | None) -> float:
    """The share of cells that are codes of the force."""
    if force is None or not column.refers or not texts:
        return 0
    codes = force.ranks if column.refers == "rank" else force.commands
    return sum(text in codes for text in texts) / len(texts)


def _wide_months(
    texts: dict[str, list[str]], table: Table
) -> tuple[tuple[str, ...], seen.Written] | None:
    """The headers that are months, where they are several and the table can take them."""
    if not {"month", "value"} <= set(table.names):
        return None
    headers = tuple(name for name in texts if seen.month_texts([name]).forms)
    if len(headers) < _FEWEST_MONTHS:
        return None
    return headers, seen.month_texts(headers)


def _widen(fit: Fit, texts: dict[str, list[str]]) -> None:
    """Headers over numbers that are each something counted, where nothing else says what is."""
    name = _WIDE_NAMES.get(fit.table.name)
    if name is None or {name, "value"} & set(fit.columns):
        return
    used = set(fit.columns.values())
    counted = tuple(_counted(texts, used))
    if len(counted) > 1 and "month" in fit.columns:
        fit.wide = _named(fit, name, counted, texts, None)


def _counted(texts: dict[str, list[str]], used: set[str]) -> Iterator[str]:
    for header, cells in texts.items():
        held = [text for text in cells if not seen.is_hole(text)]
        if header not in used and held and all(map(seen.is_number, held)):
            yield header


def _named(
    fit: Fit,
    column: str,
    headers: tuple[str, ...],
    texts: dict[str, list[str]],
    written: seen.Written | None,
) -> Wide:
    """Headers that are values, under new ones that no other column has."""
    others = set(texts) - set(headers)
    name, cell = (one if one not in others else f"the {one}" for one in (column, "value"))
    return Wide(headers, column, name, cell, written)


def _texts(cells: pd.Series) -> list[str]:
    """The different cells of a column, blanks left out."""
    return [text for text in cells.str.strip().unique() if text]


def why(fits: list[Fit], headers: int) -> str:
    """In a few words why the first of the tables was chosen."""
    words = f"uses {len(fits[0].headers)} of {headers} headers"
    if len(fits) == 1:
        return f"{words}."
    return f"{words}; next is {fits[1].table.name} with {len(fits[1].headers)} (--table)."
