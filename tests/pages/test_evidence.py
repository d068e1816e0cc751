"""The Evidence page against the files that it is made from, read here by other means."""

import csv
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from dash.development.base_component import Component

from dashboard.access.reading import Snapshot
from dashboard.components import published_figures as worded
from dashboard.components.contradictions import counted
from dashboard.components.state import State, read_state
from dashboard.export.files import csv_text
from dashboard.measures.engine.selection import AskError
from dashboard.pages import evidence as page
from dashboard.schema.evidence import Figure, figure
from dashboard.settings import ROOT
from tests.facts import frame, person, small_force
from tests.small_store import snapshot_of

PUBLISHED = ROOT / "data" / "published"
FIGURES = PUBLISHED / "figures"
STATED = [tomllib.loads(path.read_text("utf-8")) for path in sorted(FIGURES.glob("*.toml"))]
CASEY, FORCE_USED = "Casey Review", "Use of Force Oversight"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


BY_SOURCE = {
    stated["title"]: _rows(path)
    for stated, path in zip(STATED, sorted(FIGURES.glob("*.csv")), strict=True)
}
ROWS = [row for rows in BY_SOURCE.values() for row in rows]
BY_ID = {row["id"]: row | {"source": source} for source, rows in BY_SOURCE.items() for row in rows}
BLOCKS = {
    "cannot hold": page.CANNOT,
    "can hold": page.CAN,
    "demonstration": page.DEMONSTRATION,
}


def opened(folder: Path, **said: object) -> Snapshot:
    return snapshot_of(
        folder, {"2023-01": frame(person(person_id=str(i)) for i in range(3))}, small_force(**said)
    )


