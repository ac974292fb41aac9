"""The practice store's complaints: three weeks of slips on their way to the archive, and one at each step that waits for somebody today."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from deskapp.complaints.answering import Findings, ask_more_time, return_department, sign_department, submit_result
from deskapp.complaints.closing import Signatures, archive_complaint, miss_paper, take_back_paper
from deskapp.complaints.contacting import accept_result, contact_customer, inform_customer, note_try, recheck_customer
from deskapp.complaints.lists import CauseKind, CompensationKind, Means, Nature, Satisfaction, Severity, Source
from deskapp.complaints.paying import propose_compensation
from deskapp.complaints.receiving import draft_complaint, receive_complaint
from deskapp.complaints.rounds import pause_complaint
from deskapp.complaints.routing import Assignment, route_complaint
from deskapp.complaints.states import RowState
from deskapp.complaints.things import Complaint, ComplaintForm
from deskapp.demo.inspection import Event
from deskapp.demo.year import Year
from deskapp.staff.service import departments, outlets
from deskapp.store.days import calendar

_HEADS = {"车间": "马超", "配件": "孙磊", "前台": "黄强", "售后部": "黄强", "客服部": "陈静"}
_SERVICE_MATTERS = ("member", "environment", "privacy")
_REGULAR = "66010300"


@dataclass(frozen=True, slots=True)
class _Story:
    """A complaint as it is told: who, what, to which departments, why it happened and what was done."""

    ago: int
    """Working days before today on which it came in."""
    category: str
    severity: Severity
    name: str
    salutation: str
    mobile: str
    plate: str
    words: str
    remedy: str
    to: tuple[str, ...]
    kind: CauseKind
    cause: str
    action: str
    result: str
    said: Satisfaction = Satisfaction.SATISFIED


_MINOR, _NORMAL, _SERIOUS = Severity.MINOR, Severity.NORMAL, Severity.SERIOUS
_CLOSED = (
    _Story(
        14, "aftersales.waiting", _NORMAL, "罗建军", "mr", "13902451187", "粤B8Q21F", "预约了九点的保养，等到十一点才上工位，没人解释。",
        "给个说法", ("前台",), CauseKind.PROCESS, "预约车没有留工位，插了事故车", "每天九点、十点各留一个预约工位", "致歉，免一次洗车",
    ),
    _Story(
        13, "aftersales.repair", _SERIOUS, "", "", "", "", "换完前刹车片两天又有尖叫声，修了两次都说正常。",
        "彻底修好并说明原因", ("车间",), CauseKind.SKILL, "导轨没有清洁，安装后没有路试",
        "制动维修一律路试并由班长签字", "重新清洁导轨、更换消音片，路试正常",
    ),
    _Story(
        12, "aftersales.explanation", _MINOR, "李秀兰", "ms", "13510237765", "粤B2N90K", "结账多了两项没听过的费用，问了才说是辅料。",
        "说明收费", ("前台",), CauseKind.EXPLANATION, "接车时没有说明辅料费",
        "报价单加辅料一栏，接车时逐项说明", "逐项解释，客户理解", Satisfaction.FAIR,
    ),
    _Story(
        10, "member.points", _MINOR, "何秀梅", "ms", "13712043390", "粤B7D55X", "上个月保养的积分一直没有到账，问过两次。",
        "补录积分", ("客服部",), CauseKind.PROCESS, "移交单退回后没有人重交",
        "退回的移交单当天由前台组长清零", "积分已补录并短信告知", Satisfaction.VERY_SATISFIED,
    ),
    _Story(
        9, "aftersales.repair", _NORMAL, "邓志强", "mr", "13824409921", "粤B3H17M", "空调修了不到一周又不制冷，来回跑了三趟。",
        "一次修好", ("车间",), CauseKind.SKILL, "只加冷媒，没有查漏", "空调维修必须做保压查漏", "更换膨胀阀，保压合格", Satisfaction.FAIR,
    ),
    _Story(
        8, "aftersales.washing", _MINOR, "赖俊", "mr", "13928810064", "粤B9C33P", "洗完车玻璃全是水印，门槛没有擦。",
        "下次洗干净", ("车间",), CauseKind.SKILL, "高峰时一个人洗车", "高峰加一人，交车前由顾问验车", "重新清洗并赠一次洗车",
    ),
    _Story(
        7, "aftersales.waiting", _NORMAL, "欧阳敏", "ms", "13611590823", "粤B1T68W", "说一小时的活做了一上午，中间没人告诉我。",
        "提前说明时间", ("前台",), CauseKind.PROCESS, "进度只在交车前才看",
        "每两小时看一次进度板，延误先打电话", "致歉，顾问改为主动通报",
    ),
    _Story(
        6, "environment.lounge", _MINOR, "曾丽", "ms", "13798032216", "粤BD33120", "休息区空调太冷，说了两次没人管。",
        "调一下温度", ("客服部",), CauseKind.EQUIPMENT, "温控面板被锁，服务员不会调",
        "温控由当班服务员调，贴操作卡", "当场调好并致歉", Satisfaction.VERY_SATISFIED,
    ),
    _Story(
        6, "aftersales.parts", _NORMAL, "陈国栋", "mr", "13923318850", "粤B5J09L", "门锁总成说三天到，等了九天也没人给我打电话。",
        "给个准信", ("配件",), CauseKind.PARTS, "供货商缺货，没有人通知客户",
        "缺货件每天由配件通知顾问", "已到货并安装，免工时", Satisfaction.FAIR,
    ),
)  # fmt: skip
_UNSIGNED = _Story(
    5, "aftersales.parts", _NORMAL, "孔祥", "mr", "13802296617", "粤B6K2F8", "刹车片说没货，等了五天没人给我回话。",
    "给个准确时间", ("配件",), CauseKind.PARTS, "", "", "",
)  # fmt: skip
_LATE = _Story(
    4, "aftersales.repair", _SERIOUS, "刘建华", "mr", "13826016621", "粤B0Z44T", "变速箱顿挫修了三次，车停在你们这里一个星期了。",
    "彻底修好，提供代步车", ("车间",), CauseKind.SKILL, "", "", "",
)  # fmt: skip
_UNREACHED = _Story(
    3, "aftersales.price", _NORMAL, "吴桂芳", "ms", "13590187743", "粤B4M72S", "同样的保养，隔壁店便宜两百多，你们的价格没有贴出来。",
    "说明价格", ("前台",), CauseKind.EXPLANATION, "套餐与散项的差别没有说明", "价格牌更新并放在接车台", "说明套餐内容，补寄报价单",
)  # fmt: skip
_PAUSED = _Story(
    2, "member.sms", _MINOR, "马丽", "ms", "13714420958", "粤B8L11R", "退订了还在收到短信，一周三条。",
    "不要再发", ("客服部",), CauseKind.PROCESS, "", "", "",
)  # fmt: skip
_TWO = _Story(
    2, "aftersales.body", _NORMAL, "蔡文杰", "mr", "13929917705", "粤B7X20G", "补漆颜色不对，车门和翼子板看得出来两个色。",
    "重新喷漆", ("车间", "配件"), CauseKind.SKILL, "调漆没有试板", "补漆一律先做试板，客户确认", "重新调漆喷涂，色差合格",
)  # fmt: skip
_RETURNED = _Story(
    1, "product.noise", _NORMAL, "许志远", "mr", "13510806632", "粤B2P58H", "过减速带时副驾下面有咯吱声，天冷更响。",
    "找到原因", ("配件",), CauseKind.PRODUCT, "", "", "",
)  # fmt: skip
_DIVISION = _Story(
    1, "aftersales.attitude", _SERIOUS, "黎少芬", "ms", "13613377210", "粤B1A09Q", "客户致电400：服务顾问态度冷淡，问三句答一句。",
    "道歉并改进", ("前台",), CauseKind.ATTITUDE, "", "", "",
)  # fmt: skip
_NAMELESS = _Story(
    3, "environment.hygiene", _MINOR, "", "", "", "", "洗手间地面一直是湿的，没有放防滑牌。",
    "未提出", ("客服部",), CauseKind.PROCESS, "保洁排班在午休时空档", "午休由休息区服务员顶班", "当天整改并放置防滑牌",
)  # fmt: skip
_ACCEPTED = _Story(
    4, "aftersales.appointment", _MINOR, "冯家明", "mr", "13728850146", "粤B9R63D", "预约的时间到了才说没有记录，白跑一趟。",
    "重新安排", ("前台",), CauseKind.PROCESS, "电话预约没有录入系统", "电话预约当场录入并发短信确认", "优先安排，送一次洗车",
    Satisfaction.VERY_SATISFIED,
)  # fmt: skip
_FRESH = _Story(
    0, "aftersales.waiting", _MINOR, "钟伟", "mr", "13802293381", "粤B3G80V", "保养做完了，等结账等了四十分钟。",
    "提高效率", ("前台",), CauseKind.PROCESS, "", "", "",
)  # fmt: skip
_DRAFT = _Story(
    0, "sales.delivery_late", _NORMAL, "彭丽华", "ms", "13715563309", "", "说好上周交车，推了两次还没有准信。",
    "给个确定的日期", ("销售部",), CauseKind.PROCESS, "", "", "",
)  # fmt: skip


class _Case:
    """One complaint as it goes its way; each step is an event at its time."""

    def __init__(self, year: Year, story: _Story, **more: Any) -> None:
        self._year, self._story, self._more = year, story, more
        self._slip: Complaint | None = None

    @property
    def slip(self) -> Complaint:
        if self._slip is None:
            raise RuntimeError("not received yet")
        return self._slip

    def _form(self) -> ComplaintForm:
        one = self._story
        form = ComplaintForm(
            source=Source.PHONE,
            outlet_id=outlets()[0].id,
            nature=Nature.GRIEVANCE if one.severity is _MINOR else Nature.COMPLAINT,
            severity=one.severity,
            category=one.category,
            description=one.words,
            remedy_requested=one.remedy,
            name=one.name,
            mobile=one.mobile,
            salutation=one.salutation,
            plate=one.plate,
        )
        return replace(form, **self._more)

    def receive(self, at: datetime) -> None:
        self._slip = receive_complaint(act=self._year.act("李敏", at), form=self._form())

    def draft(self, at: datetime) -> None:
        self._slip = draft_complaint(act=self._year.act("赵磊", at), form=self._form())

    def contact(self, at: datetime) -> None:
        self._step(contact_customer, "李敏", at, note="已致歉，说明处理步骤")

    def route(self, at: datetime) -> None:
        by = "陈静" if self._story.category.split(".")[0] in _SERVICE_MATTERS else "孙志明"
        ids = {one.name: one.id for one in departments()}
        self._step(route_complaint, by, at, departments=[Assignment(ids[name]) for name in self._story.to])

    def sign(self, at: datetime) -> None:
        for row in self.slip.current_rows:
            self._step(sign_department, _HEADS[row.department], at, row_id=row.id)

    def give_back(self, at: datetime) -> None:
        row = self.slip.current_rows[0]
        self._step(return_department, _HEADS[row.department], at, row_id=row.id, reason="不是配件问题，请车间先检查底盘")

    def submit(self, at: datetime, *, only: str = "") -> None:
        one = self._story
        written = Findings(
            cause=one.cause, action=one.action, result=one.result, cause_kind=one.kind, action_due_on=at.date(), findings="已核对工单和经过"
        )
        for row in self.slip.current_rows:
            if row.state is RowState.IN_PROGRESS and only in ("", row.department):
                self._step(submit_result, _HEADS[row.department], at, row_id=row.id, findings=written)

    def ask_time(self, at: datetime) -> None:
        row = self.slip.current_rows[0]
        self._step(ask_more_time, _HEADS[row.department], at, row_id=row.id, workdays=2, reason="阀体要等厂家技术支持")

    def inform(self, at: datetime) -> None:
        self._step(inform_customer, "李敏", at, note="已告知正在处理，明天给结果", means=Means.PHONE)

    def call_back(self, at: datetime) -> None:
        self._step(accept_result, "李敏", at, feedback="问题解决了，希望下次不要再发生", satisfaction=self._story.said)

    def call_in_vain(self, at: datetime) -> None:
        self._step(note_try, "李敏", at, note="响铃无人接听")

    def pause(self, at: datetime) -> None:
        self._step(pause_complaint, "李敏", at, reason="运营商核查退订记录，需要几天")

    def compensate(self, at: datetime) -> None:
        self._step(propose_compensation, "马超", at, kind=CompensationKind.DISCOUNT, amount=800_00, note="免第二次喷漆工时")

    def paper_back(self, at: datetime) -> None:
        self._step(take_back_paper, "李敏", at, signatures=Signatures(supervisor=True, manager=True))

    def paper_out(self, at: datetime) -> None:
        self._step(miss_paper, "李敏", at, reason="部门说签过字，找不到原件，限本周补回")

    def recheck(self, at: datetime) -> None:
        self._step(recheck_customer, "李敏", at, note="改善后没有再发生")

    def archive(self, at: datetime) -> None:
        self._step(archive_complaint, "李敏", at, closed=True)

    def _step(self, service: Callable[..., Complaint], who: str, at: datetime, **given: Any) -> None:
        self._slip = service(act=self._year.act(who, at), seen=self.slip.seen, **given)


def plan_complaints(year: Year) -> None:
    """Enter every step of the slips of the last three weeks into the year's events."""
    for place, story in enumerate(_CLOSED):
        case = _Case(year, story) if story.name else _OfRegular(year, story)
        late = 1 if place % 3 == 1 else 0
        paper = case.paper_out if story.category == "aftersales.parts" else case.paper_back
        steps = (
            (0, time(9, 35 + place), case.receive),
            (0, time(10, 20 + place), case.contact),
            (0, time(11, 10 + place), case.route),
            (0, time(14, 5 + place), case.sign),
            (1 + late, time(15, 30 + place), case.submit),
            (2 + late, time(10, 15 + place), case.call_back),
            (2 + late, time(16, 5 + place), paper),
            (3 + late, time(9, 50 + place), case.recheck),
            (3 + late, time(16, 20 + place), case.archive),
        )
        _plan(year, story.ago, steps)
    _plan_open(year)


