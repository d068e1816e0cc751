"""The command line as a person meets it: exit codes, what is said where, what is left behind."""

import csv
import hashlib
import io
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import cli
from dashboard.cube import parts
from dashboard.measures.engine.registry import all_measures
from dashboard.schema.force import load_force
from dashboard.settings import ROOT, settings
from dashboard.store.releases import Store
from tests.facts import frame
from tests.small_store import publish

MAPPING = ROOT / "data" / "mappings" / "nypd.toml"
HEADER = "officer_id,rank,appt_date,command,assignment_date"
MAY = [
    "P1,POLICE OFFICER,1/15/2020,NA,1/1/2021",
    "P2,POLICE OFFICER,2/20/2023,NA,2/20/2023",
    "P3,SERGEANT,3/1/2010,NA,3/1/2015",
    "P4,POLICE OFFICER,3/1/2010,MEDICAL DIVISION,3/1/2023",
    "P5,CAPTAIN,3/1/2001,,3/1/2015",
]
JUNE = [*MAY[:4], "P6,POLICE OFFICER,6/1/2023,001 PRECINCT,6/1/2023"]


def run(data: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """One command in a process of its own; line ends as they were written."""
    found = subprocess.run(
        [sys.executable, "-m", "dashboard.cli", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "FRONTLINE_DATA": str(data)},
        capture_output=True,
        timeout=120,
    )
    return subprocess.CompletedProcess(
        found.args, found.returncode, found.stdout.decode(), found.stderr.decode()
    )


def roster(folder: Path, first: str, rows: list[str]) -> Path:
    """A roster taken on the first of a month."""
    folder.mkdir(exist_ok=True)
    path = folder / f"roster_{first}.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def import_files(data: Path, *files: Path) -> subprocess.CompletedProcess[str]:
    return run(data, "import", *files, "--mapping", MAPPING)


def content(data: Path) -> dict[str, str]:
    """Every file of a store but its lock, hashed."""
    return {
        str(path.relative_to(data)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in data.rglob("*")
        if path.is_file() and path.name != "lock"
    }


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two small months; the tests that use it only read."""
    folder = tmp_path_factory.mktemp("cli")
    files = [roster(folder, "2023-06-01", MAY), roster(folder, "2023-07-01", JUNE)]
    done = import_files(folder / "store", *files)
    assert done.returncode == 0, done.stderr
    return folder / "store"


@pytest.fixture(autouse=True)
def _fresh_settings() -> Iterator[None]:
    """Settings are read once a process; these tests change them."""
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def here(imported: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same store for commands run in this process."""
    monkeypatch.setenv("FRONTLINE_DATA", str(imported))
    return imported


# --- import ---------------------------------------------------------------------------------------


def test_an_import_says_what_it_took_and_complains_of_nothing(tmp_path: Path) -> None:
    repeated = roster(tmp_path / "files", "2023-06-01", [*MAY, MAY[0]])
    done = import_files(tmp_path / "store", repeated)
    assert (done.returncode, done.stderr) == (0, "")
    assert "roster_2023-06-01.csv: 2023-05, 5 rows" in done.stdout
    assert "1 exact repeat dropped" in done.stdout
    assert '1 blank in command, read as "NOT STATED"' in done.stdout
    release = Store(tmp_path / "store").current()
    assert release is not None
    assert f"Release {release.id}: New York City Police Department" in done.stdout
    assert release.tables["strength"]["2023-05"].rows == 5
    assert [source.file for source in release.sources] == ["roster_2023-06-01.csv"]


def test_a_bad_file_is_explained_and_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    data = tmp_path / "store"
    assert import_files(data, roster(tmp_path / "old", "2023-06-01", MAY)).returncode == 0
    before = content(data)
    good = roster(tmp_path / "new", "2023-07-01", JUNE)
    bad = roster(tmp_path / "new", "2023-08-01", [MAY[0], "P7,CONSTABLE,31/1/2020,NA,1/1/2021"])
    done = import_files(data, good, bad)
    assert (done.returncode, done.stdout) == (1, "")
    assert str(bad) in done.stderr
    for words in ("row 3, rank: 'CONSTABLE'", "row 3, joined_on: '31/1/2020'", "nothing was"):
        assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert content(data) == before


def test_a_bad_first_file_makes_no_store(tmp_path: Path) -> None:
    bad = roster(tmp_path / "new", "2023-08-01", ["P7,CONSTABLE,1/1/2020,NA,1/1/2021"])
    done = import_files(tmp_path / "store", bad)
    assert (done.returncode, done.stdout) == (1, "")
    assert not (tmp_path / "store").exists()


def test_importing_the_same_again_changes_nothing_and_says_so(tmp_path: Path) -> None:
    data, file = tmp_path / "store", roster(tmp_path / "files", "2023-06-01", MAY)
    assert import_files(data, file).returncode == 0
    before = content(data)
    done = import_files(data, file)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Nothing changed" in done.stdout
    assert content(data) == before


def test_another_month_is_added_and_a_month_that_comes_again_replaces_itself(
    tmp_path: Path,
) -> None:
    data, files = tmp_path / "store", tmp_path / "files"
    roster(files, "2023-06-01", MAY)
    assert import_files(data, files / "roster_2023-06-01.csv").returncode == 0
    both = import_files(
        data, roster(files, "2023-06-01", MAY[:3]), roster(files, "2023-07-01", JUNE)
    )
    assert both.returncode == 0, both.stderr
    assert "2 months, 2023-05 to 2023-06" in both.stdout
    release = Store(data).current()
    assert release is not None
    assert {m: part.rows for m, part in release.tables["strength"].items()} == {
        "2023-05": 3,
        "2023-06": 5,
    }


def test_a_force_that_no_longer_names_a_rank_in_use_is_refused_before_anything_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = tmp_path / "files"
    forces = tmp_path / "forces"
    forces.mkdir()
    stated = (ROOT / "data" / "forces" / "nypd.toml").read_text(encoding="utf-8")
    monkeypatch.setenv("FRONTLINE_DATA", str(tmp_path / "store"))
    monkeypatch.setattr("dashboard.ingest.load.FORCES", forces)

    def taken(first: str, rows: list[str]) -> int:
        arguments = ["import", roster(files, first, rows), "--mapping", MAPPING]
        return cli.main([str(argument) for argument in arguments])

    (forces / "nypd.toml").write_text(stated, encoding="utf-8")
    assert taken("2023-06-01", MAY) == 0
    before = content(tmp_path / "store")
    kept = [line for line in stated.splitlines() if not line.startswith('"CAPTAIN"')]
    (forces / "nypd.toml").write_text("\n".join(kept), encoding="utf-8")
    assert taken("2023-07-01", JUNE) == 1
    assert "no longer names rank CAPTAIN" in capsys.readouterr().err
    assert content(tmp_path / "store") == before
    # The month that had the captain, come again without one, is no hindrance.
    assert taken("2023-06-01", MAY[:4]) == 0


def test_nothing_real_goes_into_the_made_up_force(tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.toml"
    text = MAPPING.read_text(encoding="utf-8").replace('"nypd"', '"demonstration"')
    mapping.write_text(text, encoding="utf-8")
    file = roster(tmp_path, "2023-06-01", MAY)
    done = run(tmp_path / "store", "import", file, "--mapping", mapping)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Demonstration force is made up" in done.stderr


def test_a_relative_folder_of_data_is_the_one_that_the_person_stands_in(
    imported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(imported.parent)
    monkeypatch.setenv("FRONTLINE_DATA", imported.name)
    assert settings().environment()["FRONTLINE_DATA"] == str(imported)


# --- the demonstration and real data --------------------------------------------------------------


def tiny_demonstration(data: Path) -> str:
    """A few made-up officers under the demonstration's force; the release's id."""
    force = load_force(ROOT / "data" / "forces" / "demonstration.toml")
    people = frame([{"month": "2023-03", "command": "AS"}, {"month": "2023-03", "command": "NA"}])
    release_id = publish(data, {"2023-03": people}, force).current_id()
    assert release_id is not None
    return release_id


def test_the_first_import_puts_the_demonstration_aside_and_says_so(tmp_path: Path) -> None:
    data = tmp_path / "store"
    aside = tiny_demonstration(data)
    done = import_files(data, roster(tmp_path / "files", "2023-06-01", MAY))
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Demonstration force, release {aside}, is put aside." in done.stdout
    release = Store(data).current()
    assert release is not None
    assert release.data == "New York City Police Department"
    assert [*release.tables["strength"]] == ["2023-05"]
    assert Store(data).release(aside).force.illustrative


def test_the_demonstration_is_refused_over_real_data(imported: Path) -> None:
    before = content(imported)
    done = run(imported, "demo")
    assert (done.returncode, done.stdout) == (1, "")
    assert "New York City Police Department" in done.stderr
    assert "FRONTLINE_DATA" in done.stderr
    assert content(imported) == before


def test_preparing_leaves_real_data_as_it_is(imported: Path) -> None:
    before = content(imported)
    done = run(imported, "prepare")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert content(imported) == before


# The demonstration's own people take too long to make them here; a pause lets the other wait.
PREPARE = """
import sys, time
from dashboard import cli
from dashboard.ingest import demonstration
from tests.facts import frame

def months():
    for month in ("2023-02", "2023-03"):
        time.sleep(1)
        yield month, frame([{"month": month, "command": "AS"}])

demonstration.months = months
sys.exit(cli.main(["prepare"]))
"""


def test_two_processes_that_prepare_at_once_make_the_demonstration_once(tmp_path: Path) -> None:
    environment = {**os.environ, "FRONTLINE_DATA": str(tmp_path)}
    both = [
        subprocess.Popen(
            [sys.executable, "-c", PREPARE],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=60)[0].decode() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    current = Store(tmp_path).current_id()
    assert [path.stem for path in (tmp_path / "releases").iterdir()] == [current]
    assert sorted(re.findall(r"Release (\w+)", text) for text in said) == [[], [current]]
    assert len([*(tmp_path / "tables").iterdir()]) == 4
    release = Store(tmp_path).current()
    assert release is not None
    assert len([*(tmp_path / "cube").glob("*.parquet")]) == parts.steps(release)


# --- measure --------------------------------------------------------------------------------------


def test_a_table_names_the_measure_the_selection_and_the_release(imported: Path) -> None:
    done = run(imported, "measure", "nominal_strength", "--command", "NA", "--by", "command")
    assert (done.returncode, done.stderr) == (0, "")
    title, _, header, row = done.stdout.splitlines()
    assert title == (
        "Nominal strength, NA, June 2023. New York City Police Department, "
        f"release {Store(imported).current_id()}."
    )
    assert header.split() == ["command", "numerator", "denominator", "value", "measured_in"]
    assert row.split() == ["NA", "3.0", "3.0", "FTE"]


def test_csv_has_the_dimensions_the_numbers_and_where_they_are_from(imported: Path) -> None:
    asked = ["--command", "NA", "--from", "2023-05", "--by", "month", "--by", "command"]
    done = run(imported, "measure", "probationer_share", *asked, "--format", "csv")
    assert (done.returncode, done.stderr) == (0, "")
    header, *rows = csv.reader(io.StringIO(done.stdout, newline=""))
    assert header == [
        *("month", "command", "numerator", "denominator", "value", "measured_in"),
        *("release", "data"),
    ]
    whose = [str(Store(imported).current_id()), "New York City Police Department"]
    assert rows == [
        ["2023-05", "NA", "1.0", "2.0", "50.0", "%", *whose],
        ["2023-06", "NA", "1.0", "2.0", "50.0", "%", *whose],
    ]


def test_a_cut_by_unit_names_the_units_and_what_the_value_is_measured_in(imported: Path) -> None:
    done = run(imported, "measure", "nominal_strength", "--by", "unit", "--format", "csv")
    header, row = list(csv.reader(io.StringIO(done.stdout)))
    assert header[:5] == ["unit", "numerator", "denominator", "value", "measured_in"]
    assert (row[0], row[4]) == ("", "FTE")


def test_json_has_the_question_and_the_rows(imported: Path) -> None:
    asked = ["--command", "NA", "--by", "command", "--format", "json"]
    done = run(imported, "measure", "supervision_span", *asked)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {
        "measure": "supervision_span",
        "title": "Supervision span",
        "unit": "constables per sergeant",
        "selection": "NA, June 2023",
        "release": Store(imported).current_id(),
        "data": "New York City Police Department",
        "rows": [
            {
                "command": "NA",
                "numerator": 2.0,
                "denominator": 1.0,
                "value": 2.0,
                "measured_in": "constables per sergeant",
            }
        ],
    }


@pytest.mark.usefixtures("here")
def test_no_value_is_null_in_json_and_an_empty_cell_in_csv(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ["measure", "supervision_span", "--command", "001 PRECINCT", "--format"]
    assert cli.main([*asked, "json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["value"] is None
    assert cli.main([*asked, "csv"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["numerator"], row["denominator"], row["value"]) == ("1.0", "0.0", "")


@pytest.mark.usefixtures("here")
def test_a_grade_and_the_switches_narrow_and_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    # June: three of six are police officers in full; one more is on long-term absence.
    asked = ["measure", "gap_to_nominal", "--grade", "constable", "--count", "heads"]
    switched = ["--view", "host", "--reading", "home_office", "--format", "json"]
    assert cli.main([*asked, *switched]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(row["numerator"], row["denominator"], row["value"]) for row in found["rows"]] == [
        (1.0, 4.0, 25.0)
    ]
    for words in ("constables", "headcount", "where they work", "Home Office"):
        assert words in found["selection"]


@pytest.mark.usefixtures("here")
def test_headcount_is_what_strength_is_measured_in_where_it_is_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ["measure", "nominal_strength", "--count", "heads", "--format"]
    assert cli.main([*asked, "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["unit"] == found["rows"][0]["measured_in"] == "headcount"
    assert cli.main([*asked, "csv"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert row["measured_in"] == "headcount"


@pytest.mark.usefixtures("here")
def test_the_list_names_every_measure(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["measure", "--list"]) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert listed == list(all_measures())


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        (["nominal"], ["'nominal'", "nominal_strength", "gap_to_nominal"]),
        ([], ["nominal_strength", "supervision_span"]),
        (["nominal_strength", "--command", "N A"], ["'N A'", "NA", "001 PRECINCT"]),
        (["nominal_strength", "--team", "T"], ["'T'", "Known: none"]),
        (["nominal_strength", "--by", "age"], ["'age'", "command", "status", "month"]),
        (["supervision_span", "--by", "rank"], ["'rank'", "command", "team", "unit", "month"]),
        (["nominal_strength", "--grade", "PC"], ["'PC'", "constable", "sergeant"]),
        (["nominal_strength", "--count", "people"], ["'people'", "fte", "heads"]),
        (["nominal_strength", "--view", "both"], ["'both'", "home", "host"]),
        (["gap_to_nominal", "--reading", "casey"], ["'casey'", "review", "home_office"]),
        (["nominal_strength", "--reading", "review"], ["reading does not apply", "team, grade"]),
        (["supervision_span", "--grade", "constable"], ["grade does not apply", "team"]),
        (["nominal_strength", "--from", "2022-01"], ["2022-01", "2023-05", "2023-06"]),
        (["nominal_strength", "--to", "June"], ["'June'", "YYYY-MM"]),
        (["nominal_strength", "--from", "2023-06", "--to", "2023-05"], ["2023-06", "2023-05"]),
    ],
)
@pytest.mark.usefixtures("here")
def test_an_unknown_name_ends_with_two_and_the_known_ones(
    asked: list[str], known: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["measure", *asked]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert all(name in said.err for name in known)


def test_an_unknown_name_ends_a_process_with_two_and_no_traceback(imported: Path) -> None:
    done = run(imported, "measure", "nominal_strength", "--command", "ZZ")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Unknown command 'ZZ'.")
    assert len(done.stderr.splitlines()) == 1


def test_without_data_a_measure_says_how_to_get_some(tmp_path: Path) -> None:
    done = run(tmp_path / "store", "measure", "nominal_strength")
    assert (done.returncode, done.stdout) == (1, "")
    assert "frontline import" in done.stderr
    assert not (tmp_path / "store").exists()


def test_a_damaged_store_is_named_without_a_traceback(tmp_path: Path) -> None:
    tiny_demonstration(tmp_path)
    for cells in (tmp_path / "cube").glob("*.parquet"):
        cells.write_bytes(b"not this")
    (part,) = (tmp_path / "tables").iterdir()
    part.write_bytes(b"nor this")
    done = run(tmp_path, "measure", "nominal_strength")
    assert (done.returncode, done.stdout) == (1, "")
    assert str(part) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_has_had_enough_hears_nothing_more(imported: Path) -> None:
    command = f"'{sys.executable}' -m dashboard.cli measure --list | true"
    environment = {**os.environ, "FRONTLINE_DATA": str(imported)}
    done = subprocess.run(
        ["sh", "-c", command], cwd=ROOT, env=environment, capture_output=True, timeout=60
    )
    assert (done.stdout, done.stderr) == (b"", b"")


def test_an_import_whose_reader_has_had_enough_is_done_all_the_same(tmp_path: Path) -> None:
    rosters = [str(roster(tmp_path / "files", f"2023-{n:02}-01", MAY)) for n in range(2, 13)]
    command = f"'{sys.executable}' -m dashboard.cli import {' '.join(rosters)} --mapping {MAPPING}"
    environment = {**os.environ, "FRONTLINE_DATA": str(tmp_path / "store"), "PYTHONUNBUFFERED": "1"}
    done = subprocess.run(
        ["sh", "-c", f"{command} | head -1"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        timeout=120,
    )
    assert done.stderr == b""
    release = Store(tmp_path / "store").current()
    assert release is not None
    assert len(release.tables["strength"]) == 11


# --- serve ----------------------------------------------------------------------------------------


def test_serving_other_machines_is_refused(tmp_path: Path) -> None:
    done = run(tmp_path / "store", "serve", "--host", "0.0.0.0")
    assert (done.returncode, done.stdout) == (1, "")
    assert "0.0.0.0 can be reached from other machines" in done.stderr
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize("host", ["::", "192.168.1.4", "example.org", "localhost.example.org", ""])
@pytest.mark.usefixtures("here")
def test_serving_is_refused_on_any_address_but_loopback(
    host: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "execv", lambda *_: pytest.fail("it would have served"))
    assert cli.main(["serve", "--host", host]) == 1
    assert "no sign-in yet" in capsys.readouterr().err


def test_gunicorn_itself_refuses_to_listen_to_other_machines(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    where = ["--config", str(ROOT / "gunicorn.conf.py"), "--bind", f"0.0.0.0:{port}"]
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", *where, "app:server"],
        cwd=ROOT,
        env={**os.environ, "FRONTLINE_DATA": str(tmp_path / "store")},
        capture_output=True,
        timeout=60,
    )
    assert done.returncode != 0
    assert b"0.0.0.0 can be reached from other machines" in done.stderr
    assert b"Listening" not in done.stdout + done.stderr
    assert not (tmp_path / "store").exists()
