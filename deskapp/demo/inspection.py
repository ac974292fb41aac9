"""The practice store's checks: three weeks as they come, with what fails in such houses, some missed, and this morning up to now."""

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from deskapp.checklists.domain import Result, RunKind
from deskapp.demo.year import Year
from deskapp.inspection.domain import Inspection
from deskapp.inspection.service import begin_check, confirm_check, confirm_on_paper, finish_check, mark_check

DAYS = 21
INSPECTORS = ("李敏", "王芳")
# Sheet, kind and the time it is usually done; C and F are looked at twice a day.
_DAILY = (("A", 8, 42), ("B", 8, 50), ("F", 10, 20), ("C", 11, 5), ("C", 15, 35), ("F", 16, 10))
# Weekday, sheet, kind, time.
_WEEKLY = (
    (1, "H", RunKind.WEEKLY, 14, 10),
    (2, "G", RunKind.WEEKLY, 15, 0),
    (3, "H", RunKind.WEEKLY, 14, 20),
    (0, "B", RunKind.SPOT, 13, 20),
    (2, "B", RunKind.SPOT, 13, 25),
    (4, "B", RunKind.SPOT, 13, 30),
    (1, "A", RunKind.SPOT, 15, 10),
    (2, "C", RunKind.SPOT, 16, 40),
    (3, "F", RunKind.SPOT, 11, 40),
    (3, "D", RunKind.SPOT, 16, 30),
    (4, "G", RunKind.SPOT, 15, 20),
    (4, "H", RunKind.SPOT, 16, 0),
)
# What fails now and then: how often of 100, and what is then written down.
_FAILS = {
    "A2": (9, "洽谈区地面有水渍，未及时拖干"),
    "A5": (12, "2 号展车左前轮毂标歪斜，车顶有水渍"),
    "A7": (16, "2 号展车电瓶亏电，车门用机械钥匙打开"),
    "A9": (8, "迈腾单页缺货，资料架摆放凌乱"),
    "A10": (11, "3 号桌留有客户购车合同复印件"),
    "A12": (7, "交车看板还是昨天的日期"),
    "B2": (10, "两人工牌放在口袋里，未佩戴"),
    "B8": (6, "一人穿运动鞋"),
    "B11": (6, "客户进门时低头看手机，未起身"),
    "C1": (7, "响了五声才接，未报姓名"),
    "C6": (10, "客户落座八分钟后才端水，只有白水"),
    "C7": (12, "上午两批客户没有填来店表卡"),
    "C12": (14, "抽查 10 张表卡，4 张没有下次联系日期"),
    "D3": (20, "交车时脚垫未装，内饰有灰"),
    "D4": (25, "合格证还在银行，客户问起才去催"),
    "F3": (8, "未当客户面套方向盘套"),
    "F4": (13, "未与客户一起环车检查，右后门划痕没有登记"),
    "F10": (16, "超过约定时间二十分钟，没有主动告知客户"),
    "F11": (12, "洗车不干净，轮毂内侧有泥"),
    "G2": (20, "3 号工位地面有油，未用吸油棉"),
    "G5": (18, "两个工单跳过排序，维修挑单"),
    "G6": (24, "交车前洗车不干净，内饰未吸尘"),
    "H2": (14, "一次变更只有客户签字，没有经理签字"),
    "H6": (20, "合格证到店日期没有登记"),
}
_NOT_APPLICABLE = {"C10": 30, "B4": 40, "B3": 30, "F9": 35, "H5": 10}
# Who of a department confirms a check of it, and how a name stands on paper.
_CONFIRMING = {"销售部": "张伟", "售后部": "黄强", "前台": "赵磊", "车间": "马超", "客服部": "林晓", "行政部": ""}
_MISSED, _UNCONFIRMED, _ON_PAPER = 5, 4, 20  # of 100
Event = tuple[datetime, Callable[[datetime], None]]


