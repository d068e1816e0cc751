"""What is proved of Parquet and Delta: typed values as a person writes them, and no more read."""

import base64
import json
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from arro3.core import Array, DataType, Table
from deltalake import write_deltalake

from dashboard.ingest.enclosure import opened
from dashboard.ingest.grid import FileForm, Unreadable
from dashboard.ingest.sources import delta
from dashboard.settings import ROOT
from tests.ingest.measured import Case, check


def _selected(select: str) -> Callable[[Path], Path]:
    """The builder of a Parquet file that DuckDB writes, which is not what reads it here."""

    def build(folder: Path) -> Path:
        path = folder / "people.parquet"
        duckdb.sql(f"copy ({select}) to '{path}' (format parquet)")
        return path

    return build


def _changed(change: Callable[[bytes], bytes]) -> Callable[[Path], Path]:
    """The builder of a good Parquet file whose bytes are then changed."""

    def build(folder: Path) -> Path:
        path = _selected("select i::varchar id, i n from range(100000) t(i)")(folder)
        path.write_bytes(change(path.read_bytes()))
        return path

    return build


def _flipped(content: bytes) -> bytes:
    at = len(content) // 3
    return content[:at] + bytes(255 - byte for byte in content[at : at + 100]) + content[at + 100 :]


def _table(*ids: str) -> Table:
    return Table.from_arrays([Array(list(ids), DataType.string())], names=["id"])


def a_delta_table(folder: Path) -> Path:
    path = folder / "people"
    write_deltalake(path, _table("of last month"))
    write_deltalake(path, _table("00123", "1E5", "Null"), mode="overwrite")
    return path


def _logged(change: Callable[[dict], None]) -> Callable[[Path], Path]:
    """The builder of a Delta table of five rows whose log is then changed, action by action."""

    def build(folder: Path) -> Path:
        path = folder / "people"
        write_deltalake(path, _table("0", "1", "2", "3", "4"))
        log = path / "_delta_log" / f"{0:020}.json"
        actions = [json.loads(line) for line in log.read_text().splitlines()]
        for action in actions:
            change(action)
        log.write_text("\n".join(map(json.dumps, actions)))
        return path

    return build


def _elsewhere(name: str) -> Callable[[Path], Path]:
    """The builder of a Delta table whose log names a file that is not in its folder."""

    def change(action: dict) -> None:
        if "add" in action:
            action["add"]["path"] = name

    def build(folder: Path) -> Path:
        path = _logged(change)(folder)
        shutil.copy(next(path.glob("*.parquet")), folder / "other.parquet")
        return path

    return build


def _without_rows_1_and_3(action: dict) -> None:
    """A deletion vector as the protocol lays it out, inside the log."""
    rows = (1, 3)
    bitmap = struct.pack("<IIHHI", 12346, 1, 0, len(rows) - 1, 16) + struct.pack("<2H", *rows)
    vector = struct.pack("<IQI", 1681511377, 1, 0) + bitmap
    if "protocol" in action:
        action["protocol"] = {
            "minReaderVersion": 3,
            "minWriterVersion": 7,
            "readerFeatures": ["deletionVectors"],
            "writerFeatures": ["deletionVectors"],
        }
    if "add" in action:
        action["add"]["deletionVector"] = {
            "storageType": "i",
            "pathOrInlineDv": _z85(vector + bytes(-len(vector) % 4)),
            "sizeInBytes": len(vector),
            "cardinality": len(rows),
        }


def _z85(content: bytes) -> str:
    """Python's alphabet of base 85 put into that of the protocol."""
    python = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
    protocol = (
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"
    )
    return base64.b85encode(content).decode().translate(str.maketrans(python, protocol))


def _lacking_a_file(folder: Path) -> Path:
    path = a_delta_table(folder)
    for file in path.glob("*.parquet"):
        file.unlink()
    return path


def _with_a_damaged_log(folder: Path) -> Path:
    path = a_delta_table(folder)
    (path / "_delta_log" / f"{1:020}.json").write_text("{nonsense")
    return path


def _of_one_command_each(folder: Path) -> Path:
    path = folder / "people"
    names = Array(["N/A & co", "N/A & co"], DataType.string())
    table = Table.from_arrays([Array(["1", "2"], DataType.string()), names], names=["id", "c"])
    write_deltalake(path, table, partition_by=["c"])
    return path


