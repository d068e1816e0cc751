"""Cells of shifts and of days: by hand through files, and the demonstration's by plain pandas."""

import numpy as np
import pandas as pd
import pytest

from dashboard.cube.arrays import Cube
from dashboard.cube.kinds import KINDS
from dashboard.store.releases import Store
from tests.demonstration_store import demonstration_root
from tests.facts import frame
from tests.shift_rows import FORCE, shift
from tests.small_store import cube_of

Found = dict[tuple[str, ...], tuple[float, ...]]


def by_key(cube: Cube, name: str) -> Found:
    """The counts of the cells of a kind by their dimensions, the month left out."""
    cells, kind = cube.cells[name], KINDS[name]
    texts = (
        np.asarray(cube.labels[one], dtype=object)[cells.codes[one]] for one in kind.dimensions[1:]
    )
    counts = (cells.counts[one] for one in kind.counts)
    keys, numbers = zip(*texts, strict=True), zip(*counts, strict=True)
    return dict(zip(keys, numbers, strict=True))


@pytest.fixture(scope="module")
def cube() -> Cube:
    """Through files, from the last days of a leap February; one row says its hours."""
    rows = pd.DataFrame(
        [
            shift("2024-02-29", 3, hours=24.0),
            shift("2024-02-29", 2, to_command="AA", to_team="RESPONSE"),
            shift("2024-02-29", 5, "aid_central", to_command="BB"),
            shift("2024-02-29", 7, "backfill", to_team="CID"),
            shift("2024-02-28", 11, "aid_local", to_command="EXTERNAL"),
            shift("2024-02-28", 13, "rest_day"),
            shift("2024-02-28", 17, "sickness"),
        ]
    )
    rows["date"] = pd.to_datetime(rows["date"])
    return cube_of({"2024-02": frame([{"month": "2024-02"}])}, FORCE, {"shifts": {"2024-02": rows}})


def test_a_shift_stands_on_both_views_or_where_its_people_are_and_where_they_helped(
    cube: Cube,
) -> None:
    here = ("AA", "RESPONSE")
    assert by_key(cube, "shifts") == {
        ("both", *here, "core", "", ""): (5, 24),
        ("both", *here, "rest_day", "", ""): (13, 0),
        ("both", *here, "sickness", "", ""): (17, 0),
        ("home", *here, "aid_central", "BB", ""): (5, 0),
        ("host", "BB", "", "aid_central", "BB", ""): (5, 0),
        ("home", *here, "backfill", "AA", "CID"): (7, 0),
        ("host", "AA", "CID", "backfill", "AA", "CID"): (7, 0),
        ("home", *here, "aid_local", "EXTERNAL", ""): (11, 0),
    }


def test_a_day_has_what_was_rostered_and_what_of_it_was_away(cube: Cube) -> None:
    # rostered, absent, duty, away, aid, core, taken
    assert by_key(cube, "days") == {
        ("2024-02-28", "AA", "RESPONSE"): (28, 17, 11, 11, 11, 0, 11),
        ("2024-02-29", "AA", "RESPONSE"): (17, 0, 17, 12, 5, 5, 12),
    }


def test_the_demonstrations_days_are_those_of_its_rows() -> None:
    store = Store(demonstration_root())
    release = store.current()
    assert release is not None
    rows = store.frame(release.tables["shifts"]["2022-09"])
    counted = cube_of(
        {"2022-09": frame([{"month": "2022-09"}])}, release.force, {"shifts": {"2022-09": rows}}
    )
    of_day = pd.DataFrame.from_dict(by_key(counted, "days"), "index", columns=KINDS["days"].counts)
    activity = rows.groupby("activity")["shifts"].sum()
    total = activity.sum()
    absent = activity["annual_leave"] + activity["sickness"]
    aid = activity["aid_central"] + activity["aid_local"]
    rostered = total - activity["rest_day"]
    assert of_day.sum().to_dict() == pytest.approx(
        {
            "rostered": rostered,
            "absent": absent,
            "duty": rostered - absent,
            "away": rostered - absent - activity["core"],
            "aid": aid,
            "core": activity["core"],
            "taken": aid + activity["backfill"],
        }
    )
    # On the host view nothing is lost: what is lent stands with those whom it helped.
    shifts = pd.Series({key: counts[0] for key, counts in by_key(counted, "shifts").items()})
    views = shifts.groupby(level=0).sum()
    assert views["home"] == views["host"] == activity[["aid_central", "backfill"]].sum()
    assert views["both"] + views["home"] == total
