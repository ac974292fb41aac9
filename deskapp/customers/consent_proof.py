"""Proof of consent on A4: the answers that count, every answer there ever was, and the notices under which they were given (PIPL 14–17)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from deskapp.customers.domain import Consent, Notice, Purpose
from deskapp.papers import A4, Column, Field, Head, Paper, Printed, Row, Section, Text, print_form, table

PAPERS: tuple[Paper, ...] = (A4,)
RETENTION = "同意有效期间及撤回后 3 年"
_COLUMNS = (Column("时间", 34), Column("项目", 52), Column("选择", 22), Column("方式", 28), Column("告知书", 24), Column("经手", 26))


@dataclass(frozen=True, slots=True)
class ConsentProof:
    """Whose answers, masked mobile and member number ('' without), every answer oldest first, who took it, and the notices they name."""

    name: str
    mobile: str
    member_no: str
    history: Sequence[Consent]
    taken_by: Mapping[int, str]
    notices: Sequence[Notice]


def render(proof: ConsentProof, *, paper: Paper, store: str, printed_at: datetime, printed_by: str, reprint: int = 0) -> Printed:
    """The answers that count on top, then the history, then each notice in full."""
    head = Head(store=store, title="个人信息同意记录", subject=proof.name, printed_at=printed_at, printed_by=printed_by)
    who = Section(
        [Row(Field("客户", proof.name, bold=True), Field("手机", proof.mobile), Field("会员号", proof.member_no, span=2))], done=True
    )
    now = {consent.purpose: consent for consent in proof.history}
    standing = [Row(*[Field(_SHORT[purpose], _word(now.get(purpose))) for purpose in Purpose])]
    lines = [
        (
            f"{one.at:%Y-%m-%d %H:%M}",
            one.purpose.label,
            "同意" if one.given else "不同意",
            one.channel.label,
            f"第 {one.notice_version} 版",
            proof.taken_by.get(one.staff_id or 0, ""),
        )
        for one in proof.history
    ]

    def body(_: object) -> Sequence[Section]:
        return (who, Section(standing, done=True), table(_COLUMNS, lines), *[Section(_notice(notice)) for notice in proof.notices])

    return print_form(paper=paper, head=head, body=body, reprint=reprint, retention=RETENTION)


_SHORT = {Purpose.SERVICE: "会员服务", Purpose.MARKETING: "促销", Purpose.CARE: "关怀", Purpose.SHARE: "提供他方"}


def _word(consent: Consent | None) -> str:
    if consent is None:
        return "未问过"
    return f"{'同意' if consent.given else '不同意'} {consent.at:%Y-%m-%d}"


def _notice(notice: Notice) -> list[Row]:
    lines = "\n".join(line for line in notice.text.splitlines() if line.strip())
    return [Row(Text(f"个人信息处理告知书　第 {notice.version} 版", span=4, bold=True)), Row(Text(lines, span=4, size=8.5))]