@pytest.fixture(scope="module")
def illustrative(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return opened(tmp_path_factory.mktemp("store"), illustrative=True)


def asked(snapshot: Snapshot, **query: list[str]) -> State:
    return read_state(snapshot, query)


def text(part: Any) -> str:
    """What a reader reads of a component or of a list of them."""
    if isinstance(part, (list, tuple)):
        return "".join(map(text, part))
    if isinstance(part, Component):
        return text(getattr(part, "children", None))
    return "" if part is None else str(part)


def within(part: Any, kind: str) -> list[Component]:
    """The components of a kind in another, in the order of the page."""
    if isinstance(part, (list, tuple)):
        return [found for each in part for found in within(each, kind)]
    if not isinstance(part, Component):
        return []
    if type(part).__name__ == kind:
        return [part]
    return within(getattr(part, "children", None), kind)


def of_kind(kind: str) -> list[dict]:
    return [each for stated in STATED for each in stated["contradictions"] if each["kind"] == kind]


def shown(snapshot: Snapshot, kind: str) -> list[Component]:
    props = page.PAGE.props(snapshot, asked(snapshot))
    return within(props[f"{BLOCKS[kind].key}-list"]["children"], "Article")


# What is said first.


def test_the_headline_counts_the_figures_and_what_cannot_hold(illustrative: Snapshot) -> None:
    said = text(page.answer(illustrative, asked(illustrative)).headline)
    assert said == "240 published figures, and 11 places where they cannot all hold"
    assert {source: len(rows) for source, rows in BY_SOURCE.items()} == {CASEY: 168, FORCE_USED: 72}
    assert len(of_kind("cannot hold")) == 11


def test_one_place_is_one_place() -> None:
    assert [counted(number) for number in (1, 2)] == ["1 place", "2 places"]


def test_the_page_is_the_same_whatever_is_chosen(illustrative: Snapshot) -> None:
    plain = page.PAGE.props(illustrative, asked(illustrative))
    narrowed = page.PAGE.props(illustrative, asked(illustrative, command=["AA"]))
    assert plain.pop("figures-download") != narrowed.pop("figures-download")
    assert str(plain) == str(narrowed)
    assert plain["selection"] == {"children": "No filter applies to this page."}


# The contradictions.


@pytest.mark.parametrize("kind", BLOCKS)
def test_every_contradiction_has_all_its_figures_with_what_each_is_measured_against(
    illustrative: Snapshot, kind: str
) -> None:
    articles = shown(illustrative, kind)
    assert len(articles) == len(of_kind(kind)) > 0
    for stated, article in zip(of_kind(kind), articles, strict=True):
        assert text(within(article, "H3")) == stated["title"]
        assert text(article).endswith(stated["words"])
        rows = [[text(cell) for cell in row.children] for row in within(article, "Tr")[1:]]
        against = stated["measured_against"]
        assert [row[1] for row in rows] == list(against.values())
        for id_, (said, _, whom, where) in zip(against, rows, strict=True):
            row = BY_ID[id_]
            assert said.startswith(row["qualifier"])
            digits = re.sub(r"(?<=\d)-", " to ", row["value"]).replace("-", "\u2212")
            assert digits.removesuffix(".0") in said.replace(",", "")
            assert where == f"{row['source']}, {row['section']}"
            assert whom


def test_the_rows_read_as_the_report_has_them(illustrative: Snapshot) -> None:
    rows = {
        text(article.children[0]): [
            [text(cell) for cell in row.children] for row in within(article, "Tr")[1:]
        ]
        for article in shown(illustrative, "cannot hold")
    }
    assert rows["Civilian staff fell by 21%, and by almost a quarter"] == [
        [
            "\u221221%",
            "staff of the Met ten years before, by the summary",
            "The Met, ten years to 2022",
            "Casey Review, summary",
        ],
        [
            "13,033 FTE",
            "staff of the Met in 2012-13, FTE",
            "The Met, 2012-13",
            "Casey Review, 2.5",
        ],
        ["9,934 FTE", "staff of the Met in 2022-23, FTE", "The Met, 2022-23", "Casey Review, 2.5"],
    ]
    (said_out, *_, counted_in) = rows[
        "Totals that are said to leave out Heathrow and out of force include both"
    ]
    assert said_out == [
        "2,049 incidents",
        "incidents at Heathrow and out of force, by the footnote not in the totals",
        "Heathrow and out of force",
        "Use of Force Oversight, Appendix 1, Location, footnote",
    ]
    assert counted_in[0] == "173,882 incidents"
    assert counted_in[2] == "The Met, 2020"
    hardest = rows["BCUs are hit hardest, yet their gap is no larger than that of the whole Met"]
    assert [row[0] for row in hardest[:3]] == [
        "range around 20 to 25%",
        "around 8,800 officers",
        "around 25%",
    ]
    assert hardest[0][2] == "A typical BCU, January 2023"


def test_the_tables_say_which_cells_are_headings(illustrative: Snapshot) -> None:
    head, *body = within(shown(illustrative, "cannot hold"), "Tr")[:3]
    assert [(cell.scope, cell.role) for cell in head.children] == [("col", "columnheader")] * 4
    for row in body:
        assert [type(cell).__name__ for cell in row.children] == ["Th", "Td", "Td", "Td"]
        assert row.children[0].scope == "row"


def test_what_cannot_hold_is_open_and_the_others_say_how_many_there_are(
    illustrative: Snapshot,
) -> None:
    assert not within(page.CANNOT.layout(), "Details")
    assert within(page.CAN.layout(), "Details")
    props = page.PAGE.props(illustrative, asked(illustrative))
    assert props["can-hold-summary"]["children"] == f"Show the {len(of_kind('can hold'))} places"
    assert props["demonstration-summary"]["children"] == "Show the 3 places"
    assert props["demonstration-title"]["children"].startswith("In 3 places the demonstration")


def test_a_force_s_own_data_has_nothing_of_the_demonstration(tmp_path: Path) -> None:
    snapshot = opened(tmp_path)
    props = page.PAGE.props(snapshot, asked(snapshot))
    assert props["demonstration-section"] == {"hidden": True}
    assert "demonstration-list" not in props
    assert props["cannot-hold-section"] == {"hidden": False}


# The figures.


def test_the_table_as_it_leaves_is_the_file_of_figures_row_by_row(illustrative: Snapshot) -> None:
    leaving = page.PAGE.table(illustrative, asked(illustrative), "figures")
    assert list(leaving.columns) == [
        *ROWS[0],
        *("source", "low", "high", "held_against", "notes"),
    ]
    rows = leaving[list(ROWS[0])].to_dict("records")
    for row, printed in zip(rows, ROWS, strict=True):
        range_ = re.fullmatch(r"([\d.]+)-([\d.]+)", printed["value"])
        value = f"{range_[1]} to {range_[2]}" if range_ else printed["value"]
        assert row == printed | {"value": value}
    assert list(leaving["source"]) == [row["source"] for row in BY_ID.values()]


def test_the_file_has_the_numbers_as_numbers_and_no_range_that_could_be_a_date(
    illustrative: Snapshot,
) -> None:
    leaving = page.PAGE.table(illustrative, asked(illustrative), "figures").set_index("id")
    for id_, (value, low, high) in {
        "E042": ("20 to 25", 20, 25),
        "E081": ("18818", 18818, 18818),
        "E140": ("-21", -21, -21),
        "E109": ("5.5 to 6", 5.5, 6),
    }.items():
        assert tuple(leaving.loc[id_, ["value", "low", "high"]]) == (value, low, high)
    words = leaving[leaving["value"].str.startswith("4 for every")]
    assert words[["low", "high"]].isna().all(axis=None)


def test_the_file_says_once_that_the_figures_are_real(illustrative: Snapshot) -> None:
    leaving = page.PAGE.table(illustrative, asked(illustrative), "figures")
    written = csv_text(leaving, illustrative.release, "any")
    assert written.count("each is published by the source in its row") == 1
    assert leaving["notes"].iloc[0].startswith("What is real.")
    assert "made up" in leaving["notes"].iloc[0]


def test_a_force_s_own_file_does_not_call_its_people_made_up(tmp_path: Path) -> None:
    snapshot = opened(tmp_path)
    leaving = page.PAGE.table(snapshot, asked(snapshot), "figures")
    assert "made up" not in leaving["notes"].iloc[0]


def test_every_figure_is_on_the_grid_in_words(illustrative: Snapshot) -> None:
    grid = page.PAGE.props(illustrative, asked(illustrative))["figures-table"]
    assert len(grid["rowData"]) == len(ROWS)
    fields = [column["field"] for column in grid["columnDefs"]]
    first = {name: grid["rowData"][0][name] for name in fields}
    assert first == {
        "measure_words": "Probationer share PC",
        "scope_words": "AS",
        "period_words": "January 2023",
        "low": 25.0,
        "unit": "% of PCs",
        "qualifier": "",
        "section": "4.7 Figure 4.5 (second so numbered)",
        "source": "Casey Review",
        "note": "",
        "held_against": "",
    }
    assert grid["rowData"][0]["value_words"] == "25.0"


@pytest.mark.parametrize(
    ("value", "spelt"),
    [
        ("18818", "18,818"),
        ("872841", "872,841"),
        ("25.0", "25.0"),
        ("217", "217"),
        ("5.5-6", "5.5 to 6"),
        ("-21", "\u221221"),
        ("fewer than 3 for every 7", "fewer than 3 for every 7"),
    ],
)
def test_values_are_spelt_as_they_are_printed(value: str, spelt: str) -> None:
    assert worded.value_words(made(value=value)) == spelt


@pytest.mark.parametrize(
    ("period", "spelt"),
    [
        ("2023-01", "January 2023"),
        ("FY2022-23", "2022-23"),
        ("FY2015-16 to FY2021-22", "2015-16 to 2021-22"),
        ("12 months to 2023-01", "12 months to January 2023"),
        ("2012-2022", "2012-2022"),
        ("2020-2023", "2020-2023"),
        ("", ""),
    ],
)
def test_periods_are_spelt_out(period: str, spelt: str) -> None:
    assert worded.period_words(made(period=period)) == spelt


@pytest.mark.parametrize(
    ("measure", "spelt"),
    [
        ("probationer_share_dc", "Probationer share DC"),
        ("want_more_for_bcus", "Want more for BCUs"),
        ("response_time_i_grade", "Response time I grade"),
        ("specials", "Specials"),
        ("pcso", "PCSO"),
    ],
)
def test_measures_are_spelt_without_underscores(measure: str, spelt: str) -> None:
    assert worded.measure_words(made(measure=measure)) == spelt


def made(**said: str) -> Figure:
    blank = dict.fromkeys(ROWS[0], "") | {"source": "A Review"}
    return Figure(**(blank | said))


# What they are held against.


def test_a_figure_names_the_measures_that_cite_it(illustrative: Snapshot) -> None:
    held = page.PAGE.table(illustrative, asked(illustrative), "figures").set_index("id")
    cited = held["held_against"]
    assert cited["E042"] == "Gap to nominal"
    assert cited["E088"] == "Nominal strength"
    # The two gaps have different bases: neither has the other's benchmark.
    assert cited["E041"] == "Gap to posts"


def test_a_command_s_own_figure_is_held_against_nothing_of_another_force(tmp_path: Path) -> None:
    alike = {"AS": {"name": "Anfield South"}}
    other = opened(tmp_path / "other", commands=alike, published_as="Another Force")
    same = opened(tmp_path / "same", commands=alike, published_as="Metropolitan Police")
    tables = [
        page.answer(each, asked(each)).views[0].table.set_index("id") for each in (other, same)
    ]
    assert figure("E001").scope == "AS"
    assert [table.loc["E001", "scope_words"] for table in tables] == ["AS", "Anfield South (AS)"]
    held = [table.loc["E001", "held_against"] for table in tables]
    assert held == ["", "Probationer share, PCs"]


def test_the_title_counts_what_is_held_against_a_measure(illustrative: Snapshot) -> None:
    (view,) = page.answer(illustrative, asked(illustrative)).views
    # By their benchmarks: one of each gap, two of strength, one each of PCs and DCs, three spans,
    # three of churn, three of caseloads, one of abstractions.
    assert view.title == f"16 of the {len(ROWS)} published figures are held against a measure here"
    assert (view.table["held_against"] != "").sum() == 16


# Where they are from.


def test_every_publication_is_cited_in_full(illustrative: Snapshot) -> None:
    props = page.PAGE.props(illustrative, asked(illustrative))
    said = text(props["citations-list"]["children"])
    files = [*PUBLISHED.glob("*.toml"), *(PUBLISHED / "figures").glob("*.toml")]
    assert len(files) >= 3
    for path in files:
        stated = tomllib.loads(path.read_text("utf-8"))
        assert stated["title"] in said
        assert stated["citation"] in said


def test_figures_that_are_stated_wrongly_give_their_sentence(
    illustrative: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> dict:
        raise ValueError("figures/x.csv:2: value is blank.")

    monkeypatch.setattr(page, "evidence", broken)
    with pytest.raises(AskError, match=r"x\.csv:2: value is blank"):
        page.answer(illustrative, asked(illustrative))
