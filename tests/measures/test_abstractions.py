"""Abstractions against the second computation, and by hand where they easily go wrong."""

import math
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dashboard.cube.arrays import Cube
from dashboard.measures.engine.ask import ask
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import AskError, Selection
from dashboard.schema.tables import SHIFTS
from tests.measures.oracles import abstractions as oracle
from tests.shift_rows import TEAMS, cube_from, people, shift

Row = dict[str, Any]

MEASURES = all_measures()
FEB, MAR = MONTHS = ("2024-02", "2024-03")
RING_FENCED = {"SNT"}


def cube_of(shifts: list[Row]) -> Cube:
    return cube_from(shifts, MONTHS)


def value(cube: Cube, measure: str, **asked: list[str]) -> Any:
    """The one value of a question that is not cut."""
    return ask(cube, measure, {name.rstrip("_"): said for name, said in asked.items()}).rows()[0][
        "value"
    ]


def test_the_second_computation_covers_every_measure_of_shifts() -> None:
    own = {name for name, measure in MEASURES.items() if {"shifts", "days"} & {*measure.kinds}}
    assert own >= oracle.COVERS


# --- against the second computation ---------------------------------------------------------------

ACTIVITIES = next(column.choices for column in SHIFTS.columns if column.name == "activity")
DATES = ["2024-02-29", "2024-03-01", "2024-03-02", "2024-03-31"]


@st.composite
def sent_shifts(draw: st.DrawFn) -> list[Row]:
    """Rows of two months and three commands, of which some lack a month; they help who sent it."""
    every = [(month, command) for month in (FEB, MAR) for command in ("AA", "BB", "NA")]
    sent = draw(st.lists(st.sampled_from(every), min_size=1, unique=True))
    rows = draw(
        st.lists(
            st.builds(
                shift,
                date=st.sampled_from(DATES),
                shifts=st.integers(0, 40).map(float),
                activity=st.sampled_from(ACTIVITIES),
                command=st.sampled_from(["AA", "BB", "NA"]),
                team=st.sampled_from([*TEAMS]),
                to_command=st.sampled_from([None, None, "AA", "BB", "EXTERNAL"]),
                to_team=st.sampled_from([None, "RESPONSE", "SNT"]),
            ),
            max_size=24,
        )
    )
    helped = {*sent, *((month, away) for month, _ in sent for away in (None, "EXTERNAL"))}
    kept = [
        row
        for row in rows
        if (row["date"][:7], row["command"]) in sent
        and (row["date"][:7], row["to_command"]) in helped
    ]
    return [*kept, *(shift(f"{month}-05", 3.0, command=command) for month, command in sent)]


CUTS: list[list[str]] = [[], ["command"], ["team"], ["month"], ["command", "month"], ["weekday"]]
SELECTIONS = [
    Selection(FEB, MAR),
    Selection(MAR, MAR),
    Selection(FEB, MAR, commands=("AA",)),
    Selection(FEB, MAR, commands=("AA", "NA")),
]


@given(shifts=sent_shifts(), selection=st.sampled_from(SELECTIONS))
@settings(max_examples=12, deadline=None, phases=[Phase.generate])
def test_every_measure_is_that_of_the_second_computation(
    shifts: list[Row], selection: Selection
) -> None:
    cube = cube_of(shifts)
    for name in sorted(oracle.COVERS):
        for by in CUTS:
            agree(cube, name, selection, by, shifts)


def agree(cube: Cube, name: str, selection: Selection, by: list[str], shifts: list[Row]) -> None:
    measure = MEASURES[name]
    if "weekday" in by and "date" not in measure.cuts:
        return
    found = evaluate(cube, measure, selection, by)
    cut = [*by, *measure.always_by]
    wanted = oracle.worked(
        name, shifts, people(*MONTHS), cut, selection.months, RING_FENCED, selection.commands
    )
    keys = [tuple(row) for row in found[cut].to_numpy()] if cut else [()]
    assert wanted.keys() <= {*keys}, (name, by)
    numbers = found[["numerator", "denominator"]].to_numpy()
    for key, (over, under) in zip(keys, numbers, strict=True):
        if key not in wanted:
            # A group that nobody spoke of is a hole or nothing.
            assert math.isnan(over) or over == 0, (name, key)
            continue
        sums = wanted[key]
        if sums is None:
            assert math.isnan(over), (name, key)
            continue
        assert over == pytest.approx(sums[0], abs=1e-9), (name, selection, key)
        if measure.denominator is not None:
            assert under == pytest.approx(sums[1], abs=1e-9), (name, selection, key)


