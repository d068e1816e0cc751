"""What is proved of the published figures: all are there, and what is said of them follows."""

import csv
import math
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.schema.evidence import KINDS, Contradiction, Figure, evidence, figure
from tests.shared_data import SHARED, shared_files

CASEY = evidence()["casey_review_2023"]

HEADER = "id,measure,scope_type,scope,period,value,unit,qualifier,section,note\n"
ROWS = "A1,gap,met,MET,2023-01,20-25,%,,4.6,\nA2,gap,met,MET,2023-01,18,%,over,2.5,a note\n"
STATED = """\
title = "Small Review"
citation = "A. Body, Small Review, 2023."
publisher = "A. Body"
date = "2023-03"

[[contradictions]]
kind = "cannot hold"
title = "A gap is both"
words = "18 is not 20 to 25."
[contradictions.measured_against]
A1 = "nominal"
A2 = "posts"
"""


def written(folder: Path, rows: str = ROWS, header: str = HEADER, stated: str = STATED) -> Path:
    (folder / "small.toml").write_text(stated, encoding="utf-8")
    (folder / "small.csv").write_text(header + rows, encoding="utf-8")
    return folder


def complaints(folder: Path) -> list[str]:
    """What is said of a folder, a line each, without the folder's path."""
    with pytest.raises(ValueError, match="small") as refused:
        evidence(folder)
    return [line.removeprefix(f"{folder}/") for line in str(refused.value).splitlines()]


def value(id_: str) -> float:
    """A figure of one number, from its printed text."""
    return float(CASEY.figures[id_].value)


def ends(id_: str) -> tuple[float, float]:
    """The two ends of a figure that is a range, from its printed text."""
    low, high = CASEY.figures[id_].value.split("-")
    return float(low), float(high)


def titled(start: str) -> Contradiction:
    (found,) = [each for each in CASEY.contradictions if each.title.startswith(start)]
    return found


def test_all_168_figures_are_there() -> None:
    assert len(CASEY.figures) == 168
    assert list(CASEY.figures) == [f"E{number:03d}" for number in range(1, 169)]


def test_every_cell_is_that_of_the_table_from_which_the_figures_come() -> None:
    path = shared_files("published_figures.csv", "published figures", SHARED.parent / "evidence")[0]
    with path.open(encoding="utf-8", newline="") as file:
        given = list(csv.DictReader(file))
    assert len(given) == len(CASEY.figures)
    for row, found in zip(given, CASEY.figures.values(), strict=True):
        del row["source_file"]
        assert {name: getattr(found, name) for name in row} == row


def test_a_figure_says_where_it_stands() -> None:
    assert figure("E042").citation == "Casey Review, 4.6"
    assert figure("E042").source == CASEY.title
    assert figure("E126").citation == "Casey Review, 2.3 footnote 51"


def test_a_figure_that_does_not_exist_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(KeyError, match=r"no published figure is called E0042: .*did you mean E04"):
        figure("E0042")


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [
        ("18", 18.0, 18.0),
        ("25.0", 25.0, 25.0),
        ("-21", -21.0, -21.0),
        ("20-25", 20.0, 25.0),
        ("5.5-6", 5.5, 6.0),
        ("4 for every 6", None, None),
        ("fewer than 3 for every 7", None, None),
        ("5 PCSOs, 3 PCs, 1 sergeant", None, None),
    ],
)
def test_the_ends_of_a_value_are_numbers_and_those_of_words_are_not_known(
    printed: str, low: float | None, high: float | None
) -> None:
    found = Figure("X", "m", "met", "MET", "", printed, "%", "", "1", "", "T")
    assert (found.low, found.high) == (low, high)
    assert found.value == printed


def test_only_four_values_are_words_and_no_range_runs_backwards() -> None:
    words = [id_ for id_, each in CASEY.figures.items() if each.low is None]
    assert words == ["E149", "E150", "E167", "E168"]
    for each in CASEY.figures.values():
        if each.low is not None and each.high is not None:
            assert each.low <= each.high


