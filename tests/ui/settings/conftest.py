"""The settings page in a window, opened by 陈静, 客服经理 of the founded store."""

import pytest

from tests.ui.start.conftest import desk, founded_store  # noqa: F401
from ui.kit import work
from ui.settings.page import SettingsPage


def sign_in(desk, staff_no: str) -> None:  # noqa: F811 - the fixture is handed in
    """Let a person of the founded store work at the desk."""
    from deskapp.staff.service import person_by_no, rights_of

    person = work.call(person_by_no, staff_no)
    desk.session.sign_in(person, work.call(rights_of, person.id, on=desk.session.now().date()))


@pytest.fixture
def page(founded_store, window, desk, qtbot):  # noqa: F811
    """The page, shown."""
    sign_in(desk, "101")
    page = SettingsPage(desk)
    window.setCentralWidget(page)
    qtbot.waitUntil(lambda: bool(page.titles()))
    return page
