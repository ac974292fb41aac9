"""Pictures of the kit for the eye: `python -m tests.ui.kit.gallery DIR` writes them. Not shipped, and no test by itself."""

import os
import sys
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QTableView, QVBoxLayout, QWidget

from ui.kit import theme
from ui.kit.banners import Banner, Notice, StatusLine
from ui.kit.buttons import IconButton, danger, link, plain, primary
from ui.kit.chrome import Badge, NavItem, NavLine, PersonChip, SearchBox
from ui.kit.fields_choice import Choice, ChoiceField, ComboBox, SegmentsField
from ui.kit.fields_code import MobileField, MoneyField, NameField, OdometerField, PointsField, ScanField, TextField, VinField
from ui.kit.fields_consent import ConsentBlock, ConsentRow
from ui.kit.fields_date import BirthdayField, DateField
from ui.kit.fields_person import PersonChoice, PersonField
from ui.kit.fields_plate import PlateField
from ui.kit.fields_text import NotesField
from ui.kit.folds import Folded
from ui.kit.frames import Card, Divider, Empty, LabelRows, NextStep, SectionHead, beside, dress_table
from ui.kit.labels import Figure, Hint, Initial, KeyCap, Label, Title
from ui.kit.pills import PILL_ROLE, Pill, PillDelegate, PillLabel, PlateTag
from ui.kit.segments import Option, Segments
from ui.kit.theme import Tone
from ui.kit.ticks import Tick

TODAY = date(2026, 11, 23)
SALUTATIONS = (Option("mr", "先生"), Option("ms", "女士"), Option("", "不填"))
PEOPLE = (PersonChoice(1, "王芳", "客服部"), PersonChoice(2, "赵磊", "售后部"), PersonChoice(3, "单雅琴", "销售部"))


def enrolment() -> QWidget:
    """The left part of reception-enrol-dialog.png."""
    form = QWidget()
    form.setFixedSize(720, 555)
    palette = form.palette()
    palette.setColor(form.backgroundRole(), theme.colour(theme.SURFACE))
    form.setAutoFillBackground(True)
    form.setPalette(palette)
    name = NameField(required=True)
    name.set_value("张伟")
    salutation = Segments(SALUTATIONS, says="称呼")
    salutation.set_value("mr")
    name.add_beside(salutation)
    mobile = MobileField(required=True)
    mobile.set_value("13826012607")
    mobile.edit.show_alert("triangle-alert", theme.WARN)
    plate = PlateField(area="粤B", required=True)
    plate.set_text("粤B1O852")
    card = ScanField("card", "会员卡号", required=True, hint="可直接扫卡")
    card.set_text("6601 0342")
    level: ChoiceField[int] = ChoiceField("level", "卡级别", (Choice(1, "普卡"), Choice(2, "银卡")))
    level.set_value(1)
    until = DateField("until", "有效期至", today=TODAY, hint="12 个月")
    until.set_value(date(2027, 11, 22))
    until.set_read_only(True)
    rows = (
        ConsentRow("service", "会员服务", "记录积分、兑换礼品所必需"),
        ConsentRow("marketing", "促销短信和电话", "可随时退订"),
        ConsentRow("care", "生日和节日关怀", "每年最多 6 次"),
        ConsentRow("third_party", "提供给厂家和保险公司", "接收方：一汽-大众、平安财险"),
    )
    for row, answer in zip(rows[:3], (True, False, True), strict=True):
        row.set_value(answer)
    notice = Notice("这个手机已有 1 位客户")
    notice.add(beside(Label("张伟明 先生"), Label("粤B 3K852", colour=theme.INK_2), PillLabel(Pill("银卡", Tone.INFO, "crown"))))
    notice.add(beside(plain("打开该客户", icon="arrow-up-right", key="Alt+O", height=28), link("家人共用…"), spacing=16))
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(12)
    grid.addWidget(name, 0, 0)
    grid.addWidget(mobile, 0, 1)
    grid.addWidget(plate, 1, 0)
    grid.addWidget(notice, 1, 1)
    grid.addWidget(card, 2, 0)
    right = QHBoxLayout()
    right.setSpacing(8)
    right.addWidget(level, 1)
    right.addWidget(until, 2)
    grid.addLayout(right, 2, 1)
    for column in (0, 1):
        grid.setColumnMinimumWidth(column, theme.COLUMN)
    column = QVBoxLayout(form)
    column.setContentsMargins(24, 12, 24, 10)
    column.setSpacing(12)
    column.addLayout(grid)
    column.addWidget(SectionHead("客户本人的四项选择", "逐项问，不替客户勾选；← 同意，→ 不同意"))
    column.addWidget(ConsentBlock(rows))
    more = Folded("更多资料", "生日、车型、里程、保险到期、地址、介绍人等 12 项，可以以后再填", key="Alt+M", name="more")
    column.addWidget(more)
    column.addStretch(1)
    form.show()
    plate.check()
    rows[3].problem("还没有选")
    return form


