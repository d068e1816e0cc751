"""What is proved of ``frontline template``: the files it writes, and that it overwrites none."""

import csv
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import cli
from dashboard.schema.tables import TABLES
from dashboard.settings import settings
from dashboard.store.releases import Store

MARK = b"\xef\xbb\xbf"


@pytest.fixture(autouse=True)
def _fresh_settings() -> Iterator[None]:
    """Settings are read once a process; one of these tests changes them."""
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_the_empty_file_is_a_header_and_no_more(tmp_path: Path) -> None:
    assert cli.main(["template", "overtime", "--to", str(tmp_path)]) == 0
    wanted = MARK + b"month,command,team,hours,cost,officer_pay\r\n"
    assert (tmp_path / "overtime.csv").read_bytes() == wanted


def test_the_dictionary_beside_it_has_a_row_a_column(tmp_path: Path) -> None:
    assert cli.main(["template", "caseloads", "--to", str(tmp_path)]) == 0
    raw = (tmp_path / "caseloads_dictionary.csv").read_bytes()
    assert raw.startswith(MARK)
    assert list(csv.reader(raw.decode("utf-8-sig").split("\r\n")))[:-1] == [
        ["column", "required", "holds", "allowed values", "if blank", "meaning"],
        ["month", "yes", "month, YYYY-MM", "", "", "The month at whose end this was so."],
        ["command", "yes", "a command of the force", "", "", "The command that holds the cases."],
        [
            *("source", "yes", "text", "", ""),
            "The system that counted them; two systems are never averaged.",
        ],
        ["open_cases", "yes", "number, 0 or more", "", "", "Cases open."],
        ["team", "no", "text", "", "", "Team within the command."],
        ["unit", "no", "text", "", "", "Unit within the team."],
        [
            *("kind", "no", "one of", "cases, victims, offenders", "cases"),
            "What is counted as a case.",
        ],
        ["investigators", "no", "number, 0 or more", "", "", "Investigators who carry them."],
    ]


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_a_template_of_all_its_columns(table: str, tmp_path: Path) -> None:
    assert cli.main(["template", table, "--to", str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"{table}.csv",
        f"{table}_dictionary.csv",
    ]
    columns = [column.name for column in TABLES[table].columns]
    header = (tmp_path / f"{table}.csv").read_text(encoding="utf-8-sig")
    assert header == f"{','.join(columns)}\n"
    meanings = (tmp_path / f"{table}_dictionary.csv").read_text(encoding="utf-8-sig")
    assert [row["column"] for row in csv.DictReader(meanings.splitlines())] == columns


def test_it_says_what_a_row_is_and_what_to_do_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "my files"
    folder.mkdir()
    assert cli.main(["template", "overtime", "--to", str(folder)]) == 0
    assert capsys.readouterr().out.replace(str(folder), "FOLDER") == (
        "FOLDER/overtime.csv: the columns of overtime, no rows yet.\n"
        "FOLDER/overtime_dictionary.csv: what each of them holds.\n"
        "\n"
        "One row is a month, command and team.\n"
        "Unique on month, command and team.\n"
        "An import replaces the rows of the same month.\n"
        "Required: month, command; any other column may be blank or left out.\n"
        "\n"
        "Fill it in, then: frontline import 'FOLDER/overtime.csv' --table overtime\n"
        "Where nothing of your force is stored yet, add --force and its id.\n"
    )


def test_without_a_folder_it_is_the_one_that_the_person_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["template", "demand"]) == 0
    assert (tmp_path / "demand.csv").exists()
    assert "frontline import demand.csv --table demand" in capsys.readouterr().out


@pytest.mark.parametrize("there", ["demand.csv", "demand_dictionary.csv"])
def test_a_file_that_is_there_is_left_and_nothing_else_is_written(
    there: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / there).write_text("kept", encoding="utf-8")
    assert cli.main(["template", "demand", "--to", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)
    assert f"{tmp_path / there}: is there already" in said.err
    assert [path.name for path in tmp_path.iterdir()] == [there]
    assert (tmp_path / there).read_text(encoding="utf-8") == "kept"


def test_an_unknown_table_ends_with_two_and_the_known_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["template", "strenght", "--to", str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "Unknown table 'strenght'. Did you mean strength? Known: caseloads, demand, "
        "establishment, overtime, published_series, shifts, strength.\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["template", "demand", "--to", str(tmp_path / "absent")]) == 1
    assert capsys.readouterr().err == f"{tmp_path / 'absent'}: there is no such folder.\n"
    assert list(tmp_path.iterdir()) == []


def test_a_template_that_is_filled_in_is_imported_by_the_command_that_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FRONTLINE_DATA", str(tmp_path / "store"))
    assert cli.main(["template", "strength", "--to", str(tmp_path)]) == 0
    (_, next_step) = capsys.readouterr().out.split("Fill it in, then: frontline ")
    person = {
        "month": "2023-05",
        "person_id": "00123",
        "command": "NA",
        "rank": "SERGEANT",
        "joined_on": "2010-03-01",
        "suspended": "no",
    }
    with (tmp_path / "strength.csv").open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, TABLES["strength"].names).writerow(person)
    command = shlex.split(next_step.splitlines()[0])
    assert cli.main([*command, "--force", "nypd"]) == 0, capsys.readouterr().err
    release = Store(tmp_path / "store").current()
    assert release is not None
    assert {month: part.rows for month, part in release.tables["strength"].items()} == {
        "2023-05": 1
    }
