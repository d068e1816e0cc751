"""Hand-worked examples that prove the oracle, before anything is compared with it."""

import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.schema.force import Force, load_force
from tests import oracle
from tests.facts import frame, month_end, people, person, small_force

FORCE = small_force()
RECUPERATIVE = {"limitation": "recuperative"}
SICK = {"absence": "sickness", "absence_from": "2022-10-01"}


def cells(*rows: dict[str, Any], force: Force = FORCE) -> pd.DataFrame:
    return oracle.cells(frame(rows), force)


def parts(view: str, *rows: dict[str, Any], force: Force = FORCE) -> dict[str, tuple[float, float]]:
    """FTE and heads by status on one view."""
    found = cells(*rows, force=force)
    totals = found[found["view"] == view].groupby("status")[["fte", "heads"]].sum()
    return {status: (fte, heads) for status, fte, heads in totals.itertuples()}


def value(measured: pd.DataFrame) -> float | None:
    """The value of a measure that is not cut."""
    assert len(measured) == 1
    return measured["value"].iloc[0]


def by_key(measured: pd.DataFrame) -> dict[Any, Any]:
    """The values of a measure by what it is cut by."""
    keys = measured.drop(columns=["numerator", "denominator", "value"])
    found = zip(keys.itertuples(index=False, name=None), measured["value"], strict=True)
    return {key[0] if len(key) == 1 else key: value for key, value in found}


# --- home and host --------------------------------------------------------------------------------


def test_a_lends_ten_to_b() -> None:
    rows = [person() for _ in range(90)]
    rows += [person(attached_to="BB") for _ in range(10)]
    rows += [person(command="BB") for _ in range(50)]
    counted = cells(*rows)

    assert value(oracle.measure(counted, "nominal_strength", [])) == 150
    assert value(oracle.measure(counted, "deployable_strength", [])) == 140
    assert by_key(oracle.measure(counted, "deployable_strength", ["command"])) == {
        "AA": 90,
        "BB": 50,
    }
    assert by_key(oracle.measure(counted, "gap_to_nominal", ["command"])) == {"AA": 10, "BB": 0}
    assert parts("home", *rows) == {"attached_out": (10, 10), "full": (140, 140)}
    assert parts("host", *rows) == {"full": (150, 150)}
    host = counted[counted["view"] == "host"].groupby("command")["fte"].sum()
    assert host.to_dict() == {"AA": 90, "BB": 60}


def test_an_attached_person_stands_in_no_team_of_the_host() -> None:
    lent = cells(person(attached_to="BB", team="RESPONSE", unit="A relief")).set_index("view")
    places = lent[["command", "team", "unit"]]
    assert places.loc["home"].tolist() == ["AA", "RESPONSE", "A relief"]
    assert places.loc["host"].tolist() == ["BB", "", ""]


def test_an_attached_officer_on_recuperative_duties_is_limited_at_the_host() -> None:
    lent = person(attached_to="BB", **RECUPERATIVE)
    assert parts("home", lent) == {"attached_out": (1, 1)}
    assert parts("host", lent) == {"recuperative": (1, 1)}


def test_lent_outside_the_force_is_on_the_home_view_only() -> None:
    lent = person(attached_to="EXTERNAL")
    assert parts("home", lent) == {"attached_out": (1, 1)}
    assert parts("host", lent) == {}


def test_attached_to_the_own_command_is_not_attached() -> None:
    there = person(attached_to="AA", team="CID")
    assert parts("home", there) == {"full": (1, 1)}
    assert cells(there)["team"].tolist() == ["CID", "CID"]


@pytest.mark.parametrize(
    ("attachment", "status"),
    [
        ({"attached_from": "2023-01-31"}, "attached_out"),
        ({"attached_from": "2023-02-01"}, "full"),
        ({"attached_from": "2022-01-01", "attached_until": "2022-12-31"}, "attached_out"),
    ],
)
def test_an_attachment_starts_on_its_day_and_does_not_end_by_plan(
    attachment: dict[str, str], status: str
) -> None:
    lent = person(attached_to="EXTERNAL", **attachment)
    assert parts("home", lent) == {status: (1, 1)}
    assert parts("host", lent) == ({"full": (1, 1)} if status == "full" else {})


