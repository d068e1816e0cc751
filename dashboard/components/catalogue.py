"""What all measures have in common for a reader: subjects, dimensions in words, safe rates."""

from collections.abc import Iterator

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.measured import called, noun
from dashboard.components.wording import capital
from dashboard.measures.engine.benchmarks import fitting
from dashboard.measures.engine.definition import Benchmark, Measure
from dashboard.measures.engine.evaluate import every_cut
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import Selection
from dashboard.schema.evidence import Figure
from dashboard.schema.force import Force

_SUBJECTS = {
    "strength": "Strength",
    "overlaps": "Strength",
    "establishment": "Posts",
    "days": "Shifts",
    "shifts": "Shifts",
    "moves": "Churn",
    "caseloads": "Caseloads",
    "demand": "Demand",
    "overtime": "Overtime",
    "experience": "Experience",
    "supervisors": "Supervision",
    "recording": "Recording",
}
"""What a measure is about, by the kind of cells that it counts besides strength."""

_CUTS = {
    "far": "other end of the move",
    "other": "other reason",
    "case_kind": "kind of case",
    "demand_kind": "kind of demand",
    "column": "column of strength",
    "to_command": "command that was helped",
    "to_team": "team that was helped",
    "reports": "constables under one supervisor",
    "posted": "months since the posting",
    "joined_or_left": "how they joined or left",
    "service": "years of service",
    "detective": "detectives",
    "ring_fenced": "ring-fence",
}
"""What a dimension is called where its name is not the word."""
_BLANK = {"far": "To or from the service", "to_command": "Nobody else", "area": "No area"}
_FIRST = ("command", "team", "unit", "rank", "month")
"""The dimensions that are offered first."""


# --- measures -------------------------------------------------------------------------------------


def subject(measure: Measure) -> str:
    """What a measure is about, in a word or two: lists of measures are grouped by it."""
    kinds = sorted(measure.kinds, key=lambda kind: kind == "strength")
    if kinds[0] != "strength":
        return _SUBJECTS.get(kinds[0], capital(kinds[0].replace("_", " ")))
    if measure.chance == "ratio" or "unit" in measure.needs:
        return "Supervision"
    return "Experience" if "grade" in measure.about else _SUBJECTS["strength"]


def by_subject() -> dict[str, list[Measure]]:
    """All measures by title, under their subjects; those of strength first."""
    found: dict[str, list[Measure]] = {_SUBJECTS["strength"]: []}
    for measure in sorted(all_measures().values(), key=lambda one: (subject(one), one.title)):
        found.setdefault(subject(measure), []).append(measure)
    return found


def rated(measure: Measure, found: pd.DataFrame) -> pd.Series:
    """The values of evaluated rows; missing on too small a base, where only counts stand."""
    return found["value"].mask(found["denominator"] < measure.least_base)


def held_to(
    snapshot: Snapshot, measure: Measure, selection: Selection
) -> Iterator[tuple[Benchmark, Figure]]:
    """What is published and may stand beside the measure of a selection, nearest first.

    Churn is published of whole years, and nothing shorter or longer is held against it.
    """
    if "moves" not in measure.kinds or len(selection.months) == 12:
        yield from fitting(measure, snapshot.release.force, selection)


# --- dimensions -----------------------------------------------------------------------------------


def dimensions() -> list[str]:
    """Every dimension by which some measure may be cut, those asked for most often first."""
    every = {name for measure in all_measures().values() for name in every_cut(measure)}
    return sorted(every, key=lambda name: (_place(name), in_words(name)))


def _place(name: str) -> int:
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)


def in_words(dimension: str) -> str:
    """What a dimension is called: "command", "kind of demand"."""
    return _CUTS.get(dimension, noun(dimension))


def label_of(force: Force, dimension: str, label: str) -> str:
    """The words of a label, such that they say what they are where they stand alone."""
    if not label:
        return _BLANK.get(dimension) or called(force, dimension, label)
    if label in ("yes", "no"):
        return f"{capital(in_words(dimension))}: {label}"
    return called(force, dimension, label)
