"""One membership while it is written: found in a state from which the step may be taken, its cards, the lines of its history."""

from deskapp.customers.domain import TokenSource
from deskapp.customers.tables import CustomerRecord
from deskapp.customers.tokens import number_tokens, write_tokens
from deskapp.data import Tx, update_record
from deskapp.errors import UserError
from deskapp.members.domain import CardState, EventKind, Level, MemberState
from deskapp.members.tables import CardRecord, MemberEventRecord, MembershipRecord


def in_state(membership_id: int, *states: MemberState, to: str) -> MembershipRecord:
    """The membership if it is in one of the states; else a refusal to do `to` (a verb) that names the way out."""
    record = MembershipRecord.get_by_id(membership_id)
    state = MemberState(record.state)
    if state in states:
        return record
    if state is MemberState.PENDING:
        raise UserError(f"会员 {record.number} 还是待录入，客服录入确认后才能{to}")
    if not state.is_open:
        raise UserError(f"会员 {record.number} {state.label}，不能{to}；这位客户可以重新入会（F3）")
    if MemberState.PENDING in states:
        raise UserError(f"会员 {record.number} 已是“{state.label}”，请刷新后再看")
    raise UserError(f"会员 {record.number} 已经挂失，请直接补卡")


def book(tx: Tx, record: MembershipRecord, kind: EventKind, **details: object) -> int:
    """Write one line of what happened to the membership; its id."""
    return MemberEventRecord.create(membership=record.id, kind=kind.value, at=tx.act.at, act=tx.act_id, **details).id


def card_in_use(membership_id: int) -> CardRecord | None:
    """The card the member uses; None after a loss, or where he was brought without one."""
    return CardRecord.get_or_none((CardRecord.membership == membership_id) & (CardRecord.state == CardState.IN_USE.value))


def block_card(tx: Tx, membership_id: int, reason: str) -> str:
    """Block the card in use for ever; it is still found by search. Its number, '' if there is none."""
    card = card_in_use(membership_id)
    if card is None:
        return ""
    update_record(tx, card, reason=reason, state=CardState.BLOCKED.value)
    return card.number


def give_card(tx: Tx, record: MembershipRecord, number: str, level: Level, *, vehicle_id: int | None = None) -> None:
    """Give the member a card nobody has, and let the search find it. The one before is blocked by then."""
    CardRecord.create(
        membership=record.id, number=number, level=level.value, vehicle=vehicle_id, state=CardState.IN_USE.value, act=tx.act_id
    )
    write_tokens(record.customer_id, number_tokens(number, TokenSource.CARD, TokenSource.CARD_PART))


def card_holder(number: str) -> str:
    """Whose card it is, '' if it is free: a blocked number stays taken, only a voided enrolment frees its card."""
    row = (
        CardRecord.select(CustomerRecord.name, CardRecord.state)
        .join(MembershipRecord)
        .join(CustomerRecord, on=(MembershipRecord.customer == CustomerRecord.id))
        .where((CardRecord.number == number) & (CardRecord.state != CardState.VOID.value))
        .tuples()
        .first()
    )
    return f"{row[0]}（{CardState(row[1]).label}）" if row else ""
