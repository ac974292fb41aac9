"""The receipt of a redemption, the lists of stock and of ages on their way to the printer; jobs are made on the database thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui.desk import PrintJob

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.gifts.domain import Gift
    from deskapp.gifts.slips import Redemption
    from deskapp.papers import Paper, Printed

TITLE = "积分兑换单"


def receipt_job(act: Act, redemption_id: int) -> PrintJob:
    """What to print for a redemption; runs on the database thread."""
    from deskapp.gifts.reading import receipt
    from deskapp.gifts.receipt import papers_for, render
    from deskapp.staff.service import person
    from deskapp.store.service import store

    paid = receipt(act=act, redemption_id=redemption_id)
    house = store().name
    printer = person(act.staff_id or 0)

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(
            paid, paper=paper, store=house, printed_at=act.at, printed_by=printer.name, department=printer.department, reprint=reprint
        )

    return PrintJob(TITLE, paid.redemption.number, papers_for(paid.redemption), draw)


def stock_job(act: Act, shown: Sequence[Gift], subtitle: str) -> PrintJob:
    """The gifts of the list as they are filtered."""
    from deskapp.gifts.stock_list import PAPERS, render

    store, printer = _house(act)

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(shown, paper=paper, store=store, subtitle=subtitle, printed_at=act.at, printed_by=printer, reprint=reprint)

    return PrintJob("礼品库存清单", "", PAPERS, draw)


def ageing_job(act: Act, shown: Sequence[Redemption], subtitle: str) -> PrintJob:
    """The redemptions of the list as they are filtered."""
    from deskapp.gifts.ageing_list import PAPERS, render

    store, printer = _house(act)

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(shown, paper=paper, store=store, subtitle=subtitle, printed_at=act.at, printed_by=printer, reprint=reprint)

    return PrintJob("礼品兑换进度表", "", PAPERS, draw)


def _house(act: Act) -> tuple[str, str]:
    """Name of the store, and who prints."""
    from deskapp.staff.service import person
    from deskapp.store.service import store

    return store().name, person(act.staff_id or 0).name
