"""Returns due: reviews, attachments past their end, long absences, units with no own sergeant."""

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.measured import MOST, called
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.wording import capital, listed
from dashboard.components.working import Working, worked
from dashboard.cube.kinds.returns import (
    ABSENCE,
    ATTACHMENT,
    DUE_DAYS,
    LENGTHS,
    REVIEW_DUE,
    REVIEW_OVERDUE,
    WHAT,
)
from dashboard.figures.bars import bars
from dashboard.figures.stack import stack
from dashboard.measures.engine.definition import ANYBODY, Measure, Total
from dashboard.measures.engine.evaluate import evaluate, work
from dashboard.measures.supervision_span_uniformed import MEASURE as SPAN
from dashboard.measures.supervision_span_uniformed_substantive import MEASURE as SUBSTANTIVE

_REVIEWS = ("limitation", "limitation_review")
_RESTS_ON = {
    REVIEW_OVERDUE: _REVIEWS,
    REVIEW_DUE: _REVIEWS,
    ATTACHMENT: ("attached_to", "attached_until"),
    ABSENCE: ("absence", "absence_from"),
}
"""Each return with the columns without which none is seen."""

NAMES = {
    REVIEW_OVERDUE: "Reviews overdue",
    REVIEW_DUE: "Reviews due",
    ATTACHMENT: "Attachments past",
    ABSENCE: "Long-term absences",
}
_IN_FULL = {
    REVIEW_OVERDUE: "limitation reviews overdue",
    REVIEW_DUE: f"limitation reviews due within {DUE_DAYS} days",
    ATTACHMENT: "attachments past their end",
    ABSENCE: "long-term absences",
}
# What is due is of the newest month alone, and is no measure beside the others.
DUE = Measure(
    id="returns_due",
    title="Returns due",
    unit="headcount",
    definition=(
        "People on the books, Specials left out: on limited duties whose review was due before "
        f"the month's end, or is due on it or within {DUE_DAYS} days after it; attached out "
        "after the day on which it was to end; absent for more than 28 days. One person may be "
        "in several."
    ),
    source="The table strength: limitation_review, attached_until and absence_from.",
    numerator=Total("heads"),
    over="people",
    cells="returns",
    about=ANYBODY,
    view="home",
    cuts=("command", "team", "length"),
    always_by=("what",),
    caveats=("A limitation without a day of review, or an attachment without an end, is in none.",),
)
RETURNS = Panel(
    "returns",
    (
        Column("name", "Return", "text"),
        Column("total", "People"),
        *(Column(length, capital(length)) for length in LENGTHS),
    ),
    width=6,
)
BY_COMMAND = Panel(
    "returns-by-command",
    (Column("name", "Command", "text"), *(Column(what, capital(_IN_FULL[what])) for what in WHAT)),
    width=6,
)
NO_SERGEANT = Panel(
    "no-sergeant",
    (
        Column("command", "Command", "text"),
        Column("team", "Team", "text"),
        Column("unit", "Unit", "text"),
        Column("constables", "PCs present"),
        Column("acting", "Acting or temporary sergeants"),
    ),
    width=6,
)


def recorded(snapshot: Snapshot, state: State) -> tuple[list[str], list[str]]:
    """The returns that the extracts can show; and the columns that the others need."""
    columns = {column for needed in _RESTS_ON.values() for column in needed}
    empty = snapshot.empty(columns, state.selection.months)
    seen = [what for what in WHAT if not empty & set(_RESTS_ON[what])]
    return seen, sorted({c for w in WHAT if w not in seen for c in empty & set(_RESTS_ON[w])})


def returns(snapshot: Snapshot, state: State, by: str) -> pd.DataFrame:
    """Heads of each return by *by*, ``length`` or ``command``: rows what, columns its labels.

    A hole has none of them.
    """
    chosen = state.selection.fitted(DUE)
    wide = chosen.everywhere() if by == "command" else chosen
    found = evaluate(snapshot.cube, DUE, wide, [by]).dropna(subset=["numerator"])
    return found.pivot(index="what", columns=by, values="numerator").reindex(WHAT).fillna(0.0)


def returns_view(snapshot: Snapshot, state: State) -> View | None:
    """The returns by how long they are past, or last; None where none can be seen."""
    seen, _ = recorded(snapshot, state)
    counts = returns(snapshot, state, "length").reindex(index=seen, columns=[*LENGTHS])
    if not seen or snapshot.cube.lacking(state.month, state.selection.commands):
        return None
    table = counts.fillna(0.0).reset_index()
    table.insert(1, "name", [NAMES[what] for what in table["what"]])
    table["total"] = table[[*LENGTHS]].sum(axis=1)
    return View(
        panel=RETURNS,
        title=_returns_title(table.set_index("what")),
        statistic="People on the books with a limitation to review, on an attachment past its end "
        f"or absent for long, by how long, {state.selection.when()}",
        figure=stack(table.assign(selected=False), tuple((one, one) for one in LENGTHS), "people"),
        table=table,
        prose=_all_have_one(snapshot, state),
        workings=[_working(state)],
    )


def _all_have_one(snapshot: Snapshot, state: State) -> list[tuple[str, str]]:
    """That no unit lacks a substantive sergeant, which has no panel of its own."""
    if sergeants_need(snapshot, state) or not without_sergeant(snapshot, state).empty:
        return []
    there = work(snapshot.cube, SPAN, state.selection.fitted(SPAN)).whole()
    if not there.numerator and not there.denominator:
        return []
    words = "every uniformed Response and Neighbourhood unit has one present."
    return [("Substantive sergeants:", words)]


