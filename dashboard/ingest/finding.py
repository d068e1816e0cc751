"""What a file says of its own mapping: all that its headers and cells settle, and what not."""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.ingest import contract, fitting, seen
from dashboard.ingest.enclosure import opened
from dashboard.ingest.fitting import Fit
from dashboard.ingest.grid import FileForm, Unreadable
from dashboard.ingest.mapping import Mapping
from dashboard.ingest.shaping import Headed, bad_cells, headed, shape
from dashboard.schema.columns import Column, Table
from dashboard.schema.force import Force
from dashboard.schema.tables import PUBLISHED_SERIES, ROLES

_KEYS = (r"\(([^()]+)\)\s*$", r"^(\S+)\s+-\s", r"\s-\s+(\S+)$", r"^(.+?)\s*\(", r"^(\S+)\s")
"""Where in a text its key may stand: "Name (016400)" first, which needs no list of codes."""

_FEWEST_COLUMNS = 2
"""A row of so few with one cell alone is a row like others."""

_PERCENT = re.compile(r"(?i)%|\b(?:percent|pct)")


@dataclass
class Found:
    """What was seen of a file, and what of a mapping that already settles.

    frame: the rows that count, under the file's headers; lone: the numbers of those that hold
    one cell alone, which may be headings. stated: the mapping so far, as data.
    days: date column -> how its cells are written; months: the same of the month's cells;
    named: the month in the file's name. percent: shares that may be sent in percent.
    bad: the cells that the contract would refuse as things stand.
    """

    path: Path
    form: FileForm
    said: list[str]
    raw: Headed
    fits: list[Fit]
    force: Force | None
    sheets: tuple[str, ...] = ()
    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    lone: tuple[int, ...] = ()
    stated: dict[str, Any] = field(default_factory=dict)
    days: dict[str, seen.Written] = field(default_factory=dict)
    months: seen.Written | None = None
    named: seen.Named | None = None
    percent: tuple[str, ...] = ()
    bad: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def fit(self) -> Fit:
        return self.fits[0]

    @property
    def table(self) -> Table:
        return self.fit.table

    def texts(self, name: str) -> pd.Series:
        """The cells that fill a column of the table; of a wide table those of all its headers."""
        header, wide = self.fit.columns[name], self.fit.wide
        if wide is None or header not in (wide.name, wide.cell):
            return self.frame[header].str.strip()
        if header == wide.name:
            return pd.Series(wide.headers, dtype="str")
        return pd.concat([self.frame[one].str.strip() for one in wide.headers])

    def cells(self, header: str) -> list[str]:
        """The different cells under a header, blanks left out."""
        return [text for text in self.frame[header].str.strip().unique() if text]

    def different(self, name: str) -> list[str]:
        """The different cells of a column, blanks left out."""
        return [text for text in self.texts(name).unique() if text]


def found_in(path: Path, table: Table | None, force: Force | None) -> Found:
    """All that a file settles. :class:`Unreadable` where it is no table."""
    found = _looked_at(path, table, force)
    _settle_rows(found)
    _settle_cells(found)
    _settle_shares(found)
    _settle_series(found)
    _settle_month(found)
    found.bad = _refused(found)
    return found


def _looked_at(path: Path, table: Table | None, force: Force | None) -> Found:
    """The file, or that sheet of it which fits a table best."""
    try:
        return _one(path, FileForm(), table, force)
    except Unreadable as error:
        sheets = _sheets(str(error))
        if not sheets:
            raise
        refusals = [error]
    found = []
    for sheet in sheets:
        try:
            found.append(_one(path, FileForm(sheet=sheet), table, force))
        except Unreadable as error:
            refusals.append(error)
    if not found:
        raise refusals[-1]
    return replace(max(found, key=lambda one: one.fit.rank()), sheets=sheets)


def _sheets(refusal: str) -> tuple[str, ...]:
    """The sheets among which a refused workbook asks to choose."""
    several = re.search(r"sheets that hold something: '(.*)'\. ", refusal)
    return tuple(several[1].split("', '")) if several else ()


def _one(path: Path, form: FileForm, table: Table | None, force: Force | None) -> Found:
    grid = opened(path, form)
    number = seen.header_row(grid.rows)
    if number != next(iter(grid.rows), number):
        form = form.model_copy(update={"header": number})
    raw = headed(grid, form, path)
    return Found(path, form, grid.said, raw, fitting.best(raw.frame, force, table), force)


