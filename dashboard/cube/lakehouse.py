"""A force's lakehouse: months of its tables, by path or by name, brought here for an import.

A table there is a folder of Delta, or, where Spark counts, the name by which Spark knows it.
"""

import datetime
from pathlib import Path

import narwhals as nw

from dashboard.cube import engines
from dashboard.schema import months
from dashboard.schema.columns import Table
from dashboard.store import parquet


def months_of(where: str, table: Table) -> list[str]:
    """The months that a table there has, the oldest first. ``ValueError`` where there is none."""
    with engines.chosen().table(where) as rows:
        dated = nw.col(table.dated)
        text = _is_text(rows, table)
        month = dated.str.slice(0, 7) if text else dated.dt.to_string("%Y-%m")
        found = rows.select(month=month).unique().collect("pandas")
        return sorted(month for (month,) in found.rows() if month)


def take(where: str, table: Table, month: str, path: Path) -> None:
    """Write the rows that a table there has of a month as one Parquet file.

    Of its history no more is read than it needs to find them.
    """
    with engines.chosen().table(where) as rows:
        dated, after = nw.col(table.dated), months.shift(month, 1)
        first, end = (month, after) if _is_text(rows, table) else (_begin(month), _begin(after))
        # A moment of the last day is of the month, too.
        chosen = rows.filter((dated >= nw.lit(first)) & (dated < nw.lit(end)))
        schema = chosen.collect_schema()
        frame = chosen.collect("pandas").to_native()
    # On the way here days become moments.
    columns = (
        f'CAST("{name}" AS DATE) AS "{name}"' if kind == nw.Date else f'"{name}"'
        for name, kind in schema.items()
    )
    with parquet.connect() as connection:
        connection.register("frame", frame)
        connection.sql(f"SELECT {', '.join(columns)} FROM frame").write_parquet(str(path))


def _begin(month: str) -> datetime.date:
    return datetime.date.fromisoformat(f"{month}-01")


def _is_text(rows: nw.LazyFrame, table: Table) -> bool:
    """Whether the column that dates a table is text: a month, a day or a moment, the year first."""
    schema = rows.collect_schema()
    if table.dated not in schema:
        raise ValueError(f"The table has no column {table.dated}, and {table.name} is dated by it.")
    return schema[table.dated] == nw.String
