"""What a person states in a TOML file: the base of all such models, and reading one with words."""

import difflib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, Self, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

LARGEST = 1_000_000
"""Bytes. More was not written by hand, and is another file than was meant."""

Place = tuple[str | int, ...]
"""Where in a file: the names from its top down, and the places in lists from 0."""


class StatedField(NamedTuple):
    """One thing that can be stated: its name, whether it must be, else its default, its meaning."""

    name: str
    required: bool
    default: str
    meaning: str


class Stated(BaseModel):
    """A part of such a file: immutable, and without any name that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def read(cls, path: Path) -> Self:
        """What the file states. ``ValueError`` has a line for each mistake: ``path:LINE: ...``."""
        text = _text(path)
        data = _parsed(path, text)
        try:
            stated = cls.model_validate(data)
        except ValidationError as error:
            faults = list(_in_words(cls, data, error))
        else:
            faults = list(stated.faults(path))
        if faults:
            lines = lines_of(text)
            placed = sorted(((_line(lines, place), place, what) for place, what in faults), key=_at)
            raise ValueError("\n".join(_complaint(path, *fault) for fault in placed))
        return stated

    def faults(self, path: Path) -> Iterator[tuple[Place, str]]:
        """What is wrong though each part may stand for itself: where, and what is wrong there.

        Asked only when a file is read, and *path* is that file; what was stored before a
        rule was made stays readable.
        """
        return iter(())

    @classmethod
    def stated_fields(cls) -> Iterator[StatedField]:
        """All that can be stated, in the order of the model."""
        for name, field in cls.model_fields.items():
            yield StatedField(
                field.alias or name,
                field.is_required(),
                "" if field.is_required() else _plain(field.get_default(call_default_factory=True)),
                field.description or "",
            )


def _plain(value: Any) -> str:
    """A default as it would be written; nothing where it is empty."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple | dict):
        return ", ".join(value)
    return "" if value is None else str(value)


def _text(path: Path) -> str:
    try:
        if path.is_dir():
            raise ValueError(f"{path}: is a folder; name the file in it.")
        if path.exists() and not path.is_file():
            raise ValueError(f"{path}: is no ordinary file.")
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise ValueError(f"{path}: there is no such file.") from None
    except PermissionError:
        raise ValueError(f"{path}: this account may not read it.") from None
    except OSError as error:
        raise ValueError(f"{path}: cannot be read: {error.strerror}.") from None
    if len(raw) > LARGEST:
        raise ValueError(
            f"{path}: is larger than the {LARGEST // 1_000_000} MB that a file written by hand can "
            "have; is it the data itself?"
        )
    try:
        # Some editors set a mark at the start.
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ValueError(f"{path}:{line}: not TOML: it is not UTF-8; save it as UTF-8.") from None
    if not text.strip():
        raise ValueError(f"{path}: is empty.")
    return text.replace("\r\n", "\n")


_SYNTAX = (
    (r"Invalid value", "a value is text in straight quotation marks, a number, true or false"),
    (r"Illegal character '\\n'", "a text is not closed by a quotation mark on its line"),
    (r"Unterminated string", "a text is opened and not closed before the file ends"),
    (r"Unclosed array", "a list is opened by [, and a comma or the closing ] is missing"),
    (r"Unclosed inline table", "a table is opened by {, and a comma or the closing } is missing"),
    (
        r"Invalid initial character for a key part",
        "a name is missing, or its first character needs quotation marks; a { table } stands on "
        "one line, without a comma at its end",
    ),
    (
        r"Expected '=' after a key",
        "a name and its value have = between them; a name with a space or an accent stands in "
        "quotation marks",
    ),
    (r"Expected newline or end of document", "something follows where the line should end"),
    (r"Expected '\]' at the end of a table", "a heading is not closed by ]"),
    (
        r"Unescaped '\\' in a string",
        "a backslash between \"double\" quotation marks; put the text between 'single' ones",
    ),
    (r"Cannot overwrite a value", "a name stands twice"),
    (r"Cannot declare .* twice", "a heading stands twice"),
)
"""What tomllib says, and the same for someone who does not know TOML."""


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        at = re.search(r"at line (\d+)", said)
        line = int(at[1]) if at else text.rstrip().count("\n") + 1
        bare = re.sub(r" \(at [^()]*\)$", "", said)
        words = next((words for found, words in _SYNTAX if re.match(found, bare)), bare)
        raise ValueError(f"{path}:{line}: not TOML: {words}.") from None
    except RecursionError:
        raise ValueError(f"{path}: not TOML: its brackets are nested too deeply.") from None
    except ValueError:
        # Python limits the digits of a whole number.
        raise ValueError(f"{path}: not TOML: it holds a number of thousands of digits.") from None


