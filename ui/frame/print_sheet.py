"""A numbered paper on its way to the printer: rendered at the size this PC remembers for it, counted once the printer took it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desk import PrintJob
from ui.kit import printing, work
from ui.kit.fields_choice import ComboBox
from ui.kit.frames import LabelRows
from ui.kit.preview import PreviewSheet
from ui.session import Session

if TYPE_CHECKING:
    from deskapp.papers import Paper, Printed
    from ui.kit.local_state import LocalState


class PaperSheet(PreviewSheet):
    """The preview with a choice of paper sizes; choosing another renders the same record on it."""

    def __init__(
        self,
        host: QWidget,
        order: PrintJob,
        paper: Paper,
        printed: Printed,
        *,
        session: Session,
        state: LocalState,
        folder: Path,
        file: Path | None = None,
    ) -> None:
        self._order, self._paper, self._session = order, paper, session
        self._sizes = ComboBox(name="paper_size")
        self._sizes.setAccessibleName("纸张")
        self._sizes.addItems([size.name for size in order.papers])
        self._sizes.setCurrentText(paper.name)
        offered = printing.printers if file is None else _into_file
        super().__init__(host, _job(order, paper, printed), state=state, folder=folder, printed=self._count, offered=offered, file=file)
        self._sizes.currentIndexChanged.connect(self._change_size)

    def _side(self) -> QWidget:
        side = super()._side()
        column = side.layout()
        if len(self._order.papers) > 1 and isinstance(column, QVBoxLayout):
            column.insertWidget(1, LabelRows([("纸张", self._sizes)], labels=52))
        return side

    def _change_size(self) -> None:
        wanted = self._order.papers[self._sizes.currentIndex()]
        self._state.put(_chosen(self._order), wanted.name)
        self.close_sheet()
        show_paper(self.window(), self._order, session=self._session, state=self._state, folder=self._folder, file=self._file)

    def _count(self) -> None:
        for number in filter(None, (self._order.number, *self._order.numbers)):
            work.call(_count_print, self._session, number, self._order.title)


def show_paper(
    host: QWidget, order: PrintJob, *, session: Session, state: LocalState, folder: Path, file: Path | None = None
) -> PaperSheet:
    """Render the paper off the GUI thread and open its preview."""
    remembered = state.get(_chosen(order))
    paper = next((size for size in order.papers if size.name == remembered), order.papers[0])
    reprint = work.call(_printed_before, order.number, order.title) if order.number else 0
    printed = work.call_on(work.Lane.PAPER, order.render, paper, reprint)
    sheet = PaperSheet(host, order, paper, printed, session=session, state=state, folder=folder, file=file)
    sheet.open()
    return sheet


def _chosen(order: PrintJob) -> str:
    return f"size.{order.title}"


def _job(order: PrintJob, paper: Paper, printed: Printed) -> printing.PrintJob:
    return printing.PrintJob(
        printed.pdf, f"{order.title} {paper.name}", order.title, number=order.number, missing=printed.missing, impact=paper.ncr
    )


def _into_file() -> list[str]:
    """A print that goes into a file needs no printer of this PC."""
    return ["打印到文件"]


def _printed_before(number: str, paper: str) -> int:
    from deskapp.store.service import printed_before

    return printed_before(number=number, paper=paper)


def _count_print(session: Session, number: str, paper: str) -> int:
    from deskapp.store.service import count_print

    return count_print(act=session.act(), number=number, paper=paper)
