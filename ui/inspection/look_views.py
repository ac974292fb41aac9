"""The three views of the look back: a chart, below it a table of figures; each number asks for its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.inspection.figures import By, Frequent, Point, Rate, pareto, rates, trend, with_rate
from ui.inspection.figure_view import FigureView
from ui.inspection.look_lines import Line, check_lines, failure_lines, overdue_lines, percent, row_lines
from ui.kit import theme
from ui.kit.chart_view import ChartView
from ui.kit.frames import Card, Empty
from ui.kit.labels import Hint, Section
from ui.kit.pills import Pill
from ui.kit.rows import Column, RowsModel
from ui.kit.segments import Option, Segments
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.papers.charts import Chart
    from deskapp.rectification.figures import DepartmentFigures
    from deskapp.rectification.reading import Overdue
    from ui.desk import Desk
    from ui.inspection.looking_back import Found

_CHART_HEIGHT = 268


class LookView(QWidget):
    """`asked(title, lines)`: a number was chosen; these are its rows."""

    asked = Signal(str, object)
    table: FigureView[Any]

    def __init__(self, desk: Desk, *, name: str, says: str) -> None:
        super().__init__()
        self._desk = desk
        self.found: Found | None = None
        self.title = Section("")
        self.hint = Hint("")
        self.chart = ChartView(name=f"{name}_chart", says=says)
        self.head = QHBoxLayout()
        self.head.setSpacing(theme.STEP)
        self.head.addWidget(self.title)
        self.head.addWidget(self.hint, 1)
        card = Card(name=f"{name}_chart_card")
        card.setFixedHeight(_CHART_HEIGHT)
        card.column.addLayout(self.head)
        card.column.addWidget(self.chart, 1)
        self.figures = Card(margin=1, name=f"{name}_figures_card")
        self.figures.column.setContentsMargins(1, 1, 1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(card)
        column.addWidget(self.figures, 1)
        self.chart.chosen.connect(self._bar_chosen)

    def _put_table(self, table: FigureView[Any]) -> None:
        self.table = table
        self.figures.column.addWidget(table)
        table.figure_changed.connect(self._figure_chosen)

    def show_found(self, found: Found) -> None:
        raise NotImplementedError

    def _figure_chosen(self, row: Any, figure: str) -> None:
        raise NotImplementedError

    def _bar_chosen(self, place: int) -> None:
        raise NotImplementedError


class RatesView(LookView):
    """合格率: the trend of what the cursor stands on, by sheet, department or person."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="rates", says="合格率走势")
        self.by = Segments([Option(by, by.label) for by in By], width=72, name="look_by", says="按什么分")
        self.by.set_value(By.SHEET)
        self.head.addWidget(self.by)
        self._points: list[Point] = []
        self.model: RowsModel[Rate] = RowsModel(_rate_columns(), key=lambda rate: rate.key)
        empty = Empty("这段时间没有做完的检查", "检查做完后，合格率列在这里", icon="clipboard-check")
        self._put_table(FigureView(self.model, name="rate_figures", says="合格率", state=desk.local, empty=empty))
        self.by.changed.connect(lambda: self.found and self.show_found(self.found))

    def show_found(self, found: Found) -> None:
        self.found = found
        look, by = found.look, self.by.value()
        names = found.people if by is By.PERSON else found.departments
        some = rates(look.checks, look.before, look.failures, by, lambda key: names.get(key, ""))
        self.model.set_rows(some if look.checks or look.before else [])
        if self.table.current_row() is None:
            self.table.select_first()
        row = self.table.current_row()
        if row is not None:
            self._figure_chosen(row, self.table.figure())

    def _figure_chosen(self, row: Rate, figure: str) -> None:
        if self.found is None:
            return
        self._draw(row)
        people, departments = self.found.people, self.found.departments
        shown: dict[str, tuple[str, list[Line]]] = {
            "checks": ("检查", check_lines(row.checks, people)),
            "rate": ("检查，合格率低的在前", _lowest_first(check_lines(row.checks, people), row)),
            "before": ("上期检查", check_lines(row.before, people)),
            "failed": ("不合格项", failure_lines(row.failures, departments, people)),
            "deducted": ("扣分的项", failure_lines(row.failures, departments, people)),
        }
        words, lines = shown[figure]
        self.asked.emit(f"{row.name} {words}", lines)

    def _draw(self, row: Rate) -> None:
        if self.found is None:
            return
        self._points = with_rate(trend(row.checks, self.found.look.periods))
        self.title.set_text(f"{row.name} 合格率")
        self.hint.set_text("点一个点列出那段时间的检查")
        words = [f"{_span(point)} {percent(point.permille)}，{len(point.checks)} 次检查" for point in self._points]
        self.chart.show_chart(partial(_rate_chart, self._points), words)

    def _bar_chosen(self, place: int) -> None:
        if self.found is not None and place < len(self._points):
            point = self._points[place]
            self.asked.emit(f"{_span(point)} 检查", check_lines(point.checks, self.found.people))


