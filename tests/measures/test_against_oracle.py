"""Every measure against the oracle, however cut and filtered; sums, holes and means by hand."""

import itertools
from collections.abc import Sequence
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
from dashboard.measures.engine.selection import AskError, Selection
from dashboard.schema import months
from dashboard.schema.duty import STATUSES
from tests import oracle
from tests.facts import Row, frame, people, small_force
from tests.small_store import cube_of, filled

FORCE = small_force()
MEASURES = all_measures()
MONTHS = ("2022-12", "2023-01", "2023-02")
GRADES = {"probationer_share": {"constable"}, "supervision_span": {"constable", "sergeant"}}
"""Of the officers, those a measure is about; all of them where it is not named."""

Key = tuple[str, ...]
Numbers = tuple[float | None, float | None, float | None]
Table = dict[Key, Numbers]


# --- what is to come out --------------------------------------------------------------------------


def had(cells: pd.DataFrame) -> set[Key]:
    """The command months that somebody's books are in."""
    books = cells[cells["view"] == "home"]
    return set(zip(books["command"], books["month"], strict=True))


def expected(cells: pd.DataFrame, measure: Measure, asked: Selection, by: Sequence[str]) -> Table:
    """The oracle's rows of a listed force, with the holes worked out here."""
    known = had(cells)
    span = months.between(asked.first, asked.last)
    everywhere = sorted({command for command, _ in known})
    # A month that a command has not sent holds nothing of it, not even whom others lend to it.
    is_there = [key in known for key in zip(cells["command"], cells["month"], strict=True)]
    cells = cells[pd.Series(is_there, cells.index, dtype=bool) & cells["month"].isin(span)]
    if measure.id in GRADES:
        cells = cells[cells["grade"].isin(GRADES[measure.id])]
    filters: dict[str, Any] = {"commands": asked.commands or None, "teams": asked.teams or None}
    if "month" in by:
        found = oracle.measure(cells, measure.id, [*by], **filters)
    else:
        months_of = {code: sum((code, month) in known for month in span) for code in everywhere}
        found = oracle.measure_over_months(cells, measure.id, [*by], months_of=months_of, **filters)
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


def assert_same(found: pd.DataFrame, wanted: Table) -> None:
    ours = table_of(found)
    assert len(ours) == len(found), "a group stands twice"
    assert ours.keys() == wanted.keys()
    for key, numbers in wanted.items():
        if numbers[1] is not None and numbers[1] < 1e-9:
            # Sums of shares: nothing but dust is nothing.
            assert ours[key][2] is None, key
            assert ours[key][:2] == pytest.approx(numbers[:2], abs=1e-9)
        else:
            assert ours[key] == pytest.approx(numbers, abs=1e-9), key


# --- generated people -----------------------------------------------------------------------------


@st.composite
def cells_of_months(draw: st.DrawFn) -> pd.DataFrame:
    """The oracle's cells of one to three months; a command may be missing from some of them."""
    count = draw(st.integers(1, 3))
    cells = pd.concat(
        [
            oracle.cells(filled(draw(people(FORCE, month=month, max_size=12))), FORCE)
            for month in MONTHS[:count]
        ],
        ignore_index=True,
    )
    assume(len(cells))
    return cells


@st.composite
def questions(draw: st.DrawFn, cube: Cube) -> Selection:
    first, last = sorted(draw(st.tuples(*[st.sampled_from(cube.months)] * 2)))
    codes = st.lists(st.sampled_from(cube.labels["command"]), max_size=2, unique=True)
    teams = st.sampled_from([(), (), ("RESPONSE",), ("RESPONSE", "CID")])
    return Selection(first, last, tuple(draw(codes)), draw(teams))


@given(cells=cells_of_months(), data=st.data())
@settings(max_examples=40, deadline=None)
def test_every_measure_is_the_oracles_however_cut_and_filtered(
    cells: pd.DataFrame, data: st.DataObject
) -> None:
    cube = Cube.from_cells(cells, FORCE)
    asked = data.draw(questions(cube))
    for measure in MEASURES.values():
        singles = [(name,) for name in measure.cuts]
        pairs = st.sampled_from(list(itertools.permutations(measure.cuts, 2)))
        for by in [(), *singles, data.draw(pairs), data.draw(pairs)]:
            found = evaluate(cube, measure, asked, by)
            assert_same(found, expected(cells, measure, asked, by))


