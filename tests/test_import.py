"""What is proved of an import: what it says it changes is what it changes, and what it refuses."""

import csv
import datetime
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.cli import main
from dashboard.ingest import load
from dashboard.schema.tables import TABLES
from dashboard.settings import settings
from dashboard.store.merging import merged
from dashboard.store.releases import Release, Store
from tests.facts import FORCE_FILE, frame, person, small_force


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty store, and a force of our own among those that are known."""
    forces = tmp_path / "forces"
    forces.mkdir()
    (forces / "small.toml").write_text(FORCE_FILE)
    (forces / "other.toml").write_text(
        FORCE_FILE.replace("small", "other").replace("Small", "Other")
    )
    monkeypatch.setattr(load, "FORCES", forces)
    monkeypatch.setenv("FRONTLINE_DATA", str(tmp_path / "store"))
    settings.cache_clear()
    yield tmp_path / "store"
    settings.cache_clear()


def table(folder: Path, name: str, header: str, *rows: str) -> Path:
    path = folder / name
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return path


def people(folder: Path, month: str, alpha: int, bravo: int = 2, more: str = "") -> Path:
    """A month of constables, 1 to *alpha* of AA and b1 to b*bravo* of BB, and a sergeant each."""
    rows = [f"{month},{n},AA,PC{more}" for n in range(1, alpha + 1)]
    rows += [f"{month},b{n},BB,PC{more}" for n in range(1, bravo + 1)]
    rows += [f"{month},s{code},{code},PS{more}" for code in ("AA", "BB")]
    header = "month,person_id,command,rank" + (",unit" if more else "")
    return table(folder, f"people_{month}.csv", header, *rows)


def taken(*arguments: str | Path, code: int = 0) -> None:
    assert main(["import", *map(str, arguments)]) == code


def strength(*files: Path, code: int = 0) -> None:
    taken(*files, "--table", "strength", "--force", "small", code=code)


def current(data: Path) -> Release:
    release = Store(data).current()
    assert release is not None
    return release


def content(data: Path) -> dict[str, str]:
    """Every stored file but the locks, by name, hashed."""
    return {
        str(path.relative_to(data)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(data.rglob("*"))
        if path.is_file() and not path.name.endswith("lock")
    }


def out(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def err(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


# What it changes.


def test_months_people_and_measures_are_said_as_they_change(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strength(people(tmp_path, "2023-01", 20), people(tmp_path, "2023-02", 22))
    out(capsys)
    # February again, with 3 of its 26 gone and none new; March is new, with one more than that.
    strength(people(tmp_path, "2023-02", 19), people(tmp_path, "2023-03", 20))
    said = out(capsys)
    assert said[:2] == [
        "people_2023-02.csv: 2023-02, 23 rows",
        "people_2023-03.csv: 2023-03, 24 rows",
    ]
    assert said[2:6] == [
        "strength: added 2023-03",
        "strength: replaced 2023-02",
        "  2023-02: 23 people, 0 in and 3 out against what was stored",
        "  2023-03: 24 people, 1 in and 0 out since 2023-02",
    ]
    numbers = {" ".join(line.split()[:-2]): line.split()[-2:] for line in said[7:-1]}
    expected = {
        "Nominal strength, FTE": ["26.0", "24.0"],
        "Deployable strength, FTE": ["26.0", "24.0"],
        "Gap to nominal, %": ["0.0", "0.0"],
        "On limited duties, %": ["0.0", "0.0"],
        "Probationer share, PCs and DCs together, %": ["0.0", "0.0"],
        "Probationer share, PCs, %": ["0.0", "0.0"],
        "Supervision span, constables per sergeant": ["12.0", "11.0"],
    }
    assert expected.items() <= numbers.items()
    # Of what the extract says nothing about nothing is said: it has no detectives.
    assert "Probationer share, DCs, %" not in numbers
    assert (
        said[-1]
        == f"Release {current(data).id}: Small Force, strength, 3 months, 2023-01 to 2023-03."
    )


def test_a_long_import_sets_out_the_people_of_its_last_months(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strength(*(people(tmp_path, f"2023-{n:02}", 20 + n) for n in range(1, 10)))
    said = [line for line in out(capsys) if " people, " in line]
    assert said == [
        f"  2023-{n:02}: {24 + n} people, 1 in and 0 out since 2023-{n - 1:02}"
        for n in range(4, 10)
    ]


def test_a_dry_run_says_the_same_and_stores_nothing(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strength(people(tmp_path, "2023-01", 20))
    before = content(data)
    out(capsys)
    again = [people(tmp_path, "2023-01", 21), people(tmp_path, "2023-02", 22)]
    taken(*again, "--table", "strength", "--dry-run")
    dry = out(capsys)
    assert content(data) == before
    strength(*again)
    wet = out(capsys)
    assert dry[:-1] == wet[:-1]
    assert dry[-1] == "A dry run: nothing was stored."


def test_an_import_that_changes_nothing_makes_no_release(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strength(people(tmp_path, "2023-01", 20))
    before = content(data)
    out(capsys)
    renamed = people(tmp_path, "2023-01", 20).rename(tmp_path / "the same.csv")
    strength(renamed)
    assert (
        out(capsys)[-1] == f"Nothing changed: release {current(data).id} holds all of it already."
    )
    assert content(data) == before


# What warns.


def warned(said: list[str]) -> list[str]:
    start = next((n for n, line in enumerate(said) if line.endswith("to look at:")), None)
    if start is None:
        start = next((n for n, line in enumerate(said) if line == "To look at:"), len(said))
    return [line.strip() for line in said[start + 1 : -1]]


def test_a_skipped_month_a_fall_by_a_third_and_an_emptied_column_warn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strength(people(tmp_path, "2023-01", 29, 29, ",A"), people(tmp_path, "2023-02", 29, 29, ",A"))
    assert warned(out(capsys)) == []
    # Alpha falls from 30 to exactly two thirds, Bravo to one more than that.
    strength(people(tmp_path, "2023-03", 19, 20), people(tmp_path, "2023-06", 19, 20))
    assert warned(out(capsys)) == [
        "2 months, 2023-04 to 2023-05: skipped, between 2023-03 and 2023-06.",
        "2023-03: unit came empty this time, and did not before.",
        "2023-03: Alpha has 20 FTE officers, and had 30 in 2023-02.",
    ]


def test_a_replaced_month_warns_against_itself_as_it_was_stored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strength(people(tmp_path, "2023-01", 9, 29), people(tmp_path, "2023-02", 39, 29))
    out(capsys)
    strength(people(tmp_path, "2023-02", 15, 29))
    assert warned(out(capsys)) == [
        "2023-02: Alpha has 16 FTE officers, and had 40 as it was stored."
    ]


def test_a_command_that_sends_nothing_has_fallen_and_a_small_one_has_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strength(people(tmp_path, "2023-01", 24, 17))
    gone = table(tmp_path, "x.csv", "month,person_id,command,rank", "2023-02,b1,BB,PC")
    strength(gone)
    # Bravo falls from 18 to 1, of whom a share says nothing.
    assert warned(out(capsys)) == ["2023-02: Alpha is not in it, and had 25 in 2023-01."]


def test_a_command_is_held_against_the_last_month_that_it_had(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strength(people(tmp_path, "2023-01", 29, 29))
    header = "month,person_id,command,rank"
    strength(table(tmp_path, "x.csv", header, *(f"2023-02,b{n},BB,PC" for n in range(30))))
    out(capsys)
    # Alpha sent nothing in February, and March is skipped.
    strength(people(tmp_path, "2023-04", 9, 29))
    assert warned(out(capsys)) == [
        "2023-03: skipped, between 2023-02 and 2023-04.",
        "2023-04: Alpha has 10 FTE officers, and had 30 in 2023-01.",
    ]


def test_the_report_of_an_earlier_try_goes_when_the_file_is_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = people(tmp_path, "2023-01", 20)
    good = path.read_text()
    path.write_text(good.replace("PC", "PX", 1))
    strength(path, code=1)
    report = Path(f"{path}.bad-cells.csv")
    assert report.exists()
    path.write_text(good)
    taken(path, "--table", "strength", "--force", "small", "--dry-run")
    assert report.exists()
    out(capsys)
    strength(path)
    assert not report.exists()
    assert f"Removed {report.name}, of an earlier try." in out(capsys)


def test_doubts_of_a_file_are_among_what_is_to_be_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = "month,person_id,command,rank,joined_on"
    strength(table(tmp_path, "p.csv", header, "2023-01,1,AA,PC,2023-02-01"))
    assert warned(out(capsys)) == ["p.csv: joined_on is after the end of the row's month in 1 row."]


# What it refuses.


def test_bad_cells_are_counted_shown_and_all_in_a_file_beside_the_input(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strength(people(tmp_path, "2023-01", 20))
    before = content(data)
    rows = [f"2023-02,{n},AA,PC,1.4," for n in range(30)]
    rows += ["2023-02,x,CC,=1+1,-1,", ",y,AA,PC,1,", "2023-02,z,AA,PC,1,2019-05-01,2019-04-30"]
    header = "month,person_id,command,rank,fte,joined_on,left_on"
    bad = table(
        tmp_path, "bad.csv", header, *(row if row.count(",") == 6 else f"{row}," for row in rows)
    )
    out(capsys)
    strength(bad, code=1)
    said = err(capsys).splitlines()
    assert said[0] == f"{bad}: 35 bad cells; nothing was imported."
    assert said[1:7] == [
        "       31  fte is not a number from 0 to 1",
        "        1  command is no command of Small Force",
        "        1  left_on is before joined_on",
        "        1  month is blank, and is required",
        "        1  rank is no rank of Small Force",
        "  row 2, fte: '1.4' is not a number from 0 to 1",
    ]
    assert said[26] == "  and 15 more"
    assert said[27] == f"All 35 are in {bad}.bad-cells.csv."
    assert len(said) == 28
    with Path(f"{bad}.bad-cells.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = list(csv.DictReader(file))
    found = {(int(cell["row"]), cell["column"]): cell["value"] for cell in cells}
    raw = list(csv.DictReader(bad.open(encoding="utf-8", newline="")))
    for (row, column), value in found.items():
        assert value.removeprefix("'" if value.startswith("'=") else "") == raw[row - 2][
            column
        ] or (value == "'-1" and raw[row - 2][column] == "-1")
    assert set(found) == {(n, "fte") for n in range(2, 33)} | {
        (32, "command"),
        (32, "rank"),
        (33, "month"),
        (34, "left_on"),
    }
    assert Path(f"{bad}.bad-cells.csv").stat().st_mode & 0o777 == 0o600
    assert content(data) == before


def test_without_a_mapping_the_table_and_the_force_must_be_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = people(tmp_path, "2023-01", 20)
    taken(path, code=1)
    assert "Say which table the files hold (--table NAME)" in err(capsys)
    taken(path, "--table", "strength", code=1)
    assert "Say whose data it is: --force ID" in err(capsys)
    taken(path, "--table", "strength", "--force", "smell", code=1)
    assert "There is no force 'smell'; known: other, small." in err(capsys)
    strength(path)
    # From now on the store knows.
    taken(people(tmp_path, "2023-02", 20), "--table", "strength")
    taken(people(tmp_path, "2023-03", 20), "--table", "strength", "--force", "other", code=1)
    assert "The store holds Small Force, and a release belongs to one force" in err(capsys)


def test_a_file_without_the_tables_columns_is_told_of_mappings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strength(table(tmp_path, "x.csv", "id,bcu,rank", "1,AA,PC"), code=1)
    said = err(capsys)
    assert "has no column month, person_id, command, which strength requires" in said
    assert "frontline mapping new x.csv" in said


def test_a_mapping_of_another_table_or_force_than_was_said_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping = tmp_path / "small.toml"
    mapping.write_text('force = "small"\ntable = "strength"\n')
    path = people(tmp_path, "2023-01", 20)
    taken(path, "--mapping", mapping, "--table", "shifts", code=1)
    assert "fills strength, not shifts" in err(capsys)
    taken(path, "--mapping", mapping, "--force", "other", code=1)
    assert "is of the force 'small', not 'other'" in err(capsys)
    taken(path, "--mapping", mapping, "--table", "strength", "--force", "small")


# Every table.

ROWS = {
    "strength": "2023-01,1,AA,PC",
    "shifts": "2023-01-31,AA,RESPONSE,core,14.5",
    "caseloads": "2023-01,AA,CRIS,120",
    "establishment": "2022-04-01,BB,250",
    "demand": "2023-01,Barnet,Burglary,311",
    "overtime": "2023-01,AA",
    "published_series": "2023-01,officer,34372",
}


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_imported_under_its_own_names(tmp_path: Path, data: Path, name: str) -> None:
    strength(people(tmp_path, "2022-12", 20))
    contract = TABLES[name]
    path = table(tmp_path, f"{name}.csv", ",".join(contract.required), ROWS[name])
    taken(path, "--table", name)
    store = Store(data)
    month = "2022-04" if name == "establishment" else "2023-01"
    stored = store.frame(current(data).tables[name][month])
    assert list(stored) == list(contract.names)
    kept = dict(zip(contract.required, ROWS[name].split(","), strict=True))
    for column, text in kept.items():
        value = stored[column][0]
        kind = contract.column(column).kind
        if kind == "number":
            assert value == float(text)
        elif kind == "date":
            assert value.date() == datetime.date.fromisoformat(text)
        else:
            assert value == text
    for column in contract.columns:
        if column.name not in kept and column.default is None:
            assert stored[column.name].isna().all(), column.name


def test_a_second_source_stands_beside_the_first_and_the_same_one_replaces_itself(
    tmp_path: Path, data: Path
) -> None:
    strength(people(tmp_path, "2023-01", 20))
    header = "month,command,source,open_cases"

    def caseloads(*rows: str) -> list[tuple[str, str, float]]:
        taken(table(tmp_path, "cases.csv", header, *rows), "--table", "caseloads")
        held = Store(data).frame(current(data).tables["caseloads"]["2023-01"])
        return sorted(held[["source", "command", "open_cases"]].itertuples(index=False, name=None))

    first = caseloads("2023-01,AA,CRIS,10", "2023-01,BB,CRIS,20")
    assert first == [("CRIS", "AA", 10), ("CRIS", "BB", 20)]
    both = caseloads("2023-01,AA,Connect,13")
    assert both == [("CRIS", "AA", 10), ("CRIS", "BB", 20), ("Connect", "AA", 13)]
    again = caseloads("2023-01,BB,CRIS,21")
    assert again == [("CRIS", "BB", 21), ("Connect", "AA", 13)]
    assert caseloads("2023-01,BB,CRIS,21") == again


def test_published_series_join_whatever_force_is_there_and_need_one(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    series = table(tmp_path, "p.csv", "month,series,value", "2013-05,officer,30636")
    taken(series, "--table", "published_series", code=1)
    assert "Nothing is stored yet beside which they could stand" in err(capsys)
    strength(people(tmp_path, "2023-01", 20))
    taken(series, "--table", "published_series")
    assert set(current(data).tables) == {"strength", "published_series"}
    assert current(data).force.id == "small"


def test_the_days_of_shifts_that_a_file_does_not_have_stay(tmp_path: Path, data: Path) -> None:
    strength(people(tmp_path, "2023-01", 20))
    header = "date,command,team,activity,shifts"
    taken(
        table(tmp_path, "a.csv", header, "2023-01-30,AA,R,core,1", "2023-01-31,AA,R,core,2"),
        "--table",
        "shifts",
    )
    taken(table(tmp_path, "b.csv", header, "2023-01-31,AA,R,court,3"), "--table", "shifts")
    held = Store(data).frame(current(data).tables["shifts"]["2023-01"])
    days = [
        (f"{date:%d}", shifts) for date, shifts in zip(held["date"], held["shifts"], strict=True)
    ]
    assert days == [("30", 1.0), ("31", 3.0)]


def test_published_series_stay_when_the_first_real_force_comes(tmp_path: Path, data: Path) -> None:
    made_up = small_force(id="demonstration", name="Invented", illustrative=True)
    store = Store(data)
    people_made_up = {"2022-01": store.add("strength", frame([person(month="2022-01")]))}
    store.publish(merged(None, made_up, {"strength": people_made_up}, ()))
    series = table(tmp_path, "p.csv", "month,series,value", "2013-05,officer,30636")
    taken(series, "--table", "published_series")
    assert current(data).force == made_up
    published = current(data).tables["published_series"]
    strength(people(tmp_path, "2023-01", 20))
    assert current(data).force.id == "small"
    assert list(current(data).tables["strength"]) == ["2023-01"]
    assert current(data).tables["published_series"] == published


def test_a_damaged_month_is_mended_by_a_corrected_file(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strength(people(tmp_path, "2023-01", 20), people(tmp_path, "2023-02", 20))
    store = Store(data)
    damaged = store.file(current(data).tables["strength"]["2023-02"])
    damaged.write_bytes(b"not this")
    for cells in (data / "cube").glob("*.parquet"):
        cells.unlink()
    out(capsys)
    strength(people(tmp_path, "2023-02", 21))
    said = out(capsys)
    assert "strength: replaced 2023-02" in said
    assert "  2023-02: 25 people (nobody to compare with against what was stored" in "\n".join(said)
    assert current(data).tables["strength"]["2023-02"].rows == 25


def test_the_rows_and_sums_of_other_tables_are_said_and_a_command_that_is_gone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strength(people(tmp_path, "2023-01", 20))
    header = "date,command,team,activity,shifts"
    day = "2023-01-31"
    taken(
        table(tmp_path, "a.csv", header, f"{day},AA,R,core,1.5", f"{day},BB,R,core,2"),
        "--table",
        "shifts",
    )
    said = out(capsys)
    assert "shifts: added 2023-01" in said
    assert "  2023-01: 2 rows, shifts 3.5" in said
    taken(table(tmp_path, "b.csv", header, f"{day},AA,R,core,1"), "--table", "shifts")
    said = out(capsys)
    assert "shifts: changed 2023-01" in said
    assert "  2023-01: 1 row, shifts 1.0 (before: 2 rows, shifts 3.5)" in said
    assert warned(said) == ["2023-01: Bravo is not in it, and was before."]


def test_what_is_not_recorded_stands_under_the_measures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = "month,person_id,command,rank,suspended"
    strength(table(tmp_path, "p.csv", header, "2023-01,1,AA,PC,no"))
    (said,) = (line for line in out(capsys) if "not recorded" in line)
    assert said.startswith("  not recorded in 2023-01: long-term absence, attached out,")
    assert said.endswith("; the true gap may be larger")
    assert "suspended" not in said


def test_headers_without_a_mapping_are_found_in_any_case_and_the_rest_is_said(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strength(people(tmp_path, "2023-01", 20))
    path = table(tmp_path, "o.csv", "Month,COMMAND,Officer Pay,Notes", "2023-01-31,AA,12.5,x")
    taken(path, "--table", "overtime")
    assert "  Not stored, since no column is called so: Notes." in out(capsys)
    held = Store(data).frame(current(data).tables["overtime"]["2023-01"])
    assert held["officer_pay"].to_list() == [12.5]


def test_prune_lets_nothing_go_while_what_stays_is_damaged(tmp_path: Path, data: Path) -> None:
    strength(people(tmp_path, "2023-01", 20))
    strength(people(tmp_path, "2023-01", 21))
    store = Store(data)
    store.file(current(data).tables["strength"]["2023-01"]).unlink()
    assert main(["prune", "--keep", "1"]) == 1
    assert len(store.ids()) == 2


def test_shifts_with_a_time_of_day_come_again_as_they_are(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strength(people(tmp_path, "2023-01", 20))
    mapping = tmp_path / "shifts.toml"
    mapping.write_text('force = "small"\ntable = "shifts"\n[dates]\ndate = "%d/%m/%Y %H:%M"\n')
    header = "date,command,team,activity,shifts"
    path = table(tmp_path, "s.csv", header, "31/01/2023 06:00,AA,R,core,1")
    taken(path, "--mapping", mapping)
    out(capsys)
    taken(path, "--mapping", mapping)
    assert "Nothing changed" in out(capsys)[-1]


def test_a_corrected_file_of_the_force_comes_with_the_same_data_again(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strength(people(tmp_path, "2023-01", 20))
    stated = tmp_path / "forces" / "small.toml"
    stated.write_text(FORCE_FILE.replace("Alpha", "Alpha Area"))
    out(capsys)
    strength(people(tmp_path, "2023-01", 20))
    assert "what the force's file says has changed" in out(capsys)
    assert current(data).force.commands["AA"].name == "Alpha Area"


def test_a_file_that_has_a_reports_name_and_is_none_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = people(tmp_path, "2023-01", 20)
    good = path.read_text()
    other = Path(f"{path}.bad-cells.csv")
    other.write_text("my,own,notes")
    path.write_text(good.replace("PC", "PX", 1))
    strength(path, code=1)
    assert "They could not be written beside" in err(capsys)
    path.write_text(good)
    strength(path)
    assert other.read_text() == "my,own,notes"


def test_a_report_does_not_take_the_place_of_another_file_of_the_same_import(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = people(tmp_path, "2023-01", 20)
    path.write_text(path.read_text().replace("PC", "PX", 1))
    second = people(tmp_path, "2023-02", 20).rename(Path(f"{path}.bad-cells.csv"))
    held = second.read_text()
    strength(path, second, code=1)
    assert "the file of that name is being imported" in err(capsys)
    assert second.read_text() == held


def test_published_series_that_no_page_will_show_are_a_thing_to_look_at(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strength(people(tmp_path, "2023-01", 20))
    header = "month,series,value,scope"
    series = table(tmp_path, "p.csv", header, "2013-05,officer,30636,Shire")
    taken(series, "--table", "published_series", "--dry-run")
    assert "does not say under which scope it is published" in "\n".join(out(capsys))
    stated = tmp_path / "forces" / "small.toml"
    for scope, said in (("Met", ["no row has the scope 'Met'"]), ("Shire", [])):
        stated.write_text(FORCE_FILE.replace("[commands]", f'published_as = "{scope}"\n[commands]'))
        taken(series, "--table", "published_series")
        found = [line for line in out(capsys) if "No page will show" in line]
        assert [said[0] in line for line in found] == [True] * len(said)
    # The force's file counts as it is now, not as it was when strength came.
    assert current(data).force.published_as == "Shire"


def test_a_damaged_month_of_series_is_mended_by_importing_them_again(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strength(people(tmp_path, "2023-01", 20))
    header = "month,series,value,source"
    one = table(tmp_path, "one.csv", header, "2013-05,officer,30636,one")
    other = table(tmp_path, "other.csv", header, "2013-05,officer,30900,other")
    for path in (one, other):
        taken(path, "--table", "published_series")
    whole = current(data).tables["published_series"]["2013-05"]
    Store(data).file(whole).write_bytes(b"not this")
    out(capsys)
    taken(one, "--table", "published_series")
    assert "what other files gave for it was damaged and is gone" in "\n".join(out(capsys))
    taken(other, "--table", "published_series")
    assert current(data).tables["published_series"]["2013-05"] == whole


def test_a_name_that_is_no_text_is_stored_and_shown_as_far_as_it_is_one(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = people(tmp_path, "2023-01", 20)
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.csv"))
    path.rename(odd)
    strength(odd)
    assert out(capsys)[0] == "caf?.csv: 2023-01, 24 rows"
    assert [source.file for source in current(data).sources] == ["caf?.csv"]
