"""Delimited text: CSV with any delimiter, in any encoding that is stated or can be told."""

import csv
import io
from pathlib import Path

from dashboard.ingest.grid import FileForm, Grid, Unreadable
from dashboard.ingest.source import Source


def _read(path: Path, form: FileForm) -> Grid:
    try:
        content = path.read_bytes().decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(content, newline=""), strict=True))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"{path}: not text in UTF-8 (line {line:,}); save it as CSV UTF-8."
        ) from None
    except csv.Error as error:
        raise Unreadable(f"{path}: not a table of comma-separated values: {error}.") from None
    return Grid({number: row for number, row in enumerate(rows, 1) if any(row)})


SOURCE = Source(
    name="delimited text",
    suffixes=(".csv", ".tsv", ".txt"),
    recognises=lambda path, head: bool(head),
    read=_read,
    order=9,
)
