"""What the dialogs of a slip's steps share: the case in a few words, who signed the paper, and what another PC wrote meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.complaints.loading import load_slip
from ui.kit import theme, work
from ui.kit.banners import Notice as Banner
from ui.kit.fields_code import TextField
from ui.kit.fields_text import NotesField
from ui.kit.labels import Hint, Wrapped
from ui.kit.step_form import StepForm
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.complaints.things import Complaint, Row
    from deskapp.data import Act
    from deskapp.errors import UserError
    from ui.complaints.loading import Opened
    from ui.desk import Desk

KEEP_MINE = "仍按我填的保存"


class StepDialog(StepForm[Any]):
    """A step of a slip, or of one of its departments.

    What somebody else wrote meanwhile is shown above what was typed; the next press saves by somebody who has seen it.
    Left without saving, it has its texts back for the same person in the same round of the slip.
    """

    def __init__(
        self, desk: Desk, opened: Opened, row: Row | None, title: str, act: str, *, form: str, icon: str = "pencil", width: int = 560
    ) -> None:
        whose = f" {row.department}" if row is not None else ""
        super().__init__(desk.sheets, f"{title}{whose}", act, form=form, icon=icon, hint=opened.slip.number, width=width)
        self.desk, self.case, self._row = desk, opened, row
        self._seen = opened.slip.seen
        self.keep_for(desk, desk.session.act().staff_id, opened.slip.id, opened.slip.round, row.id if row is not None else 0)
        self._news: Banner | None = None
        self.signed_by: TextField | None = None

    @property
    def slip(self) -> Complaint:
        return self.case.slip

    @property
    def row(self) -> Row:
        """The department's row the step is about."""
        if self._row is None:
            raise RuntimeError("a step of the whole slip has no row")
        return self._row

    def act(self) -> Act:
        return self.desk.session.act(request_id=self.request_id)

    def say_case(self) -> None:
        """What the customer said and wants, so that nobody has to look behind the form."""
        form = self.slip.form
        self.body.addWidget(Wrapped(f"“{shortened(form.description)}”", bold=True))
        self.body.addWidget(Wrapped(f"{self.slip.category.full}　客户要求：{shortened(form.remedy_requested)}", colour=theme.INK_2))

    def ask_signer(self, name: str, *, owner_may: bool = False) -> None:
        """For customer service that types in what the paper says: who signed it, mostly `name`."""
        if self.case.reach.from_paper(self.row, owner_may=owner_may):
            field = TextField("signed_by", "单据上签字的人", limit=20, required=True, hint="代录")
            self.signed_by = self.field("signed_by", field)
            self.signed_by.set_text(name.split("、")[0])
            self.body.addWidget(self.signed_by)

    def ask_reason(self, label: str, *, placeholder: str = "", lines: int = 2) -> NotesField:
        field = NotesField("reason_text", label, limit=300, lines=lines, required=True, placeholder=placeholder)
        self.body.addWidget(self.field("reason_text", field))
        return field

    def signer(self) -> str:
        return self.signed_by.need() if self.signed_by is not None else ""

    def write(self, service: Callable[..., Any], **given: Any) -> Any:
        """Call a service with the slip as it was seen."""
        return work.call(partial(service, act=self.act(), seen=self._seen, **given))

    def write_row(self, service: Callable[..., Any], **given: Any) -> Any:
        """The same for one department; what it does not do itself names who signed."""
        return self.write(service, row_id=self.row.id, signed_by=self.signer(), **given)

    def show_refusal(self, refusal: UserError) -> None:
        from deskapp.complaints.steps import Outdated

        super().show_refusal(refusal)
        if any(isinstance(one, Outdated) for one in refusal.problems):
            self._show_news(work.call(load_slip, self.desk.session.act(), self.slip.id))
            self.desk.changed()

    def _show_news(self, now: Opened) -> None:
        """What was written since, and what stands there now, above the form; from here on it counts as seen."""
        if self._news is not None:
            self._news.hide()
            self._news.deleteLater()
        self._news = Banner("这张单刚才有改动，您填的内容还在", Tone.WARN, name="news")
        self.body.insertWidget(0, self._news)
        for step in [step for step in now.slip.steps if step.id > self._seen.version]:
            by = now.name(step.by) or "系统"
            changes = "；".join(one.words for one in step.changes)
            said = "　".join(part for part in (step.note, changes) if part)
            self._news.add(Wrapped(f"{by} {step.at:%m-%d %H:%M} {step.words}　{said}".strip()))
        self._news.add(Hint(f"现在是“{now.slip.state.label}”"))
        self._seen, self.case = now.slip.seen, now
        self.primary_button.set_words(KEEP_MINE)
        QTimer.singleShot(0, self._news, partial(self._body.ensureWidgetVisible, self._news))


class ReasonStepDialog(StepDialog):
    """A step that needs nothing but its reason, and from paper who signed: 退回, 撤出, 暂停, 客户撤诉, 作废."""

    def __init__(
        self, desk: Desk, opened: Opened, row: Row | None, words: tuple[str, str, str], job: Callable[[ReasonStepDialog, str], Any]
    ) -> None:
        """`words` are title, act and what will happen; `job(dialog, reason)` writes."""
        title, act, text = words
        super().__init__(desk, opened, row, title, act, form="reason_step", icon="pencil")
        self._job = job
        self.body.addWidget(Wrapped(text))
        self.reason = self.ask_reason("原因")

    def save(self) -> Any:
        return self._job(self, self.reason.need())


def shortened(text: str, most: int = 90) -> str:
    """The beginning of a long text on one line."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def side_by_side(*widgets: QWidget, stretches: Sequence[int] = ()) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.GAP_WIDE)
    for place, widget in enumerate(widgets):
        row.addWidget(widget, stretches[place] if stretches else 1)
    return row
