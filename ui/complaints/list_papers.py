"""The lists, the day and the week on their way to the printer: values of the services become the words of the papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskapp.typed import format_plate
from ui.complaints.loading import customer_words
from ui.desk import PrintJob

if TYPE_CHECKING:
    from datetime import date, datetime

    from deskapp.complaints.agenda import Agenda, Part
    from deskapp.complaints.measures import Measure
    from deskapp.complaints.owed import OwedStep
    from deskapp.complaints.paper_daily import DailySummary, OwedSlip
    from deskapp.complaints.paper_weekly import Share, WeekFigure, WeeklyAgenda
    from deskapp.complaints.summary import DaySummary
    from deskapp.complaints.things import Complaint
    from deskapp.data import Act
    from deskapp.papers import Paper, Printed

_WHAT = 42
"""Characters of the customer's words on a list."""


def slips_job(act: Act, ids: Sequence[int]) -> PrintJob:
    """The handling slips of a list in one go, each in its copies, in the order of the list; each counts as printed."""
    from deskapp.complaints.paper_slip import PAPERS, TITLE, render
    from deskapp.complaints.printing import slip_paper
    from deskapp.papers import Printed
    from deskapp.store.service import printed_before
    from ui.kit.printing import joined

    slips = [slip_paper(act=act, complaint_id=one) for one in ids]
    before = {slip.number: printed_before(number=slip.number, paper=TITLE) for slip in slips}
    store, printer = _house(act)

    def draw(paper: Paper, _reprint: int) -> Printed:
        made = [
            render(slip, paper=paper, store=store, printed_at=act.at, printed_by=printer, reprint=before[slip.number]) for slip in slips
        ]
        missing = sorted({char for one in made for char in one.missing})
        return Printed(joined([one.pdf for one in made]), tuple(missing), sum(one.pages for one in made))

    return PrintJob(TITLE, "", PAPERS, draw, numbers=tuple(slip.number for slip in slips))


def daily_job(act: Act, day: date) -> PrintJob:
    """售后抱怨日汇总."""
    from deskapp.complaints.paper_daily import PAPERS, TITLE, render
    from deskapp.complaints.summary import day_summary

    paper_of = daily_paper(day_summary(act=act, day=day), act.at)
    store, printer = _house(act)

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(paper_of, paper=paper, store=store, printed_at=act.at, printed_by=printer, reprint=reprint)

    return PrintJob(TITLE, "", PAPERS, draw)


def overdue_job(act: Act) -> PrintJob:
    """处理单逾期清单, department by department."""
    from deskapp.complaints.owed import overdue_by_department
    from deskapp.complaints.paper_overdue import PAPERS, TITLE, OverdueDepartment, OverdueStep, render

    found = [
        OverdueDepartment(
            name=one.department,
            supervisor=one.heads,
            worst=f"最久{one.steps[0].late}",
            steps=tuple(
                OverdueStep(
                    number=step.slip.number,
                    customer=customer_words(step.slip),
                    plate=plate_words(step.slip),
                    what=what_words(step.slip),
                    step=step.clock.kind.label,
                    who=step.who,
                    due=step.clock.due,
                    late=step.late,
                )
                for step in one.steps
            ),
        )
        for one in overdue_by_department(act=act)
    ]
    store, printer = _house(act)

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(found, paper=paper, store=store, printed_at=act.at, printed_by=printer, reprint=reprint)

    return PrintJob(TITLE, "", PAPERS, draw)


def escalations_job(act: Act) -> PrintJob:
    """投诉升级上报清单."""
    from deskapp.complaints.owed import escalations
    from deskapp.complaints.paper_escalations import PAPERS, TITLE, Escalation, render

    found = [
        Escalation(
            number=one.step.slip.number,
            severity=one.step.slip.severity.label,
            customer=customer_words(one.step.slip),
            plate=plate_words(one.step.slip),
            what=what_words(one.step.slip),
            step=one.step.clock.kind.label,
            department=one.step.department,
            who=one.step.who,
            due=one.step.clock.due,
            late=one.step.late,
            told=one.names,
            twice=one.twice,
        )
        for one in escalations(act=act)
    ]
    store, printer = _house(act)

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(found, paper=paper, store=store, printed_at=act.at, printed_by=printer, reprint=reprint)

    return PrintJob(TITLE, "", PAPERS, draw)


