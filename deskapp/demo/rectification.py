"""The practice store's notices: what failed at the checks goes to its department, is answered, done, rechecked; some of it is late."""

import random
from datetime import date, datetime, time, timedelta

from deskapp.demo.inspection import DAYS, Event
from deskapp.demo.year import Year
from deskapp.inspection.reading import inspections
from deskapp.inspection.service import raise_notices
from deskapp.rectification.domain import Answer, Finding, Notice, NoticeForm, RecheckResult, Source
from deskapp.rectification.enforcement import add_focus, decide_appraisal, propose_appraisal
from deskapp.rectification.notices import accept_notice, draft_notice, issue_notice, return_notice
from deskapp.rectification.reading import notice_by_id
from deskapp.rectification.rows import answer_row, ask_extension, recheck, report_done
from deskapp.staff.service import departments
from deskapp.store.days import calendar

# Department -> who answers for it, and who puts things right.
_PEOPLE = {
    "销售部": ("张伟", ("何静", "孙浩")),
    "售后部": ("黄强", ("周凯", "黄强")),
    "前台": ("黄强", ("赵磊",)),
    "车间": ("马超", ("马超",)),
}
# Item -> why, and what is done about it.
_ANSWERS = {
    "A2": ("雨天进出多，没有增加拖地次数", "雨天每小时拖一次，门口放吸水垫和伞套"),
    "A5": ("雨后没有安排二次擦车，交接时没有逐车检查", "每天 08:40、13:30 各擦车一次，由当班顾问逐车签字"),
    "A7": ("展车长时间亮灯，没有定期充电", "每周一、四检查电瓶电压，低于 12.3 V 当天充电"),
    "A10": ("顾问送客后直接去展厅，资料没有收回", "离桌即收资料，前台每 30 分钟巡桌一次"),
    "C7": ("来店高峰两人同时接待，事后忘记补填", "接待交接时先填表卡，下班前由主管对数"),
    "D3": ("交车排得太密，洗车后没有复查", "交车前 30 分钟由顾问按清单复查并签字"),
    "D4": ("合格证在银行，没有提前两天申请", "签约当天登记，交车前两天由专人催办"),
    "F4": ("客户赶时间，省略了环车检查", "没有环车检查签字的工单不派工"),
    "F10": ("进度只在交车前才看", "每两小时看一次进度板，延误前先打电话"),
    "G2": ("换油后没有马上清理", "每个工位配吸油棉，换油后拍照交班长"),
    "G5": ("班长不在时没有人派工", "派工由前台排序，跳过要写原因"),
    "G6": ("洗车工一人，高峰来不及", "高峰加一人，交车前由服务顾问验车"),
}
_GENERAL = ("平时没有专人检查", "由责任人每天检查并签字，主管每周抽查一次")
_NOTES = ("按措施做了，已拍照", "已改好，请复检", "已执行三天，记录齐全")
_IGNORED_DAYS, _HAND_DAYS, _FOCUS_DAYS = 3, 8, 12
"""How many working days ago the notice nobody accepts was issued; how long ago one came from above, and one for the register."""


def plan_rectification(year: Year) -> None:
    """Enter what becomes of each day's failures into the year's events."""
    for offset in range(DAYS, 0, -1):
        day = year.at.date() - timedelta(days=offset)
        year.plan(datetime.combine(day, time(16, 50)), lambda at: _raise_of_day(year, at))
    back = _workdays_before(year, _IGNORED_DAYS)
    year.plan(datetime.combine(back, time(16, 20)), lambda at: _ignored(year, at))
    year.plan(datetime.combine(_workdays_before(year, _FOCUS_DAYS), time(9, 40)), lambda at: _focus(year, at))
    year.plan(datetime.combine(_workdays_before(year, _HAND_DAYS), time(10, 10)), lambda at: _from_above(year, at))


def notices_of_this_morning(year: Year) -> list[Event]:
    """Two more today: one to be issued, one that came back from its department."""
    day = year.at.date()
    return [
        (datetime.combine(day, time(9, 5)), lambda at: _drafted(year, at)),
        (datetime.combine(day, time(9, 50)), lambda at: _returned(year, at)),
    ]


def _workdays_before(year: Year, count: int) -> date:
    now, day = calendar(), year.at.date()
    while count:
        day -= timedelta(days=1)
        count -= now.is_workday(day)
    return day


