"""The days ahead: planned shifts against their minimum, worked out by hand."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.access.reading import Snapshot
from dashboard.components.ahead import (
    below,
    below_view,
    committed_view,
    headline_of,
    shifts_view,
)
from dashboard.components.plan import days_ahead, plan, span_words
from dashboard.components.state import State, read_state
from dashboard.measures.engine.selection import Selection, read_query
from dashboard.pages.next_14_days import PAGE
from dashboard.schema.tables import SHIFTS
from tests.facts import frame, person, small_force
from tests.small_store import snapshot_of

Row = dict[str, Any]
EVERYBODY = Selection("2024-01", "2024-01")


def shift(date: str, shifts: float, activity: str = "core", **columns: Any) -> Row:
    """A row of shifts: of the A relief of AA's Response, early, but for what is said."""
    blank = dict.fromkeys(SHIFTS.names)
    plain = {"command": "AA", "team": "RESPONSE", "unit": "A relief", "period": "early"}
    return blank | plain | {"date": date, "shifts": shifts, "activity": activity} | columns


def ahead_of(folder: Path, rows: Sequence[Row], as_of: str = "2024-02-20") -> Snapshot:
    """What a reader sees on a day: the newest people are of January 2024, of AA and BB."""
    people = [person(month="2024-01", command=command) for command in ("AA", "BB")]
    table = pd.DataFrame([*rows]).astype(
        dict.fromkeys(("unit", "period", "to_command", "to_team"), "str")
        | dict.fromkeys(("hours", "drivers", "minimum"), "float64")
    )
    months = table["date"].str[:7]
    table["date"] = pd.to_datetime(table["date"]).astype("datetime64[us]")
    sent = {"shifts": {str(month): table[months == month] for month in months.unique()}}
    snapshot = snapshot_of(folder, {"2024-01": frame(people)}, small_force(), sent)
    made_at = datetime.datetime.fromisoformat(f"{as_of}T12:00:00+00:00")
    return replace(snapshot, release=snapshot.release.model_copy(update={"made_at": made_at}))


def state_of(snapshot: Snapshot, query: str = "") -> State:
    return read_state(snapshot, read_query(query))


def test_the_14_days_after_the_release_cross_a_leap_day_and_a_month(tmp_path: Path) -> None:
    days = [f"2024-02-{day:02d}" for day in range(20, 30)] + [f"2024-03-{d:02d}" for d in (5, 6)]
    snapshot = ahead_of(tmp_path, [shift(day, 1) for day in days])
    found = days_ahead(snapshot)
    assert (found[0], found[8], found[9], found[-1]) == (
        "2024-02-21",
        "2024-02-29",
        "2024-03-01",
        "2024-03-05",
    )
    assert list(plan(snapshot, EVERYBODY)["date"]) == [*days[1:10], "2024-03-05"]
    assert span_words(found) == "21 February to 5 March 2024"


def test_a_minimum_stands_on_any_row_of_its_shift_and_counts_once(tmp_path: Path) -> None:
    day = "2024-02-21"
    rows = [
        shift(day, 9, minimum=12),
        shift(day, 2, "aid_central", minimum=12),
        shift(day, 3, "aid_local"),
        shift(day, 4, "annual_leave"),
        shift(day, 5, "training"),
        # Another unit of the same part of the day: what it has to spare helps no other.
        shift(day, 20, unit="B relief", minimum=10),
    ]
    table = plan(ahead_of(tmp_path, rows), EVERYBODY)
    numbers = table[["unit", "core", "minimum", "margin", "aid", "leave", "training"]]
    assert numbers.to_numpy().tolist() == [
        ["A relief", 9.0, 12.0, -3.0, 5.0, 4.0, 5.0],
        ["B relief", 20.0, 10.0, 10.0, 0.0, 0.0, 0.0],
    ]
    assert headline_of(table) == (
        "1 of the 1 days that have a minimum falls below the minimum",
        ", first on Wednesday 21 February",
    )


def test_a_shift_without_a_minimum_is_neither_below_nor_above(tmp_path: Path) -> None:
    rows = [
        shift("2024-02-21", 0, minimum=None),
        shift("2024-02-22", 7, minimum=7),
        shift("2024-02-23", 0, minimum=0),
    ]
    table = plan(ahead_of(tmp_path, rows), EVERYBODY)
    assert table["minimum"].isna().tolist() == [True, False, False]
    assert not table["below"].any()
    assert headline_of(table)[0] == "None of the 2 days that have a minimum falls below the minimum"
    assert below(table)["shifts"].tolist() == [2]


def test_a_relief_that_nobody_is_left_for_is_below(tmp_path: Path) -> None:
    table = plan(ahead_of(tmp_path, [shift("2024-02-21", 8, "annual_leave", minimum=6)]), EVERYBODY)
    assert table[["core", "margin", "below"]].to_numpy().tolist() == [[0.0, -6.0, True]]


def test_drivers_that_are_not_said_are_not_none(tmp_path: Path) -> None:
    rows = [
        shift("2024-02-21", 8, minimum=6, drivers=3),
        shift("2024-02-21", 4, "aid_local", drivers=4),
        shift("2024-02-22", 8, minimum=6),
        shift("2024-02-23", 8, minimum=6, drivers=0),
    ]
    snapshot = ahead_of(tmp_path, rows)
    drivers = plan(snapshot, EVERYBODY)["drivers"]
    assert drivers.fillna(-1).tolist() == [3.0, -1.0, 0.0]
    view = shifts_view(snapshot, state_of(snapshot), plan(snapshot, EVERYBODY))
    assert view is not None
    assert view.prose == [
        (
            "Fewest response drivers.",
            "Response (A relief), early on Friday 23 February: 0 of 8.",
        )
    ]


