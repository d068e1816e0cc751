"""Demand share against officer share, by hand: among which commands, by kind, and with a hole."""

import random
from typing import Any

import pandas as pd
import pytest

from dashboard.cube.arrays import Cube
from dashboard.measures.engine.ask import ask
from dashboard.schema.force import Force
from tests.facts import frame, person, small_force
from tests.measures.oracles.demand import share_against_share
from tests.small_store import cube_of

JAN, FEB = "2023-01", "2023-02"
LISTED = small_force()
ANY = small_force(any_command=True)


def cube_with(force: Force, *asked_for: tuple[str, str, str, float]) -> Cube:
    """Alpha 40 of 50 deployable, Bravo 60 of 60, and 100 of North Area, in both months."""
    people = {
        month: frame(
            person(month=month, command=code, suspended=code == "AA" and i < 10)
            for code, count in (("AA", 50), ("BB", 60), ("NA", 100))
            for i in range(count)
        )
        for month in (JAN, FEB)
    }
    table = pd.DataFrame(asked_for, columns=["month", "area", "kind", "value"])
    sent = {str(month): of.reset_index(drop=True) for month, of in table.groupby("month")}
    return cube_of(people, force, {"demand": sent})


JANUARY = (
    (JAN, "AA", "Burglary", 60.0),
    (JAN, "BB", "Burglary", 40.0),
    (JAN, "AA", "Robbery", 10.0),
    (JAN, "BB", "Robbery", 30.0),
    (JAN, "Heathrow", "Burglary", 900.0),
)


def answer(cube: Cube, measure: str, **said: list[str]) -> dict[tuple[str, ...], Any]:
    found = ask(cube, measure, {name.rstrip("_"): values for name, values in said.items()})
    by = [*said.get("by", []), "demand_kind"]
    return {tuple(str(row[name]) for name in by): row["value"] for row in found.rows()}


@pytest.mark.parametrize("force", [LISTED, ANY])
def test_shares_are_among_the_commands_that_have_demand(force: Force) -> None:
    cube = cube_with(force, *JANUARY)
    found = answer(cube, "demand_share", from_=[JAN], to=[JAN], by=["command"])
    known = {key: value for key, value in found.items() if value is not None}
    assert known == {
        ("AA", "Burglary"): 1.5,
        ("AA", "Robbery"): 0.625,
        ("BB", "Burglary"): pytest.approx(0.4 / 0.6, abs=1e-6),
        ("BB", "Robbery"): 1.25,
    }
    nominal = answer(cube, "demand_share_nominal", from_=[JAN], to=[JAN], command=["AA"])
    assert nominal[("Burglary",)] == pytest.approx(0.6 / (50 / 110), abs=1e-6)


def test_all_together_are_at_parity() -> None:
    cube = cube_with(LISTED, *JANUARY)
    both = answer(cube, "demand_share", from_=[JAN], to=[JAN], command=["AA", "BB"])
    assert both == {("Burglary",): 1.0, ("Robbery",): 1.0}


def test_a_command_without_a_month_is_asked_by_the_days_it_has() -> None:
    cube = cube_with(
        LISTED,
        (JAN, "AA", "Theft", 31.0),
        (JAN, "BB", "Theft", 31.0),
        (FEB, "AA", "Theft", 28.0),
    )
    # One a day each: half of the demand, over 40% of the officers, though Bravo sent one month.
    found = answer(cube, "demand_share", from_=[JAN], to=[FEB], command=["AA"])
    assert found == {("Theft",): 1.25}


@pytest.mark.parametrize("seed", range(4))
def test_both_shares_are_the_slow_computations(seed: int) -> None:
    draw = random.Random(seed)
    kinds = ("Burglary", "Robbery", "Theft")
    values = {
        (code, kind): float(draw.randint(1, 500)) for code in ("AA", "BB", "NA") for kind in kinds
    }
    cube = cube_with(LISTED, *((JAN, code, kind, value) for (code, kind), value in values.items()))
    for measure, officers in (
        ("demand_share", {"AA": 40, "BB": 60, "NA": 100}),
        ("demand_share_nominal", {"AA": 50, "BB": 60, "NA": 100}),
    ):
        rows = ask(cube, measure, {"from": [JAN], "to": [JAN], "by": ["command"]}).rows()
        found = {(row["command"], row["demand_kind"]): row["value"] for row in rows}
        assert found == pytest.approx(share_against_share(values, officers), abs=1e-6)
