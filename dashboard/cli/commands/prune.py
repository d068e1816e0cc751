"""``frontline prune``: old releases let go, and the files that only they needed."""

import argparse

from dashboard.cli.command import Command, open_store
from dashboard.cube import parts
from dashboard.store.upkeep import prune


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--keep",
        required=True,
        type=_count,
        metavar="N",
        help="how many releases stay: the current one, then those it came from, then the newest",
    )


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not how many stay: 1 or more")
    return int(text)


def _run(asked: argparse.Namespace) -> None:
    store = open_store()
    with store.lock():
        gone, aside = prune(store, asked.keep)
        removed = parts.collect(store)
    for error in aside:
        print(
            f"Set aside: {error.path}.damaged, which could not be read; what only it needed goes."
        )
    for release in gone:
        print(f"Gone: {release.id}, {release.made_at.astimezone():%Y-%m-%d %H:%M}", end=", ")
        print(f"{release.force.name}.")
    if not gone:
        print("No release to let go.")
    files = "1 file" if removed.files == 1 else f"{removed.files:,} files"
    print(f"Removed {files} that no release needs, {removed.size:,} bytes.")


COMMAND = Command("prune", "Let old releases go.", _run, _arguments)
