"""Experience and supervision: against the slow oracle, and by hand where easily got wrong."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dashboard.cube.arrays import Cube
from dashboard.cube.kinds import KINDS
from dashboard.measures.engine.ask import ask
from dashboard.measures.engine.definition import Measure
from dashboard.measures.engine.evaluate import evaluate
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import Selection
from dashboard.schema import months
from dashboard.schema.force import Force, Team
from tests import oracle
from tests.facts import Row, frame, month_end, person, small_force
from tests.measures.oracles import experience_and_supervision as slow
from tests.small_store import filled

TEAMS = {
    "RESPONSE": Team(name="Response", function="response", uniformed=True),
    "PLAIN": Team(name="Robbery response", function="response"),
    "SNT": Team(name="Safer streets", function="neighbourhood", uniformed=True),
    "CID": Team(name="CID", function="investigation"),
}
FORCE = small_force(teams=TEAMS)
MEASURES = {name: all_measures()[name] for name in sorted(slow.COVERS)}
JAN, FEB, MAR = "2023-01", "2023-02", "2023-03"

Frames = Mapping[str, pd.DataFrame]


# --- against the oracle ---------------------------------------------------------------------------


def days(month: str, *ago: int) -> st.SearchStrategy[Any]:
    """Nothing, or a first or last day so many months before the month."""
    found: list[Any] = [None]
    for back in ago:
        then = months.shift(month, -back)
        found += [f"{then}-01", month_end(then)]
    return st.sampled_from(found)


def a_person(month: str) -> st.SearchStrategy[Row]:
    posts = [
        *[{"rank": "PC"}] * 5,
        *[{"rank": "PS"}] * 3,
        {"rank": "DC"},
        {"rank": "INSP"},
        {"rank": "PCSO", "role": "pcso"},
        {"rank": "STAFF", "role": "staff"},
    ]
    end = month_end(month)
    columns: dict[str, st.SearchStrategy[Any]] = {
        "command": st.sampled_from(["AA", "AA", "BB", "NA"]),
        "fte": st.sampled_from([1.0, 0.5]),
        "team": st.sampled_from([None, "RESPONSE", "RESPONSE", "SNT", "PLAIN", "CID"]),
        "unit": st.sampled_from([None, "A relief", "B relief"]),
        "acting": st.sampled_from([None, "none", "acting", "temporary"]),
        "in_rank_since": days(month, -1, 0, 11, 12, 13, 60),
        "joined_on": days(month, -1, 0, 11, 12, 24, 35, 36, 60, 119, 120, 239, 240, 400),
        "driver": st.sampled_from([None, "none", "basic", "response", "advanced"]),
        "supervisor_id": st.sampled_from([None, "p00", "p00", "p01", "p02", "gone"]),
        "training_share": st.sampled_from([None, None, 0.5, 1.0]),
        "limitation": st.sampled_from([None, None, "adjusted"]),
        "suspended": st.sampled_from([None, None, None, True]),
        "absence": st.sampled_from([None, None, "sickness"]),
        "absence_from": st.just(end.replace(day=1)),
        "attached_to": st.sampled_from([None, None, None, "BB", "EXTERNAL"]),
        "left_on": st.sampled_from([None, None, None, None, end]),
    }
    return st.builds(
        lambda post, rest: person(month=month, **post, **rest),
        st.sampled_from(posts),
        st.fixed_dictionaries(columns),
    )


@st.composite
def months_of_people(draw: st.DrawFn) -> Frames:
    """Two or three months; a command may be missing from any of them, and February altogether."""
    frames = {}
    for month in (JAN, MAR, *draw(st.sampled_from([(), (FEB,)]))):
        people = draw(st.lists(a_person(month), min_size=1, max_size=14))
        named = [row | {"person_id": f"p{place:02d}"} for place, row in enumerate(people)]
        frames[month] = frame(named)
    return frames


def counted(frames: Frames, names: Sequence[str], force: Force = FORCE) -> dict[str, pd.DataFrame]:
    """The cells of some kinds, without any file."""
    cells: dict[str, list[pd.DataFrame]] = {}
    with duckdb.connect() as connection:
        for month, people in frames.items():
            connection.register("facts", filled(people))
            facts = nw.from_native(connection.table("facts"))
            for name in names:
                found = KINDS[name].count(facts, month, force).to_native().df()
                cells.setdefault(name, []).append(found)
    return {name: pd.concat(listed, ignore_index=True) for name, listed in cells.items()}


def assert_same(cube: Cube, whole: Frames, measure: Measure, asked: Selection, cuts: Any) -> None:
    added, had = slow.rows(whole, FORCE, measure.id), slow.sent(whole)
    for by in cuts:
        found = evaluate(cube, measure, asked, by)
        # What it is always cut by comes last.
        by = [name for name in found if name not in ("numerator", "denominator", "value")]
        wanted = slow.worked(added, had, measure.id, by, asked.commands, asked.months)
        compare(found, wanted, measure, (measure.id, asked, by))


def compare(found: pd.DataFrame, wanted: slow.Sums, measure: Measure, words: Any) -> None:
    by = words[-1]
    rows = found.to_dict("records")
    ours = {tuple(row[name] for name in by): row for row in rows}
    assert len(ours) == len(rows), "a group stands twice"
    for key, sums in wanted.items():
        if key not in ours:
            # People are in it, but nobody whom the measure is about.
            assert sums in (None, (0.0, 0.0)), words
            continue
        row = ours[key]
        if sums is None:
            assert math.isnan(row["numerator"]), words
            assert math.isnan(row["value"]), words
            continue
        assert row["numerator"] == pytest.approx(sums[0], abs=1e-9), words
        if measure.denominator is not None:
            assert row["denominator"] == pytest.approx(sums[1], abs=1e-9), words
        assert row["value"] == pytest.approx(slow.value(measure.id, *sums), nan_ok=True), words
    for key in ours.keys() - wanted.keys():
        # Groups to which nobody adds anything, and holes.
        assert ours[key]["numerator"] == pytest.approx(0.0) or math.isnan(ours[key]["numerator"])


@given(frames=months_of_people(), data=st.data())
@settings(max_examples=10, deadline=None)
def test_every_measure_is_the_oracles_however_it_is_cut(frames: Frames, data: Any) -> None:
    whole = {month: filled(people) for month, people in frames.items()}
    # How strength is counted is proved elsewhere, and takes longest.
    strength = pd.concat([oracle.cells(people, FORCE) for people in whole.values()])
    cells = counted(frames, ("experience", "supervisors"))
    cube = Cube.from_cells({"strength": strength, **cells}, FORCE)
    assume(cube.months)
    first, last = sorted(data.draw(st.tuples(*[st.sampled_from(cube.months)] * 2)))
    chosen = data.draw(st.sampled_from([(), ("AA",), ("AA", "BB")]))
    for measure in MEASURES.values():
        other = (data.draw(st.sampled_from(measure.cuts)),)
        cuts = [(), ("command",), ("month",), other]
        assert_same(cube, whole, measure, Selection(first, last, chosen), cuts)


# --- by hand --------------------------------------------------------------------------------------


def officers(count: int, **columns: Any) -> list[Row]:
    return [dict(columns) for _ in range(count)]


def cube_by_hand(*rows: list[Row]) -> Cube:
    every = [{"month": JAN, **row} for listed in rows for row in listed]
    sent = {row["month"] for row in every}
    frames = {m: frame(row for row in every if row["month"] == m) for m in sent}
    kinds = ("strength", "experience", "supervisors")
    return Cube.from_cells(counted(frames, kinds), FORCE)


def answer(cube: Cube, measure: str, **asked: list[str]) -> dict[Any, Any]:
    """The values of an answer by what it is cut by; those of service bands by band too."""
    found = ask(cube, measure, {name.rstrip("_"): values for name, values in asked.items()})
    by = [name for name in found.frame if name not in ("numerator", "denominator", "value")]
    by.remove("measured_in")
    return {tuple(row[name] for name in by): row["value"] for row in found.rows()}


RELIEF = {"team": "RESPONSE", "unit": "A relief"}


@pytest.mark.parametrize("kind", ["acting", "temporary"])
def test_an_acting_sergeant_leaves_the_sergeants_and_joins_the_pcs(kind: str) -> None:
    cube = cube_by_hand(
        officers(20, **RELIEF),
        officers(1, rank="PS", **RELIEF),
        officers(1, rank="PS", acting=kind, **RELIEF),
    )
    for uniformed in ("", "_uniformed"):
        assert answer(cube, f"supervision_span{uniformed}") == {(): 10.0}
        # 20 PCs and the acting sergeant, over the one who is left.
        assert answer(cube, f"supervision_span{uniformed}_substantive") == {(): 21.0}
    # An acting constable or inspector changes nothing.
    others = officers(1, rank="INSP", acting="acting", **RELIEF)
    more = cube_by_hand(officers(20, acting="acting", **RELIEF), officers(2, rank="PS"), others)
    assert answer(more, "supervision_span_substantive") == {(): 10.0}


def test_a_unit_whose_only_sergeant_is_acting_has_no_substantive_span() -> None:
    cube = cube_by_hand(officers(5, **RELIEF), officers(1, rank="PS", acting="acting", **RELIEF))
    assert answer(cube, "supervision_span_uniformed") == {(): 5.0}
    assert answer(cube, "supervision_span_uniformed_substantive") == {(): None}


def test_deployable_only_is_of_both_and_halves_a_recruit() -> None:
    cube = cube_by_hand(
        officers(8, **RELIEF),
        officers(4, training_share=0.5, **RELIEF),
        officers(2, limitation="adjusted", **RELIEF),
        officers(2, rank="PS", **RELIEF),
        officers(1, rank="PS", limitation="recuperative", **RELIEF),
    )
    # Present: 14 over 3. Fully deployable: 8 and four halves over 2.
    assert answer(cube, "supervision_span_uniformed") == {(): pytest.approx(14 / 3, abs=1e-6)}
    assert answer(cube, "supervision_span_uniformed_deployable") == {(): 5.0}
    assert answer(cube, "supervision_span_deployable") == {(): 5.0}


def test_who_has_two_statuses_is_counted_once() -> None:
    both = {"training_share": 0.5, "limitation": "adjusted"}
    gone = {"suspended": True, "limitation": "adjusted"}
    cube = cube_by_hand(
        officers(3, **RELIEF),
        officers(2, **both, **RELIEF),
        officers(2, **gone, **RELIEF),
        officers(1, rank="PS", **RELIEF),
    )
    # The recruits are present, whatever else they are; the suspended are not.
    assert answer(cube, "supervision_span_uniformed") == {(): 5.0}
    assert answer(cube, "supervision_span_uniformed_deployable") == {(): 3.0}
    assert answer(cube, "service_bands", count=["heads"]) == {("not recorded",): 8.0}


def test_an_attached_officer_is_in_the_span_where_they_work() -> None:
    cube = cube_by_hand(
        officers(4, **RELIEF),
        officers(2, attached_to="BB", **RELIEF),
        officers(1, attached_to="EXTERNAL", **RELIEF),
        officers(1, rank="PS", **RELIEF),
        officers(1, command="BB", rank="PS", **RELIEF),
    )
    spans = {("AA",): 4.0, ("BB",): 2.0}
    assert answer(cube, "supervision_span_deployable", by=["command"]) == spans
    assert answer(cube, "supervision_span_substantive", by=["command"]) == spans
    # Which team they work in there nobody recorded.
    assert answer(cube, "units_above_ten", by=["command"]) == {("AA",): 0.0, ("BB",): 0.0}
    # Their experience stays on the books that they are on.
    assert answer(cube, "service_bands", by=["command"]) == {
        ("AA", "not recorded"): 8.0,
        ("BB", "not recorded"): 1.0,
    }


def test_units_above_ten_leave_out_ten_exactly_and_take_in_those_without_a_sergeant() -> None:
    def unit(name: str, constables: int, sergeants: int, **more: Any) -> list[Row]:
        place = {"team": "SNT", "unit": name} | more
        return officers(constables, **place) + officers(sergeants, rank="PS", **place)

    cube = cube_by_hand(
        unit("ten", 20, 2),
        unit("eleven", 11, 1),
        unit("none", 3, 0),
        unit("sergeant alone", 0, 1),
        unit("eleven", 2, 1, command="BB"),
        unit("detectives", 40, 1, team="CID"),
        unit("plain clothes", 40, 1, team="PLAIN"),
        officers(40, team="SNT"),
    )
    found = ask(cube, "units_above_ten", {"by": ["command"]}).frame.set_index("command")
    # AA: eleven and none, of the four; a unit of the same name in BB is another one.
    assert found["numerator"].to_dict() == {"AA": 2.0, "BB": 0.0}
    assert found["denominator"].to_dict() == {"AA": 4.0, "BB": 1.0}
    assert answer(cube, "units_above_ten") == {(): 40.0}


def test_a_share_of_no_units_is_no_value() -> None:
    cube = cube_by_hand(officers(4, team="CID", unit="Desk"))
    assert answer(cube, "units_above_ten") == {(): None}
    assert answer(cube, "response_drivers") == {(): None}
    assert answer(cube, "sergeants_first_year") == {(): None}
    assert answer(cube, "supervision_span_recorded") == {(): None}
    assert answer(cube, "pcsos_per_sergeant") == {(): None}


def test_a_real_span_is_that_of_supervisors_at_work_whom_somebody_names() -> None:
    def led(supervisor: str, count: int, **more: Any) -> list[Row]:
        return officers(count, supervisor_id=supervisor, **RELIEF, **more)

    cube = cube_by_hand(
        officers(1, person_id="busy", rank="PS", **RELIEF),
        officers(1, person_id="less", rank="PS", **RELIEF),
        officers(1, person_id="idle", rank="PS", **RELIEF),
        officers(1, person_id="away", rank="PS", suspended=True, **RELIEF),
        led("busy", 14),
        led("busy", 1, fte=0.5),
        led("busy", 3, suspended=True),
        led("busy", 2, rank="PS"),
        led("busy", 4, rank="PCSO", role="pcso"),
        led("less", 5),
        led("away", 6),
        led("of another force", 7),
        officers(1, **RELIEF),
    )
    # 14, the part-timer, and 5, over busy and less. By ranks: 34 PCs over 5 sergeants.
    for uniformed in ("", "_uniformed"):
        assert answer(cube, f"supervision_span_recorded{uniformed}") == {(): 10.0}
    by_reports = ask(cube, "supervision_span_recorded", {"by": ["reports"]}).frame
    assert dict(zip(by_reports["reports"], by_reports["denominator"], strict=True)) == {
        "05": 1.0,
        "15": 1.0,
    }
    assert answer(cube, "supervision_span_uniformed") == {(): pytest.approx(34 / 5)}


def test_more_than_thirty_reports_stand_together_and_are_all_counted() -> None:
    cube = cube_by_hand(
        *(officers(1, person_id=name, rank="PS") for name in ("x", "y")),
        officers(40, supervisor_id="x"),
        officers(31, supervisor_id="y"),
    )
    found = ask(cube, "supervision_span_recorded", {"by": ["reports"]}).frame
    assert found[["reports", "numerator", "denominator"]].to_numpy().tolist() == [["31", 71.0, 2.0]]


def test_pcsos_stand_apart() -> None:
    pcso = {"rank": "PCSO", "role": "pcso"}
    cube = cube_by_hand(
        officers(6, team="SNT"),
        officers(3, team="SNT", **pcso),
        officers(1, team="SNT", absence="maternity", absence_from="2022-06-01", **pcso),
        officers(5, team="RESPONSE", **pcso),
        officers(2, team="SNT", rank="PS"),
    )
    assert answer(cube, "pcsos_per_sergeant") == {(): 1.5}
    assert answer(cube, "supervision_span_uniformed") == {(): 3.0}


def test_service_is_in_completed_years_at_the_months_end() -> None:
    days = {
        "2024-02-29": "under 1",
        "2023-03-01": "under 1",
        "2023-02-28": "1",
        "2022-02-28": "2",
        "2020-02-29": "3 to 4",
        "2021-03-01": "2",
        "2019-03-31": "3 to 4",
        "2014-02-28": "10 to 19",
        "2014-03-01": "5 to 9",
        "2004-02-29": "20 or more",
    }
    rows = [{"month": "2024-02", "joined_on": day, "rank": f"{i}"} for i, day in enumerate(days)]
    ranks = {f"{i}": FORCE.ranks["PC"] for i in range(len(days))}
    force = small_force(ranks=ranks)
    kinds = ("strength", "experience")
    cube = Cube.from_cells(counted({"2024-02": frame(rows)}, kinds, force), force)
    found = evaluate(cube, MEASURES["service_bands"], Selection("2024-02", "2024-02"), ["rank"])
    assert dict(zip(found["rank"], found["service"], strict=True)) == {
        f"{i}": band for i, band in enumerate(days.values())
    }


def test_bands_come_in_the_order_of_years() -> None:
    years = [0, 30, 1, 7, 12, 2, 4]
    rows = [{"joined_on": f"{2023 - back}-01-01"} for back in years]
    found = answer(cube_by_hand(rows, [{}]), "service_bands")
    assert [band for (band,) in found] == [
        "under 1",
        "1",
        "2",
        "3 to 4",
        "5 to 9",
        "10 to 19",
        "20 or more",
        "not recorded",
    ]


def test_a_sergeants_first_year_ends_in_the_month_of_its_anniversary() -> None:
    cube = cube_by_hand(
        officers(1, rank="PS", in_rank_since="2022-02-01"),
        officers(1, rank="PS", in_rank_since="2022-01-31"),
        officers(2, rank="PS", in_rank_since="2015-01-01"),
        officers(3, rank="PS"),
        officers(4, in_rank_since="2023-01-01"),
    )
    # One of the four whose time in the rank is recorded; constables are no sergeants.
    assert answer(cube, "sergeants_first_year") == {(): 25.0}


def test_a_part_time_driver_is_a_whole_head() -> None:
    cube = cube_by_hand(
        officers(1, team="RESPONSE", driver="response", fte=0.5),
        officers(1, team="PLAIN", driver="advanced"),
        officers(1, team="RESPONSE", driver="basic"),
        officers(1, team="RESPONSE"),
        officers(5, team="CID", driver="response"),
        officers(5, team="RESPONSE", driver="response", rank="SPECIAL", role="special"),
    )
    # Two of four officers, not 1.5 of 3.5.
    assert answer(cube, "response_drivers") == {(): 50.0}
    assert answer(cube, "service_bands", team=["RESPONSE"]) == {("not recorded",): 2.5}
    heads = answer(cube, "service_bands", team=["RESPONSE"], count=["heads"])
    assert heads == {("not recorded",): 3.0}


def test_a_hole_is_no_zero_and_a_mean_is_of_the_months_that_a_command_has() -> None:
    trained = {"team": "RESPONSE", "driver": "response"}
    cube = cube_by_hand(
        officers(1, **trained) + officers(1, team="RESPONSE"),
        officers(4, month=FEB, **trained),
        officers(3, command="BB", team="RESPONSE"),
    )
    by_month = {"from_": [JAN], "to": [FEB], "by": ["month"]}
    assert answer(cube, "response_drivers", **by_month) == {(JAN,): 20.0, (FEB,): None}
    # AA: (1 + 4) / 2 of (2 + 4) / 2; BB: none of 3.
    whole = answer(cube, "response_drivers", from_=[JAN], to=[FEB])
    assert whole == {(): pytest.approx(100 * 2.5 / 6, abs=1e-6)}
