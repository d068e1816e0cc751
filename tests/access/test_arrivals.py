"""Which files a month came in by, and when, as the chain of releases tells it."""

from pathlib import Path

import pandas as pd

from dashboard.access.reading import Reader
from dashboard.cube import parts
from dashboard.store.merging import merged
from dashboard.store.releases import Source, Store
from tests.facts import frame, person, small_force
from tests.small_store import filled


def strength(month: str, officers: int) -> pd.DataFrame:
    return filled(frame([person(month=month, person_id=f"p{i}") for i in range(officers)]))


def bring_in(store: Store, file: str, months: dict[str, int]) -> None:
    """An import of one file with so many officers in each month."""
    added = {month: store.add("strength", strength(month, n)) for month, n in months.items()}
    source = Source(file=file, sha256="0" * 64)
    release = merged(store.current(), small_force(), {"strength": added}, (source,))
    parts.build(store, release)
    store.publish(release)


def files(store: Store, *months: str) -> list[str]:
    return list(Reader(store).current().arrivals_of(months))


def test_a_month_has_the_file_that_brought_it_last(tmp_path: Path) -> None:
    store = Store(tmp_path)
    bring_in(store, "first.csv", {"2023-01": 20, "2023-02": 20})
    bring_in(store, "again.csv", {"2023-02": 21, "2023-03": 21})
    assert files(store, "2023-01") == ["first.csv"]
    assert files(store, "2023-02") == files(store, "2023-03") == ["again.csv"]
    # The newest first.
    assert files(store, "2023-01", "2023-02", "2023-03") == ["again.csv", "first.csv"]


def test_data_that_came_back_is_read_though_its_releases_go_round(tmp_path: Path) -> None:
    store = Store(tmp_path)
    bring_in(store, "january.csv", {"2023-01": 20})
    bring_in(store, "february.csv", {"2023-02": 20})
    bring_in(store, "wrong.csv", {"2023-02": 30})
    bring_in(store, "right.csv", {"2023-02": 20})
    assert files(store, "2023-02") == ["right.csv"]


def test_nothing_is_known_of_a_month_whose_release_is_gone(tmp_path: Path) -> None:
    store = Store(tmp_path)
    bring_in(store, "first.csv", {"2023-01": 20})
    first = store.current_id()
    bring_in(store, "second.csv", {"2023-02": 20})
    assert first is not None
    store.record(first).unlink()
    assert files(store, "2023-01") == []
    assert files(store, "2023-02") == ["second.csv"]
