"""What is proved of the README: its examples of mappings do what they say, and no part lacks."""

import re
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from dashboard.ingest.grid import FileForm
from dashboard.ingest.load import force_of, load
from dashboard.ingest.mapping import (
    Mapping,
    MonthFrom,
    Placement,
    Probation,
    Rows,
    Unpivot,
    load_mapping,
)
from dashboard.schema.force import Force, load_force
from dashboard.schema.stated import Stated
from dashboard.settings import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"<!-- example (\w+) -->\n(.*?)<!-- /example -->", re.DOTALL)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)

EXPECTED: dict[str, list[dict[str, object]]] = {
    "roster": [
        {
            "month": "2023-05",
            "person_id": "P1",
            "rank": "POLICE OFFICER",
            "command": "061 PRECINCT",
            "role": "officer",
            "fte": 1.0,
            "joined_on": "2020-01-15",
            "posted_on": "2021-12-28",
        },
        {
            "month": "2023-05",
            "person_id": "P2",
            "rank": "SERGEANT",
            "command": "MEDICAL DIVISION",
            "role": "officer",
            "fte": 1.0,
            "joined_on": "2010-03-01",
            "posted_on": "2023-05-20",
            "absence": "sickness",
            "absence_from": "2023-05-20",
        },
        {
            "month": "2023-05",
            "person_id": "P3",
            "rank": "POLICE OFFICER",
            "command": "NOT STATED",
            "role": "officer",
            "fte": 1.0,
            "joined_on": "2023-02-20",
            "posted_on": "2023-02-20",
        },
    ],
    "workbook": [
        {
            "month": "2023-01",
            "person_id": "000123",
            "rank": "PC",
            "command": "016400",
            "role": "officer",
            "fte": 1.0,
            "joined_on": "2015-02-13",
            "absence": "sickness",
            "absence_from": "2023-01-02",
            "probationer": False,
        },
        {
            "month": "2023-01",
            "person_id": "000124",
            "rank": "PS",
            "command": "016400",
            "role": "officer",
            "fte": 0.8,
            "joined_on": "2011-04-03",
        },
        {
            "month": "2023-01",
            "person_id": "000125",
            "rank": "PC",
            "command": "016500",
            "role": "officer",
            "fte": 1.0,
            "joined_on": "2022-12-01",
            "probationer": True,
        },
    ],
    "wide": [
        {"month": "2023-05", "area": "Camden", "kind": "Theft", "value": 42.0},
        {"month": "2023-05", "area": "Hackney", "kind": "Theft", "value": 9.0},
        {"month": "2023-06", "area": "Camden", "kind": "Theft", "value": 15.0},
        {"month": "2023-06", "area": "Hackney", "kind": "Theft", "value": 11.0},
    ],
}


def example(name: str) -> tuple[str, dict[str, list[str]]]:
    """The name of an example's file, and its blocks by their kind."""
    text = dict(EXAMPLE.findall(README))[name]
    blocks: dict[str, list[str]] = {}
    for kind, content in BLOCK.findall(text):
        blocks.setdefault(kind, []).append(content)
    named = re.search(r"^`([^`]+)`", text, re.MULTILINE)
    assert named is not None
    return named[1], blocks


def written(folder: Path, name: str, blocks: dict[str, list[str]]) -> Path:
    """The file that an example shows, as the program that made it would have saved it."""
    path = folder / name
    if path.suffix == ".csv":
        path.write_text(blocks["csv"][0], encoding="utf-8")
        return path
    book = Workbook()
    book.active.title = "Read me"
    book.active.append(["Ask HR."])
    sheet = book.create_sheet("Officers")
    for line in blocks["text"][0].splitlines():
        cells = [cell.strip() or None for cell in line.split("|")]
        sheet.append(
            [float(cell) if re.fullmatch(r"\d(\.\d)?", cell or "") else cell for cell in cells]
        )
    book.save(path)
    return path


def shire(folder: Path) -> Force:
    """The force of the second example, which the third has too."""
    path = folder / "shire.toml"
    path.write_text(example("workbook")[1]["toml"][0], encoding="utf-8")
    return load_force(path)


def rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    """The rows of a typed frame without what is missing, dates as YYYY-MM-DD."""
    return [
        {
            str(name): f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else value
            for name, value in row.items()
            if not pd.isna(value)
        }
        for row in frame.to_dict("records")
    ]


@pytest.mark.parametrize("name", EXPECTED)
def test_an_example_of_a_mapping_gives_the_rows_that_it_should(tmp_path: Path, name: str) -> None:
    file, blocks = example(name)
    path = tmp_path / "mapping.toml"
    path.write_text(blocks["toml"][-1], encoding="utf-8")
    mapping = load_mapping(path)
    force = shire(tmp_path) if mapping.force == "shire" else force_of(mapping)
    loaded = load([written(tmp_path, file, blocks)], mapping, force)[0]
    found = rows(loaded.frame.sort_values(list(mapping.contract.key[:2])))
    assert found == EXPECTED[name]


def test_every_example_of_the_readme_is_tried() -> None:
    assert {name for name, _ in EXAMPLE.findall(README)} == set(EXPECTED)


@pytest.mark.parametrize(
    ("part", "model"),
    [
        ("[file]", FileForm),
        ("[[keep]]", Rows),
        ("[unpivot]", Unpivot),
        ("[month]", MonthFrom),
        ("[[placements]]", Placement),
        ("[probation]", Probation),
    ],
)
def test_the_readme_names_all_that_a_part_of_a_mapping_may_say(
    part: str, model: type[Stated]
) -> None:
    said = parts()[part]
    for field in model.stated_fields():
        assert re.search(rf"`{field.name}[` ]", said), field.name


def test_the_readme_names_every_part_of_a_mapping_in_the_order_of_its_use() -> None:
    said = [
        name
        for part in parts()
        for name in re.findall(r"\w+", part)
        if name not in ("COLUMN", "add_up")
    ]
    fields = [field.name for field in Mapping.stated_fields() if field.name != "add_up"]
    assert said == fields
    assert "add_up" in parts()


def parts() -> dict[str, str]:
    """The README's table of the parts of a mapping: their names, and the rest of the row."""
    table = README[README.index("| part | what it says") : README.index("Formats are made of")]
    lines = [line.split("|", 2) for line in table.strip().splitlines()[2:]]
    return {name.strip().replace("`", ""): rest for _, name, rest in lines}
