"""Control limits: DESIGN's worked examples, and a second computation in plain Python."""

import itertools
import math
import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.measures.engine.limits import (
    Funnel,
    carries_over,
    funnel_rates,
    funnel_ratios,
    funnel_shares,
    monthly_changes,
    xmr,
)
from dashboard.schema.evidence import evidence

NAN = math.nan


def figure_4_5(measure: str) -> dict[str, float]:
    """The printed share of each BCU, as a fraction."""
    figures = evidence()["casey_review_2023"].figures.values()
    shares = {
        found.scope: float(found.value) / 100
        for found in figures
        if found.measure == measure and found.scope_type == "bcu"
    }
    assert len(shares) == 12
    return shares


def held(shares: dict[str, float], people: int, centre: float | None) -> Funnel:
    funnel = funnel_shares([p * people for p in shares.values()], [people] * 12, centre)
    assert funnel is not None
    return funnel


def flagged(names: dict[str, float], funnel: Funnel) -> set[str]:
    return {name for name, is_flagged in zip(names, funnel.flagged, strict=True) if is_flagged}


# --- funnels: worked examples ---------------------------------------------------------------------


def test_nobody_is_flagged_among_the_detectives_of_figure_4_5() -> None:
    shares = figure_4_5("probationer_share_dc")
    funnel = held(shares, 230, 0.447)
    assert funnel.phi == pytest.approx(1.34, abs=0.005)
    assert np.round(100 * funnel.low, 1) == pytest.approx([33.0] * 12)
    assert np.round(100 * funnel.high, 1) == pytest.approx([56.4] * 12)
    assert flagged(shares, funnel) == set()
    # The standard error before it is widened: limits are 3.09 widened ones apart from the centre.
    error = (funnel.high[0] - 0.447) / 3.09 / math.sqrt(funnel.phi)
    assert round(100 * error, 2) == 3.28


def test_sw_is_flagged_among_the_constables_of_figure_4_5_and_aw_is_not() -> None:
    shares = figure_4_5("probationer_share_pc")
    assert (shares["SW"], shares["AW"]) == (0.185, 0.282)
    funnel = held(shares, 1100, 0.249)
    assert np.round(100 * funnel.low, 1) == pytest.approx([20.2] * 12)
    assert np.round(100 * funnel.high, 1) == pytest.approx([29.6] * 12)
    assert flagged(shares, funnel) == {"SW"}
    assert funnel.z[[*shares].index("SW")] < -3.09


def test_the_centre_is_pooled_where_none_is_given() -> None:
    # All bases being equal, it is the plain mean of the twelve shares, 44.85%.
    shares = figure_4_5("probationer_share_dc")
    assert held(shares, 230, None).centre == pytest.approx(0.4485)


def test_a_larger_command_counts_for_more_in_the_centre() -> None:
    funnel = funnel_shares([10] * 7 + [300], [100] * 7 + [1000])
    assert funnel is not None
    assert funnel.centre == pytest.approx(370 / 1700)


def test_a_span_of_12_is_not_flagged_among_spans_of_10_over_1300_people() -> None:
    # 1,300 people at a span of 12 have 100 sergeants; a command with as many more than
    # 1,300 / 11 as that has fewer keeps the pooled span at 10.
    sergeants = [1300 / 11] * 6 + [100, 2600 / 11 - 100]
    constables = [1300 - present for present in sergeants]
    funnel = funnel_ratios(constables, sergeants)
    assert funnel is not None
    assert funnel.centre == pytest.approx(10)
    assert funnel.phi < 1
    assert np.round(funnel.low, 1) == pytest.approx([7.7] * 8)
    assert np.round(funnel.high, 1) == pytest.approx([14.1] * 8)
    assert constables[6] / sergeants[6] == 12
    assert 0 < funnel.z[6] < 3.09
    assert not funnel.flagged.any()


def test_a_span_of_15_is_flagged_as_high_there() -> None:
    sergeants = [1300 / 11] * 20 + [1300 / 16]
    funnel = funnel_ratios([1300 - present for present in sergeants], sergeants)
    assert funnel is not None
    assert funnel.flagged.tolist() == [False] * 20 + [True]
    assert funnel.z[-1] > 3.09


