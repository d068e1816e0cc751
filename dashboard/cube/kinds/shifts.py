"""Cells of shifts: what each team's shifts were spent on, and whom they helped, on both views."""

import narwhals as nw

from dashboard.cube.counting import BOTH, HOME, HOST
from dashboard.cube.kind import Kind
from dashboard.schema.force import Force
from dashboard.schema.tables import EXTERNAL

DIMENSIONS = ("month", "view", "command", "team", "activity", "to_command", "to_team")


def count_shifts(shifts: nw.LazyFrame, month: str, force: Force) -> nw.LazyFrame:
    """Shifts, and the hours of those that say them.

    A shift is lent where it helps another command or team. Then ``to_command`` is never blank,
    and within the force it stands on the host view under those it helps, whose team may not be
    recorded; lent outside the force it stands on no host view. Of a shift that is not lent both
    ends are "".
    """
    elsewhere = (nw.col("to_command") != nw.col("command")).fill_null(False)
    other_team = (nw.col("to_team") != nw.col("team")).fill_null(False)
    placed = shifts.with_columns(month=nw.lit(month), is_lent=elsewhere | other_team)
    lent = placed.filter(nw.col("is_lent")).with_columns(
        to_command=nw.coalesce("to_command", "command"), to_team=nw.col("to_team").fill_null("")
    )
    blank = nw.lit("")
    own = placed.filter(~nw.col("is_lent")).with_columns(to_command=blank, to_team=blank)
    inside = lent.filter(nw.col("to_command") != EXTERNAL)
    parts = (
        own.with_columns(view=nw.lit(BOTH)),
        lent.with_columns(view=nw.lit(HOME)),
        inside.with_columns(
            command=nw.col("to_command"), team=nw.col("to_team"), view=nw.lit(HOST)
        ),
    )
    counted = [part.select(*DIMENSIONS, "shifts", "hours") for part in parts]
    return (
        nw.concat(counted, how="vertical")
        .group_by(*DIMENSIONS)
        .agg(shifts=nw.col("shifts").sum(), hours=nw.col("hours").fill_null(0.0).sum())
        .sort(*DIMENSIONS)
    )


KIND = Kind(
    name="shifts",
    table="shifts",
    dimensions=DIMENSIONS,
    counts=("shifts", "hours"),
    count=count_shifts,
    uses=(EXTERNAL,),
    flow=True,
)