def test_every_contradiction_names_two_figures_or_more_and_all_of_them_exist() -> None:
    assert {each.kind for each in CASEY.contradictions} == set(KINDS)
    for each in CASEY.contradictions:
        assert len(each.figures) >= 2
        assert set(each.figures) <= set(CASEY.figures)


def test_whatever_a_note_calls_a_disagreement_is_a_contradiction() -> None:
    named = {id_ for each in CASEY.contradictions for id_ in each.figures}
    said = re.compile(r"same thing|same fall|transposed|disagree|not the plain mean|another base")
    noted = {id_ for id_, each in CASEY.figures.items() if said.search(each.note)}
    assert len(noted) >= 10
    assert noted <= named


# Each line of PLAIN: how a title starts, what its words say, and the same from the figures.
DC = [f"E{number:03d}" for number in range(2, 25, 2)]
PC = [f"E{number:03d}" for number in range(1, 24, 2)]
PLAIN: list[tuple[str, str, Callable[[], float]]] = [
    ("Constables are both", "some {:.0f} of 34,372", lambda: value("E088") / 100),
    (
        "Sergeants and insp",
        "80 + 18 and 81 + 17 are both {:.0f}",
        lambda: value("E061") + value("E064"),
    ),
    ("Sergeants and insp", "both {:.0f} and leave 2%", lambda: value("E060") + value("E063")),
    (
        "A quarter of all",
        "one in ten were, {:.1f}%",
        lambda: 0.9 * value("E025") + 0.1 * value("E026"),
    ),
    (
        "A quarter of all",
        "at most {:.1f}% of constables",
        lambda: 100 * (25.5 - value("E025")) / (value("E026") - value("E025")),
    ),
    ("Civilian staff", "is {:.1f}%, which", lambda: 100 - 100 * value("E096") / value("E095")),
    ("Civilian staff", "left {:,.0f}.", lambda: value("E095") * (1 + value("E140") / 100)),
    ("Probationers who", "some {:,.0f}, 3,783", lambda: 100 * value("E110") / value("E111")),
    ("Probationers who", "2,088, {:,.0f}, 4", lambda: 100 * value("E112") / value("E113")),
    ("Probationers who", "3,783, {:,.0f} and", lambda: 100 * value("E114") / value("E115")),
    ("Probationers who", "4,200 and {:,.0f} pro", lambda: 100 * value("E116") / value("E117")),
    ("Probationers who", "would be {:.0f}%.", lambda: 100 * value("E116") / value("E108")),
    ("Twelve BCUs", "12 x 1,500 = {:,.0f},", lambda: 12 * value("E083")),
    ("Twelve BCUs", "alone are {:,.0f} a BCU", lambda: value("E081") / 12),
    ("Twelve BCUs", "21,482 / 12 = {:,.0f},", lambda: value("E106") / 12),
    ("Twelve BCUs", "20,399 / 12 = {:,.0f}.", lambda: value("E034") / 12),
    ("47,362", "= {:,.0f}, which", lambda: sum(map(value, ("E088", "E096", "E094", "E098")))),
    ("47,362", "which is {:.0f} short", lambda: value("E089") - 47237),
    ("47,362", "short of it ({:.1f}%)", lambda: 100 * (1 - 47237 / value("E089"))),
    ("BCUs are hit", "= {:.1f}% are absent", lambda: 100 * value("E038") / value("E088")),
    ("Figure 4.5's", "add up to {:.1f}, and", lambda: sum(map(value, DC))),
    ("Figure 4.5's", "538.2 / 12 = {:.2f}.", lambda: sum(map(value, DC)) / 12),
    ("Figure 4.5's", "plain mean is {:.2f}, which", lambda: sum(map(value, PC)) / 12),
    ("Churn of 45%", "4,910 + 4,191 = {:,.0f},", lambda: value("E031") + value("E032")),
    ("Churn of 45%", "20,399 = {:.1f}%", lambda: 100 * value("E033") / value("E034")),
    ("20,399", "18,818 + 409 = {:,.0f} in", lambda: value("E081") + value("E100")),
    ("20,399", "and {:,.0f} with 668", lambda: value("E081") + value("E100") + value("E102")),
    ("20,399", "PCSOs: {:,.0f} or", lambda: value("E034") - 19227),
    ("20,399", "or {:.0f} fewer", lambda: value("E034") - 19895),
    ("20,399", "= {:.0f} more came", lambda: value("E031") - value("E032")),
    ("The BCUs' 409", "is {:.1f}%.", lambda: 100 * (1 - value("E100") / value("E099"))),
    (
        "The parts of",
        "= {:,.0f}, which",
        lambda: sum(map(value, ("E087", "E095", "E093", "E097"))),
    ),
    ("The parts of", "which is {:,.0f} more", lambda: 53011 - value("E090")),
    ("The workforce of", "{:.0f} apart", lambda: value("E089") - value("E092")),
    ("The workforce of", "({:.1f}%)", lambda: 100 * (value("E089") / value("E092") - 1)),
    ("The target", "The {:,.0f} between", lambda: value("E136") - value("E088")),
    ("The target", "from {:,.0f} heads (by 4,557)", lambda: value("E136") - value("E118")),
    ("The target", "or {:,.0f} (by 4,577)", lambda: value("E136") - value("E135")),
    ("8,800", "34,000 = {:.1f}%", lambda: 100 * value("E038") / value("E039")),
    ("8,800", "34,372 = {:.1f}%", lambda: 100 * value("E038") / value("E088")),
    ("1,500 recruits", "50% = {:,.0f};", lambda: 3000 * value("E044") / 100),
    ("1,500 recruits", "be {:.0f} FTE away", lambda: value("E043") * value("E044") / 100),
    ("1,500 recruits", "4,557 / 3 = {:,.0f} a year", lambda: value("E118") / 3),
    ("Ten or twelve", "80 / 18 = {:.1f} and", lambda: value("E061") / value("E064")),
    ("Ten or twelve", "81 / 17 = {:.1f} constables", lambda: value("E060") / value("E063")),
    ("A Response team", "are {:.1f} teams", lambda: 700 / value("E051")),
    ("A Response team", "between {:.1f} and", lambda: 700 / ends("E046")[1]),
    ("A Response team", "and {:.0f} teams of", lambda: 700 / ends("E046")[0]),
    ("A caseload", "least {:.0f}% more", lambda: 100 * (value("E066") / value("E067") - 1)),
    ("771", "34,372 = {:.1f}%", lambda: 100 * value("E108") / value("E088")),
    ("Neighbourhood", "2.5 / 12 = {:.1f}%", lambda: 100 * value("E052") / 12),
    ("Neighbourhood", "is {:.1f}% away", lambda: 100 - 100 * value("E052") / 12),
    ("In the demonstration a BCU", "20,399 / 12 = {:,.0f}.", lambda: value("E034") / 12),
    ("In the demonstration 25", "officers ({:.1f}%)", lambda: 100 * value("E038") / value("E088")),
]


