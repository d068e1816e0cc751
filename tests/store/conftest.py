"""What the tests of faults share: one warm process to fork, and the stores that they start from."""

from collections.abc import Iterator

import pytest

from dashboard.cube import parts
from tests.store import few, forked
from tests.store.scene import Scene, scenes


@pytest.fixture(scope="package", autouse=True)
def _few_kinds() -> Iterator[None]:
    """The processes that are forked count few kinds of cells, and so does who looks at them.

    For the whole package: the first of its tests that forks decides what is loaded to fork.
    """
    forked.warm_up()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "KINDS", few.FEW)
        patch.setattr(parts, "_GROUPS", few.groups())
        yield


@pytest.fixture(scope="package")
def staged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scene]:
    """The scenes by name; tests copy the store that they disturb."""
    return scenes(tmp_path_factory.mktemp("staged"))
