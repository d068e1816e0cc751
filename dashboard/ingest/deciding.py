"""How a proposal is written: TOML that hides nothing, and the lines that a person must settle."""

import json
from collections.abc import Iterable

DECIDE = "# DECIDE: "
"""How a line begins that a person must settle."""


def quoted(text: str) -> str:
    """A text as TOML writes it between double quotation marks, nothing in it unseen."""
    return "".join(
        letter if letter.isprintable() else f"\\U{ord(letter):08X}"
        for letter in json.dumps(text, ensure_ascii=False)
    )


def literal(text: str) -> str:
    return f"'{text}'" if "'" not in text and text.isprintable() else quoted(text)


def listed(texts: Iterable[str]) -> str:
    return ", ".join(map(quoted, texts))


def decide(words: str) -> str:
    return f"{DECIDE}{words}"


def counted(number: int, word: str) -> str:
    return f"{number:,} {word}" + ("" if number == 1 else "s")