def unreturned_job(act: Act) -> PrintJob:
    """处理单未交回清单."""
    from deskapp.complaints.owed import not_returned
    from deskapp.complaints.paper_unreturned import PAPERS, TITLE, UnreturnedSlip, render

    found = [
        UnreturnedSlip(
            number=one.slip.number,
            customer=customer_words(one.slip),
            plate=plate_words(one.slip),
            department=one.departments,
            accepted_by=one.signed_by,
            sent_on=one.sent_on,
            handled_on=one.handled_on,
            waited=f"{one.waited} 个工作日",
            long=one.waited > LONG_WORKDAYS,
        )
        for one in not_returned(act=act)
    ]
    store, printer = _house(act)

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(found, paper=paper, store=store, printed_at=act.at, printed_by=printer, reprint=reprint)

    return PrintJob(TITLE, "", PAPERS, draw)


LONG_WORKDAYS = 3
"""A paper that is still out after so many working days is set in Bold."""


def weekly_job(act: Act, week: date) -> PrintJob:
    """质量鉴定会议程 of the week of a day."""
    from deskapp.complaints.agenda import week_agenda
    from deskapp.complaints.paper_weekly import PAPERS, TITLE, render

    agenda = weekly_paper(week_agenda(act=act, week=week), act.at)
    store, printer = _house(act)

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(agenda, paper=paper, store=store, printed_at=act.at, printed_by=printer, reprint=reprint)

    return PrintJob(TITLE, "", PAPERS, draw)


# Words ------------------------------------------------------------------------------------------------------------------------


def daily_paper(day: DaySummary, now: datetime) -> DailySummary:
    """A day as its sheet says it."""
    from deskapp.complaints.paper_daily import ClosedSlip, Count, DailySummary, NewSlip
    from deskapp.complaints.summary import handling_clock

    counts, before = day.counts, day.before
    figures = (
        Count(label="新增", value=counts.new, before=before.new),
        Count(label="未关闭", value=counts.open, before=before.open),
        Count(label="今日到期", value=counts.due_today, before=before.due_today),
        Count(label="逾期", value=counts.overdue, before=before.overdue),
        Count(label="今日关闭", value=counts.closed, before=before.closed),
    )
    clocks = {slip.id: handling_clock(slip, now) for slip in day.new}
    return DailySummary(
        day=day.day,
        counts=figures,
        new=tuple(
            NewSlip(
                number=slip.number,
                customer=customer_words(slip),
                plate=plate_words(slip),
                what=what_words(slip),
                category=slip.category.label,
                severity=slip.severity.label,
                departments=tuple(row.department for row in slip.current_rows),
                due=clock.due if (clock := clocks[slip.id]) else None,
                state=slip.state.label,
            )
            for slip in day.new
        ),
        overdue=tuple(_owed(one) for one in day.overdue),
        due_today=tuple(_owed(one) for one in day.due_today),
        closed=tuple(
            ClosedSlip(
                number=slip.number,
                customer=customer_words(slip),
                plate=plate_words(slip),
                what=what_words(slip),
                departments=tuple(row.department for row in slip.current_rows),
                satisfaction=satisfaction_words(slip),
                archive_no=slip.archive_no,
            )
            for slip in day.closed
        ),
    )


def _owed(one: OwedStep) -> OwedSlip:
    from deskapp.complaints.paper_daily import OwedSlip

    return OwedSlip(
        number=one.slip.number,
        customer=customer_words(one.slip),
        plate=plate_words(one.slip),
        what=what_words(one.slip),
        step=one.clock.kind.label,
        department=one.department,
        who=one.who,
        due=one.clock.due,
        late=one.late,
    )


