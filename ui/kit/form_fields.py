"""What a form does with any kind of field: say beside it what is wrong, keep its typing in a draft, put it back."""

from typing import Any, cast

from PySide6.QtWidgets import QWidget

from deskapp.errors import UserError
from ui.kit import theme
from ui.kit.fields import Field
from ui.kit.folds import Folded
from ui.kit.segments import Segments


def mark(widget: QWidget, problem: UserError) -> None:
    """Show a refusal beside its field."""
    if isinstance(widget, Field):
        widget.problem(problem.message, problem.repair)
    elif isinstance(widget, Segments):
        widget.set_bad(True)
    else:
        theme.restyle(widget, "state", "bad")
        widget.setToolTip(problem.message)


def named(widget: QWidget | None, message: str) -> str:
    """The refusal with the name of its field where its words do not tell it: in the summary it stands far from there.

    Beside five amounts "数字格式不对" leaves open which; "手机号应为 11 位" is plain. Two characters in common name a field.
    """
    label = widget.label if isinstance(widget, Field) else ""
    if not label or any(label[at : at + 2] in message for at in range(max(1, len(label) - 1))):
        return message
    return f"{label}：{message}"


def unmark(widget: QWidget) -> None:
    """Take a refusal away."""
    if isinstance(widget, Field):
        widget.clear_problem()
    elif isinstance(widget, Segments):
        widget.set_bad(False)
    else:
        theme.restyle(widget, "state", "")
        widget.setToolTip("")


def refusals(widget: QWidget) -> tuple[UserError, ...]:
    """Why the form cannot be saved with what stands in this field; () when it can, or when the form has hidden it as not asked."""
    if isinstance(widget, Field) and is_asked(widget):
        try:
            cast("Field[Any]", widget).value()
        except UserError as refusal:
            return refusal.problems
    return ()


def is_asked(widget: QWidget) -> bool:
    """Whether the form asks for this field now: it has not hidden it. One in a folded part is asked for."""
    return isinstance(widget.parentWidget(), Folded) or not widget.isHidden()


def go_to(widget: QWidget) -> None:
    """Put the cursor into a field, and open the folded part it stands in."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, Folded):
            parent.set_open(True)
        parent = parent.parentWidget()
    if isinstance(widget, Field):
        widget.focus_editor()
    else:
        widget.setFocus()


def typed(widget: QWidget) -> Any:
    """What stands in the field, raw, as JSON keeps it. Widgets that are none of the kit's answer with Qt's own user property."""
    if isinstance(widget, Field):
        field = cast("Field[Any]", widget)
        return [field.text(), field.reason()]
    if isinstance(widget, Segments):
        return widget.value()
    return widget.property(_user_property(widget))


def put_back(widget: QWidget, value: Any) -> None:
    """Put back what `typed` gave."""
    if isinstance(widget, Field):
        field = cast("Field[Any]", widget)
        text, reason = value
        field.set_text(text)
        if reason:
            field.set_reason(reason)
    elif isinstance(widget, Segments):
        widget.set_value(value)
    else:
        widget.setProperty(_user_property(widget), value)


def _user_property(widget: QWidget) -> str:
    return cast("str", widget.metaObject().userProperty().name())
