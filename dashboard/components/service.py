"""Officers of each command by completed years of service."""

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.measured import MOST, lacks
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.working import left_out, worked
from dashboard.cube.kinds.experience import NOT_RECORDED, SERVICE
from dashboard.figures.stack import OTHER, stack
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.selection import Selection
from dashboard.measures.service_bands import MEASURE as BANDS

LEAST = 20
"""Officers below whom there is no share of them."""
_YOUNG = SERVICE[:3]
_DRAWN = {
    "under 1": "under 1 year",
    "1 to 2": "1 to 2 years",
    "3 to 4": "3 to 4 years",
    "5 to 9": "5 to 9 years",
    "10 to 19": "10 to 19 years",
    "20 or more": "20 years or more",
    OTHER: NOT_RECORDED,
}
"""The parts that are drawn, two of the bands being one, and their words."""
SERVED = Panel(
    "service",
    (
        Column("name", "Command", "text"),
        Column("total", "Officers, FTE"),
        *(Column(band, f"{band.capitalize()}, FTE") for band in SERVICE),
        Column("young", "Under 3 years, % of those recorded"),
    ),
    width=12,
)


def served(snapshot: Snapshot, selection: Selection, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """A row a group: officers in each band, ``total``, and ``young``, % with under three years.

    Without *by* one row of the whole selection. A hole is missing; so is a share of fewer than
    20 officers whose service is recorded.
    """
    found = evaluate(snapshot.cube, BANDS, selection.fitted(BANDS), by)
    found = found.assign(all="") if not by else found
    index = by[0] if by else "all"
    wide = found.pivot(index=index, columns="service", values="value")
    hole = wide.isna().all(axis=1)
    wide = wide.reindex(columns=list(SERVICE)).fillna(0.0)
    wide.loc[hole] = float("nan")
    known = wide.drop(columns=NOT_RECORDED).sum(axis=1, skipna=False)
    share = 100 * wide[list(_YOUNG)].sum(axis=1, skipna=False) / known.where(known >= LEAST)
    wide = wide.round(1)
    wide["total"] = wide.sum(axis=1, skipna=False).round(1)
    wide["young"] = share.round(1)
    return wide.rename_axis("code").reset_index()


def service_view(snapshot: Snapshot, state: State) -> View | None:
    """Every command's officers by years of service; the most with under three years first."""
    chosen, force = state.selection, snapshot.release.force
    if lacks(snapshot, BANDS, chosen.months):
        return None
    table = served(snapshot, chosen.everywhere(), ("command",))
    if table["total"].fillna(0).sum() == 0:
        return None
    table.insert(1, "name", [force.command_name(code) for code in table["code"]])
    table["selected"] = table["code"].isin(chosen.commands)
    table = table.sort_values(["young", "total"], ascending=False, ignore_index=True)
    known = table.dropna(subset=["total"])
    drawn = pd.concat([known.head(MOST), known.iloc[MOST:].query("selected")])
    parts = tuple(_DRAWN.items()) if known[NOT_RECORDED].any() else tuple(_DRAWN.items())[:-1]
    shown = drawn.assign(**{"1 to 2": drawn["1"] + drawn["2"], OTHER: drawn[NOT_RECORDED]})
    fitted = chosen.fitted(BANDS)
    statistic = f"Officers by completed years of service, {fitted.unit}, {fitted.when()}, by the "
    statistic += "share with under three years"
    if len(drawn) < len(table):
        statistic += f"; {len(drawn)} of {len(table)} commands, the table has all"
    return View(
        panel=SERVED.told_in(fitted),
        title=_title(table),
        statistic=statistic,
        figure=stack(shown, parts, f"{fitted.unit} officers"),
        table=table,
        prose=left_out(state, BANDS),
        workings=[worked(snapshot, BANDS, chosen)],
    )


def _title(table: pd.DataFrame) -> str:
    rated = table.dropna(subset=["young"])
    if rated.empty:
        return f"No command has {LEAST} officers whose service is recorded"
    chosen = rated[rated["selected"]]
    if len(chosen) == 1:
        row = chosen.iloc[0]
        return f"{row['name']}: {row['young']:.1f}% of officers have under three years' service"
    top, low = rated.iloc[0], rated.iloc[-1]
    if len(rated) == 1:
        return f"{top['young']:.1f}% of officers have under three years' service"
    return (
        f"{top['young']:.1f}% of officers have under three years' service in {top['name']}, "
        f"{low['young']:.1f}% in {low['name']}"
    )
