"""The London Datastore's borough crime files as demand, and what a release of them revises."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from dashboard.cli import main
from dashboard.ingest.load import Loaded, Refused, force_of, load
from dashboard.ingest.mapping import load_mapping
from dashboard.settings import ROOT, settings
from dashboard.store.releases import Store
from tests.shared_data import shared_files

MAPPING = ROOT / "data" / "mappings" / "mps_borough_crime.toml"
NO_BOROUGH = "London Heathrow and London City Airports"

OLD = """\
MajorText,MinorText,LookUp_BoroughName,202209,202210
Theft,Bicycle Theft,Camden,5,7
Theft,Shoplifting,Camden,10,20
Burglary,Domestic Burglary,Camden,3,4
Theft,Bicycle Theft,Kingston upon Thames,1,0
Theft,Other Theft,London Heathrow and London City Airports,2,2
"""
"""Made up. One release with its own header, in title case."""

NEW = """\
MajorText,MinorText,BoroughName,202210,202211
THEFT,BICYCLE THEFT,CAMDEN,8,6
THEFT,SHOPLIFTING,CAMDEN,21,11
BURGLARY,BURGLARY IN A DWELLING,CAMDEN,4,2
THEFT,BICYCLE THEFT,KINGSTON UPON THAMES,0,3
THEFT,OTHER THEFT,Unknown,9,9
"""
"""The next: another header and capitals, a kind cut anew, one month revised and one new."""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def read(*paths: Path) -> list[Loaded]:
    mapping = load_mapping(MAPPING)
    return load(paths, mapping, force_of(mapping))


def values(frame: pd.DataFrame) -> dict[tuple[str, str, str], float]:
    return frame.set_index(["month", "area", "kind"])["value"].to_dict()


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty store."""
    monkeypatch.setenv("FRONTLINE_DATA", str(tmp_path / "store"))
    settings.cache_clear()
    yield tmp_path / "store"
    settings.cache_clear()


def taken(*files: Path, code: int = 0) -> None:
    assert main(["import", *map(str, files), "--mapping", str(MAPPING)]) == code


# The files as they are published.


@pytest.fixture(scope="module")
def files() -> list[Path]:
    return shared_files("mps_borough_crime/*.csv", "borough crime of the Met")


@pytest.fixture(scope="module")
def published(files: list[Path]) -> pd.DataFrame:
    return pd.concat([item.frame for item in read(*files)])


@pytest.fixture(scope="module")
def raw(files: list[Path]) -> pd.DataFrame:
    """The files' own cells, a row each: month (as 202112), borough, major and crimes."""
    found = []
    for path in files:
        wide = pd.read_csv(path)
        months = [name for name in wide if str(name).isdigit()]
        long = wide.melt(["MajorText", "LookUp_BoroughName"], months, "at", "crimes")
        found.append(long)
    return pd.concat(found)


def test_every_month_of_every_borough_is_the_sum_of_its_cells(
    published: pd.DataFrame, raw: pd.DataFrame
) -> None:
    by_hand = raw.groupby(["at", "LookUp_BoroughName"])["crimes"].sum()
    found = published.groupby(["month", "area"])["value"].sum()
    assert len(found) == 164 * 33
    assert {(month.replace("-", ""), area): n for (month, area), n in found.items()} == (
        by_hand.to_dict()
    )


def test_every_kind_of_every_month_is_the_sum_of_its_cells(
    published: pd.DataFrame, raw: pd.DataFrame
) -> None:
    by_hand = raw.groupby(["at", "MajorText"])["crimes"].sum()
    found = published.groupby(["month", "kind"])["value"].sum()
    assert {(month.replace("-", ""), kind): n for (month, kind), n in found.items()} == (
        by_hand.to_dict()
    )
    assert published["kind"].nunique() == 12


def test_every_borough_of_the_force_has_crime_and_the_airports_stand_beside_them(
    published: pd.DataFrame,
) -> None:
    commands = force_of(load_mapping(MAPPING)).commands.values()
    boroughs = [place for command in commands for place in command.areas]
    assert len(boroughs) == len(set(boroughs)) == 32
    assert set(published["area"]) == {*boroughs, NO_BOROUGH}


