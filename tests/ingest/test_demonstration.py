"""The made-up people hold together, and come out as the figures that are published."""

import tomllib
from itertools import pairwise

import pandas as pd
import pytest

from dashboard.ingest.demonstration import months, tables
from dashboard.schema.tables import STRENGTH
from dashboard.settings import ROOT

# Probationer shares of PCs and of DCs, %, January 2023: Casey Review 2023, Figure 4.5.
FIGURE_4_5 = {
    "AS": (25.0, 47.9),
    "AW": (28.2, 39.5),
    "CE": (25.2, 49.5),
    "CN": (27.6, 50.2),
    "EA": (26.4, 37.8),
    "NA": (25.1, 47.4),
    "NE": (25.8, 47.0),
    "NW": (22.6, 46.2),
    "SE": (24.6, 42.5),
    "SN": (23.9, 41.8),
    "SW": (18.5, 48.5),
    "WA": (25.4, 39.9),
}
BCUS = list(FIGURE_4_5)
JANUARY = "2023-01"
END = pd.Timestamp("2023-01-31")


@pytest.fixture(scope="module")
def made() -> dict[str, pd.DataFrame]:
    return dict(months())


@pytest.fixture(scope="module")
def frames(made) -> dict[str, pd.DataFrame]:
    """Those on the books at each month's end."""
    return {month: people[people["left_on"].isna()] for month, people in made.items()}


@pytest.fixture(scope="module")
def leavers(made) -> pd.DataFrame:
    left = [people[people["left_on"].notna()] for people in made.values()]
    return pd.concat(left, ignore_index=True)


@pytest.fixture(scope="module")
def officers(frames) -> pd.DataFrame:
    """The officers of January 2023, each with their first duty status, plainly worked out."""
    people = frames[JANUARY]
    people = people[people["role"] == "officer"].copy()
    status = pd.Series("full", index=people.index)
    for kind in ("recuperative", "adjusted", "management_restricted"):
        status[people["limitation"] == kind] = kind
    status[people["attached_to"].notna()] = "attached_out"
    status[(END - people["absence_from"]).dt.days + 1 > 28] = "long_term_absence"
    status[people["suspended"].fillna(False).astype(bool)] = "suspended"
    people["status"] = status
    away = status.isin(["suspended", "long_term_absence", "attached_out"])
    share = people["training_share"].fillna(0).where(~away, 0)
    people["training"] = people["fte"] * share
    people["not_deployable"] = (people["fte"] * (status != "full")).where(
        share == 0, people["training"] + (people["fte"] - people["training"]) * (status != "full")
    )
    people["bcu"] = people["command"].isin(BCUS)
    return people


@pytest.fixture(scope="module")
def posts(frames) -> pd.DataFrame:
    made = [
        rows
        for month, people in frames.items()
        for table, _, rows in tables(month, people)
        if table == "establishment"
    ]
    return pd.concat(made, ignore_index=True)


def probationers(people: pd.DataFrame, end: pd.Timestamp) -> pd.Series:
    served = (end.year - people["joined_on"].dt.year) * 12 + (
        end.month - people["joined_on"].dt.month
    )
    new = people["entry_route"].isna() | (people["entry_route"] == "new")
    by_rule = people["confirmed_on"].isna() & new & (served < 24)
    return by_rule | (people["confirmed_on"] > end)


def spans(people: pd.DataFrame) -> tuple[int, int]:
    return (
        int(people["rank"].isin(["PC", "DC"]).sum()),
        int(people["rank"].isin(["PS", "DS"]).sum()),
    )


@pytest.mark.parametrize("command", BCUS)
@pytest.mark.parametrize(("rank", "column"), [("PC", 0), ("DC", 1)])
def test_probationer_shares_are_those_published(officers, command, rank, column):
    people = officers[(officers["command"] == command) & (officers["rank"] == rank)]
    share = 100 * int(probationers(people, END).sum()) / len(people)
    assert round(share, 1) == FIGURE_4_5[command][column]


def test_pooled_probationer_shares_are_the_averages_printed(officers):
    for rank, printed in (("PC", 24.9), ("DC", 44.7)):  # Casey Review 2023, Figure 4.5
        people = officers[officers["bcu"] & (officers["rank"] == rank)]
        assert round(100 * probationers(people, END).mean(), 1) == printed


