"""Stores before and after a command, what each may hold, and whether one is whole."""

import shutil
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from dashboard.access.reading import NothingYet, Reader
from dashboard.cube import parts
from dashboard.measures.engine.ask import ask
from dashboard.settings import ROOT
from dashboard.store.releases import Store
from tests.store.forked import command

MAPPING = ROOT / "data" / "mappings" / "nypd.toml"
HEADER = "officer_id,rank,appt_date,command,assignment_date"

T = TypeVar("T")
People = dict[str, list[str]]
"""Month -> the ids of its people, in order."""


def roster(folder: Path, month: int, people: Sequence[str]) -> Path:
    """A roster of constables at the end of a month of 2023, as the city publishes it."""
    folder.mkdir(exist_ok=True)
    path = folder / f"roster_2023-{month + 1:02}-01.csv"
    rows = [f"{name},POLICE OFFICER,1/15/2020,NA,1/1/2021" for name in people]
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def taking(*rosters: Path) -> list[str | Path]:
    """The command that imports rosters."""
    return ["import", *rosters, "--mapping", MAPPING]


def tried(steps: Sequence[tuple[str, str]]) -> list[int]:
    """The numbers of the steps to disturb: all, but of those in the cube every eleventh.

    Each kind of cells is written by the same few calls; eleven shares no divisor with how many
    they are, so that every one of them comes about for some kind.
    """
    cube = [number for number, (_, path) in enumerate(steps, 1) if "cube" in Path(path).parts]
    left_out = set(cube) - set(cube[::11])
    return [number for number in range(1, len(steps) + 1) if number not in left_out]


def current_id(root: Path) -> str:
    found = Store(root).current_id()
    assert found is not None
    return found


@dataclass(frozen=True)
class Scene:
    """A command, the store that it finds, and the one that it leaves when nothing disturbs it.

    people: release -> what it holds, as the rosters say.
    """

    before: Path
    command: list[str | Path]
    after: Path
    people: dict[str | None, People]

    def copy(self, root: Path) -> Path:
        """A store like the one before, at *root*; what was there goes."""
        shutil.rmtree(root, ignore_errors=True)
        if self.before.exists():
            shutil.copytree(self.before, root)
        return root

    @property
    def new(self) -> str:
        return current_id(self.after)

    @property
    def old(self) -> str | None:
        return Store(self.before).current_id()

    def assert_whole(self, root: Path) -> str | None:
        """The current release, which holds exactly what it should, in tables and on pages."""
        store = Store(root)
        release = store.current()
        if release is None:
            assert None in self.people
            return None
        assert release.id in self.people
        wanted = self.people[release.id]
        found = {
            month: store.frame(part, ["person_id"])["person_id"].to_list()
            for month, part in release.tables["strength"].items()
        }
        assert found == wanted
        assert heads(store) == {month: len(people) for month, people in wanted.items()}
        return release.id

    def assert_undisturbed(self, root: Path) -> None:
        """The store holds what it would if nothing had ever gone wrong, and nothing else."""
        assert self.assert_whole(root) == self.new
        assert listing(root) == listing(self.after)
        assert [finding for finding in parts.check(Store(root)) if finding.words] == []


def heads(store: Store) -> dict[str, float]:
    """Officers by month, FTE, as a reader who opens the store now sees them."""
    try:
        cube = Reader(store).current().cube
    except NothingYet:
        return {}
    asked = {"by": ["month"], "from": [cube.months[0]], "to": [cube.months[-1]]}
    rows = ask(cube, "nominal_strength", asked).frame.dropna(subset="value")  # A hole: no month.
    return dict(zip(rows["month"], rows["value"], strict=True))


def listing(root: Path) -> list[str]:
    """All files of a store."""
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


ONE, TWO, THREE = ["P1", "P2", "P3"], ["P1", "P2", "P4", "P5"], ["P1", "P4", "P5", "P6", "P7"]
MENDED = ["P1", "P2", "P3", "P8"]


def scenes(root: Path) -> dict[str, Scene]:
    """A first import, one that replaces a month and adds one, a rollback of it, and a prune."""
    may, mended = roster(root / "old", 5, ONE), roster(root / "new", 5, MENDED)
    june, july = roster(root / "old", 6, TWO), roster(root / "new", 7, THREE)
    first, second, third = root / "first", root / "second", root / "third"
    done(first, taking(may))
    shutil.copytree(first, second)
    done(second, taking(june))
    shutil.copytree(second, third)
    done(third, taking(mended, july))
    people: dict[str | None, People] = {
        None: {},
        current_id(first): {"2023-05": ONE},
        current_id(second): {"2023-05": ONE, "2023-06": TWO},
        current_id(third): {"2023-05": MENDED, "2023-06": TWO, "2023-07": THREE},
    }
    found = {
        "a first import": Scene(root / "nothing", taking(may), first, people),
        "an import": Scene(second, taking(mended, july), third, people),
    }
    later: dict[str, list[str | Path]] = {
        "a rollback": ["rollback", current_id(second)],
        "a prune": ["prune", "--keep", "1"],
    }
    for name, asked in later.items():
        shutil.copytree(third, root / name)
        done(root / name, asked)
        found[name] = Scene(third, asked, root / name, people)
    return found


def at_once(try_one: Callable[[int], T], cases: Iterable[int]) -> list[T]:
    """What comes of each case, in order; some run side by side."""
    with ThreadPoolExecutor(3) as pool:
        return list(pool.map(try_one, cases))


def done(root: Path, asked: list[str | Path]) -> None:
    """Run a command that nothing disturbs."""
    ended = command(root, *asked)
    assert ended.code == 0, ended.err
