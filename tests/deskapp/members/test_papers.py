"""The renewal slip and the list of members, read back from the PDF on every size they are offered for."""

import io
from datetime import date, datetime

import pytest
from pypdf import PdfReader

from deskapp.members import member_list, renewal_slip
from deskapp.members.reading import members
from deskapp.members.renewal import Renewal, RenewalForm, renew_member
from deskapp.papers import Paper
from deskapp.points.service import earn

END = date(2027, 11, 22)
SIZES = {"241×140": (683, 397), "A5": (420, 595)}
AT = datetime(2027, 11, 20, 10, 42)


@pytest.fixture
def done(enroll, on) -> Renewal:
    made = enroll("䶮·𫍯", plate="粤BD20716")
    earn(act=on(date(2027, 11, 1)), customer_id=made.customer_id, points=3_000, note="续保", number="")
    return renew_member(act=on(date(2027, 11, 20)), form=RenewalForm(made.membership_id, END, 99_00), reasons={"fee": "活动价"})


def read(pdf: bytes) -> tuple[str, set[tuple[int, int]], int]:
    reader = PdfReader(io.BytesIO(pdf))
    text = "".join(page.extract_text() for page in reader.pages).replace("\n", "")
    return text, {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages}, len(reader.pages)


@pytest.mark.parametrize("paper", renewal_slip.PAPERS, ids=lambda paper: paper.name)
def test_the_slip_says_the_term_the_fee_the_level_and_the_points(done, paper: Paper):
    printed = renewal_slip.render(done, paper=paper, store="恒信汽车", printed_at=AT, printed_by="陈静", department="客服部")
    text, sizes, pages = read(printed.pdf)
    for words in ("䶮·𫍯", "138 **** 2607", "粤B D20716", "6601 0342", done.member.number, "XH-20271120-001", "会员续会单"):
        assert words in text
    for words in ("2027-11-22", "2027-11-23 至 2028-11-22", "99.00 元", "银卡", "上期升级积分 3,020", "3,020", "20 分，请在到期前使用"):
        assert words in text
    assert "13826012607" not in text
    assert sizes == {SIZES[paper.name]}
    assert pages == (1 if paper.ncr else 3)
    assert printed.missing == ()


@pytest.mark.parametrize("paper", renewal_slip.PAPERS, ids=lambda paper: paper.name)
def test_a_reprint_says_so_and_long_values_stay_inside(enroll, on, paper: Paper):
    made = enroll("阿卜杜热合曼·" + "买买提" * 8, plate="粤BD20716")
    done = renew_member(act=on(date(2027, 11, 20)), form=RenewalForm(made.membership_id, END, 99_999_99), reasons={"fee": "十年"})
    text, _, _ = read(renewal_slip.render(done, paper=paper, store="恒信汽车", printed_at=AT, printed_by="陈静", reprint=2).pdf)
    assert "补打 2" in text
    assert "99,999.99 元" in text


def test_the_list_of_members_goes_on_over_pages(enroll, act):
    surnames = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章"
    for number, name in enumerate(surnames):
        enroll(f"{name}一", f"138000000{number:02}", f"660100{number:02}")
    rows = [(member, "陈静") for member in members(act=act())]
    printed = member_list.render(
        rows, paper=member_list.PAPERS[0], store="恒信汽车", title="会员清单：全部", printed_at=AT, printed_by="陈静"
    )
    text, sizes, pages = read(printed.pdf)
    assert pages == 2
    assert sizes == {(595, 842)}
    for words in ("会员清单：全部", "共 40 位", "章一", "赵一", "138 **** 0039", "2027-11-22", "第 2 页"):
        assert words in text
