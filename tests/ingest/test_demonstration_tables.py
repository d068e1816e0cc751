"""What stands beside the made-up people fits them and what is published."""

import tomllib
from itertools import pairwise

import pandas as pd
import pytest

from dashboard.ingest.contract import months_of
from dashboard.ingest.demonstration import months, tables
from dashboard.schema.tables import TABLES
from dashboard.settings import ROOT

BCUS = ["AS", "AW", "CE", "CN", "EA", "NA", "NE", "NW", "SE", "SN", "SW", "WA"]
DTYPES = {"text": "str", "month": "str", "choice": "str", "number": "float64",
          "date": "datetime64[us]"}  # fmt: skip
UNIT_RETURN, AUDIT, CRIME_SYSTEM = "Unit return", "Case audit", "Crime recording system"
OTHERS = ("establishment", "caseloads", "shifts", "overtime", "demand")
AWAY = ["aid_central", "aid_local", "backfill", "investigation_support", "guard_or_scene",
        "training", "court", "other"]  # fmt: skip


@pytest.fixture(scope="module")
def people() -> dict[str, pd.DataFrame]:
    return dict(months())


@pytest.fixture(scope="module")
def made(people) -> dict[str, list[tuple[str, pd.DataFrame]]]:
    """Each table's parts: the month under which one is kept, and its rows."""
    found: dict[str, list[tuple[str, pd.DataFrame]]] = {name: [] for name in OTHERS}
    for month, strength in people.items():
        for table, at, rows in tables(month, strength):
            if table != "strength":
                found[table].append((at, rows))
    return found


@pytest.fixture(scope="module")
def caseloads(made) -> pd.DataFrame:
    return pd.concat([rows for _, rows in made["caseloads"]], ignore_index=True)


@pytest.fixture(scope="module")
def shifts(made) -> pd.DataFrame:
    """The shifts worked, without the plan."""
    worked = [rows for month, rows in made["shifts"] if month < "2023-04"]
    return pd.concat(worked, ignore_index=True)


def of_bcus(shifts: pd.DataFrame, team: str) -> pd.DataFrame:
    return shifts[shifts["command"].isin(BCUS) & (shifts["team"] == team)]


def on_duty(shifts: pd.DataFrame, by: pd.Series) -> pd.DataFrame:
    """Shifts of each activity of those on duty, by whatever is given; "all" is their sum."""
    there = ~shifts["activity"].isin(["rest_day", "annual_leave", "sickness"])
    worked = shifts[there].groupby([by[there], "activity"])["shifts"].sum().unstack(fill_value=0.0)
    return worked.assign(all=worked.sum(axis=1))


def abstraction(shifts: pd.DataFrame, by: pd.Series) -> pd.Series:
    worked = on_duty(shifts, by)
    return worked[[name for name in AWAY if name in worked]].sum(axis=1) / worked["all"]


def aid(shifts: pd.DataFrame, by: pd.Series) -> pd.Series:
    worked = on_duty(shifts, by)
    return (worked["aid_central"] + worked["aid_local"]) / worked["all"]


# --- all of them ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OTHERS)
def test_columns_types_and_choices_are_those_of_the_contract(made, name):
    for _, rows in made[name]:
        for column in map(TABLES[name].column, rows):
            assert str(rows[column.name].dtype) == DTYPES[column.kind], column.name
            if column.choices:
                assert set(rows[column.name].dropna()) <= set(column.choices)
            if column.low is not None:
                assert not (rows[column.name] < column.low).any()
        assert rows[[*TABLES[name].required]].notna().all().all()


@pytest.mark.parametrize("name", OTHERS)
def test_each_row_stands_once_under_the_month_that_an_import_would_give_it(made, name):
    kept = [month for month, _ in made[name]]
    assert kept == sorted(set(kept))
    for month, rows in made[name]:
        assert not rows.duplicated([key for key in TABLES[name].key if key in rows]).any()
        assert (months_of(rows, TABLES[name]) == month).all()


@pytest.mark.parametrize("name", OTHERS)
def test_commands_ranks_and_teams_are_those_of_the_force(made, name):
    force = tomllib.loads((ROOT / "data/forces/demonstration.toml").read_text(encoding="utf-8"))
    known = {"command": "commands", "to_command": "commands", "team": "teams", "to_team": "teams",
             "rank": "ranks"}  # fmt: skip
    for _, rows in made[name]:
        for column, section in known.items():
            if column in rows:
                assert set(rows[column].dropna()) <= set(force[section])