def caseloads(apart: float) -> Funnel:
    """18 and 12 cases an investigator, four commands each *apart* above and below 15, one at 15.

    30 investigators each. Of 11 values the 10th and 90th percentiles are the second and the
    last but one, so ten of them are drawn in to *apart*.
    """
    rates = [18, 12, *[15 + apart] * 4, *[15 - apart] * 4, 15]
    funnel = funnel_rates([30 * rate for rate in rates], [30] * 11)
    assert funnel is not None
    assert funnel.centre == pytest.approx(15)
    return funnel


def test_a_caseload_of_18_is_flagged_against_15_where_commands_agree() -> None:
    funnel = caseloads(0)
    assert funnel.phi == pytest.approx(0)
    assert round(funnel.z[0], 2) == 4.24
    assert funnel.flagged.tolist() == [True, True] + [False] * 9


def test_a_caseload_of_18_is_not_flagged_where_commands_differ_anyway() -> None:
    # phi = 10 / 11 x apart squared / (15 / 30), which is 6 where apart squared is 3.3.
    funnel = caseloads(math.sqrt(3.3))
    assert funnel.phi == pytest.approx(6)
    assert np.round(funnel.low, 1) == pytest.approx([9.6] * 11)
    assert np.round(funnel.high, 1) == pytest.approx([20.4] * 11)
    assert round(funnel.z[0], 2) == round(4.2426 / math.sqrt(6), 2)
    assert not funnel.flagged.any()


# --- funnels: who is held against whom ------------------------------------------------------------


def test_seven_commands_have_no_limits_and_eight_have() -> None:
    for funnel in (funnel_shares, funnel_ratios, funnel_rates):
        assert funnel([30] * 7, [100] * 7) is None
        assert funnel([30] * 7 + [NAN, 30], [100] * 7 + [100, 0]) is None
        assert funnel([30] * 8, [100] * 8) is not None


def test_a_command_without_a_value_is_not_in_the_pool_and_keeps_its_place() -> None:
    for make in (funnel_shares, funnel_ratios, funnel_rates):
        over, under = [20, 30, 25, 28, 22, 31, 19, 45], [100, 110, 90, 95, 100, 105, 98, 101]
        alone = make(over, under)
        among = make([NAN, *over, 99, 40], [100, *under, 0, NAN])
        assert alone is not None
        assert among is not None
        assert (among.centre, among.phi) == pytest.approx((alone.centre, alone.phi))
        for name in ("low", "high", "z"):
            assert np.isnan(getattr(among, name)[[0, -2, -1]]).all()
            assert getattr(among, name)[1:-2] == pytest.approx(getattr(alone, name))
        assert among.flagged.tolist() == [False, *alone.flagged, False, False]


def test_nothing_is_held_against_a_centre_from_which_nobody_can_differ() -> None:
    assert funnel_shares([0] * 8, [100] * 8) is None
    assert funnel_shares([100] * 8, [100] * 8) is None
    assert funnel_ratios([0] * 8, [100] * 8) is None
    assert funnel_rates([0] * 8, [100] * 8) is None


def test_limits_are_drawn_where_five_are_expected_on_either_side() -> None:
    # A tenth of 50 is 5; of 49 it is 4.9. Nine tenths leave as many outside the share.
    bases = [50, 49, *[100] * 7]
    for share in (0.1, 0.9):
        funnel = funnel_shares([base * share for base in bases], bases)
        assert funnel is not None
        assert np.isnan(funnel.low).tolist() == [False, True] + [False] * 7
        assert np.isnan(funnel.high).tolist() == np.isnan(funnel.z).tolist()
        assert np.isnan(funnel.high).tolist() == np.isnan(funnel.low).tolist()


def test_a_command_too_small_for_limits_is_not_flagged_and_still_counts_in_phi() -> None:
    # A twentieth of 40 is 2. With all 20 instead, z is 18 / sqrt(40 x 0.05 x 0.95) = 13.06.
    over, under = [50.0] * 20 + [20.0] * 3, [1000] * 20 + [40] * 3
    funnel = funnel_shares(over, under, centre=0.05)
    assert funnel is not None
    assert not funnel.flagged.any()
    # Of 23 values the 90th percentile is at 19.8: four fifths of the way to the first of the three.
    assert funnel.phi == pytest.approx(3 * (0.8 * 13.0586) ** 2 / 23, rel=1e-4)


