"""休息区每日工作日志: one A4 sheet a day, filled from the day or blank for a day without the PC (lounge.md §4)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import zip_longest

from deskapp.checklists.domain import Item, Run, clock
from deskapp.lounge.domain import NOON, Cup, Day, DueRound, RoundState, SlotState
from deskapp.lounge.figures import rounds_of
from deskapp.lounge.things import Goods, GoodsKind, Repair
from deskapp.papers import A4, Cell, Field, Head, Paper, Printed, Row, Section, Sign, Stack, Text, print_form
from deskapp.typed import format_money

PAPERS = (A4,)
TITLE = "休息区每日工作日志"
_WEEKDAYS = "一二三四五六日"
_SLOT_COLUMNS = (27, 50, 18, 18, 18, 45)
_ROUND_COLUMNS = (17, 16, 20, 18, 18, 17, 16, 20, 18, 18)
_CUP_COLUMNS = (17, 15, 15, 15, 15, 15, 15, 46, 25)
_ROUND_HEAD = ("巡检", "茶杯", "烟头最多", "桌面", "饮品")
_LEAST_ROUNDS, _LEAST_CUPS, _LEAST_GOODS = 5, 3, 4
_MOST_CUPS, _MOST_GOODS, _MOST_REMARKS = 3, 4, 3
"""Of a bad day the sheet shows the first ones and counts the rest, so that a day stays one sheet; all of them stand on the screen."""
_NOTE_LENGTHS = (10_000, 22, 10)
"""Characters of a slot's notes: all of them if the sheet holds them, else two lines of the column, else one.

If not even that leaves one sheet, all of them on two: a note nobody can read explains nothing.
"""


def render(
    day: Day, *, names: Mapping[int, str], now: datetime, paper: Paper, store: str, printed_by: str, code: str, reprint: int = 0
) -> Printed:
    """The sheet of a day as it stands at `now`. `names` are the staff by id, `code` the digits of its bar code."""
    head = Head(
        store=store,
        title=TITLE,
        number=day.number or None,
        code=code,
        subline=f"{day.day:%Y-%m-%d} 星期{_WEEKDAYS[day.day.weekday()]}　{'营业日' if day.owed else day.closed_reason or '不营业'}",
        printed_at=now,
        printed_by=printed_by,
    )
    around = (_rounds(day, now), _cups(day, names, now), _goods(day), _spot(day, names), _signatures(day, names))

    def form(longest: int) -> Printed:
        return _form(paper, head, (_duty(day, names, now), _slots(day, names, now, longest), *around), day.standards, reprint)

    whole = form(_NOTE_LENGTHS[0])
    if whole.pages == 1 or not day.notes:
        return whole
    return next((printed for printed in map(form, _NOTE_LENGTHS[1:]) if printed.pages == 1), whole)


def render_blank(plan: Day, *, paper: Paper, store: str) -> Printed:
    """The same sheet to be filled in by hand: the day's slots and standards, everything else empty."""
    head = Head(store=store, title=TITLE, number="", subline="　　　　年　　月　　日　星期")
    slots = [Row(_text(_times(slot)), _text(slot.title), *(_text("") for _ in range(4))) for slot in plan.slots]
    duty = [
        Row(Field("服务人员"), Field("班次"), Field("接待客人"), Field("用杯")),
        Row(Field("签到签退", span=2), Field("交接", span=2)),
    ]
    pairs = zip_longest(*_halves(plan, datetime.combine(plan.day, datetime.min.time())))
    rounds = [Row(*_blank_round(left), *_blank_round(right)) for left, right in pairs]
    sections = (
        Section(duty, mark="①", title="当班"),
        Section(slots, mark="②", title="时段", columns=_SLOT_COLUMNS, head=_slot_head()),
        Section(rounds, mark="③", title="巡检", columns=_ROUND_COLUMNS, head=_round_head()),
        Section(_blank_rows(_CUP_COLUMNS, _LEAST_CUPS), mark="④", title="茶杯离岗", columns=_CUP_COLUMNS, head=_cup_head()),
        Section([Row(Field("商品", height=18, span=2), Field("留言报修", height=18, span=2))], mark="⑤", title="商品留言"),
        Section([Row(Field("抽查人"), Field("合格率"), Field("不合格", span=2))], mark="⑥", title="抽查"),
        _signatures(None, {}),
    )
    return _form(paper, head, sections, plan.standards, 0)


