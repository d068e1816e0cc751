"""What is proved of proposing a mapping: what is clear works as it is, what is not stays open."""

import csv
import datetime
import io
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from dashboard.cli import main
from dashboard.ingest import fitting, seen
from dashboard.ingest.deciding import DECIDE, quoted
from dashboard.ingest.grid import Unreadable
from dashboard.ingest.load import Loaded, Refused, load
from dashboard.ingest.mapping import Mapping, load_mapping
from dashboard.ingest.proposing import SHOWN, propose
from dashboard.schema.force import Command, Force, Rank, load_force
from dashboard.schema.tables import ABSENCES, ROLES, TABLES
from dashboard.settings import ROOT
from tests.facts import small_force
from tests.shared_data import nypd_files, shared_files

PERIODS = TABLES["shifts"].column("period").choices

ROSTER = """\
Employee Number,Surname,Rank,Home Command,Start Date,FTE,Absence Type,Absence Start
E00123,Smith,PC,AA,13/02/2015,1,sickness,14/01/2023
E00124,Jones,PS,NA,03/04/2011,0.8,,
E00125,Null,PC,NA,01/12/2022,1,,
"""


def file(folder: Path, text: str, name: str = "people_2023-01-31.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def proposed(path: Path, table: str = "", force: Force | None = None) -> str:
    return propose(path, TABLES.get(table), force or small_force(), ["small"])


def decisions(text: str) -> list[str]:
    return [
        line.removeprefix(DECIDE).strip() for line in text.splitlines() if line.startswith(DECIDE)
    ]


def active(text: str) -> dict:
    """What the proposal says without a person; it is TOML whatever it says."""
    return tomllib.loads(text)


def kept(path: Path, text: str) -> Path:
    mapping = path.with_suffix(".toml")
    mapping.write_text(text, encoding="utf-8")
    return mapping


def imported(path: Path, text: str, force: Force | None = None) -> Loaded:
    return load([path], load_mapping(kept(path, text)), force or small_force())[0]


def settled(text: str, answers: dict[str, str]) -> str:
    """The proposal as a person leaves it who takes the # off lines and writes what they know.

    answers: what stands left of " = " in a commented line -> what is to stand right of it.
    """
    open_ones = dict(answers)
    lines = []
    for line in text.splitlines():
        key = line.removeprefix("# ").partition(" = ")[0]
        asked = line.startswith("# ") and key in open_ones
        lines.append(f"{key} = {open_ones.pop(key)}" if asked else line)
    assert not open_ones, "asked for nowhere"
    return "\n".join(lines) + "\n"


# What is clear needs nobody.


def test_where_nothing_is_open_the_proposal_is_imported_as_it_is(tmp_path: Path) -> None:
    path = file(tmp_path, ROSTER)
    text = proposed(path)
    assert decisions(text) == []
    frame = imported(path, text).frame
    assert frame["person_id"].to_list() == ["E00123", "E00124", "E00125"]
    assert frame["month"].unique() == ["2023-01"]
    assert frame["command"].to_list() == ["AA", "NA", "NA"]
    assert frame["rank"].to_list() == ["PC", "PS", "PC"]
    assert frame["fte"].to_list() == [1.0, 0.8, 1.0]
    assert f"{frame['joined_on'][3]:%d %B %Y}" == "03 April 2011"
    assert frame["absence"].to_list()[0] == "sickness"
    assert f"{frame['absence_from'][2]:%d %B %Y}" == "14 January 2023"
    assert '# Not stored: "Surname".' in text


def test_the_nypds_roster_needs_no_more_than_what_its_medical_division_is() -> None:
    path = nypd_files()[0]
    force = load_force(ROOT / "data" / "forces" / "nypd.toml")
    text = propose(path, None, force, ["nypd"])
    (only,) = decisions(text)
    assert only.startswith("commands that may be a status in truth")
    by_hand = load_mapping(ROOT / "data" / "mappings" / "nypd.toml")
    said = Mapping.model_validate(active(text))
    for field in ("force", "table", "columns", "dates", "month"):
        assert getattr(said, field) == getattr(by_hand, field), field
    for placement in by_hand.placements:
        assert all(f'"{value}"' in text for value in placement.values)


def test_a_table_of_monthly_totals_is_unpivoted_and_its_may_13_is_a_month() -> None:
    (path,) = shared_files("mps_police_force_strength/*.csv", "monthly totals of the MPS")
    said = Mapping.model_validate(active(proposed(path)))
    by_hand = load_mapping(ROOT / "data" / "mappings" / "mps_police_force_strength.toml")
    assert said.table == by_hand.table
    assert said.month == by_hand.month
    assert said.unpivot is not None
    assert by_hand.unpivot is not None
    assert said.unpivot.headers == by_hand.unpivot.headers


def test_the_right_sheet_and_columns_of_the_home_offices_table_are_found() -> None:
    (path,) = shared_files("home_office_workforce/*.ods", "workforce table of the Home Office")
    text = proposed(path)
    said = Mapping.model_validate(active(text))
    by_hand = load_mapping(ROOT / "data" / "mappings" / "home_office_workforce.toml")
    assert said.file.sheet == by_hand.file.sheet
    assert said.columns["value"] == "Total (FTE)"
    for column in ("series", "scope"):
        assert said.columns[column] == by_hand.columns[column]
    assert said.holes == ("N/A",)
    assert '# add_up = ["value"]' in text
    assert '# format = "%Y"' in text


@pytest.mark.parametrize("which", ["Historical", "most recent 24 months"])
def test_boroughs_crimes_are_long_after_it_and_wait_for_a_word_on_adding_up(which: str) -> None:
    (path,) = shared_files(f"mps_borough_crime/*({which}).csv", "crimes by borough")
    text = proposed(path)
    with path.open(encoding="utf-8", newline="") as raw:
        header, *rows = csv.reader(raw)
    assert len(decisions(text)) == 1
    with pytest.raises(Refused, match="stands more than once"):
        imported(path, text)
    frame = imported(path, text.replace("# add_up", "add_up")).frame
    assert set(frame["month"]) == {f"{name[:4]}-{name[4:]}" for name in header[3:]}
    assert frame["value"].sum() == sum(float(cell) for row in rows for cell in row[3:] if cell)


def test_titles_subtotals_notes_and_keys_among_words_are_seen(tmp_path: Path) -> None:
    path = file(
        tmp_path,
        "Strength return;;;\nPrinted;01/02/2023;;\n;;;\n"
        "Warrant No;Name;Rank Description;BCU;Relief\n"
        "1;Ann;Police Constable;North (016400);A\n2;Bob;Sergeant;North (016400);B\n"
        "Subtotal North;2;;;\n3;Cy;POLICE CONSTABLE;South (016500);A\nGrand total;3;;;\n"
        "Source: HR extract by J. Smith\n",
    )
    force = small_force(
        commands={"016400": Command(name="N"), "016500": Command(name="S")},
        ranks={
            "PC": Rank(grade="constable", label="Police constable"),
            "PS": Rank(grade="sergeant", label="Sergeant"),
        },
    )
    text = proposed(path, force=force)
    assert decisions(text) == []
    said = active(text)
    assert said["file"] == {"header": 4}
    assert said["values"]["rank"] == {
        "Police Constable": "PC",
        "Sergeant": "PS",
        "POLICE CONSTABLE": "PC",
    }
    assert "Read with semicolons" in text
    assert "J. Smith" not in text
    frame = imported(path, text, force).frame
    assert frame["person_id"].to_list() == ["1", "2", "3"]
    assert frame["command"].to_list() == ["016400", "016400", "016500"]
    assert frame["rank"].to_list() == ["PC", "PS", "PC"]


@pytest.mark.parametrize(
    ("cells", "codes", "key"),
    [
        (["North (A1)", "South (B2)"], {"A1", "B2"}, {"A1", "B2"}),
        (["A1 - North", "B2 - South"], {"A1", "B2"}, {"A1", "B2"}),
        (["North - A1", "South - B2"], {"A1", "B2"}, {"A1", "B2"}),
        (["North (16400)", "South (16500)"], {"North", "South"}, {"North", "South"}),
        (["A1", "B2"], {"A1", "B2"}, {"A1", "B2"}),
    ],
)
def test_the_key_is_taken_from_where_the_force_knows_it(
    tmp_path: Path, cells: list[str], codes: set[str], key: set[str]
) -> None:
    path = file(
        tmp_path, "person_id,rank,command\n" + "".join(f"{n},PC,{c}\n" for n, c in enumerate(cells))
    )
    force = small_force(commands={code: Command(name=f"The {code}") for code in codes})
    text = proposed(path, force=force)
    assert decisions(text) == []
    assert set(imported(path, text, force).frame["command"]) == key


def test_of_several_sheets_the_one_that_fits_is_taken_and_the_others_are_named(
    tmp_path: Path,
) -> None:
    book = Workbook()
    book.active.title = "Notes"
    book.active.append(["Ask HR"])
    sheet = book.create_sheet("People's list")
    for line in ROSTER.splitlines():
        sheet.append(line.split(","))
    path = tmp_path / "strength 2023-01.xlsx"
    book.save(path)
    text = proposed(path)
    assert active(text)["file"]["sheet"] == "People's list"
    assert '"Notes"' in text
    assert imported(path, text).months == ("2023-01",)


# What is not clear stays open.


def test_dates_that_can_be_read_two_ways_are_not_read_until_someone_says_how(
    tmp_path: Path,
) -> None:
    path = file(
        tmp_path, "person_id,rank,command,joined_on\n1,PC,AA,02/03/2020\n2,PC,AA,11/12/2019\n"
    )
    text = proposed(path)
    assert "dates" not in active(text) or "joined_on" not in active(text)["dates"]
    assert len(decisions(text)) == 1
    with pytest.raises(Refused, match="joined_on is not a date written as YYYY-MM-DD"):
        imported(path, text)
    for form, month in (("%d/%m/%Y", 3), ("%m/%d/%Y", 2)):
        assert f'# joined_on = "{form}"' in text
        decided = text.replace(f'# joined_on = "{form}"', f'joined_on = "{form}"')
        assert imported(path, decided).frame["joined_on"][2].month == month


@given(
    st.lists(st.dates(datetime.date(1960, 1, 1), datetime.date(2060, 12, 31)), min_size=1),
    st.sampled_from(
        ["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y", "%m-%d-%y", "%Y%m%d", "%d%m%Y", "%Y/%m/%d"]
    ),
)
@settings(max_examples=100, deadline=None)
def test_the_right_format_is_always_among_those_that_are_left(
    days: list[datetime.date], form: str
) -> None:
    texts = [f"{day:{form}}" for day in days]
    found = seen.days(texts)
    assert form in found.forms
    swapped = form.replace("%d", "%x").replace("%m", "%d").replace("%x", "%m")
    if form != "%Y/%m/%d" and all(day.day <= 12 for day in days):
        assert swapped in found.forms or "%Y%" in form


def test_a_file_of_two_orders_of_day_and_month_gets_neither() -> None:
    found = seen.days(["13/02/2020", "02/13/2020", "01/01/2020"])
    assert found.forms == ()
    assert {form for form, _ in found.near} >= {"%d/%m/%Y", "%m/%d/%Y"}


def test_years_in_a_month_column_wait_for_a_word_on_which_month(tmp_path: Path) -> None:
    path = file(
        tmp_path, "Year,Worker type,Total (FTE),Force name\n2021,officer,5,X\n2022,officer,6,X\n"
    )
    text = proposed(path)
    assert active(text)["table"] == "published_series"
    with pytest.raises(Refused, match="month is not a month written as YYYY-MM"):
        imported(path, text)
    decided = text.replace('# format = "%Y"', 'format = "%Y"').replace("# shift = 2", "shift = 2")
    assert imported(path, decided).months == ("2021-03", "2022-03")


@pytest.mark.parametrize(
    ("name", "pattern", "shift"),
    [
        ("strength 2023-01.csv", r"strength (\d{4}-\d{2})", None),
        ("2023-01_people.csv", r"(\d{4}-\d{2})", None),
        ("x1_roster_2023-01-31.csv", r"roster_(\d{4}-\d{2})", None),
        ("roster_2023-02-01.csv", r"roster_(\d{4}-\d{2})-01", -1),
        ("people_202301.csv", r"people_(\d{6})", None),
        ("people_20230201.csv", r"people_(\d{6})01", -1),
        ("People in post Jan 2023.csv", r"People in post ([A-Za-z]+ \d{4})", None),
        ("Jan-2023.csv", r"([A-Za-z]+-\d{4})", None),
        ("strength_January_2023 v2.csv", r"strength_([A-Za-z]+_\d{4})", None),
        ("2023.01.31 people.csv", r"(\d{4}\.\d{2})", None),
    ],
)
def test_the_month_is_found_in_the_files_name(
    tmp_path: Path, name: str, pattern: str, shift: int | None
) -> None:
    path = file(tmp_path, ROSTER, name)
    month = active(proposed(path))["month"]
    assert month["file_name"].endswith(pattern)
    assert month.get("shift") == shift
    assert imported(path, proposed(path)).months == ("2023-01",)


@pytest.mark.parametrize(
    "name",
    [
        "people.csv",
        "people_2023-13.csv",
        "people_2023-01 to 2023-03.csv",
        "12345678_202305.csv",
        "Warrant 2023.csv",
    ],
)
def test_without_a_month_the_mapping_is_refused_and_says_so(tmp_path: Path, name: str) -> None:
    path = file(tmp_path, ROSTER, name)
    text = proposed(path)
    assert decisions(text) == ["no header and nothing in the file's name says the month."]
    with pytest.raises(ValueError, match=r"month.* is missing"):
        load_mapping(kept(path, text))


def test_headings_among_the_rows_are_asked_about_and_can_be_left_out(tmp_path: Path) -> None:
    path = file(
        tmp_path,
        "Warrant No,Rank,Command,Unit\nBCU: Alpha,,,\n1,PC,AA,x\n2,PS,AA,\n"
        "BCU: Bravo,,,\n3,PC,BB,x\n",
    )
    text = proposed(path)
    assert decisions(text) == [
        "2 rows hold one cell alone (the first is row 2). If they are headings:"
    ]
    with pytest.raises(Refused, match="command is blank, and is required"):
        imported(path, text)
    skipped = re.sub(
        r'^# (\[\[skip\]\]|column = .*|values = \[""\])', r"\1", text, flags=re.MULTILINE
    )
    assert imported(path, skipped).frame["person_id"].to_list() == ["1", "2", "3"]


def test_a_file_without_one_header_that_fits_says_what_is_wanted(tmp_path: Path) -> None:
    path = file(tmp_path, "foo,bar\nx,y\n")
    text = proposed(path, "overtime")
    assert any("no header fits command" in one for one in decisions(text))
    with pytest.raises(Refused, match="has no column command, which overtime requires"):
        imported(path, text)


def test_a_wide_table_of_nothing_but_holes_is_refused(tmp_path: Path) -> None:
    path = file(tmp_path, "Borough,Category,May-23,Jun-23,Jul-23\nCamden,Theft,,,\n", "wide.csv")
    mapping = Mapping.model_validate(
        {
            "force": "small",
            "table": "demand",
            "unpivot": {"pattern": "-23$", "name": "when", "value": "count"},
            "columns": {"area": "Borough", "kind": "Category", "value": "count"},
            "month": {"column": "when", "format": "%b-%y"},
        }
    )
    with pytest.raises(Refused, match="no cell under the headers that \\[unpivot\\] names"):
        load([path], mapping, small_force())


def test_a_required_column_that_no_header_fits_is_named_and_the_mapping_refused(
    tmp_path: Path,
) -> None:
    path = file(tmp_path, "person_id,command,shoe size\n1,AA,44\n")
    text = proposed(path)
    assert any("no header fits rank" in one for one in decisions(text))
    with pytest.raises(ValueError, match="lacks 'rank'"):
        load_mapping(kept(path, text))


def test_whose_data_it_is_is_never_made_up(tmp_path: Path) -> None:
    path = file(tmp_path, ROSTER)
    text = propose(path, None, None, ["north", "south"])
    assert "there are: north, south" in decisions(text)[0]
    with pytest.raises(ValueError, match="force"):
        load_mapping(kept(path, text))


# Values.


def test_words_that_are_the_forces_own_are_translated_and_others_are_asked(tmp_path: Path) -> None:
    force = small_force(
        ranks={
            "PC": Rank(grade="constable", label="Police constable"),
            "PS": Rank(grade="sergeant", label="Sergeant"),
        }
    )
    path = file(
        tmp_path,
        "person_id,command,rank,absence,absence_from,suspended\n"
        "1,alpha,Police  Constable,Career Break,2022-01-01,NO\n"
        "2,AA,Sargeant,,,Perhaps\n3,ZZ,pc,,,\n",
    )
    text = proposed(path, force=force)
    assert active(text)["values"] == {
        "command": {"alpha": "AA"},
        "rank": {"Police  Constable": "PC", "pc": "PC"},
        "absence": {"Career Break": "career_break"},
        "suspended": {},
    }
    assert '# "Sargeant" = "?"  # 1 row' in text
    assert '# "ZZ" = "?"  # 1 row' in text
    assert '# "Perhaps" = ' in text
    decided = (
        text.replace('# "Sargeant" = "?"', '"Sargeant" = "PS"')
        .replace('# "ZZ" = "?"', '"ZZ" = "BB"')
        .replace('# "Perhaps" = "?"', '"Perhaps" = ""')
    )
    assert imported(path, decided, force).frame["command"].to_list() == ["AA", "AA", "BB"]


def test_first_letters_are_a_hint_and_no_more(tmp_path: Path) -> None:
    path = file(tmp_path, "person_id,command,rank\n1,AA,Police Constable\n")
    text = proposed(path)
    assert '# "Police Constable" = "PC"  # 1 row' in text
    assert active(text)["values"] == {"rank": {}}


def test_an_absence_without_its_first_day_is_told(tmp_path: Path) -> None:
    path = file(tmp_path, "person_id,command,rank,absence\n1,AA,PC,sickness\n")
    text = proposed(path)
    assert decisions(text) == ["1 cell of absence: has no absence_from, so no length."]
    with pytest.raises(Refused, match="has no absence_from"):
        imported(path, text)


def test_a_word_that_two_codes_share_is_nobodys(tmp_path: Path) -> None:
    force = small_force(
        ranks={
            "PC": Rank(grade="constable", label="Constable"),
            "DC": Rank(grade="constable", detective=True, label="Constable"),
        }
    )
    path = file(tmp_path, "person_id,command,rank\n1,AA,constable\n")
    text = proposed(path, force=force)
    assert active(text)["values"] == {"rank": {}}
    assert '# "constable" = "?"  # 1 row' in text
    assert len(decisions(text)) == 1


def test_no_more_than_thirty_values_are_shown_the_most_frequent_first(tmp_path: Path) -> None:
    rows = [f"{n},AA,R{n % 40}" for n in range(200)]
    rows += [f"y{n},AA,OFTEN" for n in range(10)]
    path = file(tmp_path, "person_id,command,rank\n" + "\n".join(rows) + "\n")
    shown = re.findall(r'^# "(\w+)" = .*rows?$', proposed(path), re.MULTILINE)
    assert len(shown) == SHOWN
    assert shown[0] == "OFTEN"
    assert "# and 11 more" in proposed(path)


def test_ids_names_and_free_text_never_stand_in_a_proposal(tmp_path: Path) -> None:
    rows = [
        f"ID{n:03},Surname{n},Title{n} of person{n},{'AA' if n else ''},{n}/x/2020"
        for n in range(60)
    ]
    path = file(tmp_path, "employee id,surname,rank,command,joined_on\n" + "\n".join(rows) + "\n")
    text = proposed(path)
    assert any("look like free text" in one for one in decisions(text))
    for secret in ("ID0", "Surname1", "Title1", "person1", "/x/"):
        assert secret not in text


def test_a_long_text_among_the_values_is_counted_and_not_shown(tmp_path: Path) -> None:
    told = "Told J. Smith that she is off with her back again"
    path = file(
        tmp_path,
        f"person_id,command,rank,absence reason,absent since\n1,AA,PC,{told},2023-01-01\n"
        "2,AA,PC,Gone,2023-01-02\n",
    )
    text = proposed(path)
    assert "Smith" not in text
    assert "# 1 long text not shown" in text
    assert '# "Gone" = ' in text


def test_na_is_a_hole_among_numbers_and_a_command_where_it_is_one(tmp_path: Path) -> None:
    path = file(
        tmp_path,
        "person_id,command,rank,fte,joined_on\n1,NA,PC,NA,N/A\n2,AA,PC,0.5,2020-01-01\n",
    )
    text = proposed(path)
    assert decisions(text) == []
    assert active(text)["holes"] == ["N/A"]
    assert active(text)["values"] == {"fte": {"NA": ""}}
    frame = imported(path, text).frame
    assert frame["command"].to_list() == ["NA", "AA"]
    assert frame["fte"].to_list() == [1.0, 0.5]


def test_blank_commands_are_asked_about(tmp_path: Path) -> None:
    path = file(tmp_path, "person_id,command,rank\n1,,PC\n2,AA,PC\n")
    text = proposed(path)
    assert decisions(text) == ["command is required, and blank in 1 row. Leave them out:"]
    with pytest.raises(Refused, match="command is blank, and is required"):
        imported(path, text)
    skipped = re.sub(
        r'^# (\[\[skip\]\]|column = "command"|values = \[""\])', r"\1", text, flags=re.MULTILINE
    )
    assert imported(path, skipped).frame["person_id"].to_list() == ["2"]


def test_an_empty_cell_of_a_wide_table_is_no_row_and_no_zero(tmp_path: Path) -> None:
    path = file(
        tmp_path,
        "Borough,Category,May-23,Jun-23,Jul-23\nCamden,Theft,1,N/A,0\nHackney,Theft,,5,6\n",
        "wide.csv",
    )
    text = proposed(path)
    assert decisions(text) == []
    frame = imported(path, text).frame
    found = {(row.area, row.month): row.value for row in frame.itertuples()}
    assert found == {
        ("Camden", "2023-05"): 1.0,
        ("Camden", "2023-07"): 0.0,
        ("Hackney", "2023-06"): 5.0,
        ("Hackney", "2023-07"): 6.0,
    }


def test_numbers_that_the_import_cannot_read_are_told_as_they_stand(tmp_path: Path) -> None:
    path = file(
        tmp_path, 'month,area,kind,value\n2023-01,X,Y,"1,234"\n2023-02,X,Y,7\n2023-03,X,Y,"2,001"\n'
    )
    text = proposed(path)
    assert len(decisions(text)) == 1
    assert '2 cells of value, such as "1,234", "2,001": is not a number' in decisions(text)[0]


def test_days_that_no_format_reads_and_words_among_numbers_are_told_masked(tmp_path: Path) -> None:
    rows = [f"{n},AA,PC,{n / 10},20{n:02}-01-01" for n in range(10)]
    rows += ["a,AA,PC,J. Smith,2001-02-31"]
    path = file(tmp_path, "person_id,command,rank,fte,joined_on\n" + "\n".join(rows) + "\n")
    text = proposed(path)
    assert "Smith" not in text
    assert "02-31" not in text
    assert '1 cell of fte, such as "a. aaaaa" (letters and digits masked)' in text


@pytest.mark.parametrize(
    ("choices", "meant"),
    [
        (
            TABLES["shifts"].column("activity").choices,
            {
                "AL": "annual_leave",
                "Annual Leave": "annual_leave",
                "SICK": "sickness",
                "Sick leave": "sickness",
                "R.D.": "rest_day",
                "TRG": "training",
                "Court duty": "court",
                "CRT": "court",
                "Core": "core",
                **dict.fromkeys(("AID-LDN", "SCENE", "AID", "C", "S", "INVESTIGATION"), ""),
                **dict.fromkeys(("Duty", "Leave", "", "Not sick", "Guard", "CORT"), ""),
            },
        ),
        (
            ABSENCES,
            {
                "Sick": "sickness",
                "Mat Leave": "maternity",
                "Maternity leave": "maternity",
                "Career-Break": "career_break",
                "Compassionate": "compassionate_leave",
                **dict.fromkeys(("M", "Leave", "Parental leave", "Sab", "Stud", "Unpaid"), ""),
                "Stud": "study",
            },
        ),
        (
            TABLES["strength"].column("limitation").choices,
            {
                "Recuperative duties": "recuperative",
                "ADJUSTED": "adjusted",
                "Restricted (PSD)": "management_restricted",
                "PSD restricted": "management_restricted",
                **dict.fromkeys(("Restricted", "R", "A", "Full", "Not adjusted"), ""),
            },
        ),
        (
            TABLES["shifts"].column("period").choices,
            {"E": "early", "l": "late", "N": "night", "Lates": "late", "D": "", "EL": ""},
        ),
        (
            ROLES,
            {
                "Police Officer": "officer",
                "Police Staff Strength": "staff",
                "Special constables": "special",
                "Police Community Support Officers": "pcso",
                "PCSO": "pcso",
                **dict.fromkeys(("Designated Officer", "S", "Police", "Other staff"), ""),
            },
        ),
    ],
)
def test_a_word_means_a_choice_only_where_it_can_mean_no_other(
    choices: tuple[str, ...], meant: dict[str, str]
) -> None:
    assert {text: fitting.meaning(text, choices) for text in meant} == meant


def test_values_that_nobody_settled_are_counted_though_nobody_is_known_by_an_id(
    tmp_path: Path,
) -> None:
    path = file(tmp_path, "who,command,rank\n" + "x,AA,SCALE C\n" * 6 + "y,AA,PC\n" * 2)
    text = proposed(path, "strength")
    assert '# "SCALE C" = "?"  # 6 rows' in text
    assert '# person_id = "who"' in text


def test_every_value_can_be_settled_without_touching_a_heading(tmp_path: Path) -> None:
    path = file(
        tmp_path,
        "person_id,command,rank,absence,absence_from,limitation\n"
        "1,AA,PC,Gone,2022-01-01,Odd\n2,,PC,,,\n",
    )
    text = proposed(path)
    answers = {'"Gone"': '"study"', '"Odd"': '"adjusted"', "command": '"BB"'}
    frame = imported(path, settled(text, answers)).frame
    assert frame["absence"].to_list()[0] == "study"
    assert frame["limitation"].to_list()[0] == "adjusted"
    assert frame["command"].to_list() == ["AA", "BB"]


def test_shares_in_percent_are_scaled_where_the_header_says_so_and_asked_about_elsewhere(
    tmp_path: Path,
) -> None:
    rows = "1,AA,PC,100\n2,AA,PC,60\n3,AA,PC,\n"
    text = proposed(sure := file(tmp_path, "person_id,command,rank,Contracted Hrs %\n" + rows))
    assert decisions(text) == []
    assert imported(sure, text).frame["fte"].to_list() == [1.0, 0.6, 1.0]
    text = proposed(unsure := file(tmp_path, "person_id,command,rank,Contracted hours\n" + rows))
    assert decisions(text) == [
        "fte is a share, and its cells go up to 100. If they are percent:",
    ]
    with pytest.raises(Refused, match="fte is not a number from 0 to 1"):
        imported(unsure, text)
    assert imported(unsure, settled(text, {"fte": "0.01"})).frame["fte"].to_list()[1] == 0.6
    text = proposed(file(tmp_path, "person_id,command,rank,FTE %\n1,AA,PC,1\n2,AA,PC,0.5\n"))
    assert "scale" not in active(text)


def test_published_words_become_roles_and_two_spellings_one(tmp_path: Path) -> None:
    path = file(
        tmp_path,
        "Month,Worker type,Rank,Total (FTE),Total (headcount)\n"
        "2023-01,Police Officer,a,5,6\n2023-01,Police Officer,b,1.5,2\n"
        "2023-01,Designated Officer,a,2,2\n2023-02,Designated officer,a,3,3\n"
        "2023-01,Police Staff,a,7,8\n2023-02,Police staff,a,8,9\n",
    )
    text = proposed(path)
    assert active(text)["values"]["series"] == {
        "Police Officer": "officer",
        "Designated officer": "Designated Officer",
        "Police Staff": "staff",
        "Police staff": "staff",
    }
    assert '"Total (headcount)" counts in another unit than "Total (FTE)"' in text
    (why,) = (one for one in decisions(text) if one.startswith("several rows"))
    assert why.endswith('what parts them is not stored: "Rank", "Total (headcount)".')
    answers = {"unit": '"FTE"', "source": '"made up"', "scope": '"Shire"', "add_up": '["value"]'}
    frame = imported(path, settled(text, answers)).frame
    found = {(row.month, row.series): row.value for row in frame.itertuples()}
    assert found == {
        ("2023-01", "officer"): 6.5,
        ("2023-01", "Designated Officer"): 2.0,
        ("2023-02", "Designated Officer"): 3.0,
        ("2023-01", "staff"): 7.0,
        ("2023-02", "staff"): 8.0,
    }


# Whole layouts that a person settles.


def test_a_workbook_of_people_in_post_is_imported_once_a_person_has_settled_it(
    tmp_path: Path,
) -> None:
    def typed(cell: str) -> object:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell):
            return datetime.datetime.fromisoformat(cell)
        return int(cell) if re.fullmatch(r"\d{2,3}", cell) else cell or None

    book = Workbook()
    book.active.title = "Cover"
    book.active.append(["Workforce return"])
    sheet = book.create_sheet("People Data")
    for row in (
        "West Shire - People in post",
        "Position as at 30 September 2025",
        "",
        "Pers. No.|Grade|Division|Section|Contracted Hrs %|Cont. Service Date|Probation End|Duties|"
        "Duties Since|On Secondment To|Absent Reason|Absent From|Name",
        "00372|Sergeant|North (NTH)|CID|60|2021-06-26||Full||STH|||Ann",
        "61482|Constable|North (NTH)|Response|80|2025-01-07|2027-01-07|Adjusted|2025-04-05||"
        "Mat Leave|2025-05-24|Bo",
        "Total North (NTH)||||140||||||||",
        "51045|Constable|South (STH)|Response|100|2006-03-28||Restricted (PSD)|2025-08-05|NCA|"
        "Sick|2025-08-05|Cy",
        "90524|Police Staff Scale C|South (STH)|CID|100|2002-05-03||Recuperative|2025-02-05||||Di",
        "Grand total||||340||||||||",
    ):
        sheet.append([typed(cell) for cell in row.split("|")])
    path = tmp_path / "People in post Sep 2025.xlsx"
    book.save(path)
    force = small_force(
        commands={"NTH": Command(name="Northern"), "STH": Command(name="Southern")},
        ranks={
            "PC": Rank(grade="constable", label="Constable"),
            "PS": Rank(grade="sergeant", label="Sergeant"),
            "STAFF": Rank(grade="none", label="Police Staff"),
        },
    )
    text = proposed(path, force=force)
    assert '# Not stored: "Name".' in text
    assert 'limitation = "Duties"  # 4 different values; taken for it by them alone' in text
    assert "(EXTERNAL is outside the force)" in text
    with pytest.raises(Refused):
        imported(path, text, force)
    assert '# "Sick" = "sickness"' in text
    assert '# "Mat Leave" = "maternity"' in text
    assert '# "Restricted (PSD)" = "management_restricted"' in text
    answers = {
        '"Police Staff Scale C"': '"STAFF"',
        '"Sick"': '"sickness"',
        '"Mat Leave"': '"maternity"',
        '"Full"': '""',
        '"Restricted (PSD)"': '"management_restricted"',
        '"NCA"': '"EXTERNAL"',
    }
    assert set(answers) == {
        line.removeprefix("# ").partition(" = ")[0]
        for line in text.splitlines()
        if line.startswith('# "')
    }
    loaded = imported(path, settled(text, answers), force)
    assert loaded.months == ("2025-09",)
    columns = ["person_id", "rank", "command", "team", "fte", "joined_on", "confirmed_on"]
    columns += ["limitation", "limitation_from", "attached_to", "absence", "absence_from"]
    frame = loaded.frame[columns]
    assert frame.astype("str").mask(frame.isna(), "").agg("|".join, axis=1).to_list() == [
        "00372|PS|NTH|CID|0.6|2021-06-26||||STH||",
        "61482|PC|NTH|Response|0.8|2025-01-07|2027-01-07|adjusted|2025-04-05||maternity|2025-05-24",
        "51045|PC|STH|Response|1.0|2006-03-28||management_restricted|2025-08-05|EXTERNAL|"
        "sickness|2025-08-05",
        "90524|STAFF|STH|CID|1.0|2002-05-03||recuperative|2025-02-05|||",
    ]


