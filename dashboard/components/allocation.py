"""What an allocation of officers in proportion to demand would be, and who would gain by it."""

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.demand_shares import Asked
from dashboard.components.mix import Mix
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.working import worked
from dashboard.figures.bars import bars
from dashboard.measures.demand import MEASURE as DEMAND
from dashboard.measures.deployable_strength import MEASURE as DEPLOYABLE

ALLOCATION = Panel(
    "allocation",
    (
        Column("name", "Command", "text"),
        Column("demand_share", "Share of the demand, %"),
        Column("officer_share", "Share of deployable officers, %"),
        Column("deployable", "Deployable, FTE"),
        Column("allocated", "In proportion to demand, FTE"),
        Column("value", "Difference, FTE", "change"),
        Column("nominal", "On the books, FTE"),
    ),
    width=7,
)
_MOST = 12
"""Commands drawn at either end; the table has them all."""


def allocation(asked: Asked, mix: Mix) -> pd.DataFrame:
    """By command, those that would gain most first: shares in per cent, officers, the difference.

    The officers are the deployable ones that the commands have together, no more.
    """
    share, there = asked.mixed(mix), asked.officers["deployable"]
    table = pd.DataFrame(
        {
            "demand_share": 100 * share,
            "officer_share": 100 * asked.officer_shares["deployable"],
            "deployable": there,
            "allocated": share * there.sum(),
            "nominal": asked.officers["nominal"],
        }
    )
    table["value"] = table["allocated"] - table["deployable"]
    table = table.sort_values("value", ascending=False, kind="stable")
    return table.rename_axis("code").reset_index()


def moved(table: pd.DataFrame) -> float:
    """How many officers would serve elsewhere: what the commands that gain would gain."""
    return float(table["value"].clip(lower=0).sum())


def of_what(mix: Mix) -> str:
    """ "all demand by its number", or "the mix Burglary 2, Robbery 1"."""
    return f"the mix {mix.words()}" if mix.weights else "all demand by its number"


def allocation_view(snapshot: Snapshot, state: State, table: pd.DataFrame, mix: Mix) -> View | None:
    """The difference by command, to both sides. table: of :func:`allocation`."""
    known = table.dropna(subset=["value"])
    if known.empty:
        return None
    force, chosen = snapshot.release.force, state.selection
    table = table.assign(
        name=[force.command_name(code) for code in table["code"]],
        selected=table["code"].isin(chosen.commands),
    )
    drawn = table if len(table) <= 2 * _MOST else pd.concat([table[:_MOST], table[-_MOST:]])
    noun = chosen.deployable.adjective
    statistic = f"Officers who are {noun} in proportion to {of_what(mix)}, less those there are"
    if len(drawn) < len(table):
        statistic += f"; {len(drawn)} of {len(table)} commands, the table has all"
    return View(
        panel=ALLOCATION.told_in(chosen),
        title=_title(table, chosen.unit),
        statistic=f"{statistic}, {chosen.when()}",
        figure=bars(drawn.assign(flagged=""), f"{chosen.unit} officers more or fewer", decimals=0),
        table=table.round(1),
        prose=[("How it is shared out.", _how(mix))],
        workings=[worked(snapshot, each, chosen.everywhere()) for each in (DEMAND, DEPLOYABLE)],
    )


def _title(table: pd.DataFrame, unit: str) -> str:
    top, low = table.iloc[0], table.iloc[-1]
    if round(top["value"]) <= 0:
        return "Officers stand where the demand is"
    return (
        f"In proportion to demand {top['name']} would have {top['value']:,.0f} {unit} more, "
        f"{low['name']} {-low['value']:,.0f} fewer"
    )


def _how(mix: Mix) -> str:
    rule = (
        "A command's part is the sum of its share of each kind times the kind's weight, over "
        f"the sum of the weights: {mix.words()}."
        if mix.weights
        else "No mix is set, so that every kind counts by its number alike: a call as much as a "
        "crime, a theft as much as a rape. Write a mix to weigh them."
    )
    return (
        f"{rule} The officers shared out are those deployable now, in the commands that have "
        "demand; what only some commands do is no part of it, and neither is demand that is "
        "counted for no command."
    )
