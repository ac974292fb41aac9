"""The whole reception window of the frame's tests."""

from tests.ui.frame.conftest import front

__all__ = ["front"]
