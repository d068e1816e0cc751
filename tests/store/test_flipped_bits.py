"""What is proved of a stored file in which one bit flips: it is named, or the answer is right."""

import random
from pathlib import Path

import pandas as pd
import pytest

from dashboard.access.reading import Reader
from dashboard.cube import parts
from dashboard.measures.engine.ask import ask
from dashboard.store.files import DamagedFile
from dashboard.store.merging import merged
from dashboard.store.releases import Store
from tests.store.scene import Scene


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, staged: dict[str, Scene]) -> Store:
    """Four releases, the current one with a published total; each test mends what it damages."""
    store = Store(staged["a rollback"].copy(tmp_path_factory.mktemp("flipped") / "store"))
    before = store.current()
    assert before is not None
    force = before.force.model_copy(update={"published_as": "Here"})
    total = {"month": "2023-05", "series": "officers", "value": 3.0, "scope": "Here"}
    part = store.add("published_series", pd.DataFrame([total]))
    store.publish(merged(before, force, {"published_series": {"2023-05": part}}, ()))
    return store


def files_of(store: Store, kind: str) -> list[Path]:
    """The stored files of a kind, in order."""
    if kind == "current":
        return [store.root / "current"]
    return sorted(path for path in (store.root / kind).glob("*.*"))


def flip(path: Path, chance: random.Random) -> bytes:
    """Flip one bit of a file; what it held is returned."""
    held = path.read_bytes()
    bit = chance.randrange(8 * len(held))
    flipped = bytearray(held)
    flipped[bit // 8] ^= 1 << bit % 8
    path.write_bytes(flipped)
    return held


def answered(store: Store) -> tuple[object, ...] | str:
    """Everything that a page is made from, with a measure worked out; or what is said instead."""
    try:
        snapshot = Reader(store).current()
    except DamagedFile as error:
        return str(error)
    cube = snapshot.cube
    asked = {"by": ["month", "command"], "from": [cube.months[0]], "to": [cube.months[-1]]}
    rows = ask(cube, "nominal_strength", asked).frame.to_csv()
    held = [
        {name: values.tolist() for name, values in {**cells.counts, **cells.codes}.items()}
        for cells in cube.cells.values()
    ]
    return snapshot.release, cube.labels, held, rows, snapshot.published.to_csv()


def wrong_in(store: Store) -> list[str]:
    return [found.words for found in parts.check(store) if found.words and not found.harmless]


@pytest.mark.parametrize("kind", ["tables", "releases", "current", "cube"])
def test_a_flipped_bit_is_named_or_does_no_harm(store: Store, kind: str) -> None:
    chance = random.Random(kind)
    whole, current = answered(store), store.current()
    assert current is not None
    needed = {store.file(part): part for part in current.parts()}
    read = {store.pointer, store.record(current.id)}
    read |= {store.file(part) for part in current.tables["published_series"].values()}
    struck = set()
    for _ in range(50):
        path = chance.choice(sorted({*files_of(store, kind)} - struck) or files_of(store, kind))
        held = flip(path, chance)
        (words,) = wrong_in(store)
        assert str(path) in words
        found = answered(store)
        struck.add(path)
        if path in read:
            assert isinstance(found, str)
            assert str(path) in found
        else:
            assert found == whole
        if kind == "cube" and any(path in made for made in parts.build(store, current).values()):
            # It was counted again.
            assert path.read_bytes() == held
        if kind == "releases":
            with pytest.raises(DamagedFile, match=path.name):
                store.release(path.stem)
        if path in needed:
            with pytest.raises(DamagedFile, match=path.name):
                store.frame(needed[path])
        path.write_bytes(held)
    assert wrong_in(store) == []
    assert struck == {*files_of(store, kind)}
