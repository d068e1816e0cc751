"""What is proved of loading: text stays as written, a bad cell is named, and all or nothing."""

import datetime
from pathlib import Path

import pandas as pd
import pytest

from dashboard.ingest.load import Loaded, Refused, load
from dashboard.ingest.mapping import Mapping
from dashboard.schema.tables import ABSENCES, STRENGTH
from tests.facts import small_force

MONTH = {"file_name": r"people_(\d{4}-\d{2})"}
DATES = {
    "joined_on": "%m/%d/%Y",
    "absence_from": "%Y-%m-%d",
    "limitation_review": "%d/%m/%Y",
}


def mapping(*optional: str, blank: dict[str, str] | None = None) -> Mapping:
    """A mapping of the required columns and *optional* ones, each under its own name."""
    names = ("person_id", "command", "rank", *optional)
    return Mapping.model_validate(
        {
            "force": "small",
            "columns": {name: name for name in names},
            "dates": {name: DATES[name] for name in names if name in DATES},
            "blank": blank or {},
            "month": {"file_name": r"people_(\d{4}-\d{2})"},
        }
    )


def file(folder: Path, content: str | bytes, name: str = "people_2023-01.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def table(optional: str, *rows: str) -> str:
    """CSV of ``person_id,command,rank`` and the *optional* headers, a row each."""
    header = "person_id,command,rank" + (f",{optional}" if optional else "")
    return "\n".join((header, *rows, ""))


def read(folder: Path, optional: str, *rows: str) -> Loaded:
    names = optional.split(",") if optional else []
    path = file(folder, table(optional, *rows))
    return load([path], mapping(*names), small_force())[0]


def refused(folder: Path, optional: str, *rows: str) -> list[str]:
    """The lines in which loading says no."""
    with pytest.raises(Refused) as refusal:
        read(folder, optional, *rows)
    return str(refusal.value).splitlines()


def unreadable(folder: Path, content: str | bytes) -> str:
    path = file(folder, content)
    with pytest.raises(Refused) as refusal:
        load([path], mapping(), small_force())
    message = str(refusal.value)
    assert message.startswith(f"{path}: ")
    return message.removeprefix(f"{path}: ")


# Text stays text.


@pytest.mark.parametrize(
    "written",
    ["00123", "1E5", "Null", "NA", "nan", "None", "TRUE", "1.0", "-", "#N/A", "=1+1", "Ö"],
)
def test_a_pseudonym_survives_as_it_is_written(tmp_path: Path, written: str) -> None:
    loaded = read(tmp_path, "unit", f"{written},AA,PC,{written}")
    assert loaded.frame["person_id"].to_list() == [written]
    assert loaded.frame["unit"].to_list() == [written]


def test_a_command_called_na_is_a_command(tmp_path: Path) -> None:
    assert read(tmp_path, "", "1,NA,PC").frame["command"].to_list() == ["NA"]


def test_a_column_that_is_not_asked_for_is_not_stored(tmp_path: Path) -> None:
    path = file(tmp_path, "surname,person_id,command,rank\nSMITH,1,AA,PC\n")
    frame = load([path], mapping(), small_force())[0].frame
    assert list(frame) == ["month", "person_id", "command", "rank", "role", "fte"]
    assert set(frame) <= set(STRENGTH.names)
    assert "SMITH" not in frame.to_string()


def test_a_byte_order_mark_and_either_end_of_line_are_read(tmp_path: Path) -> None:
    for end in ("\n", "\r\n", "\r"):
        path = file(tmp_path, "\ufeff" + table("", "1,AA,PC", "2,NA,PS").replace("\n", end))
        frame = load([path], mapping(), small_force())[0].frame
        assert frame["rank"].to_list() == ["PC", "PS"], end


def test_an_empty_line_is_no_row(tmp_path: Path) -> None:
    assert read(tmp_path, "", "1,AA,PC", "", "2,AA,PC", "").frame.index.to_list() == [2, 4]


# Types and defaults.


def test_cells_take_the_types_of_the_contract(tmp_path: Path) -> None:
    frame = read(
        tmp_path,
        "fte,suspended,joined_on,absence,absence_from,attached_to,training_share",
        "1,AA,PC,.4,Yes,6/1/2015,sickness,2023-01-02,EXTERNAL,0.5",
        "2,AA,PC,1,0,12/31/1999,,,BB,",
        "3,AA,PC,,,,,,,",
    ).frame
    assert frame["fte"].to_list() == [0.4, 1.0, 1.0]
    assert frame["suspended"].to_list() == [True, False, pd.NA]
    first = [datetime.datetime(2015, 6, 1), datetime.datetime(1999, 12, 31)]
    assert frame["joined_on"].to_list() == [*first, pd.NaT]
    assert frame["absence_from"].to_list()[0] == datetime.datetime(2023, 1, 2)
    assert frame["absence"].isna().to_list() == [False, True, True]
    assert frame["attached_to"].to_list()[:2] == ["EXTERNAL", "BB"]
    assert frame["training_share"].isna().to_list() == [False, True, True]


def test_a_role_left_blank_or_not_sent_is_officer(tmp_path: Path) -> None:
    assert read(tmp_path, "", "1,AA,PC").frame["role"].to_list() == ["officer"]
    sent = read(tmp_path, "role", "1,AA,PC,", "2,AA,STAFF,staff", "3,AA,PCSO,pcso")
    assert sent.frame["role"].to_list() == ["officer", "staff", "pcso"]


def test_an_fte_left_blank_or_not_sent_is_1_and_that_of_specials_0(tmp_path: Path) -> None:
    unsent = read(tmp_path, "role", "1,AA,PC,", "2,AA,SPECIAL,special")
    assert unsent.frame["fte"].to_list() == [1.0, 0.0]
    sent = read(tmp_path, "role,fte", "1,AA,PC,,", "2,AA,SPECIAL,special,0.8", "3,AA,PC,,0.8")
    assert sent.frame["fte"].to_list() == [1.0, 0.0, 0.8]


def test_a_member_of_staff_may_also_be_a_special(tmp_path: Path) -> None:
    frame = read(tmp_path, "role", "1,AA,STAFF,staff", "1,AA,SPECIAL,special").frame
    assert frame["person_id"].to_list() == ["1", "1"]


# Bad cells.


@pytest.mark.parametrize(
    "written", ["02/30/2023", "30/06/2023", "2023-06-31", "6/30/23", "6/30/2023 x", "45000", "soon"]
)
def test_a_date_that_is_none_is_named_with_row_column_value_and_reason(
    tmp_path: Path, written: str
) -> None:
    lines = refused(tmp_path, "joined_on", "1,AA,PC,6/30/2023", f"2,AA,PC,{written}")
    assert "1 bad cell; nothing was imported" in lines[0]
    assert lines[2] == f"  row 3, joined_on: '{written}' is not a date written as %m/%d/%Y"


@pytest.mark.parametrize("written", ["now", "today", "Today", "NaT", "nan"])
def test_a_word_that_pandas_takes_for_a_date_is_none(tmp_path: Path, written: str) -> None:
    lines = refused(tmp_path, "joined_on", f"1,AA,PC,{written}")
    assert f"  row 2, joined_on: '{written}' is not a date written as %m/%d/%Y" in lines


@pytest.mark.parametrize("column", ["fte", "training_share"])
@pytest.mark.parametrize("written", ["1.4", "-1", "nan", "inf", "full", "50%", "1_0"])
def test_a_share_that_is_not_from_0_to_1_is_named(
    tmp_path: Path, column: str, written: str
) -> None:
    lines = refused(tmp_path, column, f"1,AA,PC,{written}", "2,AA,PC,0", "3,AA,PC,1")
    assert lines[2:] == [f"  row 2, {column}: '{written}' is not a number from 0 to 1"]


@pytest.mark.parametrize(
    ("optional", "row", "said"),
    [
        ("", "1,AA,PX", "rank: 'PX' is no rank of Small Force"),
        ("", "1,AA,pc", "rank: 'pc' is no rank of Small Force"),
        ("", "1,CC,PC", "command: 'CC' is no command of Small Force"),
        ("", "1,EXTERNAL,PC", "command: 'EXTERNAL' is no command of Small Force"),
        ("", ",AA,PC", "person_id: '' is blank, and is required"),
        ("", "1, ,PC", "command: '' is blank, and is required"),
        ("substantive_rank", "1,AA,PC,PX", "substantive_rank: 'PX' is no rank of Small Force"),
        ("attached_to", "1,AA,PC,CC", "attached_to: 'CC' is no command of Small Force"),
        ("suspended", "1,AA,PC,maybe", "suspended: 'maybe' is neither yes nor no"),
        ("role", "1,AA,PC,boss", "role: 'boss' is not one of officer, staff, pcso, special"),
        (
            "absence,absence_from",
            "1,AA,PC,flu,2023-01-01",
            f"absence: 'flu' is not one of {', '.join(ABSENCES)}",
        ),
    ],
)
def test_a_value_that_nobody_knows_is_named(
    tmp_path: Path, optional: str, row: str, said: str
) -> None:
    assert refused(tmp_path, optional, row)[2:] == [f"  row 2, {said}"]


def test_a_force_that_accepts_any_command_names_none(tmp_path: Path) -> None:
    path = file(tmp_path, table("attached_to", "1,CC,PC,DD"))
    frame = load([path], mapping("attached_to"), small_force(any_command=True))[0].frame
    assert frame["command"].to_list() == ["CC"]


def test_an_absence_without_its_start_is_an_error(tmp_path: Path) -> None:
    rows = ("1,AA,PC,sickness,", "2,AA,PC,,", "3,AA,PC,study,2023-01-01")
    said = ["  row 2, absence: 'sickness' has no absence_from, so no length"]
    assert refused(tmp_path, "absence,absence_from", *rows)[2:] == said
    assert refused(tmp_path, "absence", "1,AA,PC,sickness", "2,AA,PC,")[2:] == said


def test_a_person_with_two_rows_in_a_month_is_named_with_both(tmp_path: Path) -> None:
    lines = refused(tmp_path, "unit", "1,AA,PC,A", "2,AA,PC,A", "1,BB,PC,A", "3,AA,PC,A")
    reason = "stands more than once, with another command"
    assert lines[2:] == [f"  row {row}, person_id: '1' {reason}" for row in (2, 4)]


def test_rows_that_differ_only_in_what_is_left_behind_are_one_and_counted(tmp_path: Path) -> None:
    path = file(tmp_path, table("skill", "1,AA,PC,a", "1,AA,PC,b", "2,AA,PC,a"))
    loaded = load([path], mapping(), small_force())[0]
    assert loaded.frame["person_id"].to_list() == ["1", "2"]
    assert loaded.repeats == 0
    assert loaded.said == ["Rows dropped that differ only in what is not stored: 1."]


def test_a_date_as_yyyy_mm_dd_needs_no_format_and_any_other_does(tmp_path: Path) -> None:
    lines = refused(tmp_path, "left_on", "1,AA,PC,2023-03-02", "2,AA,PC,02/03/2023")
    assert lines[2] == (
        "  row 3, left_on: '02/03/2023' is not a date written as YYYY-MM-DD (a mapping can state "
        "another format)"
    )
    stated = read(tmp_path, "joined_on", "1,AA,PC,3/2/2023", "2,AA,PC,2023-03-02")
    assert stated.frame["joined_on"].to_list() == [datetime.datetime(2023, 3, 2)] * 2


def test_a_blank_id_is_one_error_and_not_also_a_person_twice(tmp_path: Path) -> None:
    lines = refused(tmp_path, "", ",AA,PC", ",AA,PS")
    assert lines[2:] == [
        "  row 2, person_id: '' is blank, and is required",
        "  row 3, person_id: '' is blank, and is required",
    ]


def test_what_may_be_wrong_and_is_no_error_is_said(tmp_path: Path) -> None:
    loaded = read(
        tmp_path,
        "team,joined_on,role",
        "1,AA,PC,RESPONSE,1/31/2023,",
        "2,AA,PC,Resp,2/1/2023,",
        "3,AA,STAFF,,,",
        "4,AA,STAFF,,,staff",
    )
    assert loaded.doubts == [
        "joined_on is after the end of the row's month in 1 row.",
        "The file of Small Force names no team 'Resp': 1 row.",
        "STAFF is of grade none, and stands with the role officer in 1 row: state their role, or "
        "the rank's grade.",
    ]


def test_a_blank_role_is_the_default_one_when_people_are_told_apart(tmp_path: Path) -> None:
    said = refused(tmp_path, "role", "1,AA,PC,", "1,AA,PC,officer", "2,AA,PC,")
    assert "2 bad cells" in said[0]
    assert read(tmp_path, "role", "1,AA,PC,", "1,AA,SPECIAL,special").frame["role"].to_list() == [
        "officer",
        "special",
    ]


def test_exact_repeats_are_dropped_and_counted_and_keep_the_numbers_of_rows(
    tmp_path: Path,
) -> None:
    loaded = read(tmp_path, "", "1,AA,PC", "1,AA,PC", "2,AA,PC", "1,AA,PC", "3,AA,PC")
    assert loaded.frame["person_id"].to_list() == ["1", "2", "3"]
    assert loaded.frame.index.to_list() == [2, 4, 6]
    assert loaded.repeats == 2


def test_blanks_that_were_given_a_meaning_are_counted_after_the_repeats_are_gone(
    tmp_path: Path,
) -> None:
    path = file(tmp_path, table("", "1,,PC", "1,,PC", "2, ,PC", "3,AA,PC"))
    loaded = load([path], mapping(blank={"command": "NA"}), small_force())[0]
    assert loaded.said == ['2 blank in command, read as "NA".']
    assert loaded.frame["command"].to_list() == ["NA", "NA", "AA"]


def test_a_line_break_inside_a_cell_does_not_shift_the_number_of_the_row(tmp_path: Path) -> None:
    lines = refused(tmp_path, "unit", '1,AA,PC,"one\ntwo\n\nthree"', "2,AA,PX,")
    assert lines[2] == "  row 3, rank: 'PX' is no rank of Small Force"
    assert read(tmp_path, "unit", '1,AA,PC,"one\ntwo"').frame["unit"].to_list() == ["one\ntwo"]


def test_the_report_counts_by_reason_and_then_shows_twenty_cells(tmp_path: Path) -> None:
    rows = [f"{number},XX,PC,1.4" for number in range(1200)] + ["x,AA,PX,-1"]
    lines = refused(tmp_path, "fte", *rows)
    assert lines[0] == f"{tmp_path / 'people_2023-01.csv'}: 2,402 bad cells; nothing was imported."
    assert lines[1:4] == [
        "    1,201  fte is not a number from 0 to 1",
        "    1,200  command is no command of Small Force",
        "        1  rank is no rank of Small Force",
    ]
    cells = lines[4:-1]
    assert len(cells) == 20
    assert cells[:3] == [
        "  row 2, command: 'XX' is no command of Small Force",
        "  row 2, fte: '1.4' is not a number from 0 to 1",
        "  row 3, command: 'XX' is no command of Small Force",
    ]
    # The one of its kind is shown too, though it comes after a thousand others.
    assert "  row 1202, rank: 'PX' is no rank of Small Force" in cells
    assert lines[-1] == "  and 2,382 more"


def test_twenty_bad_cells_leave_no_more(tmp_path: Path) -> None:
    lines = refused(tmp_path, "fte", *(f"{number},AA,PC,9" for number in range(20)))
    assert lines[-1] == "  row 21, fte: '9' is not a number from 0 to 1"


# Bad files.


def test_a_header_that_lacks_a_column_says_which_and_lists_those_there(tmp_path: Path) -> None:
    said = unreadable(tmp_path, "person_id,cmd,rank,shoe\n1,AA,PC,9\n")
    assert said == (
        "has no column 'command' (did you mean 'cmd'?); its columns are person_id, cmd, rank, shoe."
    )


@pytest.mark.parametrize(("row", "cells"), [("2,AA", 2), ("2,AA,PC,x", 4)])
@pytest.mark.parametrize("place", [0, 1])
def test_a_row_of_more_or_fewer_cells_than_the_header_is_named(
    tmp_path: Path, row: str, cells: int, place: int
) -> None:
    rows = ["1,AA,PC", "3,AA,PC"]
    rows.insert(place, row)
    lines = refused(tmp_path, "", *rows)
    assert lines[2:] == [f"  row {place + 2} has {cells} cells, and the header has 3"]


def test_blank_cells_beyond_the_header_are_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "", "1,AA,PC,", "2,AA,PC").frame["person_id"].to_list() == ["1", "2"]