def _settle_rows(found: Found) -> None:
    """Leave out rows that add up others, and lone cells that say where a table comes from."""
    found.frame = found.raw.frame
    first = str(found.frame.columns[0])
    used = [str(name) for name in found.frame if name in found.fit.headers]
    wide = found.fit.wide.headers if found.fit.wide else ()
    skip = []
    for header in dict.fromkeys((first, *used)):
        texts = found.frame[header].str.strip()
        total = texts.str.contains(seen.TOTAL)
        if header not in wide and 0 < total.sum() < len(texts):
            values = sorted(texts[total].unique())
            few = {"values": values} if len(values) <= 10 else {"pattern": seen.TOTAL.pattern}
            skip.append({"column": header} | few)
            found.frame = found.frame[~total]
    note = found.frame[first].str.strip().str.contains(seen.FOOT)
    if note.any() and _alone(found.frame)[note].all():
        skip.append({"column": first, "pattern": seen.FOOT.pattern})
        found.frame = found.frame[~note]
    if skip:
        found.stated["skip"] = skip
    lone = _alone(found.frame)
    if len(found.frame.columns) > _FEWEST_COLUMNS and not lone.all():
        found.lone = tuple(found.frame.index[lone])
        found.frame = found.frame[~lone]


def _alone(frame: pd.DataFrame) -> pd.Series:
    """Whether a row holds one cell and no other."""
    return (frame != "").sum(axis=1) == 1


def _settle_cells(found: Found) -> None:
    """Keys inside texts, words for nothing, and how days are written."""
    found.stated["columns"] = found.fit.columns
    extract = {name: key for name in found.fit.columns if (key := _key_in(found, name))}
    if extract:
        found.stated["extract"] = extract
    kinds = {name: found.table.column(name) for name in found.fit.columns}
    measured = [name for name, one in kinds.items() if one.kind in ("number", "date")]
    holes = {
        name: [text for text in found.different(name) if seen.is_hole(text)] for name in measured
    }
    others = {text for name in kinds if name not in measured for text in set(found.different(name))}
    everywhere = {text for texts in holes.values() for text in texts} - others
    if everywhere:
        found.stated["holes"] = sorted(everywhere)
    # "NA" is no hole where it is a command too.
    apart = {name: {text: "" for text in texts if text in others} for name, texts in holes.items()}
    found.stated["values"] = {name: texts for name, texts in apart.items() if texts}
    for name, column in kinds.items():
        if column.kind == "date":
            held = [text for text in found.different(name) if text not in holes[name]]
            found.days[name] = seen.days(held)
            forms = found.days[name].forms
            if len(forms) == 1 and forms[0] != "%Y-%m-%d":
                found.stated.setdefault("dates", {})[name] = forms[0]


def _settle_shares(found: Found) -> None:
    """Shares that are sent in percent: for sure where their header says so."""
    for name, header in found.fit.columns.items():
        column = found.table.column(name)
        if column.kind == "number" and column.high == 1:
            held = [text for text in found.different(name) if not seen.is_hole(text)]
            cells = pd.to_numeric(pd.Series(held, dtype="str"), errors="coerce")
            if cells.between(0, 100).all() and (cells > 1).any():
                if _PERCENT.search(header):
                    found.stated.setdefault("scale", {})[name] = 0.01
                else:
                    found.percent += (name,)


def _settle_series(found: Found) -> None:
    """The roles that stand beside a force's own, and one spelling of every other series."""
    if found.table is not PUBLISHED_SERIES or "series" not in found.fit.columns:
        return
    first: dict[str, str] = {}
    words = {}
    for text in found.different("series"):
        code = fitting.meaning(text, ROLES) or first.setdefault(plain(text), text)
        if code != text:
            words[text] = code
    if words and "series" not in found.stated.get("extract", {}):
        found.stated["values"]["series"] = words


def _key_in(found: Found, name: str) -> str:
    """The pattern by which a column's cells hold a key among other words; "" where none does."""
    column = found.table.column(name)
    texts = found.different(name)
    if column.kind != "text" or not texts or (found.fit.wide and name == found.fit.wide.column):
        return ""
    known = codes(column, found.force)
    if not known:
        inside = sum(re.search(_KEYS[0], text) is not None for text in texts)
        return _KEYS[0] if 5 * inside >= 4 * len(texts) else ""
    met = {pattern: sum(taken(pattern, text) in known for text in texts) for pattern in _KEYS}
    likest = max(_KEYS, key=lambda pattern: met[pattern])
    bare = sum(text in known for text in texts)
    return likest if met[likest] > bare and 2 * met[likest] >= len(texts) else ""


