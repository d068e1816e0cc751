"""Every measure against the oracle, however it is cut, filtered and switched, and what is refused.

The oracle is told what a reader may ask of each measure; that is compared too.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dashboard.cube.arrays import Cube
from dashboard.measures.engine.ask import ask
from dashboard.measures.engine.definition import ANY_CUT, Measure
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import SWITCHES, AskError, Selection
from dashboard.schema import months
from dashboard.schema.duty import STATUSES
from dashboard.schema.force import Team
from tests import oracle
from tests.facts import frame, people, small_force
from tests.small_store import cube_of, filled

TEAMS = {
    "RESPONSE": Team(name="Response", function="response", uniformed=True),
    "PLAIN": Team(name="Robbery response", function="response"),
    "SNT": Team(name="Safer streets", function="neighbourhood", uniformed=True),
    "TSG": Team(name="Support group", function="specialist operations", uniformed=True),
    "CID": Team(name="CID", function="investigation"),
}
FORCE = small_force(teams=TEAMS)
MEASURES = {name: all_measures()[name] for name in oracle.MEASURES}
"""Those of strength, overlaps and recording; the others have oracles of their own."""
MONTHS = ("2022-12", "2023-01", "2023-02")
READINGS = [
    dict(zip(SWITCHES, values, strict=True)) for values in itertools.product(*SWITCHES.values())
]
"""Every way in which all switches may stand."""

Key = tuple[str, ...]
Numbers = tuple[float | None, float | None, float | None]
Table = dict[Key, Numbers]
Kinds = Mapping[str, pd.DataFrame]


# --- what is to come out --------------------------------------------------------------------------


def counted(frames: Iterable[pd.DataFrame]) -> Kinds:
    """The oracle's rows of every kind."""
    kinds: dict[str, list[pd.DataFrame]] = {"strength": [], "overlaps": [], "recording": []}
    for strength in frames:
        whole = filled(strength)
        kinds["strength"].append(oracle.cells(whole, FORCE))
        kinds["overlaps"].append(oracle.overlaps(whole))
        kinds["recording"].append(oracle.recording(whole))
    return {
        name: oracle.described(pd.concat(listed, ignore_index=True), FORCE)
        for name, listed in kinds.items()
    }


def had(kinds: Kinds) -> set[Key]:
    """The command months that somebody's books are in."""
    books = kinds["strength"][kinds["strength"]["view"] == "home"]
    return set(zip(books["command"], books["month"], strict=True))


def applying(measure: Measure, asked: Selection) -> Selection:
    """What of the question applies to the measure, as the oracle has it."""
    unsaid: dict[str, dict[str, Any]] = {"team": {"teams": ()}, "grade": {"grades": ()}}
    unsaid |= {name: {name: values[0]} for name, values in SWITCHES.items()}
    for name, nothing in unsaid.items():
        if name not in oracle.TAKES[measure.id]:
            asked = replace(asked, **nothing)
    return asked


def expected(kinds: Kinds, measure: Measure, asked: Selection, by: Sequence[str]) -> Table:
    """The oracle's rows of a listed force, with the holes worked out here."""
    known = had(kinds)
    span = months.between(asked.first, asked.last)
    everywhere = sorted({command for command, _ in known})
    cells = kinds[oracle.KIND.get(measure.id, "strength")]
    # A month that a command has not sent holds nothing of it, not even whom others lend to it.
    is_there = [key in known for key in zip(cells["command"], cells["month"], strict=True)]
    cells = cells[pd.Series(is_there, cells.index, dtype=bool) & cells["month"].isin(span)]
    cells = oracle.concerned(cells, measure.id)
    question: dict[str, Any] = {
        "commands": asked.commands or None,
        "teams": asked.teams or None,
        "grades": asked.grades or None,
        "count": asked.count,
        "view": asked.view,
        "reading": asked.reading,
    }
    if "month" in by:
        found = oracle.measure(cells, measure.id, [*by], **question)
    else:
        months_of = {code: sum((code, month) in known for month in span) for code in everywhere}
        found = oracle.measure_over_months(
            cells, measure.id, [*by], months_of=months_of, **question
        )
    names = [name for name in found.columns if name not in ("numerator", "denominator", "value")]
    table: Table = {tuple(row[: len(names)]): tuple(row[len(names) :]) for row in found.values}

    def is_hole(month: str | None, command: str | None) -> bool:
        selected = [command] if command else asked.commands or everywhere
        in_time = [month] if month else span
        return any(all((code, one) not in known for one in in_time) for code in selected)

    def place(key: Key, name: str) -> str | None:
        return key[names.index(name)] if name in names else None

    if names and set(names) <= {"month", "command"}:
        axes = {"month": span, "command": asked.commands or everywhere}
        for key in itertools.product(*(axes[name] for name in names)):
            if is_hole(place(key, "month"), place(key, "command")):
                table[key] = (None, None, None)
            elif asked.commands or "command" not in names:
                # Sent, asked for, and nobody in it: zero, of which there is no share.
                plain = MEASURES[measure.id].denominator is None
                table.setdefault(key, (0.0, None, 0.0) if plain else (0.0, 0.0, None))
    return {
        key: (None, None, None) if is_hole(place(key, "month"), place(key, "command")) else numbers
        for key, numbers in table.items()
    }


