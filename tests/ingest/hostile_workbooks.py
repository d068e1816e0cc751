"""Workbooks that are broken, hostile or merely odd, made here, with what must come of each.

Most are put together by hand: the libraries that write workbooks are too polite.
"""

import datetime
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.ingest.grid import FileForm
from tests.ingest.measured import Case

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

UNWORKED = "is a formula that was never worked out: open the file in a spreadsheet and save it"
SMALL = {1: ["id", "rank"], 2: ["00123", "PC"]}

Build = Callable[[Path], Path]


def text(address: str, words: str) -> str:
    """A cell of a sheet of Excel's that holds text."""
    return f'<c r="{address}" t="inlineStr"><is><t>{words}</t></is></c>'


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


TWO_ROWS = row(1, text("A1", "id"), text("B1", "rank")) + row(
    2, text("A2", "00123"), text("B2", "PC")
)


def xlsx_parts(rows: str = TWO_ROWS, before: str = "") -> dict[str, str | bytes]:
    """The parts of the least workbook that Excel opens; *before* stands before the rows."""
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="People" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": _sheet(rows, before),
    }


def _sheet(rows: str, before: str = "") -> str:
    return f'<worksheet xmlns="{_MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>'


def _zipped(path: Path, parts: dict[str, str | bytes], level: int = 6) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            way = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, way)
    return path


def xlsx(rows: str = TWO_ROWS, before: str = "", name: str = "file.xlsx") -> Build:
    """A workbook with these rows."""
    return lambda folder: _zipped(folder / name, xlsx_parts(rows, before))


def with_parts(parts: dict[str, str | bytes]) -> Build:
    """The least workbook with these parts put in, or in place of its own."""
    return lambda folder: _zipped(folder / "file.xlsx", {**xlsx_parts(), **parts})


def without_part(name: str) -> Build:
    def build(folder: Path) -> Path:
        parts = xlsx_parts()
        del parts[name]
        return _zipped(folder / "file.xlsx", parts)

    return build


def cut(share: float, off: int = 0) -> Build:
    """A good workbook of which only the beginning is left."""

    def build(folder: Path) -> Path:
        path = _zipped(folder / "file.xlsx", xlsx_parts())
        whole = path.read_bytes()
        path.write_bytes(whole[: int(len(whole) * share) - off])
        return path

    return build


def flipped(folder: Path) -> Path:
    """A workbook with a byte changed inside the packed sheet."""
    path = _zipped(folder / "file.xlsx", xlsx_parts(row(1, text("A1", "id" * 300))))
    whole = bytearray(path.read_bytes())
    whole[whole.index(b"sheet1.xml") + 40] ^= 0xFF
    path.write_bytes(whole)
    return path


