"""The second computation that the tests compare the product with: slow, obvious, person by person.

It shares no code with the product; the tests in ``test_oracle.py`` prove it by hand-worked
examples. Where a definition can be read in two ways, the reading taken is said beside it.
"""

import datetime
import math
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.schema.force import Force

Row = dict[str, Any]

CELL_COLUMNS = [
    "month",
    "view",
    "command",
    "team",
    "unit",
    "rank",
    "role",
    "grade",
    "status",
    "fte",
    "heads",
    "probationers",
    "acting",
    "investigators",
]
"""One row is a part of a person: two where a recruit's time is split, otherwise one a view."""

_PERSON_COLUMNS = [
    "month",
    "command",
    "rank",
    "role",
    "fte",
    "team",
    "unit",
    "acting",
    "investigator",
    "joined_on",
    "entry_route",
    "confirmed_on",
    "probationer",
    "absence",
    "absence_from",
    "limitation",
    "suspended",
    "training_share",
    "attached_to",
    "attached_from",
    "left_on",
]

OVERLAP_COLUMNS = ["month", "command", "team", "rank", "role", "reason", "other", "fte", "heads"]
"""One row is a person and two reasons that apply to them, or one reason twice."""

RECORDING_COLUMNS = ["month", "command", "role", "column", "filled", "rows"]
"""One row is a column of a command's rows in a role."""

_REASONS = [
    "suspended",
    "long_term_absence",
    "attached_out",
    "recruit_training",
    "management_restricted",
    "adjusted",
    "recuperative",
]

_RECORDED = [
    "team",
    "unit",
    "substantive_rank",
    "acting",
    "in_rank_since",
    "joined_on",
    "entry_route",
    "confirmed_on",
    "probationer",
    "posted_on",
    "absence",
    "absence_from",
    "limitation",
    "limitation_from",
    "limitation_review",
    "suspended",
    "training_share",
    "attached_to",
    "attached_from",
    "attached_until",
    "investigator",
    "driver",
    "supervisor_id",
]


# --- people ---------------------------------------------------------------------------------------


def _people(strength: pd.DataFrame) -> list[Row]:
    """Each row as plain Python: None for blank, for missing columns too; dates as dates."""
    columns: dict[str, list[Any]] = {}
    for name in _PERSON_COLUMNS:
        if name in strength.columns:
            series = strength[name]
            columns[name] = [
                None if blank or value == "" else value
                for value, blank in zip(series, series.isna(), strict=True)
            ]
        else:
            columns[name] = [None] * len(strength)
    for name in ("joined_on", "confirmed_on", "absence_from", "attached_from", "left_on"):
        columns[name] = [None if value is None else value.date() for value in columns[name]]
    return [
        dict(zip(_PERSON_COLUMNS, values, strict=True))
        for values in zip(*(columns[name] for name in _PERSON_COLUMNS), strict=True)
    ]


