"""The NYPD's rosters counted by hand from the raw files, against the product, for every command."""

import csv
import datetime
from collections import Counter
from functools import cache

import pytest

from dashboard.access.reading import Reader, Snapshot
from dashboard.cube import parts
from dashboard.ingest.load import force_of, load
from dashboard.ingest.mapping import load_mapping
from dashboard.measures.engine.ask import ask
from dashboard.settings import ROOT
from dashboard.store.merging import merged
from dashboard.store.releases import Store
from tests.shared_data import nypd_files

CONSTABLES = {
    "POLICE OFFICER",
    "DETECTIVE SPECIALIST",
    "DETECTIVE 3RD GRADE",
    "DETECTIVE 2ND GRADE",
    "DETECTIVE 1ST GRADE",
}
SERGEANTS = {"SERGEANT", "SGT SPECIAL ASSIGN", "SGT DET SQUAD"}
STATUS_DESKS = {"MILITARY & EXTENDED LEAVE DESK", "MEDICAL DIVISION"}
PROBATION = 24
MONTHS = ["2023-05", "2023-06", "2023-07", "2023-08", "2023-09", "2023-10", "2023-11"]

Key = tuple[str, ...]
Numbers = tuple[float, float | None, float | None]


def _date(text: str) -> datetime.date:
    month, day, year = (int(piece) for piece in text.split("/"))
    return datetime.date(year, month, day)


def _days(since: str, end: datetime.date) -> int:
    """The first and the last day counted."""
    return (end - _date(since)).days + 1


@cache
def counted() -> dict[str, dict[str, Counter[str]]]:
    """Month -> command -> how many of what, read row by row."""
    found: dict[str, dict[str, Counter[str]]] = {}
    for path in nypd_files():
        # The first of a month: the end of the month before it.
        end = datetime.date.fromisoformat(path.stem.removeprefix("roster_")) - datetime.timedelta(1)
        commands = found.setdefault(f"{end:%Y-%m}", {})
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = (tuple(row) for row in csv.reader(file))
        for row in dict.fromkeys(rows):
            person = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
            command, rank = person["command"] or "NOT STATED", person["rank"]
            joined = _date(person["appt_date"])
            is_absent = command in STATUS_DESKS and _days(person["assignment_date"], end) > 28
            served = (end.year - joined.year) * 12 + end.month - joined.month
            counts = commands.setdefault(command, Counter())
            counts["books"] += 1
            counts["absent"] += is_absent
            counts["constables"] += rank in CONSTABLES
            counts["sergeants"] += rank in SERGEANTS
            counts["probationers"] += rank in CONSTABLES and served < PROBATION
            counts["constables present"] += rank in CONSTABLES and not is_absent
            counts["sergeants present"] += rank in SERGEANTS and not is_absent
    return found


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The rosters as the product has them after an import."""
    mapping = load_mapping(ROOT / "data" / "mappings" / "nypd.toml")
    force = force_of(mapping)
    store = Store(tmp_path_factory.mktemp("nypd"))
    loaded = load(nypd_files(), mapping, force)
    added = {item.months[0]: store.add("strength", item.frame) for item in loaded}
    release = merged(None, force, {"strength": added}, ())
    parts.build(store, release)
    store.publish(release)
    return Reader(store).current()


def asked(snapshot: Snapshot, measure: str, *by: str) -> dict[Key, Numbers]:
    """The answer for all months, by key."""
    rows = ask(snapshot.cube, measure, {"from": [MONTHS[0]], "by": [*by]}).rows()
    return {
        tuple(row[name] for name in by): (row["numerator"], row["denominator"], row["value"])
        for row in rows
    }


def ratio(scale: float, numerator: int, denominator: int) -> Numbers:
    value = round(scale * numerator / denominator, 6) if denominator else None
    return (numerator, denominator, value)


def test_the_rosters_are_the_month_ends_before_their_dates(snapshot: Snapshot) -> None:
    assert [*counted()] == MONTHS
    assert [*snapshot.cube.months] == MONTHS


@pytest.mark.parametrize(
    ("measure", "count"), [("nominal_strength", "books"), ("deployable_strength", "able")]
)
def test_strength_is_that_of_the_raw_files(snapshot: Snapshot, measure: str, count: str) -> None:
    wanted = {}
    for month, commands in counted().items():
        for command, counts in commands.items():
            able = counts["books"] - counts["absent"] if count == "able" else counts["books"]
            wanted[month, command] = (able, None, able)
    assert asked(snapshot, measure, "month", "command") == wanted


def test_the_gap_is_that_of_the_raw_files(snapshot: Snapshot) -> None:
    assert asked(snapshot, "gap_to_nominal", "month", "command") == {
        (month, command): ratio(100, counts["absent"], counts["books"])
        for month, commands in counted().items()
        for command, counts in commands.items()
    }


def test_strength_by_duty_status_is_that_of_the_raw_files(snapshot: Snapshot) -> None:
    wanted = {}
    for month, commands in counted().items():
        for command, counts in commands.items():
            absent, able = counts["absent"], counts["books"] - counts["absent"]
            for status, count in (("long_term_absence", absent), ("full", able)):
                if count:
                    wanted[month, command, status] = (count, None, count)
    assert asked(snapshot, "strength_by_duty_status", "month", "command", "status") == wanted


def test_the_probationer_share_is_that_of_the_raw_files(snapshot: Snapshot) -> None:
    assert asked(snapshot, "probationer_share", "month", "command") == {
        (month, command): ratio(100, counts["probationers"], counts["constables"])
        for month, commands in counted().items()
        for command, counts in commands.items()
        if counts["constables"]
    }


def test_the_supervision_span_is_that_of_the_raw_files(snapshot: Snapshot) -> None:
    assert asked(snapshot, "supervision_span", "month", "command") == {
        (month, command): ratio(1, counts["constables present"], counts["sergeants present"])
        for month, commands in counted().items()
        for command, counts in commands.items()
        if counts["constables"] or counts["sergeants"]
    }


def test_probationers_of_the_whole_force_are_those_of_the_raw_files(snapshot: Snapshot) -> None:
    by_hand = {
        (month,): sum(counts["probationers"] for counts in commands.values())
        for month, commands in counted().items()
    }
    assert by_hand["2023-05",] == 1659
    assert by_hand["2023-11",] == 524
    found = asked(snapshot, "probationer_share", "month")
    assert {key: numbers[0] for key, numbers in found.items()} == by_hand


def test_a_command_missing_from_a_roster_has_nobody_in_that_month(snapshot: Snapshot) -> None:
    sums: Counter[str] = Counter()
    for commands in counted().values():
        sums.update({command: counts["books"] for command, counts in commands.items()})
    came_and_went = {
        name for commands in counted().values() for name in sums if name not in commands
    }
    assert came_and_went
    means = asked(snapshot, "nominal_strength", "command")
    assert {key[0]: numbers[2] for key, numbers in means.items()} == pytest.approx(
        {command: total / len(MONTHS) for command, total in sums.items()}, abs=1e-6
    )
