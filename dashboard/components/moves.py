"""Who moved: from where to where, how long after their posting, and why they left the service."""

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.measured import MOST, called
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.working import left_out, worked
from dashboard.figures.bars import bars
from dashboard.figures.distribution import distribution
from dashboard.figures.flows import flows
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.moves_in import MEASURE as CAME
from dashboard.measures.moves_out import MEASURE as WENT

FLOWS = Panel(
    "flows",
    (
        Column("source", "From", "text"),
        Column("target", "To", "text"),
        Column("value", "People"),
    ),
    width=12,
)
POSTED = Panel(
    "posted",
    (
        Column("bucket", "Months since posting", "text"),
        Column("count", "People out"),
        Column("share", "% of those whose posting is recorded"),
    ),
)
REASONS = Panel(
    "leavers",
    (
        Column("name", "Reason for leaving", "text"),
        Column("value", "Leavers"),
        Column("share", "% of leavers"),
    ),
)
JOINED, LEFT = "Joined the service", "Left the service"
_BUCKETS = ("under 6", "6 to 11", "12 to 23", "24 or more", "not recorded")
_EARLY = _BUCKETS[:2]


def flows_view(snapshot: Snapshot, state: State) -> View | None:
    """From where people came and to where they went, the service being one end of some."""
    force, chosen = snapshot.release.force, state.selection.fitted(WENT)
    commands = chosen.commands or snapshot.cube.commands
    went = evaluate(snapshot.cube, WENT, chosen, ["command", "far"])
    came = evaluate(snapshot.cube, CAME, chosen, ["command", "far"])
    # A move between two selected commands stands at both; it is one flow.
    came = came[~came["far"].isin(commands)]
    ends = [(went, "command", "far", LEFT), (came, "far", "command", JOINED)]
    table = pd.concat(
        pd.DataFrame(
            {
                name: [force.command_name(code) if code else service for code in found[side]]
                for name, side in (("source", source), ("target", target))
            }
            | {"value": found["value"]}
        )
        for found, source, target, service in ends
    )
    table = table[table["value"] > 0].sort_values("value", ascending=False, ignore_index=True)
    if table.empty:
        return None
    between = table[~table["source"].eq(JOINED) & ~table["target"].eq(LEFT)]
    return View(
        panel=FLOWS,
        title=_flows_title(table, between),
        statistic=f"People by where they came from and went to, headcount, {chosen.when()}; the "
        "table has every pair",
        figure=flows(table, "people"),
        table=table,
        prose=[
            (
                "Mind.",
                "Moves are worked out from whose books a person is on at each month's end. A "
                "force's own record of postings is not among the tables.",
            ),
            *left_out(state, WENT),
        ],
        workings=[worked(snapshot, measure, state.selection) for measure in (WENT, CAME)],
    )


def _flows_title(table: pd.DataFrame, between: pd.DataFrame) -> str:
    joined, left = (
        table.loc[table[side] == service, "value"].sum()
        for side, service in (("source", JOINED), ("target", LEFT))
    )
    moved = between["value"].sum()
    words = f"{joined:,.0f} joined the service, {left:,.0f} left it, {moved:,.0f} changed command"
    if between.empty:
        return words
    top = between.iloc[0]
    return f"{words}, most of all from {top['source']} to {top['target']} ({top['value']:,.0f})"


def posted_view(snapshot: Snapshot, state: State) -> View | None:
    """How long after their posting those who went had been in it; None where none is recorded."""
    chosen = state.selection.fitted(WENT)
    found = evaluate(snapshot.cube, WENT, chosen, ["posted"]).set_index("posted")["value"]
    counts = found.reindex(_BUCKETS, fill_value=0.0)
    known = counts.drop("not recorded").sum()
    if not known > 0:
        return None
    share = (100 * counts / known).round(1)
    share["not recorded"] = float("nan")
    table = pd.DataFrame({"bucket": counts.index, "count": counts.values, "share": share.values})
    table["over"] = table["bucket"].isin(_EARLY)
    early = counts[[*_EARLY]].sum()
    return View(
        panel=POSTED,
        title=f"{early:,.0f} of {known:,.0f} went within a year of their posting "
        f"({early / known:.0%})",
        statistic=f"People out by months since their posting when last seen, {chosen.when()}",
        figure=distribution(table, "months since posting, of people out", "under 12 months"),
        table=table,
        prose=left_out(state, WENT),
        workings=[worked(snapshot, WENT, state.selection)],
    )


def reasons_view(snapshot: Snapshot, state: State) -> View | None:
    """Those who left the service by their recorded reason; None where nobody left."""
    force, chosen = snapshot.release.force, state.selection.fitted(WENT)
    found = evaluate(snapshot.cube, WENT, chosen, ["far", "joined_or_left"])
    left = found[(found["far"] == "") & (found["value"] > 0)]
    if left.empty:
        return None
    total = left["value"].sum()
    table = pd.DataFrame(
        {
            "name": [called(force, "joined_or_left", label) for label in left["joined_or_left"]],
            "value": left["value"],
            "share": (100 * left["value"] / total).round(1),
        }
    ).sort_values("value", ascending=False, ignore_index=True)
    drawn = table.head(MOST).assign(
        selected=False, flagged="", base=[f"{share:.0f}%" for share in table["share"].head(MOST)]
    )
    return View(
        panel=REASONS,
        title=_reasons_title(left, table, total),
        statistic=f"Officers, staff and PCSOs who left the service, by reason, {chosen.when()}",
        figure=bars(drawn, "leavers", decimals=0),
        table=table,
        prose=left_out(state, WENT),
        workings=[worked(snapshot, WENT, state.selection)],
    )


def _reasons_title(left: pd.DataFrame, table: pd.DataFrame, total: float) -> str:
    unknown = left.loc[left["joined_or_left"] == "", "value"].sum()
    if unknown == total:
        return f"{total:,.0f} left the service, of none of them is a reason recorded"
    named = table[table["name"] != "Not recorded"].iloc[0]
    words = f"{total:,.0f} left the service, most of all by {named['name'].lower()}"
    missing = f"; no reason is recorded of {unknown:,.0f}" if unknown else ""
    return f"{words} ({named['value']:,.0f}){missing}"
