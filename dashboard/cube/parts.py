"""The cube as it is kept: one Parquet part a month, named by the hash of what it was made from."""

import contextlib
import hashlib
import inspect
import logging
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import narwhals as nw

from dashboard.cube import counting
from dashboard.schema import duty, months
from dashboard.schema.force import Force
from dashboard.schema.tables import EXTERNAL
from dashboard.store import files, parquet, upkeep
from dashboard.store.releases import Part, Release, Store
from dashboard.store.upkeep import Finding

log = logging.getLogger(__name__)

# As it is when this process loads it: the files may change under a server that runs on.
_COUNTING = hashlib.sha256(
    "\n".join((*map(inspect.getsource, (counting, duty, months)), EXTERNAL)).encode()
).hexdigest()


def build(store: Store, release: Release, step: Callable[[], object] = lambda: None) -> list[Path]:
    """The cube's parts of a release, oldest month first; those missing or damaged are made.

    Where all are there, nothing is written and no lock taken. :class:`DamagedFile` where a
    part can be neither read nor made.
    step: called once a month, for a progress bar.
    """
    folder, keys = _folder(store), _keys(release)
    kept = {month: _kept(folder, key) for month, key in keys.items()}
    if None in kept.values():
        with _making(folder):
            for month, key in keys.items():
                # Whoever waits here for another process finds its work done.
                path = kept[month] or _kept(folder, key)
                kept[month] = path or _made(store, release, month, key)
                step()
    return [path for path in kept.values() if path is not None]


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


def _keys(release: Release) -> dict[str, str]:
    """Month -> what its cells follow from: its people, the force's rules, the counting itself."""
    found = release.tables.get("strength", {})
    return {month: _key(part, release.force) for month, part in found.items()}


def _key(part: Part, force: Force) -> str:
    rules = f"{force.probation_months} {' '.join(force.duty_statuses)}"
    text = "\n".join((part.sha256, rules, _COUNTING))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _kept(folder: Path, key: str) -> Path | None:
    """The part of that key, its content verified against its name; none if there is none whole."""
    for path in folder.glob(f"{key}-*.parquet"):
        with contextlib.suppress(files.DamagedFile):
            return files.verify(path, path.stem.partition("-")[2])
    return None


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


def _made(store: Store, release: Release, month: str, key: str) -> Path:
    """The part of a month, counted from its people."""
    folder, part = _folder(store), release.tables["strength"][month]
    damaged = list(folder.glob(f"{key}-*.parquet"))
    with parquet.connect() as connection:
        people = nw.from_native(parquet.read(connection, [store.path(part)]))
        cells = counting.count_strength(people, month, release.force)
        sha256 = parquet.write_relation(cells.to_native(), folder, prefix=f"{key}-")
    made = folder / f"{key}-{sha256}.parquet"
    for path in damaged:
        log.warning("%s was altered; its month was counted again.", path)
    files.remove(path for path in damaged if path != made)
    return made
