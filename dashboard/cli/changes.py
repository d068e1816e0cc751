"""What an import changes: months, people in and out, measures before and after, and what warns."""

import math
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.cli.command import span
from dashboard.cli.revising import in_words, revised
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import Selection
from dashboard.measures.nominal_strength import MEASURE as NOMINAL
from dashboard.schema import months
from dashboard.schema.columns import Table
from dashboard.schema.duty import STATUSES
from dashboard.schema.tables import TABLES
from dashboard.store.files import DamagedFile
from dashboard.store.releases import Part, Release, Store

MOST_MONTHS = 6
"""Months whose people are set out one by one, as a first import may bring sixty; and how far
back a command's last month is looked for.
"""

FALL = 1 / 3
"""A command that loses this share of its officers from one month to the next is worth a look."""

SMALL = 20
"""Officers below which a fall by a share says nothing."""


@dataclass(frozen=True)
class Difference:
    """Two releases of one force, and the cubes of both.

    before: none where nothing of the force was stored. was: none then too, and where what was
    stored is damaged.
    """

    before: Release | None
    was: Snapshot | None
    now: Snapshot

    @property
    def after(self) -> Release:
        """The release that the import makes."""
        return self.now.release

    def changed(self, table: str) -> dict[str, Part | None]:
        """Month -> the part that it had (none: the month is new), for months that changed."""
        old = self.before.tables.get(table, {}) if self.before else {}
        new = self.after.tables[table]
        return {month: old.get(month) for month in new if old.get(month) != new[month]}


def changes(store: Store, between: Difference, table: str) -> Iterator[str]:
    """What changes from one release to the next in *table*, a line each."""
    changed = between.changed(table)
    added = [month for month, part in changed.items() if part is None]
    replaced = [month for month, part in changed.items() if part is not None]
    # Of a month that comes in several files only a part is replaced.
    again = "changed" if TABLES[table].apart else "replaced"
    for words, names in (("added", added), (again, replaced)):
        if names:
            yield f"{table}: {words} {span(names)}"
    if between.before is not None and between.before.force != between.after.force:
        yield "what the force's file says has changed"
    if table == "strength" and changed:
        yield from _people(store, between.after, changed)
        yield from _measures(between.was, between.now, max(changed))
        yield from _not_recorded(between.now, max(changed))
    else:
        if TABLES[table].revised:
            yield from _revised(store, between.after, TABLES[table], changed)
            changed = dict.fromkeys(added)
        yield from _counts(store, between.after, TABLES[table], changed)


def _people(store: Store, after: Release, changed: dict[str, Part | None]) -> Iterator[str]:
    """Who is in and out of each changed month, against itself as it was or the month before."""
    parts = after.tables["strength"]
    shown = sorted(changed)[-MOST_MONTHS:]
    if len(shown) < len(changed):
        yield f"  (people of the last {MOST_MONTHS} of these months)"
    for month in shown:
        was, against = changed[month], "against what was stored"
        if was is None:
            earlier = max((one for one in parts if one < month), default="")
            was, against = parts.get(earlier), f"since {earlier}"
        words = f"  {month}: {parts[month].rows:,} people"
        if was is not None:
            now = _ids(store, parts[month])
            try:
                then = _ids(store, was)
            except DamagedFile:
                words += f" (nobody to compare with {against}: see 'frontline check')"
            else:
                words += f", {len(now - then):,} in and {len(then - now):,} out {against}"
        yield words


def _counts(
    store: Store, after: Release, table: Table, changed: dict[str, Part | None]
) -> Iterator[str]:
    """Rows and the sum of what is counted in each changed month, as it was and as it is now."""
    counted = [column.name for column in table.columns if column.kind == "number"][:1]
    if "source" in table.names:
        counted = []  # What several sources say of the same is not to be added up.
    for month in sorted(changed)[-MOST_MONTHS:]:
        words = f"  {month}: {_summed(store, after.tables[table.name][month], counted)}"
        was = changed[month]
        if was is not None:
            with suppress(DamagedFile):
                words += f" (before: {_summed(store, was, counted)})"
        yield words


def _revised(
    store: Store, after: Release, table: Table, changed: dict[str, Part | None]
) -> Iterator[str]:
    """How many values of each month that was there before are others now, and the sums of both."""
    for month, was in changed.items():
        if was is None:
            continue
        now = after.tables[table.name][month]
        try:
            words = in_words(revised(store, table, was, now))
            sums = [store.frame(part, ["value"])["value"].sum() for part in (was, now)]
        except DamagedFile:
            words, sums = "nothing to compare with: see 'frontline check'", []
        # What several sources say of the same is not to be added up.
        if sums and "source" not in table.names:
            words += f"; in total {_number(sums[0])}, now {_number(sums[1])}"
        yield f"  {month}: {words}"


def _summed(store: Store, part: Part, counted: list[str]) -> str:
    sums = (
        f", {name} {_number(store.frame(part, [name])[name].sum(min_count=1))}" for name in counted
    )
    return f"{part.rows:,} row{'' if part.rows == 1 else 's'}{''.join(sums)}"


