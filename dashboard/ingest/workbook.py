"""A sheet of a workbook as a grid, whichever program wrote it: which sheet, and its cells."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from dashboard.ingest.cells import LONGEST, Cells, TooLong
from dashboard.ingest.grid import MOST_COLUMNS, FileForm, Grid, Unreadable, written

Spoiled = dict[tuple[int, int], tuple[str, str]]
"""(row number, place from 0) -> what stands in a cell that holds no value, and why it is bad."""

UNWORKED = "is a formula that was never worked out: open the file in a spreadsheet and save it"


@contextmanager
def book(path: Path) -> Iterator[CalamineWorkbook]:
    """The workbook, open. What it makes of a broken file becomes :class:`Unreadable`."""
    try:
        with CalamineWorkbook.from_path(path) as opened:
            yield opened
    except CalamineError as error:
        if "limit exceeded" in str(error):
            raise MemoryError from None  # As it ends where there is no such limit.
        raise Unreadable(
            f"{path}: is damaged, or no workbook ({error}): "
            "open it where it was made and save it anew."
        ) from None


def chosen(
    path: Path, form: FileForm, sheets: list[SheetMetadata], holds: Callable[[str], bool]
) -> tuple[str, list[str]]:
    """The sheet to read, and what to say of the others.

    holds: whether a sheet holds anything; only asked of those that can be seen.
    """
    seen = {
        sheet.name: sheet.visible == SheetVisibleEnum.Visible
        for sheet in sheets
        if sheet.typ == SheetTypeEnum.WorkSheet
    }
    if form.sheet in seen:
        return form.sheet, []
    if form.sheet:
        raise Unreadable(
            f"{path}: has no sheet '{form.sheet}', which [file] sheet in the mapping names; "
            f"it has {_names(seen)}."
        )
    filled = [name for name, visible in seen.items() if visible and holds(name)]
    hidden = [name for name, visible in seen.items() if not visible]
    if len(filled) > 1:
        raise Unreadable(
            f"{path}: has {len(filled)} sheets that hold something: {_names(filled)}. "
            'Say in the mapping which to read: [file] sheet = "...".'
        )
    if not filled:
        say = f" The hidden {_names(hidden)} was not looked into." if hidden else ""
        raise Unreadable(f"{path}: no sheet of it holds anything.{say}")
    return filled[0], [f"The hidden sheet '{name}' was not read." for name in hidden]


def _names(sheets: list[str] | dict[str, bool]) -> str:
    return ", ".join(f"'{name}'" for name in sheets)


def grid(path: Path, sheet: CalamineSheet, spoiled: Spoiled, said: list[str]) -> Grid:
    """All cells of a sheet from A1 on, under the sheet's own row numbers."""
    out = Grid({}, said)
    if sheet.start is None or sheet.end is None:
        raise Unreadable(f"{path}: the sheet '{sheet.name}' holds nothing.")
    width = sheet.end[1] + 1
    if width > MOST_COLUMNS:
        raise Unreadable(
            f"{path}: the sheet '{sheet.name}' has {width:,} columns, and no table has more than "
            f"{MOST_COLUMNS:,}: delete what lies outside the table, or save it as CSV."
        )
    once = Cells()
    as_text = lru_cache(maxsize=100_000, typed=True)(written)
    before = [""] * sheet.start[1]
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [cell if type(cell) is str else as_text(cell) for cell in row]
        if any(map(str.strip, cells)):
            try:
                out.rows[number] = once.row(number, [*before, *cells], out.bad)
            except TooLong:
                raise Unreadable(
                    f"{path}: row {number:,} of the sheet '{sheet.name}' has a cell of more than "
                    f"{LONGEST:,} characters. Correct it there."
                ) from None
    for (number, place), (text, why) in sorted(spoiled.items()):
        kept = out.rows.setdefault(number, [""] * width)
        kept.extend([""] * (place + 1 - len(kept)))
        kept[place] = text
        out.bad[number, place] = why
    if spoiled:
        out.rows = dict(sorted(out.rows.items()))
    return out
