"""Proposing a mapping: what a file's headers and values say of themselves, as TOML for a person.

Nothing is guessed. What the file leaves open stands in a comment that begins with DECIDE, so
that the mapping, or an import by it, fails with its reason until a person has decided. Values
are shown only of columns that hold ranks, commands, choices, flags or numbers, never people's ids.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from dashboard.ingest import dating, fitting, seen
from dashboard.ingest.deciding import counted, decide, listed, literal, quoted
from dashboard.ingest.finding import Found, found_in, likely, taken, unknown
from dashboard.schema.columns import Column, Table
from dashboard.schema.force import Force
from dashboard.schema.tables import PUBLISHED_SERIES

SHOWN = 30
"""Values of one column that are listed at most."""

LONGEST = 40
"""Characters of a value that is listed; longer ones are free text, and could name anybody."""

_STATUS = re.compile(
    r"(?i)\b(sick|medical|leave|maternity|paternity|adoption|career break|suspen|long[- ]term abs)"
)


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
        _constants(found),
        _extract(found),
        _values(found),
        _scale(found),
        _blank(found),
        dating.month(found),
        dating.dates(found),
        _placements(found),
    )
    return "\n".join("\n".join(lines) for part in parts if (lines := list(part))) + "\n"


def _about(found: Found) -> Iterator[str]:
    yield f"# Proposed from {quoted(found.path.name)}: {counted(len(found.raw.frame), 'row')}."
    yield "# Lines with DECIDE are for a person; take away the # of what is right."
    own = [name for name in found.fit.columns if name in found.raw.frame]
    named = "file_name" in found.stated.get("month", {})
    if (
        list(found.raw.frame) == own
        and not named
        and not any(said for part, said in found.stated.items() if part not in ("columns", "month"))
    ):
        yield "# The headers are the table's own: it can be imported by --table, without a mapping."


def _top(found: Found, known: Iterable[str]) -> Iterator[str]:
    if found.force is not None and found.table is not PUBLISHED_SERIES:
        yield f"force = {quoted(found.force.id)}"
    elif found.table is not PUBLISHED_SERIES:
        names = ", ".join(known) or "none"
        yield decide(f"whose data it is, by its file in data/forces; there are: {names}.")
        yield '# force = "?"'
    why = fitting.why(found.fits, len(found.raw.frame.columns))
    yield f"table = {quoted(found.table.name)}  # {why}"
    if "holes" in found.stated:
        yield f"holes = [{listed(found.stated['holes'])}]  # no number and no date: nothing"
    yield from _repeats(found)


def _repeats(found: Found) -> Iterator[str]:
    again = found.bad["reason"].str.startswith("stands more than once")
    table = found.table
    filled = {*found.fit.columns, "month"} & set(table.names)
    if not again.any() or not {*table.required} & {*table.key} <= filled:
        return
    counted = [name for name in filled if table.column(name).kind == "number"]
    key = [name for name in table.key if name in filled]
    cells = found.frame.loc[found.bad["row"][again]]
    same = [found.fit.columns[name] for name in key if found.fit.columns.get(name) in cells]
    left = [name for name in cells if name not in found.fit.headers]
    differ = cells.groupby(same)[left].nunique().max() if same and left else pd.Series()
    parted = listed(str(name) for name, values in differ.items() if values > 1)
    yield decide(
        f"several rows stand for one {', '.join(key)}"
        + (f"; what parts them is not stored: {parted}." if parted else ".")
    )
    if counted and filled <= {*key, *counted}:
        yield "# Add them up, if none of them is itself a total of the others:"
        yield f"# add_up = [{listed(counted)}]"
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
        yield f"sheet = {quoted(form.sheet)}  # the others: {listed(others)}"
    if form.header:
        yield f"header = {form.header}  # the rows above it are titles"


def _skip(found: Found) -> Iterator[str]:
    for part in found.stated.get("skip", ()):
        note = part.get("pattern") == seen.FOOT.pattern
        yield "\n# " + ("Notes" if note else "Totals of other rows") + " are no facts."
        yield "[[skip]]"
        yield f"column = {quoted(part['column'])}"
        if "values" in part:
            yield f"values = [{listed(part['values'])}]"
        else:
            yield f"pattern = {literal(part['pattern'])}"
    if found.lone:
        raw = found.raw.frame.loc[list(found.lone)]
        blank = [str(name) for name in found.raw.frame if (raw[name] == "").all()]
        used = [name for name in found.fit.columns.values() if name in blank]
        yield "\n" + decide(
            f"{counted(len(found.lone), 'row')} hold one cell alone (the first is row "
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
        yield f"pattern = {literal(pattern)}  # {len(wide.headers)} headers"
    else:
        yield f"headers = [{listed(wide.headers)}]"
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
    for column, fits in _lacking(found):
        if _constant(found, column) and not fits:
            continue
        asked = " Is it one of these" if fits else ""
        asked += ", or to be stated under [constants]" if _constant(found, column) else ""
        yield decide(_missing(column) + asked + ("?" if fits else ""))
        for header in fits[:SHOWN] or ["?"]:
            yield f"# {column.name} = {quoted(header)}{_forms(found, column, header)}"
    if left := _left(found):
        yield f"# Not stored: {listed(left)}."
        yield from _two_units(found, left)


def _left(found: Found) -> list[str]:
    return [str(name) for name in found.raw.frame if name not in found.fit.headers]


def _lacking(found: Found) -> Iterator[tuple[Column, list[str]]]:
    """Required columns that no header fills, with the headers left over that could."""
    for name in found.table.required:
        if name not in found.stated["columns"] and name != "month":
            column = found.table.column(name)
            yield column, [one for one in _left(found) if _could_be(column, found.cells(one))]


def _constant(found: Found, column: Column) -> bool:
    """Whether a column can be the same in every row."""
    return column.name not in ("person_id", found.table.dated)


def _missing(column: Column) -> str:
    required = ", which is required" if column.required else ""
    return f"no header fits {column.name}{required}. {column.meaning}"


def _constants(found: Found) -> Iterator[str]:
    lacking = [(one, fits) for one, fits in _lacking(found) if _constant(found, one)]
    if found.table is PUBLISHED_SERIES:
        names = [name for name in ("scope", "unit", "source") if name not in found.fit.columns]
        lacking += [(found.table.column(name), []) for name in names]
    if lacking:
        yield "\n# What is the same in every row."
        yield "[constants]"
    for column, fits in lacking:
        if not fits:
            yield decide(_missing(column))
            yield f'# {column.name} = "?"'


def _could_be(column: Column, cells: list[str]) -> bool:
    """Whether a header's cells can fill a column at all; days fill none but one of days."""
    days = column.kind not in ("date", "month") and bool(cells) and seen.days(cells).mostly
    return not days and fitting.plausible(column, cells)


