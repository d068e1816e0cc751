"""``frontline template``: an empty file with a table's columns, and what each column means."""

import argparse
import csv
import io
import shlex
from pathlib import Path

from dashboard.cli.command import Command, Stop
from dashboard.measures.engine.selection import Unknown
from dashboard.schema import dictionary
from dashboard.schema.columns import Table
from dashboard.schema.tables import TABLES


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("table", metavar="TABLE", help=f"one of {', '.join(TABLES)}")
    parser.add_argument(
        "--to", type=Path, default=Path(), metavar="FOLDER", help="where to; here if left out"
    )


def _run(asked: argparse.Namespace) -> None:
    if asked.table not in TABLES:
        raise Unknown("table", asked.table, TABLES)
    table = TABLES[asked.table]
    if not asked.to.is_dir():
        raise Stop(f"{asked.to}: there is no such folder.")
    empty = asked.to / f"{table.name}.csv"
    meanings = asked.to / f"{table.name}_dictionary.csv"
    for path in (empty, meanings):
        if path.exists():
            raise Stop(f"{path}: is there already, and is left as it is. Move it, or name --to.")
    _write(empty, [table.names])
    _write(meanings, _meanings(table))
    print(f"{empty}: the columns of {table.name}, no rows yet.")
    print(f"{meanings}: what each of them holds.\n")
    for rule in dictionary.rules(table):
        print(rule.replace("`", ""))
    print(f"Required: {', '.join(table.required)}; any other column may be blank or left out.")
    print(f"\nFill it in, then: frontline import {shlex.quote(str(empty))} --table {table.name}")
    print("Where nothing of your force is stored yet, add --force and its id.")


def _meanings(table: Table) -> list[tuple[str, ...]]:
    header = ("column", "required", "holds", "allowed values", "if blank", "meaning")
    return [
        header,
        *(
            (
                column.name,
                "yes" if column.required else "no",
                dictionary.kind(column),
                ", ".join(column.choices),
                dictionary.default(column),
                column.meaning,
            )
            for column in table.columns
        ),
    ]


def _write(path: Path, rows: list[tuple[str, ...]]) -> None:
    """The rows as CSV; with the mark by which spreadsheets know UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        file.write(text.getvalue())


COMMAND = Command("template", "Write an empty file of a table, to be filled in.", _run, _arguments)