# --- duty statuses --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("recruit", "expected"),
    [
        ({"training_share": 0.5}, {"recruit_training": (0.5, 0.5), "full": (0.5, 0.5)}),
        (
            {"training_share": 0.5, **RECUPERATIVE},
            {"recruit_training": (0.5, 0.5), "recuperative": (0.5, 0.5)},
        ),
        (
            {"training_share": 0.25, "fte": 0.8},
            {"recruit_training": (0.2, 0.25), "full": (0.6, 0.75)},
        ),
        ({"training_share": 1.0}, {"recruit_training": (1, 1)}),
        ({"training_share": 0.0}, {"full": (1, 1)}),
        ({"training_share": 0.5, "suspended": True}, {"suspended": (1, 1)}),
        ({"training_share": 0.5, **SICK}, {"long_term_absence": (1, 1)}),
        ({"training_share": 0.5, "attached_to": "BB"}, {"attached_out": (1, 1)}),
    ],
)
def test_a_recruit_is_split_unless_an_earlier_status_applies(
    recruit: dict[str, Any], expected: dict[str, tuple[float, float]]
) -> None:
    found = parts("home", person(**recruit))
    assert found.keys() == expected.keys()
    for status, both in expected.items():
        assert found[status] == pytest.approx(both)


def test_everything_at_once_counts_once_as_suspended() -> None:
    rows = [
        person(suspended=True, limitation="management_restricted", attached_to="BB", **SICK),
        person(limitation="management_restricted", attached_to="BB", **SICK),
        person(limitation="management_restricted", attached_to="BB"),
        person(limitation="management_restricted"),
    ]
    assert [list(parts("home", row)) for row in rows] == [
        ["suspended"],
        ["long_term_absence"],
        ["attached_out"],
        ["management_restricted"],
    ]
    assert parts("home", rows[0]) == {"suspended": (1, 1)}


def test_a_force_may_reorder_the_statuses() -> None:
    order = (
        "recuperative",
        "recruit_training",
        "suspended",
        "long_term_absence",
        "attached_out",
        "management_restricted",
        "adjusted",
    )
    force = small_force(duty_statuses=order)
    recruit = {"training_share": 0.5, "suspended": True}
    assert parts("home", person(**recruit, **RECUPERATIVE), force=force) == {"recuperative": (1, 1)}
    assert parts("home", person(**recruit), force=force) == {
        "recruit_training": (0.5, 0.5),
        "suspended": (0.5, 0.5),
    }


@pytest.mark.parametrize(
    ("month", "absence_from", "status"),
    [
        ("2023-01", "2023-01-04", "full"),  # 4 to 31 January: 28 days
        ("2023-01", "2023-01-03", "long_term_absence"),  # 3 to 31 January: 29 days
        ("2023-02", "2023-02-01", "full"),  # the whole of a February: 28 days
        ("2023-02", "2023-01-31", "long_term_absence"),
        ("2024-02", "2024-02-01", "long_term_absence"),  # the whole of a leap February
        ("2022-12", "2022-12-04", "full"),
        ("2022-12", "2022-12-03", "long_term_absence"),
        ("2023-01", "2023-02-10", "full"),  # to come
        ("2023-01", None, "full"),  # since when is not recorded
    ],
)
def test_an_absence_is_long_term_from_its_29th_day(
    month: str, absence_from: str | None, status: str
) -> None:
    absent = person(month=month, absence="maternity", absence_from=absence_from)
    assert parts("home", absent) == {status: (1, 1)}


def test_a_day_without_a_kind_is_no_absence() -> None:
    assert parts("home", person(absence_from="2022-01-01")) == {"full": (1, 1)}


# --- who counts, and for how much -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("left_on", "counted"),
    [(None, 2), ("2023-02-01", 2), ("2023-01-31", 0), ("2022-06-01", 0)],
)
def test_who_has_left_by_the_months_last_day_does_not_count(
    left_on: str | None, counted: int
) -> None:
    assert len(cells(person(left_on=left_on))) == counted


def test_part_time_counts_in_part_in_fte_and_whole_in_heads() -> None:
    rows = [person(fte=0.6), person(fte=0.8, **RECUPERATIVE)]
    assert parts("home", *rows) == {"full": (0.6, 1), "recuperative": (0.8, 1)}
    counted = cells(*rows)
    assert value(oracle.measure(counted, "nominal_strength", [])) == pytest.approx(1.4)
    assert value(oracle.measure(counted, "gap_to_nominal", [])) == pytest.approx(100 * 0.8 / 1.4)


