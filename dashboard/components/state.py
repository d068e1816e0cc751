"""The state that a URL holds: what a page is asked to show, read without ever failing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from dashboard.access.reading import Snapshot
from dashboard.components.choices import Choice
from dashboard.measures.engine.selection import (
    COUNTS,
    FILTERS,
    SWITCHES,
    VIEWS,
    AskError,
    Selection,
    select,
    write_query,
)
from dashboard.schema import months

COMPARISONS = {
    "previous": "The month before",
    "year": "The same month a year before",
    "none": "Nothing",
}
"""What a page may be compared with; the first is the one where nothing is said."""

OVER = {"year": "The financial year to it", "12": "12 months to it"}
"""Spans that end in the chosen month, each by its length; without one it is the month alone."""

_NO_CHOICE: Mapping[str, Choice] = {}
_OF_A_PAGE = {"compare": COMPARISONS, "over": OVER}


@dataclass(frozen=True)
class State:
    """What a page shows: a selection, and the one that it is compared with.

    before: the same selection earlier; none where nobody asked, or where its months are
    missing or were recorded otherwise, so that a change would be no change of people.
    over: the preset by which the span was asked for; "" where it was by its months.
    own: the value of each choice that a page has of its own. said: those that the URL says.
    notices: what in the URL was not understood, one sentence each.
    shown: what the page says that it shows; "" where no page is asked.
    """

    selection: Selection
    before: Selection | None = None
    compare: str = "previous"
    over: str = ""
    own: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    shown: str = ""

    @property
    def month(self) -> str:
        """The newest month shown."""
        return self.selection.last

    def ago(self) -> str:
        """What it is compared with, as it stands after "than": "a month before"."""
        if self.compare == "year":
            return "a year before"
        return (
            "a month before"
            if len(self.selection.months) == 1
            else f"in the {len(self.selection.months)} months before"
        )

    def sentence(
        self,
        snapshot: Snapshot,
        subject: str = "Officers",
        filters: Collection[str] = frozenset(SWITCHES),
        of: str = "",
    ) -> str:
        """The selection in plain words, the same on the page and in every file that leaves.

        subject: what a page is about. filters: those that apply to it; a switch that does not
        goes unsaid. of: whose and when, where that is not the selection.
        """
        chosen = self.selection
        stock = "count" in filters
        span = "" if chosen.first == chosen.last or not stock else "the mean of "
        against = f", compared with {self.before.when()}" if self.before else ""
        read = chosen.deployable
        reading = "" if read.code == "review" else f", {read.adjective} as {read.reader} reads it"
        where = VIEWS[chosen.view] if "view" in filters else "of"
        of = of or f"{chosen.who(snapshot.cube)}, {span}{chosen.when()}{against}"
        counted = f", {COUNTS[chosen.count]}" if stock else ""
        return (
            f"{subject} {where} {of}"
            f"{counted}{reading if 'reading' in filters else ''}. {snapshot.release.data}."
        )

    def pieces(self) -> list[str]:
        """The selection as pieces of a file's name."""
        chosen = self.selection
        codes = [*chosen.commands, *chosen.teams, *chosen.grades]
        span = chosen.last if chosen.first == chosen.last else f"{chosen.first}-to-{chosen.last}"
        against = f"against-{self.before.last}" if self.before else ""
        switched = "-".join(value for _, value in chosen.switched())
        return ["-".join(codes) or "all-commands", span, against, switched, *self.said.values()]

    def query(self) -> str:
        """The state as a query string that means the same tomorrow, after the next release too."""
        return self._query

    @cached_property
    def _query(self) -> str:
        compare = [] if self.compare == "previous" else [("compare", self.compare)]
        return write_query([*self.selection.query(), *compare, *self.said.items()])


