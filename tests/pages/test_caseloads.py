"""The page of caseloads on numbers worked out by hand: sources apart, units, and who can carry."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.access.reading import Snapshot
from dashboard.components.case_deployable import carried
from dashboard.components.case_loads import limited
from dashboard.components.case_sources import by_month, disagreement
from dashboard.components.choices import by_name
from dashboard.components.page import Answered, View
from dashboard.components.state import State, read_state
from dashboard.measures.engine.selection import read_query
from dashboard.pages import caseloads
from dashboard.schema.force import Team
from tests.facts import frame, person, small_force
from tests.small_store import snapshot_of

FORCE = small_force(
    teams={
        "PP": Team(name="Protection", function="public protection"),
        "CID": Team(name="CID", function="investigation"),
    }
)
JAN, FEB = "2023-01", "2023-02"
Row = dict[str, Any]


def load(cases: float, carry: float | None, **said: Any) -> Row:
    """A row of ``caseloads``: of unit a of Alpha's Protection in January, as Crime has it."""
    row = {"month": JAN, "command": "AA", "team": "PP", "unit": "a", "kind": "cases"}
    return {**row, "source": "Crime", "open_cases": cases, "investigators": carry, **said}


def investigators(month: str, command: str, unit: str | None, able: int, unable: int) -> list[Row]:
    """So many who are fully deployable, and so many who are suspended."""
    return [
        person(
            month=month,
            person_id=f"{command}{unit}{i}",
            command=command,
            team="PP",
            unit=unit,
            investigator=True,
            suspended=i >= able,
        )
        for i in range(able + unable)
    ]


def snapshot_with(
    folder: Path, rows: Iterable[Row], people: dict[str, list[Row]] | None = None
) -> Snapshot:
    table = pd.DataFrame(rows).astype({"open_cases": "float64", "investigators": "float64"})
    sent = {str(month): of.reset_index(drop=True) for month, of in table.groupby("month")}
    books = people or {month: [person(month=month)] for month in sent}
    frames = {month: frame(listed) for month, listed in books.items()}
    return snapshot_of(folder, frames, FORCE, {"caseloads": sent})


def state_of(snapshot: Snapshot, query: str = "") -> State:
    return read_state(snapshot, read_query(query), by_name(caseloads.PAGE.choices))


def answered(snapshot: Snapshot, query: str = "") -> Answered:
    return caseloads.PAGE.answer(snapshot, state_of(snapshot, query))


def view_of(snapshot: Snapshot, panel: str, query: str = "") -> View:
    return next(v for v in answered(snapshot, query).views if v.panel.key == panel)