@pytest.mark.parametrize("month", ["2018-03", "2023-01"])
def test_the_same_people_make_the_same_tables(made, people, month):
    for table, at, rows in tables(month, people[month]):
        if table != "strength":
            pd.testing.assert_frame_equal(rows, dict(made[table])[at])


@pytest.mark.parametrize("month", ["2023-01", "2023-03"])
def test_beside_people_without_teams_stands_only_what_was_asked_of_the_force(people, month):
    nowhere = people[month].assign(team=None, unit=None, fte=0.0)
    assert [table for table, _, _ in tables(month, nowhere)] == ["strength", "demand"]


def test_those_who_have_left_are_in_no_other_table(people):
    month = "2023-03"
    there = people[month][people[month]["left_on"].isna()]
    assert len(there) < len(people[month])
    for one, other in zip(tables(month, people[month]), tables(month, there), strict=True):
        if one[0] != "strength":
            pd.testing.assert_frame_equal(one[2], other[2])


# --- caseloads ------------------------------------------------------------------------------------


def per_investigator(caseloads: pd.DataFrame, team: str, kind: str = "cases") -> pd.DataFrame:
    """Open cases per investigator by month and source, over the BCUs."""
    of = caseloads[(caseloads["team"] == team) & (caseloads["kind"] == kind)]
    sums = of.groupby(["month", "source"])[["open_cases", "investigators"]].sum()
    return (sums["open_cases"] / sums["investigators"]).unstack()


def test_three_sources_disagree_around_18_cases_in_public_protection(caseloads):
    year = per_investigator(caseloads, "PROTECTION").loc["2022-04":"2023-03"].mean()
    assert year[UNIT_RETURN] == pytest.approx(18, abs=0.5)  # "over 18", Casey Review 2023, 5.4
    assert year[AUDIT] == pytest.approx(16, abs=0.5)
    assert year[CRIME_SYSTEM] == pytest.approx(21, abs=0.5)


def test_cases_rise_from_the_optimum_of_13(caseloads):
    by = per_investigator(caseloads, "PROTECTION")[UNIT_RETURN]
    assert by["2018-03"] == pytest.approx(13, abs=0.4)  # Casey Review 2023, 5.4
    years = [by[f"{year}-04" : f"{year + 1}-03"].mean() for year in range(2018, 2023)]
    assert all(later > before for before, later in pairwise(years))


def test_the_sources_keep_their_order_and_one_starts_later(caseloads):
    assert set(caseloads["source"]) == {UNIT_RETURN, AUDIT, CRIME_SYSTEM}
    for team, kind in (("PROTECTION", "cases"), ("PROTECTION", "offenders"),
                       ("INVESTIGATION", "cases")):  # fmt: skip
        by = per_investigator(caseloads, team, kind)
        assert (by[CRIME_SYSTEM] > by[UNIT_RETURN]).all()
        assert by[AUDIT].first_valid_index() == "2020-04"
        later = by.loc["2020-04":]
        assert (later[AUDIT] < later[UNIT_RETURN]).all()


def test_investigators_are_those_on_the_books_of_their_unit(caseloads, people):
    key = ["command", "team", "unit"]
    flagged = people["2023-01"]
    flagged = flagged[flagged["left_on"].isna() & flagged["command"].isin(BCUS)]
    flagged = flagged[flagged["investigator"].fillna(False)]
    january = caseloads[(caseloads["month"] == "2023-01") & (caseloads["source"] == UNIT_RETURN)]
    counted = january.set_index(key)["investigators"].sort_index()
    assert counted.astype(int).to_dict() == flagged.groupby(key).size().to_dict()
    assert set(january["team"]) == {"PROTECTION", "INVESTIGATION"}
    assert set(january["command"]) == set(BCUS)


def test_offenders_managed_are_no_cases(caseloads):
    offenders = caseloads["kind"] == "offenders"
    assert (offenders == (caseloads["unit"] == "Offender management")).all()


# --- shifts ---------------------------------------------------------------------------------------


