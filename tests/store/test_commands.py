"""What a person is told of releases: the list, the check, the way back, and what goes."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import cli
from dashboard.cube import parts
from dashboard.settings import settings
from dashboard.store.files import digest
from dashboard.store.releases import Store
from tests.facts import frame, small_force
from tests.small_store import publish
from tests.store.few import PARTS
from tests.store.forked import Fault, Started
from tests.store.scene import ONE, THREE, TWO, roster, taking

MADE_UP = small_force(id="demonstration", name="Demonstration force", illustrative=True)


class Person:
    """Someone at the command line, and the store before them."""

    def __init__(self, root: Path, said: pytest.CaptureFixture[str]) -> None:
        self.root, self.store, self._said = root, Store(root), said

    def types(self, *arguments: str | Path) -> tuple[int, str, str]:
        """The exit code, and what is said on each of the two outputs."""
        code = cli.main([str(item) for item in arguments])
        return code, *self._said.readouterr()

    def imports(self, *rosters: Path) -> str:
        """An import; the id of the release that is current then."""
        assert self.types(*taking(*rosters))[0] == 0
        found = self.store.current_id()
        assert found is not None
        return found


@pytest.fixture
def someone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Person]:
    monkeypatch.setenv("FRONTLINE_DATA", str(tmp_path / "store"))
    settings.cache_clear()
    yield Person(tmp_path / "store", capsys)
    settings.cache_clear()


@pytest.fixture
def rosters(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "files"
    return [roster(folder, 5, ONE), roster(folder, 6, TWO), roster(folder, 7, THREE)]


def test_the_list_says_when_whose_what_changed_and_from_which_files(
    someone: Person, rosters: list[Path]
) -> None:
    made_up = publish(
        someone.root, {"2023-03": frame([{"month": "2023-03", "command": "AA"}])}, MADE_UP
    ).current_id()
    assert made_up is not None
    first = someone.imports(rosters[0])
    second = someone.imports(roster(rosters[0].parent, 5, TWO), *rosters[1:])
    code, out, err = someone.types("releases")
    assert (code, err) == (0, "")
    lines = [re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d \w+", "(time)", line) for line in out.splitlines()]
    force = "New York City Police Department"
    assert lines[0] == (
        f"* {second[:8]}  (time)  {force}; strength: 2 months added, 1 replaced: 2023-05 to 2023-07"
    )
    assert lines[1:4] == [f"    {path.name}  sha256 {digest(path)}" for path in rosters]
    assert lines[4] == (
        f"  {first[:8]}  (time)  {force}; strength: 1 month added: 2023-05; "
        "Demonstration force put aside"
    )
    assert lines[6:] == [
        f"  {made_up[:8]}  (time)  Demonstration force; what changed is not recorded"
    ]


def test_before_the_first_release_the_list_says_how_to_make_one(someone: Person) -> None:
    code, out, _ = someone.types("releases")
    assert code == 0
    assert "'frontline import'" in out
    assert not someone.root.exists()


def test_what_is_damaged_is_on_the_list_too(someone: Person, rosters: list[Path]) -> None:
    first, second = someone.imports(rosters[0]), someone.imports(rosters[1])
    someone.store.record(first).write_text("{}")
    code, out, err = someone.types("releases")
    assert code == 1
    assert f"* {second[:8]}" in out
    assert f"{first}.json was altered" in err


def test_data_that_comes_back_is_the_newest_on_the_list_with_the_file_it_came_by(
    someone: Person, rosters: list[Path]
) -> None:
    first = someone.imports(rosters[0])
    wrong = someone.imports(roster(rosters[0].parent, 5, TWO))
    again = roster(rosters[0].parent, 5, ONE[::-1])
    assert someone.imports(again) == first
    lines = someone.types("releases")[1].splitlines()
    assert lines[0].startswith(f"* {first[:8]}")
    assert lines[0].endswith("strength: 1 month replaced: 2023-05")
    assert lines[1] == f"    {again.name}  sha256 {digest(again)}"
    assert lines[2].startswith(f"  {wrong[:8]}")
    assert someone.types("rollback", wrong)[0] == 0
    assert someone.types("releases")[1].splitlines()[2].startswith(f"* {wrong[:8]}")


def test_a_check_counts_what_is_whole_and_names_the_rest(
    someone: Person, rosters: list[Path]
) -> None:
    someone.imports(*rosters)
    assert someone.types("check") == (0, whole(3), "")
    left = someone.root / "tables" / ".writing-x"
    left.touch()
    code, out, _ = someone.types("check")
    assert code == 0
    assert f"{left} is left by an import that did not finish" in out
    release = someone.store.current()
    assert release is not None
    # Of two months: what is counted again needs its table.
    table = someone.store.file(release.tables["strength"]["2023-05"])
    cells = parts.build(someone.store, release)["overlaps"][-1]
    for path in (table, cells):
        path.write_bytes(b"")
    code, out, err = someone.types("check")
    assert code == 1
    # A table and cells are not among them any more.
    assert f"{3 * (1 + PARTS)} files hold what they should." in out
    assert re.search(rf"{table.name} does not hold .* import its month again \(strength, 2023", err)
    assert re.search(rf"{cells.name} was altered: run 'frontline prepare'", err)
    someone.types("prepare")
    assert cells.name not in someone.types("check")[2]


def test_a_rollback_goes_back_and_forth_and_says_what_was_before(
    someone: Person, rosters: list[Path]
) -> None:
    first, second = someone.imports(rosters[0]), someone.imports(*rosters[1:])
    code, out, err = someone.types("rollback", first[:6])
    assert (code, err) == (0, "")
    force = "New York City Police Department"
    assert out.splitlines() == [
        f"Release {first}: {force}, strength, 2023-05 is current.",
        f"Before: Release {second}: {force}, strength, 3 months, 2023-05 to 2023-07.",
    ]
    assert someone.store.current_id() == first
    assert someone.types("rollback", second)[0] == 0
    assert someone.store.current_id() == second
    code, _, err = someone.types("rollback", "zz")
    assert code == 1
    assert first in err
    assert second in err


def test_a_rollback_to_the_demonstration_says_that_it_is_made_up(
    someone: Person, rosters: list[Path]
) -> None:
    made_up = publish(
        someone.root, {"2023-03": frame([{"month": "2023-03"}])}, MADE_UP
    ).current_id()
    assert made_up is not None
    someone.imports(rosters[0])
    code, out, _ = someone.types("rollback", made_up)
    assert code == 0
    assert "It is made up" in out
    assert someone.store.current_id() == made_up


def test_a_rollback_to_what_is_damaged_is_refused(someone: Person, rosters: list[Path]) -> None:
    first, second = someone.imports(rosters[0]), someone.imports(rosters[1])
    part = someone.store.release(first).tables["strength"]["2023-05"]
    someone.store.file(part).write_bytes(b"")
    code, _, err = someone.types("rollback", first)
    assert code == 1
    assert part.sha256 in err
    assert someone.store.current_id() == second


@pytest.mark.parametrize("hurt", ["pointer", "record"])
def test_a_rollback_is_the_way_out_where_the_current_release_is_lost(
    someone: Person, rosters: list[Path], hurt: str
) -> None:
    first, second = someone.imports(rosters[0]), someone.imports(rosters[1])
    path = someone.store.pointer if hurt == "pointer" else someone.store.record(second)
    path.write_text("?")
    code, _, err = someone.types("measure", "nominal_strength")
    assert code == 1
    assert "frontline rollback ID" in err
    code, out, _ = someone.types("rollback", first)
    assert code == 0
    assert f"Before: {path}" in out
    assert someone.types("measure", "nominal_strength")[0] == 0
    # The tables of the one that is lost stay, for when its record is restored.
    assert len(list(someone.store.tables.iterdir())) == 2


def test_a_release_is_looked_for_when_its_turn_has_come(
    someone: Person, rosters: list[Path]
) -> None:
    first = someone.imports(rosters[0])
    someone.imports(rosters[1])
    with someone.store.lock():
        waiting = Started(cli.main, ["rollback", first], data=someone.root, fault=Fault())
        time.sleep(1)
        someone.store.record(first).unlink()
    ended = waiting.end()
    assert ended.code == 1
    assert "No release begins with" in ended.err


def test_where_no_release_can_be_read_all_months_can_be_imported_again(
    someone: Person, rosters: list[Path]
) -> None:
    release = someone.imports(*rosters)
    code, _, err = someone.types("rollback", "none")
    assert code == 1
    assert f"There are releases that can be read; make one of them current: {release}." in err
    assert someone.store.current_id() == release
    someone.store.record(release).write_text("{}")
    code, _, err = someone.types(*taking(*rosters))
    assert code == 1
    assert "run 'frontline rollback none', as no release can be read, and import all months" in err
    # What it was made of may yet be restored.
    kept = files_in(someone.store.tables)
    code, out, err = someone.types("rollback", "none")
    assert (code, err) == (0, "")
    assert out == "No release is current now: import all months again.\n"
    assert files_in(someone.store.tables) == kept
    assert someone.types("rollback", "none")[0] == 1
    assert someone.imports(*rosters) == release
    assert someone.types("check") == (0, whole(3), "")


def whole(months: int) -> str:
    """What a check says where all is well: a table a month, its cells, a record, the pointer."""
    return f"{months * (1 + PARTS) + 2} files hold what they should.\n"


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_record_that_is_damaged_is_set_aside_by_a_prune_and_all_goes_on(
    someone: Person, rosters: list[Path]
) -> None:
    first = someone.imports(rosters[0])
    wrong = someone.imports(roster(rosters[0].parent, 5, TWO))
    record = someone.store.record(first)
    record.write_text("{}")
    code, _, err = someone.types("check")
    assert code == 1
    assert f"{record} was altered: restore it from a backup, or let it go with 'frontline pr" in err
    code, out, err = someone.types("prune", "--keep", "12")
    assert (code, err) == (0, "")
    assert f"Set aside: {record}.damaged, which could not be read" in out
    assert f"Removed {1 + PARTS} files that no release needs" in out
    assert (record.exists(), Path(f"{record}.damaged").read_text()) == (False, "{}")
    assert someone.types("check") == (0, whole(1), "")
    assert someone.store.current_id() == wrong


def test_a_prune_says_what_went_and_how_much(someone: Person, rosters: list[Path]) -> None:
    first, second = someone.imports(rosters[0]), someone.imports(roster(rosters[0].parent, 5, TWO))
    gone = [someone.store.record(first)]
    part = someone.store.release(first).tables["strength"]["2023-05"]
    size = someone.store.file(part).stat().st_size
    cells = {path: path.stat().st_size for path in (someone.root / "cube").glob("*.parquet")}
    code, out, err = someone.types("prune", "--keep", "1")
    assert (code, err) == (0, "")
    assert not gone[0].exists()
    lost = [length for path, length in cells.items() if not path.exists()]
    assert len(lost) == PARTS
    assert f"Gone: {first}, " in out
    files, size = 1 + len(lost), size + sum(lost)
    assert f"Removed {files} files that no release needs, {size:,} bytes." in out
    assert someone.store.current_id() == second
    assert someone.types("check") == (0, whole(1), "")
    code, out, _ = someone.types("prune", "--keep", "1")
    assert "No release to let go." in out


@pytest.mark.parametrize("count", ["0", "-1", "all", "1.5"])
def test_a_prune_of_everything_is_refused(
    someone: Person, count: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        someone.types("prune", f"--keep={count}")
    assert refused.value.code == 2
    assert "1 or more" in capsys.readouterr().err
