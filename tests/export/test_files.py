"""Files that leave: what they say of themselves, and what a spreadsheet must not run."""

import csv
import datetime
import io
import zipfile

import pandas as pd

from dashboard.export.files import archive, csv_bytes, csv_text, file_name
from dashboard.store.releases import Release
from tests.facts import small_force


def release(*, illustrative: bool) -> Release:
    made_at = datetime.datetime(2023, 4, 1, tzinfo=datetime.UTC)
    return Release(force=small_force(illustrative=illustrative), tables={}, made_at=made_at)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_every_row_says_the_selection_the_release_and_whose_data_it_is() -> None:
    frame = pd.DataFrame({"command": ["AA", "NA"], "value": [1.5, None]})
    made = release(illustrative=True)
    found = rows(csv_text(frame, made, "Officers, all commands"))
    assert [list(row) for row in found] == [
        ["command", "value", "selection", "release", "data"]
    ] * 2
    assert {row["data"] for row in found} == {"Illustrative"}
    assert {row["release"] for row in found} == {made.id}
    assert {row["selection"] for row in found} == {"Officers, all commands"}
    assert [(row["command"], row["value"]) for row in found] == [("AA", "1.5"), ("NA", "")]
    assert {row["data"] for row in rows(csv_text(frame, release(illustrative=False)))} == {
        "Small Force"
    }


def test_a_command_that_looks_like_a_formula_is_made_harmless_and_numbers_stay() -> None:
    frame = pd.DataFrame({"command": ["=1+1", "@SUM", "+44", "-DESK", "A=B"], "value": [-1.0] * 5})
    found = rows(csv_text(frame, release(illustrative=False)))
    assert [row["command"] for row in found] == ["'=1+1", "'@SUM", "'+44", "'-DESK", "A=B"]
    assert {row["value"] for row in found} == {"-1.0"}


def test_no_zero_has_a_sign() -> None:
    text = csv_text(pd.DataFrame({"change": [-0.0, -0.5]}), release(illustrative=True))
    assert [line.split(",")[0] for line in text.splitlines()[1:]] == ["0.0", "-0.5"]


def test_the_name_of_a_file_holds_the_selection_and_no_awkward_character() -> None:
    parts = ["MILITARY & EXTENDED LEAVE/DESK", "2023-03", ""]
    name = file_name("overview-trend", release(illustrative=True), parts)
    assert name == "frontline_overview-trend_MILITARY-EXTENDED-LEAVE-DESK_2023-03_illustrative.csv"
    assert file_name("x", release(illustrative=False), ["NA"]) == "frontline_x_NA_small.csv"


def test_a_file_tells_spreadsheets_that_it_is_utf_8() -> None:
    made = release(illustrative=False)
    frame = pd.DataFrame({"command": ["Ñandú"], "value": [1.0]})
    found = csv_bytes(frame, made, "Officers")
    assert found.startswith(b"\xef\xbb\xbfcommand,")
    assert found.decode("utf-8-sig") == csv_text(frame, made, "Officers")


def test_an_archive_holds_the_files_by_their_names_in_their_order() -> None:
    files = {"b.csv": b"one", "a.csv": "zwölf".encode() * 1000}
    made_at = datetime.datetime(2023, 4, 1, 8, 30, 2, tzinfo=datetime.UTC)
    with zipfile.ZipFile(io.BytesIO(archive(files, made_at))) as held:
        assert held.testzip() is None
        assert held.namelist() == ["b.csv", "a.csv"]
        assert {name: held.read(name) for name in held.namelist()} == files
        assert {info.date_time for info in held.infolist()} == {(2023, 4, 1, 8, 30, 2)}


def test_the_same_files_of_a_release_make_the_same_archive() -> None:
    files, made_at = {"a.csv": b"one"}, datetime.datetime(2023, 4, 1, tzinfo=datetime.UTC)
    assert archive(files, made_at) == archive(dict(files), made_at)
    assert archive(files, made_at) != archive({"a.csv": b"two"}, made_at)


def test_an_archive_is_named_as_one() -> None:
    made = release(illustrative=True)
    assert file_name("overview", made, ["NA"], "zip") == "frontline_overview_NA_illustrative.zip"
