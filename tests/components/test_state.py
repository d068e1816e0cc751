"""What a URL asks for: presets, comparisons, notices, the sentence, the link it becomes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.access.reading import Snapshot
from dashboard.components.state import State, read_state
from dashboard.measures.engine.selection import read_query
from dashboard.pages import abstractions
from tests.facts import frame, person, small_force
from tests.small_store import snapshot_of

MONTHS = [f"2022-{part:02d}" for part in range(2, 13)] + ["2023-01", "2023-02", "2023-03"]
"""February 2022 to March 2023."""


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Four officers of three commands in each month, in two teams and two grades."""
    people = [
        {"command": "AA", "team": "RESPONSE"},
        {"command": "AA", "team": "CID", "rank": "PS"},
        {"command": "BB", "team": "CID"},
        {"command": "NA", "team": "RESPONSE"},
    ]
    frames = {month: frame(person(month=month, **one) for one in people) for month in MONTHS}
    return snapshot_of(tmp_path_factory.mktemp("months"), frames, small_force())


def state_of(snapshot: Snapshot, query: str) -> State:
    return read_state(snapshot, read_query(query))


def span(state: State) -> tuple[str, str]:
    return state.selection.first, state.selection.last


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("", "2023-03", "2023-03"),
        ("to=2022-06", "2022-06", "2022-06"),
        ("from=2022-06", "2022-06", "2023-03"),
        ("from=2022-06&to=2022-08", "2022-06", "2022-08"),
        ("over=year&to=2023-01", "2022-04", "2023-01"),
        ("over=year", "2022-04", "2023-03"),
        ("over=year&to=2022-04", "2022-04", "2022-04"),
        # The year 2021-22 began before the first month there is.
        ("over=year&to=2022-03", "2022-02", "2022-03"),
        ("over=12", "2022-04", "2023-03"),
        ("over=12&to=2023-01", "2022-02", "2023-01"),
        ("over=12&to=2022-12", "2022-02", "2022-12"),
        ("over=12&to=2022-02", "2022-02", "2022-02"),
    ],
)
def test_a_span_ends_in_the_chosen_month_and_starts_where_its_preset_says(
    months: Snapshot, query: str, first: str, last: str
) -> None:
    state = state_of(months, query)
    assert span(state) == (first, last)
    assert state.notices == ()


@pytest.mark.parametrize(
    ("query", "before", "ago"),
    [
        ("to=2023-01", ("2022-12", "2022-12"), "a month before"),
        ("to=2023-03&compare=year", ("2022-03", "2022-03"), "a year before"),
        ("from=2022-08&to=2022-10", ("2022-05", "2022-07"), "in the 3 months before"),
        ("from=2023-02&to=2023-03&compare=year", ("2022-02", "2022-03"), "a year before"),
        ("to=2023-01&compare=none", None, "a month before"),
        ("from=2022-08&to=2022-10&compare=none", None, "in the 3 months before"),
        ("to=2022-02", None, "a month before"),
        ("to=2023-01&compare=year", None, "a year before"),
        # Of the three months before April only two are there: no fair comparison.
        ("from=2022-04&to=2022-06", None, "in the 3 months before"),
    ],
)
def test_it_is_compared_with_as_many_months_before_or_the_same_a_year_before(
    months: Snapshot, query: str, before: tuple[str, str] | None, ago: str
) -> None:
    state = state_of(months, query)
    found = state.before and (state.before.first, state.before.last)
    assert (found, state.ago()) == (before, ago)
    if state.before is not None:
        assert state.before.commands == state.selection.commands


def test_what_is_compared_is_narrowed_and_switched_alike(months: Snapshot) -> None:
    query = "command=AA&team=CID&grade=sergeant&count=heads&view=host&reading=home_office"
    state = state_of(months, query)
    assert state.before is not None
    assert state.before.switched() == state.selection.switched() != []
    assert (state.before.commands, state.before.teams) == (("AA",), ("CID",))
    assert state.before.grades == ("sergeant",)


def test_of_a_first_month_and_a_preset_the_month_counts_and_a_notice_says_so(
    months: Snapshot,
) -> None:
    state = state_of(months, "over=year&from=2022-11&to=2023-01")
    assert span(state) == ("2022-11", "2023-01")
    assert state.over == ""
    assert len(state.notices) == 1
    assert "the first month counts" in state.notices[0]


def test_months_the_wrong_way_round_are_said_and_the_rest_counts(months: Snapshot) -> None:
    state = state_of(months, "command=BB&from=2022-12&to=2022-06&count=heads")
    # The month stays; whoever chose it last reads of it, and whoever chose the span is told.
    assert span(state) == ("2022-06", "2022-06")
    assert (state.selection.commands, state.selection.count) == (("BB",), "heads")
    (notice,) = state.notices
    assert "December 2022" in notice
    assert "June 2022" in notice


def test_of_a_switch_or_a_month_given_twice_the_last_counts(months: Snapshot) -> None:
    state = state_of(months, "count=heads&count=fte&view=home&view=host&to=2022-05&to=2022-07")
    assert (state.selection.count, state.selection.view) == ("fte", "host")
    assert span(state) == ("2022-07", "2022-07")
    assert state.notices == ()


