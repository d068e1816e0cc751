"""``frontline rollback``: a release that is stored already made current."""

import argparse

from dashboard.cli.command import Command, open_store, span
from dashboard.cli.keeping import keep
from dashboard.cube import parts
from dashboard.store.files import DamagedFile
from dashboard.store.releases import NONE, Release, Store
from dashboard.store.upkeep import give_up


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "id",
        metavar="ID",
        help="a release, by as much of its id as is its own; "
        f"'{NONE}' where no release can be read, to import all months again",
    )


def _run(asked: argparse.Namespace) -> None:
    store = open_store()
    with store.lock():
        parts.collect(store)
        before, said = _current(store)
        if asked.id == NONE:
            give_up(store)
            print("No release is current now: import all months again.")
            return
        release = store.find(asked.id)
        for part in release.parts():
            store.path(part)
        keep(store, release)
    print(f"{_words(release)} is current.")
    print(said)
    if release.force.illustrative:
        print("It is made up: everything made from it says so.")
    elif before is not None and before.force.id != release.force.id:
        print(f"{before.force.name} is put aside.")


def _current(store: Store) -> tuple[Release | None, str]:
    """The release that is current now, where it can be read, and words on it."""
    try:
        before = store.current()
    except DamagedFile as error:
        return None, f"Before: {error}"
    return before, f"Before: {_words(before)}." if before else "None was before."


def _words(release: Release) -> str:
    tables = (f"{name}, {span(list(months))}" for name, months in release.tables.items())
    return f"Release {release.id}: {release.force.name}, {'; '.join(tables)}"


COMMAND = Command("rollback", "Make a stored release current again.", _run, _arguments)
