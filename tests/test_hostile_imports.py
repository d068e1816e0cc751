"""Hostile and broken files brought to the whole import: a sentence each, and nothing is stored."""

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard.cli import main
from dashboard.ingest import load
from dashboard.ingest.grid import FileForm
from dashboard.settings import settings
from dashboard.store.releases import Store
from tests.facts import FORCE_FILE
from tests.ingest import hostile_text, hostile_workbooks
from tests.ingest.measured import Case

MAPPING = """
force = "small"
[columns]
month = "Month"
person_id = "Id"
command = "BCU"
rank = "Rank"
joined_on = "Joined"
left_on = "Left"
fte = "FTE"
[dates]
joined_on = "%d/%m/%Y"
left_on = "%d/%m/%Y"
"""
HEADER = ["Month", "Id", "BCU", "Rank", "Joined", "Left", "FTE", "Surname", "Age"]
GOOD = ["2023-01", "1", "AA", "PC", "01/02/2020", "", "1", "SMITH", "34"]

OPENED = [*hostile_text.CASES, *hostile_workbooks.CASES]
UNOPENED = [case for case in OPENED if case.says]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A store of one release, which no test here may change."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "forces").mkdir()
    (folder / "forces" / "small.toml").write_text(FORCE_FILE)
    (folder / "small.toml").write_text(MAPPING)
    good = written(folder, HEADER, GOOD)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "FORCES", folder / "forces")
        patch.setenv("FRONTLINE_DATA", str(folder / "store"))
        settings.cache_clear()
        assert main(["import", str(good), "--mapping", str(folder / "small.toml")]) == 0
        yield folder / "store"
    settings.cache_clear()