def table_of(found: pd.DataFrame) -> Table:
    """The product's rows; what is missing is None."""
    names = [name for name in found.columns if name not in ("numerator", "denominator", "value")]
    numbers = found[["numerator", "denominator", "value"]].astype(object)
    rows = numbers.where(numbers.notna(), None).itertuples(index=False, name=None)
    keys = zip(*(found[name] for name in names), strict=True) if names else [()]
    return dict(zip(keys, rows, strict=True))


def assert_same(
    found: pd.DataFrame, wanted: Table, words: object = "", *, within: float = 1e-9
) -> None:
    ours = table_of(found)
    assert len(ours) == len(found), "a group stands twice"
    assert ours.keys() == wanted.keys(), words
    for key, numbers in wanted.items():
        if numbers[1] is not None and numbers[1] < 1e-9:
            # Sums of shares: nothing but dust is nothing.
            assert ours[key][2] is None, (words, key)
            assert ours[key][:2] == pytest.approx(numbers[:2], abs=within)
        else:
            assert ours[key] == pytest.approx(numbers, abs=within), (words, key)


# --- generated people -----------------------------------------------------------------------------


@st.composite
def kinds_of_months(draw: st.DrawFn) -> Kinds:
    """The oracle's rows of one to three months; a command may be missing from some of them."""
    count = draw(st.integers(1, 3))
    kinds = counted(draw(people(FORCE, month=month, max_size=12)) for month in MONTHS[:count])
    assume(len(kinds["strength"]))
    return kinds


@st.composite
def questions(draw: st.DrawFn, cube: Cube) -> Selection:
    first, last = sorted(draw(st.tuples(*[st.sampled_from(cube.months)] * 2)))
    codes = st.lists(st.sampled_from(cube.labels["command"]), max_size=2, unique=True)
    teams = st.sampled_from([(), (), ("RESPONSE",), ("RESPONSE", "CID"), ("TSG",)])
    grades = st.sampled_from([(), (), ("constable",), ("sergeant", "inspector")])
    return Selection(first, last, tuple(draw(codes)), draw(teams), draw(grades))


def cuts(draw: Any, measure: Measure) -> tuple[str, ...]:
    """None, one or two of the dimensions that the measure may be cut by."""
    sizes = st.integers(0, 2).flatmap(
        lambda size: st.sampled_from([*itertools.permutations(measure.cuts, size)])
    )
    return tuple(draw(sizes))


@given(kinds=kinds_of_months(), data=st.data())
@settings(max_examples=25, deadline=None)
def test_every_measure_is_the_oracles_however_cut_filtered_and_switched(
    kinds: Kinds, data: st.DataObject
) -> None:
    cube = Cube.from_cells(kinds, FORCE)
    drawn = data.draw(questions(cube))
    for measure in MEASURES.values():
        asked = {applying(measure, replace(drawn, **switched)) for switched in READINGS}
        for question in asked:
            by = cuts(data.draw, measure)
            found = evaluate(cube, measure, question, by)
            wanted = expected(kinds, measure, question, by)
            assert_same(found, wanted, (measure.id, question, by))


@given(strength=people(FORCE, month=MONTHS[0], max_size=30), data=st.data())
@settings(max_examples=6, deadline=None)
def test_every_measure_is_the_oracles_through_the_files_too(
    strength: pd.DataFrame, data: st.DataObject
) -> None:
    kinds = counted([strength])
    assume(len(kinds["strength"]))
    cube = cube_of({MONTHS[0]: strength}, FORCE)
    drawn = replace(data.draw(questions(cube)), **data.draw(st.sampled_from(READINGS)))
    for measure in MEASURES.values():
        asked = applying(measure, drawn)
        for by in [(), *((name,) for name in measure.cuts)]:
            found = evaluate(cube, measure, asked, by)
            assert_same(found, expected(kinds, measure, asked, by), (measure.id, asked, by))


@given(kinds=kinds_of_months(), switched=st.sampled_from(READINGS))
@settings(max_examples=20, deadline=None)
def test_the_parts_of_one_month_add_up_to_the_whole(kinds: Kinds, switched: dict[str, str]) -> None:
    first = kinds["strength"]["month"].iloc[0]
    cube = Cube.from_cells({n: rows[rows["month"] == first] for n, rows in kinds.items()}, FORCE)
    for measure in MEASURES.values():
        asked = applying(measure, Selection(first, first, **switched))
        whole = evaluate(cube, measure, asked)[["numerator", "denominator"]].sum()
        for name in measure.cuts:
            parts = evaluate(cube, measure, asked, [name])[["numerator", "denominator"]].sum()
            assert [*parts] == pytest.approx([*whole], abs=1e-9), (measure.id, name)


