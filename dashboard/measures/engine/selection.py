"""What is asked for: commands, teams, months and cuts, and how a query string says them."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from dashboard.cube.arrays import Cube
from dashboard.schema import months


class AskError(ValueError):
    """A question that cannot be answered as it was put; the message says what would work."""


class Unknown(AskError):
    """A name that is not known here; the message lists those that are."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        close = difflib.get_close_matches(name, names, n=3)
        hint = f" Did you mean {' or '.join(close)}?" if close else ""
        super().__init__(f"Unknown {what} '{name}'.{hint} Known: {', '.join(names) or 'none'}.")


@dataclass(frozen=True)
class Selection:
    """Commands and teams (none: all) over the months from *first* to *last*, both included."""

    first: str
    last: str
    commands: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()

    def query(self) -> list[tuple[str, str]]:
        """The selection as pairs of a query string; :func:`select` reads them back."""
        return [
            *(("command", code) for code in self.commands),
            *(("team", code) for code in self.teams),
            ("from", self.first),
            ("to", self.last),
        ]

    def on(self, month: str) -> "Selection":
        """The same selection for one other month."""
        return Selection(month, month, self.commands, self.teams)

    def sentence(self, cube: Cube) -> str:
        """The selection in plain words, the same on the page and in every file that leaves."""
        where = ", ".join(cube.force.command_name(code) for code in self.commands)
        named = ", ".join(cube.force.team_name(code) for code in self.teams)
        teams = f", {named}" if named else ""
        span = months.words(self.first)
        if self.last != self.first:
            span = f"{span} to {months.words(self.last)}"
        return f"{where or 'all commands'}{teams}, {span}"


def read_query(text: str) -> dict[str, list[str]]:
    """A query string as name -> values, in order; what is blank is kept."""
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(text.lstrip("?"), keep_blank_values=True):
        found.setdefault(name, []).append(value)
    return found


def write_query(pairs: Iterable[tuple[str, str]]) -> str:
    """Pairs as a query string without its question mark."""
    return urlencode(list(pairs))


def select(cube: Cube, asked: Mapping[str, Sequence[str]]) -> Selection:
    """The selection that ``command``, ``team``, ``from`` and ``to`` ask for.

    The newest month where neither end is given; to the newest, or from the oldest,
    where one is. :class:`AskError` for what is unknown, doubled or the wrong way round.
    """
    newest = cube.newest()
    if newest is None:
        raise AskError("No strength has been imported yet.")
    commands = _known("command", asked.get("command", ()), cube.labels["command"])
    teams = _known("team", asked.get("team", ()), filter(None, cube.labels["team"]))
    first, last = _one(asked, "from"), _one(asked, "to")
    for end in (first, last):
        if end is not None:
            _in_range(end, cube)
    start = first or (cube.months[0] if last else newest)
    stop = last or newest
    if start > stop:
        raise AskError(f"The months are the wrong way round: from {start} is after to {stop}.")
    return Selection(start, stop, commands, teams)


def _known(what: str, names: Sequence[str], known: Iterable[str]) -> tuple[str, ...]:
    allowed = tuple(known)
    for name in names:
        if name not in allowed:
            raise Unknown(what, name, allowed)
    return tuple(dict.fromkeys(names))


def _one(asked: Mapping[str, Sequence[str]], name: str) -> str | None:
    values = asked.get(name, ())
    if len(values) > 1:
        raise AskError(f"'{name}' is given {len(values)} times; give it once.")
    return values[0] if values else None


def _in_range(text: str, cube: Cube) -> None:
    try:
        months.month(text)
    except ValueError as error:
        raise AskError(str(error)) from None
    if text not in cube.months:
        raise AskError(
            f"There is no data for {text}; months go from {cube.months[0]} to {cube.months[-1]}."
        )
