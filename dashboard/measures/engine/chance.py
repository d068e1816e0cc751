"""What chance explains of a difference: of a command from its like, of a month from those before.

Definitions: DESIGN, "Comparing commands without false alarms". The limits themselves are
worked out in ``limits.py``; here they meet measures.
"""

import math
from collections.abc import Sequence

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


def among_like(force: Force, measure: Measure, table: pd.DataFrame) -> pd.DataFrame:
    """``low``, ``high`` and ``flag`` ("above", "below" or "") of each row, in the table's order.

    table: ``command``, ``numerator``, ``denominator`` and ``value``, a row a command; a missing
    value is left out. Commands are like where they are of one group. Limits are missing
    where none are drawn, and for a measure that knows none.
    """
    found = pd.DataFrame({"low": math.nan, "high": math.nan, "flag": ""}, index=table.index)
    if not measure.chance:
        return found
    groups = {code: command.group for code, command in force.commands.items()}
    group = table["command"].map(lambda code: groups.get(code, ""))
    for like in group.unique():
        rows = table.index[(group == like) & table["value"].notna()]
        over, under = (table.loc[rows, name].to_numpy() for name in ("numerator", "denominator"))
        funnel = _FUNNELS[measure.chance](over, under)
        if funnel is not None:
            found.loc[rows, "low"] = funnel.low * measure.scale
            found.loc[rows, "high"] = funnel.high * measure.scale
            side = np.where(funnel.z > 0, "above", "below")
            found.loc[rows, "flag"] = np.where(funnel.flagged, side, "")
    return found


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
