"""The demonstration's store, made once a test run by the command line, as a person would."""

import atexit
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path


@cache
def demonstration_root() -> Path:
    """A folder for ``FRONTLINE_DATA`` that holds the whole demonstration; tests only read it.

    Processes that share a run share the folder: the first makes it, the last to end removes it.
    """
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    root = Path(tempfile.gettempdir()) / f"frontline-demonstration-{run}"
    root.mkdir(exist_ok=True)
    using = open(root / "using", "w")  # noqa: SIM115 - held until this process ends
    atexit.register(_done, root, using.fileno())
    _HELD.append(using)
    with open(root / "making", "w") as making:
        fcntl.flock(making, fcntl.LOCK_EX)
        if not (root / "made").exists():
            subprocess.run(
                [sys.executable, "-m", "dashboard.cli", "demo"],
                env={**os.environ, "FRONTLINE_DATA": str(root / "store")},
                check=True,
                capture_output=True,
            )
            (root / "made").touch()
        fcntl.flock(using, fcntl.LOCK_SH)
    return root / "store"


_HELD: list[object] = []


def _done(root: Path, using: int) -> None:
    """Remove the folder unless another process of the run still uses it."""
    fcntl.flock(using, fcntl.LOCK_UN)
    try:
        fcntl.flock(using, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    shutil.rmtree(root, ignore_errors=True)
