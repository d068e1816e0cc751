"""What is stated of an area that is drawn: its places, and the square of a grid that each has."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pydantic import Field

from dashboard.schema.stated import Place as Where
from dashboard.schema.stated import Stated
from dashboard.settings import ROOT

AREAS = ROOT / "data" / "areas"


class Place(Stated):
    """One place: three letters that stand for it, and its column and row from the top left."""

    short: str = Field(min_length=3, max_length=3)
    x: int = Field(ge=0)
    y: int = Field(ge=0)


class Area(Stated):
    """One area, as its file in ``data/areas`` states it.

    id: the file's name.
    places: by their names, as extracts and pages write them.
    """

    id: str = Field(min_length=1)
    name: str = Field(min_length=1)
    places: dict[str, Place] = Field(min_length=1)

    def faults(self, path: Path) -> Iterator[tuple[Where, str]]:
        """An id that is not the file's name, and places that a reader could not tell apart."""
        if path.stem != self.id:
            yield ("id",), f"'{self.id}' is not the file's name; call the file {self.id}.toml"
        squares: dict[tuple[int, int], str] = {}
        shorts: dict[str, str] = {}
        for name, place in self.places.items():
            first = squares.setdefault((place.x, place.y), name)
            if first != name:
                yield ("places", name), f"stands on the square of {first}, and would hide it"
            first = shorts.setdefault(place.short, name)
            if first != name:
                yield ("places", name, "short"), f"'{place.short}' also stands for {first}"


def areas(folder: Path = AREAS) -> dict[str, Area]:
    """Every area by its id. ``ValueError`` says what is wrong and in which file."""
    return _own() if folder == AREAS else _read(folder)


@cache
def _own() -> dict[str, Area]:
    return _read(AREAS)


def _read(folder: Path) -> dict[str, Area]:
    return {path.stem: Area.read(path) for path in sorted(folder.glob("*.toml"))}
