"""Finding measures: every module beside the engine that holds a ``MEASURE``."""

import importlib
import pkgutil
from functools import cache

from dashboard import measures
from dashboard.measures.engine.definition import Measure


@cache
def all_measures() -> dict[str, Measure]:
    """Every measure by its id, sorted by id. ``ValueError`` where two files claim one id."""
    found: dict[str, Measure] = {}
    for info in pkgutil.iter_modules(measures.__path__):
        if info.ispkg:
            continue
        module = importlib.import_module(f"{measures.__name__}.{info.name}")
        if module.MEASURE.id in found:
            raise ValueError(f"two measures have the id '{module.MEASURE.id}'")
        found[module.MEASURE.id] = module.MEASURE
    return dict(sorted(found.items()))
