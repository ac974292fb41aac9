"""The receipt read back as people and scanners read it: text, fonts, sizes, edges, bar code."""

import io
import re
from datetime import date

import pdfplumber
import pytest

from deskapp.gifts import receipt
from deskapp.gifts.domain import HandoverMode, Receiver, Relation, State
from deskapp.gifts.reading import receipt as receipt_of
from deskapp.gifts.receipt import PAPERS, papers_for
from deskapp.gifts.redemption import redeem_gift
from deskapp.gifts.slips import Receipt
from deskapp.papers import A5, NCR_241X93, NCR_241X140, Paper, Printed
from tests.deskapp.gifts.counter import a_gift, an_act, choose, member
from tests.deskapp.gifts.samples import AT, GIFTS, LONGEST, a_receipt
from tests.deskapp.papers.reading import chars, marks, scanned, sizes, text_of


def rendered(of: Receipt, paper: Paper = NCR_241X140, *, reprint: int = 0) -> Printed:
    return receipt.render(of, paper=paper, store="恒信汽车", printed_at=AT, printed_by="王芳", department="客服部", reprint=reprint)


def words(printed: Printed) -> str:
    """The text without blanks and line ends."""
    return re.sub(r"\s", "", text_of(printed.pdf))


def test_the_receipt_says_what_was_taken_and_what_is_left():
    said = words(rendered(a_receipt()))
    for part in (
        "恒信汽车",
        "积分兑换单/礼品签收单",
        "DH-20261123-006",
        "打印2026-11-2315:08",
        "王芳客服部",
        "姓名欧阳䶮",
        "会员号HY-20251123-008",
        "手机尾号0519",
        "卡级别银卡",
        "1LP-018车载吸尘器（无线）1,20011,200",
        "2LP-032恒温保温杯450mL4502900",
        "合计42,350",
        "兑换前余额",
        "4,860",
        "本次后余额",
        "2,510",
        "将于2026-12-31到期380分",
        "签收人欧阳䶮",
        "周敏11-2315:06",
        "白客服联",
        "红客户联",
        "黄库房财务联",
        "第1页/共1页",
    ):
        assert part in said, part


@pytest.mark.parametrize(
    ("paper", "size", "pages"), [(NCR_241X140, (241, 140), 1), (A5, (148, 210), 3), (NCR_241X93, (241, 93), 1)], ids=lambda v: str(v)[:9]
)
def test_each_size_is_printed_in_full_and_its_code_scans(paper, size, pages):
    printed = rendered(a_receipt(), paper)
    assert (sizes(printed.pdf), printed.pages, printed.missing) == ([size] * pages, pages, ())
    for page in range(pages):
        assert scanned(printed.pdf, page=page) == ["12202611230006"]
        safe = paper.safe
        for left, top, right, bottom in marks(printed.pdf, page):
            assert left >= safe.x - 0.1
            assert top >= safe.y - 0.4  # a character's box is higher than its ink
            assert right <= safe.right + 0.1
            assert bottom <= safe.bottom + 0.1


def test_five_gifts_fit_one_sheet_and_four_do_not_ask_for_the_short_one():
    five = a_receipt(gifts=GIFTS)
    assert rendered(five).pages == 1
    assert "5LP-021车载急救包（含三角牌）1,20022,400" in words(rendered(five))
    assert papers_for(five.redemption) == (NCR_241X140, A5)
    assert papers_for(a_receipt().redemption) == PAPERS


def test_the_short_form_leaves_out_means_and_totals():
    said = words(rendered(a_receipt(), NCR_241X93))
    assert "领取方式" not in said
    assert "合计" not in said
    assert "本次扣分2,350分，本次后余额2,510分" in said
    assert "将于2026-12-31到期380分" in said


def test_laser_copies_are_pages_with_their_name():
    printed = rendered(a_receipt(), A5)
    for page, name in enumerate(("客服存档联", "客户联", "库房财务联")):
        assert name in re.sub(r"\s", "", text_of(printed.pdf, page))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_no_copy_shows_a_whole_mobile(paper):
    proxy = a_receipt(receiver=Receiver(Relation.PROXY, "李强", "13900001234"))
    said = words(rendered(proxy, paper))
    assert "13900001234" not in said
    assert "139****1234" in said
    assert "签收人李强" in said


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_rare_names_are_printed_and_read_back(paper):
    printed = rendered(a_receipt(customer_name="䶮·𫍯"), paper)
    assert printed.missing == ()
    assert "姓名䶮·𫍯" in words(printed)
    assert "签收人䶮·𫍯" in words(printed)


