"""Who supervises whom: the constables of a unit, shared unevenly among its sergeants present."""

import numpy as np
import pandas as pd

SEED = 3317
ROUND = 1_000_000
POINTS = 24


class Supervisors:
    """Each unit is a round on which sergeants have points and constables a place, for good.

    A constable is led by the sergeant of the next point. Where one comes or goes, only the
    constables next to that one's points change supervisor.
    """

    def __init__(self, count: int) -> None:
        """*count* people."""
        rng = np.random.Generator(np.random.PCG64(SEED))
        self._points = rng.integers(0, ROUND, (count, POINTS))
        self._place = rng.integers(0, ROUND, count)

    def of(
        self, who: np.ndarray, unit: np.ndarray, constable: np.ndarray, leads: np.ndarray
    ) -> np.ndarray:
        """The position in *who* of each one's supervisor; -1 for none.

        who: people; unit: the unit of each; constable, leads: who of them is a constable, and
        who is a sergeant that is present.
        """
        sergeants = np.flatnonzero(leads)
        at = (unit[sergeants, None] * ROUND + self._points[who[sergeants]]).ravel()
        order = np.argsort(at, kind="stable")
        ends, leader = at[order], np.repeat(sergeants, POINTS)[order]
        start = np.searchsorted(ends, unit * ROUND)
        stop = np.searchsorted(ends, (unit + 1) * ROUND)
        found = np.searchsorted(ends, unit * ROUND + self._place[who])
        found = np.where(found < stop, found, start)  # past the last point comes the first
        out = np.full(who.size, -1)
        led = constable & (stop > start)
        out[led] = leader[found[led]]
        return out


def written(ids: pd.api.extensions.ExtensionArray, supervisor: np.ndarray) -> pd.Series:
    """The column ``supervisor_id``: of *ids* the one at each position; blank for -1."""
    return pd.Series(ids.take(supervisor, allow_fill=True))
