"""The panel of published totals: the force's own beside them, how far apart they are, and why."""

import calendar
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.components.page import View
from dashboard.components.panel import Column, Panel, Paragraph
from dashboard.components.wording import capital
from dashboard.figures.published import published
from dashboard.measures.engine.published import Beside, less
from dashboard.schema import months
from dashboard.schema.force import Force
from dashboard.schema.publication import Publication, unstated

PUBLISHED = Panel("published", columns=(), width=12)


@dataclass(frozen=True)
class _Line:
    """One line of the panel: what it is called, its column, its total by month."""

    name: str
    column: str
    total: pd.Series


@dataclass(frozen=True)
class _Source(_Line):
    """The line of a publication, and what is stated of that."""

    stated: Publication


@dataclass(frozen=True)
class Drawn:
    """What of the panel is the same whatever month the page is about."""

    beside: Beside
    force: Force
    own: str
    sources: Mapping[str, _Source]
    columns: tuple[Column, ...]
    table: pd.DataFrame
    lines: Mapping[str, Mapping[str, float]]
    prose: tuple[Paragraph, ...]


def drawn(beside: Beside, stated: Mapping[str, Publication], force: Force) -> Drawn:
    """The panel without its month. stated: publications by id."""
    sources = _sources(beside, stated)
    own = "Invented force" if force.illustrative else "On the books"
    columns, table = _table(beside, sources, own)
    named = {own: "own", **{source.name: source.column for source in sources.values()}}
    lines = {
        name: dict(zip(table["month"], table[column], strict=True))
        for name, column in named.items()
    }
    # The newest first: the oldest months are those of one publication alone.
    newest_first = table.iloc[::-1]
    prose = tuple(_prose(beside, sources, force, own))
    return Drawn(beside, force, own, sources, columns, newest_first, lines, prose)


def published_view(panel: Drawn, month: str) -> View:
    """The panel filled. month: the one that the page is about."""
    return View(
        panel=replace(PUBLISHED, columns=panel.columns),
        title=_title(panel.beside, panel.sources, month),
        statistic=_statistic(panel.force, list(panel.table["month"])[::-1]),
        figure=published(panel.lines, panel.own, month),
        table=panel.table,
        prose=(*panel.prose[:-1], _of_own(panel, month), panel.prose[-1]),
    )


def _sources(beside: Beside, stated: Mapping[str, Publication]) -> dict[str, _Source]:
    """The sources in the order in which they are shown; two of one title go by their ids."""
    found = {source: stated.get(source) or unstated(source) for source in beside.totals}
    titles = Counter(publication.title for publication in found.values())
    return {
        source: _Source(
            found[source].title if titles[found[source].title] == 1 else source,
            f"source_{place}",
            total,
            found[source],
        )
        for place, (source, total) in enumerate(beside.totals.items())
    }


def _table(
    beside: Beside, sources: Mapping[str, _Source], own: str
) -> tuple[tuple[Column, ...], pd.DataFrame]:
    """A row a month that anybody has: the force's own, each source's, and what lies between.

    To the tenth, and each difference that of the numbers shown.
    """
    ours = _Line(own, "own", beside.own)
    lines: list[_Line] = [ours, *sources.values()]
    shown = {each.column: each.total.round(1) for each in lines}
    columns = [Column(each.column, f"{each.name}, FTE") for each in lines]
    pairs: list[tuple[_Line, _Line]] = [
        (sources[source], sources[first]) for source, first, _ in beside.apart()
    ]
    for this, that in [*pairs, *((ours, each) for each in lines[1:])]:
        name = f"{this.column}_less_{that.column}"
        columns.append(Column(name, f"{this.name} less {that.name}, FTE", "change"))
        shown[name] = less(shown[this.column], shown[that.column]).round(1)
    table = pd.DataFrame(shown).dropna(how="all").sort_index()
    return (Column("month", "Month", "code"), *columns), table.rename_axis("month").reset_index()


def _title(beside: Beside, sources: Mapping[str, _Source], month: str) -> str:
    """How far two are apart in the newest month up to *month* that both have, the widest pair."""
    found = [
        (abs(difference[at]), source, first, difference[at], at)
        for source, first, difference in beside.apart()
        if (at := _newest(difference, month))
    ]
    if found:
        _, source, first, difference, at = max(found)
        words = f"was {_from(difference)} {sources[first].stated.total} in {months.words(at)}"
        return capital(f"{sources[source].stated.total} {words}")
    only = next(iter(sources.values()))
    at = _newest(only.total, month)
    return capital(f"{only.stated.total} was {only.total[at]:,.0f} officers in {months.words(at)}")


