"""Overlaps and recording, proved against the oracle and by hand; and how a kind is found."""

import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from dashboard.cube import kinds
from dashboard.cube.arrays import Cube
from dashboard.cube.kinds import KINDS
from dashboard.schema.duty import DEFAULT_ORDER
from dashboard.store.releases import Store
from tests import oracle
from tests.demonstration_store import demonstration_root
from tests.facts import MONTH, frame, people, small_force
from tests.small_store import cube_of, filled

FORCE = small_force()
ORACLES: Mapping[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "overlaps": oracle.overlaps,
    "recording": oracle.recording,
}

Found = dict[tuple[str, ...], tuple[float, ...]]


def text_of(cube: Cube, name: str) -> pd.DataFrame:
    """The cells of a kind as text again."""
    cells = cube.cells[name]
    dimensions: dict[str, Any] = {
        dimension: np.asarray(cube.labels[dimension], dtype=object)[codes]
        for dimension, codes in cells.codes.items()
    }
    return pd.DataFrame(dimensions | cells.counts)


def by_key(name: str, cells: pd.DataFrame) -> Found:
    """Counts by dimensions, summed."""
    kind = KINDS[name]
    found: dict[tuple[str, ...], list[float]] = {}
    for row in cells.to_dict("records"):
        sums = found.setdefault(tuple(row[d] for d in kind.dimensions), [0.0] * len(kind.counts))
        for place, count in enumerate(kind.counts):
            sums[place] += row[count]
    return {key: tuple(sums) for key, sums in found.items()}


def assert_same(name: str, found: pd.DataFrame, expected: pd.DataFrame) -> None:
    ours, theirs = by_key(name, found), by_key(name, expected)
    assert len(ours) == len(found), "a cell stands twice"
    assert ours.keys() == theirs.keys()
    for key, counts in theirs.items():
        assert ours[key] == pytest.approx(counts, abs=1e-9), key


def assert_as_the_oracle_says(strength: pd.DataFrame, month: str) -> None:
    cube = cube_of({month: strength}, FORCE)
    for name, of in ORACLES.items():
        assert_same(name, text_of(cube, name), of(filled(strength)))


@given(strength=people(FORCE, month=MONTH, max_size=40))
@settings(max_examples=15, deadline=None)
def test_cells_are_those_of_the_oracle(strength: pd.DataFrame) -> None:
    assert_as_the_oracle_says(strength, MONTH)


@given(strength=people(FORCE, month="2024-02", max_size=20, whole=False))
@settings(max_examples=10, deadline=None)
def test_columns_that_are_not_sent_are_blank(strength: pd.DataFrame) -> None:
    assert_as_the_oracle_says(strength, "2024-02")


@pytest.mark.parametrize("month", ["2018-03", "2023-01"])
def test_the_demonstration_is_counted_as_the_oracle_says(month: str) -> None:
    store = Store(demonstration_root())
    release = store.current()
    assert release is not None
    strength = store.frame(release.tables["strength"][month])
    cube = cube_of({month: strength}, release.force)
    for name, of in ORACLES.items():
        assert_same(name, text_of(cube, name), of(strength))


def test_overlaps_are_whole_and_do_not_follow_the_forces_order() -> None:
    strength = frame(
        [
            {"fte": 0.5, "training_share": 0.25, "suspended": True, "team": "CID"},
            {"training_share": 0.25, "team": "CID"},
            {"attached_to": "BB", "limitation": "adjusted"},
            {},
        ]
    )
    reordered = small_force(duty_statuses=tuple(reversed(DEFAULT_ORDER)))
    for force in (FORCE, reordered):
        found = by_key("overlaps", text_of(cube_of({MONTH: strength}, force), "overlaps"))
        assert found == {
            (MONTH, "AA", team, "PC", "officer", reason, other): counts
            for team, reason, other, *counts in (
                ("CID", "suspended", "suspended", 0.5, 1.0),
                ("CID", "suspended", "recruit_training", 0.5, 1.0),
                ("CID", "recruit_training", "recruit_training", 1.5, 2.0),
                ("", "attached_out", "attached_out", 1.0, 1.0),
                ("", "attached_out", "adjusted", 1.0, 1.0),
                ("", "adjusted", "adjusted", 1.0, 1.0),
            )
            for counts in [tuple(counts)]
        }