def _form(paper: Paper, head: Head, sections: Sequence[Section], standards: Sequence[str], reprint: int) -> Printed:
    note = "服务标准　" + "　".join(f"{place}. {words}" for place, words in enumerate(standards[:8], start=1))
    return print_form(paper=paper, head=head, body=lambda _: sections, reprint=reprint, note=note, retention="保存 1 年")


def _duty(day: Day, names: Mapping[int, str], now: datetime) -> Section:
    people = "、".join(dict.fromkeys(names[shift.staff_id] for shift in day.shifts))
    times = "　".join(
        f"{names[shift.staff_id]} {shift.began_at:%H:%M}–{f'{shift.ended_at:%H:%M}' if shift.ended_at else ''}" for shift in day.shifts
    )
    handed = "；".join(shift.note for shift in day.shifts if shift.note)
    states = [day.state(slot.code, now) for slot in day.slots] if day.owed else []
    drinks = sum(line.quantity for line in day.goods if line.kind is GoodsKind.DRINK and not line.voided)
    missed = states.count(SlotState.MISSED) + states.count(SlotState.OVERDUE)
    return Section(
        [
            Row(
                Field("服务人员", people),
                Field("班次", _shifts(day, names)),
                Field("接待客人", f"{day.guests} 人"),
                Field("饮品", f"{drinks} 杯"),
            ),
            Row(Field("签到签退", times, span=2), Field("交接", handed, span=2)),
            Row(
                Field("应做时段", str(len(states) - states.count(SlotState.NOT_APPLICABLE))),
                Field("按时", str(states.count(SlotState.DONE))),
                Field("迟做", str(states.count(SlotState.LATE))),
                Field("未做", str(missed)),
            ),
        ],
        mark="①",
        title="当班",
        done=True,
    )


def _shifts(day: Day, names: Mapping[int, str]) -> str:
    """Who worked which shift; where all worked the same one, its name says it."""
    people = {name: dict.fromkeys(names[shift.staff_id] for shift in day.shifts if shift.name == name) for name in ("早班", "晚班")}
    worked = {name: "、".join(them) for name, them in people.items() if them}
    return "　".join(f"{name} {them}" for name, them in worked.items()) if len(worked) > 1 else "".join(worked)


def _slots(day: Day, names: Mapping[int, str], now: datetime, longest: int) -> Section:
    return Section(
        [_slot(day, slot, names, now, longest) for slot in day.slots],
        mark="②",
        title="时段",
        columns=_SLOT_COLUMNS,
        head=_slot_head(),
    )


def _slot_head() -> Row:
    return Row(*(_text(words, head=True) for words in ("时段", "任务", "完成", "执行人", "状态", "说明")))


def _slot(day: Day, slot: Item, names: Mapping[int, str], now: datetime, longest: int) -> Row:
    state, mark = day.state(slot.code, now), day.mark(slot.code)
    who = day.responsible(slot.code) if state not in (SlotState.FUTURE, SlotState.CURRENT) else None
    due = day.due_rounds(slot, now)
    made = sum(one.state is RoundState.DONE for one in due)
    notes = [mark.reason] if mark and mark.reason else []
    notes += [f"巡检 {made}/{len(due)}"] if due else []
    area = next((run for run in day.areas if run.slot == slot.code), None)
    notes += [f"不合格：{'、'.join(item.title for item in area.failed)}"] if area and area.failed else []
    said = "；".join(f"{names[note.by]}：{note.text}" for note in day.notes_of(slot.code))
    notes += [said if len(said) <= longest else f"{said[: longest - 1]}…"] if said else []
    nobody = "无人当班" if state in (SlotState.MISSED, SlotState.OVERDUE) else ""
    worse = state in (SlotState.LATE, SlotState.MISSED, SlotState.OVERDUE)
    return Row(
        _text(_times(slot)),
        _text(slot.title),
        _text(f"{mark.done_at:%H:%M}" if mark and state is not SlotState.NOT_APPLICABLE else ""),
        _text(names[who] if who else nobody),
        _text(_state_words(day, slot, state), bold=worse),
        _text("；".join(notes), bold=made < len(due) and worse),
    )


def _state_words(day: Day, slot: Item, state: SlotState) -> str:
    mark = day.mark(slot.code)
    if state is SlotState.LATE and mark is not None:
        return f"迟 {max(1, int((mark.done_at - day.ends(slot)).total_seconds()) // 60)} 分"
    return "" if state in (SlotState.FUTURE, SlotState.CURRENT) else state.label


def _times(slot: Item) -> str:
    return f"{clock(slot.minutes[0])}–{clock(slot.minutes[1])}"


