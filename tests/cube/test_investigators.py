"""Investigators among the cells of strength: who is one, where, and under which status."""

from typing import Any

import numpy as np

from dashboard.cube.arrays import Cube
from tests.facts import MONTH, frame, person, small_force
from tests.small_store import cube_of

FORCE = small_force()


def cells(rows: list[dict[str, Any]]) -> dict[tuple[str, ...], float]:
    """The investigators on the books by command, team, unit and status."""
    cube: Cube = cube_of({MONTH: frame(rows)}, FORCE)
    held = cube.cells["strength"]
    names = ("view", "command", "team", "unit", "status")
    labels = [np.asarray(cube.labels[name], dtype=object)[held.codes[name]] for name in names]
    found: dict[tuple[str, ...], float] = {}
    for (view, *key), count in zip(
        zip(*labels, strict=True), held.counts["investigators"], strict=True
    ):
        if view != "host" and count:
            found[tuple(key)] = found.get(tuple(key), 0.0) + count
    return found


def test_officers_and_staff_who_are_recorded_as_investigators_are_counted_in_heads() -> None:
    here = {"investigator": True, "team": "CID", "unit": "a"}
    rows = [
        {**here, "fte": 0.5},
        {**here, "rank": "STAFF", "role": "staff"},
        {**here, "limitation": "adjusted"},
        # Neither a PCSO nor a Special carries cases; a blank is not recorded, and a no is none.
        {**here, "rank": "PCSO", "role": "pcso"},
        {**here, "rank": "SPECIAL", "role": "special"},
        {**here, "investigator": False},
        {**here, "investigator": None},
        {**here, "left_on": "2023-01-31"},
    ]
    assert cells(rows) == {("AA", "CID", "a", "full"): 2.0, ("AA", "CID", "a", "adjusted"): 1.0}


def test_they_stand_on_the_books_and_once() -> None:
    rows = [
        person(investigator=True, attached_to="BB"),
        person(investigator=True, training_share=0.25),
    ]
    assert cells(rows) == {
        ("AA", "", "", "attached_out"): 1.0,
        ("AA", "", "", "recruit_training"): 0.25,
        ("AA", "", "", "full"): 0.75,
    }
