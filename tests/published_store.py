"""Small stores that hold published totals beside people, for tests of pages and browsers."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from dashboard.schema.force import Force
from dashboard.store.merging import merged
from dashboard.store.releases import Store
from tests.small_store import Frames, publish

Totals = Mapping[str, Mapping[str, float]]
"""Source -> month -> officers, FTE."""


def rows_of(totals: Totals, **columns: str) -> pd.DataFrame:
    """Rows of ``published_series`` for Small Force's officers; *columns* override."""
    rows = [
        {"month": month, "source": source, "value": value}
        for source, by_month in totals.items()
        for month, value in by_month.items()
    ]
    same = {"series": "officer", "scope": "Small Force", "unit": "FTE"} | columns
    return pd.DataFrame(rows).assign(**same)


def publish_beside(root: Path, frames: Frames, force: Force, series: pd.DataFrame) -> Store:
    """A store whose current release holds people by month, and published series."""
    store = publish(root, frames, force)
    parts = {
        str(month): store.add("published_series", rows) for month, rows in series.groupby("month")
    }
    store.publish(merged(store.current(), force, {"published_series": parts}, ()))
    return store