@given(kinds=kinds_of_months())
@settings(max_examples=30, deadline=None)
def test_groups_come_in_the_order_of_their_labels(kinds: Kinds) -> None:
    cube = Cube.from_cells(kinds, FORCE)
    asked = Selection(cube.months[0], cube.months[-1])
    for by in [("month", "command"), ("command", "month"), ("command",), ("team", "status")]:
        found = evaluate(cube, MEASURES["strength_by_duty_status"], asked, by)
        order = [*by] if "status" in by else [*by, "status"]
        keys = found[order].assign(status=found["status"].map([*STATUSES].index))
        rows = [*keys.itertuples(index=False, name=None)]
        assert rows == sorted(rows)
    pairs = evaluate(cube, MEASURES["overlapping_reasons"], asked)
    places = [pairs[name].map([*STATUSES].index) for name in ("reason", "other")]
    rows = [*zip(*places, strict=True)]
    assert rows == sorted(rows)


def test_the_oracle_knows_every_measure() -> None:
    assert oracle.MEASURES.keys() == oracle.TAKES.keys()


# --- what applies, and what is refused ------------------------------------------------------------

SAID = {
    "team": "RESPONSE",
    "grade": "sergeant",
    "count": "heads",
    "view": "host",
    "reading": "home_office",
}
"""A value of each filter that is not its first."""

SOME = frame(
    [
        {"team": "RESPONSE", "fte": 0.5},
        {"team": "RESPONSE", "rank": "PS", "attached_to": "BB", "limitation": "adjusted"},
        {"team": "RESPONSE", "rank": "PS", "training_share": 0.5, "probationer": True},
        {"team": "RESPONSE", "rank": "PS", "limitation": "adjusted", "suspended": True},
        {"team": "CID", "rank": "DC", "fte": 0.8, "probationer": True, "attached_to": "EXTERNAL"},
        {"team": "CID", "rank": "PS"},
        {"command": "BB", "team": "TSG"},
        {"command": "BB", "team": "RESPONSE", "rank": "PS", "fte": 0.6, "limitation": "adjusted"},
        {"command": "BB", "team": "RESPONSE", "probationer": True},
        {"command": "BB", "team": "SNT", "rank": "INSP"},
        *({"team": "SNT", "rank": rank} for rank in ("PC", "PC", "PS")),
        {"team": "RESPONSE", "rank": "PC", "probationer": True, "attached_to": "BB"},
        {"team": "RESPONSE", "rank": "DC", "probationer": True, "attached_to": "BB"},
        {"team": "RESPONSE", "rank": "DC"},
    ]
)
MONTH = str(SOME["month"].iloc[0])


@pytest.mark.parametrize("name", SAID)
@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.id)
def test_a_filter_is_applied_as_the_oracle_does_or_refused_by_its_name(
    measure: Measure, name: str
) -> None:
    kinds = counted([SOME])
    cube = Cube.from_cells(kinds, FORCE)
    said = {name: [SAID[name]], "by": ["command"]}
    takes = oracle.TAKES[measure.id]
    if name not in takes:
        with pytest.raises(AskError) as error:
            ask(cube, measure.id, said)
        refused, _, those_that_do = str(error.value).partition("; those that do: ")
        assert refused == f"The filter {name} does not apply to {measure.id}"
        assert {*those_that_do.rstrip(".").split(", ")} == takes | {"command", "from", "to"}
        return
    field = {"team": "teams", "grade": "grades"}.get(name, name)
    value: Any = SAID[name] if field == name else (SAID[name],)
    asked = replace(Selection(MONTH, MONTH), **{field: value})
    answer = ask(cube, measure.id, said)
    assert answer.selection == asked
    wanted = expected(kinds, measure, asked, ["command"])
    # What is asked for is rounded to six decimals.
    assert_same(answer.frame.drop(columns="measured_in"), wanted, within=1e-6)
    unsaid = expected(kinds, measure, Selection(MONTH, MONTH), ["command"])
    assert wanted != unsaid, "these people would not show whether it was applied"


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.id)
def test_a_selection_is_fitted_to_a_measure_by_leaving_out_what_does_not_apply(
    measure: Measure,
) -> None:
    everything = Selection(MONTH, MONTH, ("AA",), ("CID",), ("constable",), "heads", "host")
    everything = replace(everything, reading="home_office")
    assert measure.takes == oracle.TAKES[measure.id]
    assert {*everything.unfit(measure)} == SAID.keys() - oracle.TAKES[measure.id]
    fitted = everything.fitted(measure)
    assert fitted == applying(measure, everything)
    assert fitted.unfit(measure) == []
    assert Selection(MONTH, MONTH).unfit(measure) == []


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.id)
def test_a_cut_that_does_not_apply_is_refused(measure: Measure) -> None:
    cube = Cube.from_cells(counted([SOME]), FORCE)
    allowed = {*measure.cuts, *measure.always_by}
    for name in {*ANY_CUT, "role", "view", "reason", "column", "age", ""} - allowed:
        with pytest.raises(AskError) as error:
            ask(cube, measure.id, {"by": [name]})
        assert measure.id in str(error.value)
        assert all(known in str(error.value) for known in allowed)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.id)
def test_a_dimension_asked_for_twice_is_refused(measure: Measure) -> None:
    with pytest.raises(AskError, match="twice"):
        ask(Cube.from_cells(counted([SOME]), FORCE), measure.id, {"by": ["command", "command"]})
