"""Rounding that adds up, to the last tenth."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.measures.engine.rounding import descend

AMOUNTS = st.one_of(
    st.just(0.0),
    st.integers(0, 400).map(lambda steps: steps * 0.05),
    st.floats(0, 1000),
    st.sampled_from([1 / 3, 0.1 + 0.2, 0.05, 0.15, 0.25]),
)


@given(losses=st.lists(AMOUNTS, max_size=8), rest=AMOUNTS, digits=st.sampled_from([0, 1, 2]))
@settings(max_examples=300, deadline=None)
def test_the_parts_add_up_and_none_is_off_by_more_than_a_unit(
    losses: list[float], rest: float, digits: int
) -> None:
    total, unit = math.fsum([*losses, rest]), 10**-digits
    found = descend(total, losses, digits)
    assert len(found) == len(losses) + 2
    first, *steps, last = (round(value * 10**digits) for value in found)
    assert first - sum(steps) == last
    dust = 1e-9
    assert abs(found[0] - total) <= unit / 2 + dust
    assert abs(found[-1] - rest) <= unit / 2 + dust
    for step, loss in zip(found[1:-1], losses, strict=True):
        assert abs(step - loss) <= unit + dust


@given(losses=st.lists(AMOUNTS, max_size=8), rest=AMOUNTS)
@settings(max_examples=100, deadline=None)
def test_every_part_is_a_number_of_tenths(losses: list[float], rest: float) -> None:
    for value in descend(math.fsum([*losses, rest]), losses):
        assert value == float(f"{value:.1f}")
        assert not (value == 0 and math.copysign(1, value) < 0), "minus nothing"


def test_a_worked_example() -> None:
    # Levels 10.04, 9.66, 9.28, 8.90 round to 10.0, 9.7, 9.3, 8.9: the losses of 0.38 are
    # 0.3, 0.4 and 0.4, where each by itself would round to 0.4 and miss by a tenth.
    assert descend(10.04, [0.38, 0.38, 0.38]) == [10.0, 0.3, 0.4, 0.4, 8.9]


def test_nothing_lost_leaves_the_total() -> None:
    assert descend(12.34, []) == [12.3, 12.3]
    assert descend(12.34, [0.0, 0.0]) == [12.3, 0.0, 0.0, 12.3]