def test_a_duty_file_is_imported_once_a_person_has_settled_it(tmp_path: Path) -> None:
    force = small_force(commands={"NTH": Command(name="North"), "STH": Command(name="South")})
    path = tmp_path / "rosterduty_202509.csv"
    rows = "".join(
        f"{day:02}.09.2025;{command};Response \u2013 A;{duty};{shifts};{hours};{tour}\n"
        for day in range(1, 11)
        for command in ("NTH", "STH")
        for duty, shifts, hours, tour in (
            ("CORE", 14, 112, "E"),
            ("AID-LDN", 3, 24, "L"),
            ("AL", 2, "", "N"),
            ("SICK", 1, "", "N"),
            ("SCENE", 1, 8, "N"),
        )
    )
    header = "Duty Date;OCU;Team name;Duty code;No. of tours;Hours worked;Tour\n"
    path.write_bytes((header + rows + ";;Daily total;;420;2880;\n").encode("cp1252"))
    text = proposed(path, force=force)
    assert '# date = "%d.%m.%Y"  # days of 2025-09, as the file\'s name says' in text
    assert '# date = "%m.%d.%Y"  # days of 2025-01 to 2025-10' in text
    assert '# "AID-LDN" = "?"' in text
    assert '# "SCENE" = "?"' in text
    answers = {f'"{letter}"': f'"{word}"' for letter, word in zip("ELN", PERIODS, strict=True)}
    answers |= {
        '"AID-LDN"': '"aid_central"',
        '"AL"': '"annual_leave"',
        '"SICK"': '"sickness"',
        '"SCENE"': '"guard_or_scene"',
    }
    with pytest.raises(Refused, match="date is not a date written as YYYY-MM-DD"):
        imported(path, settled(text, answers), force)
    loaded = imported(path, settled(text, answers | {"date": '"%d.%m.%Y"'}), force)
    assert loaded.months == ("2025-09",)
    assert loaded.frame.groupby("activity")["shifts"].sum().to_dict() == {
        "core": 280,
        "aid_central": 60,
        "annual_leave": 40,
        "sickness": 20,
        "guard_or_scene": 20,
    }
    assert loaded.frame["hours"].sum() == 2880
    assert loaded.frame.groupby("period")["shifts"].sum().to_list() == [280, 60, 80]


