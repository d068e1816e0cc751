"""The made-up people: a force that never was, month by month, calibrated to published figures.

``assumed`` holds every magnitude, ``careers`` who is where, ``duties`` what keeps them from duty;
``strength``, ``establishment``, ``caseloads`` and ``shifts`` are the tables that come out, and
``beside`` puts those of a month together.
"""

from dashboard.ingest.demonstration.beside import tables
from dashboard.ingest.demonstration.strength import months

__all__ = ["months", "tables"]
