"""Lists that stand under the tabs: the points ledger, gifts, changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from deskapp.gifts.domain import State
from deskapp.points.domain import EntryKind
from deskapp.typed import format_points, format_signed
from ui.kit import theme
from ui.kit.frames import Empty
from ui.kit.pills import Pill
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.gifts.slips import Redemption
    from deskapp.points.domain import LedgerLine
    from ui.customer_card.loading import HistoryRow
    from ui.kit.local_state import LocalState

_DASH = "—"


def points_list(state: LocalState) -> tuple[RowsModel[LedgerLine], RowsView[LedgerLine]]:
    """积分流水: pending lines on top, the balance after each line, the end of the lot it opened."""
    columns: Sequence[Column[LedgerLine]] = (
        Column(key="at", title="时间", text=lambda line: f"{line.at:%Y-%m-%d %H:%M}", width=148),
        Column(key="note", title="事由", text=lambda line: line.note or line.kind.label, after=_pending_words, stretch=True),
        Column(key="number", title="单号", text=lambda line: line.number or _DASH, colour=_number_colour, width=160),
        Column(
            key="points",
            title="可兑换",
            text=lambda line: format_signed(line.points),
            colour=_points_colour,
            bold=True,
            right=True,
            width=92,
        ),
        Column(key="balance", title="余额", text=lambda line: format_points(line.balance), colour=_balance_colour, right=True, width=88),
        Column(key="tier", title="升级", text=lambda line: format_signed(line.tier) if line.tier else _DASH, right=True, width=88),
        Column(key="ends", title="到期", text=lambda line: f"{line.ends_on}" if line.ends_on else _DASH, width=112, colour=_grey),
        Column(key="by", title="经手", text=lambda line: line.by or _DASH, pill=_pending_pill, width=104),
    )
    model: RowsModel[LedgerLine] = RowsModel(columns, key=lambda line: (line.entry_id, line.number, line.at, line.points))
    empty = Empty("还没有积分", "录入积分移交单后，每一笔都在这里", icon="coins")
    return model, RowsView(model, name="card_points", says="积分流水", state=state, empty=empty)


def _pending_words(line: LedgerLine) -> str:
    if line.entry_id is not None:
        return ""
    return "已过期，尚未入账" if line.kind is EntryKind.EXPIRED else "已预留，录入后入账"


def _pending_pill(line: LedgerLine) -> Pill | None:
    if line.entry_id is not None or line.kind is EntryKind.EXPIRED:
        return None
    return Pill("待审核", Tone.WARN, "clock") if line.kind is EntryKind.REDEEMED else Pill("待录入", Tone.WARN, "clock")


def _points_colour(line: LedgerLine) -> str:
    return theme.GOOD if line.points > 0 else theme.INK


def _balance_colour(line: LedgerLine) -> str:
    return theme.BAD if line.balance < 0 else theme.INK


def _number_colour(line: LedgerLine) -> str:
    return theme.PRIMARY if line.number else theme.INK_2


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
