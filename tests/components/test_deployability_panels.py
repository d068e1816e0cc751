"""Home and host, the two readings, states, overlaps and recording, against hand-worked people."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard.access.reading import Snapshot
from dashboard.components import states
from dashboard.components.crossed import crossed_view
from dashboard.components.home_and_host import bridge, home_and_host_view
from dashboard.components.overlaps import overlaps_view
from dashboard.components.recording import NOT_RECORDED, recording, recording_view, unrecorded
from dashboard.components.state import State, read_state
from dashboard.components.two_readings import two_readings_view
from dashboard.measures.engine.selection import read_query
from dashboard.pages.deployability import PAGE
from tests.facts import Row, frame, person, small_force
from tests.small_store import snapshot_of


def state_of(snapshot: Snapshot, query: str) -> State:
    return read_state(snapshot, read_query(query))


# Home and host.


def lending(ten: Row | None = None, outside: int = 0) -> pd.DataFrame:
    """AA has 100 and lends 10 to BB, which has 50, and some of the rest outside the force."""
    rows = [person(person_id=f"a{i}") for i in range(100)]
    rows += [person(person_id=f"b{i}", command="BB") for i in range(50)]
    for row in rows[:10]:
        row |= {"attached_to": "BB"} | (ten or {})
    for row in rows[10 : 10 + outside]:
        row |= {"attached_to": "EXTERNAL"}
    return frame(rows)


def lent(folder: Path, people: pd.DataFrame) -> Snapshot:
    return snapshot_of(folder, {"2023-01": people}, small_force(commands={}, any_command=True))


@pytest.fixture(scope="module")
def a_lends_b(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return lent(tmp_path_factory.mktemp("lent"), lending())


@pytest.mark.parametrize(
    ("query", "nominal", "deployable"),
    [
        ("", (150, 10, 10, 150), (140, 0, 10, 150)),
        ("command=AA", (100, 10, 0, 90), (90, 0, 0, 90)),
        ("command=BB", (50, 0, 10, 60), (50, 0, 10, 60)),
        # Whoever is attached out is available for duty.
        ("reading=home_office", (150, 10, 10, 150), (150, 10, 10, 150)),
        # The bridge is the same wherever the reader stands.
        ("view=host&count=heads", (150, 10, 10, 150), (140, 0, 10, 150)),
    ],
)
def test_the_bridge_from_home_to_host(
    a_lends_b: Snapshot, query: str, nominal: tuple[int, ...], deployable: tuple[int, ...]
) -> None:
    table = bridge(a_lends_b, state_of(a_lends_b, query).selection)
    numbers = table[["home", "lent", "borrowed", "host"]].to_numpy().tolist()
    assert numbers == [[*map(float, nominal)], [*map(float, deployable)]]


def test_the_difference_of_home_and_host_is_said(a_lends_b: Snapshot) -> None:
    view = home_and_host_view(a_lends_b, state_of(a_lends_b, ""))
    assert view.title == (
        "10.0 more are fully deployable where they work than on whose books they are"
    )
    ((_, words),) = view.prose
    assert "both views hold the same officers" in words
    assert "10.0 of those borrowed are fully deployable" in words
    own = home_and_host_view(a_lends_b, state_of(a_lends_b, "command=AA"))
    assert own.title == "As many are fully deployable on the home view as on the host view"
    ((_, words),) = own.prose
    assert words.startswith("10.0 of these officers work elsewhere, and 0.0 from elsewhere")


def test_of_a_team_whose_borrowed_officers_nobody_records_nothing_is_shown(tmp_path: Path) -> None:
    rows = lending().assign(team="RESPONSE")
    snapshot = snapshot_of(tmp_path, {"2023-01": rows}, small_force())
    state = state_of(snapshot, "team=RESPONSE")
    assert home_and_host_view(snapshot, state) is None
    assert any("borrowed" in words for words in PAGE.answer(snapshot, state).cautions)


def test_who_is_lent_outside_is_on_no_host_view(tmp_path: Path) -> None:
    snapshot = lent(tmp_path, lending(outside=3))
    view = home_and_host_view(snapshot, state_of(snapshot, ""))
    books, deployable = view.table[["home", "lent", "borrowed", "host"]].to_numpy().tolist()
    assert books == [150.0, 13.0, 10.0, 147.0]
    assert deployable == [137.0, 0.0, 10.0, 147.0]
    assert "the books hold 3.0 more than work in it" in view.prose[0][1]


def test_who_is_lent_on_recuperative_duties_is_limited_where_they_work(tmp_path: Path) -> None:
    snapshot = lent(tmp_path, lending({"limitation": "recuperative"}))
    table = bridge(snapshot, state_of(snapshot, "").selection)
    assert list(table["borrowed"]) == [10.0, 0.0]
    assert list(table["host"]) == [150.0, 140.0]


# The two readings and the states.


def mixed() -> pd.DataFrame:
    """AA: four times the eight statuses, in Response; BB: 30 for full duty in CID; 5 in NA."""
    said: list[Row] = [
        {"suspended": True},
        {"absence": "sickness", "absence_from": "2022-06-01"},
        {"attached_to": "EXTERNAL"},
        {"training_share": 0.5},
        {"limitation": "management_restricted"},
        {"limitation": "adjusted"},
        {"limitation": "recuperative"},
        {},
    ]
    rows = [person(team="RESPONSE", **one) for one in said * 4]
    rows += [person(command="BB", team="CID") for _ in range(30)]
    return frame([*rows, *(person(command="NA") for _ in range(5))])


@pytest.fixture(scope="module")
def eights(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return snapshot_of(tmp_path_factory.mktemp("eights"), {"2023-01": mixed()}, small_force())


def test_each_reading_counts_its_own_and_the_table_what_lies_between(eights: Snapshot) -> None:
    # Whichever reading is switched on, both are shown.
    for query in ("", "reading=home_office"):
        view = two_readings_view(eights, state_of(eights, query))
        assert view.panel.csv(view.table).to_numpy().tolist() == [
            ["Alpha", 32.0, 24.0, 6.0, 18.0],
            ["Bravo", 30.0, 30.0, 30.0, 0.0],
            ["North Area", 5.0, 5.0, 5.0, 0.0],
        ]
        assert view.title == "59 are available for duty, and 41 fully deployable"
    one = two_readings_view(eights, state_of(eights, "command=AA"))
    assert one.title == "24 are available for duty, and 6 fully deployable"


def test_the_states_of_commands_and_teams_are_shares_of_their_nominal(eights: Snapshot) -> None:
    for view, names in (
        (states.commands_view(eights, state_of(eights, "")), ("Alpha", "Bravo", "North Area")),
        (states.teams_view(eights, state_of(eights, "")), ("Response", "CID", states.NO_TEAM)),
    ):
        table = view.table.set_index("name")
        assert list(table["nominal"]) == [32.0, 30.0, 5.0]
        assert tuple(table.index) == names
        first, second, small = (table.loc[name] for name in names)
        # 14 of 32 are away, the half of four recruits among them; 12 are limited.
        assert (first["away"], first["limited"], first["gap_percent"]) == (43.75, 37.5, 81.25)
        assert (second["away"], second["limited"], second["gap_percent"]) == (0.0, 0.0, 0.0)
        assert small[["away", "limited", "gap_percent"]].isna().all()
        assert (first["recruit_training"], first["full"]) == (2.0, 6.0)
        assert view.title.startswith(f"{names[0]} has the most who are not fully deployable, 81.2%")
        assert f"{names[1]} the fewest, 0.0%" in view.title


def test_the_teams_are_those_of_the_selected_commands(eights: Snapshot) -> None:
    view = states.teams_view(eights, state_of(eights, "command=BB&team=CID"))
    assert list(view.table["name"]) == ["CID"]
    assert list(view.table["selected"]) == [True]
    assert view.title == "Every team is recorded as fully deployable"


def test_the_gap_of_teams_in_commands_has_a_cell_where_there_are_enough(eights: Snapshot) -> None:
    view = crossed_view(eights, state_of(eights, ""))
    found = view.table.set_index(["row", "column"])["value"]
    assert found.to_dict() == {
        ("Alpha", "Response"): pytest.approx(81.25, abs=0.051),
        ("Bravo", "CID"): 0.0,
    }
    assert view.title.startswith("The widest gap is in Alpha's Response: 81.")


# Overlaps.


def several_reasons() -> list[Row]:
    return [
        person(suspended=True, limitation="adjusted", fte=0.5),
        person(suspended=True),
        person(
            absence="sickness",
            absence_from="2022-06-01",
            attached_to="BB",
            limitation="recuperative",
        ),
        # Recruits are whole here: both reasons apply to all of them.
        person(training_share=0.5, limitation="adjusted", fte=0.8),
        person(limitation="adjusted"),
        person(),
        person(command="BB", suspended=True, limitation="adjusted"),
        person(rank="STAFF", role="staff", suspended=True, limitation="adjusted"),
    ]


def test_overlaps_are_those_of_officers_by_pair_and_by_themselves(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, {"2023-01": frame(several_reasons())}, small_force())
    view = overlaps_view(snapshot, state_of(snapshot, "command=AA"))
    found = view.table.set_index(["row", "column"])["value"].to_dict()
    sick, lent_out, back = "Long-term absence", "Attached out", "Recuperative duties"
    assert found == {
        ("Suspended", "Suspended"): 1.5,
        ("Suspended", "Adjusted duties"): 0.5,
        (sick, sick): 1.0,
        (sick, lent_out): 1.0,
        (sick, back): 1.0,
        (lent_out, lent_out): 1.0,
        (lent_out, back): 1.0,
        ("Recruit training", "Recruit training"): 0.8,
        ("Recruit training", "Adjusted duties"): 0.8,
        ("Adjusted duties", "Adjusted duties"): 2.3,
        (back, back): 1.0,
    }
    assert view.title.endswith("overlap most: 1.0 FTE have both")
    heads = overlaps_view(snapshot, state_of(snapshot, "command=AA&count=heads")).table
    found = heads.set_index(["row", "column"])["value"].to_dict()
    assert found["Suspended", "Adjusted duties"] == 1.0
    assert found["Recruit training", "Adjusted duties"] == 1.0
    whole = overlaps_view(snapshot, state_of(snapshot, ""))
    found = whole.table.set_index(["row", "column"])["value"].to_dict()
    assert found["Suspended", "Adjusted duties"] == 1.5
    assert whole.title == "Suspended and adjusted duties overlap most: 1.5 FTE have both"


def test_where_nobody_has_two_reasons_that_is_the_finding(eights: Snapshot) -> None:
    view = overlaps_view(eights, state_of(eights, ""))
    assert view.title == "No officer has more than one recorded reason"


# Recording.


def recorded(counts: dict[str, int]) -> list[Row]:
    """So many officers a command; all columns are recorded of somebody but limitations."""
    rows = []
    for code, count in counts.items():
        here = [person(command=code, suspended=False) for _ in range(count)]
        here[0] |= {"absence": "sickness", "absence_from": "2023-01-30", "attached_to": "NA"}
        rows += here
    return rows


@pytest.fixture(scope="module")
def half_recorded(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    rows = recorded({"AA": 201, "BB": 200, "NA": 201})
    rows[-1] |= {"limitation": "adjusted"}
    # Of staff it is recorded, and that says nothing of officers.
    rows.append(person(rank="STAFF", role="staff", limitation="adjusted"))
    root = tmp_path_factory.mktemp("recorded")
    return snapshot_of(root, {"2023-01": frame(rows)}, small_force())


def test_not_recorded_is_over_two_hundred_officers_and_not_one_entry(
    half_recorded: Snapshot,
) -> None:
    found = unrecorded(half_recorded, state_of(half_recorded, "").selection)
    assert [(one.command, one.column, one.filled, one.rows, one.said) for one in found] == [
        ("AA", "limitation", 0.0, 201.0, NOT_RECORDED)
    ]


def test_a_share_is_that_of_the_rows_with_an_entry(half_recorded: Snapshot) -> None:
    found = recording(half_recorded, state_of(half_recorded, "").selection)
    percent = {(one.command, one.column): one.percent for one in found}
    assert percent["AA", "suspended"] == 100.0
    assert percent["BB", "absence"] == 0.5
    assert percent["NA", "limitation"] == pytest.approx(100 / 201)
    # Nobody sends units here, in any command; no status rests on them.
    assert percent["AA", "unit"] == 0.0
    assert {one.said for one in found if one.column == "unit"} == {""}


def test_the_panel_of_recording_counts_the_commands_and_keeps_all_of_them(
    half_recorded: Snapshot,
) -> None:
    for query in ("", "command=BB", "command=AA&grade=constable&view=host"):
        view = recording_view(half_recorded, state_of(half_recorded, query))
        assert view.title == "1 command does not record what a duty status rests on"
        assert set(view.table["command"]) == {"AA", "BB", "NA"}


def test_where_everything_is_recorded_the_panel_says_so(tmp_path: Path) -> None:
    rows = recorded({"AA": 200})
    force = small_force(commands={}, any_command=True)
    snapshot = snapshot_of(tmp_path, {"2023-01": frame(rows)}, force)
    view = recording_view(snapshot, state_of(snapshot, ""))
    assert view.title == "Every command records something of each duty status"
