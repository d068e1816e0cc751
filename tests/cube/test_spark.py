"""Spark builds the cube that DuckDB builds: every cell of every kind, on two executors."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from deltalake import write_deltalake

from dashboard.cube import engines, lakehouse, parts
from dashboard.cube.kinds import KINDS
from dashboard.schema.tables import TABLES
from dashboard.settings import settings
from dashboard.store.releases import Store
from tests.cube.random_tables import FORCE, random_table
from tests.small_store import release_of

pytest.importorskip("pyspark", reason="Spark is not there: pip install -e '.[spark]'")
if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
    pytest.skip("Spark needs Java 17 or later, and there is none", allow_module_level=True)

MONTHS = ("2022-11", "2023-01")
"""With a month that was not sent between them, as moves must bear."""
OTHERS = ("caseloads", "demand", "establishment", "overtime", "shifts")


def build(root: Path) -> dict[str, pd.DataFrame]:
    """The cells of every kind in the order in which they are kept."""
    store = Store(root)
    strength = {month: random_table("strength", month) for month in MONTHS}
    others = {name: {MONTHS[-1]: random_table(name, MONTHS[-1])} for name in OTHERS}
    with pytest.MonkeyPatch.context() as patch:
        # The newest month alone: it is of every kind, and looks back at the one before.
        patch.setattr(parts, "_counted", lambda release, group: [MONTHS[-1]])
        made = parts.build(store, release_of(store, strength, FORCE, others))
    with duckdb.connect() as connection:
        return {
            name: connection.read_parquet([str(path) for path in paths])
            .filter(f"of_kind = '{name}'")
            .project(", ".join(f'"{column}"' for column in _columns(name)))
            .df()
            for name, paths in made.items()
        }


def _settings(folder: Path) -> Path:
    """A folder with Spark's own settings for data as small as this: no compiling, few pieces."""
    lines = (
        "spark.sql.shuffle.partitions 2",
        "spark.sql.adaptive.enabled false",
        "spark.sql.codegen.wholeStage false",
        "spark.sql.codegen.factoryMode NO_CODEGEN",
        "spark.ui.enabled false",
        "spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.executor.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    )
    (folder / "spark-defaults.conf").write_text("\n".join(lines), encoding="utf-8")
    return folder


def _columns(kind: str) -> tuple[str, ...]:
    return (*KINDS[kind].dimensions, *KINDS[kind].counts)


@pytest.fixture(scope="module")
def counted_here(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    return build(tmp_path_factory.mktemp("duckdb"))


@pytest.fixture(scope="module")
def counted_by_spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, pd.DataFrame]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FRONTLINE_ENGINE", "spark")
        # A driver and two executors, each a process of its own.
        patch.setenv("FRONTLINE_SPARK", "local-cluster[2,1,1024]")
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("SPARK_CONF_DIR", str(_settings(tmp_path_factory.mktemp("conf"))))
        settings.cache_clear()
        from dashboard.cube.engines import spark

        assert engines.chosen() is spark
        yield build(tmp_path_factory.mktemp("spark"))
        spark.session().stop()
        spark.session.cache_clear()
    settings.cache_clear()


@pytest.mark.parametrize("kind", KINDS)
def test_every_cell_is_the_one_that_duckdb_counts(
    kind: str,
    counted_here: dict[str, pd.DataFrame],
    counted_by_spark: dict[str, pd.DataFrame],
) -> None:
    here, there = counted_here[kind], counted_by_spark[kind]
    assert len(here)
    pd.testing.assert_frame_equal(there, here, check_dtype=False, rtol=0, atol=1e-9)


@pytest.mark.usefixtures("counted_by_spark")
def test_a_month_is_taken_by_the_path_of_a_table_and_by_its_name(tmp_path: Path) -> None:
    from dashboard.cube.engines import spark

    month, table = MONTHS[0], TABLES["strength"]
    people = pd.concat([random_table("strength", month) for month in MONTHS])
    folder = tmp_path / "strength"
    folder.mkdir()
    with duckdb.connect() as connection:
        connection.register("people", people)
        rows = connection.sql("SELECT month, person_id, fte FROM people")
        write_deltalake(folder, rows, partition_by=["month"])
        connection.sql("FROM people").write_parquet(str(tmp_path / "people.parquet"))
    spark.session().read.parquet(str(tmp_path / "people.parquet")).createOrReplaceTempView("gold")
    for where in (str(folder), "gold"):
        assert lakehouse.months_of(where, table) == [*MONTHS]
        taken = tmp_path / "taken.parquet"
        lakehouse.take(where, table, month, taken)
        found = duckdb.read_parquet(str(taken)).df()
        expected = random_table("strength", month)[["month", "person_id", "fte"]]
        ours = found[[*expected]].sort_values("person_id", ignore_index=True)
        theirs = expected.sort_values("person_id", ignore_index=True)
        pd.testing.assert_frame_equal(ours, theirs, check_dtype=False)
    with pytest.raises(ValueError, match="knows no such table"):
        lakehouse.months_of("nowhere", table)
