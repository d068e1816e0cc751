"""``frontline revisions``: the values that a later file has changed, before and now."""

import argparse

from dashboard.cli.command import Command, Stop, open_store
from dashboard.cli.revising import in_words, steps
from dashboard.schema.tables import TABLES


def _arguments(parser: argparse.ArgumentParser) -> None:
    names = [table.name for table in TABLES.values() if table.revised]
    parser.add_argument("table", choices=names, metavar="TABLE", help=f"one of {', '.join(names)}")


def _run(asked: argparse.Namespace) -> None:
    store, table = open_store(), TABLES[asked.table]
    release = store.current()
    if release is None or table.name not in release.tables:
        raise Stop(f"No {table.name} is stored.")
    found = False
    for step in steps(store, release, table):
        found = True
        files = ", ".join(source.file for source in step.after.sources)
        when = f"{step.after.made_at.astimezone():%Y-%m-%d %H:%M %Z}"
        print(f"Release {step.after.id} after {step.before.id}, {when}, {files}:")
        print(f"{in_words(step.rows)}.\n")
        named = {"before": f"before ({step.before.id[:8]})", "now": f"now ({step.after.id[:8]})"}
        print(step.rows.rename(columns=named).to_string(index=False, na_rep="-"), end="\n\n")
    if not found:
        print(f"No value of {table.name} was changed by a later import, as far as is kept.")


COMMAND = Command("revisions", "List the values that later imports have changed.", _run, _arguments)
