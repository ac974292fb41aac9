"""The papers of rectification read back: sizes, words, bar code, three rows a page, long texts that flow on, a page a department."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from deskapp.data import barcode_digits
from deskapp.papers import A4, A5_LANDSCAPE, NCR_241X140, NCR_241X280
from deskapp.rectification import findings_table, notice_paper, overdue_sheet
from deskapp.rectification.domain import Finding, NoticeForm, NoticeState, RecheckResult, RowState
from deskapp.rectification.enforcement import appraisals_of, decide_appraisal, propose_appraisal
from deskapp.rectification.notice_paper import NoticePaper
from deskapp.rectification.notices import draft_notice
from deskapp.rectification.reading import limits, notices, overdue
from deskapp.rectification.rows import recheck, report_done
from tests.deskapp.papers.reading import marks, scanned, sizes, text_of
from tests.deskapp.people import department_id
from tests.deskapp.rectification.conftest import FLOOR, LIGHT, MONDAY

N, R = NoticeState, RowState
AT = datetime(2026, 11, 27, 9, 20)
SIZES = ((A4, (210.0, 297.0)), (A5_LANDSCAPE, (210.0, 148.0)), (NCR_241X140, (241.0, 140.0)), (NCR_241X280, (241.0, 280.0)))


def words(pdf, page=None):
    """The text without blanks and line ends."""
    return re.sub(r"\s", "", text_of(pdf, page))


@pytest.fixture
def slip(house):
    """A notice with three rows: closed in its second round, under way, unanswered; appraised."""
    worn = Finding("工牌", "左胸佩戴，端正清晰", "2 人未戴工牌", code="B2", repeated=3)
    made = house.notice(R.TO_RECHECK, LIGHT, FLOOR, worn, due_on=date(2026, 12, 4))
    key = {"notice_id": made.id, "position": 1}
    again = date(2026, 11, 30)
    recheck(act=house.do(house.service), result=RecheckResult.PARTLY, note="还有 1 盏", promised_on=again, **key)
    report_done(act=house.do(house.seller), note="全部更换", **key)
    done = recheck(act=house.do(house.service), result=RecheckResult.PASSED, note="现场全亮", **key)
    proposed = propose_appraisal(act=house.do(house.service), notice_id=made.id, points=-2, reason="超 2 天未签收", staff_id=house.seller)
    decide_appraisal(act=house.do(house.manager), appraisal_id=proposed, confirmed=True)
    names = {house.manager: "陈静", house.service: "李敏", house.head: "张伟", house.seller: "孙浩"}
    code = barcode_digits(done.number)
    return NoticePaper(done, names, {}, limits(), 30, code, appraisals_of(made.id), {2: 1})


def printed(slip, paper, **more):
    return notice_paper.render(slip, paper=paper, store="恒信汽车", printed_at=AT, printed_by="李敏", **more)


def copies(paper):
    return 1 if paper.ncr else len(notice_paper.COPIES)


@pytest.mark.parametrize(("paper", "size"), SIZES, ids=[paper.name for paper, _ in SIZES])
def test_a_notice_says_everything_on_every_size(slip, paper, size):
    paper_of = printed(slip, paper)
    assert paper_of.missing == ()
    assert set(sizes(paper_of.pdf)) == {size}
    said = words(paper_of.pdf)
    for part in (
        "整改通知单",
        "ZG-20261123-001",
        "销售部",
        "共3项已关闭1待填措施2",
        "A3灯光",
        "2盏不亮",
        "灯泡寿命到期",
        "更换并每周检查",
        "孙浩",
        "全部更换",
        "现场全亮",
        "第1轮11-23部分合格：还有1盏",
        "重复：30天内第3次",
        "处罚/考核建议",
        "孙浩−2分（超2天未签收，已确认）",
        "部门主管",
        "客服经理",
        "2026-12-04",
    ):
        assert part in said, part
    assert "None" not in said
    assert scanned(paper_of.pdf) == [barcode_digits("ZG-20261123-001")]


@pytest.mark.parametrize("paper", [paper for paper, _ in SIZES], ids=lambda paper: paper.name)
def test_nothing_is_drawn_outside_what_the_printer_reaches(slip, paper):
    safe = paper.safe
    pdf = printed(slip, paper).pdf
    for page in range(len(sizes(pdf))):
        for left, top, right, bottom in marks(pdf, page):
            assert left >= safe.x - 0.5
            assert right <= safe.right + 0.5
            assert top >= safe.y - 0.5
            assert bottom <= safe.bottom + 0.5


def test_three_rows_stand_on_one_page_and_the_fourth_goes_on(slip):
    assert printed(slip, A4).pages == copies(A4)
    assert printed(slip, NCR_241X280).pages == 1
    rows = slip.notice.rows
    four = replace(slip, notice=replace(slip.notice, rows=(*rows, replace(rows[2], position=4))))
    assert printed(four, A4).pages == 2 * copies(A4)
    assert "第2页/共2页" in words(printed(four, A4).pdf, 1)


@pytest.mark.parametrize("paper", [paper for paper, _ in SIZES], ids=lambda paper: paper.name)
def test_the_longest_texts_flow_on_and_nothing_is_lost(slip, paper):
    long = "".join(f"第{n:02d}句要写完整不能截断。" for n in range(25))
    row = slip.notice.rows[0]
    rounds = tuple(
        replace(turn, answer=replace(turn.answer, cause=long, action=long), done_note=long, recheck_note=long) for turn in row.rounds
    )
    whole = replace(row, finding=replace(row.finding, fact=long), rounds=rounds)
    pdf = printed(replace(slip, notice=replace(slip.notice, rows=(whole,), note=long)), paper)
    said = words(pdf.pdf).replace("（续）", "")
    assert pdf.pages > copies(paper)
    for n in range(25):
        assert said.count(f"第{n:02d}句") >= 6, n


def test_what_is_not_known_yet_is_left_to_be_written(house):
    made = house.notice(N.TO_ACCEPT)
    slip = NoticePaper(made, {}, {}, limits(), 30, barcode_digits(made.number))
    for paper, _ in SIZES:
        said = words(printed(slip, paper).pdf)
        assert "共1项待签收" in said
        assert "年月日" in said
        assert "—" not in said.replace("来源单号—", "").replace("抄送—", "")


def test_the_copies_and_a_reprint_are_named(slip):
    first = printed(slip, A4, reprint=2)
    assert [
        words(first.pdf, page).startswith(f"{copy.label or copy.name}{copy.colour}共三联") for page, copy in enumerate(notice_paper.COPIES)
    ]
    assert "补打2" in words(first.pdf)
    struck = words(printed(slip, NCR_241X140).pdf)
    for copy in notice_paper.COPIES:
        assert f"{copy.colour}{copy.name}" in struck


def test_the_table_of_failed_items_gives_each_department_its_own_pages(house):
    house.notice(N.TO_ISSUE, LIGHT, replace(FLOOR, repeated=3))
    draft_notice(act=house.do(house.service), form=NoticeForm(department_id("车间"), (Finding("洗车", "干净", "有泥"),)))
    found = notices(act=house.do(house.service))
    table = findings_table.render(found, names={}, paper=A4, store="恒信汽车", printed_at=AT, printed_by="李敏")
    assert table.pages == 2
    pages = [words(table.pdf, page) for page in range(2)]
    (sales,) = [page for page in pages if "A3灯光" in page]
    assert "销售部未关闭2项，其中重复项目1项" in sales
    assert "重复，第3次" in sales
    assert "洗车" not in sales
    assert all("第1页/共1页" in page for page in pages)
    empty = findings_table.render((), names={}, paper=A4, store="恒信汽车", printed_at=AT, printed_by="李敏")
    assert "没有未关闭的项目" in words(empty.pdf)


def test_what_is_overdue_stands_by_name_on_a_sheet_and_in_a_text(house):
    house.notice(N.TO_ACCEPT)
    house.notice(R.IN_PROGRESS, LIGHT)
    house.notice(R.TO_RECHECK, FLOOR)
    late = overdue(act=house.do(house.service, MONDAY + timedelta(days=14)))
    grouped = overdue_sheet.by_department(late)
    assert list(grouped) == ["客服", "销售部"]
    sheet = overdue_sheet.render(late, paper=A4, store="恒信汽车", printed_at=AT, printed_by="李敏")
    assert sheet.pages == 2
    said = words(sheet.pdf)
    for part in ("整改逾期催办单", "销售部逾期2件，最久9个工作日", "张伟", "签收", "孙浩", "完成整改", "部门主管签收"):
        assert part in said, part
    text = overdue_sheet.text("销售部", grouped["销售部"], on=date(2026, 12, 7))
    assert text.splitlines() == [
        "【整改逾期】销售部 12-07，共 2 件",
        "1. ZG-20261123-001 灯光：张伟 超 9 天未签收（应 11-24 前）",
        "2. ZG-20261123-002 第 1 项 灯光：孙浩 超 6 天未完成整改（应 11-27 前）",
        "请今天办理。有困难请当天回复客服部。",
    ]
    none = overdue_sheet.render((), paper=A4, store="恒信汽车", printed_at=AT, printed_by="李敏")
    assert "今天没有逾期" in words(none.pdf)


def test_a_long_sheet_of_one_department_repeats_its_head(house):
    for _ in range(25):
        house.notice(N.TO_ACCEPT)
    late = overdue(act=house.do(house.service, MONDAY + timedelta(days=4)))
    sheet = overdue_sheet.render(late, paper=A4, store="恒信汽车", printed_at=AT, printed_by="李敏")
    assert sheet.pages == 2
    assert all("部门说明" in words(sheet.pdf, page) for page in range(2))
