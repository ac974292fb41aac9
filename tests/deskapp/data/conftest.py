"""What several tests of the data kit need."""

import shutil
from pathlib import Path

import pytest

from deskapp.data.upgrade import STEPS


@pytest.fixture
def next_step(tmp_path):
    """The folder of a program one step ahead: the real steps, and another one with the given body."""
    folder = tmp_path / "steps"
    shutil.copytree(STEPS, folder)

    def write(text: str) -> Path:
        (folder / "0999_next.py").write_text(f"def up(_migrator, database):\n    {text}\n", encoding="utf-8")
        return folder

    return write
