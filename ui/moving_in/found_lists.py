"""What checking a list found, as lists: wrong cells, unusual cells, what will change at known members."""

from __future__ import annotations

from deskapp.members.import_entry import Change, Finding
from deskapp.members.import_fields import ImportField
from deskapp.sheets.cells import cell_name
from deskapp.typed import mask_mobile
from ui.kit import theme
from ui.kit.pills import Pill
from ui.kit.rows import Column
from ui.kit.theme import Tone

MOST = 2_000
"""Lines that are shown; nobody reads more, and the file of rows to mend holds them all."""


def finding_columns() -> tuple[Column[tuple[int, Finding]], ...]:
    """Wrong and unusual cells; the number before tells two findings of one cell apart."""
    return (
        Column(key="cell", title="单元格", text=lambda line: place(line[1]), sort=lambda line: (line[1].row, line[1].column), width=84),
        Column(key="label", title="列", text=lambda line: line[1].label or "整行", sort=lambda line: line[1].label, width=120),
        Column(key="text", title="内容", text=lambda line: cell_text(line[1]), colour=lambda _: theme.INK_2, width=150),
        Column(key="message", title="问题", text=lambda line: line[1].message, sort=lambda line: line[1].message, stretch=True),
    )


def change_columns() -> tuple[Column[tuple[int, Change]], ...]:
    """What becomes of known members."""
    return (
        Column(key="row", title="行", text=lambda line: f"{line[1].row:,}", sort=lambda line: line[1].row, width=64),
        Column(key="name", title="姓名", text=lambda line: line[1].name, bold=True, width=110),
        Column(key="label", title="项目", text=lambda line: line[1].label, sort=lambda line: line[1].label, width=120),
        Column(key="old", title="系统里", text=lambda line: line[1].old or "（空）", colour=lambda _: theme.INK_2, width=150),
        Column(key="new", title="名单里", text=lambda line: line[1].new, stretch=True),
        Column(key="done", title="处理", text=lambda line: _done(line[1]).words, pill=lambda line: _done(line[1]), width=104),
    )


def place(finding: Finding) -> str:
    """ "C12", or the row where the whole row is meant."""
    return cell_name(finding.row, finding.column) if finding.column >= 0 else f"第 {finding.row:,} 行"


def cell_text(finding: Finding) -> str:
    """What stands in the cell. A phone number that is only unusual is masked as everywhere; a wrong one must be seen to be mended."""
    masked = finding.unusual and finding.label in {ImportField.MOBILE.label, ImportField.ALT_PHONE.label}
    return (mask_mobile(finding.text) if masked else finding.text) or "（空）"


def in_sight(text: str, meaning: str) -> str:
    """A cell of a column with this meaning, as guests may see it over somebody's shoulder."""
    return mask_mobile(text) if meaning in {ImportField.MOBILE, ImportField.ALT_PHONE} else text


def _done(change: Change) -> Pill:
    return Pill("保持", Tone.NEUTRAL, "pin") if change.kept else Pill("改成名单的", Tone.INFO, "pencil")