# Headers.


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("joined_on", "joined_on"),
        ("Joined On", "joined_on"),
        ("JOINED-ON", "joined_on"),
        ("ApptDate", "joined_on"),
        ("Appointment Date", "joined_on"),
        ("Apointment Date", "joined_on"),
        ("Rank Description", "rank"),
        ("Home Command Code", "command"),
        ("payroll number", "person_id"),
        ("Staff No", "person_id"),
        ("Officer Name", None),
        ("Employee", None),
        ("Supervisor Name", None),
        ("Date of birth", None),
        ("Attached", None),
        ("Pers. No.", "person_id"),
        ("Section", "team"),
        ("Contracted Hrs %", "fte"),
        ("Cont. Service Date", "joined_on"),
        ("Continuous service date", "joined_on"),
        ("Absence Start Date", "absence_from"),
        ("Absent Reason", "absence"),
        ("Absent From", "absence_from"),
        ("Probation End", "confirmed_on"),
        ("Probation End Date", "confirmed_on"),
        ("On Secondment To", "attached_to"),
        ("Duties Since", "limitation_from"),
        ("Duties", None),
        ("Next of kin no.", None),
        ("Name", None),
    ],
)
def test_a_header_is_taken_for_the_column_that_it_names_and_a_name_for_none(
    header: str, column: str | None
) -> None:
    fit = fitting.fitted({header: []}, None, TABLES["strength"])
    assert fit.columns == ({column: header} if column else {})


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Duty Date", "date"),
        ("No. of tours", "shifts"),
        ("Number of shifts", "shifts"),
        ("Hours worked", "hours"),
        ("Tour", "period"),
        ("Collar number", None),
    ],
)
def test_a_header_of_a_duty_file_is_taken_for_its_column(header: str, column: str | None) -> None:
    fit = fitting.fitted({header: []}, None, TABLES["shifts"])
    assert fit.columns == ({column: header} if column else {})


