"""What the tests of faults share: one warm process to fork, and the stores that they start from."""

import pytest

from tests.store import forked
from tests.store.scene import Scene, scenes


@pytest.fixture(scope="session")
def staged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scene]:
    """The scenes by name; tests copy the store that they disturb."""
    forked.warm_up()
    return scenes(tmp_path_factory.mktemp("staged"))
