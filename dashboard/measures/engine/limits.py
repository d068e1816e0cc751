"""Control limits: which commands, and which months of one, differ by more than chance explains.

Definitions: DESIGN, "Comparing commands without false alarms". Values are as the numerator
over the denominator gives them, before a measure's scale. What the definitions leave open is
stated where it is decided.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

_LIKE = 8
"""Commands with a value, below which one is not held against the others."""
_EXPECTED = 5
"""People expected on either side, below which no limit is drawn."""
_BEYOND = 3.09
"""Standard errors from the centre that one in 500 passes by chance."""

_MONTHS = 12
"""Unbroken months, below which a series has no limits."""
_BASELINE = 24
"""The first months of a series, of which the limits are made."""
_REACH = 2.66
"""Mean moving ranges from the mean to a limit."""
_JUMP = 3.267
"""Mean moving ranges from which a moving range is a jump, and no part of the usual."""
_IN_A_ROW = 7

_DUST = 1e-9
"""What sums of shares leave of a difference that is nothing."""


# --- commands beside each other -------------------------------------------------------------------


@dataclass(frozen=True)
class Funnel:
    """Like commands around their centre: arrays with one entry a command, in the order given.

    centre: the pooled value: all numerators over all denominators, or the centre given.
    phi: the overdispersion, as it is found; what is below 1 narrows no limit.
    low, high: the limits of a command's base; NaN where none are drawn.
    z: standard errors above the centre, *widened by phi*; NaN where no limits are drawn.
    flagged: beyond a limit; the sign of z says which.
    """

    centre: float
    phi: float
    low: np.ndarray
    high: np.ndarray
    z: np.ndarray
    flagged: np.ndarray


def funnel_shares(
    numerator: ArrayLike, denominator: ArrayLike, centre: float | None = None
) -> Funnel | None:
    """Limits of proportions: *numerator* of the *denominator* heads of each like command.

    An entry without a value, or over no heads, is left out; a command below its measure's
    minimum base is to be given as NaN. Limits are drawn where 5 heads or more are expected in
    the share and 5 outside it, and end at 0 and 1. phi is of *all* entries with a value, since
    the square of z is 1 on average whatever the base.
    centre: a fraction to hold the commands against where the pooled one is known from elsewhere.
    None where fewer than 8 have a value, or the centre is not between 0 and 1.
    """
    over, under = _with_a_value(numerator, denominator)
    centre = _pooled(over, under) if centre is None else centre
    if np.isfinite(under).sum() < _LIKE or not 0 < centre < 1:
        return None
    error = np.sqrt(centre * (1 - centre) / under)
    funnel = _funnel(over / under, centre, error, under * min(centre, 1 - centre))
    return replace(funnel, high=np.minimum(funnel.high, 1))


def funnel_ratios(numerator: ArrayLike, denominator: ArrayLike) -> Funnel | None:
    """Limits of a ratio of two groups of people, such as constables to sergeants.

    They are those of the denominator's share of both, q = S / (S + C), turned back to the ratio
    (1 - q) / q: they are not symmetrical, and the high limit of the ratio is the low one of q.
    Where that is 0 no ratio is too high, and the high limit is NaN beside a low one that is
    drawn. z and the flag are of q, with the sign of the ratio. A command with nobody in the
    denominator has no value and is left out, of the pool too.
    None where fewer than 8 have a value, or nobody is in the numerator.
    """
    over, under = _with_a_value(numerator, denominator)
    shares = funnel_shares(under, under + over)
    if shares is None:
        return None
    return replace(
        shares,
        centre=(1 - shares.centre) / shares.centre,
        low=_ratio(shares.high),
        high=_ratio(shares.low),
        z=-shares.z,
    )


def funnel_rates(numerator: ArrayLike, denominator: ArrayLike) -> Funnel | None:
    """Limits of other ratios, such as open cases to an investigator: counts over a base.

    The standard error is sqrt(centre / base), as of counts that come by chance. Limits are
    drawn where 5 or more are expected in the numerator, and end at 0. For the rest as
    :func:`funnel_shares`. None where fewer than 8 have a value, or the centre is 0.
    """
    over, under = _with_a_value(numerator, denominator)
    centre = _pooled(over, under)
    if np.isfinite(under).sum() < _LIKE or not centre > 0:
        return None
    return _funnel(over / under, centre, np.sqrt(centre / under), under * centre)


def _with_a_value(numerator: ArrayLike, denominator: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Both as numbers, NaN in both where either is missing or there is no base."""
    over, under = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    valued = np.isfinite(over) & np.isfinite(under) & (under > 0)
    return np.where(valued, over, np.nan), np.where(valued, under, np.nan)


