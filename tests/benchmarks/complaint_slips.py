"""Handling slips in a process of their own: `python -m tests.benchmarks.complaint_slips program|plain|html FILE COUNT`.

`program` renders the slip with two departments on A4; `plain` draws the page that was written down in FILE on a bare reportlab
canvas; `html` is the other way a Qt program might go: the same cells as an HTML table in a QTextDocument, printed by a QPrinter.
"""

import os
import sys
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.benchmarks.slips import measure, plain

if TYPE_CHECKING:
    from deskapp.complaints.paper_content import HandlingSlip
    from deskapp.papers import Printed

_FONT = "Noto Sans SC"


def slip(number: int) -> "HandlingSlip":
    """The slip of the mock-up, another number each time."""
    from dataclasses import replace

    from tests.deskapp.complaints.paper_samples import IN_PROGRESS

    return replace(IN_PROGRESS, number=f"TS-20261123-{number:03d}", code=f"4020261123{number:04d}")


def rendered(number: int) -> "Printed":
    """Its archive copy on A4: one page."""
    from deskapp.complaints.paper_slip import COPIES, render
    from deskapp.papers import A4
    from tests.deskapp.complaints.paper_samples import PRINTED

    return render(slip(number), paper=A4, store="恒信汽车", printed_at=PRINTED, printed_by="王芳", copies=COPIES[:1])


def html(folder: Path) -> Callable[[int], bytes]:
    """The cells as a table of HTML, through Qt's text layout and its PDF printer; without bar code and drawn tick boxes."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QFontDatabase, QGuiApplication, QPageSize, QTextDocument
    from PySide6.QtPrintSupport import QPrinter

    app = QGuiApplication.instance() or QGuiApplication([])
    for weight in ("400Regular", "700Bold"):
        QFontDatabase.addApplicationFont(f"resources/fonts/NotoSansSC_{weight}.ttf")
    file = folder / "slip.pdf"

    def printed(number: int) -> bytes:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        printer.setOutputFileName(str(file))
        document = QTextDocument()
        document.setHtml(_page(slip(number)))
        document.print_(printer)
        return file.read_bytes()

    printed.app = app  # pyright: ignore[reportFunctionMemberAccess] - it must outlive the documents
    return printed


def _page(one: "HandlingSlip") -> str:
    lines = "".join(f"<tr>{''.join(f'<td>{escape(label)} {escape(value)}</td>' for label, value in row)}</tr>" for row in rows(one))
    return (
        f"<body style=\"font-family:'{_FONT}';font-size:10pt\"><h2 align=center>客户投诉(抱怨)处理单</h2><p>{one.number}</p>"
        f"<table border=1 cellspacing=0 cellpadding=3 width=100%>{lines}</table></body>"
    )


def rows(one: "HandlingSlip") -> Iterator[tuple[tuple[str, str], ...]]:
    """The values of the form, four to a row as on paper."""
    got = one.received
    cells = [("受理时间", f"{got.at:%Y-%m-%d %H:%M}"), ("受理人", got.by), ("来源渠道", got.source), ("销售网点", got.outlet)]
    cells += [("专人", got.case_owner), ("事业部号", "—"), ("客户姓名", got.customer), ("手机", got.mobile), ("车牌", got.plate)]
    cells += [("车型", got.model), ("车架号", got.vin), ("里程", f"{got.mileage_km}"), ("购车日期", f"{got.bought_on}")]
    cells += [("服务顾问", got.service_advisor), ("销售顾问", got.sales_advisor), ("技师", got.technician), ("工单号", got.work_order)]
    cells += [("性质", got.nature), ("级别", got.severity), ("类别", got.category), ("附件", got.attachments)]
    cells += [("客户原话", got.words), ("客户要求", got.remedy), ("派单人", one.routed.by), ("抄送", "、".join(one.routed.cc))]
    for each in one.departments:
        cells += [
            ("责任部门", each.name),
            ("期限", f"{each.limit} 至 {each.due:%m-%d %H:%M}"),
            ("签收人", each.accepted),
            ("责任人", each.owner),
        ]
        cells += [("核查情况", each.findings), ("原因分析", each.cause), ("改善措施", each.action), ("处理结果", each.result)]
    cells += [(label, "") for label in ("告知时间", "告知人", "告知方式", "满意度", "客户反馈", "补偿", "批准人", "确认书")]
    cells += [(label, "") for label in ("二次回访", "是否闭环", "整改单", "归档编号", "客户签字", "部门主管", "售后/销售经理", "客服经理")]
    for place in range(0, len(cells), 4):
        yield tuple(cells[place : place + 4])


def main() -> None:
    """Make the slips and tell what it cost."""
    which, file, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    with TemporaryDirectory() as folder:
        ways: dict[str, Callable[[], Callable[[int], bytes]]] = {
            "program": lambda: lambda number: rendered(number).pdf,
            "plain": lambda: plain(file),
            "html": lambda: html(Path(folder)),
        }
        measure(ways[which](), count)


if __name__ == "__main__":
    main()
