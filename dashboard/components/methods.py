"""The method of every measure, made from the measure itself, and that of one figure in full."""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from dash import html

from dashboard.access.reading import Snapshot
from dashboard.components import ids
from dashboard.components.attributes import hyphened
from dashboard.components.catalogue import by_subject, in_words, label_of, subject
from dashboard.components.folded import Props
from dashboard.components.measured import lacks
from dashboard.components.page import View
from dashboard.components.panel import Column, Panel
from dashboard.components.state import State
from dashboard.components.wording import FILTERS, capital, listed
from dashboard.components.working import (
    Entry,
    Working,
    data_behind,
    divided,
    left_out,
    terms,
    worked,
)
from dashboard.cube.kinds import KINDS
from dashboard.figures.style import empty
from dashboard.measures.engine.benchmarks import citation
from dashboard.measures.engine.definition import (
    STRENGTH,
    Amount,
    Combined,
    Measure,
    Total,
    Units,
)
from dashboard.measures.engine.evaluate import evaluate, every_cut

_FUNNELS = {
    "share": "as proportions",
    "ratio": "as a ratio, through the denominator's share of both",
    "rate": "as a rate, of which the standard error is the root of rate / base",
}
_SIGNS: Mapping[Callable, str] = {
    operator.add: "+",
    operator.sub: "\u2212",
    operator.mul: "\u00d7",
    operator.truediv: "/",
}

CATALOGUE = Panel(
    "catalogue",
    (
        Column("subject", "Subject", "text"),
        Column("title", "Measure", "text"),
        Column("id", "Name in links and files", "text"),
        Column("unit", "Unit", "text"),
        Column("definition", "Definition", "prose"),
        Column("formula", "Formula", "prose"),
        Column("source", "Source", "prose"),
        Column("needs", "Needs", "prose"),
    ),
    width=12,
    as_table=True,
)


# --- what a measure says of itself ----------------------------------------------------------------


def method(measure: Measure) -> list[Entry]:
    """All that a measure says of itself, in the order in which it is asked."""
    always = [in_words(name) for name in measure.always_by]
    return [
        ("Definition", measure.definition),
        ("Formula", formula(measure)),
        ("From the cube", from_cube(measure)),
        ("Unit", measure.unit),
        ("Source", measure.source),
        *(("Published", words) for words in map(citation, measure.benchmarks)),
        *(("Mind", caveat) for caveat in measure.caveats),
        ("Needs", needs(measure)),
        ("Cut by", listed([in_words(name) for name in every_cut(measure)])),
        *([("Kept apart", f"Never added up over {listed(always)}.")] if always else []),
        ("Filters", listed(["command", "month", *_applying(measure)])),
        ("Smallest base", _base(measure)),
        ("Control limits", _limits(measure)),
    ]


def _applying(measure: Measure) -> list[str]:
    return [words for name, words in FILTERS.items() if name in measure.takes]


def formula(measure: Measure) -> str:
    """The numbers that are divided, in words."""
    over = measure.over or measure.title.lower()
    if measure.denominator is None:
        return over
    return f"{over} / {measure.under}" + (
        f" \u00d7 {measure.scale:g}" if measure.scale != 1 else ""
    )


def from_cube(measure: Measure) -> str:
    """The totals of the cube that are divided, and of which cells."""
    parts = [measure.numerator, measure.denominator]
    quotient = " / ".join(_written(measure, part) for part in parts if part is not None)
    about = _passing(measure.about)
    view = f"{measure.view} view" if measure.view else ""
    of = "; ".join(filter(None, [about, view]))
    return f"{quotient}, of cells with {of}." if of else f"{quotient}."


def _written(measure: Measure, amount: Amount) -> str:
    """ "strength.heads [grade: constable]", and what is made of several by signs."""
    if isinstance(amount, Combined):
        first, second = (_written(measure, part) for part in (amount.first, amount.second))
        return f"({first} {_SIGNS[amount.work]} {second})"
    if isinstance(amount, Units):
        over, under = (_written(measure, part) for part in (amount.over, amount.under))
        if amount.above is None:
            return f"units with {over} or {under}"
        return f"units where {over} / {under} is above {amount.above:g}"
    assert isinstance(amount, Total)
    count = "fte (or heads)" if amount.count == STRENGTH else amount.count
    able = {None: "", True: "deployable", False: "not deployable"}[amount.deployable]
    said = [
        _passing(amount.where),
        able,
        "over all commands" if amount.everywhere else "",
        "a calendar day" if amount.daily else "",
        "whose far end is outside the selection" if amount.crossing else "",
    ]
    words = "; ".join(filter(None, said))
    return f"{amount.cells or measure.cells}.{count}" + (f" [{words}]" if words else "")


def _passing(where: Mapping[str, frozenset[str]]) -> str:
    return "; ".join(
        f"{in_words(name)}: {', '.join(sorted(value or 'blank' for value in values))}"
        for name, values in where.items()
    )


