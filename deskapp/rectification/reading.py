"""Notices as they stand: board, list, one person's rows, what is overdue by name. Looking never writes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import peewee as pw

from deskapp.calendar import Calendar, DueState, due
from deskapp.data import Act, ActRecord, reading
from deskapp.rectification.deadlines import Limits, Owed, owed
from deskapp.rectification.domain import (
    ACCEPT_DAYS,
    ANSWER_DAYS,
    RECHECK_DAYS,
    Answer,
    Extension,
    Finding,
    Notice,
    NoticeState,
    RecheckResult,
    Round,
    Row,
    RowState,
    Source,
    Step,
)
from deskapp.rectification.moves import Reach
from deskapp.rectification.tables import (
    OPEN,
    ExtensionRecord,
    NoticeRecord,
    PhotoRecord,
    RoundRecord,
    RowRecord,
    StepRecord,
)
from deskapp.settings.store import value
from deskapp.staff.domain import Right, Scope
from deskapp.staff.house import house
from deskapp.staff.service import allowed, own_departments, person, require, scopes
from deskapp.store.days import calendar

PAGE = 200


@dataclass(frozen=True, slots=True)
class Overdue:
    """A step of a notice that is past its day, with how many working days and whose turn it is, by name."""

    notice: Notice
    owed: Owed
    days: int
    who: str

    @property
    def words(self) -> str:
        """By name: 张伟 超 2 天未完成整改."""
        return f"{self.who} 超 {self.days} 天未{self.owed.what}"


def notices(*, act: Act, open_only: bool = True, department_id: int | None = None, before: int | None = None) -> tuple[Notice, ...]:
    """Notices the person may see, newest first: customer service all, a head those of his departments, others those with a row of theirs.

    Closed and void ones come in pages of 200; `before` is the last id of the page before.
    """
    condition = _visible(act)
    if open_only:
        condition = condition & NoticeRecord.id.in_(pw.SQL(f"(SELECT id FROM rectifications WHERE {OPEN})"))
    if department_id is not None:
        condition = condition & (NoticeRecord.department == department_id)
    if before is not None:
        condition = condition & (NoticeRecord.id < before)
    with reading():
        return _notices(condition, limit=None if open_only else PAGE)


def notice(*, act: Act, notice_id: int) -> Notice:
    """One notice with its steps. Refuses what the person may not see by raising LookupError."""
    with reading():
        found = _notices(_visible(act) & (NoticeRecord.id == notice_id), limit=1)
        if not found:
            raise LookupError(f"no notice {notice_id}")
        return with_steps(found[0])


def notice_by_id(notice_id: int) -> Notice:
    """One notice for the services that wrote it. The caller asked the right."""
    return with_steps(_notices(NoticeRecord.id == notice_id, limit=1)[0])


def notices_of(*, source: Source, source_no: str) -> tuple[Notice, ...]:
    """The notices a check or a complaint has raised, in their order. The caller asked the right."""
    return tuple(reversed(_notices((NoticeRecord.source == source.value) & (NoticeRecord.source_no == source_no), limit=None)))


def limits() -> Limits:
    """The limits as they are set today."""
    return Limits(value(ACCEPT_DAYS), value(ANSWER_DAYS), value(RECHECK_DAYS))


def owed_by(notice: Notice, now: Calendar) -> tuple[Owed, ...]:
    """What a notice waits for under the limits of today."""
    return owed(notice, now, limits())


def overdue(*, act: Act) -> tuple[Overdue, ...]:
    """Every step past its day of the notices the person may see, the latest first: who owes what since when."""
    now, today = calendar(), act.at.date()
    found = [
        Overdue(one, step, late.days, who_owes(one, step))
        for one in notices(act=act)
        for step in owed_by(one, now)
        if (late := due(now, step.due_on, today=today)).state is DueState.OVERDUE
    ]
    return tuple(sorted(found, key=lambda late: (-late.days, late.notice.number, late.owed.position)))


def who_owes(notice: Notice, step: Owed) -> str:
    """By name: the owner of the row, the head of the department; 客服 as a whole."""
    if step.owner_id is not None:
        return person(step.owner_id).name
    return step.who if step.who == "客服" else (heads_of(notice.department_id) or step.who)


def heads_of(department_id: int) -> str:
    """Names of those who answer for a department: its own heads, else those of the department above it; '' when nobody does."""
    staff = house()
    at: int | None = department_id
    while at is not None:
        found = [
            one.name
            for one in staff.people.values()
            if one.active
            and one.department_id == at
            and department_id in staff.own_reach(one.id, Right.ANSWER_NOTICES).get(Scope.OWN_DEPARTMENT, ())
        ]
        if found:
            return "、".join(found)
        at = staff.departments[at].parent_id
    return ""


def reach_of(act: Act) -> Reach:
    """How far the person's rights go on notices today."""
    if act.staff_id is None:
        return Reach(None)
    return Reach(
        act.staff_id,
        heads=own_departments(act, Right.ANSWER_NOTICES),
        records=Scope.RECORDED in scopes(act, Right.ANSWER_NOTICES),
        issues=allowed(act, Right.ISSUE_NOTICES),
        rechecks=allowed(act, Right.RECHECK),
        extends=allowed(act, Right.EXTEND_LIMITS),
        voids=allowed(act, Right.VOID_SLIPS),
        waives=allowed(act, Right.WAIVE_APPRAISALS),
    )


