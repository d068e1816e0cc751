"""Run the benchmarks and print their table: ``python -m tests.benchmarks [NAME ...]``."""

import argparse
import importlib
import pkgutil
import sys
from pathlib import Path
from types import ModuleType

from tests import benchmarks
from tests.benchmarks import table
from tests.benchmarks.benchmark import Options, Row


def found() -> dict[str, ModuleType]:
    """Every benchmark here, by name."""
    modules = [
        importlib.import_module(f"{benchmarks.__name__}.{info.name}")
        for info in pkgutil.iter_modules(benchmarks.__path__)
        if info.name != "__main__"
    ]
    return {module.NAME: module for module in modules if hasattr(module, "NAME")}


def main(arguments: list[str]) -> int:
    """Run those that are named, or all; print each one's rows as soon as they are there."""
    known = found()
    asked = _parser(known).parse_args(arguments)
    options = Options(
        store=asked.store or _demonstration(),
        changes=asked.changes,
        seconds=asked.seconds,
        pages=tuple(asked.page),
    )
    rows: list[Row] = []
    _say(table.run_on())
    for name in asked.names or known:
        measured = [Row(*row) for row in known[name].run(options)]
        _say(f"\n{name}\n{table.aligned(measured)}")
        rows += measured
    if asked.write:
        table.write(rows)
    return 0


def _parser(known: dict[str, ModuleType]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(known)}; all if none is named")
    parser.add_argument("--store", type=Path, help="folder of a store; the demonstration if none")
    parser.add_argument("--changes", type=int, default=15, help="changes of a filter (15)")
    parser.add_argument(
        "--seconds", type=float, default=5.0, help="of load, each number of clients"
    )
    parser.add_argument("--page", action="append", default=[], help="path of a page; all if none")
    parser.add_argument("--write", action="store_true", help="write the table into README.md")
    return parser


def _demonstration() -> Path:
    from tests.demonstration_store import demonstration_root

    return demonstration_root()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
