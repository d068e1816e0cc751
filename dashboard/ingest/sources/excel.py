"""Excel workbooks (.xlsx); other kinds of Excel file are refused with what to do instead."""

import posixpath
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

from dashboard.ingest import workbook
from dashboard.ingest.archive import Archive
from dashboard.ingest.grid import MOST_COLUMNS, FileForm, Grid, Unreadable
from dashboard.ingest.source import Source
from dashboard.ingest.workbook import Spoiled

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")

# Pieces of a sheet's XML. Matched as bytes, since a parser that is told of each of ten million
# cells takes a minute; a prefix (x:) is what some libraries write.
_ADDRESS = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_FAR = re.compile(rb'r="([A-Z]{3}[0-9]{1,7})"[^<>]*(?<!/)>(?!</)')
_ERROR = re.compile(
    rb"""<((?:\w+:)?)c\s([^<>]*\bt=["']e["'][^<>]*)>(?:(?!</?\1c\b).)*?<\1v>([^<]*)<""", re.DOTALL
)
_FORMULA = re.compile(
    rb"<((?:\w+:)?)c\b([^<>]*)>\s*<\1f\b[^<>]*?(?:/>|>([^<]*)</\1f>)\s*"
    rb"(<\1v\s*/>|<\1v[^<>]*></\1v>)?\s*</\1c>"
)
_HOLDS = re.compile(rb"<(?:\w+:)?(?:v|is|f)[ >]")
_CELL_ENDS = b"c>"


def _read(path: Path, form: FileForm) -> Grid:
    with path.open("rb") as file:
        if file.read(len(_OLE)) == _OLE:
            raise Unreadable(f"{path}: {_old(file.read())}")
    archive = Archive(path)
    _refuse_others(archive)
    listed = _part(archive, "xl/workbook.xml")
    parts = _parts(listed, _part(archive, "xl/_rels/workbook.xml.rels"))
    with workbook.book(path) as book:
        name, said = workbook.chosen(
            path,
            form,
            book.sheets_metadata,
            lambda name: any(_HOLDS.search(piece) for piece in _pieces(archive, parts, name)),
        )
        # Before the sheet is loaded: a far cell would make it a table of its size.
        spoiled, formulas = _spoiled(archive, name, _pieces(archive, parts, name))
        if formulas and _to_be_worked_out(listed):
            said.append(
                "The values of its formulas are those of the program that wrote it, which left "
                "them to be worked out: open it in a spreadsheet and save it, to be sure."
            )
        return workbook.grid(path, book.get_sheet_by_name(name), spoiled, said)


def _old(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "is encrypted. Open it with its password, and save it without one."
    return "is in Excel's old format (.xls), or no workbook. Save it as .xlsx."


def _refuse_others(archive: Archive) -> None:
    names = archive.names
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise archive.refused("holds macros. Save it as .xlsx without macros.")
    if "xl/workbook.bin" in names:
        raise archive.refused("is in Excel's binary format (.xlsb). Save it as .xlsx.")
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise archive.refused("is a ZIP archive, and holds no workbook. Unpack it first.")
    if archive.suffix in (".xls", ".xlsb"):
        raise archive.refused("is a workbook in the new format: rename it to end in .xlsx.")


def _part(archive: Archive, name: str) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(archive.read(name))
    except (ElementTree.ParseError, KeyError):
        raise archive.refused(
            "is damaged, since its list of sheets cannot be read: open it where it was made and "
            "save it anew."
        ) from None


def _parts(listed: ElementTree.Element, related: ElementTree.Element) -> dict[str, str]:
    """Sheet -> the part of the archive that holds it."""
    target = {item.get("Id"): item.get("Target", "") for item in related}
    parts = {}
    for sheet in listed.iterfind("{*}sheets/{*}sheet"):
        key = next((value for name, value in sheet.items() if name.endswith("}id")), "")
        part = posixpath.normpath(posixpath.join("/xl", target.get(key, ""))).lstrip("/")
        parts[sheet.get("name", "")] = part
    return parts


def _to_be_worked_out(listed: ElementTree.Element) -> bool:
    return any(item.get("fullCalcOnLoad") in ("1", "true") for item in listed.iterfind("{*}calcPr"))


def _pieces(archive: Archive, parts: dict[str, str], sheet: str) -> Iterator[bytes]:
    try:
        yield from archive.pieces(parts[sheet], _CELL_ENDS)
    except KeyError:
        raise archive.refused(
            f"is damaged, since its sheet '{sheet}' is not in it. Get it anew."
        ) from None


def _spoiled(archive: Archive, sheet: str, pieces: Iterator[bytes]) -> tuple[Spoiled, bool]:
    """The cells that hold an error, or a formula that was never worked out; and if any has one.

    Both would come as empty cells. :class:`Unreadable` where a cell lies beyond any table.
    """
    spoiled: Spoiled = {}
    formulas = False
    for piece in pieces:
        for found in _FAR.finditer(piece):
            _, place = _where(archive, sheet, found.group())
            if place >= MOST_COLUMNS:
                raise archive.refused(
                    f"the sheet '{sheet}' holds something in cell {found.group(1).decode()}, and "
                    f"no table has more than {MOST_COLUMNS:,} columns: delete what lies outside "
                    "the table, or save it as CSV."
                )
        if b't="e"' in piece or b"t='e'" in piece:
            for found in _ERROR.finditer(piece):
                error = _text(found.group(3))
                spoiled[_where(archive, sheet, found.group(2))] = error, f"holds the error {error}"
        if b"<f" in piece or b":f" in piece:
            formulas = True
            for found in _FORMULA.finditer(piece):
                _, opening, formula, value = found.groups()
                # A formula whose value is the empty text is worked out.
                if not (value and re.search(rb"""\bt=["']str["']""", opening)):
                    where = _where(archive, sheet, opening)
                    spoiled[where] = f"={_text(formula or b'')}", workbook.UNWORKED
    return spoiled, formulas


def _where(archive: Archive, sheet: str, opening: bytes) -> tuple[int, int]:
    """Row number and place of a cell by its address, as in B7."""
    found = _ADDRESS.search(opening)
    if found is None:
        raise archive.refused(
            f"the sheet '{sheet}' has an error, or a formula that was never worked out, in a cell "
            "that does not say where it is: open it in a spreadsheet and save it anew."
        )
    column = 0
    for letter in found.group(1):
        column = column * 26 + letter - ord("A") + 1
    return int(found.group(2)), column - 1


def _text(xml: bytes) -> str:
    return unescape(xml.decode("utf-8", errors="replace"))[:100]


SOURCE = Source(
    name="an Excel workbook",
    suffixes=(".xlsx", ".xlsm", ".xltx", ".xlsb", ".xls"),
    recognises=lambda path, head: head.startswith((_OLE, *_ZIP)),
    read=_read,
    order=2,
    enclosed=True,
)
