"""What one may do to a person's record from his card; each act opens its form, or is done at once and told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from deskapp.customers.domain import ConsentChannel, Merge, Purpose
from ui.customer_card.papers import consent_proof_job, personal_copy_job, save_personal_copy
from ui.kit import notify, work
from ui.kit.asking import ConfirmDialog

if TYPE_CHECKING:
    from deskapp.customers.domain import Archived, Customer, Vehicle
    from deskapp.customers.service import FullNumbers
    from deskapp.data import Act
    from ui.desk import Desk


class CardActs:
    """`guest()` is whoever the card shows; without anybody nothing happens."""

    def __init__(self, desk: Desk, page: QWidget, guest: Callable[[], Customer | None]) -> None:
        self._desk, self._page, self._guest = desk, page, guest

    def full_numbers(self) -> FullNumbers | None:
        """Both numbers in full; the look is logged."""
        guest = self._guest()
        return work.call(_reveal, self._desk.session.act(), guest.id) if guest is not None else None

    def edit(self) -> None:
        from ui.customers.edit_dialog import EditCustomerDialog

        if (guest := self._guest()) is not None:
            self._open(EditCustomerDialog(self._desk, guest))

    def note(self) -> None:
        from ui.customers.note_dialog import NoteDialog

        if (guest := self._guest()) is not None:
            self._open(NoteDialog(self._desk, guest))

    def vehicle(self, car: Vehicle | None) -> None:
        from ui.customers.vehicle_dialog import VehicleDialog

        if (guest := self._guest()) is not None:
            self._open(VehicleDialog(self._desk, guest, car))

    def give(self, purpose: Purpose) -> None:
        from ui.customers.consent_dialog import ConsentDialog

        if (guest := self._guest()) is not None:
            self._open(ConsentDialog(self._desk, guest, purpose))

    def withdraw(self, purpose: Purpose, channel: ConsentChannel) -> None:
        """One click, at once (PIPL 15)."""
        if (guest := self._guest()) is not None:
            work.call(_withdraw, self._desk.session.act(), guest.id, purpose, channel)
            rest = "。会员服务已撤回，请接着办理退会" if purpose is Purpose.SERVICE else "，立即生效"
            notify.say(f"{guest.name} 已撤回“{purpose.label}”（{channel.label}）{rest}")
            self._desk.changed()

    def stop_marketing(self, channel: ConsentChannel) -> None:
        if (guest := self._guest()) is not None:
            work.call(_stop, self._desk.session.act(), guest.id, channel)
            notify.say(f"{guest.name} 的促销、关怀、对外提供都已停止，立即生效")
            self._desk.changed()

    def print_proof(self) -> None:
        if (guest := self._guest()) is not None:
            self._desk.print_paper(work.call(consent_proof_job, self._desk.session.act(), guest.id))

    def print_copy(self) -> None:
        if (guest := self._guest()) is not None:
            self._desk.print_paper(work.call(personal_copy_job, self._desk.session.act(), guest.id))

    def save_copy(self) -> None:
        """A file with numbers in full: the person says where to."""
        if (guest := self._guest()) is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        kinds = "CSV 文件 (*.csv);;Excel 工作簿 (*.xlsx)"
        chosen, _ = QFileDialog.getSaveFileName(self._page, "存成表格", str(Path(folder) / f"个人信息 {guest.name}.csv"), kinds)
        if chosen:
            lines = work.call(save_personal_copy, self._desk.session.act(), guest.id, Path(chosen))
            notify.say(f"已存 {lines} 行到 {Path(chosen).name}，交给本人后请删除")

    def merge(self) -> None:
        from ui.customers.merge_dialog import MergeDialog

        if (guest := self._guest()) is not None:
            self._open(MergeDialog(self._desk, survivor_id=guest.id))

    def undo_merge(self, merge: Merge) -> None:
        act = self._desk.session.act
        self._open(
            ConfirmDialog(
                self._desk.sheets,
                f"撤销合并 {merge.loser}",
                "撤销合并",
                text=(
                    f"{merge.loser} 与 {merge.survivor} 恢复成合并前的两位客户：各自的资料、会员、卡和积分。"
                    "合并以后有过任何登记，就不能再撤销。"
                ),
                job=lambda request_id: work.call(_undo_merge, act(request_id=request_id), merge.id),
                icon="undo-2",
            )
        )

    def erase(self) -> None:
        from ui.customer_card.erase_dialog import EraseDialog

        if (guest := self._guest()) is not None:
            self._open(EraseDialog(self._desk, guest))

    def read_archive(self) -> None:
        from ui.customer_card.erase_dialog import ArchivedSheet

        if (guest := self._guest()) is None:
            return
        kept = work.call(_archived, self._desk.session.act(), guest.id)
        if kept is None:
            notify.say("这位客户没有需要封存的购车档案")
        else:
            ArchivedSheet(self._desk, kept).open()

    def _open(self, dialog: Any) -> None:
        dialog.accepted.connect(self._desk.changed)
        dialog.open()


def _reveal(act: Act, customer_id: int) -> FullNumbers:
    from deskapp.customers.service import reveal_mobile

    return reveal_mobile(act=act, customer_id=customer_id)


def _withdraw(act: Act, customer_id: int, purpose: Purpose, channel: ConsentChannel) -> None:
    from deskapp.customers.consents import withdraw_consent

    withdraw_consent(act=act, customer_id=customer_id, purpose=purpose, channel=channel)


def _stop(act: Act, customer_id: int, channel: ConsentChannel) -> None:
    from deskapp.customers.consents import stop_marketing

    stop_marketing(act=act, customer_id=customer_id, channel=channel)


def _undo_merge(act: Act, merge_id: int) -> None:
    from deskapp.members.merging import undo_merge

    undo_merge(act=act, merge_id=merge_id)


def _archived(act: Act, customer_id: int) -> Archived | None:
    from deskapp.customers.erasure import archived

    return archived(act=act, customer_id=customer_id)
