"""A store moves in: the list of the old program brought with its faults, mended, brought again; a list taken out."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from ui.tour.desk import Desk
from ui.tour.hands import CTRL, TourStopped

_HEADS = (
    "会员代码",
    "客户姓名",
    "联系电话",
    "车牌号",
    "车牌2",
    "会员卡号",
    "等级",
    "办卡日期",
    "到期日",
    "积分余额",
    "累计积分",
    "接受短信",
    "顾问评价",
)
_SURNAMES, _GIVEN = "王李张刘陈杨黄赵周吴单仇解曾查", "伟芳娜秀英敏静丽强磊军洋勇艳杰"
_WRONG = (
    ("OLD0901", "何雪梅", "1382601260", "粤B6X10A", "", "88000901", "金卡", "2025-03-01", "2027-02-28", "860", "8600", "是", "好"),
    ("OLD0902", "梁志华", "13900010902", "粤B7Y1", "", "88000902", "白金卡", "2025-03-01", "2027-02-30", "-20", "0", "", ""),
    ("OLD0903", "潘丽君", "13900010903", "粤B7Y12C", "", "88000003", "", "2025-03-01", "2027-02-28", "120", "300", "也许", ""),
)


def bring_in(desk: Desk) -> None:
    """The whole way of the wizard, with a refused file before and the mended rows after."""
    hands, album = desk.hands, desk.album
    desk.room("members")
    album.shot("members-before-import")
    hands.click("import_export")
    album.shot("import-choose", also=True)
    with tempfile.TemporaryDirectory(prefix="deskapp-tour-list-") as name:
        folder = Path(name)
        (folder / "名片.xlsx").write_bytes(b"%PDF-1.7")
        _drop(hands.find("drop_area"), folder / "名片.xlsx")
        hands.settle()
        album.shot("import-refused-file")
        _drop(hands.find("drop_area"), _written(folder / "老系统会员.csv", _rows()))
        hands.settle()
        album.shot("import-columns", also=True)
        hands.pick("list_columns", "顾问评价")
        hands.pick("meanings", "特别说明")
        album.shot("import-column-chosen")
        hands.key(Qt.Key.Key_Return, CTRL)
        hands.settle()
        album.shot("import-check", also=True)
        hands.click("found_2")
        album.shot("import-unusual")
        hands.key(Qt.Key.Key_Return, CTRL)
        hands.settle()
        album.shot("import-reason-missing")
        hands.type("老系统的资料，客户来店时再核对")
        hands.key(Qt.Key.Key_Return, CTRL)
        hands.settle()
        album.shot("import-done", also=True)
        with answering(desk, folder / "待改.xlsx"):
            hands.click("mend_rows")
        hands.click("import_again")
        corrected = [(*row[:2], "13900001111", *row[3:]) if row[0] == "OLD0001" else row for row in _rows() if row not in _WRONG]
        _drop(hands.find("drop_area"), _written(folder / "老系统会员.csv", corrected))
        hands.settle()
        hands.key(Qt.Key.Key_Return, CTRL)
        hands.settle()
        album.shot("import-again")
        hands.escape()
        hands.click("other_file")
        album.shot("import-log")


def take_out(desk: Desk) -> None:
    """A list with masked numbers, one with full numbers and its reason."""
    hands, album = desk.hands, desk.album
    page = desk.room("settings")
    page.open_subject("导出")
    hands.settle()
    album.shot("export", also=True)
    with tempfile.TemporaryDirectory(prefix="deskapp-tour-list-") as name:
        with answering(desk, Path(name) / "会员.xlsx"):
            hands.key(Qt.Key.Key_Return, CTRL)
        hands.settle()
        hands.click("export_numbers_2")
        hands.click("export_format_3")
        hands.key(Qt.Key.Key_Return, CTRL)
        hands.settle()
        album.shot("export-reason-missing")
        hands.type("12 月续会提醒短信")
        with answering(desk, Path(name) / "会员.csv"):
            hands.key(Qt.Key.Key_Return, CTRL)
        hands.settle()
        album.shot("export-done", also=True)


def _rows() -> list[tuple[str, ...]]:
    """Members of an old program, three of them with faults, one with the mobile of another."""
    rows = [_one(number) for number in range(1, 121)]
    shared = list(_one(121))
    shared[2] = rows[4][2]
    return [*rows[:60], _WRONG[0], *rows[60:], _WRONG[1], tuple(shared), _WRONG[2]]


def _one(n: int) -> tuple[str, ...]:
    name = _SURNAMES[n % 15] + _GIVEN[n // 15 % 15] + (_GIVEN[n // 3 % 15] if n % 2 else "")
    second = f"粤BD{20000 + n}" if n % 9 == 0 else ""
    level = ("普卡", "银卡", "金卡")[n % 3]
    points, tier = f"{n * 37 % 3_000}", f"{n * 211 % 12_000}"
    car = f"粤B{'ABCDEFGH'[n % 8]}{1000 + n:04d}"
    row = (f"OLD{n:04d}", name, f"139{n:08d}", car, second, f"8800{n:04d}", level, "2025-03-01", "2027-02-28", points, tier)
    return (*row, ("是", "否", "")[n % 3], "常来保养，只要一位师傅" if n == 7 else "")


def _written(path: Path, rows: list[tuple[str, ...]]) -> Path:
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([_HEADS, *rows])
    return path


def _drop(area: QWidget, path: Path) -> None:
    """Drag a file over the area and let it go."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    at, copy, left, none = QPoint(80, 80), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(area, QDragEnterEvent(at, copy, data, left, none))
    QApplication.sendEvent(area, QDropEvent(QPointF(at), copy, data, left, none))


class answering:  # noqa: N801 - reads as a word of the part
    """While inside, the next file dialog is answered with a path. A screen makes the window behind active again; offscreen nobody does."""

    def __init__(self, desk: Desk, path: Path) -> None:
        self._desk, self._path = desk, path
        self._timer = QTimer()
        self._timer.setInterval(20)
        self._timer.timeout.connect(self._answer)
        self._answered = False

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *error: object) -> None:
        self._timer.stop()
        self._desk.window.activateWindow()
        if not any(error) and not self._answered:
            raise TourStopped("no file dialog came")

    def _answer(self) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QFileDialog) and not self._answered:
            self._answered = True
            line = dialog.findChild(QLineEdit, "fileNameEdit")
            if isinstance(line, QLineEdit):
                line.setText(str(self._path))
            dialog.accept()
