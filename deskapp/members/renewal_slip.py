"""The renewal slip: the term that opens, the fee, the level decided at the old end, the points the guest may redeem (members.md §6)."""

from collections.abc import Sequence
from datetime import datetime

from deskapp.members.domain import format_card
from deskapp.members.renewal import Renewal
from deskapp.papers import A5, NCR_241X140, Copy, Equation, Field, Head, Paper, Printed, Row, Section, Sign, print_form
from deskapp.typed import format_date, format_money, format_points

TITLE = "会员续会单"
PAPERS: tuple[Paper, ...] = (NCR_241X140, A5)
COPIES = (Copy("客服联", "白", label="客服存档联"), Copy("客户联", "红"), Copy("财务联", "黄"))
_NOTE = "积分以打印时刻为准；升级积分从新一期起重新累计。"
_RETENTION = "客服部存档，保存 3 年"
_ROOMY_ROW, _SIGN, _LASER_SIGN = 10.2, 24.0, 19.0
"""Heights in mm: 241×140 has room for more than the least."""


def render(
    renewal: Renewal, *, paper: Paper, store: str, printed_at: datetime, printed_by: str, department: str = "", reprint: int = 0
) -> Printed:
    """The slip of a renewal. The mobile is masked on every copy."""
    member = renewal.member
    head = Head(
        store=store,
        title=TITLE,
        number=renewal.number,
        code=renewal.code,
        subline=renewal.outlet,
        short=renewal.outlet,
        subject=f"{member.name}　{member.number}",
        printed_at=printed_at,
        printed_by=printed_by,
        department=department,
    )
    sections = _sections(renewal, stacked=paper.stacked)
    return print_form(paper=paper, head=head, body=lambda _: sections, copies=COPIES, reprint=reprint, note=_NOTE, retention=_RETENTION)


def _sections(renewal: Renewal, *, stacked: bool) -> Sequence[Section]:
    row, high = (0.0, _LASER_SIGN) if stacked else (_ROOMY_ROW, _SIGN)
    signs = Row(
        Sign("客户签字", span=2, height=high),
        Sign("经办人", span=2, name=renewal.handled_by, at=f"{renewal.renewed_at:%m-%d %H:%M}", height=high),
    )
    return (
        Section(_who(renewal, wide=2 if stacked else 1), mark="①", title="会员", row=row, done=True),
        Section(_term(renewal, wide=2 if stacked else 1), mark="②", title="续会", row=row, done=True),
        Section(_points(renewal), mark="③", title="积分", row=row, done=True),
        Section([signs], mark="④", title="签字", row=row),
    )


def _who(renewal: Renewal, *, wide: int) -> list[Row]:
    member = renewal.member
    name = Field("姓名", f"{member.name} {member.salutation}".strip(), span=2, bold=True)
    plate = Field("车牌", member.plates[0] if member.plates else "", span=wide)
    mobile, card = Field("手机", member.mobile, span=wide), Field("卡号", format_card(member.card_no), span=wide)
    level = Field("卡级别", member.level.label, span=wide)
    number = Field("会员号", member.number, span=2)
    if wide == 2:
        return [Row(name, number), Row(mobile, plate), Row(card, level)]
    return [Row(name, number), Row(mobile, plate, card, level)]


def _term(renewal: Renewal, *, wide: int) -> list[Row]:
    then = renewal.then
    old = Field("原到期日", format_date(renewal.before_until), span=wide)
    new = Field("新有效期", f"{format_date(renewal.term_from)} 至 {format_date(renewal.term_until)}", span=2, bold=True)
    fee = Field("续会费", f"{format_money(renewal.fee_fen)} 元", span=wide)
    decided = f"{then.why}（到期日 {format_date(renewal.before_until)} 定级）" if renewal.is_early else then.why
    level, why = Field("新期级别", then.level.label, span=wide), Field("依据", decided, span=2 if wide == 2 else 3)
    if wide == 2:
        return [Row(old, fee), Row(Field("新有效期", new.value, span=4, bold=True)), Row(level, why)]
    return [Row(old, new, fee), Row(level, why)]


def _points(renewal: Renewal) -> list[Row]:
    points = renewal.points
    first = points.next_expiry
    ending = f"将于 {format_date(first.on)} 到期 {format_points(first.points)} 分，请在到期前使用。" if first else "没有将到期的积分。"
    held = (("积分合计", format_points(points.spendable + points.reserved)), ("已预留", format_points(points.reserved)))
    sums = Equation((*held, ("可兑换积分", format_points(points.spendable))), ("−", "="), span=4)
    return [Row(sums), Row(Field("积分到期", ending, span=4))]
