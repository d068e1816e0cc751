"""What is proved of files that people state: a mistake has its line, its place and plain words."""

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from dashboard.schema.stated import LARGEST, Place, Stated, lines_of
from dashboard.settings import ROOT

STATED_HERE = sorted((ROOT / "data").rglob("*.toml"))


class Inner(Stated):
    """A part of the files of these tests."""

    kind: Literal["red", "light blue"]
    ring_fenced: bool = False
    copied: str = Field(default="", alias="copy")


class Whole(Stated):
    """A file of these tests."""

    name: str = Field(min_length=1)
    size: int = Field(default=1, ge=1, le=9)
    share: float = 0.5
    code: str = Field(default="a", pattern="^[a-z]$")
    values: tuple[str, ...] = ()
    inner: dict[str, Inner] = Field(default_factory=dict)
    either: Annotated[str, Field(min_length=1)] | tuple[str, ...] = "x"
    parts: tuple[Inner, ...] = ()
    one: Inner | None = None


def complaints(folder: Path, text: str | bytes) -> list[str]:
    """What is said of a file, a line each, without its path."""
    path = folder / "whole.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(ValueError, match=r"whole\.toml") as refused:
        Whole.read(path)
    lines = str(refused.value).splitlines()
    assert all(line.startswith(str(path)) for line in lines)
    return [line.removeprefix(str(path)) for line in lines]


def places(data: Any, here: Place = ()) -> Iterator[Place]:
    """Every place of parsed TOML."""
    for name, value in data.items() if isinstance(data, dict) else enumerate(data):
        yield (*here, name)
        if isinstance(value, dict | list):
            yield from places(value, (*here, name))


def parsed(lines: list[str]) -> dict[str, Any] | None:
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return None


def slow_line(text: str, place: Place) -> int:
    """The first line of the statement with which a place is first there, by parsing beginnings.

    The fewest lines that parse and hold the place end with that statement; the most lines
    before it that parse end just above it.
    """
    lines = text.split("\n")
    last = next(
        count for count in range(1, len(lines) + 1) if place in places(parsed(lines[:count]) or {})
    )
    above = next(count for count in range(last - 1, -1, -1) if parsed(lines[:count]) is not None)
    return above + 1


CROOKED = '''\
# a comment = 1

top = "one"   # beside it
a.b.c = 1
a.d = """
[not.a.heading]
top = 2
"""
"quoted [name]" = [
  "x",  # ]
  { deep = 1 },
]

  [table]
x = 'y'
x-y.z = 1
[table.below]
[table."N A".deep]
v = """one line"""

[[list]]
v = 1
[list.below]
w = 1
[[list]]
v = 2
[[list.inner]]
u = 1

[[list.inner]]
u = [{ t = 1 }, { t = 2 }]
[last]'''


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("top",), 3),
        (("a",), 4),
        (("a", "b", "c"), 4),
        (("a", "d"), 5),
        (("quoted [name]",), 9),
        (("quoted [name]", 1, "deep"), 9),
        (("table",), 14),
        (("table", "x"), 15),
        (("table", "x-y", "z"), 16),
        (("table", "below"), 17),
        (("table", "N A"), 18),
        (("table", "N A", "deep", "v"), 19),
        (("list",), 21),
        (("list", 0, "v"), 22),
        (("list", 0, "below", "w"), 24),
        (("list", 1), 25),
        (("list", 1, "v"), 26),
        (("list", 1, "inner", 0, "u"), 28),
        (("list", 1, "inner", 1), 30),
        (("list", 1, "inner", 1, "u", 1, "t"), 31),
        (("last",), 32),
    ],
)
def test_a_name_stands_on_the_line_where_it_was_written(place: Place, line: int) -> None:
    assert lines_of(CROOKED)[place] == line


