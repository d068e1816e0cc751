"""Explore: every measure in every shape, what is refused, the comparison, and its download."""

import csv
import io
import math

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboard.access.reading import Reader, Snapshot
from dashboard.components.catalogue import dimensions
from dashboard.components.choices import by_name
from dashboard.components.explored import BY, SHAPES, asked, explored
from dashboard.components.page import Answered
from dashboard.components.state import State, read_state
from dashboard.measures.engine.evaluate import evaluate, every_cut
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import read_query
from dashboard.pages.explore import PAGE
from dashboard.store.releases import Store
from tests.demonstration_store import demonstration_root
from tests.facts import frame, small_force
from tests.panel_tables import table_in
from tests.small_app import app_over
from tests.small_store import publish

CHOICES = by_name(PAGE.choices)
PEOPLE = {
    "2023-01": {"AA": (40, 4), "BB": (20, 8), "NA": (10, 9)},
    "2023-02": {"AA": (40, 8), "BB": (20, 6), "NA": (10, 10)},
}
"""Month -> command -> how many there are, and how many of them are on recuperative duties."""


def people(month: str) -> pd.DataFrame:
    return frame(
        {
            "month": month,
            "command": command,
            "team": "RESPONSE" if n % 2 else "CID",
            "limitation": "recuperative" if n < limited else None,
        }
        for command, (count, limited) in PEOPLE[month].items()
        for n in range(count)
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    frames = {month: people(month) for month in PEOPLE}
    return publish(tmp_path_factory.mktemp("explore"), frames, small_force())


@pytest.fixture(scope="module")
def snapshot(store: Store) -> Snapshot:
    return Reader(store).current()


@pytest.fixture(scope="module")
def demonstration() -> Snapshot:
    return Reader(Store(demonstration_root())).current()


@pytest.fixture(scope="module")
def client(store: Store) -> FlaskClient:
    return app_over(store.root).test_client()


def state_of(snapshot: Snapshot, query: str) -> State:
    return read_state(snapshot, read_query(query), CHOICES)


def answer(snapshot: Snapshot, query: str) -> Answered:
    return PAGE.answer(snapshot, state_of(snapshot, query))


def rows(snapshot: Snapshot, query: str) -> list[dict]:
    (view,) = answer(snapshot, query).views
    return view.table.to_dict("records")


# --- every measure --------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", all_measures().values(), ids=lambda measure: measure.id)
def test_every_measure_has_in_every_shape_the_rows_that_the_api_gives(
    demonstration: Snapshot, measure
) -> None:
    for shape in SHAPES:
        query = f"measure={measure.id}&by=command&by2=month&from=2023-01&to=2023-02&shape={shape}"
        (view,) = answer(demonstration, query).views
        selection = state_of(demonstration, query).selection
        by = ["command", "month"]
        keys = [*by, *(name for name in measure.always_by if name not in by)]
        found = evaluate(demonstration.cube, measure, selection, by)
        expected = found.sort_values(keys)["numerator"].round(1).to_numpy()
        shown = view.table.sort_values(keys)["numerator"].to_numpy()
        assert shown == pytest.approx(expected, abs=1e-6, nan_ok=True)
        assert len(view.table) > 0
        assert view.figure["layout"]["height"] > 0


def test_every_dimension_of_every_measure_is_offered_and_none_that_no_measure_has(
    snapshot: Snapshot,
) -> None:
    offered = [value for _, value in BY.options(snapshot)]
    every = {name for measure in all_measures().values() for name in every_cut(measure)}
    assert len(offered) == len(set(offered))
    assert set(offered) == set(dimensions()) == every
    assert offered[0] == "command"


# --- rows, worked out by hand ---------------------------------------------------------------------


def test_by_command_each_rate_stands_beside_the_month_before_and_its_change(
    snapshot: Snapshot,
) -> None:
    # 8 of 40 after 4 of 40; 6 of 20 after 8 of 20; of ten people there is no rate, but counts.
    shown = ("name", "numerator", "denominator", "value", "before", "change")
    found = [tuple(row[name] for name in shown) for row in rows(snapshot, "")]
    assert found[:2] == [
        ("Bravo", 6, 20, 30, 40, -10),
        ("Alpha", 8, 40, 20, 10, 10),
    ]
    assert found[2][:3] == ("North Area", 10, 10)
    assert all(math.isnan(number) for number in found[2][3:])
    (view,) = answer(snapshot, "").views
    assert view.title == "Gap to nominal runs from 20.0% in Alpha to 30.0% in Bravo"
    assert "counts and no rate under 20 officers on the books: 1 row" in view.statistic


def test_bars_of_months_follow_each_other(demonstration: Snapshot) -> None:
    (view,) = answer(demonstration, "by=month&to=2023-03&from=2018-03").views
    assert list(view.table["month"]) == sorted(view.table["month"])
    drawn = view.figure["layout"]["yaxis"]["ticktext"]
    assert (drawn[0], drawn[-1]) == ("August 2021", "March 2023")
    assert "20 of 61 rows are drawn" in view.statistic


def test_years_of_service_stand_in_their_order(demonstration: Snapshot) -> None:
    query = "measure=service_bands&by=command&by2=service&shape=heatmap&to=2023-03"
    (view,) = answer(demonstration, query).views
    names = view.figure["layout"]["xaxis"]["ticktext"]
    begin = [name.replace("<br>", " ").split()[0] for name in names]
    assert begin[:7] == ["Under", "1", "2", "3", "5", "10", "20"]


def test_by_month_each_month_is_held_to_the_one_before_it(snapshot: Snapshot) -> None:
    found = rows(snapshot, "by=month&command=AA&shape=table")
    assert [(row["month"], row["value"]) for row in found] == [("2023-01", 10), ("2023-02", 20)]
    assert math.isnan(found[0]["before"])
    assert (found[1]["before"], found[1]["change"]) == (10, 10)


def test_without_a_comparison_there_is_no_column_of_it(snapshot: Snapshot) -> None:
    def headings(query: str) -> list[str]:
        (view,) = answer(snapshot, query).views
        return [column.heading for column in view.panel.columns]

    assert headings("shape=table")[-2:] == ["January 2023, %", "Change, points"]
    assert headings("shape=table&compare=none")[-1] == "Gap to nominal, %"


def test_two_dimensions_are_crossed_and_filters_narrow_the_rows(snapshot: Snapshot) -> None:
    found = rows(snapshot, "by=command&by2=team&command=AA&compare=none&shape=table")
    # Of AA's first eight, four have an odd number: Response.
    assert [(row["name"], row["numerator"], row["denominator"]) for row in found] == [
        ("Alpha: CID", 4, 20),
        ("Alpha: Response", 4, 20),
    ]


def test_lines_run_over_all_months_where_one_alone_is_chosen_and_say_so(
    snapshot: Snapshot,
) -> None:
    (view,) = answer(snapshot, "shape=lines").views
    assert set(view.table["month"]) == {"2023-01", "2023-02"}
    assert (
        "All months.",
        "One alone shows no course: January 2023 to February 2023.",
    ) in view.prose
    assert (
        view.title == "In February 2023 Gap to nominal runs from 20.0% in Alpha to 30.0% in Bravo"
    )


# --- what is refused, added and left out ----------------------------------------------------------


def test_a_dimension_that_does_not_apply_is_refused_with_those_that_do(
    snapshot: Snapshot,
) -> None:
    found = answer(snapshot, "measure=churn_commands&by=team")
    assert found.views == ()
    (words,) = found.cautions
    assert words.startswith("Churn, sum of commands cannot be shown by team. It can be shown by ")
    assert words.endswith("command, rank, role, month, grade, detectives and group.")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("by=team&by2=team", "Both dimensions are team"),
        ("shape=heatmap", "A heat map needs two dimensions"),
    ],
)
def test_what_no_shape_can_show_is_refused(snapshot: Snapshot, query: str, words: str) -> None:
    found = answer(snapshot, query)
    assert found.views == ()
    assert found.cautions[0].startswith(words)


