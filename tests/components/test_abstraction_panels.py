"""The panels of abstractions against hand-worked shifts, and the page that holds them."""

import math
from typing import Any

import pandas as pd
import pytest
from dash import html

from dashboard.access.reading import Snapshot
from dashboard.components import days, lending, ring_fence
from dashboard.components.abstractions import BY_TEAM, headline, missing, reasons, reasons_view
from dashboard.components.page import View
from dashboard.components.ring_fence import TOGETHER, ledger
from dashboard.components.state import State, read_state
from dashboard.components.street import rungs, street_view
from dashboard.measures.engine.selection import Selection, read_query
from dashboard.pages.abstractions import PAGE
from dashboard.schema import months
from tests.shift_rows import Row, shift, snapshot_from

FEB, MAR = "2024-02", "2024-03"


def state_of(snapshot: Snapshot, query: str = "") -> State:
    return read_state(snapshot, read_query(query))


def text(parts: list) -> str:
    return "".join(part.children if isinstance(part, html.Span) else part for part in parts)


def view_of(found: View | None) -> View:
    assert found is not None
    return found


def march() -> list[Row]:
    """AA: 400 of Response on duty, 100 away; 100 of Safer streets, 50 away. BB: 100, 10 away."""
    snt: dict[str, Any] = {"team": "SNT"}
    return [
        shift("2024-02-01", 100, command="AA"),
        shift("2024-02-01", 100, command="BB"),
        shift("2024-03-04", 300),
        shift("2024-03-05", 80, "aid_central", to_command="BB"),
        shift("2024-03-06", 20, "training"),
        shift("2024-03-04", 50, **snt),
        shift("2024-03-09", 30, "backfill", to_team="RESPONSE", **snt),
        shift("2024-03-09", 20, "other", **snt),
        shift("2024-03-04", 90, command="BB"),
        shift("2024-03-05", 10, "aid_central", command="BB", to_command="EXTERNAL"),
    ]


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return snapshot_from(march(), (FEB, MAR))


def test_the_reasons_of_each_team_add_up_to_its_rate(snapshot: Snapshot) -> None:
    table = reasons(snapshot, Selection(MAR, MAR), "team").set_index("code")
    assert table.index.tolist() == ["SNT", "RESPONSE"]
    assert table.loc["SNT", ["rate", "backfill", "other", "duty"]].tolist() == [50, 30, 20, 100]
    # 110 of the 500 shifts of both commands' Response.
    assert table.loc["RESPONSE", ["rate", "aid_central", "training"]].tolist() == [22, 18, 4]


def test_a_team_under_a_hundred_shifts_has_no_rate() -> None:
    fewer = snapshot_from([shift("2024-03-04", 60), shift("2024-03-04", 39, "court")], (MAR,))
    table = reasons(fewer, Selection(MAR, MAR), "team")
    assert table["away"].tolist() == [39]
    assert table["rate"].isna().all()
    assert reasons_view(fewer, state_of(fewer), BY_TEAM, "team") is None
    assert text(headline(fewer, state_of(fewer))) == (
        "39 of the 99 shifts on duty of Small Force were spent away from core in March 2024: "
        "too few for a rate."
    )


def test_the_headline_has_the_rate_its_change_and_the_largest_reason(snapshot: Snapshot) -> None:
    # 160 of 600; 90 of the 160 went to central Aid. February had none of 200 away.
    assert text(headline(snapshot, state_of(snapshot))) == (
        "160 of the 600 shifts on duty of Small Force were spent away from core in March 2024: "
        "an abstraction rate of 26.7%, 26.7 points more than a month before; "
        "central Aid took 56% of them."
    )
    assert missing(snapshot, state_of(snapshot)) == []


def test_who_sent_no_shifts_is_named() -> None:
    rows = [shift("2024-02-01", command="BB"), shift("2024-03-01")]
    found = snapshot_from(rows, (FEB, MAR))
    assert missing(found, state_of(found)) == ["No shifts for March 2024 from Bravo."]
    assert text(headline(found, state_of(found))) == (
        "There is no figure for the shifts of Small Force in March 2024."
    )


