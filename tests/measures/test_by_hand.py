"""Every measure worked out by hand, where it is easily got wrong: holes, means, loans, part-timers.

The numbers stand in the tests; the people are counted through files, as an import is.
"""

import math
from typing import Any

import pytest

from dashboard.cube.arrays import Cube
from dashboard.measures.engine.ask import ask
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import Selection
from dashboard.schema.duty import STATUSES
from dashboard.schema.force import Team
from tests.facts import Row, frame, small_force
from tests.small_store import cube_of

TEAMS = {
    "RESPONSE": Team(name="Response", function="response", uniformed=True),
    "PLAIN": Team(name="Robbery response", function="response"),
    "SNT": Team(name="Safer streets", function="neighbourhood", uniformed=True),
    "TSG": Team(name="Support group", function="specialist operations", uniformed=True),
    "CID": Team(name="CID", function="investigation"),
}
FORCE = small_force(teams=TEAMS)
MEASURES = all_measures()


def officers(month: str, command: str, count: int, **columns: Any) -> list[Row]:
    return [{"month": month, "command": command, **columns} for _ in range(count)]


def cube_by_hand(*rows: list[Row]) -> Cube:
    """A cube counted from these people through files, as every import is."""
    every = [row for listed in rows for row in listed]
    sent = {row["month"] for row in every}
    return cube_of(
        {month: frame(row for row in every if row["month"] == month) for month in sent}, FORCE
    )


JAN, FEB, MAR = "2023-01", "2023-02", "2023-03"

# BB has not sent February.
WITH_A_HOLE = (
    *(officers(JAN, "AA", 2), officers(FEB, "AA", 3), officers(FEB, "AA", 1, suspended=True)),
    officers(JAN, "BB", 2) + officers(JAN, "BB", 1, suspended=True),
)


def answer(cube: Cube, measure: str, **asked: list[str]) -> dict[Any, Any]:
    """The values of an answer by what it is cut by."""
    found = ask(cube, measure, {name.rstrip("_"): values for name, values in asked.items()})
    by = asked.get("by", [])
    return {tuple(row[name] for name in by): row["value"] for row in found.rows()}


def test_a_stock_over_months_is_the_mean_of_the_months_that_each_command_has() -> None:
    cube = cube_by_hand(*WITH_A_HOLE)
    # AA: (2 + 4) / 2 = 3; BB: 3, of its one month. Not (5 + 4) / 2.
    assert answer(cube, "nominal_strength", from_=[JAN], to=[FEB]) == {(): 6.0}
    by_command = answer(cube, "nominal_strength", from_=[JAN], to=[FEB], by=["command"])
    assert by_command == {("AA",): 3.0, ("BB",): 3.0}


def test_a_ratio_over_months_is_the_ratio_of_the_sums_of_means() -> None:
    cube = cube_by_hand(*WITH_A_HOLE)
    # Not deployable: AA (0 + 1) / 2, BB 1; on the books 3 and 3.
    asked = {"from_": [JAN], "to": [FEB]}
    assert answer(cube, "gap_to_nominal", **asked) == {(): 25.0}
    assert answer(cube, "gap_to_nominal", **asked, by=["command"]) == {
        ("AA",): pytest.approx(100 * 0.5 / 3, abs=1e-6),
        ("BB",): pytest.approx(100 * 1 / 3, abs=1e-6),
    }


def test_a_hole_gives_the_groups_month_no_value_and_not_a_zero() -> None:
    cube = cube_by_hand(*WITH_A_HOLE)
    asked = {"from_": [JAN], "to": [FEB]}
    assert answer(cube, "nominal_strength", **asked, by=["month"]) == {(JAN,): 5.0, (FEB,): None}
    assert answer(cube, "nominal_strength", **asked, by=["month", "command"]) == {
        (JAN, "AA"): 2.0,
        (JAN, "BB"): 3.0,
        (FEB, "AA"): 4.0,
        (FEB, "BB"): None,
    }
    assert answer(cube, "nominal_strength", from_=[FEB]) == {(): None}
    assert answer(cube, "nominal_strength", from_=[FEB], command=["AA"]) == {(): 4.0}