def test_days_make_no_lines_and_too_many_rows_no_page(demonstration: Snapshot) -> None:
    lines = answer(demonstration, "measure=absence_rate&by=date&shape=lines")
    assert lines.cautions == ["Lines run over months: choose another shape for days."]
    many = answer(demonstration, "measure=nominal_strength&by=unit&by2=month&from=2018-03")
    assert len(many.views) == 1
    most = answer(demonstration, "measure=strength_by_duty_status&by=unit&by2=month&from=2018-03")
    assert most.views == ()
    assert "more than the 10,000 that a page holds" in most.cautions[0]


def test_what_is_never_added_up_stays_apart_and_the_page_says_so(snapshot: Snapshot) -> None:
    (view,) = answer(snapshot, "measure=strength_by_duty_status").views
    found = view.table.set_index(["command", "status"])["numerator"]
    assert (found["AA", "recuperative"], found["AA", "full"]) == (8, 32)
    (words,) = [words for lead, words in view.prose if lead == "Kept apart."]
    assert words == (
        "Strength by duty status is never added up over duty status, which stands beside."
    )


def test_a_filter_that_does_not_apply_is_named_on_the_page_and_in_the_file(
    snapshot: Snapshot,
) -> None:
    found = answer(snapshot, "measure=probationer_share&grade=constable&count=heads")
    words = "these filters do not apply: grade and FTE or headcount."
    assert f"To Probationer share, PCs and DCs together {words}" in found.cautions
    (view,) = found.views
    assert view.prose[0] == (
        "Does not apply.",
        "Shown without the filters grade and FTE or headcount.",
    )


