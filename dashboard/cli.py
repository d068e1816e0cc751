"""The command line: import, demonstration, measures and the server, put together from the rooms."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tqdm import tqdm

from dashboard.access.reading import NothingYet, Reader
from dashboard.cube import parts
from dashboard.cube.arrays import Cube
from dashboard.export.answers import answer_object
from dashboard.export.files import csv_text
from dashboard.measures.engine.ask import ask
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import AskError, Unknown
from dashboard.schema.force import Force, load_force
from dashboard.settings import ROOT, is_loopback, settings
from dashboard.store.files import DamagedFile, digest
from dashboard.store.releases import Part, Release, Source, Store, merged


class _Stop(Exception):
    """An end that a person should read about; the message says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when done, 1 when the data would not do, 2 when the question would not."""
    asked = _parser().parse_args(arguments)
    try:
        asked.run(asked)
    except AskError as error:
        print(error, file=sys.stderr)
        return 2
    except (_Stop, DamagedFile, NothingYet, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    except (KeyboardInterrupt, RuntimeError) as error:
        # DuckDB has its own word for Ctrl+C.
        if isinstance(error, RuntimeError) and "interrupted" not in str(error):
            raise
        print("Stopped; what was stored before stays as it was.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever read our output has had enough of it; say nothing more, at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        print(f"{error.filename or 'The store'}: {error.strerror}.", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="frontline", description="The gap between nominal and deployable police strength."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable, words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words)
        made.set_defaults(run=run)
        return made

    serve = command("serve", _serve, "Serve the dashboard on this machine.")
    serve.add_argument("--host", default="127.0.0.1", help="a loopback address")
    serve.add_argument("--port", type=_port, default=8050)

    taken = command("import", _import, "Import files: all of them, or none.")
    taken.add_argument("files", nargs="+", type=Path, metavar="FILE")
    taken.add_argument("--mapping", required=True, type=Path, metavar="FILE.toml")

    command("demo", _demo, "Make the demonstration data.")
    command("prepare", _prepare, "Make the demonstration if there is no data, and the cube.")

    measure = command("measure", _measure, "Work a measure out.")
    measure.add_argument("id", nargs="?", metavar="ID")
    measure.add_argument("--list", action="store_true", help="name the measures")
    for name, words in (("command", "CODE"), ("team", "T"), ("by", "DIMENSION")):
        measure.add_argument(f"--{name}", action="append", default=[], metavar=words)
    for name in ("from", "to"):
        measure.add_argument(f"--{name}", dest=name, metavar="YYYY-MM")
    measure.add_argument("--format", choices=("table", "csv", "json"), default="table")
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"'{text}' is no port: a number from 1 to 65535")
    return int(text)


def _store() -> Store:
    return Store(settings().data)


def _import(asked: argparse.Namespace) -> None:
    # Only this command needs the readers of files, and they are slow to load.
    from dashboard.ingest.load import Refused, force_of, load
    from dashboard.ingest.mapping import load_mapping

    try:
        mapping = load_mapping(asked.mapping)
        force = force_of(mapping)
        loaded = load(asked.files, mapping, force)
    except (Refused, ValueError) as error:
        raise _Stop(str(error)) from None
    store = _store()
    with store.lock():
        before = store.current()
        merged(before, force, {}, ())  # Refused before anything is stored.
        _fits_what_is_kept(store, before, force, {file.month for file in loaded})
        tables = {
            mapping.table: {file.month: store.add(mapping.table, file.frame) for file in loaded}
        }
        sources = tuple(Source(file=file.path.name, sha256=digest(file.path)) for file in loaded)
        release = merged(before, force, tables, sources)
        _keep(store, release, quiet=True)
    for file in loaded:
        print(f"{file.path.name}: {file.month}, {len(file.frame):,} rows")
        if file.repeats:
            print(f"  {file.repeats:,} exact repeats dropped")
        for note in file.notes:
            print(f"  {note}")
    if before is not None and before.id == release.id:
        print(f"Nothing changed: release {release.id} holds all of it already.")
        return
    if before is not None and before.force.id != force.id:
        print(f"Put aside: {before.force.name}, release {before.id}.")
    months = list(release.tables[mapping.table])
    print(f"Release {release.id}: {force.name}, {mapping.table}, {_spell(months)}.")


def _fits_what_is_kept(
    store: Store, before: Release | None, force: Force, replaced: set[str]
) -> None:
    """Stop where months that stay have ranks or commands that the force's file no longer names."""
    if before is None or before.force.id != force.id or before.force == force:
        return
    kept = {
        table: {month: part for month, part in found.items() if month not in replaced}
        for table, found in before.tables.items()
    }
    cube = Cube.load(parts.build(store, before.model_copy(update={"tables": kept})), before.force)
    gone = [f"rank {rank}" for rank in cube.labels["rank"] if rank not in force.ranks]
    if not force.any_command:
        gone += [f"command {code}" for code in cube.commands if code not in force.commands]
    if gone:
        raise _Stop(
            f"The file of {force.name} no longer names {', '.join(gone)}, which months already "
            "imported have. Put them back, or import those months again too."
        )


