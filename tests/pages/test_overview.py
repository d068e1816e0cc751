"""The Overview's words and tables on people made by hand."""

import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings

from dashboard.access.reading import Snapshot
from dashboard.components.ladder import ladder
from dashboard.components.page import View
from dashboard.components.state import State, read_state
from dashboard.pages import overview
from tests.facts import frame, people, person, small_force
from tests.small_store import snapshot_of


def strength(month: str, **counts: int) -> pd.DataFrame:
    """So many officers of each command, the first *sick* of AA being on long-term absence."""
    sick = counts.pop("sick", 0)
    rows = [
        person(month=month, person_id=f"{code}{i}", command=code, suspended=False)
        for code, count in counts.items()
        for i in range(count)
    ]
    for row in [row for row in rows if row["command"] == "AA"][:sick]:
        row |= {"absence": "sickness", "absence_from": pd.Timestamp("2022-06-01")}
    # A short absence, which does not count, so that absences are seen to be recorded.
    rows[-1] |= {"absence": "sickness", "absence_from": pd.Timestamp(f"{month}-20")}
    return frame(rows)


def words(snapshot: Snapshot, **asked: list[str]) -> str:
    """The headline as a reader reads it."""
    state = state_of(snapshot, **asked)
    parts = overview.answer(snapshot, state).headline
    return "".join(part if isinstance(part, str) else part.children for part in parts)


def state_of(snapshot: Snapshot, **asked: list[str]) -> State:
    return read_state(snapshot, {name.rstrip("_"): values for name, values in asked.items()})


def view_of(snapshot: Snapshot, panel: str, **asked: list[str]) -> View:
    """The view of one panel of the page."""
    views = overview.answer(snapshot, state_of(snapshot, **asked)).views
    return next(view for view in views if view.panel.key == panel)


