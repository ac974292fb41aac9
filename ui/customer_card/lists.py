"""Lists that stand under the tabs: the points ledger, gifts, changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from deskapp.gifts.domain import State
from deskapp.typed import format_points
from ui.kit import theme
from ui.kit.frames import Empty
from ui.kit.pills import Pill
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.complaints.things import Complaint
    from deskapp.gifts.slips import Redemption
    from ui.customer_card.loading import HistoryRow
    from ui.kit.local_state import LocalState

_DASH = "—"


def _link(_row: Any) -> str:
    return theme.PRIMARY


def _grey(_line: Any) -> str:
    return theme.INK_2


def gifts_list(state: LocalState) -> tuple[RowsModel[Redemption], RowsView[Redemption]]:
    """礼品: the customer's redemptions, open ones on top."""
    columns: Sequence[Column[Redemption]] = (
        Column(key="at", title="申请时间", text=lambda one: f"{one.applied_at:%Y-%m-%d %H:%M}", width=148),
        Column(key="gifts", title="礼品", text=_gifts_words, stretch=True),
        Column(key="number", title="单号", text=lambda one: one.number, colour=_link, width=160),
        Column(key="cost", title="扣分", text=lambda one: format_points(one.cost), right=True, bold=True, width=92),
        Column(key="state", title="状态", text=lambda one: one.state.label, pill=_gift_pill, width=112),
        Column(key="signed", title="签收", text=_signed_words, width=180, colour=_grey),
        Column(key="by", title="经手", text=lambda one: one.handled_by or one.applied_by, width=104),
    )
    model: RowsModel[Redemption] = RowsModel(columns, key=lambda one: one.id)
    empty = Empty("还没有兑换过礼品", "积分够了按 F7 兑换", icon="gift")
    return model, RowsView(model, name="card_gifts", says="礼品", state=state, empty=empty)


def _gifts_words(one: Redemption) -> str:
    return "、".join(f"{line.name} {line.quantity} {line.unit}" for line in one.lines)


def _signed_words(one: Redemption) -> str:
    return f"{one.received_at:%Y-%m-%d} {one.signed_by}" if one.received_at else _DASH


def _gift_pill(one: Redemption) -> Pill:
    if one.is_overdue:
        return Pill(one.state.label, Tone.BAD, "circle-alert")
    tones = {State.RECEIVED: (Tone.GOOD, "circle-check"), State.CANCELLED: (Tone.NEUTRAL, "circle-x")}
    tone, icon = tones.get(one.state, (Tone.WARN, "clock"))
    return Pill(one.state.label, tone, icon)


def complaints_list(state: LocalState) -> tuple[RowsModel[Complaint], RowsView[Complaint]]:
    """投诉: the customer's handling slips, newest first."""
    columns: Sequence[Column[Complaint]] = (
        Column(key="at", title="受理时间", text=lambda one: f"{one.received_at:%Y-%m-%d %H:%M}", width=148),
        Column(key="category", title="类别", text=lambda one: one.category.full, width=168),
        Column(key="words", title="客户原话", text=lambda one: one.form.description, stretch=True),
        Column(key="number", title="单号", text=lambda one: one.number, colour=_link, width=150),
        Column(key="severity", title="级别", text=lambda one: one.severity.label, width=60),
        Column(key="state", title="状态", text=lambda one: one.state.label, pill=_complaint_pill, width=104),
        Column(key="said", title="满意度", text=_satisfaction, width=84, colour=_grey),
    )
    model: RowsModel[Complaint] = RowsModel(columns, key=lambda one: one.id)
    empty = Empty("没有投诉过", "客户有不满按 F8 受理", icon="message-square")
    return model, RowsView(model, name="card_complaints", says="投诉", state=state, empty=empty)


def _complaint_pill(one: Complaint) -> Pill:
    if one.stage.is_open:
        return Pill(one.state.label, Tone.WARN, "clock")
    return Pill(one.state.label, *((Tone.GOOD, "circle-check") if one.archive_no else (Tone.NEUTRAL, "circle-x")))


def _satisfaction(one: Complaint) -> str:
    said = one.feedback.satisfaction if one.feedback else None
    return said.label if said else _DASH


def history_list(state: LocalState) -> tuple[RowsModel[HistoryRow], RowsView[HistoryRow]]:
    """变更记录."""
    columns: Sequence[Column[HistoryRow]] = (
        Column(key="at", title="时间", text=lambda row: f"{row.at:%Y-%m-%d %H:%M}", width=140),
        Column(key="by", title="经手", text=lambda row: row.by or _DASH, width=76),
        Column(key="pc", title="电脑", text=lambda row: row.pc or _DASH, width=84, colour=_grey),
        Column(key="subject", title="对象", text=lambda row: row.subject, width=168),
        Column(key="what", title="项目", text=lambda row: row.what, width=112),
        Column(key="old", title="原来", text=lambda row: row.old or _DASH, width=136, colour=_grey),
        Column(key="new", title="现在", text=lambda row: row.new or _DASH, stretch=True),
        Column(key="reason", title="原因", text=lambda row: row.reason or _DASH, width=168, colour=_grey),
    )
    model: RowsModel[HistoryRow] = RowsModel(columns, key=lambda row: row.key)
    empty = Empty("还没有改动", "修改资料、换卡、升级都会记在这里", icon="history")
    return model, RowsView(model, name="card_history", says="变更记录", state=state, empty=empty)
