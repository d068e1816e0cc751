"""``frontline import``: files in, all of them or none, and what that changes."""

import argparse
import hashlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from dashboard.access.reading import snapshot_of
from dashboard.cli.changes import Difference, changes, warnings
from dashboard.cli.command import Command, Stop, open_store, span
from dashboard.cli.keeping import count
from dashboard.cube import parts
from dashboard.cube.arrays import Cube
from dashboard.schema.columns import Table
from dashboard.schema.force import Force
from dashboard.schema.tables import TABLES
from dashboard.store.files import DamagedFile, digest
from dashboard.store.releases import Part, Release, Source, Store, merged

if TYPE_CHECKING:
    from dashboard.ingest.load import Loaded
    from dashboard.ingest.mapping import Mapping


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--table", choices=TABLES, metavar="NAME", help=f"one of {', '.join(TABLES)}"
    )
    parser.add_argument(
        "--mapping",
        type=Path,
        metavar="FILE.toml",
        help="how to read the files; without one their headers are the table's columns",
    )
    parser.add_argument("--force", metavar="ID", help="whose data it is, where no mapping says so")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, no more")


def _run(asked: argparse.Namespace) -> None:
    # Only this command needs the readers of files, and they are slow to load.
    from dashboard.ingest.load import Refused, force_of, load

    store = open_store()
    mapping = _mapping(asked, store)
    try:
        force = force_of(mapping) if mapping.force else None
        loaded = load(asked.files, mapping, force)
    except Refused as refused:
        raise Stop("\n".join([str(refused), *_beside(refused.bad)])) from None
    with store.lock():
        parts.collect(store)
        before = store.current()
        force = force or _whoever(before)
        merged(before, force, {}, ())  # Refused before anything is stored.
        months = {month for file in loaded for month in file.months}
        _fits_what_is_kept(store, before, force, mapping.contract, months)
        added = _stored(store, before, mapping.contract, loaded)
        sources = tuple(Source(file=file.path.name, sha256=_hash(file.path)) for file in loaded)
        release = merged(before, force, {mapping.table: added}, sources)
        _say(_read(loaded))
        if before is not None and before.id == release.id:
            print(f"Nothing changed: release {release.id} holds all of it already.")
            return
        count(store, release)
        _say(_changes(store, before, release, mapping.table))
        if asked.dry_run:
            parts.collect(store)
            print("A dry run: nothing was stored.")
            return
        store.publish(release)
    if before is not None and before.force.id != force.id:
        print(f"Put aside: {before.force.name}, release {before.id}.")
    every = list(release.tables[mapping.table])
    print(f"Release {release.id}: {force.name}, {mapping.table}, {span(every)}.")


def _hash(path: Path) -> str:
    """The SHA-256 of a file; of a folder, that of its files' names and hashes, in order."""
    if path.is_file():
        return digest(path)
    files = sorted(item for item in path.rglob("*") if item.is_file())
    listed = "\n".join(f"{digest(item)}  {item.relative_to(path)}" for item in files)
    return hashlib.sha256(listed.encode()).hexdigest()


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _mapping(asked: argparse.Namespace, store: Store) -> "Mapping":
    """The mapping asked for; without one, the plain one of a table under its own names."""
    from dashboard.ingest.mapping import Mapping, load_mapping

    if asked.mapping is not None:
        mapping = load_mapping(asked.mapping)
        if asked.table not in (None, mapping.table):
            raise Stop(f"{asked.mapping} fills {mapping.table}, not {asked.table}.")
        if asked.force not in (None, mapping.force):
            raise Stop(f"{asked.mapping} is of the force '{mapping.force}', not '{asked.force}'.")
        return mapping
    if asked.table is None:
        raise Stop(
            "Say which table the files hold (--table NAME), or how to read them (--mapping "
            f"FILE.toml; 'frontline mapping new FILE' proposes one). Tables: {', '.join(TABLES)}."
        )
    force = asked.force or ""
    if not force and asked.table != "published_series":
        before = store.current()
        if before is None or before.force.illustrative:
            raise Stop("Say whose data it is: --force ID, by its file in data/forces.")
        force = before.force.id
    return Mapping(force=force, table=asked.table)