@pytest.mark.parametrize(
    "text",
    [CROOKED, *(path.read_text(encoding="utf-8") for path in STATED_HERE)],
    ids=["crooked", *(path.name for path in STATED_HERE)],
)
def test_the_lines_of_all_names_are_those_that_parsing_every_beginning_finds(text: str) -> None:
    found = lines_of(text)
    stated = [*places(tomllib.loads(text))]
    assert found.keys() == {*stated}
    # Parsing every beginning takes the square of a file's length: of a long one some names do.
    for place in stated[:: max(len(stated) // 40, 1)]:
        assert found[place] == slow_line(text, place)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("size = 2", ": name: is missing."),
        ('\nname = ""', ":2: name: is empty."),
        ("name = 3", ":1: name: must be text in quotation marks, not 3."),
        ("name = 2023-01-01", ":1: name: must be text in quotation marks, not 2023-01-01."),
        ("name = {a=1}", ":1: name: must be text in quotation marks, not a table."),
        (
            'name="n"\nsize = "two"',
            ":2: size: must be a whole number without quotation marks, not 'two'.",
        ),
        (
            'name="n"\nsize=1.5',
            ":2: size: must be a whole number without quotation marks, not 1.5.",
        ),
        ('name="n"\nsize = 0', ":2: size: must be 1 or more, not 0."),
        ('name="n"\nsize = 10', ":2: size: must be 9 or less, not 10."),
        (
            'name="n"\nshare = "half"',
            ":2: share: must be a number without quotation marks, not 'half'.",
        ),
        ('name="n"\ncode = "AB"', ":2: code: 'AB' does not have the form ^[a-z]$."),
        ('name="n"\nvalues = "x"', ":2: values: must be a list in [brackets], not 'x'."),
        (
            'name="n"\nvalues = ["x", 2]',
            ":2: values[2]: must be text in quotation marks, not 2.",
        ),
        ('name="n"\nnmae="m"', ":2: nmae: unknown; did you mean name?"),
        (
            'name="n"\ncolour="red"',
            ":2: colour: unknown; known: name, size, share, code, values, inner, either, parts, "
            "one.",
        ),
        (
            'name="n"\n[inner]\n\nA={kind="Red"}',
            ":4: inner.A.kind: 'Red' is none of red, light blue; did you mean red?",
        ),
        (
            'name="n"\n[inner.A]\nkind="green"',
            ":3: inner.A.kind: 'green' is none of red, light blue.",
        ),
        ('name="n"\n[inner]\nA={}', ":3: inner.A.kind: is missing."),
        ('name="n"\n\n[inner."N A"]', ':3: inner."N A".kind: is missing.'),
        (
            'name="n"\n[inner.A]\nkind="red"\nring_fence=true',
            ":4: inner.A.ring_fence: unknown; did you mean ring_fenced?",
        ),
        (
            'name="n"\n[inner.A]\nkind="red"\ncopied="x"',
            ":4: inner.A.copied: unknown; did you mean copy?",
        ),
        (
            'name="n"\n[inner.A]\nkind="red"\nring_fenced="maybe"',
            ":4: inner.A.ring_fenced: must be true or false without quotation marks, not 'maybe'.",
        ),
        (
            'name="n"\n[inner]\nA="red"',
            ":3: inner.A: must be a { table } or a [heading] with lines under it, not 'red'.",
        ),
        (
            'name="n"\ninner="red"',
            ":2: inner: must be a { table } or a [heading] with lines under it, not 'red'.",
        ),
        (
            'name="n"\n[inner]\nsize=3',
            ":3: inner.size: must be a { table } or a [heading] with lines under it, not 3; "
            "size of the whole file stands above the first [heading].",
        ),
        (
            'name="n"\n[one]\nkind="red"\nsize=3',
            ":4: one.size: unknown; known: kind, ring_fenced, copy; "
            "size of the whole file stands above the first [heading].",
        ),
        (
            'name="n"\n[[parts]]\nkind="red"\n[[parts]]\nkid="red"\nkind="red"',
            ":5: parts[2].kid: unknown; did you mean kind?",
        ),
        ('name="n"\n[[parts]]\nkind="red"\n[[parts]]', ":4: parts[2].kind: is missing."),
        (
            'name="n"\neither=3',
            ":2: either: must be text in quotation marks, not 3, or "
            "must be a list in [brackets], not 3.",
        ),
    ],
)
def test_a_mistake_is_said_in_plain_words_with_its_line(
    tmp_path: Path, text: str, said: str
) -> None:
    assert complaints(tmp_path, text) == [said]


def test_all_mistakes_are_said_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = '[inner.B]\nkind = "red"\nsize = 1\n[inner.A]\nkind = "blue"\n'
    assert [line.split(" ")[:2] for line in complaints(tmp_path, text)] == [
        [":", "name:"],
        [":3:", "inner.B.size:"],
        [":5:", "inner.A.kind:"],
    ]


