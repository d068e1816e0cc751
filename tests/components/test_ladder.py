"""From nominal to deployable: steps that add up, in either reading and in any force's order."""

import math
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings

from dashboard.access.reading import Snapshot
from dashboard.components.ladder import (
    AT_WORK,
    STEPS,
    WATERFALL,
    Steps,
    from_posts,
    ladder,
    steps_view,
    why_view,
)
from dashboard.components.state import State, read_state
from dashboard.measures.engine.selection import read_query
from dashboard.schema.duty import DEFAULT_ORDER
from tests.facts import Row, frame, people, person, small_force
from tests.small_store import snapshot_of

NOW, BEFORE = "2023-01", "2022-12"


def eight(month: str) -> list[Row]:
    """Eight officers of AA: one a status that is whole, a recruit at 50%, one for full duty."""
    said: list[Row] = [
        {"suspended": True},
        {"absence": "sickness", "absence_from": "2022-06-01"},
        {"attached_to": "BB"},
        {"training_share": 0.5},
        {"limitation": "management_restricted"},
        {"limitation": "adjusted"},
        {"limitation": "recuperative"},
        {},
    ]
    return [person(month=month, person_id=str(i), **one) for i, one in enumerate(said)]


def changed() -> list[Row]:
    """The eight a month later: the suspended one is back, two more are adjusted, one has come."""
    rows = eight(NOW)
    rows[0] |= {"suspended": False}
    rows += [person(month=NOW, person_id=f"n{i}", limitation="adjusted") for i in range(2)]
    return [*rows, person(month=NOW, person_id="new")]


