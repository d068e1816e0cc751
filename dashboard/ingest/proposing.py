"""Proposing a mapping: what a file's headers and values say of themselves, as TOML for a person.

Nothing is guessed. What the file leaves open stands in a comment that begins with DECIDE, so
that the mapping, or an import by it, fails with its reason until a person has decided. Values
are shown only of columns that hold ranks, commands, choices or flags, never of people's ids.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from dashboard.ingest import fitting, seen
from dashboard.ingest.finding import Found, codes, found_in, plain, taken, unknown
from dashboard.ingest.fitting import Fit
from dashboard.schema.columns import Column, Table
from dashboard.schema.force import Force
from dashboard.schema.tables import PUBLISHED_SERIES

SHOWN = 30
"""Values of one column that are listed at most."""

LONGEST = 40
"""Characters of a value that is listed; longer ones are free text, and could name anybody."""

DECIDE = "# DECIDE: "
"""How a line begins that a person must settle."""

_STATUS = re.compile(
    r"(?i)\b(sick|medical|leave|maternity|paternity|adoption|career break|suspen|long[- ]term abs)"
)
_COMPACT = re.compile(r"(?<!\d)(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d)")


def propose(path: Path, table: Table | None, force: Force | None, known: Iterable[str]) -> str:
    """A mapping for a file as TOML with comments. :class:`Unreadable` where it is no table.

    table: the one that it fills; without one, that whose columns fit the most headers.
    known: the ids of forces, to choose one from where *force* is not given.
    """
    found = found_in(path, table, force)
    parts = (
        _about(found),
        _top(found, known),
        _file(found),
        _skip(found),
        _unpivot(found),
        _columns(found),
        _extract(found),
        _values(found),
        _blank(found),
        _month(found),
        _dates(found),
        _placements(found),
    )
    return "\n".join("\n".join(lines) for part in parts if (lines := list(part))) + "\n"


def quoted(text: str) -> str:
    """A text as TOML writes it between double quotation marks, nothing in it unseen."""
    return "".join(
        letter if letter.isprintable() else f"\\U{ord(letter):08X}"
        for letter in json.dumps(text, ensure_ascii=False)
    )


def _literal(text: str) -> str:
    return f"'{text}'" if "'" not in text and text.isprintable() else quoted(text)


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(map(quoted, texts))


def _decide(words: str) -> str:
    return f"{DECIDE}{words}"


def _about(found: Found) -> Iterator[str]:
    yield f"# Proposed from {quoted(found.path.name)}: {_count(len(found.raw.frame), 'row')}."
    yield "# Lines with DECIDE are for a person; take away the # of what is right."
    own = [name for name in found.fit.columns if name in found.raw.frame]
    if list(found.raw.frame) == own and not any(
        said for part, said in found.stated.items() if part not in ("columns", "month")
    ):
        yield "# The headers are the table's own: it can be imported by --table, without a mapping."


def _top(found: Found, known: Iterable[str]) -> Iterator[str]:
    if found.force is not None and found.table is not PUBLISHED_SERIES:
        yield f"force = {quoted(found.force.id)}"
    elif found.table is not PUBLISHED_SERIES:
        yield _decide(f"whose data it is, by its file in data/forces; there are: {_join(known)}.")
        yield '# force = "?"'
    yield f"table = {quoted(found.table.name)}  # {_why(found.fits, len(found.raw.frame.columns))}"
    if "holes" in found.stated:
        yield f"holes = [{_listed(found.stated['holes'])}]  # no number and no date: nothing"
    yield from _repeats(found)


def _join(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"


def _why(fits: list[Fit], headers: int) -> str:
    words = f"uses {len(fits[0].headers)} of {headers} headers"
    if len(fits) == 1:
        return f"{words}."
    return f"{words}; next is {fits[1].table.name} with {len(fits[1].headers)} (--table)."


def _repeats(found: Found) -> Iterator[str]:
    again = found.bad["reason"].str.startswith("stands more than once")
    table = found.table
    filled = {*found.fit.columns, "month"} & set(table.names)
    if not again.any() or not {*table.required} & {*table.key} <= filled:
        return
    counted = [name for name in filled if table.column(name).kind == "number"]
    key = [name for name in table.key if name in filled]
    yield _decide(f"several rows stand for one {', '.join(key)}.")
    if counted and filled <= {*key, *counted}:
        yield "# Add them up, if none of them is itself a total of the others:"
        yield f"# add_up = [{_listed(counted)}]"
    else:
        yield "# Leave some out, by [[keep]] or [[skip]], or correct the file."


def _file(found: Found) -> Iterator[str]:
    form = found.form
    if not (form.header or form.sheet or found.said):
        return
    yield "\n[file]"
    for words in found.said:
        yield f"# {words}"
    if form.sheet:
        others = [name for name in found.sheets if name != form.sheet]
        yield f"sheet = {quoted(form.sheet)}  # the others: {_listed(others)}"
    if form.header:
        yield f"header = {form.header}  # the rows above it are titles"


def _skip(found: Found) -> Iterator[str]:
    for part in found.stated.get("skip", ()):
        note = part.get("pattern") == seen.FOOT.pattern
        yield "\n# " + ("Notes" if note else "Totals of other rows") + " are no facts."
        yield "[[skip]]"
        yield f"column = {quoted(part['column'])}"
        if "values" in part:
            yield f"values = [{_listed(part['values'])}]"
        else:
            yield f"pattern = {_literal(part['pattern'])}"
    if found.lone:
        raw = found.raw.frame.loc[list(found.lone)]
        blank = [str(name) for name in found.raw.frame if (raw[name] == "").all()]
        used = [name for name in found.fit.columns.values() if name in blank]
        yield "\n" + _decide(
            f"{_count(len(found.lone), 'row')} hold one cell alone (the first is row "
            f"{found.lone[0]:,}). If they are headings:"
        )
        yield "# [[skip]]"
        yield f"# column = {quoted((used or blank)[0])}"
        yield '# values = [""]'


def _unpivot(found: Found) -> Iterator[str]:
    wide = found.fit.wide
    if wide is None:
        return
    yield "\n# Each of these headers becomes a row of its own, for each row of the file."
    yield "[unpivot]"
    pattern = _pattern(wide, map(str, found.raw.frame))
    if pattern:
        yield f"pattern = {_literal(pattern)}  # {len(wide.headers)} headers"
    else:
        yield f"headers = [{_listed(wide.headers)}]"
    yield f"name = {quoted(wide.name)}"
    yield f"value = {quoted(wide.cell)}"


def _pattern(wide: fitting.Wide, headers: Iterable[str]) -> str:
    """The pattern of the headers that are months, where it meets them and no others."""
    if wide.written is None or not wide.written.forms:
        return ""
    pattern = f"^{seen.pattern(wide.written.forms[0], century='')}$"
    met = tuple(name for name in headers if re.search(pattern, name))
    return pattern if met == wide.headers else ""


def _columns(found: Found) -> Iterator[str]:
    yield "\n[columns]"
    for name, header in found.stated["columns"].items():
        yield f"{name} = {quoted(header)}  # {_described(found, name)}"
    filled = {*found.stated["columns"], *(["month"] if "month" in found.table.names else [])}
    lacking = [name for name in found.table.required if name not in filled]
    for name in lacking:
        column = found.table.column(name)
        yield _decide(f"no header fits {name}, which is required. {column.meaning}")
        yield f'# {name} = "?"'
    used = {*found.fit.headers}
    left = [str(name) for name in found.raw.frame if name not in used]
    if left:
        yield f"# Not stored: {_listed(left)}."
    constant = [name for name in lacking if name not in ("person_id", "month")]
    if found.table is PUBLISHED_SERIES:
        constant += [name for name in ("scope", "unit", "source") if name not in filled]
    if constant:
        yield "\n" + _decide("what is the same in every row can be stated instead.")
        yield "# [constants]"
        yield from (f'# {name} = "?"' for name in constant)


def _described(found: Found, name: str) -> str:
    cells = found.texts(name)
    words = f"{_count(cells[cells != ''].nunique(), 'different value')}"
    blank = int((cells == "").sum())
    return f"{words}, {blank:,} blank" if blank else words


def _extract(found: Found) -> Iterator[str]:
    if "extract" not in found.stated:
        return
    yield "\n# The key stands among other words; what the group in brackets catches is kept."
    yield "[extract]"
    for name, pattern in found.stated["extract"].items():
        yield f"{name} = {_literal(pattern)}"


def _values(found: Found) -> Iterator[str]:
    for name in found.fit.columns:
        column = found.table.column(name)
        if not (column.refers or column.kind in ("flag", "choice")):
            yield from _safe(found, name)
            continue
        here = unknown(found.bad) & (found.bad["column"] == name)
        asked = Counter(found.bad.loc[here, "value"])
        if column.refers and found.force is None:
            asked = Counter(cells for cells in _extracted(found, name) if cells)
        words = found.stated["values"].get(name, {})
        if not asked and not words:
            continue
        if len(asked) > max(20, len(found.frame) // 2):
            yield "\n" + _decide(
                f"{_count(len(asked), 'value')} of {name} are not known. They look like free "
                "text and are not shown here: is it the right header?"
            )
            continue
        yield from _safe(found, name)
        if asked:
            head = "" if words else f"\n# [values.{name}]\n"
            yield head + _decide(_asked(found, column, len(asked)))
            yield from _hints(column, found.force, asked)


def _safe(found: Found, name: str) -> Iterator[str]:
    """The translations that need no decision."""
    words = found.stated["values"].get(name)
    if words:
        yield f"\n[values.{name}]"
        yield from (f"{quoted(text)} = {quoted(code)}" for text, code in words.items())


def _extracted(found: Found, name: str) -> list[str]:
    pattern = found.stated.get("extract", {}).get(name)
    cells = found.texts(name)
    return [taken(pattern, text) for text in cells] if pattern else list(cells)


def _asked(found: Found, column: Column, count: int) -> str:
    values = f"{_count(count, 'value')} of {column.name}"
    if not column.refers:
        known = ", ".join(column.choices or ("yes", "no"))
        return f"{values} not among {known}; translate."
    if found.force is None:
        return f"{values}; translate those that the force's file calls otherwise."
    return f"{values} not of {found.force.name}; translate, or add to the force's file."


def _hints(column: Column, force: Force | None, asked: Counter[str]) -> Iterator[str]:
    known = codes(column, force).items()
    close = {plain(text): code for code, words in known for text in (code, words) if text}
    short = Counter({text: count for text, count in asked.items() if len(text) <= LONGEST})
    for text, count in short.most_common(SHOWN):
        code = "" if seen.is_hole(text) else _closest(plain(text), close)
        yield f"# {quoted(text)} = {quoted(code)}  # {_count(count, 'row')}"
    if len(short) > SHOWN:
        yield f"# and {len(short) - SHOWN:,} more"
    if len(short) < len(asked):
        yield f"# {_count(len(asked) - len(short), 'long text')} not shown, for what may be in it"


def _closest(text: str, codes_by_words: dict[str, str]) -> str:
    """The code that is likest, or that the words' first letters make: Police Constable is PC."""
    letters = "".join(word[0] for word in text.split())
    near = [letters] if letters in codes_by_words else []
    near += get_close_matches(text, codes_by_words, n=1)
    return codes_by_words[near[0]] if near else "?"