def lines_of(text: str) -> dict[Place, int]:
    """The line on which each name of a well-formed file first stands.

    A statement is the fewest lines from its first that parse by themselves, so that the
    parser of the standard library finds the ends of lists and texts of several lines.
    """
    lines = text.split("\n")
    found: dict[Place, int] = {}
    listed: dict[Place, int] = {}  # The last place of each list of [[tables]].
    here: Place = ()
    start = 0
    while start < len(lines):
        end = start + 1
        while (statement := _statement(lines[start:end])) is None:
            end += 1
        if lines[start].lstrip().startswith("["):
            here = _opened(statement, listed)
            for length in range(1, len(here) + 1):
                found.setdefault(here[:length], start + 1)
        else:
            for place in _places(statement, here):
                found.setdefault(place, start + 1)
        start = end
    return found


def _statement(lines: list[str]) -> dict[str, Any] | None:
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return None


def _opened(heading: dict[str, Any], listed: dict[Place, int]) -> Place:
    """The place that a heading opens; a name that is a list means the list's last table."""
    place: Place = ()
    while heading:
        ((name, inner),) = heading.items()
        place = (*place, name)
        if isinstance(inner, list):
            listed[place] = listed.get(place, -1) + 1
            inner = inner[0]
        if place in listed:
            place = (*place, listed[place])
        heading = inner
    return place


def _places(data: Any, here: Place) -> Iterator[Place]:
    inner = data.items() if isinstance(data, dict) else enumerate(data)
    for name, value in inner:
        yield (*here, name)
        if isinstance(value, dict | list):
            yield from _places(value, (*here, name))


def _line(lines: dict[Place, int], place: Place) -> int | None:
    """The line of a place, or of what is nearest above it; none for the file itself."""
    above = (place[:length] for length in range(len(place), 0, -1))
    return next((lines[one] for one in above if one in lines), None)


def _at(fault: tuple[int | None, Place, str]) -> int:
    return fault[0] or 0


def _complaint(path: Path, line: int | None, place: Place, what: str) -> str:
    where = f"{path}:{line}" if line else f"{path}"
    return ": ".join(filter(None, (where, _named(place), what if what[-1] == "?" else f"{what}.")))


def _named(place: Place) -> str:
    """A place as TOML would write it, but that people count from 1."""
    out = ""
    for part in place:
        if isinstance(part, int):
            out += f"[{part + 1}]"
        else:
            bare = part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else f'"{part}"'
            out += f".{bare}" if out else bare
    return out


def _in_words(
    model: type[Stated], data: dict[str, Any], error: ValidationError
) -> Iterator[tuple[Place, str]]:
    """Where, and what is wrong there; what fits none of several kinds is said once."""
    whats: dict[Place, list[str]] = {}
    for item in error.errors():
        place = _place(data, item)
        known = _known(model, place[:-1])
        what = _what(item, known)
        lost = len(place) > 1 and place[-1] in _known(model, ()) and place[-1] not in known
        if lost:
            what += f"; {place[-1]} of the whole file stands above the first [heading]"
        said = whats.setdefault(place, [])
        if what not in said:
            said.append(what)
    for place, said in whats.items():
        yield place, ", or ".join(said)


