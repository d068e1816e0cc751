"""Cells of days: how many shifts of a team and day were rostered, absent, on duty and away.

Definitions: DESIGN, "Measures": rostered, absence, abstraction and ring-fence breach.
"""

import narwhals as nw

from dashboard.cube.kind import Kind
from dashboard.schema.force import Force

CORE = "core"
ABSENT = ("annual_leave", "sickness")
AID = ("aid_central", "aid_local")
AWAY = (*AID, "backfill", "investigation_support", "guard_or_scene", "training", "court", "other")
"""Activities of those on duty outside their normal role; recruit training is a duty status."""

DIMENSIONS = ("month", "date", "command", "team")
COUNTS = ("rostered", "absent", "duty", "away", "aid", "core", "taken")


def count_days(shifts: nw.LazyFrame, month: str, force: Force) -> nw.LazyFrame:
    """Shifts of each day where its people's books are, whomever they helped.

    rostered: all but rest days. absent: on leave or sick. duty: rostered and not absent.
    away: on duty outside the normal role. aid: the Aid part alone. core: on duty in it.
    taken: on Aid, or on backfill of another team, as a ring-fenced team's are not to be.
    """
    activity = nw.col("activity")
    backfill = activity == "backfill"
    # Backfill that names no team is another's: a team's own work is core.
    own = (nw.col("to_command").is_null() | (nw.col("to_command") == nw.col("command"))) & (
        nw.col("to_team") == nw.col("team")
    ).fill_null(False)
    passing = {
        "rostered": activity != "rest_day",
        "absent": activity.is_in(ABSENT),
        "duty": activity.is_in((CORE, *AWAY)),
        "away": activity.is_in(AWAY),
        "aid": activity.is_in(AID),
        "core": activity == CORE,
        "taken": activity.is_in(AID) | (backfill & ~own),
    }
    counts = {
        name: nw.when(passes).then(nw.col("shifts")).otherwise(nw.lit(0.0))
        for name, passes in passing.items()
    }
    return (
        shifts.with_columns(
            month=nw.lit(month), date=nw.col("date").dt.to_string("%Y-%m-%d"), **counts
        )
        .group_by(*DIMENSIONS)
        .agg(*(nw.col(name).sum() for name in COUNTS))
        .sort(*DIMENSIONS)
    )


KIND = Kind(
    name="days",
    table="shifts",
    dimensions=DIMENSIONS,
    counts=COUNTS,
    count=count_days,
    flow=True,
)
