"""Mappings: how one source's layout becomes a table of the contract, one TOML file each."""

import datetime
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from dashboard.ingest.dates import ISO, length_of
from dashboard.ingest.grid import FileForm
from dashboard.ingest.spelling import doubled, spellings
from dashboard.schema import months
from dashboard.schema.columns import Table
from dashboard.schema.force import Force
from dashboard.schema.stated import Place, Stated
from dashboard.schema.tables import PUBLISHED_SERIES, TABLES


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"'{text}' is not a pattern: {error}") from None
    return text


def _catching(text: str) -> str:
    if re.compile(_pattern(text)).groups != 1:
        raise ValueError(f"'{text}' needs exactly one group, in brackets, around what is wanted")
    return text


def _day(form: str) -> str:
    """A strptime format that states a day, and could not be taken for YYYY-MM-DD."""
    day = datetime.datetime(2001, 2, 3)
    try:
        text = day.strftime(form)
        lost = datetime.datetime.strptime(text, form).date() != day.date()
    except ValueError:
        lost = True
    if lost:
        # Such as "mixed", by which pandas would guess.
        raise ValueError(f"'{form}' does not state year, month and day")
    if re.fullmatch(ISO, text) and text != "2001-02-03":
        raise ValueError(f"'{form}' would read YYYY-MM-DD otherwise than everyone else")
    return form


def _year(form: str) -> str:
    """A strptime format that states at least a year."""
    try:
        found = datetime.datetime.strptime(datetime.datetime(2001, 2, 3).strftime(form), form)
    except ValueError:
        raise ValueError(f"'{form}' is not a format such as %b-%y") from None
    if found.year != 2001:
        raise ValueError(f"'{form}' states no year")
    return form


Pattern = Annotated[str, AfterValidator(_pattern)]
Catching = Annotated[str, AfterValidator(_catching)]
DayFormat = Annotated[str, AfterValidator(_day)]
Factor = Annotated[float, Field(allow_inf_nan=False)]
YearFormat = Annotated[str, AfterValidator(_year)]


class MonthFrom(Stated):
    """Where a row's month stands, in one of two places, moved by *shift* months.

    file_name: a pattern with one group that catches the month in the file's name.
    column: a header of the file. format: how the month is written in either; one without
    a month means January. YYYY-MM and YYYY-MM-DD need none.
    shift: a roster taken on the first of a month is the end of the month before: -1.
    """

    file_name: Catching = ""
    column: str = ""
    format: YearFormat = "%Y-%m"
    shift: int = Field(default=0, ge=-1200, le=1200)

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if bool(self.column) == bool(self.file_name):
            raise ValueError("state either file_name or column")
        return self

    def of_name(self, path: Path) -> str:
        """The month in a file's name; ``ValueError`` where it does not say one."""
        found = re.search(self.file_name, path.name)
        if found is None or found.group(1) is None:
            raise ValueError(
                f"the file's name does not say its month (wanted: {self.file_name}); "
                "rename the file or change [month] in the mapping."
            )
        month = self.of_text(found.group(1))
        try:
            return months.month(month)
        except ValueError:
            wanted = "YYYY-MM" if self.format == "%Y-%m" else self.format
            raise ValueError(
                f"the file's name says '{month}', which is no month written as {wanted}; "
                "rename the file or change [month] in the mapping."
            ) from None

    def of_text(self, text: str) -> str:
        """The month that a text states; the text itself where it states none."""
        for form in (self.format, "%Y-%m", "%Y-%m-%d"):
            if length_of(form) not in (None, len(text)):
                continue
            try:
                found = datetime.datetime.strptime(text, form)
                return months.shift(f"{found:%Y-%m}", self.shift)
            except ValueError:
                continue
        return text


class Rows(Stated):
    """Rows of the file: those whose cell under a header has one of *values*, or fits *pattern*."""

    column: str
    values: tuple[str, ...] = ()
    pattern: Pattern = ""

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.values and not self.pattern:
            raise ValueError("state values or a pattern")
        return self


class Unpivot(Stated):
    """Headers that are values: each becomes a row of its own.

    headers: the headers; or *pattern*, which they fit.
    name, value: new headers, under which the old headers and their cells stand from then on.
    """

    headers: tuple[str, ...] = ()
    pattern: Pattern = ""
    name: str
    value: str

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.headers and not self.pattern:
            raise ValueError("state headers or a pattern")
        return self

    def among(self, headers: Iterable[str]) -> list[str]:
        """Those of a file's headers that are values."""
        fits = re.compile(self.pattern) if self.pattern else None
        return [name for name in headers if name in self.headers or (fits and fits.search(name))]


