"""``frontline force check``: whether a force's file will do, and what was understood of it."""

import argparse
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from dashboard.cli.command import Command
from dashboard.schema.force import FUNCTIONS, GRADES, Force, load_force
from dashboard.settings import ROOT

_FORCES = ROOT / "data" / "forces"


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.toml")


def _run(asked: argparse.Namespace) -> None:
    force = load_force(asked.file)
    print(f"{asked.file}: {force.name}")
    for title, lines in (
        (f"Commands: {_count(force.commands, force.any_command)}", _commands(force)),
        (f"Ranks: {len(force.ranks)}", _ranks(force)),
        (f"Teams: {len(force.teams) or 'none listed'}", _teams(force)),
        ("Left to its default:", _defaults(force)),
        ("Warnings:", _warnings(force, asked.file)),
    ):
        said = list(lines)
        if said or not title.endswith(":"):
            print(f"\n{title}")
        for line in said:
            print(textwrap.fill(line, 100, initial_indent="  ", subsequent_indent="      "))
    print(f'\nIt will do. A mapping names it: force = "{force.id}"')


def _count(commands: dict, any_command: bool) -> str:
    if not commands:
        return "none listed, any is accepted"
    return f"{len(commands)}, and any other is accepted" if any_command else str(len(commands))


def _commands(force: Force) -> Iterator[str]:
    groups = dict.fromkeys(command.group for command in force.commands.values())
    for group in groups:
        named = (
            _named(code, one.name) for code, one in force.commands.items() if one.group == group
        )
        yield f"{group or 'in no group'}: {', '.join(named)}"


def _ranks(force: Force) -> Iterator[str]:
    for grade in GRADES:
        codes = [code for code, rank in force.ranks.items() if rank.grade == grade]
        named = (f"{code}{' (detective)' * force.ranks[code].detective}" for code in codes)
        if codes:
            yield f"{grade}: {', '.join(named)}"


def _teams(force: Force) -> Iterator[str]:
    for function in FUNCTIONS:
        found = {code: team for code, team in force.teams.items() if team.function == function}
        named = []
        for code, team in found.items():
            said = ["uniformed"] * team.uniformed + ["ring-fenced"] * team.ring_fenced
            named.append(_named(code, team.name) + (f" ({', '.join(said)})" if said else ""))
        if named:
            yield f"{function}: {', '.join(named)}"


def _named(code: str, name: str) -> str:
    return code if code == name else f"{code} {name}"


def _defaults(force: Force) -> Iterable[str]:
    for field in Force.stated_fields():
        if field.name not in force.model_fields_set:
            yield f"{field.name} = {field.default or 'nothing'} ({field.meaning.rstrip('.')})"


def _warnings(force: Force, path: Path) -> Iterator[str]:
    yield from force.warnings()
    if path.resolve().parent != _FORCES:
        yield f"Mappings find it in {_FORCES} alone: put it there."


COMMAND = Command(
    "force check", "Check a force's file, and say what was understood of it.", _run, _arguments
)