def test_a_month_that_nobody_sent_is_listed_in_its_place_without_a_value() -> None:
    cube = cube_by_hand(officers(JAN, "AA", 1), officers(MAR, "AA", 3))
    every = {"from_": [JAN], "to": [MAR]}
    by_month = answer(cube, "nominal_strength", **every, by=["month"])
    assert [*by_month.items()] == [((JAN,), 1.0), ((FEB,), None), ((MAR,), 3.0)]
    assert answer(cube, "nominal_strength", **every) == {(): 2.0}


def test_a_hole_is_a_hole_in_every_cut_of_the_month() -> None:
    cube = cube_by_hand(*WITH_A_HOLE)
    found = answer(cube, "strength_by_duty_status", from_=[FEB], by=["status"])
    assert found == {("suspended",): None, ("full",): None}


def test_a_zero_denominator_is_no_value() -> None:
    cube = cube_by_hand(officers(JAN, "AA", 2), officers(JAN, "BB", 1, rank="PS"))
    spans = answer(cube, "supervision_span", by=["command"])
    assert spans == {("AA",): None, ("BB",): 0.0}
    assert answer(cube, "probationer_share", by=["rank"]) == {("PC",): 0.0}


def test_a_span_counts_people_where_they_work() -> None:
    lent = officers(JAN, "AA", 1, attached_to="BB")
    outside = officers(JAN, "AA", 1, attached_to="EXTERNAL")
    cube = cube_by_hand(
        officers(JAN, "AA", 3) + lent + outside + officers(JAN, "AA", 1, rank="PS"),
        officers(JAN, "BB", 4) + officers(JAN, "BB", 2, rank="PS"),
    )
    assert answer(cube, "supervision_span", by=["command"]) == {("AA",): 3.0, ("BB",): 2.5}
    assert answer(cube, "nominal_strength", by=["command"]) == {("AA",): 6.0, ("BB",): 6.0}


def test_people_lent_to_a_command_in_its_hole_count_nowhere() -> None:
    sergeant = {"rank": "PS"}
    cube = cube_by_hand(
        *(officers(JAN, "AA", 4) + officers(JAN, "AA", 1, **sergeant) for _ in range(1)),
        officers(JAN, "BB", 2) + officers(JAN, "BB", 1, **sergeant),
        officers(FEB, "AA", 4) + officers(FEB, "AA", 1, **sergeant),
        officers(FEB, "AA", 6, attached_to="BB"),
    )
    # BB's mean is over January alone, so February's six must not be in its sum.
    spans = answer(cube, "supervision_span", from_=[JAN], to=[FEB], by=["command"])
    assert spans == {("AA",): 4.0, ("BB",): 2.0}
    assert answer(cube, "supervision_span", from_=[FEB], by=["command"])[("BB",)] is None


def test_a_command_that_has_never_sent_anything_has_no_span() -> None:
    everyone = officers(JAN, "AA", 4) + officers(JAN, "AA", 1, rank="PS")
    lent = officers(JAN, "AA", 3, attached_to="NA") + officers(
        JAN, "AA", 1, attached_to="NA", rank="PS"
    )
    cube = cube_by_hand(everyone + lent)
    assert answer(cube, "supervision_span", by=["command"]) == {("AA",): 4.0}
    assert answer(cube, "supervision_span", command=["NA"]) == {(): None}


def test_values_are_free_of_binary_dust() -> None:
    cube = cube_by_hand(officers(JAN, "AA", 3, fte=0.1))
    assert answer(cube, "nominal_strength") == {(): 0.3}


