"""What a command of the command line is, and what all of them share."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from dashboard.settings import settings
from dashboard.store.releases import Store


class Stop(Exception):
    """An end that a person should read about; the message says why."""


def _none(parser: argparse.ArgumentParser) -> None:
    """A command without arguments."""


@dataclass(frozen=True)
class Command:
    """One command: its name (two words where it is one of a group), what it does, what it takes.

    run: takes the arguments as parsed; ends in silence or with :class:`Stop`.
    """

    name: str
    words: str
    run: Callable[[argparse.Namespace], None]
    arguments: Callable[[argparse.ArgumentParser], None] = _none


def open_store() -> Store:
    """The store of this machine's settings."""
    return Store(settings().data)


def span(months: list[str]) -> str:
    """Months in a few words: the only one, or how many from which to which."""
    return months[0] if len(months) == 1 else f"{len(months)} months, {months[0]} to {months[-1]}"
