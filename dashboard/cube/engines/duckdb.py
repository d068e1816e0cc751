"""Counting on this machine, in DuckDB: out of core, in bounded memory, the same bytes each time."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import narwhals as nw

from dashboard.cube import delta
from dashboard.cube.engines import Countings
from dashboard.store import parquet

MEMORY = "1GB"
"""What one month may take; beyond it DuckDB puts aside on disk what it does not need at once."""


def write(
    paths: Sequence[Path], countings: Countings, folder: Path, prefix: str, *, often: bool
) -> str:
    """As :meth:`dashboard.cube.engines.Engine.write` says."""
    with (
        tempfile.TemporaryDirectory(prefix="frontline-") as aside,
        parquet.connect() as connection,
    ):
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        connection.execute("SET temp_directory = $aside", {"aside": aside})
        rows = parquet.read(connection, list(paths))
        if often:
            rows.create("facts")
        else:
            rows.create_view("facts")
        for name, counting in countings.items():
            facts = nw.from_native(connection.table("facts"))
            counting(facts).to_native().create_view(f"of_{name}")
        each = (f"SELECT '{name}' AS of_kind, * FROM of_{name}" for name in countings)
        cells = connection.sql(" UNION ALL BY NAME ".join(each))
        return parquet.write_relation(cells, folder, prefix)


@contextmanager
def table(where: str) -> Iterator[nw.LazyFrame]:
    """As :meth:`dashboard.cube.engines.Engine.table` says; by its path alone."""
    if not delta.is_one(where):
        raise ValueError(
            f"{where}: there is no Delta table. A table is known by its name where "
            "FRONTLINE_ENGINE is spark."
        )
    with parquet.connect() as connection:
        quoted = (file.replace("'", "''") for file in delta.files_of(where))
        files = ", ".join(f"'{file}'" for file in quoted)
        # A partition's column is in the path, as text: guessed at, the code 016400 loses its zero.
        rows = connection.sql(
            f"SELECT * FROM read_parquet([{files}], hive_partitioning = true, "
            "hive_types_autocast = false, union_by_name = true)"
        )
        yield nw.from_native(rows)