def test_a_team_that_nobody_is_in_has_no_value_where_there_is_a_hole() -> None:
    cube = cube_by_hand(*WITH_A_HOLE)
    everyone = evaluate(cube, MEASURES["nominal_strength"], Selection(JAN, FEB, (), ("CID",)))
    assert everyone["numerator"].tolist() == everyone["value"].tolist() == [0.0]
    selected = Selection(FEB, FEB, ("BB",), ("CID",))
    (row,) = evaluate(cube, MEASURES["nominal_strength"], selected, ["command"]).to_dict("records")
    assert row["command"] == "BB"
    assert math.isnan(row["numerator"])
    assert math.isnan(row["value"])


# --- full-time equivalents and heads --------------------------------------------------------------

HEADS = {"count": ["heads"]}
HOST = {"view": ["host"]}
HOME_OFFICE = {"reading": ["home_office"]}


def test_a_part_time_officer_is_a_part_in_fte_and_one_in_headcount() -> None:
    # Two full-time and one at 0.6, who is suspended: 2.6 and 3; the gap 0.6 / 2.6 and 1 / 3.
    cube = cube_by_hand(officers(JAN, "AA", 2), officers(JAN, "AA", 1, fte=0.6, suspended=True))
    assert answer(cube, "nominal_strength") == {(): 2.6}
    assert answer(cube, "nominal_strength", **HEADS) == {(): 3.0}
    assert answer(cube, "deployable_strength") == answer(cube, "deployable_strength", **HEADS)
    assert answer(cube, "gap_to_nominal") == {(): pytest.approx(23.076923)}
    assert answer(cube, "gap_to_nominal", **HEADS) == {(): pytest.approx(33.333333)}


def test_strength_is_measured_in_what_it_is_counted_in_and_a_share_in_its_own() -> None:
    cube = cube_by_hand(officers(JAN, "AA", 1))
    for measure, fte, heads in (
        ("nominal_strength", "FTE", "headcount"),
        ("overlapping_reasons", "FTE", "headcount"),
        ("gap_to_nominal", "%", "%"),
    ):
        assert {*ask(cube, measure, {}).frame["measured_in"]} <= {fte}
        assert {*ask(cube, measure, HEADS).frame["measured_in"]} <= {heads}


def test_a_recruit_at_half_is_half_a_deployable_head_and_the_waterfall_adds_up() -> None:
    # A full-time and a part-time recruit (0.8), both at 50%, and one officer in full: 2.8 FTE,
    # of it 0.5 + 0.4 in training; 3 heads, of them 0.5 + 0.5.
    recruits = [*officers(JAN, "AA", 1), *officers(JAN, "AA", 1, fte=0.8)]
    halves = [row | {"training_share": 0.5, "probationer": True} for row in recruits]
    cube = cube_by_hand(halves, officers(JAN, "AA", 1))
    by = {"by": ["status"]}
    assert answer(cube, "strength_by_duty_status", **by) == {
        ("recruit_training",): 0.9,
        ("full",): 1.9,
    }
    assert answer(cube, "strength_by_duty_status", **by, **HEADS) == {
        ("recruit_training",): 1.0,
        ("full",): 2.0,
    }
    assert answer(cube, "deployable_strength", **HEADS) == {(): 2.0}
    assert answer(cube, "gap_to_nominal", **HEADS) == {(): pytest.approx(33.333333)}
    # Whole persons: two of three constables are on probation, in training or not.
    assert answer(cube, "probationer_share") == {(): pytest.approx(66.666667)}


# --- home and host --------------------------------------------------------------------------------


