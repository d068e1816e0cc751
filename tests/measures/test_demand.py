"""Demand: whose an area is, by hand and against a slow oracle; and a month that came in twice."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.cube import parts
from dashboard.cube.arrays import Cube
from dashboard.measures.engine.ask import ask
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import Selection
from dashboard.schema.force import Command
from dashboard.store.releases import Store
from tests.facts import frame, person, small_force
from tests.measures.oracles import demand as oracle
from tests.small_store import cube_of, release_of

COMMANDS = {
    "AA": Command(name="Alpha", areas=("Camden", "St Pancras")),
    "BB": Command(name="Bravo", areas=("Hackney",)),
    "NA": Command(name="North Area"),
}
FORCE = small_force(commands=COMMANDS)
PLACES = {code: (each.name, each.areas) for code, each in COMMANDS.items()}
JAN, FEB = "2023-01", "2023-02"
HEATHROW = "London Heathrow and London City Airports"
Row = dict[str, Any]


def asked(area: str, value: float, kind: str = "Theft", month: str = JAN) -> Row:
    return {"month": month, "area": area, "kind": kind, "value": value}


def by_month(rows: Sequence[Row]) -> dict[str, pd.DataFrame]:
    table = pd.DataFrame(rows).astype({"value": "float64"})
    return {str(month): of.reset_index(drop=True) for month, of in table.groupby("month")}


def people() -> dict[str, pd.DataFrame]:
    return {month: frame([person(month=month)]) for month in (JAN, FEB)}


def cube_with(rows: Sequence[Row]) -> Cube:
    return cube_of(people(), FORCE, {"demand": by_month(rows)})


def answer(cube: Cube, **said: list[str]) -> dict[tuple[str, ...], Any]:
    found = ask(cube, "demand", {name.rstrip("_"): values for name, values in said.items()})
    by = [*said.get("by", []), "demand_kind"]
    return {tuple(str(row[name]) for name in by): row["value"] for row in found.rows()}


def test_an_area_is_its_commands_by_code_by_name_or_as_a_place_of_it() -> None:
    rows = [
        asked("AA", 1),
        asked("bravo", 2),
        asked("CAMDEN", 4),
        asked("St Pancras", 8),
        asked("NA", 16),
        asked(HEATHROW, 32),
        asked("Unknown", 64),
    ]
    cube = cube_with(rows)
    found = answer(cube, from_=[JAN], to=[JAN], by=["command"])
    assert found == {
        ("", "Theft"): 96.0,
        ("AA", "Theft"): 13.0,
        ("BB", "Theft"): 2.0,
        ("NA", "Theft"): 16.0,
    }
    areas = answer(cube, from_=[JAN], to=[JAN], by=["area"])
    assert areas[HEATHROW, "Theft"] == 32.0
    assert areas["Unknown", "Theft"] == 64.0
    # Whoever asks of the force is told of everything, and of a command of its own.
    assert answer(cube, from_=[JAN], to=[JAN]) == {("Theft",): 127.0}
    assert answer(cube, from_=[JAN], to=[JAN], command=["AA"]) == {("Theft",): 13.0}


@pytest.mark.parametrize("lacked", ["Arson", "Vagrancy"], ids=["sorts first", "sorts last"])
def test_the_share_of_a_command_is_of_each_kind_though_it_lacks_one(lacked: str) -> None:
    rows = [asked("AA", 3), asked("bravo", 1), asked("bravo", 8, lacked)]
    officers = {JAN: frame([person(), person(command="BB")])}
    cube = cube_of(officers, FORCE, {"demand": by_month(rows)})
    share, only = all_measures()["demand_share"], Selection(JAN, JAN, commands=("AA",))
    found = evaluate(cube, share, only)
    # 3 of 4 thefts, and one of the two officers.
    assert dict(zip(found["demand_kind"], found["value"], strict=True)) == {"Theft": 1.5}


def test_no_command_is_nothing_that_a_reader_may_choose() -> None:
    cube = cube_with([asked(HEATHROW, 1), asked("AA", 1)])
    assert "" not in cube.commands
    assert "" not in cube.sending(["demand"])


def test_months_add_up_and_a_hole_is_not_a_zero() -> None:
    rows = [asked("AA", 5), asked("AA", 7, month=FEB), asked("BB", 3)]
    cube = cube_with(rows)
    assert answer(cube, from_=[JAN], to=[FEB]) == {("Theft",): 15.0}
    by_command = answer(cube, from_=[FEB], to=[FEB], by=["command"])
    assert by_command == {("AA", "Theft"): 7.0}
    # Bravo has not sent February, so the force has no figure for it.
    assert answer(cube, from_=[FEB], to=[FEB]) == {("Theft",): None}


def test_a_revised_month_counts_in_the_newer_release_and_the_older_keeps_its_own(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path)
    first = [asked("Camden", 10), asked(HEATHROW, 2)]
    older = release_of(store, people(), FORCE, {"demand": by_month(first)})
    store.publish(older)
    newer = release_of(store, people(), FORCE, {"demand": by_month([asked("Camden", 12)])})
    store.publish(newer)
    for release, of_camden, everywhere in ((newer, 12.0, 12.0), (older, 10.0, 12.0)):
        cube = Cube.load(parts.build(store, store.release(release.id)), FORCE)
        assert answer(cube, from_=[JAN], to=[JAN], command=["AA"]) == {("Theft",): of_camden}
        assert answer(cube, from_=[JAN], to=[JAN]) == {("Theft",): everywhere}


ROWS = st.lists(
    st.builds(
        asked,
        st.sampled_from(["AA", "alpha", "Camden", "HACKNEY", "NA", HEATHROW, "Unknown"]),
        st.integers(0, 30).map(float),
        st.sampled_from(["Theft", "Burglary"]),
        st.sampled_from([JAN, FEB]),
    ),
    min_size=1,
    max_size=15,
    unique_by=lambda row: (row["month"], row["area"], row["kind"]),
)


@given(rows=ROWS)
# A place that no command polices, and no other.
@example(rows=[asked(HEATHROW, 0.0)])
@settings(max_examples=6, deadline=None)
def test_every_cut_is_as_the_oracle_has_it(rows: list[Row]) -> None:
    cube, measure = cube_with(rows), all_measures()["demand"]
    for span in ((JAN,), (JAN, FEB)):
        for by in (["command"], ["area", "command"], ["month", "command"]):
            keys = [*by, "demand_kind"]
            found = evaluate(cube, measure, Selection(span[0], span[-1]), by)
            ours = {
                tuple(row[key] for key in keys): row["value"] for row in found.to_dict("records")
            }
            assert ours == pytest.approx(oracle.demand(rows, keys, span, PLACES))
