"""What chance explains, where limits meet measures: who is like whom, and what is carried over."""

import math

import pandas as pd
import pytest

from dashboard.measures.engine.chance import among_like, over_months
from dashboard.measures.engine.registry import all_measures
from dashboard.schema.force import Command
from tests.facts import small_force

GAP = all_measures()["gap_to_nominal"]
NINE = [f"B{n}" for n in range(9)]
FORCE = small_force(
    commands={code: Command(name=f"Command {code}", group="BCU") for code in NINE}
    | {f"S{n}": Command(name=f"Special {n}", group="Specialist") for n in range(3)}
)


def table(away: dict[str, float], base: float = 1000.0) -> pd.DataFrame:
    rows = [(code, count, base, 100 * count / base) for code, count in away.items()]
    return pd.DataFrame(rows, columns=["command", "numerator", "denominator", "value"])


def test_one_command_far_from_eight_that_are_alike_is_flagged_and_they_are_not() -> None:
    found = among_like(FORCE, GAP, table(dict.fromkeys(NINE, 250.0) | {"B8": 400.0}))
    # Pooled 2,400 of 9,000: SE sqrt(0.2667 * 0.7333 / 1000) = 1.398 points. The eight are 1.19 SE
    # below and the one 9.54 above; the 90th percentile of nine draws it in to 0.96.
    assert found["flag"].tolist() == [*[""] * 8, "above"]
    within = [1.19186] * 8
    drawn_in = -1.19186 + 0.2 * (9.53490 + 1.19186)
    phi = (sum(z**2 for z in within) + drawn_in**2) / 9
    reach = 3.09 * 1.398412 * math.sqrt(max(1, phi))
    assert found["high"].iloc[0] == pytest.approx(26.66667 + reach, abs=0.001)
    assert found["low"].iloc[0] == pytest.approx(26.66667 - reach, abs=0.001)


def test_commands_of_another_group_are_not_held_against_it() -> None:
    away = dict.fromkeys(NINE, 250.0) | {"S0": 400.0, "S1": 100.0, "S2": 10.0}
    found = among_like(FORCE, GAP, table(away))
    assert found["low"].notna().tolist() == [*[True] * 9, *[False] * 3]
    assert not found["flag"].any()


def test_a_command_without_a_rate_is_left_out_of_the_pool() -> None:
    small = table(dict.fromkeys(NINE, 250.0) | {"B8": 900.0})
    small.loc[8, "value"] = math.nan
    found = among_like(FORCE, GAP, small)
    assert found["low"].isna().tolist() == [*[False] * 8, True]
    assert found.loc[0, ["low", "high"]].mean() == pytest.approx(25.0)


def test_a_measure_that_knows_no_limits_has_none() -> None:
    found = among_like(FORCE, all_measures()["nominal_strength"], table(dict.fromkeys(NINE, 1.0)))
    assert found["low"].isna().all()
    assert not found["flag"].any()


STEADY = [9.0, 9.4, 8.8, 9.6, 9.2, 9.8, 8.9, 9.3, 9.5, 9.1, 9.7, 8.7]


def test_a_month_outside_the_usual_range_is_a_signal_and_one_inside_is_none() -> None:
    found, carried = over_months(GAP, [*STEADY, *STEADY, 11.2])
    assert found is not None
    assert not carried
    assert [signal.position for signal in found.signals] == [24]


def test_of_a_stock_that_drifts_the_changes_are_looked_at() -> None:
    drifting = [20 + 0.1 * n + (0.3 if n % 3 else 0) for n in range(30)]
    assert over_months(GAP, drifting)[1]


def test_of_what_happens_in_a_month_the_months_themselves_are_looked_at() -> None:
    drifting = [20 + 0.1 * n + (0.3 if n % 3 else 0) for n in range(30)]
    assert not over_months(all_measures()["abstraction_rate"], drifting)[1]


def test_too_few_months_have_no_usual_range() -> None:
    assert over_months(GAP, STEADY[:11])[0] is None