def test_an_officer_attached_out_on_recuperative_duties_is_attached_at_home_and_limited_there() -> (
    None
):
    lent = officers(JAN, "AA", 1, attached_to="BB", limitation="recuperative")
    cube = cube_by_hand(officers(JAN, "AA", 3), lent, officers(JAN, "BB", 4))
    by = {"by": ["command", "status"]}
    assert answer(cube, "strength_by_duty_status", **by) == {
        ("AA", "attached_out"): 1.0,
        ("AA", "full"): 3.0,
        ("BB", "full"): 4.0,
    }
    assert answer(cube, "strength_by_duty_status", **by, **HOST) == {
        ("AA", "full"): 3.0,
        ("BB", "recuperative"): 1.0,
        ("BB", "full"): 4.0,
    }
    # Attached out is no limited duty at home; at work in BB one of five is on one.
    assert answer(cube, "limited_duties_share", by=["command"]) == {("AA",): 0.0, ("BB",): 0.0}
    at_work = answer(cube, "limited_duties_share", by=["command"], **HOST)
    assert at_work == {("AA",): 0.0, ("BB",): 20.0}


def test_a_lends_ten_to_b_and_is_as_large_on_both_views_and_more_deployable_where_they_work() -> (
    None
):
    cube = cube_by_hand(
        officers(JAN, "AA", 90),
        officers(JAN, "AA", 10, attached_to="BB"),
        officers(JAN, "BB", 50),
    )
    assert answer(cube, "nominal_strength") == answer(cube, "nominal_strength", **HOST) == {(): 150}
    assert answer(cube, "deployable_strength") == {(): 140}
    assert answer(cube, "deployable_strength", **HOST) == {(): 150}
    by = {"by": ["command"]}
    assert answer(cube, "nominal_strength", **by) == {("AA",): 100, ("BB",): 50}
    assert answer(cube, "nominal_strength", **by, **HOST) == {("AA",): 90, ("BB",): 60}
    assert answer(cube, "deployable_strength", **by) == {("AA",): 90, ("BB",): 50}
    assert answer(cube, "deployable_strength", **by, **HOST) == {("AA",): 90, ("BB",): 60}
    assert answer(cube, "gap_to_nominal", **by) == {("AA",): 10.0, ("BB",): 0.0}


def test_whoever_is_lent_outside_the_force_is_on_its_books_and_at_work_nowhere_in_it() -> None:
    lent = officers(JAN, "AA", 2, attached_to="EXTERNAL")
    cube = cube_by_hand(officers(JAN, "AA", 8), lent)
    assert answer(cube, "nominal_strength") == {(): 10}
    assert answer(cube, "nominal_strength", **HOST) == {(): 8}
    assert answer(cube, "deployable_strength", **HOST) == {(): 8}


# --- two readings ---------------------------------------------------------------------------------


def one_of_each_status() -> list[Row]:
    """Eight officers, each in another status; the recruit is in training all of the time."""
    said: list[dict[str, Any]] = [
        {"suspended": True},
        {"absence": "sickness", "absence_from": "2022-10-01"},
        {"attached_to": "BB"},
        {"training_share": 1.0},
        {"limitation": "management_restricted"},
        {"limitation": "adjusted"},
        {"limitation": "recuperative"},
        {},
    ]
    return [row for columns in said for row in officers(JAN, "AA", 1, **columns)]


def test_the_review_counts_one_of_eight_statuses_and_the_home_office_six() -> None:
    cube = cube_by_hand(one_of_each_status())
    books = answer(cube, "strength_by_duty_status", by=["status"])
    assert books == {(code,): 1.0 for code in STATUSES}
    assert answer(cube, "deployable_strength") == {(): 1.0}
    assert answer(cube, "gap_to_nominal") == {(): 87.5}
    # Not the suspended, and not the one absent since October.
    assert answer(cube, "deployable_strength", **HOME_OFFICE) == {(): 6.0}
    assert answer(cube, "gap_to_nominal", **HOME_OFFICE) == {(): 25.0}
    assert answer(cube, "limited_duties_share") == {(): 37.5}