def test_officers_of_the_force_and_of_the_bcus(frames):
    total, bcus = {}, {}
    for month, people in frames.items():
        of = people[people["role"] == "officer"]
        total[month] = of["fte"].sum()
        bcus[month] = of["fte"][of["command"].isin(BCUS)].sum()
    bcu = pd.Series(bcus)
    assert total["2018-03"] == pytest.approx(29800, abs=150)
    assert total[JANUARY] == pytest.approx(34372, abs=1e-6)  # Casey Review 2023, 2.4
    assert total["2023-03"] == pytest.approx(34400, abs=100)
    assert bcu["2018-04":"2019-03"].mean() == pytest.approx(15656, rel=0.01)  # 2.6 and 4.3
    assert bcu["2021-04":"2022-03"].mean() == pytest.approx(18818, rel=0.01)  # 4.3


def test_staff_pcsos_and_specials(frames):
    people = frames[JANUARY]
    roles = people["role"].value_counts()
    assert roles["staff"] == pytest.approx(9934, rel=0.02)  # Casey Review 2023, 2.5
    assert roles["pcso"] == pytest.approx(1145, rel=0.02)
    assert roles["special"] == pytest.approx(1786, rel=0.02)
    bcu = people[people["command"].isin(BCUS)]["role"].value_counts()
    assert (bcu["staff"], bcu["pcso"], bcu["special"]) == (409, 668, 1587)  # 4.3
    assert (people["fte"][people["role"] == "special"] == 0).all()


def test_about_three_thousand_recruits_in_their_first_year_all_in_the_bcus(officers):
    recruits = officers[officers["training_share"] > 0]
    assert len(recruits) == pytest.approx(3000, abs=90)
    assert (recruits["training_share"] == 0.5).all()
    assert recruits["bcu"].all()
    assert (recruits["joined_on"] > END - pd.DateOffset(months=12)).all()
    assert officers["training"].sum() == pytest.approx(1500, abs=30)  # Casey Review 2023, 4.6


def test_not_fully_deployable_in_january_2023(officers):
    lost, nominal = officers["not_deployable"], officers["fte"]
    bcu = officers["bcu"]
    assert lost.sum() == pytest.approx(8800, abs=10)  # Casey Review 2023, 2.5
    assert lost[bcu].sum() / nominal[bcu].sum() == pytest.approx(0.265, abs=0.003)
    assert lost[~bcu].sum() / nominal[~bcu].sum() == pytest.approx(0.245, abs=0.003)
    assert lost[bcu].sum() > lost[~bcu].sum()
    by = officers[bcu].groupby("command")[["not_deployable", "fte"]].sum()
    gap = by["not_deployable"] / by["fte"]
    assert gap.between(0.22, 0.31).all()
    assert gap.max() - gap.min() > 0.05


def test_reasons_overlap_and_short_absences_do_not_count(officers):
    higher = officers["status"].isin(["suspended", "long_term_absence", "attached_out"])
    assert officers["limitation"][higher].notna().sum() > 50
    short = officers["absence"].notna() & ((END - officers["absence_from"]).dt.days + 1 <= 28)
    assert short.sum() > 200


def test_attachments_are_never_to_the_own_command(frames):
    for month, people in frames.items():
        assert not (people["attached_to"] == people["command"]).any(), month
    assert (frames[JANUARY]["attached_to"] == "EXTERNAL").any()


def test_spans_of_supervision(frames, officers):
    def uniformed(people: pd.DataFrame) -> float:
        people = people[people["command"].isin(BCUS)]
        people = people[people["team"].isin(["RESPONSE", "NEIGHBOURHOOD"])]
        constables, sergeants = spans(people[people["role"] == "officer"])
        return constables / sergeants

    assert uniformed(frames["2018-03"]) == pytest.approx(10, abs=0.4)  # Casey Review 2023, 4.8
    assert uniformed(frames[JANUARY]) == pytest.approx(12, abs=0.4)
    constables, sergeants = spans(officers[officers["team"] == "TSG"])
    assert constables / sergeants == pytest.approx(3, abs=0.35)
    for team in ("OPERATIONS", "INVESTIGATION", "PROTECTION", "HEADQUARTERS"):
        constables, sergeants = spans(officers[officers["team"] == team])
        assert 4 <= constables / sergeants <= 6, team
    assert (officers["substantive_rank"] != officers["rank"])[officers["acting"] != "none"].all()
    units = officers[officers["bcu"]].groupby("command")["unit"].nunique()
    assert units.between(20, 24).all()