CASES = (
    Case(
        "numbers",
        _selected(
            "select 7::tinyint a, 9007199254740993::bigint b, 0.5::double c, 0.4::float d,"
            " 1.50::decimal(9,2) e, 100::decimal(38,0) f, 255::utinyint g, 'nan'::double h"
            " union all select null, null, 1, 1, 0, -100, 0, null"
        ),
        rows={
            1: [*"abcdefgh"],
            2: ["7", "9007199254740993", "0.5", "0.4", "1.5", "100", "255", ""],
            3: ["", "", "1", "1", "0", "-100", "0", ""],
        },
    ),
    Case(
        "dates, times and flags",
        _selected(
            "select date '2024-02-29' a, timestamp '2024-02-29' b,"
            " timestamp '2024-02-29 10:11:12' c, timestamp_ns '2024-02-29' d,"
            " timestamptz '2024-02-29 00:00:00+00' e, time '10:11:12' f, true g, null::boolean h"
        ),
        rows={
            1: [*"abcdefgh"],
            2: ["2024-02-29", "2024-02-29", "2024-02-29 10:11:12", "2024-02-29", "2024-02-29",
                "10:11:12", "yes", ""],
        },
    ),
    Case(
        "texts, and a row without any",
        _selected(
            "select '00123' id, 'a'::enum('a', 'b') kind union all select null, null"
            " union all select '1E5', 'b'"
        ),
        rows={1: ["id", "kind"], 2: ["00123", "a"], 4: ["1E5", "b"]},
    ),
    Case(
        "a letter that nobody sees",
        _selected("select i::varchar id, if(i = 2, 'A\u200bA', 'AA') command from range(4) t(i)"),
        rows={1: ["id", "command"], 2: ["0", "AA"], 3: ["1", "AA"], 4: ["2", "A\u200bA"],
              5: ["3", "AA"]},
        bad={(4, 1): "holds an invisible character (U+200B, zero width space)"},
    ),
    *(
        Case(f"a column of {kind}", _selected(f"select 1 id, {value} skills"),
             says=(f"the column 'skills' is of the type {kind}", "write it as text"))
        for kind, value in (("List", "[1, 2]"), ("Struct", "{'a': 1}"), ("Map", "map {'a': 1}"),
                            ("Binary", "'x'::blob"), ("Interval", "interval 3 days"))
    ),
    Case(
        "a cell of 10,001 characters",
        _selected("select '1' id, repeat('x', 10001) note"),
        says=("the column 'note' has a cell of more than 10,000 characters",),
    ),
    Case(
        "1,001 columns",
        _selected("select " + ", ".join(f"{n} c{n}" for n in range(1001))),
        says=("has 1,001 columns, and no table has more than 1,000",),
    ),
    Case(
        "100 KB that claim 70 million cells",
        _selected(
            "select " + ", ".join(f"1 c{n}" for n in range(10)) + " from range(7000000)"
        ),
        says=("has more than 60,000,000 cells", "Split it by month"),
    ),
    Case("cut off", _changed(lambda content: content[:-9]), says=("Parquet that was cut off",)),
    Case("nothing but its mark", _changed(lambda content: b"PAR1"), says=("damaged",)),
    Case(
        "without what its end says",
        _changed(lambda content: b"PAR1" + content[-300:]),
        says=("damaged",),
    ),
    Case("some bytes changed", _changed(_flipped), says=("damaged",)),
    Case(
        "a text file named .parquet",
        lambda folder: _named(folder / "people.parquet", "id\n1\n"),
        says=("its name says a Parquet file, and it holds delimited text",),
    ),
    Case(
        "a Delta table",
        a_delta_table,
        rows={1: ["id"], 2: ["00123"], 3: ["1E5"], 4: ["Null"]},
        said=("Delta table at version 1.",),
    ),
    Case(
        "a Delta table in parts that have odd names",
        _of_one_command_each,
        rows={1: ["id", "c"], 2: ["1", "N/A & co"], 3: ["2", "N/A & co"]},
        said=("Delta table at version 0.",),
    ),
    Case(
        "a Delta table with deleted rows",
        _logged(_without_rows_1_and_3),
        rows={1: ["id"], 2: ["0"], 3: ["2"], 4: ["4"]},
        said=("Delta table at version 0.",),
    ),
    Case(
        "a Delta table that lacks a file",
        _lacking_a_file,
        says=("its log names the file 'part-", "which is not there"),
    ),
    Case("a Delta table with a damaged log", _with_a_damaged_log, says=("cannot be read", "Json")),
    *(
        Case(
            f"a Delta table whose log names {name}",
            _elsewhere(name),
            says=(f"its log names the file '{name}', which is outside the folder",),
        )
        for name in ("../other.parquet", "%2E%2E/other.parquet", "/other.parquet",
                     "file:///other.parquet", "http://127.0.0.1:9/other.parquet",
                     "s3://bucket/other.parquet")
    ),
    Case("a folder", lambda folder: folder, says=("this is a folder; name the files in it",)),
)  # fmt: skip


