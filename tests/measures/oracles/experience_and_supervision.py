"""The second computation of experience and supervision: slow, obvious, person by person.

It shares no code with the product. Who has which duty status is :mod:`tests.oracle`'s.
"""

import datetime
import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

import pandas as pd

from dashboard.schema.force import Force
from tests import oracle

COVERS = {
    "pcsos_per_sergeant",
    "response_drivers",
    "sergeants_first_year",
    "service_bands",
    "supervision_span_deployable",
    "supervision_span_recorded",
    "supervision_span_recorded_uniformed",
    "supervision_span_substantive",
    "supervision_span_uniformed_deployable",
    "supervision_span_uniformed_substantive",
    "units_above_ten",
}

SCALE = {"response_drivers": 100, "sergeants_first_year": 100, "units_above_ten": 100}
"""What a ratio is multiplied by, where it is not 1."""

Row = dict[str, str | float]
"""One contribution: whose it is, ``over`` and ``under`` the line."""
Key = tuple[str, ...]
Sums = dict[Key, tuple[float, float] | None]
"""By group: what is over and under the line; None is a hole."""

AWAY = ("suspended", "long_term_absence", "attached_out")
FIRST_YEARS = [(20, "20 or more"), (10, "10 to 19"), (5, "5 to 9"), (3, "3 to 4")]


# --- who ------------------------------------------------------------------------------------------


def _people(strength: pd.DataFrame) -> list[dict]:
    """The rows of those on the books at their month's end; None is blank."""
    objects = strength.astype(object)
    people = objects.where(strength.notna(), None).to_dict("records")
    return [p for p in people if p["left_on"] is None or p["left_on"].date() > _end(p["month"])]