def fields() -> QWidget:
    """Every field, empty, filled, refused and unusual."""
    sheet = Card()
    sheet.setFixedSize(1080, 900)
    columns = [QVBoxLayout() for _ in range(3)]
    row = QHBoxLayout()
    row.setSpacing(24)
    for column in columns:
        column.setSpacing(12)
        row.addLayout(column, 1)
    sheet.column.addLayout(row)
    empty = [
        NameField(required=True),
        MobileField(required=True),
        PlateField(area="粤B", required=True),
        VinField(),
        MoneyField(),
        PointsField(),
    ]
    empty += [OdometerField(), ScanField("card", "会员卡号"), DateField("day", "到期日", today=TODAY), BirthdayField(today=TODAY)]
    full = [
        NameField(required=True),
        MobileField(),
        PlateField(area="粤B"),
        PlateField(),
        VinField(),
        MoneyField(),
        PointsField(),
        OdometerField(),
    ]
    for field, text in zip(
        full, ("䶮·𫍯", "13826012607", "粤BD20716", "未上牌", "LSVAA41T2RN000001", "1,286.00", "1,286", "46,210"), strict=True
    ):
        field.set_text(text)
    notes = NotesField("notes", "备注", lines=3)
    notes.set_text("对烟味敏感，取车前请通风；只接受下午来电。")
    person = PersonField("recruiter", "推荐人", PEOPLE, hint="默认是登录人")
    person.set_value(1)
    gender = SegmentsField("sex", "领取", (Option(1, "到店"), Option(2, "送达"), Option(3, "邮寄")))
    birthday = BirthdayField(today=TODAY)
    birthday.set_text("农历 08-15")
    full += [birthday, person, gender, notes]
    wrong = [
        MobileField(),
        MobileField(),
        VinField(),
        VinField(),
        MoneyField(),
        DateField("day", "到期日", today=TODAY),
        ChoiceField("l", "级别", required=True),
    ]
    for field, text in zip(wrong, ("1382601", "15426012607", "LSVAA4ITXRN000001", "LSVAA41T2RN000002", "12.345", "11-23", ""), strict=True):
        field.set_text(text)
    odd = TextField("address", "地址", limit=10)
    odd.set_text("深圳市南山区科技园南区十二号")
    wrong.append(odd)
    for column, group in zip(columns, (empty, full, wrong), strict=True):
        for field in group:
            column.addWidget(field)
        column.addStretch(1)
    sheet.show()
    for field in wrong:
        field.check()
    wrong[6].problem("还没有选级别")
    return sheet


