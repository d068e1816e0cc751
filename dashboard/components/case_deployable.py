"""Caseloads per deployable investigator: open cases over those of their unit who can carry them.

Definition: DESIGN, "Caseload". The investigators are those that ``strength`` records, and not
those that a source says.
"""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.case_loads import side_by_side
from dashboard.components.case_sources import counted, of_source
from dashboard.components.page import View
from dashboard.components.panel import Panel
from dashboard.components.state import State
from dashboard.measures.caseload import MEASURE as CASELOAD
from dashboard.measures.engine.definition import ANYBODY, Measure, Total
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.selection import Selection
from dashboard.measures.open_cases import MEASURE as OPEN_CASES

BY_DEPLOYABLE = Panel("by-deployable", (), width=6)

_PLACE = ["command", "team", "unit"]


def _heads(name: str, deployable: bool | None) -> Measure:
    return Measure(
        id=name,
        title=name.replace("_", " ").capitalize(),
        unit="headcount",
        definition="Officers and staff who are recorded as investigators, headcount.",
        source="DESIGN, section 3, tables.",
        numerator=Total("investigators", deployable=deployable),
        about=ANYBODY,
        view="home",
        cuts=("command", "team", "unit", "month"),
    )


_RECORDED = _heads("recorded_investigators", None)
_DEPLOYABLE = _heads("deployable_investigators", True)


def carried(
    snapshot: Snapshot, selection: Selection, source: str, kind: str, by: Sequence[str]
) -> pd.DataFrame:
    """Open cases and deployable investigators of *by*: ``numerator`` and ``denominator``.

    Cases meet the investigators of their own unit; where a command names no units, or no teams,
    those of the whole team or command. Cases of units in which nobody is recorded as an
    investigator are left out: they would be carried by nobody. Both are means of the months that a
    command has in the source.
    """
    at = ["month", *_PLACE]
    found = evaluate(
        snapshot.cube, of_source(OPEN_CASES, source, kind), selection.fitted(OPEN_CASES), at
    )
    cases = found.loc[found["numerator"].notna(), [*at, "numerator"]]
    cases = cases.rename(columns={"numerator": "cases"})
    blank = _blank(cases)
    heads = [
        _there(snapshot, selection, measure, blank).rename(measure.id)
        for measure in (_RECORDED, _DEPLOYABLE)
    ]
    joined = cases.set_index(at).join(pd.concat(heads, axis=1)).reset_index()
    joined = joined[joined[_RECORDED.id] > 0]
    had = joined.groupby("command")["month"].transform("nunique")
    joined["numerator"] = joined["cases"] / had
    joined["denominator"] = joined[_DEPLOYABLE.id].fillna(0.0) / had
    if not by:
        return joined[["numerator", "denominator"]].sum().to_frame().T
    return joined.groupby(list(by), as_index=False)[["numerator", "denominator"]].sum()


def _blank(cases: pd.DataFrame) -> pd.DataFrame:
    """By month and command, whether the source names none of its teams, none of its units."""
    empty = cases.assign(no_team=cases["team"] == "", no_unit=cases["unit"] == "")
    return empty.groupby(["month", "command"])[["no_team", "no_unit"]].all()


def _there(
    snapshot: Snapshot, selection: Selection, measure: Measure, blank: pd.DataFrame
) -> pd.Series:
    """Investigators by month and place, added up as far as the source names the places."""
    at = ["month", *_PLACE]
    found = evaluate(snapshot.cube, measure, selection.fitted(measure), at)
    found = found[found["numerator"].notna()].join(blank, on=["month", "command"], how="inner")
    found["unit"] = found["unit"].mask(found["no_unit"].astype(bool), "")
    found["team"] = found["team"].mask(found["no_team"].astype(bool), "")
    return found.groupby(at)["numerator"].sum()


def per_deployable(snapshot: Snapshot, state: State, source: str) -> float:
    """The caseload of the selection per deployable investigator; NaN on too small a base."""
    row = carried(snapshot, state.selection, source, counted(state), []).iloc[0]
    if row["denominator"] < CASELOAD.minimum_base:
        return float("nan")
    return float(row["numerator"] / row["denominator"])


def deployable_view(snapshot: Snapshot, state: State) -> View | None:
    """By command, a column a source; None where nobody is recorded as an investigator."""
    if snapshot.empty(["investigator"], state.selection.months):
        return None
    chosen, kind = state.selection.everywhere(), counted(state)

    def numbers(source: str) -> pd.DataFrame:
        return carried(snapshot, chosen, source, kind, ["command"])

    title = f"{kind.capitalize()} per investigator who is {chosen.deployable.adjective}"
    under = "deployable investigators"
    view = side_by_side(snapshot, state, BY_DEPLOYABLE, ["command"], numbers, title, under)
    words = (
        "Investigators are the officers and staff whom the books record as such, in the units that "
        "carry the cases; units in which nobody is recorded are left out."
    )
    return view and replace(view, prose=[("Who carries them.", words)])