def test_blank_role_is_officer_and_blank_fte_is_one_but_for_specials() -> None:
    counted = cells(
        person(role=None, fte=None),
        person(rank="STAFF", role="staff", fte=None),
        person(rank="SPECIAL", role="special", fte=None),
    )
    home = counted[counted["view"] == "home"].set_index("role")
    assert home["fte"].to_dict() == {"officer": 1, "staff": 1, "special": 0}
    assert home["heads"].to_dict() == {"officer": 1, "staff": 1, "special": 1}
    assert home["grade"].to_dict() == {"officer": "constable", "staff": "none", "special": "none"}
    assert value(oracle.measure(counted, "nominal_strength", [])) == 1


def test_the_required_columns_are_enough() -> None:
    bare = frame([person()])[["month", "person_id", "command", "rank"]]
    home = oracle.cells(bare, FORCE).iloc[0].to_dict()
    assert home == {
        "month": "2023-01",
        "view": "home",
        "command": "AA",
        "team": "",
        "unit": "",
        "rank": "PC",
        "role": "officer",
        "grade": "constable",
        "status": "full",
        "fte": 1.0,
        "heads": 1.0,
        "probationers": 0.0,
        "acting": 0.0,
        "investigators": 0.0,
    }


def test_empty_text_is_blank() -> None:
    blank = person(role="", team="", attached_to="", entry_route="", joined_on="2022-12-01")
    counted = cells(blank)
    assert counted[["role", "team", "status"]].iloc[0].tolist() == ["officer", "", "full"]
    assert counted["probationers"].tolist() == [1, 1]


def test_a_force_of_nobody() -> None:
    counted = cells()
    assert list(counted.columns) == oracle.CELL_COLUMNS
    assert value(oracle.measure(counted, "nominal_strength", [])) == 0
    assert value(oracle.measure(counted, "gap_to_nominal", [])) is None
    assert oracle.measure(counted, "gap_to_nominal", ["command"]).empty
    assert (
        value(oracle.measure_over_months(counted, "supervision_span", [], None, None, {})) is None
    )


def test_the_code_na_is_a_command_like_another() -> None:
    counted = cells(person(command="NA"), person(attached_to="NA"))
    assert by_key(oracle.measure(counted, "nominal_strength", ["command"])) == {"AA": 1, "NA": 1}
    assert counted[counted["view"] == "host"]["command"].tolist() == ["NA", "NA"]


# --- probation ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"probationer": True, "joined_on": "2001-01-01"}, 1),
        ({"probationer": False, "joined_on": "2022-12-01"}, 0),
        ({"probationer": False, "confirmed_on": "2023-06-01"}, 0),
        ({"probationer": True, "entry_route": "transferee"}, 1),  # the flag is taken at its word
        ({"confirmed_on": "2023-02-01", "joined_on": "2001-01-01"}, 1),
        ({"confirmed_on": "2023-01-31", "joined_on": "2022-12-01"}, 0),
        ({"joined_on": "2021-02-28"}, 1),  # 23 months before
        ({"joined_on": "2021-01-31"}, 0),  # 24 months on the last day of the month
        ({"joined_on": "2021-01-01"}, 0),
        ({"joined_on": "2021-02-01", "entry_route": "new"}, 1),
        ({"joined_on": "2022-12-01", "entry_route": "transferee"}, 0),
        ({"joined_on": "2022-12-01", "entry_route": "rejoiner"}, 0),
        ({"entry_route": "new"}, 0),
        ({}, 0),
    ],
)
def test_who_is_a_probationer(said: dict[str, Any], expected: int) -> None:
    assert cells(person(**said))["probationers"].tolist() == [expected, expected]


def test_the_length_of_probation_is_the_forces() -> None:
    joined = person(joined_on="2020-02-01")
    assert cells(joined, force=small_force(probation_months=36))["probationers"].sum() == 2
    assert cells(joined)["probationers"].sum() == 0


def test_probationer_share_is_of_constables_in_heads_on_the_home_view() -> None:
    counted = cells(
        person(joined_on="2022-12-01", training_share=0.5, fte=0.5),  # one head in two parts
        person(rank="DC", joined_on="2022-12-01", attached_to="EXTERNAL"),
        person(fte=0.2),
        person(rank="DC", suspended=True),
        person(rank="DC"),
        person(rank="PS", probationer=True),
        person(rank="PCSO", role="pcso", joined_on="2022-12-01"),
    )
    whole = oracle.measure(counted, "probationer_share", [])
    assert whole[["numerator", "denominator", "value"]].iloc[0].tolist() == [2, 5, 40]
    assert by_key(oracle.measure(counted, "probationer_share", ["rank"])) == {
        "PC": 50,
        "DC": pytest.approx(100 / 3),
        "PS": None,
    }