@pytest.fixture(scope="module")
def two_months(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    frames = {
        "2022-12": strength("2022-12", AA=40, BB=30, sick=4),
        "2023-01": strength("2023-01", AA=40, BB=30, NA=10, sick=6),
    }
    return snapshot_of(tmp_path_factory.mktemp("store"), frames, small_force())


def test_the_headline_states_the_numbers_and_the_change(two_months: Snapshot) -> None:
    assert words(two_months, command=["AA"]) == (
        "34 of the 40 on Alpha's books are fully deployable: a gap of 6 (15.0%), "
        "2 more than a month before."
    )


def test_several_commands_are_named_together(two_months: Snapshot) -> None:
    assert words(two_months, command=["AA", "NA"]).startswith(
        "44 of the 50 on the books of Alpha and North Area are fully deployable: a gap of 6 (12.0%)"
    )


def test_a_whole_group_goes_by_its_name(two_months: Snapshot) -> None:
    assert words(two_months, command=["BB", "AA"]).startswith(
        "64 of the 70 on the books of the 2 BCU are fully deployable: a gap of 6 (8.6%)"
    )


def test_the_other_switches_change_the_words_of_the_headline(two_months: Snapshot) -> None:
    assert words(two_months, command=["AA"], view=["host"], compare=["none"]).startswith(
        "34 of the 40 at work in Alpha are fully deployable"
    )
    assert words(two_months, command=["AA"], reading=["home_office"], compare=["none"]).startswith(
        "34 of the 40 on Alpha's books are available for duty"
    )
    assert words(two_months, command=["BB"], grade=["constable"], compare=["none"]) == (
        "All 30 constables on Bravo's books are recorded as fully deployable."
    )


def test_a_full_command_has_no_gap(two_months: Snapshot) -> None:
    assert words(two_months, command=["BB"]) == (
        "All 30 on Bravo's books are recorded as fully deployable."
    )


def test_the_first_month_has_nothing_to_compare_with(two_months: Snapshot) -> None:
    asked = {"from": ["2022-12"], "to": ["2022-12"]}
    said = words(two_months, command=["AA"], **asked)
    assert said.endswith("(10.0%); nothing a month before to compare with.")
    assert "before" not in words(two_months, command=["AA"], compare=["none"])


def test_a_hole_is_said_and_not_counted_as_zero(two_months: Snapshot) -> None:
    # NA sent nothing for December, so neither it nor the whole force has a figure then.
    asked = {"from": ["2022-12"], "to": ["2022-12"]}
    for command in (["NA"], []):
        assert words(two_months, command=command, **asked).startswith("There is no figure for")
    # In January there is one, with nothing before it to compare.
    assert "no figure for December 2022 to compare with" in words(two_months)


def test_what_no_cell_of_the_extract_holds_is_named_and_not_drawn(two_months: Snapshot) -> None:
    answered = overview.answer(two_months, state_of(two_months, command=["AA"]))
    assert "attached out, recruit training, management restricted" in " ".join(answered.cautions)
    assert "long-term absence" not in " ".join(answered.cautions)
    steps = ladder(two_months, state_of(two_months, command=["AA"]))
    assert [step.code for step in steps] == ["nominal", "suspended", "long_term_absence", "full"]


def test_a_command_of_under_twenty_has_counts_and_no_rate(two_months: Snapshot) -> None:
    table = view_of(two_months, "commands").table
    by_code = pd.DataFrame(table).set_index("code")
    assert by_code.loc["NA", "nominal"] == 10
    assert pd.isna(by_code.loc["NA", "gap_percent"])
    assert by_code.loc["AA", "gap_percent"] == 15.0
    assert by_code.loc["AA", "change"] == 5.0
    assert list(table["code"]) == ["AA", "BB", "NA"]


def test_the_trend_has_every_month_and_keeps_the_hole(two_months: Snapshot) -> None:
    table = view_of(two_months, "trend", command=["NA"]).table
    assert list(table["code"]) == ["2022-12", "2023-01"]
    hole, known = table["nominal"]
    assert pd.isna(hole)
    assert known == 10


@settings(max_examples=8, deadline=None)
@given(facts=people(small_force(), month="2023-01"))
def test_the_waterfall_adds_up_in_whole_tenths_for_anybody(facts: pd.DataFrame) -> None:
    # One officer for certain; nobody at all is another sentence.
    sure = frame([person(month="2023-01", person_id="sure", fte=0.35)])
    with tempfile.TemporaryDirectory() as folder:
        everybody = pd.concat([facts, sure], ignore_index=True)
        snapshot = snapshot_of(Path(folder), {"2023-01": everybody}, small_force())
        steps = [step.value for step in ladder(snapshot, state_of(snapshot))]
    tenths = [round(value * 10) for value in steps]
    assert all(abs(value * 10 - whole) < 1e-6 for value, whole in zip(steps, tenths, strict=True))
    assert tenths[0] - sum(tenths[1:-1]) == tenths[-1]


@pytest.mark.parametrize(
    ("sick_before", "sick_now", "said"),
    [
        (6, 4, "a gap of 4 (10.0%), 2 fewer than a month before."),
        (4, 4, "a gap of 4 (10.0%), the same as a month before."),
        (0, 4, "a gap of 4 (10.0%), 4 more than a month before."),
    ],
)
def test_the_change_is_more_fewer_or_the_same(
    tmp_path: Path, sick_before: int, sick_now: int, said: str
) -> None:
    frames = {
        "2022-12": strength("2022-12", AA=40, sick=sick_before),
        "2023-01": strength("2023-01", AA=40, sick=sick_now),
    }
    assert words(snapshot_of(tmp_path, frames, small_force())).endswith(said)


def test_nobody_on_the_books_is_another_sentence(tmp_path: Path) -> None:
    staff = person(command="BB", rank="STAFF", role="staff")
    snapshot = snapshot_of(tmp_path, {"2023-01": frame([person(), staff])}, small_force())
    assert words(snapshot, command=["BB"]) == "Nobody is on Bravo's books in January 2023."


def test_the_force_stands_in_the_sentence_by_its_short_name(tmp_path: Path) -> None:
    frames = {"2023-01": strength("2023-01", AA=2)}
    for name, short, whose in (
        ("Small Force", "", "Small Force's"),
        ("Force of the Fens", "the Fens", "the Fens'"),
    ):
        force = small_force(name=name, short_name=short)
        assert f"All 2 on {whose} books" in words(snapshot_of(tmp_path, frames, force))


def test_three_commands_are_listed(two_months: Snapshot) -> None:
    assert "on the books of Alpha, Bravo and North Area" in words(
        two_months, command=["AA", "BB", "NA"]
    )


def test_the_teams_of_the_link_stand_in_the_sentence(tmp_path: Path) -> None:
    rows = [person(person_id=str(i), team="RESPONSE" if i < 4 else "CID") for i in range(9)]
    snapshot = snapshot_of(tmp_path, {"2023-01": frame(rows)}, small_force())
    assert words(snapshot, command=["AA"], team=["RESPONSE"]) == (
        "All 4 in Response on Alpha's books are recorded as fully deployable."
    )


def test_months_that_record_different_things_are_not_compared(tmp_path: Path) -> None:
    before = [person(month="2022-12", person_id=str(i), suspended=False) for i in range(40)]
    now = [person(person_id=str(i), suspended=False) for i in range(40)]
    for row in now[:5]:
        row["limitation"] = "adjusted"
    frames = {"2022-12": frame(before), "2023-01": frame(now)}
    snapshot = snapshot_of(tmp_path, frames, small_force())
    assert words(snapshot).endswith("; nothing a month before to compare with.")
    answered = overview.answer(snapshot, state_of(snapshot))
    assert any("No comparison: management restricted" in text for text in answered.cautions)
    assert view_of(snapshot, "trend").title == "Too few months to see a trend"


def test_who_sent_nothing_is_named(two_months: Snapshot) -> None:
    state = state_of(two_months, to=["2022-12"])
    cautions = overview.answer(two_months, state).cautions
    assert "No extract for December 2022 from North Area." in cautions


def test_titles_hold_where_there_is_no_gap_or_only_one(tmp_path: Path) -> None:
    full = {"2023-01": strength("2023-01", AA=30, BB=30)}
    none = snapshot_of(tmp_path / "none", full, small_force())
    assert [view_of(none, panel).title for panel in ("waterfall", "commands")] == [
        "Nobody is recorded as less than fully deployable",
        "No command has a recorded gap",
    ]
    frames = {"2023-01": strength("2023-01", AA=30, BB=30, sick=3)}
    one = snapshot_of(tmp_path / "one", frames, small_force())
    assert [view_of(one, panel, command=["AA"]).title for panel in ("waterfall", "commands")] == [
        "The most is lost to long-term absence",
        "Alpha's gap is the largest of 2 BCU",
    ]


def test_a_trend_from_a_small_base_is_told_in_people_and_not_in_percent(tmp_path: Path) -> None:
    frames = {
        "2022-12": strength("2022-12", AA=22, sick=18),
        "2023-01": strength("2023-01", AA=22, sick=20),
    }
    snapshot = snapshot_of(tmp_path, frames, small_force())
    assert view_of(snapshot, "trend").title == (
        "Since December 2022 the books have gone from 22 to 22 and deployable strength from 4 to 2"
    )


def test_thousands_are_set_apart_in_every_number_of_the_headline(tmp_path: Path) -> None:
    frames = {"2023-01": strength("2023-01", AA=2600, sick=1234)}
    snapshot = snapshot_of(tmp_path, frames, small_force())
    assert words(snapshot, compare=["none"]) == (
        "1,366 of the 2,600 on Small Force's books are fully deployable: a gap of 1,234 (47.5%)."
    )
