"""The sides of a comparison: commands, groups of them, years and months, as a reader sets them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.access.reading import Snapshot
from dashboard.components import cautions
from dashboard.components.choices import Choice, Option
from dashboard.components.state import State
from dashboard.components.wording import capital, listed
from dashboard.measures.engine.selection import Selection
from dashboard.schema import months
from dashboard.schema.duty import STATUSES

_AS_FILTERED = ("As the filters say", "filters")
_COMPARED = ("What the filters compare with", "before")
_NOTHING = ("Nothing", "none")


@dataclass(frozen=True)
class Side:
    """One side: what it is called, and what it selects; all else is as the filters say."""

    name: str
    selection: Selection


def _options(snapshot: Snapshot) -> list[Option]:
    """All commands, each group and each command; then years and months, the newest first."""
    force, cube = snapshot.release.force, snapshot.cube
    years = dict.fromkeys(months.financial_year(month) for month in reversed(cube.months))
    groups = [name for name in _groups(snapshot) if name]
    names = {code: force.command_name(code) for code in cube.commands}
    return [
        ("All commands", "all"),
        *((f"All {name}", f"group:{name}") for name in groups),
        *((name, f"command:{code}") for code, name in names.items()),
        *((f"Year {year}", f"year:{year}") for year in years),
        *((months.words(month), f"month:{month}") for month in reversed(cube.months)),
    ]


def _groups(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """The groups of several commands that sent anything."""
    there = snapshot.cube.commands
    groups = {
        name: tuple(code for code in codes if code in there)
        for name, codes in snapshot.release.force.groups().items()
    }
    return {name: codes for name, codes in groups.items() if len(codes) > 1}


def _first(snapshot: Snapshot) -> Sequence[Option]:
    return [_AS_FILTERED, _COMPARED, *_options(snapshot)]


def _second(snapshot: Snapshot) -> Sequence[Option]:
    return [_COMPARED, _AS_FILTERED, *_options(snapshot)]


def _further(snapshot: Snapshot) -> Sequence[Option]:
    return [_NOTHING, _AS_FILTERED, _COMPARED, *_options(snapshot)]


SIDES = (
    Choice("side1", "First side", _first),
    Choice("side2", "Second side", _second),
    Choice("side3", "Third side", _further),
    Choice("side4", "Fourth side", _further),
)


def sides(snapshot: Snapshot, state: State) -> list[Side]:
    """The sides that a state sets, in order; without one that there is nothing for.

    A side is called by what sets it apart: its commands, its months, or both.
    """
    wanted = [_selected(snapshot, state, state.own[choice.name]) for choice in SIDES]
    found = [selection for selection in wanted if selection is not None]
    places = len({selection.commands for selection in found})
    spans = len({selection.months for selection in found})
    alike = places == spans == 1
    place, span = places > 1 or alike, spans > 1 or alike
    return [Side(_name(snapshot, each, place, span), each) for each in found]


def in_full(snapshot: Snapshot, side: Side) -> str:
    """A side by its commands and its months: "Central South, March 2023"."""
    return _name(snapshot, side.selection, True, True)


def _name(snapshot: Snapshot, selection: Selection, place: bool, span: bool) -> str:
    names = snapshot.release.force.in_words(selection.commands)
    where = capital(listed(names)) if names else "All commands"
    parts = [where if place or not span else "", selection.when() if span else ""]
    return ", ".join(filter(None, parts))


def _selected(snapshot: Snapshot, state: State, value: str) -> Selection | None:
    chosen, span = state.selection, snapshot.cube.months
    what, _, which = value.partition(":")
    if what == "before":
        return state.before
    if what == "group":
        return replace(chosen, commands=_groups(snapshot)[which])
    if what == "year":
        there = [month for month in span if months.financial_year(month) == which]
        return replace(chosen, first=there[0], last=there[-1])
    selected = {
        "filters": chosen,
        "all": chosen.everywhere(),
        "command": replace(chosen, commands=(which,)),
        "month": chosen.on(which),
    }
    return selected.get(what)


def cautions_of(snapshot: Snapshot, state: State, compared: Sequence[Side]) -> list[str]:
    """What a reader must know: what a side lacks, and what only one of them records."""
    found: dict[str, None] = {}
    for side in compared:
        alone = replace(state, selection=side.selection, before=None, compare="none")
        found |= dict.fromkeys(cautions.of(snapshot, alone))
    empty = [snapshot.not_recorded(side.selection.months) for side in compared]
    for side, columns in zip(compared[1:], empty[1:], strict=True):
        labels = [
            status.label.lower()
            for status in STATUSES.values()
            if status.column in columns ^ empty[0]
        ]
        if labels:
            found[
                f"No fair comparison of what rests on {', '.join(labels)}: it came in one of "
                f"{compared[0].name} and {side.name}, and not in both."
            ] = None
    return list(found)
