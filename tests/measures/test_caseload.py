"""Caseload and open cases: by hand where they are easily got wrong, and against a slow oracle."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.cube.arrays import Cube
from dashboard.measures.engine.ask import ask
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import AskError, Selection
from tests.facts import frame, person, small_force
from tests.measures.oracles import caseloads as oracle
from tests.small_store import cube_of

FORCE = small_force()
JAN, FEB = "2023-01", "2023-02"
Row = dict[str, Any]


def load(cases: float, carry: float | None, **said: Any) -> Row:
    """A row of ``caseloads``: of AA in January, as the crime system has it."""
    row = {"month": JAN, "command": "AA", "team": None, "unit": None, "kind": "cases"}
    return {**row, "source": "Crime", "open_cases": cases, "investigators": carry, **said}


def caseloads(rows: Sequence[Row]) -> dict[str, pd.DataFrame]:
    """The table's frames by month."""
    table = pd.DataFrame(rows).astype({"open_cases": "float64", "investigators": "float64"})
    return {str(month): of.reset_index(drop=True) for month, of in table.groupby("month")}


def cube_with(rows: Sequence[Row], *months: str) -> Cube:
    """A cube of the rows, and of one officer a month, since months are those of strength."""
    people = {month: frame([person(month=month)]) for month in months or (JAN, FEB)}
    return cube_of(people, FORCE, {"caseloads": caseloads(rows)})


def answer(cube: Cube, measure: str, **asked: list[str]) -> dict[tuple[str, ...], Any]:
    found = ask(cube, measure, {name.rstrip("_"): values for name, values in asked.items()})
    by = [*asked.get("by", []), "source", "case_kind"]
    return {tuple(str(row[name]) for name in by): row["value"] for row in found.rows()}


def test_a_caseload_is_the_ratio_of_the_sums_and_not_the_mean_of_the_ratios() -> None:
    # 30 over 10 and 30 over 2: 60 over 12 is 5.0. The mean of 3.0 and 15.0 would be 9.0.
    cube = cube_with([load(30, 10, unit="a"), load(30, 2, unit="b")])
    assert answer(cube, "caseload", from_=[JAN], to=[JAN]) == {("Crime", "cases"): 5.0}


def test_over_nobody_there_is_no_caseload_but_the_cases_count_in_the_sum() -> None:
    cube = cube_with([load(12, 0, unit="a"), load(30, 10, unit="b")])
    by_unit = answer(cube, "caseload", to=[JAN], from_=[JAN], by=["unit"])
    assert by_unit == {("a", "Crime", "cases"): None, ("b", "Crime", "cases"): 3.0}
    assert answer(cube, "caseload", to=[JAN], from_=[JAN]) == {("Crime", "cases"): 4.2}


def test_cases_whose_investigators_are_not_said_are_in_no_caseload() -> None:
    cube = cube_with([load(100, None, unit="a"), load(30, 10, unit="b")])
    assert answer(cube, "caseload", to=[JAN], from_=[JAN]) == {("Crime", "cases"): 3.0}
    assert answer(cube, "open_cases", to=[JAN], from_=[JAN]) == {("Crime", "cases"): 130.0}


def test_sources_and_kinds_are_never_added_up() -> None:
    rows = [load(30, 10), load(20, 10, source="Unit"), load(90, 10, kind="offenders")]
    cube = cube_with(rows)
    expected = {("Crime", "cases"): 3.0, ("Crime", "offenders"): 9.0, ("Unit", "cases"): 2.0}
    assert answer(cube, "caseload", to=[JAN], from_=[JAN]) == expected
    by_command = answer(cube, "caseload", to=[JAN], from_=[JAN], by=["command"])
    assert by_command == {("AA", *key): value for key, value in expected.items()}


def test_a_command_without_a_month_is_a_hole_and_its_mean_is_of_the_months_it_has() -> None:
    rows = [
        load(30, 10),
        load(50, 10, month=FEB),
        load(60, 10, command="BB"),
    ]
    cube = cube_with(rows)
    months = answer(cube, "caseload", from_=[JAN], to=[FEB], by=["month"])
    assert months == {(JAN, "Crime", "cases"): 4.5, (FEB, "Crime", "cases"): None}
    # AA carries 40 on average and BB 60, each by 10: 100 over 20.
    assert answer(cube, "caseload", from_=[JAN], to=[FEB]) == {("Crime", "cases"): 5.0}


def test_filters_that_caseloads_do_not_know_are_refused() -> None:
    cube = cube_with([load(30, 10)])
    for name, value in (("grade", "constable"), ("reading", "home_office"), ("count", "heads")):
        with pytest.raises(AskError, match=f"{name} does not apply"):
            ask(cube, "caseload", {name: [value]})
    with pytest.raises(AskError, match="cut"):
        ask(cube, "caseload", {"by": ["rank"]})


ROWS = st.lists(
    st.builds(
        load,
        st.integers(0, 60).map(float),
        st.sampled_from([None, 0.0, 1.0, 4.0, 10.0]),
        month=st.sampled_from([JAN, FEB]),
        command=st.sampled_from(["AA", "BB"]),
        team=st.sampled_from(["RESPONSE", "CID"]),
        unit=st.sampled_from(["a", "b"]),
        kind=st.sampled_from(["cases", "offenders"]),
        source=st.sampled_from(["Crime", "Unit"]),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda row: tuple(
        row[name] for name in ("month", "command", "team", "unit", "kind", "source")
    ),
)


@given(rows=ROWS)
@settings(max_examples=6, deadline=None)
def test_every_cut_is_as_the_oracle_has_it(rows: list[Row]) -> None:
    cube = cube_with(rows)
    cut = [row | {"case_kind": row["kind"]} for row in rows]
    for span in ((JAN,), (FEB,), (JAN, FEB)):
        for by in ([], ["command"], ["team", "unit"], ["month", "command"]):
            keys = [*by, "source", "case_kind"]
            for name, of in (("caseload", oracle.caseload), ("open_cases", oracle.open_cases)):
                measure = all_measures()[name]
                found = evaluate(cube, measure, Selection(span[0], span[-1]), by)
                ours = {
                    tuple(row[key] for key in keys): row["value"]
                    for row in found.to_dict("records")
                }
                theirs = of(cut, keys, span)
                holes = _holes(cut, span)
                assert ours.keys() == theirs.keys()
                for key, value in theirs.items():
                    lacking = "command" not in by and holes
                    expected = float("nan") if value is None or lacking else value
                    assert ours[key] == pytest.approx(expected, nan_ok=True), (name, by, key)


def _holes(rows: list[Row], span: tuple[str, ...]) -> bool:
    """Whether a command that ever sent caseloads has none of the months, all of them at once."""
    every = {row["command"] for row in rows}
    return any(
        not [row for row in rows if row["command"] == code and row["month"] in span]
        for code in every
    )
