"""A file's rows shaped into a table's: headers found, and a mapping applied, all of it text."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from dashboard.ingest.dates import read_dates
from dashboard.ingest.grid import MOST_COLUMNS, FileForm, Grid, Unreadable
from dashboard.ingest.mapping import Mapping, MonthFrom, Placement, Rows
from dashboard.ingest.spelling import spelt
from dashboard.schema import months

ROW = "the row"
"""What a report names as the column where a whole row is bad."""


@dataclass
class Headed:
    """A file's rows under its headers.

    frame: text; the index is the number of the row in the file.
    bad: row, header (:data:`ROW` for all of it), value and reason of what cannot be used.
    """

    frame: pd.DataFrame
    bad: pd.DataFrame


@dataclass
class Shaped:
    """Rows under the table's names, all text, a hole being ""; the index is the file's rows.

    bad: row, column, value, reason, of what the file itself made unusable.
    """

    frame: pd.DataFrame
    bad: pd.DataFrame
    repeats: int
    said: list[str] = field(default_factory=list)


def bad_cells(cells: Sequence[tuple[int, str, str, str]] = ()) -> pd.DataFrame:
    """Bad cells as a frame: ``row``, ``column``, ``value``, ``reason``."""
    return pd.DataFrame(list(cells), columns=["row", "column", "value", "reason"])


def headed(grid: Grid, form: FileForm, path: Path) -> Headed:
    """A grid under its headers. :class:`~dashboard.ingest.grid.Unreadable` where they do not do."""
    if not grid.rows:
        raise Unreadable(f"{path}: is empty.")
    number = form.header or next(iter(grid.rows))
    if number not in grid.rows:
        raise Unreadable(f"{path}: row {number:,}, which [file] says holds the headers, is blank.")
    rows = {at: row for at, row in grid.rows.items() if at > number}
    header = _header([name.strip() for name in grid.rows[number]], rows, number, path)
    if not rows:
        raise Unreadable(f"{path}: has a header and no rows.")
    width = len(header)
    bad = [
        (at, ROW, "", f"has {_cells(len(row))}, and the header has {width}")
        for at, row in rows.items()
        if len(row) < width or any(row[width:])
    ]
    bad += [
        (at, header[place], rows[at][place], reason)
        for (at, place), reason in grid.bad.items()
        if at in rows and place < width
    ]
    even = [(row + [""] * width)[:width] if len(row) != width else row for row in rows.values()]
    return Headed(pd.DataFrame(even, list(rows), header, dtype="str"), bad_cells(bad))


def _cells(count: int) -> str:
    return f"{count} cell{'' if count == 1 else 's'}"


def _header(names: list[str], rows: dict[int, list[str]], number: int, path: Path) -> list[str]:
    """The headers without blank ones at the end; refused where one is blank or comes twice."""
    if len(names) > MOST_COLUMNS:
        raise Unreadable(
            f"{path}: has {len(names):,} columns, and no table has more than {MOST_COLUMNS:,}. "
            "Is it the right file?"
        )
    while names and not names[-1] and not any(any(row[len(names) - 1 :]) for row in rows.values()):
        names.pop()
    for place, name in enumerate(names):
        if not name:
            raise Unreadable(
                f"{path}: the header in row {number:,} is blank over column {place + 1}. Give it a "
                "name (of merged cells only the first has one), or say in the mapping which row "
                "holds the headers, such as [file] header = 4."
            )
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        quoted = ", ".join(f"'{name}'" for name in doubled)
        raise Unreadable(
            f"{path}: the header names {quoted} more than once. Rename all but the one that counts."
        )
    return names


def as_named(raw: Headed, mapping: Mapping) -> Headed:
    """A file under the headers that the mapping names, where it has others of the same meaning."""
    there = set(raw.frame)
    renamed = {
        next((other for other in others if other in there), name): name
        for name, others in mapping.also.items()
        if name not in there
    }
    return Headed(
        raw.frame.rename(columns=renamed), raw.bad.assign(column=raw.bad["column"].replace(renamed))
    )


def shape(raw: Headed, mapping: Mapping, path: Path) -> Shaped:
    """A file under the table's names. :class:`Unreadable` where headers or the month are missing.

    Rows that are the same in every cell are one, unless rows are to be added up. Bad cells count
    in columns that are stored, but not of rows left out, and in those that decide which are.
    """
    _refuse_missing(raw, mapping, path)
    said = []
    frame = raw.frame
    for rows, kept in ((mapping.keep, True), (mapping.skip, False)):
        for part in rows:
            met = _met(frame, part)
            frame = frame[met if kept else ~met]
    left = len(raw.frame) - len(frame)
    if left:
        said.append(f"Rows left out, as the mapping says: {left:,}.")
    if frame.empty:
        raise Unreadable(f"{path}: no row is left after those that the mapping leaves out.")
    deciding = [part.column for part in (*mapping.keep, *mapping.skip)]
    bad = raw.bad[raw.bad["row"].isin(frame.index) | raw.bad["column"].isin(deciding)]
    # Two counts that are alike and are to be added up may be two.
    once = frame if mapping.add_up else frame.drop_duplicates()
    repeats = len(frame) - len(once)
    out = _named(_unpivoted(once, mapping, path, said), mapping, path, said)
    if len(out) == 0:
        raise Unreadable(f"{path}: no cell under the headers that [unpivot] names holds anything.")
    for placement in mapping.placements:
        _place(out, placement, mapping)
    _flag_probationers(out, mapping)
    # A person is one however often listed; two counts that are alike may be two.
    if "person_id" in mapping.contract.names:
        facts = out.drop_duplicates()
        if len(facts) < len(out):
            said.append(
                f"Rows dropped that differ only in what is not stored: {len(out) - len(facts):,}."
            )
        out = facts
    return Shaped(out, _under_the_tables_names(bad, mapping), repeats, said)


def _refuse_missing(raw: Headed, mapping: Mapping, path: Path) -> None:
    """Say which headers the mapping names and the file lacks, and which of its own are close."""
    headers = [str(name) for name in raw.frame]
    missing = [name for name in mapping.headers() if name not in headers]
    if not missing:
        return
    close = {name: difflib.get_close_matches(name, headers, n=1) for name in missing}
    asked = (
        " or ".join(f"'{one}'" for one in (name, *mapping.also.get(name, ())))
        + (f" (did you mean '{close[name][0]}'?)" if close[name] else "")
        for name in missing
    )
    raise Unreadable(
        f"{path}: has no column {', '.join(asked)}; its columns are {', '.join(headers)}."
    )


def _met(frame: pd.DataFrame, rows: Rows) -> pd.Series:
    cells = _plain(frame[rows.column])
    met = cells.isin(rows.values)
    if not rows.pattern:
        return met
    fits = re.compile(rows.pattern)
    return met | cells.map(lambda text: fits.search(text) is not None)


def _unpivoted(frame: pd.DataFrame, mapping: Mapping, path: Path, said: list[str]) -> pd.DataFrame:
    """Each header that is a value on a row of its own; the row's number stays.

    A cell that holds nothing becomes no row: a wide table has a cell for every pair.
    """
    unpivot = mapping.unpivot
    if unpivot is None:
        return frame
    wide = unpivot.among(frame.columns)
    used = [name for name in wide if name in mapping.headers() and name not in unpivot.headers]
    there = [name for name in (unpivot.name, unpivot.value) if name in frame and name not in wide]
    wrong = [f"'{name}', which [unpivot] names, is used elsewhere in the mapping" for name in used]
    wrong += [f"'{name}', which [unpivot] names, is a header already" for name in there]
    if wrong:
        raise Unreadable(f"{path}: {'; '.join(wrong)}.")
    long = frame.melt(
        id_vars=[name for name in frame.columns if name not in wide],
        value_vars=wide,
        var_name=unpivot.name,
        value_name=unpivot.value,
        ignore_index=False,
    )
    long = long.astype("str")
    nothing = long[unpivot.value].str.strip().isin(["", *mapping.holes])
    if nothing.any():
        said.append(f"Cells under [unpivot] that hold nothing: {int(nothing.sum()):,}.")
    return long[~nothing]


def _named(raw: pd.DataFrame, mapping: Mapping, path: Path, said: list[str]) -> pd.DataFrame:
    """The table's columns with constants, keys taken out of texts, translations and blanks."""
    frame = pd.DataFrame({name: _plain(raw[header]) for name, header in mapping.columns.items()})
    for name, value in mapping.constants.items():
        frame[name] = pd.Series(value, index=raw.index, dtype="str")
    for name, pattern in mapping.extract.items():
        frame[name] = frame[name].str.extract(pattern, expand=False).fillna(frame[name])
    if mapping.holes:
        frame = frame.mask(frame.isin(mapping.holes), "")
    for name, spelling in mapping.spelling.items():
        frame[name] = spelt(frame[name], spelling, said)
    for name, words in mapping.values.items():
        frame[name] = frame[name].map(lambda text, words=words: words.get(text, text))
    for name, factor in mapping.scale.items():
        numbers = pd.to_numeric(frame[name], errors="coerce") * factor
        # Products of decimals carry binary dust in the last digits.
        frame[name] = frame[name].where(numbers.isna(), numbers.map("{:.15g}".format))
    for name, meaning in mapping.blank.items():
        blank = frame[name] == ""
        if blank.any():
            said.append(f'{int(blank.sum()):,} blank in {name}, read as "{meaning}".')
        frame[name] = frame[name].mask(blank, meaning)
    if mapping.month is not None:
        frame.insert(0, "month", _months(raw, mapping, path))
    elif "month" in mapping.columns:
        plain = MonthFrom(column=mapping.columns["month"])
        frame["month"] = frame["month"].map(plain.of_text)
    return frame.astype("str")


