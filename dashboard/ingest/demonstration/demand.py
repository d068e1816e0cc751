"""The table ``demand``: made-up offences and calls by borough, taken from no real file."""

from functools import cache

import numpy as np
import pandas as pd

from dashboard.ingest.demonstration import assumed as a
from dashboard.ingest.demonstration import assumed_days as d
from dashboard.ingest.demonstration import plan
from dashboard.ingest.demonstration.coded import text

SEED = 9341
BOROUGHS = tuple(sorted(name for bcu in a.BCUS.values() for name in bcu.boroughs))
AREAS, KINDS = (*BOROUGHS, *d.NOWHERE), (*d.DEMAND,)


def asked(month: str) -> pd.DataFrame:
    """A row for each area and kind of the month; a kind that an area never has is left out."""
    t = a.MONTHS.index(month)
    rng = np.random.Generator(np.random.PCG64([SEED, t]))
    weights = _lasting()
    vary = rng.integers(100 - d.AREA_VARIES, 101 + d.AREA_VARIES, weights.shape)
    totals = np.array([_total(t, kind) for kind in KINDS])
    low, high = 100 - d.DEMAND_VARIES, 101 + d.DEMAND_VARIES
    totals = totals * rng.integers(low, high, totals.size) // 100
    value = plan.apportion(totals, weights * vary)
    kind, area = np.nonzero(weights)
    return pd.DataFrame(
        {
            "month": text([month], np.zeros(kind.size)),
            "area": text(AREAS, area),
            "kind": text(KINDS, kind),
            "value": value[kind, area].astype("float64"),
        }
    )


def _total(t: int, kind: str) -> int:
    """The count of a month over all areas, before chance."""
    month = a.MONTHS[t]
    last, first = d.DEMAND[kind]
    level = first * (plan.T - 1) + (100 - first) * t  # straight to the end, % x months
    season = d.SEASON.get(kind, d.SEASON["usual"])[int(month[-2:]) - 1]
    dip = d.DEMAND_IN_2020.get(kind, {}).get(month, 100)
    return last * level * season * dip // ((plan.T - 1) * 1_000_000)


@cache
def _lasting() -> np.ndarray:
    """Weights of the areas for each kind, the same in all months; 0 where it has none of them."""
    rng = np.random.Generator(np.random.PCG64(SEED))
    low, high = 100 - d.KIND_VARIES, 101 + d.KIND_VARIES
    vary = rng.integers(low, high, (len(KINDS), len(AREAS)))
    size = np.array([[_size(area, kind) for area in AREAS] for kind in KINDS], dtype=np.int64)
    return size * vary


def _size(area: str, kind: str) -> int:
    if area in d.NOWHERE:
        weight, kinds = d.NOWHERE[area]
        return 100 * weight * (kind in kinds)
    return d.AREAS.get(area, 100) * d.CENTRAL.get((area, kind), 100)
