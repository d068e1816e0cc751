"""A lakehouse: months of its Delta tables taken by path, and the cube laid down as Delta."""

from pathlib import Path
from typing import Any

import duckdb
import pytest
from deltalake import DeltaTable, QueryBuilder, write_deltalake

from dashboard.cli import main
from dashboard.cube import delta, lakehouse, parts
from dashboard.schema.tables import TABLES
from dashboard.settings import settings
from dashboard.store.releases import Store
from tests.facts import FORCE_FILE, frame, small_force
from tests.small_store import publish

STRENGTH, SHIFTS = TABLES["strength"], TABLES["shifts"]


def lay(path: Path, sql: str, **how: Any) -> str:
    """A Delta table at *path* with the rows of a query; its path as a person would write it."""
    path.mkdir(exist_ok=True)
    with duckdb.connect() as connection:
        write_deltalake(path, connection.sql(sql), **how)
    return str(path)


def rows(path: Path, *columns: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.read_parquet(str(path)).project(", ".join(columns)).fetchall()


PEOPLE = """
    SELECT month, person AS person_id, 'AA' AS command, 'PC' AS rank
    FROM (VALUES ('2023-01', 'a'), ('2023-02', 'a'), ('2023-02', 'b')) AS people (month, person)
"""


@pytest.mark.parametrize("how", [{}, {"partition_by": ["month"]}], ids=["plain", "partitioned"])
def test_a_month_of_a_table_is_taken_by_its_path(tmp_path: Path, how: dict[str, Any]) -> None:
    where = lay(tmp_path / "strength", PEOPLE, **how)
    assert lakehouse.months_of(where, STRENGTH) == ["2023-01", "2023-02"]
    lakehouse.take(where, STRENGTH, "2023-02", tmp_path / "taken.parquet")
    taken = rows(tmp_path / "taken.parquet", "month", "person_id")
    assert sorted(taken) == [("2023-02", "a"), ("2023-02", "b")]


def test_rows_that_were_replaced_are_not_taken(tmp_path: Path) -> None:
    where = lay(tmp_path / "strength", PEOPLE)
    lay(tmp_path / "strength", PEOPLE.replace("'b'", "'c'"), mode="overwrite")
    lakehouse.take(where, STRENGTH, "2023-02", tmp_path / "taken.parquet")
    assert sorted(rows(tmp_path / "taken.parquet", "person_id")) == [("a",), ("c",)]


def test_a_table_of_days_is_taken_from_the_first_to_the_last_of_a_month(tmp_path: Path) -> None:
    days = ("2023-01-31", "2023-02-01", "2023-02-28", "2023-03-01")
    listed = ", ".join(f"(DATE '{day}')" for day in days)
    where = lay(tmp_path / "shifts", f"SELECT * FROM (VALUES {listed}) AS days (date)")
    assert lakehouse.months_of(where, SHIFTS) == ["2023-01", "2023-02", "2023-03"]
    lakehouse.take(where, SHIFTS, "2023-02", tmp_path / "taken.parquet")
    taken = sorted(str(day) for (day,) in rows(tmp_path / "taken.parquet", "date"))
    assert taken == ["2023-02-01", "2023-02-28"]


@pytest.mark.parametrize("how", [{}, {"partition_by": ["date"]}], ids=["plain", "partitioned"])
def test_days_may_be_text(tmp_path: Path, how: dict[str, Any]) -> None:
    days = "('2023-01-31', 'x'), ('2023-02-01', 'x'), ('2023-02-28', 'x'), ('2023-03-01', 'x')"
    sql = f"SELECT * FROM (VALUES {days}) AS days (date, kind)"
    where = lay(tmp_path / "shifts", sql, **how)
    assert lakehouse.months_of(where, SHIFTS) == ["2023-01", "2023-02", "2023-03"]
    lakehouse.take(where, SHIFTS, "2023-02", tmp_path / "taken.parquet")
    assert sorted(rows(tmp_path / "taken.parquet", "date")) == [("2023-02-01",), ("2023-02-28",)]


def test_a_moment_of_the_last_day_is_of_the_month(tmp_path: Path) -> None:
    moments = "(TIMESTAMP '2023-02-28 23:59:00'), (TIMESTAMP '2023-03-01 00:00:00')"
    where = lay(tmp_path / "shifts", f"SELECT * FROM (VALUES {moments}) AS moments (date)")
    assert lakehouse.months_of(where, SHIFTS) == ["2023-02", "2023-03"]
    lakehouse.take(where, SHIFTS, "2023-02", tmp_path / "taken.parquet")
    assert [str(day)[:10] for (day,) in rows(tmp_path / "taken.parquet", "date")] == ["2023-02-28"]


def test_a_partition_s_code_keeps_its_zeros(tmp_path: Path) -> None:
    sql = PEOPLE.replace("'AA'", "'016400'")
    where = lay(tmp_path / "strength", sql, partition_by=["command"])
    lakehouse.take(where, STRENGTH, "2023-01", tmp_path / "taken.parquet")
    assert rows(tmp_path / "taken.parquet", "command") == [("016400",)]


def test_a_table_of_other_columns_is_refused(tmp_path: Path) -> None:
    where = lay(tmp_path / "strength", "SELECT 1 AS number")
    with pytest.raises(ValueError, match="no column month"):
        lakehouse.months_of(where, STRENGTH)


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="there is no Delta table"):
        lakehouse.months_of(str(tmp_path / "nowhere"), STRENGTH)