def _end(month: str) -> datetime.date:
    year, part = int(month[:4]), int(month[5:])
    return datetime.date(year + part // 12, part % 12 + 1, 1) - datetime.timedelta(days=1)


def _years(day: pd.Timestamp, month: str) -> int:
    """Completed years at the month's end; the 29th of February is reached on the 28th."""
    months_since = (int(month[:4]) - day.year) * 12 + int(month[5:]) - day.month
    return months_since // 12


def _function(force: Force, team: str) -> str:
    return force.teams[team].function if team in force.teams else ""


def _uniformed(force: Force, team: str) -> bool:
    listed = team in force.teams and force.teams[team].uniformed
    return listed and _function(force, team) in ("response", "neighbourhood")


# --- what each person adds ------------------------------------------------------------------------


def service(person: dict) -> str:
    """The band of completed years since a person joined."""
    if person["joined_on"] is None:
        return "not recorded"
    years = _years(person["joined_on"], person["month"])
    for least, band in FIRST_YEARS:
        if years >= least:
            return band
    return "under 1" if years < 1 else str(years)


def _experience(strength: pd.DataFrame, force: Force, measure_id: str) -> Iterator[Row]:
    for person in _people(strength):
        if person["role"] != "officer":
            continue
        row = {
            "month": person["month"],
            "command": person["command"],
            "team": person["team"] or "",
            "rank": person["rank"],
            "service": service(person),
        }
        if measure_id == "service_bands":
            yield row | {"over": float(person["fte"]), "under": 0.0}
        elif measure_id == "response_drivers":
            if _function(force, row["team"]) == "response":
                trained = person["driver"] in ("response", "advanced")
                yield row | {"over": float(trained), "under": 1.0}
        elif force.ranks[person["rank"]].grade == "sergeant" and person["in_rank_since"]:
            new = _years(person["in_rank_since"], person["month"]) < 1
            yield row | {"over": float(new), "under": 1.0}


def _spans(strength: pd.DataFrame, force: Force, measure_id: str) -> Iterator[Row]:
    cells = oracle.described(oracle.cells(strength, force), force)
    for row in cells[cells["view"] == "host"].to_dict("records"):
        if row["status"] in AWAY:
            continue
        if "deployable" in measure_id and row["status"] != "full":
            continue
        uniformed = _uniformed(force, row["team"]) and not row["detective"]
        officer = row["role"] == "officer"
        constable = officer and row["grade"] == "constable"
        sergeant = officer and row["grade"] == "sergeant"
        over = row["heads"] if constable else 0.0
        under = row["heads"] if sergeant else 0.0
        if measure_id == "pcsos_per_sergeant":
            if not uniformed or row["function"] != "neighbourhood":
                continue
            over = row["heads"] if row["role"] == "pcso" else 0.0
        elif ("uniformed" in measure_id or measure_id == "units_above_ten") and not uniformed:
            continue
        if "substantive" in measure_id and sergeant:
            over, under = row["acting"], row["heads"] - row["acting"]
        yield row | {"over": over, "under": under}


def _recorded(strength: pd.DataFrame, force: Force, measure_id: str) -> Iterator[Row]:
    at_work = {}
    for person in _people(strength):
        if person["role"] != "officer" or person["suspended"]:
            continue
        end, since = _end(person["month"]), person["absence_from"]
        if person["absence"] and since is not None and (end - since.date()).days + 1 > 28:
            continue
        place = person["command"], person["team"] or ""
        begun = person["attached_from"] is None or person["attached_from"].date() <= end
        if person["attached_to"] not in (None, person["command"]) and begun:
            if person["attached_to"] == "EXTERNAL":
                continue
            place = person["attached_to"], ""
        at_work[person["person_id"]] = person, place
    led = Counter(
        person["supervisor_id"]
        for person, _ in at_work.values()
        if force.ranks[person["rank"]].grade == "constable"
    )
    for person_id, (person, (command, team)) in at_work.items():
        if led[person_id] and (_uniformed(force, team) or "uniformed" not in measure_id):
            yield {
                "month": person["month"],
                "command": command,
                "team": team,
                "reports": f"{min(led[person_id], 31):02d}",
                "over": float(led[person_id]),
                "under": 1.0,
            }


def rows(frames: Mapping[str, pd.DataFrame], force: Force, measure_id: str) -> list[Row]:
    """What everyone adds to a measure, over and under the line.

    frames: strength by month, filled as imports leave it.
    """
    of = _spans
    if measure_id in ("service_bands", "response_drivers", "sergeants_first_year"):
        of = _experience
    if "recorded" in measure_id:
        of = _recorded
    return [row for strength in frames.values() for row in of(strength, force, measure_id)]


def sent(frames: Mapping[str, pd.DataFrame]) -> set[Key]:
    """The command months that somebody's books are in."""
    return {(p["command"], month) for month in frames for p in _people(frames[month])}


# --- what they add up to --------------------------------------------------------------------------


def worked(
    added: Sequence[Row],
    had: Collection[Key],
    measure_id: str,
    by: Sequence[str],
    commands: Collection[str],
    span: Sequence[str],
) -> Sums:
    """The measure over the months of *span*: a command counts with the mean of those it has.

    added, had: as :func:`rows` and :func:`sent` give them. Groups to which nobody adds are left
    out, but for the whole where *by* is empty.
    """
    selected = list(commands) or sorted({command for command, _ in had})
    of_units = measure_id == "units_above_ten"
    cut = [*dict.fromkeys([*by, "command", "team", "unit"])] if of_units else [*by]
    sums: dict[Key, list[float]] = {} if cut else {(): [0.0, 0.0]}
    for row in added:
        command, month = str(row["command"]), str(row["month"])
        if command not in selected or (command, month) not in had or month not in span:
            continue
        months_had = sum((command, one) in had for one in span)
        weight = 1.0 if "month" in by else 1.0 / months_had
        both = sums.setdefault(tuple(str(row[name]) for name in cut), [0.0, 0.0])
        both[0] += weight * float(row["over"])
        both[1] += weight * float(row["under"])
    if of_units:
        sums = _units(sums, cut, by)

    def is_hole(key: Key) -> bool:
        said = dict(zip(by, key, strict=True))
        in_time = [said["month"]] if "month" in said else span
        codes = [said["command"]] if "command" in said else selected
        return any(all((code, one) not in had for one in in_time) for code in codes)

    return {key: None if is_hole(key) else (over, under) for key, (over, under) in sums.items()}


def _units(sums: dict[Key, list[float]], cut: list[str], by: Sequence[str]) -> dict:
    found: dict[Key, list[float]] = {} if by else {(): [0.0, 0.0]}
    for key, (constables, sergeants) in sums.items():
        said = dict(zip(cut, key, strict=True))
        if not said["unit"] or constables + sergeants < 1e-9:
            continue
        without = sergeants < 1e-9
        above = without or constables - 10 * sergeants > 1e-9
        counts = found.setdefault(tuple(said[name] for name in by), [0.0, 0.0])
        counts[0] += above
        counts[1] += 1
    return found


def value(measure_id: str, over: float, under: float) -> float:
    """The measure's value; NaN over nothing."""
    if measure_id == "service_bands":
        return over
    return SCALE.get(measure_id, 1) * over / under if under > 1e-9 else math.nan
