"""What the dialogs of a notice share: who signed the paper, and both versions when another PC was faster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from deskapp.rectification.domain import Outdated
from ui.kit import theme, work
from ui.kit.banners import Notice as Banner
from ui.kit.fields_code import TextField
from ui.kit.frames import LabelRows
from ui.kit.labels import Hint, Wrapped
from ui.kit.step_form import StepForm
from ui.kit.theme import Tone
from ui.rectification.loading import load_notice

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.errors import UserError
    from deskapp.rectification.domain import Notice, Row
    from ui.desk import Desk
    from ui.rectification.loading import Opened


class StepDialog(StepForm["Notice"]):
    """A step of a notice, or of one of its rows. What somebody else saved meanwhile is shown beside what was typed; nothing is lost,
    nor when the form is left without saving.
    """

    def __init__(
        self, desk: Desk, opened: Opened, row: Row | None, title: str, act: str, *, form: str, icon: str, width: int = 560
    ) -> None:
        number = opened.notice.number + (f" 第 {row.position} 项" if row is not None else "")
        super().__init__(desk.sheets, f"{title} {number}", act, form=form, icon=icon, width=width)
        self._desk, self._opened, self._row = desk, opened, row
        rounds = len(row.rounds) if row is not None else 0
        place = row.position if row is not None else 0
        self.keep_for(desk, desk.session.act().staff_id, opened.notice.id, place, rounds)
        self.signed_by: TextField | None = None
        self._stored: Banner | None = None

    @property
    def notice(self) -> Notice:
        return self._opened.notice

    @property
    def row(self) -> Row:
        """The row the step is about."""
        if self._row is None:
            raise RuntimeError("a step of the notice has no row")
        return self._row

    def act(self) -> Act:
        return self._desk.session.act(request_id=self.request_id)

    def say_finding(self) -> None:
        """What the row is about, so that nobody has to look behind the form."""
        finding = self.row.finding
        self.body.addWidget(Wrapped(f"{finding.code} {finding.title}".strip(), bold=True))
        self.body.addWidget(Wrapped(f"事实：{finding.fact}", colour=theme.INK_2))

    def ask_signer(self, name: str) -> None:
        """For customer service that types in what the paper says: who signed it, mostly `name`."""
        if self._opened.reach.from_paper(self.notice, self._row):
            self.signed_by = self.field("signed_by", TextField("signed_by", "单据上签字的人", limit=20, required=True, hint="代录"))
            self.signed_by.set_text(name)
            self.body.addWidget(self.signed_by)

    def signer(self) -> str:
        return self.signed_by.need() if self.signed_by is not None else ""

    def show_refusal(self, refusal: UserError) -> None:
        super().show_refusal(refusal)
        if any(isinstance(one, Outdated) for one in refusal.problems):
            self._show_stored(work.call(load_notice, self._desk.session.act(), self.notice.id))
            self._desk.changed()

    def _show_stored(self, now: Opened) -> None:
        """The version another PC saved, above the one that stands in the fields."""
        if self._stored is not None:
            self._stored.hide()
            self._stored.deleteLater()
        self._stored = Banner("现在保存的内容", Tone.WARN, name="stored_version")
        self.body.insertWidget(0, self._stored)
        QTimer.singleShot(0, self._stored, lambda: self._body.verticalScrollBar().setValue(0))  # after the cursor went to a field
        last = now.notice.steps[-1]
        by = now.names.get(last.by, "系统") if last.by else "系统"
        self._stored.add(Hint(f"{by} {last.at:%m-%d %H:%M} {last.what}{f'：{last.note}' if last.note else ''}"))
        self._stored.add(LabelRows([(label, Wrapped(words)) for label, words in self.stored_rows(now) if words]))
        self.adopt(now)

    def stored_rows(self, now: Opened) -> list[tuple[str, str]]:
        """What is saved now, as rows of label and words."""
        notice = now.notice
        if self._row is None:
            return [("状态", notice.state.label), ("签收", notice.accepted_by)]
        row = next((one for one in notice.rows if one.position == self.row.position), None)
        turn = row.round if row else None
        if row is None or turn is None:
            return [("状态", row.state.label if row else "没有这一项了")]
        return [
            ("状态", row.state.label),
            ("原因", turn.answer.cause),
            ("改善措施", turn.answer.action),
            ("责任人", now.names.get(row.owner_id, "") if row.owner_id else ""),
            ("改善时间", f"{turn.answer.promised_on}"),
            ("完成说明", turn.done_note),
            ("复检", f"{turn.recheck.label} {turn.recheck_note}" if turn.recheck else ""),
        ]

    def adopt(self, now: Opened) -> None:
        """Called once both versions are shown: what is saved next is saved by somebody who has seen the other one."""