def test_a_recruit_at_half_is_whole_in_the_home_offices_reading() -> None:
    cube = cube_by_hand(officers(JAN, "AA", 4, training_share=0.5))
    assert answer(cube, "deployable_strength") == {(): 2.0}
    assert answer(cube, "deployable_strength", **HOME_OFFICE) == {(): 4.0}


# --- grades ---------------------------------------------------------------------------------------


def test_a_grade_is_of_every_rank_that_has_it() -> None:
    cube = cube_by_hand(
        officers(JAN, "AA", 3),
        officers(JAN, "AA", 2, rank="DC", suspended=True),
        officers(JAN, "AA", 1, rank="PS"),
        officers(JAN, "AA", 1, rank="INSP"),
    )
    assert answer(cube, "nominal_strength", grade=["constable"]) == {(): 5.0}
    assert answer(cube, "gap_to_nominal", grade=["constable"]) == {(): 40.0}
    assert answer(cube, "nominal_strength", grade=["sergeant", "inspector"]) == {(): 2.0}
    assert answer(cube, "overlapping_reasons", grade=["sergeant"]) == {}
    reasons = answer(cube, "overlapping_reasons", grade=["constable"], by=["reason", "other"])
    assert reasons == {("suspended", "suspended"): 2.0}


# --- spans of months ------------------------------------------------------------------------------


def test_a_gap_over_months_is_no_mean_of_the_months_gaps() -> None:
    # One of two in January, one of ten in February: (50% + 10%) / 2 would be 30%.
    cube = cube_by_hand(
        officers(JAN, "AA", 1) + officers(JAN, "AA", 1, suspended=True),
        officers(FEB, "AA", 9) + officers(FEB, "AA", 1, suspended=True),
    )
    asked = {"from_": [JAN], "to": [FEB]}
    by_month = answer(cube, "gap_to_nominal", **asked, by=["month"])
    assert by_month == {(JAN,): 50.0, (FEB,): 10.0}
    # 2 of 12, both halved.
    assert answer(cube, "gap_to_nominal", **asked) == {(): pytest.approx(16.666667)}


def test_a_command_counts_with_the_mean_of_the_months_it_has_on_either_view() -> None:
    # AA has 4, 8 and 6 in three months: 6. BB lacks February, and has 10 and 20: 15, not 10.
    cube = cube_by_hand(
        officers(JAN, "AA", 4),
        officers(FEB, "AA", 8),
        officers(MAR, "AA", 6),
        officers(JAN, "BB", 10),
        officers(MAR, "BB", 20),
    )
    asked = {"from_": [JAN], "to": [MAR]}
    assert answer(cube, "nominal_strength", **asked) == {(): 21.0}
    assert answer(cube, "nominal_strength", **asked, **HOST) == {(): 21.0}
    assert answer(cube, "nominal_strength", **asked, by=["command"]) == {
        ("AA",): 6.0,
        ("BB",): 15.0,
    }
    assert answer(cube, "nominal_strength", **asked, by=["month"]) == {
        (JAN,): 14.0,
        (FEB,): None,
        (MAR,): 26.0,
    }


# --- PCs and DCs, uniformed teams -----------------------------------------------------------------


def test_pcs_and_dcs_on_probation_are_shares_of_their_own() -> None:
    cube = cube_by_hand(
        officers(JAN, "AA", 1, probationer=True),
        officers(JAN, "AA", 3),
        officers(JAN, "AA", 1, rank="DC", probationer=True),
        officers(JAN, "AA", 1, rank="DC"),
        officers(JAN, "AA", 5, rank="PS", probationer=True),
    )
    assert answer(cube, "probationer_share_pc") == {(): 25.0}
    assert answer(cube, "probationer_share_dc") == {(): 50.0}
    assert answer(cube, "probationer_share") == {(): pytest.approx(33.333333)}


