"""Delta tables: a folder of Parquet files and the log that says which of them are the table."""

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from dashboard.ingest.columnar import grid_of, most_rows, too_many
from dashboard.ingest.grid import FileForm, Grid, Unreadable
from dashboard.ingest.source import Source

if TYPE_CHECKING:
    from deltalake import DeltaTable

_LOG = "_delta_log"


def _read(path: Path, form: FileForm) -> Grid:
    # Here, since it is 129 MB that nobody else needs.
    from deltalake import DeltaTable, QueryBuilder

    try:
        table = DeltaTable(str(path.resolve()))
        _check_files(path, table)
        # One after the other, so that rows have the same numbers each time.
        query = QueryBuilder({"datafusion.execution.target_partitions": "1"}).register("t", table)
        schema = query.execute("select * from t limit 0").schema
        most = most_rows(path, schema)
        counted = query.execute("select count(*) from t").read_all()
        if counted.column(0)[0].as_py() > most:
            raise too_many(path)
        grid = grid_of(path, schema, query.execute("select * from t"))
    except (Unreadable, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # A panic in Rust is no Exception.
        why = (str(error).splitlines() or [""])[0][:200].rstrip(". ")
        raise Unreadable(
            f"{path}: is a Delta table that cannot be read ({why}). "
            "Restore it, or export it as one Parquet file."
        ) from None
    grid.said.append(f"Delta table at version {table.version()}.")
    return grid


def _check_files(path: Path, table: "DeltaTable") -> None:
    """:class:`Unreadable` where the log names a file that is not there, or not in the folder."""
    named = table.get_add_actions()["path"].to_pylist()
    for name in named:
        plain = unquote(name)
        parts = PurePosixPath(plain)
        if ":/" in plain or parts.is_absolute() or ".." in parts.parts:
            raise Unreadable(
                f"{path}: its log names the file '{name}', which is outside the folder. "
                "Only a table that is whole in its own folder is read: export it as one."
            )
        if not ((path / plain).is_file() or (path / name).is_file()):
            raise Unreadable(
                f"{path}: its log names the file '{name}', which is not there. "
                "Get the whole folder anew."
            )


SOURCE = Source(
    name="a Delta table",
    suffixes=(".delta",),
    recognises=lambda path, head: (path / _LOG).is_dir(),
    read=_read,
    order=1,
    enclosed=True,
)