def test_limits_end_where_values_do() -> None:
    # 3.09 standard errors are 0.1107, more than the 0.06 there is below the centre.
    low = funnel_shares([6] * 8, [100] * 8)
    assert low is not None
    assert low.low.tolist() == [0] * 8
    high = funnel_shares([94] * 8, [100] * 8)
    assert high is not None
    assert high.high.tolist() == [1] * 8
    rates = funnel_rates([6] * 8, [100] * 8)
    assert rates is not None
    assert rates.low.tolist() == [0] * 8


def test_a_span_has_no_high_limit_where_no_number_of_sergeants_is_too_small() -> None:
    # 6 sergeants among 100: the low limit of their share is 0, as above; the high one 0.1334.
    funnel = funnel_ratios([94] * 8, [6] * 8)
    assert funnel is not None
    assert np.isnan(funnel.high).all()
    share = 0.06 + 3.09 * math.sqrt(0.06 * 0.94 / 100)
    assert funnel.low == pytest.approx([(1 - share) / share] * 8)


# --- funnels: a second computation ----------------------------------------------------------------


def percentile(values: list[float], fraction: float) -> float:
    """Linear interpolation between the ranks, the first being 0 and the last n - 1."""
    ranked = sorted(values)
    place = fraction * (len(ranked) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ranked) - 1)
    return ranked[below] + (place - below) * (ranked[above] - ranked[below])


def slow_funnel(
    over: list[int], under: list[int], kind: str
) -> tuple[float, list[tuple[float, bool] | None]]:
    """phi, and for each command its widened z and whether it is flagged; None if not drawn."""
    pairs = list(zip(over, under, strict=True))
    if kind == "ratios":
        pairs = [(c, s + c) for s, c in zip(under, over, strict=True)]
    centre = sum(pair[0] for pair in pairs) / sum(pair[1] for pair in pairs)
    spread = centre if kind == "rates" else centre * (1 - centre)
    plain = [(x / n - centre) / math.sqrt(spread / n) for x, n in pairs]
    bottom, top = percentile(plain, 0.1), percentile(plain, 0.9)
    phi = sum(min(max(z, bottom), top) ** 2 for z in plain) / len(plain)
    found: list[tuple[float, bool] | None] = []
    for z, (_, n) in zip(plain, pairs, strict=True):
        widened = z / math.sqrt(max(1, phi))
        drawn = n * centre >= 5 and (kind == "rates" or n * (1 - centre) >= 5)
        found.append((widened, abs(widened) > 3.09) if drawn else None)
    return phi, found


@pytest.mark.parametrize("kind", ["shares", "ratios", "rates"])
def test_funnels_agree_with_a_second_computation(kind: str) -> None:
    make = {"shares": funnel_shares, "ratios": funnel_ratios, "rates": funnel_rates}[kind]
    draw = random.Random(f"funnels of {kind}")
    flags = undrawn = narrow = 0
    for _ in range(200):
        under = [draw.randint(7, 400) for _ in range(draw.randint(8, 30))]
        apart = draw.choice([0, 0.02, 0.1])
        shares = [min(max(draw.gauss(0.3, apart), 0), 1) for _ in under]
        shares[0] = draw.choice([0.3, 0.9])
        over = [
            sum(draw.random() < p for _ in range(n)) for p, n in zip(shares, under, strict=True)
        ]
        funnel = make(over, under)
        assert funnel is not None
        phi, commands = slow_funnel(over, under, kind)
        assert funnel.phi == pytest.approx(phi)
        for at, command in enumerate(commands):
            if command is None:
                assert np.isnan([funnel.z[at], funnel.low[at], funnel.high[at]]).all()
                assert not funnel.flagged[at]
                continue
            assert funnel.z[at] == pytest.approx(command[0], abs=1e-9)
            assert bool(funnel.flagged[at]) is command[1]
            value = over[at] / under[at]
            assert bool(value < funnel.low[at] or value > funnel.high[at]) is command[1]
        flags += int(funnel.flagged.sum())
        undrawn += commands.count(None)
        narrow += phi < 1
    assert min(flags, undrawn, narrow) > 20, "the draws try what is worth trying"


