"""The ledger of the ring fence: shifts taken from it by month, and through the financial year."""

from dataclasses import replace

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.abstractions import of_whom
from dashboard.components.measured import called
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.wording import capital, listed
from dashboard.components.working import worked
from dashboard.figures.running import running
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.selection import Selection
from dashboard.measures.ring_fence_breaches import MEASURE as BREACHES
from dashboard.measures.ring_fence_share import MEASURE as SHARE
from dashboard.schema import months

LEDGER = Panel(
    "ring-fence",
    (
        Column("team", "Team", "text"),
        Column("year", "Financial year", "code"),
        Column("month", "Month", "code"),
        Column("value", "Shifts taken"),
        Column("running", "Total since April, shifts"),
        Column("rostered", "Rostered shifts"),
        Column("share", "Taken, % of rostered shifts"),
    ),
    width=12,
)
YEARS = 4
"""Financial years shown: that of the month, and those before."""
TOGETHER = "All ring-fenced teams"


def ledger(snapshot: Snapshot, selection: Selection) -> pd.DataFrame:
    """A row a month, of all ring-fenced teams together and of each one.

    team (``TOGETHER`` first), year, month, month_of_year (1 is April), value (taken), running
    (since April; missing from the first hole of a year on), rostered and share in %.
    """
    cube, force = snapshot.cube, snapshot.release.force
    earliest = months.shift(months.year_start(selection.last), -12 * (YEARS - 1))
    first = max(months.year_start(cube.months[0]), earliest)
    over_time = replace(selection, first=max(first, cube.months[0])).fitted(SHARE)
    together = evaluate(cube, SHARE, over_time, ["month"]).set_index("month")
    each = evaluate(cube, SHARE, over_time, ["team", "month"])
    parts = {TOGETHER: together}
    for code in each["team"].unique():
        own = each[each["team"] == code].set_index("month")
        # A month that was sent without a shift of the team has none; a hole has no number.
        sent = together["numerator"].notna()
        own = own.reindex(together.index)[["numerator", "denominator"]].fillna(0.0).where(sent)
        parts[called(force, "team", code)] = own
    if len(parts) == 1:
        return pd.DataFrame(columns=["team", "year", "month", "value"])
    span = months.between(first, selection.last)
    rows = [_of_team(name, part.reindex(list(span))) for name, part in parts.items()]
    return pd.concat(rows, ignore_index=True)


def _of_team(name: str, part: pd.DataFrame) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "team": name,
            "year": [months.financial_year(month) for month in part.index],
            "month": part.index,
            "month_of_year": [(int(month[-2:]) - 4) % 12 + 1 for month in part.index],
            "value": part["numerator"].to_numpy(),
            "rostered": part["denominator"].to_numpy(),
        }
    )
    table["running"] = table.groupby("year")["value"].cumsum(skipna=False)
    enough = table["rostered"].where(table["rostered"] >= SHARE.minimum_base)
    table["share"] = (100 * table["value"] / enough).round(1)
    return table


def ledger_view(snapshot: Snapshot, state: State) -> View | None:
    """The running totals, and the newest year month by month; None without ring-fenced teams."""
    chosen = state.selection
    table = ledger(snapshot, chosen)
    together = table[table["team"] == TOGETHER]
    if not together["value"].notna().any():
        return None
    names = list(table["team"].unique())[1:]
    whole = (together.groupby("year")["running"].count() > 0).to_dict()
    years = tuple(year for year in dict.fromkeys(together["year"]) if whole[year])
    statistic = f"Shifts of {listed(names)} spent on Aid or backfill of another team"
    statistic += f", by financial year to {months.words(chosen.last)}"
    if together["value"].isna().any():
        statistic += "; a total ends at a month that a command lacks"
    return View(
        panel=LEDGER,
        title=_title(snapshot, chosen, together.iloc[-1]),
        statistic=statistic,
        figure=running(together, "shifts taken", years),
        # One team alone is all of them together.
        table=(table if len(names) > 1 else table[table["team"] != TOGETHER]).round(1),
        workings=[worked(snapshot, measure, chosen) for measure in (BREACHES, SHARE)],
    )


def _title(snapshot: Snapshot, selection: Selection, newest: pd.Series) -> str:
    whose = capital(of_whom(snapshot.release.force, replace(selection, teams=())))
    month = months.words(newest["month"])
    if pd.isna(newest["value"]):
        return f"{whose}: no figure for {month}"
    share = "" if pd.isna(newest["share"]) else f", {newest['share']:.1f}% of those rostered"
    words = f"{newest['value']:,.0f} shifts were taken from ring-fenced teams in {month}{share}"
    if pd.isna(newest["running"]):
        return words
    return f"{words}, and {newest['running']:,.0f} since April"
