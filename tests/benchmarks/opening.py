"""What opening costs, by hand: ``python -m tests.benchmarks.opening``.

Seconds of processor time and MB at most, for every hostile workbook and for a million rows.
"""

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.ingest.hostile_workbooks import CASES, million
from tests.ingest.measured import Case, opening


def million_of_text(folder: Path) -> Path:
    path = folder / "million.csv"
    path.write_text("id,rank\n" + "".join(f"{n},PC\n" for n in range(1_000_000)))
    return path


def main() -> None:
    large = [Case("a million rows, XLSX", million), Case("a million rows, CSV", million_of_text)]
    for case in [*large, *CASES]:
        with TemporaryDirectory() as folder:
            path = case.build(Path(folder))
            begun = time.perf_counter()
            taken = opening(path, case.form, shown=0)
            clock = time.perf_counter() - begun
            came = taken.refused.removeprefix(f"{path}: ") or f"{taken.height:,} rows"
            sys.stdout.write(
                f"{clock:5.1f} s  {taken.seconds:5.1f} s of processor  {taken.memory:5,.0f} MB  "
                f"{case.name}: {came}\n"
            )


if __name__ == "__main__":
    main()
