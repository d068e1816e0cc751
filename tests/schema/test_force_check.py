"""What is proved of ``frontline force check``: it says what it understood, or each mistake."""

from pathlib import Path

import pytest

from dashboard import cli
from dashboard.settings import ROOT

MET = """\
id = "met"
name = "Metropolitan Police"
probation_months = 36

[commands]
NA = { name = "North Area", group = "Boroughs" }
HQ = { name = "Headquarters", group = "Other" }
SW = { name = "South West", group = "Boroughs" }

[ranks]
PC = { grade = "constable" }
PS = { grade = "sergeant" }
DC = { grade = "constable", detective = true }
PCSO = { grade = "none" }

[teams]
S = { name = "Safer streets", function = "neighbourhood", uniformed = true, ring_fenced = true }
R = { name = "Response", function = "response", uniformed = true }
C = { name = "CID", function = "investigation" }
"""


def checked(
    folder: Path, text: str, capsys: pytest.CaptureFixture[str], name: str = "met.toml"
) -> tuple[int, str, str]:
    """The exit code, and what was said where; the file's folder is left out of it."""
    (folder / name).write_text(text, encoding="utf-8")
    code = cli.main(["force", "check", str(folder / name)])
    said = capsys.readouterr()
    return code, said.out.replace(f"{folder}/", ""), said.err.replace(f"{folder}/", "")


def test_a_force_that_will_do_is_summed_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.cli.commands.force_check._FORCES", tmp_path)
    assert checked(tmp_path, MET, capsys) == (
        0,
        """\
met.toml: Metropolitan Police

Commands: 3
  Boroughs: NA North Area, SW South West
  Other: HQ Headquarters

Ranks: 4
  constable: PC, DC (detective)
  sergeant: PS
  none: PCSO

Teams: 3
  response: R Response (uniformed)
  neighbourhood: S Safer streets (uniformed, ring-fenced)
  investigation: C CID

Left to its default:
  short_name = nothing (As it stands in a sentence, such as "the Met"; name if absent)
  illustrative = false (Made up: all pages say so, and nothing can be imported for it)
  published_as = nothing (The scope under which its totals stand in published_series; none if
      absent)
  area_map = nothing (The map in data/areas on which its commands are shown; none if absent)
  any_command = false (Accept commands that are not listed. Such a force sends one extract for all
      of them: a command that a month lacks has nobody; a listed one that it lacks is a hole)
  duty_statuses = suspended, long_term_absence, attached_out, recruit_training,
      management_restricted, adjusted, recuperative (The order in which a person takes the first
      that applies; all of them)

It will do. A mapping names it: force = "met"
""",
        "",
    )


def test_where_a_file_is_does_not_depend_on_how_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "met.toml").write_text(MET, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert cli.main(["force", "check", "met.toml"]) == 0
    assert "Mappings find it in" in capsys.readouterr().out
    monkeypatch.setattr("dashboard.cli.commands.force_check._FORCES", tmp_path)
    assert cli.main(["force", "check", "met.toml"]) == 0
    assert "Warnings" not in capsys.readouterr().out


def test_what_will_stay_empty_is_a_warning_and_no_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = 'id = "met"\nname = "Met"\nany_command = true\nranks.DI = { grade = "inspector" }'
    code, said, wrong = checked(tmp_path, text, capsys)
    assert (code, wrong) == (0, "")
    assert "Commands: none listed, any is accepted\n" in said
    assert "Teams: none listed\n" in said
    warnings = said.partition("Warnings:\n")[2].splitlines()
    assert warnings[:2] == [
        "  No rank has the grade constable: probationer share and span will be empty.",
        "  No rank has the grade sergeant: the supervision span will be empty.",
    ]
    assert "Mappings find it in" in warnings[2]
    assert "data/forces" in " ".join(warnings[2:4])


def test_commands_may_be_listed_and_others_accepted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said, _ = checked(tmp_path, f"any_command = true\n{MET}", capsys)
    assert (code, "Commands: 3, and any other is accepted\n" in said) == (0, True)


def test_every_mistake_has_its_line_and_nothing_is_summed_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = MET.replace("probation_months", "probation").replace('"none" }', '"staff" }')
    assert checked(tmp_path, text.replace("ring_fenced", "ring_fence"), capsys) == (
        1,
        "",
        "met.toml:3: probation: unknown; did you mean probation_months?\n"
        "met.toml:14: ranks.PCSO.grade: 'staff' is none of constable, sergeant, inspector, "
        "chief inspector, superintendent, chief officer, none.\n"
        "met.toml:17: teams.S.ring_fence: unknown; did you mean ring_fenced?\n",
    )


def test_a_file_under_another_name_than_its_id_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said, wrong = checked(tmp_path, MET, capsys, "draft.toml")
    assert (code, said) == (1, "")
    assert wrong.startswith("draft.toml:1: id: 'met' is not the file's name")


@pytest.mark.parametrize("path", sorted((ROOT / "data" / "forces").glob("*.toml")), ids=str)
def test_the_forces_here_will_do_where_they_are(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["force", "check", str(path)]) == 0
    said = capsys.readouterr().out
    warnings = said.partition("Warnings:\n")[2].partition("\n\n")[0].splitlines()
    made_up = path.stem == "demonstration"
    assert warnings == ["  It is illustrative: nothing can be imported for it."] * made_up


@pytest.mark.parametrize("name", ["absent.toml", ""])
def test_what_is_no_file_is_said_without_a_traceback(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["force", "check", str(tmp_path / name)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
