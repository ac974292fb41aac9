"""Two whole papers made with the kit, as a feature would write them: the receipt of the mock-up and a handling form."""

from collections.abc import Sequence
from datetime import datetime

from deskapp.papers import (
    A4,
    DATE,
    DATE_TIME,
    DAY_TIME,
    Column,
    Copy,
    Equation,
    Field,
    Figure,
    Head,
    Paper,
    Printed,
    Row,
    Section,
    Sign,
    Stack,
    Text,
    Ticks,
    print_form,
    table,
)
from deskapp.papers.charts import Picture, pareto_chart
from deskapp.papers.fonts import Fonts, house_fonts

RECEIPT_COPIES = (Copy("客服联", "白"), Copy("客户联", "红"), Copy("库房财务联", "黄"))
SLIP_COPIES = (Copy("客服联", "白", label="客服存档联", full=True), Copy("部门联", "红"), Copy("经理联", "黄"))
NOON = datetime(2026, 11, 23, 15, 8)
GIFTS = (
    ("LP-018", "车载吸尘器（无线）", 1200, 1),
    ("LP-032", "恒温保温杯 450 mL", 450, 2),
    ("LP-007", "玻璃水 2 L × 2 瓶", 250, 1),
)


def fonts() -> Fonts:
    """The fonts of the house."""
    return house_fonts()


def printed(
    sections: Sequence[Section],
    *,
    paper: Paper = A4,
    head: Head | None = None,
    copies: Sequence[Copy] = (),
    note: str = "",
    retention: str = "",
    fonts: Fonts | None = None,
) -> Printed:
    """A paper of nothing but these sections under a plain head."""
    plain = head or Head("恒信汽车", "标题")
    return print_form(paper=paper, head=plain, body=lambda copy: sections, copies=copies, note=note, retention=retention, fonts=fonts)


def report() -> Printed:
    """A weekly report: figures, a Pareto beside a table, a list."""
    figures = (
        ("新增", "14", "件", "上周 11"),
        ("按时率", "82", "%", "上周 92%"),
        ("首次联系", "1.8", "小时", "上周 2.1"),
        ("平均关闭", "1.6", "工作日", "上周 1.4"),
    )
    causes = (("维修质量", 5), ("等待时间", 3), ("解释不清", 2), ("承诺未兑现", 2), ("洗车", 1), ("其他", 1))
    titles = ("责任部门", "件", "按时率")
    beside = Stack(
        [
            Row(*(Text(title, head=True, align="right" if place else "left") for place, title in enumerate(titles))),
            *(
                Row(Text("售后部·车间", size=9.5), Text("6", size=9.5, align="right"), Text("80%", size=9.5, align="right"))
                for _ in range(4)
            ),
        ],
        columns=(35, 12, 18),
    )
    return printed(
        [
            Section([Row(*(Figure(*figure) for figure in figures))], mark="①", title="数字"),
            Section([Row(Picture(pareto_chart(causes, width=110, height=60)), beside)], mark="②", title="分析", columns=(112, 66), row=6.2),
            table(
                (Column("单号", 40), Column("事项", 100), Column("到期", 30)),
                [("TS-20261118-001", "等待 3 小时未告知", "11-20")] * 5,
                row=6.2,
                size=9.5,
            ),
        ],
        head=Head(
            "恒信汽车", "质量鉴定会议程", subline="2026 年第 47 周", printed_at=NOON, printed_by="周敏", right=("会议 2026-11-24 16:30",)
        ),
        retention="客服部归档",
    )


def receipt(
    paper: Paper,
    *,
    name: str = "欧阳䶮",
    gifts: Sequence[tuple[str, str, int, int]] = GIFTS,
    reprint: int = 0,
    short: bool = False,
    row: float = 7.6,
) -> Printed:
    """A redemption receipt; the short form leaves out totals and means of delivery (look.md §4)."""
    head = Head(
        store="恒信汽车",
        title="积分兑换单 / 礼品签收单",
        number="DH-20261123-006",
        code="12202611230006",
        printed_at=NOON,
        printed_by="王芳",
        department="客服部",
    )
    columns = (10, 34, 56, 24, 24, 48)
    titles = (("序", "center"), ("编号", "left"), ("礼品名称", "left"), ("单位分值", "right"), ("数量", "right"), ("小计", "right"))
    lines = [
        Row(
            Text(str(place), align="center"),
            Text(number),
            Text(what),
            Text(f"{cost:,}", align="right"),
            Text(str(count), align="right"),
            Text(f"{cost * count:,}", align="right"),
        )
        for place, (number, what, cost, count) in enumerate(gifts, 1)
    ]
    spent = sum(cost * count for _, _, cost, count in gifts)
    total = Row(
        Text("合计", span=4, align="right"),
        Text(str(sum(count for *_, count in gifts)), align="right"),
        Text(f"{spent:,}", align="right"),
    )
    half = 3 if paper.stacked else 0
    member = (Field("姓名", name, span=half or 2, label_chars=2), Field("会员号", "HY-20251123-008", span=half or 1))
    card = (Field("手机尾号", "0519", span=half or 2), Field("卡级别", "银卡", span=half or 1))
    who = [Row(*member), Row(*card)] if half else [Row(*member, *card)]
    means = Row(Ticks("领取方式", ("到店", "送达", "邮寄"), "到店", span=3), Field("约定日期", "—", span=2), Field("送达人", "—"))
    expiry = "将于 2026-12-31 到期 380 分，2027-01-31 到期 120 分，请在到期前使用。"
    received = Row(
        Field("签收人", name, span=2),
        Ticks("与会员关系", ("本人", "家属", "同事", "代领"), "本人", span=3),
        Field("代领手机", ""),
    )
    height = 14.5 if short or len(gifts) > len(GIFTS) else 19.5
    signed = Row(
        Sign("签收人签字", span=3, note="礼品已当面点清", units=DATE_TIME, height=height),
        Sign("经办人", span=2, name="王芳", at="11-23 15:08", height=height),
        Sign("审核人", name="周敏", at="11-23 15:06", height=height),
    )
    row = 0.0 if short else row
    points = Field("积分到期", expiry, span=4 if short else 6)
    balance = Equation((("兑换前余额", "4,860"), ("本次扣分", f"{spent:,}"), ("兑换后余额", f"{4860 - spent:,}")), ("−", "="), span=6)
    after = Field("余额", f"{4860 - spent:,} 分", span=2, label_chars=2)
    sections = [
        Section([*who, *([] if short else [means])], columns=columns, row=row),
        Section(
            [*lines, *([] if short else [total])],
            columns=columns,
            row=row,
            head=Row(*(Text(text, align=align, head=True) for text, align in titles)),
        ),
        Section([Row(after, points)] if short else [Row(balance), Row(points)], columns=columns, row=row),
        Section([received, signed], columns=columns, row=row),
    ]
    return print_form(
        paper=paper,
        head=head,
        body=lambda copy: sections,
        copies=RECEIPT_COPIES,
        reprint=reprint,
        note="余额与到期积分以打印时刻为准；凭本单当日可到客服部更正。",
        retention="保存 3 年",
    )


