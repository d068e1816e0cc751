"""Demand: where it is against where the officers are, and what it would be in proportion."""

from dash import html

from dashboard.access.reading import Snapshot
from dashboard.components.allocation import (
    ALLOCATION,
    allocation,
    allocation_view,
    moved,
    of_what,
)
from dashboard.components.demand_areas import NOWHERE, nowhere_view, uneven_kinds
from dashboard.components.demand_shares import SHARES, Asked, asked_of, shares_view
from dashboard.components.measured import lacks, needs_notice, ranked, ranked_view
from dashboard.components.mix import MIX, Mix, read_mix
from dashboard.components.page import Answered, Page, View
from dashboard.components.state import State
from dashboard.components.wording import listed
from dashboard.measures.demand import MEASURE as DEMAND
from dashboard.measures.engine.evaluate import evaluate

KINDS = ranked("kinds", DEMAND, "demand_kind", width=5)


def answer(snapshot: Snapshot, state: State) -> Answered:
    """The page for a state."""
    if lacks(snapshot, DEMAND, ()):
        return Answered(["No demand has been sent."], (), needs_notice(snapshot, state, [DEMAND]))
    asked = asked_of(snapshot, state.selection)
    mix = _mix(state, asked)
    views = (
        allocation_view(snapshot, state, allocation(asked, mix), mix),
        _kinds_view(snapshot, state),
        shares_view(snapshot, state, asked),
        nowhere_view(snapshot, state),
    )
    return Answered(
        _headline(snapshot, state, asked, mix),
        tuple(view for view in views if view is not None),
        [*mix.notices, *_missing(snapshot, asked), *uneven_kinds(snapshot, state)],
    )


def _mix(state: State, asked: Asked) -> Mix:
    """What the reader wrote, of the kinds of which any command has some."""
    totals = asked.demand.sum()
    return read_mix(state.own[MIX.name], list(totals.index[totals > 0]))


def _kinds_view(snapshot: Snapshot, state: State) -> View | None:
    """How much of each kind there is in the selection, in areas of no command too."""
    chosen = state.selection.fitted(DEMAND)
    found = evaluate(snapshot.cube, DEMAND, chosen).dropna(subset=["value"])
    if found.empty:
        return None
    top = found.loc[found["value"].idxmax()]
    part = top["value"] / found["value"].sum() if top["value"] else 0
    title = f"{top['demand_kind']} is {part:.0%} of what is counted for {chosen.who(snapshot.cube)}"
    return ranked_view(snapshot, state, KINDS, DEMAND, "demand_kind", title)


def _headline(snapshot: Snapshot, state: State, asked: Asked, mix: Mix) -> list:
    table = allocation(asked, mix).dropna(subset=["value"])
    when = state.selection.when()
    if table.empty:
        return [f"There is no demand of a command to hold officers against in {when}."]
    force, noun = snapshot.release.force, state.selection.deployable.adjective
    top, low = table.iloc[0], table.iloc[-1]
    total = table["deployable"].sum()
    own = table[table["code"].isin(state.selection.commands)]
    if len(own) == 1:
        row = own.iloc[0]
        side = "more" if row["value"] > 0 else "fewer"
        return [
            f"In proportion to {of_what(mix)}, {force.command_name(row['code'])} would have ",
            html.Span(f"{abs(row['value']):,.0f} {side} officers who are {noun}", className="gap"),
            f" than its {row['deployable']:,.0f}; {moved(table):,.0f} of {total:,.0f} of all "
            "commands would serve elsewhere.",
        ]
    return [
        f"In proportion to {of_what(mix)}, ",
        html.Span(
            f"{moved(table):,.0f} of {total:,.0f} officers who are {noun} would serve elsewhere",
            className="gap",
        ),
        f": {top['value']:,.0f} more in {force.command_name(top['code'])}, "
        f"{-low['value']:,.0f} fewer in {force.command_name(low['code'])}.",
    ]


def _missing(snapshot: Snapshot, asked: Asked) -> list[str]:
    force = snapshot.release.force
    names = [force.command_name(code) for code in asked.missing]
    if not names:
        return []
    return [
        f"In some of the months either demand or officers are missing of {listed(names)}: "
        "those months count for neither."
    ]


PAGE = Page(
    "/demand",
    "Demand",
    9,
    (ALLOCATION, KINDS, SHARES, NOWHERE),
    answer,
    frozenset({"command", "month", "over", "compare", "reading", "count", "view"}),
    (MIX,),
)
