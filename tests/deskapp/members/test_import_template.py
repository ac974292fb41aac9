"""The empty list: its heads are known, its examples are right, and filled in it is brought as it is."""

from datetime import date

import pytest

from deskapp.errors import NotAllowed, UserError
from deskapp.members.import_fields import IGNORED, ImportField, guess
from deskapp.members.import_rows import RowsJudge, columns_of
from deskapp.members.import_template import template, write_list_template
from deskapp.sheets.reading import open_table
from tests.deskapp.members.lists import brought, checked
from tests.deskapp.sheets.files import workbook


def test_every_head_is_known_and_every_example_is_right():
    titles, examples = [column.title for column in template()], [column.example for column in template()]
    meanings = guess(titles, {})
    assert IGNORED not in meanings
    judge = RowsJudge(columns_of(meanings), today=date(2026, 11, 23), people={"王芳": 1})
    judge.add(2, examples)
    assert judge.findings == []
    assert len(judge.entries) == 1
    for column in template():
        for words in column.words:
            judge = RowsJudge(columns_of(meanings), today=date(2026, 11, 23), people={})
            other = {"单位": {"联系人": "陈强", "姓名": "鹏城物流有限公司"}}.get(words, {})
            row = {"姓名": "张伟", "手机": "13826012607", column.title: words, **other}
            judge.add(2, [row.get(title, "") for title in titles])
            refused_by_law = column.title == ImportField.CONSENT_SERVICE.label and words == "否"
            assert bool(judge.entries) is not refused_by_law, (column.title, words, judge.findings)


def test_the_empty_list_is_a_workbook_that_says_how_it_is_filled_in(desk, act, tmp_path):
    path = tmp_path / "模板.xlsx"
    write_list_template(act=act(staff_id=desk.manager), path=path)
    with open_table(path) as table:
        [row] = [row.cells for row in table]
        assert table.notes == ("读的是“会员名单”；另外 1 张表没有读：怎么填",)
    assert row == tuple(column.title for column in template())
    with pytest.raises(UserError, match="没有内容"):
        checked(act(staff_id=desk.manager), path)
    filled = workbook(tmp_path / "填好.xlsx", row, [column.example for column in template()])
    assert brought(act(staff_id=desk.manager), filled).added == 1


def test_only_a_manager_gets_it(desk, act, tmp_path):
    with pytest.raises(NotAllowed):
        write_list_template(act=act(staff_id=desk.front), path=tmp_path / "模板.xlsx")
