"""Mappings: how one source's layout becomes a table of the contract, one TOML file each."""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from pydantic import Field, field_validator

from dashboard.schema import months
from dashboard.schema.stated import Stated
from dashboard.schema.tables import TABLES


class MonthFrom(Stated):
    """The month that a file's name states, moved by *shift* months.

    file_name: a pattern with one group that catches YYYY-MM. A roster taken on
    the first of a month is the end of the month before: a shift of -1.
    """

    file_name: str
    shift: int = 0

    @field_validator("file_name")
    @classmethod
    def _catches_one(cls, pattern: str) -> str:
        try:
            groups = re.compile(pattern).groups
        except re.error as error:
            raise ValueError(f"is not a pattern: {error}") from None
        if groups != 1:
            raise ValueError("needs exactly one group, around YYYY-MM")
        return pattern

    def of(self, path: Path) -> str:
        """The month of a file; ``ValueError`` where its name does not say one."""
        found = re.search(self.file_name, path.name)
        if found is None or found.group(1) is None:
            raise ValueError(
                f"the file's name does not say its month (wanted: {self.file_name}); "
                "rename the file or change [month] in the mapping."
            )
        return months.shift(months.month(found.group(1)), self.shift)


class Placement(Stated):
    """Values of a column that are in truth a status: where met, *set* and *copy* fill others."""

    column: str
    values: tuple[str, ...] = Field(min_length=1)
    set: dict[str, str] = Field(default_factory=dict)
    copy_from: dict[str, str] = Field(default_factory=dict, alias="copy")


class Mapping(Stated):
    """One source's layout.

    columns: column of the table -> header in the file; headers not named are not stored.
    dates: column -> strptime format. A date column without one is an error, never a guess.
    blank: column -> what a blank cell means. Elsewhere a blank is a hole.
    """

    force: str
    table: str = "strength"
    columns: dict[str, str] = Field(min_length=1)
    month: MonthFrom
    dates: dict[str, str] = Field(default_factory=dict)
    blank: dict[str, str] = Field(default_factory=dict)
    placements: tuple[Placement, ...] = ()

    @field_validator("dates")
    @classmethod
    def _whole(cls, dates: dict[str, str]) -> dict[str, str]:
        for name, form in dates.items():
            # Such as "mixed", by which pandas would guess.
            day = datetime.datetime(2001, 2, 3)
            try:
                lost = datetime.datetime.strptime(day.strftime(form), form).date() != day.date()
            except ValueError:
                lost = True
            if lost:
                raise ValueError(f"'{form}' of {name} does not state year, month and day")
        return dates

    @field_validator("table")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in TABLES:
            raise ValueError(f"unknown table '{name}'; known: {', '.join(TABLES)}")
        return name

    def problems(self) -> Iterator[str]:
        """What in the mapping does not fit the table, one sentence each."""
        table = TABLES[self.table]
        named = [
            ("columns", self.columns),
            ("dates", self.dates),
            ("blank", self.blank),
            *(("placements.set", placement.set) for placement in self.placements),
            *(("placements.copy", placement.copy_from) for placement in self.placements),
        ]
        for where, names in named:
            for name in names:
                if name not in table.names:
                    yield (
                        f"[{where}] names '{name}', which is no column of {table.name}; "
                        f"its columns are {', '.join(table.names)}."
                    )
                elif name == "month":
                    yield f"[{where}] names 'month', which [month] already states."
        for column in table.columns:
            if column.required and column.name not in (*self.columns, "month"):
                yield f"[columns] lacks '{column.name}', which {table.name} requires."
            dated = column.kind == "date" and column.name in self._filled()
            if dated and self.date_format(column.name) is None:
                yield f"[dates] lacks '{column.name}': state its format, such as %d/%m/%Y."
        for name in self.blank:
            if name not in self.columns:
                yield f"[blank] names '{name}', which [columns] does not fill."
        for placement in self.placements:
            for name in (placement.column, *placement.copy_from.values()):
                if name not in self.columns:
                    yield f"[[placements]] names '{name}', which [columns] does not fill."

    def _filled(self) -> set[str]:
        placed = (name for item in self.placements for name in (*item.set, *item.copy_from))
        return {*self.columns, *placed}

    def apply(self, raw: pd.DataFrame, month: str) -> pd.DataFrame:
        """The file's text under the table's names, blanks and placements applied; a hole is "".

        raw: the file as text with its own headers. Rows and their index stay.
        """
        frame = pd.DataFrame(
            {name: raw[header].str.strip() for name, header in self.columns.items()}
        )
        for name, meaning in self.blank.items():
            frame[name] = frame[name].mask(frame[name] == "", meaning)
        for placement in self.placements:
            here = frame[placement.column].isin(placement.values)
            for name, value in placement.set.items():
                frame[name] = _column(frame, name).mask(here, value)
            for name, source in placement.copy_from.items():
                frame[name] = _column(frame, name).mask(here, frame[source])
        frame.insert(0, "month", month)
        return frame

    def date_format(self, name: str) -> str | None:
        """The format of a date column; one that a placement copies has that of its source."""
        copied = {
            target: source
            for placement in self.placements
            for target, source in placement.copy_from.items()
        }
        return self.dates.get(name) or self.dates.get(copied.get(name, ""))


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    return frame[name] if name in frame else pd.Series("", index=frame.index, dtype="str")


def load_mapping(path: Path) -> Mapping:
    """The mapping that a TOML file states. ``ValueError`` says what is wrong and in which file."""
    mapping = Mapping.read(path)
    problems = list(mapping.problems())
    if problems:
        raise ValueError("\n".join(f"{path}: {problem}" for problem in problems))
    return mapping
