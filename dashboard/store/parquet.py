"""Typed Parquet through DuckDB: a month a file, sorted by key, the same bytes each time."""

import errno
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pandas as pd

from dashboard.schema.columns import Column, Table
from dashboard.store.files import beside, digest, settle

_TYPES = {
    "text": "VARCHAR",
    "month": "VARCHAR",
    "choice": "VARCHAR",
    "date": "DATE",
    "number": "DOUBLE",
    "flag": "BOOLEAN",
}
_DTYPES = {
    "VARCHAR": "str",
    "DATE": "datetime64[us]",
    "DOUBLE": "float64",
    "BOOLEAN": "boolean",
}


def connect() -> duckdb.DuckDBPyConnection:
    """A DuckDB of our own in memory. One thread: row groups, and so bytes, then never vary."""
    return duckdb.connect(config={"threads": 1})


def read(connection: duckdb.DuckDBPyConnection, paths: list[Path]) -> duckdb.DuckDBPyRelation:
    """The rows of Parquet files as a relation; types are those in the files."""
    return connection.read_parquet([str(path) for path in paths])


def read_frame(path: Path, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """The rows of one month of a table, by key; *columns* are all of them unless named."""
    with connect() as connection:
        rows = read(connection, [path])
        if columns is not None:
            rows = rows.project(*(f'"{name}"' for name in columns))
        types = zip(rows.columns, map(str, rows.types), strict=True)
        return rows.df().astype({name: _DTYPES[kind] for name, kind in types})


def write_relation(
    relation: duckdb.DuckDBPyRelation, folder: Path, prefix: str = "", *, private: bool = False
) -> str:
    """Store a relation as ``<prefix><sha256>.parquet`` in *folder*; the hash is returned."""
    with beside(folder) as temporary:
        _write(relation, temporary)
        sha256 = digest(temporary)
        settle(temporary, folder / f"{prefix}{sha256}.parquet", private=private)
    return sha256


def _write(relation: duckdb.DuckDBPyRelation, path: Path) -> None:
    try:
        # Into our own file: one of DuckDB's would be open to every reader until it is renamed.
        relation.write_parquet(str(path), compression="zstd", use_tmp_file=False)
    except duckdb.IOException as error:
        # What the system said stands last: 'Could not write file "...": No space left on device'.
        said = str(error).rpartition(": ")[2]
        raise OSError(errno.EIO, said, str(path.parent)) from error


def write_frame(frame: pd.DataFrame, table: Table, folder: Path) -> str:
    """Store one month of a table with every column of the contract; the hash is returned.

    frame: columns among the table's; those it lacks are stored as holes.
    """
    columns = ", ".join(_typed(column, column.name in frame) for column in table.columns)
    with connect() as connection:
        connection.register("frame", frame)
        ordered = f"SELECT {columns} FROM frame ORDER BY {', '.join(table.key)}"
        return write_relation(connection.sql(ordered), folder, private=True)


def _typed(column: Column, sent: bool) -> str:
    source = f'"{column.name}"' if sent else "NULL"
    return f'CAST({source} AS {_TYPES[column.kind]}) AS "{column.name}"'
