"""Dimensions that follow from others: what a force says of a rank or a team, a day's weekday."""

import datetime
from collections.abc import Callable, Mapping
from typing import NamedTuple

from dashboard.schema.force import Force

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Said(NamedTuple):
    """A dimension that follows from another one, *of*, by what *says* makes of its label.

    order: its labels in their order; by their text where it is empty.
    """

    of: str
    says: Callable[[Force, str], str]
    order: tuple[str, ...] = ()


def _of_team(what: str) -> Callable[[Force, str], str]:
    def says(force: Force, team: str) -> str:
        if team not in force.teams:
            return ""
        said = getattr(force.teams[team], what)
        return said if isinstance(said, str) else "yes" if said else "no"

    return says


def _grade(force: Force, rank: str) -> str:
    return force.ranks[rank].grade if rank in force.ranks else ""


def _detective(force: Force, rank: str) -> str:
    if rank not in force.ranks:
        return ""
    return "yes" if force.ranks[rank].detective else "no"


def _group(force: Force, command: str) -> str:
    return force.commands[command].group if command in force.commands else ""


def _weekday(force: Force, date: str) -> str:
    return WEEKDAYS[datetime.date.fromisoformat(date).weekday()]


SAID: Mapping[str, Said] = {
    "grade": Said("rank", _grade),
    "detective": Said("rank", _detective),
    "function": Said("team", _of_team("function")),
    "uniformed": Said("team", _of_team("uniformed")),
    "ring_fenced": Said("team", _of_team("ring_fenced")),
    "group": Said("command", _group),
    "weekday": Said("date", _weekday, WEEKDAYS),
}
"""Each by its name: a measure filters by it, and is cut by it, as by any dimension."""
