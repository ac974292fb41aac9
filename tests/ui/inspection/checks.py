"""A showroom and its people for the windows of inspection: photos on a disk, checks that others did, keys that a person presses."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from deskapp.checklists.domain import Result, RunKind
from deskapp.inspection.domain import Inspection
from deskapp.inspection.service import begin_check, finish_check, mark_check
from deskapp.staff.domain import Role
from deskapp.start import seed
from tests.deskapp.people import give_pin, hire
from tests.ui.reception import CTRL, Reception
from ui.kit import work

PIN = "804793"
ONE, TWO, THREE = Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3


def furnish(reception: Reception) -> None:
    """The plan's sheets; 张伟 heads the sales department and has a PIN."""

    def prepare() -> None:
        seed(reception.act("陈静"))
        reception.staff["张伟"] = hire("张伟", Role.SUPERVISOR, department="销售部", staff_no="120")
        give_pin(reception.staff["张伟"], PIN)
        reception.staff["孙浩"] = hire("孙浩", Role.SALES_ADVISOR, department="销售部", staff_no="121")

    work.call(prepare)


def checked(reception: Reception, code: str = "H", kind: RunKind = RunKind.WEEKLY, *, failing: dict[str, str] | None = None) -> Inspection:
    """A check somebody finished at another PC."""

    def do() -> Inspection:
        begun = begin_check(act=reception.act(), code=code, kind=kind)
        notes = failing or {}
        marks = {item.code: (Result.FAILED, notes[item.code]) if item.code in notes else (Result.PASSED, "") for item in begun.run.items}
        mark_check(act=reception.act(), inspection_id=begun.id, marks=marks)
        return finish_check(act=reception.act(), inspection_id=begun.id)

    return work.call(do)


def page_of(reception: Reception) -> Any:
    """The page with its plan filled."""
    page = reception.window.open_room("inspection")
    reception.until(lambda: page.plan.found is not None)
    return page


def begin(reception: Reception, page: Any, code: str, kind: str) -> Any:
    """F4 on a line of the plan; the view of the check."""
    page.plan.view.select_key(next(line.key for line in page.plan.model.rows() if line.key[:2] == (code, kind)))
    page.plan.view.setFocus()
    reception.key(Qt.Key.Key_F4)
    reception.until(lambda: page.check.shown is not None)
    return page.check


def written(reception: Reception, view: Any) -> None:
    """Until every mark that can be is in the store."""
    reception.until(lambda: view.marking.all_written())


def settled(reception: Reception) -> None:
    reception.until(work.quiet)


def click(reception: Reception, name: str) -> None:
    QTest.mouseClick(reception.widget(name), Qt.MouseButton.LeftButton)


def save(reception: Reception) -> None:
    reception.key(Qt.Key.Key_Return, CTRL)


def kept(reception: Reception, view: Any) -> Inspection:
    """The check as the store has it."""
    from deskapp.inspection.reading import inspection

    return work.call(inspection, view.check.id)


def later(reception: Reception, **by: int) -> None:
    reception.now[0] += timedelta(**by)


def photo_file(folder: Path, name: str = "展厅.jpg", *, size: tuple[int, int] = (800, 600), colour: str = "red") -> Path:
    from PIL import Image

    path = folder / name
    Image.new("RGB", size, colour).save(path, "JPEG")
    return path


def until_marked(reception: Reception, view: Any, codes: Callable[[], bool]) -> None:
    reception.until(codes)
