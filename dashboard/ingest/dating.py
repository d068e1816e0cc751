"""Proposing when a file's rows are of: where their month stands, and how their days are written."""

from collections.abc import Iterator

import pandas as pd

from dashboard.ingest import seen
from dashboard.ingest.deciding import counted, decide, literal, quoted
from dashboard.ingest.finding import Found


def month(found: Found) -> Iterator[str]:
    if "month" not in found.table.names:
        return
    stated = found.stated.get("month")
    if stated is None:
        yield "\n" + decide("no header and nothing in the file's name says the month.")
        yield "# [month]"
        yield r"# file_name = '(\d{4}-\d{2})'"
        return
    yield "\n[month]"
    if "file_name" in stated:
        assert found.named is not None
        yield f"file_name = {literal(stated['file_name'])}  # here {found.named.month}"
        if "format" in stated:
            yield f"format = {quoted(stated['format'])}"
        if "shift" in stated:
            yield "# Taken on the first of a month: the end of the month before. If not, leave out:"
            yield f"shift = {stated['shift']}"
        return
    yield f"column = {quoted(stated['column'])}"
    if "format" in stated:
        yield f"format = {quoted(stated['format'])}"
    written = found.months
    if written and written.forms == (seen.YEAR,):
        yield decide("the cells are years. A year is its January, unless shifted: 2 is March.")
        yield f"# format = {quoted(seen.YEAR)}"
        yield "# shift = 2"
    elif written and len(written.forms) != 1:
        yield from _candidates("format", written)


def dates(found: Found) -> Iterator[str]:
    decided = found.stated.get("dates", {})
    unsure = {
        name: written
        for name, written in found.days.items()
        if written.cells and len(written.forms) != 1
    }
    if not decided and not unsure:
        return
    yield "\n[dates]"
    yield from (f"{name} = {quoted(form)}" for name, form in decided.items())
    for name, written in unsure.items():
        yield from _candidates(name, written, _led_to(found, name, written))
        for form in sorted(set(decided.values()) & set(written.forms)):
            alike = [other for other, one in decided.items() if one == form]
            yield f"# (The cells of {', '.join(alike)} can only be {quoted(form)}.)"


def _candidates(
    name: str, written: seen.Written, months: dict[str, str] | None = None
) -> Iterator[str]:
    """Formats among which a person must choose; none is active. months: where each leads to."""
    if written.forms:
        yield decide(f"all cells of {name} can be read in more than one way; ask who made them.")
        for form in written.forms:
            yield f"# {name} = {quoted(form)}{(months or {}).get(form, '')}"
        return
    yield decide(
        f"no format reads all of the {counted(written.cells, 'different cell')} of {name}."
    )
    for form, count in written.near:
        yield f"# {name} = {quoted(form)}  # reads {count:,}"


def _led_to(found: Found, name: str, written: seen.Written) -> dict[str, str]:
    """Format -> a note on the months that it makes of the day that dates a table's rows."""
    if name != found.table.dated:
        return {}
    cells = pd.Series(found.different(name), dtype="str")
    notes = {}
    for form in written.forms:
        read = pd.to_datetime(cells, format=form, errors="coerce").dropna().dt.strftime("%Y-%m")
        months = sorted(read.unique())
        said = ", as the file's name says" if months == [found.named and found.named.month] else ""
        notes[form] = f"  # days of {' to '.join(dict.fromkeys([months[0], months[-1]]))}{said}"
    return notes
