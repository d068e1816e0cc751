"""The second computation that the tests compare the product with: slow, obvious, person by person.

It shares no code with the product; the tests in ``test_oracle.py`` prove it by hand-worked
examples. Where a definition can be read in two ways, the reading taken is said beside it.
"""

import datetime
import math
from collections.abc import Callable, Collection, Iterable, Sequence
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


def _total(column: str, rows: Iterable[Row]) -> float:
    return math.fsum(row[column] for row in rows)


def _nominal(rows: list[Row]) -> Totals:
    return _total("fte", rows), None


def _deployable(rows: list[Row]) -> Totals:
    return _total("fte", [row for row in rows if row["status"] == "full"]), None


def _gap(rows: list[Row]) -> Totals:
    nominal, deployable = _nominal(rows)[0], _deployable(rows)[0]
    return nominal - deployable, nominal


def _probationer_share(rows: list[Row]) -> Totals:
    constables = [row for row in rows if row["grade"] == "constable"]
    return _total("probationers", constables), _total("heads", constables)


def _span(rows: list[Row]) -> Totals:
    away = ("suspended", "long_term_absence", "attached_out")
    present = [row for row in rows if row["status"] not in away]
    constables = [row for row in present if row["grade"] == "constable"]
    sergeants = [row for row in present if row["grade"] == "sergeant"]
    return _total("heads", constables), _total("heads", sergeants)


MEASURES: dict[str, tuple[str, float, Callable[[list[Row]], Totals]]] = {
    "nominal_strength": ("home", 1.0, _nominal),
    "deployable_strength": ("home", 1.0, _deployable),
    "gap_to_nominal": ("home", 100.0, _gap),
    "strength_by_duty_status": ("home", 1.0, _nominal),
    "probationer_share": ("home", 100.0, _probationer_share),
    "supervision_span": ("host", 1.0, _span),
}
"""Of each measure: its view, what its ratio is multiplied by, and its two totals."""


def measure(
    cells: pd.DataFrame,
    measure_id: str,
    by: list[str],
    *,
    commands: Collection[str] | None = None,
    teams: Collection[str] | None = None,
) -> pd.DataFrame:
    """The measure of one month, or of several if *by* has ``month``: a row a group, in order.

    A group is there if any officer of the measure's view and of the filters is in it, whether or
    not it adds to the totals; without *by* there is always one row. Blank teams are chosen by "".
    Columns: *by* (with ``status`` last for the strength by status), numerator, denominator, value.
    """
    chosen = _chosen(cells, measure_id, commands, teams)
    if "month" not in by and chosen["month"].nunique() > 1:
        raise ValueError("several months: cut by month, or use measure_over_months")
    totals = MEASURES[measure_id][2]
    by = _cut(measure_id, by)
    return _table(measure_id, by, {key: totals(rows) for key, rows in _groups(chosen, by).items()})


def measure_over_months(
    cells: pd.DataFrame,
    measure_id: str,
    by: list[str],
    commands: Collection[str] | None,
    teams: Collection[str] | None,
    months_of: dict[str, int],
) -> pd.DataFrame:
    """The measure of all the months in *cells* together; *months_of* says how many a command has.

    Every total is, per command, the mean over the months which that command has, and the sum of
    these over the commands. A command without a month adds nothing.
    """
    if "month" in by:
        raise ValueError("a mean over months has no months to cut by: use measure")
    chosen = _chosen(cells, measure_id, commands, teams)
    chosen = chosen[chosen["command"].isin([name for name, had in months_of.items() if had > 0])]
    totals = MEASURES[measure_id][2]
    by = _cut(measure_id, by)
    found: dict[tuple[str, ...], Totals] = {}
    for key, rows in _groups(chosen, by).items():
        numerators, denominators = [], []
        for command in sorted({row["command"] for row in rows}):
            numerator, denominator = totals([row for row in rows if row["command"] == command])
            numerators.append(numerator / months_of[command])
            if denominator is not None:
                denominators.append(denominator / months_of[command])
        is_plain = totals([])[1] is None
        found[key] = math.fsum(numerators), None if is_plain else math.fsum(denominators)
    return _table(measure_id, by, found)


def _chosen(
    cells: pd.DataFrame,
    measure_id: str,
    commands: Collection[str] | None,
    teams: Collection[str] | None,
) -> pd.DataFrame:
    chosen = cells[(cells["view"] == MEASURES[measure_id][0]) & (cells["role"] == "officer")]
    if commands is not None:
        chosen = chosen[chosen["command"].isin(list(commands))]
    if teams is not None:
        chosen = chosen[chosen["team"].isin(list(teams))]
    return chosen


def _cut(measure_id: str, by: list[str]) -> list[str]:
    if measure_id == "strength_by_duty_status" and "status" not in by:
        return [*by, "status"]
    return list(by)


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
