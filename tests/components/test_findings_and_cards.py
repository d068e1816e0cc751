"""What a page says first: findings with their links, cards with their changes, cautions."""

from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd
import pytest

from dashboard.access.reading import Snapshot
from dashboard.components import cautions
from dashboard.components.cards import Card
from dashboard.components.findings import findings
from dashboard.components.gaps import by_command
from dashboard.components.held import card
from dashboard.components.ladder import ladder
from dashboard.components.look import MOST, Finding, Look
from dashboard.components.state import State, read_state
from dashboard.components.working import worked
from dashboard.figures.style import MINUS
from dashboard.measures.deployable_strength import MEASURE as DEPLOYABLE
from dashboard.measures.engine.definition import Measure
from dashboard.measures.engine.selection import read_query
from dashboard.measures.gap_to_nominal import MEASURE as GAP
from dashboard.measures.limited_duties_share import MEASURE as LIMITED
from dashboard.measures.nominal_strength import MEASURE as NOMINAL
from dashboard.measures.probationer_share_pc import MEASURE as PROBATIONERS
from dashboard.measures.supervision_span_uniformed import MEASURE as SPAN
from dashboard.pages import deployability, evidence, overview, supervision
from tests.facts import Row, frame, person, small_force
from tests.small_store import snapshot_of

PATHS = {module.PAGE.path for module in (overview, deployability, evidence, supervision)}
ANY = small_force(commands={}, any_command=True, published_as="Small Force")


def state_of(snapshot: Snapshot, query: str) -> State:
    return read_state(snapshot, read_query(query))


# Findings.


def troubled(month: str, sick: int) -> pd.DataFrame:
    """AA: 222 officers, *sick* of them for long, no limitation recorded; BB: 30, two limited.

    Three uniformed units of AA: 13 PCs to a sergeant, 5 PCs to none, 12 to one.
    """
    units: list[Row] = [
        *({"unit": "A relief"} for _ in range(13)),
        {"unit": "A relief", "rank": "PS"},
        *({"unit": "B relief"} for _ in range(5)),
        *({"unit": "C relief"} for _ in range(12)),
        {"unit": "C relief", "rank": "PS"},
    ]
    alpha = [person(team="RESPONSE", **one) for one in units]
    alpha += [person(team="CID") for _ in range(25)]
    alpha += [person(team="RESPONSE") for _ in range(222 - len(alpha))]
    for row in alpha[-sick:]:
        row |= {"absence": "sickness", "absence_from": "2022-06-01"}
    alpha[len(units)] |= {"attached_to": "BB"}
    bravo = [person(command="BB", team="RESPONSE") for _ in range(30)]
    for row in bravo[:2]:
        row |= {"limitation": "adjusted"}
    return frame(row | {"month": month, "suspended": False} for row in [*alpha, *bravo])


