"""Posts and overtime against the second computation, and by hand where they easily go wrong."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.cube.arrays import Cube
from dashboard.measures.engine.ask import ask
from dashboard.measures.engine.benchmarks import fitting
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import AskError, Selection
from tests.facts import frame, small_force
from tests.measures.oracles import posts_and_overtime as oracle
from tests.small_store import cube_of

Row = dict[str, Any]

FORCE = small_force()
MEASURES = all_measures()
FEB, MAR, APR = "2024-02", "2024-03", "2024-04"


def post(posts: float, effective_from: str = "2024-01-01", **columns: Any) -> Row:
    """A row of posts: of PCs of AA's Response, but for what is said."""
    plain = {"command": "AA", "team": "RESPONSE", "unit": None, "rank": "PC", "role": "officer"}
    return plain | {"funding": None, "effective_from": effective_from, "posts": posts} | columns


def worked_over(month: str = MAR, **columns: Any) -> Row:
    """A row of overtime: of AA's Response, of which nothing is known but what is said."""
    plain = {"command": "AA", "team": "RESPONSE", "hours": None, "cost": None, "officer_pay": None}
    return plain | {"month": month} | columns


def officers(count: int, month: str = MAR, **columns: Any) -> list[Row]:
    """So many PCs of AA's Response."""
    one = {"month": month, "command": "AA", "team": "RESPONSE", "rank": "PC", "role": "officer"}
    return [one | {"fte": 1.0, "suspended": False} | columns for _ in range(count)]


def by_month(rows: Sequence[Row], dated: str) -> dict[str, pd.DataFrame]:
    table = pd.DataFrame([*rows])
    numbers = dict.fromkeys(("posts", "hours", "cost", "officer_pay"), "float64")
    texts = dict.fromkeys(("team", "unit", "rank", "funding"), "str")
    table = table.astype({k: v for k, v in (numbers | texts).items() if k in table})
    months = table[dated].str[:7]
    if dated == "effective_from":
        table[dated] = pd.to_datetime(table[dated]).astype("datetime64[us]")
    return {str(month): table[months == month] for month in months.unique()}


def cube_from(people: Iterable[Row], posts: Sequence[Row] = (), paid: Sequence[Row] = ()) -> Cube:
    """The cube of these rows, through files."""
    people = [*people]
    strength = {
        month: frame(row for row in people if row["month"] == month)
        for month in {row["month"] for row in people}
    }
    others = {}
    if posts:
        others["establishment"] = by_month(posts, "effective_from")
    if paid:
        others["overtime"] = by_month(paid, "month")
    return cube_of(strength, FORCE, others)


def value(cube: Cube, measure: str, month: str = MAR, **asked: list[str]) -> Any:
    """The one value of a question that is not cut."""
    found = ask(cube, measure, {"from": [month], "to": [month], **asked})
    return found.rows()[0]["value"]


def test_the_second_computation_covers_every_measure_of_posts_and_overtime() -> None:
    own = {
        name
        for name, measure in MEASURES.items()
        if {"establishment", "overtime"} & {*measure.kinds}
    }
    assert own == oracle.COVERS


# --- against the second computation ---------------------------------------------------------------

COMMANDS = st.sampled_from(["AA", "BB", "NA"])
TEAMS = st.sampled_from(["RESPONSE", "CID"])
POSTS = st.lists(
    st.builds(
        post,
        st.integers(0, 40).map(float),
        effective_from=st.sampled_from(
            ["2023-10-01", "2024-02-10", "2024-02-29", "2024-03-15", "2024-05-01"]
        ),
        command=COMMANDS,
        team=TEAMS,
        rank=st.sampled_from(["PC", "PS"]),
        role=st.sampled_from(["officer", "officer", "staff"]),
    ),
    max_size=10,
)
PAID = st.lists(
    st.builds(
        worked_over,
        month=st.sampled_from([FEB, MAR]),
        command=COMMANDS,
        team=TEAMS,
        hours=st.sampled_from([None, 0.0, 12.5, 300.0]),
        cost=st.sampled_from([None, 0.0, 450.0]),
        officer_pay=st.sampled_from([None, 0.0, 9000.0]),
    ),
    max_size=8,
)
PEOPLE = st.lists(
    st.builds(
        lambda month, **said: officers(1, month, **said)[0],
        st.sampled_from([FEB, MAR]),
        command=COMMANDS,
        team=TEAMS,
        rank=st.sampled_from(["PC", "PS"]),
        role=st.sampled_from(["officer", "officer", "staff"]),
        fte=st.sampled_from([1.0, 0.5]),
        suspended=st.booleans(),
    ),
    min_size=1,
    max_size=14,
)
CUTS: list[list[str]] = [[], ["command"], ["team"], ["month"], ["command", "month"]]