def _raise_of_day(year: Year, at: datetime) -> None:
    """The first failed check of each department that day becomes a notice; a store begins with the worst."""
    act = year.act("李敏", at)
    seen: set[int | None] = set()
    for check in inspections(act=act, first=at.date(), last=at.date()):
        department_id = check.run.department_id
        if check.run.finished_at is None or not check.run.failed or department_id in seen or check.department not in _PEOPLE:
            continue
        seen.add(department_id)
        for notice in raise_notices(act=year.act("李敏", at), inspection_id=check.id):
            issue_notice(act=year.act("李敏", at + timedelta(minutes=5)), notice_id=notice.id)
            _go_on(year, notice, at)


def _go_on(year: Year, notice: Notice, at: datetime) -> None:
    """Accepted the next working day, answered at once, done by the promised day, rechecked after it."""
    chance = random.Random(notice.id)  # noqa: S311 - practice data, not secrets
    head = _PEOPLE[notice.department][0]
    day = calendar().add_workdays(at.date(), 1)
    moment = datetime.combine(day, time(9, 10 + chance.randrange(40)))
    year.plan(moment, lambda at: _accept(year, notice, head, at))


def _accept(year: Year, notice: Notice, head: str, at: datetime) -> None:
    chance = random.Random(notice.id * 3)  # noqa: S311
    accept_notice(act=year.act(head, at), notice_id=notice.id)
    for row in notice_by_id(notice.id).open_rows:
        position, moment = row.position, at + timedelta(minutes=50 * row.position)
        year.plan(moment, lambda at, position=position: _answer(year, notice, head, position, at))
        if chance.random() < 0.12:  # one row is left lying
            break


def _answer(year: Year, notice: Notice, head: str, position: int, at: datetime) -> None:
    chance = random.Random(notice.id * 31 + position)  # noqa: S311
    row = next(one for one in notice_by_id(notice.id).rows if one.position == position)
    cause, action = _ANSWERS.get(row.finding.code, _GENERAL)
    owner = chance.choice(_PEOPLE[notice.department][1])
    promised = calendar().add_workdays(at.date(), chance.choice((1, 2, 3, 4)))
    answer = Answer(cause, action, year.staff[owner], promised)
    answer_row(act=year.act(head, at), notice_id=notice.id, position=position, answer=answer)
    late = chance.random() < 0.15
    done_on = calendar().add_workdays(promised, 4) if late else promised
    year.plan(datetime.combine(done_on, time(15, chance.randrange(60))), lambda at: _done(year, notice, owner, position, at))


def _done(year: Year, notice: Notice, owner: str, position: int, at: datetime) -> None:
    chance = random.Random(notice.id * 37 + position)  # noqa: S311
    report_done(act=year.act(owner, at), notice_id=notice.id, position=position, note=chance.choice(_NOTES))
    moment = datetime.combine(calendar().add_workdays(at.date(), 1), time(10, chance.randrange(60)))
    year.plan(moment, lambda at: _recheck(year, notice, owner, position, at))


def _recheck(year: Year, notice: Notice, owner: str, position: int, at: datetime) -> None:
    row = next(one for one in notice_by_id(notice.id).rows if one.position == position)
    chance = random.Random(notice.id * 41 + position * len(row.rounds))  # noqa: S311
    act, key = year.act("王芳", at), notice.id
    if chance.random() < 0.2 and len(row.rounds) == 1:
        promised = calendar().add_workdays(at.date(), 2)
        partly = RecheckResult.PARTLY
        recheck(act=act, notice_id=key, position=position, result=partly, note="只改了一半，记录不全", promised_on=promised)
        year.plan(datetime.combine(promised, time(16, 5)), lambda at: _done(year, notice, owner, position, at))
        return
    recheck(act=act, notice_id=key, position=position, result=RecheckResult.PASSED, note="现场看过，做到了")


def _ignored(year: Year, at: datetime) -> None:
    """The notice nobody accepts: what the plan calls 部门经理未重视."""
    findings = (
        Finding("合格证未先备齐", "交车前文件齐全", "本周两位客户交车当天才发现合格证未到", repeated=3),
        Finding("交车看板未更新", "每天 09:00 前更新", "看板还是上周五的内容"),
    )
    form = NoticeForm(_department("销售部"), findings, Source.SUPERIOR, source_no="总经理晨会")
    made = draft_notice(act=year.act("李敏", at), form=form)
    issue_notice(act=year.act("李敏", at + timedelta(minutes=10)), notice_id=made.id)


