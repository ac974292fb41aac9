"""Who may look at slips and at what they are computed by."""

from deskapp.data import Act
from deskapp.staff.domain import Right
from deskapp.staff.service import allowed, require


def require_reader(act: Act) -> None:
    """Refuse whoever neither sees customers nor writes slips."""
    if not allowed(act, Right.SEE_CUSTOMERS):
        require(act, Right.WRITE_HANDOVERS)
