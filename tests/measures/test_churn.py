"""Churn worked out by hand and against the oracle: moves, holes, who left and who came back."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.cube.arrays import Cube
from dashboard.cube.kinds.moves import DIMENSIONS, count_moves
from dashboard.cube.kinds.strength import DIMENSIONS as STRENGTH
from dashboard.measures.engine.ask import ask
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import AskError, Selection
from dashboard.schema import months
from dashboard.schema.force import Force
from tests.facts import frame, person, small_force
from tests.measures.oracles import churn as oracle
from tests.nypd_store import nypd_snapshot
from tests.shared_data import nypd_files
from tests.small_store import cube_of, filled

FORCE = small_force()
ANY = small_force(commands={}, any_command=True)
JAN, FEB, MAR, APR = "2023-01", "2023-02", "2023-03", "2023-04"
BOTH = ("AA", "BB")

History = oracle.History
Told = Mapping[str, Sequence[str | dict[str, Any]]]
"""Month -> people, each as "who@command" or as the columns of a row."""


def rows_of(told: Told) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for month, people in told.items():
        found[month] = []
        for row in people:
            if isinstance(row, str):
                who, command = row.split("@")
                row = {"person_id": who, "command": command}
            found[month].append(row | {"month": month})
    return found


def cube(told: Told, force: Force = FORCE) -> Cube:
    """The cube of the people told of, through files as the product makes it."""
    return cube_of({month: frame(rows) for month, rows in rows_of(told).items()}, force)


def moves(cube: Cube, *names: str) -> list[tuple[Any, ...]]:
    """The cells of moves as text: month, command, direction and far, then *names*, then heads."""
    cells = cube.cells["moves"]
    shown = ("month", "command", "direction", "far", *names)
    columns = [[cube.labels[name][code] for code in cells.codes[name]] for name in shown]
    return sorted(zip(*columns, cells.counts["heads"].tolist(), strict=True))


def numbers(
    cube: Cube, measure: str, *commands: str, first: str = "", last: str = ""
) -> tuple[float, float, float]:
    asked = Selection(first or cube.months[0], last or cube.months[-1], commands)
    row = evaluate(cube, all_measures()[measure], asked).iloc[0]
    return row["numerator"], row["denominator"], row["value"]


def value(cube: Cube, measure: str, *commands: str, first: str = "", last: str = "") -> float:
    return numbers(cube, measure, *commands, first=first, last=last)[2]


# --- by hand --------------------------------------------------------------------------------------


def test_a_move_between_two_selected_commands_is_two_in_the_sum_and_none_at_the_border() -> None:
    found = cube({JAN: ["a@AA", "b@AA", "c@AA", "d@BB"], FEB: ["a@BB", "b@AA", "c@AA", "d@BB"]})
    assert moves(found) == [(FEB, "AA", "out", "BB", 1), (FEB, "BB", "in", "AA", 1)]
    assert numbers(found, "churn_commands", *BOTH, first=FEB) == (2, 4, 50)
    assert numbers(found, "churn_border", *BOTH, first=FEB) == (0, 4, 0)
    assert numbers(found, "churn_commands", first=FEB) == (2, 4, 50)
    assert numbers(found, "churn_border", first=FEB) == (0, 4, 0)
    # AA alone is the group: one went, of two who are there at the end.
    assert numbers(found, "churn_commands", "AA", first=FEB) == (1, 2, 50)
    assert numbers(found, "churn_border", "AA", first=FEB) == (1, 2, 50)
    told = [value(found, name, *BOTH, first=FEB) for name in ("moves_in", "moves_out", "net_moves")]
    assert told == [1, 1, 0]
    assert value(found, "net_moves", "BB", first=FEB) == 1
    assert value(found, "leaver_rate", *BOTH, first=FEB) == 0


def test_who_joins_and_who_leaves_crosses_every_border() -> None:
    found = cube({JAN: ["a@AA", "b@AA", "d@BB"], FEB: ["a@AA", "e@AA", "d@BB", "f@BB"]})
    assert moves(found) == [
        (FEB, "AA", "in", "", 1),
        (FEB, "AA", "out", "", 1),
        (FEB, "BB", "in", "", 1),
    ]
    for measure in ("churn_commands", "churn_border"):
        assert numbers(found, measure, first=FEB) == (3, 4, 75)
    assert numbers(found, "leaver_rate", first=FEB) == (1, 4, 25)
    assert value(found, "net_moves", first=FEB) == 1


def test_the_first_month_and_a_command_without_an_earlier_one_are_holes() -> None:
    found = cube({JAN: ["a@AA"], FEB: ["a@AA", "n@NA", "a2@BB"], MAR: ["a@NA", "n@NA", "m@NA"]})
    has = found.has["moves"]
    by_month = {m: has[found.at(m)].tolist() for m in found.labels["month"]}
    assert by_month == {
        JAN: [False, False, False],
        FEB: [True, False, False],
        MAR: [False, False, True],
    }
    # NA begins in February: nobody of it, or of BB, has joined then.
    assert moves(found) == [
        (MAR, "AA", "out", "NA", 1),
        (MAR, "NA", "in", "", 1),
        (MAR, "NA", "in", "AA", 1),
    ]
    assert np.isnan(value(found, "churn_commands", "AA", first=JAN, last=JAN))
    assert np.isnan(value(found, "churn_commands", "NA", first=FEB, last=FEB))


def test_who_comes_back_to_the_same_command_after_its_missing_months_has_not_moved() -> None:
    found = cube({JAN: ["a@AA", "b@BB"], FEB: ["b@BB"], MAR: ["b@BB"], APR: ["a@AA", "b@BB"]})
    assert moves(found) == []
    assert numbers(found, "churn_commands", "AA", first=FEB) == (0, 1, 0)
    assert np.isnan(value(found, "churn_commands", "AA", first=FEB, last=MAR))


def test_who_turns_up_elsewhere_after_missing_months_is_one_move_of_the_month_seen() -> None:
    there = {JAN: ["a@AA", "c@AA", "b@BB"], FEB: ["b@BB"]}
    found = cube({**there, MAR: ["a@BB", "b@BB", "c@AA"], APR: ["a@BB", "b@BB", "c@AA"]})
    assert moves(found) == [(MAR, "AA", "out", "BB", 1), (MAR, "BB", "in", "AA", 1)]
    # Seen while AA is still missing: dated then, and not again when AA is back.
    found = cube({**there, FEB: ["b@BB", "a@BB"], MAR: ["a@BB", "b@BB", "c@AA"]})
    assert moves(found) == [(FEB, "AA", "out", "BB", 1), (FEB, "BB", "in", "AA", 1)]


def test_who_is_gone_after_missing_months_has_left_when_the_command_is_back() -> None:
    found = cube({JAN: ["a@AA", "c@AA", "b@BB"], FEB: ["b@BB"], MAR: ["c@AA", "b@BB"]})
    assert moves(found) == [(MAR, "AA", "out", "", 1)]


def test_who_vanishes_without_a_hole_and_comes_back_left_and_joined() -> None:
    found = cube({JAN: ["a@AA", "c@AA"], FEB: ["c@AA"], MAR: ["c@AA"], APR: ["a@AA", "c@AA"]})
    assert moves(found) == [(FEB, "AA", "out", "", 1), (APR, "AA", "in", "", 1)]
    elsewhere = {
        JAN: ["a@AA", "c@AA", "b@BB"],
        FEB: ["c@AA", "b@BB"],
        MAR: ["c@AA", "b@BB", "a@BB"],
    }
    assert moves(cube(elsewhere)) == [(FEB, "AA", "out", "", 1), (MAR, "BB", "in", "", 1)]


@pytest.mark.parametrize(("months_later", "known"), [(12, True), (13, False)])
def test_people_are_looked_for_in_the_twelve_months_before(months_later: int, known: bool) -> None:
    back = months.shift(JAN, months_later)
    found = cube({JAN: ["a@AA", "c@AA"], back: ["c@AA", "d@AA"]})
    ends = [(back, "AA", "in", "", 1), (back, "AA", "out", "", 1)]
    assert moves(found) == (ends if known else [])
    assert found.has["moves"][found.at(back), 0] == known


def test_where_any_command_may_come_its_months_are_those_of_all() -> None:
    told: Told = {JAN: ["a@AA", "b@BB"], FEB: ["b@BB"], MAR: ["b@BB", "a@AA", "z@ZZ"]}
    assert moves(cube(told, ANY)) == [
        (FEB, "AA", "out", "", 1),
        (MAR, "AA", "in", "", 1),
        (MAR, "ZZ", "in", "", 1),
    ]
    assert moves(cube(told)) == [], "AA has a hole in February, ZZ no month before March"


def test_specials_never_count_and_two_roles_are_one_person() -> None:
    def also(command: str, role: str) -> dict[str, Any]:
        return {"person_id": "b", "command": command, "role": role, "rank": "STAFF"}

    found = cube(
        {
            JAN: ["a@AA", also("BB", "staff"), also("AA", "special"), "n@NA"],
            FEB: ["a@AA", also("BB", "staff"), also("BB", "special"), "n@NA"],
            MAR: ["a@AA", also("BB", "staff"), also("AA", "officer"), "n@NA"],
        }
    )
    # Only in March is there more than the staff's row that counts: the officer's comes first.
    assert moves(found, "role") == [
        (MAR, "AA", "in", "BB", "officer", 1),
        (MAR, "BB", "out", "AA", "staff", 1),
    ]


def test_promotions_attachments_and_hours_are_no_moves_and_heads_are_whole() -> None:
    half = {"person_id": "a", "command": "AA", "fte": 0.4}
    found = cube(
        {
            JAN: [half, "b@BB"],
            FEB: [{**half, "rank": "PS", "attached_to": "BB", "fte": 0.6, "team": "CID"}, "b@BB"],
            MAR: [{**half, "command": "BB"}, "b@BB", "c@AA"],
        }
    )
    assert moves(found) == [
        (MAR, "AA", "in", "", 1),
        (MAR, "AA", "out", "BB", 1),
        (MAR, "BB", "in", "AA", 1),
    ]
    # Two months: AA has a mean of one head, BB of one and a half; hours say nothing.
    assert numbers(found, "churn_commands", first=FEB) == (3, 2.5, 120)


def test_a_leap_day_is_a_months_end() -> None:
    def officer(who: str, month: str, **columns: Any) -> dict[str, Any]:
        return {"person_id": who, "command": "AA", **columns}

    told: Told = {
        "2020-01": [
            *(officer(who, "2020-01", posted_on=day) for who, day in POSTED.items()),
            *("last@AA", "stays@AA", "z@AA"),
        ],
        "2020-02": [
            officer("last", "2020-02", left_on="2020-02-29", leaver_reason="retirement"),
            officer("stays", "2020-02", left_on="2020-03-01"),
            *(officer(who, "2020-02", posted_on=POSTED[who]) for who in POSTED if who[0] == "x"),
            "z@AA",
        ],
        "2020-03": [officer("stays", "2020-03", left_on="2020-03-01"), "z@AA"],
    }
    found = moves(cube(told), "posted", "joined_or_left")
    assert found == [
        ("2020-02", "AA", "out", "", "6 to 11", "", 1),
        ("2020-02", "AA", "out", "", "not recorded", "retirement", 1),
        ("2020-02", "AA", "out", "", "under 6", "", 1),
        # On 29 February 31 August is six months past, and 1 September is not.
        ("2020-03", "AA", "out", "", "12 to 23", "", 1),
        ("2020-03", "AA", "out", "", "24 or more", "", 1),
        ("2020-03", "AA", "out", "", "6 to 11", "", 1),
        ("2020-03", "AA", "out", "", "not recorded", "", 1),
        ("2020-03", "AA", "out", "", "under 6", "", 1),
    ]


POSTED = {
    "went, six": "2019-07-31",
    "went, five": "2019-08-01",
    "x six": "2019-08-31",
    "x five": "2019-09-01",
    "x a year": "2019-02-28",
    "x two years": "2018-02-01",
}


def test_a_year_is_of_thirteen_month_ends_and_its_base_the_mean_of_twelve() -> None:
    # One joins in March 2022, one in April 2022, one in March 2023 and one in April 2023.
    begun = {"k": "2022-03", "l": "2022-04", "m": "2023-03", "n": "2023-04"}
    told = {
        month: [
            person(month=month, person_id=who)
            for who in "abcdefghijklmn"
            if month >= begun.get(who, "")
        ]
        for month in months.between("2022-02", "2023-04")
    }
    # Of 2022-23 are those of April 2022 and of March 2023: 11 times 12 people and once 13.
    year = numbers(counted(told, FORCE), "churn_commands", first="2022-04", last="2023-03")
    assert year == pytest.approx((2, (11 * 12 + 13) / 12, 100 * 2 / (145 / 12)))
    # Without the month before the first there are no moves of April, and a base of 11 months.
    late = {month: people for month, people in told.items() if month >= "2022-04"}
    part = numbers(counted(late, FORCE), "churn_commands", first="2022-04", last="2023-03")
    assert part == pytest.approx((1, (10 * 12 + 13) / 11, 100 / (133 / 11)))


def test_the_reason_is_that_of_a_row_that_says_who_left() -> None:
    def gone(who: str, month: str, **columns: Any) -> dict[str, Any]:
        return {"person_id": who, "command": "AA", **columns}

    found = cube(
        {
            JAN: [
                gone("ahead", JAN, left_on="2023-02-10", leaver_reason="retirement"),
                "after@AA",
                "unsaid@AA",
                "moved@AA",
                "z@AA",
                "y@BB",
            ],
            FEB: [
                gone("after", FEB, left_on="2023-02-28", leaver_reason="resignation"),
                gone("new", FEB, entry_route="transferee"),
                "moved@BB",
                "z@AA",
                "y@BB",
            ],
        }
    )
    assert moves(found, "joined_or_left") == [
        (FEB, "AA", "in", "", "transferee", 1),
        (FEB, "AA", "out", "", "", 1),
        (FEB, "AA", "out", "", "resignation", 1),
        (FEB, "AA", "out", "", "retirement", 1),
        (FEB, "AA", "out", "BB", "", 1),
        (FEB, "BB", "in", "AA", "", 1),
    ]


def test_a_filter_that_moves_do_not_know_is_refused() -> None:
    found = cube({JAN: [{"person_id": "a", "team": "CID"}], FEB: ["a@AA"]})
    for measure in sorted(oracle.COVERS):
        with pytest.raises(AskError, match="The filter team does not apply"):
            ask(found, measure, {"team": ["CID"]})


# --- against the oracle ---------------------------------------------------------------------------

SPAN = ("2019-12", "2020-01", "2020-02", "2020-03")
COMMANDS = ("AA", "BB", "NA")
DAYS = (None, None, None, *(datetime.date(2020, *day) for day in ((1, 31), (2, 28), (2, 29))))
PLACES = st.sampled_from([None, "AA", "AA", "BB", "NA"])
ROLES = st.sampled_from(["officer", "officer", "officer", "staff", "pcso", "special"])
ROWS = st.fixed_dictionaries(
    {
        "command": PLACES,
        "role": ROLES,
        "rank": st.sampled_from(["PC", "PS"]),
        "left_on": st.sampled_from(DAYS),
        "leaver_reason": st.sampled_from([None, "retirement", "resignation"]),
        "entry_route": st.sampled_from([None, "new"]),
        "posted_on": st.sampled_from(
            [None, "2018-01-31", "2019-02-28", "2019-08-31", "2019-11-01"]
        ),
    }
)
LIVES = st.lists(
    st.lists(st.lists(ROWS, max_size=2), min_size=4, max_size=4), min_size=1, max_size=6
)
HOLES = st.sets(st.tuples(st.sampled_from(SPAN), st.sampled_from(COMMANDS)), max_size=5)


def history(lives: list[list[list[Mapping[str, Any]]]], holes: set[tuple[str, str]]) -> History:
    """Month -> rows: of each person one or two roles a month, where their command sent it."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for month, at in zip(SPAN, range(4), strict=True):
        listed: dict[tuple[int, str], dict[str, Any]] = {}
        for who, life in enumerate(lives):
            for row in life[at]:
                if row["command"] and (month, row["command"]) not in holes:
                    posted = row["posted_on"] and datetime.date.fromisoformat(row["posted_on"])
                    key = {"month": month, "person_id": f"p{who}", "posted_on": posted}
                    listed[who, row["role"]] = {**row, **key}
        if listed:
            found[month] = [*listed.values()]
    return found


