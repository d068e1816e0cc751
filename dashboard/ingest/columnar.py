"""Typed columns, as Parquet and Delta hold them, written out as the rows of a grid."""

import struct
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.ingest.cells import LONGEST, Cells, TooLong, unusable
from dashboard.ingest.grid import MOST_COLUMNS, Grid, Unreadable, written

if TYPE_CHECKING:
    from arro3.core import DataType, RecordBatch, Schema

MOST_CELLS = 60_000_000
"""A million rows of 60 columns. A tiny file can claim more than any memory holds."""


def most_rows(path: Path, schema: "Schema") -> int:
    """How many rows can be read of columns that fit a table; :class:`Unreadable` if they do not."""
    if len(schema) > MOST_COLUMNS:
        raise Unreadable(
            f"{path}: has {len(schema):,} columns, and no table has more than {MOST_COLUMNS:,}. "
            "Leave columns out, or name the right file."
        )
    for name, kind in zip(schema.names, schema.types, strict=True):
        if not _is_a_cell(kind):
            raise Unreadable(
                f"{path}: the column '{name}' is of the type {_plain(kind)}, which is neither "
                "text, number, date nor flag. Leave it out, or write it as text."
            )
    return MOST_CELLS // max(len(schema), 1)


def too_many(path: Path) -> Unreadable:
    """The refusal of more rows than :func:`most_rows`."""
    return Unreadable(
        f"{path}: has more than {MOST_CELLS:,} cells, and no more are read at once. "
        "Split it by month, or leave columns out."
    )


def grid_of(path: Path, schema: "Schema", batches: Iterable["RecordBatch"]) -> Grid:
    """All batches under a header that is row 1. :class:`Unreadable` where a cell is too long."""
    once, grid = Cells(), Grid({1: [str(name) for name in schema.names]})
    first = 2
    for batch in batches:
        columns: list[list[str]] = []
        for place, values in enumerate(batch.columns):
            cells = list(values.to_pylist())
            texts = _texts(path, schema.names[place], set(cells), schema.types[place], once)
            if bad := {value: why for value, text in texts.items() if (why := unusable(text))}:
                for number, value in enumerate(cells, first):
                    if value in bad:
                        grid.bad[number, place] = bad[value]
            columns.append([texts[value] for value in cells])
        for number, row in enumerate(zip(*columns, strict=True), first):
            if any(map(str.strip, row)):
                grid.rows[number] = [*row]
        first += batch.num_rows
    return grid


def _texts(
    path: Path, name: str, values: set[object], kind: "DataType", once: Cells
) -> dict[object, str]:
    """Each distinct value of a column as text."""
    from arro3.core import DataType

    write = _single if DataType.is_float32(kind) else written
    try:
        return {value: once[write(value)] for value in values}
    except TooLong:
        raise Unreadable(
            f"{path}: the column '{name}' has a cell of more than {LONGEST:,} characters. "
            "Correct it, or leave that column out."
        ) from None


def _single(value: object) -> str:
    """A number of single precision in as few digits as tell it apart: 0.4, not 0.4000000059."""
    if not isinstance(value, float):
        return written(value)
    for digits in range(6, 9):
        short = float(f"{value:.{digits}g}")
        if struct.pack("f", short) == struct.pack("f", value):
            return written(short)
    return written(value)


def _is_a_cell(kind: "DataType") -> bool:
    from arro3.core import DataType

    if DataType.is_dictionary(kind):
        return kind.value_type is not None and _is_a_cell(kind.value_type)
    return any(
        fits(kind)
        for fits in (
            DataType.is_null,
            DataType.is_boolean,
            DataType.is_integer,
            DataType.is_float32,
            DataType.is_float64,
            DataType.is_decimal,
            DataType.is_date,
            DataType.is_timestamp,
            DataType.is_time,
            DataType.is_string,
            DataType.is_large_string,
            DataType.is_string_view,
        )
    )


def _plain(kind: "DataType") -> str:
    """Such as Struct or List, without what is inside."""
    return str(kind).strip().removeprefix("arro3.core.DataType<").split("(")[0].rstrip(">")
