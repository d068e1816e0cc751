"""The NYPD's rosters imported once a test session, as the product has them after an import."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from dashboard.access.reading import Reader, Snapshot
from dashboard.cube import parts
from dashboard.ingest.load import force_of, load
from dashboard.ingest.mapping import load_mapping
from dashboard.settings import ROOT
from dashboard.store.merging import merged
from dashboard.store.releases import Store
from tests.shared_data import nypd_files


@cache
def nypd_snapshot() -> Snapshot:
    """The snapshot; tests only read it. Where the rosters are absent the test is skipped."""
    files = nypd_files()
    mapping = load_mapping(ROOT / "data" / "mappings" / "nypd.toml")
    force = force_of(mapping)
    root = Path(tempfile.mkdtemp(prefix="frontline-nypd-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    store = Store(root)
    added = {
        item.months[0]: store.add("strength", item.frame) for item in load(files, mapping, force)
    }
    release = merged(None, force, {"strength": added}, ())
    parts.build(store, release)
    store.publish(release)
    return Reader(store).current()