def _focus(year: Year, at: datetime) -> None:
    """The workshop's washing is on the register; more time was asked for it, and points were proposed and decided."""
    workshop = _department("车间")
    register = {"process": "交车", "item": "洗车清洁", "why": "连续三周不合格，客户投诉两次", "aim": "四周内抽查不合格 0"}
    key = add_focus(act=year.act("陈静", at), since=at.date(), department_id=workshop, **register)
    due_on = calendar().add_workdays(at.date(), 20)
    finding = Finding("洗车清洁", "交车前内外洁净", "抽查 10 台，3 台轮毂和脚垫不干净", repeated=4)
    made = draft_notice(
        act=year.act("李敏", at),
        form=NoticeForm(workshop, (finding,), Source.FOCUS, focus_id=key, due_on=due_on, cc=(_department("售后部"),)),
    )
    issue_notice(act=year.act("李敏", at + timedelta(minutes=5)), notice_id=made.id)
    accept_notice(act=year.act("马超", at + timedelta(minutes=20)), notice_id=made.id)
    promised = calendar().add_workdays(year.at.date(), 1)
    answer = Answer(*_ANSWERS["G6"], year.staff["马超"], promised)
    answer_row(act=year.act("马超", at + timedelta(minutes=35)), notice_id=made.id, position=1, answer=answer)
    asked = datetime.combine(_workdays_before(year, 1), time(16, 40))
    year.plan(asked, lambda at: _more_time(year, made, at))


def _more_time(year: Year, made: Notice, at: datetime) -> None:
    later = calendar().add_workdays(year.at.date(), 4)
    ask_extension(act=year.act("马超", at), notice_id=made.id, position=1, promised_on=later, reason="新洗车工下周一才到岗")


def _from_above(year: Year, at: datetime) -> None:
    """A notice of 上级 that was accepted late: points were proposed, and one proposal still waits."""
    finding = Finding("维修进度未告知", "延误前主动告知", "两位客户等了四十分钟无人说明进度")
    made = draft_notice(
        act=year.act("李敏", at), form=NoticeForm(_department("售后部"), (finding,), Source.SUPERIOR, source_no="总经理信箱")
    )
    issue_notice(act=year.act("李敏", at), notice_id=made.id)
    late = datetime.combine(calendar().add_workdays(at.date(), 3), time(9, 30))
    year.plan(late, lambda at: _accepted_late(year, made, at))


def _accepted_late(year: Year, made: Notice, at: datetime) -> None:
    first = propose_appraisal(
        act=year.act("李敏", at), notice_id=made.id, points=-2, reason="黄强 超 2 天未签收", staff_id=year.staff["黄强"]
    )
    decide_appraisal(act=year.act("陈静", at + timedelta(minutes=20)), appraisal_id=first, confirmed=True)
    accept_notice(act=year.act("黄强", at + timedelta(minutes=40)), notice_id=made.id)
    answer = Answer(*_ANSWERS["F10"], year.staff["周凯"], calendar().add_workdays(at.date(), 3))
    answer_row(act=year.act("黄强", at + timedelta(minutes=55)), notice_id=made.id, position=1, answer=answer)
    again = datetime.combine(_workdays_before(year, 1), time(17, 0))
    year.plan(again, lambda at: _propose_again(year, made, at))


def _propose_again(year: Year, made: Notice, at: datetime) -> None:
    propose_appraisal(act=year.act("王芳", at), notice_id=made.id, points=-1, reason="周凯 到期未报完成", staff_id=year.staff["周凯"])


def _drafted(year: Year, at: datetime) -> None:
    finding = Finding("满意度 交车讲解", "功能逐项讲解并试用", "10 月 SSI 该项 82 分，低于区域平均 6 分")
    draft_notice(act=year.act("李敏", at), form=NoticeForm(_department("销售部"), (finding,), Source.SURVEY, source_no="10 月 SSI"))


def _returned(year: Year, at: datetime) -> None:
    finding = Finding("卫生间指引牌缺失", "指引清楚、完好", "二楼指引牌被摘下三天")
    made = draft_notice(act=year.act("王芳", at), form=NoticeForm(_department("前台"), (finding,), Source.DIVISION, source_no="事业部巡店"))
    issue_notice(act=year.act("王芳", at + timedelta(minutes=2)), notice_id=made.id)
    return_notice(act=year.act("黄强", at + timedelta(minutes=20)), notice_id=made.id, reason="指引牌归行政部管")


def _department(name: str) -> int:
    return next(one.id for one in departments() if one.name == name)
