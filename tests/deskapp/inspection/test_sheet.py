"""The inspection sheet read back: every sheet of the plan blank and filled on one A4 page, a long one over several, nothing lost."""

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pdfplumber
import pytest
from PIL import Image

from deskapp.attachments.intake import take_in
from deskapp.attachments.service import keep, thumbnails
from deskapp.checklists.domain import Item, Kind, Result, RunKind
from deskapp.checklists.templates import add_template, templates
from deskapp.data import barcode_digits
from deskapp.inspection.service import add_photo, begin_check, confirm_check, confirm_on_paper, finish_check, mark_check, void_check
from deskapp.inspection.sheet import render, render_blank, title_of
from deskapp.papers import A4
from tests.deskapp.inspection.conftest import MONDAY
from tests.deskapp.papers.reading import scanned, sizes, text_of

LONG = "展厅门口的地垫卷边已经三天，今天上午有客户险些绊倒，销售顾问说已报精品部但没有人来换，现场照片两张"


def words(printed):
    """The text without blanks and line ends."""
    return re.sub(r"\s", "", text_of(printed.pdf))


def sheet(floor, check, **more):
    names = {floor.manager: "陈静", floor.service: "李敏", floor.head: "张伟", floor.seller: "孙浩"}
    return render(
        check,
        names=names,
        notices=more.pop("notices", ()),
        photos=more.pop("photos", {}),
        paper=A4,
        store="恒信汽车",
        printed_at=MONDAY,
        printed_by="李敏",
        code=barcode_digits(check.number),
        **more,
    )


def blank(version):
    return render_blank(version, department="销售部", paper=A4, store="恒信汽车")


@pytest.mark.parametrize("code", list("ABCDFGH"))
def test_every_sheet_of_the_plan_is_one_page_blank_and_filled(floor, code):
    version = next(one for one in templates(kind=Kind.INSPECTION, on=MONDAY.date()) if one.code == code)
    empty = blank(version)
    assert (empty.pages, empty.missing, sizes(empty.pdf)) == (1, (), [(210, 297)])
    done = floor.check(code, RunKind.SPECIAL, failing=[item.code for item in version.checks[:5]])
    filled = sheet(floor, done)
    assert (filled.pages, filled.missing) == (1, ())
    for item in version.checks:
        assert item.criterion.replace(" ", "") in words(empty)
        assert item.title.replace(" ", "") in words(filled)
    assert title_of(version) in words(empty)
    assert "✓" not in words(empty)
    assert words(filled).count("✓") == len(version.checks)


def test_the_blank_sheet_has_no_number_and_room_to_write(floor):
    version = next(one for one in templates(kind=Kind.INSPECTION, on=MONDAY.date()) if one.code == "H")
    found = words(blank(version))
    for expected in ("空白表", "单号", "部门自查", "检查人", "受检方", "部门主管", "保存2年"):
        assert expected in found
    assert scanned(blank(version).pdf) == []


def test_the_filled_sheet_tells_rate_notes_notices_and_who_confirmed(floor):
    done = floor.check("A", failing=("A3", "A5"))
    confirmed = confirm_check(act=floor.do(floor.head), inspection_id=done.id)
    printed = sheet(floor, confirmed, notices=("ZG-20261123-001", "ZG-20261123-002"))
    found = words(printed)
    for expected in ("每日检查2026-11-23", "85.7%", "有污渍", "ZG-20261123-001、ZG-20261123-002", "张伟", "销售部"):
        assert expected in found
    assert scanned(printed.pdf) == [barcode_digits(done.number)]
    on_paper = confirm_on_paper(act=floor.do(floor.service), inspection_id=floor.check("C").id, signed_by="孙浩")
    assert "孙浩（纸上签字）" in words(sheet(floor, on_paper))


def test_an_open_check_says_so_and_a_void_one_why(floor):
    begun = floor.begin("H")
    mark_check(act=floor.do(floor.service), inspection_id=begun.id, marks={"H1": (Result.PASSED, "")})
    from deskapp.inspection.reading import inspection

    assert "未完成，还有5项未查" in words(sheet(floor, inspection(begun.id)))
    void = void_check(act=floor.do(floor.manager), inspection_id=begun.id, reason="查错展厅")
    assert "作废原因查错展厅" in words(sheet(floor, void))


def test_photos_stand_on_the_sheet_under_their_items_and_a_lost_one_is_named(floor):
    begun = floor.begin("H")
    colours = ("red", "green", "blue", "white", "black")
    for place, colour in enumerate(colours):
        out = BytesIO()
        Image.new("RGB", (400, 300 if place else 900), colour).save(out, "JPEG")
        add_photo(act=floor.do(floor.service), inspection_id=begun.id, code=f"H{place + 1}", photo=keep(take_in(out.getvalue())))
    marks = {item.code: (Result.FAILED, "缺页") for item in begun.run.items}
    mark_check(act=floor.do(floor.service), inspection_id=begun.id, marks=marks)
    done = finish_check(act=floor.do(floor.service), inspection_id=begun.id)
    photos = thumbnails(attachment for _, attachment in done.photos)
    printed = sheet(floor, done, photos=photos)
    with pdfplumber.open(BytesIO(printed.pdf)) as pdf:
        images = pdf.pages[0].images
        assert len(images) == 5
        assert {round(one["width"] / one["height"], 1) for one in images} == {1.3, 0.4}
        assert all(one["x0"] >= 30 and one["x1"] <= pdf.pages[0].width - 30 for one in images)
    assert printed.pages == 1
    lost = dict(list(photos.items())[1:])
    assert words(sheet(floor, done, photos=lost)).count("照片丢失") == 1


def test_a_spot_check_prints_its_lot(floor):
    spot = floor.begin("A", RunKind.SPOT)
    assert spot.run.seed in words(sheet(floor, spot))


def test_a_long_sheet_with_long_notes_goes_on_and_loses_nothing(floor):
    form = templates(kind=Kind.INSPECTION, on=MONDAY.date())[0].form
    items = tuple(
        Item(f"第{n:02}项的名称写满二十四个字看一看放不放得下", section=f"分区{n // 10}", criterion=f"标准{n:02}" + "看" * 36, weight=n + 1)
        for n in range(40)
    )
    made = add_template(act=floor.do(floor.manager), form=replace(form, name="名称很长很长的一张检查表", items=items))
    begun = begin_check(act=floor.do(floor.service), code=made.code, kind=RunKind.SPECIAL)
    marks = {item.code: (Result.FAILED, f"{n:02}{LONG}") for n, item in enumerate(begun.run.items)}
    mark_check(act=floor.do(floor.service), inspection_id=begun.id, marks=marks)
    done = finish_check(act=floor.do(floor.service, MONDAY + timedelta(minutes=9)), inspection_id=begun.id)
    printed = sheet(floor, done, reprint=2)
    found = words(printed)
    assert printed.pages > 1
    for n in range(40):
        assert f"第{n:02}项" in found
        assert f"标准{n:02}" in found
    assert found.count("险些绊倒") == 40
    assert "补打2" in found
    assert blank(made).pages > 1