def plan_inspections(year: Year) -> None:
    """Enter the checks of the past days into the year's events."""
    for offset in range(DAYS, 0, -1):
        for at, happen in _day(year, year.at.date() - timedelta(days=offset)):
            year.plan(at, happen)


def checks_of_this_morning(year: Year) -> list[Event]:
    """Today's checks so far: the showroom with two failures, the after-sales reception under way."""
    day = year.at.date()
    return [
        (_at(day, 8, 51), lambda at: _check_of_today(year, at)),
        (_at(day, 10, 25), lambda at: _half_done(year, at)),
    ]


def _day(year: Year, day: date) -> Iterator[Event]:
    """One day, always the same for its date."""
    chance = random.Random(day.toordinal() * 7)  # noqa: S311 - practice data, not secrets
    owed = [(code, RunKind.DAILY, hour, minute) for code, hour, minute in _DAILY]
    owed += [(code, kind, hour, minute) for weekday, code, kind, hour, minute in _WEEKLY if weekday == day.weekday()]
    for code, kind, hour, minute in owed:
        luck, late = chance.random() * 100, chance.randrange(0, 14)
        seed = chance.random()
        if luck >= _MISSED:
            yield _at(day, hour, minute) + timedelta(minutes=late), _checking(year, code, kind, seed)


def _checking(year: Year, code: str, kind: RunKind, seed: float) -> Callable[[datetime], None]:
    def happen(at: datetime) -> None:
        chance = random.Random(f"{at}{code}{seed}")  # noqa: S311
        who = INSPECTORS[at.toordinal() % 2]
        begun = begin_check(act=year.act(who, at), code=code, kind=kind)
        marks = {item.code: _found(item.code, chance) for item in begun.run.items}
        done = at + timedelta(minutes=3 + len(marks) // 3)
        mark_check(act=year.act(who, done), inspection_id=begun.id, marks=marks)
        finished = finish_check(act=year.act(who, done), inspection_id=begun.id)
        luck = chance.random() * 100
        if luck >= _UNCONFIRMED:
            year.plan(done + timedelta(minutes=6), lambda at: _confirm(year, finished, at, on_paper=luck < _UNCONFIRMED + _ON_PAPER))

    return happen


def _found(code: str, chance: random.Random) -> tuple[Result, str]:
    luck = chance.random() * 100
    fails, fact = _FAILS.get(code, (1, "与标准不符，已当场提醒"))
    if luck < fails:
        return Result.FAILED, fact
    if luck > 100 - _NOT_APPLICABLE.get(code, 0):
        return Result.NOT_APPLICABLE, ""
    return Result.PASSED, ""


def _confirm(year: Year, done: Inspection, at: datetime, *, on_paper: bool) -> None:
    who = _CONFIRMING.get(done.department, "")
    if not who:
        return
    if on_paper:
        confirm_on_paper(act=year.act(INSPECTORS[at.toordinal() % 2], at), inspection_id=done.id, signed_by=who)
    else:
        confirm_check(act=year.act(who, at), inspection_id=done.id)


def _check_of_today(year: Year, at: datetime) -> None:
    begun = begin_check(act=year.act("李敏", at - timedelta(minutes=6)), code="A", kind=RunKind.DAILY)
    failed = {code: (Result.FAILED, _FAILS[code][1]) for code in ("A7", "A10")}
    marks = {item.code: failed.get(item.code, (Result.PASSED, "")) for item in begun.run.items}
    mark_check(act=year.act("李敏", at), inspection_id=begun.id, marks=marks)
    finish_check(act=year.act("李敏", at), inspection_id=begun.id)


def _half_done(year: Year, at: datetime) -> None:
    begun = begin_check(act=year.act("李敏", at), code="F", kind=RunKind.DAILY)
    marks = {item.code: (Result.PASSED, "") for item in begun.run.items[:6]}
    marks["F4"] = Result.FAILED, _FAILS["F4"][1]
    mark_check(act=year.act("李敏", at + timedelta(minutes=4)), inspection_id=begun.id, marks=marks)


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute))
