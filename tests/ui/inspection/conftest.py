"""The reception window for the tests of this folder."""

from tests.ui.reception import reception

__all__ = ["reception"]
