"""OpenDocument spreadsheets (.ods), as LibreOffice and public bodies write them."""

import re
from pathlib import Path
from xml.parsers import expat

from python_calamine import CalamineWorkbook

from dashboard.ingest import workbook
from dashboard.ingest.archive import Archive
from dashboard.ingest.grid import FileForm, Grid
from dashboard.ingest.source import Source
from dashboard.ingest.workbook import Spoiled

_KIND = "application/vnd.oasis.opendocument."
_CONTENT = "content.xml"
_ROW_ENDS = b"</table:table-row>"
_MANY = re.compile(
    rb'<table:table-row\b[^<>]*\bnumber-rows-repeated="(\d{4,})"[^<>]*(?<!/)>(.*?)' + _ROW_ENDS,
    re.DOTALL,
)
_HOLDS = re.compile(rb"<text:|office:(?:string-|date-|boolean-|time-)?value=")
_WORDS_OF_ERROR = re.compile(r"#(?:[A-Z]+/)?[A-Z0-9]+[!?]?|Err:[0-9]+")


def _read(path: Path, form: FileForm) -> Grid:
    archive = Archive(path)
    _refuse_others(archive)
    suspect = False
    for piece in archive.pieces(_CONTENT, _ROW_ENDS):
        suspect = suspect or b":formula=" in piece or b'="error"' in piece
        for times, row in _MANY.findall(piece):
            if _HOLDS.search(row):
                raise archive.refused(
                    f"says one and the same row {int(times):,} times, and no table does: delete "
                    "what lies outside the table, or save it as CSV."
                )
    with workbook.book(path) as book:
        name, said = workbook.chosen(
            path, form, book.sheets_metadata, lambda name: _holds(book, name)
        )
        spoiled = _Sheet(archive, name).spoiled if suspect else {}
        return workbook.grid(path, book.get_sheet_by_name(name), spoiled, said)


def _refuse_others(archive: Archive) -> None:
    names = archive.names
    if "meta-inf/manifest.xml" in names:
        manifest = archive.read("META-INF/manifest.xml")
        if b"encryption-data" in manifest:
            raise archive.refused(
                "is encrypted. Open it with its password, and save it without one."
            )
    if any(name.startswith(("basic/", "scripts/")) for name in names):
        raise archive.refused("holds macros. Save it as .ods without macros.")
    if not archive.read("mimetype").startswith(f"{_KIND}spreadsheet".encode()):
        raise archive.refused("is an OpenDocument file, and no spreadsheet. Save it as .ods.")
    if _CONTENT not in names:
        raise archive.refused("is damaged, since no content is in it. Get it anew.")


def _holds(book: CalamineWorkbook, name: str) -> bool:
    return book.get_sheet_by_name(name).start is not None


class _Sheet:
    """The cells of a sheet that hold an error, or a formula that was never worked out.

    Both would come as empty cells.
    """

    def __init__(self, archive: Archive, name: str) -> None:
        self.spoiled: Spoiled = {}
        self._name, self._here = name, False
        self._row = self._rows = self._place = 0
        self._cell: dict[str, str] | None = None
        self._text: list[str] = []
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._take
        for piece in archive.pieces(_CONTENT, _ROW_ENDS):
            parser.Parse(piece)

    def _start(self, tag: str, has: dict[str, str]) -> None:
        if tag == "table:table":
            self._here, self._row = has.get("table:name") == self._name, 0
        elif tag == "table:table-row":
            self._rows, self._place = int(has.get("table:number-rows-repeated", 1)), 0
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._cell, self._text = has, []

    def _take(self, text: str) -> None:
        if self._here and self._cell is not None:
            self._text.append(text)

    def _end(self, tag: str) -> None:
        if tag == "table:table-row":
            self._row += self._rows
        elif tag in ("table:table-cell", "table:covered-table-cell") and self._cell is not None:
            columns = int(self._cell.get("table:number-columns-repeated", 1))
            if self._here and (found := _reason(self._cell, "".join(self._text))):
                for row in range(self._row + 1, self._row + self._rows + 1):
                    for place in range(self._place, self._place + columns):
                        self.spoiled[row, place] = found
            self._place += columns
            self._cell = None


def _reason(cell: dict[str, str], text: str) -> tuple[str, str] | None:
    formula = cell.get("table:formula")
    error = cell.get("calcext:value-type") == "error"
    if error or (formula is not None and _WORDS_OF_ERROR.fullmatch(text)):
        return text, f"holds the error {text}"
    if formula is None:
        return None
    kind = cell.get("office:value-type")
    names = {"float": "value", "percentage": "value", "currency": "value"}
    held = kind == "string" or f"office:{names.get(kind or '', f'{kind}-value')}" in cell
    if kind and held:
        return None
    return formula[:100], workbook.UNWORKED


SOURCE = Source(
    name="an OpenDocument spreadsheet",
    suffixes=(".ods",),
    recognises=lambda path, head: head[30:38] == b"mimetype" and _KIND.encode() in head[:200],
    read=_read,
    order=1,
    enclosed=True,
)
