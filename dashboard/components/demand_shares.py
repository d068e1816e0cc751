"""Demand share against officer share: each command's part of the demand, and of the officers.

Definition: DESIGN, "Demand share against officer share": the shares are among the commands that
have demand, and 1 is parity.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.mix import Mix
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.wording import possessive
from dashboard.components.working import worked
from dashboard.figures.heatmap import heatmap
from dashboard.measures.demand import MEASURE as DEMAND
from dashboard.measures.deployable_strength import MEASURE as DEPLOYABLE
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.selection import Selection
from dashboard.measures.nominal_strength import MEASURE as NOMINAL

BASE = 20
"""Officers, below whom a command has no share of them held against its demand."""
_MOST = 25

SHARES = Panel(
    "shares",
    (
        Column("command", "Command", "text"),
        Column("kind", "Kind", "text"),
        Column("value", "Demand a month"),
        Column("share", "Share of the demand, %"),
        Column("deployable_share", "Share of deployable officers, %"),
        Column("ratio", "Demand share over deployable share"),
        Column("nominal_share", "Share of officers on the books, %"),
        Column("nominal_ratio", "Demand share over nominal share"),
    ),
    width=12,
)


@dataclass(frozen=True)
class Asked:
    """What was asked of each command, and who is there for it, over the months it has of both.

    demand: commands by kinds, the mean of a month. officers: commands by ``nominal`` and
    ``deployable``. missing: commands with demand of which no officers are known in any month of
    the selection, or the other way round in some of them.
    """

    demand: pd.DataFrame
    officers: pd.DataFrame
    missing: tuple[str, ...]

    @property
    def shares(self) -> pd.DataFrame:
        """Each command's part of each kind; a kind of which there is none has no value."""
        totals = self.demand.sum()
        return self.demand / totals.where(totals > 0)

    @property
    def officer_shares(self) -> pd.DataFrame:
        """Each command's part of the officers."""
        totals = self.officers.sum()
        return self.officers / totals.where(totals > 0)

    def mixed(self, mix: Mix) -> pd.Series:
        """Each command's part of a mix: sum over kinds of weight x share, over the weights.

        Of no mix: its part of everything counted, each kind by its number.
        """
        if not mix.weights:
            totals = self.demand.sum(axis=1)
            return totals / totals.sum() if totals.sum() else totals * float("nan")
        weights = pd.Series(dict(mix.weights))
        return (self.shares[list(weights.index)] * weights).sum(axis=1) / weights.sum()


def asked_of(snapshot: Snapshot, selection: Selection) -> Asked:
    """Demand and officers of all commands, whichever are selected.

    A month in which a command lacks one of the two counts for neither: a sum over fewer months
    than another command's would be no smaller demand.
    """
    cube, everywhere = snapshot.cube, replace(selection.everywhere(), teams=(), grades=())
    at = ["month", "command"]
    counted = evaluate(cube, DEMAND, everywhere.fitted(DEMAND), at)
    counted = counted[(counted["command"] != "") & counted["numerator"].notna()]
    officers = pd.DataFrame(
        {
            name: evaluate(cube, measure, everywhere, at).set_index(at)["value"]
            for name, measure in (("nominal", NOMINAL), ("deployable", DEPLOYABLE))
        }
    ).dropna()
    sent = pd.MultiIndex.from_frame(counted[at].drop_duplicates())
    both = sent.intersection(officers.index)
    wide = counted.pivot_table(
        index=at, columns="demand_kind", values="numerator", aggfunc="sum", fill_value=0.0
    )
    commands = officers.index[officers.index.get_level_values("command").isin(_commands(sent))]
    lacking = sent.symmetric_difference(commands).get_level_values("command")
    return Asked(
        wide.reindex(both).groupby(level="command").mean(),
        officers.reindex(both).groupby(level="command").mean(),
        tuple(sorted({*lacking})),
    )


def _commands(index: pd.MultiIndex) -> set[str]:
    return set(index.get_level_values("command"))


def compared(asked: Asked) -> pd.DataFrame:
    """A row a command and kind, as :data:`SHARES` has them, shares in per cent."""
    shares = asked.shares
    long = asked.demand.melt(var_name="kind", ignore_index=False).reset_index()
    long["share"] = shares.melt(ignore_index=False)["value"].to_numpy()
    for name in asked.officers:
        part = asked.officer_shares[name]
        # Of none at all there is no share to hold anything against, and of few none that holds.
        part = part.where(asked.officers[name] >= BASE)
        long[f"{name}_share"] = long["command"].map(part)
    long["ratio"] = long["share"] / long["deployable_share"]
    long["nominal_ratio"] = long["share"] / long["nominal_share"]
    percent = ["share", "deployable_share", "nominal_share"]
    long[percent] *= 100
    return long


def shares_view(snapshot: Snapshot, state: State, asked: Asked) -> View | None:
    """Command by kind: its share of the demand over its share of deployable officers."""
    force, chosen = snapshot.release.force, state.selection
    long = compared(asked)
    rated = long.dropna(subset=["ratio"])
    if rated.empty:
        return None
    table = long.assign(command=[force.command_name(code) for code in long["command"]])
    table = table.sort_values("ratio", ascending=False, ignore_index=True)
    whole = asked.mixed(Mix({})) / asked.officer_shares["deployable"]
    order = whole.sort_values(ascending=False).index
    rows = [force.command_name(code) for code in order][:_MOST]
    columns = list(asked.demand.sum().sort_values(ascending=False).index)
    top = table.iloc[0]
    noun = chosen.deployable.adjective
    return View(
        panel=SHARES.told_in(chosen),
        title=f"{possessive(top['command'])} share of {top['kind']} is {top['ratio']:.1f} times "
        f"its share of officers who are {noun}",
        statistic=f"A command's share of the demand over its share of officers who are {noun}, "
        f"among the commands that have demand; 1 is parity, {chosen.when()}; "
        f"no ratio under {BASE} officers",
        figure=heatmap(
            _cells(table),
            rows,
            columns,
            unit="1 is parity",
            words="Darker is more demand to an officer.",
            digits=1,
            selected=frozenset(force.command_name(code) for code in chosen.commands),
        ),
        table=_rounded(table),
        workings=[worked(snapshot, each, chosen.everywhere()) for each in (DEMAND, DEPLOYABLE)],
    )


def _cells(table: pd.DataFrame) -> pd.DataFrame:
    cells = table[["command", "kind"]].set_axis(["row", "column"], axis=1)
    return cells.assign(
        value=table["ratio"],
        text=["" if pd.isna(ratio) else f"{ratio:.1f}" for ratio in table["ratio"]],
        hover=[_hover(row) for row in table.to_dict("records")],
    )


def _hover(row: Mapping) -> str:
    if pd.isna(row["ratio"]):
        return f"{row['command']}: {row['kind']}\nno value"
    return (
        f"{row['command']}: {row['kind']}\n{row['share']:.1f}% of the demand\n"
        f"{row['deployable_share']:.1f}% of deployable officers: {row['ratio']:.2f}\n"
        f"{row['nominal_share']:.1f}% of those on the books: {row['nominal_ratio']:.2f}"
    )


def _rounded(table: pd.DataFrame) -> pd.DataFrame:
    tenths = dict.fromkeys(["value", "share", "deployable_share", "nominal_share"], 1)
    return table.round({**tenths, "ratio": 2, "nominal_ratio": 2})
