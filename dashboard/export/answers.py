"""A measure's answer as the command line and the API give it: the rows, and where they are from."""

from dataclasses import asdict
from typing import Any

from dashboard.access.reading import Snapshot
from dashboard.measures.engine.ask import Answer
from dashboard.measures.engine.definition import Measure


def measure_object(measure: Measure) -> dict[str, Any]:
    """A measure for JSON: what it is, how it may be cut, what to hold it against, what to mind."""
    return {
        "measure": measure.id,
        "title": measure.title,
        "unit": measure.unit,
        "definition": measure.definition,
        "source": measure.source,
        "cuts": list(dict.fromkeys((*measure.cuts, *measure.always_by))),
        "benchmarks": [asdict(benchmark) for benchmark in measure.benchmarks],
        "caveats": list(measure.caveats),
    }


def answer_object(answer: Answer, snapshot: Snapshot) -> dict[str, Any]:
    """The answer for JSON: what was asked, of which release and whose data, then ``rows``."""
    return {
        "measure": answer.measure.id,
        "title": answer.measure.title,
        "unit": answer.measure.unit,
        "selection": answer.selection.sentence(snapshot.cube),
        "release": snapshot.release.id,
        "data": snapshot.release.data,
        "rows": answer.rows(),
    }
