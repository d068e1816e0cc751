"""``frontline take``: months of a table in a lakehouse, brought here and imported as files are."""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboard.cli.command import Command, Stop, open_store, span
from dashboard.cli.commands import data_in
from dashboard.cube import lakehouse
from dashboard.schema import months
from dashboard.schema.columns import Table
from dashboard.schema.tables import TABLES


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="TABLE", help="a Delta folder, or a name Spark knows")
    parser.add_argument("--table", choices=TABLES, required=True, metavar="NAME")
    parser.add_argument(
        "--month",
        action="append",
        type=months.month,
        metavar="YYYY-MM",
        help="may be given several times; those that are not stored yet if left out",
    )
    parser.add_argument("--force", metavar="ID", help="whose data it is")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, no more")


def _run(asked: argparse.Namespace) -> None:
    table = TABLES[asked.table]
    there = lakehouse.months_of(asked.source, table)
    missing = [month for month in asked.month or () if month not in there]
    if missing:
        held = span(there) if there else "none"
        raise Stop(f"{asked.source} has no rows of {', '.join(missing)}; it has {held}.")
    wanted = asked.month or _new(there, table)
    if not wanted:
        print("Every month of it is stored already; name those to take again with --month.")
        return
    with TemporaryDirectory(prefix="frontline-") as folder:
        files = []
        for month in sorted(set(wanted)):
            files.append(Path(folder) / f"{table.name}_{month}.parquet")
            lakehouse.take(asked.source, table, month, files[-1])
        data_in.COMMAND.run(argparse.Namespace(**vars(asked), files=files, mapping=None))


def _new(there: list[str], table: Table) -> list[str]:
    """The months of a table that the current release of a real force lacks."""
    current = open_store().current()
    if current is None or current.force.illustrative:
        return there
    return [month for month in there if month not in current.tables.get(table.name, {})]


COMMAND = Command("take", "Import months of a table in a lakehouse.", _run, _arguments)
