"""冲正: the lines of a posted bill that were paid back, all ticked at first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.errors import UserError
from deskapp.typed import format_money
from ui.kit import notify, work
from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog
from ui.kit.labels import Wrapped
from ui.kit.ticks import Tick

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.handovers.domain import Slip
    from ui.desk import Desk


class ReverseDialog(FormDialog[None]):
    """Takes back what the ticked lines earned and gives back their share of the points used."""

    def __init__(self, desk: Desk, slip: Slip) -> None:
        super().__init__(desk.sheets, f"冲正 {slip.row.number}", "冲正", icon="undo-2", act_icon="undo-2")
        self._desk, self._slip = desk, slip
        self.ticks = {
            line.id: Tick(f"{line.kind.label}　{format_money(line.amount)} 元", name=f"line_{line.id}")
            for line in slip.lines
            if not line.reversed
        }
        self.reason = NotesField("reason_text", "原因", required=True, lines=2)
        self.body.addWidget(Wrapped("勾选客户退掉的项目，每一行只能冲正一次。"))
        for tick in self.ticks.values():
            tick.setChecked(True)
            self.body.addWidget(tick)
        self.body.addWidget(self.field("reason_text", self.reason))
        self.accepted.connect(lambda: notify.say(f"{slip.row.number} 已冲正"))

    def save(self) -> None:
        chosen = [line_id for line_id, tick in self.ticks.items() if tick.isChecked()]
        if not chosen:
            raise UserError("请勾选要冲正的项目")
        work.call(_reverse, self._desk.session.act(request_id=self.request_id), self._slip.row.id, self.reason.need(), chosen)


def _reverse(act: Act, handover_id: int, reason: str, line_ids: list[int]) -> None:
    from deskapp.handovers.posting import reverse_handover

    reverse_handover(act=act, handover_id=handover_id, reason=reason, line_ids=line_ids)
