"""补偿: proposed with kind, amount and why, approved by whoever may approve so much (rules.md §2)."""

from deskapp.complaints.domain import MEDIUM_COMPENSATION, SMALL_COMPENSATION
from deskapp.complaints.lists import CompensationKind
from deskapp.complaints.reading import complaint_by_id
from deskapp.complaints.steps import OPEN_STATES, done, may_answer, may_route, reason_in, slip_at, slip_before, step
from deskapp.complaints.tables import CompensationRecord
from deskapp.complaints.things import Compensation, Complaint, Seen
from deskapp.data import Act, update_record, writing
from deskapp.errors import UserError
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.service import allowed, require
from deskapp.typed import format_money

MOST_YUAN = 1_000_000


def approval_right(amount: int) -> Right:
    """The right it takes to approve so many fen: ≤ 500, ≤ 5,000 and above yuan by default."""
    if amount <= value(SMALL_COMPENSATION) * 100:
        return Right.COMPENSATE_SMALL
    return Right.COMPENSATE_MEDIUM if amount <= value(MEDIUM_COMPENSATION) * 100 else Right.COMPENSATE_LARGE


def propose_compensation(*, act: Act, seen: Seen, kind: CompensationKind, amount: int, note: str) -> Complaint:
    """Propose what the customer gets, in fen (0 where no money can be named), by a department of the slip, its manager or 客服.

    It waits for approval, and the slip cannot be archived before.
    """
    _require_proposing(act, slip_before(seen))
    what = reason_in(note, field="note", ask="请写明补偿什么、为什么")
    with writing(act, "propose_compensation", seen=seen, kind=kind, amount=amount, note=note) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, *OPEN_STATES)
        if not 0 <= amount <= MOST_YUAN * 100:
            raise UserError(f"金额请填 0 到 {MOST_YUAN:,} 元", field="amount")
        CompensationRecord.create(complaint=slip.id, kind=kind.value, amount=amount, note=what, act=tx.act_id)
        step(tx, slip.id, "提出补偿", _words(kind, amount, what))
        return done(tx, record)


def decide_compensation(*, act: Act, seen: Seen, compensation_id: int, approved: bool, note: str = "") -> Complaint:
    """批准 or 不批准 a compensation, by whoever may approve its amount; a refusal needs a reason."""
    asked = _find(slip_before(seen), compensation_id)
    require(act, approval_right(asked.amount))
    why = note.strip() if approved else reason_in(note)
    with writing(act, "decide_compensation", seen=seen, compensation_id=compensation_id, approved=approved, note=note) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, *OPEN_STATES)
        asked = _find(slip, compensation_id)
        require(tx.act, approval_right(asked.amount))
        if asked.approved is not None:
            raise UserError("这笔补偿已经批过。请刷新")
        kept = CompensationRecord.get_by_id(compensation_id)
        update_record(tx, kept, approved=approved, decided=tx.act_id, decided_note=why)
        what = _words(asked.kind, asked.amount, why)
        step(tx, slip.id, "批准补偿" if approved else "不批准补偿", what)
        return done(tx, record)


def may_decide(*, act: Act, compensation: Compensation) -> bool:
    """Whether the person may approve a compensation that waits: windows hide the buttons by it."""
    return compensation.approved is None and allowed(act, approval_right(compensation.amount))


def may_propose(*, act: Act, slip: Complaint) -> bool:
    """Whether the person may propose a compensation for the slip: 客服, its departments, who routes it."""
    heads = any(may_answer(act, row, owner_may=True) for row in slip.current_rows)
    return heads or allowed(act, Right.HANDLE_COMPLAINTS) or may_route(act, slip)


def _require_proposing(act: Act, slip: Complaint) -> None:
    if not may_propose(act=act, slip=slip):
        require(act, Right.HANDLE_COMPLAINTS)


def _find(slip: Complaint, compensation_id: int) -> Compensation:
    found = next((one for one in slip.compensations if one.id == compensation_id), None)
    if found is None:
        raise UserError("没有这笔补偿。请刷新")
    return found


def _words(kind: CompensationKind, amount: int, note: str) -> str:
    return " ".join(part for part in (kind.label, f"{format_money(amount)} 元" if amount else "", note) if part)
