"""What is proved of looking after a store: what changed, what is damaged, what may go."""

import datetime
import json
import logging
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.access.reading import Reader
from dashboard.cube import parts
from dashboard.store import files, upkeep
from dashboard.store.files import DamagedFile
from dashboard.store.merging import merged, same_data
from dashboard.store.releases import Change, Release, Source, Store
from tests.facts import frame, person, small_force
from tests.store.few import FEW, PARTS
from tests.store.test_store import MADE_UP, OTHER, REAL, people, rows, stored

SOURCE = Source(file="people.csv", sha256="0" * 64)


@pytest.fixture(scope="module")
def three_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three releases, counted, that differ in what they hold of January and February."""
    root = tmp_path_factory.mktemp("three") / "store"
    for months, count in ((("2023-01",), 3), (("2023-01", "2023-02"), 4), (("2023-02",), 2)):
        parts.build(*stored(root, REAL, *months, count=count))
    return root


@pytest.fixture
def store(tmp_path: Path, three_releases: Path) -> Store:
    """A copy of them."""
    return Store(shutil.copytree(three_releases, tmp_path / "store"))


def current(store: Store) -> Release:
    found = store.current()
    assert found is not None
    return found


def every(made: parts.Paths) -> list[Path]:
    """The parts of all kinds of cells, each once."""
    return [*dict.fromkeys(path for listed in made.values() for path in listed)]


def damage(path: Path) -> None:
    path.write_bytes(b"?" + path.read_bytes()[1:])


# How a release came about.


def test_a_release_says_which_months_it_added_and_replaced_and_what_was_before(
    tmp_path: Path,
) -> None:
    _, first = stored(tmp_path, REAL, "2023-01", "2023-02")
    assert (first.parent, first.changes) == (
        None,
        {"strength": Change(added=("2023-01", "2023-02"))},
    )
    store = Store(tmp_path)
    again = {month: store.add("strength", people(month, 3)) for month in ("2023-01",)}
    again |= {month: store.add("strength", people(month, 4)) for month in ("2023-02", "2023-03")}
    second = merged(first, REAL, {"strength": again}, (SOURCE,))
    assert second.parent == first.id
    # January came again as it was.
    assert second.changes == {"strength": Change(added=("2023-03",), replaced=("2023-02",))}
    store.publish(second)
    assert store.current() == second


def test_what_is_put_aside_is_no_change_of_months(tmp_path: Path) -> None:
    _, made_up = stored(tmp_path, MADE_UP, "2023-01", "2023-02")
    _, real = stored(tmp_path, REAL, "2023-02")
    assert real.parent == made_up.id
    assert real.changes == {"strength": Change(added=("2023-02",))}


def test_the_same_again_is_the_release_that_was_there(tmp_path: Path) -> None:
    store, release = stored(tmp_path, REAL, "2023-01", "2023-02")
    part = store.add("strength", people("2023-02"))
    assert merged(release, REAL, {"strength": {"2023-02": part}}, (SOURCE,)) is release
    renamed = small_force(name="Small Force, renamed")
    assert merged(release, renamed, {"strength": {"2023-02": part}}, ()).id != release.id


def test_releases_made_in_one_second_keep_their_order(tmp_path: Path) -> None:
    made = [stored(tmp_path, REAL, "2023-01", count=count)[1] for count in (3, 4, 2, 1)]
    assert Store(tmp_path).releases() == (made, [])


# Records.


def alter(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record.update(made_at="2020-01-01T00:00:00Z"),
        lambda record: record["sources"].clear(),
        lambda record: record["sources"][0].update(file="other.csv"),
        lambda record: record.update(parent="0" * 16),
        lambda record: record["changes"]["strength"].update(added=[]),
        lambda record: record.update(word="more"),
        lambda record: record.pop("checksum"),
        lambda record: record.update(checksum=None),
        lambda record: record.clear(),
    ],
)
def test_what_is_no_part_of_the_identity_cannot_be_altered_either(
    tmp_path: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    store = Store(tmp_path)
    part = store.add("strength", people("2023-01"))
    release = merged(None, REAL, {"strength": {"2023-01": part}}, (SOURCE,))
    store.publish(release)
    alter(store.record(release.id), change)
    with pytest.raises(DamagedFile, match=rf"{release.id}\.json was altered: restore it"):
        store.current()


def as_of_another_version(store: Store, change: Callable[[dict[str, Any]], object]) -> str:
    """The current release under the id, and in the record, that another version gave it."""
    release = current(store)
    content = release.model_dump(mode="json")
    change(content)
    text = json.dumps(
        {name: content[name] for name in ("force", "tables")}, sort_keys=True, separators=(",", ":")
    )
    release_id = files.hashlib.sha256(text.encode()).hexdigest()[:16]
    whole = json.dumps(content, sort_keys=True, separators=(",", ":"))
    content["checksum"] = files.hashlib.sha256(whole.encode()).hexdigest()
    store.record(release_id).write_text(json.dumps(content), encoding="utf-8")
    store.pointer.write_text(f"{release_id}\n", encoding="utf-8")
    return release_id


def test_a_record_of_an_earlier_version_that_knew_less_of_a_force_is_read(tmp_path: Path) -> None:
    store, release = stored(tmp_path, REAL, "2023-01")
    old_id = as_of_another_version(store, lambda record: record["force"].pop("published_as"))
    old = current(store)
    assert old.id == old_id != release.id
    assert same_data(old, release)
    again = merged(
        old, REAL, {"strength": {"2023-01": store.add("strength", people("2023-01"))}}, ()
    )
    assert again.id == old_id
    added = {"2023-02": store.add("strength", people("2023-02"))}
    assert merged(old, REAL, {"strength": added}, ()).parent == old_id


def test_a_record_without_a_checksum_as_the_first_version_wrote_them_is_read(
    tmp_path: Path,
) -> None:
    store, release = stored(tmp_path, REAL, "2023-01")

    def first_form(record: dict[str, Any]) -> None:
        for name in ("checksum", "parent", "changes"):
            del record[name]

    alter(store.record(release.id), first_form)
    assert same_data(store.current(), release)
    alter(store.record(release.id), lambda record: record["tables"].clear())
    with pytest.raises(DamagedFile, match="was altered"):
        store.current()


def test_a_record_of_a_later_version_is_refused_as_such(tmp_path: Path) -> None:
    store, _ = stored(tmp_path, REAL, "2023-01")
    as_of_another_version(store, lambda record: record["force"].update(motto="Onward"))
    with pytest.raises(DamagedFile, match="was written by another version of Frontline"):
        store.current()


# The pointer.


def test_a_pointer_that_is_gone_is_damage_and_not_an_empty_store(store: Store) -> None:
    store.pointer.unlink()
    with pytest.raises(DamagedFile, match="current is missing: make a release current"):
        store.current()


@pytest.mark.parametrize("held", ["", "0" * 16, "0" * 15 + "\n", "../x\n", "NONE\n", "\xff\n"])
def test_a_pointer_that_names_nothing_is_damage(store: Store, held: str) -> None:
    store.pointer.write_text(held, encoding="latin-1")
    with pytest.raises(DamagedFile, match="current does not name a release"):
        store.current_id()


def test_a_first_import_that_died_before_the_end_leaves_nothing_current(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = files.write_text

    def died(path: Path, text: str) -> None:
        if text not in ("none\n",) and path.name == "current":
            raise OSError(5, "died", str(path))
        write(path, text)

    monkeypatch.setattr(files, "write_text", died)
    with pytest.raises(OSError, match="died"):
        stored(tmp_path, REAL, "2023-01")
    assert list((tmp_path / "releases").iterdir()) == []
    assert not (tmp_path / "pending").exists()
    assert Store(tmp_path).current() is None
    # Its table goes.
    assert Store(tmp_path).collect().files == 1


def test_a_pointer_that_is_lost_stays_lost_where_a_rollback_is_disturbed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = store.releases()[0][0]
    store.pointer.unlink()

    def died(path: Path, text: str) -> None:
        if text == f"{release.id}\n":
            raise OSError(5, "died", str(path))
        write(path, text)

    write = files.write_text
    monkeypatch.setattr(files, "write_text", died)
    with pytest.raises(OSError, match="died"):
        store.publish(release)
    with pytest.raises(DamagedFile, match="current is missing"):
        store.current()


# A release that is about to be current.


def test_what_was_current_once_stays_though_it_was_pending_when_its_import_died(
    store: Store,
) -> None:
    one, two, three = store.releases()[0]
    store.pending.write_text(f"{three.id}\n")
    (left,) = [finding for finding in parts.check(store) if finding.words]
    assert (left.path, left.harmless) == (store.pending, True)
    store.publish(one)
    parts.collect(store)
    assert store.releases() == ([one, two, three], [])
    assert not store.pending.exists()


def test_what_is_pending_is_settled_before_another_release_is_current(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, three = store.releases()[0]
    store.pending.write_text(f"{three.id}\n")

    def died(path: Path, text: str) -> None:
        write(path, text)
        raise KeyboardInterrupt

    write = files.write_text
    with monkeypatch.context() as patched:
        patched.setattr(files, "write_text", died)
        with pytest.raises(KeyboardInterrupt):
            store.publish(one)
    # Else the one that was current until now would be taken for one that never was.
    assert (store.current(), store.releases()) == (one, ([one, two, three], []))
    store.pending.write_text(f"{two.id}\n")
    store.publish(three)
    assert store.releases() == ([one, three], [])


@pytest.mark.parametrize("held", ["?", "", "0" * 16 + "\n"])
def test_while_nobody_knows_what_is_current_what_is_pending_stays(store: Store, held: str) -> None:
    releases = store.releases()
    store.pending.write_text(f"{releases[0][1].id}\n")
    store.pointer.write_text(held)
    assert store.releases() == releases
    store.publish(releases[0][0])
    parts.collect(store)
    assert store.releases() == releases


@pytest.mark.parametrize("held", ["", "../current\n", "\xff\n", "0" * 16 + "\n"])
def test_a_name_of_nothing_that_is_pending_does_no_harm(store: Store, held: str) -> None:
    before, releases = sorted(store.root.rglob("*")), store.releases()
    store.pending.write_text(held, encoding="latin-1")
    assert store.releases() == releases
    parts.collect(store)
    assert sorted(store.root.rglob("*")) == before


# Finding and reading.


def test_a_release_is_found_by_the_beginning_of_its_id(store: Store) -> None:
    (first, *others), _ = store.releases()
    length = next(n for n in range(1, 17) if not any(o.id[:n] == first.id[:n] for o in others))
    assert store.find(first.id[:length]) == store.find(first.id) == first
    with pytest.raises(ValueError, match="No release begins with 'x'") as refused:
        store.find("x")
    assert all(release.id in str(refused.value) for release in (first, *others))
    with pytest.raises(ValueError, match="Several releases begin with ''"):
        store.find("")


def test_a_frame_comes_back_typed_whether_whole_or_in_part(tmp_path: Path) -> None:
    store = Store(tmp_path)
    given = frame(
        [
            person(person_id="b", fte=0.5, suspended=True),
            person(person_id="a", joined_on="2015-06-28", unit="NA"),
        ]
    )
    part = store.add("strength", given)
    back = given.sort_values("person_id", ignore_index=True)
    pd.testing.assert_frame_equal(store.frame(part), back)
    some = ["suspended", "person_id", "joined_on"]
    pd.testing.assert_frame_equal(store.frame(part, some), back[some])
    empty = store.add("strength", given.iloc[:0])
    pd.testing.assert_frame_equal(store.frame(empty), back.iloc[:0])
    damage(store.file(part))
    with pytest.raises(DamagedFile, match=part.sha256):
        store.frame(part)


# Leftovers.


def left_behind(store: Store) -> list[Path]:
    """What imports that died leave: a table, cells of it, and files that were being written."""
    part = store.add("strength", people("2023-03", 1))
    dead = current(store).model_copy(update={"tables": {"strength": {"2023-03": part}}})
    paths = [store.file(part), *every(parts.build(store, dead))]
    for folder in ("", "tables", "cube", "releases"):
        for name in (".writing-abc", "tmp_.writing-abc"):
            paths.append(store.root / folder / name)
            paths[-1].write_bytes(b"half")
    return sorted(paths)


def test_leftovers_go_and_nothing_else_does(store: Store) -> None:
    foreign = store.tables / "notes.txt"
    foreign.write_text("ours")
    before = sorted(store.root.rglob("*"))
    left = left_behind(store)
    size = sum(path.stat().st_size for path in left)
    found = [item for item in parts.check(store) if item.words]
    cells = {path for path in left if path.suffix == ".parquet" and path.parent.name == "cube"}
    assert sorted(item.path for item in found) == sorted({*left, store.root / "cube"} - cells)
    assert all(item.harmless for item in found)
    assert parts.collect(store) == files.Removed(len(left), size)
    assert sorted(store.root.rglob("*")) == before
    assert parts.collect(store) == files.Removed(0, 0)


def test_counts_that_no_release_needs_are_one_line_with_a_number(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [item for item in parts.check(store) if item.words] == []
    # Four months over three releases, one of them in two.
    number = len(list((store.root / "cube").glob("*.parquet")))
    monkeypatch.setattr(parts, "_COUNTINGS", dict.fromkeys(FEW, "of another version"))
    (item,) = [item for item in parts.check(store) if item.words]
    assert item.harmless
    assert item.words == (
        f"{store.root / 'cube'} holds {number} files that were counted by another version, or for "
        "a release that is gone; the next import removes what no release needs."
    )
    assert parts.collect(store).files == number


def test_what_was_added_can_be_taken_back_while_a_release_is_damaged(store: Store) -> None:
    stays = left_behind(store)
    damage(store.record(store.releases()[0][0].id))
    parts.collect(store)
    there = parts.stored(store)
    assert {path for path in stays if path.suffix == ".parquet"} < there
    part = store.add("strength", people("2023-04", 1))
    tried = current(store).model_copy(update={"tables": {"strength": {"2023-04": part}}})
    cells = every(parts.build(store, tried))
    assert parts.stored(store) == {*there, store.file(part), *cells}
    assert parts.collect(store, there).files == 1 + PARTS
    assert parts.stored(store) == there


@pytest.mark.parametrize("hurt", ["pointer", "current record", "older record", "lost record"])
def test_while_a_release_is_damaged_no_table_goes(store: Store, hurt: str) -> None:
    left = left_behind(store)
    older = store.releases()[0][0]
    path = {
        "pointer": store.pointer,
        "older record": store.record(older.id),
    }.get(hurt, store.record(current(store).id))
    held = path.read_bytes()
    path.write_bytes(b"{}")
    if hurt == "lost record":
        path.unlink()
    kept = sorted(
        path for folder in ("tables", "cube") for path in files.stored(store.root / folder)
    )
    parts.collect(store)
    assert sorted(path for path in store.root.rglob("*writing-*")) == []
    assert sorted(path for path in store.root.rglob("*.parquet")) == kept
    path.write_bytes(held)
    parts.collect(store)
    assert not any(path.exists() for path in left)
    assert [item for item in parts.check(store) if item.words] == []


def test_a_prune_keeps_the_current_release_and_the_newest(store: Store) -> None:
    one, two, three = store.releases()[0]
    store.publish(one)
    assert upkeep.prune(store, 3) == ([], [])
    assert upkeep.prune(store, 2) == ([two], [])
    parts.collect(store)
    assert store.releases() == ([one, three], [])
    needed = {store.file(part) for release in (one, three) for part in release.parts()}
    assert set(files.stored(store.tables)) == needed
    assert len(files.stored(store.root / "cube")) == len(needed) * PARTS
    assert upkeep.prune(store, 1) == ([three], [])
    assert store.current() == one
    assert len(rows(store, one.tables["strength"]["2023-01"])) == 3


def test_a_prune_keeps_what_the_current_release_came_from_before_what_is_newer(
    tmp_path: Path,
) -> None:
    counts = (1, 2, 3, 4)
    one, two, three, four = (stored(tmp_path, REAL, "2023-01", count=n)[1] for n in counts)
    store = Store(tmp_path)
    store.publish(two)
    assert upkeep.prune(store, 3).gone == [three]
    assert store.releases()[0] == [one, two, four]
    assert upkeep.prune(store, 2).gone == [four]
    assert store.releases()[0] == [one, two]


def test_a_prune_of_releases_that_came_from_one_another_comes_to_an_end(tmp_path: Path) -> None:
    counts = (1, 2, 3, 2)
    other, one, two, again = (stored(tmp_path, REAL, "2023-01", count=n)[1] for n in counts)
    assert (again.id, again.parent, two.parent, one.parent) == (one.id, two.id, one.id, other.id)
    store = Store(tmp_path)
    assert upkeep.prune(store, 2).gone == [other]
    assert store.releases()[0] == [two, again]


def test_a_record_that_is_damaged_is_set_aside_and_the_rest_is_pruned(store: Store) -> None:
    one, two, three = store.releases()[0]
    damage(store.record(two.id))
    gone, aside = upkeep.prune(store, 1)
    assert gone == [one]
    assert [error.path for error in aside] == [store.record(two.id)]
    assert store.releases() == ([three], [])
    parts.collect(store)
    assert set(files.stored(store.tables)) == {store.file(part) for part in three.parts()}


def test_nothing_is_set_aside_where_what_stays_is_not_whole(store: Store) -> None:
    one, _, three = store.releases()[0]
    damage(store.record(one.id))
    damage(store.file(three.tables["strength"]["2023-02"]))
    before = sorted(store.root.rglob("*"))
    with pytest.raises(DamagedFile, match="does not hold what its name says"):
        upkeep.prune(store, 1)
    assert sorted(store.root.rglob("*")) == before


def test_no_release_is_given_up_while_one_can_be_read_or_none_is_there(
    tmp_path: Path, store: Store
) -> None:
    held = store.pointer.read_text()
    with pytest.raises(ValueError, match="There are releases that can be read"):
        upkeep.give_up(store)
    assert store.pointer.read_text() == held
    with pytest.raises(ValueError, match="No release is current"):
        upkeep.give_up(Store(tmp_path / "empty"))
    assert not (tmp_path / "empty").exists()


@pytest.mark.parametrize("hurt", ["", "?", "gone"])
def test_a_store_of_which_nothing_can_be_read_begins_anew(store: Store, hurt: str) -> None:
    for release_id in store.ids():
        damage(store.record(release_id))
    if hurt == "gone":
        store.pointer.unlink()
    elif hurt:
        store.pointer.write_text(hurt)
    with pytest.raises(DamagedFile, match="run 'frontline rollback none'"):
        store.current()
    upkeep.give_up(store)
    assert store.current() is None
    _, release = stored(store.root, REAL, "2023-05")
    assert (store.current(), release.parent) == (release, None)


@pytest.mark.parametrize("hurt", ["pointer", "record"])
def test_a_prune_is_refused_where_what_is_current_is_damaged(store: Store, hurt: str) -> None:
    path = store.pointer if hurt == "pointer" else store.record(current(store).id)
    damage(path)
    before = sorted(store.root.rglob("*"))
    with pytest.raises(DamagedFile, match=path.name):
        upkeep.prune(store, 1)
    assert sorted(store.root.rglob("*")) == before


# Checking.


def test_a_check_names_every_file_and_what_it_holds(store: Store) -> None:
    found = [item.path for item in parts.check(store)]
    assert sorted(found) == sorted(
        path for path in store.root.rglob("*") if path.is_file() and path.name != "lock"
    )
    part = current(store).tables["strength"]["2023-02"]
    store.file(part).unlink()
    words = [item.words for item in parts.check(store) if item.words]
    path = store.file(part)
    assert words == [
        f"{path} is missing: restore it from a backup, or import its month again "
        "(strength, 2023-02)."
    ]


# The cube.


def test_cells_that_are_damaged_are_counted_again_and_replaced(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    made = parts.build(store, current(store))
    held = {path: path.read_bytes() for path in every(made)}
    hurt = made["strength"][1]
    damage(hurt)
    (wrong,) = [item for item in parts.check(store) if item.words]
    assert (wrong.path, wrong.harmless) == (hurt, False)
    with caplog.at_level(logging.WARNING):
        assert parts.build(store, current(store)) == made
    assert hurt.name in caplog.text
    assert {path: path.read_bytes() for path in every(made)} == held


def in_a_thread(work: Callable[[], object]) -> threading.Event:
    """What is set once the work is done."""
    done = threading.Event()
    threading.Thread(target=lambda: (work(), done.set()), daemon=True).start()
    return done


def test_cells_that_are_all_there_are_read_without_a_lock(store: Store) -> None:
    release = current(store)
    with files.locked(store.root / "cube" / "lock"), store.lock():
        assert in_a_thread(lambda: parts.build(store, release)).wait(20)


def test_cells_are_made_by_one_process_and_the_one_that_waited_finds_them(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = current(store)
    made = parts.build(store, release)
    held = {path: path.read_bytes() for path in every(made)}
    for path in every(made):
        path.unlink()
    counted = []
    make = parts._made
    monkeypatch.setattr(parts, "_made", lambda *given: counted.append(given[3]) or make(*given))
    with files.locked(store.root / "cube" / "lock"):
        done = in_a_thread(lambda: parts.build(store, release))
        assert not done.wait(0.3)
        made["strength"][0].write_bytes(held[made["strength"][0]])
    assert done.wait(20)
    assert counted == ["2023-02"]
    assert {path: path.read_bytes() for path in every(made)} == held


# A reader.


def test_a_reader_whose_release_is_pruned_while_it_opens_it_goes_on_with_the_current_one(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, _, new = store.releases()[0]
    store.publish(old)
    opened = []
    build = parts.build

    def pruned_meanwhile(where: Store, release: Release) -> parts.Paths:
        opened.append(release.id)
        if release == old:
            store.publish(new)
            upkeep.prune(store, 1)
            parts.collect(store)
        return build(where, release)

    monkeypatch.setattr(parts, "build", pruned_meanwhile)
    assert Reader(store).current().release == new
    assert opened == [old.id, new.id]


def test_a_reader_of_a_release_that_is_damaged_says_so_and_does_not_wait(store: Store) -> None:
    damage(store.record(current(store).id))
    with pytest.raises(DamagedFile, match="was altered"):
        Reader(store).current()


def test_a_release_of_another_force_can_be_kept_beside(tmp_path: Path) -> None:
    store, _ = stored(tmp_path, MADE_UP, "2023-01")
    _, real = stored(tmp_path, OTHER, "2023-01")
    assert [release.force.id for release in store.releases()[0]] == ["demonstration", "other"]
    assert datetime.datetime.now(datetime.UTC) - real.made_at < datetime.timedelta(minutes=5)
