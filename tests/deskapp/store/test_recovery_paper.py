"""The sheet with the recovery code, read back from its PDF."""

from datetime import datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from deskapp.papers import A4, A5, A5_LANDSCAPE
from deskapp.store.recovery_paper import RecoverySheet, render


@pytest.mark.parametrize("paper", [A4, A5, A5_LANDSCAPE], ids=lambda paper: paper.name)
def test_the_sheet_shows_the_code_and_how_to_use_it_on_one_page(paper):
    sheet = RecoverySheet("鹏城汽车", "䶮·𫍯", "101", "K7PM-3XTR-9WQA-H2DF", datetime(2026, 11, 23, 9))
    printed = render(sheet, paper=paper)
    (page,) = PdfReader(BytesIO(printed.pdf)).pages
    text = "".join(page.extract_text().split())
    for words in ("恢复码", "K7PM-3XTR-9WQA-H2DF", "䶮·𫍯", "忘记PIN", "锁入保险柜", "2026-11-23"):
        assert words in text
    assert printed.missing == ()