@pytest.fixture(scope="module")
def two_sources(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Crime has both months and both commands; Audit joins in February, and of Alpha alone."""
    rows = [
        load(100, 10),
        load(60, 10, command="BB"),
        load(90, 10, month=FEB),
        load(60, 10, month=FEB, command="BB"),
        load(60, 10, month=FEB, source="Audit"),
        load(400, 10, month=FEB, kind="offenders"),
    ]
    return snapshot_with(tmp_path_factory.mktemp("two"), rows)


def test_sources_are_side_by_side_with_how_far_they_are_apart(two_sources: Snapshot) -> None:
    table = by_month(two_sources, state_of(two_sources, "command=AA").selection, "cases")
    assert table["Crime"].tolist() == [10.0, 9.0]
    assert table["Audit"].isna().tolist() == [True, False]
    # 9.0 is half as much again as 6.0; their mean, 7.5, stands nowhere.
    assert table["apart"].isna().tolist() == [True, False]
    assert table["apart"].iloc[1] == pytest.approx(50.0)
    assert "Two sources: the highest counts 50% more than the lowest in February 2023" in str(
        answered(two_sources, "command=AA").headline[0]
    )


def test_a_source_that_lacks_a_command_is_named(two_sources: Snapshot) -> None:
    (named, *_) = answered(two_sources).cautions
    assert named == (
        "Audit counts no cases of Bravo in February 2023, and others do: "
        "the sources are not of the same commands."
    )
    assert answered(two_sources, "command=AA").cautions[0].startswith("Counted apart")


def test_kinds_of_cases_are_kept_apart(two_sources: Snapshot) -> None:
    cases = view_of(two_sources, "by-command", "source=Crime")
    assert cases.table.set_index("code")["value"].to_dict() == {"AA": 9.0, "BB": 6.0}
    others = view_of(two_sources, "by-command", "source=Crime&case=offenders")
    assert others.table.set_index("code")["value"].to_dict() == {"AA": 40.0}
    assert "Counted apart, and not in these figures: offenders." in answered(two_sources).cautions


def test_all_sources_stand_beside_each_other_by_command(two_sources: Snapshot) -> None:
    view = view_of(two_sources, "by-command")
    table = view.panel.csv(view.table)
    assert list(table) == [
        "Command",
        "Audit, cases per investigator",
        "Crime, cases per investigator",
        "Highest over lowest, % more",
    ]
    assert table.iloc[0].tolist() == ["Alpha", 6.0, 9.0, 50.0]
    assert table.iloc[1].isna().tolist() == [False, True, False, True]


def spread(*rows: tuple[str, float | None, float | None, float | None]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["month", "A", "B", "C"]).astype(
        {"A": "float64", "B": "float64", "C": "float64"}
    )
    high, low = table[["A", "B", "C"]].max(axis=1), table[["A", "B", "C"]].min(axis=1)
    several = table[["A", "B", "C"]].notna().sum(axis=1) > 1
    return table.assign(
        low=low, high=high, apart=(100 * (high / low - 1)).where(several & (low > 0))
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [("2020-03", 11.4, 10.0, None), ("2020-04", 12, 11, 10), ("2023-03", 13, 11, 10)],
            "Three sources: the highest counts 30% more than the lowest in March 2023; "
            "two until March 2020, 14% apart",
        ),
        (
            [("2023-02", 12, 10, None), ("2023-03", 11, 10, None)],
            "Two sources: the highest counts 10% more than the lowest in March 2023; "
            "as many since February 2023, 20% apart",
        ),
        (
            [("2023-02", 12, None, None), ("2023-03", 10, 10, None)],
            "Two sources: they agree to 1% in March 2023; one until February 2023",
        ),
        ([("2023-03", 12, None, None)], "One source in March 2023: A"),
        ([("2023-03", None, None, None)], "No source has a caseload in March 2023"),
        (
            [("2023-03", 12, 0, None)],
            "Two sources: the lowest counts none in March 2023",
        ),
    ],
)
def test_how_far_they_disagree_is_said_plainly(rows: list[tuple], said: str) -> None:
    assert disagreement(spread(*rows), ["A", "B", "C"], "2023-03") == said


def test_units_are_held_to_what_chance_explains_among_their_teams_units() -> None:
    # Seven units carry 15 each and one 30: 10 investigators each, pooled 135 over 80 is 16.875.
    units = pd.DataFrame(
        {
            "command": "AA",
            "team": ["PP"] * 8 + ["CID"],
            "unit": [*"abcdefgh", "z"],
            "numerator": [150.0] * 7 + [300.0, 4.0],
            "denominator": [10.0] * 8 + [4.0],
        }
    )
    table = limited(units).set_index("unit")
    assert table.index[0] == "h"
    assert table.loc["h", "value"] == 30.0
    # z of the seven -1.44, of h 10.10; drawn in at the 90th percentile, 2.02: phi is
    # (7 x 2.083 + 4.084) / 8 = 2.333; 16.875 +- 3.09 x sqrt(1.6875 x 2.333).
    assert table.loc["a", ["low", "high"]].tolist() == pytest.approx([10.744, 23.006], abs=0.01)
    assert table["flag"].to_dict() == {"h": "above", **dict.fromkeys("abcdefg", ""), "z": ""}
    # Four investigators are too few for a rate.
    assert pd.isna(table.loc["z", "value"])


def test_a_selected_commands_units_are_held_to_those_of_all_commands(tmp_path: Path) -> None:
    rows = [
        load(150 + 10 * i, 10, command=command, unit=unit)
        for i, (command, unit) in enumerate((c, u) for c in ("AA", "BB") for u in "abcd")
    ]
    eight = snapshot_with(tmp_path, rows)
    table = view_of(eight, "by-unit", "source=Crime&command=BB").table
    assert table["unit"].tolist() == ["D", "C", "B", "A"]
    assert table["value"].tolist() == [22.0, 21.0, 20.0, 19.0]
    # Pooled 18.5, from which they are 0.5, 1.5, 2.5 and 3.5 away, the last drawn in to 2.8: mean
    # square 4.1475, of which phi is 4.1475 / 1.85, so that limits are 18.5 +- 3.09 x 2.0366.
    assert table["low"].tolist() == [12.2] * 4
    assert table["high"].tolist() == [24.8] * 4


@pytest.fixture(scope="module")
def carrying(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Alpha's unit a: 60 cases, 6 of 10 able; b: 40, all 10 able; c: 500, nobody recorded.

    Bravo names no units: 90 cases, and 9 of its 12 in two units are able.
    """
    rows = [
        load(60, 10),
        load(40, None, unit="b"),
        load(500, 10, unit="c"),
        load(90, 12, command="BB", unit=None),
    ]
    people = [
        *investigators(JAN, "AA", "a", 6, 4),
        *investigators(JAN, "AA", "b", 10, 0),
        *investigators(JAN, "BB", "x", 4, 3),
        *investigators(JAN, "BB", "y", 5, 0),
    ]
    return snapshot_with(tmp_path_factory.mktemp("able"), rows, {JAN: people})


def test_cases_meet_the_deployable_investigators_of_their_own_unit(carrying: Snapshot) -> None:
    selection = state_of(carrying).selection
    by_unit = carried(carrying, selection, "Crime", "cases", ["command", "unit"])
    assert by_unit.to_numpy().tolist() == [
        ["AA", "a", 60.0, 6.0],
        ["AA", "b", 40.0, 10.0],
        ["BB", "", 90.0, 9.0],
    ]
    by_command = carried(carrying, selection, "Crime", "cases", ["command"])
    # 100 over 16 and 90 over 9; together 190 over 25, no mean of the two.
    assert by_command.to_numpy().tolist() == [["AA", 100.0, 16.0], ["BB", 90.0, 9.0]]
    whole = carried(carrying, selection, "Crime", "cases", [])
    assert whole.to_numpy().tolist() == [[190.0, 25.0]]
    table = view_of(carrying, "by-deployable").table.set_index("command")
    assert table["Crime"].to_dict() == {"Bravo": 10.0, "Alpha": 6.2}


def test_the_other_reading_has_more_who_can_carry(tmp_path: Path) -> None:
    people = investigators(JAN, "AA", "a", 10, 0)
    for row in people[:4]:
        row |= {"limitation": "adjusted"}
    able = snapshot_with(tmp_path, [load(60, 10)], {JAN: people})
    for reading, expected in (("review", 6.0), ("home_office", 10.0)):
        selection = state_of(able, f"reading={reading}").selection
        found = carried(able, selection, "Crime", "cases", [])
        assert found.to_numpy().tolist() == [[60.0, expected]]


def test_where_nobody_is_deployable_there_is_no_value(tmp_path: Path) -> None:
    people = [*investigators(JAN, "AA", "a", 0, 10), *investigators(JAN, "BB", "a", 6, 0)]
    rows = [load(60, 10), load(60, 6, command="BB")]
    nobody = snapshot_with(tmp_path, rows, {JAN: people})
    table = view_of(nobody, "by-deployable").table.set_index("command")["Crime"]
    assert (table["Bravo"], pd.isna(table["Alpha"])) == (10.0, True)


def test_the_mean_is_of_the_months_that_a_command_has(tmp_path: Path) -> None:
    people = {
        month: [
            *investigators(month, "AA", "a", able, 0),
            *investigators(month, "BB", "a", 10, 0),
        ]
        for month, able in ((JAN, 10), (FEB, 20))
    }
    rows = [load(60, 10), load(120, 10, month=FEB), load(50, 10, command="BB")]
    two = snapshot_with(tmp_path, rows, people)
    selection = state_of(two, f"from={JAN}&to={FEB}").selection
    found = carried(two, selection, "Crime", "cases", ["command"])
    # Alpha 90 over 15; Bravo its one month, 50 over 10, though its people are there in both.
    assert found.to_numpy().tolist() == [["AA", 90.0, 15.0], ["BB", 50.0, 10.0]]


def test_without_recorded_investigators_the_page_says_what_it_needs(two_sources: Snapshot) -> None:
    page = answered(two_sources)
    assert "by-deployable" not in [view.panel.key for view in page.views]
    assert "Not shown per deployable investigator (needs: investigator)." in page.cautions


def test_published_figures_stand_beside_public_protection_alone(two_sources: Snapshot) -> None:
    prose = " ".join(words for _, words in view_of(two_sources, "apart", "team=PP").prose)
    for figure in ("18 cases per officer", "13 cases per officer", "11 cases per officer"):
        assert figure in prose
    plain = " ".join(words for _, words in view_of(two_sources, "apart").prose)
    assert "per officer" not in plain


def test_a_force_that_sent_no_caseloads_is_told_what_the_page_needs(tmp_path: Path) -> None:
    none = snapshot_of(tmp_path, {JAN: frame([person()])}, FORCE)
    page = answered(none)
    assert page.views == ()
    assert page.cautions == ["Not shown for want of data (needs: caseloads): Caseload."]