def _rounds(day: Day, now: datetime) -> Section:
    left, right = _halves(day, now)
    count = max(_LEAST_ROUNDS, len(left), len(right))
    rows = [
        Row(*_round(left[at] if at < len(left) else None, now), *_round(right[at] if at < len(right) else None, now)) for at in range(count)
    ]
    return Section(rows, mark="③", title="巡检", columns=_ROUND_COLUMNS, head=_round_head())


def _halves(day: Day, now: datetime) -> tuple[list[DueRound], list[DueRound]]:
    """Morning at the left, afternoon at the right: the rounds by the hour they are due."""
    due = [one for slot in day.slots for one in day.due_rounds(slot, now)]
    return [one for one in due if one.due_at.hour < NOON], [one for one in due if one.due_at.hour >= NOON]


def _round_head() -> Row:
    words = [f"上午{_ROUND_HEAD[0]}", *_ROUND_HEAD[1:], f"下午{_ROUND_HEAD[0]}", *_ROUND_HEAD[1:]]
    return Row(*(Text(word, align="center", head=True) for word in words))


def _round(due: DueRound | None, now: datetime) -> list[Cell]:
    if due is None:
        return [_centre("—") for _ in range(5)]
    if due.round is None:
        missed = due.closes_at <= now
        return [
            _centre(f"{due.due_at:%H:%M}"),
            _centre("漏" if missed else "", bold=True),
            *(_centre("—" if missed else "") for _ in range(3)),
        ]
    made = due.round
    return [
        _centre(f"{made.at:%H:%M}"),
        _centre("清" if made.cups_ok else "未清", bold=not made.cups_ok),
        _centre("—" if made.butts is None else str(made.butts)),
        _centre(_ok(good=made.tables_ok), bold=not made.tables_ok),
        _centre(_ok(good=made.drinks_ok), bold=not made.drinks_ok),
    ]


def _blank_rows(columns: Sequence[float], count: int) -> list[Row]:
    return [Row(*(_text("") for _ in columns)) for _ in range(count)]


def _blank_round(due: DueRound | None) -> list[Cell]:
    return [_centre(f"{due.due_at:%H:%M}" if due else ""), *(_centre("") for _ in range(4))]


def _ok(*, good: bool) -> str:
    return "合格" if good else "不合格"


def _cups(day: Day, names: Mapping[int, str], now: datetime) -> Section:
    over = [cup for cup in day.cups if cup.is_over(now, day.cup_limit)]
    count = min(_MOST_CUPS, max(_LEAST_CUPS, len(over), len(day.absences)))
    rows: list[Row] = []
    for at in range(count):
        absence = day.absences[at] if at < len(day.absences) else None
        away: tuple[str, ...] = ("", "", "", "")
        if absence is not None:
            back = f"{absence.back_at:%H:%M}" if absence.back_at else ""
            away = (f"{absence.out_at:%H:%M}", back, f"{names[absence.staff_id]} {absence.reason}", absence.told_to)
        cells = _cup(over[at], now, day.cup_limit) if at < len(over) else [_centre("") for _ in range(5)]
        rows.append(Row(*cells, _centre(away[0]), _centre(away[1]), _text(away[2]), _text(away[3])))
    more = [("次超时", len(over) - count), ("次离岗", len(day.absences) - count)]
    rest = "，".join(f"另有 {left} {words}" for words, left in more if left > 0)
    if rest:
        rows.append(Row(Field("未列出", rest, span=len(_CUP_COLUMNS))))
    return Section(rows, mark="④", title="茶杯离岗", columns=_CUP_COLUMNS, head=_cup_head())


def _cup_head() -> Row:
    words = ("超时桌号", "离座", "清理", "用时", "限时", "离岗", "返回", "谁，事由", "知会人")
    return Row(*(Text(word, align="center", head=True) for word in words))


def _cup(cup: Cup, now: datetime, limit: int) -> list[Cell]:
    seconds = cup.seconds(now)
    return [
        _centre(f"{cup.place} 号"),
        _centre(f"{cup.left_at:%H:%M}"),
        _centre(f"{cup.cleared_at:%H:%M}" if cup.cleared_at else "未清"),
        _centre(f"{seconds // 60}:{seconds % 60:02}", bold=True),
        _centre(f"{limit // 60}:{limit % 60:02}"),
    ]


