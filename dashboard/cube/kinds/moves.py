"""Cells of moves: who came to a command, and who left it, since its people were last seen.

Definition: DESIGN, "Measures", churn.
"""

import datetime
from collections.abc import Collection

import narwhals as nw

from dashboard.cube.counting import on_the_books
from dashboard.cube.kind import Kind
from dashboard.schema import months
from dashboard.schema.force import Force

BACK = 12
"""Months before in which a command's people are looked for; after a longer hole it begins anew."""

COUNTED = ("officer", "pcso", "staff")
"""Whose moves count, a Special's do not; of a person's roles the first one here does."""

DIMENSIONS = ("month", "command", "direction", "far", "rank", "role", "posted", "joined_or_left")
_POSTED = {6: "under 6", 12: "6 to 11", 24: "12 to 23"}
"""Months since a posting, under which each word holds."""
_KEPT = ("person_id", "month", "command", "rank", "role", "posted", "entry_route")

Commands = dict[str, list[str]]
"""Month -> commands, oldest month first."""


def count_moves(strength: nw.LazyFrame, month: str, force: Force) -> nw.LazyFrame:
    """Heads in and out of each command, against the last earlier month in which it had people.

    ``far`` is the other command of a move, which stands once at each end; "" is the service,
    which somebody joined or left. ``posted``, of those who go: months since their posting when
    last seen. ``joined_or_left``: the recorded route of entry or reason for leaving; "" where
    none is, and of moves.
    """
    there = _there(strength, force)
    sending = there.pop(month, [""])
    # Where nothing came before, nobody was seen and nobody is known to have come.
    last = _last(there) or {month: [""]}
    begun = [command for commands in last.values() for command in commands]
    was = nw.concat(
        [
            _seen(strength, at, [later for later in there if later > at]).filter(
                nw.col("command").is_in(commands)
            )
            for at, commands in last.items()
        ]
    )
    both = _told(was, "was").join(
        _told(_seen(strength, month), "now"),
        left_on="was_person_id",
        right_on="now_person_id",
        how="full",
    )
    gone = nw.col("now_command").is_null() & nw.col("was_command").is_in(sending)
    came = nw.col("was_command").is_null() & nw.col("now_command").is_in(begun)
    moved = nw.col("was_command") != nw.col("now_command")
    changed = both.filter((gone | came | moved).fill_null(False))
    reasons = _reasons(strength, min(last), month)
    return _cells(
        changed.join(reasons, left_on="was_person_id", right_on="person_id", how="left"), month
    )


def _there(strength: nw.LazyFrame, force: Force) -> Commands:
    """The commands that have people on the books, by month; where any may come, all or none."""
    # Of the last to leave, rather than of each: these are the rows of a year.
    last = nw.col("left_on").fill_null(nw.lit(datetime.date.max)).max()
    latest = strength.group_by("month", "command").agg(left_on=last)
    found = latest.filter(_stays()).select("month", "command").collect("pandas")
    there: Commands = {}
    for at, command in sorted(found.rows()):
        there.setdefault(at, []).append(command)
    every = sorted({command for commands in there.values() for command in commands})
    return dict.fromkeys(there, every) if force.any_command else there


def _last(there: Commands) -> Commands:
    """The commands by the last month that they have."""
    latest = {command: at for at, commands in there.items() for command in commands}
    found: Commands = {}
    for command, at in sorted(latest.items(), key=lambda item: item[::-1]):
        found.setdefault(at, []).append(command)
    return found


def _seen(strength: nw.LazyFrame, month: str, later: Collection[str] = ()) -> nw.LazyFrame:
    """The people on the books of a month, a row each; without those seen in a *later* one."""
    counted = strength.filter(nw.col("role").is_in(COUNTED))
    rows = on_the_books(counted.filter(nw.col("month") == month), month)
    first = rows.group_by("person_id").agg(role=nw.col("role").min())
    people = rows.join(first, on=["person_id", "role"]).with_columns(posted=_posted())
    if later:
        since = counted.filter(nw.col("month").is_in(later) & _stays())
        people = people.join(since.select("person_id"), on="person_id", how="anti")
    return people.select(*_KEPT)


def _told(people: nw.LazyFrame, when: str) -> nw.LazyFrame:
    """The people with *when* before the name of each column."""
    return people.select(nw.col(name).alias(f"{when}_{name}") for name in _KEPT)


def _reasons(strength: nw.LazyFrame, first: str, month: str) -> nw.LazyFrame:
    """Why a person left by the end of *month*: the newest reason, and ``since`` which month."""
    gone = _months_of("left_on") <= months.number(month)
    said = strength.filter(
        (nw.col("month") >= first)
        & nw.col("role").is_in(COUNTED)
        & gone.fill_null(False)
        & ~nw.col("leaver_reason").is_null()
    )
    newest = nw.concat_str("month", "leaver_reason").max()
    return (
        said.group_by("person_id")
        .agg(said=newest)
        .select("person_id", since=nw.col("said").str.head(7), reason=nw.col("said").str.slice(7))
    )


def _cells(changed: nw.LazyFrame, month: str) -> nw.LazyFrame:
    """The cells of those who came, went or moved: a row for each end that is a command."""
    out = nw.col("direction") == "out"
    far = _either(out, nw.col("now_command"), nw.col("was_command")).fill_null("")
    reason = nw.when(nw.col("since") >= nw.col("was_month")).then(nw.col("reason"))
    why = _either(out, reason, nw.col("now_entry_route")).fill_null("")
    return (
        changed.with_columns(direction=nw.lit("in out").str.split(" "))
        .explode("direction")
        .with_columns(
            month=nw.lit(month),
            far=far,
            posted=_either(out, nw.col("was_posted"), nw.lit("")),
            **{
                name: _either(out, nw.col(f"was_{name}"), nw.col(f"now_{name}"))
                for name in ("command", "rank", "role")
            },
        )
        .filter(~nw.col("command").is_null())
        .with_columns(joined_or_left=nw.when(nw.col("far") == "").then(why).otherwise(nw.lit("")))
        .group_by(*DIMENSIONS)
        .agg(heads=nw.len().cast(nw.Float64))
        .sort(*DIMENSIONS)
    )


def _either(chosen: nw.Expr, this: nw.Expr, other: nw.Expr) -> nw.Expr:
    return nw.when(chosen).then(this).otherwise(other)


def _months_of(date: str) -> nw.Expr:
    """Months since year 0 of a date, as :func:`months.number` counts them."""
    day = nw.col(date).dt
    return day.year().cast(nw.Int64) * 12 + day.month() - 1


def _at() -> nw.Expr:
    """The same of a row's own month."""
    written = nw.col("month").str
    return written.head(4).cast(nw.Int64) * 12 + written.slice(5, 2).cast(nw.Int64) - 1


def _stays() -> nw.Expr:
    """Whether a person is on the books at the end of the row's own month."""
    return nw.col("left_on").is_null() | (_months_of("left_on") > _at())


def _posted() -> nw.Expr:
    """Whole months from the posting to the end of the row's month, as one of four words."""
    passed = _at() - _months_of("posted_on")
    words: nw.Expr = nw.lit("24 or more")
    for under, word in reversed(_POSTED.items()):
        words = nw.when(passed < under).then(nw.lit(word)).otherwise(words)
    return nw.when(passed.is_null()).then(nw.lit("not recorded")).otherwise(words)


KIND = Kind(
    name="moves",
    table="strength",
    dimensions=DIMENSIONS,
    counts=("heads",),
    count=count_moves,
    flow=True,
    back=BACK,
)
