"""The demonstration's tens of thousands of people: every measure against the oracle."""

from functools import cache

import pandas as pd
import pytest

from dashboard.access.reading import Reader, Snapshot
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import Selection
from dashboard.store import parquet
from dashboard.store.releases import Store
from tests import oracle
from tests.demonstration_store import demonstration_root

MONTHS = ["2023-01", "2019-08"]


@cache
def snapshot() -> Snapshot:
    return Reader(Store(demonstration_root())).current()


@cache
def cells(month: str, kind: str = "strength") -> pd.DataFrame:
    """The oracle's rows of a kind, of a month's people."""
    release = snapshot().release
    path = Store(demonstration_root()).path(release.tables["strength"][month])
    with parquet.connect() as connection:
        strength = parquet.read(connection, [path]).df()
    if kind == "strength":
        return oracle.described(oracle.cells(strength, release.force), release.force)
    return oracle.overlaps(strength) if kind == "overlaps" else oracle.recording(strength)


def test_the_demonstration_has_every_command_in_every_month() -> None:
    cube = snapshot().cube
    assert len(cube.months) == 61
    assert {*cube.commands} == {*snapshot().release.force.commands}
    # The plan is of a month that is not over, and some demand is of no command.
    assert all(not cube.lacking(month, tuple(cube.force.commands)) for month in cube.months)


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("measure_id", oracle.MEASURES)
def test_every_measure_by_command_is_the_oracles(measure_id: str, month: str) -> None:
    measure = all_measures()[measure_id]
    found = evaluate(snapshot().cube, measure, Selection(month, month), ["command"])
    concerned = oracle.concerned(cells(month, oracle.KIND.get(measure_id, "strength")), measure_id)
    wanted = oracle.measure(concerned, measure_id, ["command"])
    names = ["command", *measure.always_by]
    keys = [*found[names].itertuples(index=False, name=None)]
    assert sorted(keys) == [*wanted[names].itertuples(index=False, name=None)]
    found = found.sort_values(names)
    for name in ("numerator", "denominator", "value"):
        theirs = wanted[name].astype("float64").tolist()
        assert found[name].tolist() == pytest.approx(theirs, abs=1e-6, nan_ok=True)


@pytest.mark.parametrize(
    "switched", [{"count": "heads"}, {"view": "host"}, {"reading": "home_office"}]
)
def test_the_gap_by_command_is_the_oracles_however_it_is_switched(switched: dict[str, str]) -> None:
    asked = Selection(MONTHS[0], MONTHS[0], **switched)
    found = evaluate(snapshot().cube, all_measures()["gap_to_nominal"], asked, ["command"])
    wanted = oracle.measure(cells(MONTHS[0]), "gap_to_nominal", ["command"], **switched)
    assert found["command"].tolist() == wanted["command"].tolist()
    assert found["value"].tolist() == pytest.approx(wanted["value"].tolist(), abs=1e-6)


@pytest.mark.parametrize("month", MONTHS)
def test_the_gap_of_the_whole_force_is_the_oracles(month: str) -> None:
    found = evaluate(snapshot().cube, all_measures()["gap_to_nominal"], Selection(month, month))
    wanted = oracle.measure(cells(month), "gap_to_nominal", [])
    assert found["value"].iloc[0] == pytest.approx(wanted["value"].iloc[0])
