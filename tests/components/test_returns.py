"""Returns due: on and beside the days that decide something, and units without a sergeant."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from dashboard.access.reading import Snapshot
from dashboard.components.returns import (
    commands_view,
    recorded,
    returns,
    returns_view,
    sergeants_need,
    without_sergeant,
    without_sergeant_view,
)
from dashboard.components.state import State, read_state
from dashboard.measures.engine.selection import read_query
from dashboard.pages.next_14_days import PAGE
from tests.facts import Row, frame, person, small_force
from tests.small_store import snapshot_of


def seen(folder: Path, rows: Sequence[Row]) -> tuple[Snapshot, State]:
    """A leap February, which ends on the 29th."""
    people = [person(month="2024-02", **row) for row in rows]
    snapshot = snapshot_of(folder, {"2024-02": frame(people)}, small_force())
    return snapshot, read_state(snapshot, read_query(""))


def found(folder: Path, rows: Sequence[Row]) -> dict[tuple[str, str], float]:
    counts = returns(*seen(folder, rows), "length").stack()
    return {(str(key[0]), str(key[1])): heads for key, heads in counts[counts > 0].items()}


@pytest.mark.parametrize(
    ("day", "what", "length"),
    [
        ("2024-03-28", "review due", "up to 28 days"),
        ("2024-02-29", "review due", "up to 28 days"),
        ("2024-02-28", "review overdue", "up to 28 days"),
        ("2024-02-01", "review overdue", "up to 28 days"),
        ("2024-01-31", "review overdue", "29 to 90 days"),
        ("2023-12-01", "review overdue", "29 to 90 days"),
        ("2023-11-30", "review overdue", "91 to 180 days"),
        ("2023-03-01", "review overdue", "181 to 365 days"),
        ("2023-02-28", "review overdue", "over a year"),
    ],
)
def test_a_review_is_due_to_its_day_and_overdue_after_it(
    tmp_path: Path, day: str, what: str, length: str
) -> None:
    row = {"limitation": "adjusted", "limitation_review": day}
    assert found(tmp_path, [row]) == {(what, length): 1.0}


def test_a_review_that_is_far_off_or_of_no_limitation_is_not_due(tmp_path: Path) -> None:
    rows: list[Row] = [
        {"limitation": "adjusted", "limitation_review": "2024-03-29"},
        {"limitation": None, "limitation_review": "2024-01-01"},
        {"limitation": "recuperative"},
        {"limitation": "adjusted", "limitation_review": "2024-01-01", "left_on": "2024-02-29"},
        {"limitation": "adjusted", "limitation_review": "2024-01-01", "role": "special"},
    ]
    assert found(tmp_path, rows) == {}


def test_an_attachment_is_past_its_end_and_an_absence_long_by_its_days(tmp_path: Path) -> None:
    rows: list[Row] = [
        {"attached_to": "BB", "attached_until": "2024-02-28"},
        {"attached_to": "EXTERNAL", "attached_until": "2023-11-30"},
        {"attached_to": "BB", "attached_until": "2024-02-29"},
        {"attached_to": "BB"},
        # Attached from a later day, and to one's own command: no attachment.
        {"attached_to": "BB", "attached_from": "2024-03-01", "attached_until": "2024-02-01"},
        {"attached_to": "AA", "attached_until": "2024-01-01"},
        # From 1 to 29 February are 29 days; one day fewer is not long.
        {"absence": "sickness", "absence_from": "2024-02-01"},
        {"absence": "sickness", "absence_from": "2024-02-02"},
        # 90 days from 2 December, 91 from the day before.
        {"absence": "study", "absence_from": "2023-12-02"},
        {"absence": "study", "absence_from": "2023-12-01"},
    ]
    assert found(tmp_path, rows) == {
        ("attachment past its end", "up to 28 days"): 1.0,
        ("attachment past its end", "91 to 180 days"): 1.0,
        ("long-term absence", "29 to 90 days"): 2.0,
        ("long-term absence", "91 to 180 days"): 1.0,
    }


def test_one_person_may_be_in_several_and_counts_in_heads(tmp_path: Path) -> None:
    row: Row = {
        "fte": 0.5,
        "suspended": True,
        "limitation": "adjusted",
        "limitation_review": "2024-02-20",
        "attached_to": "BB",
        "attached_until": "2024-02-20",
        "absence": "sickness",
        "absence_from": "2020-01-01",
    }
    assert found(tmp_path, [row]) == {
        ("review overdue", "up to 28 days"): 1.0,
        ("attachment past its end", "up to 28 days"): 1.0,
        ("long-term absence", "over a year"): 1.0,
    }


def test_the_panels_say_how_many_and_where(tmp_path: Path) -> None:
    late: Row = {"limitation": "adjusted", "limitation_review": "2023-10-01"}
    away: Row = {"attached_to": "BB", "attached_until": "2024-01-01"}
    ill: Row = {"absence": "sickness", "absence_from": "2023-01-01"}
    rows = [late, late, away, ill | {"command": "BB"}, late | {"command": "BB"}]
    snapshot, state = seen(tmp_path, rows)
    view = returns_view(snapshot, state)
    assert view is not None
    assert view.title == "3 limitation reviews are overdue, 3 of them by more than 90 days"
    assert view.table.set_index("what")["total"].to_dict() == {
        "review overdue": 3.0,
        "review due": 0.0,
        "attachment past its end": 1.0,
        "long-term absence": 1.0,
    }
    by_command = commands_view(snapshot, state)
    assert by_command is not None
    assert by_command.title == "Alpha has the most: 3 returns due or past"
    assert by_command.table[["name", "late", "long-term absence"]].to_numpy().tolist() == [
        ["Alpha", 3.0, 0.0],
        ["Bravo", 1.0, 1.0],
    ]


def test_what_is_not_recorded_is_not_none(tmp_path: Path) -> None:
    late: Row = {"limitation": "adjusted", "attached_to": "BB", "attached_until": "2024-01-01"}
    snapshot, state = seen(tmp_path, [late])
    assert recorded(snapshot, state) == (
        ["attachment past its end"],
        ["absence", "absence_from", "limitation_review"],
    )
    view = returns_view(snapshot, state)
    assert view is not None
    assert view.table["what"].tolist() == ["attachment past its end"]
    (said,) = [words for words in PAGE.answer(snapshot, state).cautions if "returns" in words]
    assert said == (
        "Some returns are not shown for want of data (needs: absence, absence_from, "
        "limitation_review, acting, team, unit)."
    )


def relief(unit: str, pcs: int, *sergeants: Row, team: str = "RESPONSE") -> list[Row]:
    """A unit of PCs, and its sergeants."""
    place: Row = {"team": team, "unit": unit, "acting": "none"}
    return [place] * pcs + [place | {"rank": "PS"} | one for one in sergeants]


def test_a_unit_whose_sergeants_all_act_or_that_has_none_is_named(tmp_path: Path) -> None:
    rows = [
        *relief("A", 6, {}, {"acting": "acting"}),
        *relief("B", 7, {"acting": "acting"}, {"acting": "temporary"}),
        *relief("C", 4),
        # Its own sergeant is absent for long, and nobody acts.
        *relief("D", 5, {"absence": "sickness", "absence_from": "2023-01-01"}),
        # A unit of a team without uniform, and people of no unit.
        *relief("E", 5, team="CID"),
        *relief("", 3),
    ]
    snapshot, state = seen(tmp_path, rows)
    assert sergeants_need(snapshot, state) == []
    table = without_sergeant(snapshot, state)
    assert table[["unit", "constables", "acting"]].to_numpy().tolist() == [
        ["D", 5.0, 0.0],
        ["C", 4.0, 0.0],
        ["B", 7.0, 2.0],
    ]
    view = without_sergeant_view(snapshot, state)
    assert view is not None
    assert view.title == ("3 units have no substantive sergeant, and 2 of them no sergeant at all")


def test_where_there_is_no_such_unit_none_is_said_to_have_its_sergeant(tmp_path: Path) -> None:
    rows = [row | {"team": "CID"} for row in relief("A", 3, {})]
    rows = [row | {"attached_to": "AA", "attached_until": "2023-01-01"} for row in rows]
    view = returns_view(*seen(tmp_path, rows))
    assert view is not None
    assert view.prose == []


def test_where_every_unit_has_its_own_sergeant_the_page_says_so(tmp_path: Path) -> None:
    rows = [
        row | {"attached_to": "AA", "attached_until": "2023-01-01"} for row in relief("A", 3, {})
    ]
    snapshot, state = seen(tmp_path, rows)
    assert without_sergeant_view(snapshot, state) is None
    view = returns_view(snapshot, state)
    assert view is not None
    ((lead, words),) = view.prose
    assert f"{lead} {words}" == (
        "Substantive sergeants: every uniformed Response and Neighbourhood unit has one present."
    )
