"""Probationers beside what is published, units above 10 and sergeants needed, by hand."""

from pathlib import Path
from typing import Any

import pytest

from dashboard.access.reading import Snapshot
from dashboard.components.probationers import OF_PCS, probationers_view
from dashboard.components.service import service_view
from dashboard.components.spans import (
    bucket,
    levels,
    readings_view,
    recorded_view,
    supervisors_view,
)
from dashboard.components.state import State, read_state
from dashboard.components.units import (
    TARGET,
    above_view,
    needed,
    needed_view,
    spread_view,
    units,
)
from dashboard.measures.engine.selection import read_query
from dashboard.schema.force import Command, Team
from tests.facts import Row, frame, small_force
from tests.small_store import snapshot_of

TEAMS = {"SNT": Team(name="Safer streets", function="neighbourhood", uniformed=True)}
COMMANDS = {
    "AW": Command(name="West Area", group="BCU"),
    "CE": Command(name="Central East", group="BCU"),
}


def state_of(snapshot: Snapshot, query: str = "") -> State:
    return read_state(snapshot, read_query(query), {TARGET.name: TARGET})


def officers(count: int, **columns: Any) -> list[Row]:
    return [dict(columns) for _ in range(count)]


def unit(name: str, constables: int, sergeants: int, command: str = "AW") -> list[Row]:
    place = {"command": command, "team": "SNT", "unit": name}
    return officers(constables, **place) + officers(sergeants, rank="PS", **place)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """AW: spans of 10, 11, 25/2 and none; CE: one of 4, and a sergeant who leads nobody."""
    rows = [
        *unit("Ten", 20, 2),
        *unit("Eleven", 11, 1),
        *unit("Twelve", 25, 2),
        *unit("None", 7, 0),
        *unit("Four", 8, 2, "CE"),
        *unit("Alone", 0, 1, "CE"),
        *officers(3, command="CE", joined_on="2021-06-01", probationer=True),
        *officers(27, command="CE", joined_on="2001-06-01"),
    ]
    return made(tmp_path_factory.mktemp("small"), rows)


def made(folder: Path, rows: list[Row], **said: Any) -> Snapshot:
    force = small_force(commands=COMMANDS, teams=TEAMS, **said)
    return snapshot_of(folder, {"2023-01": frame(rows)}, force)


def test_units_without_a_sergeant_come_first_and_then_the_largest_spans(small: Snapshot) -> None:
    table = units(small, state_of(small).selection)
    assert table["unit"].tolist() == ["None", "Twelve", "Eleven", "Ten", "Four", "Alone"]
    assert table["span"].tolist()[1:] == [12.5, 11.0, 10.0, 4.0, 0.0]
    view = above_view(small, state_of(small))
    assert view is not None
    assert view.table["unit"].tolist() == ["None", "Twelve", "Eleven"]
    assert (
        view.title == "West Area: Twelve has 12.5 PCs per sergeant; 1 unit has no sergeant at all"
    )
    assert view.prose == [("Without a sergeant.", "West Area: None (7 PCs).")]


def test_of_a_command_without_such_units_no_span_is_told(tmp_path: Path) -> None:
    snapshot = made(tmp_path, [*unit("Ten", 20, 2), *officers(5, command="CE")])
    state = state_of(snapshot, "command=CE")
    for panel in (readings_view, recorded_view, needed_view):
        assert panel(snapshot, state) is None


def test_sergeants_needed_bring_every_unit_to_the_span(small: Snapshot) -> None:
    table = units(small, state_of(small).selection).set_index("unit")
    # 7, 25, 11, 20, 8 and 0 PCs; 0, 2, 1, 2, 2 and 1 sergeants.
    assert needed(table, 10).to_dict() == {
        "None": 1.0,
        "Twelve": 1.0,
        "Eleven": 1.0,
        "Ten": 0.0,
        "Four": 0.0,
        "Alone": 0.0,
    }
    # For 8: 1, 4 - 2, 2 - 1, 3 - 2. For 12: 1, 3 - 2, none, none.
    assert needed(table, 8).sum() == 5.0
    assert needed(table, 12).sum() == 2.0
    view = needed_view(small, state_of(small, "target=8"))
    assert view is not None
    assert view.title == "5 more sergeants would bring every unit to 8 PCs per sergeant"
    columns = ["code", "units", "to_8", "to_10", "to_12"]
    assert view.table[columns].to_numpy().tolist() == [["AW", 4, 5, 3, 2], ["CE", 2, 0, 0, 0]]
    own = needed_view(small, state_of(small, "command=CE"))
    assert own is not None
    assert own.title == "0 more sergeants would bring every unit to 10 PCs per sergeant"


