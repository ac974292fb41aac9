"""可能重复: pairs that share a number, or name and birthday, to be worked off one by one: merged, or called two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.customers.merge_dialog import MergeDialog
from ui.kit import buttons, notify, theme, work
from ui.kit.asking import ReasonDialog
from ui.kit.form_frame import FormHead
from ui.kit.frames import Divider, Empty
from ui.kit.labels import Hint
from ui.kit.pills import Pill
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.sheet import Sheet
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.customers.domain import Hit, LookAlike
    from deskapp.data import Act
    from ui.desk import Desk


class LookAlikesSheet(Sheet):
    """Enter compares the pair under the cursor. `accepted` after each decision, so that the pages behind look again."""

    accepted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.sheets, "可能重复", width=theme.DIALOG_WIDTHS[2])
        self.setObjectName("look_alikes")
        self._desk = desk
        self._head = FormHead("可能重复的客户", icon="users", hint="正在查找…")
        columns: Sequence[Column[LookAlike]] = (
            Column(key="by", title="依据", text=_by, pill=_pill, width=152),
            Column(key="one", title="先登记的", text=lambda pair: _called(pair.one), after=lambda pair: _known(pair.one), width=344),
            Column(
                key="other", title="后登记的", text=lambda pair: _called(pair.other), after=lambda pair: _known(pair.other), stretch=True
            ),
        )
        self.model: RowsModel[LookAlike] = RowsModel(columns, key=lambda pair: (pair.one.customer_id, pair.other.customer_id))
        empty = Empty("没有可能重复的客户", "同手机、同车牌、同车架号、同名同生日的会列在这里", icon="circle-check")
        self.view = RowsView(self.model, name="look_alikes_list", says="可能重复的客户", state=desk.local, empty=empty)
        self.apart = buttons.plain("不是同一位…", icon="x", name="keep_apart")
        self.compare = buttons.primary("比较并合并", icon="users", key="Enter", name="compare_pair")
        self.close_button = buttons.plain("关闭", key="Esc", name="close_look_alikes")
        self._lay_out()
        self._head.closing.connect(self.escape)
        self.close_button.clicked.connect(self.escape)
        self.compare.clicked.connect(self._compare)
        self.apart.clicked.connect(self._keep_apart)
        self.view.opened.connect(self._compare)
        self.view.current_changed.connect(self._row_changed)
        self._row_changed(None)
        self._look()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.MARGIN_X, theme.GAP, theme.MARGIN_X, theme.GAP)
        foot.setSpacing(theme.GAP)
        foot.addWidget(Hint("家人共用号码并写了原因的不列"), 1)
        for button in (self.close_button, self.apart, self.compare):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(Divider())
        column.addWidget(self.view, 1)
        column.addWidget(Divider())
        column.addLayout(foot)
        self.setMinimumHeight(min(theme.DIALOG_HEIGHT - 2 * theme.MARGIN_X, self._desk.sheets.height()))

    def _look(self) -> None:
        work.latest(self, lambda: _look_alikes(self._desk.session.act()), self._show)

    def _show(self, pairs: Sequence[LookAlike]) -> None:
        self.model.set_rows(pairs)
        same = sum(pair.same_name for pair in pairs)
        self._head.set_hint(f"{len(pairs)} 对，其中同名 {same} 对" if pairs else "")
        if self.view.current_row() is None:
            self.view.select_first()
        self._row_changed(self.view.current_row())

    def _row_changed(self, pair: LookAlike | None) -> None:
        self.apart.setEnabled(pair is not None)
        self.compare.setEnabled(pair is not None)

    def _compare(self) -> None:
        pair = self.view.current_row()
        if pair is not None and pair.one.customer_id is not None:
            self._run(MergeDialog(self._desk, survivor_id=pair.one.customer_id, loser_id=pair.other.customer_id))

    def _keep_apart(self) -> None:
        pair = self.view.current_row()
        if pair is None:
            return
        one, other, act = pair.one.customer_id or 0, pair.other.customer_id or 0, self._desk.session.act
        dialog: ReasonDialog[None] = ReasonDialog(
            self._desk.sheets,
            f"{pair.one.name} 与 {pair.other.name} 不是同一位",
            "不是同一位",
            text="以后这一对不再列出。",
            job=lambda reason, request_id: work.call(_keep, act(request_id=request_id), one, other, reason),
            icon="users",
        )
        dialog.accepted.connect(lambda: notify.say("已记下，不再列出"))
        self._run(dialog)

    def _run(self, dialog: MergeDialog | ReasonDialog[None]) -> None:
        dialog.accepted.connect(self._decided)
        dialog.open()

    def _decided(self) -> None:
        self._look()
        self.accepted.emit()


def _by(pair: LookAlike) -> str:
    return "、".join(likeness.label for likeness in pair.by)


def _pill(pair: LookAlike) -> Pill:
    return Pill(_by(pair), Tone.WARN if pair.same_name else Tone.NEUTRAL, "users" if pair.same_name else "circle-help")


def _called(hit: Hit) -> str:
    return f"{hit.name} {hit.salutation}".strip()


def _known(hit: Hit) -> str:
    return "・".join(part for part in (hit.mobile, hit.plates[0] if hit.plates else "", *hit.pills[:1]) if part)


def _look_alikes(act: Act) -> Sequence[LookAlike]:
    from deskapp.customers.likeness import look_alikes
    from deskapp.members.lookup import with_pills

    pairs = look_alikes(act=act)
    hits = with_pills([hit for pair in pairs for hit in (pair.one, pair.other)], act=act)
    return [_with_hits(pair, hits[2 * place], hits[2 * place + 1]) for place, pair in enumerate(pairs)]


def _with_hits(pair: LookAlike, one: Hit, other: Hit) -> LookAlike:
    from dataclasses import replace

    return replace(pair, one=one, other=other)


def _keep(act: Act, one_id: int, other_id: int, reason: str) -> None:
    from deskapp.customers.likeness import keep_apart

    keep_apart(act=act, one_id=one_id, other_id=other_id, reason=reason)