def _pooled(over: np.ndarray, under: np.ndarray) -> float:
    base = np.nansum(under)
    return float(np.nansum(over) / base) if base else np.nan


def _funnel(values: np.ndarray, centre: float, error: np.ndarray, expected: np.ndarray) -> Funnel:
    """Limits around *centre* where enough is *expected*; *error* is not yet widened."""
    phi = _overdispersion((values - centre) / error)
    drawn = expected >= _EXPECTED - _DUST
    error = np.where(drawn, error * np.sqrt(max(1.0, phi)), np.nan)
    z = (values - centre) / error
    reach = _BEYOND * error
    return Funnel(
        centre, phi, np.maximum(centre - reach, 0), centre + reach, z, np.abs(z) > _BEYOND
    )


def _overdispersion(z: np.ndarray) -> float:
    """The mean square of z, what is outside the 10th and 90th percentiles drawn in to them."""
    z = z[np.isfinite(z)]
    return float(np.mean(np.clip(z, *np.percentile(z, [10, 90])) ** 2))


def _ratio(share: np.ndarray) -> np.ndarray:
    return (1 - share) / np.where(share > 0, share, np.nan)


# --- a command from month to month ----------------------------------------------------------------


class Signal(NamedTuple):
    """A month that chance does not explain: its position in the series, and why, in words."""

    position: int
    rule: str


@dataclass(frozen=True)
class Xmr:
    """The usual level of a monthly series, its usual range, and the months that leave it.

    mean, low, high: not cut off at 0, since a monthly change may be below it.
    first, last: positions of the run of months that was looked at, both ends included.
    baseline: how many months the limits were made of.
    signals: by position; a month has one for each rule that holds in it. A shift or a trend
    has one in its seventh month and in each further one that it lasts: those of a month do
    not change when later months come, while the limits stay.
    """

    mean: float
    low: float
    high: float
    first: int
    last: int
    baseline: int
    signals: list[Signal]


def xmr(values: ArrayLike, fixed: Xmr | None = None) -> Xmr | None:
    """Limits and signals of a series, one value a month, oldest first, NaN for a hole.

    The run looked at is the unbroken one that ends at the newest month with a value. Its
    limits are the mean of its first 24 months (all, where it has fewer), and 2.66 times their
    mean moving range on either side; moving ranges of 3.267 times their mean or more are
    dropped first, once, and their months stay in the mean.
    fixed: limits made of an earlier series, to hold this one against; the run may then be short,
    and starts afresh.
    None where no month has a value; without *fixed* also where the run has fewer than 12, and
    where nothing moves but by jumps: such a series has no usual range to leave.
    """
    series = np.asarray(values, dtype=float)
    first, end = _newest_run(series)
    run = series[first:end]
    if not run.size:
        return None
    if fixed is None:
        fixed = _limits(run)
    if fixed is None:
        return None
    signals = [Signal(first + at, rule) for at, rule in _signals(run, fixed)]
    return replace(fixed, first=first, last=end - 1, signals=signals)


