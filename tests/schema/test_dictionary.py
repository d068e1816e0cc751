"""What is proved of the data dictionary: the README holds it, whole, and it says what holds."""

import re

import pytest

from dashboard.schema import dictionary
from dashboard.schema.force import Command, Force, Rank, Team
from dashboard.schema.tables import TABLES
from dashboard.settings import ROOT

START, END = "<!-- dictionary -->\n\n", "\n<!-- /dictionary -->\n"

FORCE = "A force's file"


def in_the_readme() -> str:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert (readme.count(START), readme.count(END)) == (1, 1)
    return readme.partition(START)[2].partition(END)[0]


def sections() -> dict[str, str]:
    """The README's dictionary by heading."""
    _, *parts = in_the_readme().split("### ")
    return {part.partition("\n")[0].strip("`"): part for part in parts}


def rows(section: str) -> dict[str, list[str]]:
    """First cell -> the other cells of the one table of a section."""
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    cells = [re.split(r" *\| *", line.strip("| ")) for line in lines]
    return {name.strip("`"): rest for name, *rest in cells}


def test_the_readme_holds_the_dictionary_as_it_is_made() -> None:
    # Compared as a whole, so that a failure prints what to do and no long difference.
    same = in_the_readme() == dictionary.markdown()
    assert same, (
        "README.md has another data dictionary than the contract makes. Put what "
        "'python -m dashboard.schema.dictionary' prints between its two markers, a blank line "
        "after the first and before the second."
    )


def test_the_top_of_the_readme_links_to_it() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "](#data-dictionary)" in readme.partition("## Start")[0]
    assert "\n## Data dictionary\n" in readme.partition(START)[0]


def test_every_table_has_a_section_and_there_is_no_other() -> None:
    assert list(sections()) == [
        *("strength", "shifts", "caseloads", "establishment", "demand", "overtime"),
        *("published_series", FORCE),
    ]


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_in_it_with_its_meaning(name: str) -> None:
    found = rows(sections()[name])
    assert list(found) == [column.name for column in TABLES[name].columns]
    for column in TABLES[name].columns:
        required, holds, meaning = found[column.name]
        assert meaning == column.meaning
        assert (required == "yes") == column.required
        assert re.findall(r"`([^`]+)`", holds.partition(";")[0]) == list(column.choices)


def test_every_field_of_a_force_is_in_it_with_its_meaning() -> None:
    found = rows(sections()[FORCE])
    wanted = {
        f"{above}{name}": field.description
        for above, model in (
            ("", Force),
            ("commands.CODE.", Command),
            ("ranks.CODE.", Rank),
            ("teams.CODE.", Team),
        )
        for name, field in model.model_fields.items()
    }
    assert {name: cells[-1] for name, cells in found.items()} == wanted


@pytest.mark.parametrize(
    ("table", "column", "cells"),
    [
        ("strength", "month", ["yes", "month, YYYY-MM"]),
        ("strength", "command", ["yes", "a command of the force"]),
        ("strength", "rank", ["yes", "a rank of the force"]),
        (
            "strength",
            "role",
            ["", "one of `officer`, `staff`, `pcso`, `special`; `officer` if blank"],
        ),
        ("strength", "fte", ["", "number from 0 to 1; `1` if blank"]),
        ("strength", "joined_on", ["", "date, YYYY-MM-DD"]),
        ("strength", "suspended", ["", "yes or no"]),
        ("strength", "attached_to", ["", "a command of the force or EXTERNAL"]),
        ("shifts", "hours", ["", "number, 0 or more"]),
        ("published_series", "value", ["yes", "number"]),
        (FORCE, "probation_months", ["", "`24`"]),
        (FORCE, "any_command", ["", "`false`"]),
        (FORCE, "short_name", ["", ""]),
        (FORCE, "ranks.CODE.grade", ["yes", ""]),
    ],
)
def test_what_a_column_holds_is_said_in_words(table: str, column: str, cells: list[str]) -> None:
    assert rows(sections()[table])[column][:-1] == cells


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            "strength",
            "One row is a person in a role at a month's end. "
            "Unique on `month`, `person_id` and `role`. "
            "An import replaces the rows of the same month. "
            "`left_on` is not before `joined_on`. "
            "`attached_until` is not before `attached_from`. "
            "`absence` needs `absence_from`.",
        ),
        ("shifts", "An import replaces the rows of the same `date`."),
        ("caseloads", "An import replaces the rows of the same month and `source`."),
        ("establishment", "An import replaces the rows of the same month of `effective_from`."),
        ("demand", "Unique on `month`, `area` and `kind`."),
        ("overtime", "An import replaces the rows of the same month."),
    ],
)
def test_what_a_row_is_and_an_import_replaces_is_said(table: str, said: str) -> None:
    assert said in sections()[table].splitlines()[2]
