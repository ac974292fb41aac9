"""The four consents: asked one by one, kept with their notice, taken back in one step."""

import pytest

from deskapp.customers.consents import consent_history, current_notice, notice, record_consents, withdraw_consent
from deskapp.customers.domain import RECEIVERS, Answer, ConsentChannel, Purpose
from deskapp.customers.views import customer
from deskapp.data import writing
from deskapp.errors import UserError
from deskapp.settings.store import set_value


def _answers(**given: bool) -> list[Answer]:
    return [Answer(Purpose(code), answer) for code, answer in given.items()]


def test_each_answer_is_kept_with_time_channel_person_and_notice(guest, act, desk):
    made = guest("张伟")
    record_consents(act=act(), customer_id=made, answers=_answers(service=True, marketing=False), channel=ConsentChannel.PAPER)
    service, marketing = customer(act=act(), customer_id=made).consents
    assert (service.purpose, service.given, service.staff_id, service.channel) == (Purpose.SERVICE, True, desk, ConsentChannel.PAPER)
    assert (marketing.given, marketing.notice_version) == (False, 1)
    assert customer(act=act(), customer_id=made).consent(Purpose.CARE) is None


def test_taking_back_works_at_once_and_keeps_the_history(guest, act):
    made = guest("张伟")
    record_consents(act=act(), customer_id=made, answers=_answers(marketing=True), channel=ConsentChannel.PAPER)
    withdraw_consent(act=act(minutes=1), customer_id=made, purpose=Purpose.MARKETING, channel=ConsentChannel.PHONE)
    assert not customer(act=act(), customer_id=made).consent(Purpose.MARKETING).given
    assert [(consent.given, consent.channel) for consent in consent_history([made])] == [
        (True, ConsentChannel.PAPER),
        (False, ConsentChannel.PHONE),
    ]
    with pytest.raises(UserError, match="“促销短信和电话”目前没有同意，不用撤回"):
        withdraw_consent(act=act(), customer_id=made, purpose=Purpose.MARKETING, channel=ConsentChannel.PHONE)


def test_another_receiver_makes_another_version_of_the_notice(guest, act):
    made = guest("张伟")
    record_consents(act=act(), customer_id=made, answers=_answers(share=True), channel=ConsentChannel.PAPER)
    assert current_notice().version == 1
    with writing(act(), "change_setting") as tx:
        set_value(tx, RECEIVERS, "一汽-大众、平安财险")
    assert current_notice().version == 2
    record_consents(act=act(), customer_id=made, answers=_answers(share=False), channel=ConsentChannel.COUNTER)
    assert [consent.notice_version for consent in consent_history([made])] == [1, 2]
    assert "提供给厂家、合作保险公司，" in notice(1).text
    assert "提供给一汽-大众、平安财险，" in notice(2).text


def test_two_answers_to_one_question_are_refused(guest, act):
    made = guest("张伟")
    twice = [Answer(Purpose.CARE, given=True), Answer(Purpose.CARE, given=False)]
    with pytest.raises(UserError, match="两个答案"):
        record_consents(act=act(), customer_id=made, answers=twice, channel=ConsentChannel.PAPER)
