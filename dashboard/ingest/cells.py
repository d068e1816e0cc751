"""Cells on their way into a grid: equal texts held once, and letters that nobody sees found."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 10_000
"""Characters of the longest cell: more is no cell but a mistake, such as a lost quotation mark."""

_MOST_HELD = 100_000
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffd\U000e0000-\U000e007f]"
)


class TooLong(ValueError):
    """A cell of more than :data:`LONGEST` characters."""


def unusable(text: str) -> str:
    """Why a cell cannot be used, to stand after its value; "" where it can.

    Line breaks and tabs inside a cell are left to the columns: some hold free text.
    """
    found = _UNSEEN.search(text)
    if found is None:
        return ""
    letter = found.group()
    code = f"U+{ord(letter):04X}"
    if letter == "\ufffd":
        return f"holds the sign for a letter that was lost ({code}): save the file anew"
    if unicodedata.category(letter) == "Cc":
        return f"holds a control character ({code})"
    name = unicodedata.name(letter, "a character without a name").lower()
    return f"holds an invisible character ({code}, {name})"


class Cells(dict[str, str]):
    """Text -> the one object for it: ranks and commands repeat in every row.

    Forgotten when many are held, so that a column in which no two are alike costs little.
    """

    def __init__(self) -> None:
        super().__init__()
        self._doubtful = False

    def __missing__(self, text: str) -> str:
        if len(text) > LONGEST:
            raise TooLong
        if unusable(text):
            self._doubtful = True
            return text
        if len(self) >= _MOST_HELD:
            self.clear()
        self[text] = text
        return text

    def row(self, number: int, cells: Iterable[str], bad: dict[tuple[int, int], str]) -> list[str]:
        """The cells of a row, each the one object for its text; what is unusable goes to *bad*.

        :class:`TooLong` where one is.
        """
        row = [*map(self.__getitem__, cells)]
        if self._doubtful:
            self._doubtful = False
            bad |= {(number, at): why for at, cell in enumerate(row) if (why := unusable(cell))}
        return row