def _place(data: Any, item: ErrorDetails) -> Place:
    """Where the error is, without what pydantic adds to tell the kinds of a value apart."""
    place: Place = ()
    for part in item["loc"]:
        listed = isinstance(data, list) and isinstance(part, int)
        if listed or (isinstance(data, dict) and part in data):
            place = (*place, part)
            data = data[part]
    return (*place, item["loc"][-1]) if item["type"] == "missing" else place


def _known(kind: Any, place: Place) -> tuple[str, ...]:
    """The names that may stand at a place of a model; none where any may."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        fields = {
            field.alias or name: field.annotation for name, field in kind.model_fields.items()
        }
        return _known(fields.get(str(place[0])), place[1:]) if place else tuple(fields)
    if get_origin(kind) in (dict, list, tuple):
        if not place:
            return ()
        place = place[1:]
    return next(filter(None, (_known(part, place) for part in get_args(kind))), ())


_WORDS = {
    "missing": "is missing",
    "string_type": "must be text in quotation marks, not {input}",
    "int_type": "must be a whole number without quotation marks, not {input}",
    "int_parsing": "must be a whole number without quotation marks, not {input}",
    "int_from_float": "must be a whole number without quotation marks, not {input}",
    "float_type": "must be a number without quotation marks, not {input}",
    "float_parsing": "must be a number without quotation marks, not {input}",
    "finite_number": "must be a number without quotation marks, not {input}",
    "bool_type": "must be true or false without quotation marks, not {input}",
    "bool_parsing": "must be true or false without quotation marks, not {input}",
    "greater_than": "must be more than {gt}, not {input}",
    "greater_than_equal": "must be {ge} or more, not {input}",
    "less_than": "must be less than {lt}, not {input}",
    "less_than_equal": "must be {le} or less, not {input}",
    "string_pattern_mismatch": "{input} does not have the form {pattern}",
    "string_too_short": "must have {min_length} characters or more, not {input}",
    "string_too_long": "must have {max_length} characters or fewer, not {input}",
    "too_short": "must have {min_length} entries or more, not {actual_length}",
    "too_long": "must have {max_length} entries or fewer, not {actual_length}",
    "dict_type": "must be a {{ table }} or a [heading] with lines under it, not {input}",
    "model_type": "must be a {{ table }} or a [heading] with lines under it, not {input}",
    "list_type": "must be a list in [brackets], not {input}",
    "tuple_type": "must be a list in [brackets], not {input}",
    "date_type": "must be a date such as 2023-03-31, without quotation marks, not {input}",
    "value_error": "{error}",
}
"""What pydantic's kinds of error are in plain words."""


def _what(item: ErrorDetails, known: tuple[str, ...]) -> str:
    context = item.get("ctx", {})
    kind = item["type"]
    if kind == "extra_forbidden":
        close = _closest(str(item["loc"][-1]), known)
        return f"unknown; did you mean {close}?" if close else f"unknown; known: {', '.join(known)}"
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", context["expected"])
        close = _closest(str(item["input"]), choices)
        asked = f"; did you mean {close}?" if close else ""
        return f"{_shown(item['input'])} is none of {', '.join(choices)}{asked}"
    if kind in ("too_short", "string_too_short") and context.get("min_length") == 1:
        return "is empty"
    if kind in _WORDS:
        return _WORDS[kind].format(input=_shown(item["input"]), **context)
    return item["msg"].removeprefix("Input ")


def _closest(name: str, known: tuple[str, ...] | list[str]) -> str:
    folded = {one.lower(): one for one in known}
    close = difflib.get_close_matches(name.lower(), folded, n=1)
    return folded[close[0]] if close else ""


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"'{value}'" if len(value) <= 40 else f"'{value[:40]}...'"
    return str(value)