def _spell(months: list[str]) -> str:
    return months[0] if len(months) == 1 else f"{len(months)} months, {months[0]} to {months[-1]}"


def _demo(asked: argparse.Namespace) -> None:
    store = _store()
    with store.lock():
        _make_demonstration(store)


def _prepare(asked: argparse.Namespace) -> None:
    store = _store()
    # Whoever waits here for another process finds its work done.
    with store.lock():
        release = store.current()
        if release is None:
            _make_demonstration(store)
        else:
            parts.build(store, release)


def _make_demonstration(store: Store) -> None:
    from dashboard.ingest import demonstration

    force = load_force(ROOT / "data" / "forces" / "demonstration.toml")
    before = store.current()
    merged(before, force, {}, ())  # Refused before any work is done.
    made: dict[str, Part] = {}
    for month, frame in tqdm(
        demonstration.months(),
        "Making the demonstration data",
        total=61,
        unit="month",
        leave=False,
        mininterval=0.5,
    ):
        made[month] = store.add("strength", frame)
    release = merged(before, force, {"strength": made}, ())
    _keep(store, release)
    print(f"Release {release.id}: {force.name} (Illustrative), {_spell(list(made))}.")


def _keep(store: Store, release: Release, *, quiet: bool = False) -> None:
    """Count the release before it becomes current, so that no reader waits for it."""
    total = len(release.tables.get("strength", {}))
    with tqdm(
        desc="Counting people into the cube", total=total, unit="month", disable=quiet, leave=False
    ) as bar:
        parts.build(store, release, bar.update)
    store.publish(release)


def _measure(asked: argparse.Namespace) -> None:
    if asked.list:
        for measure in all_measures().values():
            print(f"{measure.id:<26}{measure.title} ({measure.unit})")
        return
    if asked.id not in all_measures():
        raise Unknown("measure", asked.id or "", all_measures())
    question = {"command": asked.command, "team": asked.team, "by": asked.by}
    question |= {name: [getattr(asked, name)] for name in ("from", "to") if getattr(asked, name)}
    snapshot = Reader(_store()).current()
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


def _serve(asked: argparse.Namespace) -> None:
    if not is_loopback(asked.host):
        raise _Stop(
            f"{asked.host} can be reached from other machines, and there is no sign-in yet: "
            "Frontline serves this machine alone. Leave --host out, or give 127.0.0.1."
        )
    _prepare(asked)
    address = f"[{asked.host}]" if ":" in asked.host else asked.host
    where = ["--config", str(ROOT / "gunicorn.conf.py"), "--chdir", str(ROOT)]
    where += ["--bind", f"{address}:{asked.port}", "--log-level", "warning"]
    server = [sys.executable, "-m", "gunicorn", *where, "app:server"]
    os.execve(sys.executable, server, settings().environment())


if __name__ == "__main__":
    sys.exit(main())
