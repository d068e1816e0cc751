"""Merging: what a release holds after an import, and what that changes of the one before."""

import datetime

from dashboard.schema.force import Force
from dashboard.schema.tables import PUBLISHED_SERIES
from dashboard.store.releases import Change, Part, Release, Source


def same_data(one: Release | None, other: Release) -> bool:
    """Whether two releases hold the same of the same force, whichever version stored them."""
    return one is not None and (one.force, one.tables) == (other.force, other.tables)


def merged(
    before: Release | None,
    force: Force,
    tables: dict[str, dict[str, Part]],
    sources: tuple[Source, ...],
) -> Release:
    """The release after *tables* are added to what the same force already has.

    Months that come again replace the old ones; where nothing changes, it is *before*
    itself. Illustrative data is put aside by the first real import. ``ValueError`` where
    the data would mix.
    """
    kept = _kept(before, force)
    names = kept.keys() | tables.keys()
    together = {
        name: dict(sorted({**kept.get(name, {}), **tables.get(name, {})}.items()))
        for name in sorted(names)
    }
    after = Release(
        force=force,
        tables=together,
        made_at=datetime.datetime.now(datetime.UTC),
        sources=sources,
        parent=before.id if before is not None else None,
        changes={
            name: change
            for name, months in together.items()
            if (change := _change(kept.get(name, {}), months)) != Change()
        },
    )
    return before if before is not None and same_data(before, after) else after


_NOBODYS = (PUBLISHED_SERIES.name,)


def _kept(before: Release | None, force: Force) -> dict[str, dict[str, Part]]:
    if before is None:
        return {}
    if before.force.id == force.id:
        return before.tables
    if before.force.illustrative:
        # What is published is of no force's making, and real whoever stands beside it.
        return {name: months for name, months in before.tables.items() if name in _NOBODYS}
    if force.illustrative:
        raise ValueError(
            f"The store holds {before.force.name}; the demonstration would hide it. "
            "Set FRONTLINE_DATA to another folder for the demonstration."
        )
    raise ValueError(
        f"The store holds {before.force.name}, and a release belongs to one force. "
        f"Set FRONTLINE_DATA to another folder for {force.name}."
    )


def _change(old: dict[str, Part], new: dict[str, Part]) -> Change:
    return Change(
        added=tuple(month for month in new if month not in old),
        replaced=tuple(month for month in new if month in old and old[month] != new[month]),
    )
