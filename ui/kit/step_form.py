"""StepForm: a form of a step that takes a text. Left without saving (Esc, a guest at the desk) it has the text back when taken again."""

from collections.abc import Hashable, Mapping
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog

R = TypeVar("R")
_Left = tuple[Mapping[str, Any], Mapping[str, Any]]
_left_behind: WeakKeyDictionary[Any, dict[tuple[Hashable, ...], _Left]] = WeakKeyDictionary()
"""By window, and by person, step and record: how a form began, and what was typed when it was left without saving."""


class StepForm(FormDialog[R]):
    """A form that asks for a text of more than a line keeps what was typed until the program ends, once `keep_for` was called.

    It comes back to the same person, at the same step of the same record, while the form still begins the same: what has been
    changed meanwhile is never covered by old typing. A small form is no draft: it stays out of the list of half-filled ones.
    """

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self._keeper_window: object | None = None
        self._whom: tuple[Hashable, ...] = ()

    def keep_for(self, window: object, staff_id: int | None, *record: Hashable) -> None:
        """Say whose typing it is, and about what; `window` is whatever lives as long as the program's window."""
        self._keeper_window = window
        self._whom = staff_id, type(self).__name__, self.windowTitle(), *record

    def open(self) -> None:
        super().open()
        began, typed = self._left_forms().pop(self._whom, ({}, {}))
        if typed and began == self._untouched:
            self.restore(typed)
            self.foot.draft.set_text("上次没保存的内容还在")

    def close_sheet(self) -> None:
        takes_text = any(isinstance(field, NotesField) for field in self._fields.values())
        if takes_text and self._untouched is not None and (typed := self.draft_values()) != self._untouched:
            self._left_forms()[self._whom] = self._untouched, typed
        super().close_sheet()

    def _left_forms(self) -> dict[tuple[Hashable, ...], _Left]:
        return _left_behind.setdefault(self._keeper_window, {}) if self._keeper_window is not None else {}
