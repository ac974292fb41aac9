"""The sheet with the recovery code, to be printed once, signed and locked away."""

from dataclasses import dataclass
from datetime import datetime

from deskapp.papers import Field, Head, Paper, Printed, Row, Section, Sign, Text, print_form

_STEPS = (
    "1. 在登录画面点“忘记 PIN”。",
    "2. 输入客服经理的工号和上面的恢复码，设置新的 PIN。",
    "3. 恢复码用过一次即作废，程序会给出新的一张，请重新打印保管。",
    "任何人拿到这张纸都能以客服经理的身份登录。请装入信封签封，锁入保险柜，不要拍照。",
)


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What stands on the sheet."""

    store: str
    manager: str
    staff_no: str
    code: str
    at: datetime


def render(sheet: RecoverySheet, *, paper: Paper) -> Printed:
    """The sheet as a PDF. It carries no number and is not counted: who prints it holds it in his hands."""
    who = Section(
        [Row(Field("客服经理", sheet.manager, span=2, bold=True), Field("工号", sheet.staff_no, span=2))],
    )
    code = Section([Row(Field("恢复码", sheet.code, span=4, bold=True))])
    how = Section([Row(Text(step, span=4)) for step in _STEPS])
    signs = Section([Row(Sign("客服经理签字", span=2), Sign("总经理签字", span=2))])
    head = Head(store=sheet.store, title="恢复码", printed_at=sheet.at, printed_by=sheet.manager)
    return print_form(
        paper=paper, head=head, body=lambda _: (who, code, how, signs), note="请妥善保管，遗失请立即在“设置 → 人员”中换一个。"
    )
