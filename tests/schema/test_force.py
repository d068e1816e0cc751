"""What is proved of a force's file: those here load, and a mistake is named with its line."""

import re
from pathlib import Path
from typing import Any

import pytest

from dashboard.schema.area import areas
from dashboard.schema.duty import DEFAULT_ORDER
from dashboard.schema.force import FUNCTIONS, Command, Force, Rank, Team, load_force
from dashboard.schema.stated import Stated
from dashboard.settings import ROOT
from tests.facts import small_force

FORCES = sorted((ROOT / "data" / "forces").glob("*.toml"))

SMALL = """
id = "small"
name = "Small Force"
commands = { AA = { name = "Alpha" } }
ranks = { PC = { grade = "constable" } }
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "small.toml"
    path.write_text(text, encoding="utf-8")
    return path


def complaints(folder: Path, text: str) -> list[str]:
    """What is said of a file, a line each, without its path."""
    path = written(folder, text)
    with pytest.raises(ValueError, match=r"small\.toml") as refused:
        load_force(path)
    lines = str(refused.value).splitlines()
    assert all(line.startswith(str(path)) for line in lines)
    return [line.removeprefix(str(path)) for line in lines]


@pytest.mark.parametrize("path", FORCES, ids=[path.stem for path in FORCES])
def test_every_force_here_loads_under_the_name_of_its_file(path: Path) -> None:
    force = load_force(path)
    assert force.id == path.stem
    assert {rank.grade for rank in force.ranks.values()} >= {"constable", "sergeant"}


def test_the_demonstration_alone_is_illustrative() -> None:
    assert [path.stem for path in FORCES if load_force(path).illustrative] == ["demonstration"]


def test_what_a_force_does_not_say_has_a_default(tmp_path: Path) -> None:
    force = load_force(written(tmp_path, SMALL))
    assert force.probation_months == 24
    assert force.duty_statuses == DEFAULT_ORDER
    assert not force.any_command
    assert not force.illustrative
    assert not force.ranks["PC"].detective


def test_a_force_may_reorder_its_duty_statuses(tmp_path: Path) -> None:
    order = tuple(reversed(DEFAULT_ORDER))
    force = load_force(written(tmp_path, f"duty_statuses = {list(order)}\n{SMALL}"))
    assert force.duty_statuses == order


@pytest.mark.parametrize(
    "order", [DEFAULT_ORDER[1:], (*DEFAULT_ORDER, "full"), (*DEFAULT_ORDER, DEFAULT_ORDER[0])]
)
def test_an_order_that_loses_doubles_or_adds_a_status_is_refused(
    tmp_path: Path, order: tuple[str, ...]
) -> None:
    (said,) = complaints(tmp_path, f"duty_statuses = {list(order)}\n{SMALL}")
    assert said == (
        ":1: duty_statuses: must order exactly suspended, long_term_absence, attached_out, "
        "recruit_training, management_restricted, adjusted, recuperative."
    )


@pytest.mark.parametrize(
    ("said", "instead", "complaint"),
    [
        (
            'grade = "constable"',
            'grade = "boss"',
            ":5: ranks.PC.grade: 'boss' is none of constable, sergeant, inspector, chief "
            "inspector, superintendent, chief officer, none.",
        ),
        ("ranks = { PC = { grade", "ranks = { PC = { gr", ":5: ranks.PC.grade: is missing."),
        ("ranks = { PC = {", "#", ": ranks: is missing."),
        ('{ PC = { grade = "constable" } }', "{}", ":5: ranks: is empty."),
        (
            'id = "small"',
            'id = "Small Force"',
            ":2: id: 'Small Force' is not of small letters, digits and _, a letter first.",
        ),
        ('id = "small"', "", ": id: is missing."),
        ('"Small Force"', '""', ":3: name: is empty."),
        (
            'name = "Small Force"',
            'name = "Small"\nprobation_months = 0',
            ":4: probation_months: must be 1 or more, not 0.",
        ),
        (
            'name = "Small Force"',
            'name = "Small"\nprobation_months = 240',
            ":4: probation_months: must be 120 or less, not 240.",
        ),
        (
            'name = "Small Force"',
            'name = "Small"\nprobation_months = true',
            ":4: probation_months: must be a whole number without quotation marks, not true.",
        ),
        (
            'name = "Small Force"',
            'name = "Small"\nprobation_month = 24',
            ":4: probation_month: unknown; did you mean probation_months?",
        ),
        (
            'commands = { AA = { name = "Alpha" } }',
            "",
            ": list its commands under [commands], or set any_command = true.",
        ),
        (
            'ranks = { PC = { grade = "constable" } }',
            '[ranks]\nPC = { grade = "constable" }\n[teams]\nname = "Small"',
            ":8: teams.name: must be a { table } or a [heading] with lines under it, not 'Small'; "
            "name of the whole file stands above the first [heading].",
        ),
        (
            "ranks =",
            "ranks",
            ":5: not TOML: a name and its value have = between them; a name with a space or an "
            "accent stands in quotation marks.",
        ),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(
    tmp_path: Path, said: str, instead: str, complaint: str
) -> None:
    assert said in SMALL
    assert complaint in complaints(tmp_path, SMALL.replace(said, instead))


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        (
            '[commands]\nEXTERNAL = { name = "Elsewhere" }',
            ":7: commands.EXTERNAL: is kept for where people go who leave the force.",
        ),
        (
            '[commands]\nBB = { name = "Bravo" }\nCC = { name = " bravo" }',
            ":8: commands.CC.name: is also the name of BB; a page could not tell them apart.",
        ),
        (
            '[commands]\nBB = { name = "B" }\n" CC" = { name = "C" }',
            ':8: commands." CC": a code is neither empty nor has spaces around it.',
        ),
        (
            '[teams]\n"" = { name = "T", function = "response" }',
            ':7: teams."": a code is neither empty nor has spaces around it.',
        ),
        (
            '[ranks]\nPC = { grade = "constable" }\nSTAFF = { grade = "none", detective = true }',
            ":8: ranks.STAFF.detective: detectives are officers, and the grade none is for staff, "
            "PCSOs and Specials.",
        ),
    ],
)
def test_what_only_the_whole_shows_to_be_wrong_has_its_line_too(
    tmp_path: Path, more: str, complaint: str
) -> None:
    """The small force, its commands and ranks moved behind where the case states them."""
    text = '\nid = "small"\nname = "Small Force"\nany_command = true\n'
    text += "" if "[ranks]" in more else 'ranks = { PC = { grade = "constable" } }'
    assert complaints(tmp_path, f"{text}\n{more}\n") == [complaint]


def test_a_file_that_is_not_called_by_the_id_is_refused(tmp_path: Path) -> None:
    said = complaints(tmp_path, SMALL.replace('"small"', '"tiny"'))
    assert said == [
        ":2: id: 'tiny' is not the file's name, by which mappings find it; "
        "call the file tiny.toml or change the id."
    ]


def test_all_mistakes_are_said_at_once(tmp_path: Path) -> None:
    text = SMALL.replace('"small"', '"tiny"').replace("AA", "EXTERNAL")
    assert [line.split(": ")[:2] for line in complaints(tmp_path, text)] == [
        [":2", "id"],
        [":4", "commands.EXTERNAL"],
    ]


def test_a_stored_force_stays_readable_where_a_file_would_now_be_refused() -> None:
    stated = small_force().model_dump() | {"commands": {"EXTERNAL": {"name": "Elsewhere"}}}
    assert Force.model_validate(stated).command_name("EXTERNAL") == "Elsewhere"


def test_a_force_that_leaves_nothing_empty_has_no_warnings() -> None:
    assert list(small_force().warnings()) == []


@pytest.mark.parametrize(
    ("said", "warning"),
    [
        (
            {"ranks": {"PS": Rank(grade="sergeant")}},
            "No rank has the grade constable: probationer share and span will be empty.",
        ),
        (
            {"ranks": {"PC": Rank(grade="constable")}},
            "No rank has the grade sergeant: the supervision span will be empty.",
        ),
        ({"illustrative": True}, "It is illustrative: nothing can be imported for it."),
        (
            {"commands": {"AA": Command(name="A", group="G"), "BB": Command(name="B")}},
            "Other commands have a group, and these have none: BB.",
        ),
        (
            {
                "teams": {
                    "R1": Team(name="Response", function="response"),
                    "R2": Team(name="response ", function="response"),
                    "N": Team(name="Neighbourhood", function="neighbourhood"),
                }
            },
            "The teams R1, R2 have one name: pages cannot tell them apart.",
        ),
    ],
)
def test_what_will_be_empty_or_unclear_is_warned_of(said: dict[str, Any], warning: str) -> None:
    assert list(small_force(**said).warnings()) == [warning]


@pytest.mark.parametrize("model", [Force, Command, Rank, Team])
def test_every_field_has_a_description(model: type[Stated]) -> None:
    fields = list(model.stated_fields())
    assert [field.name for field in fields] == list(model.model_fields)
    assert [field.name for field in fields if not field.meaning.endswith(".")] == []


def test_the_small_force_of_the_contribution_guide_will_do(tmp_path: Path) -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (stated,) = re.findall(r"```toml\n(id = .*?)```", guide, re.DOTALL)
    path = tmp_path / "met.toml"
    path.write_text(stated, encoding="utf-8")
    assert load_force(path).name == "Metropolitan Police"
    assert list(load_force(path).warnings()) == []


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"absent\.toml: there is no such file"):
        load_force(tmp_path / "absent.toml")


def test_a_command_that_is_not_listed_goes_by_its_code() -> None:
    force = small_force(any_command=True)
    assert force.command_name("NA") == "North Area"
    assert force.command_name("061 DET SQUAD") == "061 DET SQUAD"


def test_a_force_has_a_name_for_a_sentence() -> None:
    assert small_force().in_a_sentence() == "Small Force"
    assert small_force(short_name="the Small").in_a_sentence() == "the Small"


def test_a_force_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        small_force().name = "Other"


def test_a_force_survives_being_written_down() -> None:
    force = small_force()
    assert Force.model_validate_json(force.model_dump_json()) == force


# --- groups, areas and functions ------------------------------------------------------------------


def test_groups_have_their_commands_in_the_order_of_the_file() -> None:
    listed = {"CC": "", "BB": "Boroughs", "HQ": "Other", "AA": "Boroughs"}
    commands = {code: Command(name=code, group=group) for code, group in listed.items()}
    force = small_force(commands=commands)
    assert force.groups() == {"": ["CC"], "Boroughs": ["BB", "AA"], "Other": ["HQ"]}
    assert [*force.groups()] == ["", "Boroughs", "Other"]


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ([], []),
        (["AA", "BB"], ["the 2 BCU"]),
        (["BB", "AA"], ["the 2 BCU"]),
        (["AA"], ["Alpha"]),
        # A group of one goes by the name of its command.
        (["NA"], ["North Area"]),
        (["AA", "BB", "NA"], ["Alpha", "Bravo", "North Area"]),
        (["AA", "061 PRECINCT"], ["Alpha", "061 PRECINCT"]),
    ],
)
def test_a_whole_group_goes_by_its_own_name(codes: list[str], words: list[str]) -> None:
    assert small_force().in_words(codes) == words


def test_commands_in_no_group_have_no_name_together() -> None:
    commands = {code: Command(name=f"Command {code}") for code in ("AA", "BB")}
    assert small_force(commands=commands).in_words(["AA", "BB"]) == ["Command AA", "Command BB"]


def test_a_force_says_which_places_of_which_map_a_command_polices(tmp_path: Path) -> None:
    text = SMALL.replace('name = "Alpha"', 'name = "Alpha", areas = ["Camden", "Islington"]')
    force = load_force(written(tmp_path, f'area_map = "london_boroughs"\n{text}'))
    assert force.area_map == "london_boroughs"
    assert force.commands["AA"].areas == ("Camden", "Islington")
    bare = load_force(written(tmp_path, SMALL))
    assert (bare.area_map, bare.commands["AA"].areas) == ("", ())


@pytest.mark.parametrize("path", FORCES, ids=[path.stem for path in FORCES])
def test_a_force_here_polices_places_of_its_map_each_by_one_command(path: Path) -> None:
    force = load_force(path)
    policed = [place for command in force.commands.values() for place in command.areas]
    assert len(policed) == len({*policed})
    known = areas()[force.area_map].places if force.area_map else {}
    assert {*policed} <= known.keys()


def test_a_team_may_be_of_specialist_operations_and_of_no_function_unheard_of(
    tmp_path: Path,
) -> None:
    team = '[teams]\nTSG = { name = "Support group", function = "specialist operations" }\n'
    assert load_force(written(tmp_path, SMALL + team)).teams["TSG"].function in FUNCTIONS
    (said,) = complaints(tmp_path, SMALL + team.replace("operations", "ops"))
    assert said == (
        ":7: teams.TSG.function: 'specialist ops' is none of response, neighbourhood, "
        "investigation, public protection, specialist operations, headquarters; "
        "did you mean specialist operations?"
    )
