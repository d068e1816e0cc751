"""A measure's answer as the command line and the API give it: the rows, and where they are from."""

from typing import Any

from dashboard.access.reading import Snapshot
from dashboard.measures.engine.ask import Answer
from dashboard.measures.engine.definition import Benchmark, Measure
from dashboard.measures.engine.evaluate import every_cut
from dashboard.measures.engine.selection import measured_in
from dashboard.schema.evidence import figure


def measure_object(measure: Measure) -> dict[str, Any]:
    """A measure for JSON: what it is, how it may be cut, what to hold it against, what to mind."""
    return {
        "measure": measure.id,
        "title": measure.title,
        "unit": measure.unit,
        "definition": measure.definition,
        "source": measure.source,
        "cuts": list(every_cut(measure)),
        "filters": ["command", "from", "to", *sorted(measure.takes)],
        "benchmarks": [_benchmark_object(benchmark) for benchmark in measure.benchmarks],
        "caveats": list(measure.caveats),
    }


def _benchmark_object(benchmark: Benchmark) -> dict[str, Any]:
    found = figure(benchmark.figure)
    return {
        "figure": found.id,
        "low": found.low,
        "high": found.high,
        "unit": found.unit,
        "words": benchmark.words,
        "source": found.citation,
    }


def answer_object(answer: Answer, snapshot: Snapshot) -> dict[str, Any]:
    """The answer for JSON: what was asked, of which release and whose data, then ``rows``."""
    return {
        "measure": answer.measure.id,
        "title": answer.measure.title,
        "unit": measured_in(answer.measure, answer.selection),
        "selection": answer.selection.sentence(snapshot.cube),
        "release": snapshot.id,
        "data": snapshot.release.data,
        "rows": answer.rows(),
    }