def parts() -> QWidget:
    """Buttons, pills, cards, panel, table."""
    sheet = QWidget()
    sheet.setFixedSize(1100, 800)
    column = QVBoxLayout(sheet)
    column.setContentsMargins(24, 16, 24, 16)
    column.setSpacing(12)
    blocked = primary("录入 1,300 分")
    blocked.block("还缺 改善措施、处理结果")
    buttons = (
        primary("记积分", icon="coins", key="F6"),
        plain("兑换", icon="gift", key="F7"),
        danger("作废", icon="ban"),
        link("清除筛选", icon="x"),
        blocked,
        IconButton("lock", "锁定"),
        Tick("未上牌", border=True),
        Tick("只看我的"),
    )
    column.addWidget(beside(Title("积分移交"), Hint("3 张未完成，最久 1 个工作日")))
    column.addWidget(beside(*buttons, spacing=12))
    pills = [Pill("银卡", Tone.INFO, "crown"), Pill("有效", Tone.GOOD), Pill("待续会 12-01 到期", Tone.WARN), Pill("逾期 1 天", Tone.BAD)]
    pills += [Pill("已退回", Tone.NEUTRAL, "undo-2"), Pill("超 3 天", Tone.ALARM)]
    column.addWidget(beside(*(PillLabel(pill) for pill in pills), PlateTag("粤B3K852"), PlateTag("粤BD20716", nev=True)))
    filters = []
    for caption, text in (("状态", "未完成和今天"), ("部门", "全部"), ("移交人", "全部")):
        combo = ComboBox(caption=caption)
        combo.addItems([text, "其他"])
        filters.append(combo)
    column.addWidget(beside(*filters, link("清除筛选", icon="x")))
    column.addWidget(
        Banner("特别说明：对烟味敏感，取车前请通风；只接受下午来电。", icon="pin", hint="陈静 2026-08-30", action=link("修改"))
    )
    column.addWidget(Banner("还有 2 处未好：车牌号码里有字母 O；第 4 项选择还没选。", Tone.BAD, action=link("到第 1 处", key="Alt+G")))
    low = QHBoxLayout()
    low.setSpacing(16)
    low.addWidget(_table(), 2)
    low.addWidget(_panel(), 1)
    column.addLayout(low, 1)
    lines = (
        ("数据库正常", Tone.GOOD, "database"),
        ("备份 今天 02:00，已验证", Tone.GOOD, "shield-check"),
        ("逾期 3 项", Tone.BAD, "triangle-alert"),
    )
    column.addWidget(beside(*(StatusLine(words, tone, icon=icon) for words, tone, icon in lines), KeyCap("F2"), spacing=16))
    return sheet


def frame() -> QWidget:
    """Navigation and top bar."""
    sheet = QWidget()
    sheet.setFixedSize(1100, 420)
    across = QHBoxLayout(sheet)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(0)
    nav = QWidget()
    nav.setFixedWidth(theme.NAV_WIDTH)
    nav.setAutoFillBackground(True)
    palette = nav.palette()
    palette.setColor(nav.backgroundRole(), theme.colour(theme.NAV))
    nav.setPalette(palette)
    column = QVBoxLayout(nav)
    column.setContentsMargins(0, 64, 0, 0)
    column.setSpacing(0)
    rooms = (
        ("今日", "sun", Badge(8, overdue=True)),
        None,
        ("客户", "users", None),
        ("会员", "id-card", Badge(1)),
        ("积分", "coins", Badge(3, overdue=True)),
    )
    for room in rooms:
        if room is None:
            column.addWidget(NavLine())
            continue
        item = NavItem(room[0], room[1])
        item.set_badge(room[2])
        item.setChecked(room[0] == "今日")
        column.addWidget(item)
    column.addStretch(1)
    across.addWidget(nav)
    rest = QVBoxLayout()
    across.addLayout(rest, 1)
    bar = beside(
        SearchBox("搜索 姓名 / 拼音 / 手机 / 车牌 / 单号，或直接扫码"),
        link("入会", icon="user-plus", key="F3"),
        PersonChip("王芳", "前台·客服"),
    )
    rest.addWidget(bar)
    figures = beside(
        Figure("3,460", "分", size=theme.BALANCE, colour=theme.PRIMARY), Figure("4,260", "分", size=theme.BALANCE), Figure("3")
    )
    rest.addWidget(figures)
    rest.addWidget(beside(Initial("恒", square=True), Initial("王")))
    rest.addWidget(
        Empty("今天没有欠账", "到期的投诉、移交单和礼品会出现在这里", icon="circle-check", action=plain("新移交单", icon="plus", key="F6")),
        1,
    )
    return sheet


