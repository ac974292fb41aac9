"""A settlement, a day and a week as the desk would print them."""

from datetime import date, datetime

from deskapp.complaints.paper_daily import ClosedSlip, Count, DailySummary, NewSlip, OwedSlip
from deskapp.complaints.paper_escalations import Escalation
from deskapp.complaints.paper_overdue import OverdueDepartment, OverdueStep
from deskapp.complaints.paper_settlement import Promise, Settlement
from deskapp.complaints.paper_unreturned import UnreturnedSlip
from deskapp.complaints.paper_weekly import Cause, Decision, Measure, OpenSlip, Repeat, Share, WeekFigure, WeeklyAgenda

SETTLEMENT = Settlement(
    number="TS-20261123-003",
    code="40202611230003",
    settlement_no="QR-20261125-001",
    settled_on=date(2026, 11, 25),
    customer="欧阳䶮 先生",
    mobile="13861720519",
    plate="苏B·7K63Z",
    model="途岳 280TSI",
    complaint="更换前刹车片后制动尖叫、方向盘抖动，两次来电未得到回复。",
    promises=(
        Promise(what="免费返修", detail="更换左前制动盘并光面，重装制动片，免工时"),
        Promise(what="保养券", detail="基础保养一次，半年内有效", amount=50_000, due_on=date(2026, 11, 30)),
        Promise(what="代步车", detail="返修当天提供，油费店方承担", amount=15_050, due_on=date(2026, 11, 27)),
    ),
    handled_by="李婷",
    approved_by="赵国强",
    approved_at=datetime(2026, 11, 25, 14, 40),
)

DAILY = DailySummary(
    day=date(2026, 11, 24),
    counts=(
        Count(label="新增", value=3, before=2),
        Count(label="未关闭", value=8, before=7),
        Count(label="今日到期", value=2, before=1),
        Count(label="逾期", value=2, before=3),
        Count(label="今日关闭", value=2, before=4),
    ),
    new=(
        NewSlip(
            number="TS-20261124-001",
            customer="欧阳䶮 先生",
            plate="苏B·7K63Z",
            what="换前刹车片后制动尖叫，方向盘抖",
            category="维修质量/返修",
            severity="一般",
            departments=("售后部·车间", "售后部·前台"),
            due=datetime(2026, 11, 26, 17, 30),
            state="待签收",
        ),
        NewSlip(
            number="TS-20261124-002",
            customer="刘颖 女士",
            plate="粤B·D12345",
            what="提车九天合格证未到，催了三次没有说法",
            category="合格证/手续",
            severity="严重",
            departments=("销售部",),
            due=datetime(2026, 11, 25, 17, 30),
            state="处理中",
        ),
        NewSlip(
            number="TS-20261124-003",
            customer="匿名",
            plate="",
            what="休息区空调不热",
            category="休息区",
            severity="轻微",
            departments=(),
            due=None,
            state="待派单",
        ),
    ),
    overdue=(
        OwedSlip(
            number="TS-20261118-001",
            customer="王建军",
            plate="苏B·23A81",
            what="等待 3 小时未告知",
            step="处理",
            department="售后部·前台",
            who="何静",
            due=datetime(2026, 11, 20, 17, 30),
            late="超 2 天",
        ),
        OwedSlip(
            number="TS-20261123-002",
            customer="陈立",
            plate="苏B·9F02K",
            what="空调异响返修",
            step="签收",
            department="售后部·车间",
            who="孙志明",
            due=datetime(2026, 11, 24, 10, 0),
            late="超 3 小时",
        ),
    ),
    due_today=(
        OwedSlip(
            number="TS-20261120-003",
            customer="万俟雪 女士",
            plate="苏BF·00812",
            what="增项未提前告知",
            step="告知客户",
            department="客服部",
            who="李婷",
            due=datetime(2026, 11, 24, 17, 30),
        ),
    ),
    closed=(
        ClosedSlip(
            number="TS-20261119-004",
            customer="郑国平",
            plate="苏B·55X20",
            what="洗车不净",
            departments=("售后部·前台",),
            satisfaction="满意",
            archive_no="GD-2026-0011",
        ),
    ),
)


def overdue_step(number: int = 1, what: str = "等待 3 小时未告知") -> OverdueStep:
    return OverdueStep(
        number=f"TS-20261118-{number:03d}",
        customer="欧阳䶮 先生",
        plate="苏B·23A81",
        what=what,
        step="处理",
        who="何静",
        due=datetime(2026, 11, 20, 17, 30),
        late="超 2 天",
    )


OVERDUE = (
    OverdueDepartment(
        name="售后部·车间",
        supervisor="孙志明",
        worst="最久超 5 天",
        steps=(overdue_step(1), overdue_step(2, "空调异响返修，第二次仍未解决"), overdue_step(3)),
    ),
    OverdueDepartment(name="销售部", supervisor="何静", worst="最久超 1 天", steps=(overdue_step(4, "合格证未到，等 9 日"),)),
)