def bytes_of(name: str, content: bytes) -> Build:
    def build(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return build


def ole(name: str, stream: str) -> Build:
    """A compound file, as old Excel and encryption make it: a header, and a folder of streams."""
    entry = stream.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", len(stream) * 2 + 2)
    return bytes_of(name, _OLE.ljust(512, b"\0") + entry.ljust(4096, b"\0"))


def polite(fill: Callable[[Workbook, Worksheet], None]) -> Build:
    """A workbook as openpyxl writes it."""

    def build(folder: Path) -> Path:
        book = Workbook()
        fill(book, book.active)
        book.save(folder / "file.xlsx")
        return folder / "file.xlsx"

    return build


def _fill(sheet: Worksheet) -> None:
    for cells in SMALL.values():
        sheet.append(cells)


def two_sheets(state: str, filled: bool = True) -> Build:
    """A sheet of people and one of notes, which is visible, hidden or veryHidden."""

    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.title = "People"
        if filled:
            _fill(sheet)
        other = book.create_sheet("Notes")
        other["A1"] = "secret"
        other.sheet_state = state

    return polite(fill)


def bomb(parts: int, size: int) -> Build:
    more = {f"xl/media/{number}.png": b" " * size for number in range(parts)}
    return lambda folder: _zipped(folder / "file.xlsx", {**xlsx_parts(), **more})


def lying_bomb(folder: Path) -> Path:
    """100 MB that are declared to be 1 KB, in both of the places that say so."""
    path = bomb(1, 100_000_000)(folder)
    whole = path.read_bytes()
    path.write_bytes(whole.replace(struct.pack("<L", 100_000_000), struct.pack("<L", 1000)))
    return path


def zip_in_zip(folder: Path) -> Path:
    inner = bomb(1, 50_000_000)(folder)
    content = inner.read_bytes()
    inner.unlink()
    return _zipped(folder / "file.xlsx", {f"{number}.zip": content for number in range(50)})


def many_entries(folder: Path) -> Path:
    """100,000 empty files; by hand, since zipfile takes seconds for them."""
    local, central = bytearray(), bytearray()
    for number in range(100_000):
        name = f"xl/{number}".encode()
        fields = struct.pack("<5H3L2H", 20, 0, 0, 0, 33, 0, 0, 0, len(name), 0)
        central += b"PK\1\2" + struct.pack("<H", 20) + fields
        central += struct.pack("<3H2L", 0, 0, 0, 0, len(local)) + name
        local += b"PK\3\4" + fields + name
    most = 0xFFFF
    end64 = b"PK\6\6" + struct.pack(
        "<Q2H2L4Q", 44, 45, 45, 0, 0, 100_000, 100_000, len(central), len(local)
    )
    locator = b"PK\6\7" + struct.pack("<LQL", 0, len(local) + len(central), 1)
    end = b"PK\5\6" + struct.pack("<4H2LH", 0, 0, most, most, len(central), 0xFFFFFFFF, 0)
    path = folder / "file.xlsx"
    path.write_bytes(local + central + end64 + locator + end)
    return path


def declaring(doctype: str, cell: str, encoding: str = "utf-8") -> Build:
    """A sheet that declares entities of its own and uses one."""
    sheet = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}' + str(
        xlsx_parts(row(1, text("A1", cell)))["xl/worksheets/sheet1.xml"]
    )
    return with_parts({"xl/worksheets/sheet1.xml": sheet.encode(encoding)})


_LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(10)
)


