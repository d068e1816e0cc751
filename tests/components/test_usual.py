"""What is usual in a month: a card and the chart of the same measure say the same of it."""

import pytest

from dashboard.access.reading import Reader, Snapshot
from dashboard.components.held import card
from dashboard.components.over_time import monthly, monthly_view
from dashboard.components.state import State, read_state
from dashboard.measures.abstraction_rate import MEASURE as ABSTRACTIONS
from dashboard.measures.engine.definition import Measure
from dashboard.measures.engine.selection import read_query
from dashboard.measures.gap_to_nominal import MEASURE as GAP
from dashboard.store.releases import Store
from tests.demonstration_store import demonstration_root


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return Reader(Store(demonstration_root())).current()


def state_of(snapshot: Snapshot, month: str) -> State:
    return read_state(snapshot, read_query(f"to={month}"))


@pytest.mark.parametrize("measure", [GAP, ABSTRACTIONS], ids=lambda measure: measure.id)
def test_a_card_and_its_chart_call_the_same_months_usual(
    snapshot: Snapshot, measure: Measure
) -> None:
    said = set()
    for month in snapshot.cube.months[1:]:
        state = state_of(snapshot, month)
        shown = card(snapshot, state, measure)
        view = monthly_view(snapshot, state, monthly("m", measure), measure)
        assert view is not None
        if shown.change.startswith("the same"):
            continue
        usual = shown.change.endswith("as usual")
        assert usual == view.title.endswith((", a usual change", ", within its usual range")), month
        said.add(usual)
    assert said == {True, False}


def test_the_first_month_of_all_has_no_change_to_call_usual(snapshot: Snapshot) -> None:
    view = monthly_view(snapshot, state_of(snapshot, "2018-03"), monthly("m", GAP), GAP)
    assert view is not None
    assert view.title.endswith("% in March 2018")
