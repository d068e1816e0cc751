"""What is proved of a force's file: those here load, and a mistake is named with its file."""

from pathlib import Path

import pytest

from dashboard.schema.duty import DEFAULT_ORDER
from dashboard.schema.force import Force, load_force
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
    path = written(tmp_path, f"duty_statuses = {list(order)}\n{SMALL}")
    with pytest.raises(ValueError, match=r"small\.toml: .*must order exactly suspended"):
        load_force(path)


@pytest.mark.parametrize(
    ("said", "instead", "complaint"),
    [
        ('grade = "constable"', 'grade = "boss"', "ranks.PC.grade"),
        ('id = "small"', 'id = "Small Force"', "id: "),
        ('id = "small"', "", "id: Field required"),
        ('name = "Small Force"', 'name = "Small"\nprobation_months = 0', "probation_months"),
        ('name = "Small Force"', 'name = "Small"\nprobation = 24', "probation: Extra"),
        ('commands = { AA = { name = "Alpha" } }', "", "list the force's commands"),
        ("ranks =", "ranks", "not TOML"),
    ],
)
def test_a_mistake_is_named_with_its_file(
    tmp_path: Path, said: str, instead: str, complaint: str
) -> None:
    path = written(tmp_path, SMALL.replace(said, instead))
    with pytest.raises(ValueError, match="small") as refused:
        load_force(path)
    assert str(path) in str(refused.value)
    assert complaint in str(refused.value)


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
