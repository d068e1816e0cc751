"""Small made-up facts for the tests: a force, one person, a typed frame, a hypothesis strategy."""

import datetime
from collections.abc import Iterable
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from dashboard.schema.duty import LIMITATIONS
from dashboard.schema.force import Command, Force, Rank, Team
from dashboard.schema.tables import ABSENCES, EXTERNAL, STRENGTH

Row = dict[str, Any]

MONTH = "2023-01"
"""The month of a person of whom no other is said; it ends on the 31st."""

FORCE_FILE = """
id = "small"
name = "Small Force"
[commands]
AA = { name = "Alpha" }
BB = { name = "Bravo" }
[ranks]
PC = { grade = "constable" }
PS = { grade = "sergeant" }
"""
"""A small force as its file states it, for tests that import."""

_DTYPES = {
    "text": "str",
    "month": "str",
    "choice": "str",
    "date": "datetime64[us]",
    "flag": "boolean",
    "number": "float64",
}


def small_force(**said: Any) -> Force:
    """Three commands, one of them called "NA", seven ranks and two teams; *said* overrides."""
    stated: dict[str, Any] = {
        "id": "small",
        "name": "Small Force",
        "commands": {
            "AA": Command(name="Alpha", group="BCU"),
            "BB": Command(name="Bravo", group="BCU"),
            "NA": Command(name="North Area", group="Specialist"),
        },
        "ranks": {
            "PC": Rank(grade="constable"),
            "DC": Rank(grade="constable", detective=True),
            "PS": Rank(grade="sergeant"),
            "INSP": Rank(grade="inspector"),
            "STAFF": Rank(grade="none"),
            "PCSO": Rank(grade="none"),
            "SPECIAL": Rank(grade="none"),
        },
        "teams": {
            "RESPONSE": Team(name="Response", function="response", uniformed=True),
            "CID": Team(name="CID", function="investigation"),
        },
    }
    return Force(**(stated | said))


def person(**columns: Any) -> Row:
    """One row of ``strength``: a full-time PC of AA of whom nothing more is known but *columns*."""
    unknown = columns.keys() - set(STRENGTH.names)
    if unknown:
        raise TypeError(f"strength has no column {', '.join(sorted(unknown))}")
    blank: Row = dict.fromkeys(STRENGTH.names)
    known = {"month": MONTH, "command": "AA", "rank": "PC", "role": "officer", "fte": 1.0}
    return blank | known | columns


def frame(rows: Iterable[Row]) -> pd.DataFrame:
    """The rows as a typed frame with all columns of ``strength``.

    Dates may be text or dates. A person without a pseudonym gets one by their place in *rows*.
    """
    listed = [person(**row) for row in rows]
    for place, row in enumerate(listed):
        if row["person_id"] is None:
            row["person_id"] = f"row{place}"
    return pd.DataFrame(
        {
            column.name: pd.Series([row[column.name] for row in listed], dtype=object).astype(
                _DTYPES[column.kind]
            )
            for column in STRENGTH.columns
        }
    )