class Placement(Stated):
    """Values of a column that are in truth a status: where met, *set* and *copy* fill others."""

    column: str
    values: tuple[str, ...] = Field(min_length=1)
    set: dict[str, str] = Field(default_factory=dict)
    copy_from: dict[str, str] = Field(default_factory=dict, alias="copy")


class Probation(Stated):
    """Probationers told from the day of joining, for this many months: the flag is filled by it.

    column, values: only the rows whose column of the table has one of the values; the flag
    of the others stays as it is, and the force's own length of probation decides.
    """

    months: int = Field(ge=1, le=120)
    column: str = ""
    values: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _both(self) -> Self:
        if bool(self.column) != bool(self.values):
            raise ValueError("state column and values together, or neither")
        return self


_TRANSLATING = ("extract", "spelling", "values", "scale", "blank")
"""The parts of a mapping that change what stands in a column."""


class Mapping(Stated):
    """One source's layout, applied in the order of the fields.

    force: the force whose data it is; left out for published series, which belong to none.
    file: how the file is to be read. also: header -> others that it has in other files.
    keep, skip: the rows that count, and that do not.
    unpivot: headers that are values. columns: column of the table -> header in the file;
    headers not named are not stored; left out altogether, the headers are the columns.
    constants: column -> the same in every row. extract: column -> a pattern whose one group
    is the value. holes: words that mean that nothing is recorded. spelling: column -> words
    that a file may write in other capitals, or with other spaces between them. values: column
    -> word in the file -> value. scale: column -> what its numbers are multiplied by. blank:
    column -> what a blank cell means; elsewhere a blank is a hole.
    dates: column -> strptime format; without one a date is YYYY-MM-DD, and none is guessed.
    add_up: columns in which rows are added up that are alike in the table's key.
    """

    force: str = ""
    table: str = "strength"
    file: FileForm = FileForm()
    also: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    keep: tuple[Rows, ...] = ()
    skip: tuple[Rows, ...] = ()
    unpivot: Unpivot | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    constants: dict[str, str] = Field(default_factory=dict)
    extract: dict[str, Catching] = Field(default_factory=dict)
    holes: tuple[str, ...] = ()
    spelling: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    scale: dict[str, Factor] = Field(default_factory=dict)
    blank: dict[str, str] = Field(default_factory=dict)
    month: MonthFrom | None = None
    dates: dict[str, DayFormat] = Field(default_factory=dict)
    placements: tuple[Placement, ...] = ()
    probation: Probation | None = None
    add_up: tuple[str, ...] = ()

    @field_validator("table")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in TABLES:
            raise ValueError(f"unknown table '{name}'; known: {', '.join(TABLES)}")
        return name

    @property
    def contract(self) -> Table:
        """The table that it fills."""
        return TABLES[self.table]

    def under(self, headers: Iterable[str]) -> "Mapping":
        """The mapping for a file with these headers, its columns named even where it names none."""
        if self.columns:
            return self
        named = {header.strip().lower().replace(" ", "_"): header for header in headers}
        own = {name: named[name] for name in self.contract.names if name in named}
        if self.month is not None:
            own.pop("month", None)
        return self.model_copy(update={"columns": own})

    def of(self, force: Force | None) -> "Mapping":
        """The mapping with the force's spelling of areas: its places, and its commands' codes."""
        if force is None or "area" not in self.contract.names:
            return self
        places = (place for command in force.commands.values() for place in command.areas)
        known = spellings([*self.spelling.get("area", ()), *places, *force.commands])
        return self.model_copy(update={"spelling": {**self.spelling, "area": (*known.values(),)}})

    def faults(self, path: Path) -> Iterator[tuple[Place, str]]:
        """What in the mapping does not fit the table."""
        table = self.contract
        if not self.force and table is not PUBLISHED_SERIES:
            yield ("force",), f"is missing: name the one whose {table.name} these are"
        for place, name in self._named():
            if name not in table.names:
                known = ", ".join(table.names)
                yield place, f"{table.name} has no column '{name}'; its columns are {known}"
        yield from self._dated_faults()
        yield from self._word_faults()
        if self.columns:
            yield from self.unfilled()
        for place, name in [
            *((("add_up",), name) for name in self.add_up),
            *((("scale", name), name) for name in self.scale),
        ]:
            if name in table.names and table.column(name).kind != "number":
                yield place, f"'{name}' is no number"

    def unfilled(self) -> Iterator[tuple[Place, str]]:
        """What is required, read or lost and stands in no column that the mapping fills."""
        table, filled = self.contract, self.filled()
        for name in table.required:
            if name not in filled and name != table.dated:
                yield ("columns",), f"lacks '{name}', which {table.name} requires"
        for name in self.columns:
            if name in self.constants:
                yield ("constants", name), "[columns] already fills it"
        for place, name in self._read():
            if name in table.names and name not in (*self.columns, *self.constants):
                yield place, f"'{name}' is filled by no header under [columns]"
        loose = filled - {*table.key, *self.add_up} if self.add_up else set()
        if loose:
            yield (
                ("add_up",),
                f"{', '.join(sorted(loose))} would be lost: only columns of the key "
                f"({', '.join(table.key)}) can stand beside what is added up",
            )

    def _dated_faults(self) -> Iterator[tuple[Place, str]]:
        table = self.contract
        filled = {*self.columns, *self.constants}
        if "month" not in table.names:
            if self.month is not None:
                yield ("month",), f"does not apply: {table.name} is dated by {table.dated}"
            if self.columns and table.dated not in filled:
                yield ("columns",), f"lacks '{table.dated}', which {table.name} requires"
        elif self.month is not None:
            for place, name in self._named():
                if name == "month":
                    yield place, "[month] already states it"
        elif self.columns and "month" not in filled:
            yield ("month",), "is missing: say which column, or what in the file's name, it is"
        for name in self.dates:
            if name in table.names and table.column(name).kind != "date":
                yield ("dates", name), "is no date"

    def _word_faults(self) -> Iterator[tuple[Place, str]]:
        """Headers and words of which another is told to be the same, and that cannot be."""
        for header in self.also:
            if self.columns and header not in self.headers():
                yield ("also", header), "is no header that the mapping names"
        for name, words in self.spelling.items():
            for word, first in doubled(words):
                yield (
                    ("spelling", name),
                    f"'{word}' and '{first}' differ in capitals or spaces alone",
                )

    def _named(self) -> Iterator[tuple[Place, str]]:
        """Each place of the mapping that names a column of the table, with the name."""
        for part in ("columns", "constants", *_TRANSLATING, "dates"):
            yield from (((part, name), name) for name in getattr(self, part))
        yield from ((("add_up",), name) for name in self.add_up)
        for number, placement in enumerate(self.placements):
            at = ("placements", number)
            yield (*at, "column"), placement.column
            yield from (((*at, "set", name), name) for name in placement.set)
            for name, source in placement.copy_from.items():
                yield (*at, "copy", name), name
                yield (*at, "copy", name), source
        if self.probation is not None:
            yield ("probation",), "joined_on"
            if self.probation.column:
                yield ("probation", "column"), self.probation.column

    def _read(self) -> Iterator[tuple[Place, str]]:
        """Each place that reads a column which others must have filled, with its name."""
        for part in _TRANSLATING:
            yield from (((part, name), name) for name in getattr(self, part))
        for number, placement in enumerate(self.placements):
            yield ("placements", number, "column"), placement.column
            for name, source in placement.copy_from.items():
                yield ("placements", number, "copy", name), source
        if self.probation is not None:
            yield ("probation",), "joined_on"
            if self.probation.column:
                yield ("probation", "column"), self.probation.column

    def filled(self) -> set[str]:
        """The columns of the table that the mapping fills."""
        placed = (name for item in self.placements for name in (*item.set, *item.copy_from))
        month = ["month"] if self.month is not None else []
        probationer = ["probationer"] if self.probation is not None else []
        return {*self.columns, *self.constants, *placed, *month, *probationer}

    def headers(self) -> Iterator[str]:
        """The headers that a file must have, those that unpivoting makes left out."""
        named = [*self.columns.values()]
        if self.month is not None and self.month.column:
            named.append(self.month.column)
        if self.unpivot is not None:
            made = (self.unpivot.name, self.unpivot.value)
            named = [*(name for name in named if name not in made), *self.unpivot.headers]
        # Rows are kept and skipped before unpivoting makes its headers.
        named += (rows.column for rows in (*self.keep, *self.skip))
        yield from dict.fromkeys(named)

    def date_format(self, name: str) -> str | None:
        """The format of a date column; one that a placement copies has that of its source."""
        copied = {
            target: source
            for placement in self.placements
            for target, source in placement.copy_from.items()
        }
        return self.dates.get(name) or self.dates.get(copied.get(name, ""))


def load_mapping(path: Path) -> Mapping:
    """The mapping that a TOML file states. ``ValueError`` has a line for each mistake in it."""
    return Mapping.read(path)
