"""The four consents as they were given and withdrawn, each under its wording of the notice (rules.md §7)."""

from collections.abc import Sequence
from typing import Any

from deskapp.customers.domain import BEYOND_SERVICE, NOTICE, RECEIVERS, Answer, Consent, ConsentChannel, Notice, Purpose
from deskapp.customers.family import family, refuse_erased
from deskapp.customers.tables import ConsentRecord, NoticeRecord
from deskapp.data import Act, ActRecord, Tx, writing
from deskapp.errors import UserError
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.service import require
from deskapp.store.domain import NAME


def current_notice() -> Notice:
    """The notice as it reads today, with the version it has, or will get with the first consent given under it."""
    text = value(NOTICE).replace("{store}", value(NAME)).replace("{receivers}", value(RECEIVERS))
    last = _last_notice()
    if last is None:
        return Notice(1, text)
    return Notice(last.version if last.text == text else last.version + 1, text)


def notice(version: int) -> Notice:
    """An earlier wording, as it was read then."""
    record = NoticeRecord.get(NoticeRecord.version == version)
    return Notice(record.version, record.text)


def record_consents(*, act: Act, customer_id: int, answers: Sequence[Answer], channel: ConsentChannel) -> None:
    """Keep answers as given now, under today's notice; the last one of a purpose counts. Refuses a purpose answered twice."""
    require(act, Right.EDIT_CUSTOMERS)
    with writing(act, "record_consents", customer_id=customer_id, answers=answers, channel=channel) as tx:
        if tx.replay is not None:
            return
        if len({answer.purpose for answer in answers}) < len(answers):
            raise UserError("同一项选择有两个答案，请核对", field="consents")
        refuse_erased(customer_id)
        notice_id = _notice_id(tx)
        for answer in answers:
            ConsentRecord.create(
                customer=customer_id,
                purpose=answer.purpose.value,
                given=answer.given,
                channel=channel.value,
                notice=notice_id,
                act=tx.act_id,
            )
        tx.done(customer_id)


def withdraw_consent(*, act: Act, customer_id: int, purpose: Purpose, channel: ConsentChannel) -> None:
    """Take a consent back, at once and as easily as it was given (PIPL 15). Refuses one that is not given."""
    with writing(act, "withdraw_consent", customer_id=customer_id, purpose=purpose, channel=channel) as tx:
        require(act, Right.EDIT_CUSTOMERS)
        if tx.replay is not None:
            return
        ids = family(customer_id)
        if not any(consent.given for consent in standing_consents(ids) if consent.purpose is purpose):
            raise UserError(f"“{purpose.label}”目前没有同意，不用撤回")
        record_consents(act=tx.act, customer_id=ids[0], answers=[Answer(purpose, given=False)], channel=channel)
        tx.done(customer_id)


def stop_marketing(*, act: Act, customer_id: int, channel: ConsentChannel) -> None:
    """Everything but 会员服务 is refused from now on, also what was never asked. Refuses when all of it is refused already."""
    require(act, Right.EDIT_CUSTOMERS)
    with writing(act, "stop_marketing", customer_id=customer_id, channel=channel) as tx:
        if tx.replay is not None:
            return
        ids = family(customer_id)
        refused = {consent.purpose for consent in standing_consents(ids) if not consent.given}
        answers = [Answer(purpose, given=False) for purpose in BEYOND_SERVICE if purpose not in refused]
        if not answers:
            raise UserError("促销、关怀和对外提供都已经是“不同意”")
        record_consents(act=tx.act, customer_id=ids[0], answers=answers, channel=channel)
        tx.done(ids[0])


def standing_consents(ids: Sequence[int]) -> list[Consent]:
    """The answer that counts for each purpose of a family, in the order of the form; purposes never asked are missing."""
    last = {consent.purpose: consent for consent in consent_history(ids)}
    return [last[purpose] for purpose in Purpose if purpose in last]


def consent_history(ids: Sequence[int]) -> list[Consent]:
    """Every answer of a family, oldest first."""
    rows: Any = (
        ConsentRecord.select(ConsentRecord, ActRecord.at, ActRecord.staff_id, NoticeRecord.version)
        .join(ActRecord, on=(ConsentRecord.act == ActRecord.id))
        .join(NoticeRecord, on=(ConsentRecord.notice == NoticeRecord.id))
        .where(ConsentRecord.customer.in_(list(ids)))
        .order_by(ConsentRecord.id)
        .namedtuples()
    )
    return [Consent(Purpose(r.purpose), r.given, r.at, ConsentChannel(r.channel), r.staff_id, r.version) for r in rows]


def _notice_id(tx: Tx) -> int:
    """The row of today's wording, written at its first use."""
    now, last = current_notice(), _last_notice()
    if last is not None and last.version == now.version:
        return last.id
    return NoticeRecord.create(version=now.version, text=now.text, act=tx.act_id).id


def _last_notice() -> NoticeRecord | None:
    return NoticeRecord.select().order_by(NoticeRecord.version.desc()).first()