@pytest.mark.parametrize(("title", "said", "worked_out"), PLAIN)
def test_what_the_words_work_out_follows_from_the_figures(
    title: str, said: str, worked_out: Callable[[], float]
) -> None:
    assert said.format(worked_out()) in titled(title).words


def test_the_sums_that_cannot_hold_do_not() -> None:
    assert 12 * value("E083") < value("E081")
    assert value("E036") < 100 / 5 < value("E037")
    assert value("E116") / (value("E117") / 100) > 4 * value("E108")
    assert value("E025") < value("E027") < value("E026")
    assert round(sum(map(value, DC)) / 12, 2) == 44.85 != value("E026")
    assert round(sum(map(value, PC)) / 12, 1) == value("E025")
    assert value("E135") - value("E118") == 20


def test_the_parts_of_local_policing_add_up_exactly_to_its_workforce() -> None:
    parts = ("E081", "E100", "E102", "E104")
    assert sum(map(value, parts)) == value("E106") == 21482
    assert "18,818 + 409 + 668 + 1,587 = 21,482" in titled("The BCUs' 409").words


def test_the_other_commands_would_be_worse_off_than_the_bcus() -> None:
    words = titled("BCUs are hit hardest").words
    rest = value("E088") - value("E081")
    assert f"the other {rest:,.0f}," in words
    # 4,704.5 is the second: half an officer is rounded up, and left out of what is left.
    away = [math.floor(value("E081") * share / 100 + 0.5) for share in ends("E042")]
    assert f"it is {away[0]:,} to {away[1]:,}," in words
    left = [value("E038") - each for each in reversed(away)]
    assert f"leaves {left[0]:,.0f} to {left[1]:,.0f} for" in words
    assert f"or {100 * left[0] / rest:.1f} to {100 * left[1] / rest:.1f}%" in words
    assert left[0] / rest > ends("E042")[1] / 100