def counted(rows: History, force: Force) -> Cube:
    """The cube of the moves, counted without files, and of the heads, counted by hand."""
    with duckdb.connect() as connection:
        people = (filled(frame(dict(row) for row in listed)) for listed in rows.values())
        connection.register("sent", pd.concat(people))
        connection.execute("CREATE TABLE facts AS SELECT * FROM sent")
        table = nw.from_native(connection.table("facts"))
        moved = [
            count_moves(table.filter(nw.col("month") <= month), month, force).to_native().df()
            for month in rows
        ]
    heads = pd.DataFrame(
        [
            {name: row.get(name, "") for name in STRENGTH}
            | {"month": month, "view": "both", "team": "", "unit": "", "status": "full"}
            for month in rows
            for row in oracle.books(rows, month)
        ]
    ).assign(fte=1.0, heads=1.0, probationers=0.0, acting=0.0, investigators=0.0)
    return Cube.from_cells({"moves": pd.concat(moved), "strength": heads}, force)


@given(lives=LIVES, holes=HOLES, any_command=st.booleans())
@settings(max_examples=12, deadline=None)
def test_moves_and_their_measures_are_the_oracles(
    lives: list[list[list[Mapping[str, Any]]]], holes: set[tuple[str, str]], any_command: bool
) -> None:
    rows = history(lives, holes)
    if not any(oracle.books(rows, month) for month in rows):
        return
    found = counted(rows, ANY if any_command else FORCE)
    cells = found.cells["moves"]
    names = [[found.labels[name][code] for code in cells.codes[name]] for name in DIMENSIONS]
    ours = dict(zip(zip(*names, strict=True), cells.counts["heads"].tolist(), strict=True))
    theirs = {
        (month, *move): count
        for month in rows
        for move, count in oracle.cells(rows, month, any_command).items()
    }
    assert ours == theirs
    sent = [month for month in rows if oracle.books(rows, month)]
    for first, last in {(sent[0], sent[-1]), (sent[-1], sent[-1])}:
        for commands in ((), BOTH, ("NA",)):
            if set(commands) <= set(found.labels["command"]):
                same_measures(found, rows, Selection(first, last, commands), any_command)


