"""What is proved of mappings: what one may say, what it does, and that a mistake is named."""

from pathlib import Path
from typing import Any

import pytest

from dashboard.ingest.load import Refused, force_of
from dashboard.ingest.mapping import Mapping, MonthFrom, load_mapping
from dashboard.settings import ROOT

MAPPINGS = sorted((ROOT / "data" / "mappings").glob("*.toml"))

SMALL = r"""
force = "small"
[columns]
person_id = "id"
command = "cmd"
rank = "grade"
posted_on = "since"
[dates]
posted_on = "%d/%m/%Y"
[month]
file_name = 'extract_(\d{4}-\d{2})'
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "small.toml"
    path.write_text(text, encoding="utf-8")
    return path


def complaint(folder: Path, text: str) -> str:
    path = written(folder, text)
    with pytest.raises(ValueError, match="small") as refused:
        load_mapping(path)
    message = str(refused.value)
    assert message.startswith(f"{path}:")
    return message


def small(**said: Any) -> Mapping:
    stated: dict[str, Any] = {
        "force": "small",
        "columns": {"person_id": "id", "command": "cmd", "rank": "grade", "posted_on": "since"},
        "dates": {"posted_on": "%d/%m/%Y"},
        "month": {"file_name": r"(\d{4}-\d{2})"},
    }
    return Mapping.model_validate(stated | said)


@pytest.mark.parametrize("path", MAPPINGS, ids=[path.stem for path in MAPPINGS])
def test_every_mapping_here_loads_and_names_a_force_that_is_here(path: Path) -> None:
    mapping = load_mapping(path)
    if mapping.table == "published_series":
        assert mapping.force == ""
    else:
        assert force_of(mapping).id == mapping.force


def test_the_small_mapping_of_these_tests_holds_together(tmp_path: Path) -> None:
    assert load_mapping(written(tmp_path, SMALL)).columns["rank"] == "grade"


def test_a_date_without_a_format_is_year_month_day(tmp_path: Path) -> None:
    mapping = load_mapping(written(tmp_path, SMALL.replace('posted_on = "%d/%m/%Y"', "")))
    assert mapping.date_format("posted_on") is None


def test_a_format_that_would_read_year_month_day_otherwise_is_refused(tmp_path: Path) -> None:
    said = complaint(tmp_path, SMALL.replace("%d/%m/%Y", "%Y-%d-%m"))
    assert "dates.posted_on: '%Y-%d-%m' would read YYYY-MM-DD otherwise" in said


@pytest.mark.parametrize("form", ["mixed", "ISO8601", "%Q", "%d/%m", "%Y", "", "%"])
def test_a_format_that_states_no_whole_day_is_an_error_that_names_the_column(
    tmp_path: Path, form: str
) -> None:
    said = complaint(tmp_path, SMALL.replace("%d/%m/%Y", form))
    assert f"dates.posted_on: '{form}' does not state year, month and day" in said


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%m/%d/%y", "%d %B %Y", "%Y%m%d", "%d.%m.%Y %H:%M"])
def test_a_format_that_states_the_day_is_accepted(tmp_path: Path, form: str) -> None:
    mapping = load_mapping(written(tmp_path, SMALL.replace("%d/%m/%Y", form)))
    assert mapping.date_format("posted_on") == form


def test_a_copied_date_has_the_format_of_its_source(tmp_path: Path) -> None:
    copied = '[[placements]]\ncolumn = "rank"\nvalues = ["PC"]\ncopy = { joined_on = "posted_on" }'
    mapping = load_mapping(written(tmp_path, SMALL + copied))
    assert mapping.date_format("joined_on") == "%d/%m/%Y"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('rank = "grade"', "", "columns: lacks 'rank', which strength requires"),
        (
            'rank = "grade"',
            'rank = "grade"\nshoe = "x"',
            "columns.shoe: strength has no column 'shoe'",
        ),
        (
            'rank = "grade"',
            'rank = "grade"\nmonth = "x"',
            "columns.month: [month] already states it",
        ),
        ("[dates]", '[dates]\nshoe = "%Y-%m-%d"', "dates.shoe: strength has no column 'shoe'"),
        ("[month]", '[blank]\nteam = "NONE"\n[month]', "blank.team: 'team' is filled by no header"),
        ("[month]", '[also]\nshoe = ["boot"]\n[month]', "also.shoe: is no header that the mapping"),
        ("[month]", '[spelling]\nteam = ["A"]\n[month]', "spelling.team: 'team' is filled by no"),
        (
            "[month]",
            '[spelling]\nrank = ["PC", "Pc"]\n[month]',
            "spelling.rank: 'Pc' and 'PC' differ in capitals or spaces alone",
        ),
        ("[month]", "[months]", "months: unknown; did you mean month?"),
        ('force = "small"', 'force = "small"\ncolour = "red"', "colour: unknown"),
        ('force = "small"', 'force = "small"\ntable = "shoes"', "unknown table 'shoes'; known: "),
        (r"(\d{4}-\d{2})", r"\d{4}-\d{2}", "needs exactly one group, in brackets"),
        (r"(\d{4}-\d{2})", r"(\d{4})-(\d{2})", "needs exactly one group, in brackets"),
        (r"(\d{4}-\d{2})", r"(\d{4}", "is not a pattern"),
        ("[columns]", "[columns", "not TOML"),
    ],
)
def test_a_mistake_is_named_with_its_file(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in SMALL
    assert said in complaint(tmp_path, SMALL.replace(old, new))


@pytest.mark.parametrize(
    ("placement", "said"),
    [
        ('column = "team"\nvalues = ["X"]', "placements[1].column: 'team' is filled by no"),
        ('column = "rank"\nvalues = []', "values: is empty"),
        (
            'column = "rank"\nvalues = ["X"]\nset = { shoe = "1" }',
            "placements[1].set.shoe: strength has no column",
        ),
        (
            'column = "rank"\nvalues = ["X"]\ncopy = { team = "unit" }',
            "placements[1].copy.team: 'unit' is filled by no header",
        ),
    ],
)
def test_a_placement_on_what_is_not_there_is_named(
    tmp_path: Path, placement: str, said: str
) -> None:
    assert said in complaint(tmp_path, f"{SMALL}[[placements]]\n{placement}\n")


def test_all_mistakes_are_said_at_once(tmp_path: Path) -> None:
    text = SMALL.replace('rank = "grade"', "").replace('posted_on = "%d', 'rank = "%d')
    said = complaint(tmp_path, text).splitlines()
    assert len(said) == 2
    assert "columns: lacks 'rank'" in said[0]
    assert "dates.rank: is no date" in said[1]


def test_a_mapping_that_is_not_there_or_not_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"absent\.toml: there is no such file"):
        load_mapping(tmp_path / "absent.toml")
    path = tmp_path / "latin.toml"
    path.write_bytes(b'force = "caf\xe9"')
    with pytest.raises(ValueError, match=r"latin\.toml:1: not TOML"):
        load_mapping(path)


def test_an_unknown_force_is_named_with_those_known() -> None:
    with pytest.raises(Refused, match="'small'; known: demonstration, metropolitan, nypd"):
        force_of(small())


@pytest.mark.parametrize(
    ("shift", "month"), [(0, "2023-01"), (-1, "2022-12"), (1, "2023-02"), (-13, "2021-12")]
)
def test_the_month_in_a_files_name_is_shifted(shift: int, month: str) -> None:
    stated = MonthFrom(file_name=r"roster_(\d{4}-\d{2})-01", shift=shift)
    assert stated.of_name(Path("2024-05") / "roster_2023-01-01.csv") == month


@pytest.mark.parametrize(
    ("pattern", "form", "name"),
    [
        (r"_(\d{6})\.", "%Y%m", "strength_202305.csv"),
        (r"(\w{3}-\d{4})", "%b-%Y", "Strength May-2023 final.xlsx"),
        (r"(\d{4}-\d{2}-\d{2})", "%Y-%m", "as at 2023-05-31.csv"),
    ],
)
def test_the_month_in_a_files_name_is_written_as_the_format_says(
    pattern: str, form: str, name: str
) -> None:
    assert MonthFrom(file_name=pattern, format=form).of_name(Path(name)) == "2023-05"


def test_a_name_without_a_month_is_refused_with_the_pattern_wanted() -> None:
    stated = MonthFrom(file_name=r"roster_(\d{4}-\d{2})")
    with pytest.raises(ValueError, match="does not say its month") as refused:
        stated.of_name(Path("roster_2023-01") / "people.csv")
    assert stated.file_name in str(refused.value)
    with pytest.raises(ValueError, match="says '2023-13', which is no month written as YYYY-MM"):
        stated.of_name(Path("roster_2023-13-01.csv"))


@pytest.mark.parametrize(
    ("form", "shift", "cell", "month"),
    [
        ("%b-%y", 0, "May-13", "2013-05"),
        ("%b-%y", 0, "2013-05-01", "2013-05"),
        ("%b-%y", -1, "Jan-24", "2023-12"),
        ("%Y%m", 0, "202112", "2021-12"),
        ("%Y", 2, "2007", "2007-03"),
        ("%d/%m/%Y", 0, "02/03/2023", "2023-03"),
        ("%Y-%m", 0, "2023-02", "2023-02"),
        ("%b-%y", 0, "13-May", "13-May"),
        ("%Y-%m", 0, "02/03/2023", "02/03/2023"),
        ("%Y-%m", 0, "", ""),
        ("%m%Y", 0, "20235", "20235"),
        ("%y%m", 0, "523", "523"),
    ],
)
def test_a_cell_is_the_month_that_the_format_says_or_stays_as_it_is(
    form: str, shift: int, cell: str, month: str
) -> None:
    assert MonthFrom(column="when", format=form, shift=shift).of_text(cell) == month


@pytest.mark.parametrize("form", ["%b", "%d/%m", "", "%Q"])
def test_a_month_whose_format_states_no_year_is_refused(form: str) -> None:
    with pytest.raises(ValueError, match="format"):
        MonthFrom(column="when", format=form)


def test_a_month_stands_in_one_place() -> None:
    for said in ({}, {"column": "when", "file_name": r"(\d{4}-\d{2})"}):
        with pytest.raises(ValueError, match="either file_name or column"):
            MonthFrom.model_validate(said)
