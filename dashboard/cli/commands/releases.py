"""``frontline releases``: what is stored, newest first, and how each release came about."""

import argparse
from collections.abc import Iterator

from dashboard.cli.command import Command, Stop, open_store
from dashboard.store.files import DamagedFile
from dashboard.store.releases import Change, Release


def _run(asked: argparse.Namespace) -> None:
    store = open_store()
    found, damaged = store.releases()
    wrong = {error.path: str(error) for error in damaged}
    try:
        current = store.current()
    except DamagedFile as error:
        current, wrong[error.path] = None, str(error)
    known = {release.id: release for release in found}
    for release in reversed(found):
        mark = "*" if current is not None and release.id == current.id else " "
        parent = known.get(release.parent or "")
        print(
            f"{mark} {release.id[:8]}  {release.made_at.astimezone():%Y-%m-%d %H:%M %Z}", end="  "
        )
        print(f"{release.force.name}; {'; '.join(_came_about(release, parent))}")
        for source in release.sources:
            print(f"    {source.file}  sha256 {source.sha256}")
    if wrong:
        raise Stop("\n".join(wrong.values()))
    if not found:
        print("No releases yet: run 'frontline import' or 'frontline demo'.")


def _came_about(release: Release, parent: Release | None) -> Iterator[str]:
    """What changed against the release before it, a phrase each."""
    for table, change in release.changes.items():
        yield f"{table}: {_changed(change)}"
    if parent is not None and parent.force.id != release.force.id:
        yield f"{parent.force.name} put aside"
    elif parent is not None and parent.force != release.force:
        yield "what the force's file says"
    elif not release.changes:
        yield "what changed is not recorded"


def _changed(change: Change) -> str:
    """Such as "2 months added, 1 replaced: 2023-05 to 2023-07"."""
    months = sorted((*change.added, *change.replaced))
    by_how = {"added": change.added, "replaced": change.replaced}
    counts = {how: len(found) for how, found in by_how.items() if found}
    said = ", ".join(f"{count} {how}" for how, count in counts.items())
    noun = " month " if next(iter(counts.values())) == 1 else " months "
    where = months[0] if len(months) == 1 else f"{months[0]} to {months[-1]}"
    return f"{said.replace(' ', noun, 1)}: {where}"


COMMAND = Command("releases", "List what is stored, and how it came about.", _run)
