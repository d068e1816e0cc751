"""CSV files and their names: the rows, the selection in words, the release, whose data it is."""

import re
from collections.abc import Sequence

import pandas as pd

from dashboard.store.releases import Release

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
        if not pd.api.types.is_numeric_dtype(out[name]):
            out[name] = out[name].map(_harmless, na_action="ignore")
    return out.to_csv(index=False, lineterminator="\r\n")


def _harmless(text: str) -> str:
    return f"'{text}" if str(text).startswith(_FORMULA) else text


def file_name(what: str, release: Release, parts: Sequence[str]) -> str:
    """A file's name with the selection in it: ``frontline_trend_AS_2023-03_illustrative.csv``."""
    whose = "illustrative" if release.force.illustrative else release.force.id
    pieces = ["frontline", what, *(_slug(part) for part in parts if part), whose]
    return "_".join(pieces) + ".csv"


def _slug(text: str, most: int = 60) -> str:
    return re.sub(r"[^A-Za-z0-9-]+", "-", text).strip("-")[:most]
