"""The mix of demand that a reader writes: "Burglary 2, Robbery 1", each kind and its weight."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.components.choices import Choice
from dashboard.components.wording import listed

MIX = Choice("mix", "Mix of demand", written=True, hint="Burglary 2, Robbery 1")

_WEIGHTED = re.compile(r"(?P<kind>.*\S)\s+(?P<weight>\d{1,6}(?:\.\d{1,6})?)")


@dataclass(frozen=True)
class Mix:
    """Kinds of demand with their weights; none: every kind counts by its number alike.

    notices: what was not understood, a sentence each.
    """

    weights: Mapping[str, float]
    notices: tuple[str, ...] = ()

    def words(self) -> str:
        """ "Burglary 2, Robbery 1", as it may be written again; "" for none."""
        return ", ".join(f"{kind} {weight:g}" for kind, weight in self.weights.items())


def read_mix(text: str, kinds: Sequence[str]) -> Mix:
    """The mix that a text says: kinds apart by commas, each with its weight after it, or 1.

    kinds: those that there are. Capitals do not matter. What is not understood is told in a
    notice, and the rest counts; a kind that is said twice counts as it is said last.
    """
    weights: dict[str, float] = {}
    notices = []
    pieces = [" ".join(piece.split()) for piece in re.split("[,;]", text)]
    for piece in filter(None, pieces):
        kind, weight = _piece(piece, kinds)
        if not kind:
            notices.append(_unknown(piece, kinds))
            continue
        if kind in weights:
            notices.append(f"The mix says {kind} twice: the last counts.")
        weights[kind] = weight
    given = {kind: weight for kind, weight in weights.items() if weight > 0}
    if weights and not given:
        notices.append("No kind of the mix has a weight above 0: every kind counts by its number.")
    return Mix(given, tuple(dict.fromkeys(notices)))


def _piece(piece: str, kinds: Sequence[str]) -> tuple[str, float]:
    """The kind and its weight; "" for no kind. A kind may end in a number of its own."""
    known = {kind.casefold(): kind for kind in kinds}
    if piece.casefold() in known:
        return known[piece.casefold()], 1.0
    found = _WEIGHTED.fullmatch(piece)
    if found is None:
        return "", 0.0
    return known.get(found["kind"].casefold(), ""), float(found["weight"])


def _unknown(piece: str, kinds: Sequence[str]) -> str:
    found = _WEIGHTED.fullmatch(piece)
    name = found["kind"] if found else piece
    known = {kind.casefold(): kind for kind in kinds}
    close = [known[each] for each in difflib.get_close_matches(name.casefold(), known, n=2)]
    hint = f" Did you mean {' or '.join(close)}?" if close else ""
    return f"The mix names '{name}', which is no kind of demand here.{hint} Kinds: {_all(kinds)}."


def _all(kinds: Sequence[str]) -> str:
    return listed(list(kinds)) if kinds else "none"
