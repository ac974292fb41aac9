"""What the page does with a slip: post, return, void, reverse, print. Each runs on the database thread and says what it did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskapp.typed import format_points
from ui.handovers.papers import slip_job
from ui.handovers.rates_sheet import RatesSheet
from ui.handovers.reverse_dialog import ReverseDialog
from ui.handovers.write_dialog import WriteHandoverDialog
from ui.kit import notify, work
from ui.kit.asking import ReasonDialog
from ui.kit.photos import PhotoSheet

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.handovers.domain import Posted, Slip
    from ui.desk import Desk


class SlipActs:
    """The acts on one slip after the other. A slip keeps its request id of posting: a second press or a lost answer books nothing twice."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._posting: tuple[int, str] = (0, "")

    def post(self, slip: Slip) -> None:
        if self._posting[0] != slip.row.id:
            self._posting = (slip.row.id, self._desk.session.new_request_id())
        posted = work.call(_post, self._desk.session.act(request_id=self._posting[1]), slip.row.id)
        raised = f"，升为{posted.level.label}，请换卡" if posted.level else ""
        booked = f"{posted.number} 已录入 {format_points(posted.earned)} 分，余额 {format_points(posted.after)} 分"
        notify.say(f"{slip.row.customer} {booked}{raised}")
        self._desk.changed()

    def mend(self, slip: Slip) -> None:
        dialog = WriteHandoverDialog(self._desk, customer_id=slip.row.customer_id, handover_id=slip.row.id)
        self._run(dialog)

    def give_back(self, slip: Slip) -> None:
        self._ask(slip, "退回前台", "退回", "写明哪里不对，前台改正后再交。预留的抵扣积分会先放开。", _return)

    def void(self, slip: Slip) -> None:
        self._ask(slip, "作废", "作废", "作废后这张结算单可以重新写移交单。", _void)

    def reverse(self, slip: Slip) -> None:
        self._run(ReverseDialog(self._desk, slip))

    def print_slip(self, slip: Slip) -> None:
        self._desk.print_paper(work.call(slip_job, self._desk.session.act(), slip.row.id))

    def show_photo(self, slip: Slip) -> None:
        act = self._desk.session.act()
        PhotoSheet(self._desk.sheets, f"结算单 {slip.row.bill_no}", lambda: _photo(act, slip.row.id)).open()

    def show_rates(self) -> None:
        self._run(RatesSheet(self._desk))

    def _ask(self, slip: Slip, what: str, act: str, text: str, do: Any) -> None:
        def job(reason: str, request_id: str) -> None:
            work.call(do, self._desk.session.act(request_id=request_id), slip.row.id, reason)

        dialog: ReasonDialog[None] = ReasonDialog(self._desk.sheets, f"{what} {slip.row.number}", act, text=text, job=job)
        dialog.accepted.connect(lambda: notify.say(f"{slip.row.number} 已{act}"))
        self._run(dialog)

    def _run(self, dialog: Any) -> None:
        dialog.accepted.connect(self._desk.changed)
        dialog.open()


def _post(act: Act, handover_id: int) -> Posted:
    from deskapp.handovers.posting import post_handover

    return post_handover(act=act, handover_id=handover_id)


def _return(act: Act, handover_id: int, reason: str) -> None:
    from deskapp.handovers.posting import return_handover

    return_handover(act=act, handover_id=handover_id, reason=reason)


def _void(act: Act, handover_id: int, reason: str) -> None:
    from deskapp.handovers.writing import void_handover

    void_handover(act=act, handover_id=handover_id, reason=reason)


def _photo(act: Act, handover_id: int) -> bytes:
    from deskapp.handovers.reading import bill_photo

    return bill_photo(act=act, handover_id=handover_id)
