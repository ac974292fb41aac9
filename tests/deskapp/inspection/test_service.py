"""A check, its confirmation by the other side, and the notices that follow."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from playhouse.test_utils import count_queries

from deskapp.attachments.intake import take_in
from deskapp.attachments.service import keep
from deskapp.checklists.domain import Result, RunKind, draw
from deskapp.checklists.runs import last_results, people_failures
from deskapp.checklists.templates import change_template, version_on
from deskapp.errors import NotAllowed, UserError
from deskapp.inspection.domain import CheckFilter, Unconfirmed
from deskapp.inspection.listing import Wanted, checks
from deskapp.inspection.reading import inspections, last_marks, planned_checks, times_failed, unconfirmed
from deskapp.inspection.service import (
    add_photo,
    begin_check,
    confirm_check,
    confirm_on_paper,
    finish_check,
    mark_check,
    raise_notices,
    remove_photo,
    void_check,
)
from deskapp.rectification.notices import void_notice
from deskapp.staff.domain import Role
from deskapp.staff.service import people
from tests.deskapp.inspection.conftest import MONDAY
from tests.deskapp.people import department_id, hire


def a_photo(colour):
    out = BytesIO()
    Image.new("RGB", (800, 600), colour).save(out, "JPEG")
    return keep(take_in(out.getvalue()))


def test_a_check_has_its_number_its_department_and_its_rate(floor):
    done = floor.check("A", failing=("A3", "A5"))
    assert (done.number, done.department, done.run.score.permille, done.run.score.deducted) == ("JC-20261123-001", "销售部", 857, 2)
    assert [item.code for item in done.run.failed] == ["A3", "A5"]


def test_a_blank_item_keeps_it_open_and_a_failure_needs_a_note(floor):
    begun = floor.begin("H")
    with pytest.raises(UserError, match="H1 报价签约不合格，请写明情况"):
        mark_check(act=floor.do(floor.service), inspection_id=begun.id, marks={"H1": (Result.FAILED, "")})
    mark_check(act=floor.do(floor.service), inspection_id=begun.id, marks={"H1": (Result.FAILED, "缺页")})
    with pytest.raises(UserError, match="还有 5 项未查"):
        finish_check(act=floor.do(floor.service), inspection_id=begun.id)


def test_a_spot_check_draws_its_items_by_a_seed_that_tells_them_again(floor):
    for days in (3, 2, 1):
        floor.check("A", at=MONDAY - timedelta(days=days), failing=("A3",))
    spot = floor.begin("A", RunKind.SPOT)
    codes = [item.code for item in spot.run.version.checks]
    assert len(spot.run.drawn) == 5
    assert spot.run.seed.startswith("2026-W48-A-")
    assert draw(codes, seed=spot.run.seed, count=5, weights={"A3": 1 + 2 * 3}) == spot.run.drawn
    chosen = floor.begin("A", RunKind.SPOT, codes=["A3", "A5"])
    assert (chosen.run.drawn, chosen.run.seed) == (("A3", "A5"), "")


def test_a_spot_check_of_grooming_takes_all_items_of_one_person(floor):
    spot = floor.begin("B", RunKind.SPOT, department_id=department_id("销售部"), person_id=floor.seller)
    assert (len(spot.run.drawn), spot.run.person_id) == (11, floor.seller)
    with pytest.raises(UserError, match="李敏 不在销售部"):
        floor.begin("B", RunKind.SPOT, department_id=department_id("销售部"), person_id=floor.service)


def test_the_lot_falls_on_three_different_people_of_a_week_and_never_on_the_inspector(floor):
    """The same seed draws the same person again, on whatever PC."""
    hire("刘强", Role.SERVICE_ADVISOR, department="售后部")
    candidates = {floor.manager: "客服部", floor.head: "销售部", floor.seller: "销售部", floor.service + 99: ""}
    found = [floor.begin("B", RunKind.SPOT) for _ in range(3)]
    assert len({one.run.person_id for one in found}) == 3
    assert floor.service not in {one.run.person_id for one in found}
    for one in found:
        assert one.run.seed.startswith("2026-W48-B-")
        assert one.department == candidates.get(one.run.person_id, "售后部")
    floor.begin("B", RunKind.SPOT)
    with pytest.raises(UserError, match="这周每个人都抽查过了"):
        floor.begin("B", RunKind.SPOT)
    assert floor.begin("B", RunKind.SPOT, at=MONDAY + timedelta(days=7)).run.person_id


def test_the_lot_of_people_is_told_again_by_its_seed(floor):
    candidates = [str(one) for one in (floor.manager, floor.head, floor.seller)]
    spot = floor.begin("B", RunKind.SPOT)
    found = sorted(candidates, key=lambda one: next(p.sort_key for p in people() if str(p.id) == one))
    assert draw(found, seed=spot.run.seed, count=1) == (str(spot.run.person_id),)


def test_who_failed_lately_is_looked_at_more_often(floor):
    """Of two people of a department one failed in nine checks: over many weeks his turn comes first far more often than the other's."""
    for days in range(9):
        floor.check("B", RunKind.SPECIAL, at=MONDAY + timedelta(days=days), failing=("B2",), person_id=floor.seller)
    assert people_failures_of_seller(floor) == {floor.seller: 9}
    first = []
    for days in range(9, 30):
        at = MONDAY + timedelta(days=days)
        spot = floor.begin("B", RunKind.SPOT, at=at, department_id=department_id("销售部"))
        first.append(spot.run.person_id)
        void_check(act=floor.do(floor.manager, at), inspection_id=spot.id, reason="再抽一次")
    assert first.count(floor.seller) > 14 > 7 > first.count(floor.head)


