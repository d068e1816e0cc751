"""Published figures beside a measure: which fit a selection, and how each is written and cited."""

from dataclasses import replace

import pytest

from dashboard.measures.engine.benchmarks import citation, fitting, printed
from dashboard.measures.engine.definition import Benchmark
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import Selection
from dashboard.schema.evidence import figure
from dashboard.schema.force import Command, Force
from tests.facts import small_force

BCUS = ("AS", "AW", "SW")


def a_force(published_as: str = "Metropolitan Police") -> Force:
    """Three of the Met's BCUs and a specialist command."""
    commands = {code: Command(name=f"Area {code}", group="Basic Command Units") for code in BCUS}
    commands["MO7"] = Command(name="Taskforce", group="Specialist commands")
    return small_force(commands=commands, published_as=published_as)


THE_MET, ANOTHER, UNPUBLISHED = a_force(), a_force("Elsewhere Police"), a_force("")
NOW = Selection("2023-01", "2023-01")


def held(measure: str, force: Force, selection: Selection) -> list[tuple[str, str]]:
    """The id of each figure that fits, and the words beside it."""
    found = [*fitting(all_measures()[measure], force, selection)]
    assert all(benchmark.figure == published.id for benchmark, published in found)
    return [(benchmark.figure, benchmark.words) for benchmark, _ in found]


def of(*commands: str, **said: object) -> Selection:
    return replace(NOW, commands=commands, **said)  # type: ignore[arg-type]


# --- the published range of gaps ------------------------------------------------------------------


@pytest.mark.parametrize("selection", [NOW, of("AS"), of(*BCUS, count="heads"), of(view="host")])
def test_the_range_of_gaps_stands_beside_the_reviews_reading(selection: Selection) -> None:
    assert held("gap_to_nominal", THE_MET, selection) == [("E042", "published for a typical BCU")]


@pytest.mark.parametrize("selection", [NOW, of("AS"), of(*BCUS, count="heads")])
def test_the_range_of_gaps_is_not_held_against_the_home_offices_reading(
    selection: Selection,
) -> None:
    assert held("gap_to_nominal", THE_MET, replace(selection, reading="home_office")) == []


# --- a command's own figure -----------------------------------------------------------------------


def test_a_commands_own_figure_comes_before_that_of_all() -> None:
    # Figure 4.5: SW has 18.5% among PCs (E021) and 48.5% among DCs (E022).
    assert held("probationer_share_pc", THE_MET, of("SW")) == [
        ("E021", "Area SW, January 2023"),
        ("E025", "all BCUs, January 2023"),
    ]
    assert held("probationer_share_dc", THE_MET, of("SW")) == [
        ("E022", "Area SW, January 2023"),
        ("E026", "all BCUs, January 2023"),
    ]
    assert figure("E021").value == "18.5"
    assert figure("E022").value == "48.5"


@pytest.mark.parametrize("force", [ANOTHER, UNPUBLISHED])
def test_a_command_of_the_same_code_in_another_force_has_no_figure_of_its_own(
    force: Force,
) -> None:
    assert held("probationer_share_pc", force, of("SW")) == [("E025", "all BCUs, January 2023")]


@pytest.mark.parametrize(
    "selection", [NOW, of("SW", "AS"), of("SW", teams=("RESPONSE",)), of("MO7")]
)
def test_only_one_whole_command_that_is_published_has_a_figure_of_its_own(
    selection: Selection,
) -> None:
    words = [("E025", "all BCUs, January 2023")]
    assert held("probationer_share_pc", THE_MET, selection) == words


def test_pcs_and_dcs_together_have_no_figure_since_none_is_published() -> None:
    assert held("probationer_share", THE_MET, of("SW")) == []


# --- strength: of its own commands alone ----------------------------------------------------------


def test_the_whole_forces_strength_is_held_against_the_whole_force() -> None:
    assert held("nominal_strength", THE_MET, NOW) == [("E088", "the Met, November 2022")]


def test_the_strength_of_a_group_is_held_against_that_whole_group_in_any_order() -> None:
    wanted = [("E081", "all BCUs, 2021-22")]
    assert held("nominal_strength", THE_MET, of(*BCUS)) == wanted
    assert held("nominal_strength", THE_MET, of(*reversed(BCUS))) == wanted


@pytest.mark.parametrize(
    "selection",
    [
        of("AS"),
        of(*BCUS[:2]),
        of(*BCUS, "MO7"),
        of(teams=("RESPONSE",)),
        of(grades=("constable",)),
        of(*BCUS, teams=("RESPONSE",)),
        of(*BCUS, grades=("constable",)),
    ],
)
def test_no_strength_is_published_of_a_part(selection: Selection) -> None:
    assert held("nominal_strength", THE_MET, selection) == []


def test_a_force_of_which_nothing_is_published_is_not_held_against_the_mets_strength() -> None:
    assert held("nominal_strength", UNPUBLISHED, NOW) == []
    assert held("nominal_strength", UNPUBLISHED, of(*BCUS)) == []


def test_strength_published_of_one_force_is_not_held_against_another() -> None:
    assert held("nominal_strength", ANOTHER, NOW) == []
    assert held("nominal_strength", ANOTHER, of(*BCUS)) == []


# --- spans ----------------------------------------------------------------------------------------


def test_the_models_of_a_span_stand_beside_uniformed_teams_alone() -> None:
    assert held("supervision_span", THE_MET, NOW) == []
    assert held("supervision_span_uniformed", THE_MET, of("AS")) == [
        ("E054", "the BCU model"),
        ("E055", "told of, more often"),
        ("E053", "before 2018"),
    ]
    assert [figure(id_).value for id_ in ("E054", "E055", "E053")] == ["10", "12", "8"]


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id_", "words"),
    [
        ("E042", "20 to 25%"),
        ("E025", "24.9%"),
        ("E054", "10 PCs per sergeant"),
        ("E088", "34,372 FTE officers"),
    ],
)
def test_a_figure_is_written_as_a_page_writes_it(id_: str, words: str) -> None:
    assert printed(figure(id_)) == words


def test_a_figure_in_words_is_printed_as_it_stands() -> None:
    said = replace(figure("E042"), value="4 for every 6", unit="officers")
    assert printed(said) == "4 for every 6 officers"


def test_a_citation_says_the_value_what_it_is_of_and_where_it_stands() -> None:
    assert citation(Benchmark("E042", "published for a typical BCU")) == (
        "20 to 25%: published for a typical BCU (Casey Review, 4.6)"
    )


def test_every_benchmark_of_every_measure_is_a_number_that_is_published() -> None:
    benchmarks = [one for measure in all_measures().values() for one in measure.benchmarks]
    assert benchmarks
    for benchmark in benchmarks:
        assert figure(benchmark.figure).low is not None, benchmark
