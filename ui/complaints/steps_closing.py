"""The end of a slip: its signed paper, the archive, a notice raised from it, pictures, and beginning anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskapp.complaints.states import Outcome
from ui.complaints.files_field import FilesField, PhotosBesideFiles
from ui.complaints.loading import departments_open
from ui.complaints.steps_dialog import StepDialog, side_by_side
from ui.kit import theme, work
from ui.kit.banners import Notice as Banner
from ui.kit.fields_choice import Choice, ChoiceField, SegmentsField
from ui.kit.fields_code import TextField
from ui.kit.fields_date import DateField
from ui.kit.fields_text import NotesField
from ui.kit.labels import Hint, Wrapped
from ui.kit.segments import Option
from ui.kit.theme import Tone
from ui.kit.ticks import Tick
from ui.rectification.departments_field import DepartmentsField

if TYPE_CHECKING:
    from deskapp.rectification.domain import Finding
    from ui.complaints.loading import Opened
    from ui.desk import Desk

BACK, NOT_BACK = "back", "not_back"


class PaperDialog(StepDialog):
    """收回签字单: who signed it, its scan; or that it did not come back, and why."""

    def __init__(self, desk: Desk, opened: Opened) -> None:
        super().__init__(desk, opened, None, "收回签字单", "登记归还", form="paper", icon="inbox")
        slip = opened.slip
        options = [Option(BACK, "已归还", Tone.GOOD), Option(NOT_BACK, "没有归还", Tone.WARN, "x")]
        self.back: SegmentsField[str] = self.field("back", SegmentsField("back", "签字单", options, width=112, required=True))
        self.supervisor = self.field("signed_supervisor", Tick("部门主管已签字", name="signed_supervisor"))
        self.manager = self.field("signed_manager", Tick("经理已签字", name="signed_manager"))
        self.service = self.field("signed_service", Tick("客服经理已签字", name="signed_service"))
        self.customer = self.field("customer_signed", TextField("customer_signed", "客户签字或确认书号", limit=60, hint="没有可以不填"))
        scans = PhotosBesideFiles("scans", "签字单照片")
        self.scans = self.field("scans", scans)
        self.files = self.field("files", FilesField("files", "签字单扫描件", ceiling_mb=opened.file_mb, photos=scans, recordings=False))
        self.reason = self.field("reason_text", NotesField("reason_text", "未归还原因", limit=300, required=True))
        self.body.addWidget(self.back)
        self.body.addLayout(side_by_side(self.supervisor, self.manager, self.service))
        for widget in (self.customer, self.scans, self.files, self.reason):
            self.body.addWidget(widget)
        self.supervisor.setChecked(slip.signed_supervisor)
        self.manager.setChecked(slip.signed_manager)
        self.service.setChecked(slip.signed_service)
        self.customer.set_text(slip.customer_signed)
        self.back.set_value(BACK)
        self.back.setVisible(slip.stage.is_open)  # once archived it can only come back
        self.back.changed.connect(self._ask)
        self._ask()

    def _ask(self) -> None:
        chosen = self.back.segments.chosen()
        back = chosen is None or chosen.value == BACK
        for widget in (self.supervisor, self.manager, self.service, self.customer, self.scans, self.files):
            widget.setVisible(back)
        self.reason.setVisible(not back)
        self.primary_button.set_words("登记归还" if back else "登记没有归还")

    def save(self) -> Any:
        from deskapp.complaints.closing import Signatures, miss_paper, take_back_paper

        if self.back.need() == NOT_BACK:
            return self.write(miss_paper, reason=self.reason.need())
        signatures = Signatures(
            self.supervisor.isChecked(), self.manager.isChecked(), self.service.isChecked(), self.customer.value() or ""
        )
        return self.write(take_back_paper, signatures=signatures, scans=self.scans.photos(), pdfs=self.files.files())


class ArchiveDialog(StepDialog):
    """归档: closed or not; what is still missing stands there and keeps the button out of use."""

    def __init__(self, desk: Desk, opened: Opened) -> None:
        super().__init__(desk, opened, None, "归档", "归档", form="archive", icon="folder-open")
        slip = opened.slip
        outcome = slip.outcome.label if slip.outcome else ""
        satisfaction = slip.feedback.satisfaction.label if slip.feedback and slip.feedback.satisfaction else ""
        paper = "签字单已归还" if slip.has_paper else f"签字单没有归还：{slip.paper_missing}" if slip.paper_missing else ""
        self.body.addWidget(Wrapped("，".join(part for part in (outcome, satisfaction, paper) if part)))
        if opened.missing:
            lacking = Banner("还不能归档，缺", Tone.WARN, name="missing")
            for one in opened.missing:
                lacking.add(Wrapped(one))
            self.body.addWidget(lacking)
        options = [Option(value=True, label="已闭环", tone=Tone.GOOD), Option(value=False, label="未闭环", tone=Tone.WARN, icon="x")]
        self.loop: SegmentsField[bool] = self.field("closed", SegmentsField("closed", "是否闭环", options, width=112, required=True))
        self.body.addWidget(self.loop)
        self.body.addWidget(Hint("归档后给出归档编号；内容不能再改，只有客服经理可以重开"))
        if slip.outcome is Outcome.ACCEPTED:
            self.loop.set_value(True)
        if opened.missing:
            self.primary_button.block(f"还缺 {len(opened.missing)} 项")

    def save(self) -> Any:
        from deskapp.complaints.closing import archive_complaint

        return self.write(archive_complaint, closed=self.loop.need())


class ReopenDialog(StepDialog):
    """重开 an archived slip by 客服经理: why, and for which departments the next round begins."""

    def __init__(self, desk: Desk, opened: Opened) -> None:
        super().__init__(desk, opened, None, "重开", f"重开，第 {opened.slip.round + 1} 轮", form="reopen", icon="refresh-cw")
        self.body.addWidget(Wrapped(f"归档编号 {opened.slip.archive_no} 不变，前面各轮原样保留。"))
        signed = [(row.department_id, row.department) for row in opened.slip.current_rows if row.accepted_at is not None]
        self.departments = self.field("departments", DepartmentsField("departments", "哪些部门再处理一轮", signed, required=bool(signed)))
        self.body.addWidget(self.departments)
        self.departments.setVisible(bool(signed))  # once it has its place: alone it would come up as a window
        if len(signed) == 1:
            self.departments.set_value((signed[0][0],))
        if not signed:
            self.body.addWidget(Hint("没有部门签收过，重开后等待派单"))
        self.reason = self.ask_reason("重开原因", placeholder="例如：同一问题又出现")

    def save(self) -> Any:
        from deskapp.complaints.closing import reopen_complaint

        return self.write(reopen_complaint, reason=self.reason.need(), departments=list(self.departments.value() or ()))


class PhotosDialog(StepDialog):
    """加附件: what happened, in pictures, recordings and papers."""

    def __init__(self, desk: Desk, opened: Opened) -> None:
        super().__init__(desk, opened, None, "加附件", "保存附件", form="photos", icon="image")
        photos = PhotosBesideFiles("photos", "照片")
        self.photos = self.field("photos", photos)
        self.files = self.field("files", FilesField("files", "录音和 PDF", ceiling_mb=opened.file_mb, photos=photos))
        self.body.addWidget(self.photos)
        self.body.addWidget(self.files)
        self.body.addWidget(Hint("照片里的位置信息会去掉；录音和 PDF 原样保存"))

    def save(self) -> Any:
        from deskapp.complaints.reception import attach_to_slip

        return self.write(attach_to_slip, photos=self.photos.photos(), files=self.files.files(), informed=self.files.informed())


class RaiseNoticeDialog(StepDialog):
    """开整改单: what is wrong in the house, for a department to mend."""

    def __init__(self, desk: Desk, opened: Opened) -> None:
        super().__init__(desk, opened, None, "开整改单", "开整改单，待下发", form="raise_notice", icon="wrench")
        begin: Finding = work.call(_finding, opened)
        choices = [Choice(key, name) for key, name in work.call(departments_open)]
        self.department: ChoiceField[int] = self.field("department", ChoiceField("department", "责任部门", choices, required=True))
        self.due_on = self.field("due_on", DateField("due_on", "要求完成日", today=desk.session.now().date(), hint="不填由部门自己定"))
        self.item = self.field("title", TextField("title", "项目", limit=40, required=True))
        self.criterion = self.field("criterion", TextField("criterion", "应该是怎样", limit=60))
        self.fact = self.field("fact", NotesField("fact", "事实", limit=300, required=True))
        self.body.addLayout(side_by_side(self.department, self.due_on))
        for widget in (self.item, self.criterion, self.fact):
            self.body.addWidget(widget)
        self.body.addWidget(Hint("开出后在“整改”里下发；单号会记在这张处理单上", colour=theme.INK_2))
        if opened.slip.main_row is not None:
            self.department.set_value(opened.slip.main_row.department_id)
        self.item.set_text(begin.title[:40])
        self.criterion.set_text(begin.criterion[:60])
        self.fact.set_text(begin.fact[:300])
        self._repeated = begin.repeated

    def save(self) -> Any:
        from deskapp.complaints.closing import raise_rectification
        from deskapp.rectification.domain import Finding

        found = Finding(self.item.need(), self.criterion.value() or "", self.fact.need(), repeated=self._repeated)
        given = {"department_id": self.department.need(), "findings": [found], "due_on": self.due_on.value()}
        return self.write(raise_rectification, **given)


def _finding(opened: Opened) -> Finding:
    from deskapp.complaints.closing import finding_of

    return finding_of(opened.slip)