def churn(frames: dict[str, pd.DataFrame], group: list[str]) -> tuple[int, int, float]:
    """People in and out of commands in 2022-23, and the mean of its twelve months' people."""
    at = {}
    for month in pd.period_range("2022-03", "2023-03", freq="M").astype(str):
        people = frames[month]
        at[month] = people[people["role"] != "special"].set_index("person_id")["command"]
    came = gone = 0
    for before, after in pairwise(at.values()):
        both = pd.concat([before.rename("a"), after.rename("b")], axis=1)
        both = both[both["a"].fillna("") != both["b"].fillna("")]
        gone += int(both["a"].isin(group).sum())
        came += int(both["b"].isin(group).sum())
    return came, gone, sum(people.isin(group).sum() for people in list(at.values())[1:]) / 12


def test_churn_of_the_bcus_in_2022_23(frames):
    # Casey Review 2023, 4.4: 4,910 in and 4,191 out of 20,399; a move between two BCUs counts twice
    came, gone, mean = churn(frames, BCUS)
    assert (came, gone, mean) == (4910, 4191, 20399)
    assert (came + gone) / mean == pytest.approx(0.446, abs=0.005)


@pytest.mark.parametrize(("command", "printed"), [("MO19", 18), ("MO7", 21)])
def test_churn_of_two_specialist_commands_in_2022_23(frames, command, printed):
    came, gone, mean = churn(frames, [command])  # Casey Review 2023, 4.4
    assert round(100 * (came + gone) / mean) == printed


def test_posts_stand_in_every_month_from_the_first_and_are_agreed_again_each_april(posts):
    days = posts["effective_from"].drop_duplicates().dt.strftime("%Y-%m-%d").tolist()
    assert days == ["2018-03-01", "2019-04-01", "2020-04-01", "2021-04-01", "2022-04-01"]


def test_occupancy_of_the_bcus_in_january_2023(officers, posts):
    agreed = posts[(posts["effective_from"] == "2022-04-01") & (posts["role"] == "officer")]
    by = agreed.groupby("command")["posts"].sum()
    nominal = officers.groupby("command")["fte"].sum()
    assert round(100 * nominal[BCUS].sum() / by[BCUS].sum(), 1) == 96.0
    occupancy = (nominal / by)[BCUS]
    assert occupancy.between(0.93, 0.99).all()
    assert occupancy.max() - occupancy.min() > 0.03


def test_gap_to_posts_of_the_bcus_in_january_2023(officers, posts):
    # Casey Review 2023, 2.5: 25 to 30%. Of 100 posts 96 are filled, and 26.5% of those are lost:
    # 100 - 96 x 0.735 = 29.4.
    agreed = posts[(posts["effective_from"] == "2022-04-01") & (posts["role"] == "officer")]
    whole = agreed["posts"][agreed["command"].isin(BCUS)].sum()
    bcu = officers[officers["bcu"]]
    gap = 1 - (bcu["fte"].sum() - bcu["not_deployable"].sum()) / whole
    assert 0.25 < gap < 0.30
    assert gap == pytest.approx(0.294, abs=0.003)


def test_posts_are_whole_and_every_command_has_some_for_each_role_it_employs(frames, posts):
    assert (posts["posts"] % 1 == 0).all()
    assert set(posts["role"]) == {"officer", "staff", "pcso"}
    people = frames[JANUARY]
    employed = people[people["role"] != "special"][["command", "role"]]
    agreed = posts[posts["effective_from"] == "2022-04-01"][["command", "role"]]
    assert {*map(tuple, agreed.to_numpy())} == {*map(tuple, employed.to_numpy())}


def test_detectives_posts_are_the_hardest_to_fill(officers, posts):
    agreed = posts[(posts["effective_from"] == "2022-04-01") & posts["command"].isin(BCUS)]
    filled = officers[officers["bcu"]].groupby("rank")["fte"].sum()
    occupancy = filled / agreed.groupby("rank")["posts"].sum()
    assert occupancy["DC"] < 0.92 < 0.95 < occupancy["PC"] < 1