# --- overlaps -------------------------------------------------------------------------------------


def pairs(*rows: dict[str, Any]) -> dict[tuple[str, str], tuple[float, float]]:
    """FTE and heads by reason and other reason."""
    found = oracle.overlaps(frame(rows)).groupby(["reason", "other"])[["fte", "heads"]].sum()
    return {key: (fte, heads) for key, fte, heads in found.itertuples()}


def test_a_person_with_three_reasons_is_in_three_pairs_and_three_reasons() -> None:
    recruit = person(fte=0.6, suspended=True, training_share=0.5, **RECUPERATIVE)
    assert pairs(recruit) == {
        ("suspended", "suspended"): (0.6, 1),
        ("suspended", "recruit_training"): (0.6, 1),
        ("suspended", "recuperative"): (0.6, 1),
        ("recruit_training", "recruit_training"): (0.6, 1),
        ("recruit_training", "recuperative"): (0.6, 1),
        ("recuperative", "recuperative"): (0.6, 1),
    }


def test_a_reason_counts_everyone_to_whom_it_applies_whatever_comes_first() -> None:
    rows = [
        person(**SICK),
        person(**SICK, **RECUPERATIVE),
        person(**RECUPERATIVE),
        person(training_share=0.0),
        person(role="special", fte=0.0, limitation="adjusted"),
        person(**SICK, left_on="2023-01-31"),
    ]
    assert pairs(*rows) == {
        ("long_term_absence", "long_term_absence"): (2, 2),
        ("long_term_absence", "recuperative"): (1, 1),
        ("recuperative", "recuperative"): (2, 2),
        ("adjusted", "adjusted"): (0, 1),
    }


def test_an_overlap_stands_where_the_books_are() -> None:
    lent = person(attached_to="BB", team="CID", **RECUPERATIVE)
    found = oracle.overlaps(frame([lent]))
    assert found[["command", "team"]].drop_duplicates().to_numpy().tolist() == [["AA", "CID"]]
    assert [*zip(found["reason"], found["other"], strict=True)] == [
        ("attached_out", "attached_out"),
        ("attached_out", "recuperative"),
        ("recuperative", "recuperative"),
    ]


# --- recording ------------------------------------------------------------------------------------


def test_what_is_filled_is_counted_by_command_and_role() -> None:
    rows = [
        person(suspended=False, team="CID"),
        person(suspended=True, team=""),
        person(role="staff", rank="STAFF"),
        person(command="BB", supervisor_id="row0"),
        person(command="BB", suspended=True, left_on="2023-01-31"),
    ]
    found = oracle.recording(frame(rows)).set_index(["command", "role", "column"])
    assert {*found["rows"].groupby(level=[0, 1]).unique().explode().items()} == {
        (("AA", "officer"), 2),
        (("AA", "staff"), 1),
        (("BB", "officer"), 1),
    }
    assert found.loc[found["filled"] > 0, "filled"].to_dict() == {
        ("AA", "officer", "suspended"): 2,
        ("AA", "officer", "team"): 1,
        ("BB", "officer", "supervisor_id"): 1,
    }


def test_a_column_that_was_not_sent_is_filled_nowhere() -> None:
    sent = frame([person(limitation="adjusted")])
    found = oracle.recording(sent.drop(columns="limitation")).set_index("column")
    assert found.loc["limitation", ["filled", "rows"]].tolist() == [0, 1]
    assert not {"role", "fte", "left_on", "leaver_reason", "rank"} & {*found.index}


# --- measures -------------------------------------------------------------------------------------


