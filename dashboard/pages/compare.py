"""Compare: two to four commands or periods side by side, in every measure there is."""

import math

import pandas as pd
from dash import html

from dashboard.access.reading import Snapshot
from dashboard.components.compared import (
    COMPARED,
    FURTHEST,
    compared,
    compared_view,
    furthest_view,
)
from dashboard.components.measured import said
from dashboard.components.page import Answered, Page
from dashboard.components.sides import SIDES, Side, cautions_of, in_full, sides
from dashboard.components.state import State
from dashboard.measures.gap_to_nominal import MEASURE as GAP


def answer(snapshot: Snapshot, state: State) -> Answered:
    """The page for a state."""
    found = sides(snapshot, state)
    notices = cautions_of(snapshot, state, found)
    if len(found) < 2:
        words = "There is nothing to compare with: choose another side."
        return Answered([words], (), notices)
    table = compared(snapshot, found)
    views = (furthest_view(snapshot, found, table), compared_view(snapshot, found, table))
    return Answered(
        _headline(table, found),
        tuple(view for view in views if view is not None),
        notices,
    )


def _headline(table: pd.DataFrame, found: list[Side]) -> list:
    """The gap to nominal of each side, the first one's set apart."""
    row = table[table["id"] == GAP.id].iloc[0]
    values = [float(row.get(f"value{n}", math.nan)) for n in range(1, len(found) + 1)]
    figures = [said(GAP, value, GAP.unit) for value in values]
    others = "; ".join(f"{figures[n]} ({found[n].name})" for n in range(1, len(found)))
    first = html.Span(figures[0], className="gap")
    return [f"{GAP.title}: ", first, f" ({found[0].name}) against {others}."]


class _SideBySide(Page):
    """The page of several selections, each by its name wherever it says what it is of."""

    def sentence(self, snapshot: Snapshot, state: State) -> str:
        names = " against ".join(in_full(snapshot, side) for side in sides(snapshot, state))
        return state.sentence(snapshot, self.subject, self.filters, names)


PAGE = _SideBySide(
    "/compare",
    "Compare",
    11,
    (FURTHEST, COMPARED),
    answer,
    choices=SIDES,
    subject="People",
)
