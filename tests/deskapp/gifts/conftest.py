"""The counter in a fresh store, once on each engine."""

import pytest

from tests.deskapp.gifts.counter import Counter, open_counter


@pytest.fixture
def counter(store: str) -> Counter:
    """The people of the counter, in a fresh store, once on each engine."""
    return open_counter()
