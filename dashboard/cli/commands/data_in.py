"""``frontline import``: files in, all of them or none, and what that changes."""

import argparse
import hashlib
import os
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
from dashboard.schema.force import Force, load_force
from dashboard.schema.tables import PUBLISHED_SERIES, TABLES
from dashboard.store.files import DamagedFile, digest
from dashboard.store.merging import merged
from dashboard.store.releases import Part, Release, Source, Store

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
        raise Stop("\n".join([str(refused), *_beside(refused.bad, asked.files)])) from None
    # Said when all is done: whoever has read enough of it must not stop an import half-way.
    said = [*_read(loaded), *_taken(store, mapping, force, loaded, dry=asked.dry_run)]
    if not asked.dry_run:
        said[-1:-1] = _tidied(asked.files)
    for line in said:
        print(line)


def _taken(
    store: Store, mapping: "Mapping", force: Force | None, loaded: list["Loaded"], *, dry: bool
) -> list[str]:
    """Store what was loaded as the current release, or see what that would do; in words."""
    table, said = mapping.contract, []
    with store.lock():
        parts.collect(store)
        there = parts.stored(store)
        before = store.current()
        force = force or _whoever(before)
        stays = merged(before, force, {}, ())  # Refused before anything is stored.
        months = {month for file in loaded for month in file.months}
        _fits_what_is_kept(store, before, force, table, months)
        noted: list[str] = []
        added = _stored(store, stays, table, loaded, noted)
        sources = tuple(Source(file=_name(file.path), sha256=_hash(file.path)) for file in loaded)
        release = merged(before, force, {table.name: added}, sources)
        if before is not None and before.force.id != force.id:
            said.append(f"{before.force.name}, release {before.id}, is put aside.")
        if before is not None and before.id == release.id:
            return [f"Nothing changed: release {release.id} holds all of it already."]
        count(store, release)
        between = _between(store, before, release)
        said += changes(store, between, table.name)
        found = [*noted, *warnings(store, between, table.name), *_unshown(table, force, loaded)]
        said += _to_look_at(loaded, found)
        if dry:
            parts.collect(store, there)
            return [*said, "A dry run: nothing was stored."]
        store.publish(release)
    every = span(list(release.tables[table.name]))
    return [*said, f"Release {release.id}: {force.name}, {table.name}, {every}."]


def _name(path: Path) -> str:
    """A file's name, whatever bytes it is made of, as a text that can be stored and shown."""
    return path.name.encode(errors="replace").decode()


def _hash(path: Path) -> str:
    """The SHA-256 of a file; of a folder, that of its files' names and hashes, in order."""
    if path.is_file():
        return digest(path)
    files = sorted(item for item in path.rglob("*") if item.is_file())
    listed = "\n".join(f"{digest(item)}  {item.relative_to(path)}" for item in files)
    return hashlib.sha256(listed.encode()).hexdigest()


def _mapping(asked: argparse.Namespace, store: Store) -> "Mapping":
    """The mapping asked for; without one, the plain one of a table under its own names."""
    from dashboard.ingest.mapping import Mapping, load_mapping

    if asked.mapping is not None:
        mapping = load_mapping(asked.mapping)
        if asked.table not in (None, mapping.table):
            raise Stop(f"{asked.mapping} fills {mapping.table}, not {asked.table}.")
        if asked.force and not mapping.force:
            return mapping.model_copy(update={"force": asked.force})
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
    """The force that the store holds, as its file states it now; series are put beside it."""
    from dashboard.ingest.load import FORCES

    if before is None:
        raise Stop(
            "Nothing is stored yet beside which they could stand: name the force (--force ID)."
        )
    path = FORCES / f"{before.force.id}.toml"
    return load_force(path) if path.exists() else before.force


def _unshown(table: Table, force: Force, loaded: list["Loaded"]) -> Iterable[str]:
    """That no page will show published series, where none is of the force."""
    if table is not PUBLISHED_SERIES:
        return
    held = {scope for file in loaded for scope in file.frame.get("scope", ())}
    if not force.published_as:
        yield (
            f"No page will show these: the file of {force.name} does not say under which scope "
            "it is published (published_as)."
        )
    elif force.published_as not in held:
        yield (
            f"No page will show these: no row has the scope '{force.published_as}', under which "
            f"{force.name} is published."
        )


