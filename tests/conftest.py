"""The order of the tests: the longest files first, or one process works on alone at the end."""

import pytest

_LONGEST = (
    "store/test_kills.py",
    "store/test_failing_disk.py",
    "browser/test_shell.py",
    "browser/test_accessible.py",
    "browser/test_counts.py",
    "browser/",
    "store/",
    "measures/",
    "cube/",
    "pages/",
)
"""Files and folders, the longest first; all others come after them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the files; the tests of one stay in their order."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    path = item.path.as_posix()
    return next((at for at, part in enumerate(_LONGEST) if f"tests/{part}" in path), len(_LONGEST))