def test_sixty_one_months_in_order_each_row_once(made):
    expected = pd.period_range("2018-03", "2023-03", freq="M").astype(str).tolist()
    assert list(made) == expected
    for month, people in made.items():
        assert not people.duplicated(["month", "person_id", "role"]).any()
        assert (people["month"] == month).all()


def test_columns_types_and_choices_are_those_of_the_contract(made):
    kinds = {"text": "str", "month": "str", "choice": "str", "number": "float64"}
    for month in ("2018-03", JANUARY):
        people = made[month]
        for name in people:
            column = STRENGTH.column(name)
            dtype = str(people[name].dtype)
            if column.kind == "date":
                assert dtype.startswith("datetime64"), name
            elif column.kind == "flag":
                assert dtype == "boolean", name
            else:
                assert dtype == kinds[column.kind], name
            if column.choices:
                assert set(people[name].dropna()) <= set(column.choices), name
            if column.required:
                assert people[name].notna().all(), name


def test_no_date_is_ahead_of_its_month_or_before_its_person(made):
    for month, people in made.items():
        end = pd.Period(month).end_time.normalize()
        for name in ("joined_on", "in_rank_since", "posted_on", "absence_from",
                     "limitation_from", "attached_from", "left_on"):  # fmt: skip
            assert not (people[name] > end).any(), (month, name)
            assert not (people[name] < people["joined_on"]).any(), (month, name)


def test_commands_ranks_and_teams_are_those_of_the_force(frames):
    force = tomllib.loads((ROOT / "data/forces/demonstration.toml").read_text(encoding="utf-8"))
    for people in frames.values():
        assert set(people["command"]) == set(force["commands"])
        assert len(set(people["command"]) & set(BCUS)) == 12
        assert len(set(people["command"]) - set(BCUS)) == 8
        assert set(people["rank"]) <= set(force["ranks"])
        assert set(people["team"].dropna()) <= set(force["teams"])
        assert set(people["attached_to"].dropna()) <= {*force["commands"], "EXTERNAL"}


def test_north_area_stays_text(frames):
    assert (frames[JANUARY]["command"] == "NA").sum() > 1000
    assert frames[JANUARY]["command"].notna().all()


def test_people_go_on_from_month_to_month(frames):
    for before, after in pairwise(frames):
        old, new = set(frames[before]["person_id"]), set(frames[after]["person_id"])
        assert len(old & new) > 0.98 * len(old)
    keys = ["person_id", "role"]
    first = frames["2018-03"].set_index(keys)["joined_on"]
    last = frames["2023-03"].set_index(keys)["joined_on"]
    same = first.index.intersection(last.index)
    assert len(same) > 0.55 * len(first)
    assert (first[same] == last[same]).all()


def test_an_absence_goes_on_with_the_same_first_day(frames):
    december, january = (frames[m].set_index(["person_id", "role"]) for m in ("2022-12", JANUARY))
    january = january[january["absence_from"] <= pd.Timestamp("2022-12-31")]
    both = january.index.intersection(december.index)
    assert len(both) > 500
    assert (january["absence_from"][both] == december["absence_from"][both]).all()


def test_the_same_seed_makes_the_same_people(made):
    for (month, people), _ in zip(months(), range(3), strict=False):
        pd.testing.assert_frame_equal(people, made[month])


def test_another_seed_makes_other_people(made):
    month, people = next(months(seed=1))
    assert not people["joined_on"].equals(made[month]["joined_on"])


# --- who left -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "month"), [("2018-03", "2018-04"), ("2020-09", "2020-10"), ("2023-02", "2023-03")]
)
def test_whoever_is_on_the_books_no_more_has_a_last_row_in_the_month_of_leaving(
    made, frames, before, month
):
    # Of a member of staff who is also a Special two rows share a pseudonym.
    was, now, all_of = (
        rows[rows["role"] != "special"].set_index("person_id")
        for rows in (frames[before], frames[month], made[month])
    )
    left = all_of[all_of["left_on"].notna()]
    assert {*left.index} == {*was.index.difference(now.index)}
    assert (left["left_on"].dt.strftime("%Y-%m") == month).all()
    for name in ("command", "team", "unit", "rank", "joined_on"):
        assert left[name].equals(was[name][left.index]), name


