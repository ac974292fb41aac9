"""The four consents: asked one by one, kept with their notice, taken back in one step."""

from datetime import date

import pytest

from deskapp.customers.birthdays import birthday_guests
from deskapp.customers.consent_proof import ConsentProof, render
from deskapp.customers.consents import consent_history, current_notice, notice, record_consents, stop_marketing, withdraw_consent
from deskapp.customers.domain import RECEIVERS, Answer, ConsentChannel, Purpose
from deskapp.customers.tables import CustomerRecord
from deskapp.customers.views import customer
from deskapp.data import writing
from deskapp.errors import UserError
from deskapp.papers import A4
from deskapp.settings.store import set_value
from tests.conftest import MORNING
from tests.deskapp.papers.reading import text_of

PAPER = ConsentChannel.PAPER


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


def test_one_step_stops_everything_but_the_service_itself(guest, act):
    made = guest("张伟明")
    record_consents(act=act(), customer_id=made, answers=_answers(service=True, care=True), channel=PAPER)
    stop_marketing(act=act(minutes=5), customer_id=made, channel=ConsentChannel.PHONE)
    found = customer(act=act(), customer_id=made)
    assert [found.consent(purpose).given for purpose in Purpose] == [True, False, False, False]
    assert [one.channel for one in consent_history([made])] == [PAPER, PAPER, *[ConsentChannel.PHONE] * 3]
    with pytest.raises(UserError, match="都已经是“不同意”"):
        stop_marketing(act=act(minutes=6), customer_id=made, channel=ConsentChannel.PHONE)


def test_whoever_withdrew_is_not_greeted_and_a_merged_one_is_greeted_by_the_last_answer(guest, act):
    one = guest("张伟明", birthday="11-23")
    other = guest("张伟民", "13900000001")
    assert birthday_guests(act=act(), on=date(2026, 11, 23)) == []
    record_consents(act=act(), customer_id=other, answers=_answers(care=True), channel=PAPER)
    CustomerRecord.update(merged_into=one).where(CustomerRecord.id == other).execute()
    assert [guest.customer_id for guest in birthday_guests(act=act(), on=date(2026, 11, 23))] == [one]
    stop_marketing(act=act(), customer_id=one, channel=ConsentChannel.COUNTER)
    assert birthday_guests(act=act(), on=date(2026, 11, 23)) == []


def test_the_proof_names_every_answer_and_the_notice_it_was_given_under(guest, act, desk):
    made = guest("张伟明")
    record_consents(act=act(), customer_id=made, answers=_answers(marketing=True), channel=PAPER)
    withdraw_consent(act=act(minutes=3), customer_id=made, purpose=Purpose.MARKETING, channel=ConsentChannel.PHONE)
    proof = ConsentProof("张伟明", "138 **** 2607", "", consent_history([made]), {desk: "王芳"}, [notice(1)])
    text = text_of(render(proof, paper=A4, store="恒信汽车", printed_at=MORNING, printed_by="王芳").pdf)
    for words in (
        "个人信息同意记录",
        "2026-11-23 09:03",
        "促销短信和电话",
        "不同意",
        "电话",
        "书面签字",
        "告知书　第 1 版",
        "138 **** 2607",
    ):
        assert words in text
