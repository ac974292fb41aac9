"""Lists keep their place across refreshes, sort what is known, group what is owed, and fetch long lists page by page."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ui.kit import theme, work
from ui.kit.frames import Empty
from ui.kit.local_state import LocalState
from ui.kit.pills import Pill
from ui.kit.rows import PAGE, PILL_ROLE, ROW_ROLE, Column, Group, Page, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone


@dataclass(frozen=True)
class Slip:
    id: int
    number: str
    customer: str
    points: int | None
    state: str = "待录入"


COLUMNS = (
    Column[Slip](
        key="state", title="状态", text=lambda s: s.state, pill=lambda s: Pill(s.state, Tone.BAD if "逾期" in s.state else Tone.WARN)
    ),
    Column[Slip](key="number", title="单号", text=lambda s: s.number, sort=lambda s: s.number, width=152),
    Column[Slip](key="customer", title="客户", text=lambda s: s.customer, after=lambda s: "粤B 3K852", stretch=True),
    Column[Slip](
        key="points",
        title="积分",
        text=lambda s: "—" if s.points is None else f"+{s.points:,}",
        sort=lambda s: s.points,
        right=True,
        bold=True,
    ),
)
SLIPS = [Slip(1, "JF-003", "张伟明", 1300), Slip(2, "JF-001", "黄志强", None), Slip(3, "JF-002", "郑海燕", 320)]


def _model() -> RowsModel[Slip]:
    return RowsModel(COLUMNS, lambda s: s.id)


def _view(qtbot: QtBot, model: RowsModel[Slip], qapp: QApplication, **kwargs: Any) -> RowsView[Slip]:
    theme.apply(qapp)
    view = RowsView(model, name="handovers", says="积分移交", **kwargs)
    qtbot.addWidget(view)
    view.resize(760, 400)
    view.show()
    qtbot.waitExposed(view)
    return view


def test_the_model_keeps_qts_contract(qtmodeltester: ModelTester, lanes: None, qtbot: QtBot) -> None:
    model = _model()
    model.set_rows(SLIPS)
    qtmodeltester.check(model)
    grouped = _model()
    grouped.set_groups([(Group("待录入"), SLIPS[:2]), (Group("空"), []), (Group("已录入"), SLIPS[2:])])
    qtmodeltester.check(grouped)
    assert grouped.rowCount() == 5
    paged = _model()
    with qtbot.waitSignal(paged.loaded):
        paged.set_source(lambda page: [])
    qtmodeltester.check(paged)


def test_a_cell_has_what_is_shown_apart_from_what_is_sorted(lanes: None) -> None:
    model = _model()
    model.set_rows(SLIPS)
    cell = model.index(0, 3)
    assert cell.data() == "+1,300"
    assert cell.data(ROW_ROLE) == SLIPS[0]
    assert model.index(0, 0).data(PILL_ROLE) == Pill("待录入", Tone.WARN)
    assert Qt.AlignmentFlag(cell.data(Qt.ItemDataRole.TextAlignmentRole)) & Qt.AlignmentFlag.AlignRight


def test_what_is_not_known_stands_last_whichever_way_one_sorts(lanes: None) -> None:
    model = _model()
    model.set_rows(SLIPS)
    model.sort(3, Qt.SortOrder.DescendingOrder)
    assert [s.points for s in model.rows()] == [1300, 320, None]
    model.sort(3, Qt.SortOrder.AscendingOrder)
    assert [s.points for s in model.rows()] == [320, 1300, None]
    model.sort(-1)
    assert model.rows() == SLIPS


def test_sorting_stays_inside_the_groups(lanes: None) -> None:
    model = _model()
    model.set_groups([(Group("待录入"), SLIPS[:2]), (Group("已录入"), SLIPS[2:])])
    model.sort(1)
    assert [s.id for s in model.rows()] == [2, 1, 3]
    assert model.group_lines() == [0, 3]


def test_a_click_on_a_head_sorts_and_the_next_window_sorts_and_measures_the_same(
    lanes: None, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    state = LocalState(tmp_path / "view.json")
    model = _model()
    model.set_rows(SLIPS)
    view = _view(qtbot, model, qapp, state=state)
    head = view.horizontalHeader()
    place = head.sectionViewportPosition(1) + 20
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=head.viewport().rect().topLeft() + type(head.pos())(place, 10))
    assert [s.number for s in model.rows()] == ["JF-001", "JF-002", "JF-003"]
    head.resizeSection(1, 222)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=type(head.pos())(20, 10))
    assert [s.number for s in model.rows()] == ["JF-001", "JF-002", "JF-003"] or model.rows() == SLIPS
    head.setSortIndicator(3, Qt.SortOrder.DescendingOrder)
    work.call_on(work.Lane.FILES, lambda: None)
    again_model = _model()
    again_model.set_rows(SLIPS)
    again = _view(qtbot, again_model, qapp, state=LocalState(tmp_path / "view.json"))
    assert again.horizontalHeader().sectionSize(1) == 222
    assert [s.points for s in again_model.rows()] == [1300, 320, None]


def test_a_damaged_memory_of_widths_does_no_harm(lanes: None, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "view.json").write_text('{"handovers.wid')
    model = _model()
    model.set_rows(SLIPS)
    assert _view(qtbot, model, qapp, state=LocalState(tmp_path / "view.json")).horizontalHeader().sectionSize(1) == 152


def test_arrows_pass_over_group_heads_and_enter_opens(lanes: None, qtbot: QtBot, qapp: QApplication) -> None:
    model = _model()
    model.set_groups([(Group("待录入", "2 张，1 张逾期"), SLIPS[:2]), (Group("已录入"), SLIPS[2:])])
    view = _view(qtbot, model, qapp)
    opened: list[object] = []
    seen: list[object] = []
    view.opened.connect(opened.append)
    view.current_changed.connect(seen.append)
    view.setFocus()
    view.select_first()
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened == [SLIPS[2]]
    assert seen == SLIPS
    assert view.rowHeight(0) == 32
    assert view.rowHeight(1) == 36


def test_ctrl_c_copies_the_row_as_a_spreadsheet_reads_it(lanes: None, qtbot: QtBot, qapp: QApplication) -> None:
    model = _model()
    model.set_rows(SLIPS)
    view = _view(qtbot, model, qapp)
    view.select_first()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "待录入\tJF-003\t张伟明\t+1,300"


def test_a_refresh_keeps_the_row_under_the_cursor_and_the_place(lanes: None, qtbot: QtBot, qapp: QApplication) -> None:
    many = [Slip(n, f"JF-{n:03}", "张伟明", n) for n in range(300)]
    model = _model()
    model.set_rows(many)
    view = _view(qtbot, model, qapp)
    view.select_key(150)
    view.scrollTo(model.index(145, 0), RowsView.ScrollHint.PositionAtTop)
    top = view.rowAt(0)
    before = many[top]
    model.set_rows([Slip(900, "JF-900", "新来的", 1), *many])
    assert view.current_row() == many[150]
    assert model.row_at(model.index(view.rowAt(0), 0)) == before


def test_a_row_where_a_group_head_stood_is_as_high_as_every_other(lanes: None, qtbot: QtBot, qapp: QApplication) -> None:
    model = _model()
    view = _view(qtbot, model, qapp)
    model.set_groups([(Group("待录入"), SLIPS[:1]), (Group("已退回"), SLIPS[1:])])
    model.set_groups([(Group("待录入"), SLIPS[:2]), (Group("已退回"), SLIPS[2:])])
    assert [view.rowHeight(line) for line in range(5)] == [theme.ROW_GROUP, theme.ROW, theme.ROW, theme.ROW_GROUP, theme.ROW]


def test_a_row_that_only_changed_is_repainted_in_place(lanes: None, qtbot: QtBot, qapp: QApplication) -> None:
    model = _model()
    model.set_rows(SLIPS)
    _view(qtbot, model, qapp)
    changed: list[int] = []
    model.dataChanged.connect(lambda first, _last, _roles: changed.append(first.row()))
    model.modelReset.connect(lambda: changed.append(-1))
    model.set_rows([SLIPS[0], replace(SLIPS[1], points=5), SLIPS[2]])
    assert changed == [1]


def test_a_row_that_is_gone_leaves_nobody_selected(lanes: None, qtbot: QtBot, qapp: QApplication) -> None:
    model = _model()
    model.set_rows(SLIPS)
    view = _view(qtbot, model, qapp)
    view.select_key(2)
    seen: list[object] = []
    view.current_changed.connect(seen.append)
    model.set_rows([SLIPS[0], SLIPS[2]])
    assert view.current_row() is None
    assert seen[-1] is None


def test_an_empty_list_says_what_would_be_here(lanes: None, qtbot: QtBot, qapp: QApplication) -> None:
    model = _model()
    empty = Empty("还没有移交单", "按 F6 写第一张")
    view = _view(qtbot, model, qapp, empty=empty)
    assert not empty.isVisible(), "nothing is known yet"
    model.set_rows([])
    assert empty.isVisible()
    model.set_rows(SLIPS)
    assert not empty.isVisible()
    assert view.current_row() is None


class Store:
    """100,000 slips by keyset, as a service reads them."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.pages: list[Page[Slip]] = []

    def fetch(self, page: Page[Slip]) -> list[Slip]:
        self.pages.append(page)
        if page.descending:
            first = self.size - 1 if page.after is None else page.after.id - 1
            ids = range(first, max(-1, first - page.limit), -1)
        else:
            first = 0 if page.after is None else page.after.id + 1
            ids = range(first, min(self.size, first + page.limit))
        return [Slip(n, f"JF-{n:06}", f"客户{n}", n) for n in ids]


