"""The page of demand on numbers worked out by hand: shares, parity, the mix and its allocation."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard.access.reading import Snapshot
from dashboard.components.allocation import allocation, moved
from dashboard.components.choices import by_name
from dashboard.components.demand_shares import asked_of, compared
from dashboard.components.mix import Mix
from dashboard.components.page import Answered, View
from dashboard.components.state import State, read_state
from dashboard.measures.engine.selection import read_query
from dashboard.pages import demand
from dashboard.schema.force import Command
from tests.facts import frame, person, small_force
from tests.small_store import snapshot_of

FORCE = small_force(
    commands={
        "AA": Command(name="Alpha", areas=("Camden", "Islington")),
        "BB": Command(name="Bravo", areas=("Hackney",)),
        "NA": Command(name="North Area"),
    }
)
JAN, FEB, MAR = "2023-01", "2023-02", "2023-03"


def officers(month: str, **counts: int) -> pd.DataFrame:
    """So many officers of each command; the first ten of Alpha are suspended."""
    rows = [
        person(month=month, person_id=f"{code}{i}", command=code, suspended=False)
        for code, count in counts.items()
        for i in range(count)
    ]
    for row in rows[:10]:
        row |= {"suspended": True}
    return frame(rows)


def asked(month: str, **said: dict[str, float]) -> pd.DataFrame:
    """The counts of each kind, by area; an underscore is a space."""
    rows = [
        {"month": month, "area": area.replace("_", " "), "kind": kind, "value": float(value)}
        for area, kinds in said.items()
        for kind, value in kinds.items()
    ]
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Alpha: 40 of 50 deployable, Bravo 60 of 60; North Area has 100 and no demand at all.

    February lacks Bravo's officers, and March the kind Fraud.
    """
    january = asked(
        JAN,
        Camden={"Burglary": 20, "Robbery": 10, "Fraud": 5},
        islington={"Burglary": 40},
        Hackney={"Burglary": 40, "Robbery": 30, "Fraud": 5},
        Heathrow={"Burglary": 7},
    )
    february = asked(FEB, Camden={"Burglary": 100}, Hackney={"Burglary": 900})
    march = asked(MAR, Camden={"Burglary": 80}, Hackney={"Burglary": 60})
    frames = {
        JAN: officers(JAN, AA=50, BB=60, NA=100),
        FEB: officers(FEB, AA=50, NA=100),
        MAR: officers(MAR, AA=50, BB=60, NA=100),
    }
    others = {"demand": {JAN: january, FEB: february, MAR: march}}
    return snapshot_of(tmp_path_factory.mktemp("demand"), frames, FORCE, others)


def state_of(snapshot: Snapshot, query: str) -> State:
    return read_state(snapshot, read_query(query), by_name(demand.PAGE.choices))


def answered(snapshot: Snapshot, query: str) -> Answered:
    return demand.PAGE.answer(snapshot, state_of(snapshot, query))


def view_of(snapshot: Snapshot, panel: str, query: str) -> View:
    return next(v for v in answered(snapshot, query).views if v.panel.key == panel)


def words(answer: Answered) -> str:
    return "".join(p if isinstance(p, str) else str(p.children) for p in answer.headline)


def test_shares_are_among_the_commands_that_have_demand(snapshot: Snapshot) -> None:
    found = compared(asked_of(snapshot, state_of(snapshot, f"to={JAN}&from={JAN}").selection))
    by = found.set_index(["command", "kind"])
    assert set(found["command"]) == {"AA", "BB"}
    # Boroughs are their command's: 60 of 100 burglaries. Heathrow is nobody's.
    alpha = by.loc[("AA", "Burglary")]
    assert (alpha["value"], alpha["share"]) == (60.0, 60.0)
    # 40 of the 100 deployable, 50 of the 110 on the books; the 100 of North Area are in neither.
    assert alpha["deployable_share"] == pytest.approx(40.0)
    assert alpha["ratio"] == pytest.approx(0.6 / 0.4)
    assert alpha["nominal_ratio"] == pytest.approx(0.6 / (50 / 110))
    assert by.loc[("BB", "Robbery"), "ratio"] == pytest.approx(0.75 / 0.6)
    assert by.loc[("AA", "Fraud"), "share"] == 50.0


def test_without_a_mix_every_kind_counts_by_its_number(snapshot: Snapshot) -> None:
    table = allocation(
        asked_of(snapshot, state_of(snapshot, f"to={JAN}&from={JAN}").selection), Mix({})
    )
    by = table.set_index("code")
    # Alpha has 75 of 150 of everything: 50 of the 100 deployable, and 40 are there.
    assert by.loc["AA", ["demand_share", "allocated", "value"]].tolist() == [50.0, 50.0, 10.0]
    assert by.loc["BB", "value"] == pytest.approx(-10.0)
    assert moved(table) == pytest.approx(10.0)


def test_of_one_command_the_headline_is_its_own(snapshot: Snapshot) -> None:
    # 50 of the 100 deployable, and 40 are there.
    assert words(answered(snapshot, f"to={JAN}&from={JAN}&command=AA")) == (
        "In proportion to all demand by its number, Alpha would have 10 more officers who are "
        "fully deployable than its 40; 10 of 100 of all commands would serve elsewhere."
    )


