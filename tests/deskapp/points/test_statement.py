"""The statement on A4, read back."""

from datetime import date, datetime

from deskapp.data import one_transaction
from deskapp.points import reversal, service
from deskapp.points.domain import EntryKind
from deskapp.points.reading import account_statement, ledger
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
        "会员抵扣",
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


def booked_over_months(act, guest):
    """20 points in November, 100 in December of which 30 are spent, 7 in January."""
    days = (datetime(2026, 11, 23, 9), datetime(2026, 12, 5, 9), datetime(2026, 12, 20, 9), datetime(2027, 1, 8, 9))
    service.earn(act=act(at=days[0]), customer_id=guest, points=20, note="精品", number="JF-1")
    service.earn(act=act(at=days[1]), customer_id=guest, points=100, note="续保", number="JF-2")
    service.spend(act=act(at=days[2]), customer_id=guest, points=30, kind=EntryKind.REDEEMED, number="DH-1", note="兑换")
    service.earn(act=act(at=days[3]), customer_id=guest, points=7, note="精品", number="JF-3")


def over(guest, first, last, **more):
    return account_statement(customer_id=guest, on=date(2027, 1, 9), first=first, last=last, limit=50, **more)


def test_a_month_opens_with_what_stood_before_it_and_closes_with_what_stood_after(guest, act):
    booked_over_months(act, guest)
    december = over(guest, date(2026, 12, 1), date(2026, 12, 31))
    assert (december.opening, december.closing, [line.points for line in december.lines]) == (20, 90, [-30, 100])
    assert december.opening + sum(sums.redeemable for sums in december.sums.values()) == december.closing
    assert {kind: sums.redeemable for kind, sums in december.sums.items()} == {EntryKind.EARNED: 100, EntryKind.REDEEMED: -30}


def test_a_period_without_a_line_stands_still(guest, act):
    booked_over_months(act, guest)
    for first, last, stood in ((date(2026, 10, 1), date(2026, 10, 31), 0), (date(2026, 12, 21), date(2027, 1, 7), 90)):
        found = over(guest, first, last)
        assert (found.opening, found.closing, found.lines) == (stood, stood, [])


def test_pending_lines_belong_to_today(guest, act):
    booked_over_months(act, guest)
    now = datetime(2027, 1, 9, 9)
    service.reserve(act=act(at=now), customer_id=guest, holder="JF-4", points=40, kind=EntryKind.USED, note="抵扣")
    assert over(guest, date(2027, 1, 1), None).lines[0].points == -40
    assert [line.points for line in over(guest, date(2026, 12, 1), date(2026, 12, 31)).lines] == [-30, 100]
    assert over(guest, date(2026, 12, 1), date(2026, 12, 31)).balance.reserved == 40  # the balance is today's


def test_the_ledger_pages_within_a_period(guest, act):
    booked_over_months(act, guest)
    days = {"customer_id": guest, "on": date(2027, 1, 9), "first": date(2026, 11, 1), "last": date(2026, 12, 31), "limit": 2}
    page = ledger(**days)
    rest = ledger(**days, before=page[-1].entry_id)
    assert [(line.points, line.balance) for line in (*page, *rest)] == [(-30, 90), (100, 120), (20, 20)]


def test_a_debt_reads_as_one_and_a_manual_entry_says_what_it_is(guest, act):
    entry = service.earn(act=act(), customer_id=guest, points=100, note="续保", number="JF-1")
    service.spend(act=act(), customer_id=guest, points=100, kind=EntryKind.REDEEMED, number="DH-1", note="兑换")
    reversal.reverse(act=act(), entry_id=entry.entry_id, number="JF-1", note="冲正 续保")
    service.adjust(act=act(), customer_id=guest, points=30, reason="补记上月活动")
    text = text_of(printed(guest).pdf).replace("\r\n", " ")
    for words in ("−100 欠", "−70 欠", "70 分，以后获得的先抵", "补记上月活动（手工调整）", "截至 2026-11-23"):
        assert words in text, words


def test_the_paper_of_a_period_names_its_days_and_sums(guest, act):
    booked_over_months(act, guest)
    text = text_of(printed(guest, first=date(2026, 12, 1), last=date(2026, 12, 31)).pdf).replace("\r\n", " ")
    for words in ("2026-12-01 至 2026-12-31", "此前余额 20", "+100 分", "−30 分", "期末余额（2026-12-31）", "+70 90"):
        assert words in text, words
    assert "JF-3" not in text.split("最后可用日")[0]


def test_two_thousand_lines_with_rare_characters_print(guest, act):
    with one_transaction():
        for number in range(MOST_LINES + 5):
            service.earn(
                act=act(), customer_id=guest, points=1, note=f"䶮·𫍯 <b>{number}</b> & 维修保养自费", number=f"JF-20261123-{number}"
            )
    paper = printed(guest)
    text = text_of(paper.pdf)
    assert paper.missing == ()
    assert "更早 5 笔未列" in text
    assert "䶮·𫍯" in text
    assert "<b>2004</b>" in text
