"""The demonstration's store, made once a test session by the command line, as a person would."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path


@cache
def demonstration_root() -> Path:
    """A folder for ``FRONTLINE_DATA`` that holds the whole demonstration; tests only read it."""
    root = Path(tempfile.mkdtemp(prefix="frontline-demonstration-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    subprocess.run(
        [sys.executable, "-m", "dashboard.cli", "demo"],
        env={**os.environ, "FRONTLINE_DATA": str(root)},
        check=True,
        capture_output=True,
    )
    return root