@pytest.mark.parametrize(
    ("piece", "named"),
    [
        ("command=ZZ", "'ZZ'"),
        ("team=DOGS", "'DOGS'"),
        ("grade=general", "'general'"),
        ("from=2019-01", "2019-01"),
        ("to=2031-01", "2031-01"),
        ("to=soon", "'soon'"),
        ("over=decade", "'decade'"),
        ("compare=2022-12", "'2022-12'"),
        ("count=hours", "'hours'"),
        ("view=moon", "'moon'"),
        ("reading=mine", "'mine'"),
        ("colour=blue", "'colour'"),
        ("team=", "''"),
    ],
)
def test_what_is_unknown_is_named_once_and_the_rest_works(
    months: Snapshot, piece: str, named: str
) -> None:
    rest = "command=AA&grade=constable&reading=home_office"
    state, clean = state_of(months, f"{piece}&{rest}"), state_of(months, rest)
    (notice,) = state.notices
    assert named in notice
    # A list of all that is known could be of 750 commands.
    assert "Known:" not in notice
    assert (state.selection, state.before) == (clean.selection, clean.before)


QUERIES = st.fixed_dictionaries(
    {},
    optional={
        "command": st.lists(st.sampled_from(["AA", "BB", "NA"]), max_size=3, unique=True),
        "team": st.lists(st.sampled_from(["RESPONSE", "CID"]), max_size=2, unique=True),
        "grade": st.lists(st.sampled_from(["constable", "sergeant"]), max_size=2, unique=True),
        "from": st.sampled_from(MONTHS).map(lambda month: [month]),
        "to": st.sampled_from(MONTHS).map(lambda month: [month]),
        "over": st.sampled_from(["year", "12", "decade"]).map(lambda over: [over]),
        "compare": st.sampled_from(["previous", "year", "none"]).map(lambda one: [one]),
        "count": st.sampled_from(["fte", "heads", "hours"]).map(lambda one: [one]),
        "view": st.sampled_from(["home", "host"]).map(lambda one: [one]),
        "reading": st.sampled_from(["review", "home_office"]).map(lambda one: [one]),
    },
)


@given(asked=QUERIES)
def test_the_link_to_any_state_reads_back_as_that_state(
    months: Snapshot, asked: dict[str, list[str]]
) -> None:
    state = read_state(months, asked)
    again = state_of(months, state.query())
    assert again.notices == ()
    assert (again.selection, again.before, again.compare) == (
        state.selection,
        state.before,
        state.compare,
    )
    assert again.query() == state.query()
    assert again.sentence(months) == state.sentence(months)
    assert again.pieces() == state.pieces()


def test_the_link_pins_the_months_so_that_it_means_the_same_after_the_next_release(
    months: Snapshot,
) -> None:
    assert state_of(months, "").query() == "from=2023-03&to=2023-03"
    assert state_of(months, "over=year").query() == "from=2022-04&to=2023-03"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "",
            "Officers on the books of all commands, March 2023, compared with February 2023, "
            "in full-time equivalents. Small Force.",
        ),
        (
            "command=AA&command=BB&compare=none",
            "Officers on the books of the 2 BCU, March 2023, in full-time equivalents. "
            "Small Force.",
        ),
        (
            "command=AA&command=NA&team=CID&grade=sergeant&view=host&count=heads"
            "&reading=home_office&from=2022-04&to=2022-09&compare=none",
            "Officers at work in Alpha, North Area, CID, sergeants, the mean of 2022-23, "
            "part-year (April 2022 to September 2022), in headcount, available for duty as "
            "the Home Office reads it. Small Force.",
        ),
        (
            "command=NA&over=year&compare=year",
            "Officers on the books of North Area, the mean of 2022-23 (April 2022 to March "
            "2023), in full-time equivalents. Small Force.",
        ),
        (
            "from=2022-11&to=2022-12",
            "Officers on the books of all commands, the mean of November 2022 to December 2022, "
            "compared with September 2022 to October 2022, in full-time equivalents. Small Force.",
        ),
    ],
)
def test_the_sentence_says_every_choice(months: Snapshot, query: str, sentence: str) -> None:
    assert state_of(months, query).sentence(months) == sentence


@pytest.mark.parametrize(
    "piece",
    [
        "command=AA",
        "team=CID",
        "grade=sergeant",
        "to=2023-02",
        "over=12",
        "compare=year",
        "compare=none",
        "reading=home_office",
        "count=heads",
        "view=host",
    ],
)
def test_each_choice_alone_changes_the_sentence_the_link_and_the_files_name(
    months: Snapshot, piece: str
) -> None:
    plain, chosen = state_of(months, ""), state_of(months, piece)
    assert chosen.sentence(months) != plain.sentence(months)
    assert chosen.query() != plain.query()
    assert chosen.pieces() != plain.pieces()


def test_a_filter_that_a_page_has_not_is_neither_in_its_sentence_nor_in_its_file_s_name(
    months: Snapshot,
) -> None:
    state = state_of(months, "grade=constable&command=BB&count=heads")
    assert "constables" in state.sentence(months)
    assert abstractions.PAGE.sentence(months, state).startswith("Shifts of Bravo, March 2023")
    assert abstractions.PAGE.pieces(months, state)[0] == "BB"
