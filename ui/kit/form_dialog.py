"""FormDialog: every use case that writes has one. A refusal stands beside its field, the form stays open, and nothing typed is lost.

A dialog is written in this order: fields, layout, wiring, `save`. Its `save` calls the service through `work` with `self.request_id` in the
act and returns what the service returned; it catches nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.errors import AlreadySaved, StorageFault, UserError, UserErrors
from ui.kit import buttons, form_fields, notify, theme
from ui.kit.drafts import Draft, Drafts
from ui.kit.fields import Field
from ui.kit.fields_code import ScanField
from ui.kit.form_frame import FormBody, FormFoot, FormHead, ReasonLine, Summary
from ui.kit.frames import Divider
from ui.kit.request import RequestId, new_id
from ui.kit.scan import TAKES_SCAN
from ui.kit.sheet import ENTER_PASSES, Sheet

R = TypeVar("R")
W = TypeVar("W", bound=QWidget)

KEEP_EVERY_MS = 3000
REASON = "reason"


class FormDialog(Sheet, Generic[R]):
    """`accepted(result)` after a save, `saved_before(AlreadySaved)` when an edited form had been saved already, `closed()` in any case."""

    accepted = Signal(object)
    saved_before = Signal(object)

    def __init__(
        self,
        host: QWidget,
        title: str,
        act: str,
        *,
        form: str = "",
        icon: str = "",
        act_icon: str = "check",
        hint: str = "",
        width: int = 560,
        drafts: Drafts | None = None,
        draft: Draft | None = None,
        own_foot: bool = False,
    ) -> None:
        """`form` names the kind of form in its drafts; `draft` is a half-filled one to go on with.

        With `own_foot` the dialog places `primary_button`, `summary` and `reason_line` itself.
        """
        super().__init__(host, title, width=width)
        self.setObjectName(form or "form")
        self._form = form
        self._drafts = drafts
        self._draft = draft
        self._instance = draft.instance if draft else new_id()
        self._request = RequestId(draft.request_id, in_doubt=draft.in_doubt) if draft else RequestId()
        self._begun_at = draft.begun_at if draft else None
        self._fields: dict[str, QWidget] = {}
        self._problems: list[tuple[QWidget | None, str]] = []
        self._places: list[QWidget] = []
        self._judges: list[Callable[[], Sequence[UserError]]] = []
        self._beside: dict[str, UserError] = {}
        self._counting = False
        self._untouched: Mapping[str, Any] | None = None
        self._kept: tuple[Any, ...] = ()
        self._saving = False
        self.head = FormHead(title, icon=icon, hint=hint)
        self._body = FormBody()
        self.body = self._body.layout_
        self.summary = Summary()
        self.reason_line = ReasonLine()
        self.foot = FormFoot()
        self.primary_button = buttons.primary(act, icon=act_icon, key="Ctrl+Enter", name="primary")
        self._lay_out(own_foot=own_foot)
        self.head.closing.connect(self.escape)
        self.primary_button.clicked.connect(self.accept)
        self.summary.wanted.connect(self._go_to)
        self.summary.bind(self)
        self._keeper = QTimer(self)
        self._keeper.setInterval(KEEP_EVERY_MS)
        self._keeper.timeout.connect(self.keep_draft)

    def _lay_out(self, *, own_foot: bool) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)
        self._column.addWidget(Divider())
        self._middle = QHBoxLayout()
        self._middle.setSpacing(0)
        self._middle.addWidget(self._body, 1)
        self._column.addLayout(self._middle, 1)
        if own_foot:
            return
        cancel = buttons.plain("取消", key="Esc", name="cancel")
        cancel.clicked.connect(self.escape)
        cancel.setProperty(ENTER_PASSES, True)  # noqa: FBT003 - Qt's own signature
        self.foot.add(cancel)
        self.foot.add(self.primary_button)
        below = QVBoxLayout()
        below.setContentsMargins(theme.MARGIN_X, 10, theme.MARGIN_X, theme.GAP)
        below.setSpacing(theme.GAP)
        below.addWidget(self.reason_line)
        below.addWidget(self.summary)
        below.addWidget(self.foot)
        self._column.addWidget(Divider())
        self._column.addLayout(below)

    # What a dialog calls while it is built ----------------------------------------------------------------------------

    def field(self, name: str, widget: W) -> W:
        """Make `widget` the field that refusals and the draft call `name`; the order of calls is the order of the form."""
        self._fields[name] = widget
        if isinstance(widget, Field):
            for told in (widget.changed, widget.settled):
                told.connect(self._tell_problems)
        if isinstance(widget, ScanField):
            widget.setProperty(TAKES_SCAN, True)  # noqa: FBT003 - Qt's own signature
        if not widget.objectName():
            widget.setObjectName(name)
        return widget

    def set_side(self, panel: QWidget) -> None:
        """Put a panel at the right of the fields; it keeps its own width and goes down to the foot."""
        self._middle.addWidget(panel)

    def set_content(self, content: QWidget) -> None:
        """Give the whole room between head and foot to `content` instead of the scrolling body."""
        self._middle.replaceWidget(self._body, content)
        self._body.hide()

    def add_button(self, button: QWidget) -> None:
        """Put another act between 取消 and the primary button ("保存并打印申请表")."""
        button.setProperty(ENTER_PASSES, True)  # noqa: FBT003 - Qt's own signature
        self.foot.add(button, at=self.foot.count() - 1)

    def judge_also(self, judge: Callable[[], Sequence[UserError]], *told: SignalInstance) -> None:
        """Ask `judge` as well what stands in the way of a save, again whenever one of the signals says that its answer may differ."""
        self._judges.append(judge)
        for signal in told:
            signal.connect(self._tell_problems)

    # What a dialog overrides ------------------------------------------------------------------------------------------

    def check_fields(self) -> None:
        """Judge every field before `save`, so that a clerk hears of everything at once. Raises UserErrors; a hidden field is not asked."""
        refusals = [refusal for widget in self._fields.values() for refusal in form_fields.refusals(widget)]
        refusals += [refusal for judge in self._judges for refusal in judge()]
        if refusals:
            raise UserErrors(refusals)

    def save(self) -> R:
        """Call the service and return what it returned."""
        raise NotImplementedError

    def draft_title(self) -> str:
        """What the list of drafts calls this form ("入会 张伟")."""
        return self.windowTitle()

    def draft_values(self) -> dict[str, Any]:
        """What has been typed, as JSON."""
        return {name: form_fields.typed(widget) for name, widget in self._fields.items()}

    def restore(self, values: Mapping[str, Any]) -> None:
        """Put a draft's values back into the fields."""
        for name, value in values.items():
            if name in self._fields:
                form_fields.put_back(self._fields[name], value)

    # The life of a form -----------------------------------------------------------------------------------------------

    @property
    def request_id(self) -> str:
        """The id that goes into the act: the same again as long as nobody knows whether the last try was written."""
        return self._request.value

    @property
    def instance(self) -> str:
        """Under which name the draft is kept."""
        return self._instance

    def open(self) -> None:
        """Show the form; one resumed from a draft has its typing back."""
        self._untouched = self.draft_values()
        if self._draft is not None:
            self.restore(self._draft.values)
        super().open()
        if self._drafts is not None:
            self._keeper.start()

    def first_field(self) -> QWidget | None:
        """The first field below the head; a switch in the head is set before the form opens as a rule."""
        chain = list(self.tab_chain())
        fields = [widget for widget in self._fields.values() if not self.head.isAncestorOf(widget)]
        return next((stop for field in fields for stop in chain if stop is field or field.isAncestorOf(stop)), super().first_field())

    def reason_for(self, warnings: Sequence[str]) -> str:
        """The reason the clerk gave for going on in spite of `warnings`; "" when there are none.

        Without a reason the form asks for one and UserError is raised, so that the save ends here.
        """
        if not warnings:
            self.reason_line.clear()
            return ""
        reason = self.reason_line.reason_for(tuple(warnings))
        if reason is None:
            raise UserError("请核对上面的提示；确实要继续，请写明原因", field=REASON)
        return reason

    def primary(self) -> None:
        self.primary_button.click()  # through the signal, so that a bug in `save` reaches the excepthook and not the key event

    def accept(self) -> None:
        """Save once: a second press while the first runs is refused, a refusal or a bug leaves the form open."""
        if self._saving or not self.is_open():
            return
        self._saving = True
        self._clear_problems()
        self.keep_draft()
        self.primary_button.setEnabled(False)
        saved = False
        result: Any = None
        try:
            self.check_fields()
            result = self.save()
            saved = True
        except AlreadySaved as before:
            self._was_saved(before)
        except UserError as refusal:
            self._request.refused(in_doubt=isinstance(refusal, StorageFault))
            self.show_refusal(refusal)
        except BaseException:
            self._request.failed()
            raise
        finally:
            self._saving = False
            self.primary_button.setEnabled(True)
        if saved:  # last of all: what listens may run an event loop, in which the closed form dies
            self._request.saved()
            self._forget_draft()
            self.close_sheet()
            self.accepted.emit(result)

    def show_refusal(self, refusal: UserError) -> None:
        """Say every problem beside its field and count them in the summary line; the cursor goes to the first."""
        self._problems, self._counting = [], True
        for problem in refusal.problems:
            widget = self.reason_line.edit if problem.field == REASON else self._fields.get(problem.field)
            self._problems.append((widget, form_fields.named(widget, problem.message)))
            if widget is not None:
                form_fields.mark(widget, problem)
        self._tell_problems()
        if self._places:
            self._go_to(0)

    def _tell_problems(self) -> None:
        """What is still to be mended: not what was filled meanwhile, but what has been filled wrongly since the refused save."""
        if not self._counting:
            return
        self._ask_judges()
        places: list[QWidget | None] = [*self._fields.values(), self.reason_line.edit, None]
        standing = [(widget, words) for widget, words in self._problems if not isinstance(widget, Field) or widget.stands_in_the_way()]
        counted = [widget for widget, _ in standing]
        others = [field for field in self._fields.values() if isinstance(field, Field) and field not in counted]
        wrong = [field for field in others if form_fields.is_asked(field) and field.stands_in_the_way()]
        standing += [(field, form_fields.named(field, field.problem_text())) for field in wrong]
        known = [problem for problem in standing if problem[0] in places]  # another field may have taken the name since
        self._problems = sorted(known, key=lambda problem: places.index(problem[0]))
        self._places = [widget for widget, _ in self._problems if widget is not None]
        if self._problems:
            only_reason = self._places == [self.reason_line.edit] and len(self._problems) == 1
            self.summary.show_problems([message for _, message in self._problems], places=0 if only_reason else len(self._places))
        else:
            self.summary.clear()

    def _ask_judges(self) -> None:
        """Mark what the further judges refuse now, and take their marks away where they no longer do."""
        now = {refusal.field: refusal for judge in self._judges for refusal in judge() if refusal.field in self._fields}
        for name, before in self._beside.items():
            widget = self._fields[name]
            if name not in now and isinstance(widget, Field) and widget.problem_text() == before.message:
                form_fields.unmark(widget)
        for name, refusal in now.items():
            form_fields.mark(self._fields[name], refusal)
        self._beside = now

    def escape(self) -> None:
        """Close and keep the draft. While a save runs the form stays."""
        if self._saving:
            return
        self.keep_draft()
        self.close_sheet()

    def close_sheet(self) -> None:
        self._keeper.stop()
        super().close_sheet()

    def throw_away(self) -> None:
        """Close without keeping a draft; the dialog asks before."""
        self._forget_draft()
        self.close_sheet()

    def keep_draft(self) -> None:
        """Keep what has been typed, if anything has been since it was kept last."""
        if self._drafts is None or self._untouched is None:
            return
        values = self.draft_values()
        state = (values, self._request.value, self._request.in_doubt)
        if state == self._kept or (values == self._untouched and self._draft is None):
            return
        self._kept = state
        now = self._drafts.now()
        self._begun_at = self._begun_at or now
        self._draft = Draft(
            self._instance, self._form, self.draft_title(), self._request.value, self._begun_at, now, self._request.in_doubt, values
        )
        self._drafts.keep(self._draft)
        self.foot.draft.set_text(f"草稿已存 {now:%H:%M}")

    def _forget_draft(self) -> None:
        if self._drafts is not None:
            self._drafts.discard(self._instance)
        self._draft = None
        self._untouched = None

    def _was_saved(self, saved: AlreadySaved) -> None:
        """The first try had reached the store after all: leave the form and show what was saved instead of asking again."""
        self._request.saved()
        self._forget_draft()
        self.close_sheet()
        notify.say(saved.message, tone=theme.Tone.WARN)
        self.saved_before.emit(saved)

    def _clear_problems(self) -> None:
        for widget in (*self._fields.values(), self.reason_line.edit):
            form_fields.unmark(widget)
        self._problems, self._places, self._counting = [], [], False
        self.summary.clear()

    def _go_to(self, place: int) -> None:
        widget = self._places[place]
        form_fields.go_to(widget)
        QTimer.singleShot(0, widget, lambda: self._body.ensureWidgetVisible(widget))  # after a fold it stands in has taken its room
