"""Churn: who comes to the commands and who goes, between them and to and from the service."""

import math

from dash import html

from dashboard.access.reading import Snapshot
from dashboard.components.churn import (
    CARDS,
    OVER_TIME,
    TWO_READINGS,
    cards_of,
    cautions_of,
    months_view,
    over_a_year,
    readings_view,
)
from dashboard.components.measured import needs_notice, ranked, ranked_view, said
from dashboard.components.moves import (
    FLOWS,
    POSTED,
    REASONS,
    flows_view,
    posted_view,
    reasons_view,
)
from dashboard.components.page import Answered, Page
from dashboard.components.state import State
from dashboard.components.wording import listed
from dashboard.measures.churn_commands import MEASURE as CHURN
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.leaver_rate import MEASURE as LEAVERS
from dashboard.measures.moves_in import MEASURE as CAME
from dashboard.measures.moves_out import MEASURE as WENT

BY_COMMAND = ranked("churn-commands", CHURN)
BY_RANK = ranked("churn-ranks", CHURN, by="rank")
LEFT = ranked("leaver-rate", LEAVERS)


def answer(snapshot: Snapshot, state: State) -> Answered:
    """The page for a state; of a single month it shows the 12 months to it."""
    year = over_a_year(snapshot, state)
    views = (
        readings_view(snapshot, year),
        ranked_view(snapshot, year, BY_COMMAND, CHURN),
        months_view(snapshot, year),
        flows_view(snapshot, year),
        ranked_view(snapshot, year, BY_RANK, CHURN, by="rank"),
        posted_view(snapshot, year),
        ranked_view(snapshot, year, LEFT, LEAVERS),
        reasons_view(snapshot, year),
    )
    return Answered(
        _headline(snapshot, year),
        tuple(view for view in views if view is not None),
        [
            *cautions_of(snapshot, year),
            *needs_notice(snapshot, year, (CHURN, LEAVERS)),
        ],
        cards_of(snapshot, year),
    )


def _headline(snapshot: Snapshot, state: State) -> list:
    """How many came and went, and what share of the workforce that is."""
    chosen = state.selection
    came, went, churn = (
        evaluate(snapshot.cube, measure, chosen.fitted(measure)).iloc[0]
        for measure in (CAME, WENT, CHURN)
    )
    force = snapshot.release.force
    where = listed(force.in_words(chosen.commands) or [force.in_a_sentence()])
    if math.isnan(churn["numerator"]):
        return [f"No moves of {where} are known in {chosen.when()}."]
    words: list = [
        f"{came['value']:,.0f} people came to and {went['value']:,.0f} went from "
        f"{where if chosen.commands else f'the commands of {where}'}, {chosen.when()}"
    ]
    if churn["denominator"] >= CHURN.minimum_base:
        rate = f"a churn of {said(CHURN, churn['value'], '%')}"
        words += [": ", html.Span(rate, className="gap"), " of the mean workforce"]
    return [*words, "."]


class _OfAYear(Page):
    """The page of the 12 months to the one asked for, wherever it says which months it is of."""

    def fitted(self, snapshot: Snapshot, state: State) -> State:
        return over_a_year(snapshot, super().fitted(snapshot, state))


PAGE = _OfAYear(
    "/churn",
    "Churn",
    7,
    (CARDS, TWO_READINGS, BY_COMMAND, OVER_TIME, FLOWS, BY_RANK, POSTED, LEFT, REASONS),
    answer,
    frozenset({"command", "grade", "month", "over", "compare"}),
    subject="Officers, staff and PCSOs",
)
