'''The paper kit: a feature's paper is a pure function, dataclass in, PDF out, written in `deskapp/<feature>/<paper>.py`.

A paper names its head, its copies and its sections; the kit draws head, bar code, frame, cells, foot and continuation pages,
measures every value against its cell, and prints what no font has as its code point. Nothing is ever printed smaller to fit.

    from deskapp.papers import DATE_TIME, Column, Copy, Equation, Field, Head, Paper, Printed, Row, Section, Sign, Text, Ticks
    from deskapp.papers import print_form, table

    COPIES = (Copy("客服联", "白", label="客服存档联", full=True), Copy("客户联", "红"), Copy("库房财务联", "黄"))

    def render(thing: Redemption, *, paper: Paper, head: Head, copies: Sequence[Copy] = COPIES, reprint: int = 0) -> Printed:
        """The receipt of one redemption."""
        gifts = table(                                            # its head is repeated on every page
            (Column("序", 10, "center"), Column("礼品名称", 110), Column("数量", 24, "right"), Column("小计", 52, "right")),
            [(str(n), g.name, str(g.count), format_points(g.cost)) for n, g in enumerate(thing.gifts, 1)],
            total=Row(Text("合计", span=3, align="right"), Text(format_points(thing.cost), align="right")),
        )

        def body(copy: Copy) -> Sequence[Section]:                # once for each laser copy; once with SHARED on 241
            mobile = format_mobile(thing.mobile) if copy.full else mask_mobile(thing.mobile)
            who = Row(Field("姓名", thing.name, bold=True), Field("手机", mobile), Field("约定日期", thing.planned_on, span=2))
            means = Row(Ticks("领取方式", ("到店", "送达", "邮寄"), thing.mode.label, span=4))
            sums = Equation((("兑换前余额", "4,860"), ("本次扣分", "2,350"), ("兑换后余额", "2,510")), ("−", "="), span=4)
            return (
                Section([who, means], mark="①", title="申请", done=True),     # done: empty cells read “—”
                gifts,
                Section([Row(sums), Row(Field("积分到期", thing.expiry, span=4))]),
                Section([Row(Sign("签收人签字", span=2, units=DATE_TIME), Sign("经办人", name="王芳", at="11-23 15:08"), Sign("审核人"))]),
            )

        return print_form(paper=paper, head=head, body=body, copies=copies, reprint=reprint,
                          note="余额以打印时刻为准。", retention="保存 3 年")

    head = Head(store="恒信汽车", title="积分兑换单", number="DH-20261123-006", code="12202611230006",
                printed_at=act_at, printed_by="王芳", department="客服部")

User text goes where a cell can grow (`Field`, `Text`, without `Row(height=…)`): it then flows on. A cell that cannot grow raises
CellOverflow, so render every paper in its tests with the longest values the domain allows, on each size it is offered for.
Columns: a section has four quarters unless it names `columns` (proportions, scaled to the paper); cells take `span` of them.
A quarter of A5 upright (`paper.stacked`) is only 30 mm: fields span two there.
Papers that go to several receivers, each on pages of its own: `print_series`.
Papers without number (lists, reports): leave `number` out, `copies=()`, use `table(...)`; blank forms: `number=""`, `printed_at=None`.
`Stack` puts rows of its own into one cell, `Picture` a chart of `deskapp.papers.charts`. reportlab is imported at the first print.
'''

from deskapp.papers.cells import DATE, DATE_TIME, DAY_TIME, Cell, Field, Sign, Text
from deskapp.papers.figures import Equation, Figure
from deskapp.papers.form import Printed, print_form, print_series
from deskapp.papers.head import SHARED, Copy, Head
from deskapp.papers.rows import QUARTERS, Column, Row, Section, Stack, table
from deskapp.papers.sizes import A4, A5, A5_LANDSCAPE, NCR_241X93, NCR_241X140, NCR_241X280, PAPERS, Paper
from deskapp.papers.ticks import Ticks
from deskapp.papers.typesetting import CellOverflow

__all__ = [
    "A4",
    "A5",
    "A5_LANDSCAPE",
    "DATE",
    "DATE_TIME",
    "DAY_TIME",
    "NCR_241X93",
    "NCR_241X140",
    "NCR_241X280",
    "PAPERS",
    "QUARTERS",
    "SHARED",
    "Cell",
    "CellOverflow",
    "Column",
    "Copy",
    "Equation",
    "Field",
    "Figure",
    "Head",
    "Paper",
    "Printed",
    "Row",
    "Section",
    "Sign",
    "Stack",
    "Text",
    "Ticks",
    "print_form",
    "print_series",
    "table",
]