def million(folder: Path) -> Path:
    """A million people in two columns."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" t="str"><v>PC</v></c></row>'
        for n in range(2, 1_000_002)
    )
    head = row(1, text("A1", "id"), text("B1", "rank"))
    return _zipped(folder / "file.xlsx", xlsx_parts(head + rows), level=1)


def _content(tables: str) -> str:
    spaces = "".join(f' xmlns:{one}="{_OASIS}{one}:1.0"' for one in ("office", "table", "text",
                                                                     "style"))  # fmt: skip
    return (
        f'<office:document-content{spaces} xmlns:calcext="urn:org:documentfoundation:names:'
        'experimental:calc:xmlns:calcext:1.0"><office:automatic-styles><style:style '
        'style:name="hidden" style:family="table"><style:table-properties '
        'table:display="false"/></style:style></office:automatic-styles><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )


def ods(tables: str, **parts: str) -> Build:
    """An OpenDocument spreadsheet as LibreOffice writes it."""
    more = {name.replace("__", "/"): words for name, words in parts.items()}
    manifest = "<manifest:manifest/>"
    files = {
        "mimetype": _ODS,
        "content.xml": _content(tables),
        "META-INF/manifest.xml": manifest,
        **more,
    }
    return lambda folder: _zipped(folder / "file.ods", files)


def table(*rows: str, name: str = "People", style: str = "") -> str:
    return f'<table:table table:name="{name}"{style}>{"".join(rows)}</table:table>'


def line(*cells: str, times: int = 1) -> str:
    return (
        f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'
    )


def words(said: str, has: str = "") -> str:
    return typed(f'office:value-type="string"{has}', said)


def typed(has: str, shown: str = "") -> str:
    return f"<table:table-cell {has}><text:p>{shown}</text:p></table:table-cell>"


ODS_ROWS = (line(words("id"), words("rank")), line(words("00123"), words("PC")))


def _merged(book: Workbook, sheet: Worksheet) -> None:
    sheet.append(["id", "name", ""])
    sheet.append(["1", "Ann", "Lee"])
    sheet.merge_cells("B1:C1")


def _kinds(book: Workbook, sheet: Worksheet) -> None:
    sheet.append(["00123", "1E5", "=1+1", "Null", "31/06/2023"])
    for cell in sheet[1]:
        cell.data_type = "s"
    sheet.append([123, 1e5, True, False, 0.8])
    sheet.append([datetime.date(2024, 2, 29), datetime.datetime(2024, 2, 29, 13, 5), 0.85, 12.5, 7])
    sheet["C3"].number_format = "0%"
    sheet["D3"].number_format = '"£"#,##0.00'


KINDS = {
    1: ["00123", "1E5", "=1+1", "Null", "31/06/2023"],
    2: ["123", "100000", "yes", "no", "0.8"],
    3: ["2024-02-29", "2024-02-29 13:05:00", "0.85", "12.5", "7"],
}


def _epoch(book: Workbook, sheet: Worksheet) -> None:
    # 29 February 2024, in days since the first of January 1904.
    book.epoch = datetime.datetime(1904, 1, 1)
    sheet.append(["joined_on"])
    sheet.append([datetime.date(2024, 2, 29)])


def shared(letter: str) -> Build:
    """A text with a letter that nobody sees, kept among the shared strings."""
    parts = xlsx_parts(row(1, '<c r="A1" t="s"><v>0</v></c>'))
    related = str(parts["xl/_rels/workbook.xml.rels"])
    parts["xl/_rels/workbook.xml.rels"] = related.replace(
        "</Relationships>",
        f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
    )
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}"><si><t>P{letter}1</t></si></sst>'
    return lambda folder: _zipped(folder / "file.xlsx", parts)


def folder_named_so(folder: Path) -> Path:
    (folder / "file.xlsx").mkdir()
    return folder / "file.xlsx"


def loop(folder: Path) -> Path:
    (folder / "file.xlsx").symlink_to("file.xlsx")
    return folder / "file.xlsx"


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "file.xlsx")
    return folder / "file.xlsx"


def device(folder: Path) -> Path:
    (folder / "file.xlsx").symlink_to("/dev/zero")
    return folder / "file.xlsx"


def _wide(columns: int) -> Build:
    return polite(lambda book, sheet: sheet.append([f"c{n}" for n in range(columns)]))


def _formula(inside: str, kind: str = "") -> Build:
    cell = f'<c r="B2"{kind}>{inside}</c>'
    return xlsx(row(1, text("A1", "id"), text("B1", "fte")) + row(2, text("A2", "1"), cell))


def _one(cell: str) -> dict[int, list[str]]:
    return {1: ["id", "fte"], 2: ["1", cell]}


_ID = text("A1", "id")
_PREFIXED = (
    f'<x:worksheet xmlns:x="{_MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="str"><x:v>id</x:v>'
    '</x:c><x:c r="B1"><x:f>1+1</x:f></x:c></x:row></x:sheetData></x:worksheet>'
)

_MACROS: dict[str, str | bytes] = {"xl/vbaProject.bin": b"x"}
# As XlsxWriter leaves them: the value is 0, whatever the formula says.
_ZERO = '<c r="B1"><f>1+1</f><v>0</v></c>'
_LEFT = str(xlsx_parts()["xl/workbook.xml"]).replace(
    "</workbook>", '<calcPr fullCalcOnLoad="1"/></workbook>'
)

CASES = [
    # What is no workbook, or a broken one.
    Case("truncated", cut(0.5), ("cut short or damaged", "anew")),
    Case("cut in the central directory", cut(1, off=60), ("cut short or damaged",)),
    Case("a flipped byte", flipped, ("cut short or damaged",)),
    Case("a zero-byte file", bytes_of("file.xlsx", b""), ("is empty",)),
    Case("a CSV named xlsx", bytes_of("file.xlsx", b"id,rank\n1,PC\n"),
         ("its name says an Excel workbook, and it holds delimited text", ".csv")),
    Case("an xlsx named csv", xlsx(name="file.csv"),
         ("its name says delimited text, and it holds an Excel workbook", ".xlsx")),
    Case("an ods named xlsx",
         lambda folder: ods(table(*ODS_ROWS))(folder).rename(folder / "file.xlsx"),
         ("it holds an OpenDocument spreadsheet", ".ods")),
    Case("a web page named xls", bytes_of("file.xls", b"<html><table></table></html>"),
         ("its name says an Excel workbook",)),
    Case("xls", ole("file.xls", "Workbook"), ("old format (.xls)", "Save it as .xlsx")),
    Case("xls named xlsx", ole("file.xlsx", "Workbook"), ("old format (.xls)",)),
    Case("xlsb", lambda folder: _zipped(folder / "file.xlsb", {"xl/workbook.bin": b"\x83\x01"}),
         ("(.xlsb)", "Save it as .xlsx")),
    Case("a ZIP of something else", lambda folder: _zipped(folder / "file.zip", {"a.csv": "a"}),
         ("holds no workbook", "Unpack it")),
    Case("a text document of OpenDocument",
         ods("", mimetype="application/vnd.oasis.opendocument.text"), ("no spreadsheet",)),
    Case("no list of sheets", without_part("xl/workbook.xml"), ("holds no workbook",)),
    Case("a sheet that is not in it", without_part("xl/worksheets/sheet1.xml"),
         ("is damaged", "'People' is not in it")),
    Case("broken XML", xlsx(row(1, _ID, "<v></row>")),
         ("is damaged", "sheet1.xml", "line 1", "save it anew")),
    Case("a sheet that breaks off",
         with_parts({"xl/worksheets/sheet1.xml": _sheet(TWO_ROWS)[:-40]}), ("is damaged",)),
    # Without an end, both would be read for ever.
    Case("an ods whose content is empty",
         lambda folder: _zipped(folder / "file.ods", {"mimetype": _ODS, "content.xml": ""}),
         ("is damaged", "no content")),
    Case("an ods that breaks off",
         lambda folder: _zipped(folder / "file.ods", {"mimetype": _ODS, "content.xml":
                                _content(table(*ODS_ROWS))[:-60]}),
         ("is damaged", "content.xml")),
    Case("a folder named xlsx", folder_named_so, ("is a folder",)),
    Case("a symlink loop", loop, ("cannot be opened",)),
    Case("a pipe", pipe, ("neither a file nor a folder",)),
    Case("a device without end", device, ("neither a file nor a folder",)),
    # Locked, or with programs inside.
    Case("encrypted", ole("file.xlsx", "EncryptedPackage"), ("encrypted", "without")),
    Case("an encrypted ods",
         ods("", **{"META-INF__manifest.xml": "<file-entry><encryption-data/></file-entry>"}),
         ("encrypted", "without")),
    Case("macros",
         lambda folder: with_parts(_MACROS)(folder).rename(folder / "file.xlsm"),
         ("holds macros", "as .xlsx without macros")),
    Case("macros in a workbook named xlsx", with_parts(_MACROS),
         ("holds macros",)),
    Case("an ods with macros", ods(table(*ODS_ROWS), **{"Basic__script-lc.xml": "<a/>"}),
         ("holds macros", ".ods without macros")),
    # Made to harm.
    Case("A1 and XFD1048576", xlsx(row(1, _ID) + row(1048576, text("XFD1048576", "x"))),
         ("'People'", "in cell XFD1048576", "1,000 columns", "delete what lies outside the table")),
    Case("A1 and ALL1048576", xlsx(row(1, _ID) + row(1048576, text("ALL1048576", "x"))),
         ("more than 2 GB of memory", "delete what lies outside the table", "CSV")),
    Case("an ods with A1 and XFD1048576",
         ods(table(line(words("id")), line("<table:table-cell/>", times=1048574),
                   line('<table:table-cell table:number-columns-repeated="16383"/>',
                        words("x")))),
         ("more than 2 GB of memory",)),
    Case("a row said a million times", ods(table(line(words("1"), words("PC"), times=1048576))),
         ("1,048,576 times", "delete what lies outside the table")),
    Case("a cell said 16,384 times",
         ods(table(line(words("id", ' table:number-columns-repeated="16384"')))),
         ("16,384 columns", "1,000")),
    Case("16,000 columns", _wide(16_000), ("'Sheet'", "in cell ALM1", "1,000 columns")),
    Case("a zip bomb", bomb(1, 200_000_000), ("unpacks to more than", "Do not trust it")),
    Case("a zip bomb that lies about its size", lying_bomb, ("unpacks to more than",)),
    Case("a bomb in 300 parts", bomb(300, 1_000_000), ("unpacks to more than",)),
    Case("zips within a zip", zip_in_zip, ("holds no workbook",)),
    Case("100,000 entries", many_entries, ("holds 100,000 files",)),
    Case("zip-slip", with_parts({"../../etc/cron.d/x": "x"}), ("put elsewhere", "../../etc")),
    Case("zip-slip from the root", with_parts({"/etc/cron.d/x": "x"}), ("put elsewhere",)),
    Case("two parts of one name", with_parts({"xl/WORKBOOK.xml": "<a/>"}),
         ("two files of one name",)),
    Case("billion laughs", declaring(f"<!DOCTYPE a [{_LAUGHS}]>", "&l9;"),
         ("DOCTYPE", "sheet1.xml")),
    Case("quadratic blowup",
         declaring(f'<!DOCTYPE a [<!ENTITY a "{"a" * 100_000}">]>', "&a;" * 100_000),
         ("DOCTYPE",)),
    Case("an external entity",
         declaring('<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"),
         ("DOCTYPE",)),
    Case("a declaration in UTF-16", declaring(f"<!DOCTYPE a [{_LAUGHS}]>", "&l9;", "utf-16"),
         ("DOCTYPE",)),
    Case("a cell of 20,000 characters", xlsx(row(1, text("A1", "a" * 20_000))),
         ("row 1", "10,000 characters")),
    # Which sheet.
    Case("a hidden sheet", two_sheets("hidden"), rows=SMALL,
         said=("The hidden sheet 'Notes' was not read.",)),
    Case("a very hidden sheet", two_sheets("veryHidden"), rows=SMALL,
         said=("The hidden sheet 'Notes' was not read.",)),
    Case("a hidden sheet that is named", two_sheets("hidden"), rows={1: ["secret"]},
         form=FileForm(sheet="Notes")),
    Case("two visible sheets", two_sheets("visible"),
         ("'People', 'Notes'", '[file] sheet = "..."')),
    Case("two visible sheets of which one is named", two_sheets("visible"), rows=SMALL,
         form=FileForm(sheet="People")),
    Case("a named sheet that is not there", two_sheets("visible"),
         ("no sheet 'Staff'", "'People', 'Notes'"), form=FileForm(sheet="Staff")),
    Case("only empty sheets", polite(lambda book, sheet: None), ("no sheet of it holds anything",)),
    Case("a hidden sheet beside an empty one",
         two_sheets("hidden", filled=False),
         ("no sheet of it holds anything", "The hidden 'Notes' was not looked into")),
    Case("an empty sheet beside", polite(lambda book, sheet: (_fill(sheet),
                                                              book.create_sheet("Empty"))),
         rows=SMALL),
    Case("an empty part that LibreOffice leaves",
         lambda folder: _zipped(folder / "file.ods",
                                {"mimetype": _ODS, "content.xml": _content(table(*ODS_ROWS)),
                                 "META-INF/manifest.xml": "<manifest:manifest/>",
                                 "Configurations2/accelerator/current.xml": ""}),
         rows=SMALL),
    Case("a hidden sheet of an ods",
         ods(table(*ODS_ROWS) + table(*ODS_ROWS, name="Old", style=' table:style-name="hidden"')),
         rows=SMALL, said=("The hidden sheet 'Old' was not read.",)),
    Case("two sheets of an ods", ods(table(*ODS_ROWS) + table(*ODS_ROWS, name="Old")),
         ("'People', 'Old'", '[file] sheet = "..."')),
    # What stands in the cells.
    Case("a false dimension", xlsx(before='<dimension ref="A1:XFD1048576"/>'), rows=SMALL),
    Case("a dimension that is too small", xlsx(before='<dimension ref="A1"/>'), rows=SMALL),
    Case("cells without anything, far out",
         xlsx(TWO_ROWS + row(1048576, '<c r="XFD1048576" s="0"/>')), rows=SMALL),
    Case("a table that begins at C4",
         xlsx(row(4, text("C4", "id")) + row(7, text("C7", "1"))),
         rows={4: ["", "", "id"], 7: ["", "", "1"]}),
    Case("a merged header", polite(_merged), rows={1: ["id", "name", ""], 2: ["1", "Ann", "Lee"]}),
    Case("a doubled header", xlsx(row(1, text("A1", "id"), text("B1", "id"))),
         rows={1: ["id", "id"]}),
    Case("texts, numbers, dates and formats", polite(_kinds), rows=KINDS),
    Case("the 1904 epoch", polite(_epoch), rows={1: ["joined_on"], 2: ["2024-02-29"]}),
    Case("#DIV/0!", _formula("<f>1/0</f><v>#DIV/0!</v>", ' t="e"'), rows=_one("#DIV/0!"),
         bad={(2, 1): "holds the error #DIV/0!"}),
    Case("#N/A in a row of its own", xlsx(TWO_ROWS + row(3, '<c r="A3" t="e"><v>#N/A</v></c>')),
         rows={**SMALL, 3: ["#N/A", ""]}, bad={(3, 0): "holds the error #N/A"}),
    Case("a formula without a value", _formula("<f>1+1</f>"), rows=_one("=1+1"),
         bad={(2, 1): UNWORKED}),
    Case("a formula with an empty value", _formula("<f>A1&amp;A2</f><v></v>"),
         rows=_one("=A1&A2"), bad={(2, 1): UNWORKED}),
    Case("a shared formula without a value", _formula('<f t="shared" si="0"/>'), rows=_one("="),
         bad={(2, 1): UNWORKED}),
    Case("a formula with a value", _formula("<f>1+1</f><v>2</v>"), rows=_one("2")),
    Case("formulas that were left to be worked out",
         with_parts({"xl/worksheets/sheet1.xml": _sheet(row(1, _ID, _ZERO)),
                     "xl/workbook.xml": _LEFT}),
         rows={1: ["id", "0"]}, said=("left them to be worked out",)),
    Case("a formula whose value is the empty text", _formula("<f>A9</f><v></v>", ' t="str"'),
         rows=_one("")),
    Case("a formula without a value, under a prefix",
         with_parts({"xl/worksheets/sheet1.xml": _PREFIXED}),
         rows={1: ["id", "=1+1"]}, bad={(1, 1): UNWORKED}),
    Case("an error in a cell without an address",
         xlsx('<row><c t="e"><v>#REF!</v></c><c><v>1</v></c></row>'), ("where it is",)),
    Case("a control character in a shared string", shared("_x0000_"), rows={1: ["P\0001"]},
         bad={(1, 0): "holds a control character (U+0000)"}),
    Case("an invisible letter in a shared string", shared("\u200b"), rows={1: ["P\u200b1"]},
         bad={(1, 0): "holds an invisible character (U+200B, zero width space)"}),
    Case("texts, numbers and dates of an ods",
         ods(table(line(words("00123"), words("1E5"), words("=1+1")),
                   line(typed('office:value-type="date" office:date-value="2024-02-29"', "29/02"),
                        typed('office:value-type="percentage" office:value="0.85"', "85%"),
                        typed('office:value-type="boolean" office:boolean-value="true"')))),
         rows={1: ["00123", "1E5", "=1+1"], 2: ["2024-02-29", "0.85", "yes"]}),
    Case("an error and formulas of an ods",
         ods(table(line("<table:table-cell/>", times=2),
                   line(typed('table:formula="of:=1/0" office:value-type="string" '
                              'calcext:value-type="error"', "#DIV/0!"),
                        typed('table:formula="of:=1+1"'),
                        typed('table:formula="of:=1+1" office:value-type="float" '
                              'office:value="2"', "2"), times=2))),
         rows={number: ["#DIV/0!", "of:=1+1", "2"] for number in (3, 4)},
         bad={(3, 0): "holds the error #DIV/0!", (3, 1): UNWORKED,
              (4, 0): "holds the error #DIV/0!", (4, 1): UNWORKED}),
]  # fmt: skip
