"""The figures that publications print, where each stands, and which of them cannot both hold."""

import csv
import difflib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from pydantic import Field

from dashboard.schema.publication import PUBLISHED
from dashboard.schema.stated import Place, Stated

FIGURES = PUBLISHED / "figures"

Kind = Literal["cannot hold", "can hold", "demonstration"]
KINDS: tuple[str, ...] = get_args(Kind)
"""What is found of figures that stand beside each other: that they cannot all hold as printed;
that they can, being measured against different things; or that the demonstration data, which
has to be one force, cannot follow all of them."""

_RANGE = re.compile(r"(-?\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?")
_MAY_BE_BLANK = {"period", "qualifier", "note"}


@dataclass(frozen=True)
class Figure:
    """One published figure.

    measure, scope_type, scope, period: what is measured, of whom, and when ("" if not said).
    value: as printed, in *unit*: "18", "-21", "20-25", or words such as "4 for every 6".
    qualifier: what the text puts before the value, such as "over"; "" if nothing.
    section: where in the publication it stands.
    source: the title of the publication.
    """

    id: str
    measure: str
    scope_type: str
    scope: str
    period: str
    value: str
    unit: str
    qualifier: str
    section: str
    note: str
    source: str

    @property
    def low(self) -> float | None:
        """The lower end of the value, in *unit*; None where the value is words."""
        found = _RANGE.fullmatch(self.value)
        return float(found[1]) if found else None

    @property
    def high(self) -> float | None:
        """The upper end, which is the lower where the value is one number; None for words."""
        found = _RANGE.fullmatch(self.value)
        return float(found[2] or found[1]) if found else None

    @property
    def citation(self) -> str:
        """Where it stands: "Casey Review, 4.6"."""
        return f"{self.source}, {self.section}"


COLUMNS = tuple(field.name for field in fields(Figure) if field.name != "source")
"""The columns of a file of figures."""


class Contradiction(Stated):
    """Figures that stand beside each other as if they could not all hold, and whether they can.

    title: the finding in plain words.
    words: why they cannot hold, or that they can, with the arithmetic.
    measured_against: for each figure its base, period or scope.
    """

    kind: Kind
    title: str = Field(min_length=1)
    words: str = Field(min_length=1)
    measured_against: dict[str, str] = Field(min_length=2)

    @property
    def figures(self) -> tuple[str, ...]:
        """The ids of the figures, in the order in which they are stated."""
        return tuple(self.measured_against)


class _Source(Stated):
    """A publication as its TOML file states it; its figures are in the CSV file of that name."""

    title: str = Field(min_length=1)
    citation: str = Field(min_length=1)
    publisher: str = Field(min_length=1)
    date: str = Field(pattern=r"^\d{4}-\d{2}$")
    force: str = ""
    contradictions: tuple[Contradiction, ...] = ()

    def faults(self, path: Path) -> Iterator[tuple[Place, str]]:
        known = [row.cells["id"] for row in _rows(path.with_suffix(".csv"))]
        for number, contradiction in enumerate(self.contradictions):
            for id_, words in contradiction.measured_against.items():
                place = ("contradictions", number, "measured_against", id_)
                if id_ not in known:
                    yield place, _unknown(id_, known)
                elif not words.strip():
                    yield place, "is empty"


@dataclass(frozen=True)
class Evidence:
    """One publication with its figures by id, and what is found of them.

    date: the month of publication, as 2023-03. force: the scope under which the totals of the
    force that it is about stand in published_series; "" if of none.
    """

    title: str
    citation: str
    publisher: str
    date: str
    force: str
    figures: dict[str, Figure]
    contradictions: tuple[Contradiction, ...]


def evidence(folder: Path = FIGURES) -> dict[str, Evidence]:
    """Every publication of the folder by its id, which is its file's name.

    ``ValueError`` has a line for each mistake of a file, with the file and the line there. The
    project's own files are read once.
    """
    return dict(_own()) if folder == FIGURES else _read(folder)


def figure(id_: str) -> Figure:
    """The published figure of that id; ``KeyError`` with the nearest one if there is none."""
    known = _own_figures()
    if id_ not in known:
        raise KeyError(f"no published figure is called {id_}: {_unknown(id_, list(known))}")
    return known[id_]


@cache
def _own() -> dict[str, Evidence]:
    return _read(FIGURES)


@cache
def _own_figures() -> dict[str, Figure]:
    return {id_: found for each in _own().values() for id_, found in each.figures.items()}


def _read(folder: Path) -> dict[str, Evidence]:
    found: dict[str, Evidence] = {}
    places: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        source = _Source.read(path)
        table = path.with_suffix(".csv")
        rows = _rows(table)
        _refuse(_doubled(table, rows, places))
        found[path.stem] = Evidence(
            title=source.title,
            citation=source.citation,
            publisher=source.publisher,
            date=source.date,
            force=source.force,
            figures={row.cells["id"]: Figure(**row.cells, source=source.title) for row in rows},
            contradictions=source.contradictions,
        )
    return found


class _Row(NamedTuple):
    """A row of a file of figures: its last line there, and its cells by column."""

    line: int
    cells: dict[str, str]


def _rows(path: Path) -> list[_Row]:
    """The rows of one file, complete and each with an id of its own."""
    records = _records(path)
    header = records[0][1] if records else []
    _refuse(_header_faults(path, header))
    _refuse(
        f"{path}:{line}: has {len(cells)} cells for {len(header)} columns; a cell with a comma "
        "in it stands in double quotation marks."
        for line, cells in records
        if len(cells) != len(header)
    )
    rows = [_Row(line, dict(zip(header, cells, strict=True))) for line, cells in records[1:]]
    blank = [
        f"{path}:{row.line}: {column} is blank."
        for row in rows
        for column in COLUMNS
        if column not in _MAY_BE_BLANK and not row.cells[column]
    ]
    _refuse([*blank, *_doubled(path, rows, {})])
    return rows


def _records(path: Path) -> list[tuple[int, list[str]]]:
    """The records of a CSV file that are not empty, each with its last line."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ValueError(f"{path}: there is no such file, and the figures stand in it.") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ValueError(f"{path}:{line}: is not UTF-8; save it as UTF-8.") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return [
            (reader.line_num, [cell.strip() for cell in cells]) for cells in reader if any(cells)
        ]
    except csv.Error as error:
        raise ValueError(f"{path}:{reader.line_num}: is not CSV: {error}.") from None


def _header_faults(path: Path, header: Sequence[str]) -> Iterator[str]:
    for column in COLUMNS:
        if header.count(column) != 1:
            what = "stands twice" if column in header else "is missing"
            yield f"{path}:1: the column {column} {what}."
    for column in header:
        if column not in COLUMNS:
            yield f"{path}:1: the column {column or '(blank)'} is {_unknown(column, COLUMNS)}"


def _doubled(path: Path, rows: Sequence[_Row], places: dict[str, str]) -> Iterator[str]:
    """What stands twice; *places*, where each id stands so far, is added to."""
    for line, cells in rows:
        place = f"{path.name}:{line}"
        first = places.setdefault(cells["id"], place)
        if cells["id"] and first != place:
            yield f"{path}:{line}: the id {cells['id']} stands in {first} too."


def _unknown(name: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"unknown; did you mean {close[0]}?" if close else "unknown"


def _refuse(faults: Iterator[str] | Sequence[str]) -> None:
    if found := list(faults):
        raise ValueError("\n".join(found))