def test_the_waterfall_and_the_gap() -> None:
    counted = cells(
        person(),
        person(rank="INSP"),
        person(rank="PS", suspended=True),
        person(training_share=0.5),
        person(rank="STAFF", role="staff"),
        person(rank="STAFF", role="staff", suspended=True),
    )
    assert by_key(oracle.measure(counted, "strength_by_duty_status", [])) == {
        "full": 2.5,
        "recruit_training": 0.5,
        "suspended": 1,
    }
    assert by_key(oracle.measure(counted, "strength_by_duty_status", ["rank"])) == {
        ("INSP", "full"): 1,
        ("PC", "full"): 1.5,
        ("PC", "recruit_training"): 0.5,
        ("PS", "suspended"): 1,
    }
    gap = oracle.measure(counted, "gap_to_nominal", [])
    assert gap[["numerator", "denominator", "value"]].iloc[0].tolist() == [1.5, 4, 37.5]
    nominal = oracle.measure(counted, "nominal_strength", [])
    assert nominal[["numerator", "denominator", "value"]].iloc[0].tolist() == [4, None, 4]


def test_twenty_constables_and_two_sergeants_are_a_span_of_ten() -> None:
    rows = [person() for _ in range(18)] + [person(fte=0.5), person(**RECUPERATIVE)]
    rows += [person(rank="PS"), person(rank="PS", fte=0.4)]
    rows += [person(rank="INSP"), person(rank="PCSO", role="pcso"), person(role="special")]
    span = oracle.measure(cells(*rows), "supervision_span", [])
    assert span[["numerator", "denominator", "value"]].iloc[0].tolist() == [20, 2, 10.0]


def test_who_is_not_present_is_not_in_the_span() -> None:
    counted = cells(
        *(person(command="BB") for _ in range(4)),
        person(command="BB", training_share=0.5),  # a recruit is present
        person(command="BB", suspended=True),
        person(command="BB", **SICK),
        person(command="BB", attached_to="EXTERNAL"),
        person(attached_to="BB"),  # works here
        person(rank="PS", attached_to="BB"),
        person(rank="PS", command="BB", suspended=True),
        person(rank="PS", command="BB", attached_to="AA"),
    )
    assert by_key(oracle.measure(counted, "supervision_span", ["command"])) == {"AA": 0, "BB": 6}


def test_no_sergeant_no_span() -> None:
    span = oracle.measure(cells(person(), person()), "supervision_span", [])
    assert span[["numerator", "denominator", "value"]].iloc[0].tolist() == [2, 0, None]


def test_a_gap_of_no_fte_has_no_value() -> None:
    assert value(oracle.measure(cells(person(fte=0)), "gap_to_nominal", [])) is None


def test_filters_by_command_and_team() -> None:
    counted = cells(
        person(team="RESPONSE"),
        person(team="CID", fte=0.5),
        person(),
        person(command="BB", team="CID"),
    )

    def nominal(**chosen: list[str]) -> float | None:
        return value(oracle.measure(counted, "nominal_strength", [], **chosen))

    assert nominal(commands=["AA"]) == 2.5
    assert nominal(teams=["CID"]) == 1.5
    assert nominal(commands=["AA"], teams=["CID", "RESPONSE"]) == 1.5
    assert nominal(teams=[""]) == 1
    assert nominal(commands=[]) == 0
    assert by_key(oracle.measure(counted, "nominal_strength", ["command", "team"])) == {
        ("AA", ""): 1,
        ("AA", "CID"): 0.5,
        ("AA", "RESPONSE"): 1,
        ("BB", "CID"): 1,
    }


# --- several months -------------------------------------------------------------------------------


def _two_commands_one_with_a_hole() -> pd.DataFrame:
    """AA has 100 in January and 120 in February, 30 suspended; BB 50 in January, 10 suspended."""
    january = [person() for _ in range(100)]
    january += [person(command="BB", suspended=place < 10) for place in range(50)]
    february = [person(month="2023-02", suspended=place < 30) for place in range(120)]
    return cells(*january, *february)


def test_each_month_apart() -> None:
    counted = _two_commands_one_with_a_hole()
    assert by_key(oracle.measure(counted, "nominal_strength", ["month"])) == {
        "2023-01": 150,
        "2023-02": 120,
    }
    assert by_key(oracle.measure(counted, "gap_to_nominal", ["command", "month"])) == {
        ("AA", "2023-01"): 0,
        ("AA", "2023-02"): 25,
        ("BB", "2023-01"): 20,
    }
    with pytest.raises(ValueError, match="several months"):
        oracle.measure(counted, "nominal_strength", ["command"])