def test_a_table_whose_files_hold_deleted_rows_is_refused(tmp_path: Path) -> None:
    where = lay(
        tmp_path / "strength",
        PEOPLE,
        configuration={"delta.enableDeletionVectors": "true"},
    )
    with pytest.raises(ValueError, match="deletionVectors"):
        lakehouse.months_of(where, STRENGTH)


def test_the_counts_are_laid_down_as_delta_and_once(tmp_path: Path) -> None:
    people = {"2023-01": frame([{"command": "AA"}, {"command": "BB", "fte": 0.5}])}
    store = publish(tmp_path / "store", people, small_force())
    release = Store(store.root).current()
    assert release is not None
    paths = parts.build(store, release)
    written = delta.export(release, paths, tmp_path / "lake")
    assert tmp_path / "lake" / "frontline_strength" in written
    table = DeltaTable(tmp_path / "lake" / "frontline_strength")
    query = QueryBuilder().register("cells", table)
    found = query.execute("SELECT release, command, fte FROM cells ORDER BY command").read_all()
    columns = {name: found[name].to_pylist() for name in ("release", "command", "fte")}
    assert columns == {"release": [release.id] * 2, "command": ["AA", "BB"], "fte": [1.0, 0.5]}
    assert delta.export(release, paths, tmp_path / "lake") == []
    assert DeltaTable(tmp_path / "lake" / "frontline_strength").version() == table.version()


def test_months_that_are_not_stored_yet_are_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store = publish(tmp_path / "store", {"2022-12": frame([{"month": "2022-12"}])}, small_force())
    forces = tmp_path / "forces"
    forces.mkdir()
    (forces / "small.toml").write_text(FORCE_FILE, encoding="utf-8")
    monkeypatch.setattr("dashboard.ingest.load.FORCES", forces)
    monkeypatch.setattr(settings(), "data", store.root)
    where = lay(tmp_path / "strength", PEOPLE)
    for command, said in (
        (["--month", "2023-01"], "strength_2023-01.parquet: 2023-01, 1 rows"),
        ([], "strength_2023-02.parquet: 2023-02, 2 rows"),
        ([], "Every month of it is stored already"),
    ):
        assert main(["take", where, "--table", "strength", *command]) == 0
        assert said in capsys.readouterr().out
    release = store.current()
    assert release is not None
    assert [*release.tables["strength"]] == ["2022-12", "2023-01", "2023-02"]
    assert main(["take", where, "--table", "strength", "--month", "2023-03"]) == 1
    assert "has no rows of 2023-03" in capsys.readouterr().err
    assert main(["export", str(tmp_path / "lake")]) == 0
    assert f"Release {release.id}" in capsys.readouterr().out