def test_a_header_is_taken_by_its_cells_alone_where_they_say_choices_of_one_column() -> None:
    duties = ["Full", "Adjusted", "Recuperative", "Restricted (PSD)"]
    strength = TABLES["strength"]
    assert fitting.fitted({"Duties": duties}, None, strength).columns == {"limitation": "Duties"}
    assert not fitting.fitted({"Duties": duties, "Then": duties}, None, strength).columns
    assert not fitting.fitted({"Duties": ["Full", "Adjusted"]}, None, strength).columns
    both = {"Duties": duties, "limitation": duties}
    assert fitting.fitted(both, None, strength).columns == {"limitation": "limitation"}


def test_the_only_days_of_a_table_dated_by_days_are_its_own_and_no_days_among_several() -> None:
    one = {"Booked": ["01.09.2025", "30.09.2025"], "Tour": ["E", "L"]}
    found = {"period": "Tour"}
    assert fitting.fitted(one, None, TABLES["shifts"]).columns == {"date": "Booked"} | found
    two = one | {"Told": ["02.09.2025", "29.09.2025"]}
    assert fitting.fitted(two, None, TABLES["shifts"]).columns == found
    assert "joined_on" not in fitting.fitted(one, None, TABLES["strength"]).columns


def test_headers_left_over_are_offered_for_what_is_required_each_in_one_place(
    tmp_path: Path,
) -> None:
    path = file(
        tmp_path,
        "bcu,Duty code,Booked,Told,How many\nAA,CORE,13.09.2025,2025-09-12,3\n"
        "BB,CORE,14.09.2025,2025-09-13,4\n",
    )
    text = proposed(path, "shifts")
    places = re.findall(r"^# (\w+) = (\S+|\"How many\")(?:  #.*)?$", text, re.MULTILINE)
    assert [place for place in places if place[0] in ("date", "shifts")] == [
        ("date", '"Booked"'),
        ("date", '"Told"'),
        ("shifts", '"How many"'),
    ]
    assert '# date = "Booked"  # and under [dates] date = "%d.%m.%Y"' in text
    answers = {"date": '"Told"', "shifts": '"How many"', "team": '"Booked"'}
    frame = imported(path, settled(text, answers)).frame
    assert frame["shifts"].to_list() == [3.0, 4.0]
    assert f"{frame['date'].iloc[0]:%d %B}" == "12 September"