def test_a_long_list_is_fetched_page_by_page_as_one_scrolls(lanes: None, qtbot: QtBot, qapp: QApplication) -> None:
    store = Store(450)
    model = _model()
    view = _view(qtbot, model, qapp)
    with qtbot.waitSignal(model.loaded):
        model.set_source(store.fetch)
    assert model.rowCount() == PAGE
    while model.rowCount() < 450:
        before = model.rowCount()
        view.scrollToBottom()
        qtbot.waitUntil(lambda before=before: model.rowCount() > before)
    assert [page.after.id if page.after else None for page in store.pages] == [None, 199, 399]
    view.scrollToBottom()
    qtbot.wait(5)
    assert len(store.pages) == 3, "the end is known"


def test_a_long_list_sorts_in_the_store_and_refreshes_what_it_shows(lanes: None, qtbot: QtBot, qapp: QApplication) -> None:
    store = Store(1000)
    model = _model()
    view = _view(qtbot, model, qapp)
    with qtbot.waitSignal(model.loaded):
        model.set_source(store.fetch)
    view.scrollToBottom()
    qtbot.waitUntil(lambda: model.rowCount() == 2 * PAGE)
    with qtbot.waitSignal(model.loaded):
        model.refresh()
    assert model.rowCount() == 2 * PAGE
    with qtbot.waitSignal(model.loaded):
        model.sort(1, Qt.SortOrder.DescendingOrder)
    assert model.rows()[0].id == 999
    assert (store.pages[-1].sort, store.pages[-1].descending) == ("number", True)


def test_a_page_that_could_not_be_read_is_told_and_may_be_asked_for_again(lanes: None, qtbot: QtBot) -> None:
    model = _model()

    def broken(page: Page[Slip]) -> list[Slip]:
        raise ConnectionError

    with qtbot.captureExceptions() as caught:
        model.set_source(broken)
        qtbot.waitUntil(lambda: bool(caught))
    store = Store(10)
    with qtbot.waitSignal(model.loaded):
        model.set_source(store.fetch)
    assert model.rowCount() == 10


def test_the_first_paint_of_a_hundred_thousand_rows_reads_one_page(lanes: None, qtbot: QtBot, qapp: QApplication) -> None:
    store = Store(100_000)
    model = _model()
    view = _view(qtbot, model, qapp)
    with qtbot.waitSignal(model.loaded):
        model.set_source(store.fetch)
    view.grab()
    assert len(store.pages) == 1
