"""All tables of one month, made from its people."""

from collections.abc import Iterator

import pandas as pd

from dashboard.ingest.demonstration import assumed as a
from dashboard.ingest.demonstration import (
    caseloads,
    demand,
    establishment,
    overtime,
    planned,
    shifts,
)
from dashboard.ingest.demonstration.leavers import on_the_books


def tables(month: str, people: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Each table's name, the month under which it is kept, and its rows; none that is empty.

    people: the month of ``strength``. Posts are kept under the month from which they are agreed,
    and the plan, which comes after the last month's shifts, under the month ahead.
    """
    yield "strength", month, people
    there = on_the_books(people)
    made = [
        ("caseloads", month, caseloads.open_cases(month, there)),
        ("demand", month, demand.asked(month)),
        ("overtime", month, overtime.paid(month, there)),
        ("shifts", month, shifts.worked(month, there)),
    ]
    if month == a.LAST:
        made.append(("shifts", planned.MONTH, planned.ahead(there)))
    posts = establishment.agreed(month, there)
    if posts is not None:
        made.append(("establishment", *posts))
    yield from ((name, at, rows) for name, at, rows in made if len(rows))
