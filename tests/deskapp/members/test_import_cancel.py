"""Cancel writes nothing wherever it comes, and while an import holds the store other PCs read on and are told why they wait."""

import threading
from itertools import pairwise

import pytest

from deskapp.data import database, fetch_row, on_server, revisions, writing
from deskapp.errors import StorageFault, UserError
from deskapp.members.importing import check_list, import_members, look_at_list
from deskapp.members.reading import members
from tests.conftest import DEEP
from tests.deskapp.members.lists import MANY_HEADS, brought, checked, csv_list, everything, many, quiet

ROWS = 3_000 if DEEP else 600


class Cancelled(UserError):
    """What the window's progress raises."""


@pytest.fixture
def boss(desk, act):
    return lambda **how: act(staff_id=desk.manager, **how)


def stopping_at(report: int):
    """Progress that is given up at its n-th report; `.seen` are the reports so far."""
    seen: list[tuple[int, int, str]] = []

    def progress(done: int, total: int, text: str) -> None:
        seen.append((done, total, text))
        if len(seen) == report:
            raise Cancelled("已取消")

    progress.seen = seen
    return progress


def test_cancel_wherever_it_comes_leaves_every_table_as_it_was(boss, tmp_path):
    brought(boss(), csv_list(tmp_path / "a.csv", *many(40), heads=MANY_HEADS))
    found = checked(boss(), csv_list(tmp_path / "b.csv", *many(ROWS), heads=MANY_HEADS))
    before = everything()
    reports = 0
    while True:
        reports += 1
        progress = stopping_at(reports)
        act = boss()
        try:
            import_members(act=act, checked=found, progress=progress)
        except Cancelled:
            assert everything() == before
            assert fetch_row("SELECT COUNT(*) FROM imports") == (1,)
        else:
            break
    assert reports > 20, "it can be cancelled all the way"
    texts = [text for _, _, text in progress.seen]
    assert texts[0] == "正在与系统核对"
    assert texts[-1] == "正在导入"
    assert fetch_row("SELECT COUNT(*) FROM memberships") == (ROWS,)


def test_progress_counts_up_to_all_there_is(boss, tmp_path):
    found = checked(boss(), csv_list(tmp_path / "b.csv", *many(ROWS), heads=MANY_HEADS))
    progress = stopping_at(0)
    import_members(act=boss(), checked=found, progress=progress)
    counted = [(done, total) for done, total, text in progress.seen if text == "正在导入"]
    assert all(earlier[0] <= later[0] for earlier, later in pairwise(counted))
    assert all(done <= total for done, total in counted)
    assert counted[-1][0] == counted[-1][1]


def test_a_check_is_given_up_while_the_file_is_read(boss, tmp_path):
    path = csv_list(tmp_path / "b.csv", *many(ROWS), heads=MANY_HEADS)
    outline = look_at_list(act=boss(), path=path, remembered={})
    progress = stopping_at(3)
    with pytest.raises(Cancelled):
        check_list(act=boss(), outline=outline, meanings=outline.meanings, progress=progress)
    assert progress.seen[-1][0] < ROWS


def test_after_a_cancel_the_same_form_imports(boss, tmp_path):
    found = checked(boss(), csv_list(tmp_path / "a.csv", *many(30), heads=MANY_HEADS))
    act = boss()
    with pytest.raises(Cancelled):
        import_members(act=act, checked=found, progress=stopping_at(5))
    assert import_members(act=act, checked=found, progress=quiet).added == 30


def _elsewhere(job):
    """What a job on another connection gives or raises."""
    answer = []

    def run():
        with database.connection_context():
            impatient = "SET lock_timeout = '100ms'" if on_server() else "PRAGMA busy_timeout = 100"
            database.execute_sql(impatient)
            try:
                answer.append(job())
            except UserError as refusal:
                answer.append(refusal)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return answer[0]


def test_other_pcs_read_on_and_are_told_that_an_import_runs(boss, act, tmp_path):
    found = checked(boss(), csv_list(tmp_path / "a.csv", *many(30), heads=MANY_HEADS))
    met = []

    def write():
        with writing(act(pc="前台2"), "take_note"):
            pass

    def progress(_done: int, _total: int, text: str) -> None:
        if text == "正在导入" and not met:
            met.append(_elsewhere(write))
            met.append(_elsewhere(lambda: members(act=act(pc="前台2"))))

    before = revisions()
    import_members(act=boss(), checked=found, progress=progress)
    refusal, seen = met
    assert isinstance(refusal, StorageFault)
    assert refusal.message == "另一台电脑正在导入会员，请稍候再按一次"
    assert seen == []
    assert _elsewhere(write) is None
    assert revisions() > before
