"""Parquet: typed columns in one file, without the library that would come with them."""

from pathlib import Path

from dashboard.ingest.columnar import grid_of, most_rows, too_many
from dashboard.ingest.grid import FileForm, Grid, Unreadable
from dashboard.ingest.source import Source

_BATCH = 4096
_MAGIC = b"PAR1"


def _read(path: Path, form: FileForm) -> Grid:
    from arro3.io import read_parquet

    with path.open("rb") as file:
        file.seek(-len(_MAGIC), 2)
        if file.read() != _MAGIC:
            raise Unreadable(f"{path}: is Parquet that was cut off at its end. Get it anew.")
    try:
        counted = read_parquet(path, batch_size=_BATCH)
        schema = counted.schema
        most = most_rows(path, schema)
        rows = 0
        # What a file says of its length is not believed; to decode it costs little.
        for batch in counted:
            rows += batch.num_rows
            if rows > most:
                raise too_many(path)
        return grid_of(path, schema, read_parquet(path, batch_size=_BATCH))
    except (Unreadable, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # A panic in Rust is no Exception.
        raise Unreadable(f"{path}: is Parquet that is damaged. Get it or save it anew.") from None


SOURCE = Source(
    name="a Parquet file",
    suffixes=(".parquet", ".pq"),
    recognises=lambda path, head: head.startswith(_MAGIC),
    read=_read,
    order=3,
    enclosed=True,
)
