"""What is proved of the store, and what those proofs share."""

import pytest

# What it asserts for the tests says what it found.
pytest.register_assert_rewrite("tests.store.scene")