def _forms(found: Found, column: Column, header: str) -> str:
    """How a header's days can be read, which is to be said too."""
    if column.kind != "date" or header not in found.frame:
        return ""
    forms = seen.days(found.cells(header)).forms
    if forms in ((), ("%Y-%m-%d",)):
        return ""
    return f"  # and under [dates] {column.name} = {' or '.join(map(quoted, forms))}"


def _two_units(found: Found, left: list[str]) -> Iterator[str]:
    """A header that counts heads beside one in FTE, or the other way round."""
    own = found.fit.columns.get("value", "") if found.table is PUBLISHED_SERIES else ""
    for one, other in (("fte", "head"), ("head", "fte")):
        beside = [name for name in left if other in name.casefold()]
        if one in own.casefold() and beside:
            yield (
                f"# {quoted(beside[0])} counts in another unit than {quoted(own)}: "
                "to store both, make a row of each by [unpivot]."
            )


def _described(found: Found, name: str) -> str:
    cells = found.texts(name)
    words = f"{counted(cells[cells != ''].nunique(), 'different value')}"
    blank = int((cells == "").sum())
    words += f", {blank:,} blank" if blank else ""
    return words + ("; taken for it by them alone" if name in found.fit.by_cells else "")


def _extract(found: Found) -> Iterator[str]:
    if "extract" not in found.stated:
        return
    yield "\n# The key stands among other words; what the group in brackets catches is kept."
    yield "[extract]"
    for name, pattern in found.stated["extract"].items():
        yield f"{name} = {literal(pattern)}"


