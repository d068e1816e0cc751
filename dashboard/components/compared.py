"""All measures of two to four sides in one table, with how far each is from the first side."""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.catalogue import by_subject, held_to, label_of, subject
from dashboard.components.measured import MOST, lacks, whole
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.sides import Side
from dashboard.components.wording import listed, unfit_words
from dashboard.components.working import Working, worked
from dashboard.cube.kinds import KINDS
from dashboard.figures.bars import bars
from dashboard.figures.style import MINUS, empty
from dashboard.measures.engine.benchmarks import citation
from dashboard.measures.engine.definition import Amount, Measure
from dashboard.measures.engine.evaluate import work
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import measured_in
from dashboard.measures.engine.worked import Numbers

COMPARED = Panel("compared", (), width=12, as_table=True)
FURTHEST = Panel(
    "furthest",
    (
        Column("name", "Measure", "text"),
        Column("value", "Difference of the second side from the first, %", "change"),
    ),
    width=12,
)


def compared(snapshot: Snapshot, sides: Sequence[Side]) -> pd.DataFrame:
    """A row a measure, or a label of what it is always cut by: id, subject, name, unit, note.

    Further ``value<n>`` of each side to the tenth, and of all but the first ``difference<n>``
    in the same unit, ``percent<n>`` of the first side's value, which must be above nothing for
    it; ``benchmark``, what is published. What a measure lacks is in its note. What adds up over
    months has no difference between sides of different lengths.
    """
    rows = [
        row
        for measures in by_subject().values()
        for measure in measures
        for row in _rows(snapshot, measure, sides)
    ]
    return pd.DataFrame(rows, columns=_names(len(sides)))


def _names(count: int) -> list[str]:
    numbers = [f"value{n}" for n in range(1, count + 1)]
    apart = [f"{what}{n}" for n in range(2, count + 1) for what in ("difference", "percent")]
    return ["id", "subject", "name", "unit", *numbers, *apart, "benchmark", "note"]


def _rows(snapshot: Snapshot, measure: Measure, sides: Sequence[Side]) -> list[dict]:
    lacking = {name: None for side in sides for name in lacks(snapshot, measure, _span(side))}
    said = {
        "id": measure.id,
        "subject": subject(measure),
        "unit": measured_in(measure, sides[0].selection),
        "benchmark": _published(snapshot, measure, sides),
    }
    if lacking:
        nothing = [math.nan] * len(sides)
        note = f"needs: {', '.join(lacking)}"
        return [{**said, "name": measure.title, "note": note, **_numbers(nothing)}]
    found = [_evaluated(snapshot, measure, side) for side in sides]
    nobody = [_nobody(measure, each.values()) for each in found]
    # In the order of the labels, which may not be that of their text.
    keys = dict.fromkeys(itertools.chain(*found))
    force = snapshot.release.force
    rows = []
    for key in keys:
        labels = [label_of(force, by, one) for by, one in zip(measure.always_by, key, strict=True)]
        here = [each.get(key, none) for each, none in zip(found, nobody, strict=True)]
        name = ": ".join([measure.title, *labels])
        numbers = _numbers([_rated(measure, each) for each in here], _alike(measure, sides))
        rows.append({**said, "name": name, "note": _note(measure, sides, here), **numbers})
    return rows


def _span(side: Side) -> tuple[str, ...]:
    return side.selection.months


def _evaluated(snapshot: Snapshot, measure: Measure, side: Side) -> dict[tuple[str, ...], Numbers]:
    """The measure of a side by the labels of what it is always cut by."""
    found = work(snapshot.cube, measure, side.selection.fitted(measure))
    if not found.by:
        return {(): found.whole()}
    keys = zip(*map(found.texts, measure.always_by), strict=True)
    return {key: found.at(place) for place, key in enumerate(keys)}


def _nobody(measure: Measure, found: Iterable[Numbers]) -> Numbers:
    """The numbers of a label that a side has nobody under: none of them, unless it is a hole."""
    hole = not whole(measure) or all(math.isnan(each.numerator) for each in found)
    none = math.nan if hole else 0.0
    return Numbers(none, math.nan, none)


def _rated(measure: Measure, found: Numbers) -> float:
    """The value; missing on too small a base, where only counts stand."""
    return math.nan if found.denominator < measure.least_base else found.value


def _alike(measure: Measure, sides: Sequence[Side]) -> bool:
    """Whether values may be subtracted: not where they add up over different numbers of months."""
    return not _adds_up(measure) or len({len(_span(side)) for side in sides}) == 1


def _adds_up(measure: Measure) -> bool:
    """Whether a longer span has a larger value: flows that are not over flows, nor daily."""

    def flows(amount: Amount) -> bool:
        return all(
            KINDS[total.cells or measure.cells].flow and not total.daily
            for total in amount.totals()
        )

    over, under = measure.numerator, measure.denominator
    return flows(over) and not (under is not None and flows(under))


