"""Where the real files for trials are, and what a test does where they are not."""

import os
from pathlib import Path

import pytest

from dashboard.settings import ROOT

SHARED = ROOT.parent / "shared" / "data"
"""A folder beside the project's root: the files are not ours to copy into it."""


def nypd_files(folder: Path = SHARED) -> list[Path]:
    """The NYPD's rosters by name, as :func:`shared_files` finds them."""
    return shared_files("nypd_roster/roster_*.csv", "rosters of the NYPD", folder)


def shared_files(pattern: str, what: str, folder: Path = SHARED) -> list[Path]:
    """The files of *pattern* by name. Without them the test is skipped, and its reason printed;
    where ``FRONTLINE_REQUIRE_SHARED`` is 1 it fails.
    """
    found = sorted(folder.glob(pattern))
    if found:
        return found
    reason = f"no {what} in {(folder / pattern).parent}"
    if os.environ.get("FRONTLINE_REQUIRE_SHARED") == "1":
        pytest.fail(f"FRONTLINE_REQUIRE_SHARED is 1, and there are {reason}")
    pytest.skip(reason)