# --- XmR: worked example --------------------------------------------------------------------------

YEAR = [9.0, 9.4, 8.8, 9.6, 9.2, 9.8, 8.9, 9.3, 9.5, 9.1, 9.7, 8.7]
SHIFT = [9.4, 9.6, 9.5, 9.3, 9.8, 9.6, 9.7]


def test_a_year_of_spans_has_a_usual_range_and_no_signal() -> None:
    found = xmr(YEAR)
    assert found is not None
    assert found.mean == pytest.approx(9.25)
    # Steps of 4 6 8 4 6 9 4 2 4 6 10 tenths: 6.3 over 11 is 0.573.
    assert found.high - found.mean == pytest.approx(2.66 * 6.3 / 11)
    assert (round(found.low, 2), round(found.high, 2)) == (7.73, 10.77)
    assert (found.first, found.last, found.baseline) == (0, 11, 12)
    assert found.signals == []


def test_under_fixed_limits_a_point_outside_is_flagged_and_one_inside_is_not() -> None:
    fixed = xmr(YEAR)
    above, inside, below = (xmr([value], fixed) for value in (11.2, 10.6, 7.7))
    assert above is not None
    assert inside is not None
    assert below is not None
    assert above.signals == [(0, "above the usual range")]
    assert inside.signals == []
    assert below.signals == [(0, "below the usual range")]


def test_under_fixed_limits_a_shift_is_seen_at_the_seventh_month_not_at_the_sixth() -> None:
    fixed = xmr(YEAR)
    assert fixed is not None
    six, seven, eight = (xmr([*SHIFT, 9.3][:months], fixed) for months in (6, 7, 8))
    assert six is not None
    assert seven is not None
    assert eight is not None
    assert six.signals == []
    assert seven.signals == [(6, "7 months in a row above the usual level")]
    assert eight.signals == [*seven.signals, (7, "8 months in a row above the usual level")]
    assert (seven.mean, seven.low, seven.high) == (fixed.mean, fixed.low, fixed.high)
    assert (seven.first, seven.last, seven.baseline) == (0, 6, 12)


# --- XmR: each rule -------------------------------------------------------------------------------

# Mean 10, every moving range 2, limits 10 +- 5.32; two thirds of the way are 10 +- 3.55.
SWINGING = [9, 11] * 12


def signals(*further: float) -> list[tuple[int, str]]:
    """The signals of *further* months under the limits of SWINGING, by place among them."""
    fixed = xmr(SWINGING)
    assert fixed is not None
    assert (fixed.mean, fixed.high) == pytest.approx((10, 15.32))
    found = xmr(further, fixed)
    assert found is not None
    return [(signal.position, signal.rule) for signal in found.signals]


def test_six_months_that_rise_are_no_trend_and_seven_are() -> None:
    assert signals(8, 8.5, 9, 9.5, 10.5, 11) == []
    assert signals(8, 8.5, 9, 9.5, 10.5, 11, 12) == [(6, "7 months in a row rising")]
    assert signals(12, 11, 10.5, 9.5, 9, 8.5, 8) == [(6, "7 months in a row falling")]
    assert signals(8, 8.5, 9, 9.5, 9.5, 10.5, 11, 12) == [], "what stays does not rise"


def test_a_month_at_the_usual_level_is_on_neither_side() -> None:
    assert signals(9, 9, 9.5, 9, 9, 9.5, 9) == [(6, "7 months in a row below the usual level")]
    assert signals(9, 9, 9.5, 9, 9, 9.5, 10, 9) == []


def test_two_of_three_far_months_count_on_one_side_only() -> None:
    assert signals(14, 10, 14) == [(2, "2 of 3 months far above the usual level")]
    assert signals(14, 14, 10) == [(1, "2 of 3 months far above the usual level")]
    assert signals(6, 10, 6) == [(2, "2 of 3 months far below the usual level")]
    assert signals(14, 10, 10, 14) == []
    assert signals(14, 10, 6) == []
    assert signals(13.5, 10, 13.5) == [], "13.5 is not two thirds of the way"


