"""The encoding of a text file: stated, or told by rules, and said where it is not UTF-8.

By rules and not by likelihood: a statistical guess would read a force's January otherwise
than its February. It is what the byte order mark says; else UTF-16 where every other byte
is NUL; else UTF-8 where the whole file is; else Windows-1252, unless a byte is undefined in
it or some other character of the file is UTF-8, which would be read as two or three.
"""

import codecs
from dataclasses import dataclass
from pathlib import Path

from dashboard.ingest.grid import FileForm, Unreadable

_BLOCK = 1 << 20

# UTF-32's mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class _Fault:
    """Where a file stops being text in an encoding.

    other: characters beyond ASCII stand before it. cut: it is the end of the file.
    """

    line: int
    other: bool
    cut: bool


def encoding_of(path: Path, form: FileForm, head: bytes, said: list[str]) -> str:
    """An encoding in which the whole file is text; its mark, if it has one, comes as U+FEFF.

    said: gets a sentence where the encoding is neither stated nor UTF-8.
    :class:`~dashboard.ingest.grid.Unreadable` names the line on which it is no text.
    """
    mark = next((name for start, name in _MARKS if head.startswith(start)), "")
    if form.encoding:
        return _stated(path, form.encoding, mark)
    if mark:
        return _certain(path, mark, "as its byte order mark says", said)
    if half := _half_nul(head):
        return _certain(path, half, "since every other byte is NUL", said)
    fault = _fault(path, "utf-8")
    return "utf-8" if fault is None else _windows(path, fault, said)


def _stated(path: Path, stated: str, mark: str) -> str:
    try:
        "a".encode(stated)
        name = codecs.lookup(stated).name
    except (LookupError, ValueError):
        raise Unreadable(
            f'{path}: [file] encoding = "{stated}" is no encoding that is known; '
            "such are utf-8, utf-16, cp1252, iso-8859-1, iso-8859-15 and mac-roman."
        ) from None
    if mark and not mark.startswith(name.removesuffix("-sig")):
        raise Unreadable(
            f"{path}: begins with the byte order mark of {mark.upper()}, and [file] encoding "
            f'says "{stated}". Leave encoding out of the mapping.'
        )
    if fault := _fault(path, stated):
        raise Unreadable(
            f"{path}: is not text in {stated} (line {fault.line:,}), which [file] encoding "
            "says. Correct it, or leave it out to have the encoding detected."
        )
    return stated


def _certain(path: Path, encoding: str, why: str, said: list[str]) -> str:
    if fault := _fault(path, encoding):
        raise Unreadable(
            f"{path}: is not text in {encoding.upper()} (line {fault.line:,}), {why}. "
            "It may be cut off: get it anew, or save it as CSV UTF-8."
        )
    if encoding != "utf-8":
        said.append(f"Read as {encoding.upper()}, {why}.")
    return encoding


def _windows(path: Path, fault: _Fault, said: list[str]) -> str:
    """Windows-1252, for a file that stops being UTF-8 at *fault*."""
    state = 'state its encoding in the mapping: [file] encoding = "..."'
    if fault.other and fault.cut:
        raise Unreadable(f"{path}: ends inside a character, so it was cut off. Get it anew.")
    if fault.other:
        raise Unreadable(
            f"{path}: is text in UTF-8 up to line {fault.line:,}, and not there. "
            f"Save it as CSV UTF-8, or {state}."
        )
    if undefined := _fault(path, "cp1252"):
        raise Unreadable(
            f"{path}: is text neither in UTF-8 (line {fault.line:,}) nor in Windows-1252 "
            f"(line {undefined.line:,}). Save it as CSV UTF-8, or {state}."
        )
    said.append(
        f"Read as Windows-1252, since it is not UTF-8 (line {fault.line:,}). "
        "State [file] encoding if that is wrong."
    )
    return "cp1252"


def _half_nul(head: bytes) -> str:
    """UTF-16 without a mark: NUL in most of the odd places, or of the even ones, and only there."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) / 4 and even < odd / 10:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) / 4 and odd < even / 10 else ""


def _fault(path: Path, encoding: str) -> _Fault | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    line, other = 1, False
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeError as error:
                text = _before(error, encoding)
                return _Fault(line + _ends(text), other or not text.isascii(), not block)
            line += _ends(text)
            other = other or not text.isascii()
            if not block:
                return None


def _before(error: UnicodeError, encoding: str) -> str:
    if not isinstance(error, UnicodeDecodeError):
        return ""
    return error.object[: error.start].decode(encoding, errors="ignore")


def _ends(text: str) -> int:
    """Ends of line, of whichever kind: CR LF is counted once."""
    return max(text.count("\n"), text.count("\r"))