def popups() -> QWidget:
    """What drops down: the area of a plate, the calendar, people, a combo box."""
    sheet = Card()
    sheet.setFixedSize(1000, 420)
    row = QHBoxLayout()
    row.setSpacing(16)
    sheet.column.addLayout(row)
    plate = PlateField(area="粤B")
    day = DateField("day", "到期日", today=TODAY, latest=TODAY)
    person = PersonField("recruiter", "推荐人", PEOPLE)
    level: ChoiceField[int] = ChoiceField("level", "卡级别", (Choice(1, "普卡"), Choice(2, "银卡"), Choice(3, "金卡")))
    for field in (plate, day, person, level):
        row.addWidget(field, 1)
    sheet.column.addStretch(1)
    sheet.show()
    plate.edit.area_wanted.emit()
    day.open_calendar()
    person.show_everybody()
    level.combo.showPopup()
    return sheet


def _table() -> QWidget:
    card = Card(margin=1)
    table = QTableView()
    dress_table(table)
    model = QStandardItemModel(0, 4)
    model.setHorizontalHeaderLabels(["状态", "单号", "客户", "积分"])
    for pill, number, customer, points in (
        (Pill("逾期 1 天", Tone.BAD), "JF-20261120-006", "黄志强", "+648"),
        (Pill("待录入", Tone.WARN), "JF-20261123-001", "张伟明", "+1,300"),
        (Pill("已录入", Tone.GOOD), "JF-20261123-003", "单雅琴", "+715"),
    ):
        state = QStandardItem()
        state.setData(pill, PILL_ROLE)
        amount = QStandardItem(points)
        amount.setTextAlignment(theme.align_right())
        model.appendRow([state, QStandardItem(number), QStandardItem(customer), amount])
    table.setModel(model)
    model.setParent(table)
    table.setItemDelegateForColumn(0, PillDelegate(table))
    table.setColumnWidth(0, 120)
    table.setColumnWidth(1, 160)
    table.horizontalHeader().setStretchLastSection(True)
    table.selectRow(1)
    card.column.addWidget(table)
    return card


def _panel() -> QWidget:
    card = Card()
    card.column.addWidget(SectionHead("JF-20261123-001", action=PillLabel(Pill("待录入", Tone.WARN))))
    card.column.addWidget(
        LabelRows((("客户", beside(Label("张伟明 先生"), Hint("粤B 3K852"))), ("结算单", "RO26112304"), ("移交人", "周凯·售后部")))
    )
    card.column.addWidget(Divider())
    card.column.addStretch(1)
    card.column.addWidget(
        NextStep("核对单据后录入：扣 200 分，记 1,300 分。", "录入后余额 3,660 → 4,760 分", due=Pill("今天 17:30 前", Tone.WARN))
    )
    card.column.addWidget(primary("录入 1,300 分", icon="check", key="Ctrl+Enter", height=theme.CONTROL_MAIN))
    card.column.addWidget(beside(plain("退回前台", icon="undo-2", key="Ctrl+B"), danger("作废", icon="ban"), stretch=False))
    return card


def main(folder: Path) -> None:
    app = QApplication(sys.argv[:1])
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    theme.apply(app)
    folder.mkdir(parents=True, exist_ok=True)
    for draw in (enrolment, fields, parts, frame, popups):
        widget = draw()
        widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        widget.show()
        app.processEvents()
        widget.grab().save(str(folder / f"{draw.__name__}.png"))
        for number, popup in enumerate(w for w in app.topLevelWidgets() if w.isVisible() and w is not widget):
            popup.grab().save(str(folder / f"{draw.__name__}-{number}.png"))
            popup.hide()
        widget.hide()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