def test_a_character_no_font_has_is_named_and_printed_as_its_code():
    printed = rendered(a_receipt(customer_name="张\U0002a6d6"))
    assert printed.missing == ("\U0002a6d6",)
    assert "张U+2A6D6" in words(printed)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_the_longest_values_lose_nothing(paper):
    """Names of fifty characters, five gifts of forty, the dearest there may be: more pages, never smaller type, never cut."""
    slip = a_receipt(
        gifts=(LONGEST,) * 5,
        after=999_999,
        customer_name="欧" * 50,
        receiver=Receiver(Relation.PROXY, "阳" * 50, "13900001234"),
        member_no="HY-20251123-10008",
        applied_by="王芳王芳",
        approved_by="欧阳周敏",
    )
    said = words(rendered(slip, paper))
    copies = 1 if paper.ncr else 3
    assert said.count("超长礼品名称") == 30 * copies
    assert said.count("欧") >= 50 * copies
    assert said.count("阳") >= 50 * copies


def test_continuous_paper_is_black_regular_and_large_enough_for_needles():
    for paper in (NCR_241X140, NCR_241X93):
        drawn = chars(rendered(a_receipt(), paper).pdf)
        assert min(c["size"] for c in drawn) >= 10
        assert {c["colour"] for c in drawn} <= {(0, 0, 0), (0,), 0, (0.0, 0.0, 0.0)}
        assert "".join(c["text"] for c in drawn if c["bold"]) == "积分兑换单 / 礼品签收单"


def test_every_font_is_embedded():
    with pdfplumber.open(io.BytesIO(rendered(a_receipt()).pdf)) as document:
        assert {c["fontname"].partition("+")[2].partition("-")[0] for c in document.pages[0].chars} == {"NotoSansSC"}


def test_a_reprint_says_so():
    assert "补打3" in words(rendered(a_receipt(), reprint=3))
    assert "补打" not in words(rendered(a_receipt()))


def test_before_the_signature_its_cells_are_left_to_be_filled():
    open_slip = a_receipt(state=State.READY, received_at=None, handled_by="")
    said = words(rendered(open_slip))
    assert "待领取" in said
    assert "签收人与会员关系" in said
    assert "代领手机签收人签字" in said


def test_what_was_cancelled_says_so():
    assert "已取消" in words(rendered(a_receipt(state=State.CANCELLED)))


def test_without_points_left_nothing_ends():
    assert "没有将到期的积分" in words(rendered(a_receipt(after=0, expiring_on=None, expiring_points=0)))


def test_the_same_receipt_gives_the_same_bytes():
    assert rendered(a_receipt()).pdf == rendered(a_receipt()).pdf


def test_what_was_saved_at_the_counter_is_what_is_printed(counter):
    guest, perfume = member("䶮·𫍯", points=1_000), a_gift(counter.wang)
    done = redeem_gift(act=an_act(counter.wang), customer_id=guest, choices=choose(perfume))
    printed = rendered(receipt_of(act=an_act(counter.wang), redemption_id=done.id))
    assert scanned(printed.pdf) == ["12202611230001"]
    for part in ("䶮·𫍯", "卡级别普卡", "将于2028-11-30到期400分", "本次后余额", "手机尾号2607"):
        assert part in words(printed)


ADDRESS = "深圳市南山区科技园路 1 号创新大厦 A 座 1203"


@pytest.mark.parametrize("count", [1, 3, 5])
@pytest.mark.parametrize("paper", [NCR_241X140, A5], ids=lambda paper: paper.name)
def test_what_is_brought_names_who_brings_it_when_and_where_on_one_page(paper, count):
    slip = a_receipt(
        gifts=GIFTS[:count],
        mode=HandoverMode.DELIVERY,
        planned_on=date(2026, 11, 25),
        carrier="周凯",
        address=ADDRESS,
        state=State.ON_THE_WAY,
        received_at=None,
        handled_by="",
    )
    printed = rendered(slip, paper)
    assert printed.pages == (1 if paper.ncr else 3)
    said = words(printed)
    for part in ("送达中", "约定日期2026-11-25", "送达人周凯", f"送达地址{ADDRESS.replace(' ', '')}", "本次后余额"):
        assert part in said, part


def test_what_is_posted_carries_the_number_of_the_parcel():
    said = words(rendered(a_receipt(mode=HandoverMode.COURIER, courier_no="SF12345678901234567X", address=ADDRESS)))
    assert "快递单号SF12345678901234567X" in said
    assert "收件地址" + ADDRESS.replace(" ", "") in said
    assert "送达人" not in said