@given(posts=POSTS, paid=PAID, people=PEOPLE)
@settings(max_examples=6, deadline=None)
def test_every_measure_is_that_of_the_second_computation(
    posts: list[Row], paid: list[Row], people: list[Row]
) -> None:
    cube = cube_from(people, posts, paid)
    span = cube.months
    for name in sorted(oracle.COVERS):
        sending = cube.sending(MEASURES[name].kinds)
        for commands in ((), ("AA",), ("AA", "BB")):
            if not commands and not sending:
                continue
            selection = Selection(span[0], span[-1], commands)
            for by in CUTS:
                wanted = oracle.worked(name, posts, paid, people, by, span, commands or sending)
                agree(cube, name, selection, by, wanted)


def agree(
    cube: Cube,
    name: str,
    selection: Selection,
    by: list[str],
    wanted: dict[oracle.Key, oracle.Sums],
) -> None:
    found = evaluate(cube, MEASURES[name], selection, by)
    keys = [tuple(row) for row in found[by].to_numpy()] if by else [()]
    assert wanted.keys() <= {*keys}, (name, by)
    for key, row in zip(keys, found.to_dict("records"), strict=True):
        sums = wanted.get(key)
        if name == "vacancies":
            expected = None if sums is None or not sums[1] else sums[0]
        else:
            scale = MEASURES[name].scale
            expected = None if sums is None or not sums[1] else scale * sums[0] / sums[1]
        if key not in wanted:
            # A group of which nobody spoke is a hole, or has nothing.
            assert math.isnan(row["value"]) or row["value"] == 0, (name, by, key)
        elif expected is None:
            assert math.isnan(row["value"]), (name, by, key)
        else:
            assert row["value"] == pytest.approx(expected, abs=1e-9), (name, selection, key)


# --- posts by hand --------------------------------------------------------------------------------


def test_the_three_measures_of_posts_have_two_bases() -> None:
    # 40 posts; 30 officers, three of them at half time and four suspended: 28.5 FTE, 24.5 fit.
    people = officers(23) + officers(3, fte=0.5) + officers(4, suspended=True)
    cube = cube_from(people, [post(40)])
    assert value(cube, "vacancies") == 11.5
    assert value(cube, "occupancy") == 71.25
    assert value(cube, "gap_to_posts") == 38.75
    # The gap to nominal of the same people is 4 of 28.5, not of 40.
    assert value(cube, "gap_to_nominal") == pytest.approx(100 * 4 / 28.5, abs=1e-6)


def test_posts_that_change_in_mid_year_count_from_their_month_on() -> None:
    people = [p for month in (FEB, MAR, APR) for p in officers(30, month)]
    # Agreed on the last day of February and in mid-March: at a month's end each holds already.
    posts = [post(40, "2023-04-01"), post(36, "2024-02-29"), post(33, "2024-03-15")]
    cube = cube_from(people, posts)
    assert [value(cube, "vacancies", month) for month in (FEB, MAR, APR)] == [6.0, 3.0, 3.0]
    over_all = ask(cube, "occupancy", {"from": [FEB], "to": [APR]}).rows()[0]
    assert over_all["value"] == pytest.approx(100 * 30 / 34, abs=1e-6)


def test_of_several_days_within_a_month_only_the_last_counts() -> None:
    posts = [
        post(50, "2024-03-01"),
        post(10, "2024-03-01", team="CID"),
        post(32, "2024-03-20"),
        # Another command's day does not take the place of it.
        post(9, "2024-03-25", command="BB"),
    ]
    cube = cube_from(officers(30) + officers(5, command="BB"), posts)
    assert value(cube, "vacancies", command=["AA"]) == 2.0
    assert value(cube, "vacancies", command=["BB"]) == 4.0


def test_a_command_without_posts_is_a_hole_and_not_without_vacancies() -> None:
    cube = cube_from(officers(30) + officers(25, command="BB"), [post(40)])
    assert value(cube, "vacancies", command=["BB"]) is None
    assert value(cube, "occupancy", command=["BB"]) is None
    assert value(cube, "vacancies", command=["AA", "BB"]) is None
    # All commands are those that have posts: BB's 25 officers are no surplus.
    assert value(cube, "vacancies") == 10.0
    by_command = ask(cube, "vacancies", {"from": [MAR], "to": [MAR], "by": ["command"]}).rows()
    assert [(row["command"], row["value"]) for row in by_command] == [("AA", 10.0)]


