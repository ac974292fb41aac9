"""The steps of a whole notice that ask something: its head, a row's words, merging, what the signed paper says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from deskapp.rectification.domain import Heading
from ui.kit import buttons, theme, work
from ui.kit.fields_choice import Choice, ChoiceField
from ui.kit.fields_code import TextField
from ui.kit.fields_date import DateField
from ui.kit.fields_text import NotesField
from ui.kit.folds import Folded
from ui.kit.labels import Hint, Wrapped
from ui.rectification.departments_field import DepartmentsField
from ui.rectification.loading import departments_open, mergeable
from ui.rectification.step_dialog import StepDialog

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.rectification.domain import Finding, Notice, Row
    from ui.desk import Desk
    from ui.rectification.loading import Opened

KEEP_MINE = "仍按我填的保存"


class EditNoticeDialog(StepDialog):
    """修改: department, copies, the required day, a note; before the notice is issued."""

    def __init__(self, desk: Desk, opened: Opened) -> None:
        super().__init__(desk, opened, None, "修改", "保存修改", form="edit_notice", icon="pencil")
        self._seen = opened.notice.heading
        open_departments = work.call(departments_open)
        choices = [Choice(key, name) for key, name in open_departments]
        self.department: ChoiceField[int] = self.field("department", ChoiceField("department", "责任部门", choices, required=True))
        self.due_on = self.field("due_on", DateField("due_on", "要求完成日", today=desk.session.now().date(), hint="不填由部门自己定"))
        self.cc = self.field("cc", DepartmentsField("cc", "抄送", open_departments))
        self.note = self.field("note", NotesField("note", "备注", limit=200))
        copies = Folded("抄送", "谁也看一份，可以不填", name="cc_fold")
        copies.set_content(self.cc)
        for widget in (self.department, self.due_on, self.note, copies):
            self.body.addWidget(widget)
        copies.set_open(bool(self._seen.cc))
        self.theirs = buttons.plain("改用现在的内容", icon="undo-2", name="take_theirs")
        self.add_button(self.theirs)
        self.theirs.hide()
        self.theirs.clicked.connect(lambda: self._fill(self._seen))
        self._fill(self._seen)

    def _fill(self, heading: Heading) -> None:
        self.department.set_value(heading.department_id)
        self.due_on.set_value(heading.due_on)
        self.cc.set_value(heading.cc)
        self.note.set_text(heading.note)

    def stored_rows(self, now: Opened) -> list[tuple[str, str]]:
        heading = now.notice.heading
        return [
            ("责任部门", now.departments[heading.department_id]),
            ("要求完成", f"{heading.due_on}" if heading.due_on else "由部门自己定"),
            ("抄送", "、".join(now.departments[key] for key in heading.cc) or "没有"),
            ("备注", heading.note or "没有"),
        ]

    def adopt(self, now: Opened) -> None:
        self._seen = now.notice.heading
        self.theirs.show()
        self.primary_button.set_words(KEEP_MINE)

    def save(self) -> Notice:
        heading = Heading(self.department.need(), self.cc.value() or (), self.due_on.value(), self.note.value() or "")
        return work.call(_edit, self.act(), self.notice.id, heading, self._seen)


class EditRowDialog(StepDialog):
    """修改一项: the words of a row that was written by hand."""

    def __init__(self, desk: Desk, opened: Opened, row: Row) -> None:
        super().__init__(desk, opened, row, "修改", "保存修改", form="edit_row", icon="pencil")
        self._seen = row.finding
        self.item = self.field("title", TextField("title", "项目", limit=40, required=True))
        self.criterion = self.field("criterion", TextField("criterion", "标准", limit=60))
        self.fact = self.field("fact", NotesField("fact", "事实", limit=300, required=True))
        for widget in (self.item, self.criterion, self.fact):
            self.body.addWidget(widget)
        self.theirs = buttons.plain("改用现在的内容", icon="undo-2", name="take_theirs")
        self.add_button(self.theirs)
        self.theirs.hide()
        self.theirs.clicked.connect(lambda: self._fill(self._seen))
        self._fill(self._seen)

    def _fill(self, finding: Finding) -> None:
        self.item.set_text(finding.title)
        self.criterion.set_text(finding.criterion)
        self.fact.set_text(finding.fact)

    def stored_rows(self, now: Opened) -> list[tuple[str, str]]:
        row = next((one for one in now.notice.rows if one.position == self.row.position), None)
        if row is None or row.dropped:
            return [("状态", "已去掉")]
        return [("项目", row.finding.title), ("标准", row.finding.criterion or "没有"), ("事实", row.finding.fact)]

    def adopt(self, now: Opened) -> None:
        self._seen = next((one.finding for one in now.notice.rows if one.position == self.row.position), self._seen)
        self.theirs.show()
        self.primary_button.set_words(KEEP_MINE)

    def save(self) -> Notice:
        words = {"title": self.item.need(), "criterion": self.criterion.value() or "", "fact": self.fact.need()}
        return work.call(_edit_row, self.act(), self.notice.id, self.row.position, replace(self._seen, **words), self._seen)


class MergeDialog(StepDialog):
    """并入另一张: the rows go to another notice of the department; this one is void and names it."""

    def __init__(self, desk: Desk, opened: Opened) -> None:
        super().__init__(desk, opened, None, "合并", "合并", form="merge_notices", icon="link")
        others = work.call(mergeable, desk.session.act(), opened.notice)
        self.into: ChoiceField[int] = self.field(
            "into", ChoiceField("into", "并入哪一张", [Choice(one.id, _merge_words(one)) for one in others], required=True)
        )
        self.body.addWidget(Wrapped(f"{len(opened.notice.live_rows)} 项全部并过去，{opened.notice.number} 作废并注明并入哪一张。"))
        self.body.addWidget(self.into)
        if not others:
            self.body.addWidget(Hint(f"{opened.notice.department}没有别的待下发整改单", colour=theme.BAD))

    def save(self) -> Notice:
        return work.call(_merge, self.act(), self.into.need(), self.notice.id)


class AcceptDialog(StepDialog):
    """签收 from paper: customer service types in who signed."""

    def __init__(self, desk: Desk, opened: Opened) -> None:
        super().__init__(desk, opened, None, "签收", "登记签收", form="accept_notice", icon="inbox")
        self.body.addWidget(Wrapped("请先核对单据上的签字，再登记是谁签收的。"))
        self.ask_signer(opened.heads)

    def save(self) -> Notice:
        return work.call(_accept, self.act(), self.notice.id, self.signer())


class ReturnDialog(StepDialog):
    """退回: it is not the department's, or it cannot be dealt with as it is."""

    def __init__(self, desk: Desk, opened: Opened) -> None:
        super().__init__(desk, opened, None, "退回", "退回客服", form="return_notice", icon="undo-2")
        self.body.addWidget(Wrapped("退回后由客服修改，再重新下发。"))
        self.reason = self.field("reason_text", NotesField("reason_text", "原因", limit=200, required=True, placeholder="例如：不归本部门"))
        self.body.addWidget(self.reason)
        self.ask_signer(opened.heads)

    def save(self) -> Notice:
        return work.call(_return, self.act(), self.notice.id, self.reason.need(), self.signer())