def _blank(found: Found) -> Iterator[str]:
    blank = found.bad[found.bad["reason"] == "is blank, and is required"]
    names = [name for name in blank["column"].unique() if name in found.stated["columns"]]
    for name in names:
        holes = found.stated.get("holes", [])
        cells = found.texts(name)
        nothing = cells[cells.isin(["", *holes])]
        yield "\n" + _decide(
            f"{name} is required, and blank in {_count(len(nothing), 'row')}. Leave them out:"
        )
        yield "# [[skip]]"
        yield f"# column = {quoted(found.fit.columns[name])}"
        yield f"# values = [{_listed(nothing.unique())}]"
    if names:
        yield "# Or say what a blank means:"
        yield "# [blank]"
        yield from (f'# {name} = "?"' for name in names)
    others = found.bad[~found.bad.index.isin(blank.index) & ~_told(found)]
    for (name, reason), cells in others.groupby(["column", "reason"], sort=False):
        column = found.table.column(str(name))
        counted = Counter(map(seen.outline, cells["value"])).most_common(3)
        forms = _listed(text for text, _ in counted)
        shown = f", such as {forms}" if column.kind in ("number", "date") else ""
        yield "\n" + _decide(f"{_count(len(cells), 'cell')} of {name}{shown}: {reason}.")
        if reason.startswith("has no "):
            yield f"# Say which header fills the other, or leave {name} out."
        else:
            number = f", or translate in [values.{name}]" if column.kind == "number" else ""
            yield f"# Correct the file{number}."


