"""The process that is forked: it has taken in a roster already, so that all is loaded and ready."""

import contextlib
import gc
import io
import os
import tempfile
import threading
from pathlib import Path

from tqdm import tqdm

from dashboard import cli
from dashboard.settings import settings
from tests.store import few
from tests.store.scene import roster, taking

few.count_few()
tqdm.monitor_interval = 0  # It would start a thread.

with tempfile.TemporaryDirectory() as _folder, contextlib.redirect_stdout(io.StringIO()):
    os.environ["FRONTLINE_DATA"] = str(Path(_folder) / "store")
    settings.cache_clear()
    _files = [roster(Path(_folder) / "files", month, ["P1"]) for month in (5, 6)]
    if cli.main([str(item) for item in taking(*_files)]):
        raise RuntimeError("an import that nothing disturbs has failed")

# A fork takes along the thread that forks and no other: a lock that another holds stays held.
if threading.active_count() != 1:
    raise RuntimeError(f"cannot be forked with {threading.enumerate()}")
gc.freeze()