def test_the_calendar_has_each_day_with_its_rate(snapshot: Snapshot) -> None:
    table = days.by_day(snapshot, Selection(MAR, MAR)).set_index("date")
    # Of the 4th 440 on duty and none away; of the 5th 90 and of the 9th 50: too few for a rate.
    assert table["duty"].to_dict() == {
        "2024-03-04": 440,
        "2024-03-05": 90,
        "2024-03-06": 20,
        "2024-03-09": 50,
    }
    assert table["value"].dropna().to_dict() == {"2024-03-04": 0.0}


def test_where_days_are_too_small_each_has_the_rate_of_its_week() -> None:
    day = {"date": ["2024-02-26", "2024-03-03", "2024-03-04"], "away": [30.0, 40.0, 9.0]}
    table = pd.DataFrame(day | {"duty": [60.0, 80.0, 90.0], "value": math.nan})
    # Monday the 26th and Sunday the 3rd are one week: 70 of 140. The next one has 90 alone.
    found = days.by_week(table)["value"].tolist()
    assert found[:2] == [50.0, 50.0]
    assert math.isnan(found[2])


def test_a_week_is_named_where_its_days_are_too_small(snapshot: Snapshot) -> None:
    view = view_of(days.calendar_view(snapshot, state_of(snapshot, "command=AA&team=SNT")))
    assert "of the week on each of its days" in view.statistic
    assert view.title.startswith("The week of 4 March 2024 was the worst: 50.0%")


# --- the ring fence -------------------------------------------------------------------------------


def taken_each_month(first: str, count: int, without: tuple[str, ...] = ()) -> Snapshot:
    """In the first month one shift taken of 100 rostered, in the next two, and so on."""
    span = months.between(first, months.shift(first, count - 1))
    rows = [
        shift(f"{month}-01", shifts, activity, team="SNT")
        for number, month in enumerate(span, 1)
        if month not in without
        for shifts, activity in ((number, "aid_local"), (100 - number, "core"))
    ]
    return snapshot_from(rows, span)


def test_the_running_total_restarts_in_april() -> None:
    snapshot = taken_each_month("2022-04", 14)
    found = ledger(snapshot, Selection("2023-05", "2023-05")).set_index(["team", "month"])
    together = found.loc[TOGETHER]
    assert together.loc["2023-03", ["year", "running", "month_of_year"]].tolist() == [
        "2022-23",
        78,  # 1 + 2 + ... + 12
        12,
    ]
    assert together.loc["2023-04", ["year", "running", "share"]].tolist() == ["2023-24", 13, 13.0]
    assert together.loc["2023-05", "running"] == 27
    assert found.loc["Safer streets", "running"].tolist() == together["running"].tolist()
    view = view_of(ring_fence.ledger_view(snapshot, state_of(snapshot)))
    assert view.title == (
        "14 shifts were taken from ring-fenced teams in May 2023, 14.0% of those rostered, "
        "and 27 since April"
    )
    assert view.table["team"].unique().tolist() == ["Safer streets"]


def test_a_total_ends_at_a_hole_and_does_not_begin_in_the_midst_of_a_year() -> None:
    snapshot = taken_each_month("2023-03", 5, without=("2023-05",))
    found = ledger(snapshot, Selection("2023-07", "2023-07"))
    together = found[found["team"] == TOGETHER].set_index("month")
    assert together["value"].dropna().to_dict() == {
        "2023-03": 1,
        "2023-04": 2,
        "2023-06": 4,
        "2023-07": 5,
    }
    assert together["running"].dropna().to_dict() == {"2023-04": 2}


def test_without_a_ring_fenced_team_there_is_no_ledger() -> None:
    found = snapshot_from([shift("2024-03-04", 300, "aid_local")], (MAR,))
    assert ring_fence.ledger_view(found, state_of(found)) is None


