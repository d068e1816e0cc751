"""From posts or nominal to deployable, one duty status at a time; and what changed between two.

Definitions: DESIGN, "Duty status: every person counted once" and "Two readings".
"""

import math
from dataclasses import replace

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.wording import capital, listed
from dashboard.components.working import worked
from dashboard.figures.changes import changes
from dashboard.figures.waterfall import NOMINAL, VACANT, waterfall
from dashboard.measures.engine.benchmarks import fitting
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.rounding import descend
from dashboard.measures.engine.selection import Selection
from dashboard.measures.gap_to_nominal import MEASURE as GAP
from dashboard.measures.gap_to_posts import MEASURE as GAP_TO_POSTS
from dashboard.measures.nominal_strength import MEASURE as NOMINAL_STRENGTH
from dashboard.measures.occupancy import MEASURE as OCCUPANCY
from dashboard.measures.strength_by_duty_status import MEASURE as BY_STATUS
from dashboard.schema.duty import DEPLOYABLE, LIMITED, STATUSES

STEPS = Panel(
    "waterfall",
    (
        Column("label", "Duty status", "text"),
        Column("value", "FTE"),
        Column("before", "Before, FTE"),
        Column("change", "Change, FTE", "change"),
        Column("meaning", "What it means", "prose"),
    ),
    width=8,
    tall=True,
)
WATERFALL = replace(STEPS, width=7)
"""The same with a page to itself."""
WHY = Panel(
    "why",
    (
        Column("label", "Duty status", "text"),
        Column("change", "Change, FTE", "change"),
    ),
    width=4,
)
AT_WORK = "at_work"
"""The code of the step between those who are away and those who are limited."""
POSTS, VACANCIES = "posts", "vacancies"
"""The codes of the steps before nominal strength."""


def ladder(snapshot: Snapshot, state: State, *, at_work: bool = False) -> pd.DataFrame:
    """From nominal to deployable: code, label, state, kind, meaning, value, before and change.

    Rounded to tenths that add up; a hole is missing. Statuses that the extracts of the
    months cannot show are left out. at_work: with a total before the first limited status,
    where the force's order of statuses has such a place.
    """
    chosen = state.selection
    reading = chosen.deployable
    missing = snapshot.not_recorded(chosen.months)
    shown = [
        STATUSES[code]
        for code in snapshot.release.force.duty_statuses
        if code not in reading.deployable
    ]
    rows = [
        ("nominal", _books(chosen), NOMINAL, "total", "Officers on the command's books.")
        if chosen.view == "home"
        else ("nominal", _books(chosen), NOMINAL, "total", "Officers who work in the command.")
    ]
    rows += [(one.code, one.label, one.state, "loss", one.meaning) for one in shown]
    rows.append(("full", capital(reading.adjective), DEPLOYABLE, "total", reading.meaning))
    table = pd.DataFrame(rows, columns=["code", "label", "state", "kind", "meaning"])
    codes = [one.code for one in shown]
    table["value"] = _levels(snapshot, chosen, codes)
    table["before"] = _levels(snapshot, state.before, codes)
    # Over a span a status may be recorded in some of its months: then it has people.
    nobody = (table[["value", "before"]].fillna(0.0) == 0).all(axis=1)
    hidden = {code for code in codes if STATUSES[code].column in missing}
    table = table[~(nobody & table["code"].isin(hidden))].reset_index(drop=True)
    if at_work:
        table = _with_those_at_work(table)
    table["change"] = (table["value"] - table["before"]).round(1)
    return table


def _books(selection: Selection) -> str:
    return "On the books" if selection.view == "home" else "At work here"


def _levels(snapshot: Snapshot, selection: Selection | None, shown: list[str]) -> list[float]:
    hole = [math.nan] * (len(shown) + 2)
    if selection is None:
        return hole
    nominal = evaluate(snapshot.cube, NOMINAL_STRENGTH, selection)["numerator"].iloc[0]
    if math.isnan(nominal):
        return hole
    by_status = evaluate(snapshot.cube, BY_STATUS, selection.fitted(BY_STATUS))
    found = by_status.set_index("status")["numerator"]
    return descend(nominal, [float(found.get(code, 0.0)) for code in shown])


def _with_those_at_work(table: pd.DataFrame) -> pd.DataFrame:
    """The table with a total before the limited statuses, where all of them stand together."""
    places = [place for place, state in enumerate(table["state"]) if state == LIMITED]
    if not places or places != [*range(places[0], len(table) - 1)]:
        return table
    away = table.iloc[1 : places[0]]
    numbers = {
        name: round(table[name].iloc[0] - away[name].sum(skipna=False), 1)
        for name in ("value", "before")
    }
    words = "Neither suspended, absent for long, attached out nor in recruit training."
    total = {
        "code": AT_WORK,
        "label": "At work in the command",
        "state": NOMINAL,
        "kind": "total",
        "meaning": words,
    }
    upper, lower = table.iloc[: places[0]], table.iloc[places[0] :]
    return pd.concat([upper, pd.DataFrame([total | numbers]), lower], ignore_index=True)