def test_what_no_header_can_be_is_stated_as_the_same_in_every_row(tmp_path: Path) -> None:
    path = file(tmp_path, "month,command,open\n2023-01,AA,3\n2023-01,BB,4\n")
    text = proposed(path, "caseloads")
    assert len(re.findall(r"^# source = ", text, re.MULTILINE)) == 1
    frame = imported(path, settled(text, {"source": '"CONNECT"'})).frame
    assert frame["source"].to_list() == ["CONNECT", "CONNECT"]


def test_no_header_fills_two_columns_and_the_exact_name_comes_first() -> None:
    texts = {"Rank Code": ["x"], "rank": ["PC"], "BCU": ["AA"], "Command": ["AA"]}
    fit = fitting.fitted(texts, small_force(), TABLES["strength"])
    assert fit.columns == {"rank": "rank", "command": "Command"}
    # Like both period (also called shift) and shifts.
    assert fitting.fitted({"shift": []}, None, TABLES["shifts"]).columns == {"period": "shift"}


def test_of_two_like_headers_the_one_with_the_forces_codes_is_taken() -> None:
    texts = {"Command Name": ["Alpha", "Bravo"], "Command Code": ["AA", "BB"]}
    fit = fitting.fitted(texts, small_force(), TABLES["strength"])
    assert fit.columns == {"command": "Command Code"}


