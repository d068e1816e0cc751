"""The cube as it is kept: a Parquet part a table and month, named by what it came of."""

import contextlib
import hashlib
import inspect
import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dashboard.cube import counting, engines
from dashboard.cube.kind import Kind
from dashboard.cube.kinds import KINDS
from dashboard.schema import duty, months
from dashboard.schema.force import Force
from dashboard.store import files, upkeep
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


class _Group(NamedTuple):
    """Kinds that are counted together and kept in one file: they follow from the same rows."""

    table: str
    back: int
    ahead: bool

    @property
    def kinds(self) -> list[Kind]:
        return [kind for kind in KINDS.values() if _group(kind) == self]


def _group(kind: Kind) -> _Group:
    return _Group(kind.table, kind.back, kind.ahead)


_GROUPS = tuple(dict.fromkeys(map(_group, KINDS.values())))

Paths = dict[str, list[Path]]
"""Kind of cells -> its parts, oldest month first."""


def build(store: Store, release: Release, step: Callable[[], object] = lambda: None) -> Paths:
    """The cube's parts of a release; those missing or damaged are made.

    Where all are there, nothing is written and no lock taken. :class:`DamagedFile` where a
    part can be neither read nor made.
    step: called as often as :func:`steps` says, for a progress bar.
    """
    folder, keys = _folder(store), _keys(release)
    wanted = {*keys.values()}
    kept = _kept(folder, wanted)
    if kept.keys() != wanted:
        with _making(folder):
            # Whoever waits here for another process finds its work done.
            kept = _kept(folder, wanted)
            for (group, month), key in keys.items():
                if key not in kept:
                    kept[key] = _made(store, release, group, month, key)
                step()
    return {
        kind.name: [kept[key] for (group, _), key in keys.items() if group == _group(kind)]
        for kind in KINDS.values()
    }


def steps(release: Release) -> int:
    """How many parts the cube of a release has."""
    return len(_keys(release))


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


def _keys(release: Release) -> dict[tuple[_Group, str], str]:
    """What is counted together, and month -> what its cells follow from: rows, rules, counting."""
    return {
        (group, month): _key(group, _parts(release, group, month), release.force)
        for group in _GROUPS
        for month in _counted(release, group)
    }


def _counted(release: Release, group: _Group) -> list[str]:
    """The months of which a release needs the cells."""
    newest = max(release.tables.get("strength", {}), default="")
    there = sorted(release.tables.get(group.table, {}))
    return [month for month in there if not group.ahead or month >= newest]


def _parts(release: Release, group: _Group, month: str) -> list[Part]:
    """What the cells of a month are counted from: its part, and those that it looks back to."""
    table, first = release.tables[group.table], months.shift(month, -group.back)
    return [part for at, part in sorted(table.items(), reverse=True) if first <= at <= month]


def _key(group: _Group, counted: Sequence[Part], force: Force) -> str:
    rows = " ".join(part.sha256 for part in counted)
    areas = " ".join(f"{code}:{'|'.join([c.name, *c.areas])}" for code, c in force.commands.items())
    grades = " ".join(f"{code}:{rank.grade}" for code, rank in force.ranks.items())
    rules = f"{force.probation_months} {' '.join(force.duty_statuses)} {force.any_command}"
    return _hash(rows, rules, areas, grades, *(_COUNTINGS[kind.name] for kind in group.kinds))[:32]


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


def _made(store: Store, release: Release, group: _Group, month: str, key: str) -> Path:
    """The part of that key: the cells of every kind of the group, ``of_kind`` saying of which."""
    folder = _folder(store)
    damaged = list(folder.glob(f"{key}-*.parquet"))
    paths = [store.path(part) for part in _parts(release, group, month)]
    countings = {kind.name: _of(kind, month, release.force) for kind in group.kinds}
    # Of the months before as well few columns count: those are not read once for all kinds.
    sha256 = engines.chosen().write(paths, countings, folder, f"{key}-", often=not group.back)
    made = folder / f"{key}-{sha256}.parquet"
    for path in damaged:
        log.warning("%s was altered; its month was counted again.", path)
    files.remove(path for path in damaged if path != made)
    return made


def _of(kind: Kind, month: str, force: Force) -> engines.Counting:
    return lambda rows: kind.count(rows, month, force)
