"""Supervision spans of uniformed teams side by side: three readings, and each supervisor's own."""

import math

import pandas as pd

from dashboard.access.reading import Snapshot
from dashboard.components.measured import MOST, lacks, said
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.wording import capital
from dashboard.components.working import left_out, worked
from dashboard.figures.distribution import distribution
from dashboard.figures.marks import Level, marks
from dashboard.measures.engine.benchmarks import fitting
from dashboard.measures.engine.definition import Measure
from dashboard.measures.engine.evaluate import evaluate, work
from dashboard.measures.engine.selection import Selection
from dashboard.measures.supervision_span_recorded_uniformed import MEASURE as RECORDED
from dashboard.measures.supervision_span_uniformed import MEASURE as ALL
from dashboard.measures.supervision_span_uniformed_deployable import MEASURE as DEPLOYABLE
from dashboard.measures.supervision_span_uniformed_substantive import MEASURE as SUBSTANTIVE
from dashboard.schema.force import Force

_READINGS: dict[str, tuple[Measure, str]] = {
    "all": (ALL, "all who are present"),
    "deployable": (DEPLOYABLE, "fully deployable only"),
    "substantive": (SUBSTANTIVE, "with acting sergeants as PCs"),
}
_RECORDED: dict[str, tuple[Measure, str]] = {
    "recorded": (RECORDED, "per supervisor, as recorded"),
    "all": (ALL, "PCs over sergeants"),
}
READINGS = Panel(
    "span-readings",
    (
        Column("name", "Command", "text"),
        Column("constables", "PCs present"),
        Column("sergeants", "Sergeants present"),
        Column("all", "PCs per sergeant, all present"),
        Column("deployable", "PCs per sergeant, fully deployable only"),
        Column("substantive", "PCs per sergeant, acting sergeants as PCs"),
    ),
)
BESIDE = Panel(
    "span-recorded",
    (
        Column("name", "Command", "text"),
        Column("constables", "Constables with a supervisor at work"),
        Column("sergeants", "Supervisors at work who have any"),
        Column("recorded", "Constables per supervisor, as recorded"),
        Column("all", "PCs per sergeant, all present"),
    ),
)
EACH = Panel(
    "span-supervisors",
    (
        Column("bucket", "Constables under one supervisor", "text"),
        Column("count", "Supervisors at work"),
        Column("constables", "Constables under them"),
    ),
)
BUCKETS = (6, 8, 10, 12, 14, 16)
"""Spans at which a distribution's buckets end, each belonging to the lower one."""


def bucket(span: float) -> str:
    """The bucket of a span: "to 10" is over 8, and up to 10 exactly."""
    last = next((end for end in BUCKETS if span <= end), None)
    return "more" if last is None else f"to {last}"


def levels(force: Force, selection: Selection) -> tuple[Level, ...]:
    """What is published of the span of uniformed teams: 8, 10 and 12 PCs per sergeant."""
    found = [figure.low for _, figure in fitting(ALL, force, selection)]
    return tuple((end, f"{end:g}") for end in sorted(end for end in found if end is not None))


def side_by_side(
    snapshot: Snapshot, selection: Selection, measures: dict[str, tuple[Measure, str]]
) -> pd.DataFrame:
    """A row a command: name, a span for each key of *measures*, and the numbers of the first.

    Only commands in which the first has a value; the largest first.
    """
    everywhere, columns = selection.everywhere(), {}
    for key, (measure, _) in measures.items():
        found = evaluate(snapshot.cube, measure, everywhere.fitted(measure), ["command"])
        small = found["denominator"] < measure.minimum_base
        found["value"] = found["value"].mask(small).round(1)
        columns[key] = found.set_index("command")
    first = next(iter(columns.values()))
    table = pd.DataFrame({key: found["value"] for key, found in columns.items()}, first.index)
    table["constables"] = first["numerator"].round(1)
    table["sergeants"] = first["denominator"].round(1)
    force = snapshot.release.force
    table.insert(0, "name", [force.command_name(code) for code in table.index])
    table["selected"] = table.index.isin(selection.commands)
    return table.dropna(subset=[next(iter(columns))]).sort_values(
        next(iter(columns)), ascending=False, kind="stable"
    )


