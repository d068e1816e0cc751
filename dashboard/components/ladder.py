"""From posts or nominal to deployable, one duty status at a time; and what changed between two.

Definitions: DESIGN, "Duty status: every person counted once" and "Two readings".
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.access.reading import Snapshot
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.wording import capital, listed
from dashboard.components.working import worked
from dashboard.figures.changes import changes
from dashboard.figures.waterfall import NOMINAL, VACANT, waterfall
from dashboard.measures.engine.benchmarks import fitting
from dashboard.measures.engine.evaluate import work
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


@dataclass(frozen=True)
class Step:
    """One step of the ladder, in what the reader counts; a hole is missing.

    state: as the waterfall colours it. kind: "total", or "loss" where it is taken off.
    """

    code: str
    label: str
    state: str
    kind: str
    meaning: str
    value: float
    before: float

    @property
    def change(self) -> float:
        """By how much it grew, to the tenth."""
        return round(self.value - self.before, 1)


Steps = Sequence[Step]


def columns(steps: Steps) -> dict[str, list]:
    """The steps as a table: a column by its name."""
    names = ("code", "label", "state", "kind", "meaning", "value", "before", "change")
    return {name: [getattr(step, name) for step in steps] for name in names}


def ladder(snapshot: Snapshot, state: State, *, at_work: bool = False) -> Steps:
    """From nominal to deployable.

    Rounded to tenths that add up. Statuses that the extracts of the months cannot show are left
    out. at_work: with a total before the first limited status, where the force's order of
    statuses has such a place.
    """
    chosen = state.selection
    reading = chosen.deployable
    missing = snapshot.not_recorded(chosen.months)
    shown = [
        STATUSES[code]
        for code in snapshot.release.force.duty_statuses
        if code not in reading.deployable
    ]
    on_the_books = "on the command's books" if chosen.view == "home" else "who work in the command"
    rows = [
        ("nominal", _books(chosen), NOMINAL, "total", f"Officers {on_the_books}."),
        *((one.code, one.label, one.state, "loss", one.meaning) for one in shown),
        ("full", capital(reading.adjective), DEPLOYABLE, "total", reading.meaning),
    ]
    codes = [one.code for one in shown]
    now, before = _levels(snapshot, chosen, codes), _levels(snapshot, state.before, codes)
    hidden = {code for code in codes if STATUSES[code].column in missing}
    steps = [
        Step(*row, *levels)
        for row, levels in zip(rows, zip(now, before, strict=True), strict=True)
        # Over a span a status may be recorded in some of its months: then it has people.
        if row[0] not in hidden or any(level and not math.isnan(level) for level in levels)
    ]
    return _with_those_at_work(steps) if at_work else steps


def _books(selection: Selection) -> str:
    return "On the books" if selection.view == "home" else "At work here"


def _levels(snapshot: Snapshot, selection: Selection | None, shown: list[str]) -> list[float]:
    hole = [math.nan] * (len(shown) + 2)
    if selection is None:
        return hole
    nominal = work(snapshot.cube, NOMINAL_STRENGTH, selection).whole().numerator
    if math.isnan(nominal):
        return hole
    found = work(snapshot.cube, BY_STATUS, selection.fitted(BY_STATUS)).values("status")
    return descend(nominal, [found.get(code, 0.0) for code in shown])


def _with_those_at_work(steps: list[Step]) -> list[Step]:
    """The steps with a total before the limited statuses, where all of them stand together."""
    places = [place for place, step in enumerate(steps) if step.state == LIMITED]
    if not places or places != [*range(places[0], len(steps) - 1)]:
        return steps
    away = steps[1 : places[0]]
    total = Step(
        AT_WORK,
        "At work in the command",
        NOMINAL,
        "total",
        "Neither suspended, absent for long, attached out nor in recruit training.",
        round(steps[0].value - sum(step.value for step in away), 1),
        round(steps[0].before - sum(step.before for step in away), 1),
    )
    return [*steps[: places[0]], total, *steps[places[0] :]]


def from_posts(snapshot: Snapshot, state: State, steps: Steps) -> Steps:
    """The ladder with posts and vacancies before it; the ladder itself where posts do not fit.

    Posts are FTE of a command's own: they stand on the home view alone, and in FTE. Vacancies
    are below zero where there are more officers than posts.
    """
    chosen, nominal = state.selection, steps[0]
    if chosen.view != "home" or chosen.count != "fte":
        return steps
    now, before = (
        _posts(snapshot, selection, level)
        for selection, level in ((chosen, nominal.value), (state.before, nominal.before))
    )
    if math.isnan(now):
        return steps
    vacant = (round(now - nominal.value, 1), round(before - nominal.before, 1))
    return [
        Step(POSTS, "Posts", NOMINAL, "total", "Officers' posts agreed.", now, before),
        Step(VACANCIES, "Vacancies", VACANT, "loss", "Posts less officers on the books.", *vacant),
        *steps,
    ]


def _posts(snapshot: Snapshot, selection: Selection | None, nominal: float) -> float:
    """Posts in tenths; missing where they are not those of everybody who is in *nominal*."""
    if selection is None:
        return math.nan
    found = work(snapshot.cube, OCCUPANCY, selection.fitted(OCCUPANCY)).whole()
    # A command or a month without posts is in neither number here, and still in the ladder.
    same = abs(found.numerator - nominal) < 0.1
    return round(found.denominator, 1) if same and found.denominator > 0 else math.nan


def steps_view(snapshot: Snapshot, state: State, steps: Steps, panel: Panel) -> View:
    """The waterfall, with the published range of the gap to its first step where it fits."""
    on_posts = steps[0].code == POSTS
    losses = sorted((one for one in steps if one.kind == "loss"), key=lambda one: -one.value)
    largest = [step.label for step in losses if step.value > 0][:2]
    if any(math.isnan(step.value) for step in steps):
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
    unit, table = f"{state.selection.unit} officers", columns(steps)
    return View(
        panel=panel.told_in(state.selection),
        title=title,
        statistic=statistic,
        figure=waterfall(
            table,
            unit,
            band=_band(snapshot, state, steps),
            base="posts" if on_posts else "nominal",
        ),
        table=table,
        workings=workings,
    )


def _when(state: State) -> str:
    chosen = state.selection
    return chosen.when() if chosen.first == chosen.last else f"the mean of {chosen.when()}"


def _band(snapshot: Snapshot, state: State, steps: Steps) -> tuple[float, float, str] | None:
    """Where the published range of gaps to the first step would put deployable strength."""
    base, on_posts = steps[0].value, steps[0].code == POSTS
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


def why_view(snapshot: Snapshot, state: State, steps: Steps) -> View | None:
    """Why the gap changed, by status; the changes add up. None where nothing is compared."""
    if state.before is None or any(math.isnan(step.change) for step in steps):
        return None
    both = (state.before, state.selection)
    losses = sorted((one for one in steps if one.kind == "loss"), key=lambda one: -abs(one.change))
    total = round(sum(step.change for step in losses), 1)
    table = {
        "label": [*(step.label for step in losses), "Gap"],
        "change": [*(step.change for step in losses), total],
    }
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
