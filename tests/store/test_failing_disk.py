"""What is proved of a disk that fails or is full: the old release stays, and a sentence why."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import cli
from dashboard.store.releases import Store
from tests.store.few import PARTS
from tests.store.forked import (
    MS_REMOUNT,
    CannotBeTried,
    Done,
    FailingAt,
    Fault,
    NoCapabilities,
    ReadOnlyMount,
    SmallDisk,
    SmallFiles,
    Started,
    command,
    mount,
)
from tests.store.scene import Scene, at_once, tried


def assert_one_sentence(ended: Done) -> None:
    """It ended badly, and a person can read why."""
    assert ended.code == 1
    assert len(ended.err.splitlines()) == 1
    assert ended.err.endswith(".\n")


def imported(scene: Scene, root: Path, fault: Fault) -> Done:
    """The scene's command under a fault, and what holds of it in any case."""
    ended = command(scene.copy(root), *scene.command, fault=fault)
    left = scene.assert_whole(root)
    assert Store(root).record(scene.new).exists() == (left == scene.new)
    if ended.code == 0:
        assert left == scene.new
    else:
        assert_one_sentence(ended)
        assert left == (scene.new if f"{scene.new} is current now" in ended.err else scene.old)
    assert command(root, *scene.command).code == 0
    scene.assert_undisturbed(root)
    return ended


def test_each_write_sync_and_rename_that_fails_leaves_the_old_release(
    tmp_path: Path, staged: dict[str, Scene]
) -> None:
    scene = staged["an import"]
    steps = command(scene.copy(tmp_path / "store"), *scene.command).steps

    def failing(step: int) -> Done:
        number = (errno.EIO, errno.ENOSPC)[step % 2]
        return imported(scene, tmp_path / f"store{step}", FailingAt(step, number))

    found = at_once(failing, tried(steps))
    # No failure is passed over, and only the last sync of all, and what no longer waits for it,
    # come when the pointer is swapped.
    assert {ended.code for ended in found} == {1}
    assert [ended for ended in found if "is current now" in ended.err] == found[-2:]


def test_files_that_cannot_grow_leave_the_old_release(
    tmp_path: Path, staged: dict[str, Scene]
) -> None:
    def limited(size: int) -> int | str:
        fault = SmallFiles(size)
        return imported(staged["an import"], tmp_path / f"store{size}", fault).code

    codes = at_once(limited, [0, 1, 17, 1000, 1500, 1800, 2200, 3000, 1_000_000])
    # From some size on they can.
    assert codes == [1] * codes.index(0) + [0] * codes.count(0)
    assert codes[0] == 1


def imported_where_room_is_made(scene: Scene, root: Path) -> int:
    """In a fork: the import on a disk too small for it, and again when there is room."""
    arguments = [str(item) for item in scene.command]
    code = cli.main(arguments)
    assert scene.assert_whole(root) == (scene.old if code else scene.new)
    mount("tmpfs", root, kind="tmpfs", flags=MS_REMOUNT, options="size=1g")
    assert cli.main(arguments) == 0
    scene.assert_undisturbed(root)
    return code


def test_a_full_disk_leaves_the_old_release(tmp_path: Path, staged: dict[str, Scene]) -> None:
    scene = staged["an import"]

    def filled(pages: int) -> int | str:
        root = scene.copy(tmp_path / f"store{pages}")
        fault = SmallDisk(root, pages)
        ended = Started(imported_where_room_is_made, scene, root, data=root, fault=fault).end()
        if ended.code:
            assert_one_sentence(ended)
            assert "No space left on device" in ended.err
        return ended.code

    try:
        codes = at_once(filled, [0, 1, 2, 3, 4, 5, 6, 40])
    except CannotBeTried as error:
        pytest.skip(f"no small disk can be made: {error}")
    assert codes == [1] * codes.index(0) + [0] * codes.count(0)
    assert codes[0] == 1


@pytest.fixture
def read_only(tmp_path: Path, staged: dict[str, Scene]) -> Iterator[Path]:
    """A store whose folders their owner may not write to."""
    root = staged["an import"].copy(tmp_path / "store")
    folders = [root, *(path for path in root.rglob("*") if path.is_dir())]
    for path in folders:
        path.chmod(0o555)
    yield root
    for path in folders:
        path.chmod(0o755)


@pytest.mark.parametrize("how", ["by permission", "by mount"])
def test_a_read_only_folder_is_served_and_refuses_an_import(
    staged: dict[str, Scene], read_only: Path, how: str
) -> None:
    scene = staged["an import"]
    # Root may write where permission says that nobody may, as long as it has its capabilities.
    fault = NoCapabilities() if how == "by permission" else ReadOnlyMount(read_only)
    try:
        shown = command(read_only, "measure", "nominal_strength", "--format", "csv", fault=fault)
    except CannotBeTried as error:
        pytest.skip(f"no read-only folder can be made {how}: {error}")
    assert (shown.code, shown.err) == (0, "")
    assert "4.0" in shown.out
    assert command(read_only, "check", fault=fault).code == 0
    refused = command(read_only, *scene.command, fault=fault)
    assert_one_sentence(refused)
    assert str(read_only) in refused.err
    assert scene.assert_whole(read_only) == scene.old
    for path in (read_only, *read_only.iterdir()):
        path.chmod(0o755)
    assert command(read_only, *scene.command).code == 0
    scene.assert_undisturbed(read_only)


def test_what_is_renamed_was_synced_and_what_names_it_comes_after_it(
    tmp_path: Path, staged: dict[str, Scene]
) -> None:
    scene = staged["an import"]
    root = scene.copy(tmp_path / "store")
    steps = command(root, *scene.command).steps
    named = []
    for place, (what, path) in enumerate(steps):
        if what != "rename":
            continue
        folder = str(Path(path).parent)
        done = [step for step, touched in steps[:place] if touched == path]
        assert done[0].startswith("write")
        assert done[-1] == "fsync"
        # The folder is synced before anything else happens to a file.
        assert steps[place + 1] == ("fsync", folder)
        named.append(Path(folder).relative_to(root).as_posix())
    cells = ["cube"] * 2 * PARTS
    assert named == ["tables", "tables", *cells, ".", "releases", "."]
