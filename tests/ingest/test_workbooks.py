"""What is proved of workbooks: each hostile one gets its sentence, each odd one its cells."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dashboard.ingest import enclosure
from dashboard.ingest.grid import FileForm, Unreadable
from tests.ingest import measured
from tests.ingest.hostile_workbooks import CASES, million, xlsx
from tests.ingest.measured import Case


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_workbook_gets_its_sentence_or_its_cells_and_harms_nothing(
    case: Case, tmp_path: Path
) -> None:
    measured.check(case, tmp_path)


def test_a_million_rows_are_read(tmp_path: Path) -> None:
    rows = enclosure.opened(million(tmp_path), FileForm()).rows
    assert len(rows) == 1_000_001
    assert rows[1] == ["id", "rank"]
    assert all(rows[number] == [str(number), "PC"] for number in range(2, 1_000_002))


@pytest.fixture
def other_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Put a shell script in the place of the process that opens a workbook; its path."""

    def put(script: str) -> Path:
        program = tmp_path / "program"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o700)
        monkeypatch.setattr(sys, "executable", str(program))
        return xlsx()(tmp_path)

    return put


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("kill -ABRT $$", "more than 2 GB of memory"),
        ("kill -KILL $$", "more than 2 GB of memory"),
        ("kill -XCPU $$", "takes more than 120 seconds"),
        ("kill -SEGV $$", "is damaged"),
        ("exit 0", "is damaged"),
        ("echo nonsense; head -c 1000000 /dev/zero", "is damaged"),
        ("""echo '{"rows": [[1, [["a"]]]]}'""", "is damaged"),
        ("""echo '{"rows": [[1, ["a"]]]}'""", "is damaged"),
    ],
)
def test_whatever_happens_at_the_other_end_is_one_sentence(other_end, script, says) -> None:
    path = other_end(script)
    with pytest.raises(Unreadable) as refused:
        enclosure.opened(path, FileForm())
    assert str(refused.value).startswith(f"{path}: ")
    assert says in str(refused.value)


def test_a_file_that_takes_too_long_is_given_up(other_end, monkeypatch) -> None:
    monkeypatch.setattr(enclosure, "DEADLINE", 1)
    path = other_end("exec sleep 600")
    with pytest.raises(Unreadable, match="takes more than 1 seconds to open"):
        enclosure.opened(path, FileForm())


def test_a_stop_by_the_keyboard_ends_the_other_end_too(tmp_path: Path) -> None:
    path = xlsx()(tmp_path)
    said = tmp_path / "pid"
    program = tmp_path / "program"
    # It speaks after a while, when the one that started it surely waits for an answer.
    program.write_text(
        f"#!/bin/sh\ntrap '' INT\nsleep 1\necho $$ > {said}.new; mv {said}.new {said}\n"
        "exec sleep 600\n"
    )
    program.chmod(0o700)
    asking = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from dashboard.ingest import enclosure, grid\n"
            "sys.executable = sys.argv[1]\n"
            "enclosure.opened(Path(sys.argv[2]), grid.FileForm())",
            program,
            path,
        ],
        stderr=subprocess.PIPE,
        text=True,
    )
    while not said.exists():
        assert asking.poll() is None
        time.sleep(0.01)
    asking.send_signal(signal.SIGINT)
    _, words = asking.communicate()
    assert words.rstrip().endswith("KeyboardInterrupt")
    with pytest.raises(ProcessLookupError):
        os.kill(int(said.read_text()), 0)


def test_the_folder_one_stands_in_is_not_imported_from(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit")
    path = xlsx()(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert enclosure.opened(path, FileForm()).rows[1] == ["id", "rank"]


def test_the_other_end_loads_little() -> None:
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from dashboard.ingest import enclosure, source\n"
            "source.all_sources(); print(*sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(run.stdout.split())
    assert "dashboard.ingest.sources.excel" in loaded
    assert not loaded & {"pandas", "pandera", "numpy", "duckdb", "deltalake"}
