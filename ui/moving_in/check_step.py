"""核对: how many come, what is wrong by cell, what is unusual, what changes; then the one button that writes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskapp.errors import StorageFault, UserError
from ui.kit import buttons, notify, theme, work
from ui.kit.banners import Banner
from ui.kit.buttons import Button
from ui.kit.fields_text import NotesField
from ui.kit.frames import Card, Empty, LabelRows, NextStep
from ui.kit.labels import Hint, Wrapped
from ui.kit.pills import Pill
from ui.kit.request import RequestId
from ui.kit.rows import RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.segments import Option, Segments
from ui.kit.theme import Tone
from ui.moving_in import jobs
from ui.moving_in.counts import CountCard
from ui.moving_in.found_lists import MOST, cell_text, change_columns, finding_columns, in_sight, place
from ui.settings.subject import Panel, full_width

if TYPE_CHECKING:
    from deskapp.data.backup import Backup
    from deskapp.members.import_entry import Change, Finding
    from deskapp.members.importing import Checked, Imported
    from ui.desk import Desk

WRONG, UNUSUAL, CHANGES = range(3)
_LABEL = 6  # characters of a head that fit before a value


class CheckStep(QWidget):
    """`imported` gives what was done, the list, and the backup made before."""

    imported = Signal(object, object, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("check_step")
        self._desk = desk
        self._request = RequestId()
        self._box: list[Checked] = []
        self.added = CountCard("新增", "位", "名单里有，系统里没有", colour=theme.GOOD, name="count_added")
        self.updated = CountCard("更新", "位", "只改不同的地方", colour=theme.PRIMARY, name="count_updated")
        self.same = CountCard("没有变化", "位", "系统里已经一样", name="count_same")
        self.wrong = CountCard("不能导入", "行", "", colour=theme.BAD, name="count_wrong")
        self.which = Segments((), name="found")
        self.bar = QHBoxLayout()
        self.about = Hint("", right=True)
        self.findings: RowsModel[tuple[int, Finding]] = RowsModel(finding_columns(), key=lambda line: line[0])
        self.changes: RowsModel[tuple[int, Change]] = RowsModel(change_columns(), key=lambda line: line[0])
        fine, unchanged = Empty("这里没有问题", icon="circle-check"), Empty("系统里的会员都不用改", icon="circle-check")
        self.finding_view = RowsView(self.findings, name="findings", says="核对出的问题", state=desk.local, empty=fine)
        self.change_view = RowsView(self.changes, name="changes", says="会改动的内容", state=desk.local, empty=unchanged)
        self.panel = Panel(name="row_panel", nothing="选一行看这一行的内容")
        self.reason = NotesField("reason", "照样导入的原因", limit=100, placeholder="例如 老系统的资料，客户来店时再核对", required=True)
        self.next = NextStep("")
        self.refusal = Banner("", Tone.BAD, name="import_refused")
        self.button: Button = full_width("导入", icon="check", key="Ctrl+Enter", name="import_list")
        self.save_wrong = buttons.plain("有错的行存成表格", icon="download", name="save_left_out")
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        cards = QHBoxLayout()
        cards.setSpacing(theme.GAP)
        for card in (self.added, self.updated, self.same, self.wrong):
            cards.addWidget(card, 1)
        self.bar.addWidget(self.which)
        self.bar.addWidget(self.about, 1)
        self.lists = QStackedWidget()
        self.lists.addWidget(self.finding_view)
        self.lists.addWidget(self.change_view)
        found = Card(margin=1, name="found_card")
        found.column.setContentsMargins(1, 1, 1, 1)
        found.column.addWidget(self.lists)
        left = QVBoxLayout()
        left.setSpacing(theme.GAP)
        left.addLayout(cards)
        left.addLayout(self.bar)
        left.addWidget(found, 1)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(theme.STEP)
        right.addWidget(self.panel, 1)
        for widget in (self.reason, self.refusal, self.next, self.button, self.save_wrong):
            right.addWidget(widget)
        side = QWidget()
        side.setFixedWidth(theme.PANEL)
        side.setLayout(right)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP_WIDE)
        row.addLayout(left, 1)
        row.addWidget(side)
        self.setFocusProxy(self.finding_view)

    def _wire(self) -> None:
        self.button.bind(self)
        self.finding_view.current_changed.connect(self._show_finding)
        self.change_view.current_changed.connect(self._show_change)
        self.button.clicked.connect(self._import)
        self.save_wrong.clicked.connect(self.save_left_out)

    def show_checked(self, checked: Checked) -> None:
        """What the list comes to."""
        self.forget()
        self._box = [checked]
        self._request = RequestId()
        self.refusal.hide()
        self.added.set_count(checked.added)
        self.updated.set_count(checked.updated)
        self.same.set_count(checked.same)
        self.wrong.set_count(len(checked.left_out), f"共 {checked.rows:,} 行")
        self.reason.setVisible(checked.unusual > 0)
        self.save_wrong.setVisible(bool(checked.left_out))
        self._say_next(checked)
        self._offer_lists(checked)
        self.which.set_value(WRONG if checked.left_out else UNUSUAL if checked.unusual else CHANGES)

    def _offer_lists(self, checked: Checked) -> None:
        """What can be looked at, each with how much of it there is."""
        wrong = len(checked.findings) - checked.unusual
        counts = ((WRONG, "有错", wrong), (UNUSUAL, "不常见", checked.unusual), (CHANGES, "会改动", len(checked.changes)))
        offered = Segments([Option(which, f"{words} {count:,}") for which, words, count in counts], name="found", says="看什么")
        self.bar.replaceWidget(self.which, offered)
        self.which.hide()
        self.which.deleteLater()
        self.which = offered
        offered.changed.connect(self._show_list)

    @property
    def _checked(self) -> Checked | None:
        return self._box[0] if self._box else None

    def forget(self) -> None:
        """Let a list go that will not be imported."""
        box, self._box = self._box, []
        if box:
            work.latest(self, partial(jobs.let_go, box), lambda _: None, topic="forget", lane=work.Lane.FILES)

    def _say_next(self, checked: Checked) -> None:
        coming = checked.added + checked.updated
        words = [f"新增 {checked.added:,} 位" if checked.added else "", f"更新 {checked.updated:,} 位" if checked.updated else ""]
        left = f"有错的 {len(checked.left_out):,} 行不导入，改好后再导入一次即可。" if checked.left_out else ""
        self.next.set_step(
            "、".join(word for word in words if word) or "没有要写入的内容", f"{left}导入前自动备份；导入时别的电脑可以查看，暂不能保存。"
        )
        if coming:
            self.button.set_words(f"导入 {coming:,} 位")
        else:
            self.button.block("没有可以导入的会员")

    def _show_list(self) -> None:
        checked = self._checked
        which: int | None = self.which.value()
        if checked is None or which is None:
            return
        if which == CHANGES:
            self.changes.set_rows(list(enumerate(checked.changes[:MOST])))
            self._say_about(len(checked.changes), sum(change.kept for change in checked.changes))
            self.lists.setCurrentWidget(self.change_view)
            self.change_view.select_first()
            self._show_change(self.change_view.current_row())
            return
        lines = [found for found in checked.findings if found.unusual is (which == UNUSUAL)]
        self.findings.set_rows(list(enumerate(lines[:MOST])))
        self._say_about(len(lines), 0)
        self.lists.setCurrentWidget(self.finding_view)
        self.finding_view.select_first()
        self._show_finding(self.finding_view.current_row())

    def _say_about(self, count: int, kept: int) -> None:
        words = [f"{count:,} 处"]
        if kept:
            words.append(f"其中 {kept:,} 处在本系统改过，保持现在的")
        if count > MOST:
            words.append(f"只列前 {MOST:,} 处")
        self.about.set_text("，".join(words))

    def _show_finding(self, line: tuple[int, Finding] | None) -> None:
        checked = self._checked
        if line is None or checked is None:
            self.panel.show_nothing()
            return
        found = line[1]
        pill = Pill("不常见", Tone.WARN, "triangle-alert") if found.unusual else Pill("有错", Tone.BAD)
        said = Wrapped(found.message, colour=theme.WARN if found.unusual else theme.BAD)
        rows = LabelRows([(found.label or "整行", Wrapped(cell_text(found), bold=True))])
        self.panel.show_row(place(found), pill, rows, said, *self._whole_row(checked, found))

    def _whole_row(self, checked: Checked, found: Finding) -> list[QWidget]:
        cells = checked.left_out.get(found.row)
        if cells is None:
            return []
        filled = [(at, head) for at, head in enumerate(checked.outline.heads) if at < len(cells) and cells[at].strip()]
        meanings = checked.outline.meanings
        rows = [((head or "—")[:_LABEL], Wrapped(in_sight(cells[at], meanings[at]))) for at, head in filled if at != found.column]
        return [Hint(f"第 {found.row:,} 行的其他内容"), LabelRows(rows)]

    def _show_change(self, line: tuple[int, Change] | None) -> None:
        if line is None:
            self.panel.show_nothing()
            return
        change = line[1]
        pill = Pill("保持", Tone.NEUTRAL, "pin") if change.kept else Pill("改成名单的", Tone.INFO, "pencil")
        rows = LabelRows([("项目", change.label), ("系统里", Wrapped(change.old or "（空）")), ("名单里", Wrapped(change.new))])
        why = [Wrapped("这一处在导入之后有人在本系统改过，或者办过续会、补卡；名单比系统旧，不改回去。", colour=theme.INK_2)]
        self.panel.show_row(f"第 {change.row:,} 行　{change.name}", pill, rows, *(why if change.kept else []))

    def _import(self) -> None:
        if not self._box:
            return
        self.refusal.hide()
        act = self._desk.session.act(request_id=self._request.value)
        try:
            reason = self.reason.need() if self._box[0].unusual else ""
            job = partial(jobs.bring, act, self._box, reason)
            made: tuple[Imported, Backup | None] = work.long(self._desk.sheets, "正在导入会员", job)
        except work.Cancelled:
            self._request.refused(in_doubt=False)
            notify.say("已取消，没有写入任何内容", tone=Tone.WARN)
            return
        except UserError as refusal:
            self._request.refused(in_doubt=isinstance(refusal, StorageFault))
            self._refuse(refusal)
            return
        self._request.saved()
        [left], self._box = self._box, []
        self.imported.emit(made[0], left, made[1])

    def _refuse(self, refusal: UserError) -> None:
        if refusal.field == self.reason.name:
            self.reason.problem(refusal.message)
            self.reason.focus_editor()
            return
        self.refusal.set_words(refusal.message)
        self.refusal.show()

    def save_left_out(self, checked: Any = None) -> None:
        """Ask where to, and write the rows that cannot be imported, each with what is wrong."""
        one: Checked | None = checked or self._checked
        if one is None:
            return
        proposed = one.outline.path.with_name(f"{one.outline.path.stem}-待改.xlsx")
        chosen, _ = QFileDialog.getSaveFileName(self.window(), "有错的行存成表格", str(proposed), "Excel 工作簿 (*.xlsx)")
        if not chosen:
            return
        path = Path(chosen) if chosen.lower().endswith(".xlsx") else Path(f"{chosen}.xlsx")
        count = work.long(self._desk.sheets, "正在写文件", lambda _progress: jobs.save_left_out(self._desk.session.act(), one, path))
        notify.say(f"{count:,} 行已存到 {path.name}；在表格里改好，再导入这个文件")