def written(folder: Path, *rows: list[str]) -> Path:
    path = folder / "people.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def content(data: Path) -> dict[str, str]:
    """Every stored file, by name, hashed."""
    return {
        str(path.relative_to(data)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(data.rglob("*"))
        if path.is_file()
    }


def refused(
    data: Path, path: Path, capsys: pytest.CaptureFixture[str], form: FileForm | None = None
) -> list[str]:
    """The lines in which a whole import says no, once nothing is known to have changed."""
    before = content(data)
    stated = (form or FileForm()).model_dump(exclude_defaults=True)
    mapping = data.parent / "stated.toml"
    # What JSON writes of texts and whole numbers is TOML too.
    lines = [f"{name} = {json.dumps(value)}" for name, value in stated.items()]
    mapping.write_text("\n".join([MAPPING, "[file]", *lines]))
    code = main(["import", str(path), "--mapping", str(mapping)])
    said = capsys.readouterr()
    assert content(data) == before
    assert (code, said.out) == (1, "")
    assert "Traceback" not in said.err
    return said.err.splitlines()


@pytest.mark.parametrize("case", UNOPENED, ids=[case.name for case in UNOPENED])
def test_a_file_that_cannot_be_opened_leaves_the_store_as_it_was(
    data: Path, case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = case.build(tmp_path)
    lines = refused(data, path, capsys, case.form)
    assert lines[0].startswith(f"{path}: ")
    assert len(lines) == 1
    assert all(part in lines[0] for part in case.says)


@dataclass(frozen=True)
class Cells:
    """A file that can be opened and holds what must not be stored, and what is said of it."""

    name: str
    rows: tuple[list[str], ...]
    says: tuple[str, ...]


def row(**said: str) -> list[str]:
    """A good row but for what is said."""
    return [said.get(name, cell) for name, cell in zip(HEADER, GOOD, strict=True)]


def headed(**renamed: str) -> list[str]:
    return [renamed.get(name, name) for name in HEADER]


CELLS = (
    Cells(
        "a missing column",
        ([name for name in HEADER if name != "Rank"], [*GOOD[:3], *GOOD[4:]]),
        ("has no column 'Rank'; its columns are Month, Id, BCU, Joined, Left, FTE, Surname, Age.",),
    ),
    Cells("a renamed column", (headed(BCU="Command"), GOOD), ("has no column 'BCU';",)),
    Cells(
        "a doubled column",
        (headed(Surname="Rank"), GOOD),
        ("the header names 'Rank' more than once. Rename all but",),
    ),
    Cells("a short row", (HEADER, GOOD, GOOD[:5]), ("row 3 has 5 cells, and the header has 9",)),
    Cells("a long row", (HEADER, [*GOOD, "x"]), ("row 2 has 10 cells, and the header has 9",)),
    Cells("a header alone", (HEADER,), ("has a header and no rows.",)),
    Cells(
        "29 February of no leap year",
        (HEADER, row(Joined="29/02/2023")),
        ("row 2, joined_on: '29/02/2023' is not a date written as %d/%m/%Y",),
    ),
    Cells(
        "31 June",
        (HEADER, row(Joined="31/06/2020")),
        ("row 2, joined_on: '31/06/2020' is not a date written as %d/%m/%Y",),
    ),
    Cells(
        "a day and a month in each other's place",
        (HEADER, row(Joined="02/13/2020")),
        ("row 2, joined_on: '02/13/2020' is not a date written as %d/%m/%Y",),
    ),
    Cells(
        "a spreadsheet's number for a day",
        (HEADER, row(Joined="43862")),
        ("row 2, joined_on: '43862' is not a date written as %d/%m/%Y",),
    ),
    Cells(
        "a leaving before a joining",
        (HEADER, row(Left="31/01/2020")),
        ("row 2, left_on: '31/01/2020' is before joined_on",),
    ),
    Cells(
        "an FTE of 1.4",
        (HEADER, row(FTE="1.4")),
        ("row 2, fte: '1.4' is not a number from 0 to 1",),
    ),
    Cells("an FTE of -1", (HEADER, row(FTE="-1")), ("row 2, fte: '-1' is not a number from 0",)),
    Cells(
        "an FTE of infinity",
        (HEADER, row(FTE="inf")),
        ("row 2, fte: 'inf' is not a number from 0",),
    ),
    Cells(
        "an unknown command",
        (HEADER, row(BCU="CC")),
        ("row 2, command: 'CC' is no command of Small Force",),
    ),
    Cells(
        "an unknown rank",
        (HEADER, row(Rank="pc")),
        ("row 2, rank: 'pc' is no rank of Small Force",),
    ),
    Cells(
        "a formula for a rank",
        (HEADER, row(Rank='=HYPERLINK("http://x","PC")')),
        ("row 2, rank: '=HYPERLINK(", "is no rank of Small Force"),
    ),
    Cells(
        "a month without a date",
        (HEADER, row(Month="")),
        ("row 2, month: '' is blank, and is required",),
    ),
    Cells(
        "a month in words",
        (HEADER, row(Month="May-13")),
        ("row 2, month: 'May-13' is not a month written as YYYY-MM",),
    ),
    Cells(
        "a thirteenth month",
        (HEADER, row(Month="2023-13")),
        ("row 2, month: '2023-13' is not a month written as YYYY-MM",),
    ),
    Cells(
        "a person twice in a month and role",
        (HEADER, GOOD, row(BCU="BB")),
        (
            "row 2, person_id: '1' stands more than once, with another command",
            "row 3, person_id: '1' stands more than once, with another command",
        ),
    ),
    Cells(
        "an id that hides a character",
        (HEADER, row(Id="1\u202e2")),
        ("row 2, person_id: '1\ufffd2' holds",),
    ),
    Cells("an id that is blank", (HEADER, row(Id=" ")), ("row 2, person_id: '' is blank",)),
)


@pytest.mark.parametrize("case", CELLS, ids=[case.name for case in CELLS])
def test_a_file_with_a_bad_cell_leaves_the_store_as_it_was(
    data: Path, case: Cells, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, *case.rows)
    said = "\n".join(refused(data, path, capsys))
    assert said.startswith(f"{path}: ")
    for part in case.says:
        assert part in said, said


def test_odd_texts_are_stored_as_they_are_written_and_columns_in_any_order(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRONTLINE_DATA", str(tmp_path / "store"))
    settings.cache_clear()
    rows = [
        row(Id="00123", Surname="Null", Age="7", Joined="29/02/2020"),
        row(Id="1E5", Surname="=1+1"),
        row(Id="NA", Surname="#N/A", Left="29/02/2024"),
    ]
    turned = [list(reversed(cells)) for cells in (HEADER, *rows)]
    path = written(tmp_path, *turned)
    assert main(["import", str(path), "--mapping", str(data.parent / "small.toml")]) == 0
    store = Store(tmp_path / "store")
    release = store.current()
    assert release is not None
    held = store.frame(release.tables["strength"]["2023-01"])
    assert held["person_id"].to_list() == ["00123", "1E5", "NA"]
    assert f"{held['joined_on'][0]:%d/%m/%Y}" == "29/02/2020"
    assert f"{held['left_on'][2]:%d/%m/%Y}" == "29/02/2024"
    # Surnames and ages are in no column of the contract, and so nowhere in the store.
    everything = b"".join(path.read_bytes() for path in store.root.rglob("*") if path.is_file())
    assert b"Null" not in everything
    settings.cache_clear()


def test_there_are_at_least_forty_cases() -> None:
    assert len({case.name for case in UNOPENED} | {case.name for case in CELLS}) >= 40
