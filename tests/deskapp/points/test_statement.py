"""The statement on A4, read back."""

from datetime import datetime

from deskapp.points import service
from deskapp.points.domain import EntryKind
from deskapp.points.reading import account_statement
from deskapp.points.statement import MOST_LINES, PAPERS, StatementSheet, render
from tests.deskapp.papers.reading import sizes, text_of

NOV = datetime(2026, 11, 23, 9)


def printed(guest, *, limit=MOST_LINES, **period):
    account = account_statement(customer_id=guest, on=NOV.date(), limit=limit, **period)
    return render(
        StatementSheet("张伟明", "HY-20251202-001", account), paper=PAPERS[0], store="恒信汽车", printed_at=NOV, printed_by="王芳"
    )


def test_every_line_and_every_lot_stands_on_it(guest, act):
    service.earn(act=act(), customer_id=guest, points=1286, note="维修保养自费 1,286.00 元", number="JF-20261123-001")
    service.spend(act=act(), customer_id=guest, points=600, kind=EntryKind.REDEEMED, number="DH-20261123-002", note="兑换 车载香氛 1 件")
    service.reserve(act=act(), customer_id=guest, holder="JF-20261123-004", points=200, kind=EntryKind.USED, note="会员抵扣")
    paper = printed(guest)
    text = text_of(paper.pdf).replace("\r\n", "")
    assert (sizes(paper.pdf), paper.pages) == ([(210.0, 297.0)], 1)
    for words in (
        "积分对账单",
        "此前余额",
        "+1,286",
        "−600",
        "686",
        "会员抵扣（待入账）",
        "486 分",
        "200 分",
        "2028-11-30",
        "DH-20261123-002",
    ):
        assert words in text, words


def test_an_empty_account_has_a_statement_too(guest):
    assert "此前余额" in text_of(printed(guest).pdf)


def test_what_stood_before_the_first_line_opens_it(guest, act):
    for number in range(80):
        service.earn(act=act(), customer_id=guest, points=10, note=f"第 {number} 笔", number="")
    text = text_of(printed(guest, limit=60).pdf).replace("\r\n", " ")
    assert "此前余额（更早 20 笔未列） 200" in text
    assert "第 19 笔" not in text.split("最后可用日")[0]