def from_posts(snapshot: Snapshot, state: State, steps: pd.DataFrame) -> pd.DataFrame:
    """The ladder with posts and vacancies before it; the ladder itself where posts do not fit.

    Posts are FTE of a command's own: they stand on the home view alone, and in FTE. Vacancies
    are below zero where there are more officers than posts.
    """
    chosen = state.selection
    if chosen.view != "home" or chosen.count != "fte":
        return steps
    nominal = {"value": steps["value"].iloc[0], "before": steps["before"].iloc[0]}
    asked = {"value": chosen, "before": state.before}
    posts = {name: _posts(snapshot, asked[name], nominal[name]) for name in nominal}
    if math.isnan(posts["value"]):
        return steps
    vacant = {name: round(posts[name] - nominal[name], 1) for name in nominal}
    added = pd.DataFrame(
        [
            {"code": POSTS, "label": "Posts", "state": NOMINAL, "kind": "total"}
            | {"meaning": "Officers' posts agreed."}
            | posts,
            {"code": VACANCIES, "label": "Vacancies", "state": VACANT, "kind": "loss"}
            | {"meaning": "Posts less officers on the books."}
            | vacant,
        ]
    )
    added["change"] = (added["value"] - added["before"]).round(1)
    return pd.concat([added, steps], ignore_index=True)


def _posts(snapshot: Snapshot, selection: Selection | None, nominal: float) -> float:
    """Posts in tenths; missing where they are not those of everybody who is in *nominal*."""
    if selection is None:
        return math.nan
    found = evaluate(snapshot.cube, OCCUPANCY, selection.fitted(OCCUPANCY)).iloc[0]
    # A command or a month without posts is in neither number here, and still in the ladder.
    same = abs(found["numerator"] - nominal) < 0.1
    return round(float(found["denominator"]), 1) if same and found["denominator"] > 0 else math.nan


def steps_view(snapshot: Snapshot, state: State, steps: pd.DataFrame, panel: Panel) -> View:
    """The waterfall, with the published range of the gap to its first step where it fits."""
    on_posts = steps["code"].iloc[0] == POSTS
    losses = steps[steps["kind"] == "loss"].sort_values("value", ascending=False, kind="stable")
    largest = list(losses[losses["value"] > 0]["label"].head(2))
    if steps["value"].isna().any():
        title = f"No figure for {state.selection.when()}"
    elif not largest:
        title = f"Nobody is recorded as less than {state.selection.deployable.adjective}"
    else:
        title = f"The most is lost to {listed([label.lower() for label in largest])}"
    statistic = (
        f"From {'posts' if on_posts else 'nominal'} to deployable strength, each officer counted "
        f"once, {state.selection.unit}, {_when(state)}"
    )
    workings = [worked(snapshot, GAP, state.selection)]
    if on_posts:
        workings.insert(0, worked(snapshot, GAP_TO_POSTS, state.selection))
    unit = f"{state.selection.unit} officers"
    return View(
        panel=panel.told_in(state.selection),
        title=title,
        statistic=statistic,
        figure=waterfall(
            steps,
            unit,
            band=_band(snapshot, state, steps),
            base="posts" if on_posts else "nominal",
        ),
        table=steps,
        workings=workings,
    )


def _when(state: State) -> str:
    chosen = state.selection
    return chosen.when() if chosen.first == chosen.last else f"the mean of {chosen.when()}"


def _band(snapshot: Snapshot, state: State, steps: pd.DataFrame) -> tuple[float, float, str] | None:
    """Where the published range of gaps to the first step would put deployable strength."""
    base = steps["value"].iloc[0]
    on_posts = steps["code"].iloc[0] == POSTS
    # The two gaps have different bases: neither's range stands on the other.
    measure = GAP_TO_POSTS if on_posts else GAP
    if math.isnan(base) or base < measure.minimum_base:
        return None
    for _, figure in fitting(measure, snapshot.release.force, state.selection):
        low, high = figure.low, figure.high
        if low is not None and high is not None:
            words = f"published: a gap{' to posts' if on_posts else ''} of {low:g} to {high:g}%"
            return base * (1 - high / 100), base * (1 - low / 100), words
    return None


def why_view(snapshot: Snapshot, state: State, steps: pd.DataFrame) -> View | None:
    """Why the gap changed, by status; the changes add up. None where nothing is compared."""
    if state.before is None or steps[["value", "before"]].isna().any().any():
        return None
    both = (state.before, state.selection)
    losses = steps[steps["kind"] == "loss"]
    total = round(losses["change"].sum(), 1)
    by_size = losses.reindex(losses["change"].abs().sort_values(ascending=False).index)
    table = pd.concat(
        [by_size[["label", "change"]], pd.DataFrame([{"label": "Gap", "change": total}])],
        ignore_index=True,
    )
    if total == 0:
        title = "The gap did not change"
    else:
        title = f"Why the gap {'grew' if total > 0 else 'shrank'} by {abs(total):,.1f}"
    return View(
        panel=WHY.told_in(state.selection),
        title=title,
        statistic=f"{state.before.when()} to {state.selection.when()}, {state.selection.unit}",
        figure=changes(table, f"{state.selection.unit} officers"),
        table=table,
        workings=[worked(snapshot, GAP, selection) for selection in both],
    )