def _plain(cells: pd.Series) -> pd.Series:
    """Cells without blanks around them; a blank that does not break is a blank."""
    return cells.str.replace("\N{NO-BREAK SPACE}", " ", regex=False).str.strip()


def _months(raw: pd.DataFrame, mapping: Mapping, path: Path) -> pd.Series:
    stated = mapping.month
    assert stated is not None
    if not stated.column:
        try:
            return pd.Series(stated.of_name(path), index=raw.index, dtype="str")
        except ValueError as error:
            raise Unreadable(f"{path}: {error}") from None
    cells = _plain(raw[stated.column])
    return cells.map({text: stated.of_text(text) for text in cells.unique()})


def _place(frame: pd.DataFrame, placement: Placement, mapping: Mapping) -> None:
    here = frame[placement.column].isin(placement.values)
    for name, value in placement.set.items():
        frame[name] = _column(frame, name).mask(here, value)
    for name, source in placement.copy_from.items():
        cells = frame[source]
        if mapping.contract.column(source).kind == "date":
            # As every date is read, whatever the format of the column that gets it.
            days = read_dates(cells, mapping.date_format(source))
            cells = days.dt.strftime("%Y-%m-%d").fillna(cells)
        frame[name] = _column(frame, name).mask(here, cells)


def _flag_probationers(frame: pd.DataFrame, mapping: Mapping) -> None:
    """Fill the flag from the day of joining; transferees and rejoiners are never probationers."""
    probation = mapping.probation
    if probation is None:
        return
    joined = read_dates(frame["joined_on"], mapping.date_format("joined_on"))
    known = joined.notna() & frame["month"].str.fullmatch(r"\d{4}-\d{2}")
    if probation.column:
        known &= frame[probation.column].isin(probation.values)
    new = _column(frame, "entry_route").isin(["", "new"])
    at = frame.loc[known, "month"].map({m: months.number(m) for m in frame.loc[known, "month"]})
    served = at - (joined.dt.year * 12 + joined.dt.month - 1)[known]
    flags = ((served < probation.months) & new[known]).map({True: "yes", False: "no"})
    frame["probationer"] = _column(frame, "probationer").mask(known, flags)


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    return frame[name] if name in frame else pd.Series("", index=frame.index, dtype="str")


def _under_the_tables_names(bad: pd.DataFrame, mapping: Mapping) -> pd.DataFrame:
    """Bad cells under the names of the columns they fill; those that fill none do not count."""
    filled = {ROW: ROW}
    for name, header in mapping.columns.items():
        filled[header] = name
    for rows in (*mapping.keep, *mapping.skip):
        filled.setdefault(rows.column, rows.column)
    if mapping.month is not None and mapping.month.column:
        filled[mapping.month.column] = "month"
    if mapping.unpivot is not None:
        wide = mapping.unpivot.among(bad["column"])
        filled |= {name: name for name in wide}
    return bad[bad["column"].isin(list(filled))].assign(
        column=lambda cells: cells["column"].map(filled)
    )