def test_nobody_is_known_to_have_left_in_the_first_month(made, leavers):
    assert made["2018-03"]["left_on"].isna().all()
    assert leavers["month"].nunique() == 60


def test_between_five_and_a_half_and_six_per_cent_of_officers_leave_a_year(leavers, frames):
    # Casey Review 2023, footnote 154.
    officers = sum((people["role"] == "officer").sum() for people in frames.values()) / len(frames)
    gone = (leavers["role"] == "officer").sum() / 5
    assert 0.054 < gone / officers < 0.061


def test_every_leaver_has_a_reason_that_fits_their_service(leavers):
    reasons = {"retirement", "resignation", "transfer out", "dismissal", "ill-health", "other"}
    assert set(leavers["leaver_reason"]) == reasons
    served = (leavers["left_on"] - leavers["joined_on"]).dt.days / 365.25
    officer = leavers["role"] == "officer"
    retired = leavers["leaver_reason"] == "retirement"
    assert (served[officer & retired] > 24.9).all()
    assert retired[officer & (served > 30.1)].mean() > 0.85
    resigned = leavers["leaver_reason"] == "resignation"
    assert resigned[officer & (served < 1.9)].mean() == pytest.approx(0.83, abs=0.06)
    sacked = leavers["leaver_reason"] == "dismissal"
    suspended = leavers["suspended"].fillna(False).astype(bool)
    assert sacked[suspended].mean() > 0.5 > 0.1 > sacked[officer & ~suspended].mean()


def test_nobody_on_the_books_has_a_reason_for_leaving(frames):
    assert all(people["leaver_reason"].isna().all() for people in frames.values())


# --- supervisors, drivers, reviews ----------------------------------------------------------------


def test_a_constables_supervisor_is_a_sergeant_present_in_the_same_unit(frames, officers):
    place = ["command", "team", "unit"]
    away = officers["status"].isin(["suspended", "long_term_absence", "attached_out"])
    there = officers[officers["rank"].isin(["PS", "DS"]) & ~away].set_index("person_id")
    constables = officers[officers["rank"].isin(["PC", "DC"])]
    assert constables["supervisor_id"].notna().all()
    theirs = there.loc[constables["supervisor_id"], place]
    assert (theirs.to_numpy() == constables[place].to_numpy()).all()
    others = frames[JANUARY]
    assert others["supervisor_id"][~others["rank"].isin(["PC", "DC"])].isna().all()


def test_sergeants_share_their_units_constables_unevenly_and_for_a_while(frames, officers):
    uniformed = officers[officers["bcu"] & officers["team"].isin(["RESPONSE", "NEIGHBOURHOOD"])]
    led = uniformed.groupby("supervisor_id").size()
    assert 11 < led.mean() < 15
    assert 0.2 < (led > 15).mean() < 0.5
    assert 0.05 < (led < 8).mean() < 0.3
    was, now = (frames[m].set_index(["person_id", "role"]) for m in ("2022-12", JANUARY))
    both = was.index[was["supervisor_id"].notna()].intersection(now.index)
    assert (was["supervisor_id"][both] == now["supervisor_id"][both]).mean() > 0.9


@pytest.mark.parametrize("month", ["2022-04", JANUARY, "2023-03"])
def test_half_to_three_fifths_of_response_officers_drive_to_emergencies(frames, month):
    people = frames[month]
    response = people[(people["role"] == "officer") & (people["team"] == "RESPONSE")]
    assert 0.5 < response["driver"].isin(["response", "advanced"]).mean() < 0.6


def test_some_reviews_and_attachments_are_past_their_day(officers):
    limited, lent = (officers[officers[name].notna()] for name in ("limitation", "attached_to"))
    assert 0.1 < (limited["limitation_review"] <= END).mean() < 0.25
    assert (limited["limitation_review"] > limited["limitation_from"]).all()
    assert 0.05 < (lent["attached_until"] <= END).mean() < 0.12
    assert (lent["attached_until"] > lent["attached_from"]).all()


def test_about_an_eighth_of_sergeants_are_in_their_first_year_in_the_rank(officers):
    sergeants = officers[officers["rank"].isin(["PS", "DS"])]
    assert 0.09 < (sergeants["in_rank_since"] > END - pd.DateOffset(years=1)).mean() < 0.15
