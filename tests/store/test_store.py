"""What is proved of the store: the same data is the same release, and damage is never read."""

import datetime
import os
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.schema.force import Force
from dashboard.schema.tables import STRENGTH
from dashboard.settings import ROOT
from dashboard.store import files, parquet
from dashboard.store.files import DamagedFile
from dashboard.store.merging import merged
from dashboard.store.releases import Change, Part, Release, Source, Store
from tests.facts import frame, person, small_force

REAL = small_force()
OTHER = small_force(id="other", name="Other Force")
MADE_UP = small_force(id="demonstration", name="Demonstration force", illustrative=True)

PUBLISH_AGAIN = """
import sys
from pathlib import Path
from tests.store.test_store import REAL, people, stored
store, release = stored(Path(sys.argv[1]), REAL, "2023-01", "2023-02")
print(release.id, *sorted(path.name for path in store.tables.iterdir()))
"""

HOLD_THE_LOCK = """
import sys
from pathlib import Path
from dashboard.store.releases import Store
with Store(Path(sys.argv[1])).lock():
    print("held", flush=True)
    sys.stdin.read()
"""


def people(month: str, count: int = 3) -> pd.DataFrame:
    return frame(
        person(month=month, person_id=f"p{number}", joined_on="2015-06-28", absence=absence)
        for number, absence in zip(range(count), ["sickness", None, None, "study"], strict=False)
    )


def stored(root: Path, force: Force, *months: str, count: int = 3) -> tuple[Store, Release]:
    """The store after one import of *months*, and the release that it made current."""
    store = Store(root)
    parts = {month: store.add("strength", people(month, count)) for month in months}
    release = merged(store.current(), force, {"strength": parts}, ())
    store.publish(release)
    return store, release


def only_file(store: Store) -> Path:
    (path,) = store.tables.iterdir()
    return path


def rows(store: Store, part: Part) -> pd.DataFrame:
    with parquet.connect() as connection:
        return parquet.read(connection, [store.path(part)]).df()


# The same data is the same release.


@settings(max_examples=20, deadline=None)
@given(order=st.permutations(range(4)), columns=st.permutations(STRENGTH.names))
def test_the_order_of_rows_and_columns_does_not_change_a_file(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], columns: list[str]
) -> None:
    store = Store(tmp_path_factory.mktemp("store"))
    whole = people("2023-01", 4)
    assert store.add("strength", whole) == store.add("strength", whole.iloc[order][columns])
    assert len(list(store.tables.iterdir())) == 1


def test_a_column_that_is_not_sent_is_a_column_of_holes(tmp_path: Path) -> None:
    store = Store(tmp_path)
    whole = people("2023-01")
    assert store.add("strength", whole.drop(columns=["team", "left_on", "suspended"])) == store.add(
        "strength", whole
    )


def test_other_data_is_another_file(tmp_path: Path) -> None:
    store = Store(tmp_path)
    changed = people("2023-01").assign(rank=["PC", "PC", "PS"])
    one, other = store.add("strength", people("2023-01")), store.add("strength", changed)
    assert one.sha256 != other.sha256
    assert len(list(store.tables.iterdir())) == 2


def test_a_file_is_named_by_the_hash_of_its_content(tmp_path: Path) -> None:
    store = Store(tmp_path)
    part = store.add("strength", people("2023-01"))
    path = only_file(store)
    assert path.name == f"{part.sha256}.parquet" == f"{files.digest(path)}.parquet"


def test_people_are_for_the_owner_alone_and_the_lists_of_files_for_all(tmp_path: Path) -> None:
    store, release = stored(tmp_path, REAL, "2023-01")
    record = tmp_path / "releases" / f"{release.id}.json"
    assert only_file(store).stat().st_mode & 0o777 == 0o600
    for path in (record, tmp_path / "current"):
        assert path.stat().st_mode & 0o777 == 0o644, path


