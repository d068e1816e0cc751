"""Building the cube as strength grows: time and memory by rows, one more month, and a page then.

The people of the demonstration stand there so many times that there are a million rows, ten and
sixty: as many monthly parts, each of more people in the same commands.
"""

import json
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboard.cube import parts
from dashboard.settings import ROOT
from dashboard.store import parquet
from dashboard.store.releases import Part, Release, Store
from tests.benchmarks import server
from tests.benchmarks.benchmark import OVERVIEW, Options, Row

NAME = "building"
MILLIONS = (1, 10, 60)
EARLY = 13
"""Months after which one more is measured, to be set against one more after all others: as many
as moves look at.
"""
_FINE = 1000
"""In so many parts people are drawn, where not all of them stand there once more."""


def run(options: Options) -> list[Row]:
    """Counted in a process of its own each time, over parts that are there already."""
    rows = []
    with TemporaryDirectory() as folder:
        for millions in MILLIONS:
            root = Path(folder) / str(millions)
            made = _grown(options.store, root, "strength", millions * 1_000_000)
            label = f"{made / 1e6:.0f} million rows of strength"
            rows += [*_measured(root, label), _of_page(replace(options, store=root), label)]
            # The largest store takes gigabytes.
            shutil.rmtree(root)
        root = Path(folder) / "shifts"
        made = _grown(options.store, root, "shifts", None)
        rows += _measured(root, f"five years of daily shifts ({made / 1e6:.1f} million rows)")
    return rows


def _measured(root: Path, label: str) -> list[Row]:
    store = Store(root)
    release = store.current()
    assert release is not None
    [table] = release.tables
    count = len(release.tables[table])
    first = _taken(root, EARLY)
    early = _taken(root, EARLY + 1)
    most = _taken(root, count - 1)
    late = _taken(root, count)
    every = (first, early, most, late)
    return [
        Row(f"{label}: counted", sum(taken["seconds"] for taken in every), "s"),
        Row(f"{label}: memory", max(taken["memory"] for taken in every), "MB", "under 2000"),
        Row(f"{label}: month {EARLY + 1}", early["seconds"], "s"),
        Row(f"{label}: month {count}", late["seconds"], "s"),
    ]


def _of_page(options: Options, label: str) -> Row:
    """What a page takes over counts of so many rows, which is to be the same for all."""
    _, _, processor, *_ = server.run(replace(options, pages=(OVERVIEW,)))
    return Row(f"{label}: a change of the Overview, median", processor.value, "ms")


def _taken(root: Path, months: int) -> dict[str, float]:
    """Seconds of processor time and MB at most, to count what of the first *months* is not yet."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.building", str(root), str(months)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _grown(demonstration: Path, root: Path, table: str, rows: int | None) -> int:
    """A store with one table of the demonstration, of about so many rows; how many they are."""
    source, store = Store(demonstration), Store(root)
    release = source.current()
    assert release is not None
    held = release.tables[table]
    times = 1.0 if rows is None else rows / sum(part.rows for part in held.values())
    made = {month: _often(source.file(part), part, store, times) for month, part in held.items()}
    store.publish(release.model_copy(update={"tables": {table: made}}))
    return sum(part.rows for part in made.values())


def _often(path: Path, part: Part, store: Store, times: float) -> Part:
    """The rows of a part so many times, each time of other people; in part, where it is no whole
    number: then the same people every month.
    """
    if times == 1.0:
        with parquet.connect() as connection:
            sha256 = parquet.write_relation(parquet.read(connection, [path]), store.tables)
        return part.model_copy(update={"sha256": sha256})
    with parquet.connect() as connection:
        connection.execute("SET memory_limit = '2GB'")
        connection.from_query(
            f"""
            SELECT * REPLACE (
                person_id || '-' || copy AS person_id, supervisor_id || '-' || copy AS supervisor_id
            )
            FROM read_parquet('{path}'), range({int(times) + 1}) AS copies (copy)
            WHERE hash(person_id) % {_FINE} < {_FINE} * ({times} - copy)
            """
        ).create_view("often")
        rows = connection.sql("SELECT * EXCLUDE (copy) FROM often ORDER BY month, person_id, role")
        sha256 = parquet.write_relation(rows, store.tables, private=True)
        counted = connection.sql("SELECT count(*) FROM often").fetchall()[0][0]
    return part.model_copy(update={"sha256": sha256, "rows": counted})


def _first(release: Release, months: int) -> Release:
    tables = {name: dict(sorted(held.items())[:months]) for name, held in release.tables.items()}
    return release.model_copy(update={"tables": tables})


def _count(root: Path, months: int) -> dict[str, float]:
    store = Store(root)
    release = store.current()
    assert release is not None
    # Of the processor, which is one thread's: the clock also tells what else the machine does.
    begun = time.process_time()
    parts.build(store, _first(release, months))
    seconds = time.process_time() - begun
    return {"seconds": seconds, "memory": _most_memory()}


def _most_memory() -> float:
    """MB that this process held at most; what resource says may be of the one that started it."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    sys.stdout.write(f"{json.dumps(_count(Path(sys.argv[1]), int(sys.argv[2])))}\n")