class FailuresView(LookView):
    """不合格项: what fails most, and what fails again and again at one department (重复项目)."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="failures", says="不合格项排列图")
        self._items: tuple[Frequent, ...] = ()
        self.model: RowsModel[Frequent] = RowsModel(_item_columns(), key=lambda item: item.code)
        empty = Empty("这段时间没有不合格项", "检查里不合格的项，按次数从多到少列在这里", icon="circle-check")
        self._put_table(FigureView(self.model, name="item_figures", says="不合格项", state=desk.local, empty=empty))

    def show_found(self, found: Found) -> None:
        self.found = found
        self._items = pareto(found.look.failures, found.look.repeats)
        self.title.set_text("不合格项排列图")
        self.hint.set_text("深色的项合计占前八成；点一根柱列出明细")
        words = [f"{item.item} {len(item.failures)} 次，占 {percent(item.share)}" for item in self._items[: _most()]]
        self.chart.show_chart(partial(_failures_chart, self._items), [*words, "其他"])
        self.model.set_rows(self._items)
        if self.table.current_row() is None:
            self.table.select_first()
        row = self.table.current_row()
        if row is None:
            self.asked.emit("", [])
        else:
            self._figure_chosen(row, self.table.figure())

    def _figure_chosen(self, row: Frequent, figure: str) -> None:
        if self.found is None:
            return
        people, departments = self.found.people, self.found.departments
        if figure == "repeats":
            again = [failure for repeat in row.repeats for failure in repeat.failures]
            where = "、".join(f"{departments.get(one.department_id or 0, '')} {len(one.failures)} 次" for one in row.repeats)
            self.asked.emit(
                f"{row.item} 重复：{where}" if where else f"{row.item} 没有重复",
                failure_lines(again, departments, people, of_one_item=True),
            )
            return
        self.asked.emit(f"{row.item} 不合格", failure_lines(row.failures, departments, people, of_one_item=True))

    def _bar_chosen(self, place: int) -> None:
        if self.found is None:
            return
        if place < min(len(self._items), _most()):
            self.table.choose(self._items[place].code, "failed")
            return
        rest = [failure for item in self._items[_most() :] for failure in item.failures]
        self.asked.emit("其他不合格项", failure_lines(rest, self.found.departments, self.found.people))


class NoticesView(LookView):
    """整改: closing rate, days and failed rechecks of each department, and what is late at which step."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="notices", says="各环节逾期")
        self._stages: tuple[tuple[str, tuple[Overdue, ...]], ...] = ()
        self.model: RowsModel[DepartmentFigures] = RowsModel(_notice_columns(), key=lambda one: one.department_id)
        empty = Empty("这段时间没有整改项", "开出整改单后，各部门的关闭率和天数列在这里", icon="circle-check")
        self._put_table(FigureView(self.model, name="notice_figures", says="各部门整改", state=desk.local, empty=empty))

    def show_found(self, found: Found) -> None:
        self.found = found
        self._draw(found.look.overdue)
        some = [one for one in found.notices if one.rows or one.overdue]
        self.model.set_rows(some)
        if self.table.current_row() is None:
            self.table.select_first()
        row = self.table.current_row()
        if row is None:
            self.asked.emit("", [])
        else:
            self._figure_chosen(row, self.table.figure())

    def _draw(self, late: Sequence[Overdue]) -> None:
        from deskapp.rectification.figures import by_stage

        self._stages = by_stage(late)
        self.title.set_text(f"现在逾期 {len(late)} 项")
        self.hint.set_text("按卡在哪一步；点一根柱看是谁")
        words = [f"未{stage} {len(some)} 项逾期" for stage, some in self._stages]
        self.chart.show_chart(partial(_stages_chart, [(stage, len(some)) for stage, some in self._stages]), words)

    def _figure_chosen(self, row: DepartmentFigures, figure: str) -> None:
        if self.found is None:
            return
        people = self.found.people
        shown: dict[str, tuple[str, Callable[[], list[Line]]]] = {
            "rows": ("整改项", lambda: row_lines(row.rows, people)),
            "closing": ("未关闭的项", lambda: row_lines(row.open, people)),
            "days": ("已关闭的项", lambda: row_lines(row.closed, people)),
            "failed": ("复检不合格过的项", lambda: row_lines(row.failed_recheck, people)),
            "repeated": ("重复项目", lambda: row_lines(row.repeated, people)),
            "overdue": ("逾期", lambda: overdue_lines(row.overdue, people)),
        }
        words, lines = shown[figure]
        self.asked.emit(f"{row.department} {words}", lines())

    def _bar_chosen(self, place: int) -> None:
        if self.found is not None:
            stage, late = self._stages[place]
            self.asked.emit(f"逾期未{stage}", overdue_lines(late, self.found.people))


