"""Making a release current: counted into the cube first, so that no reader waits for it."""

from tqdm import tqdm

from dashboard.cli.command import span
from dashboard.cube import parts
from dashboard.schema.force import load_force
from dashboard.settings import ROOT
from dashboard.store.merging import merged
from dashboard.store.releases import Part, Release, Store


def count(store: Store, release: Release) -> None:
    """Count what of *release* is not counted yet; on a terminal, with a bar if it takes long."""
    with tqdm(
        desc="Counting into the cube",
        total=parts.steps(release),
        unit="month",
        leave=False,
        delay=1,
        disable=None,
    ) as bar:
        parts.build(store, release, bar.update)


def keep(store: Store, release: Release) -> None:
    """Count *release* and publish it. The caller holds the store's lock."""
    count(store, release)
    store.publish(release)


def make_demonstration(store: Store) -> None:
    """Make the demonstration the current release. The caller holds the store's lock."""
    from dashboard.ingest import demonstration

    parts.collect(store)
    force = load_force(ROOT / "data" / "forces" / "demonstration.toml")
    before = store.current()
    merged(before, force, {}, ())  # Refused before any work is done.
    made: dict[str, dict[str, Part]] = {}
    for month, people in tqdm(
        demonstration.months(),
        "Making the demonstration data",
        total=61,
        unit="month",
        leave=False,
        mininterval=0.5,
    ):
        for table, at, frame in demonstration.tables(month, people):
            made.setdefault(table, {})[at] = store.add(table, frame)
    release = merged(before, force, made, ())
    keep(store, release)
    print(f"Release {release.id}: {force.name} (Illustrative), {span(list(made['strength']))}.")


def prepare(store: Store) -> None:
    """Make the demonstration where there is no data; count what is not counted yet.

    Where nothing is to be made, nothing is written: the folder may be read-only.
    """
    if _untouched(store):
        # Whoever waits here for another process finds its work done.
        with store.lock():
            if _untouched(store):
                make_demonstration(store)
    release = store.current()
    if release is not None:
        count(store, release)


def _untouched(store: Store) -> bool:
    """Whether nothing was ever stored; where none is current, a force's own may still be there."""
    return store.current_id() is None and not store.ids()
