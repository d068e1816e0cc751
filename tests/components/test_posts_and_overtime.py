"""Panels of posts and overtime: what they say, and what they leave out."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard.access.reading import Snapshot
from dashboard.components.overtime import overtime_view
from dashboard.components.posts import vacancies_view
from dashboard.components.state import State, read_state
from dashboard.measures.engine.selection import read_query
from dashboard.pages.deployability import PAGE
from tests.facts import frame, person, small_force
from tests.small_store import snapshot_of

MONTH = "2023-01"


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Thirty officers of AA with 40 posts, 25 of BB with 24, 20 of NA of whom nothing is sent."""
    people = [
        person(month=MONTH, command=command)
        for command, count in {"AA": 30, "BB": 25, "NA": 20}.items()
        for _ in range(count)
    ]
    agreed = pd.DataFrame({"command": ["AA", "BB"], "posts": [40.0, 24.0]}).assign(
        effective_from=pd.Timestamp("2022-04-01"),
        role="officer",
        **{
            name: pd.Series([None, None], dtype="str")
            for name in ("team", "unit", "rank", "funding")
        },
    )
    agreed["effective_from"] = agreed["effective_from"].astype("datetime64[us]")
    paid = pd.DataFrame(
        {
            "month": MONTH,
            "command": ["AA", "BB"],
            "team": pd.Series([None, None], dtype="str"),
            "hours": [90.0, 100.0],
            "cost": [3000.0, None],
            "officer_pay": [60000.0, 50000.0],
        }
    )
    others = {"establishment": {"2022-04": agreed}, "overtime": {MONTH: paid}}
    folder = tmp_path_factory.mktemp("posts")
    return snapshot_of(folder, {MONTH: frame(people)}, small_force(), others)


def state_of(snapshot: Snapshot, query: str = "") -> State:
    return read_state(snapshot, read_query(query))


def test_vacancies_are_ranked_and_a_command_without_posts_is_named(snapshot: Snapshot) -> None:
    view = vacancies_view(snapshot, state_of(snapshot))
    assert view is not None
    assert view.title == "Alpha has the most vacancies, 10.0 of 40 posts vacant: 75.0% are filled"
    columns = ["name", "posts", "nominal", "value", "occupancy"]
    assert view.table[columns].to_numpy().tolist() == [
        ["Alpha", 40.0, 30.0, 10.0, 75.0],
        ["Bravo", 24.0, 25.0, -1.0, 104.2],
    ]
    assert view.prose == [
        ("Without posts.", "None were sent of North Area: their vacancies are not known.")
    ]


def test_the_selected_command_is_what_the_title_is_about(snapshot: Snapshot) -> None:
    own = vacancies_view(snapshot, state_of(snapshot, "command=BB"))
    assert own is not None
    assert own.title == "Bravo has 1.0 more officers than posts"
    paid = overtime_view(snapshot, state_of(snapshot, "command=AA"))
    assert paid is not None
    assert paid.title == "Alpha: 3.0 hours of overtime to an officer (£100, 5.0% of pay)"


def test_overtime_is_ranked_by_hours_and_a_cost_that_is_not_sent_has_no_share(
    snapshot: Snapshot,
) -> None:
    view = overtime_view(snapshot, state_of(snapshot))
    assert view is not None
    assert view.title == (
        "Bravo works the most overtime, 4.0 hours to an officer; Alpha the least, 3.0"
    )
    assert view.table["share"].fillna(-1).tolist() == [-1.0, 5.0]


def test_what_was_not_sent_is_said_on_the_page(tmp_path: Path, snapshot: Snapshot) -> None:
    bare = snapshot_of(tmp_path, {MONTH: frame([person(month=MONTH)])}, small_force())
    said = " ".join(PAGE.answer(bare, state_of(bare)).cautions)
    assert "(needs: establishment): Gap to posts, Vacancies and Occupancy." in said
    assert "(needs: overtime): Overtime" in said
    assert "needs:" not in " ".join(PAGE.answer(snapshot, state_of(snapshot)).cautions)
