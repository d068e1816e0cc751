"""Every measure has a second computation, slow and obvious, and can be asked as it says."""

import importlib
import pkgutil

import pytest

from dashboard.cube.kinds import KINDS
from dashboard.measures.engine.definition import Measure
from dashboard.measures.engine.evaluate import every_cut
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.said import SAID
from tests import oracle
from tests.measures import oracles


def test_every_measure_is_worked_out_a_second_time_by_one_oracle() -> None:
    covered = [*oracle.MEASURES]
    for info in pkgutil.iter_modules(oracles.__path__):
        covered += importlib.import_module(f"{oracles.__name__}.{info.name}").COVERS
    assert sorted(covered) == sorted(all_measures())


@pytest.mark.parametrize("measure", all_measures().values(), ids=lambda measure: measure.id)
def test_every_cut_and_filter_is_a_dimension_of_all_that_it_divides(measure: Measure) -> None:
    """A cut that one of two kinds does not know would divide a part by a whole.

    What must not be summed away is there in every answer: there the other kind stands whole.
    """
    for total in measure.totals:
        kind = KINDS[total.cells or measure.cells]
        narrowed = {*measure.about, *total.where}
        if not total.everywhere:
            narrowed |= {*every_cut(measure)} - {*measure.always_by}
        if "team" in measure.takes:
            narrowed.add("team")
        if "grade" in measure.takes:
            narrowed.add("rank")
        if total.deployable is not None:
            narrowed.add("status")
        of = {SAID[name].of if name in SAID else name for name in narrowed}
        assert of <= {*kind.dimensions}, kind.name


@pytest.mark.parametrize("measure", all_measures().values(), ids=lambda measure: measure.id)
def test_every_measure_says_in_words_what_it_divides(measure: Measure) -> None:
    assert measure.over
    assert bool(measure.under) == (measure.denominator is not None)
