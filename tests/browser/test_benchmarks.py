"""The benchmarks themselves: what is told of runs, and that each runs, on ten officers."""

from pathlib import Path

import pytest

from tests.benchmarks import table
from tests.benchmarks.__main__ import found
from tests.benchmarks.benchmark import OVERVIEW, Options, Row, middle, p95
from tests.facts import frame, person, small_force
from tests.small_store import publish

MONTHS = ("2022-10", "2022-11", "2022-12", "2023-01")


@pytest.fixture(scope="module")
def options(tmp_path_factory: pytest.TempPathFactory) -> Options:
    """One change, on the Overview of ten officers in three commands."""
    people = {
        month: frame(
            person(month=month, person_id=str(i), command=("AA", "BB", "NA")[i % 3])
            for i in range(10)
        )
        for month in MONTHS
    }
    root = tmp_path_factory.mktemp("benchmarked")
    publish(root, people, small_force(illustrative=True))
    return Options(root, changes=1, seconds=0.1, pages=(OVERVIEW,))


def test_the_95th_percentile_of_twenty_one_values_is_the_twentieth() -> None:
    values = [float(value) for value in range(21, 0, -1)]
    assert p95(values) == 20.0
    assert middle(values) == 11.0
    # Between 1 and 2, nineteen twentieths of the way.
    assert p95([2.0, 1.0]) == pytest.approx(1.95)


def test_a_target_is_met_on_its_own_side_and_not_at_it() -> None:
    assert Row("x", 1.4, "times", "under 1.5").met() is True
    assert Row("x", 1.5, "times", "under 1.5").met() is False
    assert Row("x", 301.0, "", "over 300").met() is True
    assert Row("x", 299.0, "", "over 300").met() is False
    assert Row("x", 299.0, "").met() is None


def test_the_table_goes_between_its_marks_and_nowhere_else(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("before\n<!-- benchmarks -->\nold\n<!-- /benchmarks -->\nafter\n")
    table.write([Row("a change", 7.5, "ms", "under 8"), Row("no promise", 1.0, "ms")], readme)
    text = readme.read_text()
    assert "| a change | 7.50 ms | under 8 | met |" in text
    assert text.startswith("before\n<!-- benchmarks -->\n")
    assert text.endswith("<!-- /benchmarks -->\nafter\n")
    assert "old" not in text
    assert "no promise" not in text
    readme.write_text("no marks")
    with pytest.raises(ValueError, match="lacks"):
        table.write([], readme)


def test_the_app_is_measured_inside(options: Options) -> None:
    # Those under load and in the browser take too long for every run of the tests.
    rows = found()["server"].run(options)
    assert all(row.value > 0 for row in rows)
    told = [row.label.split(" (")[0] for row in rows if row.target]
    assert told == ["a change in the server, median", "bytes of an answer, median"]
