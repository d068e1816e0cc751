"""The table of a run: what was measured, what was promised, when, and on which machine."""

import os
import platform
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from dashboard.settings import ROOT
from tests.benchmarks.benchmark import Row

_README = ROOT / "README.md"
_MARKS = ("<!-- benchmarks -->", "<!-- /benchmarks -->")
_MET = {True: "met", False: "not met", None: ""}


def aligned(rows: Iterable[Row]) -> str:
    """The rows as lines, each column as wide as it needs."""
    cells = [[row.label, _spelt(row), row.target, _MET[row.met()]] for row in rows]
    widths = [max((len(line[i]) for line in cells), default=0) for i in range(4)]
    return "\n".join(
        f"{label:<{widths[0]}}  {value:>{widths[1]}}  {target:<{widths[2]}}  {met}".rstrip()
        for label, value, target, met in cells
    )


def run_on() -> str:
    """The day, and the machine without its name."""
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{date.today():%-d %B %Y}, {_processor()}, {cores} cores, {memory:.0f} GB"


def write(rows: Iterable[Row], readme: Path = _README) -> None:
    """Put the rows that have a target between the marks in the README; the rest stays.

    Raises ValueError where the marks are missing.
    """
    text = readme.read_text(encoding="utf-8")
    if text.count(_MARKS[0]) != 1 or text.count(_MARKS[1]) != 1:
        raise ValueError(f"{readme.name} lacks {' ... '.join(_MARKS)}")
    before, rest = text.split(_MARKS[0])
    after = rest.split(_MARKS[1])[1]
    lines = ["| what | measured | target | |", "|---|---:|---|---|"]
    lines += [
        f"| {row.label} | {_spelt(row)} | {row.target} | {_MET[row.met()]} |"
        for row in rows
        if row.target
    ]
    table = "\n".join([_MARKS[0], "", f"Measured on {run_on()}.", "", *lines, "", _MARKS[1]])
    readme.write_text(before + table + after, encoding="utf-8")


def _spelt(row: Row) -> str:
    places = 0 if row.value >= 100 or row.value == int(row.value) else 2 if row.value < 10 else 1
    return f"{row.value:,.{places}f} {row.unit}".rstrip()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