def same_measures(cube: Cube, rows: History, asked: Selection, any_command: bool) -> None:
    """Each measure of the whole selection and by command; a hole is a hole in both."""
    every = [code for code in cube.labels["command"] if code]
    group, span = asked.commands or every, asked.months

    def known(command: str, among: Iterable[str]) -> bool:
        return any(oracle.known(rows, month, command, any_command) for month in among)

    sending = {code for code in group if known(code, span)}
    told = {code: oracle.amounts(rows, span, code, group, any_command) for code in sorted(sending)}
    # Of all commands there are those that ever sent what moves are seen by.
    asked_for = asked.commands or [code for code in every if known(code, rows)]
    for measure_id in sorted(oracle.COVERS):
        measure = all_measures()[measure_id]
        each = evaluate(cube, measure, asked, ["command"]).set_index("command")
        assert {code for code, row in each.iterrows() if row["numerator"] > 0} <= sending
        for command in sending & set(each.index):
            agrees(each.loc[command], *oracle.measure([told[command]], measure_id))
        whole = evaluate(cube, measure, asked).iloc[0]
        if not asked_for or set(asked_for) - sending:
            assert np.isnan(whole["numerator"])
        else:
            agrees(whole, *oracle.measure([told[code] for code in asked_for], measure_id))


