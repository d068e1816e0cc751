"""A measure's answer as the command line and the API give it: the rows, and where they are from."""

from typing import Any

from dashboard.access.reading import Snapshot
from dashboard.measures.engine.ask import Answer


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
