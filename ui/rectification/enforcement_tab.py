"""重点项目 and 考核: the register of what must get better, and the appraisals that wait for 客服经理 or were decided lately."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.rectification.domain import points_words
from deskapp.staff.domain import Right
from ui.kit import buttons, notify, theme, work
from ui.kit.asking import ReasonDialog
from ui.kit.frames import Card, Empty
from ui.kit.pills import Pill
from ui.kit.rows import Column, Group, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone
from ui.rectification.draft_dialog import DraftNoticeDialog
from ui.rectification.enforcement_dialogs import DecideAppraisalDialog, FocusDialog

if TYPE_CHECKING:
    from datetime import date

    from deskapp.data import Act
    from deskapp.rectification.enforcement import Appraisal, Focus
    from ui.desk import Desk
    from ui.kit.form_dialog import FormDialog

LOOK_BACK = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Found:
    """What the tab shows."""

    focus: tuple[Focus, ...]
    open_notices: dict[int, int]
    waiting: tuple[Appraisal, ...]
    decided: tuple[Appraisal, ...]
    names: dict[int, str]
    departments: dict[int, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line, of the register or an appraisal; `thing` is what a step is taken with."""

    key: tuple[str, int]
    pill: Pill
    what: str
    detail: str
    whose: str
    when: str
    thing: Any