def agrees(row: pd.Series, over: float, under: float | None) -> None:
    assert row["numerator"] == over
    assert under is None or row["denominator"] == pytest.approx(under)


# --- over real rosters ----------------------------------------------------------------------------


def roster_moves() -> pd.DataFrame:
    """Every change of command from a roster to the next: month, who, was, now (blank: none)."""
    rosters = {}
    for path in nypd_files():
        # The first of a month: the end of the month before it.
        raw = pd.read_csv(path, dtype=str, keep_default_na=False).drop_duplicates()
        month = str(pd.Period(path.stem.removeprefix("roster_")[:7], "M") - 1)
        people = raw.assign(command=raw["command"].str.strip().replace("", "NOT STATED"))
        rosters[month] = people.set_index("officer_id")["command"]
    found = []
    for was, now in zip([*rosters][:-1], [*rosters][1:], strict=True):
        both = pd.concat([rosters[was].rename("was"), rosters[now].rename("now")], axis=1)
        both = both.fillna("")
        found.append(both[both["was"] != both["now"]].assign(month=now))
    return pd.concat(found).reset_index(names="who")


@pytest.mark.parametrize(
    ("measure", "sides"),
    [("moves_in", ("now",)), ("moves_out", ("was",)), ("churn_commands", ("now", "was"))],
)
def test_moves_of_the_rosters_are_those_of_the_raw_files(
    measure: str, sides: tuple[str, ...]
) -> None:
    snapshot = nypd_snapshot()
    raw = roster_moves()
    ends = pd.concat(
        [raw[["month", side]].set_axis(["month", "command"], axis=1) for side in sides]
    )
    wanted = ends[ends["command"] != ""].value_counts(["month", "command"]).to_dict()
    span = Selection(snapshot.cube.months[0], snapshot.cube.months[-1])
    found = evaluate(snapshot.cube, all_measures()[measure], span, ["month", "command"])
    ours = found[found["numerator"] > 0].set_index(["month", "command"])["numerator"].to_dict()
    assert ours == wanted
    assert len(wanted) > 1000


