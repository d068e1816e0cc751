"""``frontline export``: the counts of the current release, as tables of Delta."""

import argparse
from pathlib import Path

from dashboard.cli.command import Command, Stop, open_store
from dashboard.cube import delta, parts


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the tables are to be")


def _run(asked: argparse.Namespace) -> None:
    store = open_store()
    release = store.current()
    if release is None:
        raise Stop("Nothing is stored yet, so there is nothing to export.")
    written = delta.export(release, parts.build(store, release), asked.folder)
    for path in written:
        print(path)
    tables = "1 table" if len(written) == 1 else f"{len(written)} tables"
    print(f"Release {release.id} ({release.data}): {tables} written; the others hold it already.")


COMMAND = Command("export", "Write the counts as tables of Delta.", _run, _arguments)
