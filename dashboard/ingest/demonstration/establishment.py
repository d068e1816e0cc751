"""The table ``establishment``: posts agreed once a year, against the people who then fill them."""

import numpy as np
import pandas as pd

from dashboard.ingest.demonstration import assumed as a
from dashboard.ingest.demonstration.plan import apportion

_MEASURED = {against: (first, bcus, others) for first, (against, bcus, others) in a.AGREED.items()}


def agreed(month: str, people: pd.DataFrame) -> tuple[str, pd.DataFrame] | None:
    """The first month and the posts (FTE, whole) that are set against the strength of *month*.

    None where no posts are. people: a month of ``strength``; Specials have no posts.
    """
    if month not in _MEASURED:
        return None
    first, bcus, others = _MEASURED[month]
    held = people[people["role"] != "special"]
    held = held.assign(hundredths=np.rint(held["fte"] * 100).astype(np.int64))
    key = ["command", "team", "rank", "role"]
    rows = held.groupby(key, as_index=False)["hundredths"].sum()
    officer, bcu = rows["role"] == "officer", rows["command"].isin([*a.BCUS])
    rows["posts"] = 0
    for of, occupancy in ((officer & bcu, bcus), (officer & ~bcu, others)):
        _share_out(rows, of, occupancy)
    for rank, occupancy in a.OTHER_OCCUPANCY.items():
        _share_out(rows, rows["rank"] == a.RANKS[rank], occupancy)
    rows = rows[rows["posts"] > 0].drop(columns="hundredths").reset_index(drop=True)
    rows["posts"] = rows["posts"].astype("float64")
    rows.insert(0, "effective_from", pd.Series(pd.Timestamp(f"{first}-01"), rows.index))
    return first, rows.astype({"effective_from": "datetime64[us]"})


def _share_out(rows: pd.DataFrame, of: pd.Series, occupancy: int) -> None:
    """Posts for the rows *of*: all of them to *occupancy* (tenths of a %), then by command."""
    held = rows.loc[of]
    by = held.groupby("command")["hundredths"].sum()
    total = (int(by.sum()) * 20 + occupancy) // (2 * occupancy)
    usual = np.array([a.BCUS[code].occupancy if code in a.BCUS else 1000 for code in by.index])
    posts = apportion(np.array(total), by.to_numpy() * 1_000_000 // usual)
    for command, number in zip(by.index, posts, strict=True):
        within = held[held["command"] == command]
        hard = [a.HARD_TO_FILL.get(a.RANKS.index(rank), 100) for rank in within["rank"]]
        weights = within["hundredths"].to_numpy() * np.array(hard)
        rows.loc[within.index, "posts"] = apportion(np.array(number), weights)
