"""What is proved of the Use of Force figures: all rows are there, and they add up as printed."""

from collections import defaultdict

import pytest

from dashboard.schema.evidence import Figure, evidence
from dashboard.schema.force import Force, load_force
from dashboard.settings import ROOT
from tests.shared_data import SHARED, shared_files

PAPER = evidence()["use_of_force_2022"]
YEARS = ("2020", "2021")


def force() -> Force:
    return load_force(ROOT / "data" / "forces" / "metropolitan.toml")


def of_year(year: str, *kinds: str) -> list[Figure]:
    return [f for f in PAPER.figures.values() if f.period == year and f.scope_type in kinds]


def total(year: str, *kinds: str) -> int:
    return sum(int(each.value) for each in of_year(year, *kinds))


def by_bcu(year: str) -> dict[str, int]:
    """Incidents by BCU, each borough counted for the BCU that polices it."""
    polices = {place: code for code, bcu in force().commands.items() for place in bcu.areas}
    found: defaultdict[str, int] = defaultdict(int)
    for each in of_year(year, "borough"):
        found[polices[each.scope]] += int(each.value)
    return dict(found)


def test_each_borough_of_the_force_has_one_figure_a_year() -> None:
    boroughs = sorted(place for bcu in force().commands.values() for place in bcu.areas)
    assert len(boroughs) == 32
    for year in YEARS:
        assert sorted(each.scope for each in of_year(year, "borough")) == boroughs
        assert len(of_year(year, "borough", "other", "met")) == 32 + 2 + 1
    assert len(PAPER.figures) == 2 * 35 + 2


@pytest.mark.parametrize(
    ("year", "boroughs", "printed"), [("2020", 171733, 173882), ("2021", 151970, 154019)]
)
def test_bcus_heathrow_and_out_of_force_add_up_to_the_printed_total(
    year: str, boroughs: int, printed: int
) -> None:
    rolled_up = by_bcu(year)
    assert len(rolled_up) == 12
    assert sum(rolled_up.values()) == boroughs
    assert sum(rolled_up.values()) + total(year, "other") == printed == total(year, "met")


def test_some_bcus_are_what_their_boroughs_add_up_to_by_hand() -> None:
    found = by_bcu("2021")
    assert found["AW"] == 4435 + 2963 + 11632 == 19030
    assert found["AS"] == 8101 + 7430 == 15531
    assert found["SW"] == 2378 + 1701 + 1314 + 3441 == 8834
    assert by_bcu("2020")["WA"] == 5518 + 4391 + 4251 == 14160


def test_the_rows_are_those_of_the_paper() -> None:
    path = shared_files("000_*.txt", "text of the Use of Force paper", SHARED.parent / "seeds")[0]
    lines = path.read_text(encoding="utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if "UoF volume by Borough" in line)
    cells = [
        line.split("\t") for line in lines[start:] if line.endswith("%") and line.count("\t") == 5
    ]
    named = {"MET": "Total"}
    found: dict[str, list[str]] = defaultdict(list)
    for each in (
        *of_year("2020", "borough", "other", "met"),
        *of_year("2021", "borough", "other", "met"),
    ):
        found[named.get(each.scope, each.scope)].append(each.value)
    assert found == {name: [first, second] for name, first, _, second, *_ in cells}


def test_the_footnote_cannot_hold_beside_the_totals() -> None:
    (found,) = PAPER.contradictions
    assert found.kind == "cannot hold"
    words = found.words
    value = {id_: float(PAPER.figures[id_].value) for id_ in found.figures}
    assert value["U032"] + value["U052"] == value["U071"] == total("2021", "other")
    # Left out of the total, they would be beside the boroughs' own sum; they are in it.
    assert total("2021", "borough") != value["U070"]
    assert total("2021", "borough") + value["U071"] == value["U070"]
    assert f"alone have {total('2021', 'borough'):,} incidents" in words
    assert f"{total('2020', 'borough'):,} + 872 + 1,277 = {value['U069']:,.0f}" in words
    assert total("2020", "borough") + value["U031"] + value["U051"] == value["U069"]
    with_, without = (100 * value["U071"] / base for base in (value["U070"], 151970))
    assert f"is {with_:.2f}% of 154,019 and {without:.2f}% of 151,970" in words
    assert round(with_, 1) == round(without, 1) == value["U072"]
