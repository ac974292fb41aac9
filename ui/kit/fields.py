"""What every field of a form can do, and the plain one-line field.

A field is named like the `field` of a `UserError`, so a form finds the one that was refused: `name` is its objectName. Texts
are judged by `deskapp.typed`; a field only shows the answer. Return and Enter are left to the form.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from deskapp.errors import Repair, UserError
from deskapp.typed.judged import Judged
from ui.kit import theme
from ui.kit.field_message import Message
from ui.kit.labels import Hint
from ui.kit.line_edit import LineEdit
from ui.kit.theme import Tone

V = TypeVar("V")


class Field(QWidget, Generic[V]):
    """Label, 必填, hint; the editor; under it the refusal with the offered repair, or the warning with a line for the reason.

    Subclasses answer `text`, `set_text`, `_judge` and `_written`.
    """

    changed = Signal()  # the content changed, by hand or by the program
    settled = Signal()  # a person has finished this field and it was judged

    def __init__(self, name: str, label: str, *, required: bool = False, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.label, self.required = name, label, required
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._message: Message | None = None
        self._editors: list[QWidget] = []
        self._last_text = ""
        self._mark = Hint("必填" if required else "", colour=theme.BAD)
        self._hint = Hint(hint, right=True)
        self.body = QHBoxLayout()
        self.body.setSpacing(theme.STEP)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._lay_out()

    def text(self) -> str:
        """What stands in the field, raw, as a draft keeps it; '' when empty."""
        raise NotImplementedError

    def set_text(self, text: str) -> None:
        """Put a draft's raw text, or an offered repair, back into the field."""
        raise NotImplementedError

    def value(self) -> V | None:
        """The judged value, None when the field is empty.

        Raises UserError (with `field` = the field's name) when something required is missing, the text is wrong, or it is
        unusual and no reason was written yet; in that last case the line for the reason opens.
        """
        if self.is_empty():
            if self.required:
                raise UserError(self._missing(), field=self.name)
            return None
        judged = self._judge(self.text())
        if judged.warnings:
            self.warning("；".join(judged.warnings))
            if not self.reason():
                raise UserError(f"{self.label}：{'；'.join(judged.warnings)}；无误请写明原因", field=self.name)
        return judged.value

    def need(self) -> V:
        """The same for a field that must not be empty, required or not."""
        value = self.value()
        if value is None:
            raise UserError(self._missing(), field=self.name)
        return value

    def set_value(self, value: V | None) -> None:
        """Show a value the program knows."""
        self.set_text("" if value is None else self._written(value))

    def is_empty(self) -> bool:
        return not self.text().strip()

    def reason(self) -> str:
        """Why unusual input is right all the same; '' while nothing was asked or answered."""
        return self._message.reason() if self._message else ""

    def set_reason(self, reason: str) -> None:
        """Put a draft's reason back; it shows as soon as the warning does."""
        self._shown_message().set_reason(reason)

    def check(self) -> bool:
        """Judge what stands here and show the answer. True when it can be saved (an optional empty field can)."""
        if self.is_empty():
            self._forget()
            return not self.required
        try:
            judged = self._judge(self.text())
        except UserError as refusal:
            self.problem(refusal.message, refusal.repair)
            return False
        if judged.warnings:
            self.warning("；".join(judged.warnings))
            return bool(self.reason())
        self._forget()
        return True

    def problem(self, text: str, repair: Repair | None = None) -> None:
        """Show a refusal under the field, with a button that takes the repair (Alt+1, the second field in trouble Alt+2 …)."""
        if self._message is not None and self._message.lacks_reason() and self._message.warning in text:
            self._message.demand_reason()  # the form repeats what `value` raised; the warning stands here already
            return
        self._show(Tone.BAD, text, repair)

    def warning(self, text: str) -> None:
        """Show what is unusual, and ask for a reason. Typing in the field takes both away."""
        self._shown_message().ask_reason(text)
        self._show(Tone.WARN, text, None)

    def clear_problem(self) -> None:
        """Take a refusal away. A warning and the reason written for it stay as long as the text does."""
        if self._message is not None and self._message.warning:
            self._show(Tone.WARN, self._message.warning, None)
        else:
            self._forget()

    def has_problem(self) -> bool:
        return self._message is not None and not self._message.isHidden() and self._message.tone is Tone.BAD

    def stands_in_the_way(self) -> bool:
        """Whether the form cannot be saved with what the field says now: a refusal, or a warning still without its reason."""
        return self.has_problem() or (self._message is not None and self._message.lacks_reason())

    def problem_text(self) -> str:
        """The refusal or warning that is shown now, '' if none."""
        return "" if self._message is None or self._message.isHidden() else self._message.text()

    def set_hint(self, hint: str) -> None:
        """The grey words at the right end above the field ("9/17")."""
        self._hint.set_text(hint)

    def set_required(self, required: bool) -> None:
        """Whether the form asks for it now: what else was answered may decide."""
        self.required = required
        self._mark.set_text("必填" if required else "")

    def add_beside(self, widget: QWidget, stretch: int = 0) -> None:
        """Put another control into the same row, as 先生/女士 beside the name."""
        self.body.addWidget(widget, stretch)

    def apply_repair(self, repair: Repair) -> None:
        """Take an offered repair, as its button does."""
        self.set_text(str(repair.value))
        self.focus_editor()
        self.check()
        self.settled.emit()

    def focus_editor(self) -> None:
        """Put the cursor where something is to be done: into the editor, or into the reason that is still missing."""
        if self._message is not None and self._message.lacks_reason():
            self._message.demand_reason()
            self._message.focus_reason()
        else:
            (self.focusProxy() or self).setFocus()

    def _judge(self, text: str) -> Judged[V]:
        raise NotImplementedError

    def _written(self, value: V) -> str:
        raise NotImplementedError

    def _missing(self) -> str:
        blank = " " if self.label and self.label[0].isascii() else ""  # before PIN, as everywhere between Chinese and Latin letters
        return f"还没有填{blank}{self.label}"

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.STEP)
        head.setContentsMargins(0, 0, 0, theme.HALF_STEP)
        head.addWidget(Hint(self.label))
        head.addWidget(self._mark)
        head.addStretch(1)
        head.addWidget(self._hint)
        if self.label:
            self._column.addLayout(head)
        self._column.addLayout(self.body)
        # Beside a taller neighbour the spare height goes under the editor, not between label and editor; a spacer item would
        # either get none of it or make every field wish to grow.
        spare = QWidget()
        spare.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._column.addWidget(spare)

    def _adopt(self, editor: QWidget, *, stretch: int = 1) -> None:
        """Put an editor into the row; the first one takes the focus of the field and its accessible name."""
        if not self._editors:
            self.setFocusProxy(editor)
            editor.setObjectName(f"{self.name}_edit")
        editor.setAccessibleName(self.label)
        self._editors.append(editor)
        self.body.addWidget(editor, stretch)

    def _on_change(self) -> None:
        text = self.text()
        if text == self._last_text:
            return
        self._last_text = text
        self._forget()
        self._mark.set_colour(theme.BAD if self.is_empty() else theme.INK_2)
        self.changed.emit()

    def _on_settled(self) -> None:
        if not self.is_empty() and not (self.has_problem() and self._last_text == self.text()):
            self.check()  # a refusal that came from the form stays until the text changes
        self.settled.emit()

    def _show(self, tone: Tone, text: str, repair: Repair | None) -> None:
        self._shown_message().tell(tone, text, repair)
        self._mark_editors(tone)

    def _forget(self) -> None:
        if self._message is not None:
            self._message.clear()
        self._mark_editors(None)

    def _mark_editors(self, tone: Tone | None) -> None:
        for editor in self._editors:
            theme.restyle(editor, "state", tone.value if tone else "")
            if isinstance(editor, LineEdit):
                editor.show_alert("triangle-alert" if tone is Tone.WARN else "", theme.WARN)

    def _shown_message(self) -> Message:
        if self._message is None:
            self._message = Message(self.name, self.label)
            self._message.repair_taken.connect(self.apply_repair)
            self._message.reason_changed.connect(self.changed)
            self._place_message(self._message)
            if self._editors:  # ticks have none that could be marked
                self._message.follow(self._editors[-1])
        return self._message

    def _place_message(self, message: Message) -> None:
        self._column.insertWidget(self._column.count() - 1, message)