def test_the_recruits_of_a_year_are_the_uplift_and_those_who_replace_leavers() -> None:
    words = titled("1,500 recruits").words
    leavers = [value("E088") * share / 100 for share in ends("E109")]
    assert f"is {leavers[0]:,.0f} to {leavers[1]:,.0f} leavers" in words
    recruits = [round(value("E118") / 3) + round(each) for each in leavers]
    assert f"{recruits[0]:,} to {recruits[1]:,} recruits a year" in words
    assert all(abs(each - 3000) < abs(each - 1500) for each in recruits)
    assert f"{leavers[0]:,.0f} to {leavers[1]:,.0f} officers" in titled("771").words


def gap_to_posts(gap_to_nominal: float, occupancy: float) -> float:
    """Both gaps in %, from 100 posts: occupied, less those who are not deployable."""
    deployable = occupancy - occupancy * gap_to_nominal / 100
    return 100 - deployable


def test_both_ranges_of_gaps_hold_over_their_full_width_only_near_93_and_a_half_percent() -> None:
    (posts_low, posts_high), (low, high) = ends("E041"), ends("E042")
    both = [
        occupancy / 100
        for occupancy in range(8000, 10001)
        if gap_to_posts(low, occupancy / 100) >= posts_low - 1e-9
        and gap_to_posts(high, occupancy / 100) <= posts_high + 1e-9
    ]
    assert (min(both), max(both)) == (93.34, 93.75)
    assert gap_to_posts(low, 93.75) == pytest.approx(posts_low)
    assert gap_to_posts(high, 100 * 0.70 / 0.75) == pytest.approx(posts_high)
    words = titled("25 to 30% below posts").words
    assert "between 93.3% (0.70 / 0.75) and 93.75% (0.75 / 0.80)" in words


@pytest.mark.parametrize(("gap", "least", "most"), [(20, 87.5, 93.75), (25, 93.333333, 100)])
def test_a_gap_to_nominal_goes_with_these_occupancies(gap: int, least: float, most: float) -> None:
    assert gap_to_posts(gap, least) == pytest.approx(30, abs=1e-4)
    assert gap_to_posts(gap, most) == pytest.approx(25)
    words = titled("25 to 30% below posts").words
    assert f"{gap}% goes with occupancies of" in words or f"one of {gap}% with" in words
    assert f"{least:.1f} to {most:g}%" in re.sub(r"\s+", " ", words)


def test_in_the_demonstration_one_range_holds_and_the_other_does_not() -> None:
    words = titled("In the demonstration 25 to 30%").words
    assert f"= {gap_to_posts(26.5, 96):.1f}% of posts" in words
    assert f"be {gap_to_posts(20, 96):.1f} to {gap_to_posts(25, 96):.1f}% of posts" in words
    assert gap_to_posts(21.875, 96) == pytest.approx(25)
    assert gap_to_posts(27.0833, 96) == pytest.approx(30, abs=1e-3)
    assert "means 21.9 to 27.1% of nominal" in words
    assert ends("E041")[0] <= gap_to_posts(26.5, 96) <= ends("E041")[1]
    assert not ends("E042")[0] <= 26.5 <= ends("E042")[1]


