"""What is asked for: commands, teams, grades, months and readings, and how a query says them."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from dashboard.cube.arrays import Cube
from dashboard.measures.engine.definition import STRENGTH, Measure
from dashboard.schema import months
from dashboard.schema.duty import READINGS, Reading
from dashboard.schema.force import GRADES

COUNTS = {"fte": "in full-time equivalents", "heads": "in headcount"}
VIEWS = {"home": "on the books of", "host": "at work in"}
SWITCHES: dict[str, tuple[str, ...]] = {
    "count": tuple(COUNTS),
    "view": tuple(VIEWS),
    "reading": tuple(READINGS),
}
"""What a reader may switch, each with its values; the first is the one where nothing is said."""

FILTERS = ("command", "team", "grade", "from", "to", *SWITCHES)
"""Every name by which a query narrows or switches."""


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
    """Commands, teams and grades (none: all) over the months from *first* to *last*, both included.

    count, view, reading: as the reader has switched; see :data:`SWITCHES`.
    """

    first: str
    last: str
    commands: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    count: str = "fte"
    view: str = "home"
    reading: str = "review"

    def query(self) -> list[tuple[str, str]]:
        """The selection as pairs of a query string; :func:`select` reads them back."""
        return [
            *(("command", code) for code in self.commands),
            *(("team", code) for code in self.teams),
            *(("grade", code) for code in self.grades),
            ("from", self.first),
            ("to", self.last),
            *self.switched(),
        ]

    def switched(self) -> list[tuple[str, str]]:
        """The switches that do not stand at their first value."""
        return [
            (name, getattr(self, name))
            for name, values in SWITCHES.items()
            if getattr(self, name) != values[0]
        ]

    @property
    def months(self) -> tuple[str, ...]:
        return months.between(self.first, self.last)

    @property
    def deployable(self) -> Reading:
        """The reading of who is deployable."""
        return READINGS[self.reading]

    @property
    def unit(self) -> str:
        """What strength is counted in."""
        return "FTE" if self.count == "fte" else "headcount"

    def on(self, month: str) -> "Selection":
        """The same selection for one other month."""
        return replace(self, first=month, last=month)

    def everywhere(self) -> "Selection":
        """The same selection of all commands."""
        return replace(self, commands=())

    def fitted(self, measure: Measure) -> "Selection":
        """The selection without what does not apply to *measure*."""
        unfit = self.unfit(measure)
        return self.without(unfit) if unfit else self

    def without(self, names: Iterable[str]) -> "Selection":
        """The selection with these filters unsaid; those of command and of months stay."""
        cleared = [_NOTHING[name] for name in names if name in _NOTHING]
        return replace(self, **{field: value for each in cleared for field, value in each.items()})

    def unfit(self, measure: Measure) -> list[str]:
        """The filters set here that do not apply to *measure*, by name."""
        return [
            name
            for name, nothing in _NOTHING.items()
            if name not in measure.takes
            and any(getattr(self, field) != value for field, value in nothing.items())
        ]

    def sentence(self, cube: Cube) -> str:
        """The selection in plain words, with what the reader has switched."""
        return f"{self.who(cube)}, {self.how()}"

    def how(self) -> str:
        """The months in words, with what the reader has switched."""
        switched = {
            "count": COUNTS[self.count],
            "view": "where they work",
            "reading": f"{self.deployable.adjective} as {self.deployable.reader} reads it",
        }
        return ", ".join([self.when(), *(switched[name] for name, _ in self.switched())])

    def who(self, cube: Cube) -> str:
        """ "Central South, Response, constables"."""
        force = cube.force
        where = ", ".join(force.in_words(self.commands))
        named = ", ".join(force.team_name(code) for code in self.teams)
        graded = ", ".join(f"{grade}s" for grade in self.grades)
        narrowed = "".join(f", {words}" for words in (named, graded) if words)
        return f"{where or 'all commands'}{narrowed}"

    def when(self) -> str:
        """The months in words; a financial year by its name."""
        return span_words(self.first, self.last)


_NOTHING: dict[str, dict[str, Any]] = {
    "team": {"teams": ()},
    "grade": {"grades": ()},
    **{name: {name: values[0]} for name, values in SWITCHES.items()},
}
"""What leaves each filter unsaid."""


def span_words(first: str, last: str) -> str:
    """ "March 2023", "April 2022 to January 2023", "2022-23 (April 2022 to March 2023)"."""
    if first == last:
        return months.words(first)
    span = f"{months.words(first)} to {months.words(last)}"
    if first.endswith("-04"):
        if last == months.shift(first, 11):
            return f"{months.financial_year(first)} ({span})"
        if last < months.shift(first, 11):
            return f"{months.financial_year(first)}, part-year ({span})"
    return span


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
    """The selection that the names of :data:`FILTERS` in *asked* ask for.

    The newest month where neither end is given; to the newest, or from the oldest,
    where one is. :class:`AskError` for what is unknown, doubled or the wrong way round.
    """
    newest = cube.newest()
    if newest is None:
        raise AskError("No strength has been imported yet.")
    commands = _known("command", asked.get("command", ()), filter(None, cube.labels["command"]))
    teams = _known("team", asked.get("team", ()), filter(None, cube.labels["team"]))
    grades = _known("grade", asked.get("grade", ()), grades_of(cube))
    first, last = _one(asked, "from"), _one(asked, "to")
    for end in (first, last):
        if end is not None:
            _in_range(end, cube)
    start = first or (cube.months[0] if last else newest)
    stop = last or newest
    if start > stop:
        raise AskError(f"The months are the wrong way round: from {start} is after to {stop}.")
    switched = {name: _switch(asked, name) for name in SWITCHES}
    return Selection(start, stop, commands, teams, grades, **switched)


def grades_of(cube: Cube) -> list[str]:
    """The grades of the force's officers, from constable up."""
    # Posts may be agreed without a rank.
    there = {cube.force.ranks[rank].grade for rank in filter(None, cube.labels["rank"])}
    return [grade for grade in GRADES if grade in there and grade != "none"]


def refuse_unfit(measure: Measure, asked: Iterable[str]) -> None:
    """:class:`AskError` where a filter is asked for that does not apply to the measure."""
    unfit = [name for name in asked if name in _NOTHING and name not in measure.takes]
    if unfit:
        takes = [name for name in FILTERS if name not in _NOTHING or name in measure.takes]
        raise AskError(
            f"The filter {unfit[0]} does not apply to {measure.id}; "
            f"those that do: {', '.join(takes)}."
        )


def count_of(count: str, selection: Selection) -> str:
    """The cube's count that a measure's count stands for."""
    return selection.count if count == STRENGTH else count


def measured_in(measure: Measure, selection: Selection) -> str:
    """The unit of the measure's values: strength is in what the reader counts in."""
    return selection.unit if measure.unit == "FTE" else measure.unit


def _switch(asked: Mapping[str, Sequence[str]], name: str) -> str:
    value = _one(asked, name)
    if value is None:
        return SWITCHES[name][0]
    if value not in SWITCHES[name]:
        raise Unknown(name, value, SWITCHES[name])
    return value


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