def test_a_distribution_sets_ten_exactly_apart_from_what_is_above(small: Snapshot) -> None:
    assert [bucket(span) for span in (0, 6, 6.1, 10, 10.1, 16, 16.1)] == [
        "to 6",
        "to 6",
        "to 8",
        "to 10",
        "to 12",
        "to 16",
        "more",
    ]
    view = spread_view(small, state_of(small))
    assert view is not None
    counts = dict(zip(view.table["bucket"], view.table["count"], strict=True))
    assert counts == {
        "to 6": 2,
        "to 8": 0,
        "to 10": 1,
        "to 12": 1,
        "to 14": 1,
        "to 16": 0,
        "more": 0,
        "no sergeant": 1,
    }
    # Of six units there is no share.
    assert view.title == "3 of 6 units stand above 10 PCs per sergeant"


def test_what_is_not_recorded_is_not_shown(small: Snapshot) -> None:
    assert supervisors_view(small, state_of(small)) is None
    view = readings_view(small, state_of(small))
    assert view is not None
    # Nobody says who is acting, so that there are two readings.
    assert [column.name for column in view.panel.columns if column.name == "substantive"] == []
    assert "deployable" in view.table


def test_the_spans_that_are_published_are_drawn(small: Snapshot) -> None:
    chosen = state_of(small).selection
    assert levels(small.release.force, chosen) == ((8.0, "8"), (10.0, "10"), (12.0, "12"))


def test_service_is_shared_among_those_of_whom_it_is_recorded(small: Snapshot) -> None:
    view = service_view(small, state_of(small))
    assert view is not None
    table = view.table.set_index("code")
    # 3 of 30; of West Area's officers it is recorded of nobody.
    assert table["young"].to_dict() == {"CE": 10.0, "AW": pytest.approx(float("nan"), nan_ok=True)}
    assert table.loc["AW", "not recorded"] == 68.0
    assert view.title == "10.0% of officers have under three years' service"


def test_probationers_stand_beside_the_figure_of_their_own_command(tmp_path: Path) -> None:
    rows = [
        *officers(15, command="AW", probationer=True),
        *officers(35, command="AW"),
        *officers(5, command="CE", probationer=True),
        *officers(10, command="CE"),
    ]
    snapshot = made(tmp_path, rows, published_as="Metropolitan Police")
    view = probationers_view(snapshot, state_of(snapshot), OF_PCS)
    assert view is not None
    table = view.table.set_index("code")
    # 15 of 50, against the 28.2 of Figure 4.5. Of 15 PCs there is no share.
    row = table.loc["AW"]
    assert [row["value"], row["published"], row["apart"]] == [30.0, 28.2, 1.8]
    assert [table.loc["CE", "published"], table.loc["CE", "numerator"]] == [25.2, 5.0]
    assert table["value"].isna().to_dict() == {"AW": False, "CE": True}
    own = probationers_view(snapshot, state_of(snapshot, "command=AW"), OF_PCS)
    assert own is not None
    assert own.title == "West Area: 30.0% of PCs are on probation, 28.2% published"


def test_another_force_has_its_probationers_without_any_published_figure(tmp_path: Path) -> None:
    snapshot = made(tmp_path, officers(30, command="AW", probationer=True))
    view = probationers_view(snapshot, state_of(snapshot), OF_PCS)
    assert view is not None
    assert "published" not in view.table
    assert view.table["value"].tolist() == [100.0]