def _whoever(before: Release | None) -> Force:
    """The force that the store holds, beside which published series are put."""
    if before is None:
        raise Stop(
            "The store is empty: import the force's strength first, or run 'frontline demo'."
        )
    return before.force


def _beside(bad: dict[Path, pd.DataFrame]) -> Iterable[str]:
    """Write the bad cells of each file beside it; say where, or why not."""
    from dashboard.ingest.report import write

    for path, cells in bad.items():
        try:
            yield f"All {len(cells):,} are in {write(path, cells)}."
        except OSError as error:
            yield f"They could not be written beside {path}: {error.strerror}."


def _read(loaded: list["Loaded"]) -> Iterable[str]:
    """What each file held, and how it was read."""
    for file in loaded:
        yield f"{file.path.name}: {span(list(file.months))}, {len(file.frame):,} rows"
        if file.repeats:
            yield f"  {file.repeats:,} exact repeats dropped"
        yield from (f"  {words}" for words in file.said)


def _changes(store: Store, before: Release | None, after: Release, table: str) -> Iterable[str]:
    """What the import changes, and then what in it may be wrong."""
    if before is not None and before.force.id != after.force.id:
        before = None
    was = None
    if before is not None:
        # A damaged month does not stop the import that may mend it.
        with suppress(DamagedFile):
            was = snapshot_of(store, before)
    between = Difference(before, was, snapshot_of(store, after))
    yield from changes(store, between, table)
    found = list(warnings(between, table))
    if found:
        yield f"{len(found)} to look at:" if len(found) > 1 else "To look at:"
        yield from (f"  {words}" for words in found)


def _stored(
    store: Store, before: Release | None, table: Table, loaded: list["Loaded"]
) -> dict[str, Part]:
    """The parts of all months, each whole: the files' rows, and those kept of what was there."""
    from dashboard.ingest.contract import months_of

    rows = pd.concat([file.frame for file in loaded], ignore_index=True)
    found = {}
    for month, frame in rows.groupby(months_of(rows, table), sort=True):
        held = before.tables.get(table.name, {}).get(str(month)) if before else None
        if held is not None and table.apart:
            frame = _beside_others(store.frame(held), frame, table)
        found[str(month)] = store.add(table.name, frame)
    return found


def _beside_others(held: pd.DataFrame, new: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The new rows, and of those held the ones that other files bring: another source, say."""
    apart = list(table.apart)
    new = new.reindex(columns=held.columns)
    spoken = pd.MultiIndex.from_frame(new[apart].drop_duplicates())
    others = held[~pd.MultiIndex.from_frame(held[apart]).isin(spoken)]
    return pd.concat([others, new], ignore_index=True) if len(others) else new


def _fits_what_is_kept(
    store: Store, before: Release | None, force: Force, table: Table, replaced: set[str]
) -> None:
    """Stop where months that stay have ranks or commands that the force's file no longer names."""
    if before is None or before.force.id != force.id or before.force == force:
        return
    gone_months = replaced if table.name == "strength" else set()
    strength = before.tables.get("strength", {})
    kept = {month: part for month, part in strength.items() if month not in gone_months}
    stays = before.model_copy(update={"tables": {"strength": kept}})
    cube = Cube.load(parts.build(store, stays), before.force)
    gone = [f"rank {rank}" for rank in cube.labels["rank"] if rank not in force.ranks]
    if not force.any_command:
        gone += [f"command {code}" for code in cube.commands if code not in force.commands]
    if gone:
        raise Stop(
            f"The file of {force.name} no longer names {', '.join(gone)}, which months already "
            "imported have. Put them back, or import those months again too."
        )


COMMAND = Command("import", "Import files: all of them, or none.", _run, _arguments)
