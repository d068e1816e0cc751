"""The table ``caseloads``: open cases of the BCUs' investigators, as three sources have them."""

from functools import cache

import numpy as np
import pandas as pd

from dashboard.ingest.demonstration import assumed as a
from dashboard.ingest.demonstration import plan

SEED = 5104


def open_cases(month: str, people: pd.DataFrame) -> pd.DataFrame:
    """A row for each BCU, team, unit, kind and source of the month.

    people: the month of ``strength``. The investigators are those on the unit's books, heads.
    """
    carry = people[people["investigator"].fillna(False) & people["command"].isin([*a.BCUS])]
    units = carry.groupby(["command", "team", "unit"]).size().reset_index(name="investigators")
    units["kind"] = np.where(units["unit"] == a.OFFENDERS_IN, "offenders", "cases")
    t = a.MONTHS.index(month)
    rng = np.random.Generator(np.random.PCG64([SEED, t]))
    found = []
    for (team, kind), knots in a.CASES.items():
        rows = units[(units["team"] == team) & (units["kind"] == kind)]
        level = int(plan.line(knots)[t])
        vary = rng.integers(100 - a.CASES_VARY, 101 + a.CASES_VARY, len(rows))
        carried = rows["investigators"].to_numpy()
        weights = carried * _lasting(rows) * vary
        for source, (percent, first) in a.CASE_SOURCES.items():
            off = 100 * int(rng.integers(100 - a.SOURCES_VARY, 101 + a.SOURCES_VARY))
            total = int(carried.sum()) * level * percent * off // 10_000_000
            if month >= first:
                cases = plan.apportion(np.array(total), weights)
                found.append(rows.assign(source=source, open_cases=cases))
    out = pd.concat(found, ignore_index=True)
    text = dict.fromkeys(("command", "team", "unit", "kind", "source"), "str")
    out = out.astype({**text, "open_cases": "float64", "investigators": "float64"})
    out.insert(0, "month", pd.Series(month, out.index, dtype="str"))
    return out


def _lasting(rows: pd.DataFrame) -> np.ndarray:
    """Each unit's weight of cases an investigator, the same in all months."""
    keys = rows[["command", "team", "unit"]].itertuples(index=False, name=None)
    return np.array([_weights()[key] for key in keys], dtype=np.int64)


@cache
def _weights() -> dict[tuple[str, str, str], int]:
    rng = np.random.Generator(np.random.PCG64(SEED))
    low, high = 100 - a.UNIT_CASES_VARY, 101 + a.UNIT_CASES_VARY
    return {
        key: a.UNIT_CASES.get(key[2], 100) * int(rng.integers(low, high)) for key in plan.units()
    }
