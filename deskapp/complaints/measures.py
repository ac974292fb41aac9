"""Measures decided at the quality meeting: typed in afterwards, each a row of a notice, judged a week later (complaints.md §6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from deskapp.complaints.lists import BY_CODE
from deskapp.complaints.states import Stage
from deskapp.complaints.steps import reason_in, text_in
from deskapp.complaints.tables import ComplaintRecord, MeasureRecord
from deskapp.data import Act, Tx, reading, update_record, writing
from deskapp.errors import UserError
from deskapp.rectification.domain import Finding, NoticeForm, Source
from deskapp.rectification.notices import raise_notice
from deskapp.rectification.reading import notice_by_id
from deskapp.staff.domain import Right, Scope
from deskapp.staff.house import house
from deskapp.staff.service import person, require, scopes

_DROPPED = (Stage.DRAFT.value, Stage.VOID.value)
_WEEK = timedelta(days=7)
TEXT_LIMIT = 300


@dataclass(frozen=True, slots=True)
class MeasureForm:
    """A measure as it was decided: what is wrong, what is done, by whom of which department, until when; of which category, if of one."""

    issue: str
    measure: str
    department_id: int
    owner_id: int
    due_on: date
    category: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure that was decided. `before` and `after` are the complaints of its category in the week before the meeting and in the last
    one that is over, None without a category; `worked` None is not judged yet.
    """

    id: int
    week: date
    issue: str
    measure: str
    category: str
    department: str
    owner: str
    due_on: date
    notice_no: str
    notice_state: str
    done: bool
    before: int | None
    after: int | None
    worked: bool | None
    worked_note: str


def monday_of(day: date) -> date:
    """The Monday of a day's week: by it a week's meeting is known."""
    return day - timedelta(days=day.weekday())


def decide_measures(*, act: Act, week: date, decided: Sequence[MeasureForm]) -> tuple[Measure, ...]:
    """Type in what the meeting about a week decided; each measure becomes a row of a notice to its department, by its day.

    Refuses an empty list, a person of another department, a day that has passed.
    """
    require(act, Right.ISSUE_NOTICES)
    monday = monday_of(week)
    with writing(act, "decide_measures", week=monday, decided=list(decided)) as tx:
        if tx.replay is not None:
            return _measures(MeasureRecord.week == monday, tx.act.at.date())
        if not decided:
            raise UserError("请至少填一条改善措施", field="measures")
        if monday > tx.act.at.date():
            raise UserError("这一周还没有到", field="week")
        for number, one in enumerate(decided, start=1):
            _judge(one, number, tx.act.at.date())
        for (department_id, due_on), some in _by_notice(decided).items():
            _keep(tx, monday, department_id, due_on, some)
        tx.done(monday.toordinal())
        return _measures(MeasureRecord.week == monday, tx.act.at.date())


def judge_measure(*, act: Act, measure_id: int, worked: bool, note: str) -> Measure:
    """Say whether a measure worked, and what shows it."""
    require(act, Right.ISSUE_NOTICES)
    why = reason_in(note, field="note", ask="请写明效果如何")
    with writing(act, "judge_measure", measure_id=measure_id, worked=worked, note=note) as tx:
        record = MeasureRecord.get_or_none(MeasureRecord.id == measure_id)
        if record is None:
            raise UserError("没有这条措施。请刷新")
        if tx.replay is None:
            update_record(tx, record, worked=worked, worked_note=why)
            tx.done(measure_id)
        return _measures(MeasureRecord.id == measure_id, tx.act.at.date())[0]


def measures(*, act: Act, week: date) -> tuple[Measure, ...]:
    """What the meeting about a week decided, in its order."""
    require_reports(act)
    with reading():
        return _measures(MeasureRecord.week == monday_of(week), act.at.date())


def require_reports(act: Act) -> None:
    """Who looks at the week: customer service and 总经理 at all of it, heads and managers at what concerns their departments."""
    if Scope.OWN_DEPARTMENT not in scopes(act, Right.SEE_REPORTS):
        require(act, Right.SEE_REPORTS)


def _judge(one: MeasureForm, number: int, today: date) -> None:
    where = f"第 {number} 条"
    text_in(one.issue, field="issue", label=f"{where}问题", limit=TEXT_LIMIT, ask=f"{where}请填问题")
    text_in(one.measure, field="measure", label=f"{where}措施", limit=TEXT_LIMIT, ask=f"{where}请填措施")
    department = house().departments.get(one.department_id)
    if department is None or not department.active:
        raise UserError(f"{where}请选责任部门", field="department")
    owner = house().people.get(one.owner_id)
    if owner is None or not owner.active or owner.department_id not in house().under(one.department_id):
        raise UserError(f"{where}责任人要是{department.name}的人", field="owner")
    if one.due_on < today:
        raise UserError(f"{where}完成日期不能早于今天", field="due_on")
    if one.category and one.category not in BY_CODE:
        raise UserError(f"{where}请选类别", field="category")


def _by_notice(decided: Sequence[MeasureForm]) -> dict[tuple[int, date], list[MeasureForm]]:
    found: dict[tuple[int, date], list[MeasureForm]] = {}
    for one in decided:
        found.setdefault((one.department_id, one.due_on), []).append(one)
    return found


def _keep(tx: Tx, monday: date, department_id: int, due_on: date, some: Sequence[MeasureForm]) -> None:
    decided_at = f"{monday:%m-%d} 周质量鉴定会决定"
    findings = tuple(Finding(one.issue.strip(), one.measure.strip(), f"{decided_at}，责任人 {person(one.owner_id).name}") for one in some)
    notice = raise_notice(tx, NoticeForm(department_id, findings, Source.COMPLAINT, f"质量鉴定会 {monday:%Y-%m-%d}", due_on=due_on))
    for one in some:
        MeasureRecord.create(
            week=monday,
            issue=one.issue.strip(),
            measure=one.measure.strip(),
            category=one.category,
            department=department_id,
            owner=one.owner_id,
            due_on=due_on,
            notice=notice.id,
            act=tx.act_id,
        )


def _measures(condition: Any, today: date) -> tuple[Measure, ...]:
    rows: Any = MeasureRecord.select().where(condition).order_by(MeasureRecord.id)
    return tuple(_measure(row, today) for row in rows)


def _measure(row: Any, today: date) -> Measure:
    notice = notice_by_id(row.notice_id)
    item = next((one for one in notice.rows if one.finding.title == row.issue and one.finding.criterion == row.measure), None)
    last = monday_of(today) - _WEEK
    return Measure(
        id=row.id,
        week=row.week,
        issue=row.issue,
        measure=row.measure,
        category=row.category,
        department=house().departments[row.department_id].name,
        owner=person(row.owner_id).name,
        due_on=row.due_on,
        notice_no=notice.number,
        notice_state=item.state.label if item and notice.state.is_open else notice.state.label,
        done=item is not None and item.closed_at is not None and not item.withdrawn,
        before=_count(row.category, row.week) if row.category else None,
        after=_count(row.category, max(last, row.week)) if row.category else None,
        worked=row.worked,
        worked_note=row.worked_note,
    )


def _count(category: str, monday: date) -> int:
    first = datetime.combine(monday, time.min)
    within = (ComplaintRecord.received_at >= first) & (ComplaintRecord.received_at < first + _WEEK)
    return ComplaintRecord.select().where(within & (ComplaintRecord.category == category) & ComplaintRecord.stage.not_in(_DROPPED)).count()
