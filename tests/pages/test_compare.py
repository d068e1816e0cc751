"""Compare: sides side by side, differences worked out by hand, and what cannot be compared."""

import csv
import io
import itertools
import math

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboard.access.reading import Reader, Snapshot
from dashboard.components.choices import by_name
from dashboard.components.compared import compared
from dashboard.components.sides import SIDES, sides
from dashboard.components.state import State, read_state
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import read_query
from dashboard.pages.compare import PAGE
from dashboard.store.releases import Store
from tests.demonstration_store import demonstration_root
from tests.facts import frame, small_force
from tests.panel_tables import table_in
from tests.small_app import app_over
from tests.small_store import publish

CHOICES = by_name(PAGE.choices)
MONTHS = ("2022-03", "2022-04", "2022-05")
LIMITED = {"AA": (40, 8), "BB": (20, 6), "NA": (10, 10)}
"""Command -> how many there are, and how many of them are on recuperative duties."""


def people(month: str) -> pd.DataFrame:
    # In May eight more of AA are limited.
    more = 8 if month == "2022-05" else 0
    return frame(
        {
            "month": month,
            "command": command,
            "team": "RESPONSE",
            "limitation": "recuperative"
            if n < limited + (more if command == "AA" else 0)
            else None,
        }
        for command, (count, limited) in LIMITED.items()
        for n in range(count)
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    frames = {month: people(month) for month in MONTHS}
    return publish(tmp_path_factory.mktemp("compare"), frames, small_force())


@pytest.fixture(scope="module")
def snapshot(store: Store) -> Snapshot:
    return Reader(store).current()


@pytest.fixture(scope="module")
def client(store: Store) -> FlaskClient:
    return app_over(store.root).test_client()


def state_of(snapshot: Snapshot, query: str) -> State:
    return read_state(snapshot, read_query(query), CHOICES)


def table(snapshot: Snapshot, query: str) -> pd.DataFrame:
    return compared(snapshot, sides(snapshot, state_of(snapshot, query)))


def row(snapshot: Snapshot, query: str, measure: str) -> pd.Series:
    found = table(snapshot, query)
    return found[found["id"] == measure].iloc[0]


def test_two_commands_stand_side_by_side_with_their_difference_from_the_first(
    snapshot: Snapshot,
) -> None:
    query = "side1=command:AA&side2=command:BB&side3=group:BCU&to=2022-04"
    found = row(snapshot, query, "gap_to_nominal")
    # 8 of 40, 6 of 20, and 14 of 60 together.
    assert (found["value1"], found["value2"], found["value3"]) == (20, 30, 23.3)
    assert (found["difference2"], found["percent2"]) == (10, 50)
    # 23.3 less 20.0 as both are shown; 23.333 is 16.7% more than 20.
    assert (found["difference3"], found["percent3"]) == (3.3, 16.7)


def test_two_months_are_compared_where_nothing_is_said(snapshot: Snapshot) -> None:
    found = sides(snapshot, state_of(snapshot, "command=AA"))
    assert [side.name for side in found] == ["May 2022", "April 2022"]
    gap = row(snapshot, "command=AA", "gap_to_nominal")
    # 16 of 40 in May, 8 of 40 in April: half of it.
    assert (gap["value1"], gap["value2"]) == (40, 20)
    assert (gap["difference2"], gap["percent2"]) == (-20, -50)


def test_a_year_is_the_mean_of_its_months_and_a_side_is_called_by_what_sets_it_apart(
    snapshot: Snapshot,
) -> None:
    query = "side1=year:2022-23&side2=month:2022-03&side3=command:AA"
    found = sides(snapshot, state_of(snapshot, query))
    assert [side.name for side in found] == [
        "All commands, 2022-23, part-year (April 2022 to May 2022)",
        "All commands, March 2022",
        "Alpha, May 2022",
    ]
    # 24 limited in April and 32 in May, of 70: a mean of 28.
    limited = row(snapshot, query, "deployable_strength")
    assert (limited["value1"], limited["value2"], limited["value3"]) == (42, 46, 24)


def test_on_too_small_a_base_the_counts_are_noted_and_there_is_no_difference(
    snapshot: Snapshot,
) -> None:
    found = row(snapshot, "side1=command:AA&side2=command:NA", "gap_to_nominal")
    assert math.isnan(found["value2"])
    assert math.isnan(found["difference2"])
    assert found["note"] == "no rate on 10 / 10 in North Area"


def test_sides_that_are_alike_and_the_sentence_name_commands_and_months(
    snapshot: Snapshot,
) -> None:
    query = "side1=before&side2=before"
    assert [side.name for side in sides(snapshot, state_of(snapshot, query))] == [
        "All commands, April 2022"
    ] * 2
    state = state_of(snapshot, "side1=command:AA&side2=command:BB&command=NA")
    assert PAGE.sentence(snapshot, state) == (
        "People on the books of Alpha, May 2022 against Bravo, May 2022, in full-time "
        "equivalents. Small Force."
    )


def test_nobody_under_a_label_is_none_of_them_and_no_hole(snapshot: Snapshot) -> None:
    found = table(snapshot, "side1=command:AA&side2=command:NA&to=2022-04")
    # Eight of AA are on recuperative duties and 32 on none; all ten of NA are.
    limited = found[found["id"] == "strength_by_duty_status"].set_index("name")
    assert limited.loc["Strength by duty status: Fully deployable", "value2"] == 0
    assert limited.loc["Strength by duty status: Fully deployable", "difference2"] == -32


def test_every_measure_stands_there_and_one_without_its_table_says_what_it_needs(
    snapshot: Snapshot,
) -> None:
    found = table(snapshot, "")
    assert set(found["id"]) == set(all_measures())
    assert row(snapshot, "", "absence_rate")["note"] == "needs: shifts"
    # Rows of one subject stand together.
    subjects = found["subject"].tolist()
    together = [name for name, _ in itertools.groupby(subjects)]
    assert len(together) == len(set(subjects)) > 5


def test_what_adds_up_is_not_subtracted_between_spans_of_different_lengths(
    snapshot: Snapshot,
) -> None:
    unlike = row(snapshot, "side1=year:2022-23&side2=month:2022-04", "moves_in")
    assert math.isnan(unlike["difference2"])
    assert "adds up over months" in unlike["note"]
    alike = row(snapshot, "side1=month:2022-05&side2=month:2022-04", "moves_in")
    assert alike["difference2"] == 0
    # A stock of two months is a mean, which one month may be held to.
    stock = row(snapshot, "side1=year:2022-23&side2=month:2022-04", "nominal_strength")
    assert stock["difference2"] == 0


def test_a_side_that_is_not_there_leaves_nothing_to_compare_with(snapshot: Snapshot) -> None:
    found = PAGE.answer(snapshot, state_of(snapshot, "compare=none"))
    assert found.views == ()
    assert found.headline == ["There is nothing to compare with: choose another side."]


def test_the_url_holds_the_sides_and_offers_commands_groups_years_and_months(
    snapshot: Snapshot,
) -> None:
    query = "side1=command:AA&side2=group:BCU&side3=year:2021-22&side4=month:2022-04"
    state = state_of(snapshot, query)
    assert state.notices == ()
    assert state_of(snapshot, state.query()) == state
    offered = {value for _, value in SIDES[0].options(snapshot)}
    assert offered >= {"command:NA", "group:BCU", "year:2022-23", "month:2022-05"}
    assert "group:Specialist" not in offered, "a group of one command is that command"


def test_the_download_is_what_is_on_screen(client: FlaskClient, snapshot: Snapshot) -> None:
    query = "side1=command:AA&side2=command:BB"
    props = PAGE.props(snapshot, state_of(snapshot, query))
    file = client.get(props["compared-download"]["href"])
    found = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"))))
    columns = table_in(props, "compared")["columnDefs"]
    assert found[0][: len(columns)] == [column["headerName"] for column in columns]
    assert columns[3]["headerName"] == "Alpha"
    on_screen = [
        ["" if row[column["field"]] is None else str(row[column["field"]]) for column in columns]
        for row in table_in(props, "compared")["rowData"]
    ]
    assert [cells[: len(columns)] for cells in found[1:]] == on_screen


def test_published_figures_stand_beside_those_that_they_are_of() -> None:
    demonstration = Reader(Store(demonstration_root())).current()
    query = "side1=command:AW&side2=command:SW"
    gap = row(demonstration, query, "gap_to_nominal")["benchmark"]
    assert gap.startswith("20 to 25%")
    probationers = row(demonstration, query, "probationer_share_pc")["benchmark"]
    assert "Central West: 28.2%" in probationers
    assert "South West: 18.5%" in probationers
    # Churn is published of years, and nothing is held to a month's.
    assert row(demonstration, query, "churn_commands")["benchmark"] == ""
    drawn = [
        view.panel.key for view in PAGE.answer(demonstration, state_of(demonstration, query)).views
    ]
    assert drawn == ["furthest", "compared"]
