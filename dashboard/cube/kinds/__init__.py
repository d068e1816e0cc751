"""One file a kind of cells, each holding a ``KIND``; they are found here."""

import importlib
import pkgutil
from collections.abc import Iterable

from dashboard.cube.kind import Kind


def found(paths: Iterable[str]) -> dict[str, Kind]:
    """The kinds of the modules in the folders, by name. ``ValueError`` where two claim one."""
    kinds: dict[str, Kind] = {}
    for info in pkgutil.iter_modules(paths):
        kind = importlib.import_module(f"{__name__}.{info.name}").KIND
        if kind.name in kinds:
            raise ValueError(f"two kinds of cells have the name '{kind.name}'")
        kinds[kind.name] = kind
    return dict(sorted(kinds.items()))


KINDS = found(__path__)
"""Every kind of cells by its name."""
