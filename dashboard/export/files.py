"""CSV files and their names: the rows, the selection in words, the release, whose data it is."""

import datetime
import io
import re
import zipfile
from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.store.releases import Release

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(frame: pd.DataFrame, release: Release, selection: str | None = None) -> str:
    """*frame* as CSV; the last columns are the selection, where given, the release and its data.

    A hole is an empty cell. Text that a spreadsheet would run as a formula gets a
    leading apostrophe.
    """
    out = frame.copy()
    if selection is not None:
        out["selection"] = selection
    out["release"] = release.id
    out["data"] = release.data
    for name in out:
        if pd.api.types.is_float_dtype(out[name]):
            out[name] = out[name] + 0.0  # No zero has a sign.
        elif not pd.api.types.is_numeric_dtype(out[name]):
            out[name] = out[name].map(_harmless, na_action="ignore")
    return out.to_csv(index=False, lineterminator="\r\n")


def _harmless(text: str) -> str:
    if not str(text).startswith(_FORMULA) or _NUMBER.fullmatch(str(text)):
        return text
    return f"'{text}"


def csv_bytes(frame: pd.DataFrame, release: Release, selection: str) -> bytes:
    """:func:`csv_text` in UTF-8, with the mark that tells spreadsheets so."""
    return csv_text(frame, release, selection).encode("utf-8-sig")


def archive(files: Mapping[str, bytes], made_at: datetime.datetime) -> bytes:
    """The files by name in one ZIP, each dated by the release: the same view, the same bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(zipfile.ZipInfo(name, made_at.timetuple()[:6]), content)
    return held.getvalue()


def file_name(what: str, release: Release, parts: Sequence[str], ending: str = "csv") -> str:
    """A file's name with the selection in it: ``frontline_trend_AS_2023-03_illustrative.csv``."""
    whose = "illustrative" if release.force.illustrative else release.force.id
    pieces = ["frontline", what, *(_slug(part) for part in parts if part), whose]
    return f"{'_'.join(pieces)}.{ending}"


def _slug(text: str, most: int = 60) -> str:
    return re.sub(r"[^A-Za-z0-9-]+", "-", text).strip("-")[:most]
