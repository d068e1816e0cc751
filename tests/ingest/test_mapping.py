"""What is proved of mappings: what one may say, what it does, and that a mistake is named."""

from pathlib import Path
from typing import Any

import pandas as pd
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
    assert message.startswith(f"{path}: ")
    return message


def small(**said: Any) -> Mapping:
    stated: dict[str, Any] = {
        "force": "small",
        "columns": {"person_id": "id", "command": "cmd", "rank": "grade", "posted_on": "since"},
        "dates": {"posted_on": "%d/%m/%Y"},
        "month": {"file_name": r"(\d{4}-\d{2})"},
    }
    return Mapping.model_validate(stated | said)


def raw(**columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns, index=range(2, 2 + len(columns["id"])), dtype="str")


@pytest.mark.parametrize("path", MAPPINGS, ids=[path.stem for path in MAPPINGS])
def test_every_mapping_here_loads_and_names_a_force_that_is_here(path: Path) -> None:
    mapping = load_mapping(path)
    assert force_of(mapping).id == mapping.force


def test_the_small_mapping_of_these_tests_holds_together(tmp_path: Path) -> None:
    assert load_mapping(written(tmp_path, SMALL)).columns["rank"] == "grade"


def test_a_date_without_a_format_is_an_error_that_names_the_column(tmp_path: Path) -> None:
    said = complaint(tmp_path, SMALL.replace('posted_on = "%d/%m/%Y"', ""))
    assert "[dates] lacks 'posted_on'" in said


@pytest.mark.parametrize("form", ["mixed", "ISO8601", "%Q", "%d/%m", "%Y", "", "%"])
def test_a_format_that_states_no_whole_day_is_an_error_that_names_the_column(
    tmp_path: Path, form: str
) -> None:
    said = complaint(tmp_path, SMALL.replace("%d/%m/%Y", form))
    assert f"'{form}' of posted_on does not state year, month and day" in said


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%m/%d/%y", "%d %B %Y", "%Y%m%d", "%d.%m.%Y %H:%M"])
def test_a_format_that_states_the_day_is_accepted(tmp_path: Path, form: str) -> None:
    mapping = load_mapping(written(tmp_path, SMALL.replace("%d/%m/%Y", form)))
    assert mapping.date_format("posted_on") == form


@pytest.mark.parametrize(
    "placed", ['set = { confirmed_on = "01/02/2023" }', 'copy = { confirmed_on = "rank" }']
)
def test_a_date_that_a_placement_fills_needs_a_format_too(tmp_path: Path, placed: str) -> None:
    placement = f'[[placements]]\ncolumn = "rank"\nvalues = ["PC"]\n{placed}\n'
    assert "[dates] lacks 'confirmed_on'" in complaint(tmp_path, SMALL + placement)


def test_a_copied_date_has_the_format_of_its_source(tmp_path: Path) -> None:
    copied = '[[placements]]\ncolumn = "rank"\nvalues = ["PC"]\ncopy = { joined_on = "posted_on" }'
    mapping = load_mapping(written(tmp_path, SMALL + copied))
    assert mapping.date_format("joined_on") == "%d/%m/%Y"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('rank = "grade"', "", "[columns] lacks 'rank', which strength requires"),
        ('rank = "grade"', 'rank = "grade"\nshoe = "x"', "[columns] names 'shoe', which is no"),
        ('rank = "grade"', 'rank = "grade"\nmonth = "x"', "which [month] already states"),
        ("[dates]", '[dates]\nshoe = "%Y-%m-%d"', "[dates] names 'shoe', which is no column"),
        ("[month]", '[blank]\nteam = "NONE"\n[month]', "[blank] names 'team', which [columns]"),
        ("[month]", "[months]", "month: Field required"),
        ('force = "small"', 'force = "small"\ncolour = "red"', "colour: Extra inputs"),
        ('force = "small"', 'force = "small"\ntable = "shoes"', "unknown table 'shoes'; known: "),
        (r"(\d{4}-\d{2})", r"\d{4}-\d{2}", "needs exactly one group, around YYYY-MM"),
        (r"(\d{4}-\d{2})", r"(\d{4})-(\d{2})", "needs exactly one group, around YYYY-MM"),
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
        ('column = "team"\nvalues = ["X"]', "[[placements]] names 'team', which [columns]"),
        ('column = "rank"\nvalues = []', "values: "),
        ('column = "rank"\nvalues = ["X"]\nset = { shoe = "1" }', "[placements.set] names 'shoe'"),
        (
            'column = "rank"\nvalues = ["X"]\ncopy = { team = "unit" }',
            "[[placements]] names 'unit', which [columns] does not fill",
        ),
    ],
)
def test_a_placement_on_what_is_not_there_is_named(
    tmp_path: Path, placement: str, said: str
) -> None:
    assert said in complaint(tmp_path, f"{SMALL}[[placements]]\n{placement}\n")