@pytest.fixture(scope="module")
def two_commands(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Three days, each with an early and a late; AA is below on two of them, BB on one."""
    cores = {
        ("AA", "early"): (9, 12, 10),
        ("AA", "late"): (10, 11, 6),
        ("BB", "early"): (10, 10, 10),
        ("BB", "late"): (10, 10, 8),
    }
    rows = [
        shift(f"2024-02-{day}", core, command=command, period=period, minimum=10)
        for (command, period), by_day in cores.items()
        for day, core in zip((21, 22, 23), by_day, strict=True)
    ]
    rows.append(shift("2024-02-22", 4, "aid_central", command="BB", period="late"))
    return ahead_of(tmp_path_factory.mktemp("plan"), rows)


def test_commands_are_ranked_by_how_many_shifts_are_below(two_commands: Snapshot) -> None:
    table = below(plan(two_commands, EVERYBODY))
    assert table[["name", "value", "shifts", "days", "short"]].to_numpy().tolist() == [
        ["Alpha", 2.0, 6, 2, 5.0],
        ["Bravo", 1.0, 6, 1, 2.0],
    ]
    view = below_view(two_commands, state_of(two_commands, "command=BB"))
    assert view is not None
    assert view.title == "Bravo: 1 of 6 shifts below their minimum"
    assert view.table["selected"].tolist() == [False, True]


def test_those_with_as_many_shifts_below_are_named_together(two_commands: Snapshot) -> None:
    table = plan(two_commands, EVERYBODY)
    # Of AA one of the two shifts that are below is left: as many as BB has.
    alike = table[~((table["command"] == "AA") & (table["margin"] == -1))]
    assert headline_of(alike)[1].endswith("2 of 11 shifts, the most in Alpha and Bravo (1 each)")


def test_of_a_command_without_a_minimum_no_other_is_told(two_commands: Snapshot) -> None:
    assert below_view(two_commands, state_of(two_commands, "command=NA")) is None


def test_the_shifts_below_come_first_and_the_furthest_is_named(two_commands: Snapshot) -> None:
    state = state_of(two_commands)
    view = shifts_view(two_commands, state, plan(two_commands, state.selection))
    assert view is not None
    assert (
        view.title
        == "Furthest below: Alpha: Response (A relief), late on Friday 23 February, 6 of 10"
    )
    assert view.table["margin"].head(4).tolist() == [-1.0, -4.0, -2.0, 0.0]
    own = state_of(two_commands, "command=AA")
    one = shifts_view(two_commands, own, plan(two_commands, own.selection))
    assert one is not None
    text = one.figure["data"][0]["text"]
    # Days from the top, each with its early and its late.
    assert text == ["\u22121", "0", "+2", "+1", "0", "\u22124"]


def test_what_is_committed_is_told_by_day(two_commands: Snapshot) -> None:
    state = state_of(two_commands)
    view = committed_view(two_commands, state, plan(two_commands, state.selection))
    assert view is not None
    assert view.title == "Thursday 22 February has the most on Aid already: 4 shifts"
    assert view.table[["core", "aid"]].to_numpy().tolist() == [
        [39.0, 0.0],
        [43.0, 4.0],
        [34.0, 0.0],
    ]


def test_the_page_is_of_the_newest_month_whatever_the_link_asks_for(two_commands: Snapshot) -> None:
    state = state_of(two_commands, "grade=constable&view=host&count=heads&over=year")
    answered = PAGE.answer(two_commands, state)
    words = "".join(getattr(part, "children", part) for part in answered.headline)
    assert words == (
        "2 of the 3 days that have a minimum fall below the minimum somewhere, first on "
        "Wednesday 21 February; in all 3 of 12 shifts, the most in Alpha (2)."
    )
    assert PAGE.sentence(two_commands, state).startswith(
        "Planned shifts of all commands, 21 February to 5 March 2024; returns at the end of "
        "January 2024."
    )
    assert "11 of the 14 days have no plan." in answered.cautions


def test_what_the_page_is_of_stands_in_how_each_figure_was_worked_out(
    two_commands: Snapshot,
) -> None:
    state = state_of(two_commands, "view=host&command=AA")
    how = PAGE.props(two_commands, state)["shifts-ahead-how-inside"]["children"]
    words = [str(part.children) for part in how[0].children]
    assert words[words.index("Selection") + 1] == PAGE.sentence(two_commands, state)


def test_a_command_that_plans_nothing_is_named(tmp_path: Path) -> None:
    rows = [shift("2024-02-21", 3), shift("2024-01-21", 3, command="BB")]
    snapshot = ahead_of(tmp_path, rows)
    answered = PAGE.answer(snapshot, state_of(snapshot))
    assert "No shifts are planned in these days by Bravo." in answered.cautions
    assert answered.headline[0].startswith("No planned shift has a minimum in the next 14 days")


def test_without_a_plan_the_page_says_what_it_needs(tmp_path: Path) -> None:
    snapshot = ahead_of(tmp_path, [shift("2024-01-21", 3)], as_of="2024-06-30")
    answered = PAGE.answer(snapshot, state_of(snapshot))
    assert "Not shown for want of data (needs: shifts after 30 June 2024)." in answered.cautions
    assert answered.headline[0].startswith(
        "No shifts are planned in the next 14 days, 1 to 14 July"
    )