class WithReasonDialog(StepDialog):
    """A step that needs nothing but its reason: drop or withdraw a row, void the notice."""

    def __init__(self, desk: Desk, opened: Opened, row: Row | None, words: tuple[str, str, str], job: Callable[..., Notice]) -> None:
        """`words` are title, act and what will happen; `job(act, notice id, position or None, reason)`."""
        title, act, text = words
        super().__init__(desk, opened, row, title, act, form="with_reason", icon="ban")
        self._job = job
        if row is not None:
            self.say_finding()
        self.body.addWidget(Wrapped(text))
        self.reason = self.field("reason_text", NotesField("reason_text", "原因", limit=200, required=True))
        self.body.addWidget(self.reason)

    def save(self) -> Notice:
        position = self._row.position if self._row is not None else None
        return work.call(self._job, self.act(), self.notice.id, position, self.reason.need())


def _merge_words(notice: Notice) -> str:
    titles: Sequence[str] = [row.finding.title for row in notice.live_rows]
    return f"{notice.number}　{'、'.join(titles)}"


# Jobs of the database thread ----------------------------------------------------------------------------------------------


def issue(act: Act, notice_id: int) -> Notice:
    from deskapp.rectification.notices import issue_notice

    return issue_notice(act=act, notice_id=notice_id)


def accept(act: Act, notice_id: int) -> Notice:
    """By the head himself."""
    return _accept(act, notice_id, "")


def begin_recheck(act: Act, notice_id: int, position: int) -> Notice:
    from deskapp.rectification.rows import begin_recheck

    return begin_recheck(act=act, notice_id=notice_id, position=position)


def drop(act: Act, notice_id: int, position: int, reason: str) -> Notice:
    from deskapp.rectification.notices import drop_row

    return drop_row(act=act, notice_id=notice_id, position=position, reason=reason)


def withdraw(act: Act, notice_id: int, position: int, reason: str) -> Notice:
    from deskapp.rectification.rows import withdraw_row

    return withdraw_row(act=act, notice_id=notice_id, position=position, reason=reason)


def void(act: Act, notice_id: int, _position: None, reason: str) -> Notice:
    from deskapp.rectification.notices import void_notice

    return void_notice(act=act, notice_id=notice_id, reason=reason)


def _accept(act: Act, notice_id: int, signed_by: str) -> Notice:
    from deskapp.rectification.notices import accept_notice

    return accept_notice(act=act, notice_id=notice_id, signed_by=signed_by)


def _return(act: Act, notice_id: int, reason: str, signed_by: str) -> Notice:
    from deskapp.rectification.notices import return_notice

    return return_notice(act=act, notice_id=notice_id, reason=reason, signed_by=signed_by)


def _edit(act: Act, notice_id: int, heading: Heading, seen: Heading) -> Notice:
    from deskapp.rectification.notices import edit_notice

    return edit_notice(act=act, notice_id=notice_id, heading=heading, seen=seen)


def _edit_row(act: Act, notice_id: int, position: int, finding: Finding, seen: Finding) -> Notice:
    from deskapp.rectification.notices import edit_row

    return edit_row(act=act, notice_id=notice_id, position=position, finding=finding, seen=seen)


def _merge(act: Act, into_id: int, from_id: int) -> Notice:
    from deskapp.rectification.notices import merge_notices

    return merge_notices(act=act, into_id=into_id, from_id=from_id)
