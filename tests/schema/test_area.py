"""What is proved of an area's file: those here load, and what could not be drawn is refused."""

import csv
from pathlib import Path

import pytest

from dashboard.schema.area import Area, areas
from tests.shared_data import SHARED, shared_files

STATED = """
id = "town"
name = "Town"
[places]
East = { short = "Est", x = 1, y = 0 }
"West End" = { short = "Wst", x = 0, y = 0 }
"""


def written(folder: Path, text: str, name: str = "town") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def complaint(folder: Path, text: str) -> str:
    """What is said of a file, without its path."""
    path = written(folder, text)
    with pytest.raises(ValueError, match=r"town\.toml") as refused:
        Area.read(path)
    return str(refused.value).removeprefix(str(path))


def test_an_area_is_found_by_its_file_being_there(tmp_path: Path) -> None:
    written(tmp_path, STATED)
    written(tmp_path, STATED.replace('"town"', '"other"'), "other")
    found = areas(tmp_path)
    assert list(found) == ["other", "town"]
    west = found["town"].places["West End"]
    assert (west.short, west.x, west.y) == ("Wst", 0, 0)


def test_an_id_that_is_not_the_files_name_is_refused(tmp_path: Path) -> None:
    said = complaint(tmp_path, STATED.replace('id = "town"', 'id = "city"'))
    assert said == ":2: id: 'city' is not the file's name; call the file city.toml."


def test_two_places_on_one_square_are_refused(tmp_path: Path) -> None:
    said = complaint(tmp_path, STATED.replace("x = 0", "x = 1"))
    assert said == ':6: places."West End": stands on the square of East, and would hide it.'


def test_two_places_of_one_short_name_are_refused(tmp_path: Path) -> None:
    said = complaint(tmp_path, STATED.replace("Wst", "Est"))
    assert said == ":6: places.\"West End\".short: 'Est' also stands for East."


@pytest.mark.parametrize(
    ("stated", "wrong", "said"),
    [
        ('"Wst"', '"Ws"', "must have 3 characters or more"),
        ('"Wst"', '"West"', "must have 3 characters or fewer"),
        ("x = 0", "x = -1", "must be 0 or more"),
        ("x = 0, ", "", "x: is missing"),
        ("x = 0", "z = 0", "z: unknown"),
    ],
)
def test_a_place_that_cannot_be_drawn_is_refused_by_name(
    tmp_path: Path, stated: str, wrong: str, said: str
) -> None:
    full = complaint(tmp_path, STATED.replace(stated, wrong))
    assert '"West End"' in full
    assert said in full


def test_an_area_without_places_is_refused(tmp_path: Path) -> None:
    assert "places: is empty" in complaint(tmp_path, 'id = "town"\nname = "Town"\n[places]\n')


def test_london_has_the_boroughs_of_its_commands_by_the_same_names() -> None:
    (path,) = shared_files("bcu_boroughs.csv", "boroughs", SHARED.parent / "evidence")
    with path.open(encoding="utf-8", newline="") as file:
        boroughs = {row["borough"] for row in csv.DictReader(file)}
    assert set(areas()["london_boroughs"].places) == boroughs
    assert len(boroughs) == 32


def test_london_fits_the_grid_of_eight_by_six_and_lies_as_it_lies() -> None:
    places = areas()["london_boroughs"].places
    assert {place.x for place in places.values()} == set(range(8))
    assert {place.y for place in places.values()} == set(range(6))
    west, east = places["Hillingdon"], places["Havering"]
    north, south = places["Enfield"], places["Croydon"]
    assert west.x < north.x < east.x
    assert north.y < west.y < south.y