def test_a_publication_is_found_by_its_two_files_being_there(tmp_path: Path) -> None:
    found = evidence(written(tmp_path))["small"]
    assert (found.title, found.publisher, found.date) == ("Small Review", "A. Body", "2023-03")
    assert found.figures["A2"] == Figure(
        "A2", "gap", "met", "MET", "2023-01", "18", "%", "over", "2.5", "a note", "Small Review"
    )
    assert found.contradictions[0].figures == ("A1", "A2")
    assert found.contradictions[0].measured_against["A2"] == "posts"


def test_a_contradiction_of_a_figure_that_does_not_exist_is_named_with_its_line(
    tmp_path: Path,
) -> None:
    written(tmp_path, stated=STATED.replace('A2 = "posts"', 'A3 = "posts"'))
    (said,) = complaints(tmp_path)
    assert said == "small.toml:12: contradictions[1].measured_against.A3: unknown."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('A2 = "posts"\n', "", "small.toml:10: .*2 entries or more, not 1"),
        ('"posts"', '" "', "small.toml:12: .*A2: is empty"),
        ('"cannot hold"', '"cannot hold up"', "small.toml:7: .*did you mean cannot hold"),
        ('"2023-03"', '"March 2023"', "small.toml:4: date: "),
        ('publisher = "A. Body"\n', "", "small.toml: publisher: is missing"),
    ],
)
def test_a_mistake_in_what_is_stated_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    written(tmp_path, stated=STATED.replace(old, new))
    (line,) = complaints(tmp_path)
    assert re.match(said, line)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (ROWS.replace("A2,", "A1,"), "small.csv:3: the id A1 stands in small.csv:2 too."),
        (ROWS.replace(",18,", ",,"), "small.csv:3: value is blank."),
        (ROWS.replace(",18,", ",  ,"), "small.csv:3: value is blank."),
        (ROWS.replace(",2.5,", ",,"), "small.csv:3: section is blank."),
        (
            ROWS.replace("a note", "a note, longer"),
            "small.csv:3: has 11 cells for 10 columns; a cell with a comma in it stands in double "
            "quotation marks.",
        ),
        (ROWS.replace("a note", '"a note'), "small.csv:3: is not CSV: unexpected end of data."),
    ],
)
def test_a_mistake_in_a_row_is_named_with_its_line(tmp_path: Path, rows: str, said: str) -> None:
    assert complaints(written(tmp_path, rows)) == [said]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (HEADER.replace(",period", ""), ["small.csv:1: the column period is missing."]),
        (
            HEADER.replace("value", "valeu"),
            [
                "small.csv:1: the column value is missing.",
                "small.csv:1: the column valeu is unknown; did you mean value?",
            ],
        ),
        (
            HEADER.replace("note", "unit"),
            [
                "small.csv:1: the column unit stands twice.",
                "small.csv:1: the column note is missing.",
            ],
        ),
    ],
)
def test_a_mistake_in_the_columns_is_named(tmp_path: Path, header: str, said: list[str]) -> None:
    assert complaints(written(tmp_path, header=header)) == said


def test_an_empty_file_of_figures_lacks_all_columns(tmp_path: Path) -> None:
    assert len(complaints(written(tmp_path, "", ""))) == 10


def test_a_publication_without_its_figures_is_refused(tmp_path: Path) -> None:
    (written(tmp_path) / "small.csv").unlink()
    assert complaints(tmp_path) == [
        "small.csv: there is no such file, and the figures stand in it."
    ]


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    (written(tmp_path) / "small.csv").write_bytes((HEADER + ROWS).encode() + b"A3,\xa3\n")
    assert complaints(tmp_path) == ["small.csv:4: is not UTF-8; save it as UTF-8."]


def test_two_publications_may_not_use_one_id(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "smaller.toml").write_text(STATED, encoding="utf-8")
    (tmp_path / "smaller.csv").write_text(HEADER + ROWS, encoding="utf-8")
    assert complaints(tmp_path) == [
        "smaller.csv:2: the id A1 stands in small.csv:2 too.",
        "smaller.csv:3: the id A2 stands in small.csv:3 too.",
    ]