def _working(state: State) -> Working:
    return Working(DUE, state.selection.fitted(DUE))


def _returns_title(by_what: pd.DataFrame) -> str:
    what = REVIEW_OVERDUE if REVIEW_OVERDUE in by_what.index else by_what.index[0]
    row = by_what.loc[what]
    if what != REVIEW_OVERDUE:
        return f"{NAMES[what]}: {row['total']:,.0f}"
    if not row["total"]:
        return "No limitation review is overdue"
    long = row[list(LENGTHS[2:])].sum()
    more = f", {long:,.0f} of them by more than 90 days" if long else ""
    return f"{_are(row['total'])} overdue{more}"


def _are(number: float) -> str:
    return "1 limitation review is" if number == 1 else f"{number:,.0f} limitation reviews are"


def overdue_words(snapshot: Snapshot, state: State) -> str:
    """ "756 limitation reviews are overdue"; "" where that is not known."""
    view = returns_view(snapshot, state)
    if view is None or REVIEW_OVERDUE not in set(view.table["what"]):
        return ""
    return f"{_are(view.table.set_index('what')['total'][REVIEW_OVERDUE])} overdue"


def commands_view(snapshot: Snapshot, state: State) -> View | None:
    """The returns of each command, absences in the table alone; None where there are none."""
    seen, _ = recorded(snapshot, state)
    late = [what for what in seen if what != ABSENCE]
    cube, force = snapshot.cube, snapshot.release.force
    there = [code for code in cube.commands if not cube.lacking(state.month, (code,))]
    counts = returns(snapshot, state, "command").reindex(columns=there).fillna(0.0)
    table = counts.T.reset_index(names="code")
    table.insert(1, "name", [force.command_name(code) for code in table["code"]])
    table["selected"] = table["code"].isin(state.selection.commands)
    table["late"] = table[late].sum(axis=1)
    if not table["late"].sum() or len(table) < 2:
        return None
    blank = [what for what in WHAT if what not in seen]
    table[blank] = float("nan")
    table = table.sort_values(["late", "name"], ascending=[False, True], ignore_index=True)
    drawn = pd.concat([table.head(MOST), table.iloc[MOST:].query("selected")])
    chosen = table[table["selected"]]
    top = chosen.iloc[0] if len(chosen) == 1 else table.iloc[0]
    most = "" if len(chosen) == 1 else " the most:"
    return View(
        panel=BY_COMMAND,
        title=f"{top['name']} has{most} {top['late']:,.0f} returns due or past",
        statistic=f"{capital(listed([_IN_FULL[what] for what in late]))}, by command, "
        f"{state.selection.when()}",
        figure=stack(drawn, tuple((what, NAMES[what]) for what in late), "returns"),
        table=table,
        workings=[_working(state)],
    )


def sergeants_need(snapshot: Snapshot, state: State) -> list[str]:
    """The columns without which no unit is seen to lack a substantive sergeant."""
    return sorted(snapshot.empty({*SUBSTANTIVE.needs, "unit"}, state.selection.months))


def without_sergeant(snapshot: Snapshot, state: State) -> pd.DataFrame:
    """A row a uniformed unit whose sergeants all act, or that has none; those with none first.

    command, team and unit by name, constables and acting, headcount present where they work.
    """
    force, by = snapshot.release.force, ["command", "team", "unit"]
    asked = (snapshot.cube, state.selection.fitted(SPAN))
    span, own = (
        evaluate(asked[0], measure, asked[1], by).set_index(by) for measure in (SPAN, SUBSTANTIVE)
    )
    # Sums of shares leave dust, which would be a sergeant.
    own = own["denominator"].round(9)
    table = span[["numerator", "denominator"]].round(9).set_axis(["constables", "acting"], axis=1)
    table = table[(own == 0) & (table.sum(axis=1) > 0)].reset_index()
    table = table[table["unit"] != ""].assign(code=table["command"])
    for name in ("command", "team"):
        table[name] = [called(force, name, label) for label in table[name]]
    return table.sort_values(["acting", "constables"], ascending=[True, False], ignore_index=True)


def without_sergeant_view(snapshot: Snapshot, state: State) -> View | None:
    """Units without a substantive sergeant; None where there are none, or it is not recorded."""
    if sergeants_need(snapshot, state):
        return None
    table = without_sergeant(snapshot, state)
    if table.empty:
        return None
    none = int((table["acting"] == 0).sum())
    drawn = table.head(MOST)
    statistic = (
        "Uniformed Response and Neighbourhood units whose sergeants all act, or that have none, "
        f"by PCs present, {state.selection.when()}"
    )
    if len(drawn) < len(table):
        statistic += f"; {len(drawn)} of {len(table)} are drawn, the table has all"
    return View(
        panel=NO_SERGEANT,
        title=f"{len(table)} unit{'s have' if len(table) > 1 else ' has'} no substantive sergeant"
        + (f", and {none} of them no sergeant at all" if none else ""),
        statistic=statistic,
        figure=bars(
            drawn.assign(
                name=drawn["command"] + ": " + drawn["unit"],
                value=drawn["constables"],
                selected=False,
                flagged="",
                base=[f"{acting:,.3g} acting" for acting in drawn["acting"]],
            ),
            "PCs present",
            0,
        ),
        table=table,
        workings=[worked(snapshot, SUBSTANTIVE, state.selection)],
    )
