"""完成: what the import did, what is still to be mended, where to go on, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import buttons, theme
from ui.kit.banners import Banner
from ui.kit.frames import Card, Divider, LabelRows, SectionHead, beside
from ui.kit.labels import IconMark, Label, Section, Wrapped
from ui.kit.theme import Tone
from ui.moving_in.counts import CountCard

if TYPE_CHECKING:
    from deskapp.data.backup import Backup
    from deskapp.members.importing import Checked, Imported

_WIDTH = 760


class DoneStep(QWidget):
    """`again` begins with another file, `members` leads to the members, `mend` saves the rows left out, `back_up` shows the backups."""

    again = Signal()
    members = Signal()
    mend = Signal()
    back_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("done_step")
        self.title = Section("")
        self.added = CountCard("新增", "位", colour=theme.GOOD, name="done_added")
        self.updated = CountCard("更新", "位", colour=theme.PRIMARY, name="done_updated")
        self.same = CountCard("没有变化", "位", name="done_same")
        self.left = CountCard("没有导入", "行", colour=theme.BAD, name="done_left")
        self.mend_button = buttons.plain("有错的行存成表格", icon="download", name="mend_rows")
        self.left_banner = Banner("", Tone.WARN, action=self.mend_button, name="rows_left_out")
        self.news = Banner("", Tone.WARN, name="rows_refused_late")
        self.next = LabelRows(labels=96)
        self.back = Label("", colour=theme.INK_2)
        self.to_members = buttons.primary("查看会员", icon="id-card", key="Ctrl+Enter", name="see_members")
        self.to_again = buttons.plain("再导入一个文件", icon="upload", name="import_again")
        self.to_backups = buttons.link("去看备份", icon="undo-2", name="see_backups")
        self._lay_out()
        self.to_members.bind(self)
        for button, signal in (
            (self.to_members, self.members),
            (self.to_again, self.again),
            (self.mend_button, self.mend),
            (self.to_backups, self.back_up),
        ):
            button.clicked.connect(signal)

    def _lay_out(self) -> None:
        card = Card(name="done_card", margin=24)
        card.setFixedWidth(_WIDTH)
        card.column.setSpacing(theme.GAP_WIDE)
        card.column.addWidget(beside(IconMark("circle-check", theme.GOOD, 24), self.title))
        counts = QHBoxLayout()
        counts.setSpacing(theme.GAP)
        for one in (self.added, self.updated, self.same, self.left):
            counts.addWidget(one, 1)
        card.column.addLayout(counts)
        card.column.addWidget(self.left_banner)
        card.column.addWidget(self.news)
        card.column.addWidget(Divider())
        card.column.addWidget(SectionHead("接下来"))
        for label, words in (
            ("抽查几位", "按 F2 搜几位熟客，看卡号、车牌、积分是不是和老系统一样。"),
            ("补同意", "名单里没有的同意都算没有给，客户下次来店时当面问。"),
            ("老名单", "名单里有手机号：核对完请删除文件，或放到只有您能打开的地方。"),
        ):
            self.next.add(label, Wrapped(words))
        card.column.addWidget(self.next)
        self.way_back = beside(self.back, self.to_backups)
        card.column.addWidget(self.way_back)
        card.column.addWidget(beside(self.to_members, self.to_again))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.GAP, 0, 0)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.setFocusProxy(self.to_members)

    def show_imported(self, done: Imported, checked: Checked, backup: Backup | None) -> None:
        """What was done with which list."""
        self.title.set_text(f"已导入 {done.file}")
        for card, count in (
            (self.added, done.added),
            (self.updated, done.updated),
            (self.same, done.unchanged),
            (self.left, done.left_out),
        ):
            card.set_count(count)
        self.left_banner.setVisible(bool(checked.left_out))
        self.left_banner.set_words(f"{len(checked.left_out):,} 行有错，没有导入。存成表格改好，再导入一次；已导入的不会重复。")
        self.news.setVisible(bool(done.findings))
        self.news.set_words(
            "核对之后系统里又有变化，这几行没有导入：" + "；".join(f"第 {f.row:,} 行 {f.message}" for f in done.findings[:3])
        )
        way_back = f"导错了名单？导入前（{backup.at:%H:%M}）已自动备份，可以恢复。" if backup else ""
        self.back.set_text(way_back)
        self.way_back.setVisible(backup is not None)