# --- by hand --------------------------------------------------------------------------------------


def test_a_rate_of_two_commands_is_the_ratio_of_sums_and_not_the_mean_of_ratios() -> None:
    rows = [
        *(shift("2024-03-01", 60), shift("2024-03-01", 40, "training")),
        *(shift("2024-03-01", 190, command="BB"), shift("2024-03-01", 10, "court", command="BB")),
    ]
    # 40 of 100 and 10 of 200: 50 of 300 is 16.7%; the mean of 40% and 5% would be 22.5%.
    cube = cube_of(rows)
    assert value(cube, "abstraction_rate", from_=[MAR], to=[MAR]) == pytest.approx(16.666667)


def test_absence_leaves_the_base_of_abstractions_and_rest_days_are_rostered_nowhere() -> None:
    rows = [
        *(shift("2024-03-01", 50), shift("2024-03-01", 20, "aid_local")),
        *(shift("2024-03-01", 10, "other"), shift("2024-03-01", 15, "annual_leave")),
        *(shift("2024-03-01", 5, "sickness"), shift("2024-03-01", 400, "rest_day")),
    ]
    cube = cube_of(rows)
    in_march = {"from_": [MAR], "to": [MAR]}
    assert value(cube, "absence_rate", **in_march) == 20.0  # 20 of 100
    assert value(cube, "abstraction_rate", **in_march) == 37.5  # 30 of 80
    assert value(cube, "aid_rate", **in_march) == 25.0  # 20 of 80
    # Two of the four officers of each command are suspended; the others work half the time.
    # AA alone sent shifts: 1.0 FTE x 50 / 100.
    asked = {"command": ["AA"], **in_march}
    assert value(cube, "available_when_rostered", **asked) == 0.5


def test_a_zero_denominator_is_no_value() -> None:
    cube = cube_of([shift("2024-03-01", 30, "rest_day")])
    in_march = {"from_": [MAR], "to": [MAR]}
    rates = ("abstraction_rate", "aid_rate", "absence_rate", "available_when_rostered")
    assert [value(cube, name, **in_march) for name in rates] == [None] * 4
    assert value(cube, "core_duty_daily", **in_march) == 0.0


def test_a_command_with_a_missing_month_is_a_hole_and_not_a_zero() -> None:
    rows = [
        *(shift("2024-02-01", 80), shift("2024-02-01", 20, "court")),
        *(shift("2024-03-01", 90), shift("2024-03-01", 10, "court")),
        *(shift("2024-02-01", 70, command="BB"), shift("2024-02-01", 30, "court", command="BB")),
    ]
    cube = cube_of(rows)
    months = ask(cube, "abstraction_rate", {"from": [FEB], "to": [MAR], "by": ["month"]}).rows()
    assert [row["value"] for row in months] == [25.0, None]
    # Over both months: 60 of 300. A day of March: AA's 80 shifts over 60 days, BB's over 29.
    assert value(cube, "abstraction_rate", from_=[FEB], to=[MAR]) == 20.0
    daily = value(cube, "core_duty_daily", from_=[FEB], to=[MAR])
    assert daily == pytest.approx(170 / 60 + 70 / 29, abs=1e-6)


def test_a_command_that_was_helped_and_sent_nothing_is_a_hole() -> None:
    rows = [shift("2024-02-29", command="BB"), shift("2024-03-01", 9, "court", to_command="BB")]
    cube = cube_of(rows)
    asked = {"from": [MAR], "to": [MAR], "by": ["command"]}
    given = ask(cube, "help_given", asked).rows()
    assert [(row["command"], row["value"]) for row in given] == [("AA", 9.0), ("BB", None)]
    received = ask(cube, "help_received", asked).rows()
    assert [(row["command"], row["value"]) for row in received] == [("BB", None)]
    month = ask(cube, "help_given", {"from": [MAR], "to": [MAR]}).rows()
    assert [row["value"] for row in month] == [None]


