"""A measure as the command line and the API give it: what may be asked, and what it is held to."""

import pytest

from dashboard.export.answers import measure_object
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.said import SAID
from tests import oracle


@pytest.mark.parametrize("measure_id", all_measures())
def test_a_measure_says_how_it_may_be_cut_and_which_filters_apply(measure_id: str) -> None:
    measure = all_measures()[measure_id]
    said = measure_object(measure)
    assert {*said["cuts"]} - SAID.keys() == {*measure.cuts, *measure.always_by}
    assert len(said["filters"]) == len({*said["filters"]})
    if measure_id in oracle.TAKES:
        assert {*said["filters"]} == {"command", "from", "to"} | oracle.TAKES[measure_id]


def test_a_benchmark_has_its_range_and_where_it_stands() -> None:
    (benchmark,) = measure_object(all_measures()["gap_to_nominal"])["benchmarks"]
    assert (benchmark["figure"], benchmark["low"], benchmark["high"]) == ("E042", 20, 25)
    assert benchmark["source"] == "Casey Review, 4.6"
    assert benchmark["words"] == "published for a typical BCU"


def test_a_measure_without_benchmarks_has_an_empty_list_of_them() -> None:
    assert measure_object(all_measures()["overlapping_reasons"])["benchmarks"] == []
