"""Home and host side by side, and why they differ: who is lent, who is borrowed.

Definitions: DESIGN, "Home and host".
"""

import math
from dataclasses import replace
from functools import cache

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.working import worked
from dashboard.cube.counting import HOME, HOST
from dashboard.figures.pairs import pairs
from dashboard.measures.deployable_strength import MEASURE as DEPLOYABLE
from dashboard.measures.engine.definition import Measure
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.selection import Selection
from dashboard.measures.nominal_strength import MEASURE as NOMINAL

VIEWS = Panel(
    "views",
    (
        Column("label", "Officers", "text"),
        Column("home", "Home, FTE"),
        Column("lent", "Lent to others, FTE"),
        Column("borrowed", "Borrowed from others, FTE"),
        Column("host", "Host, FTE"),
    ),
    width=5,
)


def bridge(snapshot: Snapshot, selection: Selection) -> pd.DataFrame:
    """Nominal and deployable, a row each: home, lent, borrowed, host = home - lent + borrowed."""
    rows = []
    for label, measure in (("Nominal", NOMINAL), (selection.deployable.noun, DEPLOYABLE)):
        home = _total(snapshot, measure, selection, HOME)
        lent = _only(snapshot, measure, selection, HOME)
        borrowed = _only(snapshot, measure, selection, HOST)
        host = round(home - lent + borrowed, 1)
        rows.append((label, home, lent, borrowed, host))
    return pd.DataFrame(rows, columns=["label", "home", "lent", "borrowed", "host"])


def _total(snapshot: Snapshot, measure: Measure, selection: Selection, view: str) -> float:
    found = evaluate(snapshot.cube, measure, replace(selection, view=view))
    return round(float(found["value"].iloc[0]), 1)


def _only(snapshot: Snapshot, measure: Measure, selection: Selection, view: str) -> float:
    """Those who stand in one view alone: lent on the home view, borrowed on the host view."""
    return _total(snapshot, _alone(measure, view), selection, view)


# One object each: what is kept of a measure is found by it.
@cache
def _alone(measure: Measure, view: str) -> Measure:
    return replace(measure, about={**measure.about, "view": frozenset({view})})


def no_team(state: State) -> list[str]:
    """Why a selection of teams is not shown here; nothing where all teams are."""
    words = "Home and host are not shown of a team: of whoever is borrowed none is recorded."
    return [words] if state.selection.teams else []


def home_and_host_view(snapshot: Snapshot, state: State) -> View | None:
    """The two views of the selection, and what lies between them; None of a team."""
    chosen = state.selection
    if chosen.teams:
        return None
    table = bridge(snapshot, chosen)
    unit = f"{chosen.unit} officers"
    known = "attached_to" not in snapshot.not_recorded(chosen.months)
    figure_rows = table.assign(
        words=[
            f"{row['lent']:,.1f} lent out, {row['borrowed']:,.1f} borrowed"
            for row in table.to_dict("records")
        ]
    )
    return View(
        panel=VIEWS.told_in(chosen),
        title=_title(table, chosen) if known else "Who works elsewhere is not recorded",
        statistic=f"On the books (home) and at work (host), {chosen.unit}, {chosen.when()}",
        figure=pairs(figure_rows, unit),
        table=table,
        prose=[("Why they differ.", _why(table, chosen))],
        workings=[
            worked(snapshot, DEPLOYABLE, replace(chosen, view=HOME)),
            worked(snapshot, DEPLOYABLE, replace(chosen, view=HOST)),
        ],
    )


def _title(table: pd.DataFrame, chosen: Selection) -> str:
    home, host = table.iloc[1]["home"], table.iloc[1]["host"]
    noun = chosen.deployable.adjective
    if math.isnan(host) or math.isnan(home):
        return "No figure for home and host"
    more = round(host - home, 1)
    if more == 0:
        return f"As many are {noun} on the home view as on the host view"
    side = "more" if more > 0 else "fewer"
    return f"{abs(more):,.1f} {side} are {noun} where they work than on whose books they are"


def _why(table: pd.DataFrame, chosen: Selection) -> str:
    nominal, deployable = table.iloc[0], table.iloc[1]
    if math.isnan(nominal["host"]):
        return "A command lacks its month."
    outside = round(nominal["lent"] - nominal["borrowed"], 1)
    if not chosen.commands and not chosen.grades:
        books = (
            f"Over the whole force the books hold {outside:,.1f} more than work in it: "
            "officers lent outside. "
            if outside
            else "Over the whole force both views hold the same officers. "
        )
    else:
        books = (
            f"{nominal['lent']:,.1f} of these officers work elsewhere, and "
            f"{nominal['borrowed']:,.1f} from elsewhere work here. "
        )
    return (
        books + "Someone lent inside the force stands on the host view where they work, and "
        "duty status is worked out again there without the loan: "
        f"{deployable['borrowed']:,.1f} of those borrowed are {chosen.deployable.adjective}. "
        "In which team they work is not recorded."
    )