def needs(measure: Measure) -> str:
    """The tables, and the columns of strength, without which it says nothing."""
    columns = f"; of strength the columns {listed(measure.needs)}" if measure.needs else ""
    several = "tables" if len(measure.tables) > 1 else "table"
    return f"{several} {listed(measure.tables)}{columns}"


def _base(measure: Measure) -> str:
    if not measure.minimum_base:
        return "None."
    return f"{measure.minimum_base:g} {measure.under}: below it counts are shown and no rate."


def _limits(measure: Measure) -> str:
    flow = any(KINDS[kind].flow for kind in measure.kinds)
    months = "Months: XmR, of 12 unbroken months or more"
    months += "." if flow else "; of the monthly changes where the same people are carried over."
    if not measure.chance:
        return f"Commands: none. {months}"
    return (
        f"Commands: a funnel of 8 or more of one group, {_FUNNELS[measure.chance]}, widened by "
        f"overdispersion, flagged beyond 3.09 standard errors. {months}"
    )


# --- one figure -----------------------------------------------------------------------------------


def workings(snapshot: Snapshot, state: State, measure: Measure) -> list[Entry]:
    """What was divided, for whom, and from which files; of what is kept apart, each by itself."""
    whole = worked(snapshot, measure, state.selection)
    lacking = lacks(snapshot, measure, whole.selection.months)
    sums = [divided(whole)]
    if lacking:
        sums = [("Worked out", f"No figure (needs: {listed(lacking)}).")]
    elif measure.always_by:
        sums = _apart(snapshot, whole)
    sentence = f"{capital(whole.selection.sentence(snapshot.cube))}. {snapshot.release.data}."
    span = whole.selection.months
    return [
        *sums,
        *left_out(state, measure),
        *data_behind(snapshot, sentence, span, measure.tables),
    ]


def _apart(snapshot: Snapshot, whole: Working) -> list[Entry]:
    force, by = snapshot.release.force, whole.measure.always_by
    found = evaluate(snapshot.cube, whole.measure, whole.selection)
    entries = []
    for row in found.to_dict("records"):
        name = ": ".join(label_of(force, each, row[each]) for each in by)
        one = replace(
            whole,
            numerator=row["numerator"],
            denominator=row["denominator"],
            value=row["value"],
        )
        entries.append((name, divided(one)[1]))
    return entries or [divided(whole)]


@dataclass(frozen=True)
class Method:
    """The block of a page that holds one measure's figure and its method."""

    key: str = "method"

    def layout(self) -> html.Section:
        """The empty block."""
        title = ids.panel(self.key, "title")
        return html.Section(
            [html.H2(id=title), html.Div(id=ids.panel(self.key, "told"), className="how")],
            className="panel span-12",
            **hyphened(aria_labelledby=title),
        )

    def absent(self) -> Props:
        """The part of an answer that is about no measure."""
        return {ids.panel(self.key, "told"): {"children": []}}

    def fill(self, measure: Measure, entries: Sequence[Entry]) -> Props:
        """The block's part of an answer: entries are what stands before the method."""
        return {
            ids.panel(self.key, "title"): {"children": measure.title},
            ids.panel(self.key, "told"): {"children": terms([*entries, *method(measure)])},
        }


# --- all of them ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Methods:
    """The block of a page that holds the method of every measure, each one click away."""

    key: str = "methods"

    def layout(self) -> html.Section:
        """The empty block."""
        title = ids.panel(self.key, "title")
        return html.Section(
            [
                html.H2("Every measure", id=title),
                html.Div(id=ids.panel(self.key, "list"), className="how"),
            ],
            className="panel span-12",
            **hyphened(aria_labelledby=title),
        )

    def absent(self) -> Props:
        """The part of an answer that lists none."""
        return {ids.panel(self.key, "list"): {"children": []}}

    def fill(self) -> Props:
        """The block's part of an answer: the measures under their subjects."""
        parts: list = []
        for name, measures in by_subject().items():
            parts.append(html.H3(name, className="fs-6 fw-bold"))
            parts += [
                # Without an id, as it is here already: what has one is asked for when it is opened.
                html.Details([html.Summary(measure.title), terms(method(measure))])
                for measure in measures
            ]
        return {ids.panel(self.key, "list"): {"children": parts}}


def catalogue_view() -> View:
    """All measures as one table, which can be filtered and downloaded."""
    rows = [
        {
            "subject": subject(measure),
            "title": measure.title,
            "id": measure.id,
            "unit": measure.unit,
            "definition": measure.definition,
            "formula": formula(measure),
            "source": measure.source,
            "needs": needs(measure),
        }
        for measures in by_subject().values()
        for measure in measures
    ]
    return View(
        panel=CATALOGUE,
        title=f"All {len(rows)} measures in one table",
        statistic="Each as its own file states it; type under a heading to find one",
        figure=empty(),
        table=pd.DataFrame(rows),
    )