def test_all_mistakes_are_said_at_once(tmp_path: Path) -> None:
    text = SMALL.replace('rank = "grade"', "").replace('posted_on = "%d/%m/%Y"', "")
    said = complaint(tmp_path, text).splitlines()
    assert len(said) == 2
    assert "[columns] lacks 'rank'" in said[0]
    assert "[dates] lacks 'posted_on'" in said[1]


def test_a_mapping_that_is_not_there_or_not_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"absent\.toml: there is no such file"):
        load_mapping(tmp_path / "absent.toml")
    path = tmp_path / "latin.toml"
    path.write_bytes(b'force = "caf\xe9"')
    with pytest.raises(ValueError, match=r"latin\.toml: not TOML"):
        load_mapping(path)


def test_an_unknown_force_is_named_with_those_known() -> None:
    with pytest.raises(Refused, match="'small'; known forces: demonstration, nypd"):
        force_of(small())


@pytest.mark.parametrize(
    ("shift", "month"), [(0, "2023-01"), (-1, "2022-12"), (1, "2023-02"), (-13, "2021-12")]
)
def test_the_month_in_a_files_name_is_shifted(shift: int, month: str) -> None:
    stated = MonthFrom(file_name=r"roster_(\d{4}-\d{2})-01", shift=shift)
    assert stated.of(Path("2024-05") / "roster_2023-01-01.csv") == month


def test_a_name_without_a_month_is_refused_with_the_pattern_wanted() -> None:
    stated = MonthFrom(file_name=r"roster_(\d{4}-\d{2})")
    with pytest.raises(ValueError, match="does not say its month") as refused:
        stated.of(Path("roster_2023-01") / "people.csv")
    assert stated.file_name in str(refused.value)
    with pytest.raises(ValueError, match="'2023-13' is not a month"):
        stated.of(Path("roster_2023-13-01.csv"))


def test_columns_are_renamed_stripped_and_the_rest_left_behind() -> None:
    frame = small().apply(
        raw(id=[" 1 "], cmd=["AA"], grade=["PC"], since=[""], name=["SMITH"]), "2023-01"
    )
    assert list(frame) == ["month", "person_id", "command", "rank", "posted_on"]
    assert frame.loc[2].to_dict() == {
        "month": "2023-01",
        "person_id": "1",
        "command": "AA",
        "rank": "PC",
        "posted_on": "",
    }


def test_a_blank_has_its_meaning_where_the_mapping_gives_one_and_there_alone() -> None:
    frame = small(blank={"command": "NOT STATED"}).apply(
        raw(id=["1", "2"], cmd=[" ", "AA"], grade=["", "PC"], since=["", ""]), "2023-01"
    )
    assert frame["command"].to_list() == ["NOT STATED", "AA"]
    assert frame["rank"].to_list() == ["", "PC"]


def test_a_placement_sets_and_copies_in_the_rows_that_it_meets_alone() -> None:
    placement = {
        "column": "command",
        "values": ["SICK DESK", "WARD"],
        "set": {"absence": "sickness", "rank": "PATIENT"},
        "copy": {"absence_from": "posted_on"},
    }
    frame = small(placements=[placement]).apply(
        raw(
            id=["1", "2", "3"],
            cmd=["SICK DESK", "AA", "WARD"],
            grade=["PC", "PS", "PC"],
            since=["01/02/2023", "02/02/2023", ""],
        ),
        "2023-02",
    )
    assert frame["absence"].to_list() == ["sickness", "", "sickness"]
    assert frame["absence_from"].to_list() == ["01/02/2023", "", ""]
    assert frame["rank"].to_list() == ["PATIENT", "PS", "PATIENT"]
    assert frame["command"].to_list() == ["SICK DESK", "AA", "WARD"]
