"""Published totals beside a force's own nominal strength: month by month, and how far apart."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Beside:
    """Totals of a whole force's officers, FTE, by month; a hole is missing.

    own: the force's own. totals: those published, by the id of their source; that with most
    months first: the others are held against it.
    """

    own: pd.Series
    totals: dict[str, pd.Series]

    def apart(self) -> Iterator[tuple[str, str, pd.Series]]:
        """Each other source, the first one, and the difference in the months that both have."""
        first, *others = self.totals
        for source in others:
            yield source, first, less(self.totals[source], self.totals[first])


def beside(published: pd.DataFrame, own: pd.Series) -> Beside | None:
    """Published totals of officers beside the force's own; none where none is published.

    published: as a snapshot has it. own: nominal strength by month.
    """
    officers = published[(published["series"] == "officer") & (published["unit"] == "FTE")]
    officers = officers.dropna(subset=["value"])
    if officers.empty:
        return None
    # What was added up from many cells carries binary dust, which would round a five either way.
    totals = {
        str(source): rows.set_index("month")["value"].sort_index().round(6)
        for source, rows in officers.groupby("source")
    }
    most_first = sorted(totals, key=lambda source: (-len(totals[source]), source))
    return Beside(own.round(6), {source: totals[source] for source in most_first})


def less(these: pd.Series, those: pd.Series) -> pd.Series:
    """*these* less *those* in the months that both have."""
    return (these - those).dropna().round(6)