@pytest.fixture(scope="module")
def two_months(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    frames = {BEFORE: frame(eight(BEFORE)), NOW: frame(changed())}
    # BB has somebody, or it would be a hole.
    for month, rows in list(frames.items()):
        other = frame([person(month=month, person_id="b", command="BB")])
        frames[month] = pd.concat([rows, other], ignore_index=True)
    return snapshot_of(tmp_path_factory.mktemp("ladder"), frames, small_force())


def state_of(snapshot: Snapshot, query: str) -> State:
    return read_state(snapshot, read_query(query))


def column(steps: Steps, name: str) -> dict[str, float]:
    return {step.code: getattr(step, name) for step in steps}


def test_each_status_takes_its_share_of_the_eight(two_months: Snapshot) -> None:
    state = state_of(two_months, f"command=AA&to={BEFORE}")
    steps = ladder(two_months, state, at_work=True)
    assert list(column(steps, "value").items()) == [
        ("nominal", 8.0),
        ("suspended", 1.0),
        ("long_term_absence", 1.0),
        ("attached_out", 1.0),
        ("recruit_training", 0.5),
        (AT_WORK, 4.5),
        ("management_restricted", 1.0),
        ("adjusted", 1.0),
        ("recuperative", 1.0),
        # One for full duty, and the half of the recruit that is here.
        ("full", 1.5),
    ]


def test_without_the_subtotal_the_other_steps_are_the_same(two_months: Snapshot) -> None:
    state = state_of(two_months, "command=AA")
    with_it = column(ladder(two_months, state, at_work=True), "value")
    without = column(ladder(two_months, state), "value")
    assert with_it.pop(AT_WORK) == 8.5
    assert with_it == without


def test_the_changes_by_status_add_up_to_the_change_of_the_gap(two_months: Snapshot) -> None:
    state = state_of(two_months, "command=AA")
    steps = ladder(two_months, state)
    change = column(steps, "change")
    # Books 8 to 11, for full duty 1.5 to 3.5: the gap from 6.5 to 7.5.
    assert (change["nominal"], change["full"]) == (3.0, 2.0)
    view = why_view(two_months, state, steps)
    assert view is not None
    assert [*zip(*view.table.values(), strict=True)][:2] == [
        ("Adjusted duties", 2.0),
        ("Suspended", -1.0),
    ]
    *by_status, gap = view.table["change"]
    assert sum(by_status) == gap == 1.0
    assert view.title == "Why the gap grew by 1.0"


def test_the_gap_that_shrank_and_that_which_did_not_change_are_said(tmp_path: Path) -> None:
    for folder, now, said in (
        ("same", eight(NOW), "The gap did not change"),
        ("less", eight(NOW)[1:], "Why the gap shrank by 1.0"),
    ):
        frames = {BEFORE: frame(eight(BEFORE)), NOW: frame(now)}
        # Suspensions stay recorded where nobody is suspended.
        frames[NOW]["suspended"] = frames[NOW]["suspended"].fillna(False)
        snapshot = snapshot_of(
            tmp_path / folder, frames, small_force(commands={}, any_command=True)
        )
        state = state_of(snapshot, "command=AA")
        view = why_view(snapshot, state, ladder(snapshot, state))
        assert view is not None
        assert view.title == said


def test_without_a_comparison_nobody_asks_why(two_months: Snapshot) -> None:
    for query in (f"command=AA&to={BEFORE}", "command=AA&compare=none"):
        state = state_of(two_months, query)
        assert why_view(two_months, state, ladder(two_months, state)) is None


def test_the_home_office_s_reading_leaves_two_losses(two_months: Snapshot) -> None:
    state = state_of(two_months, f"command=AA&to={BEFORE}&reading=home_office")
    steps = ladder(two_months, state, at_work=True)
    assert list(column(steps, "value").items()) == [
        ("nominal", 8.0),
        ("suspended", 1.0),
        ("long_term_absence", 1.0),
        ("full", 6.0),
    ]
    assert steps[-1].label == "Available for duty"


def test_on_the_host_view_nobody_is_attached_out(two_months: Snapshot) -> None:
    at_home = column(ladder(two_months, state_of(two_months, f"to={BEFORE}")), "value")
    at_work = column(ladder(two_months, state_of(two_months, f"to={BEFORE}&view=host")), "value")
    # Over the force the one lent from AA to BB is for full duty there.
    assert (at_home["nominal"], at_home["attached_out"], at_home["full"]) == (9.0, 1.0, 2.5)
    assert (at_work["nominal"], at_work["attached_out"], at_work["full"]) == (9.0, 0.0, 3.5)


def reordered(first: list[str]) -> tuple[str, ...]:
    return (*first, *(code for code in DEFAULT_ORDER if code not in first))


def test_a_force_s_own_order_is_that_of_the_steps_and_takes_the_first(tmp_path: Path) -> None:
    both = person(month=NOW, person_id="x", suspended=True, limitation="adjusted")
    rows = frame([*eight(NOW), both])
    force = small_force(duty_statuses=reordered(["adjusted"]), commands={}, any_command=True)
    snapshot = snapshot_of(tmp_path, {NOW: rows}, force)
    steps = ladder(snapshot, state_of(snapshot, "command=AA"), at_work=True)
    assert [*column(steps, "value")] == ["nominal", *force.duty_statuses, "full"]
    # A limited status stands before those away: there is no place for those at work.
    assert AT_WORK not in [*column(steps, "value")]
    found = column(steps, "value")
    assert (found["adjusted"], found["suspended"]) == (2.0, 1.0)
    assert found["nominal"] - sum(found[code] for code in force.duty_statuses) == found["full"]


def test_headcount_adds_up_too(tmp_path: Path) -> None:
    rows = eight(NOW)
    for row in rows:
        row["fte"] = 0.6
    force = small_force(commands={}, any_command=True)
    snapshot = snapshot_of(tmp_path, {NOW: frame(rows)}, force)
    heads = column(ladder(snapshot, state_of(snapshot, "count=heads")), "value")
    fte = column(ladder(snapshot, state_of(snapshot, "")), "value")
    assert (heads["nominal"], heads["recruit_training"], heads["full"]) == (8.0, 0.5, 1.5)
    assert (fte["nominal"], fte["recruit_training"], fte["full"]) == (4.8, 0.3, 0.9)


def test_a_span_is_the_mean_of_its_months(two_months: Snapshot) -> None:
    state = state_of(two_months, f"command=AA&from={BEFORE}&to={NOW}")
    found = column(ladder(two_months, state), "value")
    assert (found["nominal"], found["suspended"], found["adjusted"]) == (9.5, 0.5, 2.0)
    assert found["full"] == 2.5


def half_recorded(folder: Path) -> Snapshot:
    """Thirty officers; December holds no limitation, January ten of them adjusted."""
    frames = {
        month: frame(
            person(
                month=month,
                person_id=str(i),
                suspended=i == 0,
                limitation="adjusted" if month == NOW and i >= 20 else None,
            )
            for i in range(30)
        )
        for month in (BEFORE, NOW)
    }
    force = small_force(commands={}, any_command=True)
    return snapshot_of(folder, frames, force)


def test_over_a_span_a_status_recorded_in_a_part_of_it_is_not_counted_as_full_duty(
    tmp_path: Path,
) -> None:
    snapshot = half_recorded(tmp_path)
    found = column(ladder(snapshot, state_of(snapshot, f"from={BEFORE}&to={NOW}")), "value")
    # December 29 for full duty, January 19.
    assert found["full"] == 24.0


@settings(max_examples=8, deadline=None)
@given(facts=people(small_force(), month=NOW))
def test_the_steps_and_the_subtotal_add_up_in_whole_tenths_for_anybody(
    facts: pd.DataFrame,
) -> None:
    sure = frame([person(month=NOW, person_id="sure", fte=0.35)])
    later = pd.concat([facts, sure], ignore_index=True)
    earlier = later.iloc[len(later) // 2 :].assign(month=BEFORE).astype(later.dtypes)
    with tempfile.TemporaryDirectory() as folder:
        snapshot = snapshot_of(
            Path(folder),
            {BEFORE: earlier, NOW: later},
            small_force(commands={}, any_command=True),
        )
        for query in ("", "count=heads&compare=none", "view=host", "reading=home_office"):
            steps = ladder(snapshot, state_of(snapshot, query), at_work=True)
            for name in ("value", "before"):
                if not any(math.isnan(value) for value in column(steps, name).values()):
                    assert adds_up(steps, name), (query, name)


def adds_up(steps: Steps, name: str) -> bool:
    return all(level == said for level, said in levels(steps, name))


def levels(steps: Steps, name: str) -> Iterator[tuple[int, int]]:
    """Each total as said, and as the losses above it leave it, in tenths."""
    level = 0
    for place, step in enumerate(steps):
        tenths = round(getattr(step, name) * 10)
        if place == 0:
            level = tenths
        elif step.kind == "loss":
            level -= tenths
        else:
            yield level, tenths


def test_the_published_range_stands_on_the_review_s_reading_and_on_a_base_alone(
    tmp_path: Path,
) -> None:
    rows = [person(person_id=str(i), suspended=i < 5) for i in range(20)]
    force = small_force(commands={}, any_command=True)
    snapshot = snapshot_of(tmp_path, {NOW: frame(rows)}, force)

    def words(query: str) -> str:
        state = state_of(snapshot, query)
        steps = ladder(snapshot, state)
        return str(steps_view(snapshot, state, steps, STEPS).figure)

    assert "gap of 20 to 25%" in words("")
    assert "gap of 20 to 25%" not in words("reading=home_office")
    fewer = snapshot_of(tmp_path / "few", {NOW: frame(rows[:19])}, force)
    state = state_of(fewer, "")
    figure = steps_view(fewer, state, ladder(fewer, state), WATERFALL).figure
    assert "gap of 20 to 25%" not in str(figure)


# From posts.


def posts(*agreed: tuple[str, str, float]) -> dict[str, dict[str, pd.DataFrame]]:
    """PCs' posts of a command from a day on."""
    table = pd.DataFrame(agreed, columns=["effective_from", "command", "posts"])
    blank = dict.fromkeys(("team", "unit", "funding"), pd.Series(pd.NA, table.index, dtype="str"))
    table = table.assign(rank="PC", role="officer", **blank)
    months = table["effective_from"].str[:7]
    table["effective_from"] = pd.to_datetime(table["effective_from"]).astype("datetime64[us]")
    return {"establishment": {str(month): table[months == month] for month in months.unique()}}


def with_posts(folder: Path, *agreed: tuple[str, str, float]) -> Snapshot:
    """Twenty officers of AA, one a sergeant, and ten of BB; in January two of AA are adjusted."""
    frames = {
        month: frame(
            person(
                month=month,
                person_id=str(i),
                command="AA" if i < 20 else "BB",
                rank="PS" if i == 19 else "PC",
                limitation="adjusted" if month == NOW and i < 2 else None,
            )
            for i in range(30)
        )
        for month in (BEFORE, NOW)
    }
    return snapshot_of(folder, frames, small_force(), posts(*agreed))


def stepped(snapshot: Snapshot, query: str) -> Steps:
    state = state_of(snapshot, query)
    return from_posts(snapshot, state, ladder(snapshot, state))


def test_posts_and_vacancies_stand_before_nominal_strength(tmp_path: Path) -> None:
    snapshot = with_posts(tmp_path, ("2022-04-01", "AA", 24.5), ("2023-01-20", "AA", 26.0))
    steps = stepped(snapshot, "command=AA")
    assert [*column(steps, "value")][:3] == ["posts", "vacancies", "nominal"]
    assert [*column(steps, "value").values()][:3] == [26.0, 6.0, 20.0]
    # Adjusted duties came in one of the two months alone: nothing is compared.
    assert all(math.isnan(step.before) for step in steps)
    assert [step.value for step in stepped(snapshot, f"command=AA&to={BEFORE}")][:3] == [
        24.5,
        4.5,
        20.0,
    ]


def test_more_officers_than_posts_are_vacancies_below_zero(tmp_path: Path) -> None:
    snapshot = with_posts(tmp_path, ("2022-04-01", "AA", 18.0))
    steps = stepped(snapshot, "command=AA")
    assert [*column(steps, "value").values()][:3] == [18.0, -2.0, 20.0]


def test_where_posts_are_not_of_everybody_the_ladder_begins_with_nominal(tmp_path: Path) -> None:
    snapshot = with_posts(tmp_path, ("2022-04-01", "AA", 24.0))
    # BB has no posts, and its ten officers stand in the ladder of all commands.
    for query in ("", "command=BB", "command=AA&command=BB", "command=AA&grade=sergeant"):
        assert stepped(snapshot, query)[0].code == "nominal", query
    # Posts are FTE, and of those whose books they are on.
    for query in ("command=AA&view=host", "command=AA&count=heads"):
        assert stepped(snapshot, query)[0].code == "nominal", query


def test_each_published_range_stands_on_its_own_base(tmp_path: Path) -> None:
    snapshot = with_posts(tmp_path, ("2022-04-01", "AA", 24.0))

    def words(query: str, *, on_posts: bool) -> str:
        state = state_of(snapshot, query)
        steps = stepped(snapshot, query) if on_posts else ladder(snapshot, state)
        return str(steps_view(snapshot, state, steps, WATERFALL).figure)

    of_posts = words("command=AA", on_posts=True)
    assert "a gap to posts of 25 to 30%" in of_posts
    assert "20 to 25%" not in of_posts
    of_nominal = words("command=AA", on_posts=False)
    assert "a gap of 20 to 25%" in of_nominal
    assert "25 to 30%" not in of_nominal
    assert "25 to 30%" not in words("command=AA&reading=home_office", on_posts=True)