def read_state(
    snapshot: Snapshot,
    asked: Mapping[str, Sequence[str]],
    choices: Mapping[str, Choice] = _NO_CHOICE,
) -> State:
    """The state that a page's query string asks for.

    choices: those of any page, since a link carries them from page to page.
    What is unknown becomes a notice, and the rest still counts. Raises
    :class:`AskError` only where there is no data at all.
    """
    said, unsaid = _chosen(snapshot, asked, choices)
    good, notices = _understood(snapshot, {n: v for n, v in asked.items() if n not in choices})
    notices += unsaid
    compare = _last(good.pop("compare", [])) or "previous"
    over = _last(good.pop("over", []))
    first, last = (_last(good.get(name, [])) for name in _SPAN)
    if last and first > last:
        begun, ended = months.words(first), months.words(last)
        notices.append(f"{begun}, from which the span runs, is after {ended}: that month is shown.")
        del good["from"]
    try:
        selection = select(snapshot.cube, good)
    except AskError as error:
        notices.append(str(error))
        selection = select(snapshot.cube, {n: v for n, v in good.items() if n not in _SPAN})
    if over and "from" in good:
        notices.append("The link gives both a first month and a preset: the first month counts.")
        over = ""
    selection = replace(selection, first=_first(snapshot, selection, over, "from" in good))
    before = _before(snapshot, selection, compare)
    # A month that is given as both ends is understood, or not, once.
    own = {name: choice.default(snapshot) for name, choice in choices.items()} | said
    return State(selection, before, compare, over, own, said, tuple(dict.fromkeys(notices)))


_SPAN = ("from", "to")


def _chosen(
    snapshot: Snapshot, asked: Mapping[str, Sequence[str]], choices: Mapping[str, Choice]
) -> tuple[dict[str, str], list[str]]:
    """The choices that the query says, but for defaults; and a notice for what none offers."""
    said: dict[str, str] = {}
    notices = []
    for name, choice in choices.items():
        value = _last(asked.get(name, ()))
        if not value or value == choice.default(snapshot):
            continue
        if choice.has(snapshot, value):
            said[name] = value
        else:
            notices.append(f"Unknown value '{value}' of '{name}': shown as if it said nothing.")
    return said, notices


def _understood(
    snapshot: Snapshot, asked: Mapping[str, Sequence[str]]
) -> tuple[dict[str, list[str]], list[str]]:
    """What of the query is known here, and a notice for each piece that is not."""
    notices: list[str] = []
    good: dict[str, list[str]] = {}
    for name, values in asked.items():
        for value in values:
            if name in _OF_A_PAGE and value in _OF_A_PAGE[name]:
                good[name] = [value]
            elif name in _OF_A_PAGE:
                notices.append(f"Unknown value '{value}' of '{name}': shown as if it said nothing.")
            elif name not in FILTERS:
                notices.append(f"The link names '{name}', which this page does not know.")
            else:
                try:
                    select(snapshot.cube, {name: [value]})
                except AskError as error:
                    notices.append(_brief(error))
                else:
                    # Of a switch, or a month, given twice the last counts.
                    once = name in SWITCHES or name in _SPAN
                    good[name] = [value] if once else [*good.get(name, []), value]
    return good, notices


def _last(values: Sequence[str]) -> str:
    return values[-1] if values else ""


def _first(snapshot: Snapshot, selection: Selection, over: str, said: bool) -> str:
    """The first month of the span: as said, by the preset, or the last one itself."""
    if said:
        return selection.first
    if not over:
        return selection.last
    wanted = (
        months.year_start(selection.last) if over == "year" else months.shift(selection.last, -11)
    )
    return max(wanted, snapshot.cube.months[0])


def _before(snapshot: Snapshot, selection: Selection, compare: str) -> Selection | None:
    """The earlier selection where it is wanted, is there, and was recorded alike."""
    if compare == "none":
        return None
    earlier = earlier_span(selection, compare)
    if earlier.first not in snapshot.cube.months or earlier.last not in snapshot.cube.months:
        return None
    if snapshot.not_recorded(earlier.months) != snapshot.not_recorded(selection.months):
        return None
    return earlier


def earlier_span(selection: Selection, compare: str) -> Selection:
    """The same number of months right before, or the same months a year before."""
    by = -12 if compare == "year" else -len(selection.months)
    return replace(
        selection,
        first=months.shift(selection.first, by),
        last=months.shift(selection.last, by),
    )


def _brief(error: AskError) -> str:
    """The error without the list of all that is known: a force may have 750 commands."""
    return str(error).partition(" Known:")[0]