def _goods(day: Day) -> Section:
    table = Stack(
        [_goods_head(), *(_goods_row(*row) for row in _goods_shown(day.goods))],
        span=2,
        columns=(32, 15, 15, 15, 20),
    )
    lines = [f"“{remark.text}”{'（抱怨）' if remark.is_grievance else ''}" for remark in day.remarks]
    rest = len(lines) - _MOST_REMARKS
    remarks = "\n".join([*lines[:_MOST_REMARKS], *([f"另有 {rest} 条"] if rest > 0 else [])])
    said = Field("客人留言", remarks, height=17)
    faults = Field("设备报修", "\n".join(map(_repair_words, day.repairs)), height=12)
    return Section([Row(table, Stack([Row(said), Row(faults)], span=2))], mark="⑤", title="商品留言")


def _goods_shown(lines: Sequence[Goods]) -> list[tuple[str, str, str, str, str]]:
    rows = goods_summary(lines, least=_LEAST_GOODS)
    rest = len(rows) - _MOST_GOODS
    return [*rows[:_MOST_GOODS], *([(f"另有 {rest} 种", "", "", "", "")] if rest > 0 else [])]


def _goods_head() -> Row:
    heads = (("商品", "left"), ("领用", "right"), ("销售", "right"), ("结存", "right"), ("金额（元）", "right"))
    return Row(*(Text(words, align="right" if align == "right" else "left", head=True) for words, align in heads))


def _goods_row(item: str, *figures: str) -> Row:
    return Row(_text(item), *(Text(figure, align="right") for figure in figures))


def goods_summary(lines: Sequence[Goods], *, least: int = 0) -> list[tuple[str, str, str, str, str]]:
    """Each item with what was drawn, sold and left, and its money; blank rows up to `least`. Drinks are not goods."""
    live = [line for line in lines if not line.voided and line.kind is not GoodsKind.DRINK]
    rows: list[tuple[str, str, str, str, str]] = []
    for item in dict.fromkeys(line.item for line in live):
        own = [line for line in live if line.item == item]
        counts = {kind: [line.quantity for line in own if line.kind is kind] for kind in GoodsKind}
        money = sum(line.amount for line in own)
        left = counts[GoodsKind.LEFT]
        rows.append(
            (
                item,
                str(sum(counts[GoodsKind.DRAWN])) if counts[GoodsKind.DRAWN] else "—",
                str(sum(counts[GoodsKind.SOLD])) if counts[GoodsKind.SOLD] else "—",
                str(left[-1]) if left else "—",
                format_money(money) if money else "—",
            )
        )
    return rows + [("", "", "", "", "")] * max(0, least - len(rows))


def _repair_words(repair: Repair) -> str:
    return f"{repair.equipment} {repair.fault}　{repair.number}　{repair.due_on:%m-%d} 前"


def _spot(day: Day, names: Mapping[int, str]) -> Section:
    done = [run for run in day.spot_checks if run.finished_at is not None]
    rows = [row for run in done for row in _spot_rows(run, names)]
    return Section(rows or [Row(Field("抽查", "没有抽查", span=4))], mark="⑥", title="抽查", done=True)


def _spot_rows(run: Run, names: Mapping[int, str]) -> list[Row]:
    rate = run.score.permille
    found = "　".join(f"{item.code} {item.title} {run.marks[item.code].result.label}" for item in run.items)
    failed = "；".join(f"{item.code} {item.title}：{run.marks[item.code].note}" for item in run.failed)
    head = Row(
        Field("抽查时间", f"{run.finished_at:%H:%M}" if run.finished_at else ""),
        Field("抽查人", names[run.started_by] if run.started_by else ""),
        Field("合格率", f"{len(run.items) - len(run.failed)} / {len(run.items)}　{'—' if rate is None else f'{rate / 10:.0f}%'}", span=2),
    )
    return [head, Row(Field("项目", found, span=4)), Row(Field("说明", failed, span=4))]


def _signatures(day: Day | None, names: Mapping[int, str]) -> Section:
    signed = day.signed if day else None
    note = Row(Field("备注", signed.note if signed else "", span=4, height=8))
    signer = Sign("客服", name=names[signed.by], at=f"{signed.at:%m-%d %H:%M}") if signed else Sign("客服")
    return Section([note, Row(Sign("服务人员（早班）"), Sign("服务人员（晚班）"), Sign("主管"), signer)], mark="⑦", title="签认")


def _text(words: str, *, bold: bool = False, head: bool = False) -> Text:
    return Text(words, bold=bold, head=head)


def _centre(words: str, *, bold: bool = False) -> Text:
    return Text(words, align="center", bold=bold)


def rounds_words(day: Day, now: datetime) -> str:
    """3 / 4."""
    made, owed = rounds_of(day, now)
    return f"{made} / {owed}"
