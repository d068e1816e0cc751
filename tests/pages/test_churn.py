"""The page of churn: the year that it takes for a month, its holes, and what it holds to what."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.access.reading import Snapshot
from dashboard.components.moves import FLOWS
from dashboard.components.state import read_state
from dashboard.pages.churn import PAGE
from dashboard.schema import months
from tests.facts import frame, small_force
from tests.small_store import snapshot_of

SPAN = months.between("2023-01", "2023-03")
AA, BB = [f"a{n}" for n in range(60)], [f"b{n}" for n in range(60)]
EARLY = [
    *({"person_id": who, "posted_on": "2022-12-01"} for who in AA),
    *({"person_id": who, "command": "BB"} for who in BB),
]


def late(month: str) -> pd.DataFrame:
    """As it is from February on: six of AA have gone to BB, and three left the service."""
    stay = [{"person_id": who} for who in AA[9:]]
    moved = [{"person_id": who, "command": "BB"} for who in (*AA[:6], *BB)]
    return frame({**row, "month": month} for row in (*stay, *moved))


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    frames = {month: late(month) for month in SPAN[1:]}
    frames[SPAN[0]] = frame({**row, "month": SPAN[0]} for row in EARLY)
    return snapshot_of(Path(tmp_path_factory.mktemp("churn")), frames, small_force())


def props(snapshot: Snapshot, **asked: list[str]) -> dict[str, dict[str, Any]]:
    return PAGE.props(snapshot, read_state(snapshot, asked))


def test_a_month_is_shown_as_the_months_to_it_and_said_to_be_a_part_of_a_year(
    snapshot: Snapshot,
) -> None:
    found = props(snapshot)
    words = " ".join(getattr(part, "children", part) for part in found["headline"]["children"])
    # 6 came to BB, 9 went from AA; over two months there are 51 and 66 people.
    assert words.startswith("6 people came to and 9 went from the commands of")
    assert "a churn of 12.8%" in words
    notices = [paragraph.children for paragraph in found["notice"]["children"]]
    assert notices[0] == "One month says little about churn: this is January 2023 to March 2023."
    assert notices[1].startswith("Part-year: the moves of every selected command are known in 2 of")
    assert notices[2].startswith("No moves are known of any command in January 2023")
    assert "January 2023 to March 2023" in found["selection"]["children"]


def test_months_that_are_asked_for_stay_as_they_are(snapshot: Snapshot) -> None:
    found = props(snapshot, **{"from": ["2023-02"], "to": ["2023-03"]})
    assert "February 2023 to March 2023" in found["selection"]["children"]
    assert not any("One month" in each.children for each in found["notice"]["children"])


def test_a_move_between_two_selected_commands_is_one_flow(snapshot: Snapshot) -> None:
    state = read_state(snapshot, {"command": ["AA", "BB"]})
    flows = PAGE.table(snapshot, state, FLOWS.key)
    assert flows[["From", "To", "People"]].values.tolist() == [
        ["Alpha", "Bravo", 6],
        ["Alpha", "Left the service", 3],
    ]


def test_the_table_of_postings_says_how_many_went_within_a_year(snapshot: Snapshot) -> None:
    posted = PAGE.table(snapshot, read_state(snapshot, {}), "posted").set_index(
        "Months since posting"
    )
    assert posted["People out"].to_dict() == {
        "under 6": 9,
        "6 to 11": 0,
        "12 to 23": 0,
        "24 or more": 0,
        "not recorded": 0,
    }


def test_where_no_moves_are_known_there_is_no_figure(snapshot: Snapshot) -> None:
    asked = {"from": ["2023-01"], "to": ["2023-01"]}
    found = props(snapshot, **asked)
    assert found["headline"]["children"][0].startswith("No moves of")
    assert [*PAGE.tables(snapshot, read_state(snapshot, asked))] == ["churn-months"]
