"""Customer service's side of a slip: posted, returned with a reason, reversed whole or by lines."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from deskapp.data import Act, Tx, rehearsing, update_record, writing
from deskapp.errors import UserError
from deskapp.handovers.bill import earned_of
from deskapp.handovers.domain import Posted, SpendKind, State
from deskapp.handovers.judging import judge_reason
from deskapp.handovers.tables import HandoverLineRecord, HandoverRecord
from deskapp.handovers.writing import in_state
from deskapp.members.domain import Level
from deskapp.members.levels import settle_level
from deskapp.members.standing import earning_membership
from deskapp.points import reversal
from deskapp.points import service as points
from deskapp.points.domain import Movement
from deskapp.points.lots import part_to_return
from deskapp.points.reading import balance, booked
from deskapp.points.undone import Undone, undone_by
from deskapp.staff.domain import Right
from deskapp.staff.service import require
from deskapp.typed import format_money


def post_handover(*, act: Act, handover_id: int) -> Posted:
    """Deduct the points used and book the earned ones, from the same lines in one act (待录入 → 已录入).

    Refuses a slip that stands elsewhere, and a member who is 待录入 or has resigned. Never refused for points that a reversal took
    meanwhile: the discount was given, what is missing becomes debt.
    """
    require(act, Right.POST_HANDOVERS)
    with writing(act, "post_handover", handover_id=handover_id) as tx:
        if tx.replay is not None:
            return _posted(tx, HandoverRecord.get_by_id(tx.replay))
        record = in_state(handover_id, State.PENDING)
        earning_membership(customer_id=record.customer_id, on=tx.act.at.date())
        used = points.spend_reserved(act=tx.act, holder=record.number, may_owe=True) if record.points_used else None
        earned = [_earn(tx, record, kind, lines) for kind, lines in _by_kind(lines_of(record)).items()]
        moves = [move for move in (used, *earned) if move is not None]
        update_record(tx, record, state=State.POSTED.value, step=tx.act_id, used_entry=used.entry_id if used else None)
        level = settle_level(act=tx.act, customer_id=record.customer_id)
        tx.done(record.id, record.number)
        return _told(tx, record, moves, level)


def return_handover(*, act: Act, handover_id: int, reason: str) -> None:
    """Give a slip back to the desk with a reason (待录入 → 已退回); the points it reserved are spendable again until it comes back."""
    require(act, Right.POST_HANDOVERS)
    with writing(act, "return_handover", handover_id=handover_id, reason=reason) as tx:
        if tx.replay is not None:
            return
        record = in_state(handover_id, State.PENDING)
        why = judge_reason(reason, "退回")
        points.release(act=tx.act, holder=record.number)
        update_record(tx, record, reason=why, step_reason=why, state=State.RETURNED.value, step=tx.act_id)
        tx.done(record.id, record.number)


@dataclass(frozen=True, slots=True)
class Reversal:
    """Lines of a bill taken back: what that moves in the account, their amount in fen, and how many lines of the bill still stand."""

    undone: Undone
    amount: int
    lines_left: int


def reverse_handover(*, act: Act, handover_id: int, reason: str, line_ids: Collection[int] | None = None) -> Reversal:
    """Take back what a posted bill earned and give back what was used on it: all lines, or some, each once.

    The lines left are computed again under the frozen rate and the entry is the difference, so a bill taken back in parts ends where one
    taken back at once does. With its last line the slip is 已冲正.
    """
    require(act, Right.REVERSE_POINTS)
    chosen = None if line_ids is None else sorted(set(line_ids))
    with writing(act, "reverse_handover", handover_id=handover_id, reason=reason, line_ids=chosen) as tx:
        if tx.replay is not None:
            return _reversal(tx, HandoverRecord.get_by_id(tx.replay))
        record = in_state(handover_id, State.POSTED)
        why = judge_reason(reason, "冲正")
        lines = lines_of(record)
        for line in _chosen(lines, chosen):
            _reverse_line(tx, record, line, lines, why)
        if all(line.reversed_id is not None for line in lines):
            update_record(tx, record, reason=why, step_reason=why, state=State.REVERSED.value, step=tx.act_id)
        tx.done(record.id, record.number)
        return _reversal(tx, record)


def preview_reversal(*, act: Act, handover_id: int, line_ids: Collection[int]) -> Reversal:
    """What `reverse_handover` of these lines would move. Nothing stays written; refusals are those of the deed but for the reason."""
    require(act, Right.REVERSE_POINTS)
    chosen = sorted(set(line_ids))
    with rehearsing(act, "preview_reversal", handover_id=handover_id, line_ids=chosen) as tx:
        record = in_state(handover_id, State.POSTED)
        lines = lines_of(record)
        for line in _chosen(lines, chosen):
            _reverse_line(tx, record, line, lines, "预览")
        return _reversal(tx, record)


def lines_of(record: HandoverRecord) -> list[HandoverLineRecord]:
    """The lines of a slip as last handed in."""
    return list(
        HandoverLineRecord.select()
        .where((HandoverLineRecord.handover == record.id) & (HandoverLineRecord.revision == record.revision))
        .order_by(HandoverLineRecord.position)
    )


def points_of(lines: Sequence[HandoverLineRecord]) -> int:
    """What lines of one kind earn under the rate they were written under: rounded down once."""
    if not lines:
        return 0
    return earned_of(SpendKind(lines[0].kind), sum(line.earning for line in lines), lines[0].fen_per_point).points


def _by_kind(lines: Sequence[HandoverLineRecord]) -> dict[SpendKind, list[HandoverLineRecord]]:
    kinds: dict[SpendKind, list[HandoverLineRecord]] = {}
    for line in lines:
        kinds.setdefault(SpendKind(line.kind), []).append(line)
    return kinds


def _earn(tx: Tx, record: HandoverRecord, kind: SpendKind, lines: Sequence[HandoverLineRecord]) -> Movement | None:
    """Book one kind of the bill; a kind that earns nothing writes no entry."""
    earned = points_of(lines)
    if not earned:
        return None
    note = f"{kind.label} {format_money(sum(line.amount for line in lines))} 元"
    move = points.earn(act=tx.act, customer_id=record.customer_id, points=earned, note=note, number=record.number, rate=lines[0].rate_id)
    ids = [line.id for line in lines]
    HandoverLineRecord.update(entry=move.entry_id).where(HandoverLineRecord.id.in_(ids)).execute()
    return move


def _chosen(lines: Sequence[HandoverLineRecord], chosen: Collection[int] | None) -> list[HandoverLineRecord]:
    """The lines to take back; None are all that still stand. Refuses no line, and one that was taken back before."""
    undone = [line for line in lines if (line.id in chosen if chosen is not None else line.reversed_id is None)]
    if not undone:
        raise UserError("请选择要冲正的行", field="lines")
    if any(line.reversed_id is not None for line in undone):
        raise UserError("选中的行里有已经冲正过的，请刷新后再看", field="lines")
    return undone


def _reversal(tx: Tx, record: HandoverRecord) -> Reversal:
    lines = lines_of(record)
    undone = undone_by(act_id=tx.act_id, customer_id=record.customer_id, on=tx.act.at.date())
    amount = sum(line.amount for line in lines if line.reversed_id == tx.act_id)
    return Reversal(undone, amount, sum(line.reversed_id is None for line in lines))


def _reverse_line(tx: Tx, record: HandoverRecord, line: HandoverLineRecord, lines: Sequence[HandoverLineRecord], reason: str) -> None:
    """Take one line out of the bill: the difference it makes to its kind, and its share of the points used."""
    left = [other for other in lines if other.kind == line.kind and other.reversed_id is None]
    difference = points_of(left) - points_of([other for other in left if other.id != line.id])
    if line.entry_id is not None:
        note = f"冲正 {SpendKind(line.kind).label}：{reason}"
        reversal.reverse(
            act=tx.act, entry_id=line.entry_id, number=record.number, note=note, points=difference, tier=difference, part=line.id
        )
    if record.used_entry_id is not None:
        before = sum(other.amount for other in lines if other.reversed_id is not None)
        returned = part_to_return(record.points_used, before, record.amount, 0)
        share = part_to_return(record.points_used, before + line.amount, record.amount, returned)
        reversal.give_back(
            act=tx.act, entry_id=record.used_entry_id, number=record.number, note=f"退回抵扣：{reason}", points=share, part=line.id
        )
    update_record(tx, line, reason=reason, reversed=tx.act_id)


def _told(tx: Tx, record: HandoverRecord, moves: Sequence[Movement], level: Level | None) -> Posted:
    now = balance(customer_id=record.customer_id, on=tx.act.at.date()).spendable
    before, after = (moves[0].before, moves[-1].after) if moves else (now, now)
    return Posted(record.id, record.number, record.points_used, record.points, before, after, level)


def _posted(tx: Tx, record: HandoverRecord) -> Posted:
    """What posting answered, read again from what it booked."""
    earned = dict.fromkeys(line.entry_id for line in lines_of(record))
    return _told(tx, record, [booked(entry_id=entry) for entry in (record.used_entry_id, *earned) if entry is not None], None)
