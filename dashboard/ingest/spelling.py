"""Words that differ in capitals and spaces alone: which are the same, and how each is written."""

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd


def folded(word: str) -> str:
    """A word without its capitals, and with single spaces."""
    return " ".join(word.split()).casefold()


def spellings(words: Iterable[str]) -> dict[str, str]:
    """Folded word -> the word as it is to be written; of those alike the first."""
    known: dict[str, str] = {}
    for word in words:
        known.setdefault(folded(word), word)
    return known


def doubled(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Words that are alike, each with the first of them."""
    known = spellings(words)
    yield from ((word, known[folded(word)]) for word in words if known[folded(word)] != word)


def spelt(cells: pd.Series, words: Sequence[str], said: list[str]) -> pd.Series:
    """Cells as *words* are written; what is like none of them stays as it is.

    said: is told how many were written otherwise, if any.
    """
    known = spellings(words)
    found = {text: known.get(folded(text), text) for text in cells.unique()}
    other = [text for text, word in found.items() if text != word]
    if other:
        count = f"{len(other):,} word{'' if len(other) == 1 else 's'}"
        example = f"'{other[0]}' as '{found[other[0]]}'"
        said.append(f"{count} in {cells.name} read in other capitals or spaces, such as {example}.")
    return cells.map(found)