class LineField(Field[V]):
    """One line of text judged by a function of `deskapp.typed` and written back by its formatter."""

    def __init__(
        self,
        name: str,
        label: str,
        *,
        judge: Callable[[str], Judged[V]],
        write: Callable[[V], str],
        edit: LineEdit | None = None,
        tidy: bool = False,
        required: bool = False,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, label, required=required, hint=hint, parent=parent)
        self._judge_text, self._write, self._tidy = judge, write, tidy
        self.edit = edit or LineEdit()
        self._adopt(self.edit)
        self.edit.textChanged.connect(self._on_change)
        self.edit.editingFinished.connect(self._on_settled)

    def text(self) -> str:
        return self.edit.text()

    def set_text(self, text: str) -> None:
        self.edit.put(text)

    def set_read_only(self, read_only: bool) -> None:
        self.edit.setReadOnly(read_only)

    def _judge(self, text: str) -> Judged[V]:
        return self._judge_text(text)

    def _written(self, value: V) -> str:
        return self._write(value)

    def _on_settled(self) -> None:
        """With `tidy` the text takes its written form when one leaves it: 1286 → 1,286.00."""
        if self._tidy and not self.is_empty():
            try:
                judged = self._judge(self.text())
            except UserError:
                pass
            else:
                self._rewrite(self._written(judged.value))
        super()._on_settled()

    def _rewrite(self, text: str) -> None:
        if text != self.edit.text() and not self.reason():
            self.edit.setText(text)
