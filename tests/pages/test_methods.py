"""Methods: every measure as its file states it, and the figure on screen with what it rests on."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from dash import html
from dash.development.base_component import Component

from dashboard.access.reading import Arrival, Snapshot
from dashboard.components.choices import by_name
from dashboard.components.methods import formula, from_cube, method
from dashboard.components.state import State, read_state
from dashboard.components.working import how, worked
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import read_query
from dashboard.pages import explore, methods
from tests.facts import frame, small_force
from tests.panel_tables import table_in
from tests.small_store import snapshot_of

CHOICES = by_name([*methods.PAGE.choices, *explore.PAGE.choices])


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Forty officers of AA, eight of them limited, and twenty of BB, in two months."""
    frames = {
        month: frame(
            {
                "month": month,
                "command": command,
                "team": "RESPONSE",
                "limitation": "adjusted" if n < 8 and command == "AA" else None,
            }
            for command, count in (("AA", 40), ("BB", 20))
            for n in range(count)
        )
        for month in ("2023-01", "2023-02")
    }
    when = datetime.datetime(2023, 3, 2, 9, 30, tzinfo=datetime.UTC)
    found = snapshot_of(tmp_path_factory.mktemp("methods"), frames, small_force())
    return replace(found, arrivals={("strength", "2023-02"): Arrival(("people.csv",), when)})


def state_of(snapshot: Snapshot, query: str) -> State:
    return read_state(snapshot, read_query(query), CHOICES)


def parts(component: Any) -> Iterator[Component]:
    """The component and all in it."""
    if isinstance(component, (list, tuple)):
        for each in component:
            yield from parts(each)
    elif isinstance(component, Component):
        yield component
        yield from parts(getattr(component, "children", None))


def entries(components: Any) -> list[tuple[str, str]]:
    """Terms and their words, in order."""
    found = [part.children for part in parts(components) if isinstance(part, (html.Dt, html.Dd))]
    return list(zip(found[::2], found[1::2], strict=True))


def test_every_measure_has_its_method_on_the_page_and_nothing_else_has(
    snapshot: Snapshot,
) -> None:
    props = methods.PAGE.props(snapshot, state_of(snapshot, ""))
    found = [
        part for part in parts(props["methods-list"]["children"]) if isinstance(part, html.Details)
    ]
    titles = [part.children[0].children for part in found]
    assert sorted(titles) == sorted(measure.title for measure in all_measures().values())
    rows = table_in(props, "catalogue")["rowData"]
    assert sorted(row["id"] for row in rows) == sorted(all_measures())


@pytest.mark.parametrize("measure", all_measures().values(), ids=lambda measure: measure.id)
def test_a_method_says_all_that_the_measure_states(measure) -> None:
    said = method(measure)
    terms = [term for term, _ in said]
    words = " ".join(each for _, each in said)
    assert all(each.strip() for _, each in said)
    assert {"Definition", "Formula", "From the cube", "Source", "Needs", "Filters"} <= set(terms)
    assert terms.count("Published") == len(measure.benchmarks)
    assert terms.count("Mind") == len(measure.caveats)
    for stated in (measure.definition, measure.source, *measure.needs, *measure.tables):
        assert stated in words


def test_formulas_are_written_in_words_and_as_totals_of_the_cube() -> None:
    gap = all_measures()["gap_to_nominal"]
    assert formula(gap) == "officers who are not deployable / officers on the books \u00d7 100"
    assert from_cube(gap) == (
        "strength.fte (or heads) [not deployable] / strength.fte (or heads), "
        "of cells with role: officer."
    )
    assert from_cube(all_measures()["net_moves"]) == (
        "(moves.heads [direction: in] \u2212 moves.heads [direction: out])."
    )
    assert "units where strength.heads" in from_cube(all_measures()["units_above_ten"])
    assert "is above 10" in from_cube(all_measures()["units_above_ten"])


def test_the_figure_s_numbers_selection_release_and_files_stand_first(
    snapshot: Snapshot,
) -> None:
    props = methods.PAGE.props(snapshot, state_of(snapshot, "command=AA"))
    found = entries(props["method-told"]["children"])
    assert found[:4] == [
        (
            "February 2023",
            "8.0 officers who are not deployable / 40.0 officers on the books = 20.0%",
        ),
        ("Selection", "Alpha, February 2023. Small Force."),
        ("Release", f"{snapshot.release.id}, made 1 April 2023, 00:00 UTC."),
        ("Files", "people.csv, came in 2 March 2023, 09:30 UTC"),
    ]
    assert found[4][0] == "Definition"


def test_what_is_never_added_up_is_worked_out_label_by_label(snapshot: Snapshot) -> None:
    props = methods.PAGE.props(snapshot, state_of(snapshot, "measure=strength_by_duty_status"))
    found = dict(entries(props["method-told"]["children"]))
    assert found["Fully deployable"] == "52.0 officers with each status"
    assert found["Adjusted duties"] == "8.0 officers with each status"


def test_a_figure_without_its_table_says_what_it_needs(snapshot: Snapshot) -> None:
    props = methods.PAGE.props(snapshot, state_of(snapshot, "measure=absence_rate"))
    assert entries(props["method-told"]["children"])[0] == (
        "Worked out",
        "No figure (needs: shifts).",
    )


def test_every_figure_leads_to_its_method_with_the_same_selection(snapshot: Snapshot) -> None:
    state = state_of(snapshot, "command=AA&to=2023-01&compare=none&by=team")
    gap, span = all_measures()["gap_to_nominal"], all_measures()["supervision_span"]
    working = [worked(snapshot, measure, state.selection) for measure in (gap, span, gap)]
    links = [part for part in parts(how(snapshot, state, working)) if isinstance(part, html.A)]
    assert [link.children for link in links] == [gap.title, span.title]
    for link, measure in zip(links, (gap, span), strict=True):
        path, _, query = link.href.partition("?")
        assert (path, link.className) == ("/methods", "in-app")
        there = state_of(snapshot, query)
        assert there.own["measure"] == measure.id
        assert there.selection == state.selection
        assert there.compare == "none"


def test_the_table_of_methods_leaves_as_it_stands(snapshot: Snapshot) -> None:
    table = methods.PAGE.table(snapshot, state_of(snapshot, ""), "catalogue")
    assert isinstance(table, pd.DataFrame)
    assert len(table) == len(all_measures())
    assert table["Formula"].str.len().min() > 0
