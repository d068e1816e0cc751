"""What is asked for: query strings both ways, the months meant, and names that are not known."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.cube.arrays import Cube
from dashboard.measures.engine.ask import ask
from dashboard.measures.engine.selection import (
    SWITCHES,
    AskError,
    Selection,
    Unknown,
    grades_of,
    read_query,
    select,
    span_words,
    write_query,
)
from dashboard.schema import months
from tests import oracle
from tests.facts import frame, small_force

FORCE = small_force()
ANYWHERE = small_force(commands={}, any_command=True)
MONTHS = ("2022-11", "2022-12", "2023-01")

AWKWARD = ("NA", "A & B", "a=b", "100%", "1+1", " ", "#", "?x", "Ünit", "São Paulo", "警察", "a;b")


def cube(commands: tuple[str, ...] = ("AA", "NA"), teams: tuple[str, ...] = ("CID",)) -> Cube:
    """Everybody in every team, over three months."""
    rows = [
        {"month": month, "command": command, "team": team}
        for month in MONTHS
        for command in commands
        for team in (*teams, None)
    ]
    force = FORCE if {*commands} <= {*FORCE.commands} else ANYWHERE
    return Cube.from_cells(oracle.cells(frame(rows), force), force)


SMALL = cube()
NAMES = st.one_of(st.sampled_from(AWKWARD), st.text(min_size=1, max_size=8))


@given(
    commands=st.lists(NAMES, min_size=1, max_size=3, unique=True),
    teams=st.lists(NAMES, max_size=2, unique=True),
    ends=st.tuples(st.sampled_from(MONTHS), st.sampled_from(MONTHS)),
    is_all=st.booleans(),
    grades=st.sampled_from([(), ("constable",)]),
    switched=st.fixed_dictionaries(
        {name: st.sampled_from(values) for name, values in SWITCHES.items()}
    ),
)
@example(["NA", "A & B", "警察"], ["a=b&c"], ("2022-12", "2023-01"), False, (), {})
@settings(max_examples=60, deadline=None)
def test_a_query_string_survives_the_round_trip(
    commands: list[str],
    teams: list[str],
    ends: tuple[str, str],
    is_all: bool,
    grades: tuple[str, ...],
    switched: dict[str, str],
) -> None:
    known = cube(tuple(commands), tuple(teams))
    first, last = sorted(ends)
    chosen = () if is_all else tuple(commands)
    asked = Selection(first, last, chosen, tuple(teams), grades, **switched)
    text = write_query(asked.query())
    assert text.isascii()
    assert select(known, read_query(text)) == asked
    assert select(known, read_query(f"?{text}")) == asked


def test_blank_values_are_kept_so_that_they_can_be_refused() -> None:
    assert read_query("command=&team=CID&team=") == {"command": [""], "team": ["CID", ""]}
    with pytest.raises(Unknown, match="command ''"):
        select(SMALL, read_query("command="))


def test_the_newest_month_is_meant_where_none_is_named() -> None:
    assert select(SMALL, {}) == Selection("2023-01", "2023-01")


def test_from_alone_goes_to_the_newest_month() -> None:
    assert select(SMALL, {"from": ["2022-12"]}) == Selection("2022-12", "2023-01")


def test_to_alone_goes_from_the_oldest_month() -> None:
    assert select(SMALL, {"to": ["2022-12"]}) == Selection("2022-11", "2022-12")


def test_both_ends_are_included() -> None:
    asked = {"from": ["2022-12"], "to": ["2023-01"], "by": ["month"]}
    rows = ask(SMALL, "nominal_strength", asked).rows()
    assert [row["month"] for row in rows] == ["2022-12", "2023-01"]


def test_months_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(AskError, match="from 2023-01 is after to 2022-11"):
        select(SMALL, {"from": ["2023-01"], "to": ["2022-11"]})


@pytest.mark.parametrize("name", ["from", "to"])
def test_an_end_given_twice_is_refused(name: str) -> None:
    with pytest.raises(AskError, match=f"'{name}' is given 2 times"):
        select(SMALL, {name: ["2022-12", "2022-12"]})


@pytest.mark.parametrize(
    "text", ["", "2023", "2023-13", "2023-00", "2023-1", "Jan 2023", "\uff12\uff10\uff12\uff13-01"]
)
def test_what_is_no_month_is_refused_with_the_form_wanted(text: str) -> None:
    with pytest.raises(AskError, match="YYYY-MM"):
        select(SMALL, {"from": [text]})


@pytest.mark.parametrize("month", ["2022-10", "2023-02"])
def test_a_month_outside_the_data_is_refused_with_the_months_there_are(month: str) -> None:
    for name in ("from", "to"):
        with pytest.raises(AskError) as error:
            select(SMALL, {name: [month]})
        assert all(known in str(error.value) for known in (month, "2022-11", "2023-01"))


def test_a_command_named_twice_counts_once() -> None:
    assert select(SMALL, {"command": ["NA", "AA", "NA"]}).commands == ("NA", "AA")
    twice = ask(SMALL, "nominal_strength", {"command": ["NA", "NA"]}).rows()
    assert twice == ask(SMALL, "nominal_strength", {"command": ["NA"]}).rows()


@pytest.mark.parametrize(
    ("asked", "name", "known"),
    [
        ({"command": ["ZZ"]}, "ZZ", ["AA", "NA"]),
        ({"command": ["na"]}, "na", ["AA", "NA"]),
        ({"team": ["RESPONSE"]}, "RESPONSE", ["CID"]),
        ({"by": ["comand"]}, "comand", ["command", "team", "unit", "rank", "month"]),
        ({"colour": ["blue"]}, "colour", ["command", "team", "grade", "from", "to", "by"]),
        ({"colour": ["blue"]}, "colour", ["count", "view", "reading"]),
        ({"grade": ["PC"]}, "PC", ["constable"]),
        ({"grade": ["none"]}, "none", ["constable"]),
        ({"count": ["FTE"]}, "FTE", ["fte", "heads"]),
        ({"view": ["both"]}, "both", ["home", "host"]),
    ],
)
def test_an_unknown_name_lists_those_that_are_known(
    asked: dict[str, list[str]], name: str, known: list[str]
) -> None:
    with pytest.raises(Unknown) as error:
        ask(SMALL, "nominal_strength", asked)
    assert f"'{name}'" in str(error.value)
    listed = str(error.value).partition("Known: ")[2].rstrip(".").split(", ")
    assert {*known} <= {*listed}


def test_an_unknown_reading_lists_both() -> None:
    for name in ("", "casey"):
        with pytest.raises(Unknown, match=f"'{name}'.* Known: home_office, review"):
            ask(SMALL, "gap_to_nominal", {"reading": [name]})


def test_an_unknown_measure_lists_the_measures_and_the_nearest() -> None:
    with pytest.raises(Unknown) as error:
        ask(SMALL, "nominal_strenght", {})
    assert "Did you mean nominal_strength?" in str(error.value)
    assert "gap_to_nominal" in str(error.value)


def test_close_names_are_offered_and_far_ones_are_not() -> None:
    assert "Did you mean RESPONSE" in str(Unknown("team", "RESPONCE", ["RESPONSE", "CID"]))
    assert "Did you mean" not in str(Unknown("team", "QQQQ", ["RESPONSE", "CID"]))


def test_nothing_can_be_asked_before_there_is_data() -> None:
    empty = Cube.from_cells(oracle.cells(frame([]), FORCE), FORCE)
    with pytest.raises(AskError, match="No strength"):
        select(empty, {})


def test_the_sentence_names_commands_teams_and_months() -> None:
    assert Selection("2023-01", "2023-01").sentence(SMALL) == "all commands, January 2023"
    asked = Selection("2022-11", "2023-01", ("AA", "NA"), ("CID",))
    assert asked.sentence(SMALL) == "Alpha, North Area, CID, November 2022 to January 2023"
    assert asked.on("2022-12") == Selection("2022-12", "2022-12", ("AA", "NA"), ("CID",))
    assert months.words("2022-12") in asked.on("2022-12").sentence(SMALL)


# --- switches and grades --------------------------------------------------------------------------


@pytest.mark.parametrize("name", SWITCHES)
def test_a_switch_stands_at_its_first_value_unless_it_is_said_once(name: str) -> None:
    first, other = SWITCHES[name]
    assert getattr(select(SMALL, {}), name) == first
    assert getattr(select(SMALL, {name: [other]}), name) == other
    assert select(SMALL, {name: [other]}).switched() == [(name, other)]
    assert select(SMALL, {name: [first]}) == select(SMALL, {})
    with pytest.raises(AskError, match=f"'{name}' is given 2 times"):
        select(SMALL, {name: [other, other]})


def test_the_grades_are_those_of_the_forces_officers_from_constable_up() -> None:
    ranks = [("STAFF", "staff"), ("INSP", "officer"), ("DC", "officer"), ("PC", "officer")]
    rows = [{"rank": rank, "role": role} for rank, role in ranks]
    known = Cube.from_cells(oracle.cells(frame(rows), FORCE), FORCE)
    assert grades_of(known) == ["constable", "inspector"]


def test_a_refusal_comes_before_the_filters_value_is_looked_at() -> None:
    for value in ("sergeant", "nonsense"):
        with pytest.raises(AskError, match="The filter grade does not apply to supervision_span"):
            ask(SMALL, "supervision_span", {"grade": [value]})


def test_a_switch_that_changes_nothing_is_refused_too_where_it_does_not_apply() -> None:
    with pytest.raises(AskError, match="The filter reading does not apply to nominal_strength"):
        ask(SMALL, "nominal_strength", {"reading": ["review"]})


def test_the_sentence_names_whole_groups_and_grades() -> None:
    both = Selection("2023-01", "2023-01", ("BB", "AA"), (), ("constable", "sergeant"))
    known = Cube.from_cells(oracle.cells(frame([{}]), FORCE), FORCE)
    assert both.sentence(known) == "the 2 BCU, constables, sergeants, January 2023"
    assert both.everywhere().sentence(known) == "all commands, constables, sergeants, January 2023"


@pytest.mark.parametrize(
    ("switched", "words"),
    [
        ({"count": "heads"}, "headcount"),
        ({"view": "host"}, "where they work"),
        ({"reading": "home_office"}, "Home Office"),
    ],
)
def test_the_sentence_says_a_switch_that_was_moved(switched: dict[str, str], words: str) -> None:
    plain, moved = Selection("2023-01", "2023-01"), Selection("2023-01", "2023-01", **switched)
    assert words not in plain.sentence(SMALL)
    assert moved.sentence(SMALL).startswith(f"{plain.sentence(SMALL)}, ")
    assert words in moved.sentence(SMALL)


# --- spans in words -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2023-03", "2023-03", "March 2023"),
        ("2023-04", "2023-04", "April 2023"),
        ("2022-04", "2023-03", "2022-23 (April 2022 to March 2023)"),
        ("2022-04", "2023-02", "2022-23, part-year (April 2022 to February 2023)"),
        ("2022-04", "2022-05", "2022-23, part-year (April 2022 to May 2022)"),
        ("2022-04", "2023-04", "April 2022 to April 2023"),
        ("2022-03", "2023-03", "March 2022 to March 2023"),
        ("2022-03", "2023-02", "March 2022 to February 2023"),
        ("2022-05", "2023-03", "May 2022 to March 2023"),
        ("1999-04", "2000-03", "1999-00 (April 1999 to March 2000)"),
    ],
)
def test_only_april_to_march_is_a_financial_year_and_what_starts_it_a_part(
    first: str, last: str, words: str
) -> None:
    assert span_words(first, last) == words
    assert Selection(first, last).when() == words