def _named(path: Path, content: str) -> Path:
    path.write_text(content)
    return path


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_is_read_cell_by_cell_or_refused_in_one_sentence(case, tmp_path: Path) -> None:
    check(case, tmp_path)


def test_every_cell_is_as_the_one_who_wrote_it_says(tmp_path: Path) -> None:
    """DuckDB writes the file, and says again in text what it wrote; several batches of it."""
    path = tmp_path / "people.parquet"
    people = duckdb.connect()
    people.sql(
        "create table people as select (hash(i) // 4)::bigint id,"
        " if(i % 7 = 0, null, 'P' || i % 5) rank, date '1900-01-01' + (hash(i) % 45000)::int born,"
        " ((hash(i) % 1000000) / 100)::decimal(9, 2) + 0.01 pay from range(9000) t(i)"
    )
    people.sql(f"copy people to '{path}' (row_group_size 5000)")
    texts = people.sql(
        "select id::varchar, rank, born::varchar, rtrim(rtrim(pay::varchar, '0'), '.') from people"
    ).fetchall()
    expected = {n: [cell or "" for cell in row] for n, row in enumerate(texts, 2)}
    grid = opened(path, FileForm())
    assert grid.rows.pop(1) == ["id", "rank", "born", "pay"]
    assert grid.rows == expected


def test_a_delta_table_has_its_rows_in_the_same_order_each_time(tmp_path: Path) -> None:
    path = tmp_path / "people"
    for part in range(8):
        ids = (f"{part}-{number}" for number in range(20_000 if part % 2 else 50))
        write_deltalake(path, _table(*ids), mode="append")
    first, *more = (list(delta.SOURCE.read(path, FileForm()).rows.values()) for _ in range(6))
    assert len(first) == 1 + 4 * 20_000 + 4 * 50
    assert all(again == first for again in more)


def test_a_folder_that_is_named_like_an_address_is_a_folder(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "s3:" / "bucket").mkdir(parents=True)
    a_delta_table(tmp_path / "s3:" / "bucket")
    monkeypatch.chdir(tmp_path)
    assert list(opened(Path("s3://bucket/people"), FileForm()).rows.values())[1:] == [
        ["00123"],
        ["1E5"],
        ["Null"],
    ]
    with pytest.raises(Unreadable, match="there is no such file"):
        opened(Path("s3://elsewhere/people"), FileForm())


def test_large_libraries_are_imported_by_the_kinds_of_file_that_need_them(tmp_path: Path) -> None:
    files = {
        "text": _named(tmp_path / "people.csv", "id\n1\n"),
        "parquet": _selected("select 1 id")(tmp_path),
        "delta": a_delta_table(tmp_path),
    }
    script = (
        "import sys; from pathlib import Path; from dashboard.ingest.source import source_of;"
        "from dashboard.ingest.grid import FileForm; path = Path(sys.argv[1]);"
        "source_of(path).read(path, FileForm());"
        "large = {'pandas', 'numpy', 'pyarrow', 'arro3', 'deltalake', 'duckdb'};"
        "print(*sorted(large & sys.modules.keys()))"
    )
    needed = {
        name: subprocess.run(
            [sys.executable, "-c", script, str(path)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for name, path in files.items()
    }
    assert needed == {"text": [], "parquet": ["arro3"], "delta": ["arro3", "deltalake"]}