def _not_recorded(now: Snapshot, month: str) -> Iterator[str]:
    """Blank is not none: what the month does not record could make the gap larger."""
    missing = now.not_recorded([month])
    labels = [status.label.lower() for status in STATUSES.values() if status.column in missing]
    if labels:
        yield f"  not recorded in {month}: {', '.join(labels)}; the true gap may be larger"


def _ids(store: Store, part: Part) -> set[str]:
    return set(store.frame(part, ["person_id"])["person_id"])


def _measures(before: Snapshot | None, after: Snapshot, month: str) -> Iterator[str]:
    """Every measure of people of the whole force in *month*, as it was and as it is now."""
    was = _comparable(before, month)
    yield f"  {'measures of the whole force, before and after':<54}{was or '':>12}{month:>12}"
    for measure in all_measures().values():
        if measure.always_by or measure.tables != ("strength",):
            continue
        old, new = (
            math.nan
            if at is None or snapshot is None
            else float(evaluate(snapshot.cube, measure, Selection(at, at))["value"].iloc[0])
            for snapshot, at in ((before, was), (after, month))
        )
        if math.isnan(old) and math.isnan(new):
            continue
        name = f"{measure.title}, {measure.unit}"
        yield f"  {name:<54}{_number(old):>12}{_number(new):>12}"


def _comparable(before: Snapshot | None, month: str) -> str | None:
    """The month itself where the release before has it, else the newest that it has."""
    if before is None:
        return None
    held = before.release.tables.get("strength", {})
    return month if month in held else max(held, default=None)


def _number(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:,.1f}"


def warnings(store: Store, between: Difference, table: str) -> Iterator[str]:
    """What may be wrong and is no error, a sentence each."""
    changed = between.changed(table)
    parts = between.after.tables[table]
    if TABLES[table].monthly:
        yield from _skipped(parts, changed)
    yield from _emptied(parts, changed)
    if "command" in TABLES[table].names and table != "strength":
        yield from _gone(store, between.after, table, changed)
    if table == "strength":
        for month, part in changed.items():
            yield from _fallen(between, month, replaced=part is not None)


def _gone(
    store: Store, after: Release, table: str, changed: dict[str, Part | None]
) -> Iterator[str]:
    """Commands that a changed month lacks, and that it had, or the last month before it."""
    parts = after.tables[table]
    for month in sorted(changed):
        earlier = max((one for one in parts if one < month), default=None)
        was, when = changed[month], "before"
        if was is None and earlier is not None:
            was, when = parts[earlier], f"in {earlier}"
        if was is not None:
            with suppress(DamagedFile):
                lost = _commands(store, was) - _commands(store, parts[month])
                for code in sorted(lost):
                    yield f"{month}: {after.force.command_name(code)} is not in it, and was {when}."


def _commands(store: Store, part: Part) -> set[str]:
    return set(store.frame(part, ["command"])["command"])


def _skipped(parts: dict[str, Part], changed: dict[str, Part | None]) -> Iterator[str]:
    for one, other in pairwise(sorted(parts)):
        between = months.between(one, other)[1:-1]
        if between and (one in changed or other in changed):
            yield f"{span(list(between))}: skipped, between {one} and {other}."


def _emptied(parts: dict[str, Part], changed: dict[str, Part | None]) -> Iterator[str]:
    """Columns that hold nothing in a changed month and did in the one before it, or in itself."""
    for month in sorted(changed):
        was = changed[month] or parts.get(months.shift(month, -1))
        if was is None:
            continue
        lost = [name for name in was.recorded if name not in parts[month].recorded]
        if lost:
            yield f"{month}: {', '.join(lost)} came empty this time, and did not before."


def _fallen(between: Difference, month: str, *, replaced: bool) -> Iterator[str]:
    """Commands that are gone, or have lost a third of their officers.

    A month that is replaced is held against itself as it was stored, a new one against the
    last month that each command had.
    """
    force, now = between.after.force, _strength(between.now, month)
    for code, (then, against) in _before(between, month, replaced=replaced).items():
        here = now.get(code, 0.0)
        gone = code not in now and not force.any_command
        if gone or (then >= SMALL and here <= (1 - FALL) * then):
            has = "is not in it" if gone else f"has {here:,.0f} FTE officers"
            yield f"{month}: {force.command_name(code)} {has}, and had {then:,.0f} {against}."


def _before(between: Difference, month: str, *, replaced: bool) -> dict[str, tuple[float, str]]:
    """Command -> its officers before, and when that was."""
    if replaced:
        if between.was is None:
            return {}
        stored = _strength(between.was, month)
        return {code: (then, "as it was stored") for code, then in stored.items()}
    found: dict[str, tuple[float, str]] = {}
    earlier = [one for one in between.after.tables["strength"] if one < month]
    for one in sorted(earlier, reverse=True)[:MOST_MONTHS]:
        for code, then in _strength(between.now, one).items():
            found.setdefault(code, (then, f"in {one}"))
    return dict(sorted(found.items()))


def _strength(snapshot: Snapshot, month: str) -> pd.Series:
    """Officers of each command that has the month, FTE."""
    found = evaluate(snapshot.cube, NOMINAL, Selection(month, month), ["command"])
    return found.set_index("command")["value"].dropna()
