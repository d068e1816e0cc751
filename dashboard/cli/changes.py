"""What an import changes: months, people in and out, measures before and after, and what warns."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.cli.command import span
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import Selection
from dashboard.measures.nominal_strength import MEASURE as NOMINAL
from dashboard.schema import months
from dashboard.schema.tables import TABLES
from dashboard.store.files import DamagedFile
from dashboard.store.releases import Part, Release, Store

MOST_MONTHS = 6
"""Months whose people are set out one by one; a first import may bring sixty."""

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
    for words, names in (("added", added), ("replaced", replaced)):
        if names:
            yield f"{table}: {words} {span(names)}"
    if table == "strength":
        yield from _people(store, between.after, changed)
        yield from _measures(between.was, between.now, max(changed))


def _people(store: Store, after: Release, changed: dict[str, Part | None]) -> Iterator[str]:
    """Who is in and out of each changed month, against itself as it was or the month before."""
    parts = after.tables["strength"]
    shown = sorted(changed)[-MOST_MONTHS:]
    if len(shown) < len(changed):
        yield f"  (people of the last {MOST_MONTHS} of these months)"
    for month in shown:
        earlier = months.shift(month, -1)
        was, against = changed[month], "against what was stored"
        if was is None:
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


def _ids(store: Store, part: Part) -> set[str]:
    return set(store.frame(part, ["person_id"])["person_id"])


def _measures(before: Snapshot | None, after: Snapshot, month: str) -> Iterator[str]:
    """Every measure of the whole force in *month*, as it was and as it is now."""
    was = _comparable(before, month)
    yield f"  {'measures of the whole force, before and after':<48}{was or '':>12}{month:>12}"
    for measure in all_measures().values():
        if measure.always_by:
            continue
        old, new = (
            math.nan
            if at is None or snapshot is None
            else float(evaluate(snapshot.cube, measure, Selection(at, at))["value"].iloc[0])
            for snapshot, at in ((before, was), (after, month))
        )
        name = f"{measure.title}, {measure.unit}"
        yield f"  {name:<48}{_number(old):>12}{_number(new):>12}"


def _comparable(before: Snapshot | None, month: str) -> str | None:
    """The month itself where the release before has it, else the newest that it has."""
    if before is None:
        return None
    held = before.release.tables.get("strength", {})
    return month if month in held else max(held, default=None)


def _number(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:,.1f}"


def warnings(between: Difference, table: str) -> Iterator[str]:
    """What may be wrong and is no error, a sentence each."""
    changed = between.changed(table)
    parts = between.after.tables[table]
    if TABLES[table].monthly:
        yield from _skipped(parts, changed)
    yield from _emptied(parts, changed)
    if table == "strength":
        for month, part in changed.items():
            yield from _fallen(between, month, replaced=part is not None)


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
    """Commands that lost a third of their officers since the month before, or as it was stored."""
    after, earlier = between.now, months.shift(month, -1)
    if replaced and between.was is not None:
        then, against = _strength(between.was, month), "as it was stored"
    elif not replaced and earlier in between.after.tables["strength"]:
        then, against = _strength(after, earlier), f"in {earlier}"
    else:
        return
    now = _strength(after, month).reindex(then.index).fillna(0.0)
    for code in then.index[(then >= SMALL) & (now <= (1 - FALL) * then)]:
        name = after.release.force.command_name(code)
        yield (
            f"{month}: {name} has {now[code]:,.0f} FTE officers, "
            f"and had {then[code]:,.0f} {against}."
        )


def _strength(snapshot: Snapshot, month: str) -> pd.Series:
    """Officers of each command that has the month, FTE."""
    found = evaluate(snapshot.cube, NOMINAL, Selection(month, month), ["command"])
    return found.set_index("command")["value"].dropna()
