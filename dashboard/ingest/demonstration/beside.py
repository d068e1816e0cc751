"""All tables of one month, made from its people."""

from collections.abc import Iterator

import pandas as pd

from dashboard.ingest.demonstration import caseloads, establishment, shifts


def tables(month: str, people: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Each table's name, the month under which it is kept, and its rows; none that is empty.

    people: the month of ``strength``. Posts are kept under the month from which they are agreed.
    """
    yield "strength", month, people
    made = [
        ("caseloads", month, caseloads.open_cases(month, people)),
        ("shifts", month, shifts.worked(month, people)),
    ]
    posts = establishment.agreed(month, people)
    if posts is not None:
        made.append(("establishment", *posts))
    yield from ((name, at, rows) for name, at, rows in made if len(rows))
