"""Counting on Spark, where one machine is not enough: a master's own, or one behind Connect.

The files of the store must lie where every executor finds them under the same path. Spark's own
settings are where Spark has them (``spark-defaults.conf``).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import narwhals as nw
import pandas as pd
from pyspark.errors import AnalysisException
from pyspark.sql import DataFrame, SparkSession

from dashboard.cube import delta
from dashboard.cube.engines import Counting, Countings
from dashboard.settings import settings
from dashboard.store import parquet

_ARROW = "spark.sql.execution.arrow.pyspark.enabled"
_GUESSED = "spark.sql.sources.partitionColumnTypeInference.enabled"


@cache
def session() -> SparkSession:
    """The session of this process, at the address of the settings; it is slow to start."""
    address, builder = settings().spark, SparkSession.builder.appName("frontline")
    if address.startswith("sc://"):
        found = builder.remote(address).getOrCreate()
    else:
        arrow = find_spec("pyarrow") is not None
        found = builder.master(address).config(_ARROW, arrow).getOrCreate()
    # A month that names a partition is text, and no day.
    found.conf.set(_GUESSED, False)
    return found


def write(
    paths: Sequence[Path], countings: Countings, folder: Path, prefix: str, *, often: bool
) -> str:
    """As :meth:`dashboard.cube.engines.Engine.write` says, but that sums of fractions may differ
    in their last digits from one run to the next: Spark adds them up in any order.
    """
    rows = session().read.parquet(*(str(path.absolute()) for path in paths))
    if often:
        rows = rows.cache()
    try:
        counted = {name: _cells(counting, rows) for name, counting in countings.items()}
    finally:
        if often:
            rows.unpersist()
    with parquet.connect() as connection:
        for name, cells in counted.items():
            connection.register(f"of_{name}", cells)
        each = (f"SELECT '{name}' AS of_kind, * FROM of_{name}" for name in counted)
        cells = connection.sql(" UNION ALL BY NAME ".join(each))
        return parquet.write_relation(cells, folder, prefix)


def _cells(counting: Counting, rows: DataFrame) -> pd.DataFrame:
    """The cells, brought here: they are few, however many the rows."""
    cells: Any = counting(nw.from_native(rows)).to_native()
    types = {name: "str" if kind == "string" else "float64" for name, kind in cells.dtypes}
    return cells.toPandas().astype(types)


@contextmanager
def table(where: str) -> Iterator[nw.LazyFrame]:
    """As :meth:`dashboard.cube.engines.Engine.table` says; by its name, too."""
    if delta.is_one(where):
        # By the files that are it now: Spark then needs no library of its own for Delta.
        reader = session().read.option("basePath", where).option("mergeSchema", True)
        yield nw.from_native(reader.parquet(*delta.files_of(where)))
        return
    try:
        rows = session().table(where)
    except AnalysisException as error:
        why = str(error).splitlines()[0]
        raise ValueError(f"{where}: Spark knows no such table ({why}).") from None
    yield nw.from_native(rows)
