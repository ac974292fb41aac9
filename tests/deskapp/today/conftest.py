"""The house of the hand-over tests, with a member and people of every kind."""

from tests.deskapp.handovers.conftest import form, house, pending_member

__all__ = ["form", "house", "pending_member"]