def test_every_team_has_every_day_of_the_61_months(shifts):
    days = pd.date_range("2018-03-01", "2023-03-31")
    core = shifts[shifts["activity"] == "core"].groupby(["command", "team"])["date"]
    assert (core.nunique() == len(days)).all()
    assert (core.min() == days[0]).all()
    assert (core.max() == days[-1]).all()
    assert len(shifts) < 1_400_000
    assert (shifts["shifts"] % 1 == 0).all()


@pytest.mark.parametrize(("month", "end"), [("2018-04", "2018-04-30"), ("2023-01", "2023-01-31")])
def test_the_shifts_of_a_day_are_the_officers_who_are_there(shifts, people, month, end):
    here = people[month][people[month]["left_on"].isna()]
    absent = (pd.Timestamp(end) - here["absence_from"]).dt.days + 1 > 28
    suspended = here["suspended"].fillna(False).astype(bool)
    here = here[(here["role"] == "officer") & ~absent & ~suspended & here["attached_to"].isna()]
    # A recruit who is trained half of the time is half there; what is left over is nobody.
    there = (1 - here["training_share"].fillna(0)).groupby([here["command"], here["team"]]).sum()
    days = shifts[months_of(shifts, TABLES["shifts"]) == month]
    daily = days.groupby(["command", "team", "date"])["shifts"].sum().unstack()
    assert (daily.nunique(axis=1) == 1).all()
    assert daily.iloc[:, 0].to_dict() == (there // 1).to_dict()


def test_two_days_in_seven_are_rest_and_four_in_ten_on_reliefs(shifts):
    quiet = shifts[shifts["date"].between("2021-09-06", "2021-11-28")]  # 12 weeks without an event
    for team, share in (("RESPONSE", 0.4), ("NEIGHBOURHOOD", 2 / 7), ("PROTECTION", 2 / 7),
                        ("INVESTIGATION", 2 / 7), ("HEADQUARTERS", 2 / 7)):  # fmt: skip
        rows = of_bcus(quiet, team)
        resting = rows["shifts"][rows["activity"] == "rest_day"].sum() / rows["shifts"].sum()
        assert resting == pytest.approx(share, abs=0.01), team


def test_near_half_of_neighbourhood_is_abstracted_in_bad_weeks_and_not_otherwise(shifts):
    rows = of_bcus(shifts, "NEIGHBOURHOOD")
    monday = rows["date"] - pd.to_timedelta(rows["date"].dt.day_of_week, unit="D")
    by = abstraction(rows, monday)
    for week in ("2019-04-15", "2019-10-07", "2022-09-12"):
        assert 0.45 < by[pd.Timestamp(week)] < 0.55, week
    assert by.between(0.20, 0.33).mean() > 0.9
    assert by["2022-10-03":"2022-12-19"].mean() > by["2018-10-01":"2018-12-17"].mean() + 0.03


def test_aid_peaks_at_weekends(shifts):
    rows = of_bcus(shifts, "RESPONSE")
    by = aid(rows, rows["date"].dt.day_of_week)
    assert min(by[5], by[6]) > 1.3 * by[:5].max()
    assert by[5] > 2 * by[:4].max()


def test_aid_peaks_at_carnival_new_years_eve_and_the_royal_funeral(shifts):
    rows = shifts[shifts["command"].isin(BCUS)]
    by = aid(rows, rows["date"])
    top = {str(day)[:10] for day in by["2022"].nlargest(4).index}
    assert top == {"2022-08-28", "2022-08-29", "2022-12-31", "2022-09-19"}
    top = {str(day)[:10] for day in by["2019"].nlargest(3).index}
    assert top == {"2019-08-25", "2019-08-26", "2019-12-31"}
    mourning = by["2022-09-08":"2022-09-19"]
    assert (mourning > 2 * by["2022-11-01":"2022-11-30"].mean()).all()


def test_there_was_no_carnival_in_2020_and_2021(shifts):
    rows = shifts[shifts["command"].isin(BCUS)]
    by = aid(rows, rows["date"])
    for sunday in ("2020-08-30", "2021-08-29"):
        before = pd.Timestamp(sunday) - pd.Timedelta(days=7)
        assert by[sunday] == pytest.approx(by[before], rel=0.25)


def test_response_gives_to_aid_first_and_public_protection_last(shifts):
    shares = {
        team: aid(rows, rows["team"])[team]
        for team in ("RESPONSE", "NEIGHBOURHOOD", "INVESTIGATION", "PROTECTION")
        for rows in [of_bcus(shifts, team)]
    }
    assert min(shares["RESPONSE"], shares["NEIGHBOURHOOD"]) > 2 * shares["INVESTIGATION"]
    assert shares["INVESTIGATION"] > 2 * shares["PROTECTION"] > 0


def test_help_names_who_was_helped_and_it_is_another(shifts):
    central, backfill = (shifts["activity"] == name for name in ("aid_central", "backfill"))
    assert (shifts["to_command"].notna() == central).all()
    assert (shifts["to_team"].notna() == backfill).all()
    assert not (shifts["to_command"] == shifts["command"]).any()
    assert not (shifts["to_team"] == shifts["team"]).any()
    assert not central[shifts["command"].isin(["MO7", "CT"])].any()
    assert set(shifts["command"][backfill]) == set(BCUS)


def test_core_shifts_alone_are_told_apart_by_the_part_of_the_day(shifts):
    told = shifts["period"].notna()
    assert (shifts["activity"][told] == "core").all()
    core = shifts[shifts["activity"] == "core"]
    parts = core.groupby("team")["period"].agg(lambda periods: {*periods.dropna()})
    round_the_clock = {"early", "late", "night"}
    for team in ("RESPONSE", "TSG", "OPERATIONS"):
        assert parts[team] == round_the_clock
    for team in ("NEIGHBOURHOOD", "INVESTIGATION", "PROTECTION"):
        assert parts[team] == {"early", "late"}
    assert parts["HEADQUARTERS"] == set()


def test_hours_are_those_of_the_teams_shifts_and_none_are_worked_at_rest_on_leave_or_sick(shifts):
    off = shifts["activity"].isin(["rest_day", "annual_leave", "sickness"])
    assert (shifts["hours"].isna() == off).all()
    aid = shifts["activity"] == "aid_central"
    assert (shifts["hours"] == 11.0 * shifts["shifts"])[aid].all()
    for team, length in (("RESPONSE", 9.5), ("TSG", 10.0), ("NEIGHBOURHOOD", 8.0)):
        rows = shifts[(shifts["team"] == team) & ~aid & ~off]
        assert (rows["hours"] == length * rows["shifts"]).all()


def test_response_drivers_are_the_share_that_the_people_hold(shifts, people):
    month = shifts[shifts["date"].between("2023-01-01", "2023-01-31")]
    response = month[month["drivers"].notna()]
    assert set(response["team"]) == {"RESPONSE"}
    assert (response["activity"] == "core").all()
    assert (response["drivers"] <= response["shifts"]).all()
    here = people["2023-01"]
    here = here[here["left_on"].isna() & (here["team"] == "RESPONSE") & (here["role"] == "officer")]
    held = here["driver"].isin(["response", "advanced"]).mean()
    assert response["drivers"].sum() / response["shifts"].sum() == pytest.approx(held, abs=0.05)


def test_a_minimum_stands_beside_the_core_shifts_of_response_and_is_sometimes_missed(shifts):
    agreed = shifts[shifts["minimum"].notna()]
    assert (agreed["activity"] == "core").all()
    assert (agreed["team"] == "RESPONSE").all()
    assert len(agreed) == 12 * 1857 * 3  # days from 1 March 2018 to 31 March 2023, three parts each
    by = agreed.groupby(["command", "period"])["minimum"]
    assert (by.nunique() == 1).all()
    # Of AS's 1,426 officers in March 2018 155 in a thousand: 221, a third of them on each part.
    assert by.first()["AS"].to_dict() == {"early": 73, "late": 80, "night": 68}
    below = agreed["shifts"] < agreed["minimum"]
    assert 0.02 < below.mean() < 0.25
    funeral = below[agreed["date"] == "2022-09-19"]
    assert funeral.mean() > 3 * below.mean()


# --- the plan -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plan(made) -> pd.DataFrame:
    return dict(made["shifts"])["2023-04"]


def test_the_plan_is_of_every_teams_four_weeks_after_the_last_month(plan, shifts):
    days = pd.date_range("2023-04-01", "2023-04-28")
    by = plan[plan["activity"] == "core"].groupby(["command", "team"])["date"].nunique()
    assert (by == len(days)).all()
    assert {*by.index} == {*shifts[["command", "team"]].itertuples(index=False, name=None)}
    assert set(plan["date"]) == set(days)


def test_only_what_is_known_ahead_is_planned(plan):
    known = {"core", "rest_day", "annual_leave", "training", "court", "investigation_support",
             "aid_central", "aid_local", "other"}  # fmt: skip
    assert set(plan["activity"]) == known
    holiday = plan[plan["date"].isin(["2023-04-07", "2023-04-10"])]
    assert not set(holiday["activity"]) & {"training", "court"}


def test_each_relief_works_six_days_and_rests_four_and_each_part_of_a_day_has_one(plan):
    response = plan[plan["team"] == "RESPONSE"]
    core = response[response["activity"] == "core"]
    assert (core.groupby(["command", "date", "period"])["unit"].nunique() == 1).all()
    assert len(core) == 12 * 28 * 3
    one = core[(core["command"] == "AS") & (core["unit"] == "Response A")].sort_values("date")
    turns = one.set_index("date")["period"].reindex(pd.date_range("2023-04-01", "2023-04-28"))
    turns = turns.fillna("rest").tolist()
    start = turns.index("early")
    cycle = ["early"] * 2 + ["late"] * 2 + ["night"] * 2 + ["rest"] * 4
    assert turns[start : start + 10] == cycle
    assert turns[10:] == turns[:-10]
    resting = response[response["activity"] == "rest_day"]
    assert not {*resting[["command", "unit", "date"]].itertuples(index=False, name=None)} & {
        *core[["command", "unit", "date"]].itertuples(index=False, name=None)
    }


def test_the_planned_shifts_of_a_relief_are_its_officers_who_are_there(plan, people):
    here = people["2023-03"]
    absent = (pd.Timestamp("2023-03-31") - here["absence_from"]).dt.days + 1 > 28
    away = absent | here["suspended"].fillna(False).astype(bool) | here["attached_to"].notna()
    here = here[(here["role"] == "officer") & here["left_on"].isna() & ~away]
    here = here[here["team"] == "RESPONSE"]
    key = ["command", "unit"]
    there = (1 - here["training_share"].fillna(0)).groupby([here[name] for name in key]).sum() // 1
    daily = plan[plan["team"] == "RESPONSE"].groupby([*key, "date"])["shifts"].sum().unstack()
    assert (daily.nunique(axis=1) == 1).all()
    assert daily.iloc[:, 0].to_dict() == there.to_dict()


def test_the_plan_keeps_to_the_minimum_but_at_easter_and_at_events(plan, shifts):
    agreed = plan[plan["minimum"].notna()]
    assert (agreed["activity"] == "core").all()
    assert len(agreed) == 12 * 28 * 3
    by = agreed.groupby(["command", "period"])["minimum"].first()
    before = shifts[shifts["minimum"].notna()].groupby(["command", "period"])["minimum"].first()
    assert by.to_dict() == before.to_dict()
    below = (agreed["shifts"] < agreed["minimum"]).groupby(agreed["date"]).mean()
    assert below["2023-04-07":"2023-04-10"].mean() > 0.1
    assert below["2023-04-23"] > 0.5  # London Marathon and protests
    assert below.idxmax() == pd.Timestamp("2023-04-23")
    rest = below.drop([*pd.date_range("2023-04-07", "2023-04-10"),
                       *pd.date_range("2023-04-21", "2023-04-24")])  # fmt: skip
    assert rest.mean() < 0.03


def test_planned_drivers_are_about_half_of_the_core_shifts_of_response(plan):
    core = plan[(plan["team"] == "RESPONSE") & (plan["activity"] == "core")]
    assert plan["drivers"].notna().sum() == len(core)
    assert 0.45 < core["drivers"].sum() / core["shifts"].sum() < 0.65


# --- overtime -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def overtime(made) -> pd.DataFrame:
    return pd.concat([rows for _, rows in made["overtime"]], ignore_index=True)


def overtime_share(overtime: pd.DataFrame, by: str) -> pd.Series:
    sums = overtime.groupby(by)[["cost", "officer_pay"]].sum()
    return sums["cost"] / sums["officer_pay"]


def test_overtime_is_three_to_five_per_cent_of_officer_pay_and_more_with_events(overtime):
    by = overtime_share(overtime, "month")
    assert by.between(0.03, 0.052).all()
    assert by.idxmax() == "2022-09"
    quiet = by[["2022-04", "2022-07", "2022-10", "2022-11"]].mean()  # no event in any of them
    assert by["2022-09"] > 1.25 * quiet
    assert by["2022-08"] > 1.05 * quiet  # Carnival


def test_overtime_is_more_where_more_are_not_deployable(overtime):
    # AW 30.1, NE 29.2, AS 28.3 against SW 22.6, NW 24.0, SN 24.3% not deployable in January 2023.
    by = overtime_share(overtime[overtime["month"] >= "2022-04"], "command")
    assert by[["AW", "NE", "AS"]].min() > 1.05 * by[["SW", "NW", "SN"]].max()


def test_officer_pay_is_what_the_ranks_earn(overtime, people):
    # Of 2022-23: 10% above 2018-19, whole pounds; PC 3,350 there is 3,685.
    pay = {"PC": 3685, "DC": 3795, "PS": 4565, "DS": 4675, "INSP": 5445, "DI": 5555, "CI": 5885,
           "SUPT": 7370, "CHIEF": 10780}  # fmt: skip
    here = people["2023-01"]
    here = here[(here["role"] == "officer") & here["left_on"].isna()]
    earned = (here["rank"].map(pay) * here["fte"]).groupby([here["command"], here["team"]]).sum()
    january = overtime[overtime["month"] == "2023-01"].set_index(["command", "team"])
    assert {*january.index} == {*earned.index}
    assert (january["officer_pay"] - earned[january.index]).abs().max() < 2
    hourly = january["cost"].sum() / january["hours"].sum()
    plain = january["officer_pay"].sum() / (here["fte"].sum() * 174)
    assert 1.3 < hourly / plain < 1.5  # time and a third to double time


# --- demand ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demand(made) -> pd.DataFrame:
    return pd.concat([rows for _, rows in made["demand"]], ignore_index=True)


def test_demand_is_of_the_boroughs_of_the_forces_map_and_two_places_of_no_command(demand):
    areas = tomllib.loads((ROOT / "data/areas/london_boroughs.toml").read_text(encoding="utf-8"))
    force = tomllib.loads((ROOT / "data/forces/demonstration.toml").read_text(encoding="utf-8"))
    policed = {name for command in force["commands"].values() for name in command.get("areas", ())}
    nowhere = {"London Heathrow and London City Airports", "Unknown"}
    assert {*demand["area"]} - nowhere == policed == {*areas["places"]}
    assert {*demand["area"]} > nowhere
    # 9 kinds in 34 places; nobody knows of a call that it came from nowhere.
    assert (demand.groupby("month").size() == 9 * 34 - 1).all()
    small = demand["value"][demand["area"].isin(nowhere)].sum() / demand["value"].sum()
    assert 0 < small < 0.01


def test_demand_falls_in_spring_2020_but_for_drugs_found(demand):
    by = demand.groupby(["month", "kind"])["value"].sum().unstack()
    change = by.loc["2020-04":"2020-05"].mean() / by.loc["2019-04":"2019-05"].mean()
    assert change["Theft"] < 0.6
    assert change["Robbery"] < 0.6
    assert change["Violence against the person"] < 0.95
    assert change["Emergency calls"] < 0.95
    assert change.idxmax() == "Drug offences"
    assert change["Drug offences"] > 1.1


def test_demand_has_seasons_and_grows_but_burglary_does_not(demand):
    by = demand.groupby(["month", "kind"])["value"].sum().unstack()
    ordinary = by[~by.index.str.startswith("2020")]
    of = ordinary.index.str[-2:]
    assert ordinary[of == "07"]["Public order"].mean() > 1.08 * (
        ordinary[of == "02"]["Public order"].mean()
    )
    assert ordinary[of == "12"]["Burglary"].mean() > 1.1 * ordinary[of == "07"]["Burglary"].mean()
    growth = by.loc["2022-04":"2023-03"].sum() / by.loc["2018-04":"2019-03"].sum()
    assert growth["Emergency calls"] > 1.05
    assert growth["Burglary"] < 0.9


def test_boroughs_differ_and_the_middle_of_town_has_most_theft(demand):
    year = demand[demand["month"].between("2022-04", "2023-03") & (demand["kind"] == "Theft")]
    by = year.groupby("area")["value"].sum().sort_values()
    assert by.index[-1] == "Westminster"
    assert by.iloc[-1] > 1.8 * by.iloc[-2]
    assert (demand["value"] % 1 == 0).all()