def test_where_nothing_is_counted_the_page_says_so(snapshot: Snapshot) -> None:
    found = answer(snapshot, "measure=moves_in")
    assert found.views == ()
    assert found.cautions[-1] == "There is nothing to show by command."


def test_a_measure_whose_table_was_not_sent_says_what_it_needs(snapshot: Snapshot) -> None:
    found = answer(snapshot, "measure=absence_rate")
    assert found.views == ()
    assert found.cautions == ["Not shown for want of data (needs: shifts): Absence rate."]


# --- the URL, the screen and the file -------------------------------------------------------------

WHOLE = "command=AA&to=2023-02&measure=nominal_strength&by=team&by2=month&shape=heatmap"


def test_the_url_holds_all_that_was_chosen(snapshot: Snapshot) -> None:
    state = state_of(snapshot, WHOLE)
    again = state_of(snapshot, state.query())
    assert again == state
    assert state.own == {
        "measure": "nominal_strength",
        "by": "team",
        "by2": "month",
        "shape": "heatmap",
    }
    assert state.notices == ()


@pytest.mark.parametrize("shape", list(SHAPES))
@pytest.mark.parametrize("measure", ["gap_to_nominal", "strength_by_duty_status"])
def test_the_download_is_what_is_on_screen(
    client: FlaskClient, snapshot: Snapshot, measure: str, shape: str
) -> None:
    query = f"measure={measure}&by=command&by2=team&shape={shape}"
    props = PAGE.props(snapshot, state_of(snapshot, query))
    file = client.get(props["explored-download"]["href"])
    assert file.status_code == 200
    found = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"))))
    columns = table_in(props, "explored")["columnDefs"]
    assert found[0][: len(columns)] == [column["headerName"] for column in columns]
    on_screen = [
        ["" if row[column["field"]] is None else str(row[column["field"]]) for column in columns]
        for row in table_in(props, "explored")["rowData"]
    ]
    assert [row[: len(columns)] for row in found[1:]] == on_screen


def test_a_table_stands_open_with_filters_in_the_figure_s_place(snapshot: Snapshot) -> None:
    props = PAGE.props(snapshot, state_of(snapshot, "shape=table"))
    assert props["explored-plot"] == {"hidden": True}
    assert props["explored-tabled"] == {"open": True}
    filters = [column["filter"] for column in table_in(props, "explored")["columnDefs"]]
    assert filters == ["agTextColumnFilter", *["agNumberColumnFilter"] * 5]
    bars = PAGE.props(snapshot, state_of(snapshot, ""))
    assert bars["explored-plot"] == {"hidden": False}
    assert "explored-tabled" not in bars


def test_values_are_those_of_the_engine_to_the_tenth(demonstration: Snapshot) -> None:
    state = state_of(demonstration, "by=unit&by2=rank&compare=none&shape=table")
    one = asked(demonstration, state)
    table = explored(demonstration, state, one)
    found = evaluate(demonstration.cube, one.measure, state.selection, ["unit", "rank"])
    enough = found["denominator"] >= 20
    assert table["value"][enough].tolist() == pytest.approx(found["value"][enough].round(1))
    assert table["value"][~enough].isna().all()
    assert 0 < enough.sum() < len(enough)
