"""What is proved of a process that dies: one whole release is current, and the next one mends."""

import contextlib
import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from dashboard import cli
from dashboard.store.releases import Store
from tests.store.forked import KILLED, KilledAt, Started, command
from tests.store.scene import TWO, Scene, at_once, listing, roster, taking, tried

COMMANDS = ("a first import", "an import", "a rollback", "a prune")


def steps_of(scene: Scene, root: Path) -> list[tuple[str, str]]:
    """What the command does to which file, as :class:`KilledAt` counts it."""
    return [*command(scene.copy(root), *scene.command, fault=KilledAt(10**6)).steps]


def matters(name: str, path: str) -> bool:
    """Whether a step is not one that the same code takes in another command, tried there."""
    return name != "a first import" or not {"tables", "cube"} & {*Path(path).parts}


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_at_any_step_a_command_leaves_a_whole_release_and_can_be_run_again(
    tmp_path: Path, staged: dict[str, Scene], name: str
) -> None:
    scene = staged[name]

    def killed(step: int) -> str | None:
        root = scene.copy(tmp_path / f"store{step}")
        assert command(root, *scene.command, fault=KilledAt(step)).code == KILLED, step
        left = scene.assert_whole(root)
        assert command(root, *scene.command).code == 0, step
        scene.assert_undisturbed(root)
        return left

    steps = steps_of(scene, tmp_path / "store")
    numbers = [number for number in tried(steps) if matters(name, steps[number - 1][1])]
    assert len(numbers) > 4
    seen = at_once(killed, numbers)
    # The old release up to some step, and from there on the new one.
    turn = seen.index(scene.new)
    assert seen == [scene.old] * turn + [scene.new] * (len(seen) - turn)


def test_killed_at_50_random_moments_an_import_leaves_a_whole_release_and_the_next_one_works(
    tmp_path: Path, staged: dict[str, Scene]
) -> None:
    scene = staged["an import"]
    arguments = [str(item) for item in scene.command]
    start = time.monotonic()
    assert command(scene.copy(tmp_path / "store"), *scene.command).code == 0
    whole = time.monotonic() - start

    def killed(seed: int) -> int | str:
        root = scene.copy(tmp_path / f"store{seed}")
        started = Started(cli.main, arguments, data=root)
        time.sleep(random.Random(seed).uniform(0, whole))
        assert started.process.pid is not None
        with contextlib.suppress(ProcessLookupError):
            os.kill(started.process.pid, signal.SIGKILL)
        ended = started.end().code
        scene.assert_whole(root)
        assert command(root, *scene.command).code == 0, seed
        scene.assert_undisturbed(root)
        return ended

    # A machine that is busy may let some of them finish, but not most.
    assert at_once(killed, range(50)).count(KILLED) > 25


def test_another_import_after_one_that_was_killed_finds_nothing_of_it(
    tmp_path: Path, staged: dict[str, Scene]
) -> None:
    scene, other = staged["an import"], staged["a rollback"]
    again = taking(roster(tmp_path / "again", 6, TWO))

    def killed(step: int) -> str | None:
        root = scene.copy(tmp_path / f"store{step}")
        assert command(root, *scene.command, fault=KilledAt(step)).code == KILLED
        left = scene.assert_whole(root)
        assert command(root, *again).code == 0
        assert listing(root) == listing(scene.before if left == scene.old else scene.after), step
        assert other.assert_whole(root) == left
        return left

    # Every step is killed at above; here each third, and the last ones, among which it turns.
    steps = tried(steps_of(scene, tmp_path / "store"))
    seen = at_once(killed, [*steps[:-8:3], *steps[-8:]])
    assert {*seen} == {scene.old, scene.new}


def test_an_import_killed_just_before_it_is_current_is_no_release_to_anyone(
    tmp_path: Path, staged: dict[str, Scene]
) -> None:
    scene = staged["an import"]
    steps = steps_of(scene, tmp_path / "store")
    synced = steps.index(("fsync", str(tmp_path / "store" / "releases"))) + 1
    root = scene.copy(tmp_path / "store")
    assert command(root, *scene.command, fault=KilledAt(synced)).code == KILLED
    record, pending = Store(root).record(scene.new), root / "pending"
    assert record.exists()
    assert command(root, "releases").out == command(scene.before, "releases").out
    checked = command(root, "check")
    assert checked.code == 0
    for path in (record, pending):
        assert f"{path} is left by an import that did not finish" in checked.out
    # The newest besides the current one is the one before it.
    kept = shutil.copytree(root, tmp_path / "pruned")
    assert command(kept, "prune", "--keep", "2").code == 0
    assert listing(kept) == listing(scene.before)
    refused = command(root, "rollback", scene.new)
    assert refused.code == 1
    assert "No release begins with" in refused.err
    assert listing(root) == listing(scene.before)
    assert scene.assert_whole(root) == scene.old
