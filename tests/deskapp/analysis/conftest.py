"""The house of the hand-over tests: a desk, customer service, advisers of two outlets, a member with a car."""

from tests.deskapp.handovers.conftest import form, house, pending_member, write

__all__ = ["form", "house", "pending_member", "write"]
