"""The marks of a check on their way into the store: each is written soon, one batch after the other, and what is not yet there is a draft.

A mark is shown at once. A failure without its note cannot be written yet, nor can a note that is still being typed: until then, and
through a crash or a power cut, they lie in a draft of this PC.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from deskapp.checklists.domain import Result
from deskapp.errors import StorageFault, UserError
from ui.inspection import loading
from ui.kit import notify, work
from ui.kit.drafts import Draft
from ui.kit.form_dialog import KEEP_EVERY_MS
from ui.kit.request import RequestId
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.inspection.domain import Inspection
    from ui.desk import Desk

FORM = "check"
"""What the drafts call it; the main window opens the check again by it."""
SOON_MS = 600
"""Nothing is written sooner after the last mark: as long as a scanner types, it can all be taken back."""
_MOST_RECENT = 63
Marked = tuple[Result, str]


class Marking(QObject):
    """`changed(code)` when an item shows something else, `stored(Inspection)` after the store has taken marks."""

    changed = Signal(str)
    stored = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._check: Inspection | None = None
        self._waiting: dict[str, Marked] = {}
        self._batch: dict[str, Marked] = {}
        self._recent: list[tuple[float, str, Marked | None]] = []
        self._notes: dict[str, str] = {}  # a note is not lost by a slip of the finger
        self._asked = False
        self._request = RequestId()
        self.typing = ""
        """Code of the item whose note is being typed: it is written when the editor is left."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.write)
        self._keeper = QTimer(self)
        self._keeper.setInterval(KEEP_EVERY_MS)
        self._keeper.timeout.connect(self.keep_draft)

    def open(self, check: Inspection) -> None:
        """Begin with a check as the store has it, and with what a crash left undone of it."""
        self.close()
        self._check = check
        self._waiting = self._from_draft(check)
        self.keep_draft()
        if check.run.finished_at is None and not check.run.voided:
            self._keeper.start()
            if self._waiting:
                self._soon.start()

    def refresh(self, check: Inspection) -> tuple[str, ...]:
        """Take over what the store has by now; one's own waiting marks stay, unless the check was closed: their codes are returned."""
        self._check = check
        if check.run.finished_at is None and not check.run.voided:
            return ()
        lost = tuple(sorted({*self._batch, *self._waiting}))
        self._batch, self._waiting, self.typing = {}, {}, ""
        self._forget_draft()
        return lost

    def rest(self) -> None:
        """The window is covered, or turns to something else: nothing is typed any more."""
        self.typing = ""
        self.write()
        self.keep_draft()

    def close(self) -> None:
        """Leave the check: what can be written is, the rest stays as a draft."""
        if self._check is None:
            return
        try:
            self.write_now()
        except UserError as refusal:
            notify.say(refusal.message, tone=Tone.BAD)
        self.keep_draft()
        self._keeper.stop()
        self._soon.stop()
        self._check = None
        self._waiting, self._batch, self._notes, self._recent = {}, {}, {}, []
        self._asked, self._request = False, RequestId()

    # What an item shows ---------------------------------------------------------------------------------------------

    def of(self, code: str) -> Marked | None:
        """How an item is marked: as it waits here, else as it is kept."""
        if code in self._waiting:
            return self._waiting[code]
        if code in self._batch:
            return self._batch[code]
        kept = self._check.run.marks.get(code) if self._check else None
        return None if kept is None else (kept.result, kept.note)

    def is_whole(self, code: str) -> bool:
        """Whether nothing is missing of an item: it is marked, and a failure has its note."""
        marked = self.of(code)
        return marked is not None and (marked[0] is not Result.FAILED or bool(marked[1].strip()))

    def all_written(self) -> bool:
        return not (self._waiting or self._batch)

    def mark(self, code: str, result: Result) -> None:
        before = self.of(code)
        if before is not None and before[1]:
            self._notes[code] = before[1]
        self._set(code, (result, self._notes.get(code, "") if result is Result.FAILED else ""))

    def note(self, code: str, text: str) -> None:
        self._set(code, (Result.FAILED, text))

    def settle(self) -> None:
        """The note has been typed: it may be written."""
        self.typing = ""
        self._soon.start()

    def take_back(self, seconds: float) -> None:
        """Undo what was marked within the last seconds: the digits of a scanner gun, which came over the list like a person's."""
        since = time.monotonic() - seconds
        undone = [one for one in self._recent if one[0] >= since]
        self._recent = [one for one in self._recent if one[0] < since]
        for _, code, before in reversed(undone):
            if before is None:
                self._waiting.pop(code, None)
            else:
                self._waiting[code] = before
            self.changed.emit(code)

    def _set(self, code: str, marked: Marked) -> None:
        if self._check is None or marked == self.of(code):
            return
        self._recent = [*self._recent[-_MOST_RECENT:], (time.monotonic(), code, self._waiting.get(code))]
        self._waiting[code] = marked
        self._soon.start()
        self.changed.emit(code)

    # Into the store -------------------------------------------------------------------------------------------------

    def write(self) -> None:
        """Send what can be written, unless a batch is under way; the same batch again after a broken line."""
        if self._check is None or self._asked:
            return
        if not self._batch:
            self._batch = {code: self._waiting.pop(code) for code in list(self._waiting) if self._ready(code)}
        if not self._batch:
            return
        self._asked = True
        act, check_id, batch = self._desk.session.act(request_id=self._request.value), self._check.id, dict(self._batch)
        work.latest(self, lambda: loading.mark(act, check_id, batch), self._written, topic="marks", failed=self._failed)

    def write_now(self) -> None:
        """Wait until everything that can be written is. Raises what the store refuses."""
        work.call(lambda: None)  # the batch under way
        self.typing = ""
        batch = {**self._batch, **{code: marked for code, marked in self._waiting.items() if self._ready(code)}}
        if not batch or self._check is None:
            return
        self._soon.stop()
        act = self._desk.session.act(request_id=RequestId().value)
        check = work.call(loading.mark, act, self._check.id, batch)
        self._batch = {}
        self._waiting = {code: marked for code, marked in self._waiting.items() if code not in batch}
        self._take(check)

    def _ready(self, code: str) -> bool:
        return code != self.typing and self.is_whole(code)

    def _written(self, check: Inspection) -> None:
        self._asked = False
        if self._check is None or check.id != self._check.id:
            return
        self._request.saved()
        self._batch = {}
        self._take(check)
        if any(self._ready(code) for code in self._waiting):
            self._soon.start()

    def _take(self, check: Inspection) -> None:
        self._check = check
        if not self._waiting:
            self._forget_draft()
        self.stored.emit(check)

    def _failed(self, error: BaseException) -> None:
        self._asked = False
        if not isinstance(error, UserError):
            self._request.failed()
            raise error
        self._request.refused(in_doubt=isinstance(error, StorageFault))
        notify.say(error.message, tone=Tone.BAD)
        if isinstance(error, StorageFault):
            self._soon.start(KEEP_EVERY_MS)  # the same batch under the same id
        else:
            self._waiting = {**self._batch, **self._waiting}
            self._batch = {}
            self._desk.changed()

    # The draft ------------------------------------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """What the store does not have yet, on this PC's disk."""
        drafts, check = self._desk.drafts, self._check
        undone = {**self._batch, **self._waiting}
        if drafts is None or check is None:
            return
        if not undone:
            self._forget_draft()
            return
        values = {"inspection_id": check.id, "marks": {code: [result.value, note] for code, (result, note) in undone.items()}}
        known = self._kept()
        if known is None or known.values != values:
            now = drafts.now()
            begun = known.begun_at if known else now
            drafts.keep(Draft(_instance(check.id), FORM, f"{check.run.version.name}检查", "", begun, now, values=values))

    def _kept(self) -> Draft | None:
        drafts, check = self._desk.drafts, self._check
        if drafts is None or check is None:
            return None
        return next((draft for draft in drafts.all() if draft.instance == _instance(check.id)), None)

    def _forget_draft(self) -> None:
        if self._desk.drafts is not None and self._check is not None:
            self._desk.drafts.discard(_instance(self._check.id))

    def _from_draft(self, check: Inspection) -> dict[str, Marked]:
        """The marks a draft has beyond the store; a later mark of another PC counts more, a finished check needs none."""
        draft = self._kept()
        if draft is None:
            return {}
        if check.run.finished_at is not None or check.run.voided:
            self._forget_draft()
            return {}
        found: dict[str, Marked] = {}
        kept: Mapping[str, Any] = draft.values.get("marks", {})
        for code, (result, note) in kept.items():
            there = check.run.marks.get(code)
            newer = there is not None and there.at > draft.saved_at
            if code in check.run.drawn and not newer and (there is None or (there.result.value, there.note) != (result, note)):
                found[code] = Result(result), note
        return found


def _instance(inspection_id: int) -> str:
    return f"check-{inspection_id}"
