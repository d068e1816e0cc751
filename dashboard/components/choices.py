"""Choices: the controls that a page has of its own beside the filters, with values in the URL."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.access.reading import Snapshot

Option = tuple[str, str]
"""What a reader sees, and the value."""


def _none(snapshot: Snapshot) -> Sequence[Option]:
    return ()


@dataclass(frozen=True, eq=False)
class Choice:
    """One control. name: as the URL has it, short and of small letters.

    options: what it offers for a release; the first is the one where nothing is said.
    written: the reader writes the value instead, and the page says what it does not
    understand; nothing is said where it is empty. hint: how it is to be written.
    """

    name: str
    label: str
    options: Callable[[Snapshot], Sequence[Option]] = field(default=_none)
    written: bool = False
    hint: str = ""

    def offered(self, snapshot: Snapshot) -> Sequence[Option]:
        """Its options for a release, worked out once."""
        return snapshot.cube.kept.get((self, "offered"), lambda: self.options(snapshot))

    def default(self, snapshot: Snapshot) -> str:
        """The value where nothing is said."""
        return "" if self.written else self.offered(snapshot)[0][1]

    def has(self, snapshot: Snapshot, value: str) -> bool:
        """Whether it may have the value."""
        return self.written or any(value == known for _, known in self.offered(snapshot))


def by_name(choices: Iterable[Choice]) -> dict[str, Choice]:
    """Choices by their names. ``ValueError`` where two have one: pages share the object."""
    found: dict[str, Choice] = {}
    for choice in choices:
        if found.setdefault(choice.name, choice) is not choice:
            raise ValueError(f"two choices have the name '{choice.name}'")
    return found


Choices = Mapping[str, Choice]
