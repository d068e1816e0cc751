"""One question, one answer: the way in that the command line, the API and the pages share."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.cube.arrays import Cube
from dashboard.measures.engine.definition import Measure
from dashboard.measures.engine.evaluate import check_cuts, evaluate
from dashboard.measures.engine.registry import all_measures
from dashboard.measures.engine.selection import (
    FILTERS,
    Selection,
    Unknown,
    measured_in,
    refuse_unfit,
    select,
)

PARAMETERS = (*FILTERS, "by")


@dataclass(frozen=True)
class Answer:
    """What was asked and what came out.

    frame: the dimensions asked for, ``numerator``, ``denominator``, ``value``, ``measured_in``;
    ``unit`` is a dimension, and the field's word for a part of a team.
    """

    measure: Measure
    selection: Selection
    frame: pd.DataFrame

    def rows(self) -> list[dict[str, str | float | None]]:
        """The frame as records for JSON; no value is None."""
        return [
            {str(name): _plain(value) for name, value in row.items()}
            for row in self.frame.to_dict("records")
        ]


def ask(cube: Cube, measure_id: str, asked: Mapping[str, Sequence[str]]) -> Answer:
    """Answer a measure's question put in the names of :data:`PARAMETERS`.

    :class:`~dashboard.measures.engine.selection.AskError` for an unknown measure,
    parameter, command, team, grade or month, and for a cut or filter that does not apply.
    """
    known = all_measures()
    if measure_id not in known:
        raise Unknown("measure", measure_id, known)
    for name in asked:
        if name not in PARAMETERS:
            raise Unknown("parameter", name, PARAMETERS)
    measure = known[measure_id]
    by = check_cuts(measure, asked.get("by", ()))
    refuse_unfit(measure, asked)
    selection = select(cube, asked)
    frame = evaluate(cube, measure, selection, by)
    numbers = ["numerator", "denominator", "value"]
    # Six decimals are a millionth of a person: enough, and free of binary dust.
    frame[numbers] = frame[numbers].round(6)
    unit = measured_in(measure, selection)
    return Answer(measure, selection, frame.assign(measured_in=unit))


def _plain(value: str | float) -> str | float | None:
    return None if isinstance(value, float) and math.isnan(value) else value
