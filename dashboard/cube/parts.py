"""The cube as it is kept: a Parquet part a kind of cells and month, named by what it came of."""

import contextlib
import hashlib
import inspect
import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

import narwhals as nw

from dashboard.cube import counting
from dashboard.cube.kind import Kind
from dashboard.cube.kinds import KINDS
from dashboard.schema import duty, months
from dashboard.schema.force import Force
from dashboard.store import files, parquet, upkeep
from dashboard.store.releases import Part, Release, Store
from dashboard.store.upkeep import Finding

log = logging.getLogger(__name__)


def _hash(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def _counting(kind: Kind) -> str:
    """What tells one version of a kind's counting from another."""
    modules = (inspect.getmodule(kind.count), counting, duty, months)
    return _hash(
        kind.name, *(inspect.getsource(module) for module in modules if module), *kind.uses
    )


# As they are when this process loads them: the files may change under a server that runs on.
_COUNTINGS = {name: _counting(kind) for name, kind in KINDS.items()}

Paths = dict[str, list[Path]]
"""Kind of cells -> its parts, oldest month first."""


def build(store: Store, release: Release, step: Callable[[], object] = lambda: None) -> Paths:
    """The cube's parts of a release; those missing or damaged are made.

    Where all are there, nothing is written and no lock taken. :class:`DamagedFile` where a
    part can be neither read nor made.
    step: called once a month of each table that is counted, for a progress bar.
    """
    folder, keys = _folder(store), _keys(release)
    wanted = {*keys.values()}
    kept = _kept(folder, wanted)
    if kept.keys() != wanted:
        with _making(folder):
            # Whoever waits here for another process finds its work done.
            kept = _kept(folder, wanted)
            for table, month in dict.fromkeys((KINDS[name].table, month) for name, month in keys):
                lacking = {
                    name: keys[name, month]
                    for name, kind in KINDS.items()
                    if kind.table == table and keys[name, month] not in kept
                }
                if lacking:
                    part = release.tables[table][month]
                    kept |= _made(store, part, month, release.force, lacking)
                step()
    return {name: [kept[key] for (kind, _), key in keys.items() if kind == name] for name in KINDS}


def stored(store: Store) -> set[Path]:
    """The files of tables and of counts that are there, whether a release needs them or not."""
    return {*files.stored(store.tables), *files.stored(_folder(store))}


def collect(store: Store, there: Collection[Path] | None = None) -> files.Removed:
    """Remove what no release needs, in the store and in the cube. The caller holds its lock.

    there: as :meth:`Store.collect` takes it, by :func:`stored`.
    """
    removed, folder = store.collect(there), _folder(store)
    if not folder.is_dir():
        return removed
    with files.locked(folder / "lock"):
        cells = files.remove([*files.unfinished(folder), *_loose(store, there)])
    return files.Removed(removed.files + cells.files, removed.size + cells.size)


def check(store: Store) -> Iterator[Finding]:
    """Every file of the store and of the cube against what it should be."""
    yield from upkeep.check(store)
    # Whatever is damaged, as if all of them had just been added.
    folder, loose = _folder(store), _loose(store, there=())
    for path in files.stored(folder):
        if path not in loose:
            found = upkeep.verified(path, "its counts")
            mend = f"{path} was altered: run 'frontline prepare', which counts its month again."
            yield found._replace(words=mend) if found.words else found
    if loose:
        held = "1 file that was" if len(loose) == 1 else f"{len(loose):,} files that were"
        words = f"{folder} holds {held} counted by another version, or for a release that is gone; "
        words += "the next import removes what no release needs."
        yield Finding(folder, words, harmless=True)
    yield from upkeep.unfinished(folder)


def _loose(store: Store, there: Collection[Path] | None) -> list[Path]:
    """The parts that may go."""
    return store.loose(_folder(store), lambda release: _keys(release).values(), there)


def _folder(store: Store) -> Path:
    return store.root / "cube"


def _keys(release: Release) -> dict[tuple[str, str], str]:
    """Kind and month -> what its cells follow from: the rows, the force's rules, the counting."""
    return {
        (name, month): _key(name, part, release.force)
        for name, kind in KINDS.items()
        for month, part in sorted(release.tables.get(kind.table, {}).items())
    }


def _key(name: str, part: Part, force: Force) -> str:
    rules = f"{force.probation_months} {' '.join(force.duty_statuses)}"
    return _hash(part.sha256, rules, _COUNTINGS[name])[:32]


def _kept(folder: Path, keys: Collection[str]) -> dict[str, Path]:
    """Key -> its part, where it is there and its content is what its name says."""
    kept = {}
    for path in files.stored(folder):
        key, _, sha256 = path.stem.partition("-")
        if key in keys:
            with contextlib.suppress(files.DamagedFile):
                kept[key] = files.verify(path, sha256)
    return kept


@contextlib.contextmanager
def _making(folder: Path) -> Iterator[None]:
    """One process at a time makes parts, and none removes them."""
    try:
        with files.locked(folder / "lock"):
            yield
    except OSError as error:
        raise files.DamagedFile(
            folder,
            f"lacks counts, and they cannot be made ({error.strerror}): "
            "make room or let it be written to, and try again.",
        ) from error


def _made(
    store: Store, part: Part, month: str, force: Force, keys: Mapping[str, str]
) -> dict[str, Path]:
    """Key -> its part, counted from a month of a table; *keys* are those of the kinds that lack."""
    folder, made = _folder(store), {}
    with parquet.connect() as connection:
        # Read once for all kinds.
        parquet.read(connection, [store.path(part)]).create("facts")
        for name, key in keys.items():
            damaged = list(folder.glob(f"{key}-*.parquet"))
            facts = nw.from_native(connection.table("facts"))
            cells = KINDS[name].count(facts, month, force)
            sha256 = parquet.write_relation(cells.to_native(), folder, prefix=f"{key}-")
            made[key] = folder / f"{key}-{sha256}.parquet"
            for path in damaged:
                log.warning("%s was altered; its month was counted again.", path)
            files.remove(path for path in damaged if path != made[key])
    return made
