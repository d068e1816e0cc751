"""What chance explains of a difference: of a command from its like, of a month from those before.

Definitions: DESIGN, "Comparing commands without false alarms". The limits themselves are
worked out in ``limits.py``; here they meet measures.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from dashboard.cube.kinds import KINDS
from dashboard.measures.engine.definition import Measure
from dashboard.measures.engine.limits import (
    Xmr,
    carries_over,
    funnel_rates,
    funnel_ratios,
    funnel_shares,
    monthly_changes,
    xmr,
)
from dashboard.schema.force import Force

_FUNNELS = {"share": funnel_shares, "ratio": funnel_ratios, "rate": funnel_rates}


class Limits(NamedTuple):
    """What chance explains of a command's value; missing where no limits are drawn.

    flag: "above" or "below" where the value is beyond them, else "".
    """

    low: float = math.nan
    high: float = math.nan
    flag: str = ""


def limits_among_like(
    force: Force,
    measure: Measure,
    commands: Sequence[str],
    over: Sequence[float],
    under: Sequence[float],
    valued: Sequence[bool],
) -> list[Limits]:
    """The limits of each command, in the order given.

    over, under: the numbers divided. valued: whether it has a value; one without is left out.
    Commands are like where they are of one group. No limits for a measure that knows none.
    """
    found = [Limits()] * len(commands)
    if not measure.chance:
        return found
    groups = {code: command.group for code, command in force.commands.items()}
    like: dict[str, list[int]] = {}
    for place, (code, has) in enumerate(zip(commands, valued, strict=True)):
        if has:
            like.setdefault(groups.get(code, ""), []).append(place)
    for places in like.values():
        numbers = ([float(each[place]) for place in places] for each in (over, under))
        funnel = _FUNNELS[measure.chance](*numbers)
        if funnel is None:
            continue
        low, high = (ends * measure.scale for ends in (funnel.low, funnel.high))
        sides = ["above" if z > 0 else "below" for z in funnel.z]
        flags = [side if beyond else "" for side, beyond in zip(sides, funnel.flagged, strict=True)]
        for place, *limits in zip(places, low.tolist(), high.tolist(), flags, strict=True):
            found[place] = Limits(*limits)
    return found


def among_like(force: Force, measure: Measure, table: pd.DataFrame) -> pd.DataFrame:
    """:func:`limits_among_like` as columns ``low``, ``high`` and ``flag``, in the table's order.

    table: ``command``, ``numerator``, ``denominator`` and ``value``, a row a command; a missing
    value is left out.
    """
    commands, over, under = (
        table[name].tolist() for name in ("command", "numerator", "denominator")
    )
    valued = table["value"].notna().tolist()
    found = limits_among_like(force, measure, commands, over, under, valued)
    return pd.DataFrame(found, columns=Limits._fields, index=table.index)


def over_months(measure: Measure, values: Sequence[float] | np.ndarray) -> tuple[Xmr | None, bool]:
    """The usual range of a measure's months and its signals; and whether it is of its *changes*.

    values: a month each without a gap in time, NaN for a hole. Where a stock carries the same
    people from month to month, its monthly changes are looked at. None where there are too
    few months for limits.
    """
    # What happens in a month is of that month alone, whatever its trend.
    stock = not any(KINDS[kind].flow for kind in measure.kinds)
    carried = stock and carries_over(values)
    return xmr(monthly_changes(values) if carried else values), carried
