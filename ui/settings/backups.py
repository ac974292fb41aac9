"""Where the data lies, the backups there are, and the way back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ui.kit import buttons, notify, theme, work
from ui.kit.banners import Banner
from ui.kit.frames import Card, Empty, LabelRows
from ui.kit.labels import Label, Wrapped
from ui.kit.pills import Pill
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone
from ui.settings.restore_dialog import RestoreDialog
from ui.settings.subject import Panel, Subject, full_width

if TYPE_CHECKING:
    from deskapp.data.act import Act
    from deskapp.data.backup import Backup, Verified
    from deskapp.store.backups import BackupState
    from ui.desk import Desk
    from ui.kit.work import Progress

_COUNTED = (
    ("customers", "客户"),
    ("memberships", "会员"),
    ("points_entries", "积分流水"),
    ("redemptions", "兑换单"),
    ("attachments", "照片"),
    ("acts", "操作"),
)


class BackupsSubject(Subject):
    """F4 backs up now. 检查 opens a backup and counts what it holds; 恢复 makes the store what it was."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="backups", says="备份")
        self._checked: dict[str, Verified] = {}
        self.place = Card(name="place_card")
        self._places = {label: Label() for label in ("数据库", "备份文件夹", "第二文件夹", "自动备份")}
        self.place.column.addWidget(LabelRows(list(self._places.items()), labels=96))
        self.late = Banner("", Tone.WARN, name="late")
        self._model: RowsModel[Backup] = RowsModel(_columns(), key=_name)
        empty = Empty("还没有备份", "按 F4 立即备份；程序也会每天自动备份", icon="database")
        self.view = RowsView(self._model, name="backups_list", says="备份", state=desk.local, empty=empty)
        self.panel = Panel(name="backup_panel", nothing="选一个备份")
        self.check_button = full_width("检查这个备份", icon="shield-check", name="check_backup")
        self.restore_button = buttons.danger("恢复到这个备份", icon="undo-2", name="restore_backup")
        self.now_button = buttons.plain("立即备份", icon="save", key="F4", name="back_up")
        self._lay_out()
        self.now_button.clicked.connect(self._back_up)
        self.check_button.clicked.connect(self._check)
        self.restore_button.clicked.connect(self._restore)
        self.view.opened.connect(self._check)
        self.view.current_changed.connect(self._show)

    def _lay_out(self) -> None:
        self.add_button(self.now_button)
        self.panel.set_buttons(self.check_button, self.restore_button)
        self.column.addWidget(self.place)
        self.column.addWidget(self.late)
        self.split(self.view, panel=self.panel)

    def refresh(self) -> None:
        work.latest(self, _load, self._fill)

    def _fill(self, state: BackupState) -> None:
        policy = state.policy
        said = {
            "数据库": state.database,
            "备份文件夹": state.folder,
            "第二文件夹": policy.second_folder or "没有设置：硬盘坏了备份也会丢，请在“规则”中设置",
            "自动备份": f"每天 {policy.at:%H:%M} 之后，保留 {policy.kept} 份" if policy.daily else "已关闭",
        }
        for label, words in said.items():
            self._places[label].set_text(words)
        self.hint.set_text(f"共 {len(state.backups)} 份")
        self._tell_whether_late(state)
        self._model.set_rows(state.backups)
        if self.view.current_row() is None:
            self.view.select_first()
        self._show(self.view.current_row())

    def _tell_whether_late(self, state: BackupState) -> None:
        today = self.desk.session.now().date()
        days = (today - state.backups[0].at.date()).days if state.backups else None
        late = days is None or days > 1
        self.late.setVisible(late)
        self.late.set_words("还没有任何备份，请现在备份一次" if days is None else f"最近一次备份是 {days} 天前，请现在备份一次")

    def _show(self, backup: Backup | None) -> None:
        if backup is None:
            self.panel.show_nothing()
            return
        rows = LabelRows(
            [
                ("时间", f"{backup.at:%Y-%m-%d %H:%M:%S}"),
                ("大小", size_in_words(backup.size)),
                ("文件", Wrapped(backup.path.name, colour=theme.INK_2)),
            ]
        )
        verified = self._checked.get(backup.path.name)
        if verified is None:
            self.panel.show_row(f"{backup.why.label}备份", None, rows)
            return
        counted = LabelRows([(label, f"{verified.rows.get(table, 0):,} 条") for table, label in _COUNTED])
        lost = verified.missing_photos
        sound = Pill(f"缺 {lost} 张照片", Tone.WARN, "triangle-alert") if lost else Pill("完好", Tone.GOOD)
        self.panel.show_row(f"{backup.why.label}备份", sound, rows, counted)

    def _back_up(self) -> None:
        made = work.long(self.desk.sheets, "正在备份", partial(_back_up, self.desk.session.act()))
        if made.second_problem:
            notify.say(f"已备份，但第二文件夹没有写成：{made.second_problem}", tone=Tone.WARN)
        elif made.missing_photos:
            lost = f"有 {made.missing_photos} 张照片的文件已经丢失，这份备份里也没有"
            notify.say(f"已备份 {size_in_words(made.size)}，但{lost}", tone=Tone.WARN)
        else:
            notify.say(f"已备份 {size_in_words(made.size)}，并检查完好")
        self.refresh()

    def _check(self) -> None:
        backup = self.view.current_row()
        if backup is None:
            return
        act = self.desk.session.act()
        self._checked[backup.path.name] = work.long(self.desk.sheets, "正在检查备份", lambda _progress: _check(act, backup))
        self._show(backup)

    def _restore(self) -> None:
        backup = self.view.current_row()
        if backup is None:
            return
        dialog = RestoreDialog(self.desk, backup)
        dialog.accepted.connect(self._restored)
        dialog.open()

    def _restored(self) -> None:
        self.refresh()
        self.desk.changed()


def _name(backup: Backup) -> str:
    return backup.path.name


def _columns() -> tuple[Column[Backup], ...]:
    return (
        Column(key="at", title="时间", text=lambda b: f"{b.at:%Y-%m-%d %H:%M}", sort=lambda b: b.at, width=160, bold=True),
        Column(key="why", title="类型", text=lambda b: b.why.label, width=100),
        Column(key="size", title="大小", text=lambda b: size_in_words(b.size), sort=lambda b: b.size, right=True, width=100),
        Column(key="file", title="文件", text=lambda b: b.path.name, colour=lambda _: theme.INK_2, stretch=True),
    )


def size_in_words(size: int) -> str:
    """Bytes as people say them."""
    return f"{size / 1_048_576:,.1f} MB" if size >= 1_048_576 else f"{max(1, size // 1024):,} KB"


def _load() -> BackupState:
    from deskapp.store.backups import backup_state

    return backup_state()


def _back_up(act: Act, progress: Progress) -> Backup:
    from deskapp.store.backups import back_up_now

    return back_up_now(act=act, progress=progress)


def _check(act: Act, backup: Backup) -> Verified:
    from deskapp.store.backups import check_backup

    return check_backup(act=act, path=backup.path)
