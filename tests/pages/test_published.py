"""Published totals on the Overview: where they are shown, the differences, and the words."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard.access.reading import Reader, Snapshot
from dashboard.components.page import View
from dashboard.components.panel import Paragraph
from dashboard.components.state import State, read_state
from dashboard.export.files import csv_text
from dashboard.measures.engine.selection import AskError, Unknown
from dashboard.pages import overview
from dashboard.schema.publication import Publication
from dashboard.store.files import DamagedFile
from tests.facts import frame, person, small_force
from tests.published_store import Totals, publish_beside, rows_of
from tests.small_store import snapshot_of

MONTHLY = {"2021-03": 45.0, "2022-03": 44.0, "2022-12": 50.0, "2023-01": 52.0}
YEARLY = {"2020-03": 40.5, "2021-03": 47.25, "2022-03": 49.9}
BOTH = {"monthly": MONTHLY, "yearly": YEARLY}


def stated(title: str, total: str, counts: str) -> Publication:
    return Publication(
        title=title, total=total, publisher="P", counts=counts, citation=f"{title}, a file."
    )


@pytest.fixture(autouse=True)
def published(monkeypatch: pytest.MonkeyPatch) -> dict[str, Publication]:
    """What is stated of publications; tests may change it."""
    found = {
        "monthly": stated("Monthly file", "the monthly file's total", "It does not say whom."),
        "yearly": stated("Year book", "the year book's count", "It counts those on leave."),
    }
    monkeypatch.setattr(overview, "publications", lambda: found)
    return found


def strength(month: str, officers: int, lent: int = 0) -> pd.DataFrame:
    rows = [person(month=month, person_id=str(i), command="AA") for i in range(officers)]
    rows += [
        person(month=month, person_id="b", command="BB", team="RESPONSE"),
        person(month=month, person_id="s", command="AA", rank="STAFF", role="staff"),
    ]
    for row in rows[:lent]:
        row["fte"] = 0.5
    return frame(rows)


PEOPLE = {
    "2022-12": strength("2022-12", 50),
    "2023-01": strength("2023-01", 50, lent=5),
}
"""51.0 and 48.5 officers in full-time equivalents, one of them of BB; and a member of staff."""

FORCE = small_force(published_as="Small Force")


def opened(folder: Path, totals: Totals | pd.DataFrame, **said: object) -> Snapshot:
    series = totals if isinstance(totals, pd.DataFrame) else rows_of(totals)
    force = small_force(**{"published_as": "Small Force"} | said)
    return Reader(publish_beside(folder, PEOPLE, force, series)).current()


def asked(snapshot: Snapshot, **query: list[str]) -> State:
    return read_state(snapshot, {name.rstrip("_"): values for name, values in query.items()})


def view_of(snapshot: Snapshot, **query: list[str]) -> View | None:
    views = overview.answer(snapshot, asked(snapshot, **query)).views
    return next((view for view in views if view.panel.key == "published"), None)


def shown(snapshot: Snapshot, **query: list[str]) -> View:
    view = view_of(snapshot, **query)
    assert view is not None
    return view


def paragraph(view: View, lead: str) -> str:
    (found,) = [words for name, words in view.prose if name == lead]
    return found


# Where it is shown.


def test_without_published_series_the_page_is_as_it_was(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, PEOPLE, FORCE)
    assert view_of(snapshot) is None
    props = overview.PAGE.props(snapshot, asked(snapshot))
    assert props["published-section"] == {"hidden": True}
    assert not [name for name in props if name.startswith("published-") and "section" not in name]


@pytest.mark.parametrize(
    "columns", [{"scope": "Another Force"}, {"series": "staff"}, {"unit": "heads"}]
)
def test_series_of_others_or_of_other_things_are_not_shown(
    tmp_path: Path, columns: dict[str, str]
) -> None:
    assert view_of(opened(tmp_path, rows_of(BOTH, **columns))) is None


def test_a_force_that_is_published_nowhere_has_none(tmp_path: Path) -> None:
    assert view_of(opened(tmp_path, BOTH, published_as="")) is None


def test_it_is_of_the_whole_force_and_gone_where_the_page_is_about_a_part(tmp_path: Path) -> None:
    snapshot = opened(tmp_path, BOTH)
    assert view_of(snapshot) is not None
    assert overview.PAGE.props(snapshot, asked(snapshot))["published-section"] == {"hidden": False}
    state = asked(snapshot, command=["BB"])
    assert view_of(snapshot, command=["BB"]) is None
    assert view_of(snapshot, team=["RESPONSE"]) is None
    assert overview.PAGE.props(snapshot, state)["published-section"] == {"hidden": True}
    with pytest.raises(Unknown, match="published"):
        overview.PAGE.table(snapshot, state, "published")


def test_every_panel_is_laid_out_hidden_and_shown_by_its_answer(tmp_path: Path) -> None:
    panels = ("waterfall", "why", "commands", "map", "trend", "published")
    layout = overview.PAGE.layout()
    assert [layout[f"{panel}-section"].hidden for panel in panels] == [True] * 6
    snapshot = opened(tmp_path, BOTH)
    props = overview.PAGE.props(snapshot, asked(snapshot))
    # The small force has no map of its areas.
    assert [each for each in panels if props[f"{each}-section"]["hidden"]] == ["map"]


# The numbers.


def test_the_snapshot_holds_what_is_published_of_its_force_alone(tmp_path: Path) -> None:
    series = pd.concat(
        [rows_of(BOTH), rows_of(BOTH, scope="Another Force"), rows_of(BOTH, series="staff")]
    )
    published = opened(tmp_path, series).published
    assert len(published) == 2 * (len(MONTHLY) + len(YEARLY))
    officers = published[(published["series"] == "officer") & (published["source"] == "yearly")]
    assert officers.set_index("month")["value"].to_dict() == YEARLY


def test_the_table_has_every_month_of_anybody_with_the_differences(tmp_path: Path) -> None:
    view = shown(opened(tmp_path, BOTH))
    leaving = view.panel.csv(view.table)
    assert list(leaving.columns) == [
        "Month",
        "On the books, FTE",
        "Monthly file, FTE",
        "Year book, FTE",
        "Year book less Monthly file, FTE",
        "On the books less Monthly file, FTE",
        "On the books less Year book, FTE",
    ]
    rows = leaving.astype(object).where(leaving.notna(), None).to_numpy().tolist()
    assert rows == [
        ["2023-01", 48.5, 52.0, None, None, -3.5, None],
        ["2022-12", 51.0, 50.0, None, None, 1.0, None],
        ["2022-03", None, 44.0, 49.9, 5.9, None, None],
        ["2021-03", None, 45.0, 47.2, 2.2, None, None],
        ["2020-03", None, None, 40.5, None, None, None],
    ]


def test_every_difference_is_that_of_the_numbers_shown(tmp_path: Path) -> None:
    months = [f"20{year:02d}-03" for year in range(23)]
    one = {month: 30000 + 7.03 * i for i, month in enumerate(months)}
    other = {month: 30200 + 11.77 * i for i, month in enumerate(months)}
    view = shown(opened(tmp_path, {"monthly": one, "yearly": other}))
    leaving = view.panel.csv(view.table).set_index("Month").loc[months]
    apart = leaving["Year book, FTE"] - leaving["Monthly file, FTE"]
    assert (apart - leaving["Year book less Monthly file, FTE"]).abs().max() < 1e-6
    assert (leaving["Year book, FTE"] - pd.Series(other)).abs().max() <= 0.05 + 1e-6


def test_the_lines_of_the_figure_are_those_of_the_table(tmp_path: Path) -> None:
    figure = shown(opened(tmp_path, BOTH)).figure
    lines = {
        trace["name"]: {
            day[:7]: y for day, y in zip(trace["x"], trace["y"], strict=True) if y is not None
        }
        for trace in figure["data"]
        if trace["name"] in ("On the books", "Monthly file", "Year book")
    }
    assert lines["Monthly file"] == MONTHLY
    assert lines["Year book"] == {"2020-03": 40.5, "2021-03": 47.2, "2022-03": 49.9}
    assert lines["On the books"] == {"2022-12": 51.0, "2023-01": 48.5}


# The words.


def test_the_title_says_how_far_the_newest_two_are_apart(tmp_path: Path) -> None:
    view = shown(opened(tmp_path, BOTH))
    assert view.title == (
        "The year book's count was 6 officers above the monthly file's total in March 2022"
    )


def test_the_prose_says_by_how_much_from_when_to_when_and_what_each_counts(tmp_path: Path) -> None:
    view = shown(opened(tmp_path, BOTH))
    assert [lead for lead, _ in view.prose] == [
        "How far apart, and why.",
        "Monthly file.",
        "Year book.",
        "On the books.",
        "Sources.",
    ]
    assert paragraph(view, "How far apart, and why.") == (
        "In each of the 2 Marches that both have, 2021 to 2022, the year book's count was 2 to 6 "
        "officers above the monthly file's total: least in March 2021, most in March 2022. "
        "All that is known of why is what each says of whom it counts."
    )
    assert paragraph(view, "Year book.") == "It counts those on leave."
    assert paragraph(view, "Monthly file.") == "It does not say whom."
    assert paragraph(view, "Sources.") == "Monthly file, a file. Year book, a file."


@pytest.mark.parametrize(
    ("monthly", "yearly", "said"),
    [
        (
            {"2021-03": 100.0, "2022-03": 100.0, "2022-12": 1.0},
            {"2021-03": 90.0, "2022-03": 70.0},
            "In each of the 2 Marches that both have, 2021 to 2022, the year book's count was 10 "
            "to 30 officers below the monthly file's total: least in March 2021, most in March "
            "2022.",
        ),
        (
            {"2021-03": 100.0, "2022-03": 100.0, "2022-12": 1.0},
            {"2021-03": 90.0, "2022-03": 101.0},
            "In each of the 2 Marches that both have, 2021 to 2022, the year book's count was "
            "between 10 officers below and 1 officer above the monthly file's total.",
        ),
        (
            {"2021-03": 100.0, "2022-03": 1100.0, "2022-12": 1.0},
            {"2021-03": 1200.0, "2022-03": 2200.0},
            "In each of the 2 Marches that both have, 2021 to 2022, the year book's count was "
            "1,100 officers above the monthly file's total.",
        ),
        (
            {"2021-03": 100.0, "2022-03": 100.0, "2022-12": 1.0},
            {"2021-03": 100.0, "2022-03": 100.4},
            "In each of the 2 Marches that both have, 2021 to 2022, the year book's count was "
            "level with the monthly file's total.",
        ),
        (
            {"2021-03": 100.0, "2022-03": 100.0},
            {"2022-03": 103.0},
            "In March 2022, the only month that both have, the year book's count was 3 officers "
            "above the monthly file's total.",
        ),
        (
            {"2021-03": 100.0, "2022-04": 100.0, "2022-12": 1.0},
            {"2021-03": 103.0, "2022-04": 105.0},
            "In each of the 2 months that both have, March 2021 to April 2022, the year book's "
            "count was 3 to 5 officers above the monthly file's total: least in March 2021, most "
            "in April 2022.",
        ),
        (
            {"2021-03": 100.0, "2021-04": 100.0},
            {"2021-05": 103.0},
            "No month has both the year book's count and the monthly file's total.",
        ),
    ],
)
def test_the_range_is_said_in_words_that_fit_it(
    tmp_path: Path, monthly: dict[str, float], yearly: dict[str, float], said: str
) -> None:
    view = shown(opened(tmp_path, {"monthly": monthly, "yearly": yearly}))
    assert paragraph(view, "How far apart, and why.").startswith(f"{said} All that is known of why")


def test_the_title_is_of_the_newest_month_up_to_the_one_selected(tmp_path: Path) -> None:
    totals = {
        "monthly": {"2022-12": 60.0, "2023-01": 70.0, "2023-02": 80.0},
        "yearly": {"2022-12": 61.0, "2023-01": 72.0, "2023-02": 83.0},
    }
    snapshot = opened(tmp_path, totals)
    december = {"from": ["2022-12"], "to": ["2022-12"]}
    assert "1 officer above" in shown(snapshot, **december).title
    assert "December 2022" in shown(snapshot, **december).title
    assert "2 officers above" in shown(snapshot).title
    assert "January 2023" in shown(snapshot).title


def test_the_force_s_own_figure_of_the_month_is_held_against_those_that_have_it(
    tmp_path: Path,
) -> None:
    snapshot = opened(tmp_path, BOTH)
    said = paragraph(shown(snapshot), "On the books.")
    assert said.endswith(
        "In January 2023 there were 48.5: 4 officers below the monthly file's total."
    )
    december = {"from": ["2022-12"], "to": ["2022-12"]}
    said = paragraph(shown(snapshot, **december), "On the books.")
    assert said.endswith("there were 51.0: 1 officer above the monthly file's total.")
    later = opened(tmp_path / "later", {"yearly": YEARLY})
    said = paragraph(shown(later), "On the books.")
    assert said.endswith("there were 48.5; nothing is published for that month.")


def test_one_source_alone_is_stated_and_no_disagreement_is_made_up(tmp_path: Path) -> None:
    view = shown(opened(tmp_path, {"yearly": YEARLY}))
    assert view.title == "The year book's count was 50 officers in March 2022"
    assert "How far apart, and why." not in dict(view.prose)
    assert list(view.table.columns) == ["month", "own", "source_0", "own_less_source_0"]


def test_a_third_source_is_held_against_the_one_with_most_months(tmp_path: Path) -> None:
    third = {"2022-03": 54.0}
    view = shown(opened(tmp_path, BOTH | {"third_count": third}))
    assert view.title == (
        "The total of third_count was 10 officers above the monthly file's total in March 2022"
    )
    said = paragraph(view, "How far apart, and why.")
    assert "the year book's count was 2 to 6 officers above" in said
    assert "the total of third_count was 10 officers above the monthly file's total." in said
    # Nobody states what it counts, so the page says that, and which file would.
    assert "third_count.toml" in paragraph(view, "third count.")


def test_two_sources_of_one_title_are_told_apart(
    tmp_path: Path, published: dict[str, Publication]
) -> None:
    published["yearly"] = published["yearly"].model_copy(update={"title": "Monthly file"})
    view = shown(opened(tmp_path, BOTH))
    headings = [column.heading for column in view.panel.columns]
    assert headings[2:4] == ["monthly, FTE", "yearly, FTE"]


def test_made_up_people_and_real_publications_are_kept_apart(tmp_path: Path) -> None:
    view = shown(opened(tmp_path, BOTH, illustrative=True))
    lead, words = view.prose[0]
    assert lead == "What is real."
    assert words.startswith("The published totals are, and are the Small Force's.")
    assert "“Invented force” is made up" in words
    assert "invented force" in view.statistic
    headings = [column.heading for column in view.panel.columns]
    assert [heading for heading in headings if "books" in heading] == []
    assert [heading for heading in headings if heading.startswith("Invented force")] == [
        "Invented force, FTE",
        "Invented force less Monthly file, FTE",
        "Invented force less Year book, FTE",
    ]
    real = shown(opened(tmp_path / "real", BOTH))
    assert "invented" not in f"{real.statistic} {real.prose}".lower()


def test_the_file_carries_what_a_reader_must_know_once_on_its_first_row(tmp_path: Path) -> None:
    snapshot = opened(tmp_path, BOTH, illustrative=True)
    state = asked(snapshot)
    leaving = overview.PAGE.table(snapshot, state, "published")
    text = csv_text(leaving, snapshot.release, state.sentence(snapshot))
    assert leaving.columns[-1] == "notes"
    assert len(leaving) == 5
    notes: list[Paragraph] = list(shown(snapshot).prose)
    for lead, words in notes:
        assert f"{lead} {words}" in leaving["notes"].iloc[0]
    assert (leaving["notes"].iloc[1:] == "").all()
    assert text.count("says nothing of the Small Force") == 1


def test_the_other_files_have_no_column_of_notes(tmp_path: Path) -> None:
    snapshot = opened(tmp_path, BOTH)
    for panel in ("waterfall", "commands", "trend"):
        assert "notes" not in overview.PAGE.table(snapshot, asked(snapshot), panel)


# What may be wrong.


def test_a_publication_that_is_stated_wrongly_gives_its_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> dict[str, Publication]:
        raise ValueError("data/published/x.toml: title: is missing")

    snapshot = opened(tmp_path, BOTH)
    monkeypatch.setattr(overview, "publications", broken)
    with pytest.raises(AskError, match=r"x\.toml: title: is missing"):
        overview.answer(snapshot, asked(snapshot))
    assert len(overview.answer(snapshot, asked(snapshot, command=["AA"])).views) == 4


def test_a_series_part_that_was_altered_is_named_and_not_shown(tmp_path: Path) -> None:
    store = publish_beside(tmp_path, PEOPLE, FORCE, rows_of(BOTH))
    release = store.current()
    assert release is not None
    part = release.tables["published_series"]["2022-03"]
    path = store.path(part)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(DamagedFile, match=part.sha256):
        Reader(store).current()