def taken(pattern: str, text: str) -> str:
    """What a pattern takes out of a text; the text itself where it does not fit."""
    met = re.search(pattern, text)
    return met[1] if met else text


def codes(column: Column, force: Force | None) -> dict[str, str]:
    """What a column may hold, with the words for it; empty where anything will do."""
    if column.kind == "flag":
        return {"yes": "true", "no": "false"}
    if column.kind == "choice":
        return dict.fromkeys(column.choices, "")
    if force is None or not column.refers:
        return {}
    if column.refers == "rank":
        return {code: rank.label for code, rank in force.ranks.items()}
    return {code: command.name for code, command in force.commands.items()}


def _settle_month(found: Found) -> None:
    """The month by a column, or by the file's name; left open where neither states it."""
    found.named = seen.month_in(found.path.name)
    header = found.fit.columns.get("month")
    if "month" not in found.table.names:
        return
    if header is not None:
        found.stated["columns"] = {
            name: one for name, one in found.fit.columns.items() if name != "month"
        }
        held = [text for text in found.different("month") if not seen.is_hole(text)]
        found.months = seen.month_texts(held)
        found.stated["month"] = {"column": header}
        forms = found.months.forms
        if len(forms) == 1 and forms[0] not in ("%Y-%m", "%Y-%m-%d", seen.YEAR):
            found.stated["month"]["format"] = forms[0]
    elif found.named:
        found.stated["month"] = {"file_name": found.named.pattern}
        if found.named.form != "%Y-%m":
            found.stated["month"]["format"] = found.named.form
        if found.named.first:
            found.stated["month"]["shift"] = -1


def _refused(found: Found) -> pd.DataFrame:
    """The cells that the contract refuses as things stand; words for what it takes are put so."""
    if not found.fit.columns:
        return bad_cells()
    if found.fit.wide:
        wide = found.fit.wide
        found.stated["unpivot"] = {"headers": wide.headers, "name": wide.name, "value": wide.cell}
    columns, rows = found.stated["columns"], found.frame
    if "person_id" in found.table.names and "person_id" not in columns:
        # Rows alike in all that is known so far are people of their own.
        columns = {**columns, "person_id": ""}
        rows = rows.assign(**{"": rows.index.astype("str")})
    mapping = Mapping.model_validate(
        {"table": found.table.name} | found.stated | {"columns": columns}
    )
    frame = shape(Headed(rows, found.raw.bad.iloc[:0]), mapping, found.path).frame
    if found.table.dated not in frame:
        frame.insert(
            0, found.table.dated, "2000-01" if found.table.dated == "month" else "2000-01-01"
        )
    bad = contract.check(frame, mapping, found.force)
    for name, cells in bad[unknown(bad)].groupby("column"):
        column = found.table.column(str(name))
        alike = _alike(column, found.force)
        words = {
            text: alike[plain(text)] for text in cells["value"].unique() if plain(text) in alike
        }
        if words:
            translated = found.stated["values"].setdefault(column.name, {})
            translated |= words
            bad = bad.drop(cells.index[cells["value"].isin(list(words))])
    return bad


def unknown(bad: pd.DataFrame) -> pd.Series:
    """Which bad cells hold a word that the force or the contract does not know."""
    listed = bad["reason"].str.startswith(
        ("is no rank", "is no command", "is not one", "is neither")
    )
    return listed & (bad["value"] != "")


def likely(column: Column, force: Force | None, text: str) -> str:
    """What a text of a column means, where no more than one thing can be meant; else "?"."""
    if seen.is_hole(text):
        return ""
    known = codes(column, force)
    if not column.refers:
        return fitting.meaning(text, known) or "?"
    # Police Constable is PC.
    letters = "".join(word[0] for word in plain(text).split())
    met = [code for code in known if plain(code) == letters]
    return met[0] if len(met) == 1 else "?"


def _alike(column: Column, force: Force | None) -> dict[str, str]:
    """Plain words -> the one code that they say; words that say two are left out."""
    said: dict[str, set[str]] = {}
    for code, words in codes(column, force).items():
        for text in filter(None, (code, words)):
            said.setdefault(plain(text), set()).add(code)
    return {text: next(iter(meant)) for text, meant in said.items() if len(meant) == 1}


def plain(text: str) -> str:
    """A text's words in small letters: what differs in no more than signs and capitals is alike."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))