def test_a_header_that_names_a_column_twice_is_refused(tmp_path: Path) -> None:
    said = unreadable(tmp_path, "person_id,command,rank,command\n1,AA,PC,BB\n")
    assert said.startswith("the header names 'command' more than once. Rename all but the one")


@pytest.mark.parametrize("content", ["", "\n", "\ufeff", "\n\n\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: str) -> None:
    assert unreadable(tmp_path, content) == "is empty."


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_a_file_with_a_header_alone_is_refused(tmp_path: Path, end: str) -> None:
    said = unreadable(tmp_path, f"person_id,command,rank{end}")
    assert said == "has a header and no rows."


def test_a_file_whose_name_says_no_month_is_refused(tmp_path: Path) -> None:
    path = file(tmp_path, table("", "1,AA,PC"), "people.csv")
    with pytest.raises(Refused, match=r"people\.csv: the file's name does not say its month"):
        load([path], mapping(), small_force())


def test_a_folder_and_a_file_that_is_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        load([tmp_path, tmp_path / "people_2023-01.csv"], mapping(), small_force())
    assert str(refusal.value).splitlines() == [
        f"{tmp_path}: this is a folder; name the files in it.",
        f"{tmp_path / 'people_2023-01.csv'}: there is no such file.",
    ]


# Several files.


def test_files_are_loaded_each_under_its_month(tmp_path: Path) -> None:
    paths = [
        file(tmp_path, table("", "1,AA,PC"), "people_2023-02.csv"),
        file(tmp_path, table("", "1,BB,PC", "2,BB,PC"), "people_2023-01.csv"),
    ]
    loaded = load(paths, mapping(), small_force())
    assert [(item.path, item.months, len(item.frame)) for item in loaded] == [
        (paths[0], ("2023-02",), 1),
        (paths[1], ("2023-01",), 2),
    ]


def test_a_month_may_come_in_several_files_and_nobody_in_two_of_them(tmp_path: Path) -> None:
    names = ("people_2023-01_AA.csv", "people_2023-01_BB.csv", "people_2023-02.csv")
    rows = ("1,AA,PC", "2,BB,PC", "1,AA,PC")
    paths = [file(tmp_path, table("", row), name) for row, name in zip(rows, names, strict=True)]
    assert len(load(paths, mapping(), small_force())) == 3
    paths[1].write_text(table("", "2,BB,PC", "1,BB,PC"))
    with pytest.raises(Refused) as refusal:
        load(paths, mapping(), small_force())
    assert str(refusal.value).splitlines()[1:] == [
        "        1  person_id stands in people_2023-01_AA.csv too",
        "  row 3, person_id: '1' stands in people_2023-01_AA.csv too",
    ]


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    path = file(tmp_path, table("", "1,AA,PC"))
    assert len(load([path, path], mapping(), small_force())) == 1


def test_one_bad_file_of_two_refuses_both_and_every_bad_file_is_named(tmp_path: Path) -> None:
    good = file(tmp_path, table("", "1,AA,PC"), "people_2023-01.csv")
    bad = file(tmp_path, table("", "1,AA,PX"), "people_2023-02.csv")
    worse = file(tmp_path, "", "people_2023-03.csv")
    for paths in ([good, bad, worse], [bad, worse, good]):
        with pytest.raises(Refused) as refusal:
            load(paths, mapping(), small_force())
        message = str(refusal.value)
        assert f"{bad}: 1 bad cell; nothing was imported." in message
        assert f"{worse}: is empty." in message
        assert str(good) not in message
    assert len(load([good], mapping(), small_force())) == 1


# What is the same however it is written.


def test_a_day_written_in_two_ways_is_one_day(tmp_path: Path) -> None:
    shifts = Mapping.model_validate(
        {
            "force": "small",
            "table": "shifts",
            "columns": {name: name for name in ("date", "command", "team", "activity", "shifts")},
            "dates": {"date": "%d/%m/%Y"},
        }
    )
    rows = ("3/2/2023,AA,R,core,1", "03/02/2023,AA,R,core,2", "2023-02-03,AA,R,core,3")
    path = file(tmp_path, "\n".join(("date,command,team,activity,shifts", *rows)), "shifts.csv")
    with pytest.raises(Refused) as refusal:
        load([path], shifts, small_force())
    lines = str(refusal.value).splitlines()
    assert "3 bad cells" in lines[0]
    assert "stands more than once with the same date, command, team, activity" in lines[1]


def test_a_time_of_day_is_no_part_of_a_date(tmp_path: Path) -> None:
    stated = mapping("joined_on").model_copy(update={"dates": {"joined_on": "%d/%m/%Y %H:%M"}})
    path = file(tmp_path, table("joined_on", "1,AA,PC,03/02/2023 14:00"))
    frame = load([path], stated, small_force())[0].frame
    assert frame["joined_on"].to_list() == [datetime.datetime(2023, 2, 3)]


@pytest.mark.parametrize("written", ["1122023", "112023", "11220230"])
def test_numbers_that_touch_and_have_lost_a_zero_are_no_date(tmp_path: Path, written: str) -> None:
    stated = mapping("joined_on").model_copy(update={"dates": {"joined_on": "%d%m%Y"}})
    good = file(tmp_path, table("joined_on", "1,AA,PC,01122023"))
    frame = load([good], stated, small_force())[0].frame
    assert frame["joined_on"].to_list() == [datetime.datetime(2023, 12, 1)]
    bad = file(tmp_path, table("joined_on", f"1,AA,PC,{written}"))
    with pytest.raises(Refused, match="is not a date written as %d%m%Y"):
        load([bad], stated, small_force())


def test_a_part_of_a_mapping_that_reads_a_column_the_file_lacks_is_refused(tmp_path: Path) -> None:
    plain = Mapping.model_validate(
        {"force": "small", "values": {"absence": {"Sick": "sickness"}}, "month": MONTH}
    )
    path = file(tmp_path, table("", "1,AA,PC"))
    with pytest.raises(Refused) as refusal:
        load([path], plain, small_force())
    assert "its headers do not suit the mapping: [values] 'absence' is filled by no header" in str(
        refusal.value
    )


@pytest.mark.parametrize("month", ["0000-05", "9203-01", "1899-12", "2200-01"])
def test_a_month_of_another_age_is_a_bad_cell(tmp_path: Path, month: str) -> None:
    plain = Mapping.model_validate({"force": "small"})
    path = file(tmp_path, f"month,person_id,command,rank\n{month},1,AA,PC\n")
    with pytest.raises(Refused, match=f"row 2, month: '{month}' is not a month"):
        load([path], plain, small_force())
