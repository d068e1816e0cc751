"""Help between teams and commands: where lent shifts went, and who gave and received how many."""

from dataclasses import replace

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.measured import called
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.working import worked
from dashboard.figures.bars import bars
from dashboard.figures.flows import flows
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.selection import Selection
from dashboard.measures.help_given import MEASURE as GIVEN
from dashboard.measures.help_received import MEASURE as RECEIVED
from dashboard.schema.force import Force
from dashboard.schema.tables import EXTERNAL

FLOWS = Panel(
    "flows",
    (
        Column("source", "Team that gave", "text"),
        Column("target", "Helped", "text"),
        Column("value", "Shifts"),
    ),
)
HELP = Panel(
    "help",
    (
        Column("name", "Command", "text"),
        Column("given", "Given to other commands, shifts"),
        Column("received", "Received from other commands, shifts"),
        Column("value", "Received less given, shifts", "change"),
        Column("outside", "Given outside the force, shifts"),
        Column("within", "Between its own teams, shifts"),
    ),
)
ALL = "All commands"


def flows_view(snapshot: Snapshot, state: State) -> View | None:
    """From each team of the selected commands to those it helped; None where no shift was lent."""
    force, chosen = snapshot.release.force, state.selection
    wide = replace(chosen, teams=())
    by = ["team", "command", "to_command", "to_team"]
    found = evaluate(snapshot.cube, GIVEN, wide.fitted(GIVEN), by)
    found = found[found["value"] > 0]
    if found.empty:
        return None
    found = found.assign(
        source=[called(force, "team", code) for code in found["team"]],
        target=[_target(force, row) for row in found.to_dict("records")],
        selected=found["team"].isin(chosen.teams),
    )
    ends = ["source", "target", "selected"]
    table = found.groupby(ends, as_index=False)["value"].sum()
    table = table.sort_values("value", ascending=False, ignore_index=True)
    top, total = table.iloc[0], table["value"].sum()
    return View(
        panel=FLOWS,
        title=f"{top['value'] / total:.0%} of the help went from {top['source']} to "
        f"{top['target']}",
        statistic=f"Shifts by the team that gave them and whom they helped, {chosen.when()}",
        figure=flows(table, "shifts"),
        table=table,
        workings=[worked(snapshot, GIVEN, wide)],
    )


def _target(force: Force, row: dict) -> str:
    """Whom a shift helped: a team of the same command by its name, else the command."""
    if row["to_command"] == EXTERNAL:
        return "Outside the force"
    if row["to_command"] == row["command"]:
        return f"{called(force, 'to_team', row['to_team'])}, own command"
    return called(force, "to_command", row["to_command"])


def exchanged(snapshot: Snapshot, selection: Selection) -> pd.DataFrame:
    """A row a command: code, name, given, received, value (net), outside and within, in shifts.

    given and received are between commands of the force; over all of them they are equal, but
    for what was given to a command that sent no shifts. The most given, net, last.
    """
    wide = replace(selection, commands=(), teams=())
    pairs = evaluate(snapshot.cube, GIVEN, wide.fitted(GIVEN), ["command", "to_command"])
    own = pairs["command"] == pairs["to_command"]
    external = pairs["to_command"] == EXTERNAL
    hosted = evaluate(snapshot.cube, RECEIVED, wide.fitted(RECEIVED), ["command"])
    columns = {
        "given": _sums(pairs[~own & ~external]),
        "hosted": _sums(hosted),
        "outside": _sums(pairs[external]),
        "within": _sums(pairs[own]),
    }
    table = pd.DataFrame(columns).fillna(0.0).rename_axis("code").reset_index()
    table["received"] = table.pop("hosted") - table["within"]
    table["value"] = table["received"] - table["given"]
    force = snapshot.release.force
    table.insert(1, "name", [called(force, "command", code) for code in table["code"]])
    return table.sort_values(["value", "name"], ascending=[False, True], ignore_index=True)


def _sums(found: pd.DataFrame) -> pd.Series:
    return found.groupby("command")["value"].sum()


def help_view(snapshot: Snapshot, state: State) -> View | None:
    """What each command received less what it gave, and the sums over the whole force."""
    chosen = state.selection
    table = exchanged(snapshot, chosen)
    if table.empty or not table[["given", "received"]].to_numpy().any():
        return None
    numbers = table[["given", "received", "value", "outside", "within"]].sum()
    total = pd.DataFrame([{"code": "", "name": ALL, **numbers}])
    drawn = table.assign(selected=table["code"].isin(chosen.commands), flagged="")
    everyone = replace(chosen, commands=(), teams=())
    return View(
        panel=HELP,
        title=_help_title(drawn),
        statistic=f"Shifts received from other commands less those given, {chosen.when()}, "
        "all teams",
        figure=bars(drawn, "shifts received less given", decimals=0),
        table=pd.concat([table, total], ignore_index=True).round(1),
        prose=[("Over the whole force:", _summed(numbers))],
        workings=[worked(snapshot, measure, everyone) for measure in (GIVEN, RECEIVED)],
    )


def _help_title(drawn: pd.DataFrame) -> str:
    chosen = drawn[drawn["selected"]]
    if len(chosen) == 1:
        return f"{chosen['name'].iloc[0]} {_net(chosen['value'].iloc[0])}"
    top, low = drawn.iloc[0], drawn.iloc[-1]
    return f"{top['name']} {_net(top['value'])}; {low['name']} {_net(low['value'])}"


def _net(value: float) -> str:
    if value > 0:
        return f"received {value:,.0f} shifts more than it gave"
    if value < 0:
        return f"gave {-value:,.0f} shifts more than it received"
    return "received as many shifts as it gave"


def _summed(numbers: pd.Series) -> str:
    given, received = numbers["given"], numbers["received"]
    words = f"commands gave each other {given:,.0f} shifts and received {received:,.0f}"
    lost = round(given - received, 6)
    agree = f": {lost:,.0f} went to commands that sent no shifts" if lost else ": the two agree"
    far, near = numbers["outside"], numbers["within"]
    outside = f", and {far:,.0f} went outside the force" if far else ""
    return f"{words}{agree}{outside}. Teams of one command gave each other {near:,.0f}."