def test_recording_counts_what_is_filled_and_holds_none_of_it() -> None:
    strength = frame(
        [
            {"supervisor_id": "secret-1", "suspended": False, "unit": "A relief"},
            {"supervisor_id": "secret-2"},
            {"command": "BB", "role": "staff", "rank": "STAFF"},
            {"supervisor_id": "secret-3", "left_on": "2023-01-31"},
        ]
    )
    cube = cube_of({MONTH: strength}, FORCE)
    cells = text_of(cube, "recording").set_index(["command", "role", "column"])
    assert cells.loc["AA", "rows"].unique().tolist() == [2]
    assert cells.loc["BB", "rows"].unique().tolist() == [1]
    assert cells.loc[cells["filled"] > 0, "filled"].to_dict() == {
        ("AA", "officer", "supervisor_id"): 2,
        ("AA", "officer", "suspended"): 1,
        ("AA", "officer", "unit"): 1,
    }
    assert len(cells) == 2 * len(cube.labels["column"])
    assert not [value for values in cube.labels.values() for value in values if "secret" in value]


def test_kinds_share_the_labels_of_the_dimensions_that_they_share() -> None:
    strength = {
        month: frame([{"month": month, "command": "BB", "limitation": "adjusted"}])
        for month in ("2022-11", "2023-01")
    }
    cube = cube_of(strength, FORCE)
    assert cube.labels["month"] == ("2022-11", "2022-12", "2023-01")
    assert cube.labels["command"] == ("AA", "BB", "NA")
    assert cube.labels["reason"] == cube.labels["other"] == DEFAULT_ORDER
    for cells in (cube.cells[name] for name in ("strength", *ORACLES)):
        assert {*cells.codes["month"].tolist()} == {0, 2}
        assert {*cells.codes["command"].tolist()} == {1}


def test_cells_lie_by_month_whatever_the_order_in_which_they_come() -> None:
    listed = [frame([{"month": month, "suspended": True}]) for month in ("2023-02", "2022-12")]
    frames = {name: pd.concat([of(month) for month in listed]) for name, of in ORACLES.items()}
    cube = Cube.from_cells(frames, FORCE)
    for name in ORACLES:
        assert np.all(np.diff(cube.cells[name].codes["month"]) >= 0)
        assert_same(name, text_of(cube, name), frames[name])
    assert len(cube.cells["strength"].counts["fte"]) == 0


def test_people_without_a_reason_leave_no_overlap() -> None:
    cube = cube_of({MONTH: frame([{}])}, FORCE)
    assert [len(codes) for codes in cube.cells["overlaps"].codes.values()] == [0] * 7
    assert cube.commands == ("AA",)


# --- finding kinds --------------------------------------------------------------------------------


@pytest.fixture
def dropped_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the file of overlaps beside the others."""
    copy = tmp_path / "dropped_in.py"
    shutil.copy(Path(kinds.__path__[0]) / "overlaps.py", copy)
    monkeypatch.setattr(kinds, "__path__", [*kinds.__path__, str(tmp_path)])
    monkeypatch.delitem(sys.modules, f"{kinds.__name__}.dropped_in", raising=False)
    return copy


def test_a_new_kind_is_found_where_its_file_is_dropped_in(dropped_in: Path) -> None:
    said = dropped_in.read_text(encoding="utf-8").replace('name="overlaps"', 'name="dropped_in"')
    dropped_in.write_text(said, encoding="utf-8")
    assert [*kinds.found(kinds.__path__)] == sorted([*KINDS, "dropped_in"])


def test_two_kinds_of_one_name_are_refused(dropped_in: Path) -> None:
    assert dropped_in.exists()
    with pytest.raises(ValueError, match="two kinds of cells have the name 'overlaps'"):
        kinds.found(kinds.__path__)