class EnforcementTab(QWidget):
    """`opened(notice id)` on Enter over an appraisal."""

    opened = Signal(int)
    told = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._waives = desk.session.may(Right.WAIVE_APPRAISALS)
        self.found: Found | None = None
        self.model = RowsModel[Entry](_columns(), key=lambda entry: entry.key)
        empty = Empty("还没有重点改善项目和考核建议", "点“登记重点项目”，考核建议在整改单里提出", icon="flag")
        self.view = RowsView(self.model, name="enforcement_list", says="重点项目与考核建议", state=desk.local, empty=empty)
        self.new_focus = buttons.plain("登记重点项目…", icon="flag", name="new_focus")
        self.close_focus = buttons.plain("达到目标，关闭…", icon="circle-check", name="close_focus")
        self.act_button = buttons.primary("开整改单…", icon="file-pen-line", name="enforce")
        self._lay_out()
        self.new_focus.clicked.connect(lambda: self._open(FocusDialog(self._desk)))
        self.close_focus.clicked.connect(self._close)
        self.act_button.clicked.connect(self._act)
        self.view.current_changed.connect(self._allow)
        self.view.opened.connect(self._look)

    def _lay_out(self) -> None:
        card = Card(margin=1, name="enforcement_card")
        card.column.setContentsMargins(1, 1, 1, 1)
        card.column.addWidget(self.view)
        foot = QHBoxLayout()
        foot.setSpacing(theme.GAP)
        foot.addWidget(self.new_focus)
        foot.addStretch(1)
        foot.addWidget(self.close_focus)
        foot.addWidget(self.act_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(card, 1)
        column.addLayout(foot)
        self.setFocusProxy(self.view)

    def summary(self) -> str:
        if self.found is None:
            return ""
        return f"重点项目 {sum(one.is_open for one in self.found.focus)} 个，待确认考核建议 {len(self.found.waiting)} 条"

    def refresh(self) -> None:
        act = self._desk.session.act()
        work.latest(self, partial(_load, act, act.at.date() - LOOK_BACK), self._fill, topic="enforcement")

    def _fill(self, found: Found) -> None:
        self.found = found
        register = [_focus_entry(one, found) for one in found.focus]
        groups = (
            (Group("待确认的考核建议", f"{len(found.waiting)} 条，等客服经理", "gavel"), [_appraisal(one, found) for one in found.waiting]),
            (Group("重点改善项目", "流程里必须变好的", "flag"), [one for one in register if one.thing.is_open]),
            (Group("已定的考核建议", "近三个月", "gavel", folds=True), [_appraisal(one, found) for one in found.decided]),
            (Group("已关闭的重点项目", "", "circle-check", folds=True), [one for one in register if not one.thing.is_open]),
        )
        self.model.set_groups([(group, entries) for group, entries in groups if entries])
        if self.view.current_row() is None:
            self.view.select_first()
        self._allow()
        self.told.emit()

    def _allow(self, *_: object) -> None:
        entry = self.view.current_row()
        kind = entry.key[0] if entry else ""
        is_open = entry is not None and (entry.thing.is_open if kind == "focus" else entry.thing.confirmed is None)
        self.close_focus.setVisible(kind == "focus" and is_open)
        self.act_button.setVisible(bool(kind) and is_open and (kind == "focus" or self._waives))
        self.act_button.set_words("开整改单…" if kind == "focus" else "确认或减免…", icon="file-pen-line" if kind == "focus" else "gavel")

    def _act(self) -> None:
        entry = self.view.current_row()
        if entry is None:
            return
        if entry.key[0] == "focus":
            self._open(DraftNoticeDialog(self._desk, focus=entry.thing))
        else:
            self._open(DecideAppraisalDialog(self._desk, entry.thing, entry.whose))

    def _look(self, entry: Entry) -> None:
        """Enter on an appraisal leads to its notice."""
        if entry.key[0] == "appraisal":
            self.opened.emit(entry.thing.notice_id)
        else:
            self.act_button.click()

    def _close(self) -> None:
        entry = self.view.current_row()
        if entry is None:
            return
        ask: ReasonDialog[None] = ReasonDialog(
            self._desk.sheets,
            f"关闭重点项目 {entry.what}",
            "关闭",
            text=f"目标：{entry.thing.aim}",
            label="达到了什么",
            job=lambda reason, request_id: work.call(_close, self._desk.session.act(request_id=request_id), entry.thing.id, reason),
            icon="circle-check",
        )
        ask.accepted.connect(lambda: notify.say(f"重点项目 {entry.what} 已关闭"))
        self._open(ask)

    def _open(self, dialog: FormDialog[Any]) -> None:
        dialog.accepted.connect(self._done)
        dialog.open()

    def _done(self, *_: object) -> None:
        self._desk.changed()
        self.refresh()


def _columns() -> Sequence[Column[Entry]]:
    return (
        Column(key="state", title="状态", text=lambda entry: entry.pill.words, pill=lambda entry: entry.pill, width=120),
        Column(key="what", title="什么", text=lambda entry: entry.what, width=260),
        Column(key="detail", title="说明", text=lambda entry: entry.detail, stretch=True),
        Column(key="whose", title="部门或人", text=lambda entry: entry.whose, width=120),
        Column(key="when", title="时间", text=lambda entry: entry.when, width=120),
    )


def _focus_entry(one: Focus, found: Found) -> Entry:
    count = found.open_notices.get(one.id, 0)
    pill = Pill(f"整改中 {count} 张", Tone.INFO, "wrench") if count else Pill("待开整改单", Tone.WARN, "flag")
    if not one.is_open:
        pill = Pill("已关闭", Tone.GOOD)
    detail = one.closed_note if not one.is_open else f"{one.why}；目标 {one.aim}"
    whose = found.departments.get(one.department_id, "")
    return Entry(("focus", one.id), pill, f"{one.process}：{one.item}", detail, whose, f"{one.since:%m-%d} 起", one)


def _appraisal(one: Appraisal, found: Found) -> Entry:
    pills = {
        None: Pill("待确认", Tone.WARN, "gavel"),
        True: Pill("已确认", Tone.BAD, "gavel"),
        False: Pill("已减免", Tone.NEUTRAL, "undo-2"),
    }
    who = found.names.get(one.staff_id, "") if one.staff_id else found.departments.get(one.department_id, "")
    detail = f"{one.reason}{f'（{one.decided_note}）' if one.decided_note else ''}"
    what = f"{points_words(one.points)}　{one.number}"
    return Entry(("appraisal", one.id), pills[one.confirmed], what, detail, who, f"{one.proposed_at:%m-%d %H:%M}", one)


def _load(act: Act, since: date) -> Found:
    from deskapp.rectification.enforcement import appraisals, focus_items, open_appraisals
    from deskapp.rectification.reading import notices
    from deskapp.staff.service import departments, people

    counts: dict[int, int] = {}
    for notice in notices(act=act):
        if notice.focus_id is not None:
            counts[notice.focus_id] = counts.get(notice.focus_id, 0) + 1
    decided = appraisals(act=act, first=since, last=act.at.date())
    return Found(
        focus=focus_items(act=act, open_only=False),
        open_notices=counts,
        waiting=open_appraisals(act=act),
        decided=tuple(one for one in decided if one.confirmed is not None),
        names={one.id: one.name for one in people(active_only=False)},
        departments={one.id: one.name for one in departments(active_only=False)},
    )


def _close(act: Act, focus_id: int, note: str) -> None:
    from deskapp.rectification.enforcement import close_focus

    close_focus(act=act, focus_id=focus_id, note=note)