def people_failures_of_seller(floor):
    of = version_on(code="B", on=MONDAY.date())
    return people_failures(template_id=of.template_id, since=MONDAY.date() - timedelta(days=30), until=MONDAY.date() + timedelta(days=10))


def test_the_other_side_confirms_and_never_the_inspector(floor):
    done = floor.check("A")
    assert unconfirmed(act=floor.do(floor.service)) == (Unconfirmed("销售部", 1, MONDAY),)
    with pytest.raises(UserError, match="检查人不能自己确认"):
        confirm_check(act=floor.do(floor.service), inspection_id=done.id)
    with pytest.raises(UserError, match="陈静 不是销售部的人"):
        confirm_check(act=floor.do(floor.manager), inspection_id=done.id)
    confirmed = confirm_check(act=floor.do(floor.seller), inspection_id=done.id)
    assert (confirmed.confirmed_by, confirmed.on_paper) == ("孙浩", False)
    with pytest.raises(UserError, match="已由 孙浩 于 11-23 08:40 确认"):
        confirm_on_paper(act=floor.do(floor.service), inspection_id=done.id, signed_by="张伟")
    assert unconfirmed(act=floor.do(floor.service)) == ()


def test_a_signature_on_paper_is_typed_in_and_marked_so(floor):
    done = floor.check("A")
    with pytest.raises(UserError, match="检查人不能自己确认"):
        confirm_on_paper(act=floor.do(floor.service), inspection_id=done.id, signed_by="李敏")
    assert confirm_on_paper(act=floor.do(floor.service), inspection_id=done.id, signed_by="张伟").on_paper


def test_an_unfinished_check_is_not_confirmed(floor):
    with pytest.raises(UserError, match="还没查完"):
        confirm_check(act=floor.do(floor.seller), inspection_id=floor.begin("A").id)


def test_failed_items_become_one_notice_a_department(floor):
    done = floor.check("C", failing=("C1", "C6", "C11"))
    made = raise_notices(act=floor.do(floor.service), inspection_id=done.id, departments={"C6": department_id("客服部")})
    assert [(one.department, [row.finding.code for row in one.rows]) for one in made] == [("销售部", ["C1", "C11"]), ("客服部", ["C6"])]
    assert {one.source_no for one in made} == {done.number}
    with pytest.raises(UserError, match=f"已经开出整改单 {made[0].number}"):
        raise_notices(act=floor.do(floor.manager), inspection_id=done.id)


def test_an_item_that_failed_three_times_in_thirty_days_is_flagged(floor):
    floor.check("H", RunKind.WEEKLY, failing=("H6",))
    floor.check("H", RunKind.WEEKLY, at=MONDAY + timedelta(days=25), failing=("H6", "H1"))
    last = MONDAY + timedelta(days=29)
    done = floor.check("H", RunKind.WEEKLY, at=last, failing=("H6", "H1"))
    (made,) = raise_notices(act=floor.do(floor.service, last), inspection_id=done.id)
    assert [(row.finding.code, row.finding.repeated) for row in made.rows] == [("H1", 0), ("H6", 3)]
    assert made.is_repeated


def test_a_check_without_failures_raises_nothing(floor):
    with pytest.raises(UserError, match="没有不合格项"):
        raise_notices(act=floor.do(floor.service), inspection_id=floor.check("H").id)
    with pytest.raises(UserError, match="检查完成后才能开整改单"):
        raise_notices(act=floor.do(floor.service), inspection_id=floor.begin("H").id)


