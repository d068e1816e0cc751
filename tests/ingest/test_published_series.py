"""The published totals of the Metropolitan Police and the Home Office, from their own files."""

import csv
from collections import defaultdict
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from dashboard.access.reading import Reader
from dashboard.cli import main
from dashboard.components.state import read_state
from dashboard.ingest.load import Loaded, load
from dashboard.ingest.mapping import load_mapping
from dashboard.pages import overview
from dashboard.settings import ROOT, settings
from dashboard.store.releases import Store
from tests.facts import frame, person, small_force
from tests.shared_data import shared_files
from tests.small_store import publish

MAPPINGS = ROOT / "data" / "mappings"
MET = "Metropolitan Police"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
WORKERS = {
    "police officer": "officer",
    "police staff": "staff",
    "police community support officer": "pcso",
    "designated officer": "designated",
    "special constable": "special",
    "police support volunteer": "volunteer",
}
"""The Home Office's labels in small letters, since their case drifts."""

MORE = {2014: 220, 2015: 308, 2016: 405, 2017: 468, 2018: 466, 2019: 457, 2020: 454, 2021: 423}
MORE |= {2022: 417, 2023: 396}
"""How many more officers the Home Office counts each March, worked out by hand."""


def met_file() -> Path:
    return shared_files("mps_police_force_strength/*.csv", "monthly totals of the Met")[0]


def home_office_file() -> Path:
    return shared_files("home_office_workforce/*.ods", "workforce table of the Home Office")[0]


def met_by_hand() -> dict[tuple[str, str], float]:
    """(month, series) -> strength, cell by cell."""
    headers = {
        "Police Officer Strength": "officer",
        "Police Staff Strength": "staff",
        "PCSO Strength": "pcso",
    }
    found = {}
    with met_file().open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            name, year = row["Date"].split("-")
            month = f"20{year}-{MONTHS.index(name) + 1:02d}"
            found |= {(month, headers[h]): float(row[h]) for h in headers}
    return found


def home_office_by_hand() -> dict[tuple[str, str, str, str], float]:
    """(month, force, series, unit) -> total, added up over the rows that have a number."""
    sheet = CalamineWorkbook.from_path(str(home_office_file())).get_sheet_by_name("Data")
    header, *rows = sheet.to_python()
    at = {name: header.index(name) for name in header}
    found: dict[tuple[str, str, str, str], float] = defaultdict(float)
    for row in rows:
        series = WORKERS[str(row[at["Worker type"]]).lower()]
        month = f"{int(row[at['As at 31 March...']])}-03"
        for heading, unit in (("Total (FTE)", "FTE"), ("Total (headcount)", "heads")):
            total = row[at[heading]]
            if isinstance(total, float):
                found[month, str(row[at["Force Name"]]), series, unit] += total
    return found


def loaded(path: Path, mapping: str) -> Loaded:
    (found,) = load([path], load_mapping(MAPPINGS / f"{mapping}.toml"), None)
    return found


@pytest.fixture(scope="module")
def met() -> Loaded:
    return loaded(met_file(), "mps_police_force_strength")


@pytest.fixture(scope="module")
def home_office() -> Loaded:
    return loaded(home_office_file(), "home_office_workforce")


def test_every_cell_of_the_mets_file_is_a_total_of_its_month(met: Loaded) -> None:
    by_hand = met_by_hand()
    found = met.frame.set_index(["month", "series"])["value"].to_dict()
    assert found == by_hand
    assert len(by_hand) == 3 * 155
    # "May-13" is a month and no day.
    assert by_hand["2013-05", "officer"] == 30636
    assert set(met.frame["scope"]) == {MET}
    assert set(met.frame["unit"]) == {"FTE"}
    assert set(met.frame["source"]) == {"mps_police_force_strength"}


