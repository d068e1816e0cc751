"""What is proved on the NYPD's real rosters: every row and date, against a parse by hand."""

import csv
import datetime
import shutil
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from dashboard.ingest.load import Loaded, Refused, force_of, load
from dashboard.ingest.mapping import Mapping, load_mapping
from dashboard.schema.force import Force
from dashboard.schema.tables import STRENGTH
from dashboard.settings import ROOT
from tests.shared_data import nypd_files

ROWS = {
    "2023-05": 31_193,
    "2023-06": 31_068,
    "2023-07": 30_670,
    "2023-08": 30_450,
    "2023-09": 30_276,
    "2023-10": 30_070,
    "2023-11": 29_897,
}
REPEATS = {"2023-07": 13, "2023-08": 4}
ABSENCE = {"MILITARY & EXTENDED LEAVE DESK": "special_leave", "MEDICAL DIVISION": "sickness"}

Rows = dict[int, dict[str, str]]


@pytest.fixture(scope="module")
def mapping() -> Mapping:
    return load_mapping(ROOT / "data" / "mappings" / "nypd.toml")


@pytest.fixture(scope="module")
def force(mapping: Mapping) -> Force:
    return force_of(mapping)


@pytest.fixture(scope="module")
def loaded(mapping: Mapping, force: Force) -> dict[str, Loaded]:
    return {file.months[0]: file for file in load(nypd_files(), mapping, force)}


@pytest.fixture(scope="module")
def raw(loaded: dict[str, Loaded]) -> dict[str, Rows]:
    """Each month's file by the number of the row, as the csv module alone reads it."""
    read: dict[str, Rows] = {}
    for month, item in loaded.items():
        with item.path.open(encoding="utf-8", newline="") as file:
            read[month] = dict(enumerate(csv.DictReader(file), 2))
    return read


def by_hand(text: str) -> datetime.date | None:
    if not text:
        return None
    month, day, year = text.split("/")
    return datetime.date(int(year), int(month), int(day))


def days(cells: pd.Series) -> list[datetime.date | None]:
    return [None if pd.isna(cell) else cell.date() for cell in cells]


def texts(cells: pd.Series) -> list[str | None]:
    return [None if pd.isna(cell) else cell for cell in cells]


def test_seven_rosters_are_the_ends_of_seven_months(loaded: dict[str, Loaded]) -> None:
    assert list(loaded) == list(ROWS)
    for month, item in loaded.items():
        assert set(item.frame["month"]) == {month}


def test_every_row_is_loaded_but_the_exact_repeats_which_are_counted(
    loaded: dict[str, Loaded], raw: dict[str, Rows]
) -> None:
    for month, item in loaded.items():
        assert len(raw[month]) == ROWS[month], month
        again = Counter(tuple(row.values()) for row in raw[month].values())
        assert len(item.frame) == len(again), month
        assert item.repeats == again.total() - len(again) == REPEATS.get(month, 0), month
        assert not item.frame["person_id"].duplicated().any(), month


def test_two_blank_commands_become_not_stated_and_are_said(
    loaded: dict[str, Loaded], raw: dict[str, Rows]
) -> None:
    for month, item in loaded.items():
        people = {row["officer_id"] for row in raw[month].values() if not row["command"].strip()}
        named = item.frame.loc[item.frame["command"] == "NOT STATED", "person_id"]
        assert set(named) == people, month
        said = ['2 blank in command, read as "NOT STATED".'] if month == "2023-07" else []
        assert item.said == said, month
        assert len(people) == 2 * len(said), month


def test_every_date_is_the_one_parsed_by_hand(
    loaded: dict[str, Loaded], raw: dict[str, Rows]
) -> None:
    for month, item in loaded.items():
        rows = [raw[month][number] for number in item.frame.index]
        assert days(item.frame["joined_on"]) == [by_hand(row["appt_date"]) for row in rows], month
        assert days(item.frame["posted_on"]) == [by_hand(row["assignment_date"]) for row in rows]
        assert all(row["appt_date"] for row in rows), month


def test_every_text_is_the_one_written(loaded: dict[str, Loaded], raw: dict[str, Rows]) -> None:
    for month, item in loaded.items():
        rows = [raw[month][number] for number in item.frame.index]
        assert texts(item.frame["person_id"]) == [row["officer_id"] for row in rows], month
        assert texts(item.frame["rank"]) == [row["rank"] for row in rows], month
        commands = [row["command"].strip() or "NOT STATED" for row in rows]
        assert texts(item.frame["command"]) == commands, month


def test_the_two_commands_that_are_a_status_become_an_absence_from_the_posting(
    loaded: dict[str, Loaded], raw: dict[str, Rows]
) -> None:
    for month, item in loaded.items():
        rows = [raw[month][number] for number in item.frame.index]
        kinds = [ABSENCE.get(row["command"]) for row in rows]
        assert set(kinds) == {None, "special_leave", "sickness"}, month
        assert texts(item.frame["absence"]) == kinds, month
        starts = [
            by_hand(row["assignment_date"]) if kind else None
            for row, kind in zip(rows, kinds, strict=True)
        ]
        assert days(item.frame["absence_from"]) == starts, month


def test_only_columns_of_the_contract_are_kept(loaded: dict[str, Loaded]) -> None:
    for item in loaded.values():
        assert set(item.frame) <= set(STRENGTH.names)
        assert not {"officer_id", "appt_date", "assignment_date"} & set(item.frame)


def test_everybody_is_a_full_time_officer_where_the_roster_says_nothing(
    loaded: dict[str, Loaded],
) -> None:
    for item in loaded.values():
        assert set(item.frame["role"]) == {"officer"}
        assert set(item.frame["fte"]) == {1.0}


def test_one_altered_cell_of_one_roster_refuses_all_of_them(
    tmp_path: Path, loaded: dict[str, Loaded], mapping: Mapping, force: Force
) -> None:
    whole = loaded["2023-05"].path
    altered = tmp_path / loaded["2023-06"].path.name
    shutil.copy(loaded["2023-06"].path, altered)
    lines = altered.read_text(encoding="utf-8").split("\n")
    cells = lines[999].split(",")
    cells[2] = "02/30/2023"
    lines[999] = ",".join(cells)
    altered.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load([whole, altered], mapping, force)
    assert "row 1000, joined_on: '02/30/2023' is not a date" in str(refused.value)
    assert str(whole) not in str(refused.value)


def test_without_the_shared_folder_a_trial_is_skipped_and_the_reason_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FRONTLINE_REQUIRE_SHARED", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no rosters of the NYPD in"):
        nypd_files(tmp_path / "absent")


def test_where_the_shared_folder_is_required_a_trial_without_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRONTLINE_REQUIRE_SHARED", "1")
    with pytest.raises(pytest.fail.Exception, match="no rosters of the NYPD in"):
        nypd_files(tmp_path / "absent")