def _numbers(values: Sequence[float], alike: bool = True) -> dict[str, float]:
    """What is shown is subtracted, so that the reader's own difference agrees."""
    shown = [round(value, 1) + 0.0 for value in values]
    found = {f"value{n}": value for n, value in enumerate(shown, 1)}
    for n in range(2, len(values) + 1 if alike else 0):
        found[f"difference{n}"] = round(shown[n - 1] - shown[0], 1) + 0.0
        part = (values[n - 1] / values[0] - 1) * 100 if values[0] > 1e-9 else math.nan
        found[f"percent{n}"] = round(part, 1) + 0.0
    return found


def _note(measure: Measure, sides: Sequence[Side], here: Sequence[Numbers]) -> str:
    """Which filters do not apply, and the counts of sides on whose base no rate stands."""
    unfit = unfit_words(sides[0].selection, measure)
    notes = [f"without the filters {unfit}"] if unfit else []
    if not _alike(measure, sides):
        notes.append("adds up over months: no difference between spans of different lengths")
    notes += [
        f"no rate on {found.numerator:,.0f} / {found.denominator:,.0f} in {side.name}"
        for side, found in zip(sides, here, strict=True)
        if math.isnan(_rated(measure, found)) and not math.isnan(found.denominator)
    ]
    return "; ".join(notes)


def _published(snapshot: Snapshot, measure: Measure, sides: Sequence[Side]) -> str:
    """What is published of the sides; with a side's name where it is not of all of them."""
    held: dict[str, list[str]] = {}
    for side in sides:
        for benchmark, _ in held_to(snapshot, measure, side.selection.fitted(measure)):
            held.setdefault(citation(benchmark), []).append(side.name)
    return "; ".join(
        words if len(names) == len(sides) else f"{listed(names)}: {words}"
        for words, names in held.items()
    )


# --- on the page ----------------------------------------------------------------------------------


def compared_view(snapshot: Snapshot, sides: Sequence[Side], table: pd.DataFrame) -> View:
    """All measures of all sides as a table that can be filtered."""
    first, *others = sides
    columns = [
        Column("subject", "Subject", "text"),
        Column("name", "Measure", "prose"),
        Column("unit", "Unit", "code"),
        *(Column(f"value{n}", side.name) for n, side in enumerate(sides, 1)),
    ]
    for n, side in enumerate(others, 2):
        columns.append(Column(f"difference{n}", f"Difference: {side.name}", "change"))
        columns.append(Column(f"percent{n}", f"Difference, %: {side.name}", "change"))
    columns += [Column("benchmark", "Published", "prose"), Column("note", "Note", "prose")]
    return View(
        panel=replace(COMPARED, columns=tuple(columns)),
        title=f"{len(table)} figures side by side",
        statistic=f"Differences are from {first.name}: in the unit of the row (of per cent, "
        "points) and in per cent of its value; a heading says what sets its side apart",
        figure=empty(),
        table=table,
        prose=[
            (
                "Filters in the table.",
                "What is typed under a heading hides rows from sight alone: the link and the "
                "download keep all of them.",
            )
        ],
        workings=_workings(snapshot, sides, itertools.chain(*by_subject().values())),
    )


def _workings(
    snapshot: Snapshot, sides: Sequence[Side], measures: Iterable[Measure]
) -> list[Working]:
    return [
        worked(snapshot, measure, side.selection)
        for measure in measures
        if not measure.always_by
        for side in sides
        if not lacks(snapshot, measure, _span(side))
    ]


def furthest_view(snapshot: Snapshot, sides: Sequence[Side], table: pd.DataFrame) -> View | None:
    """The measures in which the second side is furthest from the first; None where in none.

    Between different commands only rates are: amounts would show who is larger.
    """
    first, second = sides[:2]
    known = [all_measures()[one] for one in table["id"]]
    same = first.selection.commands == second.selection.commands
    single = table[[not one.always_by and (same or not whole(one)) for one in known]]
    found = single.assign(value=single["percent2"])
    found = found[found["value"].abs() > 0]
    if found.empty:
        return None
    furthest = found.sort_values("value", key=abs, ascending=False, kind="stable")
    widest = furthest.iloc[0]
    drawn = furthest.head(MOST).sort_values("value", ascending=False, kind="stable")
    of = f"; {len(drawn)} of {len(found)} that differ" if len(drawn) < len(found) else ""
    return View(
        panel=FURTHEST,
        title=f"Furthest apart: {widest['name']}, {change(widest['value'])} in {second.name}",
        statistic=f"{second.name} less {first.name}, in per cent of {first.name}{of}",
        figure=bars(drawn.assign(selected=False, flagged=""), f"% from {first.name}"),
        table=drawn,
        workings=_workings(snapshot, (first, second), [all_measures()[one] for one in drawn["id"]]),
    )


def change(percent: float) -> str:
    """The percentage with its sign: "+12.3%"."""
    return f"{'+' if percent > 0 else MINUS}{abs(percent):.1f}%"
