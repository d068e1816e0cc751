"""What a change costs on the server in counts: passes over the cells, and memory taken for it."""

import tracemalloc

import pytest

from dashboard.access.reading import Reader, Snapshot
from dashboard.components.state import read_state
from dashboard.cube import rolled
from dashboard.measures.engine.selection import read_query
from dashboard.pages import overview
from dashboard.store.releases import Store
from tests.demonstration_store import demonstration_root


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return Reader(Store(demonstration_root())).current()


def answered(snapshot: Snapshot, query: str) -> None:
    overview.PAGE.props(snapshot, read_state(snapshot, read_query(query)), opened=())


def test_a_selection_that_nobody_asked_for_before_takes_no_pass_over_the_cells(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    passes = []
    real = rolled._flat
    monkeypatch.setattr(rolled, "_flat", lambda *given: passes.append(given[1]) or real(*given))
    answered(snapshot, "")
    # Each total of a measure, and the groups that it has, once.
    assert 0 < len(passes) <= 30
    answered(snapshot, "command=CE")
    passes.clear()
    for query in ("command=SN&to=2021-07", "command=NW&command=EA&to=2020-03", "to=2019-10"):
        answered(snapshot, query)
    assert len(passes) == 0


def test_a_change_takes_little_memory_whatever_the_cells_take(snapshot: Snapshot) -> None:
    for query in ("", "command=CE"):
        answered(snapshot, query)
    tracemalloc.start()
    try:
        answered(snapshot, "command=SE&to=2021-02")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 3_000_000