def readings_view(snapshot: Snapshot, state: State) -> View | None:
    """The three readings of the span by command, with the spans that are published of them."""
    known = {
        key: reading
        for key, reading in _READINGS.items()
        if not lacks(snapshot, reading[0], state.selection.months)
    }
    if "all" not in known or _nobody(snapshot, state, ALL):
        return None
    table = side_by_side(snapshot, state.selection, known)
    if table.empty:
        return None
    columns = tuple(column for column in READINGS.columns if column.name in table)
    values = {key: _whole(snapshot, state, measure) for key, (measure, _) in known.items()}
    others = [
        f"{said(measure, values[key], '').strip()} {words}"
        for key, (measure, words) in known.items()
        if key != "all"
    ]
    title = f"{said(ALL, values['all'], 'PCs per sergeant')}"
    return View(
        panel=Panel(READINGS.key, columns, READINGS.width),
        title=f"{capital(title)}{'; ' if others else ''}{', '.join(others)}",
        statistic="PCs per sergeant in uniformed Response and Neighbourhood teams, by command, "
        f"{state.selection.when()}{_left(table)}",
        figure=marks(
            table.head(MOST).assign(beside=_printed(table.head(MOST)["all"])),
            tuple((key, words) for key, (_, words) in known.items()),
            "PCs per sergeant",
            "all present",
            levels(snapshot.release.force, state.selection.fitted(ALL)),
        ),
        table=table,
        prose=[
            (
                "Three readings.",
                "All who are present is the span of the models: officers on limited duties still "
                "need supervising. The second is of the fully deployable on both sides; in the "
                "third acting sergeants leave the sergeants and join the PCs.",
            ),
            *left_out(state, ALL),
        ],
        workings=[worked(snapshot, measure, state.selection) for measure, _ in known.values()],
    )


def recorded_view(snapshot: Snapshot, state: State) -> View | None:
    """What a supervisor really has, as recorded, beside the ratio of ranks, by command."""
    if any(lacks(snapshot, measure, state.selection.months) for measure in (RECORDED, ALL)):
        return None
    table = side_by_side(snapshot, state.selection, _RECORDED)
    if table.empty or _nobody(snapshot, state, ALL):
        return None
    real, ratio = (_whole(snapshot, state, measure) for measure in (RECORDED, ALL))
    return View(
        panel=BESIDE,
        title=f"A supervisor has {said(RECORDED, real, '').strip()} constables as recorded; "
        f"the ratio of ranks is {said(ALL, ratio, '').strip()}",
        statistic="Constables per recorded supervisor and PCs per sergeant, uniformed Response "
        f"and Neighbourhood teams, by command, {state.selection.when()}{_left(table)}",
        figure=marks(
            table.head(MOST).assign(beside=_printed(table.head(MOST)["recorded"])),
            tuple((key, words) for key, (_, words) in _RECORDED.items()),
            "constables per supervisor",
            "recorded",
        ),
        table=table,
        prose=[
            (
                "Why they differ.",
                "The ratio counts sergeants whom nobody names as a supervisor, and constables "
                "whose supervisor is away or is not recorded.",
            )
        ],
        workings=[worked(snapshot, measure, state.selection) for measure in (RECORDED, ALL)],
    )


def supervisors_view(snapshot: Snapshot, state: State) -> View | None:
    """How many supervisors have how many constables."""
    chosen = state.selection
    if lacks(snapshot, RECORDED, chosen.months):
        return None
    found = evaluate(snapshot.cube, RECORDED, chosen.fitted(RECORDED), ["reports"])
    found = found.dropna(subset=["denominator"])
    if found["denominator"].sum() < 1e-9:
        return None
    found["bucket"] = [bucket(int(label)) for label in found["reports"]]
    sums = found.groupby("bucket")[["denominator", "numerator"]].sum()
    order = [*(f"to {end}" for end in BUCKETS), "more"]
    table = sums.reindex(order).fillna(0.0).round(1).reset_index()
    table = table.rename(columns={"denominator": "count", "numerator": "constables"})
    table["over"] = [name == "more" or int(name[3:]) > 10 for name in table["bucket"]]
    over, every = table.loc[table["over"], "count"].sum(), table["count"].sum()
    return View(
        panel=EACH,
        title=f"{over:,.0f} of {every:,.0f} supervisors have more than 10 constables",
        statistic="Supervisors of uniformed Response and Neighbourhood teams by the constables "
        f"recorded under each, {chosen.when()}",
        figure=distribution(
            table, "supervisors by constables under each: up to 6, over 6 to 8, ...", "more than 10"
        ),
        table=table,
        prose=left_out(state, RECORDED),
        workings=[worked(snapshot, RECORDED, chosen)],
    )


def _nobody(snapshot: Snapshot, state: State, measure: Measure) -> bool:
    """Whether the selection has nobody of whom the measure is; of a hole that is not known."""
    found = work(snapshot.cube, measure, state.selection.fitted(measure)).whole()
    return found.numerator == 0 and found.denominator == 0


def _whole(snapshot: Snapshot, state: State, measure: Measure) -> float:
    fitted = state.selection.fitted(measure)
    return float(evaluate(snapshot.cube, measure, fitted)["value"].iloc[0])


def _printed(values: pd.Series) -> list[str]:
    return ["" if math.isnan(value) else f"{value:.1f}" for value in values]


def _left(table: pd.DataFrame) -> str:
    return f"; {MOST} of {len(table)} commands, the table has all" if len(table) > MOST else ""
