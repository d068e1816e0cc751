"""Experience: who is on probation, new in the service, new as a sergeant, trained to drive."""

import math
from dataclasses import replace

from dash import html

from dashboard.access.reading import Snapshot
from dashboard.components import cautions
from dashboard.components.cards import Strip
from dashboard.components.measured import (
    needs_notice,
    ranked,
    ranked_view,
    said,
    strip,
)
from dashboard.components.over_time import monthly, monthly_view
from dashboard.components.page import Answered, Page
from dashboard.components.probationers import OF_DCS, OF_PCS, probationers_view
from dashboard.components.service import SERVED, served, service_view
from dashboard.components.state import State
from dashboard.components.wording import where
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.probationer_share import MEASURE as TOGETHER
from dashboard.measures.probationer_share_dc import MEASURE as DC
from dashboard.measures.probationer_share_pc import MEASURE as PC
from dashboard.measures.response_drivers import MEASURE as DRIVERS
from dashboard.measures.sergeants_first_year import MEASURE as NEW_SERGEANTS
from dashboard.measures.service_bands import MEASURE as BANDS

CARDS = Strip("experience")
FIGURES = {
    "probationer_share_pc": "Probationers among PCs",
    "probationer_share_dc": "Probationers among DCs",
    "probationer_share": "Probationers, PCs and DCs together",
    "sergeants_first_year": "Sergeants in their first year",
    "response_drivers": "Response officers who drive on response",
}
TEAMS = ranked("probationer-teams", TOGETHER, by="team")
SERGEANTS = ranked("sergeants", NEW_SERGEANTS)
DRIVING = ranked("drivers", DRIVERS)
OVER_TIME = {
    measure.id: monthly(f"monthly-{measure.id.replace('_', '-')}", measure, width=6)
    for measure in (PC, DC, NEW_SERGEANTS, DRIVERS)
}


def answer(snapshot: Snapshot, state: State) -> Answered:
    """The page for a state."""
    views = (
        probationers_view(snapshot, state, OF_PCS),
        probationers_view(snapshot, state, OF_DCS),
        service_view(snapshot, state),
        ranked_view(snapshot, state, TEAMS, TOGETHER, by="team"),
        ranked_view(snapshot, state, SERGEANTS, NEW_SERGEANTS),
        ranked_view(snapshot, state, DRIVING, DRIVERS),
        *(
            monthly_view(snapshot, state, OVER_TIME[measure.id], measure)
            for measure in (PC, DC, NEW_SERGEANTS, DRIVERS)
        ),
    )
    needed = needs_notice(snapshot, state, (BANDS, NEW_SERGEANTS, DRIVERS))
    return Answered(
        _headline(snapshot, state),
        tuple(view for view in views if view is not None),
        [*cautions.of(snapshot, state), *needed],
        strip(snapshot, state, CARDS, FIGURES),
    )


def _headline(snapshot: Snapshot, state: State) -> list:
    """Who is on probation, PCs and DCs apart, and how many have served under three years."""
    chosen = state.selection
    force = snapshot.release.force
    # Who is a PC or a DC is of one grade.
    place = where(force, replace(chosen, grades=()))
    shares = []
    for measure, short in ((PC, "PCs"), (DC, "DCs")):
        row = evaluate(snapshot.cube, measure, chosen.fitted(measure)).iloc[0]
        if row["denominator"] >= measure.minimum_base:
            shares.append(f"{said(measure, row['value'], '%')} of {short}")
    young = served(snapshot, chosen)["young"]
    share = math.nan if young.empty else young.iloc[0]
    if not shares and math.isnan(share):
        return [f"There are too few officers {place} in {chosen.when()} for any share."]
    words: list = []
    if shares:
        gap = html.Span(" and ".join(shares), className="gap")
        words += [gap, f" {place} are on probation"]
    if not math.isnan(share):
        which = "of all officers" if shares else f"of officers {place}"
        if chosen.grades:
            which = f"of {where(force, chosen)}"
        words.append(f"{'; ' if shares else ''}{share:.1f}% {which} have served under three years")
    return [*words, "."]


PAGE = Page(
    "/experience",
    "Experience",
    5,
    (CARDS, OF_PCS, OF_DCS, SERVED, TEAMS, SERGEANTS, DRIVING, *OVER_TIME.values()),
    answer,
    frozenset({"command", "team", "grade", "month", "over", "compare", "count", "view"}),
)
