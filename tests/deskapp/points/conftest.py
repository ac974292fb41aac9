"""A guest with an account, and a clerk who books."""

import pytest

from tests.deskapp.people import hire
from tests.deskapp.points.accounts import customer


@pytest.fixture
def guest(store) -> int:
    """A customer with an empty account in a fresh store, once on each engine; 王芳 books."""
    hire("王芳")
    return customer()