def _rate_columns() -> Sequence[Column[Rate]]:
    return (
        Column(key="name", title="名称", text=lambda rate: rate.name, stretch=True, bold=True),
        Column(
            key="checks", title="检查", text=lambda rate: f"{len(rate.checks)}", sort=lambda rate: len(rate.checks), width=64,
            right=True,
        ),
        Column(
            key="rate", title="合格率", text=lambda rate: percent(rate.permille), sort=lambda rate: rate.permille or 0,
            colour=_rate_colour, width=80, right=True, bold=True,
        ),
        Column(key="before", title="上期", text=lambda rate: percent(rate.permille_before), width=80, right=True),
        Column(
            key="failed", title="不合格", text=lambda rate: f"{len(rate.failures)}", sort=lambda rate: len(rate.failures), width=76,
            right=True,
        ),
        Column(key="deducted", title="扣分", text=lambda rate: f"{rate.deducted}", sort=lambda rate: rate.deducted, width=64, right=True),
    )  # fmt: skip


def _item_columns() -> Sequence[Column[Frequent]]:
    return (
        Column(key="name", title="检查项", text=lambda item: item.item, stretch=True, bold=True),
        Column(key="failed", title="不合格", text=lambda item: f"{len(item.failures)}", width=76, right=True, bold=True),
        Column(key="share", title="占比", text=lambda item: percent(item.share), width=72, right=True),
        Column(key="running", title="累计", text=lambda item: percent(item.running), width=80, right=True),
        Column(key="repeats", title="重复", text=_repeat_words, pill=_repeat_pill, width=104),
    )


def _notice_columns() -> Sequence[Column[DepartmentFigures]]:
    return (
        Column(key="name", title="部门", text=lambda one: one.department, stretch=True, bold=True),
        Column(key="rows", title="整改项", text=lambda one: f"{len(one.rows)}", sort=lambda one: len(one.rows), width=76, right=True),
        Column(key="closing", title="关闭率", text=lambda one: percent(one.closing_permille), width=80, right=True, bold=True),
        Column(key="days", title="平均天数", text=_days_words, width=88, right=True),
        Column(key="failed", title="复检不合格", text=lambda one: percent(one.recheck_failure_permille), width=100, right=True),
        Column(key="repeated", title="重复", text=lambda one: f"{len(one.repeated)}", width=60, right=True),
        Column(
            key="overdue", title="逾期", text=lambda one: f"{len(one.overdue)}", sort=lambda one: len(one.overdue),
            colour=lambda one: theme.BAD if one.overdue else theme.INK_2, width=60, right=True, bold=True,
        ),
    )  # fmt: skip


def _rate_colour(rate: Rate) -> str:
    """Worse than in the span before is the one thing to see."""
    now, before = rate.permille, rate.permille_before
    if now is None:
        return theme.INK_2
    return theme.BAD if before is not None and now < before else theme.INK


def _days_words(one: DepartmentFigures) -> str:
    return "—" if one.tenths_to_close is None else f"{one.tenths_to_close / 10:.1f}"


def _repeat_words(item: Frequent) -> str:
    return f"{len(item.repeats)} 个部门" if item.repeats else "—"


def _repeat_pill(item: Frequent) -> Pill | None:
    return Pill(_repeat_words(item), Tone.BAD, "repeat") if item.repeats else None


def _lowest_first(lines: list[Line], row: Rate) -> list[Line]:
    order = {check.number: 1001 if check.score.permille is None else check.score.permille for check in row.checks}
    return sorted(lines, key=lambda line: order[line.number])


def _span(point: Point) -> str:
    return f"{point.period.first:%m-%d} 至 {point.period.last:%m-%d}"


def _most() -> int:
    from deskapp.inspection.charts import MOST_BARS

    return MOST_BARS


def _rate_chart(points: Sequence[Point], width: float, height: float) -> Chart:
    from deskapp.inspection.charts import rate_chart

    return rate_chart(points, width=width, height=height)


def _failures_chart(items: Sequence[Frequent], width: float, height: float) -> Chart:
    from deskapp.inspection.charts import failures_chart

    return failures_chart(items, width=width, height=height)


def _stages_chart(stages: Sequence[tuple[str, int]], width: float, height: float) -> Chart:
    from deskapp.inspection.charts import stages_chart

    return stages_chart(stages, width=width, height=height)
