"""What is kept of a cube: as much as there is room for, and no longer than the cube itself."""

import gc
import weakref

from dashboard.cube.kept import Kept
from dashboard.measures.engine.evaluate import work
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import Selection
from tests.facts import frame, person, small_force
from tests.small_store import cube_of


def test_a_cube_that_was_there_before_the_server_forked_goes_once_it_is_replaced() -> None:
    cube = cube_of({"2023-01": frame([person(), person(command="BB")])}, small_force())
    for name in ("nominal_strength", "gap_to_nominal"):
        work(cube, all_measures()[name], Selection("2023-01", "2023-01"), ["command"])
    gone = weakref.ref(cube)
    gc.collect()
    # As the server does it: what is there now is beyond the collector's reach from here on.
    gc.freeze()
    try:
        del cube
        gc.collect()
        assert gone() is None
    finally:
        gc.unfreeze()


def test_small_results_are_not_kept_without_end() -> None:
    kept, made = Kept(room=100_000), []
    for i in range(1_000):
        kept.get(i, lambda i=i: made.append(i))
    made.clear()
    for i in reversed(range(1_000)):
        kept.get(i, lambda i=i: made.append(i))
    assert 900 < len(made) < 1_000