def test_a_span_of_uniformed_teams_is_of_response_and_neighbourhood_alone() -> None:
    def team(code: str | None, constables: int, sergeants: int, kind: str = "P") -> list[Row]:
        return [
            *officers(JAN, "AA", constables, team=code, rank=f"{kind}C"),
            *officers(JAN, "AA", sergeants, team=code, rank="PS"),
        ]

    cube = cube_by_hand(
        team("RESPONSE", 12, 1),
        team("SNT", 8, 1),
        team("TSG", 9, 3),  # uniformed, but specialist operations
        team("PLAIN", 4, 2),  # response, but in plain clothes
        team("CID", 20, 2, kind="D"),
        team(None, 7, 1),
        officers(JAN, "AA", 3, team="RESPONSE", rank="DC"),  # no PCs
    )
    # 12 + 8 over 1 + 1; with the TSG it would be 29 over 5.
    assert answer(cube, "supervision_span_uniformed") == {(): 10.0}
    by_team = answer(cube, "supervision_span_uniformed", by=["team"])
    assert by_team == {("RESPONSE",): 12.0, ("SNT",): 8.0}
    assert answer(cube, "supervision_span_uniformed", team=["TSG"]) == {(): None}
    # Everywhere: 12 + 8 + 9 + 4 + 20 + 7 + 3 over 10.
    assert answer(cube, "supervision_span") == {(): 6.3}


def test_a_span_of_uniformed_teams_leaves_out_who_is_away() -> None:
    sergeant = {"rank": "PS", "team": "RESPONSE"}
    cube = cube_by_hand(
        officers(JAN, "AA", 6, team="RESPONSE"),
        officers(JAN, "AA", 2, team="RESPONSE", limitation="adjusted"),
        officers(JAN, "AA", 4, team="RESPONSE", attached_to="BB"),
        officers(JAN, "AA", 1, team="RESPONSE", suspended=True),
        officers(JAN, "AA", 1, **sergeant),
        officers(JAN, "AA", 1, **sergeant, absence="maternity", absence_from="2022-11-01"),
        officers(JAN, "BB", 1),
    )
    # Limited officers need supervising: 8 over 1. The four in BB have no recorded team there.
    by_command = answer(cube, "supervision_span_uniformed", by=["command"])
    assert by_command == {("AA",): 8.0}


# --- overlaps and recording -----------------------------------------------------------------------


def test_overlaps_are_counted_whole_whichever_status_comes_first() -> None:
    cube = cube_by_hand(
        officers(JAN, "AA", 2, fte=0.5, suspended=True, limitation="adjusted"),
        officers(JAN, "AA", 1, limitation="adjusted"),
        officers(JAN, "AA", 5),
    )
    by = {"by": ["reason", "other"]}
    assert answer(cube, "overlapping_reasons", **by) == {
        ("suspended", "suspended"): 1.0,
        ("suspended", "adjusted"): 1.0,
        ("adjusted", "adjusted"): 2.0,
    }
    assert answer(cube, "overlapping_reasons", **by, **HEADS) == {
        ("suspended", "suspended"): 2.0,
        ("suspended", "adjusted"): 2.0,
        ("adjusted", "adjusted"): 3.0,
    }


def test_recording_is_the_share_of_officers_rows_with_an_entry_by_command() -> None:
    cube = cube_by_hand(
        officers(JAN, "AA", 3, limitation="adjusted") + officers(JAN, "AA", 1),
        officers(JAN, "AA", 4, rank="STAFF", role="staff", limitation="adjusted"),
        officers(JAN, "BB", 2, suspended=False),
    )
    found = answer(cube, "recording_completeness", by=["command", "column"])
    assert found["AA", "limitation"] == 75.0
    assert found["BB", "limitation"] == 0.0
    # To say that somebody is not suspended is to record it.
    assert found["BB", "suspended"] == 100.0
    assert found["AA", "suspended"] == 0.0
    # 3 of 6 officers, not the mean of 75% and 0%.
    assert answer(cube, "recording_completeness", by=["column"])[("limitation",)] == 50.0