def test_a_header_whose_cells_are_no_dates_is_no_date() -> None:
    assert not fitting.fitted({"Joined": ["Harry", "Sally"]}, None, TABLES["strength"]).columns


@pytest.mark.parametrize("table", TABLES)
def test_a_file_under_a_tables_own_headers_is_that_tables(table: str) -> None:
    frame = pd.DataFrame([[""] * len(TABLES[table].names)], columns=list(TABLES[table].names))
    fit = fitting.best(frame, None, None)[0]
    assert fit.table.name == table
    assert fit.columns == {name: name for name in TABLES[table].names}


def test_the_table_asked_for_is_the_one_that_is_proposed(tmp_path: Path) -> None:
    path = file(tmp_path, "command,team,activity,shifts,date\nAA,CID,core,5,2023-01-01\n")
    assert active(proposed(path))["table"] == "shifts"
    assert active(proposed(path, "overtime"))["table"] == "overtime"


@pytest.mark.parametrize(
    ("rows", "number"),
    [
        ([["a", "b"], ["1", "2"]], 1),
        ([["Title"], ["a", "b", "c"], ["x", "1", "2"], ["y", "1", ""]], 2),
        ([["Title", ""], ["As at", "2023-01-01", ""], ["a", "b", "c"], ["x", "1", "2"]], 3),
        ([["area", "202301", "202302"], ["x", "1", "2"]], 1),
        ([["a", "a", "c"], ["x", "y", "z"]], 1),
    ],
)
def test_the_row_of_the_headers_is_told_from_titles_and_from_data(
    rows: list[list[str]], number: int
) -> None:
    assert seen.header_row(dict(enumerate(rows, 1))) == number


