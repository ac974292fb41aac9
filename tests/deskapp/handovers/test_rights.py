"""Service × role: who may do what with slips, awards, manual entries and rates (rules.md §2)."""

from datetime import date
from pathlib import Path

import pytest

from deskapp.errors import NotAllowed
from deskapp.handovers.awards import adjust_points, awards, give_award, preview_undo, undo_entry
from deskapp.handovers.domain import HandoverForm, SpendKind
from deskapp.handovers.expiring import expiring, export_expiring
from deskapp.handovers.posting import post_handover, preview_reversal, return_handover, reverse_handover
from deskapp.handovers.rates import rate_history, set_rate
from deskapp.handovers.reading import Filter, bill_photo, bill_view, handover, handovers, inbox, writers
from deskapp.handovers.writing import resubmit_handover, void_handover, write_handover
from deskapp.points.domain import AwardKind
from deskapp.staff.domain import Role
from tests.deskapp.people import hire

R = Role
DESK = {R.FRONT_DESK, R.CUSTOMER_SERVICE, R.SERVICE_MANAGER}
ADVISORS = {R.SERVICE_ADVISOR, R.SALES_ADVISOR}
SERVICE = {R.CUSTOMER_SERVICE, R.SERVICE_MANAGER}
MANAGER = {R.SERVICE_MANAGER}
FORM = HandoverForm(1, "RO1", ())

TABLE = [
    (lambda act: write_handover(act=act, form=FORM), DESK | ADVISORS),
    (lambda act: resubmit_handover(act=act, handover_id=1, form=FORM), DESK | ADVISORS),
    (lambda act: void_handover(act=act, handover_id=1, reason=""), DESK | ADVISORS),
    (lambda act: post_handover(act=act, handover_id=1), SERVICE),
    (lambda act: return_handover(act=act, handover_id=1, reason=""), SERVICE),
    (lambda act: reverse_handover(act=act, handover_id=1, reason=""), MANAGER),
    (lambda act: give_award(act=act, customer_id=1, kind=AwardKind.EVENT, occasion=""), SERVICE),
    (lambda act: adjust_points(act=act, customer_id=1, amount=1, reason=""), MANAGER),
    (lambda act: undo_entry(act=act, entry_id=1, reason=""), MANAGER),
    (lambda act: set_rate(act=act, kind=SpendKind.MAINTENANCE, fen_per_point=1, valid_from=date(2000, 1, 1)), MANAGER),
    (lambda act: handovers(act=act, only=Filter()), DESK | ADVISORS | {R.GENERAL_MANAGER}),
    (lambda act: handover(act=act, handover_id=1), DESK | ADVISORS | {R.GENERAL_MANAGER}),
    (lambda act: inbox(act=act), DESK | ADVISORS | {R.GENERAL_MANAGER}),
    (lambda act: writers(act=act), DESK | ADVISORS | {R.GENERAL_MANAGER}),
    (lambda act: bill_photo(act=act, handover_id=1), DESK | ADVISORS | {R.GENERAL_MANAGER}),
    (lambda act: bill_view(act=act, handover_id=1), DESK | ADVISORS | {R.GENERAL_MANAGER}),
    (lambda act: rate_history(act=act), DESK | ADVISORS | {R.GENERAL_MANAGER}),
    (lambda act: preview_reversal(act=act, handover_id=1, line_ids=[1]), MANAGER),
    (lambda act: preview_undo(act=act, entry_id=1), MANAGER),
    (lambda act: awards(act=act, customer_id=1), SERVICE),
    (lambda act: expiring(act=act), DESK | {R.GENERAL_MANAGER}),
    (lambda act: export_expiring(act=act, path=Path("/nowhere/list.xlsx")), MANAGER),
]


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_let_through_or_refused(sqlite_store, act, role):
    """Let through means that something else than the right stops a call about nothing."""
    somebody = hire("某人", role)
    for use_case, allowed in TABLE:
        try:
            use_case(act(staff_id=somebody))
            refused = False
        except NotAllowed:
            refused = True
        except Exception:  # noqa: BLE001 - anything beyond the right will do
            refused = False
        assert refused is (role not in allowed), (role, use_case.__code__.co_names)