@given(strength=people(FORCE, month=MONTHS[0], max_size=30), data=st.data())
@settings(max_examples=6, deadline=None)
def test_every_measure_is_the_oracles_through_the_files_too(
    strength: pd.DataFrame, data: st.DataObject
) -> None:
    cells = oracle.cells(filled(strength), FORCE)
    assume(len(cells))
    cube = cube_of({MONTHS[0]: strength}, FORCE)
    asked = data.draw(questions(cube))
    for measure in MEASURES.values():
        for by in [(), *((name,) for name in measure.cuts)]:
            found = evaluate(cube, measure, asked, by)
            assert_same(found, expected(cells, measure, asked, by))


@given(cells=cells_of_months())
@settings(max_examples=30, deadline=None)
def test_the_parts_of_one_month_add_up_to_the_whole(cells: pd.DataFrame) -> None:
    cube = Cube.from_cells(cells[cells["month"] == cells["month"].iloc[0]], FORCE)
    asked = Selection(cube.months[0], cube.months[0])
    for measure in MEASURES.values():
        whole = evaluate(cube, measure, asked)[["numerator", "denominator"]].sum()
        for name in measure.cuts:
            parts = evaluate(cube, measure, asked, [name])[["numerator", "denominator"]].sum()
            assert [*parts] == pytest.approx([*whole], abs=1e-9), (measure.id, name)


@given(cells=cells_of_months())
@settings(max_examples=30, deadline=None)
def test_groups_come_in_the_order_of_their_labels(cells: pd.DataFrame) -> None:
    cube = Cube.from_cells(cells, FORCE)
    asked = Selection(cube.months[0], cube.months[-1])
    for by in [("month", "command"), ("command", "month"), ("command",), ("team", "status")]:
        found = evaluate(cube, MEASURES["strength_by_duty_status"], asked, by)
        order = [*by] if "status" in by else [*by, "status"]
        keys = found[order].assign(status=found["status"].map([*STATUSES].index))
        rows = [*keys.itertuples(index=False, name=None)]
        assert rows == sorted(rows)


def test_the_oracle_knows_every_measure() -> None:
    assert MEASURES.keys() == oracle.MEASURES.keys()


# --- by hand --------------------------------------------------------------------------------------


def officers(month: str, command: str, count: int, **columns: Any) -> list[Row]:
    return [{"month": month, "command": command, **columns} for _ in range(count)]


def cube_by_hand(*rows: list[Row]) -> Cube:
    every = [row for listed in rows for row in listed]
    sent = sorted({row["month"] for row in every})
    by_month = [frame(row for row in every if row["month"] == month) for month in sent]
    return Cube.from_cells(
        pd.concat([oracle.cells(strength, FORCE) for strength in by_month]), FORCE
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


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.id)
def test_a_cut_that_does_not_apply_is_refused(measure: Measure) -> None:
    cube = cube_by_hand(officers(JAN, "AA", 1))
    allowed = {*measure.cuts, *measure.always_by}
    for name in {*ANY_CUT, "role", "view", "grade", ""} - allowed:
        with pytest.raises(AskError) as error:
            ask(cube, measure.id, {"by": [name]})
        assert measure.id in str(error.value)
        assert all(known in str(error.value) for known in allowed)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.id)
def test_a_dimension_asked_for_twice_is_refused(measure: Measure) -> None:
    with pytest.raises(AskError, match="twice"):
        ask(cube_by_hand(officers(JAN, "AA", 1)), measure.id, {"by": ["command", "command"]})


def test_a_team_that_nobody_is_in_has_no_value_where_there_is_a_hole() -> None:
    cube = cube_by_hand(*WITH_A_HOLE)
    everyone = evaluate(cube, MEASURES["nominal_strength"], Selection(JAN, FEB, (), ("CID",)))
    assert table_of(everyone) == {(): (0.0, None, 0.0)}
    selected = Selection(FEB, FEB, ("BB",), ("CID",))
    assert table_of(evaluate(cube, MEASURES["nominal_strength"], selected, ["command"])) == {
        ("BB",): (None, None, None)
    }