def test_a_long_value_is_cut_short(tmp_path: Path) -> None:
    (said,) = complaints(tmp_path, f'name = "n"\nsize = "{"9" * 30}x{"9" * 30}"')
    assert said.endswith(f"not '{'9' * 30}x{'9' * 9}...'.")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("name = Met", 1, "straight quotation marks"),
        ('name = "a"\nsize = True', 2, "true or false"),
        ("name = “Met”", 1, "straight quotation marks"),
        ('\nname = "Met\nsize = 2', 2, "not closed by a quotation mark"),
        ('name = "a"\nname = "b"\nsize = 1', 2, "a name stands twice"),
        ('name = "a"\n[inner]\n[inner]\n', 3, "a heading stands twice"),
        ('name = "a"\n\nsize 2', 3, "have = between them"),
        ("café = 1", 1, "quotation marks"),
        (r'name = "(\d)"', 1, "between 'single' ones"),
        ('name = "a" "b"', 1, "something follows"),
        ('inner = { A = "a",\n B = "b" }', 1, "stands on one line"),
        ('name = "a"\n[inner', 2, "not closed by ]"),
        ('name = "a"\nvalues = [\n"a"\n', 3, "comma or the closing ] is missing"),
        ('name = "a"\nvalues = [\n"a"\n"b"]', 4, "comma or the closing ] is missing"),
        ('name = """a', 1, "not closed before the file ends"),
        ('name = "a\x00b"', 1, "Illegal character"),
    ],
)
def test_what_is_not_toml_is_explained_with_its_line(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    (said,) = complaints(tmp_path, text)
    assert said.startswith(f":{line}: not TOML: ")
    assert words in said
    assert "column" not in said


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", ": is empty."),
        (b" \r\n\t\n", ": is empty."),
        (b"\xef\xbb\xbf", ": is empty."),
        (
            'name = "n"\nvalues = ["caf\xe9"]'.encode("latin-1"),
            ":2: not TOML: it is not UTF-8; save it as UTF-8.",
        ),
        (
            'name = "n"'.encode("utf-16"),
            ":1: not TOML: it is not UTF-8; save it as UTF-8.",
        ),
        (b"x = " + b"[" * 100_000, ": not TOML: its brackets are nested too deeply."),
        (
            b"size = " + b"9" * 5_000,
            ": not TOML: it holds a number of thousands of digits.",
        ),
    ],
)
def test_bytes_that_are_no_text_of_this_kind_get_a_sentence(
    tmp_path: Path, raw: bytes, said: str
) -> None:
    assert complaints(tmp_path, raw) == [said]


def test_a_mark_and_the_line_ends_of_another_system_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "whole.toml"
    path.write_bytes(b'\xef\xbb\xbfname = "n"\r\n\r\nsize = 2\r\n')
    assert Whole.read(path) == Whole(name="n", size=2)
    path.write_bytes(b'\xef\xbb\xbfname = "n"\r\n\r\nsize = 0\r\n')
    with pytest.raises(ValueError, match=r"whole\.toml:3: size: must be 1 or more"):
        Whole.read(path)


def test_a_file_of_100_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "whole.toml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(ValueError, match=r"is larger than the 1 MB .* is it the data itself\?"):
        Whole.read(path)


def test_the_largest_file_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "whole.toml"
    stated = b'name = "n"\n#'
    path.write_bytes(stated.ljust(LARGEST, b"-"))
    assert Whole.read(path).name == "n"
    path.write_bytes(stated.ljust(LARGEST + 1, b"-"))
    with pytest.raises(ValueError, match="is larger than"):
        Whole.read(path)


def test_what_is_no_file_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"absent\.toml: there is no such file\.$"):
        Whole.read(tmp_path / "absent.toml")
    with pytest.raises(ValueError, match=r": is a folder; name the file in it\.$"):
        Whole.read(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ValueError, match=r"pipe: is no ordinary file\.$"):
        Whole.read(tmp_path / "pipe")
    with pytest.raises(ValueError, match=r": cannot be read: File name too long\.$"):
        Whole.read(tmp_path / ("x" * 300))


def test_a_file_that_this_account_may_not_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "whole.toml"
    path.write_text('name = "n"', encoding="utf-8")

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    # The superuser may read anything, so permissions on the file would not do.
    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(ValueError, match=r"whole\.toml: this account may not read it\.$"):
        Whole.read(path)


def test_the_fields_say_whether_they_are_required_and_their_defaults() -> None:
    fields = {field.name: (field.required, field.default) for field in Whole.stated_fields()}
    assert fields == {
        "name": (True, ""),
        "size": (False, "1"),
        "share": (False, "0.5"),
        "code": (False, "a"),
        "values": (False, ""),
        "inner": (False, ""),
        "either": (False, "x"),
        "parts": (False, ""),
        "one": (False, ""),
    }
    assert [field.name for field in Inner.stated_fields()] == ["kind", "ring_fenced", "copy"]