def sees_notices(act: Act) -> bool:
    """Whether any notice may concern the person: by his rights, or because a row is his."""
    if any(scopes(act, right) for right in (Right.ANSWER_NOTICES, Right.ISSUE_NOTICES)) or Scope.ALL in scopes(act, Right.SEE_REPORTS):
        return True
    return RowRecord.select().where(RowRecord.owner == act.staff_id).exists()


def _visible(act: Act) -> Any:
    """The notices a person may see by his scopes of answering, and of issuing or reports."""
    if Scope.ALL in scopes(act, Right.ISSUE_NOTICES) or Scope.ALL in scopes(act, Right.SEE_REPORTS):
        return NoticeRecord.id > 0
    mine = RowRecord.select(RowRecord.notice).where(RowRecord.owner == act.staff_id)
    departments = own_departments(act, Right.ANSWER_NOTICES)
    if not sees_notices(act):
        require(act, Right.ANSWER_NOTICES)
    return NoticeRecord.department.in_(list(departments)) | NoticeRecord.id.in_(mine)


def with_steps(found: Notice) -> Notice:
    query: Any = StepRecord.select(StepRecord, ActRecord).join(ActRecord).where(StepRecord.notice == found.id).order_by(StepRecord.id)
    return replace(found, steps=tuple(Step(row.act.at, row.act.staff_id, row.what, row.position, row.note) for row in query))


def _notices(condition: Any, *, limit: int | None) -> tuple[Notice, ...]:
    """Notices with rows, rounds, extensions and photos: one statement a table."""
    merged: Any = NoticeRecord.alias()
    query: Any = (
        NoticeRecord.select(NoticeRecord, ActRecord, merged.number.alias("merged_number"))
        .join(ActRecord, on=NoticeRecord.act)
        .switch(NoticeRecord)
        .join(merged, pw.JOIN.LEFT_OUTER, on=NoticeRecord.merged_into == merged.id, attr="merged_row")
        .where(condition)
        .order_by(NoticeRecord.id.desc())
        .limit(limit)
    )
    records = list(query)
    rows = _rows([record.id for record in records])
    departments = house().departments
    return tuple(
        Notice(
            id=record.id,
            number=record.number,
            state=NoticeState(record.state),
            source=Source(record.source),
            source_no=record.source_no,
            department_id=record.department_id,
            department=departments[record.department_id].name,
            cc=tuple(int(key) for key in record.cc.split()),
            due_on=record.due_on,
            note=record.note,
            made_at=record.act.at,
            made_by=record.act.staff_id,
            rows=rows.get(record.id, ()),
            issued_at=record.issued_at,
            accepted_at=record.accepted_at,
            accepted_by=record.accepted_by,
            merged_into=record.merged_row.merged_number if record.merged_into_id else "",
            focus_id=record.focus_id,
        )
        for record in records
    )


