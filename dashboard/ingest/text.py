"""Files read as text: every cell as it is written, nothing taken for a number, a date or a hole."""

import csv
from pathlib import Path

import pandas as pd


class Unreadable(ValueError):
    """A file that cannot be read as a table of text; the message names it and says why."""


def read_csv(path: Path) -> pd.DataFrame:
    """A CSV file (UTF-8, commas) as text; the index is the row's number, the header being row 1."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = next(csv.reader(file), [])
            file.seek(0)
            frame = pd.read_csv(
                file,
                dtype=str,
                keep_default_na=False,
                index_col=False,
                skip_blank_lines=False,
                encoding="utf-8-sig",
            )
    except FileNotFoundError:
        raise Unreadable(f"{path}: there is no such file.") from None
    except IsADirectoryError:
        raise Unreadable(f"{path}: this is a folder; name the files in it.") from None
    except PermissionError:
        raise Unreadable(f"{path}: this account may not read it.") from None
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"{path}: not text in UTF-8 (byte {error.start + 1:,}); save it as CSV UTF-8."
        ) from None
    except (pd.errors.ParserError, csv.Error, ValueError) as error:
        raise Unreadable(f"{path}: not a table of comma-separated values: {error}") from None
    doubled = sorted({name for name in header if header.count(name) > 1})
    if doubled:
        raise Unreadable(f"{path}: the header names {', '.join(doubled)} more than once.")
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    # A row that is too short comes back with holes, which text never has otherwise.
    short = frame.index[frame.isna().any(axis=1)]
    if len(short):
        raise Unreadable(
            f"{path}: row {short[0]} has fewer cells than the {len(header)} of the header."
        )
    return frame
