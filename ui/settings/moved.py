"""Which open deadlines an edit of the calendar would move, beneath the fields of its dialog while they are filled in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from deskapp.errors import UserError
from ui.kit import theme, work
from ui.kit.labels import Wrapped

if TYPE_CHECKING:
    from deskapp.today.moving import Moved

_MOST = 8
_NOTHING = "不影响任何未完成的期限。"


class MovedLines(Wrapped):
    """`ask(look)` runs the look on the database thread and shows what it finds; `forget()` while the fields say nothing yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", colour=theme.INK_2, parent=parent)
        self.setObjectName("moved")
        self.setAccessibleName("会移动的期限")
        self.hide()

    def ask(self, look: Callable[[], tuple[Moved, ...]]) -> None:
        work.latest(self, look, self._show, topic="moved", failed=self._refused)

    def forget(self) -> None:
        self.hide()

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self.forget()  # the form says what is wrong when it is saved

    def _show(self, moved: tuple[Moved, ...]) -> None:
        lines = [one.words for one in moved[:_MOST]]
        more = [f"……共 {len(moved)} 个"] if len(moved) > _MOST else []
        self.setText("\n".join((f"保存后有 {len(moved)} 个未完成的期限会移动：", *lines, *more)) if moved else _NOTHING)
        self.show()