def test_the_newest_file_goes_in_with_nothing_to_look_at(
    files: list[Path], data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken(files[-1])
    said = capsys.readouterr().out.splitlines()
    assert "demand: added 24 months, 2021-12 to 2023-11" in said
    assert not [line for line in said if "to look at" in line.lower()]
    release = Store(data).current()
    assert release is not None
    assert release.force.id == "metropolitan"
    assert len(release.tables["demand"]) == 24


# Releases that differ in headers, capitals and values.


def test_both_spellings_are_read_as_the_forces_file_has_them(tmp_path: Path) -> None:
    (old,) = read(written(tmp_path, "old.csv", OLD))
    (new,) = read(written(tmp_path, "new.csv", NEW))
    assert values(old.frame) == {
        ("2022-09", "Camden", "Theft"): 15,
        ("2022-10", "Camden", "Theft"): 27,
        ("2022-09", "Camden", "Burglary"): 3,
        ("2022-10", "Camden", "Burglary"): 4,
        ("2022-09", "Kingston upon Thames", "Theft"): 1,
        ("2022-10", "Kingston upon Thames", "Theft"): 0,
        ("2022-09", NO_BOROUGH, "Theft"): 2,
        ("2022-10", NO_BOROUGH, "Theft"): 2,
    }
    assert values(new.frame) == {
        ("2022-10", "Camden", "Theft"): 29,
        ("2022-11", "Camden", "Theft"): 17,
        ("2022-10", "Camden", "Burglary"): 4,
        ("2022-11", "Camden", "Burglary"): 2,
        ("2022-10", "Kingston upon Thames", "Theft"): 0,
        ("2022-11", "Kingston upon Thames", "Theft"): 3,
        ("2022-10", "Unknown", "Theft"): 9,
        ("2022-11", "Unknown", "Theft"): 9,
    }
    assert old.said == []
    assert any("'CAMDEN' as 'Camden'" in words for words in new.said)


def test_an_area_or_kind_that_nobody_knows_is_kept_as_it_is_written(tmp_path: Path) -> None:
    text = OLD.replace("Camden", "SOMEWHERE ELSE").replace("Burglary,", "NFIB FRAUD,")
    (found,) = read(written(tmp_path, "old.csv", text))
    assert values(found.frame)["2022-09", "SOMEWHERE ELSE", "NFIB FRAUD"] == 3


def test_a_file_without_any_of_the_headers_is_told_all_of_them(tmp_path: Path) -> None:
    path = written(tmp_path, "old.csv", OLD.replace("LookUp_BoroughName", "Ward"))
    with pytest.raises(Refused, match="has no column 'LookUp_BoroughName' or 'BoroughName'"):
        read(path)


def test_an_import_says_what_it_revises_and_what_is_new(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken(written(tmp_path, "old.csv", OLD))
    capsys.readouterr()
    taken(written(tmp_path, "new.csv", NEW))
    said = capsys.readouterr().out.splitlines()
    assert "demand: added 2022-11" in said
    assert "demand: changed 2022-10" in said
    # Camden's theft 27 to 29, Unknown's 9 come, the airports' 2 gone: 33 in all, and then 42.
    assert "  2022-10: 1 value changed, 1 new, 1 gone; in total 33.0, now 42.0" in said
    assert "  2022-11: 4 rows, value 31.0" in said
    release = Store(data).current()
    assert release is not None
    assert list(release.tables["demand"]) == ["2022-09", "2022-10", "2022-11"]


def test_both_values_are_listed_with_the_releases_that_hold_them(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, ids = Store(data), []
    for name, text in (("old.csv", OLD), ("new.csv", NEW)):
        taken(written(tmp_path, name, text))
        ids.append(store.current_id())
    capsys.readouterr()
    assert main(["revisions", "demand"]) == 0
    said = capsys.readouterr().out
    assert f"Release {ids[1]} after {ids[0]}, " in said
    assert ", new.csv:\n1 value changed, 1 new, 1 gone." in said
    words = " ".join(said.split())
    for row in (
        "2022-10 Camden Theft 27.0 29.0",
        "2022-10 Unknown Theft - 9.0",
        f"2022-10 {NO_BOROUGH} Theft 2.0 -",
    ):
        assert row in words
    assert words.count("2022-10 ") == 3
    assert "2022-09" not in words
    assert "2022-11" not in words


def test_values_that_come_back_are_listed_once_for_each_time(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = written(tmp_path, "one.csv", OLD)
    other = written(tmp_path, "other.csv", OLD.replace("Camden,3,4", "Camden,3,5"))
    for path in (one, other, one):
        taken(path)
    capsys.readouterr()
    assert main(["revisions", "demand"]) == 0
    words = " ".join(capsys.readouterr().out.split())
    assert words.count("2022-10 Camden Burglary") == 2
    assert words.index("Burglary 5.0 4.0") < words.index("Burglary 4.0 5.0")


def test_nothing_revised_and_nothing_stored_are_said(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["revisions", "demand"]) == 1
    assert capsys.readouterr().err == "No demand is stored.\n"
    taken(written(tmp_path, "old.csv", OLD))
    capsys.readouterr()
    assert main(["revisions", "demand"]) == 0
    assert capsys.readouterr().out.startswith("No value of demand was changed by a later import")


def test_two_releases_that_share_a_month_go_in_one_after_the_other(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new, old = written(tmp_path, "a.csv", NEW), written(tmp_path, "b.csv", OLD)
    taken(new, old, code=1)
    said = capsys.readouterr().err
    assert "a.csv and b.csv hold the same of 2022-10; nothing was imported." in said
    assert "one after the other: b.csv, then a.csv." in said
    assert "'frontline revisions demand' shows both" in said
    assert Store(data).current_id() is None
    assert sorted(path.name for path in tmp_path.glob("*.csv")) == ["a.csv", "b.csv"]


def test_of_two_that_end_in_the_same_month_nobody_knows_which_was_first(tmp_path: Path) -> None:
    one, other = written(tmp_path, "a.csv", OLD), written(tmp_path, "b.csv", OLD)
    with pytest.raises(Refused, match="the one that was published first, then the other"):
        read(one, other)


def test_a_kind_under_a_new_name_beside_the_old_one_is_warned_of(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken(written(tmp_path, "old.csv", OLD))
    capsys.readouterr()
    taken(written(tmp_path, "new.csv", OLD.replace("Burglary,", "Breaking In,")))
    said = capsys.readouterr().out
    assert "2 months, 2022-09 to 2022-10: Breaking In came new, beside Burglary." in said


def test_a_month_that_was_damaged_is_mended_and_has_nothing_to_compare_with(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken(written(tmp_path, "old.csv", OLD))
    store = Store(data)
    before = store.current()
    assert before is not None
    store.file(before.tables["demand"]["2022-10"]).write_bytes(b"not this")
    capsys.readouterr()
    taken(written(tmp_path, "new.csv", NEW))
    assert "  2022-10: nothing to compare with: see 'frontline check'" in capsys.readouterr().out
    release = store.current()
    assert release is not None
    assert len(store.frame(release.tables["demand"]["2022-10"])) == 4
