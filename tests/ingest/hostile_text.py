"""Text files as they are found: each with the sentence that refuses it or the cells it yields."""

import codecs
import gzip
from collections.abc import Callable, Iterable
from pathlib import Path

from dashboard.ingest.grid import FileForm
from tests.ingest.measured import Case

PLAIN = "person_id,command,rank\n1,AA,PC\n2,BB,PS\n"
ROWS = {1: ["person_id", "command", "rank"], 2: ["1", "AA", "PC"], 3: ["2", "BB", "PS"]}
ACCENTS = "person_id,name\n1,Ren\xe9e\n2,Zo\xeb \u20ac\n"
ACCENTED = {1: ["person_id", "name"], 2: ["1", "Ren\xe9e"], 3: ["2", "Zo\xeb \u20ac"]}
WINDOWS = ("Read as Windows-1252, since it is not UTF-8 (line 2).",)


def _holding(content: str | bytes, name: str = "people.csv") -> Callable[[Path], Path]:
    """The builder of a file with that content, text being written in UTF-8."""

    def build(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return build


def _of_parts(parts: Callable[[], Iterable[bytes]]) -> Callable[[Path], Path]:
    """The builder of a large file, which is not to be held while the tests are collected."""

    def build(folder: Path) -> Path:
        path = folder / "people.csv"
        with path.open("wb") as file:
            file.writelines(parts())
        return path

    return build


def a_million_rows(folder: Path) -> Path:
    """A month of a million people, 75 MB; the number of a row is that of the person and 2."""
    rows = (
        b"P%07d,2023-01,CMD%d,Police Constable,0.%d,NEIGHBOURHOOD,UNIT%d,20%02d-01-%02d\n"
        % (n, n % 20, n % 10, n % 300, n % 24, n % 28 + 1)
        for n in range(1_000_000)
    )
    header = b"person_id,month,command,rank,fte,team,unit,joined_on\n"
    return _of_parts(lambda: (header, *rows))(folder)


ENCODINGS = (
    Case("UTF-8 with a mark", _holding(codecs.BOM_UTF8 + ACCENTS.encode()), rows=ACCENTED),
    Case(
        "UTF-16 LE with a mark",
        _holding(codecs.BOM_UTF16_LE + ACCENTS.encode("utf-16-le")),
        rows=ACCENTED,
        said=("Read as UTF-16-LE, as its byte order mark says.",),
    ),
    Case(
        "UTF-16 BE with a mark",
        _holding(codecs.BOM_UTF16_BE + ACCENTS.encode("utf-16-be")),
        rows=ACCENTED,
        said=("Read as UTF-16-BE, as its byte order mark says.",),
    ),
    Case(
        "UTF-16 LE without a mark",
        _holding(ACCENTS.encode("utf-16-le")),
        rows=ACCENTED,
        said=("Read as UTF-16-LE, since every other byte is NUL.",),
    ),
    Case(
        "UTF-16 BE without a mark",
        _holding(ACCENTS.encode("utf-16-be")),
        rows=ACCENTED,
        said=("Read as UTF-16-BE, since every other byte is NUL.",),
    ),
    Case(
        "UTF-32 with a mark",
        _holding(codecs.BOM_UTF32_LE + ACCENTS.encode("utf-32-le")),
        rows=ACCENTED,
        said=("Read as UTF-32-LE, as its byte order mark says.",),
    ),
    Case(
        "UTF-16 cut in the middle of a character",
        _holding(codecs.BOM_UTF16_LE + PLAIN.encode("utf-16-le")[:-1]),
        says=("is not text in UTF-16-LE (line 3)", "cut off"),
    ),
    Case("Windows-1252", _holding(ACCENTS.encode("cp1252")), rows=ACCENTED, said=WINDOWS),
    Case(
        "Windows-1252, its only accent the last byte",
        _holding(b"id,name\n1,Ren\xe9"),
        rows={1: ["id", "name"], 2: ["1", "Ren\xe9"]},
        said=WINDOWS,
    ),
    Case(
        "Latin letters that are undefined in Windows-1252",
        _holding(b"id,name\n1,Ren\xe9\n2,\x9d\x81\n"),
        says=("neither in UTF-8 (line 2) nor in Windows-1252 (line 3)", '[file] encoding = "..."'),
    ),
    Case(
        "UTF-8 cut in the middle of a character",
        _holding(ACCENTS.encode()[:-2]),
        says=("ends inside a character, so it was cut off",),
    ),
    Case(
        "UTF-8 with a line of Windows-1252",
        _holding(ACCENTS.encode() + b"3,Ren\xe9\n"),
        says=("is text in UTF-8 up to line 4, and not there", "[file] encoding"),
    ),
    Case(
        "stated: Latin-9",
        _holding(ACCENTS.encode("iso-8859-15")),
        rows=ACCENTED,
        form=FileForm(encoding="iso-8859-15"),
    ),
    Case(
        "stated: UTF-8, and it is not",
        _holding(ACCENTS.encode("cp1252")),
        says=("is not text in utf-8 (line 2), which [file] encoding says",),
        form=FileForm(encoding="utf-8"),
    ),
    Case(
        "stated: Windows-1252, and its mark says UTF-8",
        _holding(codecs.BOM_UTF8 + ACCENTS.encode()),
        says=("byte order mark of UTF-8", '"cp1252"', "Leave encoding out"),
        form=FileForm(encoding="cp1252"),
    ),
    Case(
        "stated: UTF-8, and it has its mark",
        _holding(codecs.BOM_UTF8 + ACCENTS.encode()),
        rows=ACCENTED,
        form=FileForm(encoding="UTF8"),
    ),
    Case(
        "stated: an encoding that nobody knows",
        _holding(PLAIN),
        says=('[file] encoding = "klingon" is no encoding', "cp1252"),
        form=FileForm(encoding="klingon"),
    ),
    Case(
        "stated: a name that Python knows and no text has",
        _holding(PLAIN),
        says=('[file] encoding = "base64" is no encoding',),
        form=FileForm(encoding="base64"),
    ),
)

LETTERS = (
    Case("NUL bytes", _holding(PLAIN + "3,A\x00A,PC\n"), says=("row 4 holds NUL bytes",)),
    Case(
        "right-to-left override in a name",
        _holding(PLAIN.replace("AA", "\u202eAA")),
        rows=ROWS | {2: ["1", "\u202eAA", "PC"]},
        bad={(2, 1): "holds an invisible character (U+202E, right-to-left override)"},
    ),
    Case(
        "zero-width space in an id",
        _holding(PLAIN.replace("\n2,", "\n2\u200b,")),
        rows=ROWS | {3: ["2\u200b", "BB", "PS"]},
        bad={(3, 0): "holds an invisible character (U+200B, zero width space)"},
    ),
    Case(
        "byte order mark inside",
        _holding(PLAIN + "\ufeff3,AA,PC\n"),
        rows=ROWS | {4: ["\ufeff3", "AA", "PC"]},
        bad={(4, 0): "holds an invisible character (U+FEFF, zero width no-break space)"},
    ),
    Case(
        "control character",
        _holding(PLAIN.replace("PS", "P\x07S")),
        rows=ROWS | {3: ["2", "BB", "P\x07S"]},
        bad={(3, 2): "holds a control character (U+0007)"},
    ),
    Case(
        "a letter lost before",
        _holding("id,name\n1,Ren\ufffd\n"),
        rows={1: ["id", "name"], 2: ["1", "Ren\ufffd"]},
        bad={(2, 1): "holds the sign for a letter that was lost (U+FFFD): save the file anew"},
    ),
)

LINES = (
    Case("lone CR", _holding(PLAIN.replace("\n", "\r")), rows=ROWS),
    Case("mixed ends of line", _holding(PLAIN.replace("\n", "\r\n", 1)), rows=ROWS),
    Case(
        "unclosed quote",
        _holding(PLAIN + '3,"AA,PC\n4,BB,PS\n'),
        says=("row 4 opens a cell with a quotation mark, and no other closes it",),
    ),
    Case(
        "unclosed quote, and very many rows after it",
        _of_parts(lambda: (PLAIN.encode(), b'3,"AA,PC\n', b"4,BB,PS\n" * 100_000)),
        says=("row 4 opens a cell with a quotation mark", "over 10,000 characters"),
    ),
    Case(
        "quote inside an unquoted cell",
        _holding(PLAIN.replace("AA", 'A"A')),
        rows=ROWS | {2: ["1", 'A"A', "PC"]},
    ),
    Case(
        "doubled quotes, and a line break in a cell",
        _holding('id,note\n1,"he said ""no"",\nand left"\n2,x\n'),
        rows={1: ["id", "note"], 2: ["1", 'he said "no",\nand left'], 3: ["2", "x"]},
    ),
    Case(
        "text after a closing quote",
        _holding('id,note\n1,"one\ntwo"\n2,"x"y\n'),
        says=("row 3 (line 4) has text after the quotation mark that closes a cell", "twice"),
    ),
    Case(
        "blank lines between",
        _holding(PLAIN.replace("\n2", "\n\n , \n2")),
        rows={1: ROWS[1], 2: ROWS[2], 5: ROWS[3]},
    ),
    Case("a file of blanks", _holding(" , ,\n\n\t \n"), rows={}),
    Case("a header only", _holding("person_id,command,rank"), rows={1: ROWS[1]}),
    Case(
        "a row too short and one too long",
        _holding(PLAIN + "3,AA\n4,AA,PC,x\n"),
        rows=ROWS | {4: ["3", "AA"], 5: ["4", "AA", "PC", "x"]},
    ),
    Case(
        "a trailing delimiter on every row",
        _holding(PLAIN.replace("\n", ",\n")),
        rows={number: [*cells, ""] for number, cells in ROWS.items()},
    ),
    Case(
        "headers renamed, doubled and in another order",
        _holding("Rank,ID,Rank\nPC,1,PC\n"),
        rows={1: ["Rank", "ID", "Rank"], 2: ["PC", "1", "PC"]},
    ),
    Case(
        "16,000 columns",
        _holding(",".join(f"c{n}" for n in range(16_000)) + "\n" + "," * 15_999 + "\n"),
        says=("row 1 has 16,000 columns, and no table has more than 1,000",),
    ),
    Case(
        "one line of 50 MB",
        _of_parts(lambda: (b"0123456789" * 100_000 for _ in range(50))),
        says=("row 1 is a line of 10,000,000 characters or more",),
    ),
    Case(
        "one line of 50 MB, of commas",
        _of_parts(lambda: (b"," * 1_000_000 for _ in range(50))),
        says=("row 1 is a line of 10,000,000 characters or more",),
    ),
    Case(
        "one cell of 1 MB",
        _of_parts(lambda: (PLAIN.encode(), b"3,AA,", b"x" * 1_000_000, b"\n")),
        says=("row 4 has a cell of more than 10,000 characters",),
    ),
    Case(
        "one cell of 10,001 characters",
        _holding(PLAIN + "3,AA," + "x" * 10_001),
        says=("row 4 has a cell of more than 10,000 characters",),
    ),
)

DELIMITED = (
    *(
        Case(
            name,
            _holding(PLAIN.replace(",", delimiter)),
            rows=ROWS,
            said=(f"Read with {name} between the cells. State [file] delimiter",),
        )
        for name, delimiter in (("semicolons", ";"), ("tabs", "\t"), ("vertical bars", "|"))
    ),
    Case(
        "decimal commas between semicolons",
        _holding("id;command;fte\n1;AA;0,5\n2;BB;1,0\n"),
        rows={1: ["id", "command", "fte"], 2: ["1", "AA", "0,5"], 3: ["2", "BB", "1,0"]},
        said=("Read with semicolons",),
    ),
    Case(
        "semicolons inside the cells of a file with commas",
        _holding("id,skills\n1,a;b\n2,c;d\n"),
        rows={1: ["id", "skills"], 2: ["1", "a;b"], 3: ["2", "c;d"]},
    ),
    Case(
        "a title above the header",
        _holding("Strength, as it was in May, at noon\nid;command\n1;AA\n2;BB\n"),
        rows={1: ["Strength, as it was in May, at noon"], 2: ["id", "command"], 3: ["1", "AA"],
              4: ["2", "BB"]},
        said=("Read with semicolons",),
        form=FileForm(header=2),
    ),
    Case("one column", _holding("id\n00123\n1E5\n"), rows={1: ["id"], 2: ["00123"], 3: ["1E5"]}),
    Case(
        "two delimiters that do equally well",
        _holding("a,b;c\n1,2;3\n"),
        says=("commas and semicolons part its rows equally well", "[file] delimiter"),
    ),
    Case(
        "stated: a delimiter of its own",
        _holding(PLAIN.replace(",", "~")),
        rows=ROWS,
        form=FileForm(delimiter="~"),
    ),
    Case(
        "stated: a quotation mark as delimiter",
        _holding(PLAIN),
        says=("[file] delimiter cannot be",),
        form=FileForm(delimiter='"'),
    ),
    Case(
        "Excel's line of sep=;",
        _holding("sep=;\r\n" + PLAIN.replace(",", ";")),
        rows=ROWS,
        said=("Read with semicolons between the cells, as its first line says.",),
    ),
)  # fmt: skip

KEPT = (
    Case(
        "texts that look like something else",
        _holding(
            "id,surname,born\n00123,Null,29/02/2024\n1E5,NA,29/02/2023\n1.0,=1+1,31/06/2023\n"
            'nan,"=HYPERLINK(""x"")",-\n'
        ),
        rows={
            1: ["id", "surname", "born"],
            2: ["00123", "Null", "29/02/2024"],
            3: ["1E5", "NA", "29/02/2023"],
            4: ["1.0", "=1+1", "31/06/2023"],
            5: ["nan", '=HYPERLINK("x")', "-"],
        },
    ),
)

FOREIGN = (
    Case("gzip", _holding(gzip.compress(PLAIN.encode())), says=("compressed", "unpack it first")),
    Case(
        "gzip named as such",
        _holding(gzip.compress(PLAIN.encode()), "people.csv.gz"),
        says=("compressed", "unpack it first"),
    ),
    Case("PDF", _holding(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), says=("is a PDF document",)),
    Case(
        "a web page named .csv",
        _holding("\ufeff\n<html><body><table><tr><td>1</td></tr></table></body></html>"),
        says=("is a web page (HTML) and no table", "save it as CSV"),
    ),
    Case(
        "a web page in UTF-16",
        _holding("<!DOCTYPE html><table>".encode("utf-16")),
        says=("is a web page (HTML)",),
    ),
    Case("XML", _holding('<?xml version="1.0"?><people/>'), says=("is XML and no table",)),
    Case("JSON", _holding('[\n {"id": 1}\n]'), says=("is JSON and no table",)),
    Case("a picture", _holding(b"\x89PNG\r\n\x1a\n" + bytes(100)), says=("is a picture",)),
    Case("an empty file", _holding(b""), says=("is empty",)),
)

CASES = (*ENCODINGS, *LETTERS, *LINES, *DELIMITED, *KEPT, *FOREIGN)
