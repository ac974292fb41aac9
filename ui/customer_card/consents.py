"""同意与隐私: the four answers that count, each taken back by one click; under them every answer there ever was."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.customers.domain import BEYOND_SERVICE, ConsentChannel, Purpose
from ui.kit import buttons, theme
from ui.kit.frames import Divider, Empty
from ui.kit.labels import Hint, Label
from ui.kit.pills import Pill, PillLabel
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.customers.domain import Consent, Customer
    from ui.customer_card.loading import ConsentRow
    from ui.kit.local_state import LocalState

HOW = ((ConsentChannel.COUNTER, "当面"), (ConsentChannel.PHONE, "电话"))
"""How a guest says no at the desk: withdrawing must not ask more than the click that says which."""


class ConsentsPanel(QWidget):
    """Withdrawing is one click, giving again opens the form with the notice's words."""

    withdraw_wanted = Signal(object, object)  # purpose, channel
    give_wanted = Signal(object)  # purpose
    stop_wanted = Signal(object)  # channel
    proof_wanted = Signal()

    def __init__(self, state: LocalState) -> None:
        super().__init__()
        self._rows = {purpose: _Standing(purpose) for purpose in Purpose}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in self._rows.values():
            row.withdraw_wanted.connect(self._withdraw)
            row.give_wanted.connect(self.give_wanted)
            column.addWidget(row)
            column.addWidget(Divider())
        column.addWidget(self._make_stop())
        column.addWidget(Divider())
        columns: Sequence[Column[ConsentRow]] = (
            Column(key="at", title="时间", text=lambda row: f"{row.consent.at:%Y-%m-%d %H:%M}", width=148),
            Column(key="purpose", title="项目", text=lambda row: row.consent.purpose.label, stretch=True),
            Column(key="given", title="选择", text=lambda row: "同意" if row.consent.given else "不同意", width=92),
            Column(key="channel", title="方式", text=lambda row: row.consent.channel.label, width=112),
            Column(key="notice", title="告知书", text=lambda row: f"第 {row.consent.notice_version} 版", width=92),
            Column(key="by", title="经手", text=lambda row: row.by or "—", width=104),
        )
        self.model: RowsModel[ConsentRow] = RowsModel(columns, key=lambda row: row.key)
        empty = Empty("还没有问过", "入会时逐项询问客户本人", icon="shield-check")
        self.view = RowsView(self.model, name="card_consents", says="同意记录", state=state, empty=empty)
        column.addWidget(self.view, 1)
        self.setFocusProxy(self.view)

    def _make_stop(self) -> QWidget:
        holder = QWidget()
        holder.setFixedHeight(theme.ROW + 4)
        row = QHBoxLayout(holder)
        row.setContentsMargins(theme.CONTROL_PADDING, 0, theme.CONTROL_PADDING, 0)
        row.setSpacing(theme.GAP_WIDE)
        self._stop_words = Label("不再打扰")
        self._stop_words.setFixedWidth(176)
        row.addWidget(self._stop_words)
        self._stop_hint = Hint()
        row.addWidget(self._stop_hint, 1)
        self._stops: list[buttons.Button] = []
        for channel, word in HOW:
            stop = buttons.link(f"{word}要求全部停止", icon="ban", name=f"stop_{channel.value}")
            stop.clicked.connect(partial(self._stop, channel))
            self._stops.append(stop)
            row.addWidget(stop)
        self.proof = buttons.link("打印同意记录", icon="printer", name="print_consents")
        self.proof.clicked.connect(self.proof_wanted)
        row.addWidget(self.proof)
        return holder

    def _withdraw(self, purpose: Purpose, channel: ConsentChannel) -> None:
        self.view.setFocus()  # the pressed link goes, and another Enter must not fall on the next one
        self.withdraw_wanted.emit(purpose, channel)

    def _stop(self, channel: ConsentChannel, _checked: bool = False) -> None:
        self.view.setFocus()
        self.stop_wanted.emit(channel)

    def show_customer(self, guest: Customer, *, may_edit: bool) -> None:
        for purpose, row in self._rows.items():
            row.show_answer(guest.consent(purpose), may_edit=may_edit)
        answers = [guest.consent(purpose) for purpose in BEYOND_SERVICE]
        stopped = all(answer is not None and not answer.given for answer in answers)
        for stop in self._stops:
            stop.setVisible(may_edit and not stopped)
        self._stop_hint.set_text("促销、关怀、对外提供都已停止" if stopped else "促销、关怀、对外提供一次全部改为不同意，立即生效")
        self.proof.setVisible(may_edit and bool(guest.consents))


class _Standing(QWidget):
    """One purpose: its answer now, since when, and the step the other way."""

    withdraw_wanted = Signal(object, object)
    give_wanted = Signal(object)

    def __init__(self, purpose: Purpose) -> None:
        super().__init__()
        self.setFixedHeight(theme.ROW + 4)
        self._pill = PillLabel(Pill("未问过", Tone.NEUTRAL, "circle-help"))
        self._since = Hint()
        label = Label(purpose.label)
        label.setFixedWidth(176)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.CONTROL_PADDING, 0, theme.CONTROL_PADDING, 0)
        row.setSpacing(theme.GAP_WIDE)
        row.addWidget(label)
        row.addWidget(self._pill)
        row.addWidget(self._since, 1)
        self._withdrawals: list[buttons.Button] = []
        for channel, word in HOW:
            withdraw = buttons.link(f"{word}撤回", name=f"withdraw_{purpose.value}_{channel.value}")
            withdraw.setAccessibleName(f"{purpose.label}：{word}撤回")
            withdraw.clicked.connect(lambda _checked=False, channel=channel: self.withdraw_wanted.emit(purpose, channel))
            self._withdrawals.append(withdraw)
            row.addWidget(withdraw)
        self._give = buttons.link("改为同意…", name=f"give_{purpose.value}")
        self._give.setAccessibleName(f"{purpose.label}：改为同意")
        self._give.clicked.connect(lambda: self.give_wanted.emit(purpose))
        row.addWidget(self._give)

    def show_answer(self, consent: Consent | None, *, may_edit: bool) -> None:
        given = consent is not None and consent.given
        if consent is None:
            self._pill.set_pill(Pill("未问过", Tone.NEUTRAL, "circle-help"))
            self._since.set_text("没有记录等于不同意")
        else:
            self._pill.set_pill(Pill("同意", Tone.GOOD) if consent.given else Pill("不同意", Tone.NEUTRAL, "circle-x"))
            self._since.set_text(f"{consent.at:%Y-%m-%d} {consent.channel.label}")
        for withdraw in self._withdrawals:
            withdraw.setVisible(may_edit and given)
        self._give.setVisible(may_edit and not given)
