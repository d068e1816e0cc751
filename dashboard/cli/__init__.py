"""The command line: every module in ``commands`` that holds a ``COMMAND``, found and run."""

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator, Sequence

from dashboard.access.reading import NothingYet
from dashboard.cli import commands
from dashboard.cli.command import Command, Stop
from dashboard.measures.engine.selection import AskError
from dashboard.store.files import DamagedFile


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when done, 1 when the data would not do, 2 when the question would not."""
    asked = _parser().parse_args(arguments)
    try:
        asked.run(asked)
        sys.stdout.flush()
    except AskError as error:
        print(error, file=sys.stderr)
        return 2
    except (Stop, DamagedFile, NothingYet, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    except (KeyboardInterrupt, RuntimeError) as error:
        # DuckDB has its own word for Ctrl+C.
        if isinstance(error, RuntimeError) and "interrupted" not in str(error):
            raise
        print("Stopped; 'frontline releases' says what is stored.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever read our output has had enough of it; say nothing more, at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        print(f"{error.filename or 'The store'}: {error.strerror}.", file=sys.stderr)
        return 1
    return 0


def _commands() -> Iterator[Command]:
    for info in pkgutil.iter_modules(commands.__path__):
        yield importlib.import_module(f"{commands.__name__}.{info.name}").COMMAND


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="frontline", description="The gap between nominal and deployable police strength."
    )
    top = parser.add_subparsers(required=True, metavar="COMMAND")
    groups: dict[str, argparse._SubParsersAction] = {}
    for command in sorted(_commands(), key=lambda command: command.name):
        place, name = top, command.name
        if " " in name:
            group, _, name = name.partition(" ")
            if group not in groups:
                made = top.add_parser(group, help=f"What concerns a {group}.")
                groups[group] = made.add_subparsers(required=True, metavar="COMMAND")
            place = groups[group]
        taken = place.add_parser(name, help=command.words, description=command.words)
        command.arguments(taken)
        taken.set_defaults(run=command.run)
    return parser