def test_churn_of_the_rosters_in_both_readings_month_by_month() -> None:
    cube = nypd_snapshot().cube
    raw = roster_moves()
    heads = {}
    for path in nypd_files():
        people = pd.read_csv(path, dtype=str).drop_duplicates()
        heads[str(pd.Period(path.stem.removeprefix("roster_")[:7], "M") - 1)] = len(people)
    ends = (raw["was"] != "").astype(int) + (raw["now"] != "").astype(int)
    service = (raw["was"] == "") | (raw["now"] == "")
    wanted = {
        "churn_commands": ends.groupby(raw["month"]).sum(),
        "churn_border": service.groupby(raw["month"]).sum(),
        "leaver_rate": (raw["now"] == "").groupby(raw["month"]).sum(),
    }
    # A group that is closed: the few who join are people who were away for a roster.
    joined = raw[raw["was"] == ""]
    assert 0 < len(joined) < 0.1 * len(raw[raw["now"] == ""])
    first, *_ = nypd_files()
    served = pd.concat(pd.read_csv(path, dtype=str) for path in nypd_files()).set_index(
        "officer_id"
    )
    since = pd.to_datetime(served.loc[joined["who"], "appt_date"], format="%m/%d/%Y")
    assert (since < pd.Timestamp(first.stem.removeprefix("roster_"))).all()
    for measure, counts in wanted.items():
        span = Selection(cube.months[0], cube.months[-1])
        found = evaluate(cube, all_measures()[measure], span, ["month"]).set_index("month")
        assert np.isnan(found["numerator"].iloc[0])
        assert found["numerator"].iloc[1:].to_dict() == counts.to_dict()
        assert found["denominator"].iloc[1:].to_dict() == {m: heads[m] for m in cube.months[1:]}
        assert found["value"].iloc[1:].tolist() == pytest.approx(
            [100 * counts[month] / heads[month] for month in cube.months[1:]]
        )
