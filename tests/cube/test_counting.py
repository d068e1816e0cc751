"""People counted into cells, proved against the oracle; the cube's parts; and where the holes are.

The cells go the product's way: Parquet, DuckDB, Narwhals, Parquet, arrays.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.cube import parts
from dashboard.cube.arrays import Cube
from dashboard.cube.kind import Kind
from dashboard.cube.kinds import KINDS
from dashboard.schema.duty import DEFAULT_ORDER
from dashboard.schema.force import Force
from dashboard.store.files import DamagedFile
from dashboard.store.releases import Store
from tests import oracle
from tests.facts import MONTH, frame, month_end, people, small_force
from tests.small_store import cube_of, filled, release_of

FORCE = small_force()
KEYS = ["month", "view", "command", "team", "unit", "rank", "role", "status"]
COUNTS = ["fte", "heads", "probationers"]
VIEWS = {"both": ("home", "host"), "home": ("home",), "host": ("host",)}

Cells = dict[tuple[str, ...], list[float]]


def cells_of(cube: Cube) -> pd.DataFrame:
    """The cube's cells of strength as text again."""
    cells = cube.cells["strength"]
    columns: dict[str, Any] = {
        name: np.asarray(cube.labels[name], dtype=object)[cells.codes[name]] for name in KEYS
    }
    return pd.DataFrame(columns | {name: cells.counts[name] for name in COUNTS})


def on_each_view(cells: pd.DataFrame) -> Cells:
    """Counts by key; a cell that stands on both views counts on each."""
    found: Cells = {}
    for row in cells.to_dict("records"):
        for view in VIEWS[row["view"]]:
            key = tuple(view if name == "view" else row[name] for name in KEYS)
            sums = found.setdefault(key, [0.0, 0.0, 0.0])
            for place, count in enumerate(COUNTS):
                sums[place] += row[count]
    return found


