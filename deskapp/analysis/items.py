"""The figures of a report in their order and with their names: screen, workbook and paper read this one list."""

from collections.abc import Iterator

from deskapp.analysis.domain import (
    DailyReport,
    Figure,
    Item,
    Members,
    Points,
    Redemptions,
    Section,
    Slips,
    Tomorrow,
    numbers_words,
    shares_words,
)
from deskapp.points.domain import EntryKind

_OUT = (Figure.REDEEMED, Figure.USED, Figure.EXPIRED, Figure.VOIDED, Figure.REVERSED, Figure.RETURNED)
_IN = (Figure.EARNED, Figure.AWARDED, Figure.OPENING, Figure.MANUAL)


def items(report: DailyReport) -> tuple[Item, ...]:
    """Every figure the person may see; parts he may not see are left out."""
    found = [*_members(report.members)]
    if report.points is not None:
        found += _points(report.points)
    found += _slips(report.slips)
    if report.redemptions is not None:
        found += _redemptions(report.redemptions)
    if report.low is not None:
        words = "、".join(f"{gift.name} {gift.available} {gift.unit}" for gift in report.low)
        found.append(Item(Section.GIFTS, Figure.LOW.label, len(report.low), "种", Figure.LOW, words))
    if report.tomorrow is not None:
        found += _tomorrow(report.tomorrow)
    return tuple(found)


def _item(section: Section, figure: Figure, count: int | None, unit: str, note: str = "") -> Iterator[Item]:
    if count is not None:
        yield Item(section, figure.label, count, unit, figure, note)


def _members(members: Members) -> Iterator[Item]:
    part = Section.MEMBERS
    yield from _item(part, Figure.JOINED, members.joined, "人", f"本月 {members.month_joined}")
    for label, shares in (("经办人", members.by_clerk), ("推荐部门", members.by_department), ("渠道", members.by_channel)):
        if shares:
            yield Item(part, f"　按{label}", members.joined, "人", Figure.JOINED, shares_words(shares))
    yield from _item(part, Figure.RENEWED, members.renewed, "人", f"本月 {members.month_renewed}")
    yield from _item(part, Figure.RESIGNED, members.resigned, "人")
    yield from _item(part, Figure.LAPSED, members.lapsed, "人")
    yield from _item(part, Figure.SENT_BACK, members.sent_back, "人")
    yield from _item(part, Figure.ALL, members.all, "人", "以下四项之和")
    for figure, count in (
        (Figure.VALID, members.valid),
        (Figure.PENDING, members.pending),
        (Figure.LOST, members.lost),
        (Figure.OVER, members.over),
    ):
        if count is not None:
            yield Item(part, f"　{figure.label}", count, "人", figure)


def _points(points: Points) -> Iterator[Item]:
    part = Section.POINTS
    yield Item(part, "日初余额", points.opening, "分")
    yield Item(part, Figure.ISSUED.label, points.issued, "分", Figure.ISSUED, "以下四项之和", signed=True)
    for figure in (*_IN, *_OUT):
        kind = EntryKind(figure.value)
        indent = "　" if figure in _IN else ""
        lines = points.counts.get(kind, 0)
        yield Item(part, indent + figure.label, points.moved.get(kind, 0), "分", figure, f"{lines:,} 笔" if lines else "", signed=True)
    yield Item(part, "日终余额", points.closing, "分", note=points.verdict)


def _slips(slips: Slips) -> Iterator[Item]:
    oldest = f"最久 {slips.oldest_days} 天" if slips.waiting else ""
    yield from _item(Section.SLIPS, Figure.SLIPS_WAITING, slips.waiting, "张", oldest)
    yield from _item(Section.SLIPS, Figure.SLIPS_RETURNED, slips.returned, "张")


def _redemptions(found: Redemptions) -> Iterator[Item]:
    for figure, count in (
        (Figure.APPLIED, found.applied),
        (Figure.TO_APPROVE, found.to_approve),
        (Figure.TO_PREPARE, found.to_prepare),
        (Figure.TO_COLLECT, found.to_collect),
        (Figure.ON_THE_WAY, found.on_the_way),
        (Figure.SIGNED, found.signed),
    ):
        yield from _item(Section.GIFTS, figure, count, "张")


def _tomorrow(due: Tomorrow) -> Iterator[Item]:
    part = Section.TOMORROW
    yield from _item(part, Figure.SLIPS_DUE, len(due.slips), "张", numbers_words(due.slips))
    yield from _item(part, Figure.GIFTS_DUE, len(due.redemptions), "张", numbers_words(due.redemptions))
    yield from _item(part, Figure.TERMS_ENDING, len(due.terms), "人", numbers_words(due.terms))
    yield from _item(part, Figure.POINTS_ENDING, due.points, "分", f"{due.accounts:,} 位客户" if due.accounts else "")
