"""Posts against those who fill them: each command's vacancies, and how full its posts are."""

import math

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.measured import MOST, by_dimension, lacks
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.wording import listed
from dashboard.components.working import left_out, worked
from dashboard.figures.bars import bars
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.nominal_strength import MEASURE as NOMINAL
from dashboard.measures.occupancy import MEASURE as OCCUPANCY
from dashboard.measures.vacancies import MEASURE as VACANCIES

VACANT = Panel(
    "vacancies",
    (
        Column("name", "Command", "text"),
        Column("posts", "Posts, FTE"),
        Column("nominal", "Nominal, FTE"),
        Column("value", "Vacancies, FTE"),
        Column("occupancy", "Occupancy, %"),
        Column("change", "Change of occupancy, points", "change"),
    ),
)
_DRAWN = ["name", "value", "selected", "flagged", "base"]
_NAMED = 6
"""Commands named one by one; of more only the number is given."""


def vacancies(snapshot: Snapshot, state: State) -> pd.DataFrame:
    """A row a command that has posts: code, name, posts, nominal, value, occupancy and its change.

    The most vacancies first; no occupancy of too few posts.
    """
    found = by_dimension(snapshot, state, OCCUPANCY)
    posts = found["denominator"].where(found["denominator"] > 0)
    table = found.assign(
        posts=posts.round(1),
        nominal=found["numerator"].round(1),
        occupancy=found["value"],
        value=(posts - found["numerator"]).round(1),
    )
    return table.sort_values(["value", "name"], ascending=[False, True], ignore_index=True)


def vacancies_view(snapshot: Snapshot, state: State) -> View | None:
    """The vacancies of each command; None where no posts were sent of what is selected."""
    if lacks(snapshot, OCCUPANCY, state.selection.months):
        return None
    table = vacancies(snapshot, state)
    known = table.dropna(subset=["value"])
    if known.empty:
        return None
    drawn = pd.concat([known.head(MOST), known.iloc[MOST:].query("selected")])
    fitted = state.selection.fitted(OCCUPANCY)
    statistic = f"Officers' posts less nominal strength, FTE, by command, {fitted.when()}"
    if len(drawn) < len(known):
        statistic += f"; {len(drawn)} of {len(known)} are drawn, the table has all"
    full = ["" if math.isnan(share) else f"{share:.1f}% filled" for share in drawn["occupancy"]]
    return View(
        panel=VACANT,
        title=_title(known),
        statistic=statistic,
        figure=bars(drawn.assign(flagged="", base=full)[_DRAWN], "vacant posts, FTE"),
        table=table,
        prose=[*_without(snapshot, state, table), *left_out(state, OCCUPANCY)],
        workings=[worked(snapshot, measure, state.selection) for measure in (VACANCIES, OCCUPANCY)],
    )


def _title(known: pd.DataFrame) -> str:
    chosen = known[known["selected"]]
    top = chosen.iloc[0] if len(chosen) == 1 else known.iloc[0]
    share = "" if math.isnan(top["occupancy"]) else f": {top['occupancy']:.1f}% are filled"
    if top["value"] < 0:
        return f"{top['name']} has {-top['value']:,.1f} more officers than posts"
    amount = f"{top['value']:,.1f} of {top['posts']:,.0f} posts vacant"
    if len(chosen) == 1 or len(known) == 1:
        return f"{top['name']} has {amount}{share}"
    return f"{top['name']} has the most vacancies, {amount}{share}"


def _without(snapshot: Snapshot, state: State, table: pd.DataFrame) -> list[tuple[str, str]]:
    """Whose officers have no posts to fill: none are not no vacancies."""
    everyone = state.selection.fitted(OCCUPANCY).everywhere()
    found = evaluate(snapshot.cube, NOMINAL, everyone, ["command"])
    there = set(table.dropna(subset=["value"])["code"])
    codes = [code for code in found[found["value"] > 0]["command"] if code not in there]
    if not codes:
        return []
    names = [snapshot.release.force.command_name(code) for code in codes]
    said = listed(names) if len(names) <= _NAMED else f"{len(names)} commands"
    return [("Without posts.", f"None were sent of {said}: their vacancies are not known.")]