def _values(found: Found) -> Iterator[str]:
    """What is translated for sure, and under the same heading what a person must translate."""
    for name in found.fit.columns:
        column = found.table.column(name)
        words = found.stated["values"].get(name, {})
        asked = _unsettled(found, column)
        if len(asked) > max(20, len(found.frame) // 2):
            yield "\n" + decide(
                f"{counted(len(asked), 'value')} of {name} are not known. They look like free "
                "text and are not shown here: is it the right header?"
            )
            continue
        if asked or words:
            yield f"\n[values.{name}]"
        yield from (f"{quoted(text)} = {quoted(code)}" for text, code in words.items())
        if asked:
            yield decide(_asked(found, column, len(asked)))
            yield from _hints(column, found.force, asked)


def _unsettled(found: Found, column: Column) -> Counter[str]:
    """The values of a column that are not known, with their rows."""
    if column.refers and found.force is None:
        return Counter(cell for cell in _extracted(found, column.name) if cell)
    here = unknown(found.bad) & (found.bad["column"] == column.name)
    return Counter(found.bad.loc[here, "value"])


def _extracted(found: Found, name: str) -> list[str]:
    pattern = found.stated.get("extract", {}).get(name)
    cells = found.texts(name)
    return [taken(pattern, text) for text in cells] if pattern else list(cells)


def _asked(found: Found, column: Column, count: int) -> str:
    values = f"{counted(count, 'value')} of {column.name}"
    if not column.refers:
        known = ", ".join(column.choices or ("yes", "no"))
        return f'{values} not among {known}; translate, or "" where nothing is meant.'
    if found.force is None:
        return f"{values}; translate those that the force's file calls otherwise."
    outside = " (EXTERNAL is outside the force)" if column.refers == "host" else ""
    return f"{values} not of {found.force.name}; translate{outside}, or add to the force's file."


def _hints(column: Column, force: Force | None, asked: Counter[str]) -> Iterator[str]:
    short = Counter({text: count for text, count in asked.items() if len(text) <= LONGEST})
    for text, count in short.most_common(SHOWN):
        code = quoted(likely(column, force, text))
        yield f"# {quoted(text)} = {code}  # {counted(count, 'row')}"
    if len(short) > SHOWN:
        yield f"# and {len(short) - SHOWN:,} more"
    if len(short) < len(asked):
        yield f"# {counted(len(asked) - len(short), 'long text')} not shown, for what may be in it"


def _scale(found: Found) -> Iterator[str]:
    stated = found.stated.get("scale", {})
    if stated or found.percent:
        yield "\n[scale]"
    yield from (f"{name} = {factor}  # percent" for name, factor in stated.items())
    for name in found.percent:
        yield decide(f"{name} is a share, and its cells go up to 100. If they are percent:")
        yield f"# {name} = 0.01"


def _blank(found: Found) -> Iterator[str]:
    blank = found.bad[found.bad["reason"] == "is blank, and is required"]
    names = [name for name in blank["column"].unique() if name in found.stated["columns"]]
    for name in names:
        holes = found.stated.get("holes", [])
        cells = found.texts(name)
        nothing = cells[cells.isin(["", *holes])]
        yield "\n" + decide(
            f"{name} is required, and blank in {counted(len(nothing), 'row')}. Leave them out:"
        )
        yield "# [[skip]]"
        yield f"# column = {quoted(found.fit.columns[name])}"
        yield f"# values = [{listed(nothing.unique())}]"
    if names:
        yield "\n# Or say what a blank means."
        yield "[blank]"
        yield from (f'# {name} = "?"' for name in names)
    others = found.bad[~found.bad.index.isin(blank.index) & ~_told(found)]
    for (name, reason), cells in others.groupby(["column", "reason"], sort=False):
        shown = _such_as(found.table.column(str(name)), cells["value"])
        yield "\n" + decide(f"{counted(len(cells), 'cell')} of {name}{shown}: {reason}.")
        if reason.startswith("has no "):
            yield f"# Say which header fills the other, or leave {name} out."
        else:
            yield "# Correct the file, or translate them under [values]."


def _such_as(column: Column, cells: pd.Series) -> str:
    """Bad numbers as they stand, and how bad days are written, never what they say."""
    if column.kind not in ("number", "date"):
        return ""
    shown = cells.map(lambda text: text if seen.is_number(text) else seen.outline(text))
    if column.kind == "date":
        shown = cells.map(seen.outline)
    forms = listed(text for text, _ in Counter(shown).most_common(3))
    masked = " (letters and digits masked)" if (shown != cells).any() else ""
    return f", such as {forms}{masked}"


def _told(found: Found) -> pd.Series:
    """The bad cells of which other parts of the proposal speak."""
    open_days = [name for name, written in found.days.items() if len(written.forms) != 1]
    return (
        found.bad["reason"].str.startswith("stands more than once")
        | found.bad["column"].isin([*open_days, *found.percent, "month"])
        | unknown(found.bad)
    )


def _placements(found: Found) -> Iterator[str]:
    """Commands whose names are those of a status."""
    if found.table.name != "strength" or "command" not in found.fit.columns:
        return
    values = Counter(text for text in _extracted(found, "command") if _STATUS.search(text))
    if not values or "absence" in found.fit.columns:
        return
    names = [text for text, _ in values.most_common(SHOWN)]
    yield "\n" + decide("commands that may be a status in truth; say which absence, since when.")
    yield "# [[placements]]"
    yield '# column = "command"'
    yield f"# values = [{listed(names)}]"
    yield '# set = { absence = "sickness" }'
    since = "posted_on" if "posted_on" in found.fit.columns else "?"
    yield f'# copy = {{ absence_from = "{since}" }}'