def weekly_paper(agenda: Agenda, now: datetime) -> WeeklyAgenda:
    """A week as its agenda says it."""
    from datetime import timedelta

    from deskapp.complaints import paper_weekly as paper
    from deskapp.complaints.agenda import pareto

    return paper.WeeklyAgenda(
        first=agenda.week,
        last=agenda.week + timedelta(days=6),
        figures=week_figures(agenda),
        categories=pareto(agenda.by_category),
        departments=tuple(_share(one) for one in agenda.by_department),
        outlets=tuple(_share(one) for one in agenda.by_outlet),
        people=tuple(_share(one) for one in agenda.by_person),
        causes=tuple(paper.Cause(what=one.name, count=one.count, slips=slip_words(one.slips)) for one in agenda.causes),
        repeats=tuple(
            paper.Repeat(
                who="  ".join(part for part in (customer_words(chain[-1]), plate_words(chain[-1])) if part),
                category=chain[-1].category.full,
                times=len(chain),
                slips=slip_words(chain),
            )
            for chain in agenda.repeats
        ),
        measures=tuple(
            paper.Measure(issue=one.issue, action=one.measure, owner=one.owner, due_on=one.due_on, effect=effect_words(one))
            for one in agenda.last_measures
        ),
        open=tuple(
            paper.OpenSlip(
                number=card.slip.number,
                customer=customer_words(card.slip),
                what=what_words(card.slip),
                department=department_words(card.slip),
                due=card.urgency.clock.due if card.urgency else None,
                state=_open_words(card.urgency.words, card.slip) if card.urgency else card.slip.state.label,
                late=card.urgency is not None and card.urgency.clock.is_overdue(now),
            )
            for card in agenda.open
        ),
        decided=tuple(paper.Decision(issue=one.issue, action=one.measure, owner=one.owner, due_on=one.due_on) for one in agenda.decided),
    )


def _open_words(late: str, slip: Complaint) -> str:
    return late if late.startswith("超") else slip.state.label


def week_figures(agenda: Agenda) -> tuple[WeekFigure, ...]:
    """The large figures, each with that of the week before."""
    from deskapp.complaints.paper_weekly import WeekFigure

    now, before = agenda.counts, agenda.before
    return (
        WeekFigure(label="新增", value=str(now.new), unit="件", note=f"上周 {before.new}"),
        WeekFigure(label="关闭", value=str(now.closed), unit="件", note=f"上周 {before.closed}"),
        WeekFigure(label="重复", value=str(now.repeats), unit="件", note=f"上周 {before.repeats}"),
        WeekFigure(
            label="按时处理", value=_percent(now.on_time_percent), unit="%" if now.finished else "", note=f"{now.on_time}/{now.finished}"
        ),
        WeekFigure(label="首次联系", value=_hours(now.hours_to_contact), unit="小时", note=f"上周 {_hours(before.hours_to_contact)}"),
        WeekFigure(label="结案", value=_hours(now.hours_to_close), unit="小时", note=f"上周 {_hours(before.hours_to_close)}"),
    )


def _percent(percent: int | None) -> str:
    return "—" if percent is None else str(percent)


def _hours(hours: float | None) -> str:
    return "—" if hours is None else f"{hours:g}"


def _share(part: Part) -> Share:
    from deskapp.complaints.paper_weekly import Share

    return Share(name=part.name, slips=part.count, overdue=part.overdue, on_time=on_time_words(part))


def on_time_words(part: Part) -> str:
    """80%; — of nothing that ended."""
    return f"{round(100 * part.on_time / part.finished)}%" if part.finished else "—"


def effect_words(one: Measure) -> str:
    """有效：… or how it stands, with the complaints of its category before and after."""
    counted = f"（同类 {one.before} → {one.after} 件）" if one.before is not None and one.after is not None else ""
    if one.worked is None:
        return f"{'已完成，' if one.done else one.notice_state + '，'}效果未判断{counted}"
    return f"{'有效' if one.worked else '无效'}：{one.worked_note}{counted}"


def slip_words(slips: Sequence[Complaint]) -> str:
    """TS-20261117-002 等 4 件."""
    first = slips[0].number
    return first if len(slips) == 1 else f"{first} 等 {len(slips)} 件"


def what_words(slip: Complaint) -> str:
    """The beginning of the customer's words."""
    text = " ".join(slip.form.description.split())
    return text if len(text) <= _WHAT else f"{text[: _WHAT - 1]}…"


def plate_words(slip: Complaint) -> str:
    return format_plate(slip.form.plate) if slip.form.plate else ""


def department_words(slip: Complaint) -> str:
    return "、".join(row.department for row in slip.current_rows)


def satisfaction_words(slip: Complaint) -> str:
    """What he said, else why nobody asked him."""
    if slip.feedback is not None and slip.feedback.satisfaction is not None:
        return slip.feedback.satisfaction.label
    return slip.outcome.label if slip.outcome else ""


def _house(act: Act) -> tuple[str, str]:
    """The store's name, and who prints."""
    from deskapp.staff.service import person
    from deskapp.store.service import store

    return store().name, person(act.staff_id or 0).name
