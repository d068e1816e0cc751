"""Files read as text: every cell as it is written, nothing taken for a number, a date or a hole."""

import csv
import io
from pathlib import Path

import pandas as pd


class Unreadable(ValueError):
    """A file that cannot be read as a table of text; the message names it and says why."""


def read_csv(path: Path) -> pd.DataFrame:
    """A CSV file (UTF-8, commas) as text; the index is the row's number, the header being row 1.

    A cell may hold a line break, so rows are numbered, not lines. An empty line is no row,
    but is numbered as one.
    """
    try:
        content = path.read_bytes().decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(content, newline=""), strict=True))
    except FileNotFoundError:
        raise Unreadable(f"{path}: there is no such file.") from None
    except IsADirectoryError:
        raise Unreadable(f"{path}: this is a folder; name the files in it.") from None
    except PermissionError:
        raise Unreadable(f"{path}: this account may not read it.") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"{path}: not text in UTF-8 (line {line:,}); save it as CSV UTF-8."
        ) from None
    except csv.Error as error:
        raise Unreadable(f"{path}: not a table of comma-separated values: {error}.") from None
    if not any(rows):
        raise Unreadable(f"{path}: is empty.")
    header, *rest = rows
    doubled = sorted({name for name in header if header.count(name) > 1})
    if doubled:
        names = ", ".join(f"'{name}'" for name in doubled)
        raise Unreadable(f"{path}: the header names {names} more than once.")
    numbered = {number: row for number, row in enumerate(rest, 2) if row}
    for number, row in numbered.items():
        if len(row) != len(header):
            raise Unreadable(
                f"{path}: row {number:,} has {len(row)} cells, and the header has {len(header)}."
            )
    return pd.DataFrame(list(numbered.values()), list(numbered), header, dtype="str")
