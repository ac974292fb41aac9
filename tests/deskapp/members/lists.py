"""Lists of members as stores bring them, and a short way to import one."""

import csv
import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from deskapp import start
from deskapp.data import Act, fetch_rows
from deskapp.members.importing import Checked, Imported, check_list, import_members, look_at_list

HEADS = ("会员编号", "姓名", "手机号码", "车牌号", "卡号", "级别", "入会日期", "有效期至", "积分", "累计积分", "同意促销短信")
ZHANG = ("HY8801", "张伟明", "13826012607", "粤B3K852", "66010342", "金卡", "2025-05-01", "2027-04-30", "1286", "9000", "是")
LI = ("HY8802", "李娜", "13826012608", "粤B12345", "66010343", "", "", "", "", "", "")


def csv_list(path: Path, *rows: Sequence[str], heads: Sequence[str] = HEADS) -> Path:
    """A text table of these rows under its heads."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([heads, *rows])
    return path


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the open store, but for acts, the lock and the log of imports."""
    beside = {"acts", "write_lock", "imports"}
    names = [record._meta.table_name for record in start.TABLES if record._meta.table_name not in beside]
    return {name: sorted(fetch_rows(f"SELECT * FROM {name}"), key=repr) for name in names}


def quiet(_done: int, _total: int, _text: str) -> None:
    """Progress nobody watches."""


def checked(act: Act, path: Path, *meanings: str, remembered: dict[str, str] | None = None) -> Checked:
    """Look at a list and check it with the guessed columns, or these."""
    outline = look_at_list(act=act, path=path, remembered=remembered or {})
    return check_list(act=act, outline=outline, meanings=meanings or outline.meanings, progress=quiet)


def brought(act: Act, path: Path, *, reason: str = "老系统的资料", meanings: Sequence[str] = ()) -> Imported:
    """Check and import a list at once."""
    return import_members(act=act, checked=checked(act, path, *meanings), reason=reason, progress=quiet)


_SURNAMES = "王李张刘陈杨黄赵周吴单仇解曾查"
_GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉建国华志新春龙飞"


def many(count: int, *, start: int = 0) -> itertools.chain[tuple[str, ...]]:
    """Members that all differ, every third with a second car."""
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"

    def one(n: int) -> tuple[str, ...]:
        name = _SURNAMES[n % 15] + _GIVEN[n // 15 % 34] + _GIVEN[n // 510 % 34]
        plate = f"粤{letters[n // 100_000 % 24]}{n % 100_000:05d}"
        second = f"粤{letters[(n // 100_000 + 12) % 24]}{n % 100_000:05d}" if n % 3 == 0 else ""
        level = ("普卡", "银卡", "金卡")[n % 3]
        consent = ("是", "否", "")[n % 3]
        return (
            f"OLD{n:07d}",
            name,
            f"13{n % 1_000_000_000:09d}",
            plate,
            second,
            f"88{n:08d}",
            level,
            "2025-03-01",
            "2027-02-28",
            f"{n % 3_000}",
            f"{n % 9_000}",
            "是",
            consent,
            "迈腾 2024款",
        )

    return itertools.chain(one(n) for n in range(start, start + count))


MANY_HEADS = (
    "会员号",
    "客户姓名",
    "手机",
    "车牌",
    "车牌2",
    "会员卡号",
    "会员等级",
    "开卡日期",
    "有效期至",
    "积分余额",
    "累计积分",
    "同意会员服务",
    "同意促销短信",
    "车型",
)