def _rows(notice_ids: Collection[int]) -> Mapping[int, tuple[Row, ...]]:
    if not notice_ids:
        return {}
    query: Any = RowRecord.select().where(RowRecord.notice.in_(list(notice_ids))).order_by(RowRecord.notice, RowRecord.position)
    records = list(query)
    ids = [record.id for record in records]
    photos = _photos(ids)
    rounds, extensions = _rounds(ids, photos), _extensions(ids)
    found: dict[int, list[Row]] = {}
    for record in records:
        finding = Finding(record.title, record.criterion, record.fact, record.code, record.repeated, photos.get((record.id, 0, False), ()))
        found.setdefault(record.notice_id, []).append(
            Row(
                id=record.id,
                position=record.position,
                finding=finding,
                state=RowState(record.state),
                owner_id=record.owner_id,
                rounds=tuple(rounds.get(record.id, ())),
                extensions=tuple(extensions.get(record.id, ())),
                dropped=record.dropped,
                withdrawn=record.withdrawn,
                to_recheck_at=record.to_recheck_at,
                closed_at=record.closed_at,
            )
        )
    return {key: tuple(some) for key, some in found.items()}


_PhotoKey = tuple[int, int, bool]


def _photos(row_ids: Collection[int]) -> dict[_PhotoKey, tuple[int, ...]]:
    found: dict[_PhotoKey, tuple[int, ...]] = {}
    if row_ids:
        query: Any = PhotoRecord.select().where(PhotoRecord.row.in_(list(row_ids))).order_by(PhotoRecord.id)
        for photo in query:
            key = photo.row_id, photo.round, photo.is_recheck
            found[key] = (*found.get(key, ()), photo.attachment_id)
    return found


def _rounds(row_ids: Collection[int], photos: Mapping[_PhotoKey, tuple[int, ...]]) -> dict[int, list[Round]]:
    found: dict[int, list[Round]] = {}
    if not row_ids:
        return found
    done, checked = ActRecord.alias(), ActRecord.alias()
    query: Any = (
        RoundRecord.select(
            RoundRecord, ActRecord, done.at.alias("done_at"), checked.at.alias("rechecked_at"), checked.staff_id.alias("rechecked_by")
        )
        .join(ActRecord, on=RoundRecord.act)
        .switch(RoundRecord)
        .join(done, pw.JOIN.LEFT_OUTER, on=RoundRecord.done == done.id, attr="done_act")
        .switch(RoundRecord)
        .join(checked, pw.JOIN.LEFT_OUTER, on=RoundRecord.rechecked == checked.id, attr="recheck_act")
        .where(RoundRecord.row.in_(list(row_ids)))
        .order_by(RoundRecord.row, RoundRecord.number)
    )
    for row in query:
        answer = Answer(row.cause, row.action, row.owner_id, row.promised_on, row.immediate_action, row.immediate_on)
        checked_by = row.recheck_act if row.rechecked_id else None
        found.setdefault(row.row_id, []).append(
            Round(
                number=row.number,
                answer=answer,
                answered_at=row.act.at,
                answered_by=row.act.staff_id,
                recorded_for=row.recorded_for,
                done_note=row.done_note,
                done_at=row.done_act.done_at if row.done_id else None,
                recheck=RecheckResult(row.recheck) if row.recheck else None,
                recheck_note=row.recheck_note,
                rechecked_at=checked_by.rechecked_at if checked_by else None,
                rechecked_by=checked_by.rechecked_by if checked_by else None,
                done_photos=photos.get((row.row_id, row.number, False), ()),
                recheck_photos=photos.get((row.row_id, row.number, True), ()),
            )
        )
    return found


def _extensions(row_ids: Collection[int]) -> dict[int, list[Extension]]:
    found: dict[int, list[Extension]] = {}
    if not row_ids:
        return found
    query: Any = (
        ExtensionRecord.select(ExtensionRecord, ActRecord)
        .join(ActRecord, on=ExtensionRecord.act)
        .where(ExtensionRecord.row.in_(list(row_ids)))
        .order_by(ExtensionRecord.id)
    )
    for row in query:
        one = Extension(row.id, row.promised_on, row.reason, row.act.staff_id, row.act.at, row.granted)
        found.setdefault(row.row_id, []).append(one)
    return found