def test_core_duty_of_a_leap_february_is_over_29_days() -> None:
    rows = [shift("2024-02-29", 58), shift("2024-03-31", 62)]
    cube = cube_of(rows)
    assert value(cube, "core_duty_daily", from_=[FEB], to=[FEB]) == 2.0
    assert value(cube, "core_duty_daily", from_=[MAR], to=[MAR]) == 2.0
    assert value(cube, "core_duty_daily", from_=[FEB], to=[MAR]) == 2.0  # 120 over 60 days


def test_a_breach_is_aid_or_backfill_of_another_team_from_the_first_one() -> None:
    snt = {"team": "SNT"}
    rows = [
        shift("2024-03-01", 1, "aid_central", **snt),
        shift("2024-03-02", 2, "aid_local", **snt),
        shift("2024-03-03", 4, "backfill", to_team="RESPONSE", **snt),
        shift("2024-03-04", 8, "backfill", **snt),
        # Backfill of the same team elsewhere is of another team; of itself it is not.
        shift("2024-03-05", 16, "backfill", to_command="BB", to_team="SNT", **snt),
        shift("2024-03-06", 32, "backfill", to_team="SNT", **snt),
        shift("2024-03-07", 64, "training", **snt),
        shift("2024-03-08", 128, "aid_central"),
        shift("2024-03-09", 73, **snt),
    ]
    cube = cube_of(rows)
    asked = {"command": ["AA"], "from_": [MAR], "to": [MAR]}
    assert value(cube, "ring_fence_breaches", **asked) == 31.0
    assert value(cube, "ring_fence_share", **asked) == 15.5  # of 200 rostered


def test_help_given_and_received_agree_over_the_force_but_for_what_left_it() -> None:
    rows = [
        shift("2024-03-01", 10, "aid_central", to_command="BB"),
        shift("2024-03-01", 7, "backfill", team="SNT", to_team="RESPONSE"),
        shift("2024-03-01", 5, "aid_central", command="BB", to_command="AA", to_team="SNT"),
        shift("2024-03-01", 3, "aid_central", to_command="EXTERNAL"),
        shift("2024-03-01", 2, to_command="AA", to_team="RESPONSE"),
    ]
    cube = cube_of(rows)

    def by(measure: str, *cut: str) -> dict[tuple[str, ...], float]:
        found = evaluate(cube, MEASURES[measure], Selection(MAR, MAR), cut)
        return {tuple(row[:-3]): row[-1] for row in found.itertuples(index=False, name=None)}

    assert by("help_given", "command") == {("AA",): 20.0, ("BB",): 5.0}
    assert by("help_received", "command", "team") == {
        ("AA", "RESPONSE"): 7.0,
        ("AA", "SNT"): 5.0,
        ("BB", ""): 10.0,
    }
    assert by("help_given", "to_command") == {("AA",): 12.0, ("BB",): 10.0, ("EXTERNAL",): 3.0}
    # Whomever they helped, the shifts are abstractions of those who gave them.
    asked = {"command": ["AA"], "from_": [MAR], "to": [MAR]}
    assert value(cube, "abstraction_rate", **asked) == pytest.approx(100 * 20 / 22)


def test_a_grade_does_not_narrow_shifts() -> None:
    cube = cube_of([shift("2024-03-01")])
    with pytest.raises(AskError, match="grade does not apply"):
        ask(cube, "abstraction_rate", {"grade": ["constable"]})


def test_days_of_the_week_stand_in_their_order() -> None:
    rows = [shift(f"2024-03-{day:02d}", day) for day in (8, 4, 10, 11)]
    found = evaluate(cube_of(rows), MEASURES["absence_rate"], Selection(MAR, MAR), ["weekday"])
    # The 4th and the 11th are Mondays.
    assert dict(zip(found["weekday"], found["denominator"], strict=True)) == {
        "Monday": 15.0,
        "Friday": 8.0,
        "Sunday": 10.0,
    }
    assert [*found["weekday"]] == ["Monday", "Friday", "Sunday"]