@pytest.mark.parametrize("seed", ["1", "2"])
def test_a_fresh_process_makes_the_same_files_and_the_same_release(
    tmp_path: Path, seed: str
) -> None:
    store, release = stored(tmp_path / "here", REAL, "2023-01", "2023-02")
    done = subprocess.run(
        [sys.executable, "-c", PUBLISH_AGAIN, str(tmp_path / "there")],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [
        release.id,
        *sorted(path.name for path in store.tables.iterdir()),
    ]


def test_when_and_from_which_files_is_no_part_of_a_releases_identity(tmp_path: Path) -> None:
    _, release = stored(tmp_path, REAL, "2023-01")
    later = release.made_at + datetime.timedelta(days=1)
    source = Source(file="people.csv", sha256="0" * 64)
    assert release.model_copy(update={"made_at": later, "sources": (source,)}).id == release.id
    assert release.model_copy(update={"force": OTHER}).id != release.id


def test_data_that_comes_back_has_the_record_say_when_from_where_and_after_what(
    tmp_path: Path,
) -> None:
    _, first = stored(tmp_path, REAL, "2023-01", "2023-02")
    store, wrong = stored(tmp_path, REAL, "2023-02", count=4)
    part = store.add("strength", people("2023-02"))
    corrected = Source(file="corrected.csv", sha256="1" * 64)
    store.publish(merged(wrong, REAL, {"strength": {"2023-02": part}}, (corrected,)))
    again = store.current()
    assert again is not None
    assert (again.id, again.tables) == (first.id, first.tables)
    assert again.made_at > wrong.made_at > first.made_at
    assert (again.sources, again.parent) == ((corrected,), wrong.id)
    assert again.changes == {"strength": Change(replaced=("2023-02",))}
    assert store.releases() == ([wrong, again], [])


def test_what_is_published_as_its_record_has_it_leaves_the_record_alone(tmp_path: Path) -> None:
    _, first = stored(tmp_path, REAL, "2023-01")
    store, second = stored(tmp_path, REAL, "2023-02")
    before = store.record(first.id).stat()
    store.publish(store.release(first.id))
    assert store.record(first.id).stat().st_ino == before.st_ino
    assert store.releases() == ([first, second], [])


# What is stored is what was given.


def test_rows_come_back_sorted_typed_and_with_their_holes(tmp_path: Path) -> None:
    store = Store(tmp_path)
    part = store.add(
        "strength",
        frame(
            [
                person(person_id="NA", command="NA", fte=0.5, suspended=True),
                person(person_id="00123", joined_on="2015-06-28", unit="1E5"),
            ]
        ),
    )
    back = rows(store, part)
    assert list(back) == list(STRENGTH.names)
    assert back["person_id"].to_list() == ["00123", "NA"]
    assert back["command"].to_list() == ["AA", "NA"]
    assert back["fte"].to_list() == [1.0, 0.5]
    assert back["unit"].isna().to_list() == [False, True]
    assert back["unit"][0] == "1E5"
    assert back["joined_on"][0] == pd.Timestamp(2015, 6, 28)
    assert back["joined_on"].isna().to_list() == [False, True]
    assert back["suspended"].isna().to_list() == [True, False]
    assert bool(back["suspended"][1]) is True


def test_every_column_has_the_type_of_its_kind_even_where_it_is_all_holes(tmp_path: Path) -> None:
    types = {"date": "DATE", "number": "DOUBLE", "flag": "BOOLEAN"}
    store = Store(tmp_path)
    part = store.add("strength", people("2023-01")[["month", "person_id", "command", "rank"]])
    with parquet.connect() as connection:
        found = parquet.read(connection, [store.path(part)])
        stated = dict(zip(found.columns, map(str, found.types), strict=True))
    assert stated == {c.name: types.get(c.kind, "VARCHAR") for c in STRENGTH.columns}


def test_a_part_says_its_rows_and_which_columns_hold_anything(tmp_path: Path) -> None:
    part = Store(tmp_path).add("strength", people("2023-01"))
    assert part.rows == 3
    known = ("month", "person_id", "command", "rank", "role", "fte", "joined_on", "absence")
    assert part.recorded == known


# Months come together.


def test_adding_months_merges_them_in_order_whatever_came_first(tmp_path: Path) -> None:
    store, _ = stored(tmp_path / "a", REAL, "2023-02")
    _, release = stored(tmp_path / "a", REAL, "2023-01", "2023-03")
    assert list(release.tables["strength"]) == ["2023-01", "2023-02", "2023-03"]
    _, at_once = stored(tmp_path / "b", REAL, "2023-03", "2023-02", "2023-01")
    assert release.id == at_once.id == store.current_id()


def test_a_month_that_comes_again_replaces_the_old_one(tmp_path: Path) -> None:
    _, before = stored(tmp_path, REAL, "2023-01", "2023-02")
    store, after = stored(tmp_path, REAL, "2023-02", count=4)
    assert after.tables["strength"]["2023-01"] == before.tables["strength"]["2023-01"]
    assert after.tables["strength"]["2023-02"].rows == 4
    assert len(rows(store, after.tables["strength"]["2023-02"])) == 4
    _, back = stored(tmp_path, REAL, "2023-02")
    assert back.id == before.id


def test_the_demonstration_is_put_aside_by_the_first_real_force(tmp_path: Path) -> None:
    _, made_up = stored(tmp_path, MADE_UP, "2023-01", "2023-02")
    store, release = stored(tmp_path, REAL, "2023-03")
    assert list(release.tables["strength"]) == ["2023-03"]
    assert store.current() == release
    assert store.release(made_up.id) == made_up


def test_more_months_of_the_demonstration_are_added_to_it(tmp_path: Path) -> None:
    stored(tmp_path, MADE_UP, "2023-01")
    _, release = stored(tmp_path, MADE_UP, "2023-02")
    assert list(release.tables["strength"]) == ["2023-01", "2023-02"]


@pytest.mark.parametrize(
    ("force", "said"),
    [
        (OTHER, "The store holds Small Force, and a release belongs to one force"),
        (MADE_UP, "The store holds Small Force; the demonstration would hide it"),
    ],
)
def test_data_of_another_force_or_none_is_refused_over_real_data(
    tmp_path: Path, force: Force, said: str
) -> None:
    store, release = stored(tmp_path, REAL, "2023-01")
    with pytest.raises(ValueError, match=said) as refused:
        stored(tmp_path, force, "2023-02")
    assert "FRONTLINE_DATA" in str(refused.value)
    assert store.current() == release


def test_what_is_made_from_a_release_says_whose_it_is(tmp_path: Path) -> None:
    assert stored(tmp_path / "a", REAL, "2023-01")[1].data == "Small Force"
    assert stored(tmp_path / "b", MADE_UP, "2023-01")[1].data == "Illustrative"


# The pointer.


def test_before_the_first_release_there_is_none(tmp_path: Path) -> None:
    assert Store(tmp_path / "absent").current() is None
    assert not (tmp_path / "absent").exists()


def test_the_pointer_swaps_and_a_reader_keeps_the_release_that_it_opened(tmp_path: Path) -> None:
    store, first = stored(tmp_path, REAL, "2023-01")
    assert store.current() == first
    _, second = stored(tmp_path, REAL, "2023-01", count=4)
    assert store.current() == second
    assert store.release(first.id) == first
    assert len(rows(store, first.tables["strength"]["2023-01"])) == 3


def test_a_part_that_is_stored_but_not_published_changes_nothing(tmp_path: Path) -> None:
    store, release = stored(tmp_path, REAL, "2023-01")
    store.add("strength", people("2023-02"))
    assert Store(tmp_path).current() == release


def test_a_reader_beside_a_writer_always_finds_a_whole_release(tmp_path: Path) -> None:
    store, one = stored(tmp_path, REAL, "2023-01")
    _, other = stored(tmp_path, REAL, "2023-02")
    done = threading.Event()

    def swap() -> None:
        for turn in range(100):
            store.publish((one, other)[turn % 2])
        done.set()

    writer = threading.Thread(target=swap)
    writer.start()
    seen = []
    while not done.is_set():
        seen.append(Store(tmp_path).current())
    writer.join()
    assert len(seen) > 1
    assert all(release in (one, other) for release in seen)


def test_a_swap_that_fails_leaves_the_old_release_current(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, release = stored(tmp_path, REAL, "2023-01")

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(files, "settle", full)
    with pytest.raises(OSError, match="no space left"):
        store.publish(release.model_copy(update={"force": OTHER}))
    assert store.current() == release
    assert sorted(path.name for path in tmp_path.iterdir()) == ["current", "releases", "tables"]


# Damage.


def test_a_flipped_byte_in_a_stored_file_is_damage_that_names_it(tmp_path: Path) -> None:
    store, release = stored(tmp_path, REAL, "2023-01")
    part = release.tables["strength"]["2023-01"]
    path = only_file(store)
    assert store.path(part) == path
    whole = path.read_bytes()
    for place in (0, len(whole) // 2, len(whole) - 1):
        content = bytearray(whole)
        content[place] ^= 1
        path.write_bytes(content)
        with pytest.raises(DamagedFile, match=path.name):
            store.path(part)
    path.write_bytes(whole[:-1])
    with pytest.raises(DamagedFile, match=path.name):
        store.path(part)


def test_a_stored_file_that_is_missing_is_damage_that_names_it(tmp_path: Path) -> None:
    store, release = stored(tmp_path, REAL, "2023-01")
    path = only_file(store)
    path.unlink()
    with pytest.raises(DamagedFile, match=f"{path.name} is missing"):
        store.path(release.tables["strength"]["2023-01"])


def test_importing_a_month_again_mends_its_file_and_its_release(tmp_path: Path) -> None:
    store, release = stored(tmp_path, REAL, "2023-01")
    record = tmp_path / "releases" / f"{release.id}.json"
    only_file(store).write_bytes(b"")
    record.write_text("")
    part = store.add("strength", people("2023-01"))
    assert store.path(part) == only_file(store)
    store.publish(merged(None, REAL, {"strength": {"2023-01": part}}, ()))
    again = store.current()
    assert again is not None
    assert (again.id, again.tables) == (release.id, release.tables)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"rows": 3', '"rows": 4'),
        ('"Small Force"', '"Other Force"'),
        ('"2023-01"', '"2022-01"'),
        ('"probation_months": 24', '"probation_months": 36'),
        ('"force"', '"farce"'),
        ("{", ""),
    ],
)
def test_an_altered_release_is_refused_and_named(tmp_path: Path, old: str, new: str) -> None:
    store, release = stored(tmp_path, REAL, "2023-01")
    record = tmp_path / "releases" / f"{release.id}.json"
    written = record.read_text(encoding="utf-8")
    assert old in written
    record.write_text(written.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DamagedFile, match=record.name):
        store.current()


def test_a_release_that_is_missing_is_named(tmp_path: Path) -> None:
    store, release = stored(tmp_path, REAL, "2023-01")
    (tmp_path / "releases" / f"{release.id}.json").unlink()
    with pytest.raises(DamagedFile, match=rf"{release.id}\.json is missing"):
        store.current()


def test_an_emptied_pointer_is_damage_and_not_an_empty_store(tmp_path: Path) -> None:
    store, _ = stored(tmp_path, REAL, "2023-01")
    (tmp_path / "current").write_text("")
    with pytest.raises(DamagedFile, match="current does not name a release"):
        store.current()


# Nothing is left over.


def test_an_exception_while_writing_beside_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "new"

    def write_half() -> None:
        with files.beside(folder) as temporary:
            temporary.write_text("half")
            assert list(folder.iterdir()) == [temporary]
            raise RuntimeError("half")

    with pytest.raises(RuntimeError, match="half"):
        write_half()
    assert list(folder.iterdir()) == []


def test_a_table_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    wrong = people("2023-01").assign(joined_on="soon")
    with pytest.raises(duckdb.ConversionException, match="soon"):
        store.add("strength", wrong)
    assert not store.tables.exists() or list(store.tables.iterdir()) == []


def test_a_text_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "text"
    files.write_text(path, "a long first text")
    files.write_text(path, "é")
    assert path.read_text(encoding="utf-8") == "é"
    assert list(path.parent.iterdir()) == [path]


# The lock.


def holder(root: Path) -> subprocess.Popen[str]:
    """Another process, once it holds the lock of the store in *root*."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD_THE_LOCK, str(root)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def wait_for_lock(root: Path) -> threading.Event:
    """What is set once a thread of ours has held the lock of the store in *root*."""
    ours = threading.Event()

    def wait() -> None:
        with Store(root).lock():
            ours.set()

    threading.Thread(target=wait, daemon=True).start()
    return ours


@pytest.mark.parametrize("ending", ["killed", "finished"])
def test_the_lock_excludes_a_second_process_and_is_freed_when_that_one_ends(
    tmp_path: Path, ending: str
) -> None:
    with holder(tmp_path) as process:
        ours = wait_for_lock(tmp_path)
        try:
            assert not ours.wait(0.5)
        finally:
            if ending == "killed":
                process.kill()
            elif process.stdin is not None:
                process.stdin.close()
        assert ours.wait(20)


def test_an_exception_frees_the_lock(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), Store(tmp_path).lock():
        raise RuntimeError
    assert wait_for_lock(tmp_path).wait(20)
