"""The answer in words: how many are deployable, how wide the gap is, and how it changed."""

import math

from dash import html

from dashboard.components.ladder import Steps
from dashboard.components.state import State
from dashboard.components.wording import where
from dashboard.measures.gap_to_nominal import MEASURE as GAP
from dashboard.schema.force import Force


def headline(force: Force, state: State, steps: Steps) -> list:
    """The words, the gap set apart for the eye. steps: the ladder."""
    chosen = state.selection
    values = {step.code: step.value for step in steps}
    place = where(force, chosen)
    if math.isnan(values["nominal"]):
        return [f"There is no figure for the officers {place} in {chosen.when()}."]
    nominal, deployable = round(values["nominal"]), round(values["full"])
    if values["nominal"] == 0:
        return [f"Nobody is {place} in {chosen.when()}."]
    able = chosen.deployable.adjective
    if values["nominal"] == values["full"]:
        return [f"All {nominal:,} {place} are recorded as {able}."]
    gap = nominal - deployable
    share = (values["nominal"] - values["full"]) / values["nominal"]
    rate = f" ({share:.1%})" if values["nominal"] >= GAP.minimum_base else ""
    return [
        f"{deployable:,} of the {nominal:,} {place} are {able}: ",
        html.Span(f"a gap of {f'{gap:,}' if gap else 'under 1'}{rate}", className="gap"),
        f"{_against(state, steps, gap)}.",
    ]


def _against(state: State, steps: Steps, gap: int) -> str:
    before = {step.code: step.before for step in steps}
    if state.before is None:
        return "" if state.compare == "none" else f"; nothing {state.ago()} to compare with"
    if math.isnan(before["nominal"]):
        return f"; no figure for {state.before.when()} to compare with"
    change = gap - (round(before["nominal"]) - round(before["full"]))
    if change == 0:
        return f", the same as {state.ago()}"
    return f", {abs(change):,} {'more' if change > 0 else 'fewer'} than {state.ago()}"