def _newest(series: pd.Series, month: str) -> str:
    """The newest month of *series* up to *month*; its first where all are later, "" if empty."""
    upto = [at for at in series.index if at <= month]
    return max(upto) if upto else min(series.index, default="")


def _statistic(force: Force, span: list[str]) -> str:
    whose = (
        f"published of the {force.published_as}, and on the books of an invented force"
        if force.illustrative
        else "as published and as on the books"
    )
    return (
        f"Officers of the whole force, FTE, {whose}, "
        f"{months.words(span[0])} to {months.words(span[-1])}"
    )


def _prose(
    beside: Beside, sources: Mapping[str, _Source], force: Force, own: str
) -> Iterator[Paragraph]:
    """By how much the publications disagree, and whom each says it counts; last, where it is."""
    if force.illustrative:
        whose = force.published_as
        yield (
            "What is real.",
            f"The published totals are, and are the {whose}'s. What stands under “{own}” is made "
            "up, as is everyone in the demonstration: how far it lies from what is published "
            f"says nothing of the {whose}.",
        )
    spans = [
        _span(difference, sources[source].stated.total, sources[first].stated.total)
        for source, first, difference in beside.apart()
    ]
    if spans:
        why = "All that is known of why is what each says of whom it counts."
        yield "How far apart, and why.", f"{' '.join(map(capital, spans))} {why}"
    for source in sources.values():
        yield f"{source.name}.", source.stated.counts
    yield "Sources.", " ".join(source.stated.citation for source in sources.values())


def _of_own(panel: Drawn, month: str) -> Paragraph:
    """Whom the force's own figure counts, and what it is in the month."""
    return (
        f"{panel.own}.",
        "Officers on its books at the month's end, those absent and lent out among them, in "
        f"full-time equivalents. {_own(panel.beside, panel.sources, month)}",
    )


def _span(difference: pd.Series, this: str, that: str) -> str:
    """From how much to how much one total is from another, over all months that both have."""
    if difference.empty:
        return f"No month has both {this} and {that}."
    low, high = difference.min(), difference.max()
    when = f"{_months(list(difference.index))} {this} was"
    if round(low) == round(high):
        return f"{when} {_from(high)} {that}."
    if low < 0 < high:
        return f"{when} between {_from(low)} and {_from(high)} {that}."
    least, most = difference.abs().idxmin(), difference.abs().idxmax()
    side = "above" if high > 0 else "below"
    return (
        f"{when} {abs(difference[least]):,.0f} to {abs(difference[most]):,.0f} officers {side} "
        f"{that}: least in {months.words(least)}, most in {months.words(most)}."
    )


def _months(both: list[str]) -> str:
    """ "In each of the 10 Marches that both have, 2014 to 2023,"; a single month by its name."""
    first, last = both[0], both[-1]
    if len(both) == 1:
        return f"In {months.words(first)}, the only month that both have,"
    if len({month[5:] for month in both}) > 1:
        span = f"{months.words(first)} to {months.words(last)}"
        return f"In each of the {len(both)} months that both have, {span},"
    name = calendar.month_name[int(first[5:])]
    plural = f"{name}es" if name.endswith("ch") else f"{name}s"
    return f"In each of the {len(both)} {plural} that both have, {first[:4]} to {last[:4]},"


def _from(difference: float) -> str:
    """ "396 officers above"."""
    whole = round(abs(difference))
    if whole == 0:
        return "level with"
    plural = "" if whole == 1 else "s"
    return f"{whole:,} officer{plural} {'above' if difference > 0 else 'below'}"


def _own(beside: Beside, sources: Mapping[str, _Source], month: str) -> str:
    """The force's own figure of the month, held against those that have the month too."""
    value = beside.own.get(month)
    if value is None or pd.isna(value):
        return f"There is no figure for {months.words(month)}."
    against = [
        f"{_from(value - source.total[month])} {source.stated.total}"
        for source in sources.values()
        if month in source.total
    ]
    figure = f"In {months.words(month)} there were {value:,.1f}"
    if not against:
        return f"{figure}; nothing is published for that month."
    return f"{figure}: {' and '.join(against)}."
