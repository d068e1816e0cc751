"""What is stated of a publication whose totals are shown: its name, whom it counts, where it is."""

from functools import cache
from pathlib import Path

from pydantic import Field

from dashboard.schema.stated import Stated
from dashboard.settings import ROOT

PUBLISHED = ROOT / "data" / "published"
MOST = 28
"""Letters of a title, which has to stand beside its line on a phone."""


class Publication(Stated):
    """One publication, as its file in ``data/published`` states it; the file's name is its id.

    title: as it stands beside a line and over a column: "Home Office".
    total: what it gives, as it stands in a sentence: "the Home Office's count".
    counts: whom it counts and whom it does not, by its own account, in whole sentences.
    """

    title: str = Field(min_length=1, max_length=MOST)
    total: str = Field(min_length=1)
    publisher: str = Field(min_length=1)
    counts: str = Field(min_length=1)
    citation: str = Field(min_length=1)


def publications(folder: Path = PUBLISHED) -> dict[str, Publication]:
    """Every publication by its id. ``ValueError`` says what is wrong and in which file."""
    return _own() if folder == PUBLISHED else _read(folder)


@cache
def _own() -> dict[str, Publication]:
    return _read(PUBLISHED)


def _read(folder: Path) -> dict[str, Publication]:
    return {path.stem: Publication.read(path) for path in sorted(folder.glob("*.toml"))}


def unstated(source: str) -> Publication:
    """What can be said of totals whose publication no file states."""
    return Publication(
        title=source.replace("_", " ")[:MOST] or "Unnamed source",
        total=f"the total of {source}" if source else "the total of an unnamed source",
        publisher="not stated",
        counts=f"Nothing is stated about whom it counts: data/published has no file {source}.toml."
        if source
        else "The totals came without the name of their publication.",
        citation="not stated",
    )