# --- help and the ladder --------------------------------------------------------------------------


def test_help_given_and_received_are_one_sum_over_the_force(snapshot: Snapshot) -> None:
    table = lending.exchanged(snapshot, Selection(MAR, MAR)).set_index("code")
    columns = ["given", "received", "value", "outside", "within"]
    assert table[columns].to_dict("index") == {
        "BB": {"given": 0, "received": 80, "value": 80, "outside": 10, "within": 0},
        "AA": {"given": 80, "received": 0, "value": -80, "outside": 0, "within": 30},
    }
    view = view_of(lending.help_view(snapshot, state_of(snapshot)))
    assert view.table.iloc[-1][["name", *columns]].tolist() == [lending.ALL, 80, 80, 0, 10, 30]
    ((_, words),) = view.prose
    assert words == (
        "commands gave each other 80 shifts and received 80: the two agree, and 10 went outside "
        "the force. Teams of one command gave each other 30."
    )
    one = view_of(lending.help_view(snapshot, state_of(snapshot, "command=AA")))
    assert one.title == "Alpha gave 80 shifts more than it received"


def test_flows_go_from_the_home_team_to_the_host(snapshot: Snapshot) -> None:
    view = view_of(lending.flows_view(snapshot, state_of(snapshot, "team=SNT")))
    assert view.table[["source", "target", "value", "selected"]].to_numpy().tolist() == [
        ["Response", "Bravo", 80, False],
        ["Safer streets", "Response, own command", 30, True],
        ["Response", "Outside the force", 10, False],
    ]


def test_the_ladder_goes_from_the_books_to_the_street(snapshot: Snapshot) -> None:
    # Of each team of each command one half-timer and one who is suspended.
    table = rungs(snapshot, Selection(MAR, MAR, commands=("AA",), teams=("RESPONSE",)))
    steps = table[table["name"] != "Posts"]
    assert steps["name"].tolist() == ["On the books", "Deployable", "Available", "On core duty"]
    # 300 of the 400 rostered were core: 0.5 x 0.75, and 300 over 31 days.
    assert steps["value"].tolist() == [1.5, 0.5, 0.4, 9.7]
    view = view_of(street_view(snapshot, state_of(snapshot, "command=AA&team=RESPONSE")))
    assert view.title == "2 on the books, 10 on core duty on an average day"
    assert "50 to 60 officers on the roll" in view.prose[0][1]


# --- the page -------------------------------------------------------------------------------------


def test_every_panel_of_the_page_leaves_as_a_table(snapshot: Snapshot) -> None:
    state = state_of(snapshot)
    keys = {view.panel.key for view in PAGE.answer(snapshot, state).views}
    assert {"street", "calendar", "ring-fence", "flows", "help", "weekdays"} <= keys
    tables = PAGE.tables(snapshot, state)
    assert tables.keys() == keys
    assert not [key for key, table in tables.items() if table.empty]


def test_without_shifts_the_page_says_what_it_needs(snapshot: Snapshot) -> None:
    strength_alone = snapshot.release.model_copy(
        update={"tables": {"strength": snapshot.release.tables["strength"]}}
    )
    bare = Snapshot(strength_alone, snapshot.cube)
    answered = PAGE.answer(bare, state_of(bare))
    assert answered.headline == ["No shifts have been sent: there are no abstractions to show."]
    assert not answered.views
    (words,) = answered.cautions
    assert words.startswith("Not shown for want of data (needs: shifts): Absence rate,")


def test_what_a_link_brings_from_another_page_changes_nothing_here(snapshot: Snapshot) -> None:
    plain = PAGE.tables(snapshot, state_of(snapshot))
    brought = state_of(snapshot, "grade=constable&reading=home_office&count=heads&view=host")
    for key, table in PAGE.tables(snapshot, brought).items():
        pd.testing.assert_frame_equal(table, plain[key])