def month_end(month: str) -> datetime.date:
    """The last day of the month."""
    year, part = (int(piece) for piece in month.split("-"))
    return datetime.date(year + part // 12, part % 12 + 1, 1) - datetime.timedelta(days=1)


def people(
    force: Force, *, month: str | None = None, max_size: int = 25, whole: bool = True
) -> st.SearchStrategy[pd.DataFrame]:
    """Strength frames of one month (*month*, or any of a few) with 0 to *max_size* people.

    Statuses overlap freely. Dates stand on and beside the days that decide something: the
    month's end, the 28th and the 29th day of an absence, the end of probation. Unless *whole*,
    optional columns may be missing altogether, as when a force does not send them.
    """
    months = [month] if month else ["2022-12", "2023-01", "2023-02", "2024-02", "2023-04"]
    return st.sampled_from(months).flatmap(lambda drawn: _frames(force, drawn, max_size, whole))


def _frames(
    force: Force, month: str, max_size: int, whole: bool
) -> st.SearchStrategy[pd.DataFrame]:
    rows = st.lists(_rows(force, month), max_size=max_size)
    if whole:
        return rows.map(_numbered)
    optional = [column.name for column in STRENGTH.columns if not column.required]
    missing = st.sets(st.sampled_from(optional))
    return st.tuples(rows, missing).map(lambda drawn: _numbered(drawn[0]).drop(columns=drawn[1]))


def _numbered(rows: list[Row]) -> pd.DataFrame:
    """The frame; a Special who stands right after a member of staff is the same person."""
    named: list[Row] = []
    for place, row in enumerate(rows):
        again = named and row["role"] == "special" and named[-1]["role"] == "staff"
        named.append(row | {"person_id": named[-1]["person_id"] if again else f"p{place:02d}"})
    return frame(named)


def _rows(force: Force, month: str) -> st.SearchStrategy[Row]:
    end = month_end(month)
    commands = list(force.commands) or ["AA", "BB", "NA"]
    parts_of_one = st.one_of(
        st.integers(0, 20).map(lambda steps: steps * 0.05),
        st.sampled_from([0.1 + 0.2, 1 / 3, 2 / 3, 0.7 - 0.1, 0.405, 1.0]),
        st.floats(0.01, 1.0),
    )

    def days(*after_the_end: int) -> st.SearchStrategy[datetime.date | None]:
        dates = [end + datetime.timedelta(days=by) for by in after_the_end]
        return st.sampled_from([None, *dates])

    def months_ago(*months: int) -> list[datetime.date | None]:
        first = end.replace(day=1)
        found: list[datetime.date | None] = [None]
        for back in months:
            number = first.year * 12 + first.month - 1 - back
            start = datetime.date(number // 12, number % 12 + 1, 1)
            found += [start, month_end(f"{start:%Y-%m}")]
        return found

    probation = force.probation_months
    columns: dict[str, st.SearchStrategy[Any]] = {
        "month": st.just(month),
        "command": st.sampled_from(commands),
        "fte": st.one_of(st.just(1.0), st.none(), parts_of_one),
        "team": st.sampled_from([None, *force.teams]),
        "unit": st.sampled_from([None, "A relief", "B relief"]),
        "joined_on": st.sampled_from(
            months_ago(0, 1, probation - 1, probation, probation + 1, 240)
        ),
        "entry_route": st.sampled_from([None, "new", "transferee", "rejoiner"]),
        "confirmed_on": st.one_of(st.none(), days(-400, -1, 0, 1, 200)),
        "probationer": st.sampled_from([None, None, None, True, False]),
        "absence": st.sampled_from([None, None, *ABSENCES]),
        "absence_from": days(-500, -28, -27, -26, 0, 1),
        "limitation": st.sampled_from([None, None, None, *LIMITATIONS]),
        "suspended": st.sampled_from([None, None, None, False, False, True]),
        "training_share": st.one_of(st.none(), st.sampled_from([0.0, 0.5, 1.0]), parts_of_one),
        "attached_to": st.sampled_from([None, None, None, None, EXTERNAL, *commands]),
        "attached_from": days(-300, -1, 0, 1, 40),
        "attached_until": days(-30, 0, 30),
        "left_on": st.one_of(st.none(), st.none(), days(-40, 0, 1, 30)),
    }
    return st.builds(
        lambda post, rest: person(**post, **rest),
        st.sampled_from(_posts(force)),
        st.fixed_dictionaries(columns),
    )


def _posts(force: Force) -> list[Row]:
    """Rank and role together; officers often, some with the role left blank."""
    posts: list[Row] = []
    for rank, said in force.ranks.items():
        if said.grade != "none":
            posts += [{"rank": rank, "role": "officer"}] * 2 + [{"rank": rank, "role": None}]
    civil = {"STAFF": "staff", "PCSO": "pcso", "SPECIAL": "special"}
    posts += [{"rank": rank, "role": role} for rank, role in civil.items() if rank in force.ranks]
    constable = next(rank for rank, said in force.ranks.items() if said.grade == "constable")
    return [*posts, {"rank": constable, "role": "special"}]
