"""The made-up people: a force that never was, month by month, calibrated to published figures.

``assumed`` and ``assumed_days`` hold every magnitude, ``careers`` who is where, ``duties`` what
keeps them from duty; ``strength``, ``establishment``, ``caseloads``, ``shifts`` (and ``planned``),
``overtime`` and ``demand`` are the tables that come out, and ``beside`` puts those of a month
together.
"""

from dashboard.ingest.demonstration.beside import tables
from dashboard.ingest.demonstration.strength import months

__all__ = ["months", "tables"]
