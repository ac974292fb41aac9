"""What this PC remembers survives a restart; a damaged file counts as empty."""

from pathlib import Path

import pytest

from ui.kit import work
from ui.kit.local_state import LocalState


def test_a_value_is_there_at_once_and_after_a_restart(tmp_path: Path, lanes: None) -> None:
    state = LocalState(tmp_path / "a" / "pc.json")
    state.put("widths", {"单号": 152})
    state.put("sort", ["number", True])
    assert state.get("widths") == {"单号": 152}
    work.call_on(work.Lane.FILES, lambda: None)
    again = LocalState(tmp_path / "a" / "pc.json")
    assert (again.get("widths"), again.get("sort"), again.get("other")) == ({"单号": 152}, ["number", True], None)
    assert (tmp_path / "a" / "pc.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("damage", [b"", b"[1]", b"{", b"\xff\xfe\x00"])
def test_a_damaged_file_counts_as_empty_and_is_written_anew(tmp_path: Path, lanes: None, damage: bytes) -> None:
    path = tmp_path / "pc.json"
    path.write_bytes(damage)
    state = LocalState(path)
    assert state.get("sort") is None
    state.put("sort", ["number", False])
    work.call_on(work.Lane.FILES, lambda: None)
    assert LocalState(path).get("sort") == ["number", False]