def _told(found: Found) -> pd.Series:
    """The bad cells of which other parts of the proposal speak."""
    open_days = [name for name, written in found.days.items() if len(written.forms) != 1]
    return (
        found.bad["reason"].str.startswith("stands more than once")
        | found.bad["column"].isin([*open_days, "month"])
        | unknown(found.bad)
    )


def _month(found: Found) -> Iterator[str]:
    if "month" not in found.table.names:
        return
    stated = found.stated.get("month")
    if stated is None:
        yield from _no_month(found)
        return
    yield "\n[month]"
    if "file_name" in stated:
        yield f"file_name = {_literal(stated['file_name'])}"
        if "shift" in stated:
            yield "# Taken on the first of a month: the end of the month before. If not, leave out:"
            yield f"shift = {stated['shift']}"
        return
    yield f"column = {quoted(stated['column'])}"
    if "format" in stated:
        yield f"format = {quoted(stated['format'])}"
    written = found.months
    if written and written.forms == (seen.YEAR,):
        yield _decide("the cells are years. A year is its January, unless shifted: 2 is March.")
        yield f"# format = {quoted(seen.YEAR)}"
        yield "# shift = 2"
    elif written and len(written.forms) != 1:
        yield from _candidates("format", written)


def _no_month(found: Found) -> Iterator[str]:
    yield "\n" + _decide("no header and nothing in the file's name says the month.")
    yield "# [month]"
    if _COMPACT.search(found.path.name):
        yield r"# file_name = '((?:19|20)\d{4})'"
        yield '# format = "%Y%m"'
    else:
        yield r"# file_name = '(\d{4}-\d{2})'"


