"""The application form on paper: what the guest reads and signs."""

import io
from datetime import datetime

import pytest
from pypdf import PdfReader

from deskapp.customers.consents import withdraw_consent
from deskapp.customers.domain import NOTICE, Answer, ConsentChannel, Notice, Purpose
from deskapp.customers.tables import RevealRecord
from deskapp.data import barcode_digits
from deskapp.members.application import application, blank_application
from deskapp.members.application_form import PAPERS, Application, ApplicationVehicle, render
from deskapp.papers import Head, Paper
from tests.deskapp.members.conftest import YES

HEAD = Head(
    store="恒信汽车销售服务有限公司",
    title="会员入会申请表",
    number="HY-20261123-001",
    code=barcode_digits("HY-20261123-001"),
    printed_at=datetime(2026, 11, 23, 10, 42),
    printed_by="王芳",
    department="客服部",
)
BLANK = Head(store="恒信汽车销售服务有限公司", title="会员入会申请表", number="")
SIZES = {"A4": (595, 842), "A5": (420, 595)}


def _read(printed) -> tuple[str, list[tuple[int, int]], set[str]]:
    reader = PdfReader(io.BytesIO(printed.pdf))
    text = "".join(page.extract_text() for page in reader.pages).replace("\n", "")
    sizes = [(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages]
    fonts = {str(font["/BaseFont"]) for page in reader.pages for font in (f.get_object() for f in page["/Resources"]["/Font"].values())}
    return text, sizes, fonts


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_the_form_says_who_joins_what_he_answered_and_under_which_notice(enroll, act, desk, paper: Paper):
    answers = (YES[0], Answer(Purpose.MARKETING, given=False), *YES[2:])
    made = enroll("䶮·𫍯", plate="粤BD20716", answers=answers)
    printed = render(application(act=act(), membership_id=made.membership_id), paper=paper, head=HEAD)
    text, sizes, fonts = _read(printed)
    for words in ("䶮·𫍯", "138 2601 2607", "粤B D20716", "6601 0342", "2026-11-23 至 2027-11-22", "陈静 客服部", "HY-20261123-001"):
        assert words in text
    for words in ("第 1 版", "不满 14 周岁的未成年人不能登记为会员或联系人", "客户签字", "接收方：厂家、合作保险公司", "保存 10 年"):
        assert words in text
    assert set(sizes) == {SIZES[paper.name]}
    assert printed.missing == ()
    assert any("NotoSansSC" in font for font in fonts)


def test_a_look_at_the_form_is_logged_like_any_look_at_a_full_number(enroll, act, desk):
    made = enroll()
    application(act=act(), membership_id=made.membership_id)
    assert [row.customer_id for row in RevealRecord.select()] == [made.customer_id]


def test_the_form_of_an_enrolment_keeps_the_answers_given_then(enroll, act, desk):
    made = enroll()
    withdraw_consent(act=act(minutes=60), customer_id=made.customer_id, purpose=Purpose.CARE, channel=ConsentChannel.PHONE)
    assert application(act=act(minutes=61), membership_id=made.membership_id).answers[Purpose.CARE]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_the_blank_form_has_room_for_everything_and_no_number(desk, paper: Paper):
    text, _, _ = _read(render(blank_application(), paper=paper, head=BLANK))
    for words in ("姓名", "手机", "车架号", "卡号", "推荐人", "介绍人", "同意", "单号", "空白表"):
        assert words in text
    assert "None" not in text


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_the_longest_values_find_room_on_every_size(paper: Paper):
    car = ApplicationVehicle("粤B D20716", "LSVAA41T2RN000001", "龘" * 40 + " " + "灰" * 40, "2026-10-01")
    long = Application(
        notice=Notice(999, NOTICE.default * 3),
        receivers="收" * 60,
        kind="单位",
        name="龘" * 100,
        contact="䶮" * 50,
        salutation="女士",
        mobile="138 2601 2607",
        alt_contact="龘" * 50 + " 0755-26012607-123456",
        birthday="农历 1990-08-15",
        address="龘" * 120,
        vehicles=(car, car, car),
        level="钻卡",
        card_no="8" * 32,
        joined_on="2026-11-23",
        valid_until="2027-11-22",
        join_channel="转介绍",
        recruiter="䶮" * 12 + " 二级网点销售部",
        referrer="龘" * 50,
        handled_by="䶮" * 12,
        answers=dict.fromkeys(Purpose, False),
    )
    text, _, _ = _read(render(long, paper=paper, head=HEAD, reprint=2))
    assert text.count("龘") >= 100 + 50 + 120 + 3 * 40 + 50
    assert "补打" in text
