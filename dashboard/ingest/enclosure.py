"""The process in which a file is opened that could harm: little memory, a deadline, no more."""

from pathlib import Path

from dashboard.ingest.grid import FileForm, Grid
from dashboard.ingest.source import source_of


def opened(path: Path, form: FileForm) -> Grid:
    """A file as text, read by its source; :class:`~dashboard.ingest.grid.Unreadable` if not."""
    return source_of(path).read(path, form)