UNRETURNED = tuple(
    UnreturnedSlip(
        number=f"TS-20261110-{place:03d}",
        customer="王建军",
        plate="苏B·23A81",
        department="售后部·车间",
        accepted_by="孙志明",
        sent_on=date(2026, 11, 10),
        handled_on=date(2026, 11, 13) if place != 2 else None,
        waited=f"{9 - place} 个工作日",
        long=place == 1,
    )
    for place in range(1, 6)
)

ESCALATIONS = (
    Escalation(
        number="TS-20261118-001",
        severity="严重",
        customer="王建军",
        plate="苏B·23A81",
        what="等待 3 小时未告知",
        step="处理",
        department="售后部·前台",
        who="何静",
        due=datetime(2026, 11, 20, 17, 30),
        late="超 2 天",
        told="售后经理、客服经理、总经理",
        twice=True,
    ),
    Escalation(
        number="TS-20261123-002",
        severity="一般",
        customer="陈立",
        plate="苏B·9F02K",
        what="空调异响返修",
        step="签收",
        department="售后部·车间",
        who="孙志明",
        due=datetime(2026, 11, 24, 10, 0),
        late="超 3 小时",
        told="售后经理",
    ),
)

WEEKLY = WeeklyAgenda(
    first=date(2026, 11, 16),
    last=date(2026, 11, 22),
    meeting_at=datetime(2026, 11, 24, 16, 30),
    place="二楼会议室",
    host="周敏",
    figures=(
        WeekFigure(label="新增", value="14", unit="件", note="上周 11"),
        WeekFigure(label="已关闭", value="11", unit="件", note="上周 12"),
        WeekFigure(label="未关闭", value="6", unit="件", note="上周 3"),
        WeekFigure(label="其中逾期", value="2", unit="件", note="上周 1"),
        WeekFigure(label="90 天内重复", value="3", unit="件", note="上周 1"),
        WeekFigure(label="按时率", value="82", unit="%", note="上周 92%"),
        WeekFigure(label="首次联系", value="1.8", unit="小时", note="上周 2.1"),
        WeekFigure(label="平均关闭", value="1.6", unit="工作日", note="上周 1.4"),
    ),
    categories=(("维修质量/返修", 5), ("等待时间", 3), ("解释不清", 2), ("承诺未兑现", 2), ("洗车", 1), ("合格证/手续", 1)),
    departments=(
        Share(name="售后部·车间", slips=6, overdue=1, on_time="80%"),
        Share(name="售后部·前台", slips=4, overdue=1, on_time="75%"),
        Share(name="销售部", slips=3, overdue=0, on_time="100%"),
        Share(name="客服部", slips=1, overdue=0, on_time="100%"),
    ),
    outlets=(Share(name="总店", slips=12, overdue=2, on_time="80%"), Share(name="二级点", slips=2, overdue=0, on_time="100%")),
    people=(Share(name="孙建国", slips=4, overdue=1, on_time="75%"), Share(name="刘洋", slips=3, overdue=0, on_time="100%")),
    causes=(
        Cause(what="竣工检验未冷车复试", count=4, slips="TS-20261117-002 等 4 件", advice="竣工单增加冷车试刹"),
        Cause(what="增项、超时未提前告知客户", count=3, slips="TS-20261118-001 等 3 件", advice="承诺前 15 分钟再电告"),
        Cause(what="回访承诺无人跟进", count=2, slips="TS-20261122-001 等 2 件", advice="下班前清零未回电名单"),
    ),
    repeats=(Repeat(who="王建军 苏B·23A81", category="等待时间", times=2, slips="TS-20261118-001、TS-20261002-002"),),
    measures=(
        Measure(issue="返修率高", action="竣工检验双人签字", owner="孙志明", due_on=date(2026, 11, 20), effect="未见效，继续"),
        Measure(issue="等待时间长", action="看板每 30 分钟更新", owner="何静", due_on=date(2026, 11, 18), effect="有效，5 件降为 3 件"),
        Measure(issue="洗车不净", action="交车前顾问复查", owner="刘洋", due_on=date(2026, 11, 21), effect="有效，3 件降为 1 件"),
    ),
    open=tuple(
        OpenSlip(
            number=f"TS-202611{18 + place}-001",
            customer=name,
            what=what,
            department=department,
            due=datetime(2026, 11, 20 if place < 2 else 24, 17, 30),
            state=state,
            late=place < 2,
        )
        for place, (name, what, department, state) in enumerate(
            (
                ("王建军", "等待 3 小时未告知", "售后部·前台", "逾期 1 日"),
                ("陈立", "空调异响返修", "售后部·车间", "逾期 1 日"),
                ("万俟雪", "增项未提前告知", "售后部·前台", "处理中"),
                ("刘颖", "合格证未到，等 9 日", "销售部", "待签收"),
            )
        )
    ),
)
DECIDED = (
    Decision(issue="返修率高", action="竣工检验单增加冷车试刹一项，质检员签字", owner="孙志明", due_on=date(2026, 11, 27)),
    Decision(issue="回电无人跟进", action="设回电登记表，下班前清零", owner="何静", due_on=date(2026, 11, 25)),
)