def test_a_photo_of_an_item_goes_with_it_into_the_notice(floor):
    begun = floor.begin("H")
    seen = add_photo(act=floor.do(floor.service), inspection_id=begun.id, code="H1", photo=a_photo("red"))
    add_photo(act=floor.do(floor.service), inspection_id=begun.id, code="H1", photo=a_photo("green"))
    (wrong,) = seen.photos_of("H1")
    left = remove_photo(act=floor.do(floor.service), inspection_id=begun.id, code="H1", attachment_id=wrong)
    marks = {item.code: (Result.PASSED, "") for item in begun.run.items} | {"H1": (Result.FAILED, "缺页")}
    mark_check(act=floor.do(floor.service), inspection_id=begun.id, marks=marks)
    finish_check(act=floor.do(floor.service), inspection_id=begun.id)
    (made,) = raise_notices(act=floor.do(floor.service), inspection_id=begun.id)
    assert made.rows[0].finding.photos == left.photos_of("H1")
    with pytest.raises(UserError, match="已经完成或作废"):
        add_photo(act=floor.do(floor.service), inspection_id=begun.id, code="H1", photo=a_photo("blue"))


def test_the_last_result_of_each_item_stands_beside_it(floor):
    floor.check("H", RunKind.WEEKLY, at=MONDAY - timedelta(days=7), failing=("H6",))
    marks = last_marks(floor.begin("H", RunKind.WEEKLY))
    assert (marks["H6"].result, marks["H1"].result) == (Result.FAILED, Result.PASSED)


def test_the_last_value_is_that_of_each_item_and_of_the_same_person(floor):
    """A spot check looks at five items: the others keep what an earlier check found."""
    tuesday, wednesday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
    floor.check("A", failing=("A3",))
    floor.check("A", RunKind.SPOT, at=tuesday, codes=["A1", "A2"], failing=("A2",))
    floor.check("B", RunKind.SPOT, at=tuesday, person_id=floor.head, failing=("B1",))
    marks = last_marks(floor.begin("A", at=wednesday))
    assert len(marks) == 14
    assert [marks[code].result.label for code in ("A1", "A2", "A3")] == ["合格", "不合格", "不合格"]
    assert last_marks(floor.begin("B", RunKind.SPOT, at=wednesday, person_id=floor.seller)) == {}
    assert last_marks(floor.begin("B", RunKind.SPECIAL, at=wednesday, person_id=floor.head))["B1"].result is Result.FAILED
    assert last_results(floor.begin("A", at=wednesday).run, since=wednesday.date()) == {}


def test_how_often_an_item_failed_here_is_told_while_it_is_checked_and_after(floor):
    for days in (0, 10):
        floor.check("A", at=MONDAY + timedelta(days=days), failing=("A7",))
    at = MONDAY + timedelta(days=20)
    begun = floor.begin("A", at=at)
    assert (times_failed(begun)["A7"], times_failed(begun)["A1"]) == (3, 1)
    assert times_failed(floor.check("A", at=at, failing=("A7",)))["A7"] == 3


def test_the_list_of_checks_tells_each_in_a_line_page_by_page(floor):
    floor.check("A", at=MONDAY - timedelta(days=1), failing=("A3", "A5"))
    done = floor.check("C", failing=("C1",))
    confirm_check(act=floor.do(floor.seller), inspection_id=done.id)
    begun = floor.begin("H", RunKind.WEEKLY)
    mark_check(act=floor.do(floor.service), inspection_id=begun.id, marks={"H1": (Result.FAILED, "缺页")})
    mark_check(act=floor.do(floor.service), inspection_id=begun.id, marks={"H1": (Result.PASSED, "")})
    wrong = floor.check("F", failing=("F1",))
    void_check(act=floor.do(floor.manager), inspection_id=wrong.id, reason="查错日期")

    def listed(**more):
        wanted = Wanted(MONDAY.date() - timedelta(days=7), MONDAY.date(), **more)
        return checks(act=floor.do(floor.service), wanted=wanted)

    lines = listed()
    assert [(one.code, one.marked, one.items, one.failed_items, one.voided) for one in lines] == [
        ("F", 15, 15, 1, True), ("H", 1, 6, 0, False), ("C", 14, 14, 1, False), ("A", 14, 14, 2, False),
    ]  # fmt: skip
    assert (lines[2].confirmed_by, lines[3].score.permille, lines[3].inspector) == ("孙浩", 857, "李敏")
    assert [one.code for one in listed(only=CheckFilter.FAILED)] == ["C", "A"]
    assert [one.code for one in listed(only=CheckFilter.OPEN)] == ["H"]
    assert [one.code for one in listed(only=CheckFilter.UNCONFIRMED)] == ["A"]
    assert [one.code for one in listed(only=CheckFilter.VOID)] == ["F"]
    assert [one.code for one in listed(code="H")] == ["H"]
    assert [one.code for one in listed(department_id=department_id("售后部"))] == ["F"]
    wanted = Wanted(MONDAY.date() - timedelta(days=7), MONDAY.date())
    page = checks(act=floor.do(floor.service), wanted=wanted, limit=2)
    rest = checks(act=floor.do(floor.service), wanted=wanted, before=page[-1].id, limit=2)
    assert [*page, *rest] == list(lines)
    with count_queries() as asked:
        listed()
    assert asked.count <= 5


