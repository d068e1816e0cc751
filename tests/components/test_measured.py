"""Any measure on a page: the rows behind its bars and its months, worked out by hand."""

import math

import pandas as pd
import pytest

from dashboard.access.reading import Snapshot
from dashboard.components.measured import (
    by_dimension,
    called,
    lacks,
    needs_notice,
    ranked,
    ranked_view,
)
from dashboard.components.over_time import monthly, monthly_view
from dashboard.components.state import State, read_state
from dashboard.measures.engine.registry import all_measures
from tests.facts import frame, small_force
from tests.small_store import snapshot_of

GAP = all_measures()["gap_to_nominal"]
NOMINAL = all_measures()["nominal_strength"]
RATE = all_measures()["abstraction_rate"]
FORCE = small_force()


def people(month: str, away: dict[str, tuple[int, int]]) -> pd.DataFrame:
    """By command: how many there are, and how many of them are on recuperative duties."""
    return frame(
        {
            "month": month,
            "command": command,
            "team": "RESPONSE" if n % 2 else "CID",
            "limitation": "recuperative" if n < limited else None,
        }
        for command, (count, limited) in away.items()
        for n in range(count)
    )


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    frames = {
        "2023-01": people("2023-01", {"AA": (40, 4), "BB": (20, 8), "NA": (10, 9)}),
        "2023-02": people("2023-02", {"AA": (40, 8), "BB": (20, 6), "NA": (10, 10)}),
    }
    return snapshot_of(tmp_path_factory.mktemp("store"), frames, FORCE)


def asked(snapshot: Snapshot, **said: str) -> State:
    return read_state(snapshot, {name: [value] for name, value in said.items()})


def test_commands_are_sorted_by_rate_and_one_too_small_for_a_rate_comes_last(
    snapshot: Snapshot,
) -> None:
    table = by_dimension(snapshot, asked(snapshot), GAP)
    assert table["code"].tolist() == ["BB", "AA", "NA"]
    assert table["value"].tolist()[:2] == [30.0, 20.0]
    assert math.isnan(table["value"].iloc[2])
    assert table["numerator"].tolist() == [6, 8, 10]
    # January: 8 of 20 and 4 of 40.
    assert table["change"].tolist()[:2] == [-10.0, 10.0]


def test_a_selected_command_stands_among_all_the_others(snapshot: Snapshot) -> None:
    table = by_dimension(snapshot, asked(snapshot, command="AA"), GAP)
    assert dict(zip(table["code"], table["selected"], strict=True)) == {
        "BB": False,
        "AA": True,
        "NA": False,
    }
    view = ranked_view(snapshot, asked(snapshot, command="AA"), ranked("a", GAP), GAP)
    assert view is not None
    assert view.title == "Gap to nominal in Alpha: 20.0%"
    assert "no rate under 20 officers" in view.statistic


def test_teams_are_those_of_the_selected_commands(snapshot: Snapshot) -> None:
    table = by_dimension(snapshot, asked(snapshot, command="AA"), NOMINAL, "team")
    assert dict(zip(table["name"], table["value"], strict=True)) == {"Response": 20, "CID": 20}


def test_the_file_holds_what_stands_on_screen_under_its_headings(snapshot: Snapshot) -> None:
    panel = ranked("a", GAP)
    out = panel.csv(by_dimension(snapshot, asked(snapshot), GAP))
    assert out["Command"].tolist() == ["Bravo", "Alpha", "North Area"]
    assert out["Gap to nominal, %"].tolist()[:2] == [30.0, 20.0]
    assert "Beyond chance" in out


def test_the_months_of_a_selection_are_its_own(snapshot: Snapshot) -> None:
    view = monthly_view(snapshot, asked(snapshot, command="BB"), monthly("m", GAP), GAP)
    assert view is not None
    assert view.table["value"].tolist() == [40.0, 30.0]
    # Two months say nothing of what is usual.
    assert view.title == "Gap to nominal was 30.0% in February 2023"


def test_a_measure_of_a_table_that_was_not_sent_has_no_view_and_the_page_says_so(
    snapshot: Snapshot,
) -> None:
    state = asked(snapshot)
    assert lacks(snapshot, RATE, ["2023-02"]) == ["shifts"]
    assert ranked_view(snapshot, state, ranked("a", RATE), RATE) is None
    assert monthly_view(snapshot, state, monthly("m", RATE), RATE) is None
    assert needs_notice(snapshot, state, [GAP, RATE]) == [
        "Not shown for want of data (needs: shifts): Abstraction rate."
    ]


def test_labels_are_told_in_words() -> None:
    assert called(FORCE, "command", "NA") == "North Area"
    assert called(FORCE, "team", "") == "No team recorded"
    assert called(FORCE, "status", "long_term_absence") == "Long-term absence"
    assert called(FORCE, "activity", "guard_or_scene") == "Guard or scene"
    assert called(FORCE, "month", "2023-02") == "February 2023"
