"""``frontline mapping new``: a mapping proposed from a file, to be read and completed."""

import argparse
import sys
from pathlib import Path

from dashboard.cli.command import Command, Stop, open_store
from dashboard.measures.engine.selection import Unknown
from dashboard.schema.force import Force
from dashboard.schema.tables import TABLES


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--table", metavar="NAME", help=f"one of {', '.join(TABLES)}; else the one that fits"
    )
    parser.add_argument("--force", metavar="ID", help="whose data it is; else whose is stored")


def _run(asked: argparse.Namespace) -> None:
    # Readers of files are slow to load, and only these commands need them.
    from dashboard.ingest.deciding import DECIDE
    from dashboard.ingest.load import FORCES
    from dashboard.ingest.proposing import propose

    if asked.table not in (None, *TABLES):
        raise Unknown("table", asked.table, TABLES)
    known = sorted(path.stem for path in FORCES.glob("*.toml"))
    table = TABLES[asked.table] if asked.table else None
    text = propose(asked.file, table, _force(asked.force), known)
    print(text, end="")
    open_ones = sum(line.startswith(DECIDE) for line in text.splitlines())
    print(f"{asked.file}: {_next(open_ones)}", file=sys.stderr)


def _next(open_ones: int) -> str:
    if open_ones:
        return f"{open_ones} to decide; look for DECIDE in the mapping."
    return "nothing is left to decide; read the mapping once, then try it with --dry-run."


def _force(asked: str | None) -> Force | None:
    """The force asked for; else the one that is stored, unless it is made up."""
    from dashboard.ingest.load import Refused, force_of
    from dashboard.ingest.mapping import Mapping

    if asked is None:
        stored = open_store().current()
        return None if stored is None or stored.force.illustrative else stored.force
    try:
        return force_of(Mapping(force=asked))
    except Refused as refused:
        raise Stop(str(refused)) from None


COMMAND = Command(
    "mapping new", "Propose a mapping for a file, on standard output.", _run, _arguments
)