def _plan_open(year: Year) -> None:
    unsigned, late, unreached = _Case(year, _UNSIGNED), _Case(year, _LATE), _Case(year, _UNREACHED)
    for case, story, minute in ((unsigned, _UNSIGNED, 3), (late, _LATE, 7), (unreached, _UNREACHED, 11)):
        _plan(year, story.ago, ((0, time(9, 40 + minute), case.receive), (0, time(10, 30 + minute), case.contact)))
        _plan(year, story.ago, ((0, time(11, 20 + minute), case.route),))
    _plan(year, _LATE.ago, ((0, time(13, 40), late.sign), (2, time(16, 45), late.ask_time), (1, time(16, 10), late.inform)))
    _plan(year, _UNREACHED.ago, ((0, time(14, 20), unreached.sign), (1, time(10, 5), unreached.submit)))
    _plan(year, _UNREACHED.ago, ((1, time(16, 35), unreached.call_in_vain), (2, time(10, 25), unreached.call_in_vain)))
    paused, two = _Case(year, _PAUSED), _Case(year, _TWO)
    for case, story, minute in ((paused, _PAUSED, 1), (two, _TWO, 5)):
        _plan(year, story.ago, ((0, time(9, 10 + minute), case.receive), (0, time(9, 50 + minute), case.contact)))
        _plan(year, story.ago, ((0, time(10, 40 + minute), case.route), (0, time(13, 30 + minute), case.sign)))
    _plan(year, _PAUSED.ago, ((1, time(9, 30), paused.pause),))
    _plan(year, _TWO.ago, ((1, time(15, 20), partial(two.submit, only="车间")), (1, time(16, 30), two.compensate)))
    nameless = _Case(year, _NAMELESS, anonymous=True, anonymous_reason="客户不愿留名，当面口头反映", source=Source.LOUNGE)
    _plan(year, _NAMELESS.ago, ((0, time(15, 12), nameless.receive), (0, time(15, 40), nameless.route), (0, time(16, 2), nameless.sign)))
    _plan(year, _NAMELESS.ago, ((1, time(11, 45), nameless.submit),))
    accepted = _Case(year, _ACCEPTED)
    _plan(year, _ACCEPTED.ago, ((0, time(13, 5), accepted.receive), (0, time(13, 25), accepted.contact), (0, time(14, 45), accepted.route)))
    _plan(year, _ACCEPTED.ago, ((0, time(15, 5), accepted.sign), (2, time(9, 25), accepted.submit), (3, time(15, 50), accepted.call_back)))
    returned = _Case(year, _RETURNED)
    _plan(year, _RETURNED.ago, ((0, time(9, 5), returned.receive), (0, time(9, 45), returned.contact), (0, time(10, 55), returned.route)))
    _plan(year, _RETURNED.ago, ((0, time(16, 15), returned.give_back),))
    evening = datetime.combine(year.at.date(), time(17, 30))
    division = _Case(year, _DIVISION, source=Source.DIVISION, division_no="SYB-2026-1187", reply_due=evening, nature=Nature.ESCALATED)
    _plan(year, _DIVISION.ago, ((0, time(8, 50), division.receive), (0, time(9, 15), division.contact), (0, time(10, 12), division.route)))
    _plan(year, _DIVISION.ago, ((0, time(11, 5), division.sign),))


def complaints_of_this_morning(year: Year) -> list[Event]:
    """One that nobody has spoken to yet, and a draft of the front desk."""
    fresh, drafted, day = _Case(year, _FRESH), _Case(year, _DRAFT), year.at.date()
    return [
        (datetime.combine(day, time(9, 12)), fresh.receive),
        (datetime.combine(day, time(9, 48)), drafted.draft),
    ]


class _OfRegular(_Case):
    """The complaint of the guest everybody knows, with his record and his car."""

    def _form(self) -> ComplaintForm:
        customer_id = self._year.customers[_REGULAR]
        return replace(super()._form(), customer_id=customer_id, vehicle_id=self._year.cars[customer_id])


def _plan(year: Year, ago: int, steps: tuple[tuple[int, time, Callable[[datetime], None]], ...]) -> None:
    """Each step so many working days after the slip came in, which was `ago` working days before today."""
    for after, clock, happen in steps:
        year.plan(datetime.combine(_workday(year, ago - after), clock), happen)


def _workday(year: Year, ago: int) -> date:
    now, day = calendar(), year.at.date()
    while ago:
        day -= timedelta(days=1)
        ago -= now.is_workday(day)
    return day