def _last_day(month: str) -> datetime.date:
    year, part = int(month[:4]), int(month[5:])
    first_of_next = datetime.date(year + part // 12, part % 12 + 1, 1)
    return first_of_next - datetime.timedelta(days=1)


def _counts(person: Row, month_end: datetime.date) -> bool:
    return person["left_on"] is None or person["left_on"] > month_end


def _is_attached(person: Row, month_end: datetime.date) -> bool:
    """Works elsewhere. The day on which it *was to* end does not end it."""
    if person["attached_to"] is None or person["attached_to"] == person["command"]:
        return False
    return person["attached_from"] is None or person["attached_from"] <= month_end


def _is_long_term_absent(person: Row, month_end: datetime.date) -> bool:
    if person["absence"] is None or person["absence_from"] is None:
        return False
    return (month_end - person["absence_from"]).days + 1 > 28


def _is_probationer(person: Row, month_end: datetime.date, probation_months: int) -> bool:
    """The flag, then the confirmation, then the months.

    The first two are taken at their word whatever the entry route.
    """
    if person["probationer"] is not None:
        return bool(person["probationer"])
    if person["confirmed_on"] is not None:
        return person["confirmed_on"] > month_end
    if person["entry_route"] not in (None, "new") or person["joined_on"] is None:
        return False
    joined = person["joined_on"]
    months_served = (month_end.year - joined.year) * 12 + month_end.month - joined.month
    return months_served < probation_months


def _is_investigator(person: Row) -> bool:
    return bool(person["investigator"]) and (person["role"] or "officer") in ("officer", "staff")


def _fte(person: Row) -> float:
    if person["fte"] is not None:
        return float(person["fte"])
    return 0.0 if person["role"] == "special" else 1.0


def _applies(status: str, person: Row, month_end: datetime.date, view: str) -> bool:
    if status == "suspended":
        return person["suspended"] is not None and bool(person["suspended"])
    if status == "long_term_absence":
        return _is_long_term_absent(person, month_end)
    if status == "attached_out":
        return view == "home" and _is_attached(person, month_end)
    return person["limitation"] == status


def _shares(
    person: Row, month_end: datetime.date, view: str, order: Sequence[str]
) -> list[tuple[str, float]]:
    """The statuses of a person, each with the share of the person that it takes."""
    shares: list[tuple[str, float]] = []
    rest = 1.0
    for status in order:
        if status == "recruit_training":
            share = float(person["training_share"] or 0.0)
            shares.append((status, share))
            rest = 1.0 - share
        elif _applies(status, person, month_end, view):
            shares.append((status, rest))
            break
    else:
        shares.append(("full", rest))
    return [(status, share) for status, share in shares if share > 0]


def cells(strength: pd.DataFrame, force: Force) -> pd.DataFrame:
    """Every part of every person, once on the home view and (unless EXTERNAL) once on the host."""
    rows: list[Row] = []
    for person in _people(strength):
        month_end = _last_day(person["month"])
        if not _counts(person, month_end):
            continue
        on_probation = _is_probationer(person, month_end, force.probation_months)
        for view in ("home", "host"):
            command, team, unit = person["command"], person["team"] or "", person["unit"] or ""
            if view == "host" and _is_attached(person, month_end):
                if person["attached_to"] == "EXTERNAL":
                    continue
                command, team, unit = person["attached_to"], "", ""
            for status, share in _shares(person, month_end, view, force.duty_statuses):
                rows.append(
                    {
                        "month": person["month"],
                        "view": view,
                        "command": command,
                        "team": team,
                        "unit": unit,
                        "rank": person["rank"],
                        "role": person["role"] or "officer",
                        "grade": force.ranks[person["rank"]].grade,
                        "status": status,
                        "fte": _fte(person) * share,
                        "heads": share,
                        "probationers": share if on_probation else 0.0,
                        "acting": share if person["acting"] in ("acting", "temporary") else 0.0,
                        "investigators": share if _is_investigator(person) else 0.0,
                    }
                )
    return pd.DataFrame(rows, columns=CELL_COLUMNS)


def overlaps(strength: pd.DataFrame) -> pd.DataFrame:
    """Every reason of every person on the home view, and every two; nobody is split.

    A share of recruit training is a reason whatever the share, as long as there is one.
    """
    rows: list[Row] = []
    for person in _people(strength):
        month_end = _last_day(person["month"])
        if not _counts(person, month_end):
            continue
        having = [reason for reason in _REASONS if _is_reason(reason, person, month_end)]
        for place, reason in enumerate(having):
            for other in having[place:]:
                rows.append(
                    {
                        "month": person["month"],
                        "command": person["command"],
                        "team": person["team"] or "",
                        "rank": person["rank"],
                        "role": person["role"] or "officer",
                        "reason": reason,
                        "other": other,
                        "fte": _fte(person),
                        "heads": 1.0,
                    }
                )
    return pd.DataFrame(rows, columns=OVERLAP_COLUMNS)


def _is_reason(status: str, person: Row, month_end: datetime.date) -> bool:
    if status == "recruit_training":
        return person["training_share"] is not None and person["training_share"] > 0
    return _applies(status, person, month_end, "home")


def recording(strength: pd.DataFrame) -> pd.DataFrame:
    """Of each command and role, how many rows there are and how many have each column filled.

    Those who have left are not asked for anything. A flag that says no is filled.
    """
    found: dict[tuple[str, ...], list[int]] = {}
    blanks = {
        name: (strength[name].isna() | (strength[name].astype(object) == "")).tolist()
        for name in _RECORDED
        if name in strength.columns
    }
    for place, person in enumerate(_people(strength)):
        if not _counts(person, _last_day(person["month"])):
            continue
        whose = (person["month"], person["command"], person["role"] or "officer")
        for column in _RECORDED:
            both = found.setdefault((*whose, column), [0, 0])
            both[0] += column in blanks and not blanks[column][place]
            both[1] += 1
    rows = [(*key, *both) for key, both in found.items()]
    return pd.DataFrame(rows, columns=RECORDING_COLUMNS)


# --- measures -------------------------------------------------------------------------------------

Totals = tuple[float, float | None]


@dataclass(frozen=True)
class Question:
    """What is asked of a measure; None is everything, blank teams are chosen by "".

    count: ``fte`` or ``heads``. view: ``home`` or ``host``. reading: ``review`` or ``home_office``.
    """

    commands: Collection[str] | None = None
    teams: Collection[str] | None = None
    grades: Collection[str] | None = None
    count: str = "fte"
    view: str = "home"
    reading: str = "review"


def _total(column: str, rows: Iterable[Row]) -> float:
    return math.fsum(row[column] for row in rows)


def _nominal(rows: list[Row], asked: Question) -> Totals:
    return _total(asked.count, rows), None


def _is_deployable(row: Row, reading: str) -> bool:
    if reading == "home_office":
        return row["status"] not in ("suspended", "long_term_absence")
    return row["status"] == "full"


def _deployable(rows: list[Row], asked: Question) -> Totals:
    return _total(asked.count, [row for row in rows if _is_deployable(row, asked.reading)]), None


def _gap(rows: list[Row], asked: Question) -> Totals:
    nominal, deployable = _nominal(rows, asked)[0], _deployable(rows, asked)[0]
    return nominal - deployable, nominal


def _limited(rows: list[Row], asked: Question) -> Totals:
    limited = ("management_restricted", "adjusted", "recuperative")
    at_work = [row for row in rows if row["status"] in limited]
    return _total(asked.count, at_work), _total(asked.count, rows)


def _is_constable(row: Row) -> bool:
    return row["grade"] == "constable"


def _is_pc(row: Row) -> bool:
    return _is_constable(row) and not row["detective"]


def _is_dc(row: Row) -> bool:
    return _is_constable(row) and row["detective"]


def _is_in_a_span(row: Row) -> bool:
    return row["grade"] in ("constable", "sergeant")


def _is_in_a_uniformed_span(row: Row) -> bool:
    on_the_street = row["function"] in ("response", "neighbourhood") and row["uniformed"]
    return _is_in_a_span(row) and not row["detective"] and on_the_street


def _probationer_share(rows: list[Row], asked: Question) -> Totals:
    constables = [row for row in rows if _is_constable(row)]
    return _total("probationers", constables), _total("heads", constables)


def _span(rows: list[Row], asked: Question) -> Totals:
    away = ("suspended", "long_term_absence", "attached_out")
    present = [row for row in rows if row["status"] not in away]
    constables = [row for row in present if row["grade"] == "constable"]
    sergeants = [row for row in present if row["grade"] == "sergeant"]
    return _total("heads", constables), _total("heads", sergeants)


def _recorded(rows: list[Row], asked: Question) -> Totals:
    return _total("filled", rows), _total("rows", rows)


READERS = "as the reader likes"

MEASURES: dict[str, tuple[str, float, Callable[[list[Row], Question], Totals]]] = {
    "nominal_strength": (READERS, 1.0, _nominal),
    "deployable_strength": (READERS, 1.0, _deployable),
    "gap_to_nominal": (READERS, 100.0, _gap),
    "limited_duties_share": (READERS, 100.0, _limited),
    "strength_by_duty_status": (READERS, 1.0, _nominal),
    "probationer_share": (READERS, 100.0, _probationer_share),
    "probationer_share_pc": (READERS, 100.0, _probationer_share),
    "probationer_share_dc": (READERS, 100.0, _probationer_share),
    "supervision_span": ("host", 1.0, _span),
    "supervision_span_uniformed": ("host", 1.0, _span),
    "overlapping_reasons": ("home", 1.0, _nominal),
    "recording_completeness": ("home", 100.0, _recorded),
}
"""Of each measure: its view, what its ratio is multiplied by, and its two totals."""

ABOUT: dict[str, Callable[[Row], bool]] = {
    "probationer_share": _is_constable,
    "probationer_share_pc": _is_pc,
    "probationer_share_dc": _is_dc,
    "supervision_span": _is_in_a_span,
    "supervision_span_uniformed": _is_in_a_uniformed_span,
}
"""Of the officers, those whom a measure is about; all of them where it is not named."""

KIND: dict[str, str] = {
    "overlapping_reasons": "overlaps",
    "recording_completeness": "recording",
}
"""The function above that gives a measure its rows; :func:`cells`, by the name "strength", else."""

ALWAYS_BY: dict[str, list[str]] = {
    "strength_by_duty_status": ["status"],
    "overlapping_reasons": ["reason", "other"],
    "recording_completeness": ["column"],
}
"""What a measure must not be summed over."""

TAKES: dict[str, set[str]] = {
    "nominal_strength": {"team", "grade", "count", "view"},
    "deployable_strength": {"team", "grade", "count", "view", "reading"},
    "gap_to_nominal": {"team", "grade", "count", "view", "reading"},
    "limited_duties_share": {"team", "grade", "count", "view"},
    "strength_by_duty_status": {"team", "grade", "count", "view"},
    "probationer_share": {"team", "view"},
    "probationer_share_pc": {"team", "view"},
    "probationer_share_dc": {"team", "view"},
    "supervision_span": {"team"},
    "supervision_span_uniformed": {"team"},
    "overlapping_reasons": {"team", "grade", "count"},
    "recording_completeness": set(),
}
"""The filters that apply to a measure besides commands and months.

Counts of recorded columns know no teams; a span and a share of probationers are of heads and of
the grades that they name; a span is of those who work there, overlaps are of the books.
"""


def described(cells: pd.DataFrame, force: Force) -> pd.DataFrame:
    """The rows with what the force says of their rank and team, where they have them, beside them.

    Of a team that it does not list it says nothing: no function, and no uniform.
    """
    out = cells.copy()
    if "rank" in out:
        out["grade"] = [force.ranks[rank].grade for rank in out["rank"]]
        out["detective"] = [force.ranks[rank].detective for rank in out["rank"]]
    if "team" in out:
        teams = [force.teams.get(team) for team in out["team"]]
        out["function"] = [None if team is None else team.function for team in teams]
        out["uniformed"] = [team is not None and team.uniformed for team in teams]
    return out


def concerned(cells: pd.DataFrame, measure_id: str) -> pd.DataFrame:
    """The rows, :func:`described`, of those whom the measure is about."""
    about = ABOUT.get(measure_id)
    if about is None:
        return cells
    return cells[pd.Series([about(row) for row in cells.to_dict("records")], cells.index, bool)]


def measure(
    cells: pd.DataFrame,
    measure_id: str,
    by: list[str],
    *,
    commands: Collection[str] | None = None,
    teams: Collection[str] | None = None,
    grades: Collection[str] | None = None,
    count: str = "fte",
    view: str = "home",
    reading: str = "review",
) -> pd.DataFrame:
    """The measure of one month, or of several if *by* has ``month``: a row a group, in order.

    A group is there if any officer of the measure's view and of the filters is in it, whether or
    not it adds to the totals; without *by* there is always one row. Where grades are chosen, rows
    of overlaps must be :func:`described`. What is asked is as in :class:`Question`.
    Columns: *by* (with that of :data:`ALWAYS_BY` last), numerator, denominator, value.
    """
    asked = Question(commands, teams, grades, count, view, reading)
    chosen = _chosen(cells, measure_id, asked)
    if "month" not in by and chosen["month"].nunique() > 1:
        raise ValueError("several months: cut by month, or use measure_over_months")
    totals = MEASURES[measure_id][2]
    by = _cut(measure_id, by)
    groups = _groups(chosen, by)
    return _table(measure_id, by, {key: totals(rows, asked) for key, rows in groups.items()})


def measure_over_months(
    cells: pd.DataFrame,
    measure_id: str,
    by: list[str],
    commands: Collection[str] | None,
    teams: Collection[str] | None,
    months_of: dict[str, int],
    *,
    grades: Collection[str] | None = None,
    count: str = "fte",
    view: str = "home",
    reading: str = "review",
) -> pd.DataFrame:
    """The measure of all the months in *cells* together; *months_of* says how many a command has.

    Every total is, per command, the mean over the months which that command has, and the sum of
    these over the commands. A command without a month adds nothing.
    """
    if "month" in by:
        raise ValueError("a mean over months has no months to cut by: use measure")
    asked = Question(commands, teams, grades, count, view, reading)
    chosen = _chosen(cells, measure_id, asked)
    chosen = chosen[chosen["command"].isin([name for name, had in months_of.items() if had > 0])]
    totals = MEASURES[measure_id][2]
    by = _cut(measure_id, by)
    found: dict[tuple[str, ...], Totals] = {}
    for key, rows in _groups(chosen, by).items():
        numerators, denominators = [], []
        for command in sorted({row["command"] for row in rows}):
            theirs = [row for row in rows if row["command"] == command]
            numerator, denominator = totals(theirs, asked)
            numerators.append(numerator / months_of[command])
            if denominator is not None:
                denominators.append(denominator / months_of[command])
        is_plain = totals([], asked)[1] is None
        found[key] = math.fsum(numerators), None if is_plain else math.fsum(denominators)
    return _table(measure_id, by, found)


def _chosen(cells: pd.DataFrame, measure_id: str, asked: Question) -> pd.DataFrame:
    """The officers who are asked about; a filter that does not apply is never passed over."""
    said = {
        "team": asked.teams is not None,
        "grade": asked.grades is not None,
        "count": asked.count != "fte",
        "view": asked.view != "home",
        "reading": asked.reading != "review",
    }
    for name, is_said in said.items():
        if is_said and name not in TAKES[measure_id]:
            raise ValueError(f"{name} does not apply to {measure_id}")
    chosen = cells[cells["role"] == "officer"]
    if KIND.get(measure_id, "strength") == "strength":
        view = MEASURES[measure_id][0]
        chosen = chosen[chosen["view"] == (asked.view if view == READERS else view)]
    for column, wanted in (
        ("command", asked.commands),
        ("team", asked.teams),
        ("grade", asked.grades),
    ):
        if wanted is not None:
            chosen = chosen[chosen[column].isin(list(wanted))]
    return chosen


def _cut(measure_id: str, by: list[str]) -> list[str]:
    return [*by, *(name for name in ALWAYS_BY.get(measure_id, []) if name not in by)]


def _groups(chosen: pd.DataFrame, by: list[str]) -> dict[tuple[str, ...], list[Row]]:
    groups: dict[tuple[str, ...], list[Row]] = {} if by else {(): []}
    for row in chosen.to_dict("records"):
        groups.setdefault(tuple(row[name] for name in by), []).append(row)
    return groups


def _table(measure_id: str, by: list[str], found: dict[tuple[str, ...], Totals]) -> pd.DataFrame:
    """The totals as a frame of objects, in which None stays None."""
    times = MEASURES[measure_id][1]
    rows: list[tuple[Any, ...]] = []
    for key in sorted(found):
        numerator, denominator = found[key]
        value: float | None
        if denominator is None:
            value = numerator
        elif denominator == 0:
            value = None
        else:
            value = times * numerator / denominator
        rows.append((*key, numerator, denominator, value))
    return pd.DataFrame(rows, columns=[*by, "numerator", "denominator", "value"], dtype=object)
