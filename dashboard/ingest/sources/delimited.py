"""Delimited text: CSV with any delimiter, in any encoding that is stated or can be told.

A delimiter that is not stated is the one of four under which the most rows have the same
number of cells, and never the likelier one of two.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from tqdm import tqdm

from dashboard.ingest.cells import LONGEST, Cells, TooLong
from dashboard.ingest.encoding import encoding_of
from dashboard.ingest.grid import MOST_COLUMNS, FileForm, Grid, Unreadable
from dashboard.ingest.source import HEAD, Source

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}

_LONGEST_LINE = MOST_COLUMNS * LONGEST
_SAMPLE = 1 << 18
_SEP = re.compile(r'"?sep=([^\r\n"])"?\r?\n?', re.IGNORECASE)

_FOREIGN = (
    (b"\x1f\x8b", "compressed (gzip): unpack it first"),
    (b"BZh9", "compressed (bzip2): unpack it first"),
    (b"\xfd7zXZ\x00", "compressed (xz): unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed (zstd): unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z): unpack it first"),
    (b"Rar!", "an archive (RAR): unpack it first"),
    (b"PK\x03\x04", "an archive (ZIP): unpack it first"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3\x00", "a database (SQLite)"),
    (b"ARROW1", "an Arrow file; save it as Parquet"),
)
_MARKUP = (
    (rb"<(!doctype html|html|head|body|table|meta)\b", "a web page (HTML)"),
    (rb"<(\?xml|!--|[a-z]+[ >/])", "XML"),
    (rb'(\{\s*"|\[\s*[\[{]|\[\s*"[^"]*"\s*[,\]])', "JSON"),
)


def _read(path: Path, form: FileForm) -> Grid:
    with path.open("rb") as file:
        head = file.read(HEAD)
    _refuse_foreign(path, head)
    grid = Grid({})
    encoding = encoding_of(path, form, head, grid.said)
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding, newline="") as text:
        sample = text.read(_SAMPLE).removeprefix("\ufeff")
        delimiter, ahead = _delimiter(path, form, sample, grid.said)
        text.seek(0)
        with tqdm(
            desc=f"Reading {path.name}",
            total=path.stat().st_size,
            unit="B",
            unit_scale=True,
            delay=1,
            disable=None,
            leave=False,
        ) as bar:
            lines = _Lines(path, text)
            for _ in range(ahead):
                next(lines)
            _fill(grid, lines, delimiter, lambda: bar.update(raw.tell() - bar.n))
    return grid


def _refuse_foreign(path: Path, head: bytes) -> None:
    for start, what in _FOREIGN:
        if head.startswith(start):
            raise Unreadable(f"{path}: is {what}. A table is wanted, such as CSV.")
    # In UTF-16 too, and after a byte order mark.
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    for pattern, what in _MARKUP:
        if re.match(pattern, plain):
            raise Unreadable(
                f"{path}: is {what} and no table, whatever its name says. Open it in a "
                "spreadsheet and save it as CSV."
            )


def _delimiter(path: Path, form: FileForm, sample: str, said: list[str]) -> tuple[str, int]:
    """The delimiter, and the lines ahead of the table: the one by which Excel is told.

    That line has no number of its own, since no spreadsheet shows it as a row.
    """
    sep = _SEP.match(sample)
    if form.delimiter:
        if form.delimiter in '"\r\n':
            raise Unreadable(f"{path}: [file] delimiter cannot be {form.delimiter!r}.")
        return form.delimiter, int(sep is not None)
    if sep:
        found = sep.group(1)
        said.append(f"Read with {_named(found)} between the cells, as its first line says.")
        return found, 1
    scores = {one: _agreeing(sample, one, form.header or 1) for one in DELIMITERS}
    best = max(scores.values())
    likely = [one for one, score in scores.items() if score == best]
    if best == (0, 0):
        return ",", 0
    if len(likely) > 1:
        raise Unreadable(
            f"{path}: {' and '.join(map(_named, likely))} part its rows equally well. "
            'State which in the mapping, such as [file] delimiter = ";".'
        )
    if likely != [","]:
        said.append(
            f"Read with {_named(likely[0])} between the cells. "
            "State [file] delimiter if that is wrong."
        )
    return likely[0], 0


def _named(delimiter: str) -> str:
    return DELIMITERS.get(delimiter, f"'{delimiter}'")


def _agreeing(sample: str, delimiter: str, header: int) -> tuple[int, int]:
    """How many rows from the header on have the same number of cells, if above 1, and that."""
    widths: Counter[int] = Counter()
    lines = io.StringIO(sample, newline="")
    try:
        for row in islice(csv.reader(lines, delimiter=delimiter), header - 1, 1000):
            if len(row) > 1 and any(row):
                widths[len(row)] += 1
    except csv.Error:
        pass
    return max(((rows, width) for width, rows in widths.items()), default=(0, 0))


class _Lines(Iterator[str]):
    """The lines of a text with their ends, each of a bearable length, and which one it is at.

    at: the line last read. row, opened: the number of the record that the reader is at and
    the line on which it begins, kept by the reader.
    """

    def __init__(self, path: Path, text: io.TextIOWrapper) -> None:
        self._path, self._text = path, text
        self.at, self.row, self.opened = 0, 1, 1

    def __next__(self) -> str:
        line = self._text.readline(_LONGEST_LINE)
        if not line:
            raise StopIteration
        self.at += 1
        if self.at == 1:
            line = line.removeprefix("\ufeff")
        if len(line) >= _LONGEST_LINE:
            raise self.refused(f"is a line of {_LONGEST_LINE:,} characters or more")
        if "\x00" in line:
            raise self.refused("holds NUL bytes, which no text has")
        return line

    def refused(self, why: str) -> Unreadable:
        where = f"row {self.row:,}"
        if self.opened != self.row:
            where += f" (line {self.opened:,})"
        return Unreadable(f"{self._path}: {where} {why}. Correct it there, or save the file anew.")


def _fill(grid: Grid, lines: _Lines, delimiter: str, tell: Callable[[], object]) -> None:
    """All records of the lines into the grid, by their numbers; one that is none is named."""
    once = Cells()
    lines.opened = lines.at + 1
    try:
        for number, record in enumerate(csv.reader(lines, delimiter=delimiter, strict=True), 1):
            if any(map(str.strip, record)):
                if len(record) > MOST_COLUMNS:
                    raise lines.refused(
                        f"has {len(record):,} columns, and no table has more than {MOST_COLUMNS:,}"
                    )
                grid.rows[number] = once.row(number, record, grid.bad)
            lines.row, lines.opened = number + 1, lines.at + 1
            if number % 20_000 == 0:
                tell()
    except (TooLong, csv.Error) as error:
        raise lines.refused(_broken(str(error), lines)) from None


def _broken(error: str, lines: _Lines) -> str:
    if "expected after" in error:
        return (
            "has text after the quotation mark that closes a cell, and a quotation mark "
            "inside a cell is written twice"
        )
    if "unexpected end" in error:
        return "opens a cell with a quotation mark, and no other closes it"
    if lines.at > lines.opened:
        return f"opens a cell with a quotation mark, and it goes on for over {LONGEST:,} characters"
    return f"has a cell of more than {LONGEST:,} characters"


SOURCE = Source(
    name="delimited text",
    suffixes=(".csv", ".tsv", ".txt"),
    recognises=lambda path, head: bool(head),
    read=_read,
    order=9,
)