# Whatever the file holds.

ODD = st.text(
    st.characters(blacklist_categories=("Cs",), max_codepoint=0x2FFF), max_size=8
) | st.sampled_from(
    ['"', "'", "\\", "#", "x\ny", "]]", "Total", "N/A", "01/02/2023", "2023-01", "="]
)


@given(
    st.lists(
        st.sampled_from(["person_id", "rank", "command", "joined_on", "month", "Duties", "FTE %"])
        | st.sampled_from(["Worker type", "Total (FTE)", "Duty Date", "No. of tours", "Tour"])
        | ODD,
        min_size=2,
        max_size=6,
    ),
    st.lists(st.lists(ODD, min_size=6, max_size=6), min_size=1, max_size=8),
)
@settings(max_examples=100, deadline=None)
def test_a_proposal_is_toml_that_a_mapping_may_say_whatever_the_cells_hold(
    headers: Sequence[str], rows: list[list[str]]
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([headers, *(row[: len(headers)] for row in rows)])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "odd_2023-01.csv"
        path.write_bytes(text.getvalue().encode())
        try:
            found = proposed(path)
        except Unreadable:
            return
        assert Mapping.model_validate(active(found)).table in TABLES


@given(st.text(st.characters(blacklist_categories=("Cs",))))
@settings(deadline=None)
def test_a_quoted_text_is_the_text_to_toml_and_hides_nothing_from_a_reader(text: str) -> None:
    written = quoted(text)
    assert tomllib.loads(f"text = {written}")["text"] == text
    assert written.isprintable()


def test_a_sign_that_toml_forbids_or_nobody_sees_is_written_out() -> None:
    assert quoted("a\x7fb\u202ec") == r'"a\U0000007Fb\U0000202Ec"'


# The command.


def test_the_command_prints_the_mapping_alone_and_says_the_rest_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FRONTLINE_DATA", str(tmp_path / "store"))
    path = file(tmp_path, "officer_id,rank,command\n1,POLICE OFFICER,X\n", "r_2023-05.csv")
    assert main(["mapping", "new", str(path), "--force", "nypd"]) == 0
    out, err = capsys.readouterr()
    assert active(out)["columns"]["person_id"] == "officer_id"
    assert "nothing is left to decide" in err
    assert main(["mapping", "new", str(path)]) == 0
    assert "3 to decide" in capsys.readouterr().err  # The force, its commands and its ranks.


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--table", "shoes"], 2, "Unknown table 'shoes'"),
        (["--force", "nowhere"], 1, "'nowhere'; known: demonstration, metropolitan, nypd"),
        (["--force", "demonstration"], 1, "is made up"),
    ],
)
def test_the_command_refuses_names_that_it_does_not_know(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    said: str,
) -> None:
    path = file(tmp_path, ROSTER)
    assert main(["mapping", "new", str(path), *arguments]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err


def test_the_command_says_why_a_file_has_no_proposal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FRONTLINE_DATA", str(tmp_path / "store"))
    empty = file(tmp_path, "a,b\n", "empty.csv")
    for path, said in ((tmp_path / "gone.csv", "no such file"), (empty, "no rows")):
        assert main(["mapping", "new", str(path)]) == 1
        assert said in capsys.readouterr().err
