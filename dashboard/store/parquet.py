"""Typed Parquet through DuckDB: a month a file, sorted by key, the same bytes each time."""

from pathlib import Path

import duckdb
import pandas as pd

from dashboard.schema.tables import Column, Table
from dashboard.store.files import beside, digest, settle

_TYPES = {
    "text": "VARCHAR",
    "month": "VARCHAR",
    "choice": "VARCHAR",
    "date": "DATE",
    "number": "DOUBLE",
    "flag": "BOOLEAN",
}


def connect() -> duckdb.DuckDBPyConnection:
    """A DuckDB of our own in memory. One thread: row groups, and so bytes, then never vary."""
    return duckdb.connect(config={"threads": 1})


def read(connection: duckdb.DuckDBPyConnection, paths: list[Path]) -> duckdb.DuckDBPyRelation:
    """The rows of Parquet files as a relation; types are those in the files."""
    return connection.read_parquet([str(path) for path in paths])


def write_relation(
    relation: duckdb.DuckDBPyRelation, folder: Path, prefix: str = "", *, private: bool = False
) -> str:
    """Store a relation as ``<prefix><sha256>.parquet`` in *folder*; the hash is returned."""
    with beside(folder) as temporary:
        relation.write_parquet(str(temporary), compression="zstd")
        sha256 = digest(temporary)
        settle(temporary, folder / f"{prefix}{sha256}.parquet", private=private)
    return sha256


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
