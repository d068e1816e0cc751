"""``frontline measure``: a measure worked out, as a table, CSV or JSON."""

import argparse
import json

from dashboard.access.reading import Reader
from dashboard.cli.command import Command, open_store
from dashboard.export.answers import answer_object
from dashboard.export.files import csv_text
from dashboard.measures.engine.ask import ask
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import SWITCHES, Unknown


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", metavar="ID")
    parser.add_argument("--list", action="store_true", help="name the measures")
    for name, words in (("command", "CODE"), ("team", "T"), ("grade", "G"), ("by", "DIMENSION")):
        parser.add_argument(f"--{name}", action="append", default=[], metavar=words)
    for name in ("from", "to"):
        parser.add_argument(f"--{name}", dest=name, metavar="YYYY-MM")
    for name, values in SWITCHES.items():
        parser.add_argument(f"--{name}", metavar="|".join(values))
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")


def _run(asked: argparse.Namespace) -> None:
    if asked.list:
        widest = max(map(len, all_measures()))
        for measure in all_measures().values():
            print(f"{measure.id:<{widest}}  {measure.title} ({measure.unit})")
        return
    if asked.id not in all_measures():
        raise Unknown("measure", asked.id or "", all_measures())
    question = {name: getattr(asked, name) for name in ("command", "team", "grade", "by")}
    for name in ("from", "to", *SWITCHES):
        question[name] = [getattr(asked, name)] if getattr(asked, name) else []
    snapshot = Reader(open_store()).current()
    answer = ask(snapshot.cube, asked.id, {k: v for k, v in question.items() if v})
    if asked.format == "json":
        print(json.dumps(answer_object(answer, snapshot), indent=1))
    elif asked.format == "csv":
        print(csv_text(answer.frame, snapshot.release), end="")
    else:
        print(f"{answer.measure.title}, {answer.selection.sentence(snapshot.cube)}.", end=" ")
        print(f"{snapshot.release.data}, release {snapshot.release.id}.\n")
        rows = answer.frame
        print("No rows." if rows.empty else rows.to_string(index=False, na_rep=""))


COMMAND = Command("measure", "Work a measure out.", _run, _arguments)