def test_the_home_offices_rows_add_up_by_force_year_kind_and_unit(home_office: Loaded) -> None:
    by_hand = home_office_by_hand()
    key = ["month", "scope", "series", "unit"]
    found = home_office.frame.set_index(key)["value"].to_dict()
    assert found.keys() == by_hand.keys()
    assert max(abs(found[key] - by_hand[key]) for key in by_hand) < 1e-6
    assert {force for _, force, _, _ in by_hand} >= {MET, "London, City of", "Kent"}
    # A label that drifts does not break a series: staff and specials are there in all 17 years.
    for series, unit in (("staff", "FTE"), ("special", "heads")):
        assert sum(key[1:] == (MET, series, unit) for key in found) == 17
    assert found["2023-03", MET, "officer", "heads"] == 35411
    assert set(home_office.frame["source"]) == {"home_office_workforce"}


def test_cells_that_say_that_nothing_is_recorded_are_counted_and_are_no_zeros(
    home_office: Loaded,
) -> None:
    sheet = CalamineWorkbook.from_path(str(home_office_file())).get_sheet_by_name("Data")
    assert sum(row[-1] == "N/A" for row in sheet.to_python()) == 2816
    assert any("2,816" in words for words in home_office.said)
    assert home_office.frame["value"].notna().all()
    units = home_office.frame.groupby("series")["unit"].unique()
    assert list(units["special"]) == list(units["volunteer"]) == ["heads"]


def test_the_two_disagree_each_march_by_what_was_worked_out_by_hand(
    met: Loaded, home_office: Loaded
) -> None:
    monthly = met.frame[met.frame["series"] == "officer"].set_index("month")["value"]
    yearly = home_office.frame[
        (home_office.frame["series"] == "officer")
        & (home_office.frame["scope"] == MET)
        & (home_office.frame["unit"] == "FTE")
    ].set_index("month")["value"]
    apart = (yearly - monthly).dropna()
    assert {int(month[:4]): round(value) for month, value in apart.items()} == MORE


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory, met: Loaded, home_office: Loaded) -> Store:
    """A store of a small force published as the Met, both files imported by the command line."""
    root = tmp_path_factory.mktemp("store")
    people = {"2023-03": frame([person(month="2023-03", person_id=str(i)) for i in range(30)])}
    store = publish(root, people, small_force(published_as=MET))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FRONTLINE_DATA", str(root))
        settings.cache_clear()
        for file, name in (
            (met, "mps_police_force_strength"),
            (home_office, "home_office_workforce"),
        ):
            assert (
                main(["import", str(file.path), "--mapping", str(MAPPINGS / f"{name}.toml")]) == 0
            )
    settings.cache_clear()
    return store


def test_both_files_stand_beside_the_force_without_taking_each_others_place(
    imported: Store,
) -> None:
    snapshot = Reader(imported).current()
    assert snapshot.release.force.id == "small"
    sources = snapshot.published.groupby("source").size().to_dict()
    # In both units: officers, staff, PCSOs and designated officers; in heads: specials, and
    # volunteers since 2018.
    theirs = 17 * 4 * 2 + 17 + 6
    assert sources == {"home_office_workforce": theirs, "mps_police_force_strength": 3 * 155}


def test_the_page_says_by_how_much_they_disagree(imported: Store) -> None:
    snapshot = Reader(imported).current()
    views = overview.answer(snapshot, read_state(snapshot, {})).views
    view = next(view for view in views if view.panel.key == "published")
    assert view.title == (
        "The Home Office's count was 396 officers above the Met's own monthly total in March 2023"
    )
    said = dict(view.prose)["How far apart, and why."]
    assert said.startswith(
        f"In each of the {len(MORE)} Marches that both have, 2014 to 2023, the Home Office's count "
        f"was {min(MORE.values())} to {max(MORE.values())} officers above the Met's own monthly "
        "total: least in March 2014, most in March 2017."
    )
    table = view.panel.csv(view.table).set_index("Month")
    apart: pd.Series = table["Home Office less Met monthly totals, FTE"].dropna()
    met, home_office = met_by_hand(), home_office_by_hand()
    assert list(apart.index) == [f"{year}-03" for year in sorted(MORE, reverse=True)]
    for month, value in apart.items():
        exact = home_office[month, MET, "officer", "FTE"] - met[month, "officer"]
        assert abs(value - exact) <= 0.05 + 1e-6
    assert len(table) == 155 + 7
