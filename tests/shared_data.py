"""Where the real files for trials are, and what a test does where they are not."""

import os
from pathlib import Path

import pytest

from dashboard.settings import ROOT

SHARED = ROOT.parent / "shared" / "data"
"""A folder beside the project's root: the files are not ours to copy into it."""


def nypd_files(folder: Path = SHARED) -> list[Path]:
    """The NYPD's rosters by name. Without them the test is skipped, and its reason printed;
    where ``FRONTLINE_REQUIRE_SHARED`` is 1 it fails.
    """
    found = sorted((folder / "nypd_roster").glob("roster_*.csv"))
    if found:
        return found
    reason = f"no rosters of the NYPD in {folder / 'nypd_roster'}"
    if os.environ.get("FRONTLINE_REQUIRE_SHARED") == "1":
        pytest.fail(f"FRONTLINE_REQUIRE_SHARED is 1, and there are {reason}")
    pytest.skip(reason)