def assert_same_cells(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    ours, theirs = on_each_view(found), on_each_view(expected)
    assert ours.keys() == theirs.keys()
    for key, counts in theirs.items():
        assert ours[key] == pytest.approx(counts, abs=1e-9), key


def assert_as_the_oracle_says(frames: Mapping[str, pd.DataFrame], force: Force) -> None:
    expected = [oracle.cells(filled(strength), force) for strength in frames.values()]
    assert_same_cells(cells_of(cube_of(frames, force)), pd.concat(expected))


@given(strength=people(FORCE, month=MONTH, max_size=40))
@settings(max_examples=10, deadline=None)
def test_cells_are_those_of_the_oracle(strength: pd.DataFrame) -> None:
    assert_as_the_oracle_says({MONTH: strength}, FORCE)


@given(strength=people(FORCE, month="2024-02", max_size=20, whole=False))
@settings(max_examples=8, deadline=None)
def test_columns_that_are_not_sent_are_blank(strength: pd.DataFrame) -> None:
    assert_as_the_oracle_says({"2024-02": strength}, FORCE)


@given(strength=people(FORCE, month=MONTH, max_size=40), order=st.permutations(DEFAULT_ORDER))
@settings(max_examples=10, deadline=None)
def test_cells_follow_a_forces_own_order_of_statuses(
    strength: pd.DataFrame, order: list[str]
) -> None:
    assert_as_the_oracle_says({MONTH: strength}, small_force(duty_statuses=tuple(order)))


@pytest.mark.parametrize("place", [0, len(DEFAULT_ORDER) - 1])
def test_recruit_training_may_come_first_or_last(place: int) -> None:
    others = [status for status in DEFAULT_ORDER if status != "recruit_training"]
    order = (*others[:place], "recruit_training", *others[place:])
    strength = frame(
        [
            {"training_share": 0.25},
            {"training_share": 0.25, "suspended": True},
            {"training_share": 1.0, "limitation": "adjusted"},
        ]
    )
    assert_as_the_oracle_says({MONTH: strength}, small_force(duty_statuses=order))


@given(strength=people(FORCE, month=MONTH, max_size=40), order=st.permutations(DEFAULT_ORDER))
@settings(max_examples=10, deadline=None)
def test_the_parts_of_every_person_add_up_on_each_view(
    strength: pd.DataFrame, order: list[str]
) -> None:
    # A rank of one's own tells the people apart in the cells.
    strength = filled(strength).assign(rank=lambda rows: [f"R{i}" for i in range(len(rows))])
    force = small_force(duty_statuses=tuple(order))
    cells = on_each_view(cells_of(cube_of({MONTH: strength}, force)))
    end = pd.Timestamp(month_end(MONTH))
    for row in strength.to_dict("records"):
        mine = {key: counts for key, counts in cells.items() if key[5] == row["rank"]}
        has_left = not pd.isna(row["left_on"]) and row["left_on"] <= end
        is_lent_outside = row["attached_to"] == "EXTERNAL" and not row["attached_from"] > end
        for view in ("home", "host"):
            parts_here = [counts for key, counts in mine.items() if key[1] == view]
            is_here = not has_left and not (view == "host" and is_lent_outside)
            assert sum(heads for _, heads, _ in parts_here) == pytest.approx(1.0 if is_here else 0)
            assert sum(fte for fte, _, _ in parts_here) == pytest.approx(
                row["fte"] if is_here else 0
            )
            assert {key[4] for key in mine if key[1] == view} <= {"", row["unit"]}


# --- parts ----------------------------------------------------------------------------------------

SOME = {
    "2023-01": frame([{"joined_on": "2021-06-15"}, {"suspended": True, "training_share": 0.5}]),
    "2023-02": frame(
        [{"month": "2023-02", "joined_on": "2021-06-15"}, {"month": "2023-02", "command": "NA"}]
    ),
}


class _Counted:
    """Stands before the counting of strength's kinds and notes the months they are asked for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.by_kind: dict[str, list[str]] = {
            name: [] for name, kind in KINDS.items() if kind.table == "strength"
        }
        noting = {name: replace(kind, count=self._noting(kind)) for name, kind in KINDS.items()}
        monkeypatch.setattr(parts, "KINDS", noting)

    def _noting(self, kind: Kind) -> Callable[..., Any]:
        def noted(facts: Any, month: str, force: Force) -> Any:
            if kind.name in self.by_kind:
                self.by_kind[kind.name].append(month)
            return kind.count(facts, month, force)

        return noted

    @property
    def months(self) -> list[str]:
        """The months counted, the same of every kind."""
        first, *others = self.by_kind.values()
        assert all(months == first for months in others)
        return first


def every(paths: parts.Paths) -> list[Path]:
    """The parts of all kinds."""
    return [path for listed in paths.values() for path in listed]


def test_a_part_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, counted = Store(tmp_path), _Counted(monkeypatch)
    release = release_of(store, SOME, FORCE)
    first = parts.build(store, release)
    assert counted.months == ["2023-01", "2023-02"]
    assert parts.build(store, release) == first
    assert counted.months == ["2023-01", "2023-02"]


def test_one_more_month_costs_one_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, counted = Store(tmp_path), _Counted(monkeypatch)
    january = {"2023-01": SOME["2023-01"]}
    paths = parts.build(store, release_of(store, january, FORCE))
    both = parts.build(store, release_of(store, SOME, FORCE))
    assert {name: listed[:1] for name, listed in both.items()} == paths
    assert counted.months == ["2023-01", "2023-02"]


@pytest.mark.parametrize(
    "said",
    [{"probation_months": 12}, {"duty_statuses": tuple(reversed(DEFAULT_ORDER))}],
    ids=["probation_months", "duty_statuses"],
)
def test_a_part_is_made_anew_when_the_rules_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: dict[str, Any]
) -> None:
    store, counted = Store(tmp_path), _Counted(monkeypatch)
    changed = small_force(**said)
    old = parts.build(store, release_of(store, SOME, FORCE))
    new = parts.build(store, release_of(store, SOME, changed))
    assert not {path.name.partition("-")[0] for path in every(old)} & {
        path.name.partition("-")[0] for path in every(new)
    }
    assert len(counted.months) == 4
    expected = pd.concat([oracle.cells(filled(strength), changed) for strength in SOME.values()])
    assert_same_cells(cells_of(Cube.load(new, changed)), expected)
    assert on_each_view(cells_of(Cube.load(old, FORCE))) != on_each_view(expected)


def test_what_does_not_bear_on_the_counting_leaves_the_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, counted = Store(tmp_path), _Counted(monkeypatch)
    old = parts.build(store, release_of(store, SOME, FORCE))
    renamed = small_force(name="Renamed Force")
    assert parts.build(store, release_of(store, SOME, renamed)) == old
    assert len(counted.months) == 2


def test_a_damaged_part_is_counted_again_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    release = release_of(store, SOME, FORCE)
    made = parts.build(store, release)
    damaged = made["strength"][1]
    held = damaged.read_bytes()
    damaged.write_bytes(held[:-1] + b"x")
    counted = _Counted(monkeypatch)
    assert parts.build(store, release) == made
    assert damaged.read_bytes() == held
    beside = {name for name, listed in made.items() if damaged in listed}
    assert {"strength", "overlaps", "recording"} <= beside
    expected = {key: ["2023-02"] if key in beside else [] for key in counted.by_kind}
    assert counted.by_kind == expected


def test_a_kind_whose_counting_changed_is_counted_again_with_those_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, counted = Store(tmp_path), _Counted(monkeypatch)
    release = release_of(store, SOME, FORCE)
    old = parts.build(store, release)
    monkeypatch.setitem(parts._COUNTINGS, "overlaps", "of another version")
    new = parts.build(store, release)
    beside = {name for name in KINDS if old[name] == old["overlaps"]}
    assert {name for name in KINDS if new[name] != old[name]} == beside
    once = ["2023-01", "2023-02"]
    assert counted.by_kind["overlaps"] == [*once, *once]


def test_a_damaged_table_is_named_before_it_is_counted(tmp_path: Path) -> None:
    store = Store(tmp_path)
    release = release_of(store, SOME, FORCE)
    damaged = store.path(release.tables["strength"]["2023-02"])
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"x")
    with pytest.raises(DamagedFile) as error:
        parts.build(store, release)
    assert str(damaged) in str(error.value)


def test_the_same_people_make_the_same_bytes(tmp_path: Path) -> None:
    names = []
    for place in ("here", "there"):
        store = Store(tmp_path / place)
        shuffled = {
            month: rows.sample(frac=1, random_state=len(place)) for month, rows in SOME.items()
        }
        built = parts.build(store, release_of(store, shuffled, FORCE))
        names.append([path.name for path in every(built)])
    assert names[0] == names[1]


# --- holes ----------------------------------------------------------------------------------------


def in_months(**commands: list[str]) -> dict[str, pd.DataFrame]:
    """One officer in each of the months named for a command."""
    months = sorted({month for listed in commands.values() for month in listed})
    return {
        month: frame(
            {"month": month, "command": code} for code, had in commands.items() if month in had
        )
        for month in months
    }


def had(cube: Cube) -> dict[str, list[str]]:
    """The months that each command has."""
    return {
        code: [month for month, here in zip(cube.months, column, strict=True) if here]
        for code, column in zip(
            cube.labels["command"], cube.has["strength"].T.tolist(), strict=True
        )
    }


def test_a_listed_commands_absent_month_is_a_hole() -> None:
    cube = cube_of(
        in_months(AA=["2022-11", "2022-12", "2023-01"], BB=["2022-11", "2023-01"]), FORCE
    )
    assert had(cube) == {
        "AA": ["2022-11", "2022-12", "2023-01"],
        "BB": ["2022-11", "2023-01"],
        "NA": [],
    }


def test_a_month_that_no_command_has_is_there_as_a_hole() -> None:
    cube = cube_of(in_months(AA=["2022-11", "2023-01"], BB=["2022-11", "2023-01"]), FORCE)
    assert cube.months == ("2022-11", "2022-12", "2023-01")
    assert had(cube) == {"AA": ["2022-11", "2023-01"], "BB": ["2022-11", "2023-01"], "NA": []}


def test_where_any_command_is_accepted_only_a_whole_month_is_a_hole() -> None:
    anywhere = small_force(commands={}, any_command=True)
    months = in_months(AA=["2022-10", "2022-12", "2023-01"], BB=["2022-10"], NA=["2023-01"])
    every = ["2022-10", "2022-12", "2023-01"]
    assert had(cube_of(months, anywhere)) == {"AA": every, "BB": every, "NA": every}


def test_a_command_that_only_hosts_others_has_not_sent_its_own_month() -> None:
    lent = frame([{"attached_to": "BB"}, {"command": "NA"}])
    cube = cube_of({MONTH: lent}, FORCE)
    assert had(cube) == {"AA": [MONTH], "BB": [], "NA": [MONTH]}
    assert cube.commands == ("AA", "NA")


def test_a_command_whose_last_officer_has_left_has_a_hole() -> None:
    strength = frame([{"command": "AA"}, {"command": "BB", "left_on": month_end(MONTH)}])
    assert cube_of({MONTH: strength}, FORCE).commands == ("AA",)


def test_an_empty_release_has_no_months() -> None:
    cube = cube_of({}, FORCE)
    assert cube.months == ()
    assert cube.newest() is None


def test_nobody_can_write_into_a_cube() -> None:
    cube = cube_of(SOME, FORCE)
    arrays = [*cube.has.values()]
    for cells in cube.cells.values():
        arrays += [*cells.codes.values(), *cells.counts.values()]
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[:] = 0