def _beside(bad: dict[Path, pd.DataFrame], files: list[Path]) -> Iterable[str]:
    """Write the bad cells of each file beside it; say where, or why not."""
    from dashboard.ingest.report import beside, write

    taken = {os.path.realpath(path) for path in files}
    for path, cells in bad.items():
        if str(beside(path)) in taken:
            yield f"They are not written beside {path}: the file of that name is being imported."
            continue
        try:
            where = write(path, cells)
        except OSError as error:
            yield f"They could not be written beside {path}: {error.strerror}."
        else:
            yield f"{'It is' if len(cells) == 1 else f'All {len(cells):,} are'} in {where}."


def _read(loaded: list["Loaded"]) -> Iterable[str]:
    """What each file held, and how it was read."""
    for file in loaded:
        yield f"{_name(file.path)}: {span(list(file.months))}, {len(file.frame):,} rows"
        if file.repeats:
            plural = "" if file.repeats == 1 else "s"
            yield f"  {file.repeats:,} exact repeat{plural} dropped"
        yield from (f"  {words}" for words in file.said)


def _between(store: Store, before: Release | None, after: Release) -> Difference:
    """What the import changes, where the same force was there before."""
    was = None
    if before is not None and before.force.id != after.force.id:
        before = None
    if before is not None:
        # A damaged month does not stop the import that may mend it.
        with suppress(DamagedFile):
            was = snapshot_of(store, before)
    return Difference(before, was, snapshot_of(store, after))


def _to_look_at(loaded: list["Loaded"], found: Iterable[str]) -> Iterable[str]:
    """What may be wrong in the files, and in what they change."""
    said = [f"{_name(file.path)}: {words}" for file in loaded for words in file.doubts]
    said += found
    if said:
        yield f"{len(said)} to look at:" if len(said) > 1 else "To look at:"
        yield from (f"  {words}" for words in said)


def _tidied(files: list[Path]) -> Iterable[str]:
    """Remove the reports of earlier tries with the same files: they hold people's data."""
    from dashboard.ingest.report import beside, is_report

    taken = {os.path.realpath(path) for path in files}
    for report in map(beside, files):
        # What is stored is stored, whatever becomes of a report.
        with suppress(OSError):
            if str(report) not in taken and is_report(report):
                report.unlink()
                yield f"Removed {report.name}, of an earlier try."


def _stored(
    store: Store, stays: Release, table: Table, loaded: list["Loaded"], noted: list[str]
) -> dict[str, Part]:
    """The parts of all months, each whole: the files' rows, and those kept of what stays.

    noted: is added to, where what other files gave for a month is damaged, or stays beside
    what may be the same under another name.
    """
    from dashboard.ingest.contract import months_of

    rows = pd.concat([file.frame for file in loaded], ignore_index=True)
    found = {}
    beside: dict[str, list[str]] = {}
    for month, frame in rows.groupby(months_of(rows, table), sort=True):
        held = stays.tables.get(table.name, {}).get(str(month))
        if held is not None and table.apart:
            try:
                before = store.frame(held)
                for words in _cut_anew(before, frame, table):
                    beside.setdefault(words, []).append(str(month))
                frame = _beside_others(before, frame, table)
            except DamagedFile:
                noted.append(
                    f"{month}: what other files gave for it was damaged and is gone from this "
                    "release: import those again."
                )
        found[str(month)] = store.add(table.name, frame)
    noted += [f"{span(held_in)}: {words}" for words, held_in in beside.items()]
    return found


def _cut_anew(held: pd.DataFrame, new: pd.DataFrame, table: Table) -> Iterable[str]:
    """That kinds of a month stay which no file brings, while others come that it did not have."""
    if table.apart != ("kind",):
        return
    old, come = set(held["kind"]), set(new["kind"])
    if come - old and old - come:
        came, stays = (", ".join(sorted(some)) for some in (come - old, old - come))
        yield f"{came} came new, beside {stays}. If they are the same cut anew, they count twice."


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
