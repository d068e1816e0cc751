"""Probationers of each command beside what was published of it."""

import math
from dataclasses import replace

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.measured import MOST, by_dimension, lacks, ranked, ranked_view
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.working import left_out, worked
from dashboard.figures.marks import marks
from dashboard.figures.style import MINUS
from dashboard.measures.engine.benchmarks import fitting
from dashboard.measures.engine.definition import Measure
from dashboard.measures.engine.selection import Selection
from dashboard.measures.probationer_share_dc import MEASURE as DC
from dashboard.measures.probationer_share_pc import MEASURE as PC
from dashboard.schema import months
from dashboard.schema.evidence import Figure
from dashboard.schema.force import Force


def _panel(key: str, measure: Measure) -> Panel:
    every = ranked(key, measure).columns
    added = (
        Column("published", "Published, %"),
        Column("period", "Published for", "code"),
        Column("apart", "Difference, points", "change"),
    )
    return Panel(key, (*every[:4], *added, *every[4:]))


OF_PCS, OF_DCS = _panel("pcs", PC), _panel("dcs", DC)
_OF = {OF_PCS.key: PC, OF_DCS.key: DC}


def published_of(
    force: Force, measure: Measure, selection: Selection, command: str
) -> Figure | None:
    """The figure that was published of the measure in one command; none where there is none."""
    one = replace(selection, commands=(command,))
    for _, figure in fitting(measure, force, one):
        if figure.scope == command and figure.measure == measure.published:
            return figure
    return None


def probationers_view(snapshot: Snapshot, state: State, panel: Panel) -> View | None:
    """Every command's share, with the published one where there is any; the largest first."""
    measure, force, chosen = _OF[panel.key], snapshot.release.force, state.selection
    if lacks(snapshot, measure, chosen.months):
        return None
    fitted = chosen.fitted(measure)
    table = by_dimension(snapshot, state, measure)
    found = [published_of(force, measure, fitted, code) for code in table["code"]]
    if not any(found):
        plain = ranked(panel.key, measure)
        return ranked_view(snapshot, state, plain, measure)
    table["published"] = [math.nan if one is None else one.low for one in found]
    table["period"] = ["" if one is None else one.period for one in found]
    table["apart"] = (table["value"] - table["published"]).round(1)
    both = table.dropna(subset=["value", "published"])
    rated = table.dropna(subset=["value"])
    drawn = rated[rated["published"].notna() | rated["selected"]].head(MOST)
    short = measure.title.rpartition(" ")[2]
    return View(
        panel=panel,
        title=_title(both, short, fitted),
        statistic=f"{short} on probation, % of {short}, by command, {fitted.when()}, beside "
        f"what is published; the table has every command, and no rate under "
        f"{measure.minimum_base:g} {short}",
        figure=marks(
            drawn.assign(beside=[_signed(value) for value in drawn["apart"]]),
            (("value", f"this extract, {fitted.when()}"), ("published", _printed(both))),
            f"% of {short}",
            "difference",
        ),
        table=table,
        prose=left_out(state, measure),
        workings=[worked(snapshot, measure, chosen)],
    )


def _printed(both: pd.DataFrame) -> str:
    periods = [months.words(period) for period in dict.fromkeys(both["period"])]
    return f"published, {periods[0]}" if len(periods) == 1 else "published"


def _signed(value: float) -> str:
    if math.isnan(value):
        return ""
    return f"{value:+.1f}".replace("-", MINUS) if value else "0.0"


def _title(both: pd.DataFrame, short: str, fitted: Selection) -> str:
    """Where the selected command stands against its figure, or how many stand above theirs."""
    if both.empty:
        return f"No command with a published figure has enough {short} for a rate"
    chosen = both[both["selected"]]
    if len(chosen) == 1:
        row = chosen.iloc[0]
        return (
            f"{row['name']}: {row['value']:.1f}% of {short} are on probation, "
            f"{row['published']:.1f}% published"
        )
    if set(both["period"]) == {fitted.last} and fitted.first == fitted.last:
        agree = int((both["apart"].abs() <= 0.1).sum())
        return f"{agree} of {len(both)} commands have the share of {short} that is published"
    more = int((both["apart"] > 0).sum())
    return (
        f"{more} of {len(both)} commands have a larger share of {short} on probation "
        f"than is published"
    )
