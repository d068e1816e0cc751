"""``frontline import``: files in, all of them or none."""

import argparse
from pathlib import Path

from dashboard.cli.command import Command, Stop, open_store, span
from dashboard.cli.keeping import keep
from dashboard.cube import parts
from dashboard.cube.arrays import Cube
from dashboard.schema.force import Force
from dashboard.store.files import digest
from dashboard.store.releases import Release, Source, Store, merged


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--mapping", required=True, type=Path, metavar="FILE.toml")


def _run(asked: argparse.Namespace) -> None:
    # Only this command needs the readers of files, and they are slow to load.
    from dashboard.ingest.load import Refused, force_of, load
    from dashboard.ingest.mapping import load_mapping

    try:
        mapping = load_mapping(asked.mapping)
        force = force_of(mapping)
        loaded = load(asked.files, mapping, force)
    except (Refused, ValueError) as error:
        raise Stop(str(error)) from None
    store = open_store()
    with store.lock():
        before = store.current()
        merged(before, force, {}, ())  # Refused before anything is stored.
        _fits_what_is_kept(store, before, force, {file.month for file in loaded})
        tables = {
            mapping.table: {file.month: store.add(mapping.table, file.frame) for file in loaded}
        }
        sources = tuple(Source(file=file.path.name, sha256=digest(file.path)) for file in loaded)
        release = merged(before, force, tables, sources)
        keep(store, release, quiet=True)
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
    print(f"Release {release.id}: {force.name}, {mapping.table}, {span(months)}.")


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
        raise Stop(
            f"The file of {force.name} no longer names {', '.join(gone)}, which months already "
            "imported have. Put them back, or import those months again too."
        )


COMMAND = Command("import", "Import files: all of them, or none.", _run, _arguments)
