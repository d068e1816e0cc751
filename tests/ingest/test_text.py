"""What is proved of delimited text: each file is read cell by cell or refused in one sentence."""

import csv
import io
import os
import pty
import subprocess
import sys
import termios
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.ingest.cells import unusable
from dashboard.ingest.enclosure import opened
from dashboard.ingest.grid import FileForm, Grid
from dashboard.settings import ROOT
from tests.ingest.hostile_text import CASES, a_million_rows
from tests.ingest.measured import check, opening


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_is_read_cell_by_cell_or_refused_in_one_sentence(case, tmp_path: Path) -> None:
    check(case, tmp_path)


# Any table at all.

LETTER = st.characters(exclude_characters="\x00\ufeff", exclude_categories=("Cs",))
TABLES = st.lists(st.lists(st.text(LETTER, max_size=12), min_size=1, max_size=5), max_size=8)
anything = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200
)


def written_out(
    folder: Path, rows: list[list[str]], delimiter: str, encoding: str, quoting: int
) -> Path:
    text = io.StringIO(newline="")
    # Between sparse quotes and lone ends of line, the writer itself loses a lone CR.
    end = "\n" if quoting == csv.QUOTE_ALL else "\r\n"
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    path = folder / "any.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def rows_that_hold_anything(rows: list[list[str]]) -> dict[int, list[str]]:
    return {
        number: row
        for number, row in enumerate(rows, 1)
        if any(letter for cell in row for letter in cell if not letter.isspace())
    }


@anything
@given(
    rows=TABLES,
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_any_table_comes_back_cell_by_cell(tmp_path, rows, delimiter, encoding, quoting) -> None:
    rows = [["head", "er"], *rows]
    path = written_out(tmp_path, rows, delimiter, encoding, quoting)
    form = FileForm(delimiter=delimiter, encoding=encoding)
    assert opened(path, form).rows == rows_that_hold_anything(rows)


PLAIN = st.text(st.characters(codec="cp1252", exclude_characters='\x00,;\t|"\r\n'), min_size=1)


@anything
@given(
    rows=st.lists(st.lists(PLAIN, min_size=3, max_size=3), max_size=8),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_what_is_not_stated_is_detected(tmp_path, rows, delimiter, encoding) -> None:
    if encoding == "cp1252":
        # A letter that makes the whole no UTF-8, before anything that could be.
        rows = [["\xff", "b", "c"], *([*map(str.lower, row)] for row in rows)]
        rows = [[cell.encode("cp1252", "ignore").decode("cp1252") for cell in row] for row in rows]
    rows = [["one", "two", "three"], *rows]
    path = written_out(tmp_path, rows, delimiter, encoding, csv.QUOTE_MINIMAL)
    assert opened(path, FileForm()).rows == rows_that_hold_anything(rows)


def test_every_letter_that_only_formats_is_found_and_none_that_is_seen() -> None:
    every = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    found = {letter for letter in every if unusable(letter)}
    formatting = {letter for letter in every if unicodedata.category(letter) in ("Cc", "Cf")}
    # These are seen, or shape the signs around them, in scripts that need them.
    scripts = {
        letter
        for letter in formatting
        if unicodedata.name(letter, "").split()[0:1]
        and unicodedata.name(letter).split()[0]
        in ("ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN", "SHORTHAND", "MUSICAL")
    } - {"\u061c"}
    assert formatting - scripts - set("\t\n\r") <= found
    assert not any(letter.isalnum() or (letter.isspace() and letter in " \xa0") for letter in found)
    assert not found & scripts


# Size.


def test_a_million_rows_are_read_in_memory_of_some_times_the_file(tmp_path: Path) -> None:
    path = a_million_rows(tmp_path)
    taken = opening(path, shown=2)
    assert (taken.height, taken.refused) == (1_000_001, "")
    assert taken.rows[2] == ["P0000000", "2023-01", "CMD0", "Police Constable", "0.0",
                             "NEIGHBOURHOOD", "UNIT0", "2000-01-01"]  # fmt: skip
    assert taken.memory < 6 * path.stat().st_size / 1e6


def test_equal_texts_are_held_once(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("id,rank\n1,Police Constable\n2,Police Constable\n")
    rows = opened(path, FileForm()).rows
    assert rows[2][1] is rows[3][1]


def test_progress_shows_on_a_terminal_once_it_takes_a_second(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("id,rank\n" + "1,PC\n" * 60_000)
    slow = (
        "import sys, time; from pathlib import Path;"
        "from dashboard.ingest.sources import delimited;"
        "from dashboard.ingest.grid import FileForm;"
        "row = delimited.Cells.row; wait = [0.4] * 6;"
        "delimited.Cells.row = lambda self, number, *rest: ("
        " number % 10_000 == 0 and wait and time.sleep(wait.pop()), row(self, number, *rest))[1];"
        "delimited.SOURCE.read(Path(sys.argv[1]), FileForm())"
    )
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(ours, (24, 80))
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        subprocess.run(
            [sys.executable, "-c", slow, str(path)], cwd=ROOT, stderr=theirs, check=True, timeout=60
        )
        os.write(theirs, b"\nend")  # Else there would be nothing to read where nothing is shown.
        os.close(theirs)
        shown = terminal.read(100_000).decode()
    assert "Reading people.csv" in shown
    assert f"/{path.stat().st_size / 1000:.0f}k" in shown


def test_a_small_file_shows_no_progress(tmp_path: Path, capfd) -> None:
    path = tmp_path / "people.csv"
    path.write_text("id\n1\n")
    assert opened(path, FileForm()) == Grid({1: ["id"], 2: ["1"]})
    assert capfd.readouterr() == ("", "")
