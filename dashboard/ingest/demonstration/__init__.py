"""The made-up people: a force that never was, month by month, calibrated to published figures.

``assumed`` holds every magnitude, ``careers`` who is where, ``duties`` what keeps them from duty,
``frames`` the table that comes out.
"""

from dashboard.ingest.demonstration.frames import months

__all__ = ["months"]