def test_a_template_changed_during_a_check_leaves_the_check_its_texts(floor):
    begun = floor.begin("H")
    form = begun.run.version.form
    shorter = replace(form, items=tuple(replace(item, title=f"新{item.title}"[:12]) for item in form.items[:4]))
    change_template(act=floor.do(floor.manager), code="H", form=shorter)
    tomorrow = MONDAY + timedelta(days=1)
    marks = {item.code: (Result.PASSED, "") for item in begun.run.items}
    mark_check(act=floor.do(floor.service, tomorrow), inspection_id=begun.id, marks=marks)
    done = finish_check(act=floor.do(floor.service, tomorrow), inspection_id=begun.id)
    assert [item.title for item in done.run.items] == [item.title for item in form.items]
    later = floor.begin("H", at=tomorrow)
    assert [item.title[0] for item in later.run.items] == ["新"] * 4


def test_a_check_with_open_notices_is_not_voided(floor):
    done = floor.check("H", failing=("H1",))
    (made,) = raise_notices(act=floor.do(floor.service), inspection_id=done.id)
    with pytest.raises(NotAllowed):
        void_check(act=floor.do(floor.service), inspection_id=done.id, reason="查错日期")
    with pytest.raises(UserError, match=f"已开出整改单 {made.number}"):
        void_check(act=floor.do(floor.manager), inspection_id=done.id, reason="查错日期")
    void_notice(act=floor.do(floor.manager), notice_id=made.id, reason="查错日期")
    void = void_check(act=floor.do(floor.manager), inspection_id=done.id, reason="查错日期")
    assert (void.run.voided, void.void_reason) == (True, "查错日期")
    assert inspections(act=floor.do(floor.service), first=MONDAY.date(), last=MONDAY.date())[0].run.voided


INSPECTORS = {Role.CUSTOMER_SERVICE, Role.SERVICE_MANAGER}
# What one may do to a check, who may, and which check it takes.
STEPS = (
    (lambda act, _: begin_check(act=act, code="A", kind=RunKind.DAILY), INSPECTORS, "begun"),
    (lambda act, key: mark_check(act=act, inspection_id=key, marks={"H1": (Result.PASSED, "")}), INSPECTORS, "begun"),
    (lambda act, key: add_photo(act=act, inspection_id=key, code="H1", photo=a_photo("red")), INSPECTORS, "begun"),
    (lambda act, key: remove_photo(act=act, inspection_id=key, code="H1", attachment_id=1), INSPECTORS, "photographed"),
    (lambda act, key: finish_check(act=act, inspection_id=key), INSPECTORS, "marked"),
    (lambda act, key: confirm_on_paper(act=act, inspection_id=key, signed_by="张伟"), INSPECTORS, "done"),
    (lambda act, key: raise_notices(act=act, inspection_id=key), INSPECTORS, "done"),
    (lambda act, key: void_check(act=act, inspection_id=key, reason="查错"), {Role.SERVICE_MANAGER}, "done"),
)


def _made(floor, wanted):
    """A check as the step needs it."""
    if wanted == "done":
        return floor.check("H", failing=("H1",)).id
    begun = floor.begin("H")
    if wanted == "photographed":
        add_photo(act=floor.do(floor.service), inspection_id=begun.id, code="H1", photo=a_photo("red"))
    if wanted == "marked":
        marks = {item.code: (Result.PASSED, "") for item in begun.run.items}
        mark_check(act=floor.do(floor.service), inspection_id=begun.id, marks=marks)
    return begun.id


@pytest.mark.parametrize(("step", "may", "wanted"), STEPS, ids=["begin", "mark", "photo", "no photo", "finish", "paper", "notices", "void"])
def test_who_may_take_each_step(floor, step, may, wanted):
    for role in Role:
        key, somebody = _made(floor, wanted), hire("周凯", role, department="售后部")
        if role in may:
            step(floor.do(somebody), key)
        else:
            with pytest.raises(NotAllowed):
                step(floor.do(somebody), key)


@pytest.mark.parametrize("role", [role for role in Role if role not in INSPECTORS and role is not Role.GENERAL_MANAGER])
def test_who_neither_inspects_nor_reads_all_reports_sees_no_check(floor, role):
    somebody = floor.do(hire("周凯", role, department="售后部"))
    wanted = Wanted(MONDAY.date(), MONDAY.date())
    for look in (
        lambda: checks(act=somebody, wanted=wanted),
        lambda: inspections(act=somebody, first=MONDAY.date(), last=MONDAY.date()),
        lambda: unconfirmed(act=somebody),
        lambda: planned_checks(act=somebody, day=MONDAY.date()),
    ):
        with pytest.raises(NotAllowed):
            look()
