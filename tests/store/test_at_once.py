"""What is proved of processes side by side: each sees one whole release, and none is lost."""

from itertools import pairwise
from pathlib import Path

from dashboard import cli
from dashboard.cube import parts
from dashboard.store.releases import Store
from tests.store.forked import Started
from tests.store.scene import ONE, THREE, TWO, Scene, heads, listing, roster, taking

MONTHS = {"2023-05": ONE, "2023-06": TWO, "2023-07": THREE, "2023-08": ["P9"]}
HEADS = {month: float(len(people)) for month, people in MONTHS.items()}
WHOLE = [
    {month: HEADS[month] for month in ("2023-05", "2023-06", *more)}
    for more in ((), ("2023-07",), ("2023-08",), ("2023-07", "2023-08"))
]
"""What the store may hold at any moment, as heads by month."""


def look_on(root: Path, ended: Path) -> int:
    """In a fork: read the store anew, again and again, until the file *ended* is there."""
    seen = []
    while not ended.exists():
        seen.append(WHOLE.index(heads(Store(root))))
    # What was there once is not gone later.
    assert all(WHOLE[one].items() <= WHOLE[other].items() for one, other in pairwise(seen))
    print(*seen)  # noqa: T201
    return 0


def test_two_imports_and_a_prune_at_once_are_seen_whole_by_four_readers(
    tmp_path: Path, staged: dict[str, Scene]
) -> None:
    scene = staged["an import"]
    july, august = roster(tmp_path / "in", 7, THREE), roster(tmp_path / "in", 8, MONTHS["2023-08"])
    asked = [taking(july), taking(august), ["prune", "--keep", "1"], ["prune", "--keep", "1"]]
    looks = 0
    for turn in range(3):
        root, ended = scene.copy(tmp_path / f"store{turn}"), tmp_path / f"ended{turn}"
        readers = [Started(look_on, root, ended, data=root) for _ in range(4)]
        order = asked if turn % 2 else asked[::-1]
        writers = [Started(cli.main, [str(item) for item in one], data=root) for one in order]
        assert [writer.end().code for writer in writers] == [0] * 4
        ended.touch()
        found = [reader.end() for reader in readers]
        assert [reader.code for reader in found] == [0] * 4
        looks += sum(len(reader.out.split()) for reader in found)
        assert heads(Store(root)) == HEADS
        assert [finding.words for finding in parts.check(Store(root)) if finding.words] == []
        assert not any(".writing" in name for name in listing(root))
    assert looks > 12