def carries_over(values: ArrayLike) -> bool:
    """Whether a series carries the same people from month to month: chart its change instead.

    That is where the lag-1 correlation exceeds 2 / sqrt(n), over the n months of the run that
    :func:`xmr` looks at. The correlation is the sum of the products of neighbours' distances
    from the mean of the run, over the sum of the squares of all of them. False for a run
    that is too short for limits or in which nothing moves.
    """
    series = np.asarray(values, dtype=float)
    run = series[slice(*_newest_run(series))]
    if len(run) < _MONTHS or np.ptp(run) <= _dust(run):
        return False
    apart = run - run.mean()
    return bool(apart[1:] @ apart[:-1] / (apart @ apart) > 2 / np.sqrt(len(run)) + _DUST)


def monthly_changes(values: ArrayLike) -> np.ndarray:
    """Each month less the one before, in its place; NaN where either is a hole, and at first."""
    series = np.asarray(values, dtype=float)
    return series - np.concatenate([[np.nan], series[:-1]])[: len(series)]


def _newest_run(series: np.ndarray) -> tuple[int, int]:
    """Where the unbroken run that ends at the newest value starts, and the place after its end."""
    valued = np.flatnonzero(np.isfinite(series))
    if not valued.size:
        return 0, 0
    end = int(valued[-1]) + 1
    holes = np.flatnonzero(~np.isfinite(series[:end]))
    return int(holes[-1]) + 1 if holes.size else 0, end


def _limits(run: np.ndarray) -> Xmr | None:
    """The limits of an unbroken run, without its signals."""
    if len(run) < _MONTHS:
        return None
    base = run[:_BASELINE]
    ranges = np.abs(np.diff(base))
    ranges = ranges[ranges < _JUMP * ranges.mean()]
    if not ranges.size or ranges.mean() <= _dust(base):
        return None
    mean, reach = float(base.mean()), float(_REACH * ranges.mean())
    return Xmr(mean, mean - reach, mean + reach, 0, len(run) - 1, len(base), [])


def _signals(run: np.ndarray, limits: Xmr) -> Iterator[tuple[int, str]]:
    """The signals of a run, by place in it, under limits of its own or earlier ones."""
    dust, reach, away = _dust(run), limits.high - limits.mean, run - limits.mean
    outside = _sides(away, reach, dust)
    shift = _lasting(_sides(away, 0, dust))
    # A step joins two months: six of them make seven months that rise.
    steps = _lasting(_sides(np.diff(run, prepend=run[0]), 0, dust))
    trend = steps + np.sign(steps)
    far = _sides(away, reach * 2 / 3, dust)
    for at in range(len(run)):
        if outside[at]:
            yield at, f"{_above(outside[at])} the usual range"
        if abs(shift[at]) >= _IN_A_ROW:
            yield at, f"{abs(shift[at])} months in a row {_above(shift[at])} the usual level"
        if abs(trend[at]) >= _IN_A_ROW:
            yield at, f"{abs(trend[at])} months in a row {'rising' if trend[at] > 0 else 'falling'}"
        # Seen in a month that is far out itself, with one of the two before it.
        if far[at] and far[at] in far[max(at - 2, 0) : at]:
            yield at, f"2 of 3 months far {_above(far[at])} the usual level"


def _sides(away: np.ndarray, reach: float, dust: float) -> np.ndarray:
    """1 for what is further above than *reach*, -1 for further below, 0 for what is neither."""
    return np.where(np.abs(away) > reach + dust, np.sign(away), 0).astype(int)


def _lasting(sides: np.ndarray) -> np.ndarray:
    """For how many months, this one included, the side has been the same; negative if below."""
    lasting = sides.copy()
    for at in range(1, len(sides)):
        if sides[at] and sides[at] == sides[at - 1]:
            lasting[at] += lasting[at - 1]
    return lasting


def _above(side: int) -> str:
    return "above" if side > 0 else "below"


def _dust(run: np.ndarray) -> float:
    return float(_DUST * np.abs(run).max())