@pytest.fixture(scope="module")
def trouble(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    frames = {"2022-12": troubled("2022-12", 60), "2023-01": troubled("2023-01", 66)}
    return snapshot_of(tmp_path_factory.mktemp("trouble"), frames, ANY)


def found_in(snapshot: Snapshot, query: str) -> list[Finding]:
    state = state_of(snapshot, query)
    return [*findings(snapshot, state, ladder(snapshot, state), by_command(snapshot, state))]


def test_what_stands_out_is_said_with_its_numbers(trouble: Snapshot) -> None:
    assert [finding.words for finding in found_in(trouble, "")] == [
        "AA has no limitation for any of its 222 officers on record: blank is not none.",
        "Long-term absence took 6.0 more than a month before: 66.0 FTE in all.",
        # 66 absent and one attached out, of 222.
        "AA has the widest gap: 30.2% of its books.",
        "2 of 3 uniformed units have more than 12 PCs to a sergeant.",
        "AA's gap is above the 20 to 25% published for a typical BCU.",
    ]


def test_what_is_published_of_one_kind_of_command_is_held_against_no_other(
    tmp_path: Path,
) -> None:
    # A gap of 30% in each of three commands, of which two are BCUs.
    rows = [
        person(command=command, suspended=n < 12)
        for command in ("AA", "BB", "NA")
        for n in range(40)
    ]
    force = small_force(published_as="Small Force")
    found = found_in(snapshot_of(tmp_path, {"2023-01": frame(rows)}, force), "")
    words = [one.words for one in found if one.link == "Evidence"]
    assert words == ["Alpha and Bravo are above the 20 to 25% published for a typical BCU."]


def test_in_a_command_the_widest_gap_is_that_of_a_team(trouble: Snapshot) -> None:
    words = [finding.words for finding in found_in(trouble, "command=AA")]
    # 66 of the 197 of Response; in CID the one who is attached out, of 25.
    assert "Response is the team with the widest gap: 33.5%." in words


def test_a_quiet_selection_has_no_finding_and_says_so(trouble: Snapshot) -> None:
    assert found_in(trouble, "command=BB") == []
    (nothing,) = Look().fill([])["look-list"]["children"]
    assert nothing["props"]["children"] == "Nothing stands out in this selection."


@pytest.mark.parametrize("query", ["", "command=AA", "count=heads&to=2023-01&compare=none"])
def test_every_link_of_a_finding_opens_a_page_with_its_filters(
    trouble: Snapshot, query: str
) -> None:
    here = state_of(trouble, query)
    listed = found_in(trouble, query)
    assert 3 <= len(listed) <= MOST
    for finding in listed:
        link = urlsplit(finding.href)
        assert link.path in PATHS
        there = state_of(trouble, link.query)
        assert there.notices == ()
        assert (there.selection.months, there.compare) == (here.selection.months, here.compare)
        assert there.selection.switched() == here.selection.switched()
        assert {*here.selection.commands} <= {*there.selection.commands}


def test_the_widest_gap_s_link_opens_that_command(trouble: Snapshot) -> None:
    (link,) = [each.href for each in found_in(trouble, "") if "widest" in each.words]
    assert state_of(trouble, urlsplit(link).query).selection.commands == ("AA",)
    (link,) = [each.href for each in found_in(trouble, "command=AA") if "widest" in each.words]
    there = state_of(trouble, urlsplit(link).query).selection
    assert (there.commands, there.teams) == (("AA",), ("RESPONSE",))


def test_no_more_than_five_are_listed_each_with_a_link_inside_the_app() -> None:
    many = [Finding(f"Finding {i}.", f"/?command={i}", "Open") for i in range(8)]
    items = [item["props"]["children"] for item in Look().fill(many)["look-list"]["children"]]
    assert [words for words, _ in items] == [f"Finding {i}. " for i in range(5)]
    assert [link["props"]["className"] for _, link in items] == ["in-app"] * 5


# Cards.


def sick(folder: Path, before: tuple[int, int], now: tuple[int, int]) -> Snapshot:
    """Two months of so many officers, and so many of them on long-term absence."""
    frames = {
        month: frame(
            person(
                month=month,
                person_id=str(i),
                team="RESPONSE",
                absence="sickness",
                absence_from="2022-06-01" if i < absent else f"{month}-20",
            )
            for i in range(officers)
        )
        for month, (officers, absent) in (("2022-12", before), ("2023-01", now))
    }
    return snapshot_of(folder, frames, ANY)


def card_of(snapshot: Snapshot, measure: Measure, query: str = "") -> Card:
    return card(snapshot, state_of(snapshot, query), measure)


@pytest.mark.parametrize(
    ("before", "now", "measure", "value", "change", "tone"),
    [
        ((40, 4), (40, 6), GAP, "15.0%", "+5.0 points on a month before, worse", "worse"),
        ((40, 6), (40, 4), GAP, "10.0%", "-5.0 points on a month before, better", "better"),
        ((40, 4), (40, 4), GAP, "10.0%", "the same as a month before", "neutral"),
        ((40, 4), (40, 6), DEPLOYABLE, "34", "-2 on a month before, worse", "worse"),
        ((40, 6), (40, 4), DEPLOYABLE, "36", "+2 on a month before, better", "better"),
        # More officers are neither better nor worse by themselves.
        ((40, 4), (43, 4), NOMINAL, "43", "+3 on a month before", "neutral"),
        ((40, 4), (19, 4), GAP, "4 of 19", "", "neutral"),
        ((19, 4), (40, 4), GAP, "10.0%", "nothing to compare with", "neutral"),
    ],
)
def test_a_card_says_the_value_the_change_and_whether_that_is_better(
    tmp_path: Path,
    before: tuple[int, int],
    now: tuple[int, int],
    measure: Measure,
    value: str,
    change: str,
    tone: str,
) -> None:
    found = card_of(sick(tmp_path, before, now), measure)
    assert (found.value, found.change) == (value, change.replace("-", MINUS))
    if change:
        assert found.tone == tone
    # On too small a base there is no rate, and no line of rates either.
    assert bool(found.spark) == ("of" not in value)


def test_a_card_compared_with_nothing_says_nothing_and_with_no_data_says_so(
    tmp_path: Path,
) -> None:
    snapshot = sick(tmp_path, (40, 4), (40, 6))
    assert card_of(snapshot, GAP, "compare=none").change == ""
    assert card_of(snapshot, GAP, "to=2022-12").change == "nothing to compare with"
    assert card_of(snapshot, GAP, "compare=year").change == "nothing to compare with"


def test_a_card_s_change_over_a_span_reads_as_a_sentence(tmp_path: Path) -> None:
    months = ["2022-10", "2022-11", "2022-12", "2023-01"]
    frames = {
        month: frame(
            person(month=month, person_id=str(i), suspended=i < 2 * place) for i in range(40)
        )
        for place, month in enumerate(months)
    }
    snapshot = snapshot_of(tmp_path, frames, ANY)
    found = card_of(snapshot, GAP, "from=2022-12&to=2023-01")
    # The mean of 4 and 6 suspended against that of none and 2.
    assert found.value == "12.5%"
    assert found.change.startswith("+10.0 points on ")
    assert found.change.endswith("2 months before, worse")
    assert " on in " not in found.change


def test_a_card_says_which_filters_do_not_apply_to_it(tmp_path: Path) -> None:
    snapshot = sick(tmp_path, (40, 4), (40, 6))
    assert card_of(snapshot, PROBATIONERS).notes == []
    assert card_of(snapshot, PROBATIONERS, "count=heads&grade=constable").notes == [
        "the grade filter does not apply",
        "always headcount",
    ]
    assert card_of(snapshot, SPAN, "view=host").notes == ["always where they work"]
    assert card_of(snapshot, NOMINAL, "reading=home_office").notes == []


def test_a_card_names_the_column_without_which_it_has_nothing_to_say(tmp_path: Path) -> None:
    snapshot = sick(tmp_path, (40, 4), (40, 6))
    found = card_of(snapshot, LIMITED)
    assert (found.value, found.benchmark) == ("not recorded", "needs: limitation")
    assert (found.change, found.spark) == ("", "")


def test_a_span_without_a_sergeant_has_no_value(tmp_path: Path) -> None:
    found = card_of(sick(tmp_path, (40, 4), (40, 6)), SPAN)
    assert (found.value, found.change) == ("no value", "")


def test_the_published_range_stands_beside_the_review_s_reading_alone(tmp_path: Path) -> None:
    snapshot = sick(tmp_path, (40, 4), (40, 6))
    assert card_of(snapshot, GAP).benchmark == "20 to 25%: published for a typical BCU"
    other = card_of(snapshot, GAP, "reading=home_office")
    assert other.benchmark == "no figure is published"
    assert other.value == "15.0%"


def test_the_trend_is_told_in_words(tmp_path: Path) -> None:
    found = card_of(sick(tmp_path, (40, 4), (40, 6)), GAP)
    assert found.told == (
        "Gap to nominal over 2 months: from 10.0% to 15.0%, between 10.0% and 15.0%"
    )


def test_a_working_shows_the_two_numbers_and_what_they_divide_to(tmp_path: Path) -> None:
    snapshot = sick(tmp_path, (40, 4), (40, 6))
    selection = state_of(snapshot, "").selection
    assert worked(snapshot, GAP, selection).sum_in_words() == (
        "6.0 officers who are not deployable / 40.0 officers on the books = 15.0%"
    )
    assert worked(snapshot, NOMINAL, selection).sum_in_words() == "40.0 officers on the books"


# Cautions.


def holed(folder: Path, months_of_bravo: list[str]) -> Snapshot:
    """Five months of AA, some of BB; NA is listed and never sent anything."""
    frames = {}
    for month in ("2022-09", "2022-10", "2022-11", "2022-12", "2023-01"):
        codes = ["AA", *(["BB"] if month in months_of_bravo else [])]
        frames[month] = frame(
            person(month=month, person_id=code, command=code, suspended=False) for code in codes
        )
    return snapshot_of(folder, frames, small_force())


def test_who_sent_nothing_is_cautioned_by_month_then_by_their_number(tmp_path: Path) -> None:
    snapshot = holed(tmp_path, ["2022-09", "2023-01"])
    never = "No month has come from North Area: all figures are without."
    assert never in cautions.of(snapshot, state_of(snapshot, ""))
    two = cautions.of(snapshot, state_of(snapshot, "from=2022-11&to=2023-01&compare=none"))
    assert two[:3] == [
        "No extract for November 2022 from Bravo.",
        "No extract for December 2022 from Bravo.",
        "A mean is that of the months that each command has.",
    ]
    more = holed(tmp_path / "more", ["2023-01"])
    said = cautions.of(more, state_of(more, "from=2022-09&to=2023-01&compare=none"))
    assert said[0] == "4 of the 5 months lack a command's extract."
    alone = cautions.of(more, state_of(more, "command=AA&from=2022-09&to=2023-01&compare=none"))
    assert not any("extract for" in words or "lack" in words for words in alone)


def test_a_comparison_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    snapshot = holed(tmp_path, ["2023-01"])
    said = cautions.of(snapshot, state_of(snapshot, "compare=year"))
    assert "No comparison: there is no data for January 2022." in said
    quiet = cautions.of(snapshot, state_of(snapshot, "compare=none"))
    assert not any("comparison" in words for words in quiet)