def test_a_stock_over_months_is_the_mean_over_the_months_each_command_has() -> None:
    counted = _two_commands_one_with_a_hole()
    months_of = {"AA": 2, "BB": 1}

    def over_months(measure_id: str, by: list[str], *commands: str) -> pd.DataFrame:
        return oracle.measure_over_months(
            counted, measure_id, by, commands or None, None, months_of
        )

    assert value(over_months("nominal_strength", [])) == 110 + 50
    assert value(over_months("nominal_strength", [], "AA")) == 110
    assert by_key(over_months("nominal_strength", ["command"])) == {"AA": 110, "BB": 50}
    assert by_key(over_months("strength_by_duty_status", [])) == {
        "full": 95 + 40,
        "suspended": 15 + 10,
    }
    gap = over_months("gap_to_nominal", [])
    assert gap[["numerator", "denominator", "value"]].iloc[0].tolist() == [25, 160, 15.625]
    assert value(over_months("supervision_span", [])) is None
    with pytest.raises(ValueError, match="no months to cut by"):
        over_months("nominal_strength", ["month"])


def test_a_month_of_a_command_without_a_team_counts_as_none_of_it() -> None:
    counted = cells(person(team="CID"), person(), person(month="2023-02"))
    over_months = oracle.measure_over_months(
        counted, "nominal_strength", ["team"], ["AA"], ["CID", ""], {"AA": 2}
    )
    assert by_key(over_months) == {"": 1, "CID": 0.5}


def test_a_command_that_only_hosts_has_no_months_and_adds_nothing() -> None:
    counted = cells(person(), person(rank="PS"), person(attached_to="BB"))
    for months_of in ({"AA": 1}, {"AA": 1, "BB": 0}):
        span = oracle.measure_over_months(counted, "supervision_span", [], None, None, months_of)
        assert span[["numerator", "denominator", "value"]].iloc[0].tolist() == [1, 1, 1]


# --- any facts ------------------------------------------------------------------------------------


@given(people(FORCE))
def test_everyone_counts_once_on_each_view(strength: pd.DataFrame) -> None:
    counted = oracle.cells(strength, FORCE)
    here = strength[[_is_here(row) for row in strength.to_dict("records")]]
    outside = [
        row["attached_to"] == "EXTERNAL"
        and (
            pd.isna(row["attached_from"]) or row["attached_from"].date() <= month_end(row["month"])
        )
        for row in here.to_dict("records")
    ]
    heads = counted.groupby("view")["heads"].sum()
    assert heads.get("home", 0) == pytest.approx(len(here))
    assert heads.get("host", 0) == pytest.approx(len(here) - sum(outside))
    assert (counted["heads"] > 0).all()
    assert (counted["probationers"] <= counted["heads"]).all()


def _is_here(row: dict[str, Any]) -> bool:
    return pd.isna(row["left_on"]) or row["left_on"].date() > month_end(row["month"])


@given(people(FORCE, whole=False), st.sampled_from([[], ["command"], ["team", "rank"]]))
def test_the_statuses_add_up_to_nominal(strength: pd.DataFrame, by: list[str]) -> None:
    counted = oracle.cells(strength, FORCE)
    nominal = oracle.measure(counted, "nominal_strength", by)
    statuses = oracle.measure(counted, "strength_by_duty_status", by)
    if by:
        added = statuses.groupby(by)["value"].sum().to_dict()
        assert added == pytest.approx(by_key(nominal))
    else:
        assert sum(statuses["value"]) == pytest.approx(value(nominal))


@given(people(FORCE))
def test_facts_are_typed_and_their_key_is_unique(strength: pd.DataFrame) -> None:
    assert (
        not strength.assign(role=strength["role"].fillna("officer"))
        .duplicated(["month", "person_id", "role"])
        .any()
    )
    assert strength["command"].dtype == "str"
    assert strength["suspended"].dtype == "boolean"
    assert strength["fte"].dtype == "float64"
    assert pd.api.types.is_datetime64_dtype(strength["left_on"])


def test_the_demonstration_force_can_be_counted() -> None:
    force = load_force(Path(__file__).parents[1] / "data" / "forces" / "demonstration.toml")
    rows = [person(rank=rank) for rank in force.ranks]
    counted = cells(*rows, force=force)
    assert len(counted) == 2 * len(force.ranks)
    assert set(counted["grade"]) == {said.grade for said in force.ranks.values()}


def test_facts_know_the_columns_and_the_calendar() -> None:
    with pytest.raises(TypeError, match="no column suspend"):
        person(suspend=True)
    assert month_end("2024-02") == datetime.date(2024, 2, 29)
    assert month_end("2022-12") == datetime.date(2022, 12, 31)