def test_before_the_first_posts_a_month_is_a_hole() -> None:
    people = [p for month in (FEB, MAR) for p in officers(30, month)]
    cube = cube_from(people, [post(40, "2024-03-01")])
    months = ask(cube, "vacancies", {"from": [FEB], "to": [MAR], "by": ["month"]}).rows()
    assert [row["value"] for row in months] == [None, 10.0]


def test_a_team_or_rank_without_posts_has_no_vacancies_and_more_officers_than_posts_has() -> None:
    people = officers(30) + officers(4, team="CID") + officers(3, rank="PS")
    cube = cube_from(people, [post(28, rank=None)])
    assert value(cube, "vacancies", team=["CID"]) is None
    assert value(cube, "gap_to_posts", team=["CID"]) is None
    assert value(cube, "vacancies", grade=["constable"]) is None
    assert value(cube, "vacancies", team=["RESPONSE"]) == -5.0
    assert value(cube, "vacancies") == -9.0


def test_posts_of_staff_and_whoever_pays_for_a_post_are_told_apart_and_added_up() -> None:
    posts = [
        post(20, funding="core"),
        post(15, funding="city"),
        post(9, rank="STAFF", role="staff"),
    ]
    cube = cube_from(officers(30) + officers(2, rank="STAFF", role="staff"), posts)
    assert value(cube, "vacancies") == 5.0


def test_the_published_range_of_posts_is_on_the_review_s_reading_of_the_gap_to_posts_alone() -> (
    None
):
    def held(measure: str, reading: str) -> list[str]:
        selection = Selection(MAR, MAR, reading=reading)
        return [figure.id for _, figure in fitting(MEASURES[measure], FORCE, selection)]

    assert held("gap_to_posts", "review") == ["E041"]
    assert held("gap_to_posts", "home_office") == []
    assert "E041" not in held("gap_to_nominal", "review")


def test_the_home_office_s_reading_moves_the_gap_to_posts_and_no_vacancy() -> None:
    people = officers(26) + officers(4, suspended=None, limitation="adjusted")
    cube = cube_from(people, [post(40)])
    assert value(cube, "gap_to_posts") == 35.0
    assert value(cube, "gap_to_posts", reading=["home_office"]) == 25.0
    with pytest.raises(AskError, match="reading does not apply"):
        value(cube, "vacancies", reading=["home_office"])


# --- overtime by hand -----------------------------------------------------------------------------


def test_overtime_is_to_an_officer_in_heads_and_the_ratio_of_sums() -> None:
    people = officers(30, fte=0.5) + officers(10, team="CID") + officers(7, role="staff")
    paid = [
        worked_over(hours=90.0, cost=3000.0, officer_pay=60000.0),
        worked_over(team="CID", hours=110.0, cost=5000.0, officer_pay=20000.0),
    ]
    cube = cube_from(people, paid=paid)
    # 200 hours over 40 heads; the mean of 3 and 11 would be 7.
    assert value(cube, "overtime_hours") == 5.0
    assert value(cube, "overtime_cost_per_officer") == 200.0
    # 8,000 of 80,000; the mean of 5% and 25% would be 15%.
    assert value(cube, "overtime_pay_share") == 10.0


def test_overtime_adds_up_over_months_and_officers_do_not() -> None:
    people = officers(30, FEB) + officers(50, MAR)
    paid = [worked_over(FEB, hours=80.0), worked_over(MAR, hours=120.0)]
    cube = cube_from(people, paid=paid)
    # 200 hours over the mean of 30 and 50 officers.
    assert ask(cube, "overtime_hours", {"from": [FEB], "to": [MAR]}).rows()[0]["value"] == 5.0


def test_a_cost_without_its_pay_is_in_no_share_of_pay_and_over_no_pay_there_is_none() -> None:
    paid = [
        worked_over(cost=500.0, officer_pay=10000.0),
        worked_over(team="CID", cost=900.0),
        worked_over(team="SNT", officer_pay=7000.0),
        worked_over(command="BB", cost=100.0, officer_pay=0.0),
    ]
    cube = cube_from(officers(30) + officers(1, command="BB"), paid=paid)
    assert value(cube, "overtime_pay_share", command=["AA"]) == 5.0
    assert value(cube, "overtime_pay_share", command=["BB"]) is None
    assert value(cube, "overtime_cost_per_officer", command=["AA"]) == pytest.approx(1400 / 30)


def test_a_month_without_overtime_sent_is_a_hole() -> None:
    people = [p for month in (FEB, MAR) for p in officers(30, month)]
    cube = cube_from(people, paid=[worked_over(MAR, hours=60.0)])
    months = ask(cube, "overtime_hours", {"from": [FEB], "to": [MAR], "by": ["month"]}).rows()
    assert [row["value"] for row in months] == [None, 2.0]