def test_a_month_may_have_more_than_one_signal() -> None:
    assert signals(14, 16) == [
        (1, "above the usual range"),
        (1, "2 of 3 months far above the usual level"),
    ]


# --- XmR: which months, which limits --------------------------------------------------------------


def test_eleven_unbroken_months_have_no_limits() -> None:
    assert xmr(SWINGING[:11]) is None
    assert xmr([*SWINGING[:11], NAN, *SWINGING[:11]]) is None
    assert xmr(SWINGING[:12]) is not None
    assert xmr([]) is None
    assert xmr([NAN] * 20) is None


def test_the_run_that_ends_at_the_newest_value_is_looked_at_and_keeps_its_place() -> None:
    # 100 before the hole is no part of it; a hole at the end leaves the run as it is.
    found = xmr([100.0] * 20 + [NAN, *SWINGING, 16, NAN])
    assert found is not None
    assert (found.first, found.last, found.baseline) == (21, 45, 24)
    assert found.mean == pytest.approx(10)
    assert found.signals == [(45, "above the usual range")]


def test_limits_are_made_of_the_first_24_months() -> None:
    # From the 25th on all is 11, above the mean of the 24; the last of them is 11 already.
    found = xmr(SWINGING + [11] * 7)
    assert found is not None
    assert (found.mean, found.baseline) == (pytest.approx(10), 24)
    assert found.signals == [
        (29, "7 months in a row above the usual level"),
        (30, "8 months in a row above the usual level"),
    ]


def test_a_jump_is_dropped_from_the_moving_ranges_once() -> None:
    # Steps of 2 and one each way of 20: mean (21 x 2 + 2 x 20) / 23 = 3.57, times 3.267 is
    # 11.65. The 20s go, the rest is 2. The mean keeps the month: (240 + 20) / 24.
    values = [*SWINGING]
    values[12] = 31
    values[11] = 11
    found = xmr(values)
    assert found is not None
    assert found.mean == pytest.approx((sum(SWINGING) + 22) / 24)
    assert found.high - found.mean == pytest.approx(5.32)
    assert (12, "above the usual range") in found.signals


def test_moving_ranges_are_not_dropped_a_second_time() -> None:
    # Ten steps of 1, one of 10 and one of 100. Mean 120 / 12 = 10: 100 is dropped, 10 is not.
    # Of the rest the mean is 20 / 11 and 3.267 times it 5.94: 10 would be dropped, and stays.
    values = [0, 1, 0, 1, 0, 1, 11, 10, 11, 10, 11, 111, 110]
    found = xmr(values)
    assert found is not None
    assert found.high - found.mean == pytest.approx(2.66 * 20 / 11)


def test_a_series_that_does_not_move_but_by_jumps_has_no_usual_range() -> None:
    assert xmr([0.1] * 24) is None
    assert xmr([0.0] * 24) is None
    assert xmr([0] * 20 + [1] * 4) is None


# --- XmR: a second computation, in exact fractions ------------------------------------------------


def newest_run(values: list[int | None]) -> tuple[int, list[Fraction]]:
    """Where the run starts that ends at the newest value, and its months."""
    end = len(values)
    while end and values[end - 1] is None:
        end -= 1
    start = end
    while start and values[start - 1] is not None:
        start -= 1
    return start, [Fraction(value) for value in values[start:end] if value is not None]


def slow_limits(run: list[Fraction]) -> tuple[Fraction, Fraction] | None:
    """Mean, and how far a limit is from it."""
    base = run[:24]
    steps = [abs(base[at] - base[at - 1]) for at in range(1, len(base))]
    if len(run) < 12 or sum(steps) == 0:
        return None
    longest = Fraction("3.267") * sum(steps) / len(steps)
    kept = [step for step in steps if step < longest]
    if sum(kept) == 0:
        return None
    return sum(base) / Fraction(len(base)), Fraction("2.66") * sum(kept) / len(kept)


