"""The import and the export of a founded store, opened by its manager."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from tests.ui.settings.conftest import desk, founded_store, page  # noqa: F401


@pytest.fixture(autouse=True)
def _buried(qapp):
    """What a test closed is gone before the next begins."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def importing(page, notices, qtbot):  # noqa: F811
    subject = page.open_subject("导入会员")
    qtbot.waitUntil(subject.choose.area.button.hasFocus)
    return subject


@pytest.fixture
def exporting(page, notices, qtbot):  # noqa: F811
    subject = page.open_subject("导出")
    qtbot.waitUntil(lambda: subject.button.text() != "导出")
    return subject
