"""Slips as the desk would print them, at each step of their way."""

from dataclasses import replace
from datetime import date, datetime

from deskapp.complaints.paper_content import Archived, Department, HandlingSlip, Received, Round, Routed, Told

PRINTED = datetime(2026, 11, 24, 16, 35)
WORDS = (
    "上周五刚在你们这里换的前刹车片，开出去不到两天，早上第一脚刹车就有尖叫声，方向盘还有点抖。"
    "周六打电话到前台，说会给我回电话，等到今天也没有人回。我每天要送孩子上学，这样的车开着不放心，来回跑一趟又要半天时间。"
)
DUE = datetime(2026, 11, 25, 17, 30)

RECEIVED = Received(
    at=datetime(2026, 11, 23, 10, 42),
    by="王芳",
    source="客户来电",
    outlet="总店",
    case_owner="李婷",
    customer="欧阳䶮 先生",
    mobile="13861720519",
    plate="苏B·7K63Z",
    model="途岳 280TSI",
    vin="LSVAA41T2RN000001",
    mileage_km=18_426,
    bought_on=date(2024, 8, 16),
    service_advisor="周凯",
    sales_advisor="何静",
    technician="孙建国",
    work_order="W20261120-041",
    happened_at=datetime(2026, 11, 20, 16, 30),
    place="售后车间",
    repeated=False,
    nature="投诉",
    severity="一般",
    category="售后 — 维修质量/返修",
    first_contact_at=datetime(2026, 11, 23, 10, 58),
    attachments="照片 2  录音 1",
    words=WORDS,
    remedy="重新检查并免费返修；说明为什么没有回电话；返修当天提供代步车。",
    done=True,
)
ROUTED = Routed(at=datetime(2026, 11, 23, 11, 20), by="赵国强", cc=("站长(售后经理)",), done=True)
WORKSHOP = Department(name="售后部·车间", limit="2 工作日", due=DUE)
WORKSHOP_DONE = replace(
    WORKSHOP,
    accepted="孙志明（已签）",
    accepted_at=datetime(2026, 11, 23, 13, 15),
    owner="孙建国",
    action_due_on=date(2026, 11, 27),
    handled_at=datetime(2026, 11, 24, 16, 20),
    findings="11-24 到店路试，低速制动有尖叫；拆检见左前制动盘端面跳动 0.09 mm，超出标准。",
    cause="更换制动片后未测量制动盘跳动，竣工检验只试车一次，未按规程冷车复试。",
    action="更换左前制动盘并光面，重装制动片；竣工检验单增加“冷车试刹”一项，质检员签字。",
    result="免费返修完成，冷车、热车路试 12 km 均无异响，客户现场试车后认可。",
    done=True,
)
DESK = Department(name="售后部·前台", limit="2 工作日", due=DUE)
DESK_DONE = replace(
    DESK,
    accepted="何静（代录）",
    accepted_at=datetime(2026, 11, 23, 14, 2),
    owner="何静",
    action_due_on=date(2026, 11, 25),
    handled_at=datetime(2026, 11, 25, 9, 40),
    findings="周六值班员接电后未登记回电。",
    cause="没有回电登记本，换班时口头交接。",
    action="设回电登记表，下班前由主管清零。",
    result="已向客户致歉并说明，返修当天提供代步车。",
    done=True,
)
PARTS_DONE = replace(
    DESK_DONE, name="售后部·配件", owner="孙磊", accepted="孙磊（已签）", findings="制动盘当日有库存。", cause="—", action="—"
)
TOLD = Told(
    at=datetime(2026, 11, 25, 15, 10),
    by="李婷",
    means="电话",
    feedback="认可返修结果，希望以后有事先打电话。",
    satisfaction="满意",
    compensated=True,
    compensation="保养券 500.00 元",
    approved_by="赵国强",
    settlement_no="QR-20261125-001",
    done=True,
)
ARCHIVED = Archived(
    recheck_call_at=datetime(2026, 11, 30, 10, 5),
    closed_loop=True,
    rectification_no="ZG-20261125-002",
    archive_no="GD-2026-0012",
    improvement="竣工检验单增加冷车试刹一项。",
    appraisal="车间扣 2 分（考核建议）。",
    done=True,
)

DRAFT = HandlingSlip(banner="草稿", received=replace(RECEIVED, first_contact_at=None, attachments="", done=False))
TO_ROUTE = HandlingSlip(number="TS-20261123-003", code="40202611230003", deadline=DUE, tell_by=date(2026, 12, 2), received=RECEIVED)
TO_ACCEPT = replace(TO_ROUTE, routed=ROUTED, departments=(WORKSHOP, DESK))
IN_PROGRESS = replace(TO_ACCEPT, departments=(WORKSHOP_DONE, DESK))
TO_TELL = replace(TO_ACCEPT, departments=(WORKSHOP_DONE, DESK_DONE))
TO_ARCHIVE = replace(TO_TELL, told=TOLD)
CLOSED = replace(TO_ARCHIVE, banner="已归档 GD-2026-0012", archived=ARCHIVED)
VOID = replace(TO_ROUTE, void=True, banner="已作废：重复登记，见 TS-20261123-001")
WITHDRAWN = replace(
    TO_ROUTE,
    banner="已归档 GD-2026-0013",
    told=Told(at=datetime(2026, 11, 23, 16, 0), by="李婷", means="电话", feedback="客户撤诉：家人已处理。", satisfaction="", done=True),
    archived=replace(ARCHIVED, recheck_call_at=None, rectification_no="", improvement="", appraisal=""),
)
THREE = replace(IN_PROGRESS, departments=(WORKSHOP_DONE, DESK, replace(DESK, name="售后部·配件")))
ONE = replace(TO_ACCEPT, departments=(WORKSHOP,))
SECOND_ROUND = replace(
    TO_ROUTE,
    round=2,
    routed=replace(ROUTED, note="暂停 1 次共 2 个工作日：等配件；延期至 12-01（周敏批准）"),
    departments=(
        replace(WORKSHOP_DONE, done=False, result="", action="", handled_at=None, limit="指定", due=datetime(2026, 12, 1, 17, 30)),
    ),
    earlier=(Round(number=1, departments=(WORKSHOP_DONE, DESK_DONE), ended="客户不认可 2026-11-26 09:12：异响仍在。"),),
)
STATES = {
    "草稿": DRAFT,
    "待派单": TO_ROUTE,
    "待签收": TO_ACCEPT,
    "处理中": IN_PROGRESS,
    "待回访": TO_TELL,
    "待归档": TO_ARCHIVE,
    "已归档": CLOSED,
    "已作废": VOID,
    "撤诉": WITHDRAWN,
    "一个部门": ONE,
    "三个部门": THREE,
    "第二轮": SECOND_ROUND,
}