WORDS = (
    "上周五刚在你们这里换的前刹车片，开出去不到两天，早上第一脚刹车就有尖叫声，方向盘还有点抖。"
    "周六打电话到前台，说会给我回电话，等到今天也没有人回。我每天要送孩子上学，这样的车开着不放心，来回跑一趟又要半天时间。"
)


def slip(
    paper: Paper = A4, *, words: str = WORDS, name: str = "欧阳䶮 先生", copies: Sequence[Copy] = SLIP_COPIES, blank: bool = False
) -> Printed:
    """A handling form with sections, half of it still open."""
    head = Head(
        store="恒信汽车",
        title="客户投诉(抱怨)处理单",
        number="" if blank else "TS-20261123-003",
        code="40202611230003",
        subline="" if blank else "处理期限 2026-11-25 17:30    最迟 2026-12-02 告知客户",
        short="" if blank else "处理期限 11-25 17:30",
        subject="" if blank else f"{name}  苏B·7K63Z",
        printed_at=None if blank else datetime(2026, 11, 24, 16, 35),
        printed_by="" if blank else "王芳",
    )

    def given(text: str) -> str:
        return "" if blank else text

    def body(copy: Copy) -> Sequence[Section]:
        mobile = "138 6172 0519" if copy.full else "138 **** 0519"
        return (
            Section(
                [
                    Row(
                        Field("受理时间", given("2026-11-23 10:42"), units=DATE_TIME),
                        Field("受理人", given("王芳")),
                        Field("来源渠道", given("客户来电")),
                        Field("销售网点", given("总店")),
                    ),
                    Row(
                        Field("客户姓名", given(name), bold=True),
                        Field("手机", given(mobile)),
                        Field("车牌", given("苏B·7K63Z"), bold=True),
                        Field("车型", given("途岳 280TSI")),
                    ),
                    Row(
                        Ticks("性质", ("抱怨", "投诉", "升级投诉", "申诉"), () if blank else "投诉", span=2),
                        Ticks("重复投诉", ("否", "是"), () if blank else "否", span=2, extra=Field("关联单号", line=True)),
                    ),
                    Row(
                        Field("类别", given("售后 — 维修质量/返修"), span=2),
                        Field("首次联系", given("2026-11-23 10:58"), units=DAY_TIME),
                        Field("附件", given("照片 2  录音 1")),
                    ),
                    Row(Field("客户原话", given(words), span=4, height=24)),
                    Row(Field("客户要求", given("重新检查并免费返修；说明为什么没有回电话；返修当天提供代步车。"), span=4, height=8)),
                ],
                mark="①",
                title="受理",
                done=not blank,
            ),
            Section(
                [
                    Row(
                        Field("部门 1", given("售后部·车间"), bold=True),
                        Field("责任人"),
                        Field("改善时间", units=DATE),
                        Field("完成时间", units=DAY_TIME),
                    ),
                    Row(Field("核查情况", span=2, height=16), Field("原因分析", span=2, height=16)),
                    Row(Field("改善措施", span=2, height=16), Field("处理结果", span=2, height=16)),
                ],
                mark="③",
                title="处理",
            ),
            Section(
                [
                    Row(
                        Field("告知时间", units=DAY_TIME),
                        Field("告知人"),
                        Ticks("满意度", ("非常满意", "满意", "一般", "不满意", "不表态"), span=2),
                    ),
                    Row(Sign("客户签字"), Sign("部门主管"), Sign("售后/销售经理"), Sign("客服经理")),
                ],
                mark="⑤",
                title="归档",
            ),
        )

    return print_form(
        paper=paper,
        head=head,
        body=body,
        copies=copies,
        note="①④⑤ 客服填写    ② 售后/销售经理填写    ③ 责任部门填写",
        retention="处理完毕交回客服部存档，保存 3 年",
    )
