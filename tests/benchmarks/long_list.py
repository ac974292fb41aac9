"""The list of all members in a process of its own: `python -m tests.benchmarks.long_list URL`.

Prints as JSON how many rows there are, how long each first paint of them took, and the memory the process held before and after.
"""

import gc
import json
import sys
from time import perf_counter

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskapp.data import close_database, fetch_row, open_database, trust_server_clock
from deskapp.data.act import Act
from deskapp.members.domain import Member
from deskapp.members.reading import members
from tests.benchmarks.population import MANAGER, TODAY
from tests.benchmarks.process import memory_mib
from ui.app import make_app
from ui.kit import work
from ui.kit.pills import Pill
from ui.kit.rows import Column, Page, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone

TIMES = 20
COLUMNS = (
    Column[Member](key="state", title="状态", text=lambda m: m.state.label, pill=lambda m: Pill(m.state.label, Tone.GOOD)),
    Column[Member](key="number", title="会员编号", text=lambda m: m.number, width=152),
    Column[Member](key="name", title="姓名", text=lambda m: m.name, after=lambda m: m.salutation, stretch=True),
    Column[Member](key="plates", title="车牌", text=lambda m: "  ".join(m.plates), width=180),
    Column[Member](key="mobile", title="手机", text=lambda m: m.mobile),
    Column[Member](key="until", title="有效期至", text=lambda m: f"{m.valid_until}", right=True),
)


def _page(page: Page[Member]) -> list[Member]:
    act = Act(MANAGER, TODAY, "前台1", "list")
    return members(act=act, before=page.after.membership_id if page.after else None)


def _shown() -> tuple[RowsModel[Member], QWidget]:
    model = RowsModel(COLUMNS, key=lambda member: member.membership_id)
    window = QWidget()
    QVBoxLayout(window).addWidget(RowsView(model, name="members", says="会员"))
    window.resize(1146, 650)
    return model, window


def main() -> None:
    """Show an empty list, then the long one, several times over."""
    gc.disable()  # as main.py does: windows must not be collected in the lane of the database
    trust_server_clock(trusted=False)
    app = make_app(["list"])
    work.start(lambda: open_database(sys.argv[1]), closer=close_database)
    warm, window = _shown()
    window.show()
    work.call(lambda: members(act=Act(MANAGER, TODAY, "前台1", "list"), before=2))
    warm.set_rows([])
    app.processEvents()
    count = work.call(lambda: fetch_row("SELECT COUNT(*) FROM memberships"))
    before = memory_mib()
    taken: list[float] = []
    for _ in range(TIMES):
        window.close()
        model, window = _shown()
        window.show()
        gc.collect()
        app.processEvents()
        begun = perf_counter()
        model.set_source(_page)
        while not model.is_loaded:
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        app.processEvents()
        taken.append((perf_counter() - begun) * 1_000)
    print(json.dumps({"rows": count[0] if count else 0, "taken": taken, "before": before, "after": memory_mib()}))
    window.close()
    work.stop()


if __name__ == "__main__":
    main()