def _dates(found: Found) -> Iterator[str]:
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
        yield from _candidates(name, written)
        for form in sorted(set(decided.values()) & set(written.forms)):
            alike = [other for other, one in decided.items() if one == form]
            yield f"# (The cells of {', '.join(alike)} can only be {quoted(form)}.)"


def _candidates(name: str, written: seen.Written) -> Iterator[str]:
    """A format that a person must choose; none is active."""
    if written.forms:
        yield _decide(f"all cells of {name} can be read in more than one way; ask who made them.")
        yield from (f"# {name} = {quoted(form)}" for form in written.forms)
        return
    yield _decide(
        f"no format reads all of the {_count(written.cells, 'different cell')} of {name}."
    )
    for form, count in written.near:
        yield f"# {name} = {quoted(form)}  # reads {count:,}"


def _placements(found: Found) -> Iterator[str]:
    """Commands whose names are those of a status."""
    if found.table.name != "strength" or "command" not in found.fit.columns:
        return
    values = Counter(text for text in _extracted(found, "command") if _STATUS.search(text))
    if not values or "absence" in found.fit.columns:
        return
    names = [text for text, _ in values.most_common(SHOWN)]
    yield "\n" + _decide("commands that may be a status in truth; say which absence, since when.")
    yield "# [[placements]]"
    yield '# column = "command"'
    yield f"# values = [{_listed(names)}]"
    yield '# set = { absence = "sickness" }'
    since = "posted_on" if "posted_on" in found.fit.columns else "?"
    yield f'# copy = {{ absence_from = "{since}" }}'


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" + ("" if number == 1 else "s")