def test_a_mix_weighs_shares_and_not_counts(snapshot: Snapshot) -> None:
    page = answered(snapshot, f"to={JAN}&from={JAN}&mix=burglary 2, Robbery 1")
    view = next(view for view in page.views if view.panel.key == "allocation")
    by = view.table.set_index("code")
    # (2 x 60% + 1 x 25%) / 3 = 48.3%, not the 70 of 140 that the counts would give.
    assert by.loc["AA", "demand_share"] == 48.3
    assert by.loc["AA", "value"] == 8.3
    assert words(page).startswith("In proportion to the mix Burglary 2, Robbery 1, 8 of 100 ")
    assert not [words for words in page.cautions if "mix" in words]


def test_errors_in_a_mix_are_notices_that_name_the_kinds(snapshot: Snapshot) -> None:
    page = answered(snapshot, f"to={JAN}&from={JAN}&mix=Murder 3")
    assert page.cautions[0] == (
        "The mix names 'Murder', which is no kind of demand here. "
        "Kinds: Burglary, Fraud and Robbery."
    )
    assert words(page).startswith("In proportion to all demand by its number, 10 of 100 ")


def test_the_mix_is_part_of_the_address(snapshot: Snapshot) -> None:
    state = state_of(snapshot, "mix=Burglary 2, Robbery 1")
    assert state_of(snapshot, state.query()).own == {"mix": "Burglary 2, Robbery 1"}


def test_a_month_that_lacks_one_of_the_two_counts_for_neither(snapshot: Snapshot) -> None:
    state = state_of(snapshot, f"from={JAN}&to={MAR}")
    found = asked_of(snapshot, state.selection)
    # Alpha: (60 + 100 + 80) / 3 a month; Bravo (40 + 60) / 2, without the 900 of its hole.
    assert found.demand.loc["AA", "Burglary"] == pytest.approx(80.0)
    assert found.demand.loc["BB", "Burglary"] == pytest.approx(50.0)
    assert found.missing == ("BB",)
    cautions = demand.PAGE.answer(snapshot, state).cautions
    assert any(
        words.endswith("missing of Bravo: those months count for neither.") for words in cautions
    )


def test_a_kind_that_some_months_lack_is_named(snapshot: Snapshot) -> None:
    alone = answered(snapshot, f"from={MAR}&to={MAR}").cautions
    assert "Fraud is not counted in March 2023; it is in January 2023." in alone
    span = answered(snapshot, f"from={JAN}&to={MAR}").cautions
    assert "Fraud is counted in 1 of the 3 months." in span
    assert not [words for words in span if words.startswith("Burglary")]


def test_an_area_of_no_command_is_shown_with_its_count(snapshot: Snapshot) -> None:
    view = view_of(snapshot, "nowhere", f"from={JAN}&to={JAN}")
    assert view.panel.csv(view.table).to_numpy().tolist() == [["Heathrow", "Burglary", 7.0, 6.5]]
    assert view.title == "7 are counted in no command: Heathrow"
    keys = [view.panel.key for view in answered(snapshot, f"from={MAR}&to={MAR}").views]
    assert "nowhere" not in keys


def test_what_is_counted_is_that_of_the_selected_command(snapshot: Snapshot) -> None:
    view = view_of(snapshot, "kinds", f"from={JAN}&to={JAN}&command=AA")
    assert view.table.set_index("name")["value"].to_dict() == {
        "Burglary": 60.0,
        "Robbery": 10.0,
        "Fraud": 5.0,
    }
    assert view.title == "Burglary is 80% of what is counted for Alpha"
    # The shares stay those of the whole, with the command in colour.
    table = view_of(snapshot, "allocation", f"from={JAN}&to={JAN}&command=AA").table
    assert table.set_index("code")["selected"].to_dict() == {"AA": True, "BB": False}


def test_the_other_reading_shares_out_who_it_calls_deployable(snapshot: Snapshot) -> None:
    view = view_of(snapshot, "allocation", f"from={JAN}&to={JAN}&reading=home_office&count=heads")
    assert view.table["deployable"].sum() == 100.0
    assert "available for duty" in view.statistic


def test_of_few_officers_there_is_no_ratio(tmp_path: Path) -> None:
    frames = {JAN: officers(JAN, AA=29, BB=60)}
    others = {"demand": {JAN: asked(JAN, AA={"Theft": 1}, BB={"Theft": 1})}}
    small = snapshot_of(tmp_path, frames, FORCE, others)
    by = compared(asked_of(small, state_of(small, "").selection)).set_index("command")
    # 19 of Alpha's 29 are deployable, 29 are on the books.
    assert pd.isna(by.loc["AA", "ratio"])
    assert by.loc["AA", "nominal_ratio"] == pytest.approx(0.5 / (29 / 89))


def test_a_force_that_sent_no_demand_is_told_what_the_page_needs(tmp_path: Path) -> None:
    none = snapshot_of(tmp_path, {JAN: officers(JAN, AA=20)}, FORCE)
    page = answered(none, "")
    assert page.views == ()
    assert page.cautions == ["Not shown for want of data (needs: demand): Demand."]


def test_a_month_without_demand_has_no_share_and_no_panel(tmp_path: Path) -> None:
    frames = {month: officers(month, AA=50, BB=60) for month in (JAN, FEB)}
    later = snapshot_of(tmp_path, frames, FORCE, {"demand": {JAN: asked(JAN, AA={"Theft": 1})}})
    page = answered(later, "")
    assert page.views == ()
    assert words(page) == (
        "There is no demand of a command to hold officers against in February 2023."
    )