def slow_signals(run: list[Fraction], mean: Fraction, reach: Fraction) -> list[tuple[int, str]]:
    """Each month with a signal, and the first word that tells its rule from the others."""
    found = []
    for at in range(len(run)):
        seven, three = run[max(at - 6, 0) : at + 1], run[max(at - 2, 0) : at + 1]
        for sign in (1, -1):
            gaps = [sign * (value - mean) for value in seven]
            if gaps[-1] > reach:
                found.append((at, "outside"))
            if len(gaps) == 7 and min(gaps) > 0:
                found.append((at, "shift"))
            ups = [sign * (later - sooner) for sooner, later in itertools.pairwise(seven)]
            if len(ups) == 6 and min(ups) > 0:
                found.append((at, "trend"))
            far = [3 * sign * (value - mean) > 2 * reach for value in three]
            if far[-1] and sum(far) >= 2:
                found.append((at, "two of three"))
    return found


def rule(words: str) -> str:
    """Which rule the words are of."""
    if words.endswith("usual range"):
        return "outside"
    if words.startswith("2 of 3"):
        return "two of three"
    return "trend" if words.endswith(("rising", "falling")) else "shift"


LEVELS = st.one_of(st.integers(0, 3), st.integers(0, 12), st.just(0), st.integers(0, 60))
MONTHS = st.lists(st.one_of(*[LEVELS] * 12, st.none()), max_size=15)
RUNS = st.lists(LEVELS, min_size=12, max_size=40)
SLOPES = st.lists(st.integers(-3, 5), min_size=12, max_size=40).map(
    lambda steps: [sum(steps[: at + 1]) for at in range(len(steps))]
)


@given(before=MONTHS, run=st.one_of(RUNS, SLOPES), after=st.sampled_from([0, 0, 0, 1, 2]))
@settings(max_examples=300, deadline=None)
def test_limits_and_signals_agree_with_a_second_computation(
    before: list[int | None], run: list[int], after: int
) -> None:
    values = [*before, *run, *[None] * after]
    # Tenths are no exact numbers to a computer: what equals a limit must still not pass it.
    found = xmr([NAN if value is None else value / 10 for value in values])
    start, months = newest_run(values)
    limits = slow_limits(months)
    if limits is None:
        assert found is None
        return
    assert found is not None
    mean, reach = (float(part) / 10 for part in limits)
    assert (found.mean, found.low, found.high) == pytest.approx(
        (mean, mean - reach, mean + reach), abs=1e-9
    )
    assert (found.first, found.last) == (start, start + len(months) - 1)
    assert sorted((at, rule(words)) for at, words in found.signals) == sorted(
        (start + at, words) for at, words in slow_signals(months, *limits)
    )


# --- what carries over ----------------------------------------------------------------------------


def test_a_stock_that_climbs_carries_over_and_a_series_that_swings_does_not() -> None:
    # 1 to 12: squares 143, neighbours 107.25, so 0.75 against 2 / sqrt(12) = 0.577.
    assert carries_over(range(1, 13))
    assert not carries_over(SWINGING)
    assert not carries_over(YEAR)
    assert not carries_over(monthly_changes([1, *np.cumsum(SWINGING) + 1]))


def test_what_carries_over_is_told_by_the_newest_run_of_twelve_or_more() -> None:
    assert not carries_over(range(1, 12))
    assert not carries_over([*range(1, 40), NAN, *SWINGING])
    assert carries_over([*SWINGING, NAN, *range(1, 13), NAN])
    assert not carries_over([0.1] * 24)
    assert not carries_over([])


@given(run=st.one_of(RUNS, SLOPES))
@settings(max_examples=200, deadline=None)
def test_what_carries_over_agrees_with_a_second_computation(run: list[int]) -> None:
    n = len(run)
    apart = [n * value - sum(run) for value in run]
    squares = sum(gap * gap for gap in apart)
    products = sum(apart[at] * apart[at - 1] for at in range(1, n))
    # Both squared, whole numbers are compared: no rounding can turn the answer.
    exceeds = products > 0 and n * products**2 > 4 * squares**2
    assert carries_over([value / 10 for value in run]) is exceeds


def test_a_monthly_change_stands_in_the_later_month() -> None:
    changes = monthly_changes([1, 2.5, NAN, 4, 3])
    assert changes == pytest.approx([NAN, 1.5, NAN, NAN, -1], nan_ok=True)
    assert monthly_changes([]).size == 0
